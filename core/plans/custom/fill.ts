import { type SQL, sql } from 'drizzle-orm'
import type { Pool } from '../../data/connection.ts'
import { identifier, tableName, word } from '../../data/identifiers.ts'
import { columnTypes } from '../ddl.ts'
import { unwatched, type Watch } from '../watch.ts'
import { type Comparison, newDefault } from './compare.ts'

const batch = 1000

/** A field that got a value of its own for nothing is never empty again: rows that hold nothing are given it. */
export async function fillDefaults(owner: Pool, schema: string, { changed }: Comparison, watch: Watch = unwatched): Promise<void> {
  for (const change of changed) {
    const given = newDefault(change)
    if (given === undefined) continue
    for (const { name, part, type } of change.after.columns) {
      const value = JSON.stringify({ v: part === undefined ? given : (given as { readonly [part: string]: unknown })[part] })
      const column = identifier(name)
      const set = sql`${column} = (select v from jsonb_to_record(${value}::jsonb) as r(v ${word(columnTypes, type)}))`
      const where = sql`${column} is null`
      await watch({ phase: 'fill', table: change.entity.table, name }, rows => fill(owner, tableName(schema, change.entity.table), set, where, rows))
    }
  }
}

/**
 * Writes values some rows at a time, in the order of their ids. Rows that someone else holds are left and come in a later pass: nobody waits
 * for more than one batch, and nobody is waited for. `rows` is told after each batch how many were written.
 */
export async function fill(owner: Pool, table: SQL, set: SQL, where: SQL, rows: (count: number) => Promise<void>): Promise<void> {
  let done = 0
  for (let pass = 0, open = 1; open > 0 && pass < 100; pass += 1) {
    open = 0
    for (let last: string | null = null; ; ) {
      const [row]: { n: number; last: string | null }[] = await owner.run(sql`
        with b as (select id from ${table} where ${last === null ? sql`true` : sql`id > ${last}::uuid`} and ${where} order by id limit ${batch}::int for no key update skip locked),
        done as (update ${table} t set ${set} from b where t.id = b.id)
        select count(*)::int as n, (array_agg(id order by id desc))[1]::text as last from b`)
      if (!row || row.n === 0) break
      open += row.n
      last = row.last
      done += row.n
      await rows(done)
    }
  }
}
