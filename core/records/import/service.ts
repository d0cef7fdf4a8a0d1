import { provide, Sheets, UserError } from '@sangam/sdk'
import type { CoreCtx } from '../../data/context.ts'
import { filesById, mayRead } from '../../files/rights.ts'
import type { FileStore } from '../../files/storage.ts'
import { filesToken } from '../../services.ts'
import { isId } from '../find.ts'
import { readRows } from './read-file.ts'

/** So many rows are given at once: they are held in memory. */
const most = 20_000

/** The rows of a file that whoever asks may read, by the reader of imports. */
export const sheetsProvider = provide(Sheets, given => {
  const ctx = given as CoreCtx
  return {
    read: async id => {
      const file = isId(id) ? (await filesById(ctx, [id])).get(id) : undefined
      if (!file || !(await mayRead(ctx, file))) throw new UserError('file_gone', 'The file is not there any more. Send it again.')
      const store = ctx.world.services.get<FileStore>(filesToken)
      const rows: string[][] = []
      for await (const { cells } of readRows(await store.read(ctx.workspace, file.key), file.name)) {
        rows.push(cells)
        if (rows.length > most) throw new UserError('file_long', 'The file has more than {most} rows. Divide it into several.', { most })
      }
      return rows
    },
  }
})
