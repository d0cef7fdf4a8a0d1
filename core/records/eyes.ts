import { readCaller } from '../access/caller.ts'
import { accessOf } from '../access/resolve.ts'
import type { CoreCtx } from '../data/context.ts'
import { fill } from '../registry/words.ts'
import { scopeOf } from './context.ts'
import type { Reader } from './statements.ts'

/** How another person would read in this transaction: what they would see, and the words they would read it in. */
export interface Eyes extends Reader {
  readonly tx: CoreCtx['tx']
  readonly t: CoreCtx['t']
  readonly email: string | null
}

/** The eyes of someone who works here; null for who is gone or may not sign in. Whoever is told of a record is asked first whether they see it. */
export async function eyesOf(ctx: CoreCtx, user: string): Promise<Eyes | null> {
  const caller = await readCaller(ctx.tx, ctx.schema, user)
  if (!caller) return null
  const { tx, model, schema } = ctx
  return {
    tx,
    model,
    schema,
    access: accessOf(model, caller),
    scope: scopeOf(caller, ctx.now()),
    email: caller.email,
    t: (source, values) => fill(model.words.get(caller.locale)?.get(source) ?? source, values ?? {}, caller.locale),
  }
}
