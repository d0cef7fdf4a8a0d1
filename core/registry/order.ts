import type { Plugin } from '@sangam/sdk'
import { adminPlugin, isPluginId } from './names.ts'
import type { Say } from './problems.ts'
import { isRange, parseVersion, satisfies } from './version.ts'

/** What plugins name in `engines`. */
export const platformVersion = '0.1.0'

/** Plugins so that each comes after those it stands on: core first, then by name. */
export function orderPlugins(plugins: readonly Plugin[], say: Say): readonly Plugin[] {
  const byId = new Map<string, Plugin>()
  for (const plugin of plugins) {
    if (byId.has(plugin.id)) say(`Plugin ${plugin.id}: two plugins have this id. Rename one.`)
    byId.set(plugin.id, plugin)
    checkAlone(plugin, say)
  }
  const core = byId.get('core')
  const byName = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  return behindNeeds(core ? [core, ...byName] : byName, byId, {
    need: (plugin, id, range, needed) => {
      const how = isJoined(plugin, id) ? 'joins' : 'needs'
      const mend = how === 'joins' ? 'It comes back with it.' : `Enable ${id} too.`
      if (!isRange(range)) say(`Plugin ${plugin.id}: it ${how} ${id} "${range}". Write a range such as ^1.2.0.`)
      else if (!needed) say(`Plugin ${plugin.id} ${how} ${id} ${range}, which is not enabled. ${mend}`)
      else if (!satisfies(needed.version, range)) say(`Plugin ${plugin.id} ${how} ${id} ${range}; version ${needed.version} is here. Install one that fits.`)
    },
    circle: ids => say(`Plugins ${ids.join(' → ')} need each other. Break the circle with a bridge or a reference by name.`),
  })
}

/** What is wrong with a plugin whatever stands beside it. */
export function checkAlone(plugin: Plugin, say: Say): void {
  const { id, version, needs = {}, joins } = plugin
  if (!isPluginId(id) && id !== adminPlugin) say(`Plugin "${id}": its id must be 2 to 20 letters a-z and digits. Rename it.`)
  if (!parseVersion(version)) say(`Plugin ${id}: "${version}" is no version. Write it as 1.2.3.`)
  const engine = plugin.engines.sangam
  if (!isRange(engine)) say(`Plugin ${id}: engines.sangam is "${engine}". Write a range such as ^${platformVersion}.`)
  else if (!satisfies(platformVersion, engine)) say(`Plugin ${id} is made for Sangam ${engine}; this is ${platformVersion}. Install a version of it that fits.`)
  if (!joins) return
  const others = Object.keys(joins).filter(one => one !== id && one !== 'core')
  if (Object.hasOwn(joins, id)) say(`Plugin ${id} joins itself. Leave it out of \`joins\`.`)
  if (Object.hasOwn(joins, 'core')) say(`Plugin ${id} joins core, which is always there. Leave it out of \`joins\`.`)
  if (others.length < 2) say(`Plugin ${id} joins fewer than two plugins. Name two or more in \`joins\`; what stands on one says so in \`needs\`.`)
  for (const other of others)
    if (Object.hasOwn(needs, other)) say(`Plugin ${id} needs ${other} and joins it. Leave it out of \`needs\`: a bridge is there only where it is.`)
}

/** What a plugin stands on, each with its range: what it needs and, as a bridge, what it joins. */
export function standsOn({ id, needs, joins }: Plugin): { readonly [plugin: string]: string } {
  return Object.fromEntries(Object.entries({ ...needs, ...joins }).filter(([one]) => one !== id || Object.hasOwn(needs ?? {}, id)))
}

/** Whether a plugin is a bridge to another. */
export function isJoined({ joins }: Plugin, id: string): boolean {
  return Object.hasOwn(joins ?? {}, id)
}

/** What is met on the way through the plugins that others need. */
interface Met {
  readonly need?: (plugin: Plugin, id: string, range: string, needed: Plugin | undefined) => void
  readonly circle?: (ids: readonly string[]) => void
}

/** Plugins behind all they stand on, however far and as far as it is there, each once; otherwise in the order given. */
export function behindNeeds(plugins: readonly Plugin[], all: ReadonlyMap<string, Plugin>, met: Met = {}): Plugin[] {
  const ordered = new Set<Plugin>()
  const visit = (plugin: Plugin, path: readonly string[]): void => {
    if (ordered.has(plugin)) return
    const before = path.indexOf(plugin.id)
    if (before >= 0) return met.circle?.([...path.slice(before), plugin.id])
    for (const [id, range] of Object.entries(standsOn(plugin))) {
      const needed = all.get(id)
      met.need?.(plugin, id, range, needed)
      if (needed) visit(needed, [...path, plugin.id])
    }
    ordered.add(plugin)
  }
  for (const plugin of plugins) visit(plugin, [])
  return [...ordered]
}

/** The plugins whose entities a plugin may name: itself, core, and what it stands on, however far. */
export function reachOf(plugin: Plugin, all: ReadonlyMap<string, Plugin>): ReadonlySet<string> {
  return new Set(['core', ...behindNeeds([plugin], all).map(({ id }) => id)])
}
