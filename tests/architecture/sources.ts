import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')

export interface Source {
  /** From the repository's root: `core/records/find.ts`. */
  readonly path: string
  readonly text: string
}

/** Every file that is written by hand and belongs to the repository. */
export function sources(endings: readonly string[] = ['.ts', '.mjs', '.cjs']): Source[] {
  const left = new Set(['node_modules', 'dist', 'data', '.git', '.cache'])
  return readdirSync(root, { withFileTypes: true })
    .filter(entry => !left.has(entry.name))
    .flatMap(entry => {
      if (entry.isFile()) return [entry.name]
      return readdirSync(join(root, entry.name), { recursive: true, withFileTypes: true })
        .filter(inner => inner.isFile() && !inner.parentPath.includes('node_modules'))
        .map(inner => join(inner.parentPath, inner.name).slice(root.length + 1))
    })
    .filter(path => endings.some(ending => path.endsWith(ending)))
    .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/** What a stranger wrote: the tests pack it, and import it to try it. */
export const isFixture = (path: string) => /^tests\/third-party\/[^/]+\//.test(path)

export const isTest = (path: string) => /\.test(-d)?\.ts$/.test(path) || path.startsWith('tests/') || path.startsWith('sdk/testing/')
