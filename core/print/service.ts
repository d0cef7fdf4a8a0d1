import { Print, provide, UserError } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { nameOfFile } from '../files/names.ts'
import { keepBytes, recordFile } from '../files/upload.ts'
import { titlesOf } from '../records/titles.ts'
import { filesToken } from '../services.ts'
import { documentOf } from './documents.ts'

/** Prints a record into a file, in the transaction and with the rights of whoever asks. */
export const printProvider = provide(Print, given => {
  const ctx = given as CoreCtx
  return {
    record: async of => {
      const { entity, id, name, document } = (of ?? {}) as { readonly [part: string]: unknown }
      if (typeof entity !== 'string' || typeof id !== 'string' || !isTextOrNone(name) || !isTextOrNone(document))
        throw new UserError('print_invalid', 'Say which record is printed: its entity and its id.')
      const [called, paper] = document === undefined ? await plain(ctx, entity, id) : await written(ctx, entity, id, document)
      const kept = await keepBytes(ctx.world.services.get(filesToken), ctx.workspace, name ?? called, paper)
      ctx.rehearsed?.files.push({ workspace: ctx.workspace, key: kept.key })
      return (await recordFile(ctx, kept)) as never
    },
  }
})

type Paper = readonly [called: string, paper: AsyncGenerator<Uint8Array>]

/** A record as it is printed without a document. */
async function plain(ctx: CoreCtx, entity: string, id: string): Promise<Paper> {
  const { recordPdf } = await import('./record.ts')
  return [`${nameOfFile((await titlesOf(ctx, [{ entity, id }])).get(`${entity} ${id}`) ?? id)}.pdf`, recordPdf(ctx, entity, id)]
}

async function written(ctx: CoreCtx, entity: string, id: string, named: string): Promise<Paper> {
  const { writeDocument } = await import('./document.ts')
  const { fileName, pages } = await writeDocument(ctx, entity, id, await documentOf(ctx, entity, named))
  return [fileName, pages]
}

function isTextOrNone(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string'
}
