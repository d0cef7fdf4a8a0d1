import { appendOnly, balanced, kept, locked } from '@sangam/sdk'
import {
  Balance,
  CurrencyBalance,
  DimensionBalance,
  Entry,
  LateCharge,
  LockException,
  Match,
  mostExceptionDays,
  PartyBalance,
  PartyTotal,
  PeriodLock,
  TaxBalance,
} from './model.ts'

/** Of a lock without a kind it is known that it is not hard: what is unknown would hold. */
const hard = { and: [{ kind: { isEmpty: false } }, { kind: 'hard' as const }] }

/** What the database holds of the books, whoever writes. */
export const held = [
  appendOnly(Entry, {
    when: { state: 'posted' },
    changeable: ['note', 'files'],
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
    because: 'The books are locked up to {until}: {lock}. Choose a later date, or ask an accountant for an exception.',
    hard: { when: hard, because: 'The books are locked for good up to {until}: {lock}. This has no exceptions. Choose a later date.' },
    except: { by: LockException, lock: 'lock', person: 'person', until: 'until', ended: 'ended', days: mostExceptionDays },
  }),
  appendOnly(PeriodLock, {
    when: hard,
    because: 'A hard lock stays as it is: nobody lifts it or moves it. Set another one for later days.',
  }),
  appendOnly(LockException, {
    when: { reason: { isEmpty: false } },
    once: ['ended'],
    because: 'An exception stays as it was given. End it, and give another.',
  }),
  appendOnly(Match, {
    when: { amount: { gte: '0' } },
    changeable: ['voidedOn', 'why'],
    because: 'A match stays as it is. Take it apart, and match anew.',
  }),
  appendOnly(LateCharge, {
    when: { to: { isEmpty: false } },
    once: ['freedAt'],
    because: 'What was charged stays as it was. Take the lines out of the invoice, or credit it, and it is free.',
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
  kept(PartyTotal, {
    of: Entry,
    lines: 'lines',
    by: { account: 'lines.account', party: 'lines.party', company: 'company' },
    sums: { base: 'lines.base' },
  }),
  kept(CurrencyBalance, {
    of: Entry,
    lines: 'lines',
    by: { account: 'lines.account', currency: 'lines.currency', company: 'company', day: 'date' },
    sums: { amount: 'lines.amount', base: 'lines.base' },
  }),
  kept(DimensionBalance, {
    of: Entry,
    lines: 'divided',
    by: { account: 'divided.account', dimension: 'divided.dimension', value: 'divided.value', company: 'company', day: 'date', kind: 'kind' },
    sums: { debit: 'divided.debit', credit: 'divided.credit', base: 'divided.base' },
  }),
  kept(TaxBalance, {
    of: Entry,
    lines: 'lines',
    by: {
      account: 'lines.account',
      component: 'lines.taxComponent',
      rate: 'lines.taxRate',
      registration: 'lines.registration',
      journal: 'journal',
      company: 'company',
      day: 'date',
    },
    sums: {
      ...{ debit: 'lines.debit', credit: 'lines.credit' },
      // What a note gives back stands on the other side: its taxable value does not hide in that of what was charged.
      ...{ taxedDebit: { of: 'lines.taxBase', only: 'above' }, taxedCredit: { of: 'lines.taxBase', only: 'below' } },
    },
  }),
]
