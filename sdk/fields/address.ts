import type { Field, FieldOptions, FieldType } from '../field.ts'
import type { Json, JsonSchema } from '../json.ts'

/**
 * Where someone is found; what is not known is left out.
 *
 * @example const office: Address = { lines: '12 MG Road', city: 'Pune', postcode: '411001', country: 'IN' }
 */
export type Address = {
  /** House, street, quarter: one or several lines. */
  readonly lines?: string
  readonly city?: string
  readonly state?: string
  readonly postcode?: string
  /** ISO 3166: `IN`. */
  readonly country?: string
}

export type AddressOptions = FieldOptions<Address>

/**
 * A postal address in columns of its own, so that `address.city` is filtered, sorted and grouped like any field.
 *
 * @example office: address()   // { lines: '12 MG Road', city: 'Pune', postcode: '411001', country: 'IN' }
 */
export function address<const O extends AddressOptions = AddressOptions>(options?: O): Field<Address, O> {
  return { type: 'address', options: (options ?? {}) as O }
}

const parts = ['lines', 'city', 'state', 'postcode', 'country'] as const
const most: { readonly [P in (typeof parts)[number]]: JsonSchema } = {
  lines: { type: 'string', maxLength: 500 },
  city: { type: 'string', maxLength: 100 },
  state: { type: 'string', maxLength: 100 },
  postcode: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9 -]{1,11}$' },
  country: { type: 'string', pattern: '^[A-Z]{2}$' },
}

/**
 * An address in one text that `readAddress` reads back: its parts in their order with strokes between.
 *
 * @example addressText({ lines: '12 MG Road', city: 'Pune' }) // '12 MG Road | Pune'
 */
export function addressText(value: Address): string {
  return parts
    .map(part => value[part]?.replaceAll('|', '¦') ?? '')
    .join(' | ')
    .replace(/( \| )+$/, '')
    .replace(/( \|)+ ?$/, '')
}

/**
 * An address from such a text; one without strokes is all lines.
 *
 * @example readAddress('12 MG Road | Pune') // { lines: '12 MG Road', city: 'Pune' }
 */
export function readAddress(text: string): Address {
  const cells = text.split('|').map(cell => cell.trim())
  return Object.fromEntries(parts.flatMap((part, at) => (cells[at] ? [[part, cells[at]]] : [])))
}

function normalise(value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const given = value as { readonly [part: string]: Json }
  const filled = Object.entries(given).flatMap(([part, text]): [string, Json][] => {
    if (text === null || text === undefined) return []
    if (typeof text !== 'string') return [[part, text]]
    const clean = text.normalize('NFC').replaceAll('\0', '').trim()
    return clean === '' ? [] : [[part, part === 'country' || part === 'postcode' ? clean.toUpperCase() : clean]]
  })
  return filled.length === 0 ? null : Object.fromEntries(filled)
}

export const addressType: FieldType<AddressOptions> = {
  type: 'address',
  columns: () => parts.map(part => ({ suffix: `_${part}` as const, part, type: 'text' as const, compare: 'text' as const })),
  schema: () => ({ type: 'object', additionalProperties: false, minProperties: 1, properties: most }),
  normalise: value => (value === '' ? null : normalise(value)),
  compare: 'none',
  operators: ['isEmpty'],
  sortable: false,
  groupable: false,
}
