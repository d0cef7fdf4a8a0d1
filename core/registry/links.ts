import { shortName, snake } from '../data/identifiers.ts'
import type { ModelEntity, ModelField } from './model.ts'

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
