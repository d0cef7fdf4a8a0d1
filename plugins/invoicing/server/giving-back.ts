import { compareDecimals, minus, type RecordOf, type ServerPatchOf, total } from '@sangam/sdk'
import { takesBack } from '../model/supply.ts'
import type { Document } from '../model.ts'
import type { Original } from './worked.ts'

type DocumentRecord = RecordOf<typeof Document>

/** Documents that notes are about, with what notes that are posted before them in the same set give back. */
export function givingBack(originals: ReadonlyMap<string, Original>) {
  const standing = new Map(originals)
  return {
    originalOf: ({ original }: Pick<DocumentRecord, 'original'>): Original | null => standing.get(String(original)) ?? null,
    /** For those behind it the note counts as posted. */
    add(note: DocumentRecord): void {
      const had = takesBack(note.kind) ? standing.get(String(note.original)) : undefined
      if (!had) return
      const { document, notes, taken } = had
      standing.set(String(note.original), {
        document: { ...document, ...settledBy(document, owedOn(note)) } as Original['document'],
        notes: [...notes, note],
        taken: note.kind === 'refund' ? [...taken, { amount: note.total?.amount ?? '0', taxes: note.taxes }] : taken,
      })
    },
  }
}

/** What a note settles: what it comes to, less what was withheld of it. */
export function owedOn({ total: of, withheld }: DocumentRecord): string {
  return minus(of?.amount ?? '0', withheld?.amount ?? '0')
}

/** What is open of a document once so much more of it is settled. */
export function settledBy({ open, paid }: Pick<DocumentRecord, 'open' | 'paid'>, more: string): ServerPatchOf<typeof Document> {
  const currency = open?.currency ?? 'INR'
  const left = minus(open?.amount ?? '0', more)
  const rest = compareDecimals(left, '0') < 0 ? '0' : left
  return {
    open: { amount: rest, currency },
    paid: { amount: total([paid?.amount ?? '0', minus(open?.amount ?? '0', rest)]), currency },
    settlement: compareDecimals(rest, '0') === 0 ? 'paid' : 'part',
  }
}
