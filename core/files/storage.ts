import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refused } from '../errors.ts'

export interface StoredFile {
  /** Made by the server, never by a caller, and never used twice: what it names does not change. */
  readonly key: string
  readonly bytes: number
  readonly sha256: string
}

/** Files of workspaces, on disk below the data folder. A caller's name for a file never becomes part of a path. */
export interface FileStore {
  /** Keeps a stream whole or not at all; refuses what is larger than `maxBytes`. */
  write(workspace: string, content: Readable, options?: { readonly maxBytes?: number }): Promise<StoredFile>
  /** Puts a file back under the key it had, as a restore does. */
  writeAs(workspace: string, key: string, content: Readable): Promise<StoredFile>
  read(workspace: string, key: string): Promise<Readable>
  remove(workspace: string, key: string): Promise<void>
  /** Every key of a workspace, in no order. */
  keys(workspace: string): AsyncIterable<string>
}

/** 25 MB: what one file may weigh where nothing else is said. */
export const defaultMaxBytes = 25 * 1024 * 1024

export function openFileStore(dataDir: string): FileStore {
  const root = resolve(dataDir, 'files')
  const place = (workspace: string, key: string) => join(folder(root, workspace), checkedKey(key).slice(0, 2), key)
  const keep = (workspace: string, key: string, content: Readable, maxBytes: number) =>
    writeWhole(place(workspace, key), content, maxBytes).then(kept => ({ key, ...kept }))
  return {
    write: (workspace, content, options) => keep(workspace, randomBytes(16).toString('hex'), content, options?.maxBytes ?? defaultMaxBytes),
    writeAs: (workspace, key, content) => keep(workspace, key, content, Number.POSITIVE_INFINITY),
    read: async (workspace, key) => {
      const path = place(workspace, key)
      await stat(path).catch(() => {
        throw new Refused(404, 'not_found', 'This file is not there any more.')
      })
      return createReadStream(path)
    },
    remove: (workspace, key) => rm(place(workspace, key), { force: true }),
    keys: workspace => walk(folder(root, workspace)),
  }
}

function folder(root: string, workspace: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(workspace)) throw new Error(`"${workspace}" is not the name of a workspace.`)
  return join(root, workspace)
}

function checkedKey(key: string): string {
  if (!/^[0-9a-f]{32}$/.test(key)) throw new Refused(404, 'not_found', 'This file is not there any more.')
  return key
}

/** To a file beside its place, to the disk, then to its place: a reader sees all of it or nothing. */
async function writeWhole(path: string, content: Readable, maxBytes: number): Promise<{ bytes: number; sha256: string }> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const partial = `${path}.${randomBytes(4).toString('hex')}.partial`
  const hash = createHash('sha256')
  let bytes = 0
  const measure = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length
      if (bytes > maxBytes)
        return done(
          new Refused(413, 'file_too_large', 'The file is larger than {limit} MB. Make it smaller or split it.', {
            values: { limit: Math.floor(maxBytes / 1_048_576) },
          }),
        )
      hash.update(chunk)
      done(null, chunk)
    },
  })
  try {
    await pipeline(content, measure, createWriteStream(partial, { flags: 'wx', mode: 0o600 }))
    await flush(partial)
    await rename(partial, path)
    await flush(dirname(path))
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
  return { bytes, sha256: hash.digest('hex') }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => null)
  // Windows opens no folders, and flushes names by itself.
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

async function* walk(workspaceFolder: string): AsyncIterable<string> {
  const shelves = await opendir(workspaceFolder).catch(() => null)
  if (!shelves) return
  for await (const shelf of shelves) {
    if (!shelf.isDirectory() || !/^[0-9a-f]{2}$/.test(shelf.name)) continue
    for await (const file of await opendir(join(workspaceFolder, shelf.name))) if (/^[0-9a-f]{32}$/.test(file.name)) yield file.name
  }
}
