/** What tax was withheld of, in a word. */
export const whats = { bill: 'Bill', note: 'Vendor credit', advance: 'Advance', back: 'Taken back', payment: 'By hand' } as const

/** Tax that was withheld of a supplier, as a return asks for it; what was taken back is below nothing. */
export type WithheldRow = {
  readonly day: string
  readonly what: keyof typeof whats
  readonly entity: string
  readonly id: string
  readonly number: string
  readonly party: string
  readonly payee: string | null
  /** The code of the section; null of what was entered by hand without one. */
  readonly section: string | null
  readonly on: string | null
  readonly rate: string | null
  readonly tax: string
}

/** How the account of what is owed to the state came to its balance. */
export type OwedTax = {
  readonly opening: string
  readonly withheld: string
  /** What was paid to the state, and all else that no row tells of. */
  readonly other: string
  readonly closing: string
}

export type WithheldList = {
  readonly from: string
  readonly to: string
  readonly rows: readonly WithheldRow[]
  readonly sections: readonly { readonly section: string | null; readonly on: string; readonly tax: string }[]
  readonly tax: string
  /** Null for who may not read balances. */
  readonly owed: OwedTax | null
}
