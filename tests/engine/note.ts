import {
  allow,
  boolean,
  choice,
  choices,
  date,
  datetime,
  decimal,
  defineAction,
  defineEntity,
  defineEvent,
  definePlugin,
  flow,
  formScreen,
  handle,
  hooks,
  integer,
  job,
  lines,
  listScreen,
  money,
  on,
  reference,
  role,
  route,
  seed,
  series,
  text,
} from '@sangam/sdk'

/** A small plugin with one of everything, for tests of the engine. */
export const Line = defineEntity('deals.line', {
  title: 'item',
  fields: {
    deal: reference('deals.deal', { required: true, onRemove: 'cascade' }),
    item: text({ required: true, max: 80 }),
    quantity: decimal({ required: true, default: '1', digits: 3, min: '0' }),
    price: money({ min: '0' }),
  },
})

export const Firm = defineEntity('deals.firm', {
  title: 'name',
  sort: ['name'],
  external: 'code',
  fields: {
    name: text({ required: true, max: 120 }),
    code: text({ max: 20, unique: true, search: true }),
    kind: choice(['customer', 'supplier']),
    parent: reference('deals.firm'),
    secret: text({ max: 100, search: true }),
    owner: reference('core.user', { default: '$me' }),
  },
})

export const Deal = defineEntity('deals.deal', {
  title: 'title',
  activities: true,
  fields: {
    number: series('D-{yyyy}-{000}'),
    title: text({ required: true, max: 120 }),
    firm: reference(Firm),
    owner: reference('core.user', { default: '$me' }),
    team: reference('core.team'),
    state: flow({ open: { to: { won: { require: ['value'] }, lost: {} } }, won: { to: [] }, lost: { to: { open: { verb: 'reopen' } } } }),
    value: money({ min: '0' }),
    closing: date(),
    seenAt: datetime(),
    score: integer({ min: 0, max: 100 }),
    weight: decimal({ digits: 3 }),
    hot: boolean({ default: false }),
    tags: choices([], { open: true }),
    reason: text({ max: 200 }),
    margin: decimal(),
    doubled: integer({ readonly: true }),
    lines: lines(Line, 'deal'),
  },
  rules: [
    { require: ['reason'], when: { state: 'lost' }, because: 'Say why it was lost.' },
    { lock: ['value'], when: { state: 'won' } },
    { refuse: 'A supplier can’t be sold to. Choose another firm.', when: { and: [{ firm: { isEmpty: false } }, { 'firm.kind': 'supplier' }] }, field: 'firm' },
  ],
})

export const DealWon = defineEvent('deals.dealWon', { deal: reference(Deal, { required: true }) })
export const praise = defineAction(Deal, 'praise', { label: 'Praise', input: { words: text({ required: true }) }, when: { state: 'won' } })
export const heard: unknown[] = []

const behaviour = hooks(Deal, {
  derive: async (_, changes) => changes.map(change => (change.changed.includes('score') ? { doubled: (change.next?.score ?? 0) * 2 } : null)),
  check: async (_, changes) =>
    changes.flatMap((change, index) =>
      change.next?.title === 'forbidden' ? [{ index, field: 'title', code: 'bad_title', message: 'Choose another title.' }] : [],
    ),
  react: async (ctx, changes) => {
    for (const change of changes) if (change.changed.includes('state') && change.next?.state === 'won') ctx.emit(DealWon, { deal: change.next.id })
  },
})

export const deals = definePlugin({
  id: 'deals',
  version: '1.0.0',
  title: 'Deals',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  entities: [Firm, Deal, Line],
  parts: [
    behaviour,
    DealWon,
    praise,
    handle(praise, async (ctx, record, input) => {
      await ctx.repo(Deal).update(record.id, { reason: input.words })
    }),
    on(DealWon, { name: 'deals.hear', as: 'system' }, async (_, payload) => void heard.push(payload)),
    job('deals.count', { as: 'system', run: async ctx => void (await ctx.repo(Deal).count()) }),
    route('GET', '/top/:count', {
      permission: 'deals.deal:read',
      run: async (ctx, { params }) => (await ctx.repo(Deal).find({ limit: Number(params.count), fields: ['title'] })).items.map(item => item.title),
    }),
    route('GET', '/asked', { permission: 'deals.deal:read', query: { loud: boolean(), most: integer() }, run: async (_, { query }) => ({ ...query }) }),
    seed('deals.first', { run: async ctx => void (await ctx.repo(Firm).create({ name: 'First firm', code: 'F1', kind: 'customer' })) }),
    listScreen(Deal, { menu: 'Deals', columns: ['title', 'firm', 'value'], views: [{ label: 'Mine', where: { owner: '$me' }, sort: ['-closing'] }] }),
    listScreen(Firm, { menu: 'Deals', columns: ['name', 'kind'] }),
    formScreen(Deal, { role: 'deals.looker', sections: [{ fields: [['title', 'firm']] }], hidden: ['score', 'doubled'] }),
    role('deals.seller', {
      label: 'Seller',
      grants: [
        allow(Deal, ['read', 'create', 'update', 'praise', 'export'], { where: { owner: '$me' }, hide: ['margin'], freeze: ['weight'] }),
        allow(Firm, ['read'], { hide: ['secret'] }),
      ],
    }),
    role('deals.lead', {
      label: 'Leader',
      grants: [allow(Deal, ['read', 'update'], { where: { or: [{ owner: '$me' }, { team: { in: '$teamsILead' } }] } }), allow(Firm, ['read', 'create'])],
    }),
    role('deals.manager', {
      label: 'Manager',
      grants: [
        allow(Deal, ['read', 'create', 'update', 'remove', 'reopen', 'startElsewhere', 'import', 'export', 'praise']),
        allow(Firm, ['read', 'create', 'update', 'remove']),
      ],
    }),
    role('deals.looker', { label: 'Looker', grants: [allow(Deal, ['read'])] }),
  ],
})
