import type { Field, FieldType } from '../field.ts'
import { type DecimalOptions, decimalType } from './number.ts'

/** 2 digits after the point unless told. */
export type PercentOptions = DecimalOptions

/**
 * An exact share of a hundred: `"25"` is 25 %. A decimal string like any other, shown and read with its sign.
 *
 * @example discount: percent({ min: '0', max: '100' })
 */
export function percent<const O extends PercentOptions = PercentOptions>(options?: O): Field<string, O> {
  return { type: 'percent', options: (options ?? {}) as O }
}

export const percentType: FieldType<PercentOptions> = {
  ...decimalType,
  type: 'percent',
  schema: o => decimalType.schema({ ...o, digits: o.digits ?? 2 }),
}
