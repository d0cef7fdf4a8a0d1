import { allow, role } from '@sangam/sdk'
import { Thing } from './model.ts'

/** Grants add up. `where` says which records: here one’s own. */
export const roles = [
  role('things.member', { label: 'Member', grants: [allow(Thing, ['read', 'create', 'update', 'finish', 'export'], { where: { owner: '$me' } })] }),
  role('things.manager', { label: 'Manager', grants: [allow(Thing, ['read', 'create', 'update', 'remove', 'finish', 'import', 'export'])] }),
]
