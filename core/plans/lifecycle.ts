import type { Plugin } from '@sangam/sdk'
import { Refused } from '../errors.ts'
import type { Model } from '../registry/model.ts'
import type { World } from '../world.ts'
import type { PluginState } from './apply.ts'
import { planWorkspace } from './plan.ts'
import { modelWith, setPlugins, type WorkspaceShape } from './workspace.ts'

export interface PluginPlan {
  readonly states: readonly PluginState[]
  /** What will happen, in sentences with their values. */
  readonly steps: readonly { readonly text: string; readonly values: { readonly [name: string]: string | number } }[]
  readonly tables: number
  readonly columns: number
  /** Why it can't be. */
  readonly refused: { readonly text: string; readonly values: { readonly [name: string]: string | number } } | null
}

/** What enabling or disabling a plugin would do; nothing is changed. */
export async function planPlugin(world: World, workspace: WorkspaceShape, id: string, to: 'enabled' | 'disabled'): Promise<PluginPlan> {
  const plugin = world.plugins.get(id)
  if (!plugin || id === 'core') throw new Refused(404, 'not_found', 'There is no such plugin here.')
  const now = await world.models.current(workspace.name)
  if (now.plugins.has(id) === (to === 'enabled')) return nothing(to === 'enabled' ? 'It is enabled already.' : 'It is disabled already.')
  // What administrators made leans on what is there, and is set aside with it.
  const needing = [...now.plugins.values()].filter(other => world.plugins.has(other.id) && Object.hasOwn(other.needs ?? {}, id))
  if (to === 'disabled' && needing.length > 0)
    return nothing('{plugins} needs it. Disable that first.', { plugins: needing.map(other => other.title).join(', ') })
  const chain = to === 'enabled' ? withNeeds(world, plugin).filter(one => !now.plugins.has(one.id)) : [plugin]
  const states = chain.map(one => ({ id: one.id, version: one.version, state: to }))
  const next = await modelWith(world, workspace.name, states)
  const { missing } = await planWorkspace(world.db.owner, workspace.name, next)
  const tables = missing.filter(one => one.kind === 'table').length
  const columns = missing.filter(one => one.kind === 'column').length
  return { states, steps: to === 'enabled' ? gains(plugin, chain, now, next, tables, columns) : losses(now, next), tables, columns, refused: null }
}

export async function applyPlugin(world: World, workspace: WorkspaceShape, id: string, to: 'enabled' | 'disabled'): Promise<PluginPlan> {
  const plan = await planPlugin(world, workspace, id, to)
  if (plan.refused) throw new Refused(409, 'plan_refused', plan.refused.text, { values: plan.refused.values })
  await setPlugins(world, workspace, plan.states)
  return plan
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

type Step = PluginPlan['steps'][number]

function gains(plugin: Plugin, chain: readonly Plugin[], now: Model, next: Model, tables: number, columns: number): Step[] {
  const others = chain.filter(one => one !== plugin)
  const lists = next.lists
    .filter(list => list.menu && !now.lists.some(one => one.entity === list.entity))
    .map(list => next.entities.get(list.entity)?.plural ?? list.entity)
  const roles = [...next.roles.values()].filter(role => !now.roles.has(role.name)).map(role => role.label)
  const jobs = [...next.jobs.keys()].filter(name => !now.jobs.has(name))
  return [
    ...(others.length > 0 ? [{ text: 'Also enables what it stands on: {plugins}.', values: { plugins: others.map(one => one.title).join(', ') } }] : []),
    ...(tables > 0
      ? [{ text: 'Makes {tables} tables with {columns} columns. Nothing that is there is changed.', values: { tables, columns } }]
      : [{ text: 'Its tables are still there, with all their records.', values: {} }]),
    ...(lists.length > 0 ? [{ text: 'Adds to the navigation: {screens}.', values: { screens: lists.join(', ') } }] : []),
    ...(roles.length > 0 ? [{ text: 'Brings the roles {roles}. Give them to people under Users.', values: { roles: roles.join(', ') } }] : []),
    ...(jobs.length > 0 ? [{ text: 'Runs by itself: {jobs}.', values: { jobs: jobs.join(', ') } }] : []),
  ]
}

function losses(now: Model, next: Model): Step[] {
  const lists = now.lists.filter(list => list.menu && !next.entities.has(list.entity)).map(list => now.entities.get(list.entity)?.plural ?? list.entity)
  return [
    ...(lists.length > 0 ? [{ text: 'Takes from the navigation: {screens}.', values: { screens: lists.join(', ') } }] : []),
    { text: 'All its records stay and are there again when it is enabled.', values: {} },
    ...(next.setAside.length > now.setAside.length
      ? [
          {
            text: 'What you made yourselves and leans on it is set aside until then: {count, plural, one {# field, rule or screen} other {# fields, rules and screens}}.',
            values: { count: next.setAside.length - now.setAside.length },
          },
        ]
      : []),
  ]
}

function nothing(text: string, values: { readonly [name: string]: string | number } = {}): PluginPlan {
  return { states: [], steps: [], tables: 0, columns: 0, refused: { text, values } }
}
