import { sql } from 'drizzle-orm'
import type { Runner } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import type { World } from '../world.ts'

/** Work that was tried as often as it may be; it waits for an administrator. */
export interface ParkedWork {
  readonly id: string
  readonly name: string
  readonly attempts: number
  readonly error: string | null
  readonly createdAt: string
  readonly failedAt: string
}

export function parkedWork(world: Pick<World, 'db'>, workspace: string): Promise<ParkedWork[]> {
  return world.db.app.run<ParkedWork>(sql`
    select id, name, attempts, error, created_at as "createdAt", failed_at as "failedAt" from ${tableName(workspace, 'core_job')}
    where failed_at is not null order by failed_at desc limit 500`)
}

/** Begins anew with parked work; gives how much there was. */
export function retryParked(world: Pick<World, 'db' | 'clock'>, workspace: string, ids: readonly string[]): Promise<number> {
  return world.db.app.transaction(async tx => {
    const rows = await tx.run(sql`
      update ${tableName(workspace, 'core_job')} set failed_at = null, attempts = 0, error = null, run_at = ${world.clock.now().toISOString()}::timestamptz
      where failed_at is not null and id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid) returning id`)
    await wake(tx, workspace)
    return rows.length
  })
}

/** Gives parked work up for good. */
export async function dropParked(world: Pick<World, 'db'>, workspace: string, ids: readonly string[]): Promise<number> {
  const rows = await world.db.app.run(sql`
    delete from ${tableName(workspace, 'core_job')} where failed_at is not null and id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid) returning id`)
  return rows.length
}

/** Waiting, running and parked, for the metrics page. */
export async function workCounts(
  world: Pick<World, 'db' | 'clock'>,
  workspace: string,
): Promise<{ readonly waiting: number; readonly running: number; readonly parked: number }> {
  const [row] = await world.db.app.run<{ waiting: number; running: number; parked: number }>(sql`
    select count(*) filter (where failed_at is null and (lease_until is null or lease_until < now()))::int as waiting,
      count(*) filter (where failed_at is null and lease_until >= now())::int as running, count(*) filter (where failed_at is not null)::int as parked
    from ${tableName(workspace, 'core_job')} where done_at is null`)
  return row ?? { waiting: 0, running: 0, parked: 0 }
}

/** Tells all nodes, when the transaction commits, that there is work. */
export async function wake(runner: Runner, workspace: string): Promise<void> {
  await runner.run(sql`select pg_notify('sangam_outbox', ${workspace})`)
}
