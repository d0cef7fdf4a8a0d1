import { sql } from 'drizzle-orm'
import type { Runner } from './connection.ts'
import { tableName } from './identifiers.ts'

/** Tables that changed by more than half since the planner last heard of them. What autovacuum does too, once a minute and so too late for a long import. */
const stale = sql`n_mod_since_analyze > 500 + n_live_tup / 2`
const littered = sql`n_dead_tup > 1000 + n_live_tup / 5`

/**
 * Tells the planner how large the tables of a schema are by now. Of a table that it takes for small it reads all, for each of the chunks in
 * which a long file is written, which so takes the longer the more is there.
 */
export async function catchUpStatistics(owner: Runner, schema: string): Promise<void> {
  for (const table of await tables(owner, schema, stale)) await learnSize(owner, schema, table)
}

/** Tells the planner of one table, which was filled at once. */
export async function learnSize(owner: Runner, schema: string, table: string): Promise<void> {
  await owner.run(sql`analyze (skip_locked) ${tableName(schema, table)}`)
}

const sweeping = new Set<string>()

/**
 * Throws away what a transaction that was taken back left behind: pages of dead rows make the planner take the live ones for few. One sweep of a schema at
 * a time: who asks meanwhile goes on without.
 */
export async function sweepTakenBack(owner: Runner, schema: string): Promise<void> {
  if (sweeping.has(schema)) return
  sweeping.add(schema)
  try {
    await sweep(owner, schema)
  } finally {
    sweeping.delete(schema)
  }
}

async function sweep(owner: Runner, schema: string): Promise<void> {
  for (const table of await tables(owner, schema, littered)) await owner.run(sql`vacuum (analyze, skip_locked) ${tableName(schema, table)}`)
}

async function tables(owner: Runner, schema: string, which: typeof stale): Promise<readonly string[]> {
  const rows = await owner.run<{ name: string }>(
    sql`select relname as name from pg_catalog.pg_stat_user_tables where schemaname = ${schema} and relname ~ '^[a-z_][a-z0-9_]{0,62}$' and ${which} order by relname`,
  )
  return rows.map(row => row.name)
}
