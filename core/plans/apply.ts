import { type SQL, sql } from 'drizzle-orm'
import type { Pool } from '../data/connection.ts'
import { closeTable } from '../data/door.ts'
import { identifier, tableName } from '../data/identifiers.ts'
import { dropStays, holdStays } from '../invariants/keep.ts'
import { type CustomState, emptyState } from '../registry/custom/document.ts'
import type { Model } from '../registry/model.ts'
import { adminPlugin } from '../registry/names.ts'
import { dropRollups, keepRollup } from '../rollups/keep.ts'
import { holdTrial } from '../trial/keep.ts'
import { deliveryName } from '../work/outbox.ts'
import { baseSteps } from './base.ts'
import { expandSteps, inOneGo } from './expand.ts'
import { planWorkspace } from './plan.ts'
import { calledBy } from './plugins/roles.ts'
import { dropRetired } from './retired.ts'
import { keptShapeOf } from './upgrade/shape.ts'
import { unwatched, type Watch } from './watch.ts'

/** What leads from one model to the next. */
export interface Change {
  readonly states?: readonly PluginState[]
  /** What administrators made, as it will be, and the change set it comes from. */
  readonly state: CustomState
  readonly set: string | null
  /** Written together with the number: whoever is killed has written both or none. */
  readonly also?: readonly SQL[]
  /** Done beside the work, when the new columns are there and before any index or the number. */
  readonly fill?: () => Promise<void>
  /** Told of every step that is done. */
  readonly watch?: Watch
}

/**
 * Brings a schema to a model in three phases that can each be begun again: expand (catalogue only, short locks, a transaction for each table in
 * use), fill (indexes on tables in use are built, and rollups counted, beside the work), switch (the number).
 */
export async function applyModel(owner: Pool, schema: string, model: Model, change: Change): Promise<number> {
  const { watch = unwatched } = change
  for (const step of await baseSteps(owner, schema)) await inOneGo(owner, step)
  const { plan, slow } = await watch({ phase: 'expand' }, async () => {
    const first = await planWorkspace(owner, schema, model)
    for (const one of first.strange) await inOneGo(owner, [setAside(schema, one)])
    const plan = first.strange.length > 0 ? await planWorkspace(owner, schema, model) : first
    const slow = plan.missing.filter(one => one.kind === 'index' && plan.tablesWithRows.has(one.table))
    const quick = plan.missing.filter(one => !slow.includes(one))
    for (const step of expandSteps(schema, quick)) await inOneGo(owner, step)
    for (const table of plan.open) await inOneGo(owner, [closeTable(schema, table)])
    return { plan, slow }
  })
  await change.fill?.()
  // What was made a moment ago has no rows that would take time to look through, so all of it is one step.
  const made = new Set(plan.missing.flatMap(one => (one.kind === 'table' ? [one.table] : [])))
  await inOneGo(
    owner,
    plan.missing.flatMap(({ table, validate }) => (validate && made.has(table) ? [validate] : [])),
  )
  for (const { table, name, validate } of plan.missing) if (validate && !made.has(table)) await watch({ phase: 'fill', table, name }, () => owner.run(validate))
  for (const { table, name, concurrently } of slow)
    await watch({ phase: 'fill', table, name }, async () => {
      // One cut off in the middle leaves an index that is not valid, under the same name.
      await owner.run(sql`drop index concurrently if exists ${tableName(schema, name)}`)
      if (concurrently) await owner.run(concurrently)
    })
  for (const one of plan.rollups)
    await watch({ phase: 'fill', table: one.child.table, name: `${one.parent.table}.${one.field.name}` }, () => keepRollup(owner, schema, model, one))
  for (const one of plan.stays) await watch({ phase: 'fill', table: one.entity.table, name: 'stays' }, () => holdStays(owner, schema, model, one))
  if (plan.trial) await watch({ phase: 'fill', table: 'core_live', name: 'trial' }, () => holdTrial(owner, schema, model))
  return watch({ phase: 'switch' }, async () => {
    const number = await switchTo(owner, schema, model, change)
    await dropRollups(owner, schema, model)
    await dropStays(owner, schema, model)
    await dropRetired(owner, schema, model, plan.indexes)
    return number
  })
}

/** No model names it, and yet what it holds is nobody's to throw away. */
export function setAside(schema: string, { table, name }: { readonly table: string; readonly name: string }): SQL {
  return sql`alter table ${tableName(schema, table)} rename column ${identifier(name)} to ${identifier(`old_${Date.now().toString(36)}_${name}`.slice(0, 63))}`
}

export interface PluginState {
  readonly id: string
  readonly version: string
  readonly state: 'enabled' | 'disabled' | 'uninstalled'
  /** What it took over from administrators is theirs again. */
  readonly givesBack?: boolean
}

async function switchTo(owner: Pool, schema: string, model: Model, { states = [], state, set, also = [] }: Change): Promise<number> {
  const custom = JSON.stringify(state)
  return owner.transaction(async tx => {
    for (const statement of also) await tx.run(statement)
    for (const { id, version, state } of states) {
      await tx.run(sql`
        insert into ${tableName(schema, 'core_plugin')} as p (id, version, state) values (${id}, ${version}, ${state})
        on conflict (id) do update set version = case excluded.state when 'enabled' then excluded.version else p.version end, state = excluded.state, changed_at = now()`)
    }
    // What it has no more it does not keep either: a later version of it does not bring it anywhere.
    for (const { id, givesBack } of states)
      if (givesBack)
        await tx.run(sql`
          update ${tableName(schema, 'core_plugin')} set shape = jsonb_set(shape, '{entities}', (select coalesce(jsonb_object_agg(e.key, e.value), '{}') from jsonb_each(shape->'entities') e
            where not e.key in (select jsonb_array_elements_text(${JSON.stringify(Object.keys(state.document.entities))}::jsonb)))) where id = ${id} and shape is not null`)
    const called = calledBy(model.plugins.values())
    const kept = [...model.plugins.values()].filter(({ id }) => id !== 'core' && id !== adminPlugin).map(plugin => keptShapeOf(plugin, called))
    await tx.run(sql`
      update ${tableName(schema, 'core_plugin')} p set version = x.version, shape = x.shape from (select s->>'id' as id, s->>'version' as version, s as shape from jsonb_array_elements(${JSON.stringify(kept)}::jsonb) s) x
      where p.id = x.id and (p.version <> x.version or p.shape is distinct from x.shape)`)
    const listening = [...model.plugins.keys()].map(id => ({ id, consumers: listeners(model, id) }))
    await tx.run(sql`
      update ${tableName(schema, 'core_plugin')} p set consumers = x.consumers from jsonb_to_recordset(${JSON.stringify(listening)}::jsonb) as x(id text, consumers jsonb)
      where p.id = x.id and p.consumers is distinct from x.consumers`)
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

/** Which events a plugin is told of, and under which name. */
function listeners(model: Model, id: string): { readonly event: string; readonly listener: string }[] {
  const own = new Set((model.plugins.get(id)?.parts ?? []).flatMap(part => (part.kind === 'consumer' ? [part.name] : [])))
  return model.consumers.filter(({ name }) => own.has(name)).map(({ event, name }) => ({ event, listener: deliveryName(name) }))
}

const nothing = JSON.stringify(emptyState)
