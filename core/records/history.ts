import type { HistoryEntry, Json } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../data/context.ts'
import { throughDoor } from '../data/door.ts'
import { tableName } from '../data/identifiers.ts'
import { notFound } from '../errors.ts'
import { namedNow } from '../registry/former.ts'
import type { ModelEntity } from '../registry/model.ts'
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

/** Behind where a change came from stands the name of the key that sent it. */
function originOf(kept: string): { readonly origin: string; readonly program?: string } {
  const at = kept.indexOf(' ')
  return at === -1 ? { origin: kept } : { origin: kept.slice(0, at), program: kept.slice(at + 1) }
}

/** The fields whose changes someone is told: those they may read on every record. */
export function toldFields({ model, access }: Pick<CoreCtx, 'model' | 'access'>, entity: ModelEntity): string[] {
  const kept = hidesTitles({ model, access }, entity) ? entity.definition.about?.title : undefined
  return [...entity.fields.keys()].filter(field => field !== kept && access.field(entity.name, field, 'read') === 'all')
}

/** What differs between two snapshots; of what is new, what it is made with. */
export function differences(
  fields: readonly string[],
  before: { readonly [field: string]: Json },
  after: { readonly [field: string]: Json },
  isNew: boolean,
): { [field: string]: { from: Json; to: Json } } {
  const changes: { [field: string]: { from: Json; to: Json } } = {}
  for (const field of fields) {
    const [from, to] = [before[field] ?? null, after[field] ?? null]
    if (!same(from, to) && !(isNew && (to === null || (Array.isArray(to) && to.length === 0)))) changes[field] = { from, to }
  }
  return changes
}

/** How many changes of a record are told at once. */
export const mostEntries = 500

type Teller = Pick<CoreCtx, 'tx' | 'model' | 'access' | 'scope' | 'schema'>

/** What is asked of a history: how many changes, those before a version, those after one. */
export interface HistoryQuery {
  readonly limit?: number
  readonly before?: number
  readonly since?: number
}

/**
 * Who changed what and when, newest first: of a record the caller sees now, or in the bin if they may open that, and of the fields they may read
 * everywhere. With `since`, what came after that version.
 */
export async function history(ctx: Teller, name: string, id: string, since = 0): Promise<HistoryEntry<Json>[]> {
  return (await historyPage(ctx, name, id, { since })).items
}

/** The same page by page; `next` is the version that the next page is asked for `before`, null where there is none. */
export async function historyPage(
  ctx: Teller,
  name: string,
  id: string,
  { limit = mostEntries, before, since = 0 }: HistoryQuery,
): Promise<{ readonly items: HistoryEntry<Json>[]; readonly next: number | null }> {
  const entity = entityFor(ctx, name)
  if (!isId(id)) throw notFound()
  const seen = await find(ctx, name, { where: { id }, fields: ['id'], limit: 1 })
  if (seen.items.length === 0 && (await inBin(ctx, entity, [id])).size === 0) throw notFound()
  // One more than is told: what the last of them is compared with.
  const told = await ctx.tx.run<Row>(
    throughDoor(sql`
    select h.version, h.verb, h.at, h.origin, h.reason, h.batch, h.by_user as user, u.name, h.snapshot from ${tableName(ctx.schema, 'core_history')} h
    left join ${tableName(ctx.schema, 'core_user')} u on u.id = h.by_user
    where h.entity = ${name} and h.record_id = ${id}::uuid and h.version >= ${since}::integer and h.version < ${before ?? 2_147_483_647}::integer
    order by h.version desc limit ${limit + 1}::integer`),
  )
  const rows = told.map(row => ({ ...row, snapshot: namedNow(ctx.model, name, row.snapshot) }))
  const fields = toldFields(ctx, entity)
  const items = rows
    .filter(({ version }) => version > since)
    .slice(0, limit)
    .map((row, at) => ({
      version: row.version,
      verb: row.verb,
      at: row.at,
      by: row.user === null ? null : { id: row.user, name: row.name ?? '' },
      ...originOf(row.origin),
      ...(row.reason && { reason: row.reason }),
      ...(row.batch && { batch: row.batch }),
      changes: differences(fields, rows[at + 1]?.snapshot ?? {}, row.snapshot, row.verb === 'create'),
    }))
  const more = rows.filter(({ version }) => version > since).length > limit
  return { items, next: more ? (items.at(-1)?.version ?? null) : null }
}
