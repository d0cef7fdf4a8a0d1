import type { Field, FieldOptions, FieldType } from '../field.ts'

export type SeriesOptions = FieldOptions<string> & {
  /** `{yyyy}`, `{yy}`, `{mm}` and `{0000}` (the counter, padded to its zeros); the counter is required. */
  readonly pattern: string
}

/**
 * A number for people, such as `INV-2027-0041`, given by the server as the last step of the write
 * from a counter in the same transaction: no gap, no twin. The counter begins anew when what
 * stands before it changes (a new year). Never written by a caller; an import may bring its own
 * number only through another field.
 *
 * @example number: series('LEAD-{yyyy}-{0000}')
 */
export function series<const O extends FieldOptions<string> = FieldOptions<string>>(
  pattern: string,
  options?: O,
): Field<string, O & { readonly readonly: true; readonly required: true; readonly default: ''; readonly unique: true; readonly pattern: string }> {
  return { type: 'series', options: { ...(options as O), pattern, readonly: true, required: true, default: '', unique: true } }
}

export const seriesType: FieldType<SeriesOptions> = {
  type: 'series',
  columns: () => [{ suffix: '', type: 'text' }],
  schema: () => ({ type: 'string', maxLength: 60 }),
  compare: 'text',
  operators: ['eq', 'ne', 'in', 'notIn', 'contains', 'startsWith', 'isEmpty'],
  sortable: true,
  groupable: false,
}
