import type { FieldMeta } from '@sangam/sdk'

/** A whole number of four digits by its limits is a year: 1987, never 1,987. */
export function isYear(field: FieldMeta): boolean {
  return field.type === 'integer' && Number(field.min ?? 0) >= 1000 && Number(field.max ?? 10_000) <= 9999
}
