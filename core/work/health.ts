import { statfs } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { find } from '../records/find.ts'
import { unsealedSince } from '../records/history/seal.ts'
import { platformVersion } from '../registry/order.ts'
import { type ParkedWork, parkedWork, workCounts } from './parked.ts'

/** One thing that was looked at: whether it is as it should be, in a sentence. */
export interface Check {
  readonly good: boolean
  readonly text: string
}

/** How an installation fares, as an administrator of a workspace sees it. */
export interface Health {
  readonly checks: readonly Check[]
  readonly version: string
  readonly node: { readonly version: string; readonly megabytes: number; readonly upSeconds: number }
  readonly database: { readonly version: string; readonly embedded: boolean; readonly bytes: string; readonly connections: number; readonly ms: number }
  readonly model: number
  readonly work: { readonly waiting: number; readonly running: number; readonly parked: number }
  readonly parked: readonly ParkedWork[]
  readonly schedules: readonly { readonly name: string; readonly pattern: string; readonly nextAt: string }[]
}

interface Facts {
  readonly version: string
  readonly bytes: string
  readonly connections: number
  readonly at: string
  readonly oldest: string | null
}

/** Seconds that may pass before someone should look. */
const late = { clock: 5, outbox: 300, seal: 600 }
const leastDisk = 1e9

/**
 * Looks at the server that answers, its database and the work of the workspace. What it says is for administrators; the command `sangam doctor`
 * looks deeper, and for longer.
 */
export async function healthOf(ctx: CoreCtx): Promise<Health> {
  const { world, schema } = ctx
  const began = Date.now()
  await ctx.tx.run(sql`select 1`)
  const ms = Date.now() - began
  const [facts] = await ctx.tx.run<Facts>(sql`
    select pg_catalog.current_setting('server_version') as version, pg_catalog.pg_database_size(pg_catalog.current_database())::text as bytes,
      (select count(*)::int from pg_catalog.pg_stat_activity where datname = pg_catalog.current_database()) as connections, pg_catalog.clock_timestamp() as at,
      (select min(at) from ${tableName(schema, 'core_outbox')} where handed_at is null and kind in ('event', 'mail')) as oldest`)
  if (!facts) throw new Error('The database told nothing of itself.')
  const [work, parked, schedules] = await Promise.all([
    workCounts(world, schema),
    parkedWork(world, schema),
    ctx.tx.run<Health['schedules'][number]>(
      sql`select name, pattern, next_at as "nextAt" from ${tableName(schema, 'core_schedule')} order by next_at, name limit 200`,
    ),
  ])
  return {
    checks: [
      clock(ctx, facts),
      ...(await disk(ctx)),
      outbox(ctx, facts),
      seal(ctx, await unsealedSince(ctx), facts.at),
      ...(await stopped(ctx)),
      parkedCheck(ctx, work.parked),
    ],
    version: platformVersion,
    node: { version: process.versions.node, megabytes: Math.round(process.memoryUsage.rss() / 1_048_576), upSeconds: Math.round(process.uptime()) },
    database: { version: facts.version, embedded: world.config.databaseUrl === null, bytes: facts.bytes, connections: facts.connections, ms },
    model: ctx.model.number,
    work,
    parked,
    schedules,
  }
}

function clock(ctx: CoreCtx, { at }: Facts): Check {
  const apart = Math.round(Math.abs(Date.parse(at) - Date.now()) / 1000)
  return apart < late.clock
    ? { good: true, text: ctx.t('The clocks of this machine and the database agree.') }
    : { good: false, text: ctx.t('The clocks of this machine and the database are {seconds} s apart. Let both follow a time server.', { seconds: apart }) }
}

async function disk(ctx: CoreCtx): Promise<Check[]> {
  const found = await statfs(ctx.world.config.dataDir).catch(() => null)
  if (!found) return []
  const gigabytes = Math.floor((found.bavail * found.bsize) / 1e8) / 10
  return [
    found.bavail * found.bsize >= leastDisk
      ? { good: true, text: ctx.t('{gigabytes} GB are free where the files lie.', { gigabytes }) }
      : { good: false, text: ctx.t('Only {gigabytes} GB are free where the files lie. Make room before the database stops.', { gigabytes }) },
  ]
}

function outbox(ctx: CoreCtx, { oldest, at }: Facts): Check {
  const seconds = oldest === null ? 0 : Math.round((Date.parse(at) - Date.parse(oldest)) / 1000)
  return seconds < late.outbox
    ? { good: true, text: ctx.t('Events and mail go out at once.') }
    : {
        good: false,
        text: ctx.t('Events or mail have waited for {minutes} minutes. Look whether a server does the work in the background.', {
          minutes: Math.round(seconds / 60),
        }),
      }
}

function seal(ctx: CoreCtx, since: string | null, at: string): Check {
  const seconds = since === null ? 0 : (Date.parse(at) - Date.parse(since)) / 1000
  return seconds < late.seal
    ? { good: true, text: ctx.t('The history is sealed up to now.') }
    : { good: false, text: ctx.t('The history was not sealed for {minutes} minutes.', { minutes: Math.round(seconds / 60) }) }
}

/** What was switched off because it failed again and again. */
async function stopped(ctx: CoreCtx): Promise<Check[]> {
  const count = async (entity: string, where: object = { stopped: { isEmpty: false } }): Promise<number> => {
    const query = { where, fields: ['id'], limit: 1, count: 'capped' } as const
    return ctx.asSystem('Counts what failures switched off', async system => (await find(system as CoreCtx, entity, query)).count ?? 0)
  }
  const [webhooks, automations] = [await count('core.webhook'), await count('core.automation')]
  const reports = await count('core.scheduledReport', { stopped: 'failed' })
  const found: Check[] = []
  if (webhooks > 0)
    found.push({ good: false, text: ctx.t('{count, plural, one {# webhook was} other {# webhooks were}} switched off after failures.', { count: webhooks }) })
  if (automations > 0)
    found.push({
      good: false,
      text: ctx.t('{count, plural, one {# automation was} other {# automations were}} switched off after failures.', { count: automations }),
    })
  if (reports > 0)
    found.push({ good: false, text: ctx.t('{count, plural, one {# report was} other {# reports were}} switched off after failures.', { count: reports }) })
  return found.length > 0 ? found : [{ good: true, text: ctx.t('Webhooks, automations and reports do what they should.') }]
}

function parkedCheck(ctx: CoreCtx, count: number): Check {
  return count === 0
    ? { good: true, text: ctx.t('No work has failed for good.') }
    : { good: false, text: ctx.t('{count, plural, one {# piece of work has} other {# pieces of work have}} failed for good. See below.', { count }) }
}
