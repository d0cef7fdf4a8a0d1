import type { Field, FieldOptions, FieldType } from '../field.ts'
import type { Json } from '../json.ts'

export type JsonOptions = FieldOptions<Json>

/**
 * Any JSON, at most 64 kB, for definitions a program reads (a saved view). It can't be filtered or sorted by.
 *
 * @example definition: json({ required: true })
 */
export function json<const O extends JsonOptions = JsonOptions>(options?: O): Field<Json, O> {
  return { type: 'json', options: (options ?? {}) as O }
}

export const jsonType: FieldType<JsonOptions> = {
  type: 'json',
  columns: () => [{ suffix: '', type: 'jsonb' }],
  schema: () => ({ type: ['object', 'array', 'string', 'number', 'boolean', 'null'], 'x-maxBytes': 65_536 }),
  compare: 'none',
  operators: ['isEmpty'],
  sortable: false,
  groupable: false,
}
