import type { Field, FieldOptions, FieldType } from '../field.ts'

export type BooleanOptions = FieldOptions<boolean>

/**
 * Yes or no. Give it a default, or it can also be unknown.
 *
 * @example active: boolean({ default: true })
 */
export function boolean<const O extends BooleanOptions = BooleanOptions>(options?: O): Field<boolean, O> {
  return { type: 'boolean', options: (options ?? {}) as O }
}

export const booleanType: FieldType<BooleanOptions> = {
  type: 'boolean',
  columns: () => [{ suffix: '', type: 'boolean' }],
  schema: () => ({ type: 'boolean' }),
  compare: 'boolean',
  operators: ['eq', 'ne', 'in', 'notIn', 'isEmpty'],
  sortable: true,
  groupable: true,
}
