import { sql } from 'drizzle-orm'
import type { Runner } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'

const most = 5000

/**
 * Adds what writes appended to what is there, and takes it away from the tail, in one statement: whoever reads sees it on one side or on
 * the other. Several may fold at once; each takes what no other holds.
 */
export async function foldRollups(runner: Runner, schema: string): Promise<number> {
  const [tail, kept] = [tableName(schema, 'core_rollup_delta'), tableName(schema, 'core_rollup')]
  let folded = 0
  for (;;) {
    const [row] = await runner.run<{ taken: number; empty: boolean }>(sql`
      with taken as (delete from ${tail} where id in (select id from ${tail} order by id limit ${most}::int for update skip locked) returning rollup, parent, key, n, amount),
      sums as (select rollup, parent, key, sum(n) as n, sum(amount) as amount from taken group by rollup, parent, key),
      put as (
        insert into ${kept} as k (rollup, parent, key, n, amount) select rollup, parent, key, n, amount from sums order by rollup, parent, key
        on conflict (rollup, parent, key) do update set n = k.n + excluded.n, amount = k.amount + excluded.amount returning k.n = 0 and k.amount = 0 as empty)
      select (select count(*)::int from taken) as taken, coalesce((select bool_or(empty) from put), false) as empty`)
    if (row?.empty) await runner.run(sql`delete from ${kept} where n = 0 and amount = 0`)
    folded += row?.taken ?? 0
    if ((row?.taken ?? 0) < most) return folded
  }
}
