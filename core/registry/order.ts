import type { Plugin } from '@sangam/sdk'
import { adminPlugin, isPluginId } from './names.ts'
import type { Say } from './problems.ts'
import { isRange, parseVersion, satisfies } from './version.ts'

/** What plugins name in `engines`. */
export const platformVersion = '0.1.0'

/** Plugins so that each comes after those it needs: core first, then by name. */
export function orderPlugins(plugins: readonly Plugin[], say: Say): readonly Plugin[] {
  const byId = new Map<string, Plugin>()
  for (const plugin of plugins) {
    if (!isPluginId(plugin.id) && plugin.id !== adminPlugin) say(`Plugin "${plugin.id}": its id must be 2 to 20 letters a-z and digits. Rename it.`)
    if (byId.has(plugin.id)) say(`Plugin ${plugin.id}: two plugins have this id. Rename one.`)
    byId.set(plugin.id, plugin)
    if (!parseVersion(plugin.version)) say(`Plugin ${plugin.id}: "${plugin.version}" is no version. Write it as 1.2.3.`)
    const engine = plugin.engines.sangam
    if (!isRange(engine)) say(`Plugin ${plugin.id}: engines.sangam is "${engine}". Write a range such as ^${platformVersion}.`)
    else if (!satisfies(platformVersion, engine))
      say(`Plugin ${plugin.id} is made for Sangam ${engine}; this is ${platformVersion}. Install a version of it that fits.`)
  }
  const core = byId.get('core')
  const byName = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  return behindNeeds(core ? [core, ...byName] : byName, byId, {
    need: (plugin, id, range, needed) => {
      if (!isRange(range)) say(`Plugin ${plugin.id}: it needs ${id} "${range}". Write a range such as ^1.2.0.`)
      else if (!needed) say(`Plugin ${plugin.id} needs ${id} ${range}, which is not enabled. Enable ${id} too.`)
      else if (!satisfies(needed.version, range)) say(`Plugin ${plugin.id} needs ${id} ${range}; version ${needed.version} is here. Install one that fits.`)
    },
    circle: ids => say(`Plugins ${ids.join(' → ')} need each other. Break the circle with a bridge or a reference by name.`),
  })
}

/** What is met on the way through the plugins that others need. */
interface Met {
  readonly need?: (plugin: Plugin, id: string, range: string, needed: Plugin | undefined) => void
  readonly circle?: (ids: readonly string[]) => void
}

/** Plugins behind all they need, however far and as far as it is there, each once; otherwise in the order given. */
export function behindNeeds(plugins: readonly Plugin[], all: ReadonlyMap<string, Plugin>, met: Met = {}): Plugin[] {
  const ordered = new Set<Plugin>()
  const visit = (plugin: Plugin, path: readonly string[]): void => {
    if (ordered.has(plugin)) return
    const before = path.indexOf(plugin.id)
    if (before >= 0) return met.circle?.([...path.slice(before), plugin.id])
    for (const [id, range] of Object.entries(plugin.needs ?? {})) {
      const needed = all.get(id)
      met.need?.(plugin, id, range, needed)
      if (needed) visit(needed, [...path, plugin.id])
    }
    ordered.add(plugin)
  }
  for (const plugin of plugins) visit(plugin, [])
  return [...ordered]
}

/** The plugins whose entities a plugin may name: itself, core, and what it needs, however far. */
export function reachOf(plugin: Plugin, all: ReadonlyMap<string, Plugin>): ReadonlySet<string> {
  return new Set(['core', ...behindNeeds([plugin], all).map(({ id }) => id)])
}
