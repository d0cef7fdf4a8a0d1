import type { SQL } from 'drizzle-orm'

/** One thing the schema must have, with the name by which it is found there. */
export interface Wanted {
  readonly kind: 'table' | 'column' | 'constraint' | 'index'
  readonly table: string
  readonly name: string
  readonly create: SQL
  /** Of a column: what makes it within an `alter table` that makes others of its table too. Those with `prepare` have none. */
  readonly adds?: SQL | undefined
  /** The table that a constraint leads to. One that leads elsewhere, or was cut off before it held for all rows, is made anew. */
  readonly to?: string
  /** Other tables that it holds while it is made. */
  readonly alsoLocks?: readonly string[]
  /** Run before it in the same transaction; holds no table but its own. */
  readonly prepare?: SQL | undefined
  /** Safe on a table in use without holding it: CREATE INDEX CONCURRENTLY. */
  readonly concurrently?: SQL
  readonly validate?: SQL
}
