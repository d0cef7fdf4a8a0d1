import { type SQL, sql } from 'drizzle-orm'
import type { Pool, Runner, Tx } from '../data/connection.ts'
import { identifier, tableName } from '../data/identifiers.ts'
import { inOneGo, patiently } from '../plans/expand.ts'
import { makeTriggerFunction } from '../plans/functions.ts'
import type { Model } from '../registry/model.ts'
import { composerOf, contributionSql, resolved } from './contribution.ts'
import { type KeptRollup, rollupsOf } from './of.ts'

const moments = ['insert', 'update', 'delete'] as const
const marked = 'filled'

/** The keys of rollups that are kept up and were filled in a schema. */
export async function keptKeys(owner: Pool | Tx, schema: string): Promise<ReadonlySet<string>> {
  const rows = await owner.run<{ key: string }>(sql`
    select substr(t.tgname, 1, 27) as key from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_description d on d.objoid = t.oid and d.classoid = 'pg_catalog.pg_trigger'::regclass and d.description = ${marked}
    where n.nspname = ${schema} and t.tgname like 'rollup\\_%\\_insert'`)
  return new Set(rows.map(row => row.key))
}

/** Rollups of a model that are not kept up yet, or were cut off before they were filled. */
export async function missingRollups(owner: Pool | Tx, schema: string, model: Model): Promise<KeptRollup[]> {
  const wanted = rollupsOf(model)
  if (wanted.length === 0) return []
  const kept = await keptKeys(owner, schema)
  return wanted.filter(one => !kept.has(one.rollup.key))
}

/**
 * Begins to keep a rollup up, and counts what is there already. From the moment the triggers stand every write of the child appends what
 * it changes; what stood before is read in a snapshot that was taken in that very moment, while no write was under way. Writers wait for
 * that moment alone, at most 50 ms at a try; the reading and counting holds nobody up.
 */
export async function keepRollup(owner: Pool, schema: string, model: Model, one: KeptRollup): Promise<void> {
  const table = tableName(schema, one.child.table)
  const trigger = identifier(`${one.rollup.key}_insert`)
  await owner.transaction(
    async snapshot => {
      await beginKeeping(owner, schema, model, one, () => snapshot.run(sql`select 1 as now`))
      await snapshot.run(sql`set local statement_timeout = 0`)
      const composer = composerOf(model, schema)
      await snapshot.run(resolved(appended(schema, one, [contributionSql(composer, one, table)]), composer))
      await snapshot.run(sql`comment on trigger ${trigger} on ${table} is 'filled'`)
    },
    { snapshot: true },
  )
}

async function beginKeeping(owner: Pool, schema: string, model: Model, one: KeptRollup, standing: () => Promise<unknown>): Promise<void> {
  await forget(owner, schema, one.rollup.key)
  await patiently(owner, async tx => {
    await standTriggers(tx, schema, model, one)
    await standing()
  })
}

/** What begins the keeping, in the transaction of the caller: from then on writers wait until that ends. */
export async function standTriggers(tx: Tx, schema: string, model: Model, one: KeptRollup): Promise<void> {
  await makeFunction(tx, schema, model, one)
  // In one message: this process may be busy, and the table is not held for that.
  const triggers = moments.map(moment => triggerSql(schema, one, moment))
  await tx.run(sql.join([sql`lock table ${tableName(schema, one.child.table)} in share row exclusive mode`, ...triggers], sql`; `))
}

async function makeFunction(tx: Tx, schema: string, model: Model, one: KeptRollup): Promise<void> {
  const { key } = one.rollup
  const [old, now] = [sql`oldrows`, sql`newrows`]
  const composer = composerOf(model, schema)
  const body = sql`begin
    if tg_op = 'INSERT' then ${appended(schema, one, [contributionSql(composer, one, now)])};
    elsif tg_op = 'DELETE' then ${appended(schema, one, [contributionSql(composer, one, old, true)])};
    else ${appended(schema, one, [contributionSql(composer, one, old, true), contributionSql(composer, one, now)])};
    end if;
    return null;
  end`
  await makeTriggerFunction(tx, schema, key, resolved(body, composer), sql`set search_path = pg_catalog`)
}

function triggerSql(schema: string, { child, rollup }: KeptRollup, moment: (typeof moments)[number]): SQL {
  const [on, sees] = {
    insert: [sql`insert`, sql`new table as newrows`],
    update: [sql`update`, sql`old table as oldrows new table as newrows`],
    delete: [sql`delete`, sql`old table as oldrows`],
  }[moment] as [SQL, SQL]
  return sql`create trigger ${identifier(`${rollup.key}_${moment}`)} after ${on} on ${tableName(schema, child.table)} referencing ${sees} for each statement execute function ${tableName(schema, rollup.key)}()`
}

/** What several parts come to, appended as what is to be added. */
function appended(schema: string, { rollup }: KeptRollup, parts: readonly SQL[]): SQL {
  return sql`insert into ${tableName(schema, 'core_rollup_delta')} (rollup, parent, key, n, amount)
    select ${rollup.key}::text, d.parent, d.key, sum(d.n), sum(d.amount) from (${sql.join([...parts], sql` union all `)}) d group by d.parent, d.key having sum(d.n) <> 0 or sum(d.amount) <> 0`
}

/** Ends the keeping of rollups that a model does not have, and throws away what they came to. */
export async function dropRollups(owner: Pool, schema: string, model: Model): Promise<void> {
  for (const { key } of await goingRollups(owner, schema, model)) await forget(owner, schema, key)
}

/** Rollups that are kept up and a model does not have, with the table that each counts; null where nothing keeps it up any more. */
export async function goingRollups(owner: Runner, schema: string, model: Model): Promise<{ readonly key: string; readonly table: string | null }[]> {
  const wanted = new Set(rollupsOf(model).map(one => one.rollup.key))
  const rows = await owner.run<{ key: string; table: string | null }>(sql`
    select p.proname as key, (select min(c.relname) from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid where t.tgfoid = p.oid) as "table"
    from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace where n.nspname = ${schema} and p.proname ~ '^rollup_[0-9a-f]{20}$'`)
  return rows.filter(({ key }) => !wanted.has(key))
}

/** First its triggers, so that nothing is added any more; then what was added, with no table held. */
async function forget(owner: Pool, schema: string, key: string): Promise<void> {
  await inOneGo(owner, [withoutTriggers(schema, key)])
  await owner.run(sql`delete from ${tableName(schema, 'core_rollup_delta')} where rollup = ${key}`)
  await owner.run(sql`delete from ${tableName(schema, 'core_rollup')} where rollup = ${key}`)
}

/** Takes the triggers of a rollup away, with what they run. */
export function withoutTriggers(schema: string, key: string): SQL {
  return sql`do $do$ begin if to_regprocedure('${tableName(schema, key)}()') is not null then drop function ${tableName(schema, key)}() cascade; end if; end $do$`
}
