import { sql } from 'drizzle-orm'
import { isLost } from '../../data/connection.ts'
import { tableName } from '../../data/identifiers.ts'
import { Refused } from '../../errors.ts'
import { fill } from '../../registry/words.ts'
import type { World } from '../../world.ts'
import type { PluginState } from '../apply.ts'
import { customState } from '../models.ts'
import { plant, type Unmade } from '../seeds.ts'
import type { WorkspaceShape } from '../workspace.ts'
import { notGivenBack } from './adopted.ts'
import { againstBridges, bridgeTurns, type Target } from './bridges.ts'
import { perform } from './perform.ts'
import { deleteForGood } from './purge.ts'
import { refusal, withNeeds } from './refusal.ts'
import { deleting } from './sentences.ts'
import { type PluginRow, pluginRows, type Standing } from './states.ts'
import { nothing, type PluginPlan, planTargets } from './targets.ts'

/** Who asks for a change. It is kept with it, so that it can be taken back. */
export interface Asking {
  readonly user: string | null
  /** Only an owner, or who runs the server, lets go what an upgrade takes out. */
  readonly owner: boolean
}

const operator: Asking = { user: null, owner: true }

/** What a change of a plugin would do; nothing is changed. Enabling takes along what it needs, and bridges come and go with what they join. `available` deletes for good what was put away. */
export async function planPlugin(world: World, workspace: WorkspaceShape, id: string, to: Standing): Promise<PluginPlan> {
  return standingStill(world, workspace.name, rows => planFrom(world, workspace, id, to, rows))
}

async function planFrom(world: World, workspace: WorkspaceShape, id: string, to: Standing, rows: ReadonlyMap<string, PluginRow>): Promise<PluginPlan> {
  const plugin = world.plugins.get(id)
  const row = rows.get(id)
  if (id === 'core' || !(plugin || row || world.setAside.some(one => one.id === id))) throw new Refused(404, 'not_found', 'There is no such plugin here.')
  const from = row?.state ?? 'available'
  if (from === to) return nothing(already[to])
  if (row?.away?.deleting && to !== 'available') return nothing('It is being deleted for good.')
  if (to === 'available') return planDeletion(world, row, rows)
  if (!plugin) return withoutCode(world, id, row, to, rows)
  const against = againstBridges(world, rows, [{ id, to }])
  if (against) return nothing(against.text, against.values)
  if (from === 'available' && to !== 'enabled') return nothing('It was never enabled here. There is nothing to put away.')
  const chain = to === 'enabled' ? withNeeds(world, plugin).filter(one => one.id !== 'core' && rows.get(one.id)?.state !== 'enabled') : [plugin]
  return planTargets(
    world,
    workspace,
    chain.map(one => ({ plugin: one, to })),
    rows,
    id,
  )
}

/** Looks anew where another node moved a plugin meanwhile: the tables that a plan reads lie elsewhere by then, and what it says is no longer so. */
async function standingStill<T>(world: World, workspace: string, look: (rows: ReadonlyMap<string, PluginRow>) => Promise<T>): Promise<T> {
  const read = () => pluginRows(world.db.owner, workspace)
  for (let attempt = 1; ; attempt += 1) {
    const rows = await read()
    const [found] = await Promise.allSettled([look(rows)])
    if (attempt < 5 && JSON.stringify([...rows]) !== JSON.stringify([...(await read())])) continue
    if (found.status === 'rejected') throw found.reason
    return found.value
  }
}

/** Makes a plan and does it. Errors: `plan_refused`; `forbidden` where it is for an owner to say. */
export async function applyPlugin(world: World, workspace: WorkspaceShape, id: string, to: Standing, by: Asking = operator): Promise<PluginPlan> {
  // Read before the plan: whoever changes it while it is made is noticed.
  const rows = await pluginRows(world.db.owner, workspace.name)
  const plan = await planPlugin(world, workspace, id, to)
  mayBe(plan, by)
  if (to !== 'available') return { ...plan, unmade: await perform(world, workspace, plan, rows, by) }
  await deleteForGood(world, workspace.name, id)
  return plan
}

/**
 * Turns bridges on and off that stand otherwise than what they join: one that was installed when all of these were enabled, or did not run for a while.
 * At a start and after an installation; what an owner has to say yes to waits.
 */
export async function settleBridges(world: World, workspace: WorkspaceShape): Promise<void> {
  if (![...world.plugins.values()].some(plugin => plugin.joins)) return
  const read = () => pluginRows(world.db.owner, workspace.name)
  const moves = ({ plugin, to }: Target) => ({ id: plugin.id, to })
  const due = bridgeTurns(world, await read(), [], true)
  for (const turn of due) {
    const rows = await read()
    // Another node may have been faster.
    if (!bridgeTurns(world, rows, [], true).some(one => one.plugin === turn.plugin && one.to === turn.to)) continue
    try {
      const plan = await planTargets(world, workspace, [turn], rows, turn.plugin.id)
      const waits = plan.refused ?? plan.asks
      if (waits) world.log.warn('A bridge waits; the others run.', { workspace: workspace.name, ...moves(turn), problem: fill(waits.text, waits.values, 'en') })
      else await perform(world, workspace, plan, rows, operator)
    } catch (error) {
      // A stranger's bridge keeps nobody from starting: it waits for the next time.
      if (isLost(error)) throw error
      if (!(error instanceof Refused && error.code === 'plan_refused'))
        world.log.warn('A bridge waits; the others run.', { workspace: workspace.name, ...moves(turn), problem: String(error) })
    }
  }
}

/**
 * Takes the last change of a plugin back, with all that was changed beside it. What it made is not thrown away: a plugin that was not there
 * before is put away.
 *
 * Errors: `nothing_to_undo`; `plan_refused` where another plugin leans on it by now; `forbidden` where it is for an owner to say.
 */
export async function undoPlugin(world: World, workspace: WorkspaceShape, id: string, by: Asking = operator): Promise<PluginPlan> {
  const { rows, last, plan } = await planLast(world, workspace, id)
  mayBe(plan, by)
  return { ...plan, unmade: await perform(world, workspace, plan, rows, by, last.id) }
}

/** Makes the first records of a plugin that could not be made as it was enabled; tells which still can't. Errors: `plan_refused` where it does not run. */
export async function makeFirstRecords(world: World, { name, sample }: WorkspaceShape, id: string): Promise<readonly Unmade[]> {
  const model = await world.models.current(name)
  if (!model.plugins.has(id)) throw refusal({ text: 'It does not run here. Enable it first.', values: {} })
  return plant(world, name, sample, { wanted: plugin => plugin === id })
}

/** Before anything of it is done: what comes first in it would be done already. */
function mayBe({ refused, asks }: PluginPlan, { owner }: Asking): void {
  if (refused) throw refusal(refused)
  if (asks && !owner) throw new Refused(403, 'forbidden', asks.text, { values: asks.values })
}

/** What taking the last change of a plugin back would do. Errors: `nothing_to_undo`. */
export async function planUndo(world: World, workspace: WorkspaceShape, id: string): Promise<PluginPlan> {
  return (await planLast(world, workspace, id)).plan
}

async function planLast(world: World, workspace: WorkspaceShape, id: string) {
  return standingStill(world, workspace.name, async rows => {
    const last = (await lastChanges(world, workspace.name, rows)).get(id)
    if (!last) throw new Refused(409, 'nothing_to_undo', nothingToUndo)
    return { rows, last, plan: await planBack(world, workspace, id, last, rows) }
  })
}

async function planBack(world: World, workspace: WorkspaceShape, id: string, last: PluginChange, rows: ReadonlyMap<string, PluginRow>): Promise<PluginPlan> {
  const state = await customState(world.db.owner, workspace.name)
  const { adopted } = state
  const targets = last.states.toReversed().flatMap(({ id: one, from, took }): Target[] => {
    const plugin = world.plugins.get(one)
    const givesBack = took === true && adopted?.[one] !== undefined
    return plugin ? [{ plugin, to: from === 'available' || givesBack ? 'uninstalled' : from, ...(givesBack && { givesBack }) }] : []
  })
  const kept = targets.flatMap(({ plugin, givesBack }) => (givesBack ? [notGivenBack(state, plugin)] : [])).find(step => step !== null)
  if (kept) return nothing(kept.text, kept.values)
  const others = last.states.filter(one => one.id !== id)
  if (world.plugins.get(id)?.joins && others.length > 0)
    return nothing('It came or went with {plugins}. Take the change of that one back.', {
      plugins: others.map(one => world.plugins.get(one.id)?.title ?? one.id).join(', '),
    })
  const against = againstBridges(
    world,
    rows,
    targets.map(({ plugin, to }) => ({ id: plugin.id, to })),
  )
  if (against) return nothing(against.text, against.values)
  return planTargets(world, workspace, targets, rows, id)
}

const nothingToUndo = 'There is nothing to take back here.'

/** A change of plugins: each with where it stood and where it was put. */
export interface PluginChange {
  readonly id: string
  readonly states: readonly {
    readonly id: string
    readonly from: Standing
    readonly to: Standing
    /** It took something over from administrators then. */
    readonly took?: boolean
  }[]
}

/** Of each plugin the change that can be taken back: its last, where all it changed still stand as it left them. */
export async function lastChanges(
  world: Pick<World, 'db'>,
  workspace: string,
  rows: ReadonlyMap<string, PluginRow>,
): Promise<ReadonlyMap<string, PluginChange>> {
  const found = await world.db.owner.run<PluginChange & { plugin: string; undone: boolean }>(sql`
    select distinct on (s.id) s.id as plugin, c.id, c.undone or c.upgrade is not null as undone, c.states
    from ${tableName(workspace, 'core_plugin_change')} c, jsonb_to_recordset(c.states) s(id text) order by s.id, c.at desc, c.id desc`)
  const standing = found.filter(({ undone, states }) => !undone && states.every(({ id, to }) => (rows.get(id)?.state ?? 'available') === to))
  return new Map(standing.map(({ plugin, id, states }) => [plugin, { id, states }]))
}

function planDeletion(world: World, row: PluginRow | undefined, rows: ReadonlyMap<string, PluginRow>): PluginPlan {
  if (row?.state !== 'uninstalled' || !row.away) return nothing('Uninstall it first. What is put away can be deleted for good.')
  const { keptRecords, tables, columns } = row.away
  if (keptRecords > 0) return nothing('It holds records that must be kept by law. They stay put away and can be put back.')
  const others = [...rows.values()].filter(other => other.away?.columns.some(column => tables.includes(column.table)))
  const titles = others.map(other => world.plugins.get(other.id)?.title ?? other.id)
  return { states: [], steps: deleting(row, titles), tables: tables.length, columns: columns.length, refused: null }
}

/** A plugin whose code does not run, or is not here, can be disabled; all else would have to know what it has. */
function withoutCode(world: World, id: string, row: PluginRow | undefined, to: Standing, rows: ReadonlyMap<string, PluginRow>): PluginPlan {
  const [problem] = world.setAside.find(one => one.id === id)?.problems ?? []
  if (to !== 'disabled' || row?.state !== 'enabled')
    return problem === undefined ? nothing('It is not installed here. Put its folder back first.') : nothing('It can’t run: {problem}', { problem })
  const steps = [{ text: 'All its records stay and are there again when it is enabled.', values: {} }]
  // They do not run without it either, and go with it.
  const bridges = bridgeTurns(world, rows, [{ id, to }]).map(({ plugin }): PluginState => ({ id: plugin.id, version: plugin.version, state: 'disabled' }))
  return { states: [...bridges, { id, version: row.version, state: 'disabled' }], steps, tables: 0, columns: 0, refused: null }
}

const already: { readonly [to in Standing]: string } = {
  available: 'Nothing of it is here.',
  enabled: 'It is enabled already.',
  disabled: 'It is disabled already.',
  uninstalled: 'It is uninstalled already.',
}
