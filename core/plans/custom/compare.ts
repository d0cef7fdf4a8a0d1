import type { Json } from '@sangam/sdk'
import type { Model, ModelEntity, ModelField } from '../../registry/model.ts'
import { adminPlugin } from '../../registry/names.ts'
import { constantDefault } from '../ddl.ts'

export interface FieldChange {
  readonly entity: ModelEntity
  readonly before: ModelField
  readonly after: ModelField
}

export interface Comparison {
  readonly entitiesMade: readonly ModelEntity[]
  readonly entitiesGone: readonly ModelEntity[]
  readonly fieldsMade: readonly { readonly entity: ModelEntity; readonly field: ModelField }[]
  readonly fieldsGone: readonly { readonly entity: ModelEntity; readonly field: ModelField }[]
  /** The same field with other options; not what is worked out, of which no record holds anything. */
  readonly changed: readonly FieldChange[]
  /** The same field in other columns. */
  readonly converted: readonly FieldChange[]
  /** Sets of fields that must be unique from now on, of entities that were there. */
  readonly unique: readonly { readonly entity: ModelEntity; readonly fields: readonly ModelField[] }[]
}

/** What administrators' changes mean, told from the models before and after alone. */
export function compare(before: Model, after: Model): Comparison {
  const both = [...after.entities.values()].flatMap(entity => {
    const old = before.entities.get(entity.name)
    return old ? [{ entity, old }] : []
  })
  const pairs = both.flatMap(({ entity, old }) =>
    [...entity.fields.values()].flatMap((field): FieldChange[] => {
      const was = old.fields.get(field.name)
      return was && field.plugin === adminPlugin ? [{ entity, before: was, after: field }] : []
    }),
  )
  const columns = (field: ModelField): string => [field.type.type, ...field.columns.map(column => column.name)].join()
  return {
    entitiesMade: [...after.entities.values()].filter(entity => !before.entities.has(entity.name)),
    entitiesGone: [...before.entities.values()].filter(entity => !after.entities.has(entity.name)),
    fieldsMade: both.flatMap(({ entity, old }) => [...entity.fields.values()].filter(field => !old.fields.has(field.name)).map(field => ({ entity, field }))),
    fieldsGone: both.flatMap(({ entity, old }) => [...old.fields.values()].filter(field => !entity.fields.has(field.name)).map(field => ({ entity, field }))),
    changed: pairs.filter(
      pair =>
        !pair.after.computed && columns(pair.before) === columns(pair.after) && JSON.stringify(pair.before.options) !== JSON.stringify(pair.after.options),
    ),
    converted: pairs.filter(pair => columns(pair.before) !== columns(pair.after)),
    unique: both.flatMap(({ entity, old }) =>
      entity.unique
        .filter(set => !old.unique.some(one => one.join() === set.join() && !foldedNow(old, entity, set)) && set.every(name => old.fields.has(name)))
        .map(set => ({ entity, fields: set.map(name => entity.fields.get(name)).filter(field => field !== undefined) })),
    ),
  }
}

/** Whether a set is compared without case from now on, where it was not. */
function foldedNow(old: ModelEntity, now: ModelEntity, set: readonly string[]): boolean {
  return set.some(name => now.fields.get(name)?.options.ignoreCase === true && old.fields.get(name)?.options.ignoreCase !== true)
}

/** A value that stands for nothing from now on, where rows may hold nothing still. */
export function newDefault({ before, after }: FieldChange): Json | undefined {
  const given = constantDefault(after)
  return given !== undefined && constantDefault(before) === undefined ? given : undefined
}
