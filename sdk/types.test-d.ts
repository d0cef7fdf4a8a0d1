import {
  type Address,
  address,
  allow,
  boolean,
  type Ctx,
  choice,
  choices,
  date,
  decimal,
  defineAction,
  defineEntity,
  definePlugin,
  duration,
  emails,
  extendEntity,
  flow,
  formScreen,
  formula,
  handle,
  hooks,
  type Id,
  integer,
  lines,
  listScreen,
  lookup,
  money,
  type NewOf,
  oneOf,
  type PatchOf,
  parent,
  percent,
  type RecordOf,
  rating,
  reference,
  references,
  richText,
  role,
  rollup,
  series,
  text,
  time,
  user,
} from '@sangam/sdk'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const yes = <T extends true>(): T => true as T

const Party = defineEntity('parties.party', {
  title: 'name',
  fields: { name: text({ required: true, max: 120 }), email: text({ format: 'email' }), tags: choices([], { open: true }) },
})
const Line = defineEntity('leads.line', {
  title: 'item',
  fields: {
    lead: reference('leads.lead', { required: true, onRemove: 'cascade' }),
    item: text({ required: true }),
    quantity: decimal({ required: true }),
    note: text(),
  },
})
const Lead = defineEntity('leads.lead', {
  title: 'title',
  fields: {
    number: series('LEAD-{0000}'),
    title: text({ required: true }),
    party: reference(Party, { required: true }),
    value: money(),
    closes: date(),
    hot: boolean({ default: false }),
    source: choice(['web', 'event']),
    state: flow({ open: { to: ['won', 'lost'] }, won: { to: [] }, lost: { to: { open: { label: 'Reopen' } } } }),
    age: integer({ readonly: true }),
    owner: reference('core.user', { default: '$me' }),
    lines: lines(Line, 'lead'),
    lineCount: rollup('count', Line, 'lead'),
    pieces: rollup('sum', Line, 'lead', 'quantity', { where: { item: { ne: 'x' } } }),
    largest: rollup('max', Line, 'lead', 'quantity'),
    margin: formula('decimal', 'value.amount * 0.2'),
    overdue: formula('boolean', 'closes < today()'),
    partyMail: lookup('party', Party, 'email'),
    partyName: lookup('party', Party, 'name'),
  },
  rules: [
    { require: ['closes'], when: { state: 'won' } },
    { lock: 'all', when: { state: { in: ['won'] }, 'party.name': 'x' } },
  ],
})

type L = RecordOf<typeof Lead>
yes<Same<L['id'], Id<'leads.lead'>>>()
yes<Same<L['title'], string>>()
yes<Same<L['closes'], string | null>>()
yes<Same<L['lineCount'], number>>()
yes<Same<L['pieces'], string>>()
yes<Same<L['largest'], string | null>>()
yes<Same<L['margin'], string | null>>()
yes<Same<L['overdue'], boolean | null>>()
yes<Same<L['partyMail'], string | null>>()
yes<Same<L['partyName'], string | null>>()
yes<Same<L['state'], 'open' | 'won' | 'lost'>>()
yes<Same<L['source'], 'web' | 'event' | null>>()
yes<Same<L['hot'], boolean>>()
yes<Same<L['owner'], Id<'core.user'> | null>>()
yes<Same<L['number'], string>>()
yes<Same<L['lines'][number]['quantity'], string>>()

const Visit = defineEntity('leads.visit', {
  title: 'purpose',
  fields: {
    purpose: text({ required: true }),
    begins: time({ required: true }),
    ends: time(),
    effort: duration(),
    chance: percent({ default: '50' }),
    stars: rating(),
    mails: emails(),
    after: parent('leads.visit'),
    by: user({ required: true }),
    place: address(),
    terms: richText({ default: '<p>30 days</p>' }),
    kind: choice({ first: {}, second: { retired: true } }),
  },
})
type V = RecordOf<typeof Visit>
yes<Same<V['begins'], string>>()
yes<Same<V['ends'], string | null>>()
yes<Same<V['effort'], number | null>>()
yes<Same<V['chance'], string>>()
yes<Same<V['stars'], number | null>>()
yes<Same<V['mails'], readonly string[]>>()
yes<Same<V['after'], Id<'leads.visit'> | null>>()
yes<Same<V['by'], Id<'core.user'>>>()
yes<Same<V['place'], Address | null>>()
yes<Same<V['terms'], string>>()
yes<Same<V['kind'], 'first' | 'second' | null>>()
const visit: NewOf<typeof Visit> = { purpose: 'Demo', by: 'u' as Id<'core.user'>, begins: '09:30', mails: ['a@example.com'] }
// @ts-expect-error a duration is a number of seconds
const long: NewOf<typeof Visit> = { purpose: 'Demo', by: 'u' as Id<'core.user'>, begins: '09:30', effort: '1h' }

declare const party: Id<'parties.party'>
const made: NewOf<typeof Lead> = { title: 'Acme', party, lines: [{ item: 'a', quantity: '1' }], x_colour: 'red' }
// @ts-expect-error party is required
const without: NewOf<typeof Lead> = { title: 'Acme' }
// @ts-expect-error a readonly field is not written
const numbered: NewOf<typeof Lead> = { title: 'Acme', party, age: 3 }
// @ts-expect-error a formula is not written
const computed: NewOf<typeof Lead> = { title: 'Acme', party, margin: '3' }
// @ts-expect-error a formula has one of the known results
formula('number', '1')
// @ts-expect-error a rollup names a field of the records it looks at
rollup('sum', Line, 'lead', 'colour')
// @ts-expect-error a lookup names a field of the record it looks at
lookup('party', Party, 'colour')
// @ts-expect-error a user's id is not a party's
const wrong: NewOf<typeof Lead> = { title: 'Acme', party: 'u' as Id<'core.user'> }
const patch: PatchOf<typeof Lead> = {
  state: 'won',
  lines: [
    { id: 'l' as Id<'leads.line'>, quantity: '2' },
    { item: 'b', quantity: '1' },
  ],
}

export async function uses(ctx: Ctx): Promise<void> {
  await ctx.repo(Lead).find({
    where: {
      state: 'open',
      'value.amount': { gte: '10' },
      owner: '$me',
      lines: { some: { item: 'a' } },
      or: [{ hot: true }, { closes: { within: 'this_month' } }],
    },
    sort: ['-closes', 'title'],
  })
  // @ts-expect-error no such state
  await ctx.repo(Lead).find({ where: { state: 'opened' } })
  // @ts-expect-error no such column
  await ctx.repo(Lead).find({ sort: ['-colour'] })
  await ctx.repo(Lead).create(made)
  const reply = defineAction(Lead, 'reply', { label: 'Reply', when: { state: 'open' }, input: { message: text({ required: true }) } })
  await ctx.run(reply, 'x' as Id<'leads.lead'>, { message: 'hi' })
  handle(reply, async (c, lead, { message }) => {
    c.log(message + lead.title)
  })
  hooks(Lead, { derive: async (c, changes) => changes.map(change => (change.next?.state === 'won' ? { age: 1, closes: c.today() } : null)) })
  const Loyal = extendEntity(Party, { fields: { tier: choice(['gold', 'silver'], { default: 'silver' }) } })
  await ctx.repo(Loyal).find({ where: { tier: 'gold', tags: { contains: 'a' } } })
  definePlugin({
    id: 'x',
    version: '1.0.0',
    title: 'X',
    description: 'X',
    engines: { sangam: '^0.1.0' },
    entities: [Lead, Line],
    extensions: [Loyal],
    parts: [
      reply,
      listScreen(Lead, {
        columns: ['title'],
        views: [
          { label: 'Mine', where: { owner: '$me' } },
          { label: 'Closing', kind: 'calendar', by: 'closes', span: 'week', where: { state: 'open' } },
          { label: 'By month', kind: 'chart', chart: 'line', group: ['closes:month'], measure: 'sum:value.amount' },
          { label: 'By owner', kind: 'pivot', rows: ['owner'], columns: ['closes:month'], measures: ['count', 'sum:value.amount'] },
          // @ts-expect-error a pivot has columns of one field
          { label: 'Wide', kind: 'pivot', rows: ['owner'], columns: ['state', 'hot'] },
          // @ts-expect-error a chart says what its groups are
          { label: 'Drawn', kind: 'chart' },
          { label: 'Over time', kind: 'gantt', start: 'createdAt', end: 'closes', group: ['owner'], colour: 'state', scale: 'month' },
          { label: 'By branch', kind: 'tree', by: 'owner', columns: ['title'] },
          // @ts-expect-error a bar starts somewhere
          { label: 'No start', kind: 'gantt', end: 'closes' },
          // @ts-expect-error a calendar says on which days its records stand
          { label: 'Some day', kind: 'calendar' },
          // @ts-expect-error no such state
          { label: 'Opened', kind: 'calendar', by: 'closes', where: { state: 'opened' } },
        ],
      }),
      formScreen(Lead, {
        role: 'x.y',
        tabs: [{ name: 'closed', label: 'Closed', when: { state: 'won' } }],
        sections: [
          { columns: 2, fields: ['title', ['owner', 'value']], when: { hot: true } },
          // @ts-expect-error no such state
          { tab: 'closed', fields: ['closes'], when: { state: 'opened' } },
          // @ts-expect-error one column or two
          { columns: 3, fields: ['closes'] },
        ],
      }),
      role('x.y', { label: 'Y', grants: [allow(Lead, ['read'], { where: { owner: '$me' }, hide: ['value'] })] }),
    ],
  })
}
export const keep = [visit, long, made, without, numbered, computed, wrong, patch]

const Tour = defineEntity('visits.visit', {
  title: 'title',
  fields: {
    title: text({ required: true }),
    people: references(Party, { onRemove: 'clear' }),
    leads: references('leads.lead', { required: true }),
    about: oneOf([Party, 'leads.lead']),
  },
})
type Toured = RecordOf<typeof Tour>
yes<Same<Toured['people'], readonly Id<'parties.party'>[]>>()
yes<
  Same<
    Toured['about'],
    { readonly entity: 'parties.party'; readonly id: Id<'parties.party'> } | { readonly entity: 'leads.lead'; readonly id: Id<'leads.lead'> } | null
  >
>()
const tour: NewOf<typeof Tour> = { title: 'Monday', leads: ['1'] }
// @ts-expect-error: at least one lead must be named
const alone: NewOf<typeof Tour> = { title: 'Monday' }
const strange: NewOf<typeof Tour> = {
  ...tour,
  // @ts-expect-error: a visit is about no user
  about: { entity: 'core.user', id: '1' },
}
void [tour, alone, strange]
