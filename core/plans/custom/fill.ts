import { type SQL, sql } from 'drizzle-orm'
import type { Pool } from '../../data/connection.ts'
import { identifier, tableName, word } from '../../data/identifiers.ts'
import { columnTypes } from '../ddl.ts'
import { type Comparison, newDefault } from './compare.ts'

const batch = 1000

/** A field that got a value of its own for nothing is never empty again: rows that hold nothing are given it. */
export async function fillDefaults(owner: Pool, schema: string, { changed }: Comparison): Promise<void> {
  for (const change of changed) {
    const given = newDefault(change)
    if (given === undefined) continue
    for (const { name, part, type } of change.after.columns) {
      const value = JSON.stringify({ v: part === undefined ? given : (given as { readonly [part: string]: unknown })[part] })
      const column = identifier(name)
      const set = sql`${column} = (select v from jsonb_to_record(${value}::jsonb) as r(v ${word(columnTypes, type)}))`
      await fill(owner, tableName(schema, change.entity.table), set, sql`${column} is null`)
    }
  }
}

/**
 * Writes values some rows at a time, in the order of their ids. Rows that someone else holds are left and come in a later pass: nobody waits
 * for more than one batch, and nobody is waited for.
 */
export async function fill(owner: Pool, table: SQL, set: SQL, where: SQL): Promise<void> {
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
    }
  }
}
