import type { Field, FieldOptions, FieldType, Operator } from '../field.ts'

const timely: readonly Operator[] = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'notIn', 'between', 'isEmpty', 'within']

/**
 * A day of the calendar, `2027-03-31`. It has no time and no zone and is never shifted by one.
 *
 * @example expectedClose: date({ index: true })
 */
export function date<const O extends FieldOptions<string> = FieldOptions<string>>(options?: O): Field<string, O> {
  return { type: 'date', options: (options ?? {}) as O }
}

export const dateType: FieldType<FieldOptions<string>> = {
  type: 'date',
  columns: () => [{ suffix: '', type: 'date' }],
  schema: () => ({ type: 'string', format: 'date' }),
  compare: 'date',
  operators: timely,
  sortable: true,
  groupable: true,
}

/**
 * A moment, kept to the millisecond in UTC: `2027-03-31T09:30:00.000Z`.
 *
 * @example lastActivityAt: datetime({ readonly: true, index: true })
 */
export function datetime<const O extends FieldOptions<string> = FieldOptions<string>>(options?: O): Field<string, O> {
  return { type: 'datetime', options: (options ?? {}) as O }
}

export const datetimeType: FieldType<FieldOptions<string>> = {
  type: 'datetime',
  columns: () => [{ suffix: '', type: 'timestamptz(3)' }],
  schema: () => ({ type: 'string', format: 'date-time' }),
  compare: 'instant',
  operators: timely,
  sortable: true,
  groupable: true,
}
