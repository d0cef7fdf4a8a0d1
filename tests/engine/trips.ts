import { allow, defineEntity, definePlugin, type Fields, listScreen, oneOf, reference, references, role, text } from '@sangam/sdk'

/** Places, ships and trips that lead to several of them: for tests of what points at several records. */
export const Place = defineEntity('trips.place', {
  title: 'name',
  sort: ['name'],
  fields: { name: text({ required: true, max: 80 }), owner: reference('core.user') },
})
export const Ship = defineEntity('trips.ship', { title: 'name', fields: { name: text({ required: true, max: 80 }) } })

export const tripFields = {
  title: text({ required: true, max: 80 }),
  stops: references(Place, { label: 'Stops', max: 50 }),
  crew: references('core.user', { onRemove: 'clear' }),
  berths: references(Ship, { required: true, onRemove: 'clear' }),
  subject: oneOf([Place, Ship], { onRemove: 'clear' }),
  fixed: oneOf(['trips.ship', Place]),
} satisfies Fields

export const Trip = defineEntity('trips.trip', {
  title: 'title',
  fields: tripFields,
  rules: [{ refuse: 'A trip by the Ganga stops somewhere.', when: { berths: { some: { name: 'Ganga' } }, stops: { isEmpty: true } }, field: 'stops' }],
})

export const trips = definePlugin({
  id: 'trips',
  version: '1.0.0',
  title: 'Trips',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  entities: [Place, Ship, Trip],
  parts: [
    listScreen(Trip, { menu: 'Trips', columns: ['title', 'stops', 'subject'] }),
    role('trips.traveller', {
      label: 'Traveller',
      grants: [allow(Trip, ['read', 'create', 'update', 'import', 'export']), allow(Place, ['read'], { where: { owner: '$me' } }), allow(Ship, ['read'])],
    }),
    role('trips.member', { label: 'Crew', grants: [allow(Trip, ['read'], { where: { crew: { contains: '$me' } } })] }),
  ],
})

/** The fields of a trip as an administrator writes them. */
export const tripShapes: readonly { readonly field: string; readonly type: string; readonly options?: object }[] = [
  { field: 'title', type: 'text', options: { required: true, max: 80 } },
  { field: 'stops', type: 'references', options: { to: 'trips.place', label: 'Stops', max: 50 } },
  { field: 'crew', type: 'references', options: { to: 'core.user', onRemove: 'clear' } },
  { field: 'berths', type: 'references', options: { to: 'trips.ship', required: true, onRemove: 'clear' } },
  { field: 'subject', type: 'oneOf', options: { targets: ['trips.place', 'trips.ship'], onRemove: 'clear' } },
  { field: 'fixed', type: 'oneOf', options: { targets: ['trips.ship', 'trips.place'] } },
]
