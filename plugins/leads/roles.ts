import { Item, Unit } from '@sangam/plugin-items/model'
import { Account, Party, Relation } from '@sangam/plugin-parties/model'
import { allow, role } from '@sangam/sdk'
import { Lead, Pipeline, Stage } from './model.ts'

const deeds = ['makeCustomer', 'win', 'lose', 'reopen'] as const
const own = { owner: '$me' } as const
const ownAndTeam = { or: [{ owner: '$me' }, { team: { in: '$teamsILead' } }] } as const

/** What whoever works leads needs to see beside them. */
const around = [
  allow(Pipeline, ['read']),
  allow(Stage, ['read']),
  allow(Party, ['read', 'create', 'update']),
  allow(Relation, ['read', 'create', 'update']),
  allow(Account, ['read']),
  allow(Item, ['read']),
  allow(Unit, ['read']),
]

export const roles = [
  role('leads.salesperson', {
    label: 'Salesperson',
    description: 'Works leads of their own.',
    grants: [allow(Lead, ['read', 'create', 'update', 'share', ...deeds], { where: own }), ...around],
  }),
  role('leads.teamLeader', {
    label: 'Team leader',
    description: 'Works leads of their own and of the teams they lead.',
    grants: [allow(Lead, ['read', 'create', 'update', 'share', 'export', ...deeds], { where: ownAndTeam }), ...around],
  }),
  role('leads.manager', {
    label: 'Sales manager',
    description: 'Sees and works all leads, brings them from elsewhere, and sets pipelines up.',
    grants: [
      allow(Lead, ['read', 'create', 'update', 'remove', 'share', 'import', 'export', 'startElsewhere', ...deeds]),
      ...around,
      allow(Pipeline, ['create', 'update', 'remove']),
      allow(Stage, ['create', 'update', 'remove']),
      allow(Party, ['import', 'export']),
    ],
  }),
]
