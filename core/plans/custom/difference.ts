import { type CustomEntity, type CustomExtension, type CustomField, type CustomModel, type CustomState, emptyDocument } from '../../registry/custom/document.ts'
import type { Operation } from './operations.ts'
import { alike } from './perform.ts'

/** The operations that lead from what is here to another document: for an undo, and for what was made elsewhere. None where both are equal. */
export function difference(from: CustomState, given: CustomModel): Operation[] {
  const to = { ...emptyDocument, ...given }
  const { document } = from
  const fields = [...new Set([...Object.keys(to.entities), ...Object.keys(to.extensions), ...Object.keys(document.extensions)])].map(name =>
    fieldOperations(from, name, (to.entities[name] ?? to.extensions[name])?.fields ?? [], startOf(from, name, to.entities[name])),
  )
  // Entities first, so that fields may point at each other; what goes, goes last.
  return [
    ...Object.entries(to.entities).flatMap(([name, entity]) => entityOperations(from, name, entity)),
    ...fields.flatMap(one => one.made),
    ...Object.entries(to.entities).flatMap(([entity, { title }]): Operation[] => {
      const before = entityBefore(from, entity)
      return before && before.title !== title ? [{ op: 'changeEntity', entity, title }] : []
    }),
    ...fields.flatMap(one => one.gone),
    ...setOperations(from, to),
    ...Object.entries(to.roles).flatMap(([role, shape]): Operation[] => (alike(document.roles[role], shape) ? [] : [{ op: 'setRole', role, ...shape }])),
    ...Object.keys(document.roles).flatMap((role): Operation[] => (to.roles[role] ? [] : [{ op: 'removeRole', role }])),
    // Layouts name roles; a role that goes took its own along.
    ...screenOperations(from, to),
    ...seriesOperations(document, to),
    ...[...new Set([...Object.keys(document.words), ...Object.keys(to.words)])].flatMap(language => wordOperations(document, to, language)),
    ...goneEntities(document, to),
  ]
}

/** Entities that go, each once nothing points at it any more; where they point at each other a field goes first, and one that holds nothing before others. */
function goneEntities({ entities }: CustomModel, to: CustomModel): Operation[] {
  const operations: Operation[] = []
  let left = Object.keys(entities).filter(entity => !to.entities[entity])
  let pointing = left.flatMap(entity =>
    (entities[entity]?.fields ?? []).flatMap(({ name, type, options }) =>
      [options.to, options.of].flatMap(at =>
        at !== entity && left.includes(String(at)) ? [{ entity, field: name, at: String(at), held: type !== 'rollup' }] : [],
      ),
    ),
  )
  while (left.length > 0) {
    const free = left.find(entity => !pointing.some(one => one.at === entity))
    const link = pointing.find(one => !one.held) ?? pointing[0]
    if (free !== undefined) operations.push({ op: 'removeEntity', entity: free })
    else if (link) operations.push({ op: 'removeField', entity: link.entity, field: link.field })
    left = left.filter(entity => entity !== free)
    pointing = pointing.filter(one => one.entity !== free && (free !== undefined || one !== link))
  }
  return operations
}

/** What an entity is here before its fields are looked at: as it is, or as it lies in the bin. */
function entityBefore(from: CustomState, name: string): CustomEntity | undefined {
  return from.document.entities[name] ?? from.bin.entities[name]?.entity
}

/** The fields that are there once the entity is: a new one is made with its title alone. */
function startOf(from: CustomState, name: string, to: CustomEntity | undefined): readonly CustomField[] {
  const before = entityBefore(from, name) ?? from.document.extensions[name]
  if (before) return before.fields
  return to ? [titleOf(to)] : []
}

function titleOf({ fields, title }: CustomEntity): CustomField {
  const { name, type, options } = fields.find(field => field.name === title) as CustomField
  return { name, type, options }
}

function entityOperations(from: CustomState, name: string, entity: CustomEntity): Operation[] {
  const plainOf = ({ fields: _, rules: __, unique: ___, title: ____, ...rest }: CustomEntity): { readonly [key: string]: unknown } => rest
  const before = entityBefore(from, name)
  const wanted = plainOf(entity)
  if (!before) {
    const { sort, ...rest } = wanted
    const { name: field, type, options } = titleOf(entity)
    const first = { op: 'addEntity', entity: name, ...rest, title: field, fields: [{ field, type, options }] } as unknown as Operation
    return [first, ...(sort ? [{ op: 'changeEntity', entity: name, sort } as Operation] : [])]
  }
  const own = plainOf(before)
  const changed = [...new Set([...Object.keys(own), ...Object.keys(wanted)])].filter(key => !alike(own[key] as never, wanted[key] as never))
  const values = Object.fromEntries(changed.map(key => [key, wanted[key] ?? null]))
  return [
    ...(from.document.entities[name] ? [] : [{ op: 'restoreEntity', entity: name } as const]),
    ...(changed.length > 0 ? [{ op: 'changeEntity', entity: name, ...values } as Operation] : []),
  ]
}

function fieldOperations(
  from: CustomState,
  entity: string,
  wanted: readonly CustomField[],
  start: readonly CustomField[],
): { readonly made: Operation[]; readonly gone: Operation[] } {
  const made: Operation[] = []
  let now = start
  for (const [at, field] of wanted.entries()) {
    const after = wanted[at - 1]?.name ?? null
    const old = now.find(one => one.name === field.name)
    const binned = from.bin.fields[entity]?.find(one => one.field.name === field.name)?.field
    if (!old && !binned) {
      made.push(addOperation(entity, field, after))
      if (field.retired) made.push({ op: 'retireField', entity, field: field.name })
    } else {
      if (!old) made.push({ op: 'restoreField', entity, field: field.name })
      made.push(...changeOperations(entity, (old ?? binned) as CustomField, field))
      const position = now.findIndex(one => one.name === field.name)
      const before = now.slice(0, Math.max(position, 0)).filter(one => wanted.some(other => other.name === one.name))
      if (position === -1 || (before.at(-1)?.name ?? null) !== after) made.push({ op: 'changeField', entity, field: field.name, after })
    }
    now = placed(now, field, after)
  }
  const gone = start.filter(field => !wanted.some(one => one.name === field.name)).map(({ name }): Operation => ({ op: 'removeField', entity, field: name }))
  return { made, gone }
}

function placed(fields: readonly CustomField[], field: CustomField, after: string | null): readonly CustomField[] {
  const without = fields.filter(one => one.name !== field.name)
  return without.toSpliced(without.findIndex(one => one.name === after) + 1, 0, field)
}

function addOperation(entity: string, { name, type, options, column, place }: CustomField, after: string | null): Operation {
  return {
    op: 'addField',
    entity,
    field: name,
    type,
    options: options as never,
    after,
    ...(column !== undefined && { column }),
    ...(place && { place }),
  }
}

function changeOperations(entity: string, old: CustomField, field: CustomField): Operation[] {
  const operations: Operation[] = []
  const converted = old.type !== field.type || old.column !== field.column
  if (converted)
    operations.push({
      op: 'convertField',
      entity,
      field: field.name,
      type: field.type,
      options: field.options as never,
      column: field.column ?? plain(field.name),
    })
  const options = converted ? {} : changedOptions(old.options, field.options)
  const place = !alike(old.place, field.place)
  if (Object.keys(options).length > 0 || place)
    operations.push({ op: 'changeField', entity, field: field.name, options: options as never, ...(place && { place: field.place ?? null }) })
  if ((old.retired ?? false) !== (field.retired ?? false)) operations.push({ op: 'retireField', entity, field: field.name, retired: field.retired ?? false })
  return operations
}

function changedOptions(old: CustomField['options'], next: CustomField['options']): CustomField['options'] {
  const keys = [...new Set([...Object.keys(old), ...Object.keys(next)])].filter(key => !alike(old[key], next[key]))
  return Object.fromEntries(keys.map(key => [key, next[key] ?? null]))
}

function plain(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
}

function setOperations(from: CustomState, to: CustomModel): Operation[] {
  const { document } = from
  const both = (model: CustomModel, entity: string): CustomEntity | CustomExtension | undefined => model.entities[entity] ?? model.extensions[entity]
  const names = new Set([document, to].flatMap(model => [...Object.keys(model.entities), ...Object.keys(model.extensions)]))
  return [...names].flatMap((entity): Operation[] => {
    const next = both(to, entity)
    // What comes back from the bin comes back with the rules that it had.
    const old = both(document, entity) ?? (to.entities[entity] && entityBefore(from, entity))
    if (document.entities[entity] && !next) return []
    return [
      ...(alike(old?.rules ?? [], next?.rules ?? []) ? [] : [{ op: 'setRules', entity, rules: next?.rules ?? [] } as const]),
      ...(alike(old?.unique ?? [], next?.unique ?? []) ? [] : [{ op: 'setUnique', entity, unique: next?.unique ?? [] } as const]),
    ]
  })
}

function screenOperations(from: CustomState, to: CustomModel): Operation[] {
  const { document, bin } = from
  const of = (part: 'lists' | 'forms' | 'boards', key: 'list' | 'form' | 'board', op: 'setList' | 'setForm' | 'setBoard'): Operation[] =>
    [...new Set([...Object.keys(document[part]), ...Object.keys(to[part]), ...Object.keys(to.entities)])].flatMap(entity => {
      // Those of a removed entity go with it, and come back with it.
      if (document.entities[entity] && !to.entities[entity]) return []
      const restored = !document.entities[entity] && to.entities[entity] ? bin.entities[entity]?.[key] : undefined
      const next = to[part][entity]
      return alike(document[part][entity] ?? restored, next) ? [] : [{ op, entity, [key]: next ?? null } as Operation]
    })
  const layouts = [...new Set([...Object.keys(document.layouts), ...Object.keys(to.layouts), ...Object.keys(to.entities)])].flatMap((entity): Operation[] => {
    if (document.entities[entity] && !to.entities[entity]) return []
    const restored = !document.entities[entity] && to.entities[entity] ? bin.entities[entity]?.layouts : undefined
    const next = to.layouts[entity] ?? []
    return alike(document.layouts[entity] ?? restored ?? [], next) ? [] : [{ op: 'setLayouts', entity, layouts: next }]
  })
  return [...of('lists', 'list', 'setList'), ...of('forms', 'form', 'setForm'), ...layouts, ...of('boards', 'board', 'setBoard')]
}

function seriesOperations(document: CustomModel, to: CustomModel): Operation[] {
  return [...new Set([...Object.keys(document.series), ...Object.keys(to.series)])].flatMap(entity => {
    const [old, next] = [document.series[entity] ?? {}, to.series[entity] ?? {}]
    const changed = [...new Set([...Object.keys(old), ...Object.keys(next)])].filter(field => old[field] !== next[field])
    return changed.map((field): Operation => ({ op: 'setSeries', entity, field, pattern: next[field] ?? null }))
  })
}

function wordOperations(document: CustomModel, to: CustomModel, language: string): Operation[] {
  const [old, next] = [document.words[language] ?? {}, to.words[language] ?? {}]
  const changed = [...new Set([...Object.keys(old), ...Object.keys(next)])].filter(english => old[english] !== next[english])
  return changed.length === 0 ? [] : [{ op: 'setWords', language, words: Object.fromEntries(changed.map(english => [english, next[english] ?? null])) }]
}
