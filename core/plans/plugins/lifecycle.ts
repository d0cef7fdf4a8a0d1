import type { Plugin } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { tableName } from '../../data/identifiers.ts'
import { Refused } from '../../errors.ts'
import type { Model } from '../../registry/model.ts'
import { inEnglish } from '../../registry/problems.ts'
import type { World } from '../../world.ts'
import type { PluginState } from '../apply.ts'
import { planWorkspace } from '../plan.ts'
import { forAnOwner, gateOf, storedOf } from '../upgrade/gate.ts'
import { modelWith, type WorkspaceShape } from '../workspace.ts'
import { existingColumns, linksOfAll, lostReferences } from './away.ts'
import { perform, wholeModel } from './perform.ts'
import { deleteForGood } from './purge.ts'
import { refusal, withNeeds } from './refusal.ts'
import { bringingBack, deleting, emptied, gains, losses, puttingAway, type Step } from './sentences.ts'
import { type PluginRow, pluginRows, type Standing } from './states.ts'
import { rehearsed } from './upgrade.ts'

export interface PluginPlan {
  /** What each plugin will be, in the order in which it is done. */
  readonly states: readonly PluginState[]
  /** What will happen, in sentences with their values. */
  readonly steps: readonly Step[]
  readonly tables: number
  readonly columns: number
  /** Why it can't be. */
  readonly refused: Step | null
  /** What an owner has to say yes to: something goes with an upgrade in it. */
  readonly asks?: Step
}

/** Who asks for a change. It is kept with it, so that it can be taken back. */
export interface Asking {
  readonly user: string | null
  /** Only an owner, or who runs the server, lets go what an upgrade takes out. */
  readonly owner: boolean
}

const operator: Asking = { user: null, owner: true }

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
  if (id === 'core' || !(plugin || row || world.setAside.some(one => one.id === id))) throw new Refused(404, 'not_found', 'There is no such plugin here.')
  const from = row?.state ?? 'available'
  if (from === to) return nothing(already[to])
  if (row?.away?.deleting && to !== 'available') return nothing('It is being deleted for good.')
  if (to === 'available') return planDeletion(world, row, rows)
  if (!plugin) return withoutCode(world, id, row, to)
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

/** Makes a plan and does it. Errors: `plan_refused`; `forbidden` where it is for an owner to say. */
export async function applyPlugin(world: World, workspace: WorkspaceShape, id: string, to: Standing, by: Asking = operator): Promise<PluginPlan> {
  const plan = await planPlugin(world, workspace, id, to)
  mayBe(plan, by)
  const rows = await pluginRows(world.db.owner, workspace.name)
  if (to === 'available') await deleteForGood(world, workspace.name, id)
  else await perform(world, workspace, plan.states, rows, by)
  return plan
}

/**
 * Takes the last change of a plugin back, with all that was changed beside it. What it made is not thrown away: a plugin that was not there
 * before is put away.
 *
 * Errors: `nothing_to_undo`; `plan_refused` where another plugin leans on it by now; `forbidden` where it is for an owner to say.
 */
export async function undoPlugin(world: World, workspace: WorkspaceShape, id: string, by: Asking = operator): Promise<PluginPlan> {
  const { name } = workspace
  const rows = await pluginRows(world.db.owner, name)
  const last = (await lastChanges(world, name, rows)).get(id)
  if (!last) throw new Refused(409, 'nothing_to_undo', nothingToUndo)
  const plan = await planBack(world, workspace, id, last, rows)
  mayBe(plan, by)
  await perform(world, workspace, plan.states, rows, by, last.id)
  return plan
}

/** Before anything of it is done: what comes first in it would be done already. */
function mayBe({ refused, asks }: PluginPlan, { owner }: Asking): void {
  if (refused) throw refusal(refused)
  if (asks && !owner) throw new Refused(403, 'forbidden', asks.text, { values: asks.values })
}

/** What taking the last change of a plugin back would do. Errors: `nothing_to_undo`. */
export async function planUndo(world: World, workspace: WorkspaceShape, id: string): Promise<PluginPlan> {
  const rows = await pluginRows(world.db.owner, workspace.name)
  const last = (await lastChanges(world, workspace.name, rows)).get(id)
  if (!last) throw new Refused(409, 'nothing_to_undo', nothingToUndo)
  return planBack(world, workspace, id, last, rows)
}

async function planBack(world: World, workspace: WorkspaceShape, id: string, last: PluginChange, rows: ReadonlyMap<string, PluginRow>): Promise<PluginPlan> {
  const targets = last.states.toReversed().flatMap(({ id: one, from }): Target[] => {
    const plugin = world.plugins.get(one)
    return plugin ? [{ plugin, to: from === 'available' ? 'uninstalled' : from }] : []
  })
  return planTargets(world, workspace, targets, rows, id)
}

const nothingToUndo = 'There is nothing to take back here.'

/** A change of plugins: each with where it stood and where it was put. */
export interface PluginChange {
  readonly id: string
  readonly states: readonly { readonly id: string; readonly from: Standing; readonly to: Standing }[]
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
  const upgrades: Step[] = []
  let asks: Step | null = null
  for (const { plugin, to } of targets) {
    const row = rows.get(plugin.id)
    if (!row || row.version === plugin.version) continue
    const [stored] = await storedOf(owner, name, [plugin.id])
    const gate = stored && gateOf(plugin, stored)
    if (!gate || gate.kind === 'open' || to === 'disabled') continue
    if (gate.kind === 'shut') return nothing('It can’t run: {problem}', { problem: gate.problem })
    if (to === 'uninstalled') return nothing('Its records are of version {version}. Upgrade them first; then it can be uninstalled.', { version: row.version })
    const { steps, refused } = await rehearsed(world, name, plugin, row)
    if (refused) return { states: [], steps: [], tables: 0, columns: 0, refused }
    upgrades.push(...steps)
    if (gate.asks) asks ??= forAnOwner(plugin)
  }
  const states = targets.map(({ plugin, to }): PluginState => ({ id: plugin.id, version: plugin.version, state: to as PluginState['state'] }))
  const next = await modelWith(world, name, states)
  const unfit = targets.find(({ plugin, to }) => to === 'enabled' && !next.plugins.has(plugin.id))
  if (unfit) return nothing('It can’t run beside what is enabled here: {problem}', { problem: next.setAside.map(inEnglish)[0] ?? '' })
  const back = targets.filter(({ plugin, to }) => to !== 'uninstalled' && rows.get(plugin.id)?.away)
  for (const { plugin } of back) {
    const [taken] = await existingColumns(owner, name, rows.get(plugin.id)?.away?.columns ?? [])
    if (taken) return nothing('Another plugin made {column} in {table} meanwhile. Uninstall that one first.', { column: taken.name, table: taken.table })
  }
  const returning = new Set(back.flatMap(({ plugin }) => rows.get(plugin.id)?.away?.tables ?? []))
  const plan = await planWorkspace(owner, name, next)
  const made = plan.missing.filter(one => !returning.has(one.table))
  const [tables, columns] = (['table', 'column'] as const).map(kind => made.filter(one => one.kind === kind).length) as [number, number]
  const steps: Step[] = [...upgrades]
  for (const { plugin } of back) steps.push(...bringingBack(rows.get(plugin.id) as PluginRow, plugin.title))
  const coming = targets.filter(one => one.to === 'enabled').map(one => one.plugin.id)
  const renamed = coming.flatMap(id => rows.get(id)?.away?.columns ?? [])
  const lost = await lostReferences(owner, name, linksOfAll(next, coming), renamed)
  steps.push(...emptied(lost))
  const enabled = targets.filter(one => one.to === 'enabled').map(one => one.plugin)
  if (enabled.length > 0) {
    steps.push(...gains(enabled, asked, now, next, tables, columns))
    for (const { id, title } of enabled)
      if (world.packages.of(id))
        steps.push({
          text: '{plugin} comes from elsewhere: its code runs in a process of its own and reaches the records of what it needs; what it draws acts with the rights of whoever looks.',
          values: { plugin: title },
        })
    if (tables === 0 && back.length === 0) steps.unshift({ text: 'Its tables are still there, with all their records.', values: {} })
  }
  if (targets.some(one => one.to !== 'enabled')) steps.push(...losses(now, next))
  const away = targets.filter(one => one.to === 'uninstalled')
  if (targets.some(one => one.to === 'disabled') && away.length === 0 && back.length === 0)
    steps.push({ text: 'All its records stay and are there again when it is enabled.', values: {} })
  if (away.length > 0) {
    const whole = await wholeModel(
      world,
      name,
      away.map(one => one.plugin),
    )
    for (const { plugin } of away) steps.push(...(await puttingAway(owner, name, whole, plugin.id)))
  }
  return { states, steps, tables, columns, refused: null, ...(asks && { asks }) }
}

/** Every plugin that stays must still have what it needs. What administrators made is set aside with what it leans on. */
function leftWithout(world: World, now: Model, targets: readonly Target[]): PluginPlan | null {
  const after = new Map([...now.plugins].filter(([id]) => id !== 'core'))
  for (const { plugin, to } of targets) to === 'enabled' ? after.set(plugin.id, plugin) : after.delete(plugin.id)
  const leaving = new Set(targets.filter(one => one.to !== 'enabled').map(one => one.plugin.id))
  const needing = [...after.values()].filter(other => world.plugins.has(other.id) && Object.keys(other.needs ?? {}).some(id => leaving.has(id)))
  return needing.length > 0 ? nothing('{plugins} needs it. Disable that first.', { plugins: [...new Set(needing.map(other => other.title))].join(', ') }) : null
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
function withoutCode(world: World, id: string, row: PluginRow | undefined, to: Standing): PluginPlan {
  const [problem] = world.setAside.find(one => one.id === id)?.problems ?? []
  if (to !== 'disabled' || row?.state !== 'enabled')
    return problem === undefined ? nothing('It is not installed here. Put its folder back first.') : nothing('It can’t run: {problem}', { problem })
  const steps = [{ text: 'All its records stay and are there again when it is enabled.', values: {} }]
  return { states: [{ id, version: row.version, state: 'disabled' }], steps, tables: 0, columns: 0, refused: null }
}

const already: { readonly [to in Standing]: string } = {
  available: 'Nothing of it is here.',
  enabled: 'It is enabled already.',
  disabled: 'It is disabled already.',
  uninstalled: 'It is uninstalled already.',
}

function nothing(text: string, values: Step['values'] = {}): PluginPlan {
  return { states: [], steps: [], tables: 0, columns: 0, refused: { text, values } }
}
