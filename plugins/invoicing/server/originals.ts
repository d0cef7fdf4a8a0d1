import { type Ctx, everyOf, minus, type RecordOf, total } from '@sangam/sdk'
import { Document, type TaxedSnapshot } from '../model.ts'
import { takenOf } from './vouchers.ts'
import type { Original } from './worked.ts'

type DocumentRecord = RecordOf<typeof Document>

/** What is asked of a document that notes are about, and of those notes. */
const asOriginal = [
  'number',
  'kind',
  'state',
  'party',
  'party.id',
  'original',
  'company',
  'currency',
  'exchangeRate',
  'date',
  'taxDate',
  'inclusive',
  'placeOfSupply',
  'partyRegistration',
  'ownRegistration',
  'supply',
  'roundOff',
  'net',
  'withhold',
  'withheld',
  'withholding',
  'withheldRate',
  'payee',
  'countsIn',
  'counted',
  'countedOn',
  'total',
  'open',
  'advanced',
  'lines',
  'taxes',
] as const

/** The lines that a note may take back: those of the document, and turned round what notes gave back that was no line of it. */
export function linesOf({
  document,
  notes,
}: {
  readonly document: Pick<DocumentRecord, 'lines'>
  readonly notes: readonly DocumentRecord[]
}): DocumentRecord['lines'] {
  const free = notes.flatMap(note => note.lines.filter(line => line.ofLine === null))
  return [...document.lines, ...free.map(turned)]
}

/** How much of such a line notes have not taken back. */
export function leftOf(line: DocumentRecord['lines'][number], notes: readonly Pick<DocumentRecord, 'lines'>[]): string {
  return minus(line.quantity, total(notes.flatMap(note => note.lines.filter(one => one.ofLine === line.id).map(one => one.quantity))))
}

function turned(line: DocumentRecord['lines'][number]): DocumentRecord['lines'][number] {
  const against = (amount: string | null): string => minus('0', amount ?? '0')
  const kept = line.taxed as unknown as TaxedSnapshot | null
  return { ...line, quantity: against(line.quantity), net: against(line.net), taxed: (kept && { ...kept, amounts: kept.amounts.map(against) }) as never }
}

/**
 * One note at a time over a document, and none while it is paid or cancelled: the next sees what this one gave back. The document itself is held, as actions on it hold it first:
 * a lock of another name would be taken in another order.
 */
export async function holdOriginals(ctx: Ctx, documents: readonly DocumentRecord[]): Promise<void> {
  const ids = [...new Set(documents.flatMap(next => (next.state === 'posted' ? (next.original ?? []) : [])))].sort()
  if (ids.length === 0) return
  await ctx.asSystem('Holds what a note takes back', system => system.repo(Document).set(ids.map(id => ({ id, patch: {} }))))
}

/** The documents that notes are about, with the notes that were posted over them before. */
export async function originalsOf(ctx: Ctx, documents: readonly Pick<DocumentRecord, 'original'>[]): Promise<ReadonlyMap<string, Original>> {
  const ids = documents.flatMap(one => one.original ?? [])
  if (ids.length === 0) return new Map()
  return ctx.asSystem('Looks what a note takes back', async system => {
    const [found, notes] = await Promise.all([
      everyOf(system.repo(Document), 'id', ids, { fields: asOriginal }),
      everyOf(system.repo(Document), 'original', ids, {
        where: { state: 'posted', kind: { in: ['creditNote', 'vendorCredit', 'refund'] } },
        fields: asOriginal,
      }),
    ])
    const vouchers = found.filter(document => document.kind === 'receipt').map(document => String(document.id))
    const taken = vouchers.length === 0 ? null : await takenOf(system, vouchers)
    return new Map(
      found.map(document => {
        const own = notes.filter(note => note.original === document.id)
        return [String(document.id), { document, notes: own, taken: taken?.get(String(document.id)) ?? [] }]
      }),
    )
  })
}
