import { appendOnly, trial } from '@sangam/sdk'
import {
  BankLine,
  BankStatement,
  CashCount,
  Entry,
  Item,
  LateCharge,
  LiveBooks,
  LockException,
  Match,
  Payment,
  PeriodLock,
  Reminder,
  ReminderHold,
  Revaluation,
} from './model.ts'
import { goingLive } from './server/live.ts'

/** What counts for nothing until the books go live. Accounts, journals, rules, budgets, what recurs and what books begin with stay. */
export const trialBooks = [
  ...[Entry, Item, Match, Payment, Revaluation, BankStatement, BankLine, PeriodLock, LockException, LateCharge, Reminder, ReminderHold, CashCount].map(entity =>
    trial(entity as typeof Entry, { company: 'company' }),
  ),
  appendOnly(LiveBooks, { when: { name: { isEmpty: false } }, because: 'Books go live once, and what was written of it stays.' }),
  ...goingLive,
]
