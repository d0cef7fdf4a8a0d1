import { sql } from 'drizzle-orm'
import type { Pool } from '../data/connection.ts'
import { identifier, tableName } from '../data/identifiers.ts'

export interface Orphans {
  readonly table: string
  readonly column: string
  readonly target: string
  readonly rows: number
}

/**
 * Live rows whose reference leads to a removed one. A foreign key holds that the row is there; that
 * it also lives is held by the write pipeline, and this finds what got past it.
 */
export async function orphans(owner: Pool, workspace: string): Promise<Orphans[]> {
  const references = await owner.run<{ table: string; column: string; target: string; live: boolean }>(sql`
    select c.relname as "table", a.attname as "column", t.relname as target, bool_or(d.attname is not null) as live
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_class t on t.oid = k.confrelid
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
    join pg_catalog.pg_attribute gone on gone.attrelid = t.oid and gone.attname = 'deleted_at' and not gone.attisdropped
    left join pg_catalog.pg_attribute d on d.attrelid = c.oid and d.attname = 'deleted_at' and not d.attisdropped
    where k.contype = 'f' and cardinality(k.conkey) = 1 and k.connamespace = (select oid from pg_catalog.pg_namespace where nspname = ${workspace})
      and a.attname not in ('created_by', 'updated_by')
    group by 1, 2, 3 order by 1, 2`)
  const found: Orphans[] = []
  for (const { table, column, target, live } of references) {
    const [row] = await owner.run<{ rows: number }>(sql`
      select count(*)::int as rows from ${tableName(workspace, table)} r join ${tableName(workspace, target)} t on t.id = r.${identifier(column)}
      where t.deleted_at is not null ${live ? sql`and r.deleted_at is null` : sql``}`)
    if (row && row.rows > 0) found.push({ table, column, target, rows: row.rows })
  }
  return found
}
