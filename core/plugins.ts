import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Plugin } from '@sangam/sdk'
import type { Unsound } from './registry/sound.ts'
import { corePlugin } from './system/plugin.ts'

/** The folder above that holds the plugins: beside core in the source, beside it in what is built. */
function folder(): string | null {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    if (existsSync(join(at, 'plugins'))) return join(at, 'plugins')
    if (dirname(at) === at) return null
  }
}

/** What lies in the plugins folder: what can be loaded, and why the rest can't. */
export interface Found {
  readonly plugins: ReadonlyMap<string, Plugin>
  readonly broken: readonly Unsound[]
}

/** Every plugin that lies in the plugins folder, and core's own. They are found, not listed: a new one touches nothing else, and a bad one keeps none from running. */
export async function findPlugins(): Promise<Found> {
  const found = new Map<string, Plugin>([[corePlugin.id, corePlugin]])
  const broken: Unsound[] = []
  const place = folder()
  for (const id of place ? readdirSync(place).sort() : []) {
    const file = ['plugin.js', 'plugin.ts'].map(name => join(place ?? '', id, name)).find(existsSync)
    if (!file) continue
    try {
      const { default: plugin } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { default?: Plugin }
      if (plugin?.kind !== 'plugin') throw new Error('plugin.ts must export a plugin: export default definePlugin({ … }).')
      if (found.has(plugin.id)) throw new Error(`Another plugin has the id ${plugin.id} already. Rename one.`)
      found.set(plugin.id, plugin)
    } catch (error) {
      broken.push({ id, title: id, version: '', problems: [`plugins/${id}: ${error instanceof Error ? error.message : String(error)}`] })
    }
  }
  return { plugins: found, broken }
}
