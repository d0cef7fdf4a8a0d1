/** A line of an entry in the day book. */
export interface DayBookLine {
  readonly account: string
  readonly code: string
  readonly name: string
  readonly party: string | null
  readonly memo: string | null
  readonly debit: string | null
  readonly credit: string | null
}

/** An entry in the day book; `whole` unless it has more lines than a page holds. */
export interface DayBookEntry {
  readonly entry: string
  readonly number: string
  readonly date: string
  readonly narration: string
  readonly journal: string | null
  readonly reference: string | null
  readonly total: string
  readonly lines: readonly DayBookLine[]
  readonly whole: boolean
}

/** A page of the day book; `next` is where the one after it begins. `debit` is of all days that are asked for, where no journal is asked for. */
export interface DayBook {
  readonly from: string | null
  readonly to: string
  readonly entries: readonly DayBookEntry[]
  readonly debit: string | null
  readonly next: string | null
}
