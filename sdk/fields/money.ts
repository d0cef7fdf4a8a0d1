import type { Field, FieldOptions, FieldType } from '../field.ts'
import type { Money } from '../json.ts'
import { canonicalDecimal, decimalPattern } from './number.ts'

export type MoneyOptions = FieldOptions<Money> & {
  /** Smallest amount, as a decimal string; `'0'` for what can't be negative. */
  readonly min?: string
  /** Digits after the point; 4 unless told, so that unit prices keep theirs. */
  readonly digits?: number
}

/**
 * An amount with its currency, in two columns: `numeric` and an ISO 4217 code. In conditions and
 * measures its parts are `value.amount` and `value.currency`.
 *
 * @example price: money({ min: '0' })   // { amount: '4821', currency: 'INR' }
 */
export function money<const O extends MoneyOptions = MoneyOptions>(options?: O): Field<Money, O> {
  return { type: 'money', options: (options ?? {}) as O }
}

export const moneyType: FieldType<MoneyOptions> = {
  type: 'money',
  columns: () => [
    { suffix: '_amount', part: 'amount', type: 'numeric', compare: 'decimal' },
    { suffix: '_currency', part: 'currency', type: 'text', compare: 'text' },
  ],
  schema: o => ({
    type: 'object',
    additionalProperties: false,
    required: ['amount', 'currency'],
    properties: {
      amount: { type: 'string', pattern: decimalPattern(o.digits ?? 4), ...(o.min !== undefined && { 'x-minimum': o.min }) },
      currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    },
  }),
  normalise: value => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const { amount, currency, ...rest } = value as { amount?: string; currency?: string }
    if (amount === undefined || amount === null || (amount as string) === '') return null
    return { ...rest, amount: canonicalDecimal(amount), ...(currency !== undefined && { currency }) }
  },
  compare: 'none',
  operators: ['isEmpty'],
  sortable: true,
  groupable: false,
}
