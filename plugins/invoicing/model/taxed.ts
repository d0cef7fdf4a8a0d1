import type { TaxPart } from './tax.ts'

/** A part of a tax as it stood when the line was taxed: from then on nobody looks it up again. */
export interface KeptPart extends TaxPart {
  readonly tax: string
  readonly outputRole: string | null
  readonly inputRole: string | null
  /** Only who has a tax number charges it; what was taxed before this was known says nothing. */
  readonly registered?: boolean
  /** So many months after the fiscal year of a bill it is got back. */
  readonly claimMonths?: number
}

/** What a line keeps of its taxes: their parts, and what each came to. */
export interface TaxedSnapshot {
  readonly parts: readonly KeptPart[]
  readonly amounts: readonly string[]
}
