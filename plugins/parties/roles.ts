import { allow, role } from '@sangam/sdk'
import { Account, Party, Relation } from './model.ts'

const everything = ['read', 'create', 'update', 'remove', 'share', 'import', 'export'] as const

export const roles = [
  role('parties.manager', {
    label: 'Contacts manager',
    description: 'Keeps parties, their addresses, relations and accounts.',
    grants: [allow(Party, everything), allow(Relation, everything), allow(Account, everything)],
  }),
  role('parties.reader', {
    label: 'Contacts reader',
    description: 'Sees parties and what they are to us.',
    grants: [allow(Party, ['read']), allow(Relation, ['read']), allow(Account, ['read'])],
  }),
]
