import {
  allow,
  boolean,
  defineEntity,
  definePlugin,
  documentTemplate,
  extendEntity,
  flow,
  hooks,
  integer,
  publicPage,
  reference,
  role,
  route,
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

const Ranked = extendEntity(Firm, { fields: { rank: integer(), best: reference(Thing) } })

export const careless = definePlugin({
  id: 'careless',
  version: '1.0.0',
  title: 'Careless',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  needs: { deals: '^1.0.0' },
  entities: [Thing, Draft],
  extensions: [Ranked],
  parts: [
    documentTemplate(Thing, 'careless.thingPaper', { label: 'Paper', title: '{{ record.name }}', parts: [] }),
    documentTemplate(Draft, 'careless.draftPaper', { label: 'Paper', title: '{{ record.name }}', parts: [] }),
    role('careless.seller', {
      label: 'Seller',
      grants: [allow(Thing, ['read', 'shareLink'], { where: { owner: '$me' }, hide: ['cost'] }), allow(Ranked, ['read', 'update'], { hide: ['rank'] })],
    }),
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
