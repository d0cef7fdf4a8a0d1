import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../../data/context.ts'
import { newId } from '../../data/ids.ts'
import type { ModelField } from '../../registry/model.ts'
import { blank, differing, differs, normalised, workOut } from './merge.ts'
import type { Batch, Item, Work } from './work.ts'

/** Sets what a derive hook gave; readonly fields too. */
export function applyDerived(ctx: CoreCtx, batch: Batch, work: Work, patch: object): void {
  const { entity } = batch
  const { next } = work
  if (!next) return
  for (const [name, value] of Object.entries(patch as { [field: string]: Json | undefined })) {
    const field = entity.fields.get(name)
    if (!field || field.computed || value === undefined) continue
    if (field.type.type === 'lines') deriveLines(ctx, batch, work, field, value)
    else next[name] = normalised(field, value)
    if (differs(field, work)) work.changed.add(name)
    else work.changed.delete(name)
  }
  workOut(ctx, entity, next)
}

/**
 * Lines that a derive hook gives to a record, whole and in order: with the id of a line that is there (one that is being made has its id already) that line gets
 * the values, without an id a line is made, and what is left out goes. Readonly fields may be set. The lines' own hooks have run before.
 */
function deriveLines(ctx: CoreCtx, batch: Batch, work: Work, field: ModelField, given: Json): void {
  const entity = ctx.model.entities.get(field.to ?? '')
  const { next } = work
  if (!entity || !next || !Array.isArray(given)) return
  const { by } = field.options as unknown as { readonly by: string }
  const lines: Batch = batch.lines.get(field.name) ?? { entity, works: [], lines: new Map(), server: true }
  batch.lines.set(field.name, lines)
  const works = worksOf(lines)
  const there = listOf(next[field.name])
  const before = new Map(listOf(work.before?.[field.name]).map(line => [String(line.id), line]))
  const now = new Map(there.map(line => [String(line.id), line]))
  const list = (given as unknown as Item[]).map((values, index): Item => {
    const id = typeof values.id === 'string' && now.has(values.id) ? values.id : newId()
    const old = before.get(id) ?? null
    const known = works.get(id)
    const one = known ?? blankWork(old ? 'update' : 'create', id, work, `${work.prefix}${field.name}.${index}.`, old)
    one.next ??= old ? { ...old } : blank(ctx, entity, one)
    const line = one.next
    line[by] = work.id
    for (const [name, value] of Object.entries(values)) {
      const inner = entity.fields.get(name)
      if (inner && !inner.computed && inner.type.type !== 'lines' && name !== by && value !== undefined) line[name] = normalised(inner, value)
    }
    workOut(ctx, entity, line)
    one.changed = differing(entity, one)
    if (!known && (old === null || one.changed.size > 0 || old.position !== index)) add(lines, works, one)
    now.delete(id)
    return line
  })
  for (const [id] of now) {
    const old = before.get(id)
    const known = works.get(id)
    if (known) lines.works.splice(lines.works.indexOf(known), 1)
    works.delete(id)
    if (old) add(lines, works, { ...blankWork('remove', id, work, `${work.prefix}${field.name}.`, old), next: old })
  }
  next[field.name] = list as unknown as Json
}

function listOf(value: Json | undefined): Item[] {
  return Array.isArray(value) ? (value as unknown as Item[]) : []
}

function blankWork(verb: Work['verb'], id: string, { row }: Work, prefix: string, before: Item | null): Work {
  return { verb, id, row, prefix, given: {}, before, next: null, changed: new Set(), issues: [] }
}

const indexed = new WeakMap<Batch, Map<string, Work>>()

/** The works of lines by their ids: of a thousand records each is looked up and not searched for. */
function worksOf(lines: Batch): Map<string, Work> {
  const found = indexed.get(lines) ?? new Map(lines.works.map(work => [work.id, work]))
  indexed.set(lines, found)
  return found
}

function add(lines: Batch, works: Map<string, Work>, work: Work): void {
  lines.works.push(work)
  works.set(work.id, work)
}
