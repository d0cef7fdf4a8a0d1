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
  const ordered: Plugin[] = []
  const state = new Map<string, 'begun' | 'done'>()
  const visit = (plugin: Plugin, path: readonly string[]): void => {
    if (state.get(plugin.id) === 'done') return
    if (state.get(plugin.id) === 'begun') {
      say(`Plugins ${[...path.slice(path.indexOf(plugin.id)), plugin.id].join(' → ')} need each other. Break the circle with a bridge or a reference by name.`)
      return
    }
    state.set(plugin.id, 'begun')
    for (const [id, range] of Object.entries(plugin.needs ?? {})) {
      const needed = byId.get(id)
      if (!isRange(range)) say(`Plugin ${plugin.id}: it needs ${id} "${range}". Write a range such as ^1.2.0.`)
      else if (!needed) say(`Plugin ${plugin.id} needs ${id} ${range}, which is not enabled. Enable ${id} too.`)
      else if (!satisfies(needed.version, range)) say(`Plugin ${plugin.id} needs ${id} ${range}; version ${needed.version} is here. Install one that fits.`)
      if (needed) visit(needed, [...path, plugin.id])
    }
    state.set(plugin.id, 'done')
    ordered.push(plugin)
  }
  const core = byId.get('core')
  if (core) visit(core, [])
  for (const plugin of [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) visit(plugin, [])
  return ordered
}

/** The plugins whose entities a plugin may name: itself, core, and what it needs, however far. */
export function reachOf(plugin: Plugin, all: ReadonlyMap<string, Plugin>): ReadonlySet<string> {
  const reach = new Set(['core'])
  const add = (id: string): void => {
    if (reach.has(id) && id !== 'core') return
    reach.add(id)
    for (const need of Object.keys(all.get(id)?.needs ?? {})) add(need)
  }
  add(plugin.id)
  return reach
}
