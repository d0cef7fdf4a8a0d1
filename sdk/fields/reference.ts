import type { Entity } from '../entity.ts'
import type { Field, FieldOptions, Fields, FieldType } from '../field.ts'
import type { Id } from '../json.ts'

export type ReferenceOptions = FieldOptions<string> & {
  /** The entity it points to, by name. */
  readonly to: string
  /** What removing the target does: refuse (unless told), empty this field, or remove this record too. */
  readonly onRemove?: 'refuse' | 'clear' | 'cascade'
}

/**
 * One record of another entity, or of the same. A foreign key, an index, and a check that the
 * target lives and may be read by whoever writes it.
 *
 * Give the entity, or its name where two entities point at each other (checked at boot).
 *
 * @example party: reference(Party, { required: true })
 * @example owner: reference('core.user', { default: '$me' })
 */
export function reference<N extends string, const O extends FieldOptions<string> & { readonly onRemove?: ReferenceOptions['onRemove'] } = FieldOptions<string>>(
  to: Entity<N, Fields> | N,
  options?: O,
): Field<Id<N>, O & { readonly to: N }> {
  return { type: 'reference', options: { ...(options as O), to: typeof to === 'string' ? to : to.name } }
}

export const referenceType: FieldType<ReferenceOptions> = {
  type: 'reference',
  columns: () => [{ suffix: '', type: 'uuid' }],
  schema: () => ({ type: 'string', format: 'uuid' }),
  normalise: value => (value === '' ? null : typeof value === 'string' ? value.toLowerCase() : value),
  compare: 'id',
  operators: ['eq', 'ne', 'in', 'notIn', 'isEmpty', 'under'],
  sortable: false,
  groupable: true,
}
