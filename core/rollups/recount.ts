import { sql } from 'drizzle-orm'
import type { Runner } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import type { Model } from '../registry/model.ts'
import { composerOf, contributionSql, resolved } from './contribution.ts'
import { rollupsOf } from './of.ts'

export interface Drift {
  readonly entity: string
  readonly field: string
  readonly records: number
}

/** Rollups that differ from what the records come to when they are counted again; one statement for each, so that it sees one moment. */
export async function driftedRollups(runner: Runner, schema: string, model: Model): Promise<Drift[]> {
  const found: Drift[] = []
  for (const one of rollupsOf(model)) {
    const composer = composerOf(model, schema)
    const counted = contributionSql(composer, one, tableName(schema, one.child.table))
    const of = (table: string) => sql`select parent, key, n, amount from ${tableName(schema, table)} where rollup = ${one.rollup.key}::text`
    const query = sql`select count(distinct parent)::int as records from (
        select parent from (select parent, key, n, amount from (${counted}) c
          union all select parent, key, -n, -amount from (${of('core_rollup')} union all ${of('core_rollup_delta')}) k) x
        group by parent, key having sum(n) <> 0 or sum(amount) <> 0) d`
    const [row] = await runner.run<{ records: number }>(resolved(query, composer))
    if (row && row.records > 0) found.push({ entity: one.parent.name, field: one.field.name, records: row.records })
  }
  return found
}
