import { allow } from '@sangam/sdk'
import {
  BankFormat,
  BankLine,
  BankRule,
  BankStatement,
  Budget,
  CashCount,
  Item,
  LateCharge,
  Match,
  Payment,
  Recurring,
  Reminder,
  ReminderHold,
  ReminderLevel,
  Revaluation,
  Template,
} from './model.ts'

/** To see what is open, what settled it, what was paid, and what banks say. */
export const seesSettling = [
  ...[Item, Match, Payment, BankLine, Recurring, Revaluation, Budget, Reminder, LateCharge, CashCount, Template].map(entity =>
    allow(entity.name, ['read', 'export']),
  ),
  ...[BankStatement, BankFormat, BankRule, ReminderLevel, ReminderHold].map(entity => allow(entity.name, ['read'])),
]

/** What settles what, what is paid, and what the lines of banks are. */
export const settles = [
  allow(Item, ['match', 'apply']),
  allow(Match, ['unmatch']),
  allow(Recurring, ['create', 'update', 'remove', 'import', 'write']),
  allow(Template, ['create', 'update', 'remove', 'import', 'begin']),
  allow('ledger.entry', ['makeRecurring', 'saveTemplate']),
  allow(Payment, ['create', 'update', 'remove', 'import', 'post', 'bounce', 'cancel']),
  allow(CashCount, ['create', 'update', 'remove', 'post', 'takeBack']),
  allow(BankStatement, ['create', 'update', 'remove', 'readFile']),
  allow(BankLine, ['update', 'clear', 'enter', 'pay', 'reopen']),
  allow(Reminder, ['send', 'charge']),
  allow(ReminderHold, ['create', 'update', 'remove']),
  allow(BankFormat, ['create', 'update', 'remove']),
  allow(BankRule, ['create', 'update', 'remove']),
]

/** To value what is open in other currencies, and to say what may be spent. */
export const revalues = [
  allow(ReminderLevel, ['create', 'update', 'remove']),
  allow(Budget, ['create', 'update', 'remove', 'import']),
  allow(Revaluation, ['create', 'update', 'remove', 'revalue', 'takeBack']),
]
