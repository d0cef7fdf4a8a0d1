import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Parser, ReadEntry } from 'tar'
import { Refused } from '../errors.ts'

/** What a package may weigh as it comes, and unfolded; how many entries it may have. */
export const mostPacked = 10 * 1_048_576
const mostUnpacked = 64 * 1_048_576
const mostEntries = 2_000

const unfold = promisify(gunzip)

/**
 * The files of a package by their paths below its folder, all in memory: nothing is written before everything is known to be right. Whatever
 * could reach out of the folder, be two things on some machine, or be no plain file refuses the whole.
 *
 * Errors: `bad_package`, `too_large`.
 */
export async function readArchive(bytes: Uint8Array): Promise<ReadonlyMap<string, Buffer>> {
  if (bytes.length > mostPacked)
    throw new Refused(413, 'too_large', 'The package is larger than {limit} MB. Leave out what it does not need to run.', {
      values: { limit: mostPacked / 1_048_576 },
    })
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) throw noPackage()
  const tar = await unfold(bytes, { maxOutputLength: mostUnpacked }).catch((error: { readonly code?: string }) => {
    throw error.code === 'ERR_BUFFER_TOO_LARGE' ? tooMuch() : noPackage()
  })
  // Packed twice it would be unfolded again, past the limit.
  if (tar[0] === 0x1f || tar.subarray(257, 262).toString('latin1') !== 'ustar') throw noPackage()
  const { Parser: Reader } = await import('tar')
  return collect(tar, new Reader({ strict: true, zstd: false }))
}

function collect(tar: Buffer, parser: Parser): Promise<ReadonlyMap<string, Buffer>> {
  return new Promise((resolve, reject) => {
    const shelf = new Shelf()
    let over = false
    const fail = (error: unknown): void => {
      over = true
      reject(error instanceof Refused ? error : noPackage())
    }
    parser.on('error', fail)
    parser.on('ignoredEntry', (entry: ReadEntry) => fail(strange(entry.path)))
    parser.on('entry', (entry: ReadEntry) => {
      try {
        if (!over) shelf.take(entry)
      } catch (error) {
        fail(error)
      }
      entry.resume()
    })
    parser.on('end', () => over || resolve(shelf.files()))
    parser.end(tar)
  })
}

/** Takes one entry after another, each only if it can stand beside those before. */
class Shelf {
  readonly #parts = new Map<string, Buffer[]>()
  readonly #folders = new Set<string>()
  /** As machines see them that don't tell capitals from small letters. */
  readonly #alike = new Map<string, string>()
  #entries = 0

  take(entry: ReadEntry): void {
    this.#entries += 1
    if (this.#entries > mostEntries)
      throw refused('The package has more than {most} files. Bundle what it needs, as “sangam plugin pack” does.', { most: mostEntries })
    const { path } = entry
    if (entry.type !== 'File' && entry.type !== 'OldFile' && entry.type !== 'Directory') throw strange(path)
    const below = insidePackage(entry.type === 'Directory' ? path.replace(/\/$/, '') : path)
    if (entry.type === 'Directory') {
      if (below !== '') this.#folder(below)
      return
    }
    if (below === '') throw strange(path)
    const alike = this.#alike.get(fold(below))
    if (alike === below) throw refused('The package holds {name} twice.', { name: below })
    if (alike !== undefined) throw refused('The package holds {name} and {other}, which are one file on many machines.', { name: below, other: alike })
    this.#alike.set(fold(below), below)
    for (let at = below.lastIndexOf('/'); at > 0; at = below.lastIndexOf('/', at - 1)) this.#folder(below.slice(0, at))
    const parts: Buffer[] = []
    this.#parts.set(below, parts)
    entry.on('data', (part: Buffer) => parts.push(part))
  }

  files(): ReadonlyMap<string, Buffer> {
    const both = [...this.#parts.keys()].find(name => this.#folders.has(fold(name)))
    if (both !== undefined) throw refused('The package holds {name} as a file and as a folder.', { name: both })
    return new Map([...this.#parts].map(([name, parts]) => [name, Buffer.concat(parts)]))
  }

  #folder(name: string): void {
    this.#folders.add(fold(name))
  }
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

/** Names that Windows gives to its devices, whatever stands behind the point. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** The path below `package/`, where npm puts all files. */
function insidePackage(path: string): string {
  const segments = path.split('/')
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.includes('\\') || segments.includes('..'))
    throw refused('The package wants to write outside of its folder: {name}.', { name: path })
  if (segments[0] !== 'package') throw refused('The package holds {name}. All its files must lie in the folder “package”, as npm packs them.', { name: path })
  const good = (segment: string): boolean => /^[A-Za-z0-9@_-][A-Za-z0-9@._+-]{0,99}$/.test(segment) && !segment.endsWith('.') && !devices.test(segment)
  const below = segments.slice(1)
  if (below.length > 10 || !below.every(good) || below.includes('node_modules'))
    throw refused('The package holds {name}. Names are letters, digits, points and dashes, and what others wrote is bundled, not in “node_modules”.', {
      name: path,
    })
  return below.join('/')
}

function strange(name: string): Refused {
  return refused('The package holds {name}, which is a link or a device. Only files and folders may be in it.', { name })
}

function tooMuch(): Refused {
  return refused('The package unfolds to more than {limit} MB. It is refused.', { limit: mostUnpacked / 1_048_576 })
}

function noPackage(): Refused {
  return refused('This is no whole package of a plugin. Choose the .tgz file that “sangam plugin pack” or “npm pack” made.')
}

/** A package that is not let in. */
export function refused(text: string, values: { readonly [name: string]: string | number } = {}): Refused {
  const short = Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, 120) : value])
  return new Refused(422, 'bad_package', text, { values: Object.fromEntries(short) })
}
