import type { Plugin } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { withSetupLock } from '../../data/database.ts'
import { tableName } from '../../data/identifiers.ts'
import { Refused } from '../../errors.ts'
import type { Model } from '../../registry/model.ts'
import { inEnglish } from '../../registry/problems.ts'
import type { World } from '../../world.ts'
import type { PluginState } from '../apply.ts'
import { enabledPlugins } from '../models.ts'
import { planWorkspace } from '../plan.ts'
import { modelWith, setPlugins, type WorkspaceShape } from '../workspace.ts'
import { bringBack, letGo, putAway } from './away.ts'
import { deleteForGood } from './purge.ts'
import { bringingBack, deleting, gains, losses, puttingAway, type Step } from './sentences.ts'
import { type PluginRow, pluginRows, type Standing } from './states.ts'

export interface PluginPlan {
  /** What each plugin will be, in the order in which it is done. */
  readonly states: readonly PluginState[]
  /** What will happen, in sentences with their values. */
  readonly steps: readonly Step[]
  readonly tables: number
  readonly columns: number
  /** Why it can't be. */
  readonly refused: Step | null
}

/** Where one plugin is to stand. */
interface Target {
  readonly plugin: Plugin
  readonly to: Standing
}

/** What a change of a plugin would do; nothing is changed. Enabling takes along what it needs. `available` deletes for good what was put away. */
export async function planPlugin(world: World, workspace: WorkspaceShape, id: string, to: Standing): Promise<PluginPlan> {
  const plugin = world.plugins.get(id)
  const rows = await pluginRows(world.db.owner, workspace.name)
  const row = rows.get(id)
  const bad = world.setAside.find(one => one.id === id)
  if (bad) return nothing('It can’t run: {problem}', { problem: bad.problems[0] ?? '' })
  if (id === 'core' || !(plugin || row)) throw new Refused(404, 'not_found', 'There is no such plugin here.')
  const from = row?.state ?? 'available'
  if (from === to) return nothing(already[to])
  if (to === 'available') return planDeletion(row)
  if (!plugin) return nothing('It is not installed here. Put its folder back first.')
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

/** Makes a plan and does it. Whoever asks is kept with the change, so that it can be taken back. */
export async function applyPlugin(world: World, workspace: WorkspaceShape, id: string, to: Standing, by: string | null = null): Promise<PluginPlan> {
  const plan = await planPlugin(world, workspace, id, to)
  if (plan.refused) throw refusal(plan.refused)
  const rows = await pluginRows(world.db.owner, workspace.name)
  if (to === 'available') await deleteForGood(world, workspace.name, rows.get(id) as PluginRow)
  else await perform(world, workspace, plan.states, rows, by)
  return plan
}

/**
 * Takes the last change of a plugin back, with all that was changed beside it. What it made is not thrown away: a plugin that was not there
 * before is put away.
 *
 * Errors: `nothing_to_undo`; `plan_refused` where another plugin leans on it by now.
 */
export async function undoPlugin(world: World, workspace: WorkspaceShape, id: string, by: string | null = null): Promise<PluginPlan> {
  const { name } = workspace
  const last = await lastChange(world, name, id)
  if (!last) throw new Refused(409, 'nothing_to_undo', 'There is nothing to take back here.')
  const rows = await pluginRows(world.db.owner, name)
  const targets = last.states.toReversed().flatMap(({ id: one, from }): Target[] => {
    const plugin = world.plugins.get(one)
    return plugin ? [{ plugin, to: from === 'available' ? 'uninstalled' : from }] : []
  })
  const plan = await planTargets(world, workspace, targets, rows, id)
  if (plan.refused) throw refusal(plan.refused)
  await perform(world, workspace, plan.states, rows, by, true)
  await world.db.owner.run(sql`update ${tableName(name, 'core_plugin_change')} set undone = true where id = ${last.id}::uuid`)
  return plan
}

/** The change of a plugin that can be taken back: its last, where it still stands as that left it. */
export async function lastChange(
  world: Pick<World, 'db'>,
  workspace: string,
  id: string,
): Promise<{ readonly id: string; readonly states: readonly { readonly id: string; readonly from: Standing; readonly to: Standing }[] } | null> {
  const changes = tableName(workspace, 'core_plugin_change')
  const [row] = await world.db.owner.run<{ id: string; undone: boolean; states: { id: string; from: Standing; to: Standing }[] }>(sql`
    select c.id, c.undone, c.states from ${changes} c where c.states @> ${JSON.stringify([{ id }])}::jsonb order by c.at desc, c.id desc limit 1`)
  if (!row || row.undone) return null
  const rows = await pluginRows(world.db.owner, workspace)
  return row.states.every(({ id: one, to }) => (rows.get(one)?.state ?? 'available') === to) ? row : null
}

/** Ends what was cut off between the number that hides a plugin and the putting away of its tables. */
export async function finishPuttingAway(world: World, workspace: string): Promise<void> {
  const rows = await pluginRows(world.db.owner, workspace)
  for (const row of rows.values()) {
    if (row.state !== 'uninstalled' || row.away || !world.plugins.has(row.id)) continue
    await putAwayNow(world, workspace, row.id)
  }
}

/** A plugin after all it needs. */
export function withNeeds(world: Pick<World, 'plugins'>, plugin: Plugin, seen: ReadonlySet<string> = new Set()): Plugin[] {
  if (seen.has(plugin.id)) return []
  const needed = Object.keys(plugin.needs ?? {}).flatMap(id => {
    const other = world.plugins.get(id)
    if (!other)
      throw new Refused(409, 'plugin_missing', '{plugin} needs {needed}, which is not installed here. Install it first.', {
        values: { plugin: plugin.title, needed: id },
      })
    return withNeeds(world, other, new Set([...seen, plugin.id]))
  })
  return [...new Set([...needed, plugin])]
}

async function planTargets(
  world: World,
  workspace: WorkspaceShape,
  targets: readonly Target[],
  rows: ReadonlyMap<string, PluginRow>,
  asked: string,
): Promise<PluginPlan> {
  const { name } = workspace
  const { owner } = world.db
  const now = await world.models.current(name)
  const missing = leftWithout(world, now, targets)
  if (missing) return missing
  const states = targets.map(({ plugin, to }): PluginState => ({ id: plugin.id, version: plugin.version, state: to as PluginState['state'] }))
  const next = await modelWith(world, name, states)
  const unfit = targets.find(({ plugin, to }) => to === 'enabled' && !next.plugins.has(plugin.id))
  if (unfit) return nothing('It can’t run beside what is enabled here: {problem}', { problem: next.setAside.map(inEnglish)[0] ?? '' })
  const back = targets.filter(({ plugin, to }) => to !== 'uninstalled' && rows.get(plugin.id)?.away)
  const returning = new Set(back.flatMap(({ plugin }) => rows.get(plugin.id)?.away?.tables ?? []))
  const plan = await planWorkspace(owner, name, next)
  const made = plan.missing.filter(one => !returning.has(one.table))
  const [tables, columns] = (['table', 'column'] as const).map(kind => made.filter(one => one.kind === kind).length) as [number, number]
  const steps: Step[] = []
  for (const { plugin } of back) steps.push(...(await bringingBack(owner, name, rows.get(plugin.id) as PluginRow, plugin.title)))
  const enabled = targets.filter(one => one.to === 'enabled').map(one => one.plugin)
  if (enabled.length > 0) {
    steps.push(...gains(enabled, asked, now, next, tables, columns))
    if (tables === 0 && back.length === 0) steps.unshift({ text: 'Its tables are still there, with all their records.', values: {} })
  }
  if (targets.some(one => one.to !== 'enabled')) steps.push(...losses(now, next))
  const away = targets.filter(one => one.to === 'uninstalled')
  if (targets.some(one => one.to === 'disabled') && away.length === 0 && back.length === 0)
    steps.push({ text: 'All its records stay and are there again when it is enabled.', values: {} })
  if (away.length > 0) {
    const whole = await wholeModel(world, name, away)
    for (const { plugin } of away) steps.push(...(await puttingAway(owner, name, whole, plugin.id)))
  }
  return { states, steps, tables, columns, refused: null }
}

/** Every plugin that stays must still have what it needs. What administrators made is set aside with what it leans on. */
function leftWithout(world: World, now: Model, targets: readonly Target[]): PluginPlan | null {
  const after = new Map([...now.plugins].filter(([id]) => id !== 'core'))
  for (const { plugin, to } of targets) to === 'enabled' ? after.set(plugin.id, plugin) : after.delete(plugin.id)
  const leaving = new Set(targets.filter(one => one.to !== 'enabled').map(one => one.plugin.id))
  const needing = [...after.values()].filter(other => world.plugins.has(other.id) && Object.keys(other.needs ?? {}).some(id => leaving.has(id)))
  return needing.length > 0 ? nothing('{plugins} needs it. Disable that first.', { plugins: [...new Set(needing.map(other => other.title))].join(', ') }) : null
}

function planDeletion(row: PluginRow | undefined): PluginPlan {
  if (row?.state !== 'uninstalled' || !row.away) return nothing('Uninstall it first. What is put away can be deleted for good.')
  const { kept, records } = row.away
  if (kept.length > 0 && records > 0) return nothing('It holds records that must be kept by law. They stay put away and can be put back.')
  return { states: [], steps: deleting(row), tables: row.away.tables.length, columns: row.away.columns.length, refused: null }
}

/**
 * Three parts, each of which can be begun again: what comes back is put in its place; tables, number and seeds as ever; and, when every node
 * has taken the number, what goes is put away.
 */
async function perform(
  world: World,
  workspace: WorkspaceShape,
  states: readonly PluginState[],
  rows: ReadonlyMap<string, PluginRow>,
  by: string | null,
  undoes = false,
): Promise<void> {
  const { name } = workspace
  const { owner } = world.db
  await withSetupLock(world.db, async () => {
    const there = await pluginRows(owner, name)
    const returning = states.filter(({ id, state }) => state !== 'uninstalled' && there.get(id)?.away)
    for (const { id } of returning) await bringBack(owner, name, id, there.get(id)?.away as NonNullable<PluginRow['away']>)
    for (const { id } of returning) await letGo(owner, name, there.get(id)?.away as NonNullable<PluginRow['away']>)
  })
  await setPlugins(world, workspace, states)
  const going = states.filter(one => one.state === 'uninstalled')
  if (going.length > 0) await new Promise(resolve => setTimeout(resolve, untilAllNodesKnowMs))
  for (const { id } of going) await putAwayNow(world, name, id)
  const made = states.map(({ id, state }) => ({ id, from: rows.get(id)?.state ?? 'available', to: state }))
  await owner.run(sql`
    insert into ${tableName(name, 'core_plugin_change')} (id, at, by_user, states, undone) values (${v7()}::uuid, ${world.clock.now().toISOString()}::timestamptz, ${by}::uuid, ${JSON.stringify(made)}::jsonb, ${undoes}::boolean)`)
}

/** Every node looks at the model's number each second, also one that missed the notice: nobody reads by the old model after this. */
const untilAllNodesKnowMs = 1_300

async function putAwayNow(world: World, workspace: string, id: string): Promise<void> {
  const plugin = world.plugins.get(id)
  if (!plugin) return
  await withSetupLock(world.db, async () => {
    const row = (await pluginRows(world.db.owner, workspace)).get(id)
    // Somebody may have enabled it again meanwhile, or been faster.
    if (row?.state !== 'uninstalled' || row.away) return
    const model = await wholeModel(world, workspace, [{ plugin, to: 'uninstalled' }])
    await putAway(world.db.owner, workspace, row, model, world.clock.now().toISOString())
  })
}

/** The model of all that is enabled with some plugins and what they need: what they have in the schema. */
async function wholeModel(world: World, workspace: string, of: readonly Target[]): Promise<Model> {
  const enabled = new Set(await enabledPlugins(world.db.owner, workspace))
  const all = [...new Set(of.flatMap(({ plugin }) => withNeeds(world, plugin)))].filter(one => one.id !== 'core' && !enabled.has(one.id))
  return modelWith(
    world,
    workspace,
    all.map(one => ({ id: one.id, version: one.version, state: 'enabled' })),
  )
}

const already: { readonly [to in Standing]: string } = {
  available: 'Nothing of it is here.',
  enabled: 'It is enabled already.',
  disabled: 'It is disabled already.',
  uninstalled: 'It is uninstalled already.',
}

function refusal({ text, values }: Step): Refused {
  return new Refused(409, 'plan_refused', text, { values })
}

function nothing(text: string, values: Step['values'] = {}): PluginPlan {
  return { states: [], steps: [], tables: 0, columns: 0, refused: { text, values } }
}
