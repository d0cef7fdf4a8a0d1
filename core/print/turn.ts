import { Refused } from '../errors.ts'
import { turns } from '../records/export/turns.ts'

/** Prints for a person who has not two papers in print already: to set a long list takes seconds of this process's work. */
export const inTurn = turns(
  2,
  () => new Refused(429, 'printing', 'Two of your papers are being printed already. Wait until one is done, then try again.', { retryAfterSeconds: 5 }),
)
