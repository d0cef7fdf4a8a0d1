import { allow, role } from '@sangam/sdk'
import { Item, Unit } from './model.ts'

const everything = ['read', 'create', 'update', 'remove', 'import', 'export'] as const

export const roles = [
  role('items.manager', {
    label: 'Items manager',
    description: 'Keeps goods, services, prices and units.',
    grants: [allow(Item, everything), allow(Unit, everything)],
  }),
  role('items.reader', {
    label: 'Items reader',
    description: 'Sees goods, services and their prices.',
    grants: [allow(Item, ['read']), allow(Unit, ['read'])],
  }),
]
