import { Cron } from 'croner'
import { sql } from 'drizzle-orm'
import type { Runner } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'

export interface Schedule {
  readonly name: string
  /** A cron pattern. */
  readonly pattern: string
  readonly zone: string
}

let epoch = 0

/** Grows when schedules that people made change here; other nodes look again within a minute. */
export function schedulesEpoch(): number {
  return epoch
}

export function schedulesChanged(): void {
  epoch += 1
}

/** The first moment after `now` that a pattern names, in a zone; null when there is none. */
export function nextRun(schedule: Pick<Schedule, 'pattern' | 'zone'>, now: Date): Date | null {
  return new Cron(schedule.pattern, { timezone: schedule.zone, paused: true }).nextRun(now)
}

/**
 * Writes down when each schedule runs next. What is new or changed (another pattern, another zone)
 * begins from now; what stands is left alone, so a run missed while the server was off is caught up once.
 */
export async function planSchedules(runner: Runner, schema: string, schedules: readonly Schedule[], now: Date): Promise<void> {
  const rows = schedules.flatMap(schedule => {
    const next = nextRun(schedule, now)
    return next ? [{ name: schedule.name, pattern: `${schedule.pattern} ${schedule.zone}`, next_at: next.toISOString() }] : []
  })
  const table = tableName(schema, 'core_schedule')
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g(name text, pattern text, next_at timestamptz(3))`
  await runner.run(sql`
    insert into ${table} as s (name, pattern, next_at) select name, pattern, next_at from ${given}
    on conflict (name) do update set pattern = excluded.pattern, next_at = excluded.next_at where s.pattern <> excluded.pattern`)
  await runner.run(sql`delete from ${table} where name not in (select name from ${given})`)
}

/** Enqueues what is due. Whoever moves a schedule on from the very moment it stood at enqueues it: one node of many. */
export async function tickSchedules(runner: Runner, schema: string, schedules: readonly Schedule[], now: Date): Promise<number> {
  const table = tableName(schema, 'core_schedule')
  const due = await runner.run<{ name: string; at: string }>(sql`select name, next_at as at from ${table} where next_at <= ${now.toISOString()}::timestamptz`)
  const moves = due.flatMap(({ name, at }) => {
    const schedule = schedules.find(one => one.name === name)
    const next = schedule ? nextRun(schedule, now) : null
    return next ? [{ name, at, next: next.toISOString() }] : []
  })
  if (moves.length === 0) return 0
  const made = await runner.run(sql`
    with moved as (
      update ${table} s set next_at = m.next from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as m(name text, at timestamptz(3), next timestamptz(3))
      where s.name = m.name and s.next_at = m.at returning s.name, m.at)
    insert into ${tableName(schema, 'core_job')} (id, name, input, key, run_at, attempts, max_attempts, created_at)
    select gen_random_uuid(), name, '{}'::jsonb, name || '@' || extract(epoch from at)::bigint, ${now.toISOString()}::timestamptz, 0, 5, ${now.toISOString()}::timestamptz from moved
    on conflict (key) do nothing returning id`)
  return made.length
}
