import type { Json } from '@sangam/sdk'
import type { Hono } from 'hono'
import type { CoreCtx } from '../../data/context.ts'
import { notFound } from '../../errors.ts'
import { change } from '../../records/change.ts'
import { isId } from '../../records/find.ts'
import { message, sendLater } from '../../webhooks/messages.ts'
import { newSecretFor, secretsOf } from '../../webhooks/secrets.ts'
import { addDeliveries, listDeliveries, readDelivery, statesOf, waitAgain } from '../../webhooks/store.ts'
import { findWebhook, listWebhooks } from '../../webhooks/webhook.ts'
import type { World } from '../../world.ts'
import { reading, writing } from '../call.ts'
import { administrator, body, type Env } from '../env.ts'

/** Webhooks as administrators look after them: their secrets, what was sent, and sending it again. Changed and removed they are as records. */
export function webhookRoutes(app: Hono<Env>, world: World): void {
  app.get('/api/webhooks', async c => {
    administrator(c)
    return c.json({ items: await reading(c, world, shownWebhooks) } as never)
  })

  app.post('/api/webhooks', async c => {
    administrator(c)
    const given = await body(c)
    return writing(c, world, given, async ctx => {
      const [made] = await change(ctx, 'core.webhook', [{ verb: 'create', values: given as { [field: string]: Json } }])
      const { id } = made as { id: string }
      const [secret] = await secretsOf(ctx.tx, ctx.schema, id, ctx.world.clock.now())
      return { secret: true, status: 201, json: { id, secret: secret ?? null }, location: `/api/records/core.webhook/${id}` }
    })
  })

  app.post('/api/webhooks/:id/secret', async c => {
    administrator(c)
    return writing(c, world, null, async ctx => {
      const { id } = await webhookOf(ctx, c.req.param('id'))
      return { secret: true, json: await newSecretFor(ctx.tx, ctx.schema, id, ctx.world.clock.now()) }
    })
  })

  app.post('/api/webhooks/:id/test', async c => {
    administrator(c)
    return writing(c, world, null, async ctx => {
      const { id, name } = await webhookOf(ctx, c.req.param('id'))
      const made = message('webhook.test', ctx.now(), null, { webhook: name })
      await addDeliveries(ctx.tx, ctx.schema, id, ctx.now(), [made])
      await sendLater(ctx, id, made.id)
      return { status: 202, json: { delivery: made.id } }
    })
  })

  app.get('/api/webhooks/:id/deliveries', async c => {
    administrator(c)
    const before = c.req.query('before') ?? null
    const items = await reading(c, world, async ctx => {
      const { id } = await webhookOf(ctx, c.req.param('id'))
      return listDeliveries(ctx.tx, ctx.schema, id, isId(before) ? before : null)
    })
    return c.json({ items } as never)
  })

  app.post('/api/webhooks/:id/deliveries/:delivery/replay', async c => {
    administrator(c)
    return writing(c, world, null, async ctx => {
      const { id } = await webhookOf(ctx, c.req.param('id'))
      const given = c.req.param('delivery')
      const old = isId(given) ? await readDelivery(ctx.tx, ctx.schema, given) : null
      if (old?.webhook !== id) throw notFound()
      await waitAgain(ctx.tx, ctx.schema, old.id)
      await sendLater(ctx, id, old.id)
      return { status: 202, json: { delivery: old.id } }
    })
  })
}

async function webhookOf(ctx: CoreCtx, id: string) {
  const found = await findWebhook(ctx, id)
  if (!found) throw notFound()
  return found
}

async function shownWebhooks(ctx: CoreCtx): Promise<object[]> {
  const states = await statesOf(ctx.tx, ctx.schema)
  return (await listWebhooks(ctx)).map(webhook => ({ ...webhook, ...(states.get(webhook.id) ?? { failures: 0, status: null, triedAt: null }) }))
}
