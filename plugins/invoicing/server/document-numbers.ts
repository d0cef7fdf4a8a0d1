import type { Change, RecordOf } from '@sangam/sdk'
import { isNumberAtAll, isSameNumber, plainNumber } from '../model/number.ts'
import { choicesOf, isNotOurs } from '../model/sayings.ts'
import { stateIn, takesBack } from '../model/supply.ts'
import type { Document } from '../model.ts'
import type { Picture, Sides } from './sides.ts'
import type { Original } from './worked.ts'

type DocumentRecord = RecordOf<typeof Document>

/** The days on which numbers hold: of a bill that of its tax too. */
export const days: readonly string[] = ['date', 'taxDate', 'supplierDate']

/**
 * What takes a document back is written under its number, whatever became of that since: it takes back what stands there. Where there is none, nothing was charged under it. A debit note
 * brings new tax, and so needs a number that holds.
 */
export function isOfOriginal({ kind, ownRegistration }: Pick<DocumentRecord, 'kind' | 'ownRegistration'>, original: Original | null): boolean {
  const number = original?.document.ownRegistration ?? null
  return takesBack(kind) && number !== null && isSameNumber(ownRegistration, number)
}

/**
 * The number of ours under which a note begins: that of its document, which stands in the returns of that number. Where that does not hold on the day of a debit note, which brings tax of
 * its own, the one that we hold in its state then; where there is none it stays, and is said to have ended.
 */
export function noteNumber(kind: string, number: string | null, { ownScheme, owned }: Pick<Picture, 'ownScheme' | 'owned'>): string | null {
  if (number === null || takesBack(kind) || !isNotOurs(ownScheme(number))) return number
  const state = stateIn(number)
  return choicesOf(owned).find(one => state !== null && stateIn(one) === state) ?? number
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
    const filling = (one: Picture): string | null => {
      const there = original?.document[name] ?? null
      return (name === 'ownRegistration' ? noteNumber(next.kind, there, one) : there) ?? one[name]
    }
    if (picture) return filling(picture)
    if (seen === null) return next[name]
    const filledIn = was !== null && filling(was) === before?.[name]
    if (next.original !== null) return filledIn && name === 'ownRegistration' && !takesBack(next.kind) ? filling(seen) : next[name]
    return filledIn || next[name] === null ? seen[name] : next[name]
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
    // What is got back was charged to a number that we had on the day of the bill.
    inputRight: seen ? asItWas || seen.gotBack(own) : next.inputRight,
    ownScheme: asItWas && (scheme === 'unknown' || scheme === 'elsewhere') ? null : scheme,
  }
}
