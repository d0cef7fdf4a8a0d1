import { Party } from '@sangam/plugin-parties/model'
import { allow, boardScreen, formScreen, listScreen, placeFields, role } from '@sangam/sdk'
import { Driver, Service, Vehicle } from './model.ts'

export const screens = [
  listScreen(Vehicle, {
    menu: 'Fleet',
    icon: 'truck',
    columns: ['plate', 'make', 'keeper', 'due', 'state'],
    views: [{ label: 'Due', where: { due: { lte: '$today' } } }],
  }),
  formScreen(Vehicle, {
    sections: [{ fields: [['plate', 'make'], ['keeper', 'owner'], ['km', 'due'], 'state'] }],
    related: [{ entity: Service.name, by: 'vehicle', columns: ['day', 'what', 'cost', 'note'] }],
  }),
  boardScreen(Vehicle, { by: 'state', card: ['plate', 'make', 'keeper'] }),
  listScreen(Service, { menu: 'Fleet', icon: 'tool', columns: ['vehicle', 'day', 'what', 'cost', 'note'] }),
  placeFields(Driver, ['licence'], { after: 'name' }),
]

const all = ['read', 'create', 'update', 'remove', 'import', 'export'] as const

export const roles = [
  role('vehicles.fleet', { label: 'Fleet manager', grants: [allow(Vehicle, [...all, 'handOut']), allow(Service, all), allow(Party, ['read'])] }),
  role('vehicles.driver', { label: 'Driver', grants: [allow(Vehicle, ['read', 'update'], { where: { keeper: '$me' } })] }),
]
