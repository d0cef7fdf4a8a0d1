import { minus, total } from '@sangam/sdk'
import type { OpenRow } from '../model.ts'

/** What each open item takes of a payment: by its id, without a sign; an item that takes nothing is left out. */
export type Takes = ReadonlyMap<string, string>

const size = (value: string): string => value.replace('-', '')
const less = (a: string, b: string): boolean => minus(a, b).startsWith('-')

/** The items that a payment of that direction and currency could settle, the oldest first: what of them no cheque in hand settles on its day. */
export function payable(rows: readonly OpenRow[], direction: string, currency: string): readonly OpenRow[] {
  const own = rows.filter(row => row.free !== '0' && row.currency === currency && row.free.startsWith('-') === (direction === 'pay'))
  return own.map(row => ({ ...row, open: row.free }))
}

/** What of an item is settled on a later day, without a sign; null where nothing is. */
export function laterSettled({ open, free }: OpenRow): string | null {
  const later = minus(size(open), size(free))
  return later === '0' ? null : later
}

/** The oldest first, as far as it goes. */
export function oldestFirst(rows: readonly OpenRow[], settles: string): Takes {
  const takes = new Map<string, string>()
  let left = settles
  for (const { item, open } of rows) {
    const taken = less(size(open), left) ? size(open) : left
    if (taken === '0' || taken.startsWith('-')) break
    takes.set(item, taken)
    left = minus(left, taken)
  }
  return takes
}

/** What is left over once the items took theirs; below nothing where they take more than there is. */
export function leftOver(takes: Takes, settles: string): string {
  return minus(settles, total([...takes.values()]))
}
