import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'

/** One report for one reader at one time. */
export interface Delivery {
  readonly id: string
  readonly report: string
  readonly reader: string
  /** When it was begun; those of one time belong together. */
  readonly at: string
  readonly state: 'waiting' | 'sent' | 'empty' | 'skipped' | 'failed'
  readonly attempts: number
  readonly error: string | null
}

/** What came of an attempt. */
export type Outcome = Pick<Delivery, 'state' | 'error'> & { readonly rows: number | null }

type Ctx = Pick<CoreCtx, 'tx' | 'schema'>
const table = ({ schema }: Ctx) => tableName(schema, 'core_report_delivery')
const columns = sql`id, report, reader, at, state, attempts, error`

export async function addDeliveries(ctx: Ctx, report: string, at: string, made: readonly { readonly id: string; readonly reader: string }[]): Promise<void> {
  await ctx.tx.run(sql`
    insert into ${table(ctx)} (id, report, reader, at, state) select x.id, ${report}::uuid, x.reader, ${at}::timestamptz, 'waiting'
    from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as x(id uuid, reader uuid)`)
}

/** Counts the attempt before anything leaves; null for what is over already. */
export async function beginDelivery(ctx: Ctx, id: string): Promise<Delivery | null> {
  const [row] = await ctx.tx.run<Delivery>(
    sql`update ${table(ctx)} set attempts = attempts + 1 where id = ${id}::uuid and state = 'waiting' returning ${columns}`,
  )
  return row ?? null
}

/** Whether nobody else has begun it anew meanwhile: asked in the last moment before the mail leaves. */
export async function stillOurs(ctx: Ctx, { id, attempts }: Delivery): Promise<boolean> {
  const rows = await ctx.tx.run(sql`select 1 as yes from ${table(ctx)} where id = ${id}::uuid and state = 'waiting' and attempts = ${attempts}::int`)
  return rows.length > 0
}

/** Writes down what came of it. False for whom was taken for dead meanwhile: it has nothing to say about it any more. */
export async function endDelivery(ctx: Ctx, { id, attempts }: Delivery, { state, error, rows }: Outcome): Promise<boolean> {
  const ended = await ctx.tx.run(sql`
    update ${table(ctx)} set state = ${state}, error = ${error}, rows = ${rows}::int
    where id = ${id}::uuid and state = 'waiting' and attempts = ${attempts}::int returning id`)
  return ended.length > 0
}

/** Those who get a report at one time, and how far it is with each. */
export function deliveriesAt(ctx: Ctx, report: string, at: string): Promise<readonly Delivery[]> {
  return ctx.tx.run<Delivery>(sql`select ${columns} from ${table(ctx)} where report = ${report}::uuid and at = ${at}::timestamptz order by id`)
}

/** Whether some of a report is still on its way: what waits without work that goes on was given up, or is parked. */
export async function isOnItsWay(ctx: Ctx, report: string): Promise<boolean> {
  const rows = await ctx.tx.run(sql`
    select 1 as yes from ${table(ctx)} d join ${tableName(ctx.schema, 'core_job')} j on j.key = ${`${sendLane(report)}:`}::text || d.id::text
    where d.report = ${report}::uuid and d.state = 'waiting' and j.done_at is null and j.failed_at is null limit 1`)
  return rows.length > 0
}

/**
 * The lane in which a report is sent. There are two for all of them, of the four that a node works at: most reports are due in the same minute,
 * and a mail server that is slow with them holds up nothing else. One report has one lane, so its deliveries stay in order.
 */
export function sendLane(report: string): string {
  return `core.reportSend#${Number.parseInt(report.slice(-1), 16) % 2}`
}
