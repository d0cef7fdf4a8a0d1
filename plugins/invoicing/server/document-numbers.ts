import type { Change, RecordOf } from '@sangam/sdk'
import { isNumberAtAll, isSameNumber, plainNumber } from '../model/number.ts'
import { takesBack } from '../model/supply.ts'
import type { Document } from '../model.ts'
import type { Picture, Sides } from './sides.ts'
import type { Original } from './worked.ts'

type DocumentRecord = RecordOf<typeof Document>

/** The days on which numbers hold: of a bill that of its tax too. */
export const days: readonly string[] = ['date', 'taxDate']

/**
 * What takes a document back is written under its number, whatever became of that since: it takes back what stands there. Where there is none, nothing was charged under it. A debit note
 * brings new tax, and so needs a number that holds.
 */
export function isOfOriginal({ kind, ownRegistration }: Pick<DocumentRecord, 'kind' | 'ownRegistration'>, original: Original | null): boolean {
  const number = original?.document.ownRegistration ?? null
  return takesBack(kind) && number !== null && isSameNumber(ownRegistration, number)
}

/**
 * The numbers of both sides: as they are told, else those that hold on the day. Another day, and posting, look for them once more; one that was told stays, written as it is kept with the
 * registrations.
 */
export function numbersOf(
  change: Change<typeof Document>,
  next: DocumentRecord,
  {
    picture,
    seen,
    sides,
    original,
    brought,
  }: {
    readonly picture: Picture | null
    readonly seen: Picture | null
    readonly sides: Sides
    readonly original: Original | null
    /** A paper of before, as a file has it. */
    readonly brought: boolean
  },
) {
  const { before, changed } = change
  const was = picture === null && before !== null && changed.some(name => days.includes(name)) ? sides.picture(before) : null
  const of = (name: 'partyRegistration' | 'ownRegistration'): string | null => {
    if (changed.includes(name) && (next[name] !== null || picture === null)) return next[name]
    // What a note takes back stands in the returns of the number of its document.
    if (picture) return original?.document[name] ?? picture[name]
    const filledIn = was !== null && was[name] === before?.[name]
    return seen !== null && (filledIn || next[name] === null) && next.original === null ? seen[name] : next[name]
  }
  const written = (side: 'party' | 'own', number: string | null): string | null => {
    if (number === null || seen === null) return number
    return isNumberAtAll(number) ? (seen.kept(side, number) ?? plainNumber(number)) : null
  }
  const [party, own] = [written('party', of('partyRegistration')), written('own', of('ownRegistration'))]
  const scheme = seen ? seen.ownScheme(own) : next.ownScheme
  const asItWas = brought || isOfOriginal({ kind: next.kind, ownRegistration: own }, original)
  return {
    ...{ partyRegistration: party, ownRegistration: own },
    partyScheme: seen ? seen.theirScheme(party) : next.partyScheme,
    ownScheme: asItWas && (scheme === 'unknown' || scheme === 'elsewhere') ? null : scheme,
  }
}
