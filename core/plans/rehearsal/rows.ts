import { sql } from 'drizzle-orm'
import type { Runner } from '../../data/connection.ts'
import { rowCount, tableName } from '../../data/identifiers.ts'
import { trashOf } from '../plugins/states.ts'
import type { SchemaStep } from '../steps.ts'

export interface Rows {
  readonly rows: number
  /** Whether they were counted, or are the planner's estimate. */
  readonly exact: boolean
}

/** No more are counted than this; of a table that nobody has analysed yet the size says more. */
const mostCounted = 10_000
const bytesOfRow = 150

/** How many rows some tables have, wherever they lie: as the planner guesses; counted where they are few, or nobody has guessed yet. */
export async function rowsIn(runner: Runner, schema: string, tables: ReadonlySet<string>): Promise<ReadonlyMap<string, Rows>> {
  const found = await runner.run<{ schema: string; name: string; guess: number; size: number }>(sql`
    select n.nspname as schema, c.relname as name, c.reltuples::float8 as guess, pg_catalog.pg_relation_size(c.oid)::float8 as size from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname in (${schema}, ${trashOf(schema)}) and c.relkind = 'r' and c.relname in (select jsonb_array_elements_text(${JSON.stringify([...tables])}::jsonb)) order by n.nspname desc`)
  const rows = new Map<string, Rows>()
  for (const { schema: where, name, guess, size } of found) {
    if (guess >= mostCounted) rows.set(name, { rows: Math.round(guess), exact: false })
    else {
      const [row] = await runner.run<{ count: number }>(
        sql`select count(*)::int as count from (select from ${tableName(where, name)} limit ${rowCount(mostCounted)}) few`,
      )
      const count = row?.count ?? 0
      rows.set(name, count < mostCounted ? { rows: count, exact: true } : { rows: Math.max(count, Math.round(size / bytesOfRow)), exact: false })
    }
  }
  return rows
}

/** How many rows a second a modest server does, measured at 200,000 rows and halved: an index, one for search, a link that is checked, values, sums. */
const perSecond = { index: 200_000, search: 25_000, link: 1_000_000, values: 12_000, sums: 200_000 } as const

/** What a step that looks at each row asks beside what it took on an empty table, in milliseconds. */
export function msForRows({ what, name }: Pick<SchemaStep, 'what' | 'name'>, rows: number): number {
  const kind = what === 'index' ? (/_(?:seek|look)$/.test(name) ? 'search' : 'index') : what === 'constraint' ? 'link' : name.includes('.') ? 'sums' : 'values'
  return (rows * 1000) / perSecond[kind]
}
