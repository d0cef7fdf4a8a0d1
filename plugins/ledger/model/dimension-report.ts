import type { Days, ResultKey, StatementRow } from './statements.ts'

/** What stands in a column: a value with all below it, what is told of a heading itself, values that are too many to stand alone, what tells none, or all. */
export interface DimensionColumn {
  readonly kind: 'value' | 'itself' | 'others' | 'notTold' | 'total'
  /** The id of the value. */
  readonly value: string | null
  readonly label: string
  /** Whether there is something below it, which it can be opened for. */
  readonly opens: boolean
}

/** What stands in each column, and what stood there on the day or the days that are compared with; null where none are. */
export interface DividedAmounts {
  readonly amounts: readonly string[]
  readonly before: readonly string[] | null
}

/** Part of the report: a heading, a line with its accounts, or what the lines above it come to; an amount for each column. */
export type DividedBlock =
  | { readonly kind: 'heading'; readonly label: string; readonly level: 1 | 2 }
  | ({ readonly kind: 'line'; readonly label: string; readonly rows: readonly DividedRow[] } & DividedAmounts)
  | ({ readonly kind: 'result'; readonly key: ResultKey; readonly label: string; readonly level: 1 | 2 } & DividedAmounts)

/** An account within a line, or what of it stands here. */
export type DividedRow = Pick<StatementRow, 'account' | 'code' | 'name' | 'part'> & DividedAmounts

/** A statement by the values of a dimension; the last column is all of it, and equal to the report that is not divided. */
export interface Divided {
  readonly dimension: { readonly id: string; readonly name: string }
  /** The value whose parts are shown; null for all. */
  readonly under: { readonly value: string; readonly label: string; readonly above: string | null } | null
  readonly columns: readonly DimensionColumn[]
  readonly blocks: readonly DividedBlock[]
}

/** A profit and loss, or a cash flow, by the values of a dimension. */
export interface DaysByDimension extends Days, Divided {
  /** The days that are compared with. */
  readonly before: Days | null
}

/** A balance sheet by the values of a dimension. */
export interface BalanceSheetByDimension extends Divided {
  readonly on: string
  /** The day that is compared with. */
  readonly compared: string | null
  readonly yearFrom: string
  /** The first day of the fiscal year of the day that is compared with. */
  readonly comparedFrom: string | null
}
