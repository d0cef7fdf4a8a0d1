import type { Json } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { Access } from '../../access/access.ts'
import { sqlState } from '../../data/connection.ts'
import { withSetupLock } from '../../data/database.ts'
import { tableName } from '../../data/identifiers.ts'
import { Refused } from '../../errors.ts'
import { systemContext, withContext } from '../../records/context.ts'
import { modelOf } from '../../registry/custom/fit.ts'
import { fill as fillWords } from '../../registry/words.ts'
import type { World } from '../../world.ts'
import { customRow, customState, runningPlugins } from '../models.ts'
import { install, syncRoles } from '../workspace.ts'
import { compare } from './compare.ts'
import { dropConverters, fillConverted } from './converting.ts'
import { raiseCounters } from './counters.ts'
import { fillDefaults } from './fill.ts'
import { type ModelPlan, planModel, unwanted } from './plan.ts'
import { beginProgress, endProgress } from './progress.ts'
import { told } from './sentence.ts'
import { markSet, readSet } from './sets.ts'

/** Who applies a change set. */
export interface Applier {
  readonly workspace: string
  readonly access: Access
  readonly locale?: string
}

/**
 * Applies a change set. It can be begun again wherever it was cut off: what is there already is found there, and a set that has been
 * applied is left as it is.
 */
export async function applySet(world: World, who: Applier, id: string): Promise<ModelPlan> {
  const { workspace } = who
  return withSetupLock(world.db, async () => {
    const set = await readSet(world, workspace, id)
    const begun = set.state === 'applying' || set.state === 'failed'
    // Where it stopped behind the switch, all that is left is to bring it to its end.
    const switched = begun && (await customRow(world.db.owner, workspace))?.set === id
    const plan = await planModel(world, workspace, set.state === 'draft' || (begun && !switched) ? set.operations : [])
    if (set.state === 'applied' || set.state === 'undone') return plan
    if (set.state !== 'applying' && !switched && plan.unchanged) throw nothingToChange()
    if (set.state !== 'applying') await mark(world, who, id, { state: 'applying', error: null })
    try {
      if (plan.refused.length > 0) throw refusalOf(plan)
      await carryOut(world, who, id, plan)
    } catch (error) {
      const reason = error instanceof Refused ? fillWords(error.detail, error.options.values ?? {}, 'en') : 'It was cut off. Apply it again.'
      await mark(world, who, id, { state: 'failed', error: reason.slice(0, 1000) })
      throw error
    }
    await finish(world, workspace)
    return plan
  })
}

async function carryOut(world: World, { workspace }: Applier, id: string, { prepared, converting, schema }: ModelPlan): Promise<void> {
  const { owner } = world.db
  if (prepared.set === id) return
  const found = compare(prepared.before, prepared.after)
  const watch = await beginProgress(owner, workspace, id, schema)
  await fillDefaults(owner, workspace, found, watch)
  const fill = async (): Promise<void> => {
    for (const one of converting) await fillConverted(owner, workspace, one, watch)
  }
  try {
    await install(world, workspace, prepared.after, { state: prepared.state, set: id, fill, watch })
  } catch (error) {
    await dropConverters(owner, workspace, world.othersKnowAfterMs)
    if (sqlState(error) !== '23505') throw error
    // An index that found two alike is no index, and would only slow writes down.
    await dropInvalid(world, workspace)
    throw new Refused(409, 'plan_refused', 'While this was applied two records became alike that must differ. Make them differ, then apply it again.')
  }
  await fillDefaults(owner, workspace, found)
}

/** What comes after the switch; each part finds what is done already. */
async function finish(world: World, workspace: string): Promise<void> {
  const now = await customRow(world.db.owner, workspace)
  if (!now?.set) return
  const [first] = await world.db.owner.run<{ number: string }>(
    sql`select min(m.number)::text as number from ${tableName(workspace, 'core_model')} m where m.descriptor->>'set' = ${now.set}`,
  )
  const number = Number(first?.number ?? now.number)
  await settle(world, workspace, number)
  await dropConverters(world.db.owner, workspace, world.othersKnowAfterMs)
  await systemContext(world, workspace, 'Writes down the roles that administrators made', 'cli', syncRoles)
  await endProgress(world.db.owner, workspace, now.set)
  await systemContext(world, workspace, 'Notes that a change set is applied', 'cli', ctx => markSet(ctx, now.set as string, { state: 'applied', number }))
}

/** After a start: a set that was cut off behind the switch is brought to its end. */
export async function finishSets(world: World, workspace: string): Promise<void> {
  const set = (await customRow(world.db.app, workspace))?.set
  if (!set) return
  const { state } = await readSet(world, workspace, set)
  if (state === 'applying' || state === 'failed') await withSetupLock(world.db, () => finish(world, workspace))
}

/** The counters of what is numbered from now on, and the indexes that nothing asks for any more. */
async function settle(world: World, workspace: string, number: number): Promise<void> {
  const { owner } = world.db
  const { plugins } = await runningPlugins(owner, workspace, world.plugins)
  const [was, is] = [await customState(owner, workspace, number - 1), await customState(owner, workspace, number)]
  const [before, after] = [modelOf(plugins, was.document), modelOf(plugins, is.document)]
  await raiseCounters(owner, workspace, before, after)
  for (const index of unwanted(workspace, before, after)) await owner.run(sql`drop index concurrently if exists ${tableName(workspace, index.name)}`)
}

async function dropInvalid(world: World, workspace: string): Promise<void> {
  const rows = await world.db.owner.run<{ name: string }>(sql`
    select c.relname as name from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${workspace} and not i.indisvalid`)
  for (const { name } of rows) await world.db.owner.run(sql`drop index concurrently if exists ${tableName(workspace, name)}`)
}

async function mark(world: World, who: Applier, id: string, values: { readonly [field: string]: Json }): Promise<void> {
  await withContext(world, { workspace: who.workspace, access: who.access, origin: 'api' }, ctx => markSet(ctx, id, values))
}

export function nothingToChange(): Refused {
  return new Refused(409, 'nothing_to_change', 'Nothing would change: all of this is so already.')
}

export function refusalOf({ refused }: ModelPlan): Refused {
  const errors = refused.map(told).map(({ text, values }) => ({ code: 'plan_refused', message: text, values }))
  return new Refused(409, 'plan_refused', errors[0]?.message ?? '', { values: errors[0]?.values ?? {}, errors })
}
