import { sql } from 'drizzle-orm'
import type { Pool } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import type { Model } from '../registry/model.ts'
import { retiredIndexes } from './ddl.ts'
import { inOneGo } from './expand.ts'

/** Drops the indexes for search that a model has no use for, and those that hold unique what it no longer calls so. Only once it is in force: until then they are those of the one before. */
export async function dropRetired(owner: Pool, schema: string, model: Model): Promise<void> {
  for (const { drop, unique, name } of await retiredIn(owner, schema, model)) {
    // By it records are found as well, so that those at work would wait for one that holds the table.
    if (unique) await owner.run(sql`drop index concurrently if exists ${tableName(schema, name)}`)
    else await inOneGo(owner, [drop(schema)])
  }
}

/** Those of a schema, each with what drops it there or in a copy. */
export async function retiredIn(owner: Pool, schema: string, model: Model): Promise<ReturnType<typeof retiredIndexes>> {
  // What an index looks at it depends on, also where it stands in an expression.
  const there = await owner.run<{ table: string; name: string; columns: string[] }>(sql`
    select t.relname as table, c.relname as name,
      array(select a.attname::text from pg_catalog.pg_depend d join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.refobjid = t.oid and d.refobjsubid > 0) as columns
    from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid join pg_catalog.pg_class t on t.oid = i.indrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = ${schema} and c.relname ~ '_(search|find|seek|look|uq|uqi)$'`)
  return retiredIndexes(schema, model, there)
}
