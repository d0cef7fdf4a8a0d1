import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Plugin } from '@sangam/sdk'
import { corePlugin } from './system/plugin.ts'

/** The folder above that holds the plugins: beside core in the source, beside it in what is built. */
function folder(): string | null {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    if (existsSync(join(at, 'plugins'))) return join(at, 'plugins')
    if (dirname(at) === at) return null
  }
}

/** Every plugin that lies in the plugins folder, and core's own. They are found, not listed: a new one touches nothing else. */
export async function findPlugins(): Promise<ReadonlyMap<string, Plugin>> {
  const found = new Map<string, Plugin>([[corePlugin.id, corePlugin]])
  const place = folder()
  for (const id of place ? readdirSync(place).sort() : []) {
    const file = ['plugin.js', 'plugin.ts'].map(name => join(place ?? '', id, name)).find(existsSync)
    if (!file) continue
    const { default: plugin } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { default?: Plugin }
    if (plugin?.kind !== 'plugin') throw new Error(`plugins/${id}/plugin.ts must export a plugin: export default definePlugin({ … }).`)
    found.set(plugin.id, plugin)
  }
  return found
}
