import type { Ctx, RecordOf } from '@sangam/sdk'
import { Document } from '../model.ts'
import { inPages } from './pages.ts'
import type { Original } from './worked.ts'

type DocumentRecord = RecordOf<typeof Document>

/** What is asked of a document that notes are about, and of those notes. */
const asOriginal = [
  'number',
  'kind',
  'state',
  'party',
  'original',
  'currency',
  'date',
  'taxDate',
  'inclusive',
  'placeOfSupply',
  'supply',
  'roundOff',
  'total',
  'open',
  'lines',
] as const

/** The documents that notes are about, with the notes that were posted over them before. */
export async function originalsOf(ctx: Ctx, documents: readonly DocumentRecord[]): Promise<ReadonlyMap<string, Original>> {
  const ids = documents.flatMap(one => one.original ?? [])
  if (ids.length === 0) return new Map()
  return ctx.asSystem('Looks what a note takes back', async system => {
    const [found, notes] = await Promise.all([
      inPages(ids, some => system.repo(Document).find({ where: { id: { in: some } }, fields: [...asOriginal], limit: 500 })),
      inPages(ids, some =>
        system
          .repo(Document)
          .find({ where: { original: { in: some }, state: 'posted', kind: { in: ['creditNote', 'vendorCredit'] } }, fields: [...asOriginal], limit: 500 }),
      ),
    ])
    return new Map(found.map(document => [String(document.id), { document, notes: notes.filter(note => note.original === document.id) }]))
  })
}
