import type { CoreCtx } from '../data/context.ts'
import { Refused } from '../errors.ts'
import { callOut } from '../work/outbound.ts'
import { secretsOf } from './secrets.ts'
import { signedHeaders } from './sign.ts'
import { type Attempt, type Delivery, noteAttempt, readDelivery } from './store.ts'
import { findWebhook, type StoredWebhook, stopWebhook } from './webhook.ts'

/** As the queue tries: after that a message waits for a person to send it again. */
const mostAttempts = 10
/** Failed attempts in a row, over all its messages, after which a webhook is switched off. */
const mostFailures = 50

/**
 * The job `core.webhookCall`: sends one message. What came of it is written down beside the transaction, since one that fails takes its
 * own writes back; then the queue tries again, with growing pauses.
 */
export async function callWebhook(ctx: CoreCtx, id: string): Promise<void> {
  const { app } = ctx.world.db
  const delivery = await readDelivery(app, ctx.schema, id)
  const webhook = delivery && (await findWebhook(ctx, delivery.webhook))
  if (!delivery || !webhook || delivery.state === 'delivered') return
  if (!webhook.active) return void (await noteOff(ctx, delivery))
  const attempt = await send(ctx, webhook, delivery)
  const last = delivery.attempts + 1 >= mostAttempts
  const failures = await noteAttempt(app, ctx.schema, delivery, last && attempt.state === 'waiting' ? { ...attempt, state: 'failed' } : attempt)
  if (attempt.state === 'delivered') return
  if (attempt.status === 410) return stopWebhook(ctx, webhook, 'The receiver says that it is gone for good (410).')
  if (failures >= mostFailures)
    return stopWebhook(ctx, webhook, '{count} attempts failed in a row. Mend the receiver, switch it on again, and send again what was missed.', {
      count: failures,
    })
  if (attempt.state === 'waiting' && !last) throw new Error(attempt.error ?? `The receiver answered with the status ${attempt.status}.`)
}

async function noteOff(ctx: CoreCtx, delivery: Delivery): Promise<void> {
  const error = ctx.t('The webhook was switched off. Switch it on and send this again.')
  await noteAttempt(ctx.world.db.app, ctx.schema, delivery, { state: 'failed', status: null, response: null, error, ms: 0, at: ctx.now() })
}

async function send(ctx: CoreCtx, { id, url }: StoredWebhook, { id: message, body }: Delivery): Promise<Attempt> {
  const now = ctx.world.clock.now()
  const began = performance.now()
  const done = (state: Attempt['state'], more: Partial<Attempt>): Attempt => ({
    state,
    status: null,
    response: null,
    error: null,
    ms: Math.round(performance.now() - began),
    at: now.toISOString(),
    ...more,
  })
  const secrets = await secretsOf(ctx.world.db.app, ctx.schema, id, now)
  const host = URL.canParse(url) ? new URL(url).hostname.toLowerCase() : ''
  try {
    const answer = await callOut(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signedHeaders(secrets, message, now, body) },
      body,
      maxBytes: 65_536,
      local: ctx.world.config.localHosts.includes(host),
    })
    const good = answer.status >= 200 && answer.status < 300
    return done(good ? 'delivered' : 'waiting', { status: answer.status, response: answer.body.toString('utf8').replaceAll('\0', '').slice(0, 2000) })
  } catch (error) {
    return done('waiting', { error: sentenceOf(ctx, error).slice(0, 500) })
  }
}

function sentenceOf(ctx: CoreCtx, error: unknown): string {
  if (error instanceof Refused) return ctx.t(error.detail, error.options.values)
  return error instanceof Error ? error.message : String(error)
}
