// The door: what other plugins may use of this one.
export { Account, AccountRole, accountTypes } from './model/account.ts'
export { Balance, Entry, Journal, Line, PeriodLock } from './model/entry.ts'
export type { TrialBalanceRow } from './model/report.ts'
export { type PostedEntry, type PostedLine, Posting, post, reverse } from './model/verbs.ts'
