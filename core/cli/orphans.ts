import { sql } from 'drizzle-orm'
import type { Pool } from '../data/connection.ts'
import { identifier, tableName } from '../data/identifiers.ts'

export interface Orphans {
  readonly table: string
  readonly column: string
  readonly target: string
  readonly rows: number
}

interface Reference {
  readonly table: string
  readonly column: string
  readonly target: string
  readonly live: boolean
  /** Of a link between two records: the table of the one that points. */
  readonly from: string | null
}

/**
 * Live rows whose reference leads to a removed one. A foreign key holds that the row is there; that
 * it also lives is held by the write pipeline, and this finds what got past it. A link lives as long as the record that points: it goes to
 * the bin and comes back with it.
 */
export async function orphans(owner: Pool, workspace: string): Promise<Orphans[]> {
  const references = await owner.run<Reference>(sql`
    select c.relname as "table", a.attname as "column", t.relname as target, bool_or(d.attname is not null) as live, min(f.relname) as "from"
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_class c on c.oid = k.conrelid
    join pg_catalog.pg_class t on t.oid = k.confrelid
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
    join pg_catalog.pg_attribute gone on gone.attrelid = t.oid and gone.attname = 'deleted_at' and not gone.attisdropped
    left join pg_catalog.pg_attribute d on d.attrelid = c.oid and d.attname = 'deleted_at' and not d.attisdropped
    left join (pg_catalog.pg_constraint fk join pg_catalog.pg_attribute fa on fa.attrelid = fk.conrelid and fa.attnum = fk.conkey[1] and fa.attname = 'from_id'
      join pg_catalog.pg_class f on f.oid = fk.confrelid) on fk.conrelid = c.oid and fk.contype = 'f' and d.attname is null and a.attname = 'to_id'
    where k.contype = 'f' and cardinality(k.conkey) = 1 and k.connamespace = (select oid from pg_catalog.pg_namespace where nspname = ${workspace})
      and a.attname not in ('created_by', 'updated_by') and (d.attname is not null or a.attname <> 'from_id')
    group by 1, 2, 3 order by 1, 2`)
  const found: Orphans[] = []
  for (const { table, column, target, live, from } of references) {
    const pointing = from === null ? sql`true` : sql`exists (select from ${tableName(workspace, from)} p where p.id = r.from_id and p.deleted_at is null)`
    const [row] = await owner.run<{ rows: number }>(sql`
      select count(*)::int as rows from ${tableName(workspace, table)} r join ${tableName(workspace, target)} t on t.id = r.${identifier(column)}
      where t.deleted_at is not null and ${live ? sql`r.deleted_at is null` : pointing}`)
    if (row && row.rows > 0) found.push({ table, column, target, rows: row.rows })
  }
  return found
}
