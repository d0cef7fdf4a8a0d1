import type { Json } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../data/context.ts'
import { throughDoor } from '../data/door.ts'
import { tableName } from '../data/identifiers.ts'
import { notFound, Refused } from '../errors.ts'
import { namedNow } from '../registry/former.ts'
import { type ModelEntity, type ModelField, systemFields } from '../registry/model.ts'
import { lockRecords } from './change/lock.ts'
import type { ChangeRequest, Item, Rights, RowIssue } from './change/work.ts'
import { change, same } from './change.ts'
import { isId } from './find.ts'
import { entityFor } from './statements.ts'

/** Versions of a record that are to be taken back, from the first to the last. */
export interface Span {
  readonly entity: string
  readonly id: string
  readonly first: number
  readonly last: number
}

interface Past {
  readonly id: string
  readonly last: number
  readonly before: Item | null
  readonly beforeVerb: string | null
  readonly after: Item
  readonly afterVerb: string
}

/** What takes a record's versions back; nothing where it is as it was; or what stands against it. */
export type Way = { readonly request: ChangeRequest } | { readonly issues: readonly RowIssue[] } | null

/**
 * How to take back what happened to records of one entity between two versions: field by field, where nobody has changed the same field since.
 * Looks at the records as the caller sees them and holds them; what it gives goes through the pipeline like any other change.
 */
export async function waysBack(ctx: CoreCtx, entity: ModelEntity, spans: readonly Span[]): Promise<Way[]> {
  const pasts = await readPasts(ctx, entity, spans)
  const now = await readNow(
    ctx,
    entity,
    spans.map(span => span.id),
  )
  return spans.map(span => {
    const past = pasts.get(span.id)
    const there = now.get(span.id)
    if (!past || !there) return { issues: [{ code: 'not_found', message: notFound().detail }] }
    return wayBack(ctx, entity, past, there)
  })
}

interface Now {
  readonly record: Item
  readonly live: boolean
  /** What the caller may read of it, where that depends on the record. */
  readonly rights: Rights | null
}

async function readNow(ctx: CoreCtx, entity: ModelEntity, ids: readonly string[]): Promise<Map<string, Now>> {
  const live = await lockRecords(ctx, entity, 'update', 'read', ids)
  const gone = entity.bin ? await lockRecords(ctx, entity, 'restore', 'read', ids) : new Map<string, never>()
  const found = new Map<string, Now>()
  for (const [id, one] of live) if (one.seen) found.set(id, { record: one.record, live: true, rights: one.rights })
  for (const [id, one] of gone as typeof live) if (one.seen) found.set(id, { record: one.record, live: false, rights: one.rights })
  return found
}

async function readPasts(ctx: CoreCtx, entity: ModelEntity, spans: readonly Span[]): Promise<Map<string, Past>> {
  const history = tableName(ctx.schema, 'core_history')
  const asked = JSON.stringify(spans.map(({ id, first, last }) => ({ id, first, last })))
  const rows = await ctx.tx.run<Past>(
    throughDoor(sql`
    select x.id, x.last, b.snapshot as before, b.verb as "beforeVerb", a.snapshot as after, a.verb as "afterVerb"
    from jsonb_to_recordset(${asked}::jsonb) as x(id uuid, first integer, last integer)
    join ${history} a on a.entity = ${entity.name} and a.record_id = x.id and a.version = x.last
    left join lateral (
      select h.snapshot, h.verb from ${history} h where h.entity = ${entity.name} and h.record_id = x.id and h.version < x.first order by h.version desc limit 1) b on true`),
  )
  const named = (snapshot: Item): Item => namedNow(ctx.model, entity.name, snapshot)
  return new Map(rows.map(row => [row.id, { ...row, before: row.before && named(row.before), after: named(row.after) }]))
}

function wayBack(ctx: CoreCtx, entity: ModelEntity, past: Past, now: Now): Way {
  const [lived, lives] = [past.beforeVerb !== null && past.beforeVerb !== 'remove', past.afterVerb !== 'remove']
  const { id } = past
  if (lived && !lives) return now.live ? null : { request: { verb: 'restore', id } }
  if (!lived && lives) {
    if (!now.live) return null
    // What was made is taken back whole, so nothing of it may have changed.
    const changed = openFields(ctx, entity, now.rights).filter(field => !equal(ctx, field, past.after[field.name], now.record[field.name]))
    return changed.length > 0 ? { issues: changed.map(changedSince) } : { request: { verb: 'remove', id } }
  }
  if (!lived) return null
  if (!now.live) return { issues: [{ code: 'removed_since', message: 'It has been removed since. Put it back first.' }] }
  return patchBack(ctx, entity, { id, before: past.before ?? {}, after: past.after, now })
}

function patchBack(
  ctx: CoreCtx,
  entity: ModelEntity,
  { id, before, after, now: { record: now, rights } }: { readonly id: string; readonly before: Item; readonly after: Item; readonly now: Now },
): Way {
  const patch: Item = {}
  const issues: RowIssue[] = []
  for (const field of openFields(ctx, entity, rights)) {
    const [was, then, is] = [before[field.name] ?? null, after[field.name] ?? null, now[field.name] ?? null]
    if (equal(ctx, field, was, then) || equal(ctx, field, is, was)) continue
    if (equal(ctx, field, is, then)) patch[field.name] = given(ctx, field, was, is)
    else issues.push(changedSince(field))
  }
  if (issues.length > 0) return { issues }
  return Object.keys(patch).length > 0 ? { request: { verb: 'update', id, patch, version: Number(now.version) } } : null
}

function changedSince(field: ModelField): RowIssue {
  return { field: field.name, code: 'changed_since', message: '{label} has been changed since. Set it by hand.', values: { label: field.label } }
}

/** What a person could set and may see on this record; what the system sets follows from that. */
function openFields(ctx: CoreCtx, entity: ModelEntity, rights: Rights | null): ModelField[] {
  return [...entity.fields.values()].filter(field => {
    if (field.computed || field.type.type === 'series' || field.options.secret === true || (field.options.readonly && !ctx.access.system)) return false
    return ctx.access.field(entity.name, field.name, 'read') !== 'none' && rights?.[`read ${field.name}`] !== false
  })
}

function equal(ctx: CoreCtx, field: ModelField, a: Json | undefined, b: Json | undefined): boolean {
  return field.type.type === 'lines' ? same(lines(ctx, field, a) as unknown as Json, lines(ctx, field, b) as unknown as Json) : same(a, b)
}

/** Lines by what they say: neither versions nor moments. */
function lines(ctx: CoreCtx, field: ModelField, value: Json | undefined): Item[] {
  const { by } = field.options as unknown as { readonly by: string }
  const entity = ctx.model.entities.get(field.to ?? '')
  const list = Array.isArray(value) ? (value as unknown as Item[]) : []
  return list.map(line =>
    Object.fromEntries(
      Object.entries(line).filter(
        ([name]) =>
          name === 'id' ||
          (!systemFields.has(name) &&
            name !== by &&
            entity?.fields.has(name) &&
            !entity.fields.get(name)?.computed &&
            !entity.fields.get(name)?.options.readonly &&
            seen(ctx, entity, name)),
      ),
    ),
  )
}

function seen(ctx: CoreCtx, entity: ModelEntity, name: string): boolean {
  return ctx.access.field(entity.name, name, 'read') !== 'none'
}

/** A line that is gone is made anew. */
function given(ctx: CoreCtx, field: ModelField, was: Json, is: Json): Json {
  if (field.type.type !== 'lines') return was
  const there = new Set(lines(ctx, field, is).map(line => line.id))
  return lines(ctx, field, was).map(({ id, ...line }) => (there.has(id as string) ? { id, ...line } : line)) as unknown as Json
}

/**
 * Takes one change of a record back: by a change of its own, under every rule, and only where nobody has changed the same fields since.
 *
 * Errors: `not_found`, `nothing_to_undo`, `changed_since` with each field; and whatever the pipeline refuses.
 */
export async function undoVersion(ctx: CoreCtx, name: string, id: string, version: number): Promise<Json> {
  const entity = wanted(ctx, name, id)
  const [way] = await waysBack(ctx, entity, [{ entity: name, id: id.toLowerCase(), first: version, last: version }])
  return go(ctx, entity, way ?? null)
}

/** Makes a record what it was at a version: the fields its caller may see and set, under every rule. */
export async function restoreTo(ctx: CoreCtx, name: string, id: string, version: number): Promise<Json> {
  const entity = wanted(ctx, name, id)
  const there = (await readNow(ctx, entity, [id.toLowerCase()])).get(id.toLowerCase())
  const [row] = await ctx.tx.run<{ snapshot: Item }>(
    throughDoor(
      sql`select snapshot from ${tableName(ctx.schema, 'core_history')} where entity = ${name} and record_id = ${id}::uuid and version = ${version}::int`,
    ),
  )
  if (!there || !row) throw notFound()
  if (!there.live) throw new Refused(409, 'removed_since', 'It has been removed since. Put it back first.')
  return go(ctx, entity, patchBack(ctx, entity, { id: id.toLowerCase(), before: namedNow(ctx.model, name, row.snapshot), after: there.record, now: there }))
}

function wanted(ctx: CoreCtx, name: string, id: string): ModelEntity {
  const entity = entityFor(ctx, name)
  if (entity.linesOf || !isId(id)) throw notFound()
  return entity
}

async function go(ctx: CoreCtx, entity: ModelEntity, way: Way): Promise<Json> {
  if (way === null) throw new Refused(409, 'nothing_to_undo', 'There is nothing to take back: it is so already.')
  if ('issues' in way) throw refusal(way.issues)
  const [record] = await change(ctx, entity.name, [way.request])
  return record ?? null
}

function refusal(issues: readonly RowIssue[]): Refused {
  const [first] = issues as readonly [RowIssue]
  if (first.code === 'not_found') return notFound()
  const one = issues.length === 1
  return new Refused(409, first.code, one ? first.message : 'Someone has changed this since. Look at what is marked, and set it by hand.', {
    errors: issues,
    ...(one && first.values && { values: first.values }),
  })
}
