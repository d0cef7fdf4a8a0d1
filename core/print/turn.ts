import type { CoreCtx } from '../data/context.ts'
import { Refused } from '../errors.ts'

/** What one person may have printed at the same time in this process: to set a long list takes seconds of its work. */
const mostAtOnce = 2
const printing = new Map<string, number>()

/** Prints for a person who has not too much in print already. */
export async function* inTurn(ctx: CoreCtx, make: () => AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  // What is printed for them by a job, such as a report by mail, takes no turn of their own.
  const who = `${ctx.workspace} ${ctx.user.id}${ctx.origin === 'job' ? ' job' : ''}`
  const now = printing.get(who) ?? 0
  if (now >= mostAtOnce)
    throw new Refused(429, 'printing', 'Two of your papers are being printed already. Wait until one is done, then try again.', { retryAfterSeconds: 5 })
  printing.set(who, now + 1)
  try {
    yield* make()
  } finally {
    const left = (printing.get(who) ?? 1) - 1
    if (left > 0) printing.set(who, left)
    else printing.delete(who)
  }
}
