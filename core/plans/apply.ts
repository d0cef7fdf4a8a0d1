import { type SQL, sql } from 'drizzle-orm'
import type { Pool } from '../data/connection.ts'
import { sqlState } from '../data/connection.ts'
import { identifier, tableName } from '../data/identifiers.ts'
import { type CustomState, emptyState } from '../registry/custom/document.ts'
import type { Model } from '../registry/model.ts'
import { dropRollups, keepRollup } from '../rollups/keep.ts'
import { baseStatements } from './base.ts'
import { grants, retiredIndexes } from './ddl.ts'
import { planWorkspace } from './plan.ts'

/** What leads from one model to the next. */
export interface Change {
  readonly states?: readonly PluginState[]
  /** What administrators made, as it will be, and the change set it comes from. */
  readonly state: CustomState
  readonly set: string | null
  /** Done beside the work, when the new columns are there and before any index or the number. */
  readonly fill?: () => Promise<void>
}

/**
 * Brings a schema to a model in three phases that can each be begun again: expand (one transaction, catalogue only, short locks),
 * fill (indexes on tables in use are built, and rollups counted, beside the work), switch (the number).
 */
export async function applyModel(owner: Pool, schema: string, model: Model, change: Change): Promise<number> {
  await inOneGo(owner, baseStatements(schema))
  const strange = (await planWorkspace(owner, schema, model)).strange.map(one => setAside(schema, one))
  if (strange.length > 0) await inOneGo(owner, strange)
  const plan = await planWorkspace(owner, schema, model)
  const slow = plan.missing.filter(one => one.kind === 'index' && plan.tablesWithRows.has(one.table))
  const quick = plan.missing.filter(one => !slow.includes(one))
  if (quick.length > 0) await inOneGo(owner, [...quick.flatMap(one => (one.prepare ? [one.prepare, one.create] : [one.create])), ...grants(schema, model)])
  await change.fill?.()
  for (const one of plan.missing) if (one.validate) await owner.run(one.validate)
  for (const one of slow) {
    // One cut off in the middle leaves an index that is not valid, under the same name.
    await owner.run(sql`drop index if exists ${tableName(schema, one.name)}`)
    if (one.concurrently) await owner.run(one.concurrently)
  }
  await inOneGo(owner, retiredIndexes(schema, model))
  for (const one of plan.rollups) await keepRollup(owner, schema, model, one)
  const number = await switchTo(owner, schema, model, change)
  await dropRollups(owner, schema, model)
  return number
}

/** No model names it, and yet what it holds is nobody's to throw away. */
function setAside(schema: string, { table, name }: { readonly table: string; readonly name: string }): SQL {
  return sql`alter table ${tableName(schema, table)} rename column ${identifier(name)} to ${identifier(`old_${Date.now().toString(36)}_${name}`.slice(0, 63))}`
}

export interface PluginState {
  readonly id: string
  readonly version: string
  readonly state: 'enabled' | 'disabled'
}

async function switchTo(owner: Pool, schema: string, model: Model, { states = [], state, set }: Change): Promise<number> {
  const custom = JSON.stringify(state)
  return owner.transaction(async tx => {
    for (const { id, version, state } of states) {
      await tx.run(sql`
        insert into ${tableName(schema, 'core_plugin')} (id, version, state) values (${id}, ${version}, ${state})
        on conflict (id) do update set version = excluded.version, state = excluded.state, changed_at = now()`)
    }
    const [last] = await tx.run<{ number: string; hash: string; custom: string | null }>(
      sql`select m.number::text, m.hash, m.descriptor->>'custom' as custom from ${tableName(schema, 'core_model')} m order by m.number desc limit 1`,
    )
    if (last?.hash === model.hash && (last.custom ?? nothing) === custom) return Number(last.number)
    const [next] = await tx.run<{ value: string }>(
      sql`update ${tableName(schema, 'core_number')} set value = value + 1 where name = 'model' returning value::text`,
    )
    const number = Number(next?.value)
    await tx.run(
      sql`insert into ${tableName(schema, 'core_model')} (number, hash, descriptor) values (${number}, ${model.hash}, ${JSON.stringify({ custom, set })}::jsonb)`,
    )
    await tx.run(sql`select pg_notify('sangam_model', ${schema})`)
    return number
  })
}

const nothing = JSON.stringify(emptyState)

/** One transaction of catalogue changes; a busy table makes it step back and try again, so that nobody waits behind it. */
/** One transaction that waits at most 50 ms for a lock at a try: nobody queues up behind it for longer. */
export async function inOneGo(owner: Pool, statements: readonly SQL[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await owner.transaction(async tx => {
        await tx.run(sql`set local lock_timeout = '50ms'`)
        for (const statement of statements) await tx.run(statement)
      })
      return
    } catch (error) {
      if (sqlState(error) !== '55P03' || attempt >= 100) throw error
      await new Promise(resolve => setTimeout(resolve, 20 + Math.random() * 80))
    }
  }
}
