import { sql } from 'drizzle-orm'
import type { Pool, Runner, Tx } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import { appRole } from '../data/roles.ts'
import { inOneGo, patiently } from '../plans/expand.ts'
import { makeTriggerFunction } from '../plans/functions.ts'
import type { Model } from '../registry/model.ts'
import { resolved } from '../rollups/contribution.ts'
import { type Functions, functionsOf } from './functions.ts'
import { coveredBy, linkedHash, recordContent } from './hash.ts'
import { type KeptSums, type Staying, stayingOf } from './of.ts'
import { linesOf, stayingRows } from './site.ts'
import { addSums, guardSums } from './sums.ts'

/** The entities whose records are to stay and which the database does not hold yet, not whole, or not as they are defined now. */
export async function missingStays(owner: Pool | Tx, schema: string, model: Model): Promise<Staying[]> {
  const wanted = stayingOf(model)
  if (wanted.length === 0) return []
  const rows = await owner.run<{ key: string }>(sql`
    select s.shape as key from ${tableName(schema, 'core_seal_shape')} s where s.whole and s.shape like 'stays\\_%' and exists (
      select from pg_catalog.pg_trigger t join pg_catalog.pg_proc p on p.oid = t.tgfoid join pg_catalog.pg_namespace n on n.oid = p.pronamespace where n.nspname = ${schema} and p.proname = s.shape || '_record')`)
  const [held, counted, written] = [new Set(rows.map(row => row.key)), await countedSums(owner, schema), await writtenSums(owner, schema, wanted)]
  return wanted.filter(one => !held.has(one.key) || one.kept.some(kept => !counted.has(kept.key) || written.has(kept.table)))
}

/** The keys of sums that hold all there is. */
async function countedSums(owner: Runner, schema: string): Promise<ReadonlySet<string>> {
  const rows = await owner.run<{ key: string }>(sql`select shape as key from ${tableName(schema, 'core_seal_shape')} where whole and shape like 'sums\\_%'`)
  return new Set(rows.map(row => row.key))
}

/** Tables of sums that the application may write to: all rights on all tables are given anew with a new base. */
async function writtenSums(owner: Runner, schema: string, stays: readonly Staying[]): Promise<ReadonlySet<string>> {
  const tables = stays.flatMap(one => one.kept.map(kept => kept.table))
  if (tables.length === 0) return new Set()
  const rows = await owner.run<{ name: string }>(sql`
    select c.relname as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relname in (select jsonb_array_elements_text(${JSON.stringify(tables)}::jsonb)) and pg_catalog.has_table_privilege(${appRole}, c.oid, 'insert, update, delete')`)
  return new Set(rows.map(row => row.name))
}

/**
 * Lets the database hold an entity's records from now on. Those that stay already are hashed as they are, and summed up in a snapshot of the very moment from which
 * on every record is: who began before the rule is not judged by it. What held it in another way goes in the same transaction, so that there is no moment in which nothing does.
 * Sums that mean the same as before go on. Cut off anywhere, it is begun again: it is whole once its mark says so.
 */
export async function holdStays(owner: Pool, schema: string, model: Model, one: Staying): Promise<void> {
  const counted = await countedSums(owner, schema)
  const anew = one.kept.filter(kept => !counted.has(kept.key))
  await owner.transaction(
    async snapshot => {
      await patiently(owner, async tx => {
        await standHolding(tx, schema, model, one)
        await snapshot.run(sql`select 1 as now`)
      })
      await snapshot.run(sql`set local statement_timeout = 0`)
      for (const kept of anew) await countAnew(snapshot, schema, model, one, kept)
    },
    { snapshot: true },
  )
  await sealStanding(owner, schema, model, one)
  await owner.run(sql`update ${tableName(schema, 'core_seal_shape')} set whole = true where shape = ${one.key}`)
}

/** Counts in a snapshot what is there, in place of what was counted: readers see the old sums until the new ones stand. */
async function countAnew(snapshot: Tx, schema: string, model: Model, one: Staying, kept: KeptSums): Promise<void> {
  const { composer, alias, holds } = stayingRows(schema, model, one)
  const ids = sql`r.id in (select ${alias}.id from ${tableName(schema, one.entity.table)} ${alias} where ${holds})`
  await snapshot.run(sql`delete from ${tableName(schema, kept.table)}`)
  await snapshot.run(resolved(addSums(schema, kept, linesOf(schema, one, kept, ids)), composer))
  await snapshot.run(sql`
    insert into ${tableName(schema, 'core_seal_shape')} (shape, covered, whole) values (${kept.key}, ${JSON.stringify({ sums: kept.table })}::jsonb, true) on conflict (shape) do update set whole = true`)
}

/** What begins the holding, all of it in the transaction of the caller: from then on writers wait until that ends. */
export async function standHolding(tx: Tx, schema: string, model: Model, one: Staying): Promise<void> {
  const made = functionsOf(schema, model, one)
  const tables = [one.entity.table, ...one.lines.map(line => line.entity.table)].map(table => tableName(schema, table))
  const old = await heldOn(tx, schema, [one.entity.table], 'record')
  await tx.run(
    sql`insert into ${tableName(schema, 'core_seal_shape')} (shape, covered) values (${one.key}, ${JSON.stringify(coveredBy(one))}::jsonb) on conflict (shape) do update set whole = false`,
  )
  await tx.run(
    sql.join([sql`lock table ${sql.join(tables, sql`, `)} in share row exclusive mode`, ...old.map(({ name }) => dropFunction(schema, name))], sql`; `),
  )
  await makeFunctions(tx, schema, made)
  await tx.run(sql.join([...made.triggers.map(trigger => trigger.statement), ...one.kept.flatMap(kept => guardSums(schema, kept))], sql`; `))
}

async function makeFunctions(tx: Tx, schema: string, { functions, composer }: Functions): Promise<void> {
  for (const { name, body } of functions) {
    // Planned once for a connection: each list of ids looks cheaper planned for itself, and that takes longer than all that the function does with it.
    const how = sql`security definer set search_path = pg_catalog set enable_seqscan = off set plan_cache_mode = force_generic_plan`
    await makeTriggerFunction(tx, schema, name, resolved(body, composer), how)
    // Whoever may run it could hang it on a table of their own, and write by it what is the owner's to write.
    await tx.run(sql`revoke all on function ${tableName(schema, name)}() from public`)
  }
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

/**
 * The functions that hang on tables, with all of their kin: those that hold the very records of these tables, or also those that look at them, since the records are lines, locks or exceptions of others.
 */
async function heldOn(owner: Runner, schema: string, tables: readonly string[], which: 'any' | 'record' = 'any'): Promise<Holder[]> {
  return owner.run<Holder>(sql`
    with keys as (
      select distinct substr(p.proname, 1, 26) as key from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace join pg_catalog.pg_proc p on p.oid = t.tgfoid
      where n.nspname = ${schema} and c.relname in (select jsonb_array_elements_text(${JSON.stringify(tables)}::jsonb)) and p.proname ~ '^stays_[0-9a-f]{20}_'
        and (${which} = 'any' or p.proname ~ '_record$'))
    select p.proname as name, k.key from keys k join pg_catalog.pg_proc p on substr(p.proname, 1, 26) = k.key join pg_catalog.pg_namespace n on n.oid = p.pronamespace where n.nspname = ${schema}`)
}

/** Lets go of tables whose columns change their names or leave: whoever changes them holds them in this transaction, and they are held anew when all is done. */
export async function freeStays(tx: Tx, schema: string, tables: readonly string[]): Promise<void> {
  const held = await heldOn(tx, schema, tables)
  for (const { name } of held) await tx.run(dropFunction(schema, name))
  if (held.length > 0) await countNoMore(tx, schema)
}

/** Sums are counted anew before anybody leans on them: for a while nothing keeps them up. */
async function countNoMore(runner: Runner, schema: string): Promise<void> {
  await runner.run(sql`update ${tableName(schema, 'core_seal_shape')} set whole = false where shape like 'sums\\_%'`)
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
  // Of what is meant no more nothing is kept up: should it be meant again, it is counted again.
  const wanted = stayingOf(model).flatMap(one => one.kept.map(kept => kept.key))
  await owner.run(sql`
    update ${tableName(schema, 'core_seal_shape')} set whole = false where whole and shape like 'sums\\_%' and not shape in (select jsonb_array_elements_text(${JSON.stringify(wanted)}::jsonb))
      and covered->>'sums' in (select jsonb_array_elements_text(${JSON.stringify([...model.entities.values()].map(entity => entity.table))}::jsonb))`)
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
      const found = await tx.run<{ id: string; chain: string | null }>(
        resolved(
          sql`select ${alias}.id, ${chain} as chain from ${tableName(schema, entity.table)} ${alias} where ${holds}
            and not exists (select from ${sealed} s where s.entity = ${entity.name} and s.record_id = ${alias}.id) order by ${alias}.created_at, ${alias}.id limit ${String(most)}::int`,
          composer,
        ),
      )
      // In one order, and before any place is looked for: others post into these chains meanwhile.
      const chains = [...new Set(found.flatMap(row => (row.chain === null ? [] : [row.chain])))].sort()
      for (const one of chains)
        await tx.run(sql`select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(${`sangam chain ${schema}${entity.name}${one}`}, 0))`)
      for (const row of found)
        await tx.run(sql`
          with last as (select s.place, s.hash from ${sealed} s where s.entity = ${entity.name} and s.chain = ${row.chain}::text order by s.place desc limit 1)
          insert into ${sealed} (entity, record_id, sealed_at, shape, chain, place, hash)
          select ${entity.name}, q.id, now(), ${key}, ${row.chain}::text, case when ${row.chain}::text is null then null else coalesce((select place from last), 0) + 1 end,
            ${linkedHash(sql`(select hash from last)`, recordContent(schema, coveredBy(one), sql`q.id`))}
          from ${tableName(schema, entity.table)} q where q.id = ${row.id}::uuid on conflict do nothing`)
      return found.length
    })
    if (left === 0) return
  }
}
