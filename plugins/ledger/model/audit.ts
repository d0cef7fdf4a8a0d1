/** The numbers of the entries of a fiscal year: from which to which, how many, and those that are missing, which must be none. */
export interface NumberedYear {
  readonly year: string
  readonly first: string
  readonly last: string
  readonly count: number
  readonly missing: readonly string[]
}

/** What somebody did to the books, and when. */
export interface Deed {
  readonly at: string
  readonly by: string
  readonly did: 'drafted' | 'posted' | 'reversed' | 'changed' | 'locked' | 'unlocked' | 'closed' | 'reopened' | 'excepted' | 'endedException' | 'wentLive'
  readonly entity: 'ledger.entry' | 'ledger.lock' | 'ledger.lockException' | 'ledger.live' | 'ledger.fiscalYear'
  readonly id: string
  /** The number of an entry, the days of a lock, who has an exception, the name of a year. */
  readonly name: string
  /** Its narration, or why. */
  readonly about: string
  /** Whether it was removed since. */
  readonly gone: boolean
}

/** A page of what was done, the latest first; `next` is where the one before it goes on. */
export interface AuditTrail {
  readonly years: readonly NumberedYear[]
  readonly deeds: readonly Deed[]
  readonly next: string | null
}
