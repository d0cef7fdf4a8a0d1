import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from '@sangam/sdk'
import { pluginOfShape, type Shape } from '../../../core/plans/upgrade/shape.ts'
import { compareVersions } from '../../../core/registry/version.ts'
import type { TestPlatform } from '../platform.ts'

/** What a version of a plugin kept, as `sangam plugin release` wrote it; a JSON file is taken as TypeScript reads it. */
export interface Released {
  readonly id: string
  readonly version: string
  readonly entities: object
  readonly extensions: object
}

/** A released version as a plugin that keeps the same and does nothing: what its code alone wrote, random records fill by hand. */
export function pluginOfRelease(released: Released): Plugin {
  const open = JSON.parse(JSON.stringify(released), (key, value) => (key === 'readonly' && value === true ? undefined : value))
  return pluginOfShape({ needs: {}, ...open } as Shape)
}

/** What the page of plugins says of one. */
export async function cardOf({ admin }: TestPlatform, id: string): Promise<{ readonly upgrade: object | null; readonly problems: readonly string[] }> {
  const { items } = (await admin.get('/api/plugins')) as { items: { id: string; upgrade: object | null; problems: string[] }[] }
  const found = items.find(one => one.id === id)
  if (!found) throw new Error(`There is no plugin ${id}.`)
  return found
}

/** What earlier versions of a plugin kept, as it lies in the `migrations` of the folder of a test or of one above it, up to its package; of the version itself nothing. */
export function releasedBeside(test: string, { id, version }: Plugin): readonly Released[] {
  for (let place = dirname(test); ; place = dirname(place)) {
    const folder = join(place, 'migrations')
    const files = existsSync(folder) ? readdirSync(folder).filter(file => file.endsWith('.json')) : []
    const found = files.map(file => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Released).filter(one => one.id === id && one.version !== version)
    if (found.length > 0) return found.sort((a, b) => compareVersions(a.version, b.version))
    if (existsSync(join(place, 'package.json')) || place === dirname(place)) return []
  }
}
