import { type SQL, sql } from 'drizzle-orm'
import { tableName } from '../data/identifiers.ts'
import type { Rollup } from './of.ts'

/** What a rollup comes to for the record that a comparison with its id means: what is folded and what is not yet, together. */
export function rollupSql(schema: string, is: SQL, { key, how }: Pick<Rollup, 'key' | 'how'>, compare: string): SQL {
  const [tail, kept] = [tableName(schema, 'core_rollup_delta'), tableName(schema, 'core_rollup')]
  const name = sql`${key}::text`
  if (how === 'min' || how === 'max') return heldAs(extreme(tail, kept, name, is, how), compare)
  const both = sql`(select k.n, k.amount from ${kept} k where k.rollup = ${name} and k.parent ${is} union all select d.n, d.amount from ${tail} d where d.rollup = ${name} and d.parent ${is}) s`
  if (how === 'count') return sql`(select coalesce(sum(s.n), 0) from ${both})`
  if (how === 'sum') return sql`(select trim_scale(coalesce(sum(s.amount), 0)) from ${both})`
  // Six digits, rounded once: the quotient of whole numbers is exact.
  return sql`(select trim_scale(sign(a.amount) * div(2 * abs(a.amount) * 1000000 + a.n, nullif(2 * a.n, 0)) * 0.000001) from (select sum(s.amount) as amount, sum(s.n) as n from ${both}) a)`
}

/** The first value that is still held: of those folded the first that the tail leaves alone, and of the tail those that are held with it. */
function extreme(tail: SQL, kept: SQL, name: SQL, is: SQL, how: 'min' | 'max'): SQL {
  const down = how === 'max' ? sql` desc` : sql``
  return sql`(select ${how === 'max' ? sql`max` : sql`min`}(e.key) from (
    (select k.key from ${kept} k where k.rollup = ${name} and k.parent ${is} and k.n > 0 and not exists (select from ${tail} d where d.rollup = ${name} and d.parent = k.parent and d.key = k.key) order by k.key${down} limit 1)
    union all
    (select d.key from ${tail} d where d.rollup = ${name} and d.parent ${is} group by d.key having sum(d.n) + coalesce((select sum(k.n) from ${kept} k where k.rollup = ${name} and k.parent ${is} and k.key = d.key), 0) > 0)) e)`
}

function heldAs(key: SQL, compare: string): SQL {
  if (compare === 'date') return sql`(date '2000-01-01' + ${key}::integer)`
  if (compare === 'instant') return sql`(timestamptz 'epoch' + ${key}::double precision * interval '1 millisecond')::timestamptz(3)`
  return compare === 'number' ? key : sql`trim_scale(${key})`
}
