import type { Days, ResultKey, StatementBlock } from './statements.ts'

/** What stands in a column: a value with all below it, what is told of a heading itself, values that are too many to stand alone, what tells none, or all. */
export interface DimensionColumn {
  readonly kind: 'value' | 'itself' | 'others' | 'notTold' | 'total'
  /** The id of the value. */
  readonly value: string | null
  readonly label: string
  /** Whether there is something below it, which it can be opened for. */
  readonly opens: boolean
}

/** Part of the report: a line with its accounts, or what the lines above it come to; an amount for each column. */
export type DividedBlock =
  | {
      readonly kind: 'line'
      readonly label: string
      readonly amounts: readonly string[]
      readonly rows: readonly { readonly account: string; readonly code: string; readonly name: string; readonly amounts: readonly string[] }[]
    }
  | { readonly kind: 'result'; readonly key: ResultKey; readonly label: string; readonly level: 1 | 2; readonly amounts: readonly string[] }

/** Income, expenses and what is left, by the values of a dimension; the last column is all of it, and equal to the report that is not divided. */
export interface ProfitByDimension extends Days {
  readonly dimension: { readonly id: string; readonly name: string }
  /** The value whose parts are shown; null for all. */
  readonly under: { readonly value: string; readonly label: string; readonly above: string | null } | null
  readonly columns: readonly DimensionColumn[]
  readonly blocks: readonly DividedBlock[]
}

export type PlainBlock = Exclude<StatementBlock, { kind: 'heading' }>
