import type { Json } from '@sangam/sdk'
import { type CustomField, type CustomModel, type CustomState, customFields } from '../../registry/custom/document.ts'
import type { ModelEntity } from '../../registry/model.ts'

/** What fields of some entities are called from now on, by `entity field`: all at once, so that two may take each other's names. */
export type Renames = ReadonlyMap<string, string>

/** Follows names through what people saved and administrators made. */
export interface Follower {
  /** A path from an entity, as it is called now. */
  path(entity: string, path: string): string
  /** What shows or lists fields of an entity, with the conditions in it. */
  shown<T>(entity: string, value: T): T
  condition<T>(entity: string, value: T): T
  formula(entity: string, expression: string): string
}

/** `entities` as they are in the end; `document` for what administrators added to them. */
export function follower(renames: Renames, entities: ReadonlyMap<string, ModelEntity>, document: CustomModel): Follower {
  const named = (entity: string, field: string): string => renames.get(`${entity} ${field}`) ?? field
  const leads = (entity: string, field: string): string | null => {
    const made = customFields(document, entity).find(one => one.name === field)?.options
    const to = entities.get(entity)?.fields.get(field)?.to ?? made?.to ?? (made?.by === undefined ? undefined : made.of)
    return typeof to === 'string' ? to : null
  }
  /** The path as it is called now, and the entity that it ends on. */
  const walk = (from: string, path: string): { readonly path: string; readonly to: string | null } => {
    const back = /^([a-z][a-z0-9]*\.\w+):(\w+)(?:\.(.+))?$/.exec(path)
    if (back) {
      const [, child = '', by = '', rest] = back
      const inner = rest === undefined ? null : walk(child, rest)
      return { path: `${child}:${named(child, by)}${inner ? `.${inner.path}` : ''}`, to: inner ? inner.to : child }
    }
    let entity: string | null = from
    const parts = path.split('.').map(part => {
      const name = entity === null ? part : named(entity, part)
      entity = entity === null ? null : leads(entity, name)
      return name
    })
    return { path: parts.join('.'), to: entity }
  }
  /** With what stands around a path: the sign of a sort, the part of a day, what is measured. */
  const path = (entity: string, text: string): string => {
    const [, sign = '', measure = '', bare = '', part = ''] =
      /^(-?)((?:count|sum|avg|average|min|max):)?((?:[a-z][a-z0-9]*\.\w+:\w+(?:\.\w+)*)|(?:\w+(?:\.\w+)*))((?::\w+)?)$/.exec(text) ?? []
    return bare === '' ? text : `${sign}${measure}${walk(entity, bare).path}${part}`
  }
  const condition = (entity: string, value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => {
        if (key === 'and' || key === 'or') return [key, Array.isArray(one) ? one.map(each => condition(entity, each)) : one]
        if (key === 'not') return [key, condition(entity, one)]
        const { path: now, to } = walk(entity, key)
        return [now, to === null ? one : relation(to, one)]
      }),
    )
  }
  const relation = (entity: string, match: unknown): unknown => {
    if (typeof match !== 'object' || match === null || Array.isArray(match)) return match
    return Object.fromEntries(Object.entries(match).map(([key, one]) => [key, relations.has(key) ? condition(entity, one) : one]))
  }
  const shown = (entity: string, value: unknown): unknown => {
    if (typeof value === 'string') return path(entity, value)
    if (Array.isArray(value)) return value.map(one => shown(entity, one))
    if (typeof value !== 'object' || value === null) return value
    const own = (value as { readonly entity?: unknown }).entity
    const at = typeof own === 'string' ? own : entity
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, words.has(key) ? one : conditions.has(key) ? condition(at, one) : shown(at, one)]),
    )
  }
  return {
    path,
    shown: <T>(entity: string, value: T) => shown(entity, value) as T,
    condition: <T>(entity: string, value: T) => condition(entity, value) as T,
    formula: (entity, expression) =>
      expression.replace(/"(?:[^"\\]|\\.)*"|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?!\w*\s*\()/g, one => (one.startsWith('"') ? one : walk(entity, one).path)),
  }
}

const relations = new Set(['some', 'every', 'none'])
const conditions = new Set(['where', 'when'])
/** Texts for people, and words with a meaning of their own, that may well read like a field. */
const words = new Set([
  'label',
  'kind',
  'entity',
  'because',
  'refuse',
  'name',
  'description',
  'help',
  'role',
  'menu',
  'icon',
  'tab',
  'chart',
  'span',
  'scale',
  'period',
  'better',
  'verbs',
  'home',
])

/** What administrators made, and what lies in their bin, by the names of now. */
export function followState({ document, bin, ...kept }: CustomState, follow: Follower): CustomState {
  const each = <T>(part: { readonly [entity: string]: T }, change: (entity: string, one: T) => T): { readonly [entity: string]: T } =>
    Object.fromEntries(Object.entries(part).map(([entity, one]) => [entity, change(entity, one)]))
  const whole = <T extends { readonly fields: readonly CustomField[] }>(entity: string, one: T): T => {
    const { rules, unique, sort } = one as { readonly rules?: readonly object[]; readonly unique?: Json; readonly sort?: Json }
    return {
      ...one,
      fields: one.fields.map(field => followField(entity, field, follow)),
      ...(rules && { rules: rules.map(rule => follow.shown(entity, rule)) }),
      ...(unique !== undefined && { unique: follow.shown(entity, unique) }),
      ...(sort !== undefined && { sort: follow.shown(entity, sort) }),
    }
  }
  return {
    ...kept,
    document: {
      ...document,
      entities: each(document.entities, whole),
      extensions: each(document.extensions, whole),
      lists: each(document.lists, follow.shown),
      forms: each(document.forms, follow.shown),
      layouts: each(document.layouts, follow.shown),
      boards: each(document.boards, follow.shown),
      series: each(document.series, (entity, patterns) =>
        Object.fromEntries(Object.entries(patterns).map(([field, pattern]) => [follow.path(entity, field), pattern])),
      ),
      roles: each(document.roles, (_, role) => ({ ...role, grants: role.grants.map(grant => follow.shown(grant.entity, grant)) })),
    },
    bin: {
      entities: each(bin.entities, (entity, one) => ({ ...follow.shown(entity, { ...one, entity: undefined }), entity: whole(entity, one.entity) })),
      fields: each(bin.fields, (entity, fields) =>
        fields.map(one => ({ ...one, field: followField(entity, one.field, follow), after: one.after === null ? null : follow.path(entity, one.after) })),
      ),
    },
  }
}

function followField(entity: string, field: CustomField, follow: Follower): CustomField {
  const { expression, by, of, field: looked, where } = field.options
  const at = field.type === 'rollup' && typeof of === 'string' ? of : entity
  const options = {
    ...field.options,
    ...(typeof expression === 'string' && { expression: follow.formula(entity, expression) }),
    ...(typeof by === 'string' && field.type !== 'lines' && { by: follow.path(at, by) }),
    ...(field.type === 'rollup' && typeof looked === 'string' && { field: follow.path(at, looked) }),
    ...(field.type === 'rollup' && where !== undefined && { where: follow.condition(at, where) }),
  }
  if (field.type === 'lookup' && typeof by === 'string' && typeof looked === 'string') {
    const [first = '', ...rest] = follow.path(entity, `${by}.${looked}`).split('.')
    Object.assign(options, { by: first, field: rest.join('.') })
  }
  const { place } = field
  return { ...field, options, ...(place && 'after' in place && { place: { after: follow.path(entity, place.after) } }) }
}
