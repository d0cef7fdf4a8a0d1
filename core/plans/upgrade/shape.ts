import type { AnyEntity, EntityDefinition, Extension, Fields, Json, Plugin } from '@sangam/sdk'
import { tableOf } from '../../data/identifiers.ts'
import { fieldOf } from '../../registry/build.ts'
import type { ModelEntity, ModelField } from '../../registry/model.ts'
import { standsOn } from '../../registry/order.ts'
import { type Brings, bringsOf } from '../plugins/brings.ts'
import { type Called, type RoleShapes, rolesOf } from '../plugins/roles.ts'

export type FieldShape = { readonly type: string; readonly options: { readonly [option: string]: Json } }
type FieldShapes = { readonly [field: string]: FieldShape }

/** What a version of a plugin keeps: its entities and what it adds to others', as plain data. It is kept with the version wherever the plugin stands, and in a file with each release. */
export interface Shape {
  readonly id: string
  readonly version: string
  /** With what it joins. */
  readonly needs: { readonly [plugin: string]: string }
  readonly entities: { readonly [entity: string]: { readonly title: string; readonly fields: FieldShapes } & { readonly [setting: string]: Json } }
  readonly extensions: { readonly [entity: string]: FieldShapes }
  /** What its roles open, where it was written down with what it keeps; of no concern to its records. */
  readonly roles?: RoleShapes
  /** Its screens, jobs, events, addresses and what it reaches, likewise. */
  readonly brings?: Brings
}

/** A shape as it is kept with a workspace: with its roles and all else it brings, which a later version is compared with. */
export function keptShapeOf(plugin: Plugin, called: Called): Shape {
  return { ...shapeOf(plugin), roles: rolesOf(plugin), brings: bringsOf(plugin, called) }
}

export function shapeOf(plugin: Plugin): Shape {
  const shape = {
    id: plugin.id,
    version: plugin.version,
    needs: standsOn(plugin),
    entities: Object.fromEntries((plugin.entities ?? []).map(({ name, definition }) => [name, definition])),
    extensions: Object.fromEntries((plugin.extensions ?? []).map(({ extension }) => [extension.entity, extension.fields])),
  }
  return JSON.parse(JSON.stringify(shape)) as Shape
}

/** The fields of an entity that are the plugin's, wherever they stand; nothing of what is worked out. */
export function keptFields(shape: Shape, entity: string): FieldShapes {
  const fields = shape.entities[entity]?.fields ?? shape.extensions[entity] ?? {}
  return Object.fromEntries(Object.entries(fields).filter(([, { type }]) => !workedOut.has(type)))
}

const workedOut = new Set(['formula', 'lookup', 'rollup'])

/** The same with other fields of one entity. */
export function withFields(shape: Shape, entity: string, change: (fields: FieldShapes) => FieldShapes): Shape {
  const own = shape.entities[entity]
  if (own) return { ...shape, entities: { ...shape.entities, [entity]: { ...own, fields: change(own.fields) } } }
  return { ...shape, extensions: { ...shape.extensions, [entity]: change(shape.extensions[entity] ?? {}) } }
}

export function withoutEntity(shape: Shape, entity: string): Shape {
  return { ...shape, entities: Object.fromEntries(Object.entries(shape.entities).filter(([name]) => name !== entity)) }
}

/** A shape as a plugin that does nothing: what a released version was, for a test. */
export function pluginOfShape({ id, version, needs, entities, extensions }: Shape): Plugin {
  return {
    kind: 'plugin',
    ...{ id, version, needs, title: id, description: '', engines: { sangam: '*' } },
    entities: Object.entries(entities).map(([name, definition]): AnyEntity => {
      return { kind: 'entity', name, fields: definition.fields as unknown as Fields, definition: definition as unknown as EntityDefinition }
    }),
    extensions: Object.entries(extensions).map(([entity, fields]) => {
      return { extension: { kind: 'extension', entity, fields: fields as unknown as Fields, rules: [] } satisfies Extension }
    }),
  }
}

/** The entities of a shape with the fields that are kept, over those of other plugins, as the compiler takes them. Nothing of it is checked: in the middle of an upgrade much may not fit. */
export function entitiesOf(shape: Shape, others: ReadonlyMap<string, ModelEntity>): ReadonlyMap<string, ModelEntity> {
  const fieldsIn = (entity: string): [string, ModelField][] =>
    Object.entries(keptFields(shape, entity)).map(([name, field]) => [name, fieldOf(shape.id, name, field)])
  const own = Object.entries(shape.entities).map(([name, definition]): [string, ModelEntity] => [
    name,
    {
      ...{
        name,
        plugin: shape.id,
        trial: null,
        label: name,
        plural: name,
        definition: definition as unknown as EntityDefinition,
        title: definition.title,
        table: tableOf(name),
      },
      ...{
        fields: new Map(fieldsIn(name)),
        rules: [],
        unique: [],
        sort: [],
        bin: definition.bin !== false,
        internal: false,
        steady: false,
        search: [],
        holds: null,
        publicPage: null,
        keptOf: null,
        trial: null,
      },
      ...{ linesOf: null, referredBy: [], hooks: [], actions: new Map() },
    },
  ])
  const extended = Object.keys(shape.extensions).flatMap((name): [string, ModelEntity][] => {
    const entity = others.get(name)
    return entity ? [[name, { ...entity, fields: new Map([...entity.fields, ...fieldsIn(name)]) }]] : []
  })
  return new Map([...others, ...own, ...extended])
}

/**
 * Why what is kept under one shape can't be kept under another without a migration; one sentence for each thing, for whoever wrote the plugin.
 */
export function misfits(before: Shape, after: Shape): string[] {
  const names = [...new Set([...Object.keys(before.entities), ...Object.keys(before.extensions)])]
  const own = (text: string): string => `Plugin ${after.id} ${after.version}: ${text}`
  return names.flatMap(entity => {
    if (before.entities[entity] && !after.entities[entity]) return [own(`${entity} is gone. Say so in a migration: { step: 'drop', entity: '${entity}' }.`)]
    const [old, now] = [keptFields(before, entity), keptFields(after, entity)]
    return Object.entries(old).flatMap(([field, was]) => {
      const is = now[field]
      if (!is) return [own(`field "${field}" of ${entity} is gone. Say in a migration where it went: { step: 'rename', … }, or { step: 'drop', … }.`)]
      if (changed(was, is))
        return [
          own(
            `field "${field}" of ${entity} was ${told(was)} and is ${told(is)}. Write a migration with { step: 'convert', … }, or give the field another name.`,
          ),
        ]
      const lost = choicesOf(was).filter(choice => !choicesOf(is).includes(choice))
      return lost.length === 0 || is.options.open === true
        ? []
        : [
            own(
              `field "${field}" of ${entity} has no ${lost.map(one => `"${one}"`).join(', ')} any more. Say in a migration what it becomes: { step: 'map', … }.`,
            ),
          ]
    })
  })
}

/** Whether what is kept would lie elsewhere, or mean something else. */
export function changed(was: FieldShape, is: FieldShape): boolean {
  return (
    was.type !== is.type ||
    ['to', 'of', 'by', 'column'].some(option => JSON.stringify(was.options[option] ?? null) !== JSON.stringify(is.options[option] ?? null))
  )
}

function told({ type, options }: FieldShape): string {
  return `${type}${typeof options.to === 'string' ? ` to ${options.to}` : ''}`
}

/** The values of a choice or the states of a flow. */
export function choicesOf({ options }: FieldShape): readonly string[] {
  const { choices, states } = options as { readonly choices?: Json; readonly states?: Json }
  const given = choices ?? states
  if (Array.isArray(given)) return given.map(String)
  return typeof given === 'object' && given !== null ? Object.keys(given) : []
}
