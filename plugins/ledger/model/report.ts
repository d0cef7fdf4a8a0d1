/** What an account began some days with, what was debited and credited, and what it ends with, in the money of the books; debits are positive. */
export interface TrialBalanceRow extends TrialBalanceSpan {
  readonly account: string
  readonly code: string
  readonly name: string
  readonly type: string
  /** The same of the days it is compared with. */
  readonly before?: TrialBalanceSpan
}

/** What an account began some days with, what was debited and credited in them, and what it ended with. */
export interface TrialBalanceSpan {
  readonly opening: string
  readonly debit: string
  readonly credit: string
  readonly closing: string
}

/** What of a line was open at the end of a day: in its currency and in the money of the books, a credit negative; `late` in days, below nothing until it is due. */
export interface OpenRow {
  readonly item: string
  readonly entry: string
  readonly party: string
  readonly partyName: string
  readonly name: string
  readonly narration: string
  readonly side: 'receivable' | 'payable'
  readonly date: string
  readonly due: string
  readonly late: number
  readonly currency: string
  readonly amount: string
  readonly open: string
  readonly base: string
  readonly account: string
  /** The later day from which nothing of it is open any more, as by a cheque that is dated then; null where there is none. */
  readonly settledOn: string | null
  /** What of it nothing settles, on a later day neither: of what is paid in part by a cheque that is dated later, the rest. */
  readonly free: string
  /** What is off where all of it is paid until a day: by a note with its tax, or on the whole. */
  readonly discount: { readonly amount: string; readonly until: string; readonly byNote: boolean } | null
}

/** What a party owes, or is owed, by how late it is: up to 30, 60 and 90 days, and more. Advances are below nothing and stand by themselves. */
export interface AgedRow {
  readonly party: string
  readonly name: string
  readonly notDue: string
  readonly late: readonly string[]
  readonly owed: string
  readonly advances: string
  readonly net: string
}

/** What a line of a bank probably is: a line of the books, what a rule says, or a payment of an open item; why, and how likely (up to 100). */
export interface BankSuggestion {
  readonly kind: 'book' | 'rule' | 'item'
  readonly id: string
  readonly name: string
  readonly detail: string
  readonly reason: string
  readonly rank: number
  readonly account?: string
  readonly party?: string | null
  readonly narration?: string | null
}
