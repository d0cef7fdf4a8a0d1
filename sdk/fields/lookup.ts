import type { Entity } from '../entity.ts'
import type { Field, FieldOptions, Fields, FieldType } from '../field.ts'

/**
 * What a lookup is given: through which reference it looks, and at what.
 *
 * @example const options: LookupOptions = { by: 'party', field: 'email' }
 */
export type LookupOptions = Pick<FieldOptions, 'label' | 'help'> & {
  /** The reference of this record it looks through. */
  readonly by: string
  /** The field of the record referred to. */
  readonly field: string
}

type Given = Pick<FieldOptions, 'label' | 'help'>
type ValueOf<F> = F extends Field<infer V, infer _O, infer _W> ? V : never

/**
 * Shows a value of a record this one refers to, as it is now: no copy, so it never differs. The
 * reader's own rights on that record and its field hold.
 *
 * Errors at boot: `by` is no reference of the record, or leads to an entity without that field.
 *
 * @example phone: lookup('contact', Contact, 'phone', { label: 'Phone of contact' })
 */
export function lookup<N extends string, F extends Fields, const K extends keyof F & string, const O extends Given = Given>(
  by: string,
  _of: Entity<N, F>,
  field: K,
  options?: O,
): Field<ValueOf<F[K]>, O & { readonly by: string; readonly field: K; readonly readonly: true }> {
  return { type: 'lookup', options: { ...(options as O), by, field, readonly: true } }
}

export const lookupType: FieldType<LookupOptions> = {
  type: 'lookup',
  columns: () => [],
  schema: () => ({}),
  compare: 'none',
  operators: [],
  sortable: false,
  groupable: false,
}
