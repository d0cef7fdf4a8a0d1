import type { SQL } from 'drizzle-orm'

/** One thing the schema must have, with the name by which it is found there. */
export interface Wanted {
  readonly kind: 'table' | 'column' | 'constraint' | 'index'
  readonly table: string
  readonly name: string
  readonly create: SQL
  /** Run just before it in the same transaction. */
  readonly prepare?: SQL
  /** Safe on a table in use without holding it: CREATE INDEX CONCURRENTLY. */
  readonly concurrently?: SQL
  readonly validate?: SQL
}
