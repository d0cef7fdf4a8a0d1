import {
  allow,
  defineEntity,
  definePlugin,
  defineSettings,
  extendEntity,
  integer,
  lines,
  listScreen,
  type Plugin,
  reference,
  references,
  role,
  seed,
  text,
  translations,
} from '@sangam/sdk'
import type { TestPlatform } from '@sangam/testing'
import { Deal } from './note.ts'

// Plugins that come and go: vans that add to deals, and others that stand on them, keep what a law keeps, or can’t run.

export const Trip = defineEntity('vans.trip', {
  title: 'to',
  fields: { van: reference('vans.van', { required: true }), to: text({ required: true }), km: integer() },
})
export const Van = defineEntity('vans.van', {
  title: 'name',
  fields: {
    name: text({ required: true }),
    deal: reference('deals.deal', { onRemove: 'clear' }),
    also: references('deals.deal'),
    trips: lines(Trip, 'van'),
  },
})
export const vans = definePlugin({
  id: 'vans',
  version: '1.2.0',
  title: 'Vans',
  description: 'Vans that bring what was sold.',
  engines: { sangam: '^0.1.0' },
  needs: { deals: '^1.0.0' },
  entities: [Van, Trip],
  extensions: [
    extendEntity(Deal, {
      fields: { van: reference('vans.van', { index: true }), gate: text({ unique: true, search: true }), helpers: references('vans.van') },
    }),
  ],
  parts: [
    listScreen(Van, { menu: 'Deals', columns: ['name', 'deal'] }),
    defineSettings('vans.rates', 'Rates', { perKm: integer({ default: 12 }) }),
    seed('vans.first', { run: async ctx => void (await ctx.repo(Van).create({ name: 'The first van' })) }),
    role('vans.driver', { label: 'Driver', grants: [allow(Van, ['read', 'create', 'update'])] }),
    translations('hi', { Vans: 'वैन', Gate: 'फाटक' }),
  ],
})
export const Ride = defineEntity('rides.ride', { title: 'name', fields: { name: text({ required: true }), van: reference('vans.van') } })
export const rides = definePlugin({
  id: 'rides',
  version: '1.0.0',
  title: 'Rides',
  description: 'Needs vans.',
  engines: { sangam: '^0.1.0' },
  needs: { vans: '^1.0.0' },
  entities: [Ride],
})
export const Hire = defineEntity('hires.hire', { title: 'name', fields: { name: text({ required: true }), van: reference('vans.van', { required: true }) } })
export const hires = definePlugin({
  id: 'hires',
  version: '1.0.0',
  title: 'Hires',
  description: 'Must have vans.',
  engines: { sangam: '^0.1.0' },
  needs: { vans: '^1.0.0' },
  entities: [Hire],
})
export const Tour = defineEntity('tours.tour', { title: 'name', fields: { name: text({ required: true }), vans: references('vans.van', { required: true }) } })
export const tours = definePlugin({
  id: 'tours',
  version: '1.0.0',
  title: 'Tours',
  description: 'Must have some vans.',
  engines: { sangam: '^0.1.0' },
  needs: { vans: '^1.0.0' },
  entities: [Tour],
})
export const Paper = defineEntity('papers.paper', { title: 'name', keep: { years: 8 }, fields: { name: text({ required: true }) } })
export const papers = definePlugin({
  id: 'papers',
  version: '1.0.0',
  title: 'Papers',
  description: 'What a law keeps.',
  engines: { sangam: '^0.1.0' },
  entities: [Paper],
})

export const clash = definePlugin({
  id: 'clash',
  version: '1.0.0',
  title: 'Clash',
  description: 'Adds a field that Vans adds too.',
  engines: { sangam: '^0.1.0' },
  needs: { deals: '^1.0.0' },
  extensions: [extendEntity(Deal, { fields: { gate: text() } })],
})
export const later = definePlugin({ id: 'later', version: '2.0.0', title: 'Later', description: 'For a newer platform.', engines: { sangam: '^9.0.0' } })
export const onLater = definePlugin({
  id: 'onlater',
  version: '1.0.0',
  title: 'On later',
  description: 'Needs it.',
  engines: { sangam: '^0.1.0' },
  needs: { later: '*' },
})
export const Rack = defineEntity('racks.rack', { title: 'name', fields: { name: text({ required: true }) } })
export const racks = definePlugin({
  id: 'racks',
  version: '1.0.0',
  title: 'Racks',
  description: 'Adds to what vans have.',
  engines: { sangam: '^0.1.0' },
  needs: { vans: '^1.0.0' },
  entities: [Rack],
  extensions: [extendEntity(Van, { fields: { rack: text({ index: true }) } })],
})
export const others: readonly Plugin[] = [vans, rides, hires, tours, racks, papers, clash, later, onLater]

/** What is done with plugins on their page, on the platform of a test. */
export function turning(platform: () => TestPlatform) {
  return {
    turn: (id: string, to: string) => platform().admin.post(`/api/plugins/${id}/apply`, { to }) as Promise<{ steps: string[] }>,
    planned: (id: string, to: string) => platform().admin.post(`/api/plugins/${id}/plan`, { to }) as Promise<{ steps: string[]; refused?: string }>,
    standing: async (id: string) => {
      const { items } = (await platform().admin.get('/api/plugins')) as { items: { id: string; state: string; away: object | null; undo: boolean }[] }
      const { state, away, undo } = items.find(one => one.id === id) as (typeof items)[number]
      return { state, away, undo }
    },
  }
}
