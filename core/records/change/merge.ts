import { canonicalId, evaluateFormula, type Json } from '@sangam/sdk'
import type { CoreCtx } from '../../data/context.ts'
import { newId } from '../../data/ids.ts'
import type { ModelEntity, ModelField } from '../../registry/model.ts'
import { cleanHtml } from '../html.ts'
import { isMoment } from '../moments.ts'
import { isFromElsewhere, type Shown } from './shown.ts'
import { type Batch, holds, type Item, issueOf, report, same, type Work } from './work.ts'

/** Puts what was given upon what is there, in the one form of each field. Lines become a batch of their own. */
export function merge(ctx: CoreCtx, batch: Batch, shown: Shown): void {
  for (const work of batch.works) {
    if (work.verb === 'remove' || work.verb === 'restore') continue
    const next: Item = work.verb === 'create' ? blank(ctx, batch.entity, work) : { ...work.before }
    work.next = next
    for (const [name, value] of Object.entries(work.given)) if (value !== undefined) take(ctx, batch, work, next, name, value, shown)
    workOut(ctx, batch.entity, next)
    work.changed = differing(batch.entity, work)
  }
}

/** The names of the fields that differ; on a new record, those that hold something. */
export function differing(entity: ModelEntity, work: Work): Set<string> {
  const changed = new Set<string>()
  const { before, next } = work
  for (const field of entity.fields.values()) {
    // Of a new record nothing has to be compared, and most of it is empty.
    if (before === null ? !(field.computed || isBlank(next?.[field.name])) : differs(field, work)) changed.add(field.name)
  }
  return changed
}

export function differs({ name, computed }: ModelField, { before, next }: Work): boolean {
  return !computed && !same(before?.[name], next?.[name]) && !(before === null && isBlank(next?.[name]))
}

/** The values that follow from others of the record alone, so that hooks and rules see them as they will be. */
export function workOut(ctx: CoreCtx, entity: ModelEntity, record: Item): void {
  for (const { name, computed } of entity.fields.values())
    if (computed?.kind === 'formula' && computed.local) record[name] = evaluateFormula(computed.tree, record, ctx.scope)
}

function isBlank(value: Json | undefined): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0)
}

export function blank(ctx: CoreCtx, entity: ModelEntity, work: Work): Item {
  const by = authorOf(ctx)
  const { values, moving } = blankOf(entity)
  const record: Item = { id: work.id, version: 1, createdAt: ctx.now(), createdBy: by, updatedAt: ctx.now(), updatedBy: by, ...values }
  for (const field of moving) record[field.name] = firstValue(ctx, field)
  return record
}

interface Blank {
  readonly values: Item
  /** Fields whose first value depends on who writes, and when. */
  readonly moving: readonly ModelField[]
}

const blanks = new WeakMap<ModelEntity, Blank>()

/** A new record of an entity before anything is given, made once: a thousand copies of it take a tenth of the time. */
function blankOf(entity: ModelEntity): Blank {
  const known = blanks.get(entity)
  if (known) return known
  const fields = [...entity.fields.values()]
  const made: Blank = {
    values: Object.fromEntries(fields.map(({ name, options }) => [name, (options.default as Json | undefined) ?? null])),
    moving: fields.filter(({ options }) => typeof options.default === 'string' && options.default.startsWith('$')),
  }
  blanks.set(entity, made)
  return made
}

/** The system itself leaves no person's name. */
export function authorOf(ctx: CoreCtx): string | null {
  return ctx.scope.me
}

function firstValue(ctx: CoreCtx, field: ModelField): Json {
  const given = field.options.default as Json | undefined
  if (given === undefined) return null
  if (given === '$me') return ctx.scope.me
  if (given === '$today') return ctx.scope.today
  if (given === '$now') return ctx.now()
  return given
}

/** Null where a field has a value of its own to stand for nothing. */
function orDefault(field: ModelField, value: Json): Json {
  const given = field.options.default as Json | undefined
  return value === null && given !== undefined && !(typeof given === 'string' && /^\$(me|today|now)$/.test(given)) ? given : value
}

export function normalised(field: ModelField, value: Json): Json {
  const given = field.type.normalise ? field.type.normalise(value, field.options) : value
  // Whoever writes it: a person, a hook, an import.
  const made = field.type.compare === 'html' && typeof given === 'string' ? cleanHtml(given) : given
  return orDefault(field, field.type.compare === 'instant' && typeof made === 'string' && isMoment(made) ? new Date(made).toISOString() : made)
}

function take(ctx: CoreCtx, batch: Batch, work: Work, next: Item, name: string, value: Json, shown: Shown): void {
  const field = batch.entity.fields.get(name)
  const readable = field !== undefined && ctx.access.field(batch.entity.name, name, 'read') !== 'none'
  if (!field || !readable) return report(work, name, 'unknown_field', 'There is no field "{name}" here.', { name: name.slice(0, 80) })
  // What they don’t see here they neither change nor find out by trying: the empty value they were shown is no change.
  const masked = work.before !== null && work.rights?.[`read ${name}`] === false
  if (field.computed) {
    const hides = work.before !== null && isFromElsewhere(field) && ctx.access.shape !== 'all'
    return refuseComputed(work, field, value, masked ? null : hides ? shown.get(work.id)?.[name] : next[name])
  }
  if (field.type.type === 'lines') return takeLines(ctx, batch, work, next, field, value)
  const made = normalised(field, value)
  if (masked ? made === null : same(made, next[name])) return
  if (masked) return report(work, name, 'forbidden', 'You may not change {label}. Ask an admin for the right to.', { label: field.label })
  if (!batch.server && field.options.readonly) return report(work, name, 'readonly', '{label} is set by the system. Leave it out.', { label: field.label })
  if (!mayWrite(ctx, batch.entity, work, field)) return
  next[name] = made
}

/** A record that was read may be sent back whole; another value than the one it has is refused. */
function refuseComputed(work: Work, field: ModelField, value: Json, is: Json | undefined): void {
  if (same(value, is) || value === null) return
  report(work, field.name, 'computed', '{label} is worked out from other values. Change those, and leave it out.', { label: field.label })
}

/** Whether a field may be written here; if not, it is said. What stands in a line was asked for with the lines. */
function mayWrite(ctx: CoreCtx, entity: ModelEntity, work: Work, { name, label }: ModelField): boolean {
  if (entity.linesOf) return true
  const refusal = () => issueOf(work, name, 'forbidden', 'You may not change {label}. Ask an admin for the right to.', { label })
  const held = holds(ctx.access.field(entity.name, name, work.before ? 'update' : 'create'), work, `field ${name}`, refusal)
  if (!held) work.issues.push(refusal())
  return held
}

/** The whole list in order: with an id a line is changed, without one it is made, left out it is removed. */
function takeLines(ctx: CoreCtx, batch: Batch, work: Work, next: Item, field: ModelField, value: Json): void {
  const entity = ctx.model.entities.get(field.to ?? '')
  const { by } = field.options as unknown as { readonly by: string }
  if (!entity) return
  if (!Array.isArray(value) || value.length > 1000 || !value.every(one => typeof one === 'object' && one !== null && !Array.isArray(one))) {
    return report(work, field.name, 'lines', 'Give {label} as a list of at most 1,000 lines.', { label: field.label })
  }
  if (!batch.server && field.options.readonly)
    return report(work, field.name, 'readonly', '{label} is set by the system. Leave it out.', { label: field.label })
  if (work.rights?.[`read ${field.name}`] === false)
    return report(work, field.name, 'forbidden', 'You may not change {label}. Ask an admin for the right to.', { label: field.label })
  if (!mayWrite(ctx, batch.entity, work, field)) return
  const before = new Map(((work.before?.[field.name] ?? []) as unknown as Item[]).map(line => [String(line.id), line]))
  const lines: Batch = batch.lines.get(field.name) ?? { entity, works: [], lines: new Map(), server: batch.server }
  batch.lines.set(field.name, lines)
  const kept = new Set<string>()
  const list = (value as unknown as Item[]).flatMap((given, index): Item[] => {
    const { id, version: _version, position: _position, [by]: _parent, createdAt: _a, createdBy: _b, updatedAt: _c, updatedBy: _d, ...values } = given
    const own = canonicalId(id ?? null)
    const old = typeof own === 'string' ? before.get(own) : undefined
    if (own !== null && (!old || kept.has(String(own)))) {
      report(work, `${field.name}.${index}`, 'line_unknown', 'This line is not there any more. Reload the record and try again.')
      return []
    }
    const one: Work = {
      verb: old ? 'update' : 'create',
      id: old ? String(own) : newId(),
      row: work.row,
      prefix: `${work.prefix}${field.name}.${index}.`,
      given: asWritten(entity, values),
      before: old ?? null,
      next: null,
      changed: new Set(),
      issues: [],
    }
    if (old) kept.add(String(own))
    one.next = old ? { ...old } : blank(ctx, entity, one)
    one.next[by] = work.id
    for (const [name, inner] of Object.entries(one.given)) if (inner !== undefined) take(ctx, lines, one, one.next, name, inner, new Map())
    workOut(ctx, entity, one.next)
    one.changed = differing(entity, one)
    lines.works.push(one)
    return [one.next]
  })
  for (const [id, old] of before) {
    if (kept.has(id)) continue
    lines.works.push({
      verb: 'remove',
      id,
      row: work.row,
      prefix: `${work.prefix}${field.name}.`,
      given: {},
      before: old,
      next: old,
      changed: new Set(),
      issues: [],
    })
  }
  next[field.name] = list as unknown as Json
}

/** A line that was read may be sent back as it came, with values of related records and those that are worked out. */
function asWritten(entity: ModelEntity, values: Item): Item {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !name.includes('.') && !entity.fields.get(name)?.computed))
}
