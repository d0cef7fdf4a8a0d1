import type { Entity } from '../entity.ts'
import type { Field, FieldOptions, Fields, FieldType } from '../field.ts'
import type { Id } from '../json.ts'

export type ReferenceOptions = FieldOptions<string> & {
  /** The entity it points to, by name. */
  readonly to: string
  /** What removing the target does: refuse (unless told), empty this field, remove this record too, or keep it as it is: it names what lies in the bin, which then stays there. */
  readonly onRemove?: 'refuse' | 'clear' | 'cascade' | 'keep'
  /** Of a reference to its own entity: what it stands below. Nothing stands below itself, and `under` follows it. */
  readonly tree?: boolean
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

/**
 * Who: a person who signs in here, shown with their face. The same as a reference to `core.user`.
 *
 * @example responsible: user({ default: '$me' })
 */
export function user<const O extends FieldOptions<string> & { readonly onRemove?: ReferenceOptions['onRemove'] } = FieldOptions<string>>(
  options?: O,
): Field<Id<'core.user'>, O & { readonly to: 'core.user' }> {
  return reference<'core.user', O>('core.user', options)
}

/**
 * What a record of a tree stands below, given by the name of its own entity. The server refuses a circle, however long, and
 * `under` finds a record with all below it.
 *
 * @example partOf: parent('fleet.depot')
 */
export function parent<N extends string, const O extends FieldOptions<string> & { readonly onRemove?: ReferenceOptions['onRemove'] } = FieldOptions<string>>(
  of: N,
  options?: O,
): Field<Id<N>, O & { readonly to: N; readonly tree: true }> {
  return { type: 'reference', options: { ...(options as O), to: of, tree: true } }
}

/**
 * An id in its one spelling: small letters, and without the `urn:uuid:` that may stand before it; anything else as it is.
 *
 * @example canonicalId('0190E5B2-7C1A-7D5E-9F3B-1A2B3C4D5E6F') // '0190e5b2-7c1a-7d5e-9f3b-1a2b3c4d5e6f'
 * @example canonicalId(7) // 7
 */
export function canonicalId<T>(value: T): T | string {
  return typeof value === 'string' && spelledId.test(value) ? value.slice(-36).toLowerCase() : value
}

const spelledId = /^(?:urn:uuid:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const referenceType: FieldType<ReferenceOptions> = {
  type: 'reference',
  columns: () => [{ suffix: '', type: 'uuid' }],
  schema: () => ({ type: 'string', format: 'uuid' }),
  normalise: value => (value === '' ? null : canonicalId(value)),
  compare: 'id',
  operators: ['eq', 'ne', 'in', 'notIn', 'isEmpty', 'under'],
  sortable: false,
  groupable: true,
}
