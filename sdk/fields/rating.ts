import type { Field, FieldOptions, FieldType } from '../field.ts'
import { integerType } from './number.ts'

export type RatingOptions = FieldOptions<number> & {
  /** The most stars: 2 to 10, 5 unless told. */
  readonly max?: number
}

/**
 * Stars from 1 to 5, or to another most. Nothing rated yet is null, never 0.
 *
 * @example satisfaction: rating()
 */
export function rating<const O extends RatingOptions = RatingOptions>(options?: O): Field<number, O> {
  return { type: 'rating', options: (options ?? {}) as O }
}

export const ratingType: FieldType<RatingOptions> = {
  ...integerType,
  type: 'rating',
  schema: o => ({ type: 'integer', minimum: 1, maximum: o.max ?? 5 }),
  normalise: value => (value === '' || value === 0 ? null : value),
}
