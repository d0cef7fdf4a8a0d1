import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from '@sangam/sdk'
import { type Isolated, isolate, ranBuilt } from '../../core/isolation/plugin.ts'
import type { Log } from '../../core/world.ts'
import type { TestOptions } from './platform.ts'

const root = join(import.meta.dirname, '..', '..')

/**
 * What a test asks for; where the whole run asks for it (`SANGAM_PLUGINS_APART`), with the plugins of this repository in processes of their own, as
 * those of third parties are, built and held back by Node: nothing of them can then lean on an object it shares with the platform.
 */
export async function asAsked(options: TestOptions, log: Log): Promise<{ readonly options: TestOptions; end(): void }> {
  if (!process.env.SANGAM_PLUGINS_APART) return { options, end: () => undefined }
  const apart: Isolated[] = []
  const turn = async (plugin: Plugin): Promise<Plugin> => {
    const file = await ownFile(plugin)
    if (!file) return plugin
    const built = ranBuilt()
    const made = await isolate(built ? join(built, 'plugins', plugin.id, 'plugin.js') : file, [], log)
    apart.push(made)
    return made.plugin
  }
  const [plugins, installed] = await Promise.all([options.plugins, options.installed ?? []].map(list => Promise.all(list.map(turn))))
  return {
    options: { ...options, plugins: plugins ?? [], installed: installed ?? [] },
    end: () => {
      for (const one of apart) one.stop()
    },
  }
}

/** Where a plugin of this repository is written, if it is one, and not one that a test made under its name. */
export async function ownFile(plugin: Plugin): Promise<string | null> {
  const file = join(root, 'plugins', plugin.id, 'plugin.ts')
  if (!existsSync(file)) return null
  return ((await import(pathToFileURL(file).href)) as { readonly default: Plugin }).default === plugin ? file : null
}
