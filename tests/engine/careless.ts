import {
  allow,
  boolean,
  defineEntity,
  definePlugin,
  documentTemplate,
  extendEntity,
  flow,
  hooks,
  type Id,
  integer,
  lines,
  oneOf,
  publicPage,
  reference,
  references,
  role,
  route,
  seed,
  text,
} from '@sangam/sdk'
import { Firm } from './note.ts'

/** A plugin as nobody should write one: each of its faults is one that `checkPlugin` tells. */
const Thing = defineEntity('careless.thing', {
  title: 'name',
  fields: {
    name: text({ required: true, max: 40 }),
    firm: reference(Firm),
    owner: reference('core.user', { default: '$me' }),
    state: flow({ open: { to: ['sold'] }, sold: { to: [] } }),
    cost: integer(),
    note: text({ max: 40, readonly: true }),
  },
})

const Draft = defineEntity('careless.draft', { title: 'name', fields: { name: text({ required: true, max: 40 }), ready: boolean({ readonly: true }) } })

const Basket = defineEntity('careless.basket', {
  title: 'name',
  fields: {
    name: text({ required: true, max: 40 }),
    first: reference(Thing),
    things: references(Thing),
    gift: oneOf([Thing, Draft]),
    holds: text({ max: 100, readonly: true }),
  },
})

const Ranked = extendEntity(Firm, { fields: { rank: integer(), best: reference(Thing) } })

const Cup = defineEntity('tidies.cup', { title: 'name', fields: { name: text({ required: true, max: 40 }), rank: integer(), beside: reference('tidies.cup') } })

/** Its first records can't be made as long as there are none of people's. So they are tried again when it comes back, upon what people have. */
export const tidies = definePlugin({
  ...{ id: 'tidies', version: '1.0.0', title: 'Tidies', description: 'For tests.', engines: { sangam: '^0.1.0' }, entities: [Cup] },
  parts: [
    seed('tidies.first', {
      run: async ctx => {
        const [blue, red, white] = (await ctx.repo(Cup).find({ sort: ['name'] })).items
        if (!blue || !red || !white) throw new Error('There are no cups yet.')
        await ctx.repo(Cup).update(blue.id, { rank: 0, beside: white.id })
        await ctx.repo(Cup).remove(red.id)
        await ctx.repo(Cup).create({ name: 'Green' })
      },
    }),
  ],
})

export const careless = definePlugin({
  id: 'careless',
  version: '1.0.0',
  title: 'Careless',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  needs: { deals: '^1.0.0' },
  entities: [Thing, Draft, Basket],
  extensions: [Ranked],
  parts: [
    documentTemplate(Thing, 'careless.thingPaper', { label: 'Paper', title: '{{ record.name }}', parts: [] }),
    documentTemplate(Draft, 'careless.draftPaper', { label: 'Paper', title: '{{ record.name }}', parts: [] }),
    role('careless.seller', {
      label: 'Seller',
      grants: [
        allow(Thing, ['read', 'shareLink', 'export'], { where: { owner: '$me' }, hide: ['cost'] }),
        allow(Ranked, ['read', 'update'], { hide: ['rank'] }),
        allow(Basket, ['read']),
      ],
    }),
    role('careless.partner', {
      label: 'Partner',
      grants: [allow(Thing, ['read'], { where: { state: 'sold' } }), allow(Thing, ['read', 'update', 'export'], { hide: ['cost'] })],
    }),
    // What the first of it is called stands in a basket, whoever reads that.
    hooks(Basket, {
      derive: (ctx, changes) =>
        ctx.asSystem('Names the first', system =>
          Promise.all(changes.map(async ({ next }) => ({ holds: next?.first ? (await system.repo(Thing).get(next.first, { fields: ['name'] })).name : null }))),
        ),
    }),
    // Whoever names a thing is told of it, and writes into it.
    route('POST', '/look', {
      permission: 'careless.thing:read',
      body: { thing: reference(Thing) },
      run: (ctx, { body }) =>
        ctx.asSystem('Looks', async system => (body.thing ? { name: (await system.repo(Thing).get(body.thing, { fields: ['name'] })).name } : null)),
    }),
    route('POST', '/things/:id/praise', {
      permission: 'signedIn',
      body: { note: text({ max: 40 }) },
      run: (ctx, { params, body }) =>
        ctx.asSystem('Praises', async system => (await system.repo(Thing).set([{ id: params.id as Id<'careless.thing'>, patch: { note: body.note } }])).length),
    }),
    route('POST', '/asks', { permission: 'careless.draft:read', body: { thing: reference(Thing) }, run: async (_, { body }) => ({ ...body }) }),
    // What a firm’s rank is may not be seen, and stands in the note of whatever thing is of the firm.
    hooks(Ranked, {
      react: async (ctx, changes) => {
        for (const { next } of changes)
          if (next)
            for (const thing of (await ctx.repo(Thing).find({ where: { firm: next.id } })).items)
              await ctx.asSystem('Keeps the rank at hand', system => system.repo(Thing).update(thing.id, { note: `Rank ${next.rank}` } as never))
      },
    }),
    // Whoever sees one thing is told of all.
    route('GET', '/all', {
      permission: 'careless.thing:read',
      run: ctx => ctx.asSystem('Reads them all', async system => (await system.repo(Thing).find({ limit: 500, fields: ['name'] })).items.map(one => one.name)),
    }),
    publicPage(Thing, { document: 'careless.thingPaper', when: { state: 'sold' }, because: 'Sell it first.', facts: [{ field: 'cost' }] }),
    // Nothing makes a draft ready.
    publicPage(Draft, { document: 'careless.draftPaper', when: { ready: true }, because: 'Make it ready first.' }),
  ],
})

const Pack = defineEntity('crates.pack', {
  title: 'label',
  fields: { crate: reference('crates.crate', { required: true, onRemove: 'cascade' }), label: text({ required: true, max: 40 }), weight: integer() },
})

const Crate = defineEntity('crates.crate', {
  title: 'name',
  fields: {
    name: text({ required: true, max: 40 }),
    owner: reference('core.user', { default: '$me' }),
    packs: lines(Pack, 'crate'),
    holds: text({ max: 100, readonly: true }),
  },
})

/** What is in a crate is hidden from its bearer, and what the first pack is called stands on it all the same. */
export const crates = definePlugin({
  ...{ id: 'crates', version: '1.0.0', title: 'Crates', description: 'For tests.', engines: { sangam: '^0.1.0' }, entities: [Crate, Pack] },
  parts: [
    role('crates.bearer', { label: 'Bearer', grants: [allow(Crate, ['read', 'export'], { hide: ['packs'] })] }),
    role('crates.packer', {
      label: 'Packer',
      grants: [allow(Crate, ['read', 'export'], { where: { owner: '$me' } }), allow(Crate, ['read', 'export'], { hide: ['packs'] })],
    }),
    hooks(Crate, {
      derive: async (_, changes) => changes.map(({ next }) => ({ holds: next?.packs?.[0]?.label ?? null })),
    }),
  ],
})
