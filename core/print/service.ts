import { Print, provide, UserError } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { keepBytes, recordFile } from '../files/upload.ts'
import { titlesOf } from '../records/titles.ts'
import { filesToken } from '../services.ts'

/** Prints a record into a file, in the transaction and with the rights of whoever asks. */
export const printProvider = provide(Print, plain => {
  const ctx = plain as CoreCtx
  return {
    record: async of => {
      const { entity, id, name } = (of ?? {}) as { readonly [part: string]: unknown }
      if (typeof entity !== 'string' || typeof id !== 'string' || (name !== undefined && typeof name !== 'string'))
        throw new UserError('print_invalid', 'Say which record is printed: its entity and its id.')
      const { recordPdf } = await import('./record.ts')
      const called = name ?? `${(await titlesOf(ctx, [{ entity, id }])).get(`${entity} ${id}`) ?? id}.pdf`
      const kept = await keepBytes(ctx.world.services.get(filesToken), ctx.workspace, called, recordPdf(ctx, entity, id))
      return (await recordFile(ctx, kept)) as never
    },
  }
})
