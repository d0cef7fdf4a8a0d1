/** What an account began some days with, what was debited and credited, and what it ends with, in the money of the books; debits are positive. */
export interface TrialBalanceRow {
  readonly account: string
  readonly code: string
  readonly name: string
  readonly type: string
  readonly opening: string
  readonly debit: string
  readonly credit: string
  readonly closing: string
}
