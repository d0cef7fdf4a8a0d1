// The door: what other plugins may use of this one.
export { Account, AccountRole, accountTypes } from './model/account.ts'
export { Balance, Entry, type EntryKind, Journal, Line, PeriodLock } from './model/entry.ts'
export { closeYear, FiscalYear, ProfitShare, reopenYear } from './model/fiscal-year.ts'
export { OpeningItem, postOpening, takeBackOpening } from './model/opening.ts'
export { PartyBalance } from './model/party-balance.ts'
export { statementLines } from './model/placing.ts'
export type { TrialBalanceRow } from './model/report.ts'
export { type PostedEntry, type PostedLine, Posting, post, reverse, Settled } from './model/verbs.ts'
