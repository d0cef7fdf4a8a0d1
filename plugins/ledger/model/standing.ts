/** What is open on one side: all of it, what is late, what is due within a week, and who is late with most. Amounts in the money of the books, without a sign. */
export interface StandingSide {
  readonly total: string
  readonly late: string
  readonly soon: string
  readonly advances: string
  readonly parties: readonly { readonly party: string; readonly name: string; readonly late: string; readonly days: number }[]
}

/** How a business stands on a day. What was earned and spent is of this month so far, and of the month before as a whole. */
export interface Standing {
  readonly on: string
  readonly owed: StandingSide
  readonly owes: StandingSide
  readonly money: readonly { readonly account: string; readonly name: string; readonly amount: string }[]
  readonly month: Earned
  readonly monthBefore: Earned
  /** Collected for others, less what was paid to suppliers and comes off: to be paid, or below nothing to be had back; null where no account is for tax. */
  readonly tax: string | null
  /** Kept back of suppliers, or collected beside a price, and not yet paid to the state. */
  readonly withheld: string
  readonly posted: boolean
}

export interface Earned {
  readonly from: string
  readonly to: string
  readonly earned: string
  readonly spent: string
  readonly net: string
}
