import { compareDecimals, minus, type RecordOf, total } from '@sangam/sdk'
import type { Document, WithheldAdvance } from '../model.ts'

/** What counts of a document, of an advance, or of what stands on neither, in its time. */
export interface Counted
  extends Pick<RecordOf<typeof Document>, 'company' | 'withholding' | 'party' | 'payee' | 'countsIn' | 'kind' | 'counted' | 'countedOn'> {
  /** The advance it is of. */
  readonly advance?: Pick<RecordOf<typeof WithheldAdvance>, 'id' | 'untaxed'>
}

/**
 * What was withheld ahead of bills in earlier times, and is not withheld again with a bill of `until`: the year ends between an advance and its bill. Of each time at most what its
 * advances had, and what its bills took is gone. Whose all of `sums` are is known.
 */
export function carriedInto(until: string, sums: readonly Counted[]): string {
  if (!sums.some(one => one.advance)) return '0'
  const times = new Map<string, Counted[]>()
  for (const one of sums) times.set(one.countsIn ?? '', [...(times.get(one.countsIn ?? '') ?? []), one])
  let carried = '0'
  for (const time of [...times.keys()].filter(one => orderOf(one) < orderOf(until)).toSorted((a, b) => orderOf(a).localeCompare(orderOf(b)))) {
    const mine = times.get(time) ?? []
    const advances = mine.filter(one => one.advance)
    const ahead = total([carried, ...advances.map(one => one.countedOn ?? '0')])
    const left = minus(total([carried, ...mine.map(one => one.countedOn ?? '0')]), minus(total(mine.map(one => one.counted ?? '0')), untaxedOf(mine)))
    carried = atLeastNothing(compareDecimals(left, ahead) < 0 ? left : ahead)
  }
  return carried
}

/** What had been billed without tax as the last of the advances was paid. */
export function untaxedOf(sums: readonly Counted[]): string {
  return sums.findLast(one => one.advance)?.advance?.untaxed ?? '0'
}

/** Fiscal years and months in their order: `2026-27` begins before `04/2026`, which a section counts by later on. */
function orderOf(time: string): string {
  const [month = '', year = ''] = time.split('/')
  return year === '' ? time.slice(0, 4) : `${year}-${month}`
}

function atLeastNothing(amount: string): string {
  return compareDecimals(amount, '0') < 0 ? '0' : amount
}
