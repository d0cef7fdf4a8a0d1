import { createHash } from 'node:crypto'
import type { Refused } from '../errors.ts'
import { isPluginId } from '../registry/names.ts'
import { platformVersion } from '../registry/order.ts'
import { isRange, satisfies } from '../registry/version.ts'
import { readArchive, refused } from './archive.ts'
import { readSaid, type Said } from './said.ts'

/** Where the halves lie in a package, and what says what they are. */
export const paths = { description: 'dist/sangam.json', server: 'dist/server.js', web: 'dist/web.js' } as const

/** The form of the description that this platform reads. */
export const packageFormat = 1

/** What the host gives; everything else is in the package. */
export const hostLibraries = { server: ['@sangam/sdk'], web: ['@sangam/sdk', '@sangam/sdk/web', 'lit'] } as const

/** A package that was read and found whole. None of its code has run. */
export interface Package {
  /** Of the archive, byte by byte. */
  readonly sha256: string
  readonly says: Said
  /** What its tool was too old to say. */
  readonly unsaid: readonly string[]
  /** Who made it, by its own word. */
  readonly author: string | null
  /** What its package.json calls it: to npm, and to nobody here. */
  readonly name: string | null
  readonly files: ReadonlyMap<string, Buffer>
  readonly hasWeb: boolean
}

/**
 * Reads a package and refuses what can't be one.
 *
 * Errors: `bad_package` with a sentence for each way to be none; `too_large`.
 */
export async function readPackage(bytes: Uint8Array): Promise<Package> {
  const files = await readArchive(bytes)
  const about = json(files, 'package.json')
  if (!about) throw refused('The package has no package.json that can be read.')
  const said = json(files, paths.description)
  const server = files.get(paths.server)
  if (!said || !server)
    throw refused('The package lacks {path}. Make it with “sangam plugin pack”, which builds both halves of a plugin.', {
      path: said ? paths.server : paths.description,
    })
  if (said.format !== packageFormat) throw refused('The package was made for a newer Sangam. Install a version of it that fits.')
  const says = readSaid(said.says)
  if (!says) throw refused('The package does not say all of what it is in {path}. Make it anew with “sangam plugin pack”.', { path: paths.description })
  const problem = unfit(says, about)
  if (problem) throw problem
  checkSums(files, said.sha256)
  const unsaid = Object.keys(says).filter(name => !Object.hasOwn(asObject(said.says), name))
  const name = typeof about.name === 'string' ? about.name : null
  return { sha256: sha256(bytes), says, unsaid, author: authorOf(about.author), name, files, hasWeb: files.has(paths.web) }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** What each file of a package must be, by its path. */
export function sumsOf(files: Package['files']): { readonly [path: string]: string } {
  return Object.fromEntries([...files].map(([path, content]) => [path, sha256(content)]))
}

type Object = { readonly [name: string]: unknown }

function unfit({ id, version, sangam }: Said, about: Object): Refused | null {
  if (!isPluginId(id)) return refused('“{id}” can’t be the name of a plugin: 2 to 20 letters a-z and digits.', { id })
  if (!/^\d{1,6}\.\d{1,6}\.\d{1,6}(-[0-9A-Za-z.-]{1,40})?$/.test(version)) return refused('“{version}” is no version. Write it as 1.2.3.', { version })
  if (about.version !== version)
    return refused('package.json says version {version}, and the plugin {other}. Make them the same.', { version: String(about.version), other: version })
  if (!isRange(sangam) || !satisfies(platformVersion, sangam))
    return refused('It is made for Sangam {range}; this is {version}. Install a version of it that fits.', { range: sangam, version: platformVersion })
  const foreign = Object.keys({ ...asObject(about.dependencies), ...asObject(about.optionalDependencies) }).filter(name => !isHosts(name))
  if (foreign.length > 0)
    return refused('It depends on {names}. Nothing is fetched when a plugin is installed: bundle them with “sangam plugin pack”.', {
      names: foreign.join(', '),
    })
  return null
}

export function isHosts(name: string): boolean {
  return name === '@sangam/sdk' || name === 'lit'
}

/** What was damaged on its way is not what its author packed. */
function checkSums(files: ReadonlyMap<string, Buffer>, given: unknown): void {
  const sums = asObject(given)
  for (const path of [paths.server, paths.web]) {
    const file = files.get(path)
    if ((file || sums[path] !== undefined) && (!file || sums[path] !== sha256(file)))
      throw refused('{path} is not what was packed. Get the package anew from who made it.', { path })
  }
}

function json(files: ReadonlyMap<string, Buffer>, path: string): Object | null {
  try {
    const value: unknown = JSON.parse(files.get(path)?.toString('utf8') ?? '')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Object) : null
  } catch {
    return null
  }
}

function asObject(value: unknown): Object {
  return typeof value === 'object' && value !== null ? (value as Object) : {}
}

/** `Meera Motors <meera@example.com> (https://example.com)` is Meera Motors. */
function authorOf(given: unknown): string | null {
  const whole = typeof given === 'string' ? given : asObject(given).name
  const name = typeof whole === 'string' ? whole.replace(/[<(].*$/s, '').trim() : ''
  return name === '' ? null : name.slice(0, 120)
}
