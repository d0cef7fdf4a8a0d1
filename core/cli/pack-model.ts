import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, posix, relative, sep } from 'node:path'
import type { Files } from './pack-plugin.ts'

const server = { types: './dist/server.d.ts', default: './dist/server.js' } as const
const model = { types: './dist/types/model.ts', default: './dist/model.js' } as const

/** Under which names others import of a package what was built of its plugin: for their tests the plugin itself, and its model where it has one. */
export function exportsOf(files: readonly string[]): { readonly [name: string]: object | string } {
  return { '.': server, ...(files.includes(modelFile) && { './model': model }), './package.json': './package.json' }
}

export const modelFile = 'dist/model.js'

/** The model of a plugin, which others that stand on it import: null where it has none. */
export function modelIn(place: string): string | null {
  return ['model.ts', 'model.js'].map(name => join(place, name)).find(existsSync) ?? null
}

/** What types others have of a package: the plugin as it is to the SDK, and the sources of the model with all of its folder that it is made of. */
export async function typesOf(place: string, entry: string | null): Promise<Files> {
  const plugin = "import type { Plugin } from '@sangam/sdk'\n\ndeclare const plugin: Plugin\nexport default plugin\n"
  const found = new Map<string, string>()
  if (entry?.endsWith('.ts')) await read(place, entry, found)
  return [['dist/server.d.ts', plugin], ...[...found].map(([path, text]) => [posix.join('dist', 'types', path), text] as const)]
}

async function read(place: string, file: string, found: Map<string, string>): Promise<void> {
  const path = relative(place, file).split(sep).join('/')
  if (path.startsWith('..') || found.has(path) || !existsSync(file)) return
  const text = await readFile(file, 'utf8')
  found.set(path, text)
  for (const [, named = ''] of text.matchAll(/\b(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g)) await read(place, join(dirname(file), named), found)
}
