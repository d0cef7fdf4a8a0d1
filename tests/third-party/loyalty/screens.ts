import { Lead } from '@sangam/plugin-leads/model'
import { Party } from '@sangam/plugin-parties/model'
import { allow, listScreen, pageScreen, placeFields, role } from '@sangam/sdk'
import { Asked, Entry, Loyal } from './model.ts'

export const screens = [
  listScreen(Entry, { menu: 'Loyalty', icon: 'star', columns: ['day', 'party', 'points', 'why'] }),
  pageScreen('loyalty.customers', Entry, { label: 'Loyal customers', element: 'loyalty-customers', menu: 'Loyalty', icon: 'heart', position: 10 }),
  placeFields(Loyal, ['tier', 'points'], { after: 'kind' }),
  placeFields(Asked, ['introducedBy'], { after: 'party' }),
]

export const roles = [
  role('loyalty.desk', {
    label: 'Loyalty desk',
    grants: [allow(Entry, ['read', 'create', 'update', 'export']), allow(Party, ['read', 'update']), allow(Lead, ['read'])],
  }),
]
