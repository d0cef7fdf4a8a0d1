/** A line of the books as ledgers show it, with what its account comes to after it. */
export interface LedgerLine {
  readonly entry: string
  readonly number: string
  readonly date: string
  readonly narration: string
  readonly party: string | null
  readonly memo: string | null
  readonly debit: string | null
  readonly credit: string | null
  readonly balance: string
}

/** An account on a page of the general ledger. Where its lines began on an earlier page, `opening` is what was brought forward; `closing` is null where they go on. */
export interface LedgerBlock {
  readonly account: string
  readonly code: string
  readonly name: string
  readonly brought: boolean
  readonly opening: string
  readonly rows: readonly LedgerLine[]
  /** Of all days that are asked for, however many lines stand here. */
  readonly debit: string
  readonly credit: string
  readonly closing: string | null
}

/** A page of the general ledger; `next` is where the one after it begins. */
export interface GeneralLedger {
  readonly from: string | null
  readonly to: string
  readonly blocks: readonly LedgerBlock[]
  readonly next: string | null
}
