import type { HistoryEntry, Json } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../data/context.ts'
import { throughDoor } from '../data/door.ts'
import { tableName } from '../data/identifiers.ts'
import { notFound } from '../errors.ts'
import { namedNow } from '../registry/former.ts'
import { inBin } from './bin.ts'
import { same } from './change/work.ts'
import { find, isId } from './find.ts'
import { hidesTitles } from './reach.ts'
import { entityFor } from './statements.ts'

interface Row {
  readonly version: number
  readonly verb: HistoryEntry<never>['verb']
  readonly at: string
  readonly origin: string
  readonly reason: string | null
  readonly batch: string | null
  readonly user: string | null
  readonly name: string | null
  readonly snapshot: { readonly [field: string]: Json }
}

/** Records as they were at versions that someone read, by `id version`. */
export async function snapshotsAt(
  ctx: Pick<CoreCtx, 'tx' | 'schema'>,
  entity: string,
  wanted: readonly { readonly id: string; readonly version: number }[],
): Promise<Map<string, { readonly [field: string]: Json }>> {
  const asked = JSON.stringify(wanted.map(({ id, version }) => ({ id, version })))
  const rows = await ctx.tx.run<{ id: string; version: number; snapshot: { readonly [field: string]: Json } }>(
    throughDoor(sql`
    select h.record_id as id, h.version, h.snapshot from ${tableName(ctx.schema, 'core_history')} h
    join jsonb_to_recordset(${asked}::jsonb) as x(id uuid, version integer) on h.record_id = x.id and h.version = x.version where h.entity = ${entity}`),
  )
  return new Map(rows.map(row => [`${row.id} ${row.version}`, row.snapshot]))
}

/**
 * Who changed what and when, newest first: of a record the caller sees now, or in the bin if they may open that, and of the fields they may read
 * everywhere. With `since`, what came after that version.
 */
export async function history(
  ctx: Pick<CoreCtx, 'tx' | 'model' | 'access' | 'scope' | 'schema'>,
  name: string,
  id: string,
  since = 0,
): Promise<HistoryEntry<Json>[]> {
  const entity = entityFor(ctx, name)
  if (!isId(id)) throw notFound()
  const seen = await find(ctx, name, { where: { id }, fields: ['id'], limit: 1 })
  if (seen.items.length === 0 && (await inBin(ctx, entity, [id])).size === 0) throw notFound()
  const told = await ctx.tx.run<Row>(
    throughDoor(sql`
    select h.version, h.verb, h.at, h.origin, h.reason, h.batch, h.by_user as user, u.name, h.snapshot from ${tableName(ctx.schema, 'core_history')} h
    left join ${tableName(ctx.schema, 'core_user')} u on u.id = h.by_user
    where h.entity = ${name} and h.record_id = ${id}::uuid and h.version >= ${since}::integer order by h.version desc limit 500`),
  )
  const rows = told.map(row => ({ ...row, snapshot: namedNow(ctx.model, name, row.snapshot) }))
  const kept = hidesTitles(ctx, entity) ? entity.definition.about?.title : undefined
  const fields = [...entity.fields.keys()].filter(field => field !== kept && ctx.access.field(name, field, 'read') === 'all')
  const later = rows.filter(({ version }) => version > since)
  return later.map((row, at) => {
    const before = rows[at + 1]?.snapshot ?? {}
    const changes: { [field: string]: { from: Json; to: Json } } = {}
    for (const field of fields) {
      const [from, to] = [before[field] ?? null, row.snapshot[field] ?? null]
      if (!same(from, to) && !(row.verb === 'create' && (to === null || (Array.isArray(to) && to.length === 0)))) changes[field] = { from, to }
    }
    return {
      version: row.version,
      verb: row.verb,
      at: row.at,
      by: row.user === null ? null : { id: row.user, name: row.name ?? '' },
      origin: row.origin,
      ...(row.reason && { reason: row.reason }),
      ...(row.batch && { batch: row.batch }),
      changes,
    }
  })
}
