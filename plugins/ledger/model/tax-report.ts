import type { Days } from './statements.ts'

/** What a part of a tax report is of: tax on what was sold, tax to get back on what was bought, and what the buyer owes to the state, with what is got back of it. */
export type TaxSide = 'sales' | 'purchases' | 'reverseCharge' | 'reverseChargeBack'

/** A taxable value and its tax. */
export interface Taxed {
  readonly taxable: string
  readonly tax: string
}

/** A part of a tax at a rate on an account: what was charged, what credit notes and reversals gave back (both above nothing), and what is left. */
export interface TaxRow {
  readonly account: string
  readonly code: string
  readonly name: string
  readonly component: string
  readonly rate: string | null
  /** Under which tax number of ours; null where its lines tell none. */
  readonly registration: string | null
  readonly charged: Taxed
  readonly back: Taxed
  readonly net: Taxed
  /** What was left on the days that are compared with. */
  readonly before: Taxed | null
}

export interface TaxSection {
  readonly side: TaxSide
  readonly label: string
  readonly rows: readonly TaxRow[]
  /** What is left of tax, and what it was on the days that are compared with. */
  readonly tax: string
  readonly before: string | null
}

/** How a tax account comes from its opening to its closing balance: by what the report shows, and by all else, such as what was paid to the state. */
export interface TaxAccount {
  readonly account: string
  readonly code: string
  readonly name: string
  readonly opening: string
  readonly reported: string
  readonly other: string
  readonly closing: string
}

/** What was withheld: by customers of us, or by us of suppliers. */
export interface Withheld {
  readonly account: string
  readonly code: string
  readonly name: string
  readonly opening: string
  readonly debit: string
  readonly credit: string
  readonly closing: string
}

export interface TaxReport extends Days {
  readonly before: Days | null
  /** The tax numbers under which anything was taxed on these days, whichever is shown; null for lines that tell none. */
  readonly registrations: readonly (string | null)[]
  readonly sections: readonly TaxSection[]
  /** Of all tax numbers together: none where one of them is asked for. */
  readonly accounts: readonly TaxAccount[]
  readonly withheld: readonly Withheld[]
}

/** A line of tax with the paper it is of; what was given back is below nothing. */
export interface TaxLine {
  readonly entry: string
  readonly number: string
  readonly date: string
  readonly narration: string
  readonly reference: string | null
  readonly documentDate: string | null
  readonly party: string | null
  /** Of the account. */
  readonly code: string
  readonly name: string
  readonly component: string
  readonly rate: string | null
  readonly registration: string | null
  readonly taxable: string
  readonly tax: string
  /** What the entry was posted for, such as an invoice. */
  readonly source: { readonly entity: string; readonly id: string } | null
}

export interface TaxLines extends Days {
  readonly lines: readonly TaxLine[]
  readonly next: string | null
}
