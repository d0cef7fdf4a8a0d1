import { Party } from '@sangam/plugin-parties/model'
import { allow, role } from '@sangam/sdk'
import { keepsDimensions, seesDimensions } from './dimension-grants.ts'
import {
  Account,
  AccountRole,
  Balance,
  CurrencyBalance,
  Entry,
  FiscalYear,
  Journal,
  LiveBooks,
  LockException,
  OpeningItem,
  PartyBalance,
  PartyTotal,
  PeriodLock,
  ProfitShare,
  TaxBalance,
} from './model.ts'
import { revalues, seesSettling, settles } from './settling-grants.ts'

const around = [
  allow(Account, ['read', 'export']),
  allow(Journal, ['read']),
  allow(PeriodLock, ['read']),
  allow(LockException, ['read']),
  allow(LiveBooks, ['read']),
  allow(Balance, ['read', 'export']),
  allow(PartyBalance, ['read', 'export']),
  allow(PartyTotal, ['read', 'export']),
  allow(CurrencyBalance, ['read', 'export']),
  ...seesDimensions,
  allow(TaxBalance, ['read', 'export']),
  ...seesSettling,
  allow(AccountRole, ['read', 'export']),
  allow(FiscalYear, ['read', 'export']),
  allow(ProfitShare, ['read']),
  allow(OpeningItem, ['read', 'export']),
  allow(Party, ['read']),
]

/** What it takes to keep books. */
const keeping = [
  ...revalues,
  allow(Entry, ['read', 'create', 'update', 'remove', 'export', 'import', 'post', 'reverse', 'startElsewhere']),
  ...settles,
  ...around,
  allow(Account, ['create', 'update', 'remove', 'import']),
  allow(Journal, ['create', 'update', 'remove']),
  allow(AccountRole, ['create', 'update', 'remove', 'import']),
  allow(PeriodLock, ['create', 'update', 'remove', 'except']),
  allow(LockException, ['end']),
  allow(FiscalYear, ['create', 'update', 'remove', 'close']),
  allow(ProfitShare, ['create', 'update', 'remove']),
  ...keepsDimensions,
  allow(OpeningItem, ['create', 'update', 'remove', 'import', 'post', 'takeBack']),
]

export const roles = [
  role('ledger.bookkeeper', {
    label: 'Bookkeeper',
    description: 'Writes entries and posts them.',
    grants: [allow(Entry, ['read', 'create', 'update', 'remove', 'export', 'import', 'post']), ...settles, ...around],
  }),
  role('ledger.accountant', {
    label: 'Accountant',
    description: 'Posts and reverses entries, keeps the accounts, locks periods, and closes years.',
    grants: keeping,
  }),
  role('ledger.controller', {
    label: 'Head of accounts',
    description: 'Does what an accountant does, reopens years that were closed, sets hard locks, and lets books go live.',
    grants: [...keeping, allow(FiscalYear, ['reopen']), allow(LiveBooks, ['create'])],
  }),
  role('ledger.auditor', {
    label: 'Auditor',
    description: 'Reads all of the books and changes nothing.',
    grants: [allow(Entry, ['read', 'export']), ...around],
  }),
]
