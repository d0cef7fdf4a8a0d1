import { sql } from 'drizzle-orm'
import { describeSchema } from '../../../core/backup/catalogue.ts'
import type { Platform } from '../../../core/boot.ts'
import { planWorkspace } from '../../../core/plans/plan.ts'

/** The whole schema of the workspace as PostgreSQL tells it: tables, columns, keys, checks, indexes, grants; not what is in it. */
export async function schemaOf({ world }: Platform): Promise<object> {
  return world.db.owner.transaction(
    async tx => {
      await tx.run(sql`select set_config('search_path', '', true)`)
      const { before, last, ...shape } = await describeSchema(tx, 'main')
      // Functions come in the order in which they were made, which says nothing.
      return { ...shape, before: before.toSorted(), last: last.filter(line => !/setval/i.test(line)) }
    },
    { readOnly: true },
  )
}

/** The names of all tables of a workspace. */
export async function tablesOf({ world }: Platform): Promise<readonly string[]> {
  const rows = await world.db.owner.run<{ name: string }>(
    sql`select c.relname as name from pg_catalog.pg_class c where c.relnamespace = 'main'::regnamespace and c.relkind = 'r' order by 1`,
  )
  return rows.map(row => row.name)
}

/** What a start would still have to make; nothing, when all is there. */
export async function stillToMake({ world }: Platform): Promise<readonly unknown[]> {
  return (await planWorkspace(world.db.owner, 'main', await world.models.current('main'))).missing
}

/** What holds in the schema, whenever and in whatever order it was made: columns with their types, keys, indexes; nothing of what is kept for a while. */
export async function shapeOfSchema({ world }: Platform): Promise<readonly string[]> {
  const rows = await world.db.owner.run<{ line: string }>(sql`
    select line from (
      select pg_catalog.concat_ws(' ', c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attcollation::regcollation) as line
      from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'main'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attname !~ '^kept_'
      union all select pg_catalog.concat_ws(' ', c.relname, k.conname, k.convalidated, pg_catalog.pg_get_constraintdef(k.oid)) from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid where k.connamespace = 'main'::regnamespace
      union all select pg_catalog.concat_ws(' ', i.indisvalid, pg_catalog.pg_get_indexdef(i.indexrelid)) from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indrelid where c.relnamespace = 'main'::regnamespace
      union all select pg_catalog.concat_ws(' ', c.relname, t.tgname) from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid where c.relnamespace = 'main'::regnamespace and not t.tgisinternal
    ) x order by line collate "C"`)
  return rows.map(row => row.line)
}
