// The door: what other plugins may use of this one.

export { Account, AccountRole, accountTypes } from './model/account.ts'
export { BankFormat, BankLine, BankRule, BankStatement, Clearing, clear, enter, pay, readFile, reopen } from './model/bank.ts'
export { Balance, Entry, type EntryKind, Journal, Line, PeriodLock } from './model/entry.ts'
export { closeYear, FiscalYear, ProfitShare, reopenYear } from './model/fiscal-year.ts'
export { Item, Match } from './model/item.ts'
export { type Matched, Matching, match, Settled, unmatch } from './model/matching.ts'
export { OpeningItem, postOpening, takeBackOpening } from './model/opening.ts'
export { PartyBalance } from './model/party-balance.ts'
export { Allocation, bounce, cancelPayment, Payment, paymentSettings, postPayment } from './model/payment.ts'
export { statementLines } from './model/placing.ts'
export type { AgedRow, BankSuggestion, OpenRow, TrialBalanceRow } from './model/report.ts'
export { type PostedEntry, type PostedLine, Posting, post, reverse } from './model/verbs.ts'
