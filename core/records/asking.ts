import { dayIn } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'

/**
 * The context of a person's own question: its `$today`, its weeks, its groups by day and its `asOf` go by the clock they live by, which is the one
 * that their screen shows moments in. Rights, rules, formulas and whatever is written go by the company's, whoever asks.
 */
export function asking(ctx: CoreCtx): CoreCtx {
  const zone = ctx.access.caller.ownZone
  if (zone === null || zone === ctx.scope.zone) return ctx
  return { ...ctx, scope: { ...ctx.scope, asker: { zone, today: dayIn(ctx.now(), zone) } } }
}
