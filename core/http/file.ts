import type { Context } from 'hono'
import type { Access } from '../access/access.ts'
import type { CoreCtx } from '../data/context.ts'
import { Refused } from '../errors.ts'
import { turns } from '../records/export/turns.ts'
import type { World } from '../world.ts'
import { reading } from './call.ts'
import type { Env } from './env.ts'
import { inParts } from './parts.ts'

/** However slowly a file is taken, it holds a connection: one person’s files are to leave some for everyone else. */
export const exporting = turns(
  3,
  () => new Refused(429, 'exporting', 'Three of your files are being made already. Wait until one is done, then try again.', { retryAfterSeconds: 5 }),
)

/** The first part is made before the answer begins, so that a refusal still is one. The transaction lasts until the last part, or until nobody takes more. */
export function started(
  c: Context<Env>,
  world: World,
  make: (ctx: CoreCtx) => AsyncGenerator<Uint8Array>,
  more: { readonly access?: Access } = {},
): Promise<Response> {
  return new Promise((resolve, reject) => {
    reading(
      c,
      world,
      async ctx => {
        const parts = make(ctx)
        const first = await parts.next()
        // Who asks for the head alone takes no part.
        if (c.req.raw.method === 'HEAD') {
          await parts.return(undefined)
          return resolve(c.body(null))
        }
        await new Promise<void>((done, failed) => {
          resolve(c.body(inParts(parts, { first, over: failure => (failure === undefined ? done() : failed(failure)) })))
        })
      },
      { snapshot: true, ...more },
    ).catch(reject)
  })
}
