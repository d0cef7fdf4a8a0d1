import type { FieldMeta, Json } from '@sangam/sdk'
import { formatNumber } from '../shell/format.ts'
import { isYear } from './years.ts'

/** Integers, decimals and percents alike; their files say how each is kept. */
export function displayNumber(field: FieldMeta, value: Json): string {
  return typeof value === 'string' || typeof value === 'number'
    ? formatNumber(value, { percent: field.type === 'percent', plain: isYear(field), ...digitsOf(field, value) })
    : ''
}

/** How many digits after the point are shown; of a whole number none. */
function digitsOf({ digits, least }: FieldMeta, value: string | number): { readonly digits?: number; readonly least?: number } {
  return { ...(digits !== undefined && { digits }), ...(least !== undefined && String(value).includes('.') && { least }) }
}
