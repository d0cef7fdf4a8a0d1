import type { RecordOf } from '@sangam/sdk'
import type { PeriodLock } from './entry.ts'
import type { Days } from './statements.ts'

/** How many entries there are of some days. */
export interface Counted {
  readonly posted: number
  readonly drafts: number
}

/** A lock as it is told of a period: what it holds, and up to which day. */
export interface HeldBy {
  readonly id: string
  /** Null where it holds everything. */
  readonly kind: RecordOf<typeof PeriodLock>['kind']
  readonly until: string
  readonly reason: string
}

/** A month of a fiscal year, or what of one lies in it: what is posted there, what is not yet, and what holds all of its days. */
export interface PeriodOfYear extends Days, Counted {
  /** The lock after which nothing is posted there any more, and those that hold a part of it, such as sales. */
  readonly lock: HeldBy | null
  readonly parts: readonly HeldBy[]
  /** Up to which day of it everything is locked, where that is not its last. */
  readonly upTo: string | null
}

/** The months of a fiscal year. */
export interface Periods extends Days {
  readonly year: { readonly id: string | null; readonly name: string; readonly closed: boolean }
  readonly periods: readonly PeriodOfYear[]
  /** What belongs to the year and to no month of it, adjustments after its end and what closed it: what some call period 13. */
  readonly yearEnd: Counted
}
