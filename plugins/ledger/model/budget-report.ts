import type { Days } from './statements.ts'

/** What was planned and what became of it; `left` is what may still be spent, or what more was earned; `used` in percent, null where nothing was planned. */
export interface Planned {
  readonly budget: string
  readonly actual: string
  readonly left: string
  readonly used: string | null
}

/** An account, or a heading with a budget of its own, whose accounts stand below it; `budget` is null where it has none. */
export interface BudgetRow extends Omit<Planned, 'budget' | 'left'> {
  readonly account: string
  readonly code: string
  readonly name: string
  readonly depth: number
  readonly isGroup: boolean
  readonly budget: string | null
  readonly left: string | null
}

export interface BudgetBlock extends Planned {
  readonly side: 'income' | 'expense'
  readonly rows: readonly BudgetRow[]
}

/** Budget against actual of some days: income, expenses, and what is left of both. */
export interface BudgetReport extends Days {
  readonly blocks: readonly BudgetBlock[]
  readonly net: Planned
}
