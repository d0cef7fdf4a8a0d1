import type { ConditionScope } from '@sangam/sdk'
import type { Access, Caller } from '../access/access.ts'
import type { CoreCtx } from '../data/context.ts'
import type { World } from '../world.ts'
import { scopeOf } from './context.ts'
import type { Reader } from './statements.ts'
import { todayIn } from './today.ts'

/**
 * The context of a person's own question: its `$today`, its weeks, its groups by day and its `asOf` go by the clock they live by, which is the one
 * that their screen shows moments in. Rights, rules, formulas and whatever is written go by the company's, whoever asks.
 */
export function asking(ctx: CoreCtx): CoreCtx {
  const scope = askersScope(ctx.scope, ctx.access.caller, ctx.now())
  return scope === ctx.scope ? ctx : { ...ctx, scope }
}

/** Answers one question of a person, by one statement or a few: none of a plugin's code has a part in it, so it needs neither a transaction nor what a hook may do. */
export async function question<T>(
  world: World,
  who: { readonly workspace: string; readonly access: Access },
  read: (reader: Reader) => Promise<T>,
): Promise<T> {
  const { workspace, access } = who
  const model = await world.models.current(workspace)
  const now = world.clock.now().toISOString()
  return read({ tx: world.db.app, model, access, scope: askersScope(scopeOf(access.caller, now), access.caller, now), schema: workspace })
}

function askersScope(scope: ConditionScope, { ownZone }: Caller, now: string): ConditionScope {
  return ownZone === null || ownZone === scope.zone ? scope : { ...scope, asker: { zone: ownZone, today: todayIn(now, ownZone) } }
}
