import type { Json } from '@sangam/sdk'
import type { Hono } from 'hono'
import { networkOf, take } from '../../auth/rate.ts'
import { hashOf } from '../../auth/secret.ts'
import { receive } from '../../automations/incoming.ts'
import { ownerOfKept } from '../../automations/store.ts'
import { notFound } from '../../errors.ts'
import { systemContext } from '../../records/context.ts'
import type { World } from '../../world.ts'
import { jsonAndText } from '../body.ts'
import type { Env } from '../env.ts'

const mostBytes = 60 * 1024
const perMinute = { tries: 600, seconds: 60 }
const guesses = { tries: 60, seconds: 60 }

/** Calls from other systems. The address is the secret: who does not know it learns nothing, not even whether there is one. */
export function hookRoutes(app: Hono<Env>, world: World): void {
  app.post('/api/hooks/:secret', async c => {
    const [, workspace, secret] = /^([a-z_][a-z0-9_]{0,62})\.([\w-]{20,100})$/.exec(c.req.param('secret')) ?? []
    const automation = workspace && secret ? await addressed(world, workspace, hashOf(secret)) : null
    if (!workspace || automation === null) {
      // Counted by where it comes from: an address that nobody has leaves no trace of its own.
      await take(world.db.app, `hook guessed ${networkOf(c.get('ip'))}`, guesses)
      throw notFound()
    }
    await take(world.db.app, `hook ${automation}`, perMinute)
    const { json, text } = await jsonAndText(c, mostBytes)
    const header = (name: string): string | null => c.req.header(name) ?? null
    await systemContext(world, workspace, 'Takes a call from another system', 'api', ctx =>
      receive(ctx, {
        automation,
        text,
        payload: json as Json,
        id: header('webhook-id') ?? header('Idempotency-Key'),
        time: header('webhook-timestamp'),
        signature: header('webhook-signature'),
      }),
    )
    return c.json({ accepted: true }, 202)
  })
}

async function addressed(world: World, workspace: string, secret: string): Promise<string | null> {
  const there = await world.models.current(workspace).catch(() => null)
  return there && ownerOfKept(world.db.app, workspace, 'hook', secret)
}
