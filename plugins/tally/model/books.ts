/** The books of Tally as its XML has them, in plain data. Amounts are in the money of the books; debits are positive, as everywhere here (Tally writes them negative). */
export interface TallyBooks {
  readonly groups: readonly TallyGroup[]
  readonly ledgers: readonly TallyLedger[]
  readonly types: readonly TallyType[]
  readonly vouchers: readonly TallyVoucher[]
}

/** A heading of accounts: `Sundry Debtors` and those below it. */
export interface TallyGroup {
  readonly name: string
  readonly parent: string
}

/** A kind of voucher of one's own, and the one of Tally that it is: `GST Sales` is `Sales`. */
export interface TallyType {
  readonly name: string
  readonly parent: string
}

export interface TallyLedger {
  readonly name: string
  readonly parent: string
  readonly opening: string
  /** What Tally itself says that it comes to, where the file tells. */
  readonly closing: string | null
  /** What of the opening balance is which bill. */
  readonly bills: readonly TallyBill[]
  readonly gstin: string | null
}

/** Which bill an amount is of: `new` begins one, `against` settles one, `advance` is paid before, `account` is of none. */
export interface TallyBill {
  readonly kind: 'new' | 'against' | 'advance' | 'account'
  readonly name: string
  readonly amount: string
  readonly date: string | null
  /** Days after the date until it is due. */
  readonly days: number | null
}

export interface TallyLine {
  readonly ledger: string
  readonly amount: string
  readonly bills: readonly TallyBill[]
}

export interface TallyVoucher {
  /** By it the same voucher is known when the file is brought again. */
  readonly id: string
  readonly type: string
  readonly number: string
  readonly date: string
  readonly narration: string
  readonly reference: string | null
  readonly lines: readonly TallyLine[]
}
