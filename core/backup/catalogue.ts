import { sql } from 'drizzle-orm'
import { columnAsWritten } from '../data/catalogue.ts'
import type { Tx } from '../data/connection.ts'

/** A table: what to copy, and what makes it again. */
export interface TableShape {
  readonly name: string
  /** Columns that are copied: all but the generated ones. */
  readonly columns: readonly string[]
}

/** A schema as statements that PostgreSQL itself wrote, in three bundles around the copying of rows. */
export interface SchemaShape {
  readonly name: string
  readonly tables: readonly TableShape[]
  /** Functions and bare tables. */
  readonly before: readonly string[]
  /** Keys, checks and indexes. */
  readonly after: readonly string[]
  /** What leans on other schemas or would act on copied rows: foreign keys, triggers, grants, counters. */
  readonly last: readonly string[]
}

/**
 * Reads how a schema is made. Runs inside the snapshot, with an empty search path, so that every
 * name comes out in full. Refuses what it does not know how to carry, rather than losing it.
 */
export async function describeSchema(tx: Tx, schema: string): Promise<SchemaShape> {
  const unknown = await tx.run<{ what: string }>(sql`
    select c.relname as what from pg_catalog.pg_class c where c.relnamespace = ${schema}::text::regnamespace and c.relkind not in ('r', 'i', 'S', 't', 'c')
    union all select t.typname from pg_catalog.pg_type t where t.typnamespace = ${schema}::text::regnamespace and t.typtype in ('e', 'd', 'r')`)
  if (unknown.length > 0) throw new Error(`The backup can't carry ${schema}.${unknown[0]?.what}: it is neither a table nor a function.`)
  const lines = (query: ReturnType<typeof sql>) => tx.run<{ line: string }>(query).then(rows => rows.map(row => row.line))
  const tables = await tx.run<{ name: string; columns: string[] }>(sql`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '') as columns
    from pg_catalog.pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = ${schema}::text::regnamespace and c.relkind = 'r' group by c.relname order by c.relname`)
  return {
    name: schema,
    tables,
    before: [...(await lines(functions(schema))), ...(await lines(bareTables(schema)))],
    after: [...(await lines(constraints(schema, false))), ...(await lines(indexes(schema)))],
    last: [
      ...(await lines(constraints(schema, true))),
      ...(await lines(triggers(schema))),
      ...(await lines(counters(schema))),
      ...(await lines(grants(schema))),
      ...(await lines(policies(schema))),
    ],
  }
}

const functions = (schema: string) => sql`
  select pg_catalog.pg_get_functiondef(p.oid) as line from pg_catalog.pg_proc p
  where p.pronamespace = ${schema}::text::regnamespace and p.prokind in ('f', 'p') order by p.oid`

const bareTables = (schema: string) => sql`
  select format('create table %I.%I (%s)', ${schema}::text, c.relname, string_agg(
    ${columnAsWritten}, ', ' order by a.attnum))
    || case when c.reloptions is null then '' else ' with (' || array_to_string(c.reloptions, ', ') || ')' end as line
  from pg_catalog.pg_class c
  join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_catalog.pg_type t on t.oid = a.atttypid
  left join pg_catalog.pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  left join pg_catalog.pg_collation co on co.oid = a.attcollation
  left join pg_catalog.pg_namespace cn on cn.oid = co.collnamespace
  where c.relnamespace = ${schema}::text::regnamespace and c.relkind = 'r'
  group by c.oid, c.relname, c.reloptions order by c.relname`

// NOT NULL is a constraint of its own from 18 on; the column says it already.
const constraints = (schema: string, foreign: boolean) => sql`
  select format('alter table %I.%I add constraint %I %s', ${schema}::text, c.relname, k.conname, pg_catalog.pg_get_constraintdef(k.oid)) as line
  from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid
  where k.connamespace = ${schema}::text::regnamespace and c.relkind = 'r' and (k.contype = 'f') = ${foreign}::boolean and k.contype in ('p', 'u', 'c', 'x', 'f')
  order by array_position(array['p', 'u', 'x', 'c', 'f'], k.contype::text), c.relname, k.conname`

const indexes = (schema: string) => sql`
  select pg_catalog.pg_get_indexdef(i.indexrelid) as line
  from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indrelid
  where c.relnamespace = ${schema}::text::regnamespace and i.indisvalid
    and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
  order by i.indexrelid::regclass::text`

const triggers = (schema: string) => sql`
  select pg_catalog.pg_get_triggerdef(t.oid) as line from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
  where c.relnamespace = ${schema}::text::regnamespace and not t.tgisinternal order by c.relname, t.tgname`

// Read behind the snapshot, so never behind the rows; a counter that is ahead only leaves a gap.
const counters = (schema: string) => sql`
  select format('select pg_catalog.setval(pg_catalog.pg_get_serial_sequence(%L, %L), %s, %L)', format('%I.%I', ${schema}::text, c.relname), a.attname,
    coalesce(pg_catalog.pg_sequence_last_value(pg_catalog.pg_get_serial_sequence(format('%I.%I', ${schema}::text, c.relname), a.attname)::regclass), 1),
    pg_catalog.pg_sequence_last_value(pg_catalog.pg_get_serial_sequence(format('%I.%I', ${schema}::text, c.relname), a.attname)::regclass) is not null) as line
  from pg_catalog.pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attidentity <> ''
  where c.relnamespace = ${schema}::text::regnamespace and c.relkind = 'r' order by c.relname`

const policies = (schema: string) => sql`
  select format('create policy %I on %I.%I for %s using (%s) with check (%s)', p.policyname, p.schemaname, p.tablename, p.cmd, coalesce(p.qual, 'true'), coalesce(p.with_check, p.qual, 'true')) as line
  from pg_catalog.pg_policies p where p.schemaname = ${schema}
  union all
  select format('alter table %I.%I enable row level security', ${schema}::text, c.relname)
  from pg_catalog.pg_class c where c.relnamespace = ${schema}::text::regnamespace and c.relkind = 'r' and c.relrowsecurity
  order by 1 desc`

// Only our two roles are named in a backup: others need not be there where it is restored.
const grants = (schema: string) => sql`
  select format('revoke all on function %s from public', p.oid::regprocedure) as line
  from pg_catalog.pg_proc p where p.pronamespace = ${schema}::text::regnamespace and p.proacl is not null
    and not exists (select from aclexplode(p.proacl) x where x.grantee = 0)
  union all
  select format('grant %s on schema %I to %I', string_agg(x.privilege_type, ', ' order by x.privilege_type), n.nspname, x.grantee::regrole::text)
  from pg_catalog.pg_namespace n, aclexplode(n.nspacl) x
  where n.nspname = ${schema} and x.grantee <> n.nspowner and x.grantee::regrole::text like 'sangam%' group by n.nspname, x.grantee
  union all
  select format('grant %s on %s %I.%I to %I', string_agg(x.privilege_type, ', ' order by x.privilege_type), case c.relkind when 'S' then 'sequence' else 'table' end, ${schema}::text, c.relname, x.grantee::regrole::text)
  from pg_catalog.pg_class c, aclexplode(c.relacl) x
  where c.relnamespace = ${schema}::text::regnamespace and c.relkind in ('r', 'S') and x.grantee <> c.relowner and x.grantee::regrole::text like 'sangam%'
  group by c.relkind, c.relname, x.grantee
  union all
  select format('grant %s (%I) on table %I.%I to %I', x.privilege_type, a.attname, ${schema}::text, c.relname, x.grantee::regrole::text)
  from pg_catalog.pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) x
  where c.relnamespace = ${schema}::text::regnamespace and c.relkind = 'r' and a.attacl is not null and x.grantee::regrole::text like 'sangam%'
  union all
  select format('grant execute on function %s to %I', p.oid::regprocedure, x.grantee::regrole::text)
  from pg_catalog.pg_proc p, aclexplode(p.proacl) x
  where p.pronamespace = ${schema}::text::regnamespace and x.grantee <> p.proowner and x.grantee::regrole::text like 'sangam%'
  order by 1`
