import type { Plugin } from '@sangam/sdk'
import type { Model } from '../../registry/model.ts'
import { inEnglish } from '../../registry/problems.ts'
import type { World } from '../../world.ts'
import type { PluginState } from '../apply.ts'
import { planWorkspace } from '../plan.ts'
import type { Course } from '../rehearsal/plan.ts'
import { type Takes, takesOf } from '../rehearsal/said.ts'
import type { Unmade } from '../seeds.ts'
import type { RehearsedStep } from '../steps.ts'
import { forAnOwner, gateOf, storedOf } from '../upgrade/gate.ts'
import { modelWith, partsWith, type WorkspaceShape } from '../workspace.ts'
import { handedOver } from './adopted.ts'
import { type Belongings, belongingsHere, existingColumns, linksOfAll, lostReferences } from './away.ts'
import { bereftRecords } from './bereft.ts'
import { bridgeTurns, type Target } from './bridges.ts'
import { changedRoles, newsSince, type Roles } from './news.ts'
import { wholeModel } from './perform.ts'
import { calledBy } from './roles.ts'
import { bereaved, bridging, bringingBack, emptied, forWhoLetsGo, gains, leftBehind, losses, puttingAway, type Step } from './sentences.ts'
import type { PluginRow } from './states.ts'
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
  /** Bridges that would come with it and can't run here. */
  readonly left?: readonly string[]
  /** Roles of a newer version that open more or less than before: first in what is told. */
  readonly roles?: Roles
  /** What its rehearsal follows. */
  readonly course?: Course
  /** What its rehearsal found: `schema` is done in the database. */
  readonly schema?: readonly RehearsedStep[]
  readonly takes?: Takes
  /** Of what was done: first records that could not be made. */
  readonly unmade?: readonly Unmade[]
}

/** The plan of some targets with the bridges that come and go with them. A bridge that can't come keeps nothing from being done. */
export async function planTargets(
  world: World,
  workspace: WorkspaceShape,
  given: readonly Target[],
  rows: ReadonlyMap<string, PluginRow>,
  asked: string,
): Promise<PluginPlan> {
  const turns = bridgeTurns(
    world,
    rows,
    given.map(({ plugin, to }) => ({ id: plugin.id, to })),
  )
  const [going, coming] = [turns.filter(one => one.to !== 'enabled'), turns.filter(one => one.to === 'enabled')]
  const taken = [...going, ...given]
  const plan = (targets: readonly Target[]) => planExactly(world, workspace, targets, rows, asked, turns)
  const whole = await plan([...taken, ...coming])
  if (!whole.refused || coming.length === 0) return whole
  const left: { plugin: Plugin; why: Step }[] = []
  let best = await plan(taken)
  for (const one of best.refused ? [] : coming) {
    const more = await plan([...taken, one])
    if (more.refused) left.push({ plugin: one.plugin, why: more.refused })
    else {
      taken.push(one)
      best = more
    }
  }
  return { ...best, steps: [...best.steps, ...left.flatMap(({ plugin, why }) => leftBehind(plugin, why))], left: left.map(({ plugin }) => plugin.id) }
}

async function planExactly(
  world: World,
  workspace: WorkspaceShape,
  targets: readonly Target[],
  rows: ReadonlyMap<string, PluginRow>,
  asked: string,
  bridges: readonly Target[],
): Promise<PluginPlan> {
  const { name } = workspace
  const { owner } = world.db
  const called = calledBy(world.plugins.values())
  const now = await world.models.current(name)
  const missing = leftWithout(world, now, targets)
  if (missing) return missing
  const upgrades = await upgradesOf(world, name, targets, rows)
  if ('refused' in upgrades) return upgrades
  const states = targets.map(
    ({ plugin, to, givesBack = false }): PluginState => ({
      ...{ id: plugin.id, version: plugin.version, state: to as PluginState['state'] },
      ...(givesBack && { givesBack }),
    }),
  )
  const { refused: stuck, state: custom } = await partsWith(world, name, states)
  const untaken = stuck.find(({ plugin }) => targets.some(one => one.to === 'enabled' && one.plugin.id === plugin))
  if (untaken) return nothing(untaken.text, untaken.values)
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
  const coming = targets.filter(one => one.to === 'enabled').map(one => one.plugin.id)
  const renamed = coming.flatMap(id => rows.get(id)?.away?.columns ?? [])
  const comesBack = (kind: string, table: string, name: string): boolean =>
    returning.has(table) || (kind === 'column' && renamed.some(one => one.table === table && one.name === name))
  const made = plan.missing.filter(one => !comesBack(one.kind, one.table, one.name))
  const [tables, columns] = (['table', 'column'] as const).map(kind => made.filter(one => one.kind === kind).length) as [number, number]
  const steps: Step[] = [...upgrades.steps, ...(await handedOver(world, name, now, custom, targets))]
  for (const { plugin } of back) steps.push(...bringingBack(rows.get(plugin.id) as PluginRow, plugin.title))
  const links = linksOfAll(next, coming)
  const bereft = await bereftRecords(owner, name, next, links, renamed)
  steps.push(...emptied((await lostReferences(owner, name, links, renamed)) - bereft.reduce((sum, one) => sum + one.references, 0)), ...bereaved(bereft))
  const enabled = targets.filter(one => one.to === 'enabled').map(one => one.plugin)
  if (enabled.length > 0) {
    const stood = enabled.filter(plugin => !bridges.some(one => one.plugin === plugin))
    steps.push(...gains({ chain: stood, enabled, asked }, { now, next, called }, { tables, columns }))
    steps.push(...fromElsewhere(world, enabled))
    const kept = stood.some(({ id, entities = [] }) => rows.get(id)?.state === 'disabled' && entities.length > 0)
    if (tables === 0 && back.length === 0 && kept) steps.unshift({ text: 'Its tables are still there, with all their records.', values: {} })
  }
  for (const one of targets) if (bridges.includes(one)) steps.push(bridging(one, next, made, rows.has(one.plugin.id)))
  const leaving = targets.filter(one => one.to !== 'enabled').map(one => one.plugin)
  if (leaving.length > 0) steps.push(...losses(leaving, { now, next, called }))
  const away = targets.filter(one => one.to === 'uninstalled')
  const going: Belongings[] = []
  if (targets.some(one => one.to === 'disabled') && away.length === 0 && back.length === 0)
    steps.push({ text: 'All its records stay and are there again when it is enabled.', values: {} })
  if (away.length > 0) {
    const whole = await wholeModel(
      world,
      name,
      away.map(one => one.plugin),
    )
    const others = new Set(Object.keys(custom.document.entities))
    for (const { plugin, givesBack } of away) {
      const all = [...whole.entities.values()].filter(entity => entity.plugin === plugin.id)
      going.push(await belongingsHere(owner, name, whole, plugin.id, others))
      // Where nothing else is its own there is nothing to speak of.
      if (!givesBack || all.some(entity => !others.has(entity.name))) steps.push(...(await puttingAway(owner, name, whole, plugin.id, others)))
    }
  }
  const course: Course = { model: next, live: plan, back: back.flatMap(({ plugin }) => rows.get(plugin.id)?.away ?? []), away: going }
  // Where records are brought to a version first, they were what it was rehearsed on.
  const how = upgrades.steps.length > 0 ? { schema: upgrades.schema, takes: upgrades.takes } : { course }
  const roles = await changedRoles(world, name, coming)
  steps.push(...(await newsSince(world, name, coming, called)))
  const [without] = bereft
  const asks = upgrades.asks ?? (without ? forWhoLetsGo(next.plugins.get(without.entity.plugin)?.title ?? without.entity.plugin) : null)
  return { states, steps, tables, columns, refused: null, ...(roles && { roles }), ...how, ...(asks && { asks }) }
}

/** Of those that did not come with the platform: where their code runs, and what it reaches. */
function fromElsewhere(world: World, plugins: readonly Plugin[]): Step[] {
  return plugins
    .filter(({ id }) => world.packages.of(id))
    .map(({ title, permissions }) => ({
      text: permissions
        ? '{plugin} comes from elsewhere: its code runs in a process of its own and reaches what it says here and no more; what it draws acts with the rights of whoever looks.'
        : '{plugin} comes from elsewhere: its code runs in a process of its own and reaches the records of what it needs; what it draws acts with the rights of whoever looks.',
      values: { plugin: title },
    }))
}

interface Upgrades extends Required<Pick<PluginPlan, 'schema' | 'takes'>> {
  readonly steps: readonly Step[]
  readonly asks: Step | null
}

/** What comes first where records are of an older version than the code that is here: rehearsed on them. */
async function upgradesOf(world: World, workspace: string, targets: readonly Target[], rows: ReadonlyMap<string, PluginRow>): Promise<PluginPlan | Upgrades> {
  const all: Step[] = []
  const schema: RehearsedStep[] = []
  const own = targets.map(({ plugin }) => plugin.id)
  let asks: Step | null = null
  for (const { plugin, to } of targets) {
    const row = rows.get(plugin.id)
    if (!row || row.version === plugin.version) continue
    const [stored] = await storedOf(world.db.owner, workspace, [plugin.id])
    const gate = stored && gateOf(plugin, stored)
    if (!gate || gate.kind === 'open' || to === 'disabled') continue
    if (gate.kind === 'shut') return nothing('It can’t run: {problem}', { problem: gate.problem })
    if (to === 'uninstalled') return nothing('Its records are of version {version}. Upgrade them first; then it can be uninstalled.', { version: row.version })
    const { steps, refused, schema: done = [] } = await rehearsed(world, workspace, plugin, row)
    schema.push(...done)
    if (refused) return nothing(refused.text, refused.values)
    all.push(...steps)
    if (gate.asks) asks ??= forAnOwner(plugin)
  }
  return {
    steps: all,
    asks,
    schema,
    takes: takesOf({ steps: schema, problem: null, on: 'records' }, [await world.models.current(workspace)], table =>
      own.some(id => table.startsWith(`${id}_`)),
    ),
  }
}

/** Every plugin that stays must still have what it needs. What administrators made is set aside with what it leans on. */
function leftWithout(world: World, now: Model, targets: readonly Target[]): PluginPlan | null {
  const after = new Map([...now.plugins].filter(([id]) => id !== 'core'))
  for (const { plugin, to } of targets) to === 'enabled' ? after.set(plugin.id, plugin) : after.delete(plugin.id)
  const leaving = new Set(targets.filter(one => one.to !== 'enabled').map(one => one.plugin.id))
  const needing = [...after.values()].filter(other => world.plugins.has(other.id) && Object.keys(other.needs ?? {}).some(id => leaving.has(id)))
  return needing.length > 0 ? nothing('{plugins} needs it. Disable that first.', { plugins: [...new Set(needing.map(other => other.title))].join(', ') }) : null
}

/** A plan that can’t be. */
export function nothing(text: string, values: Step['values'] = {}): PluginPlan {
  return { states: [], steps: [], tables: 0, columns: 0, refused: { text, values } }
}
