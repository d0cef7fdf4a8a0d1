import type { Entity } from '../entity.ts'
import type { Field, Fields, FieldType } from '../field.ts'
import type { Id } from '../json.ts'
import { canonicalId } from './reference.ts'

export type ReferencesOptions = {
  readonly label?: string
  readonly help?: string
  /** At least one. */
  readonly required?: boolean
  /** Changed by server code only. */
  readonly readonly?: boolean
  /** How many there may be; 200 unless told, at most 1,000. */
  readonly max?: number
  /** What removing one of them does: refuse (unless told), or take it out of the list. */
  readonly onRemove?: 'refuse' | 'clear'
}

/**
 * Several records of another entity, or of the same, in an order, none twice. They are kept in a table of links with a foreign key
 * and an index each way; who writes a target must be able to read it. In JSON a list of ids; `members.$title` is the list of their titles,
 * with null for those the reader may not see.
 *
 * In conditions: `contains` an id (also `'$me'`), `some`, `every`, `none` of a condition over the targets, `isEmpty`.
 *
 * @example watchers: references('core.user', { onRemove: 'clear' })
 * @example { watchers: { contains: '$me' }, products: { some: { series: 'GTX' } } }
 */
export function references<N extends string, const O extends ReferencesOptions = ReferencesOptions>(
  to: Entity<N, Fields> | N,
  options?: O,
): Field<readonly Id<N>[], O & { readonly to: N } & (O extends { readonly required: true } ? unknown : { readonly default: readonly [] })> {
  const target = typeof to === 'string' ? to : to.name
  return { type: 'references', options: { ...(options?.required !== true && { default: [] }), ...options, to: target } as never }
}

export const referencesType: FieldType<ReferencesOptions> = {
  type: 'references',
  columns: () => [],
  schema: o => ({
    type: 'array',
    ...(o.required && { minItems: 1 }),
    maxItems: Math.min(o.max ?? 200, 1000),
    uniqueItems: true,
    items: { type: 'string', format: 'uuid' },
  }),
  normalise: value => (Array.isArray(value) ? [...new Set(value.map(canonicalId))].filter(id => id !== '' && id !== null) : value),
  compare: 'ids',
  operators: ['contains', 'some', 'every', 'none', 'isEmpty'],
  sortable: false,
  groupable: false,
}
