import type { Field, FieldOptions, FieldType, Operator } from '../field.ts'

const ordered: readonly Operator[] = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'notIn', 'between', 'isEmpty']

export type IntegerOptions = FieldOptions<number> & { readonly min?: number; readonly max?: number }

/**
 * A whole number between -2,147,483,648 and 2,147,483,647.
 *
 * @example employees: integer({ min: 0 })
 */
export function integer<const O extends IntegerOptions = IntegerOptions>(options?: O): Field<number, O> {
  return { type: 'integer', options: (options ?? {}) as O }
}

export const integerType: FieldType<IntegerOptions> = {
  type: 'integer',
  columns: () => [{ suffix: '', type: 'integer' }],
  schema: o => ({ type: 'integer', minimum: o.min ?? -2_147_483_648, maximum: o.max ?? 2_147_483_647 }),
  compare: 'number',
  operators: ordered,
  sortable: true,
  groupable: true,
}

export type DecimalOptions = FieldOptions<string> & {
  /** Digits after the point that are kept; more are refused, never rounded away. 6 unless told. */
  readonly digits?: number
  /** Digits after the point that are shown at least where it is no whole number, such as 2 of an amount of money: 12.50. Kept is what was given. */
  readonly least?: number
  /** Smallest and largest value, as decimal strings. */
  readonly min?: string
  readonly max?: string
}

/**
 * An exact decimal. A string in JSON (`"12.50"`), `numeric` in the database; never a float.
 *
 * @example quantity: decimal({ required: true, digits: 3, min: '0' })
 */
export function decimal<const O extends DecimalOptions = DecimalOptions>(options?: O): Field<string, O> {
  return { type: 'decimal', options: (options ?? {}) as O }
}

/** A decimal string of at most 15 digits before the point and `digits` after it. */
export function decimalPattern(digits: number): string {
  return digits === 0 ? '^-?[0-9]{1,15}$' : `^-?[0-9]{1,15}(\\.[0-9]{1,${digits}})?$`
}

export const decimalType: FieldType<DecimalOptions> = {
  type: 'decimal',
  columns: () => [{ suffix: '', type: 'numeric' }],
  schema: o => ({
    type: 'string',
    pattern: decimalPattern(o.digits ?? 6),
    ...(o.min !== undefined && { 'x-minimum': o.min }),
    ...(o.max !== undefined && { 'x-maximum': o.max }),
  }),
  normalise: value => canonicalDecimal(value),
  compare: 'decimal',
  operators: ordered,
  sortable: true,
  groupable: true,
}

/**
 * The one way a decimal is written: no leading zeros, no `+`, no `-0`, no zeros after the last
 * digit that counts. A whole number that JSON holds exactly becomes a string; anything else is
 * left as it is for the validator to refuse.
 *
 * @example canonicalDecimal('+007.50') // '7.5'
 * @example canonicalDecimal('seven') // 'seven'
 */
export function canonicalDecimal<T>(value: T): T | string {
  const raw = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  if (typeof raw !== 'string' || !/^\s*[+-]?[0-9]{1,30}(\.[0-9]{0,30})?\s*$/.test(raw)) return raw as T
  const sign = raw.trim().startsWith('-') ? '-' : ''
  const [whole = '0', part = ''] = raw.trim().replace(/^[+-]/, '').split('.')
  const before = whole.replace(/^0+(?=[0-9])/, '')
  const after = part.replace(/0+$/, '')
  const out = after === '' ? before : `${before}.${after}`
  return /^[0.]+$/.test(out) ? '0' : sign + out
}

/**
 * Negative, zero or positive as the first is smaller, equal or larger: by value, exactly.
 *
 * @example compareDecimals('9.5', '10') < 0 // true
 * @example compareDecimals('1.50', '1.5') // 0
 */
export function compareDecimals(a: string, b: string): number {
  const places = Math.max(placesOf(a), placesOf(b))
  const difference = scaled(a, places) - scaled(b, places)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

function placesOf(text: string): number {
  const dot = text.indexOf('.')
  return dot === -1 ? 0 : text.length - dot - 1
}

function scaled(text: string, places: number): bigint {
  const [whole = '0', part = ''] = text.trim().split('.')
  return BigInt(`${whole}${part.padEnd(places, '0')}`)
}
