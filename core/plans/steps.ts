import type { Lock } from './rehearsal/locks.ts'

/** One thing that is done in the database. */
export interface SchemaStep {
  /** `expand`: catalogue only, locks for at most 50 ms at a try; `fill`: beside the work, in batches; `switch`: the model number, and what comes behind it. */
  readonly phase: 'expand' | 'fill' | 'switch'
  readonly what: 'table' | 'column' | 'constraint' | 'index' | 'values' | 'model'
  readonly table: string | null
  readonly name: string
  readonly how: 'make' | 'move' | 'fill' | 'drop'
  readonly rows: number
  /** Whether the rows were counted, or are the planner's estimate. */
  readonly exact: boolean
}

/** The same, once it was rehearsed. */
export interface RehearsedStep extends SchemaStep {
  /** The tables in use that it holds, each under its strongest lock. */
  readonly locks: readonly Lock[]
  /** How long it will take, reckoned: what it took on an empty copy, and what the rows ask beside. */
  readonly ms: number
}
