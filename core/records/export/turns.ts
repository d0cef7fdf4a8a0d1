import type { CoreCtx } from '../../data/context.ts'
import type { Refused } from '../../errors.ts'

type Parts = AsyncGenerator<Uint8Array>

/**
 * Lets each person have a few files made at the same time in this process; one more is refused until one is done or given up.
 *
 * @example const inTurn = turns(2, () => new Refused(429, 'printing', 'Two of your papers are being printed already. Wait until one is done, then try again.'))
 */
export function turns(mostAtOnce: number, refusal: () => Refused): (ctx: CoreCtx, make: () => Parts) => Parts {
  const making = new Map<string, number>()
  return async function* (ctx, make) {
    // What is made for them by a job, such as a report by mail, takes no turn of their own.
    const who = `${ctx.workspace} ${ctx.user.id}${ctx.origin === 'job' ? ' job' : ''}`
    const now = making.get(who) ?? 0
    if (now >= mostAtOnce) throw refusal()
    making.set(who, now + 1)
    try {
      yield* make()
    } finally {
      const left = (making.get(who) ?? 1) - 1
      if (left > 0) making.set(who, left)
      else making.delete(who)
    }
  }
}
