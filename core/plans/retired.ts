import { sql } from 'drizzle-orm'
import { type Pool, sqlState } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import type { Model } from '../registry/model.ts'
import { retiredIndexes } from './ddl.ts'
import { inOneGo } from './expand.ts'

/** Drops the indexes for search and for orders of lists that a model has no use for, and those that hold unique what it no longer calls so. Only once it is in force: until then they are those of the one before. */
export async function dropRetired(owner: Pool, schema: string, model: Model): Promise<void> {
  for (const { drop, unique, name } of await retiredIn(owner, schema, model)) {
    if (unique) await dropBeside(owner, schema, name)
    else await inOneGo(owner, [drop(schema)])
  }
}

/**
 * Records are found by it as well, so that it goes without holding the table. That waits for whoever began before, such as a backup, and nobody's start
 * waits for as long: it stays then, and is tried again at the next start and each night.
 */
async function dropBeside(owner: Pool, schema: string, name: string): Promise<void> {
  await owner.dedicated(async runner => {
    await runner.run(sql`select pg_catalog.set_config('lock_timeout', '2s', false)`)
    try {
      await runner.run(sql`drop index concurrently if exists ${tableName(schema, name)}`)
    } catch (error) {
      if (sqlState(error) !== '55P03') throw error
    } finally {
      await runner.run(sql`select pg_catalog.set_config('lock_timeout', '0', false)`)
    }
  })
}

/** Those of a schema, each with what drops it there or in a copy. */
export async function retiredIn(owner: Pool, schema: string, model: Model): Promise<ReturnType<typeof retiredIndexes>> {
  // What an index looks at it depends on, also where it stands in an expression.
  const there = await owner.run<{ table: string; name: string; columns: string[] }>(sql`
    select t.relname as table, c.relname as name,
      array(select a.attname::text from pg_catalog.pg_depend d join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.refobjid = t.oid and d.refobjsubid > 0) as columns
    from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid join pg_catalog.pg_class t on t.oid = i.indrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = ${schema} and c.relname ~ '_(search|find|seek|look|sort|uq|uqi)$'`)
  return retiredIndexes(schema, model, there)
}
