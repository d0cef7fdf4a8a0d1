import { expect, test } from 'vitest'
import { grantsOf, isAway, roleOperation } from './operation.ts'

const read = { where: null, hide: [], freeze: [] }
const leads = { entity: 'leads.lead', verbs: ['read'], ...read }
const vans = { entity: 'vehicles.vehicle', verbs: ['read', 'update'], ...read, hide: ['price'] }
const role = { name: 'x.desk', label: 'Desk', description: null, plugin: 'admin', grants: [leads] }
const document = {
  roles: {
    'x.desk': {
      label: 'Desk',
      grants: [
        { entity: leads.entity, verbs: leads.verbs },
        { entity: vans.entity, verbs: vans.verbs, hide: ['price'] },
      ],
    },
  },
}

test('a role that is changed while a plugin is gone keeps what it was given of it', () => {
  const grants = grantsOf(document, role)
  expect(grants.map(grant => [grant, isAway(document, role, grant)])).toEqual([
    [leads, false],
    [vans, true],
  ])
  const more = { ...leads, verbs: ['read', 'create'] }
  expect(isAway(document, role, more)).toBe(false)
  expect(roleOperation('x.desk', 'Desk', '', [more, ...grants.slice(1)])).toEqual({
    op: 'setRole',
    role: 'x.desk',
    label: 'Desk',
    grants: [
      { entity: 'leads.lead', verbs: ['read', 'create'] },
      { entity: 'vehicles.vehicle', verbs: ['read', 'update'], hide: ['price'] },
    ],
  })
  expect(grantsOf({ roles: {} }, role)).toBe(role.grants)
})
