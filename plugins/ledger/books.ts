import { appendOnly, balanced, kept, locked } from '@sangam/sdk'
import { Balance, Entry, Match, PartyBalance, PeriodLock } from './model.ts'

/** What the database holds of the books, whoever writes. */
export const held = [
  appendOnly(Entry, {
    when: { state: 'posted' },
    changeable: ['note'],
    lines: { lines: ['due', 'memo'] },
    chain: ['company'],
    because: 'A posted entry stays as it is. Reverse it, and post what is right.',
  }),
  balanced(Entry, 'lines', { sum: 'base', because: 'The entry is out of balance by {difference}. Change a line or add one.' }),
  locked(Entry, {
    date: 'date',
    by: PeriodLock,
    until: 'until',
    head: 'head',
    match: { company: 'company', kind: 'concerns' },
    because: 'The books are locked up to {until}. Choose a later date, or ask an accountant.',
  }),
  appendOnly(Match, {
    when: { amount: { gte: '0' } },
    changeable: ['voidedOn', 'why'],
    because: 'A match stays as it is. Take it apart, and match anew.',
  }),
  kept(Balance, {
    of: Entry,
    lines: 'lines',
    by: { account: 'lines.account', company: 'company', day: 'date', kind: 'kind' },
    sums: { debit: 'lines.debit', credit: 'lines.credit', base: 'lines.base' },
  }),
  kept(PartyBalance, {
    of: Entry,
    lines: 'lines',
    by: { account: 'lines.account', party: 'lines.party', company: 'company', day: 'date' },
    sums: { debit: 'lines.debit', credit: 'lines.credit', base: 'lines.base' },
  }),
]
