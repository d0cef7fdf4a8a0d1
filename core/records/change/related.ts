import type { Comparison, Json } from '@sangam/sdk'
import { systemAccess } from '../../access/resolve.ts'
import type { CoreCtx } from '../../data/context.ts'
import type { Model, ModelEntity } from '../../registry/model.ts'
import { reverseStep, walkPath } from '../../registry/paths.ts'
import { find, isId } from '../find.ts'
import { mergedAmong, mergedOf } from '../merge/following.ts'
import { finalsAmong } from '../merge/standing.ts'
import { beyondOf } from './beyond.ts'
import type { Item } from './work.ts'

/** How values are compared at a path of an entity, as the database compares them; inside `some` and its like the relation stands before. */
export function kindsOf(model: Model, entity: ModelEntity): (path: string) => Comparison | undefined {
  // Every record of a set asks for the same few paths.
  const known = new Map<string, Comparison | undefined>()
  return path => {
    if (!known.has(path)) known.set(path, kindAt(model, entity, path))
    return known.get(path)
  }
}

function kindAt(model: Model, entity: ModelEntity, path: string): Comparison | undefined {
  const end = walkPath(model.entities, entity.name, path)
  if (typeof end !== 'string') return end.compare
  const step = reverseStep(path)
  const dot = path.indexOf('.')
  const [to, rest] = step ? [step.child, step.rest] : [entity.fields.get(path.slice(0, dot))?.to ?? '', path.slice(dot + 1)]
  const target = model.entities.get(to)
  return target && rest !== null && (step || dot !== -1) ? kindAt(model, target, rest) : undefined
}

type Reading = Pick<CoreCtx, 'tx' | 'model' | 'schema' | 'scope' | 'access'>

/**
 * The records with what conditions look at beyond them (`party.kind`, the rows of `leads.lead:party`), read as the system: what a rule
 * sees does not depend on who asks. One statement for each reference and relation.
 */
export async function withRelated(ctx: Reading, entity: ModelEntity, records: readonly Item[], conditions: readonly object[]): Promise<Map<Item, Item>> {
  const terms = conditions.flatMap(termsOf)
  const beyond = beyondOf(
    entity,
    terms.map(term => term.path),
    ctx.scope,
  )
  const wanted = terms.map(term => ({ ...term, end: walkPath(ctx.model.entities, entity.name, term.path) }))
  const relations = wanted.flatMap(({ path, inner, end }) =>
    typeof end !== 'string' && end.operators.includes('some')
      ? [{ path, inner, name: end.name, to: end.to ?? '', listed: end.field?.type.type === 'references' }]
      : [],
  )
  const paths = [
    ...beyond.flatMap(one => one.from),
    ...wanted.flatMap(({ path }) => (relations.some(one => one.path === path) ? [] : [path])),
    ...relations.flatMap(({ path, name, listed }) => (path === name ? [] : [listed ? path : baseOf(path, name)])),
  ]
  const made = new Map<Item, Item>()
  const byReference = referencesOf(entity, paths)
  if (byReference.size === 0 && relations.length === 0 && beyond.length === 0) return made
  for (const record of records) made.set(record, { ...record })
  const reader = { ...ctx, access: systemAccess(ctx.access.caller, 'looks at what a rule names') }
  for (const [name, inner] of byReference) {
    const found = new Map<unknown, Item>()
    const field = entity.fields.get(name)
    const ids = [...new Set(records.map(record => record[name]).filter(isId))]
    const now = await finalsAmong(reader, mergedAmong(reader, field ?? null), ids)
    for (const item of await all(reader, field?.to ?? '', [...new Set(ids.map(id => now.get(id) ?? id))], byId, inner)) found.set(item.id, item)
    for (const record of made.values()) for (const path of inner) record[`${name}.${path}`] = found.get(now.get(record[name]) ?? record[name])?.[path] ?? null
  }
  for (const record of made.values()) for (const one of beyond) record[one.path] = one.of(record)
  for (const path of new Set(relations.map(one => one.path))) {
    const same = relations.filter(one => one.path === path)
    await addRows(
      reader,
      made,
      same[0] as Related,
      same.flatMap(one => one.inner),
    )
  }
  return made
}

interface Related {
  readonly path: string
  readonly name: string
  readonly to: string
}

/** Puts the records of a relation under its path, each with what the inner conditions look at. */
async function addRows(reader: Reading, made: ReadonlyMap<Item, Item>, { path, name, to }: Related, inner: readonly object[]): Promise<void> {
  const target = reader.model.entities.get(to)
  if (!target) return
  const back = reverseStep(name)
  const plain = inner.flatMap(termsOf).flatMap(term => (reverseStep(term.path) ? [] : [term.path]))
  if (!back) {
    const held = [...made.values()].flatMap(record => (Array.isArray(record[path]) ? (record[path] as unknown[]) : []))
    const ids = [...new Set(held.filter(isId))]
    const now = await finalsAmong(reader, mergedOf(reader, target), ids)
    // Lines stand in their record; of what is pointed at, it has the ids.
    const rows = ids.length > 0 ? await all(reader, to, [...new Set(ids.map(id => now.get(id) ?? id))], byId, plain) : (held as Item[])
    const richer = await withRelated(reader, target, rows, inner)
    const known = new Map<unknown, Item>(rows.map(row => [row.id, richer.get(row) ?? row]))
    const shown = (one: unknown): Item[] => (isId(one) ? [known.get(now.get(one) ?? one) ?? []].flat() : [richer.get(one as Item) ?? (one as Item)])
    for (const record of made.values()) if (Array.isArray(record[path])) record[path] = (record[path] as unknown[]).flatMap(shown) as unknown as Json
    return
  }
  const base = path === name ? 'id' : baseOf(path, name)
  const ids = [...new Set([...made.values()].map(record => record[base]).filter(isId))]
  const found = await pointing(reader, target, back.field, ids, plain)
  const now = await finalsAmong(reader, mergedAmong(reader, target.fields.get(back.field) ?? null), [...ids, ...found.flatMap(row => row.ids)])
  const rows = found.map(({ row, ids: theirs }) => ({ row, ids: theirs.map(id => now.get(id) ?? id) }))
  const richer = await withRelated(
    reader,
    target,
    rows.map(one => one.row),
    inner,
  )
  for (const record of made.values()) {
    const id = record[base]
    record[path] = isId(id) ? (rows.filter(row => row.ids.includes(now.get(id) ?? id)).map(({ row }) => richer.get(row) ?? row) as unknown as Json) : null
  }
}

/** The records that point at some others by a field, each with the ids it points at. */
async function pointing(
  reader: Reading,
  child: ModelEntity,
  name: string,
  ids: readonly string[],
  paths: readonly string[],
): Promise<{ row: Item; ids: readonly unknown[] }[]> {
  const type = child.fields.get(name)?.type.type
  if (type === 'references') {
    const wanted = (some: readonly string[]): object => ({ [name]: { some: { id: { in: some } } } })
    return (await all(reader, child.name, ids, wanted, [...paths, name])).map(row => ({ row, ids: row[name] as unknown as string[] }))
  }
  const key = type === 'oneOf' ? `${name}.id` : name
  const rows = await all(reader, child.name, ids, some => ({ [key]: { in: some } }), [...paths, key])
  return rows.map(row => ({ row, ids: [row[key]] }))
}

/** The path to the id of the record that a relation belongs to: `firm` of `firm.deals.deal:firm`. */
function baseOf(path: string, name: string): string {
  const prefix = path.slice(0, -name.length - 1)
  return prefix.includes('.') ? `${prefix}.id` : prefix
}

function referencesOf(entity: ModelEntity, paths: readonly string[]): Map<string, string[]> {
  const found = new Map<string, Set<string>>()
  for (const path of paths) {
    const [first = '', ...rest] = path.split('.')
    const field = entity.fields.get(first)
    if (rest.length > 0 && field?.type.type === 'reference' && !field.computed) found.set(first, (found.get(first) ?? new Set()).add(rest.join('.')))
  }
  return new Map([...found].map(([name, inner]) => [name, [...inner]]))
}

/** All records that a condition on some ids finds, page by page. A record may be found under several of them. */
async function all(
  reader: Reading,
  entity: string,
  ids: readonly string[],
  where: (ids: readonly string[]) => object,
  paths: readonly string[],
): Promise<Item[]> {
  const fields = [...new Set(['id', ...paths])]
  const found = new Map<Json | undefined, Item>()
  for (let start = 0; start < ids.length; start += 500) {
    const asked = where(ids.slice(start, start + 500))
    for (let after: string | undefined, more = true; more; ) {
      const page = await find(reader, entity, { where: asked, fields, sort: ['id'], limit: 500, ...(after && { after }) })
      for (const item of page.items as unknown as Item[]) found.set(item.id, item)
      after = page.next ?? undefined
      more = page.next !== null
    }
  }
  return [...found.values()]
}

const byId = (ids: readonly string[]): object => ({ id: { in: ids } })

/** The paths a condition names, each with the conditions that its relation's records are asked for. */
function termsOf(condition: object): { readonly path: string; readonly inner: readonly object[] }[] {
  return Object.entries(condition).flatMap(([key, value]) => {
    if (key === 'or' || key === 'and') return (value as object[]).flatMap(termsOf)
    if (key === 'not') return termsOf(value as object)
    const match = (typeof value === 'object' && value !== null ? value : {}) as { readonly [operator: string]: unknown }
    return [{ path: key, inner: [match.some, match.every, match.none].filter(one => typeof one === 'object' && one !== null) as object[] }]
  })
}
