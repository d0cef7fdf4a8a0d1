import { evaluate, type Json } from '@sangam/sdk'
import { v7 } from 'uuid'
import type { Access } from '../access/access.ts'
import type { CoreCtx } from '../data/context.ts'
import { notAsked } from '../records/askable.ts'
import { kindsOf } from '../records/change/related.ts'
import { scopeOf, withContext } from '../records/context.ts'
import { find } from '../records/find.ts'
import { snapshotsAt } from '../records/history.ts'
import { standingConditions } from '../records/merge/standing.ts'
import { addDeliveries } from './store.ts'
import { findWebhook, rightsOf, type StoredWebhook, stopWebhook } from './webhook.ts'

/** What stands in the queue for a webhook: records that changed together, or something that happened. */
export type Told =
  | { readonly webhook: string; readonly records: readonly Changed[] }
  | { readonly webhook: string; readonly event: string; readonly payload: Json; readonly at: string }

interface Changed {
  readonly id: string
  readonly version: number
  readonly verb: 'create' | 'update' | 'remove' | 'restore'
}

interface Message {
  readonly id: string
  readonly type: string
  readonly record: string | null
  readonly body: string
}

const past = { create: 'created', update: 'updated', remove: 'removed', restore: 'restored' } as const

/** The job `core.webhook`: writes the messages, with what the webhook's role may see now, and has each sent. */
export async function writeMessages(ctx: CoreCtx, told: Told): Promise<void> {
  const webhook = await findWebhook(ctx, told.webhook)
  if (!webhook?.active) return
  const rights = await rightsOf(ctx, webhook)
  if ('text' in rights) return stopWebhook(ctx, webhook, rights.text)
  const refused = webhook.condition && notAsked({ ...ctx, access: rights.access }, webhook.entity ?? '', webhook.condition)
  if (refused) return stopWebhook(ctx, webhook, refused.detail, refused.options.values)
  const made = 'event' in told ? [message(told.event, told.at, null, told.payload)] : await ofRecords(ctx, webhook, rights.access, told.records)
  if (made.length === 0) return
  await addDeliveries(ctx.tx, ctx.schema, webhook.id, ctx.now(), made)
  for (const { id } of made) await sendLater(ctx, webhook.id, id)
}

/** Has a message sent, in its turn; each webhook has a lane of its own, so that a slow one holds up no other. */
export async function sendLater(ctx: CoreCtx, webhook: string, delivery: string): Promise<void> {
  await ctx.enqueue(`core.webhookCall#${webhook}`, { delivery })
}

export function message(type: string, at: string, record: string | null, data: Json): Message {
  return { id: v7(), type, record, body: JSON.stringify({ type, timestamp: at, data }) }
}

async function ofRecords(ctx: CoreCtx, webhook: StoredWebhook, access: Access, records: readonly Changed[]): Promise<Message[]> {
  const entity = webhook.entity ?? ''
  if (!ctx.model.entities.has(entity)) return []
  const there = await inSight(
    ctx,
    webhook,
    access,
    records.filter(one => one.verb !== 'remove').map(one => one.id),
  )
  const gone = await removedInSight(
    ctx,
    webhook,
    access,
    records.filter(one => one.verb === 'remove'),
  )
  return records.flatMap(({ id, version, verb }) => {
    const record = verb === 'remove' ? gone.has(id) && {} : there.get(id)
    return record ? [message(`${entity}.${past[verb]}`, ctx.now(), id, { entity, id, version, ...(verb !== 'remove' && { record }) })] : []
  })
}

/** The records as they are now, of those that the role sees and that meet the condition. */
async function inSight(
  ctx: CoreCtx,
  { entity, condition }: StoredWebhook,
  access: Access,
  ids: readonly string[],
): Promise<Map<string, { [field: string]: Json }>> {
  if (ids.length === 0 || !access.may(entity ?? '', 'read')) return new Map()
  return withContext(ctx.world, { workspace: ctx.workspace, access, origin: 'event', readOnly: true }, async reader => {
    const found = new Map<string, { [field: string]: Json }>()
    for (let start = 0; start < ids.length; start += 500) {
      const among = { id: { in: ids.slice(start, start + 500) } }
      const page = await find(reader, entity ?? '', { where: condition ? { and: [among, condition] } : among, sort: ['id'], limit: 500 })
      for (const item of page.items) found.set(item.id, item)
    }
    return found
  })
}

/**
 * What is gone can't be asked for any more: its last state tells whether the role saw it. What can't be known is not told: what hangs on
 * another record is seen with that one, and what the role sees on some records only may decide nothing.
 */
async function removedInSight(ctx: CoreCtx, { entity, condition }: StoredWebhook, access: Access, removed: readonly Changed[]): Promise<Set<string>> {
  const reach = access.rows(entity ?? '', 'read')
  const shape = ctx.model.entities.get(entity ?? '')
  if (removed.length === 0 || reach === 'none' || (shape?.definition.about && access.shape !== 'all')) return new Set()
  const open = (record: { readonly [field: string]: Json }): { readonly [field: string]: Json } =>
    Object.fromEntries(Object.entries(record).filter(([name]) => !shape?.fields.has(name) || access.field(shape.name, name, 'read') === 'all'))
  const scope = scopeOf(access.caller, ctx.now())
  const conditions: readonly object[] = [...(condition ? [condition] : []), ...(reach === 'all' ? [] : reach)]
  const standing = shape ? await standingConditions({ ...ctx, access, scope }, shape, conditions) : (one: object) => one
  const last = await snapshotsAt(ctx, entity ?? '', removed)
  const kindOf = shape && kindsOf(ctx.model, shape)
  const holds = (one: object, record: { readonly [field: string]: Json }): boolean => evaluate(standing(one), record, scope, kindOf) === true
  return new Set(
    removed.flatMap(({ id, version }) => {
      const record = last.get(`${id} ${version}`)
      const seen = record && (reach === 'all' || reach.some(one => holds(one, record))) && (!condition || holds(condition, open(record)))
      return seen ? [id] : []
    }),
  )
}
