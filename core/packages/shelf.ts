import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { lstat, mkdir, open, readdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Plugin } from '@sangam/sdk'
import { type Isolated, isolate, ranBuilt } from '../isolation/plugin.ts'
import type { Log } from '../world.ts'
import { type Package, paths, sha256 } from './package.ts'

/** Where installed plugins lie: below the data folder, each version in a folder named after what is in it, so that no name ever stands for two contents. */
export interface Place {
  readonly id: string
  readonly version: string
  /** Of the package. */
  readonly sha256: string
}

export function shelfOf(dataDir: string): string {
  return join(dataDir, 'plugins')
}

export function folderOf(dataDir: string, { id, version, sha256: sum }: Place): string {
  return join(shelfOf(dataDir), id, nameOf({ version, sha256: sum }))
}

/** `1.2.0-9f86d081884c7d65`. */
export function nameOf({ version, sha256: sum }: Omit<Place, 'id'>): string {
  return `${version}-${sum.slice(0, 16)}`
}

/** Puts the files of a package into their folder: beside it first, to the disk, then in one step. Whoever looks sees all of it or nothing. */
export async function unpack(dataDir: string, place: Place, files: Package['files']): Promise<string> {
  const folder = folderOf(dataDir, place)
  if (existsSync(folder)) return folder
  const beside = join(shelfOf(dataDir), `.${randomBytes(6).toString('hex')}.partial`)
  try {
    for (const [path, content] of files) {
      await mkdir(dirname(join(beside, path)), { recursive: true, mode: 0o700 })
      const file = await open(join(beside, path), 'wx', 0o600)
      await file.writeFile(content)
      await file.sync()
      await file.close()
    }
    await mkdir(dirname(folder), { recursive: true, mode: 0o700 })
    // Another node may have been faster: then it lies there already.
    await rename(beside, folder).catch(error => {
      if (!existsSync(folder)) throw error
    })
  } finally {
    await rm(beside, { recursive: true, force: true })
  }
  return folder
}

/** The first file that is not what was installed, or null. */
export async function altered(folder: string, sums: { readonly [path: string]: string }): Promise<string | null> {
  for (const [path, sum] of Object.entries(sums)) {
    const content = await readFile(join(folder, path)).catch(() => null)
    if (!content || sha256(content) !== sum) return path
  }
  // What was laid beside could be found in place of what the platform lends.
  const lying = await readdir(folder, { recursive: true, withFileTypes: true })
  const more = lying.filter(one => !one.isDirectory()).map(one => relative(folder, join(one.parentPath, one.name)).split(sep).join('/'))
  return more.find(path => !Object.hasOwn(sums, path)) ?? null
}

/**
 * Begins the server half of an unpacked plugin, in a process of its own. Its SDK is the platform's.
 *
 * @example const { plugin, stop } = await beginServerHalf(folderOf(dataDir, row), shelfOf(dataDir), row.files, log)
 */
export async function beginServerHalf(folder: string, shelf: string, files: { readonly [path: string]: string }, log: Log): Promise<Isolated> {
  await lendSdk(shelf)
  const sound = async (): Promise<void> => {
    const wrong = await altered(folder, files)
    if (wrong !== null) throw new Error(`${wrong} was altered on this machine: it is not what was installed.`)
  }
  return isolate(join(folder, paths.server), [folder, join(shelf, 'node_modules')], log, undefined, undefined, sound)
}

/** `@sangam/sdk`, as seen from the shelf, is the SDK of the platform that runs: there is one instance of it. */
async function lendSdk(shelf: string): Promise<void> {
  const link = join(shelf, 'node_modules', '@sangam', 'sdk')
  const target = sdkFolder()
  if ((await readlink(link).catch(() => null)) === target) return
  await mkdir(dirname(link), { recursive: true, mode: 0o700 })
  // It leads to an older platform, or somebody put something in its place.
  if (await lstat(link).catch(() => null)) await rm(link, { recursive: true, force: true })
  await symlink(target, link, 'junction').catch(async error => {
    if ((await readlink(link).catch(() => null)) !== target) throw error
  })
}

/** Beside core in the sources, beside it in what is built. */
function sdkFolder(): string {
  for (let at = ranBuilt() ?? dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    if (existsSync(join(at, 'sdk', 'package.json'))) return join(at, 'sdk')
    if (dirname(at) === at) throw new Error('The SDK of this platform is not where it should be.')
  }
}

/** Removes what no row names: versions that were replaced, plugins that were removed, and what was cut off. */
export async function sweepShelf(dataDir: string, kept: readonly Place[]): Promise<void> {
  const shelf = shelfOf(dataDir)
  const names = new Set(kept.map(place => folderOf(dataDir, place)))
  for (const id of await readdir(shelf).catch(() => [])) {
    if (id === 'node_modules') continue
    const folders = id.startsWith('.') ? [join(shelf, id)] : (await readdir(join(shelf, id)).catch(() => [])).map(name => join(shelf, id, name))
    for (const folder of folders) if (!names.has(folder)) await rm(folder, { recursive: true, force: true })
  }
}

/** Only for who packs: a folder in which one's own server half is looked at, in this process, before it is installed anywhere. */
export async function tryServerHalf(folder: string, code: string): Promise<Plugin> {
  const file = join(folder, paths.server)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, code)
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await lendSdk(folder)
  const { default: plugin } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { readonly default?: Plugin }
  if (plugin?.kind !== 'plugin') throw new Error('It exports no plugin: export default definePlugin({ … }).')
  return plugin
}
