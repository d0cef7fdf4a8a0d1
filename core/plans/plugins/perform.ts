import type { Plugin } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { sqlState } from '../../data/connection.ts'
import { withSetupLock } from '../../data/database.ts'
import { tableName } from '../../data/identifiers.ts'
import { Refused } from '../../errors.ts'
import { dropStays } from '../../invariants/keep.ts'
import { systemContext } from '../../records/context.ts'
import { modelOf } from '../../registry/custom/fit.ts'
import type { Model } from '../../registry/model.ts'
import { standsOn } from '../../registry/order.ts'
import { inEnglish } from '../../registry/problems.ts'
import { dropRollups } from '../../rollups/keep.ts'
import type { World } from '../../world.ts'
import { inOneGo } from '../expand.ts'
import { customState } from '../models.ts'
import { dropRetired, retiredIn } from '../retired.ts'
import { type Unmade, untriedAndOf } from '../seeds.ts'
import { upgrade } from '../upgrade/perform.ts'
import { finishFollowing } from '../upgrade/saved.ts'
import { bringUp, modelWith, partsWith, plantSeeds, type WorkspaceShape } from '../workspace.ts'
import { letGo, linksOfAll, putAway, wayBack } from './away.ts'
import { bridgeTurns } from './bridges.ts'
import type { Asking } from './lifecycle.ts'
import { deleteForGood } from './purge.ts'
import { refusal, withNeeds } from './refusal.ts'
import { type PluginRow, pluginRows } from './states.ts'
import type { PluginPlan } from './targets.ts'

/**
 * What comes back is put in its place, then tables and number as ever, with the word of the change: all under one lock, so that nobody takes
 * what is half done for something that was cut off. When every node has taken the number, what goes is put away. Tells the first records of what
 * was changed that could not be made.
 */
export async function perform(
  world: World,
  workspace: WorkspaceShape,
  { states, left = [] }: Pick<PluginPlan, 'states' | 'left'>,
  rows: ReadonlyMap<string, PluginRow>,
  by: Asking,
  undoes: string | null = null,
): Promise<Unmade[]> {
  const { name, sample } = workspace
  const { owner } = world.db
  await withSetupLock(world.db, async () => {
    const there = await pluginRows(owner, name)
    const moved = states.find(({ id }) => there.get(id)?.state !== rows.get(id)?.state || there.get(id)?.away?.deleting)
    // What a bridge joins may have moved: it would have to come or go too.
    const turned = bridgeTurns(
      world,
      there,
      states.map(({ id, state }) => ({ id, to: state })),
    ).find(({ plugin }) => !left.includes(plugin.id))
    if (moved || turned) throw refusal({ text: 'Somebody changed it meanwhile. Look at the page of plugins again.', values: {} })
    for (const { id, state } of states) {
      const away = there.get(id)?.away
      const back = state !== 'uninstalled' && away ? await wayBack(owner, name, id, away) : []
      const plugin = world.plugins.get(id)
      // In one piece with what it is brought to: whoever is killed before the number has an old one that is put away, or a new one that is, and asks again.
      const older = state === 'enabled' && plugin && there.has(id) && there.get(id)?.version !== plugin.version
      if (older) await upgrade(world, name, plugin, { before: back, by: by.user, owner: by.owner })
      else await inOneGo(owner, back)
    }
    // While it was out of sight nothing guarded what it points at.
    const enabled = states.filter(({ state }) => state === 'enabled')
    const next = await modelWith(world, name, states)
    const missing = [...next.plugins.values()].find(plugin => Object.keys(standsOn(plugin)).some(need => !next.plugins.has(need)))
    if (missing || enabled.some(({ id }) => !next.plugins.has(id)))
      throw refusal({ text: 'Somebody changed it meanwhile. Look at the page of plugins again.', values: {} })
    await letGo(
      owner,
      name,
      linksOfAll(
        next,
        enabled.map(({ id }) => id),
      ),
    )
    const before = await customState(owner, name)
    // With the number that shows it: what is there can be taken back, and what was taken back can't be again.
    await bringUp(world, name, states, ({ adopted }) => {
      const took = (id: string): boolean => adopted?.[id] !== undefined && before.adopted?.[id] === undefined
      const made = states.map(({ id, state }) => ({ id, from: rows.get(id)?.state ?? 'available', to: state, ...(took(id) && { took: true }) }))
      const changes = tableName(name, 'core_plugin_change')
      return [
        sql`with done as (update ${changes} set undone = true where id = ${undoes}::uuid)
          insert into ${changes} (id, at, by_user, states, undone) values (${v7()}::uuid, ${world.clock.now().toISOString()}::timestamptz, ${by.user}::uuid, ${JSON.stringify(made)}::jsonb, ${undoes !== null}::boolean)`,
      ]
    })
  })
  await finishFollowing(world, name)
  const meant = states.map(one => one.id)
  const unmade = (await plantSeeds(world, name, sample, untriedAndOf(meant))).filter(({ plugin }) => meant.includes(plugin))
  const going = states.filter(one => one.state === 'uninstalled')
  if (going.length === 0) return unmade
  // Nobody reads by the old model after this, also who missed the notice.
  await new Promise(resolve => setTimeout(resolve, world.othersKnowAfterMs))
  for (const { id } of going) await putAwayNow(world, name, id).catch(error => tryLater(world, name, id, error))
  return unmade
}

/** It is out of sight already; what holds one of its tables now (a backup, a long export) is over in a while. */
async function tryLater(world: World, workspace: string, id: string, error: unknown): Promise<void> {
  if (sqlState(error) !== '55P03') throw error
  world.log.warn('A plugin could not be put away yet.', { workspace, plugin: id })
  const at = new Date(world.clock.now().getTime() + 300_000).toISOString()
  await systemContext(world, workspace, 'Puts a plugin away', 'job', ctx => ctx.enqueue('core.deletePutAway', {}, { at }))
}

async function putAwayNow(world: World, workspace: string, id: string): Promise<void> {
  const plugin = world.plugins.get(id)
  if (!plugin) return
  await withSetupLock(world.db, async () => {
    const row = (await pluginRows(world.db.owner, workspace)).get(id)
    // Somebody may have enabled it again meanwhile, or been faster.
    if (row?.state !== 'uninstalled' || row.away) return
    const model = await wholeModel(world, workspace, [plugin])
    await putAway(world.db.owner, workspace, row, model, world.clock.now().toISOString(), await madeHere(world, workspace))
  })
}

/** Ends what was cut off: between the number that hides a plugin and the putting away of its tables, and before the number, when indexes of the next model stand already. */
export async function finishPuttingAway(world: World, workspace: string): Promise<void> {
  await dropLeftIndexes(world, workspace)
  const rows = await pluginRows(world.db.owner, workspace)
  for (const row of rows.values()) {
    if (row.away?.deleting) await endDeleting(world, workspace, row.id)
    if (row.state !== 'uninstalled' || row.away || !world.plugins.has(row.id)) continue
    // A table that is busy, or something it needs that is not installed any more, keeps nobody from starting: it is tried again each night.
    await putAwayLater(world, workspace, row.id).catch(error =>
      world.log.warn('A plugin could not be put away yet.', { workspace, plugin: row.id, error: String(error) }),
    )
  }
}

/** Behind the number comes more than the putting away: what kept sums of its records goes with it. */
async function putAwayLater(world: World, workspace: string, id: string): Promise<void> {
  const { owner } = world.db
  await withSetupLock(world.db, async () => {
    const model = await wholeModel(world, workspace, [])
    await dropRollups(owner, workspace, model)
    await dropStays(owner, workspace, model)
  })
  await putAwayNow(world, workspace, id)
}

/** Nobody can put it back any more, so it goes now and not in the night. Another node may be faster. */
async function endDeleting(world: World, workspace: string, id: string): Promise<void> {
  await deleteForGood(world, workspace, id).catch(error => {
    if (!(error instanceof Refused)) world.log.warn('What was put away could not be deleted yet.', { workspace, plugin: id, error: String(error) })
  })
}

/** Looked for without the lock, as mostly there is none; dropped under it, where nobody is in the middle of making one. */
async function dropLeftIndexes(world: World, workspace: string): Promise<void> {
  const { owner } = world.db
  if ((await retiredIn(owner, workspace, await wholeModel(world, workspace, []))).length === 0) return
  await withSetupLock(world.db, async () => dropRetired(owner, workspace, await wholeModel(world, workspace, [])))
}

/** The entities that are administrators', whichever plugin would take them over. */
async function madeHere(world: World, workspace: string): Promise<ReadonlySet<string>> {
  return new Set(Object.keys((await customState(world.db.owner, workspace)).document.entities))
}

/** The model of some plugins with what they need, and of whatever is enabled and goes with them: what they have in the schema. */
export async function wholeModel(world: World, workspace: string, of: readonly Plugin[]): Promise<Model> {
  const { plugins, state } = await partsWith(world, workspace, [])
  const model = modelOf([...new Set([...of.flatMap(plugin => withNeeds(world, plugin)), ...plugins])], state.document)
  const lost = of.find(plugin => !model.plugins.has(plugin.id))
  if (lost) throw refusal({ text: 'It can’t run: {problem}', values: { problem: model.setAside.map(inEnglish)[0] ?? lost.id } })
  return model
}
