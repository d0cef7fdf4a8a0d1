import { job } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'

/** Removes, each night, what has done its service: answers kept for retries, delivered outbox rows, done work, ended sign-ins. */
export const housekeeping = job('core.housekeeping', {
  schedule: '17 3 * * *',
  as: 'system',
  run: async plain => {
    const ctx = plain as CoreCtx
    for (const statement of oldRows(ctx.schema, ctx.now())) await ctx.tx.run(statement)
  },
})

function oldRows(schema: string, now: string): SQL[] {
  const before = (hours: number) => sql`${new Date(new Date(now).getTime() - hours * 3_600_000).toISOString()}::timestamptz`
  const control = (table: string) => tableName('sangam', table)
  return [
    sql`delete from ${tableName(schema, 'core_idempotency')} where at < ${before(48)}`,
    // Live pages that were away look back two days at most.
    sql`delete from ${tableName(schema, 'core_outbox')} where at < ${before(48)} and (kind not in ('event', 'mail') or handed_at is not null)`,
    sql`delete from ${tableName(schema, 'core_job')} where done_at < ${before(30 * 24)} or (name in ('core.seal', 'core.tellFollowers', 'core.reportsDue') and done_at < ${before(24)})`,
    sql`delete from ${tableName(schema, 'core_automation_run')} where ended_at < ${before(90 * 24)}`,
    sql`delete from ${tableName(schema, 'core_webhook_delivery')} where created_at < ${before(30 * 24)}`,
    sql`delete from ${tableName(schema, 'core_report_delivery')} where at < ${before(90 * 24)}`,
    sql`delete from ${control('session')} where least(ended_at, expires_at, absolute_until) < ${before(30 * 24)}`,
    sql`delete from ${control('rate')} where until < ${before(1)}`,
    // Whoever asked for a link a day ago has asked again since, or needs none.
    sql`delete from ${control('letter')} where created_at < ${before(24)}`,
    sql`delete from ${control('token')} where least(used_at, expires_at) < ${before(30 * 24)}`,
  ]
}
