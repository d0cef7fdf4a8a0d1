import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { backup } from '../backup/backup.ts'
import { Refused } from '../errors.ts'
import { withDatabase } from './connect.ts'
import { say, size } from './output.ts'

export function addBackup(program: Command): void {
  program
    .command('backup <file>')
    .description('Writes everything (accounts, all workspaces, files) into one file, as it is at this moment. People can work on meanwhile.')
    .option('--force', 'writes over a file that is there')
    .action(async (file: string, options: { readonly force?: boolean }) => {
      const path = resolve(file)
      if (!options.force && (await stat(path).catch(() => null))) {
        throw new Refused(409, 'file_exists', 'There is a file {path} already. Choose another name, or say --force.', { values: { path } })
      }
      const partial = `${path}.partial`
      try {
        const { manifest, parts, key } = await withDatabase(bare => backup(bare, createWriteStream(partial, { mode: 0o600 })))
        await rename(partial, path)
        const { size: bytes } = await stat(path)
        const rows = parts.reduce((sum, part) => sum + (part.name.includes('.') ? part.rows : 0), 0)
        say(`Backed up ${manifest.workspaces.map(one => one.name).join(', ')} (rows: ${rows.toLocaleString('en')}) into ${path}, ${size(bytes)}.`)
        say(`Signed with the key ${key}. Keep it apart from the file: a restore elsewhere asks for it.`)
        say('It holds accounts and all data in the clear: keep it where only you can read it.')
      } catch (error) {
        await rm(partial, { force: true })
        throw error
      }
    })
}
