import type { Field, FieldOptions, FieldType } from '../field.ts'

/**
 * What is offered to choose from while one types: the values of a field of other records.
 *
 * @example const ours: TextOffers = { of: 'core.registration', field: 'number', where: { company: '$company' } }
 */
export interface TextOffers {
  /** The entity whose records are looked at. */
  readonly of: string
  /** A text field of theirs. */
  readonly field: string
  /** A condition over their own fields: which of them are offered. */
  readonly where?: object
}

export type TextOptions = FieldOptions<string> & {
  /** Characters; 1 at least when the field is required. */
  readonly min?: number
  /** Characters; 255 unless told, 20,000 for several lines. */
  readonly max?: number
  readonly multiline?: boolean
  readonly format?: 'email' | 'phone' | 'url'
  /** Offered as one types; whatever else is typed is taken too. Who may not read those records is offered none. */
  readonly offers?: TextOffers
  /** Of a unique text: two that differ in their case alone are the same. */
  readonly ignoreCase?: boolean
  /** Of settings: written, never shown again. */
  readonly secret?: boolean
}

/**
 * Text of one or several lines. Outer white space is trimmed and an empty text is stored as null.
 *
 * @example name: text({ required: true, max: 120 }), email: text({ format: 'email' })
 */
export function text<const O extends TextOptions = TextOptions>(options?: O): Field<string, O> {
  return { type: 'text', options: (options ?? {}) as O }
}

const patterns = {
  email: '^[^\\s@<>"(),:;\\\\\\[\\]]+@[^\\s@<>"(),:;\\\\\\[\\]]+\\.[^\\s@<>"(),:;\\\\\\[\\]]{2,}$',
  phone: '^\\+?[0-9][0-9 ().\\-/]{2,30}$',
  url: '^https?://[^\\s<>"]+$',
}

const control = new RegExp(
  `[${String.fromCharCode(0)}-${String.fromCharCode(8)}${String.fromCharCode(11, 12)}${String.fromCharCode(14)}-${String.fromCharCode(31)}]`,
  'g',
)

export const textType: FieldType<TextOptions> = {
  type: 'text',
  columns: () => [{ suffix: '', type: 'text' }],
  schema: o => ({
    type: 'string',
    minLength: o.min ?? (o.required ? 1 : 0),
    maxLength: o.max ?? (o.multiline ? 20_000 : 255),
    ...(o.format && { pattern: patterns[o.format], 'x-format': o.format }),
  }),
  normalise: (value, o) => {
    if (typeof value !== 'string') return value
    const clean = value.normalize('NFC').replace(control, '').trim()
    if (clean === '') return null
    return o.format === 'email' ? clean.toLowerCase() : clean
  },
  compare: 'text',
  operators: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'notIn', 'between', 'contains', 'startsWith', 'isEmpty'],
  sortable: true,
  groupable: true,
}
