import type { EntityMeta, FieldMeta, Json } from '@sangam/sdk'
import { begun, type Now } from '../../fields/begins.ts'

export type Values = { readonly [field: string]: Json }

/** Whether two values are the same to the server: key order and missing keys aside. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(ordered(a ?? null)) === JSON.stringify(ordered(b ?? null))
}

/** What a person may write: not what the server gives, and of lines only what a line may hold. */
export function writable(shape: EntityMeta): readonly FieldMeta[] {
  return Object.values(shape.fields).filter(field => !field.readonly && field.type !== 'json')
}

/** What was changed, in the form the server takes it. */
export function patchOf(shape: EntityMeta, before: Values, after: Values, lineShape: (entity: string) => EntityMeta | undefined): Values {
  const changed = writable(shape).filter(field => !same(before[field.name], after[field.name]))
  return Object.fromEntries(changed.map(field => [field.name, sent(field, after[field.name] ?? null, lineShape)]))
}

/** Fields that both this person and another changed since the record was read, with the three values. */
export function conflicts(
  shape: EntityMeta,
  before: Values,
  mine: Values,
  theirs: Values,
): readonly { readonly field: FieldMeta; readonly mine: Json; readonly theirs: Json }[] {
  return writable(shape)
    .filter(
      field => !same(before[field.name], mine[field.name]) && !same(before[field.name], theirs[field.name]) && !same(mine[field.name], theirs[field.name]),
    )
    .map(field => ({ field, mine: mine[field.name] ?? null, theirs: theirs[field.name] ?? null }))
}

/** The newer record with one's own changes laid over it. */
export function rebased(shape: EntityMeta, before: Values, mine: Values, theirs: Values, keepTheirs: ReadonlySet<string>): Values {
  const own = writable(shape).filter(field => !same(before[field.name], mine[field.name]) && !keepTheirs.has(field.name))
  return { ...theirs, ...Object.fromEntries(own.map(field => [field.name, mine[field.name] ?? null])) }
}

/** What a new record begins with: literal defaults, the person, the day, and what the address names. */
export function beginning(shape: EntityMeta, given: Values, now: Now & { readonly company: string | null }): Values {
  const defaults = writable(shape).flatMap(field => {
    // One works for one company most of the time: it is given where one must be.
    if (field.to === 'core.company' && field.required && field.default === null) return now.company === null ? [] : [[field.name, now.company]]
    const value = begun(field.default, now)
    return value === null || value === undefined ? [] : [[field.name, value]]
  })
  const known = Object.entries(given).filter(([name]) => shape.fields[name] !== undefined)
  return { ...(Object.fromEntries(defaults) as Values), ...(Object.fromEntries(known) as Values) }
}

function sent(field: FieldMeta, value: Json, lineShape: (entity: string) => EntityMeta | undefined): Json {
  if (field.type !== 'lines' || !Array.isArray(value)) return value
  const shape = lineShape(field.to ?? '')
  const names = new Set(['id', ...(shape ? writable(shape).map(one => one.name) : [])])
  names.delete(field.by ?? '')
  names.delete('position')
  return (value as readonly Values[]).map(line => Object.fromEntries(Object.entries(line).filter(([name]) => names.has(name)))) as Json
}

function ordered(value: Json | undefined): Json {
  if (Array.isArray(value)) return value.map(ordered)
  if (value === null || typeof value !== 'object') return value ?? null
  const entries = Object.entries(value as { readonly [key: string]: Json | undefined }).filter(([key, one]) => one !== undefined && !key.endsWith('.$title'))
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, ordered(one)]))
}
