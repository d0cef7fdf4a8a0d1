import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { columnAsWritten } from '../../data/catalogue.ts'
import type { Pool, Runner } from '../../data/connection.ts'
import { doorFunction } from '../../data/door.ts'
import { identifier } from '../../data/identifiers.ts'
import type { World } from '../../world.ts'
import { trashOf } from '../plugins/states.ts'

/** What is copied of a schema, and of where it puts away. */
export interface Parts {
  /** Tables that something is done to: with all that hangs on them. */
  readonly whole: ReadonlySet<string>
  /** Tables that they lead to, or will: bare, but for what a reference needs. Those at the other end of a reference come along by themselves. */
  readonly beside: ReadonlySet<string>
  /** Names that will be taken: what has one of them already is in the way in the copy, too. */
  readonly names: ReadonlySet<string>
  /** Of those that are copied, the ones with their records, as they are in one moment; what leads to others is not looked up in these then. */
  readonly records?: ReadonlySet<string>
  /** Tables that are only read: they show what is in use. */
  readonly read?: ReadonlySet<string>
}

const prefix = 'sangam_rehearsal_'
/** With the hash of its name: held for as long as a copy is used. */
const lockClass = 728_391

/**
 * Makes a copy of some tables in a schema of its own, lends it, and drops it. Everything is read from the catalogue, and what is copied with its records is
 * read as anybody reads: no table that people work with is held. Whoever is killed leaves a schema behind that nobody holds the lock of; `dropLeftCopies` finds it.
 */
export async function withCopy<T>(owner: Pool, schema: string, parts: Parts, work: (copy: string, tables: ReadonlySet<string>) => Promise<T>): Promise<T> {
  const copy = `${prefix}${randomBytes(6).toString('hex')}`
  return owner.dedicated(async keeper => {
    await keeper.run(sql`select pg_catalog.pg_advisory_lock(${lockClass}::int, pg_catalog.hashtext(${copy}))`)
    try {
      const lines = await written(owner, schema, copy, parts)
      await owner.transaction(async tx => {
        // All records as they are in one moment.
        await tx.run(
          sql`set transaction isolation level repeatable read; set local synchronous_commit = off; create schema ${identifier(copy)}; create schema ${identifier(trashOf(copy))}; ${doorFunction(copy)}`,
        )
        if (lines.length > 0) await tx.run({ text: lines.map(({ line }) => line).join(';\n'), params: [] })
      })
      return await work(copy, new Set(lines.flatMap(({ table }) => table ?? [])))
    } finally {
      await drop(owner, copy)
      await keeper.run(sql`select pg_catalog.pg_advisory_unlock(${lockClass}::int, pg_catalog.hashtext(${copy}))`)
    }
  })
}

async function drop(owner: Runner, copy: string): Promise<void> {
  await owner.run(sql`drop schema if exists ${identifier(copy)}, ${identifier(trashOf(copy))} cascade`)
}

/** Drops copies whose process was killed, at a start and each night. One that fails is tried again, and keeps nobody from starting. */
export async function dropLeftCopies({ db: { owner }, log }: Pick<World, 'db' | 'log'>): Promise<void> {
  const found = await owner.run<{ name: string }>(
    sql`select nspname as name from pg_catalog.pg_namespace where pg_catalog.starts_with(nspname, ${prefix}) and nspname ~ '_[0-9a-f]{12}$' order by 1`,
  )
  for (const { name } of found)
    await owner
      .dedicated(async keeper => {
        const key = sql`${lockClass}::int, pg_catalog.hashtext(${name})`
        const [row] = await keeper.run<{ mine: boolean }>(sql`select pg_catalog.pg_try_advisory_lock(${key}) as mine`)
        if (!row?.mine) return
        try {
          await drop(owner, name)
        } finally {
          await keeper.run(sql`select pg_catalog.pg_advisory_unlock(${key})`)
        }
      })
      .catch(error => log.warn('What is left of a rehearsal could not be dropped yet.', { schema: name, error: String(error) }))
}

/** A statement that PostgreSQL itself wrote, with the names it quoted, and the table that it makes. */
interface Line {
  readonly line: string
  readonly table: string | null
}

async function written(runner: Runner, schema: string, copy: string, { whole, beside, names, records = new Set(), read = new Set() }: Parts): Promise<Line[]> {
  const listed = (values: ReadonlySet<string>) => sql`(select jsonb_array_elements_text(${JSON.stringify([...values])}::jsonb))`
  const stub = sql`format('create or replace function %I.%I() returns trigger language plpgsql as %L', h.copied, p.proname, 'begin return null; end')`
  // A column that was dropped counts towards the most that a table may have: in the copy it stands under a name that nothing else has.
  const values = sql`string_agg(quote_ident(a.attname), ', ' order by a.attnum)`
  return runner.run<Line>(sql`
    with place(name, copied) as (values (${schema}::text, ${copy}::text), (${trashOf(schema)}::text, ${trashOf(copy)}::text)),
    have as (select c.oid, c.relname as name, n.nspname as schema, p.copied from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace join place p on p.name = n.nspname where c.relkind = 'r'),
    main as (select oid from have where name in ${listed(whole)}),
    h as (select have.*, have.oid in (select oid from main) as whole, c.relrowsecurity as closed from have join pg_catalog.pg_class c on c.oid = have.oid
      where have.oid in (select oid from main) or have.name in ${listed(beside)}
        or have.oid in (select confrelid from pg_catalog.pg_constraint where contype = 'f' and conrelid in (select oid from main))
        or have.oid in (select conrelid from pg_catalog.pg_constraint where contype = 'f' and confrelid in (select oid from main))),
    lines(step, line, made) as (
      select 1, format('create table %I.%I (%s)', h.copied, h.name, string_agg(case when a.attisdropped then format('%I integer', 'dropped.' || a.attnum) else ${columnAsWritten} end, ', ' order by a.attnum)), h.name
        from h join pg_catalog.pg_attribute a on a.attrelid = h.oid and a.attnum > 0 and (h.whole or not a.attisdropped)
        left join pg_catalog.pg_type t on t.oid = a.atttypid left join pg_catalog.pg_attrdef d on d.adrelid = h.oid and d.adnum = a.attnum
        left join pg_catalog.pg_collation co on co.oid = a.attcollation left join pg_catalog.pg_namespace cn on cn.oid = co.collnamespace group by h.oid, h.copied, h.name
      union all select 2, format('insert into %I.%I (%s) overriding system value select %s from %I.%I', h.copied, h.name, ${values}, ${values}, h.schema, h.name), null
        from h join pg_catalog.pg_attribute a on a.attrelid = h.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' where h.name in ${listed(records)} group by h.oid, h.schema, h.copied, h.name
      union all select 2, format('create view %I.%I as select * from %I.%I', have.copied, have.name, have.schema, have.name), null from have where have.name in ${listed(read)} and have.oid not in (select oid from h)
      union all select 3, format('alter table %I.%I add constraint %I %s', h.copied, h.name, k.conname, pg_catalog.pg_get_constraintdef(k.oid)), null
        from h join pg_catalog.pg_constraint k on k.conrelid = h.oid and (k.contype in ('p', 'u') or h.whole and k.contype in ('c', 'x'))
      union all select 4, replace(pg_catalog.pg_get_indexdef(i.indexrelid), format(' ON %I.%I USING ', h.schema, h.name), format(' ON %I.%I USING ', h.copied, h.name)), null
        from h join pg_catalog.pg_index i on i.indrelid = h.oid and i.indisvalid where h.whole and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
      union all select 5, format('alter table %I.%I add constraint %I foreign key (%s) references %I.%I (%s)%s%s', h.copied, h.name, k.conname,
          (select string_agg(quote_ident(a.attname), ', ' order by x.at) from unnest(k.conkey) with ordinality x(num, at) join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.num), o.copied, o.name,
          (select string_agg(quote_ident(a.attname), ', ' order by x.at) from unnest(k.confkey) with ordinality x(num, at) join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = x.num),
          case k.confdeltype when 'c' then ' on delete cascade' when 'n' then ' on delete set null' when 'r' then ' on delete restrict' else '' end, case when k.convalidated and ${records.size === 0}::boolean then '' else ' not valid' end), null
        from pg_catalog.pg_constraint k join h on h.oid = k.conrelid join h o on o.oid = k.confrelid where k.contype = 'f' and (h.whole or o.whole)
      union all select 6, format('create policy %I on %I.%I', p.polname, h.copied, h.name), null from h join pg_catalog.pg_policy p on p.polrelid = h.oid where h.whole
      union all select 7, format('alter table %I.%I enable row level security', h.copied, h.name), null from h where h.whole and h.closed
      union all select distinct 8, ${stub}, null from h join pg_catalog.pg_trigger g on g.tgrelid = h.oid and not g.tgisinternal join pg_catalog.pg_proc p on p.oid = g.tgfoid where h.whole
      union all select 9, format('create trigger %I after insert on %I.%I for each statement execute function %I.%I()', g.tgname, h.copied, h.name, h.copied, p.proname), null
        from h join pg_catalog.pg_trigger g on g.tgrelid = h.oid and not g.tgisinternal join pg_catalog.pg_proc p on p.oid = g.tgfoid where h.whole
      union all select 10, format('create sequence %I.%I', ${copy}::text, c.relname), null from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where n.nspname = ${schema} and c.relname in ${listed(names)} and c.oid not in (select oid from h) and not exists (select from pg_catalog.pg_index i join h on h.oid = i.indrelid where i.indexrelid = c.oid))
    select line, made as "table" from lines order by step, made, line`)
}
