import type { Migration, Plugin } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { sqlState, type Tx } from '../../data/connection.ts'
import { closeTable } from '../../data/door.ts'
import { identifier, tableName } from '../../data/identifiers.ts'
import { Refused } from '../../errors.ts'
import { systemContext } from '../../records/context.ts'
import { find } from '../../records/find.ts'
import { buildModel } from '../../registry/build.ts'
import type { CustomState } from '../../registry/custom/document.ts'
import { emptyState } from '../../registry/custom/document.ts'
import { modelOf } from '../../registry/custom/fit.ts'
import type { Model } from '../../registry/model.ts'
import { labelOf } from '../../registry/names.ts'
import { inEnglish } from '../../registry/problems.ts'
import type { World } from '../../world.ts'
import { messagesOf, statementsOf } from '../expand.ts'
import { customRow, runningPlugins } from '../models.ts'
import { planWorkspace } from '../plan.ts'
import { refusal, withNeeds } from '../plugins/refusal.ts'
import { calledBy } from '../plugins/roles.ts'
import type { Step } from '../plugins/sentences.ts'
import type { Wanted } from '../wanted.ts'
import { follower, followState, type Renames } from './follow.ts'
import { forAnOwner, type Gate, gateOf, storedOf } from './gate.ts'
import { leaningOn, toldOf } from './leaning.ts'
import type { Kept } from './put-away.ts'
import { keptFields, keptShapeOf, misfits, type Shape, shapeOf } from './shape.ts'
import { broken, doStep, entityIn, isOfTheData, type Site } from './steps.ts'

type Waits = Extract<Gate, { readonly kind: 'waits' }>

/** What is kept of an upgrade, beside who did it and when. */
export interface Upgraded {
  readonly plugin: string
  readonly from: string
  readonly to: string
  readonly steps: readonly Step[]
  /** Each proof with how many records it was asked of, and how many broke it: none, or there would be no upgrade. */
  readonly proof: readonly {
    readonly version: string
    readonly entity: string
    readonly condition: string
    readonly records: number
    readonly broken: number
  }[]
  /** What of it lies where, for thirty days. */
  readonly kept: readonly Kept[]
  readonly renames: readonly (readonly [old: string, now: string])[]
  /** Titles of what people saved that goes on by the old names. */
  readonly leaning: readonly string[]
  /** Whether what else people saved has the new names. */
  readonly followed: boolean
}

export interface UpgradeOptions {
  /** Done first, in the same transaction. */
  readonly before?: readonly SQL[]
  readonly by?: string | null
  /** Whether an owner, or who runs the server, says so: else nothing goes. */
  readonly owner?: boolean
}

/**
 * Brings what a plugin keeps in a workspace to the version that is here, in one transaction: its migrations one after another, each with its proof;
 * the tables and columns that the version adds; what administrators made, by the new names; the version, and the number that shows it all. Whoever
 * is killed, or refused, has done nothing. The caller holds the lock of set-ups. Null where another node was faster.
 *
 * Errors: `plan_refused`; `forbidden` where something goes and no owner says so.
 */
export async function upgrade(
  world: World,
  workspace: string,
  plugin: Plugin,
  { before = [], by = null, owner = false }: UpgradeOptions = {},
): Promise<Upgraded | null> {
  const known = await knownBefore(world, workspace, plugin)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await world.db.owner.transaction(async tx => {
        await tx.run(sql`set local lock_timeout = '250ms'`)
        for (const statement of before) await tx.run(statement)
        return (await upgradeIn(tx, world, workspace, plugin, known, { by, yes: owner }))?.upgraded ?? null
      })
    } catch (error) {
      if (sqlState(error) !== '55P03') throw refusedBy(error, plugin)
      if (attempt >= 40) throw refusal({ text: 'What {plugin} added to others’ records is busy. Try again in a moment.', values: { plugin: plugin.title } })
      await new Promise(resolve => setTimeout(resolve, 20 + Math.random() * 80))
    }
  }
}

/** What is told of an upgrade that the records themselves stand against; anything else as it was thrown. */
export function refusedBy(error: unknown, plugin: Plugin): unknown {
  if (sqlState(error) === '23505')
    return refusal({
      text: 'Two records of {plugin} would be alike that must differ from now on. Make them differ with the version before, then upgrade.',
      values: { plugin: plugin.title },
    })
  if (isOfTheData(error))
    return refusal({
      text: 'The migration of {plugin} to {version} {problem}',
      values: { plugin: plugin.title, version: plugin.version, problem: `can’t be done here: ${(error as Error).message}` },
    })
  return error
}

/** What is known of a workspace before a plugin of it is upgraded. */
export type Known = Pick<Site, 'others' | 'scope' | 'setting'> & {
  readonly beside: readonly Plugin[]
  readonly state: CustomState
  readonly set: string | null
}

export async function knownBefore(world: World, workspace: string, plugin: Plugin): Promise<Known> {
  const { owner } = world.db
  const needed = withNeeds(world, plugin).filter(one => one !== plugin)
  const core = world.plugins.get('core') as Plugin
  const here = await systemContext(world, workspace, 'Looks where days begin and what money is in', 'cli', async ctx => {
    const [company] = ctx.company === null ? [] : (await find(ctx, 'core.company', { where: { id: ctx.company }, fields: ['currency'], limit: 1 })).items
    return { scope: ctx.scope, setting: { zone: ctx.access.caller.zone, currency: String(company?.currency ?? 'INR') } }
  })
  const row = await customRow(owner, workspace)
  const { plugins } = await runningPlugins(owner, workspace, world.plugins)
  return {
    ...here,
    others: buildModel([...new Set([core, ...needed])]),
    beside: [...new Set([...needed, ...plugins])].filter(one => one.id !== plugin.id),
    state: row?.state ?? emptyState,
    set: row?.set ?? null,
  }
}

/** Of a schema that is only a copy of some tables: what of a model is to be there. */
export type Meant = (tx: Tx) => Promise<(wanted: Pick<Wanted, 'kind' | 'table' | 'name'>) => boolean>

interface Saying {
  readonly by: string | null
  /** Whether something may go. */
  readonly yes: boolean
  readonly meant?: Meant
}

/** Does it within a transaction, on the schema of a workspace or on a copy of it; tells also which indexes are left to build beside the work. */
export async function upgradeIn(
  tx: Tx,
  world: World,
  schema: string,
  plugin: Plugin,
  known: Known,
  said: Saying,
): Promise<{ readonly upgraded: Upgraded; readonly left: readonly Wanted[] } | null> {
  await tx.run(sql`select from ${tableName(schema, 'core_plugin')} where id = ${plugin.id} for update`)
  const [stored] = await storedOf(tx, schema, [plugin.id])
  const gate = stored && gateOf(plugin, stored)
  if (!stored || !gate || gate.kind === 'open') return null
  if (gate.kind === 'shut') throw refusal({ text: 'It can’t be upgraded: {problem}', values: { problem: gate.problem } })
  if (gate.asks && !said.yes) {
    const { text, values } = forAnOwner(plugin)
    throw new Refused(403, 'forbidden', text, { values })
  }
  const target = shapeOf(plugin)
  const change = v7()
  const now = entitiesNow(known, target, plugin)
  const called: Site['called'] = (name, field) =>
    field === undefined ? (now.get(name)?.label ?? labelOf(name)) : (now.get(name)?.fields.get(field)?.label ?? labelOf(field))
  const site: Site = { tx, schema, change, plugin, target, called, ...known }
  const done = await migrate(site, gate)
  const [problem] = misfits({ ...done.shape, version: stored.version }, target)
  if (problem !== undefined) throw refusal({ text: 'Its migrations leave something out: {problem}', values: { problem } })
  const state = followState(known.state, follower(done.renames, now, known.state.document))
  const model = modelOf([...known.beside, plugin], state.document)
  if (!model.plugins.has(plugin.id)) throw refusal({ text: 'It can’t run: {problem}', values: { problem: model.setAside.map(inEnglish)[0] ?? plugin.id } })
  const left = await expand(tx, schema, model, said.meant)
  await requireAll(site, gate.shape)
  // The tables that it is saved in are all there by now.
  const leaning = await leaningOn(tx, schema, done.renames)
  const upgraded: Upgraded = {
    ...{ plugin: plugin.id, from: stored.version, to: plugin.version, steps: [...done.said, ...toldOf(leaning)], proof: done.proof, kept: done.kept },
    ...{ leaning, renames: [...done.renames], followed: done.renames.size === 0 },
  }
  await write(tx, world, schema, {
    change,
    upgraded,
    state,
    set: known.set,
    shape: keptShapeOf(plugin, calledBy(world.plugins.values())),
    by: said.by,
    hash: `before ${model.hash}`,
  })
  return { upgraded, left }
}

interface Migrated {
  readonly shape: Shape
  readonly said: readonly Step[]
  readonly kept: readonly Kept[]
  readonly proof: Upgraded['proof']
  readonly renames: Renames
}

async function migrate(site: Site, { migrations, shape: given }: Waits): Promise<Migrated> {
  let shape = given
  const [said, kept, proof]: [Step[], Kept[], Upgraded['proof'][number][]] = [[], [], []]
  const names = new Map(namesOf(given))
  for (const [at, one] of migrations.entries()) {
    for (const [place, step] of one.steps.entries()) {
      const later = [...one.steps.slice(place + 1), ...migrations.slice(at + 1).flatMap(next => next.steps)]
      const done = await doStep(site, shape, one.version, step, later)
      if (step.step === 'rename') for (const [old, now] of names) if (now === `${step.entity} ${step.field}`) names.set(old, `${step.entity} ${step.to}`)
      shape = done.shape
      said.push(done.said)
      kept.push(...(done.kept ?? []))
    }
    for (const each of one.proof) proof.push(await prove(site, shape, one, each))
  }
  const renames = [...names].filter(([old, now]) => old !== now).map(([old, now]) => [old, now.split(' ')[1] as string] as const)
  return { shape, said, kept, proof, renames: new Map(renames) }
}

function namesOf(shape: Shape): readonly (readonly [string, string])[] {
  const all = { ...shape.extensions, ...Object.fromEntries(Object.entries(shape.entities).map(([name, { fields }]) => [name, fields])) }
  return Object.entries(all).flatMap(([entity, fields]) => Object.keys(fields).map(field => [`${entity} ${field}`, `${entity} ${field}`] as const))
}

async function prove(site: Site, shape: Shape, { version }: Migration, proof: Migration['proof'][number]): Promise<Upgraded['proof'][number]> {
  const condition = JSON.stringify(proof.always ?? { not: proof.never })
  const wrong = await broken(site, shape, proof)
  if (wrong > 0)
    throw refusal({
      text: 'The proof of version {version} does not hold: {count, plural, one {# record} other {# records}} of {entity} would break {condition}. Mend them with the version before, or mend the migration.',
      values: { version, count: wrong, entity: proof.entity, condition },
    })
  const [row] = await site.tx.run<{ count: number }>(
    sql`select count(*)::int as count from ${tableName(site.schema, entityIn(shape, site.others, proof.entity).table)} where deleted_at is null`,
  )
  return { version, entity: proof.entity, condition, records: row?.count ?? 0, broken: wrong }
}

/** Everything that can be reached by a path in the end. */
function entitiesNow({ beside, others }: Known, target: Shape, plugin: Plugin): Model['entities'] {
  try {
    return buildModel([...beside, plugin]).entities
  } catch {
    return new Map([...others.entities, ...Object.keys(target.entities).map(name => [name, entityIn(target, others, name)] as const)])
  }
}

/** What the version adds, and what was freed of its keys: with what must be unique, and without the indexes that only make things fast, which are left. */
async function expand(tx: Tx, schema: string, model: Model, meant?: Meant): Promise<readonly Wanted[]> {
  const plan = await planWorkspace(tx, schema, model)
  const isMeant = meant ? await meant(tx) : () => true
  const { indexes } = plan
  const missing = plan.missing.filter(isMeant)
  const open = plan.open.filter(table => isMeant({ kind: 'table', table, name: table }))
  const there = new Set(indexes.map(one => one.name))
  // Where one from before holds the same unique, the one that leaves out what is empty is made beside the work.
  const now = missing.filter(one => one.kind !== 'index' || (/_uqi?f?$/.test(one.name) && !there.has(one.name.replace(/f$/, ''))))
  for (const message of await messagesOf([...statementsOf(schema, now), ...open.map(table => closeTable(schema, table))])) await tx.run(message)
  return missing.filter(one => !now.includes(one))
}

/** A field that must hold something from now on holds something everywhere. */
async function requireAll({ tx, schema, plugin, target, others }: Site, before: Shape): Promise<void> {
  for (const name of [...Object.keys(before.entities), ...Object.keys(before.extensions)]) {
    if (!target.entities[name] && !target.extensions[name]) continue
    const entity = entityIn(target, others, name)
    for (const [field, { options }] of Object.entries(keptFields(target, name))) {
      const [column] = entity.fields.get(field)?.columns ?? []
      if (options.required !== true || keptFields(before, name)[field]?.options.required === true || !column) continue
      const [row] = await tx.run<{ count: number }>(
        sql`select count(*)::int as count from ${tableName(schema, entity.table)} where deleted_at is null and ${identifier(column.name)} is null`,
      )
      if (row && row.count > 0)
        throw refusal({
          text: 'Version {version} of {plugin} asks for {field} of {entity}, which {count, plural, one {# record has} other {# records have}} not. Its migration must fill it: a step "fill".',
          values: { version: plugin.version, plugin: plugin.title, field, entity: name, count: row.count },
        })
    }
  }
}

interface Written {
  readonly change: string
  readonly upgraded: Upgraded
  readonly state: CustomState
  readonly set: string | null
  readonly shape: Shape
  readonly by: string | null
  /** Not that of the model: what is left to make (indexes, sums) is looked for at the next start if it is not made now. */
  readonly hash: string
}

async function write(tx: Tx, world: World, schema: string, { change, upgraded, state, set, shape, by, hash }: Written): Promise<void> {
  const { plugin, to } = upgraded
  await tx.run(sql`update ${tableName(schema, 'core_plugin')} set version = ${to}, shape = ${JSON.stringify(shape)}::jsonb where id = ${plugin}`)
  const [row] = await tx.run<{ state: string }>(sql`select state from ${tableName(schema, 'core_plugin')} where id = ${plugin}`)
  const states = [{ id: plugin, from: row?.state ?? 'enabled', to: row?.state ?? 'enabled' }]
  await tx.run(sql`insert into ${tableName(schema, 'core_plugin_change')} (id, at, by_user, states, upgrade)
    values (${change}::uuid, ${world.clock.now().toISOString()}::timestamptz, ${by}::uuid, ${JSON.stringify(states)}::jsonb, ${JSON.stringify(upgraded)}::jsonb)`)
  await tx.run(sql`with next as (update ${tableName(schema, 'core_number')} set value = value + 1 where name = 'model' returning value)
    insert into ${tableName(schema, 'core_model')} (number, hash, descriptor) select value, ${hash}::text, ${JSON.stringify({ custom: JSON.stringify(state), set })}::jsonb from next`)
  await tx.run(sql`select pg_notify('sangam_model', ${schema})`)
}
