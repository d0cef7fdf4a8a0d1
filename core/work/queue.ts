import type { Json } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { fixedStatement, type Pool, type Runner } from '../data/connection.ts'
import type { Cause } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'

/** One piece of work, held by this node until `done`, `failed` or its lease runs out. */
export interface Claimed {
  readonly id: string
  readonly name: string
  readonly input: { readonly [name: string]: Json }
  readonly attempt: number
  readonly last: boolean
  readonly actor: string | null
  readonly cause: Cause | null
}

export interface ClaimOptions {
  readonly node: string
  readonly now: Date
  /** What this node can run; work of disabled plugins waits. */
  readonly names: readonly string[]
  /** How many different names may begin now. */
  readonly lanes: number
  /** Also what waits for another try, but for these ids: how tests get to the end of things. */
  readonly eager?: { readonly except: readonly string[] }
}

/** A node that is killed lets go of its work after so long. */
export const leaseSeconds = 30

const perName = 10

/**
 * Takes what is due. Of one name only one node works at a time, in order, so a consumer sees events
 * one after another; names don't wait for each other. The lock makes two nodes ask in turn.
 */
export async function claim(pool: Pool, schema: string, options: ClaimOptions): Promise<Claimed[]> {
  const job = tableName(schema, 'core_job')
  const now = options.now.toISOString()
  const names = sql`(select jsonb_array_elements_text(${JSON.stringify(options.names)}::jsonb))`
  return pool.transaction(async tx => {
    const [turn] = await tx.run<{ mine: boolean }>(sql`select pg_try_advisory_xact_lock(hashtext('sangam claim'), hashtext(${schema})) as mine`)
    if (!turn?.mine) return []
    await tx.run(sql`
      update ${job} set failed_at = ${now}::timestamptz, lease_until = null, error = coalesce(error, 'The server ended while it worked on this, each time.')
      where done_at is null and failed_at is null and attempts >= max_attempts and lease_until < now()`)
    const waits = options.eager
      ? sql`(run_at <= ${now}::timestamptz or attempts > 0) and id not in (select jsonb_array_elements_text(${JSON.stringify(options.eager.except)}::jsonb)::uuid)`
      : sql`run_at <= ${now}::timestamptz`
    return tx.run<Claimed>(sql`
      with busy as (select name from ${job} where done_at is null and failed_at is null and lease_until >= now()),
      due as (
        select id, name, run_at from ${job}
        where done_at is null and failed_at is null and (lease_until is null or lease_until < now()) and ${waits} and split_part(name, '#', 1) in ${names} and name not in (select name from busy)),
      lanes as (select name from due group by name order by min(run_at), name limit ${options.lanes}::int),
      chosen as (select id from (select id, row_number() over (partition by name order by run_at, id) as place from due where name in (select name from lanes)) ranked where place <= ${perName}::int),
      held as (
        update ${job} j set lease_until = now() + make_interval(secs => ${leaseSeconds}::int), leased_by = ${options.node}, attempts = attempts + 1
        where id in (select id from ${job} where id in (select id from chosen) for update skip locked)
        returning id, name, input, attempts as attempt, attempts >= max_attempts as last, actor, cause, run_at)
      select id, name, input, attempt, last, actor, cause from held order by run_at, id`)
  })
}

/** Whether a round would find anything: one small statement, asked each second. */
export async function anythingDue(runner: Runner, schema: string, now: Date): Promise<boolean> {
  const at = sql.placeholder('at')
  const due = fixedStatement(
    'due',
    schema,
    () => sql`
    select exists (select from ${tableName(schema, 'core_outbox')} where handed_at is null and kind in ('event', 'mail'))
      or exists (select from ${tableName(schema, 'core_job')} where done_at is null and failed_at is null and run_at <= ${at}::timestamptz and (lease_until is null or lease_until < now()))
      or exists (select from ${tableName(schema, 'core_schedule')} where next_at <= ${at}::timestamptz) as due`,
  )
  const [row] = await runner.run<{ due: boolean }>(due, { at: now.toISOString() })
  return row?.due ?? false
}

/** Marks work as done, in the transaction of the work itself: what it wrote and this are true together. False when the lease was lost. */
export async function markDone(runner: Runner, schema: string, work: Claimed, node: string, now: Date): Promise<boolean> {
  const rows = await runner.run(sql`
    update ${tableName(schema, 'core_job')} set done_at = ${now.toISOString()}::timestamptz, lease_until = null, error = null
    where id = ${work.id}::uuid and leased_by = ${node} and attempts = ${work.attempt}::int and done_at is null returning id`)
  return rows.length === 1
}

/** Puts work back for another try after a pause, or parks it when it was the last. */
export async function markFailed(runner: Runner, schema: string, work: Claimed, node: string, now: Date, error: string, park: boolean): Promise<void> {
  const at = now.toISOString()
  await runner.run(sql`
    update ${tableName(schema, 'core_job')} set lease_until = null, error = ${error.slice(0, 2000)}, run_at = ${new Date(now.getTime() + pauseMs(work.attempt)).toISOString()}::timestamptz,
      failed_at = case when ${park}::boolean then ${at}::timestamptz end
    where id = ${work.id}::uuid and leased_by = ${node} and attempts = ${work.attempt}::int and done_at is null`)
}

/** Gives back what was taken and not begun. */
export async function release(runner: Runner, schema: string, ids: readonly string[], node: string): Promise<void> {
  await runner.run(sql`
    update ${tableName(schema, 'core_job')} set lease_until = null, attempts = attempts - 1
    where id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid) and leased_by = ${node} and done_at is null and failed_at is null`)
}

/** Says that this node is alive and still at it. */
export async function renew(runner: Runner, schema: string, ids: readonly string[], node: string): Promise<void> {
  await runner.run(sql`
    update ${tableName(schema, 'core_job')} set lease_until = now() + make_interval(secs => ${leaseSeconds}::int)
    where id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid) and leased_by = ${node} and done_at is null and failed_at is null`)
}

/** Growing pauses: 10 s, 1 min, 5 min, 15 min, 1 h, 3 h, then every 6 h. */
export function pauseMs(attempt: number): number {
  return (pauses[attempt - 1] ?? 21_600) * 1000
}

const pauses = [10, 60, 300, 900, 3600, 10_800]
