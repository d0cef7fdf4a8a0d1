import { job } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { filesToken } from '../services.ts'
import type { FileStore } from './storage.ts'

/** A form may lie open for a day; what hangs nowhere after that was never saved. */
const hours = 24

/** Removes files that were sent and never hung on a record. One that is being hung at this moment is left. */
export const sweepFiles = job('core.sweepFiles', {
  schedule: '41 * * * *',
  as: 'system',
  run: async plain => {
    const ctx = plain as CoreCtx
    const before = new Date(new Date(ctx.now()).getTime() - hours * 3_600_000).toISOString()
    const table = tableName(ctx.schema, 'core_file')
    const gone = await ctx.tx.run<{ key: string }>(sql`
      delete from ${table} where id in (select id from ${table} where record is null and created_at < ${before}::timestamptz order by id limit 1000 for update skip locked) returning key`)
    const store = ctx.world.services.get<FileStore>(filesToken)
    for (const { key } of gone) await store.remove(ctx.workspace, key)
  },
})
