import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { restore } from '../backup/restore.ts'
import { Refused } from '../errors.ts'
import { withDatabase } from './connect.ts'
import { say } from './output.ts'

export function addRestore(program: Command): void {
  program
    .command('restore <file>')
    .description('Brings back a backup, all or nothing. Restore only backups of your own: a backup is trusted as this server is.')
    .option('--trust <key>', 'believes a backup that another instance signed with this key; it was said when the backup was made')
    .option('--replace', 'puts it in the place of the data that is here, which is then gone')
    .action(async (file: string, options: { readonly replace?: boolean; readonly trust?: string }) => {
      const path = resolve(file)
      if (!(await stat(path).catch(() => null))?.isFile()) throw new Refused(404, 'not_found', 'There is no file {path}.', { values: { path } })
      const done = await withDatabase(bare => restore(bare, path, { replace: options.replace === true, ...(options.trust && { trust: options.trust }) }))
      say(
        `Restored ${done.manifest.workspaces.map(one => one.name).join(', ')} as of ${done.manifest.madeAt}: ${done.tables} tables, ${done.rows.toLocaleString('en')} rows, ${done.files} files.`,
      )
      say('Everybody signs in again, and public links were stopped: share anew what is still needed. A server that is running goes on with the restored data.')
    })
}
