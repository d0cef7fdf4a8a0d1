import { sql } from 'drizzle-orm'
import type { Runner } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'

export interface Delivery {
  readonly id: string
  readonly webhook: string
  readonly type: string
  readonly record: string | null
  readonly body: string
  readonly state: 'waiting' | 'delivered' | 'failed'
  readonly attempts: number
  /** Of the last attempt. */
  readonly status: number | null
  readonly response: string | null
  readonly error: string | null
  readonly ms: number | null
  readonly createdAt: string
  readonly triedAt: string | null
}

const table = (schema: string) => tableName(schema, 'core_webhook_delivery')
const columns = sql`id, webhook, type, record, body, state, attempts, status, response, error, ms, created_at as "createdAt", tried_at as "triedAt"`

export async function addDeliveries(
  runner: Runner,
  schema: string,
  webhook: string,
  now: string,
  made: readonly Pick<Delivery, 'id' | 'type' | 'record' | 'body'>[],
): Promise<void> {
  await runner.run(sql`
    insert into ${table(schema)} (id, webhook, type, record, body, state, attempts, created_at)
    select x.id, ${webhook}::uuid, x.type, x.record, x.body, 'waiting', 0, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as x(id uuid, type text, record uuid, body text) on conflict (id) do nothing`)
}

export async function readDelivery(runner: Runner, schema: string, id: string): Promise<Delivery | null> {
  const [row] = await runner.run<Delivery>(sql`select ${columns} from ${table(schema)} where id = ${id}::uuid`)
  return row ?? null
}

/** The newest first, from before a moment. */
export async function listDeliveries(runner: Runner, schema: string, webhook: string, before: string | null): Promise<Delivery[]> {
  return runner.run<Delivery>(sql`
    select ${columns} from ${table(schema)} where webhook = ${webhook}::uuid and (${before}::uuid is null or id < ${before}::uuid) order by id desc limit 50`)
}

/** Has a message wait once more, as if it had never been tried; it keeps its id, by which the receiver may know it. */
export async function waitAgain(runner: Runner, schema: string, id: string): Promise<void> {
  await runner.run(sql`update ${table(schema)} set state = 'waiting', attempts = 0 where id = ${id}::uuid`)
}

export interface Attempt {
  readonly state: Delivery['state']
  readonly status: number | null
  readonly response: string | null
  readonly error: string | null
  readonly ms: number
  readonly at: string
}

/** Writes down what came of an attempt; gives how many have failed in a row, over all messages of the webhook. */
export async function noteAttempt(runner: Runner, schema: string, { id, webhook }: Pick<Delivery, 'id' | 'webhook'>, attempt: Attempt): Promise<number> {
  const failed = attempt.state !== 'delivered'
  const [row] = await runner.run<{ failures: number }>(sql`
    with tried as (
      update ${table(schema)} set state = ${attempt.state}, attempts = attempts + 1, status = ${attempt.status}::int, response = ${attempt.response}, error = ${attempt.error},
        ms = ${attempt.ms}::int, tried_at = ${attempt.at}::timestamptz where id = ${id}::uuid)
    insert into ${tableName(schema, 'core_webhook_state')} as s (webhook, failures) values (${webhook}::uuid, ${failed ? 1 : 0}::int)
    on conflict (webhook) do update set failures = case when ${failed}::boolean then s.failures + 1 else 0 end returning failures`)
  return row?.failures ?? 0
}

export async function forgetFailures(runner: Runner, schema: string, webhook: string): Promise<void> {
  await runner.run(sql`delete from ${tableName(schema, 'core_webhook_state')} where webhook = ${webhook}::uuid`)
}

/** How each webhook fares: its last message, and how many attempts have failed in a row. */
export async function statesOf(runner: Runner, schema: string): Promise<Map<string, { failures: number; status: number | null; triedAt: string | null }>> {
  const rows = await runner.run<{ webhook: string; failures: number; status: number | null; triedAt: string | null }>(sql`
    select s.webhook, s.failures, d.status, d.tried_at as "triedAt" from ${tableName(schema, 'core_webhook_state')} s
    left join lateral (select status, tried_at from ${table(schema)} where webhook = s.webhook and tried_at is not null order by id desc limit 1) d on true`)
  return new Map(rows.map(({ webhook, ...state }) => [webhook, state]))
}
