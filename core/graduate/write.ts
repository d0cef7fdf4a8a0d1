import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Refused } from '../errors.ts'

/** Writes the files of a plugin into a folder that is not there yet. Errors: `exists`. */
export async function writeFiles(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const place = resolve(folder)
  if (existsSync(place)) throw new Refused(409, 'exists', 'There is {folder} already. Name another with --out.', { values: { folder } })
  try {
    for (const [path, text] of files) {
      await mkdir(dirname(join(place, path)), { recursive: true })
      await writeFile(join(place, path), text, { flag: 'wx' })
    }
  } catch (error) {
    // Half a plugin would be in the way of the next try.
    await rm(place, { recursive: true, force: true })
    throw error
  }
}

/** The same as a packed folder of that name: its sources, for whoever carries them on, and nothing that can be installed yet. */
export async function packedFiles(name: string, files: ReadonlyMap<string, string>): Promise<Buffer> {
  const staged = await mkdtemp(join(tmpdir(), 'sangam-graduate-'))
  try {
    await writeFiles(join(staged, name), files)
    const file = join(staged, 'sources.tgz')
    const { create } = await import('tar')
    await create({ file, gzip: { level: 9 }, portable: true, noMtime: true, cwd: staged }, [name])
    return await readFile(file)
  } finally {
    await rm(staged, { recursive: true, force: true })
  }
}
