import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../../data/context.ts'
import type { ModelField } from '../../registry/model.ts'
import { differing } from '../change/merge.ts'
import type { Batch, Item, Work } from '../change/work.ts'
import { keepers } from './conditions.ts'
import { mergedAmong } from './following.ts'
import { finalsAmong, standingAmong } from './standing.ts'

/**
 * What is written with the id of a record that was merged is written with who it is now: a plugin that goes on from what was posted to the old one, and another program that remembers
 * its id, mean that record. What points at it since before keeps its id. Asks nothing where nothing that may have been merged is pointed at anew, and of no id twice that is in
 * `asked`: of what hooks derived, only what they brought in is left to ask.
 */
export async function writtenAsNow(ctx: CoreCtx, batch: Batch, asked: Set<unknown>): Promise<void> {
  if (ctx.access.caller.merged.length === 0) return
  // A record follows from its lines, too.
  for (const lines of batch.lines.values()) await writtenAsNow(ctx, lines, asked)
  const works = batch.works.filter(work => work.next !== null && (work.verb === 'create' || work.verb === 'update'))
  await savedAsNow(ctx, batch, works, asked)
  const pointing = [...batch.entity.fields.values()].flatMap(field => {
    const among = field.computed ? null : mergedAmong(ctx, field)
    return among && works.some(work => work.changed.has(field.name)) ? [{ field, among }] : []
  })
  const named = pointing.flatMap(({ field }) => works.flatMap(work => (work.changed.has(field.name) ? idsOf(work.next?.[field.name]) : [])))
  const ids = named.filter(id => !asked.has(id))
  const now = await finalsAmong(ctx, [...new Set(pointing.flatMap(({ among }) => among))], ids)
  for (const id of ids) if (!now.has(id)) asked.add(id)
  if (now.size === 0) return
  for (const work of works) for (const { field } of pointing) if (work.changed.has(field.name)) pointNow(work, field, now)
  for (const work of works) work.changed = differing(batch.entity, work)
}

const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi

/** What is saved again by a page that was open while records were merged names who they are now, of those that its writer sees. */
async function savedAsNow(ctx: CoreCtx, { entity }: Batch, works: readonly Work[], asked: Set<unknown>): Promise<void> {
  const fields = keepers[entity.name] ?? []
  const kept = works.flatMap(work =>
    fields.flatMap(field => (work.changed.has(field) ? [{ work, field, text: JSON.stringify(work.next?.[field] ?? null) }] : [])),
  )
  const named = new Set(kept.flatMap(({ text }) => (text.match(uuids) ?? []).map(id => id.toLowerCase())))
  // Apart from what fields point at, which is asked whoever sees it.
  const ids = [...named].filter(id => !asked.has(`saved ${id}`))
  const now = ids.length > 0 ? await standingAmong(ctx, ids) : {}
  for (const id of ids) if (now[id] === undefined) asked.add(`saved ${id}`)
  if (Object.keys(now).length === 0) return
  for (const { work, field, text } of kept) if (work.next) work.next[field] = JSON.parse(text.replace(uuids, id => now[id.toLowerCase()] ?? id)) as Json
  for (const work of works) work.changed = differing(entity, work)
}

function idsOf(value: Json | undefined): unknown[] {
  return [value].flat().map(one => (typeof one === 'object' && one !== null ? (one as Item).id : one))
}

function pointNow({ next, before }: Work, { name }: ModelField, now: ReadonlyMap<unknown, string>): void {
  const value = next?.[name] ?? null
  if (!next || value === null) return
  if (typeof value === 'string') next[name] = now.get(value) ?? value
  else if (Array.isArray(value)) {
    const had = new Set((before?.[name] ?? []) as Json[])
    next[name] = [...new Set(value.map(one => (had.has(one) ? one : (now.get(one) ?? one))))]
  } else if (typeof value === 'object') next[name] = { ...value, id: now.get((value as Item).id) ?? ((value as Item).id as Json) }
}
