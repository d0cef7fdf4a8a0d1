import { timingSafeEqual } from 'node:crypto'
import type { Json } from '@sangam/sdk'
import { hashOf } from '../auth/secret.ts'
import type { CoreCtx } from '../data/context.ts'
import { notFound, Refused } from '../errors.ts'
import { find } from '../records/find.ts'
import { filledValue } from '../template.ts'
import { signatureOf } from '../webhooks/sign.ts'
import type { Start } from './start.ts'
import { getAutomation, keptBeside } from './store.ts'

export interface Incoming {
  /** The automation whose address was called. */
  readonly automation: string
  readonly text: string
  readonly payload: Json
  /** `webhook-id`: the same call again does nothing more. */
  readonly id: string | null
  readonly time: string | null
  readonly signature: string | null
}

const fiveMinutes = 300

/** Takes a call from another system: whoever knows the address, and signs where that is asked, sets the automation off. */
export async function receive(ctx: CoreCtx, call: Incoming): Promise<void> {
  const automation = await getAutomation(ctx, call.automation).catch(() => null)
  if (!automation?.active || automation.trigger.on !== 'hook') throw notFound()
  const { trigger, entity, id, version } = automation
  if (trigger.signed) await checkSignature(ctx, id, call)
  const records = entity === null ? undefined : await subject(ctx, entity, trigger.field ?? '', trigger.value ?? '', call.payload)
  if (records?.length === 0) throw new Refused(422, 'no_record', 'No record was found for this call. Look at the value it is found by.')
  const start: Start = { automation: id, version, input: call.payload, ...(records && { records }) }
  await ctx.enqueue('core.automate', start, call.id === null ? {} : { key: `${id}:${hashOf(call.id)}` })
}

async function subject(ctx: CoreCtx, entity: string, field: string, value: string, payload: Json): Promise<string[]> {
  const wanted = filledValue(value, { hook: payload })
  if (wanted === null || wanted === '' || typeof wanted === 'object') return []
  const page = await find(ctx, entity, { where: { [field]: wanted }, fields: ['id'], limit: 2 })
  return page.items.length === 1 ? page.items.map(item => item.id) : []
}

async function checkSignature(ctx: CoreCtx, automation: string, call: Incoming): Promise<void> {
  const secret = await keptBeside(ctx, automation, 'signing')
  const { id, time, signature } = call
  const refused = new Refused(401, 'bad_signature', 'The signature of this call does not hold. Sign it with the secret of the automation, within five minutes.')
  if (secret === null || id === null || time === null || signature === null || !/^\d{1,12}$/.test(time)) throw refused
  if (Math.abs(ctx.world.clock.now().getTime() / 1000 - Number(time)) > fiveMinutes) throw refused
  const wanted = Buffer.from(signatureOf(secret, id, new Date(Number(time) * 1000), call.text))
  const holds = signature.split(' ').some(one => {
    const given = Buffer.from(one)
    return given.length === wanted.length && timingSafeEqual(given, wanted)
  })
  if (!holds) throw refused
}
