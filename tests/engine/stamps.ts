import {
  allow,
  dashboard,
  date,
  defineEntity,
  definePlugin,
  extendEntity,
  hooks,
  integer,
  listCard,
  listScreen,
  numberCard,
  pageScreen,
  parent,
  reference,
  role,
  route,
  text,
} from '@sangam/sdk'
import { Deal } from './note.ts'

export const Stamp = defineEntity('stamps.stamp', {
  title: 'name',
  fields: { name: text({ required: true }), deal: reference('deals.deal'), day: date(), until: date(), worth: integer(), under: parent('stamps.stamp') },
})
const stampViews = [
  { label: 'By day', kind: 'calendar', by: 'day', card: ['name', 'deal'] },
  { label: 'Over time', kind: 'gantt', start: 'day', end: 'until', group: ['deal'] },
  { label: 'By branch', kind: 'tree', columns: ['name', 'deal'] },
  {
    label: 'Late',
    columns: ['name', 'day'],
    pinned: 2,
    colours: [
      { where: { deal: { isEmpty: true } }, colour: 'grey', label: 'Of no deal' },
      { where: { day: { lt: '$today' } }, colour: 'red', label: 'Late', column: 'day' },
    ],
    waits: { measure: 'sum:worth', late: true, page: 'stamps.book' },
  },
  { label: 'Loose', where: { deal: { isEmpty: true } }, waits: { verb: 'update' } },
] as const
/** A plugin that stands on deals: views of every kind, a board of figures, and roles that see a part of it. */
export const stamps = definePlugin({
  id: 'stamps',
  version: '1.0.0',
  title: 'Stamps',
  description: 'Stamps on deals.',
  engines: { sangam: '^0.1.0' },
  needs: { deals: '^1.0.0' },
  entities: [Stamp],
  extensions: [extendEntity(Deal, { fields: { stampCount: integer({ default: 0 }) } })],
  parts: [
    hooks(Deal, {
      check: async (_, changes) =>
        changes.flatMap((change, index) =>
          change.next?.title === 'Unstampable' ? [{ index, field: 'title', code: 'stamped', message: 'It can’t be stamped.' }] : [],
        ),
    }),
    route('GET', '/newest', { permission: 'stamps.stamp:read', run: async ctx => (await ctx.repo(Stamp).find({ limit: 1 })).items.map(one => one.name) }),
    listScreen(Stamp, { menu: 'Deals', columns: ['name'], views: stampViews }),
    pageScreen('stamps.book', Stamp, { label: 'Book', element: 'stamps-book', verb: 'update' }),
    dashboard('stamps.desk', {
      label: 'Stamping',
      home: ['stamps.clerk'],
      filters: [{ entity: Stamp.name, field: 'deal' }],
      cards: [
        numberCard(Stamp, { label: 'Stamps', by: 'day', period: 'month' }),
        listCard(Stamp, { label: 'Newest', columns: ['name', 'deal'], width: 6 }),
        numberCard(Deal, { label: 'Deals', width: 3, height: 2 }),
        { kind: 'tasks' },
      ],
    }),
    role('stamps.clerk', { label: 'Clerk', grants: [allow(Stamp, ['read'], { hide: ['deal'] })] }),
    role('stamps.blind', { label: 'Blind', grants: [allow(Stamp, ['read'], { hide: ['day', 'worth', 'under'] })] }),
    role('stamps.part', { label: 'Part', grants: [allow(Stamp, ['read', 'update'], { where: { name: { ne: 'Closed' } } })] }),
  ],
})
