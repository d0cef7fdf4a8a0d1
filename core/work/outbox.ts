import { sql } from 'drizzle-orm'
import type { Runner } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import type { Model } from '../registry/model.ts'

/** The name under which a consumer's deliveries stand in the queue. */
export function deliveryName(consumer: string): string {
  return `on:${consumer}`
}

/** Mail stands in the outbox so that it leaves only when what it tells of is true. */
export const mailDelivery = 'core.mail'

/** How often a delivery is tried before it is parked for an administrator. */
const tries = 10

/**
 * Turns what the outbox holds into deliveries, one for each listener, and marks the rows. Rows are
 * found by their mark and not by a cursor: a transaction that commits late with a low id is not
 * passed over. A delivery's key is the row and the consumer, so none is made twice. A plugin that is enabled
 * and does not run has its deliveries too, by what was written down when it was enabled: they wait for it.
 */
export async function handOver(runner: Runner, schema: string, model: Model): Promise<number> {
  const listeners = [
    ...model.consumers.map(consumer => ({ kind: 'event', event: consumer.event, listener: deliveryName(consumer.name) })),
    { kind: 'mail', event: null, listener: mailDelivery },
  ]
  const outbox = tableName(schema, 'core_outbox')
  const [row] = await runner.run<{ taken: number }>(sql`
    with taken as (
      select id, at, kind, name, payload, actor, cause from ${outbox} where handed_at is null and kind in ('event', 'mail') order by id limit 500 for update skip locked),
    marked as (update ${outbox} o set handed_at = now() from taken where o.id = taken.id),
    listening as (
      select l.kind, l.event, l.listener from jsonb_to_recordset(${JSON.stringify(listeners)}::jsonb) as l(kind text, event text, listener text)
      union all select 'event', c.event, c.listener from ${tableName(schema, 'core_plugin')} p, jsonb_to_recordset(p.consumers) as c(event text, listener text)
        where p.state = 'enabled' and p.id not in (select jsonb_array_elements_text(${JSON.stringify([...model.plugins.keys()])}::jsonb))),
    made as (
      insert into ${tableName(schema, 'core_job')} (id, name, input, key, run_at, attempts, max_attempts, actor, cause, created_at)
      select gen_random_uuid(), l.listener, jsonb_build_object('event', t.name, 'payload', t.payload, 'at', t.at), l.listener || ':' || t.id, t.at, 0, ${tries}::int, t.actor, t.cause, t.at
      from taken t join listening l on l.kind = t.kind and (l.event is null or l.event = t.name)
      order by t.id
      on conflict (key) do nothing),
    hooked as (
      insert into ${tableName(schema, 'core_job')} (id, name, input, key, run_at, attempts, max_attempts, actor, cause, created_at)
      select gen_random_uuid(), 'core.webhook#' || w.id, jsonb_build_object('webhook', w.id, 'event', t.name, 'payload', t.payload, 'at', t.at), 'webhook:' || w.id || ':' || t.id, t.at, 0, ${tries}::int, t.actor, t.cause, t.at
      from taken t join ${tableName(schema, 'core_webhook')} w on t.kind = 'event' and w.event = t.name and w.active and w.deleted_at is null
      on conflict (key) do nothing)
    select count(*)::int as taken from taken`)
  return row?.taken ?? 0
}
