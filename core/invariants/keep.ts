import { type SQL, sql } from 'drizzle-orm'
import type { Pool, Runner, Tx } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import { inOneGo, patiently } from '../plans/expand.ts'
import type { Model } from '../registry/model.ts'
import { resolved } from '../rollups/contribution.ts'
import { type Functions, functionsOf, linesOf, stayingRows } from './functions.ts'
import { coveredBy, linkedHash, recordContent } from './hash.ts'
import { type Staying, stayingOf } from './of.ts'
import { addSums, guardSums } from './sums.ts'

const marked = 'whole'

/** The entities whose records are to stay and which the database does not hold yet, or not as they are defined now. */
export async function missingStays(owner: Pool | Tx, schema: string, model: Model): Promise<Staying[]> {
  const wanted = stayingOf(model)
  if (wanted.length === 0) return []
  const rows = await owner.run<{ key: string }>(sql`
    select substr(p.proname, 1, 26) as key from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    join pg_catalog.pg_description d on d.objoid = p.oid and d.classoid = 'pg_catalog.pg_proc'::regclass and d.description = ${marked}
    where n.nspname = ${schema} and p.proname like 'stays\\_%\\_record' and exists (select from pg_catalog.pg_trigger t where t.tgfoid = p.oid)`)
  const held = new Set(rows.map(row => row.key))
  return wanted.filter(one => !held.has(one.key))
}

/**
 * Lets the database hold an entity's records from now on. Those that stay already are hashed as they are, and summed up in a snapshot of the very moment from which
 * on every record is: who began before the rule is not judged by it. What held it in another way goes in the same transaction, so that there is no moment in which nothing does.
 */
export async function holdStays(owner: Pool, schema: string, model: Model, one: Staying): Promise<void> {
  await owner.transaction(
    async snapshot => {
      await beginHolding(owner, schema, model, one, () => snapshot.run(sql`select 1 as now`))
      await snapshot.run(sql`set local statement_timeout = 0`)
      const { composer, alias, holds } = stayingRows(schema, model, one)
      for (const kept of one.kept) {
        const ids = sql`r.id in (select ${alias}.id from ${tableName(schema, one.entity.table)} ${alias} where ${holds})`
        await snapshot.run(resolved(addSums(schema, kept, linesOf(schema, one, kept, ids)), composer))
      }
    },
    { snapshot: true },
  )
  await sealStanding(owner, schema, model, one)
}

async function beginHolding(owner: Pool, schema: string, model: Model, one: Staying, standing: () => Promise<unknown>): Promise<void> {
  const made = functionsOf(schema, model, one)
  const statements = await holding(owner, schema, model, one, made)
  await owner.transaction(async tx => {
    await tx.run(
      sql`insert into ${tableName(schema, 'core_seal_shape')} (shape, covered) values (${one.key}, ${JSON.stringify(coveredBy(one))}::jsonb) on conflict do nothing`,
    )
    await makeFunctions(tx, schema, made)
  })
  // In one message: this process may be busy, and the tables are not held for that.
  await patiently(owner, async tx => {
    await tx.run(sql.join(statements, sql`; `))
    await standing()
  })
}

/** What begins the holding, all of it in the transaction of the caller: from then on writers wait until that ends. For a rehearsal. */
export async function standHolding(tx: Tx, schema: string, model: Model, one: Staying): Promise<void> {
  const made = functionsOf(schema, model, one)
  const statements = await holding(tx, schema, model, one, made)
  await makeFunctions(tx, schema, made)
  await tx.run(sql.join(statements, sql`; `))
}

async function holding(owner: Runner, schema: string, model: Model, one: Staying, made: Functions): Promise<SQL[]> {
  const tables = [one.entity.table, ...one.lines.map(line => line.entity.table)].map(table => tableName(schema, table))
  return [
    sql`lock table ${sql.join(tables, sql`, `)} in share row exclusive mode`,
    ...(await oldFunctions(owner, schema, model, one)),
    ...made.triggers.map(trigger => trigger.statement),
    ...one.kept.flatMap(kept => [...guardSums(schema, kept), sql`delete from ${tableName(schema, kept.table)}`]),
    sql`comment on function ${tableName(schema, `${one.key}_record`)}() is 'whole'`,
  ]
}

async function makeFunctions(tx: Tx, schema: string, { functions, composer }: Functions): Promise<void> {
  for (const { name, body } of functions) {
    const { text, params } = resolved(body, composer)
    // A function's text takes no parameters: the server itself writes the values into it, quoted.
    const template = text.replaceAll('%', '%%').replace(/\$(\d+)/g, '%$1$$L')
    await tx.run(
      sql`select pg_catalog.set_config('sangam.body', ${template}, true), pg_catalog.set_config('sangam.values', ${JSON.stringify(params.map(String))}, true)`,
    )
    await tx.run(sql`do $do$ begin
      execute pg_catalog.format('create or replace function ${tableName(schema, name)}() returns trigger language plpgsql security definer set search_path = pg_catalog as %L',
        pg_catalog.format(pg_catalog.current_setting('sangam.body'), variadic array(select v from pg_catalog.jsonb_array_elements_text(pg_catalog.current_setting('sangam.values')::jsonb) with ordinality as x(v, at) order by at)));
    end $do$`)
    // Whoever may run it could hang it on a table of their own, and write by it what is the owner's to write.
    await tx.run(sql`revoke all on function ${tableName(schema, name)}() from public`)
  }
}

/** What held the same records in another way. */
async function oldFunctions(owner: Runner, schema: string, model: Model, one: Staying) {
  const names = await heldOn(owner, schema, [one.entity.table])
  const wanted = new Set(stayingOf(model).map(({ key }) => key))
  return names.filter(({ key }) => !wanted.has(key)).map(({ name }) => dropFunction(schema, name))
}

/** A function that holds records, and those of its kin by their key. */
interface Holder {
  readonly name: string
  readonly key: string
}

/** Lets go of what a function holds. */
export function dropFunction(schema: string, name: string) {
  return sql`drop function if exists ${tableName(schema, name)}() cascade`
}

/** The functions that hold the records of tables, with all of their kin. */
async function heldOn(owner: Runner, schema: string, tables: readonly string[]): Promise<Holder[]> {
  return owner.run<Holder>(sql`
    with keys as (
      select distinct substr(p.proname, 1, 26) as key from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace join pg_catalog.pg_proc p on p.oid = t.tgfoid
      where n.nspname = ${schema} and c.relname in (select jsonb_array_elements_text(${JSON.stringify(tables)}::jsonb)) and p.proname ~ '^stays_[0-9a-f]{20}_')
    select p.proname as name, k.key from keys k join pg_catalog.pg_proc p on substr(p.proname, 1, 26) = k.key join pg_catalog.pg_namespace n on n.oid = p.pronamespace where n.nspname = ${schema}`)
}

/** Lets go of tables whose columns change their names or leave: whoever changes them holds them in this transaction, and they are held anew when all is done. */
export async function freeStays(tx: Tx, schema: string, tables: readonly string[]): Promise<void> {
  for (const { name } of await heldOn(tx, schema, tables)) await tx.run(dropFunction(schema, name))
}

/**
 * Lets go of entities that are in the model and say it no more, and throws away functions that hold nothing since their table is gone. What belongs to a plugin that
 * is disabled stays held.
 */
export async function dropStays(owner: Pool, schema: string, model: Model): Promise<void> {
  const gone = await goingStays(owner, schema, model)
  if (gone.length > 0)
    await inOneGo(
      owner,
      gone.map(({ name }) => dropFunction(schema, name)),
    )
}

/** The functions of a schema that hold what a model lets go, each with the tables it holds. */
export async function goingStays(owner: Runner, schema: string, model: Model): Promise<readonly (Holder & { readonly tables: readonly string[] })[]> {
  const wanted = new Set(stayingOf(model).map(({ key }) => key))
  const there = [...model.entities.values()].map(entity => entity.table)
  const held = await heldOn(owner, schema, there)
  const idle = await owner.run<Holder>(sql`
    select p.proname as name, substr(p.proname, 1, 26) as key from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname = ${schema} and p.proname ~ '^stays_[0-9a-f]{20}_'
      and not exists (select from pg_catalog.pg_trigger t join pg_catalog.pg_proc o on o.oid = t.tgfoid join pg_catalog.pg_class c on c.oid = t.tgrelid where o.pronamespace = p.pronamespace and substr(o.proname, 1, 26) = substr(p.proname, 1, 26) and c.relname not like 'core\\_%')`)
  const gone = new Map([...held, ...idle].filter(({ key }) => !wanted.has(key)).map(one => [one.name, one]))
  if (gone.size === 0) return []
  const hung = await owner.run<{ name: string; table: string }>(sql`
    select distinct p.proname as name, c.relname as "table" from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid join pg_catalog.pg_proc p on p.oid = t.tgfoid
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace where n.nspname = ${schema} and p.proname ~ '^stays_[0-9a-f]{20}_'`)
  return [...gone.values()].map(one => ({ ...one, tables: hung.filter(({ name }) => name === one.name).map(({ table }) => table) }))
}

const most = 1000

/** Hashes what stays already and is noted nowhere, a thousand at a time, in the order in which it was made. */
async function sealStanding(owner: Pool, schema: string, model: Model, one: Staying): Promise<void> {
  const { entity, key } = one
  const sealed = tableName(schema, 'core_sealed')
  const { composer, holds, alias, chain } = stayingRows(schema, model, one)
  for (;;) {
    const left = await owner.transaction(async tx => {
      await tx.run(sql`select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(${`sangam standing ${schema} ${entity.name}`}, 0))`)
      const found = await tx.run<{ id: string; chain: string | null }>(
        resolved(
          sql`select ${alias}.id, ${chain} as chain from ${tableName(schema, entity.table)} ${alias} where ${holds}
            and not exists (select from ${sealed} s where s.entity = ${entity.name} and s.record_id = ${alias}.id) order by ${alias}.created_at, ${alias}.id limit ${String(most)}::int`,
          composer,
        ),
      )
      for (const row of found)
        await tx.run(sql`
          with last as (select s.place, s.hash from ${sealed} s where s.entity = ${entity.name} and s.chain = ${row.chain}::text order by s.place desc limit 1)
          insert into ${sealed} (entity, record_id, sealed_at, shape, chain, place, hash)
          select ${entity.name}, q.id, now(), ${key}, ${row.chain}::text, case when ${row.chain}::text is null then null else coalesce((select place from last), 0) + 1 end,
            ${linkedHash(sql`(select hash from last)`, recordContent(schema, coveredBy(one), sql`q.id`))}
          from ${tableName(schema, entity.table)} q where q.id = ${row.id}::uuid on conflict do nothing`)
      return found.length
    })
    if (left < most) return
  }
}
