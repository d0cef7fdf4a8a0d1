import { compareDecimals, minus, round, times, total } from '@sangam/sdk'
import { type Figure, figure } from './how.ts'

/** A rule by which a payer keeps back tax of the payee, and what it was used on this year. Rates and limits are data. */
export interface Withholding {
  readonly key: string
  readonly rate: string
  /** What a year comes to before anything is withheld; null: from the first rupee. */
  readonly threshold?: string | null
  /** What a single document comes to beyond which it is withheld whatever the year has come to. */
  readonly single?: string | null
  /** Once the year is beyond its threshold: on all of the year, or on what lies beyond alone. */
  readonly on?: 'all' | 'beyond'
  readonly yearToDate?: { readonly base: string; readonly withheldOn: string }
}

export interface Withheld {
  readonly key: string
  readonly base: string
  readonly rate: string
  readonly amount: string
  readonly how: Figure
}

/**
 * Tax that is withheld from an amount, for the payer and the payee alike: they see it from two sides.
 *
 * @example withheldOf('10000', { key: 'TDS', rate: '10' }, 2).amount // '1000'
 */
export function withheldOf(amount: string, { key, rate, threshold = null, single = null, on = 'all', yearToDate }: Withholding, digits: number): Withheld {
  const before = yearToDate?.base ?? '0'
  const year = total([before, amount])
  const base =
    threshold === null
      ? amount
      : compareDecimals(year, threshold) > 0
        ? on === 'all'
          ? minus(year, yearToDate?.withheldOn ?? '0')
          : minus(year, compareDecimals(before, threshold) > 0 ? before : threshold)
        : single !== null && compareDecimals(amount, single) > 0
          ? amount
          : '0'
  const withheld = round(times(base, rate, '0.01'), digits)
  return { key, base, rate, amount: withheld, how: figure('{tax} {rate} % of {base} is withheld', { tax: key, rate, base }, withheld) }
}
