import { Party } from '@sangam/plugin-parties/model'
import { allow, role } from '@sangam/sdk'
import { Account, AccountRole, Balance, Entry, Journal, PartyBalance, PeriodLock } from './model.ts'

const around = [
  allow(Account, ['read', 'export']),
  allow(Journal, ['read']),
  allow(PeriodLock, ['read']),
  allow(Balance, ['read', 'export']),
  allow(PartyBalance, ['read', 'export']),
  allow(AccountRole, ['read']),
  allow(Party, ['read']),
]

export const roles = [
  role('ledger.bookkeeper', {
    label: 'Bookkeeper',
    description: 'Writes entries and posts them.',
    grants: [allow(Entry, ['read', 'create', 'update', 'remove', 'export', 'import', 'post']), ...around],
  }),
  role('ledger.accountant', {
    label: 'Accountant',
    description: 'Posts and reverses entries, keeps the accounts, and locks periods.',
    grants: [
      allow(Entry, ['read', 'create', 'update', 'remove', 'export', 'import', 'post', 'reverse', 'startElsewhere']),
      ...around,
      allow(Account, ['create', 'update', 'remove', 'import']),
      allow(Journal, ['create', 'update', 'remove']),
      allow(AccountRole, ['create', 'update', 'remove']),
      allow(PeriodLock, ['create', 'update', 'remove']),
    ],
  }),
  role('ledger.auditor', {
    label: 'Auditor',
    description: 'Reads all of the books and changes nothing.',
    grants: [allow(Entry, ['read', 'export']), ...around],
  }),
]
