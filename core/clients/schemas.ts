import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { fieldSchema } from '../records/validate.ts'
import type { ModelEntity, ModelField } from '../registry/model.ts'

export type Schema = { readonly [keyword: string]: Json }

/** What programs read and write of an entity, as JSON Schemas: of them the API's document and the types of integrators are made. */
export interface Shapes {
  readonly entity: ModelEntity
  /** Its name among the schemas: `leads_lead`. */
  readonly name: string
  /** A whole record, as it is read. */
  readonly record: Schema
  /** What making one takes; null for who may not. Of lines: what stands for one in its record. */
  readonly create: Schema | null
  readonly patch: Schema | null
}

export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })

export function schemaName(entity: string): string {
  return entity.replace('.', '_')
}

const idOf = (entity: string): Schema => ({ type: 'string', format: 'uuid', 'x-entity': entity })
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] })
const instant: Schema = { type: 'string', format: 'date-time' }
const author = orNull(idOf('core.user'))

/** The shapes of all that a caller may read, lines among it. */
export function shapesOf(ctx: CoreCtx): Shapes[] {
  return [...ctx.model.entities.values()].filter(entity => !entity.internal && ctx.access.may(entity.name, 'read')).map(entity => shapeOf(ctx, entity))
}

function shapeOf(ctx: CoreCtx, entity: ModelEntity): Shapes {
  const { access } = ctx
  const fields = [...entity.fields.values()].filter(
    field => access.field(entity.name, field.name, 'read') !== 'none' && (field.type.type !== 'lines' || field.to !== null),
  )
  const written = (use: 'create' | 'update'): ModelField[] =>
    fields.filter(field => !field.options.readonly && field.name !== entity.linesOf?.by && access.field(entity.name, field.name, use) !== 'none')
  const needed = (field: ModelField): boolean => field.options.required === true && field.options.default === undefined
  const taken = (of: readonly ModelField[], more: Schema = {}, required: readonly string[] = []): Schema => ({
    type: 'object',
    title: `${entity.label}, as it is written`,
    ...(required.length > 0 && { required: [...required] }),
    additionalProperties: false,
    properties: { ...more, ...Object.fromEntries(of.map(field => [field.name, described(field, writtenSchema(field))])) },
  })
  const made = taken(
    written('create'),
    {},
    written('create')
      .filter(needed)
      .map(field => field.name),
  )
  const changed = taken(written('update'), entity.linesOf ? { id: idOf(entity.name) } : {}, entity.linesOf ? ['id'] : [])
  const system = {
    id: idOf(entity.name),
    version: { type: 'integer' },
    createdAt: instant,
    createdBy: author,
    updatedAt: instant,
    updatedBy: author,
    ...(entity.linesOf && { position: { type: 'integer' } }),
  }
  const read = Object.fromEntries(
    fields.map(field => {
      const schema = readSchema(field)
      const always = access.field(entity.name, field.name, 'read') === 'all' && neverNull(field)
      return [field.name, described(field, always ? schema : orNull(schema))]
    }),
  )
  return {
    entity,
    name: schemaName(entity.name),
    record: { type: 'object', title: entity.label, required: [...Object.keys(system), ...Object.keys(read)], properties: { ...system, ...read } },
    create: entity.linesOf ? { anyOf: [made, changed] } : access.may(entity.name, 'create') ? made : null,
    patch: entity.linesOf || !access.may(entity.name, 'update') ? null : changed,
  }
}

function described(field: ModelField, schema: Schema): Schema {
  const { help, readonly } = field.options
  return { title: field.label, ...(help && { description: help }), ...(readonly && { readOnly: true }), ...schema }
}

/** A default that is a value replaces null; what is worked out of others may be unknown, but for counts and sums. */
function neverNull({ options, computed }: ModelField): boolean {
  if (computed) return computed.kind === 'rollup' && (computed.how === 'count' || computed.how === 'sum')
  const first = options.default
  return options.required === true || (first !== undefined && first !== null && !(typeof first === 'string' && first.startsWith('$')))
}

/** As a caller sends it, with all that is asked of it. */
export function writtenSchema(field: ModelField): Schema {
  const schema = pointing(field, field.type.schema(field.options) as Schema)
  if (field.type.type === 'lines' && field.to) return { ...schema, items: ref(`${schemaName(field.to)}_new`) }
  return field.options.required ? schema : orNull(schema)
}

/** As it is read: what is asked of new values may not have been asked of old ones. */
function readSchema(field: ModelField): Schema {
  const { type, to } = field
  if (type.type === 'lines' && to) return { type: 'array', items: ref(schemaName(to)) }
  if (type.type === 'money') return ref('Money')
  if (type.type === 'address') return ref('Address')
  return pointing(field, loose(type.schema(field.options) as Schema) as Schema)
}

/** Ids say of what they are. */
function pointing({ type, to }: ModelField, schema: Schema): Schema {
  if (to === null) return schema
  if (type.type === 'reference') return { ...schema, ...idOf(to) }
  return type.type === 'references' ? { ...schema, items: idOf(to) } : schema
}

const kept: ReadonlySet<string> = new Set(['type', 'format', 'enum', 'anyOf', 'items', 'properties', 'required'])

function loose(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(loose)
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema as Schema).flatMap(([keyword, value]): [string, Json][] => {
      if (!kept.has(keyword)) return []
      if (keyword === 'properties') return [[keyword, Object.fromEntries(Object.entries(value as Schema).map(([name, one]) => [name, loose(one)]))]]
      return [[keyword, keyword === 'items' || keyword === 'anyOf' ? loose(value) : value]]
    }),
  )
}

/** What an action asks for. */
export function inputSchema(fields: readonly ModelField[]): Schema {
  const needed = fields.filter(field => field.options.required && field.options.default === undefined).map(field => field.name)
  return {
    type: 'object',
    ...(needed.length > 0 && { required: needed }),
    additionalProperties: false,
    properties: Object.fromEntries(fields.map(field => [field.name, described(field, pointing(field, fieldSchema(field) as Schema))])),
  }
}
