import { sql } from 'drizzle-orm'
import type { Runner } from '../../data/connection.ts'
import { trashOf } from '../plugins/states.ts'

/** How a statement holds a table that others work with; what ordinary reading and writing takes is not told. */
export const modes = ['ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'] as const
export type Mode = (typeof modes)[number]

/** Who waits while a table is held so. */
export type Waits = 'nobody' | 'writers' | 'everyone'

export interface Lock {
  /** As the database calls it. */
  readonly table: string
  readonly mode: Mode
  readonly waits: Waits
  /** For how long, reckoned. */
  readonly ms: number
}

/** Who waits behind a lock: readers take the weakest there is, and writers one that a share lock already keeps out. */
export function waitsAt(mode: Mode): Waits {
  if (mode === 'AccessExclusiveLock') return 'everyone'
  return mode === 'ShareUpdateExclusiveLock' ? 'nobody' : 'writers'
}

/** Of each table the strongest of the locks that were held on it, for some time. */
export function strongest(held: readonly { readonly table: string; readonly mode: string }[], ms: number): Lock[] {
  const found = new Map<string, Mode>()
  for (const { table, mode } of held) {
    const known = modes.find(one => one === mode)
    const before = found.get(table)
    if (known && (before === undefined || modes.indexOf(before) < modes.indexOf(known))) found.set(table, known)
  }
  return [...found].map(([table, mode]) => ({ table, mode, waits: waitsAt(mode), ms })).sort((a, b) => (a.table < b.table ? -1 : 1))
}

/** Every lock on a table of a schema, or of where it puts away, that a transaction holds by now; of some tables alone. */
export async function heldOf(tx: Runner, schema: string, tables: ReadonlySet<string>): Promise<{ readonly table: string; readonly mode: string }[]> {
  const held = await tx.run<{ table: string; mode: string }>(sql`
    select c.relname as "table", l.mode from pg_catalog.pg_locks l join pg_catalog.pg_class c on c.oid = l.relation join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation' and l.granted and c.relkind = 'r' and n.nspname in (${schema}, ${trashOf(schema)})
      and l.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())`)
  return held.filter(({ table }) => tables.has(table))
}

/** The tables of a schema: what is made later is nobody's to wait for. */
export async function tablesOf(runner: Runner, schema: string): Promise<ReadonlySet<string>> {
  const rows = await runner.run<{ name: string }>(
    sql`select c.relname as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = ${schema} and c.relkind = 'r'`,
  )
  return new Set(rows.map(row => row.name))
}
