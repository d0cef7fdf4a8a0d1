import type { StatementLine } from './placing.ts'

/** What an amount of a statement is, beside what it was on the days that are compared with; null where none are. */
interface Compared {
  readonly amount: string
  readonly before: string | null
}

/** One account within a line of a statement; `part` says what of it stands here, or that it is no account and was worked out. */
export interface StatementRow extends Compared {
  readonly account: string | null
  readonly code: string
  readonly name: string
  readonly part: 'advances' | 'yearProfit' | 'earlierProfit' | null
}

/** Part of a statement: a heading, a line with its accounts, or what the lines above it come to. */
export type StatementBlock =
  | { readonly kind: 'heading'; readonly label: string; readonly level: 1 | 2 }
  | ({ readonly kind: 'line'; readonly line: StatementLine | FlowLine; readonly label: string; readonly rows: readonly StatementRow[] } & Compared)
  | ({ readonly kind: 'result'; readonly key: ResultKey; readonly label: string; readonly level: 1 | 2 } & Compared)

/** Lines that no account is placed on: profit that is not closed, and those of a cash flow. */
export type FlowLine = 'profit' | 'adjustments' | 'workingCapital' | 'investing' | 'financing'

export type ResultKey =
  | 'gross'
  | 'beforeTax'
  | 'net'
  | 'assets'
  | 'equityAndLiabilities'
  | 'operating'
  | 'investing'
  | 'financing'
  | 'change'
  | 'opening'
  | 'closing'

/** Days from one to another, both included. */
export interface Days {
  readonly from: string
  readonly to: string
}

/** Income, expenses and what is left; income is positive where it was earned, an expense where it was spent. */
export interface ProfitAndLoss extends Days {
  readonly before: Days | null
  readonly blocks: readonly StatementBlock[]
  readonly net: Compared
}

/** What a company has, and where it came from; both sides are positive, and equal. */
export interface BalanceSheet {
  readonly on: string
  readonly before: string | null
  /** The first day of the fiscal year that is going on. */
  readonly yearFrom: string
  /** The first day of the fiscal year of the day that is compared with. */
  readonly beforeFrom: string | null
  readonly blocks: readonly StatementBlock[]
  readonly assets: Compared
  readonly equityAndLiabilities: Compared
}

/** What cash changed by in some days, and by what; what came in is positive. */
export interface CashFlow extends Days {
  readonly before: Days | null
  readonly blocks: readonly StatementBlock[]
  readonly opening: Compared
  readonly change: Compared
  readonly closing: Compared
}
