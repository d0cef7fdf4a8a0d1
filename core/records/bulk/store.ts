import type { Json, Origin } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { Runner } from '../../data/connection.ts'
import type { CoreCtx } from '../../data/context.ts'
import { tableName } from '../../data/identifiers.ts'
import { notFound } from '../../errors.ts'
import type { RowIssue } from '../change/work.ts'
import { isId } from '../find.ts'

export type Values = { readonly [field: string]: Json }

/** What is done with each of the records. */
export type BulkWork =
  | { readonly set: Values }
  | { readonly remove: true }
  | { readonly restore: true }
  | { readonly action: string; readonly input: Values }
  | { readonly undo: string }

/** One bulk change: what, on how many, how far it is. */
export interface Run {
  readonly id: string
  readonly entity: string
  readonly what: BulkWork
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
  readonly total: number
  readonly done: number
  readonly refused: number
  readonly actor: string
  readonly role: string | null
  readonly origin: Origin
  readonly locale: string
  readonly error: string | null
  readonly undoes: string | null
  readonly createdAt: string
  readonly finishedAt: string | null
}

export interface Place {
  readonly place: number
  readonly entity: string
  readonly id: string
  readonly first: number | null
  readonly last: number | null
  readonly bySystem: boolean
}

const columns = sql`r.id, r.entity, r.what, r.state, r.total, r.done, r.refused, r.actor, r.role, r.origin, r.locale, r.error, r.undoes, r.created_at as "createdAt", r.finished_at as "finishedAt"`

export async function createRun(ctx: CoreCtx, run: Pick<Run, 'id' | 'entity' | 'what' | 'role' | 'undoes'>): Promise<void> {
  await ctx.tx.run(sql`
    insert into ${tableName(ctx.schema, 'core_bulk')} (id, entity, what, state, actor, role, origin, locale, undoes, created_at)
    values (${run.id}::uuid, ${run.entity}, ${JSON.stringify(run.what)}::jsonb, 'running', ${ctx.user.id}::uuid, ${run.role}::text, ${ctx.origin}, ${ctx.locale}, ${run.undoes}::uuid, ${ctx.now()}::timestamptz)`)
}

export async function setTotal(ctx: CoreCtx, id: string): Promise<number> {
  const [row] = await ctx.tx.run<{ total: number }>(sql`
    update ${tableName(ctx.schema, 'core_bulk')} set total = (select count(*) from ${tableName(ctx.schema, 'core_bulk_row')} where run = ${id}::uuid) where id = ${id}::uuid returning total`)
  return row?.total ?? 0
}

/** Held until the transaction ends: one chunk at a time, and a cancel waits for it. */
export async function holdRun(runner: Runner, schema: string, id: string): Promise<Run | null> {
  const [run] = await runner.run<Run>(sql`select ${columns} from ${tableName(schema, 'core_bulk')} r where r.id = ${id}::uuid for update`)
  return run ?? null
}

/** A run of the caller's own; a key that is narrowed to a role sees those that were begun with that role. */
export async function readRun(ctx: Pick<CoreCtx, 'tx' | 'schema' | 'user'>, id: string, role: string | null): Promise<Run> {
  if (!isId(id)) throw notFound()
  const [run] = await ctx.tx.run<Run>(
    sql`select ${columns} from ${tableName(ctx.schema, 'core_bulk')} r where r.id = ${id}::uuid and r.actor = ${ctx.user.id}::uuid and ${within(role)}`,
  )
  if (!run) throw notFound()
  return run
}

function within(role: string | null) {
  return role === null ? sql`true` : sql`r.role = ${role}::text`
}

export async function recentRuns(ctx: Pick<CoreCtx, 'tx' | 'schema' | 'user'>, role: string | null): Promise<Run[]> {
  return ctx.tx.run<Run>(
    sql`select ${columns} from ${tableName(ctx.schema, 'core_bulk')} r where r.actor = ${ctx.user.id}::uuid and ${within(role)} order by r.created_at desc limit 20`,
  )
}

export async function nextPlaces(ctx: CoreCtx, run: Run, limit: number): Promise<Place[]> {
  return ctx.tx.run<Place>(sql`
    select b.place, b.entity, b.record_id as id, b.first, b.last, b.by_system as "bySystem" from ${tableName(ctx.schema, 'core_bulk_row')} b
    where b.run = ${run.id}::uuid and b.place > ${run.done}::int order by b.place limit ${limit}::int`)
}

/** Writes down how far the run is, and what was refused. */
export async function saveProgress(ctx: CoreCtx, run: Run, done: number, refused: ReadonlyMap<number, readonly RowIssue[]>): Promise<Run> {
  const rows = JSON.stringify([...refused].map(([place, issues]) => ({ place, issues })))
  await ctx.tx.run(sql`
    update ${tableName(ctx.schema, 'core_bulk_row')} b set issues = x.issues from jsonb_to_recordset(${rows}::jsonb) as x(place integer, issues jsonb)
    where b.run = ${run.id}::uuid and b.place = x.place`)
  const [saved] = await ctx.tx.run<Run>(sql`
    update ${tableName(ctx.schema, 'core_bulk')} r set done = r.done + ${done}::int, refused = r.refused + ${refused.size}::int,
      state = case when r.done + ${done}::int >= r.total then 'done' else r.state end, finished_at = case when r.done + ${done}::int >= r.total then ${ctx.now()}::timestamptz end
    where r.id = ${run.id}::uuid returning ${columns}`)
  return saved as Run
}

export async function endRun(runner: Runner, schema: string, id: string, state: 'cancelled' | 'failed', now: string, error: string | null): Promise<void> {
  await runner.run(sql`
    update ${tableName(schema, 'core_bulk')} set state = ${state}, finished_at = ${now}::timestamptz, error = ${error}::text where id = ${id}::uuid and state = 'running'`)
}

export async function refusedPlaces(
  ctx: Pick<CoreCtx, 'tx' | 'schema'>,
  id: string,
  after: number,
  limit: number,
): Promise<(Pick<Place, 'place' | 'entity' | 'id'> & { readonly issues: readonly RowIssue[] })[]> {
  return ctx.tx.run(sql`
    select b.place, b.entity, b.record_id as id, b.issues from ${tableName(ctx.schema, 'core_bulk_row')} b
    where b.run = ${id}::uuid and b.issues is not null and b.place > ${after}::int order by b.place limit ${limit}::int`)
}
