import { shortName, snake } from '../data/identifiers.ts'
import type { Model, ModelEntity, ModelField } from './model.ts'

/** The table that a field of several references is kept in; its own, also after the field was made anew under another column. */
export function linkTable(entity: Pick<ModelEntity, 'table'>, field: ModelField): string {
  const { column } = field.options as { readonly column?: string }
  return shortName(entity.table, column ?? snake(field.name), 'links')
}

/** The fields of several references that an entity keeps; one that is looked up is kept where it is looked up. */
export function linkFields(entity: Pick<ModelEntity, 'fields'>): ModelField[] {
  return [...entity.fields.values()].filter(field => field.type.type === 'references' && field.computed === null)
}

/** The entities a field points at: one of a reference, several of a field that points at one of several. */
export function targetsOf(field: ModelField): readonly string[] {
  if (field.type.type === 'oneOf') return (field.options as unknown as { readonly targets: readonly string[] }).targets
  return field.to === null ? [] : [field.to]
}

/** An entity that names another by a text, and most of these a record of it by its id: what people attach to any record. */
export interface Hanger {
  readonly other: ModelEntity
  /** The field with the entity's name. */
  readonly kind: string
  /** The field with the record's id, where there is one. */
  readonly record: string | null
}

const hangingBy = [
  ['entity', 'record'],
  ['fromEntity', 'fromRecord'],
  ['toEntity', 'toRecord'],
] as const

/** All that hang on entities or records by name, and not by a reference that the database guards. */
export function hangers(model: Pick<Model, 'entities'>): Hanger[] {
  return [...model.entities.values()].flatMap(other => {
    const isText = (name: string): boolean => other.fields.get(name)?.type.type === 'text'
    return hangingBy.flatMap(([kind, record]) => (isText(kind) ? [{ other, kind, record: isText(record) ? record : null }] : []))
  })
}
