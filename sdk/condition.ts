import type { Address } from './fields/address.ts'
import type { Money } from './json.ts'

/**
 * Filled in by the server for whoever asks. They are strings, so that they survive JSON. A literal `$` is written `$$`.
 *
 * @example { owner: '$me', expectedClose: { lte: '$today' } }
 */
export type Placeholder = '$me' | '$myTeams' | '$teamsILead' | '$today' | '$now' | '$company'

/**
 * The stretches of time that have a name, seen from today: in the company's zone, or in that of a person who asks by HTTP. Weeks and the fiscal year are the company's.
 *
 * @example periods.includes('this_fiscal_year') // true
 */
export const periods = [
  'today',
  'yesterday',
  'tomorrow',
  'this_week',
  'last_week',
  'next_week',
  'this_month',
  'last_month',
  'next_month',
  'this_quarter',
  'last_quarter',
  'next_quarter',
  'this_year',
  'last_year',
  'next_year',
  'this_fiscal_quarter',
  'last_fiscal_quarter',
  'next_fiscal_quarter',
  'this_fiscal_year',
  'last_fiscal_year',
  'next_fiscal_year',
  'last_7_days',
  'last_30_days',
  'last_90_days',
  'last_365_days',
  'next_7_days',
  'next_30_days',
  'next_90_days',
] as const
/**
 * A stretch of time: one that has a name, or so many units before or after. `last_14_days` ends with today and `next_14_days` begins with it;
 * of the larger units whole ones are meant, without the one we are in: on 5 May `last_3_months` is February to April.
 *
 * @example const quarter: Period = 'last_3_months'
 */
export type Period =
  | (typeof periods)[number]
  | `${'last' | 'next'}_${number}_${'days' | 'weeks' | 'months' | 'quarters' | 'years' | 'fiscal_quarters' | 'fiscal_years'}`

const counted = /^(?:last|next)_([1-9]\d{0,3})_(days|weeks|months|quarters|years|fiscal_quarters|fiscal_years)$/
const most: { readonly [unit: string]: number } = { days: 3660, weeks: 520, months: 120, quarters: 40, fiscal_quarters: 40 }

/**
 * Whether a value is a stretch of time, at most ten years of it.
 *
 * @example isPeriod('last_14_days') // true
 * @example isPeriod('last_fortnight') // false
 */
export function isPeriod(value: unknown): value is Period {
  if ((periods as readonly unknown[]).includes(value)) return true
  const [, count, unit = ''] = (typeof value === 'string' && counted.exec(value)) || []
  return count !== undefined && Number(count) <= (most[unit] ?? 10)
}

type Scalar<V> = V | (V extends string ? Placeholder : never) | null
type Ordered<V> = {
  readonly eq?: Scalar<V>
  readonly ne?: Scalar<V>
  readonly gt?: Scalar<V>
  readonly gte?: Scalar<V>
  readonly lt?: Scalar<V>
  readonly lte?: Scalar<V>
  readonly in?: readonly V[] | '$myTeams' | '$teamsILead'
  readonly notIn?: readonly V[] | '$myTeams' | '$teamsILead'
  readonly between?: readonly [V, V]
  readonly contains?: string
  readonly startsWith?: string
  readonly isEmpty?: boolean
  readonly within?: Period
  /** This record of a tree, or one below it. */
  readonly under?: Scalar<V>
}

/** What one field must be: a value, a placeholder, or operators that must all hold. */
export type Match<V> = [V] extends [readonly (infer Item)[]]
  ? Item extends string
    ? {
        readonly contains?: Item | Placeholder
        readonly isEmpty?: boolean
        readonly some?: Condition
        readonly every?: Condition
        readonly none?: Condition
      }
    : { readonly some?: Condition<Item>; readonly every?: Condition<Item>; readonly none?: Condition<Item>; readonly isEmpty?: boolean }
  : [V] extends [Money | Address | { readonly entity: string; readonly id: string } | null]
    ? { readonly isEmpty?: boolean } | null
    : Scalar<NonNullable<V>> | Ordered<NonNullable<V>>

/**
 * A condition over a record: the one language of list filters, row permissions, rules, segments
 * and reports. Plain JSON. All keys of one object must hold. Three-valued like SQL: unknown stays
 * unknown under `not`, selects nothing and grants nothing.
 *
 * @example { state: 'open', 'value.amount': { gte: '1000' }, owner: '$me' }
 * @example { or: [{ owner: '$me' }, { team: { in: '$teamsILead' } }] }
 */
export type Condition<R = Record<string, unknown>> = {
  readonly [K in Exclude<keyof R & string, `${string}.${string}` | `x_${string}`>]?: Match<R[K]>
} & {
  readonly or?: readonly Condition<R>[]
  readonly and?: readonly Condition<R>[]
  readonly not?: Condition<R>
} & {
  /** Through references (`party.kind`) and into parts (`value.amount`); checked at boot or on request. */
  readonly [path: `${string}.${string}`]: unknown
} & { readonly [adminMade: `x_${string}`]: unknown }

/** What placeholders stand for, for one caller at one moment. */
export interface ConditionScope {
  readonly me: string | null
  readonly myTeams: readonly string[]
  readonly teamsILead: readonly string[]
  readonly company: string | null
  /** The company's day, `2027-03-31`. */
  readonly today: string
  /** An instant, ISO 8601. */
  readonly now: string
  /** 1–12: the month the company's fiscal year begins in. */
  readonly fiscalYearStart: number
  /** 1–7: the day the company's week begins on, 1 being Monday. */
  readonly weekStart: number
  /** The company's IANA zone. */
  readonly zone: string
  /** The day and the zone of a person whose question it is, where they live by another clock than their company. */
  readonly asker?: { readonly today: string; readonly zone: string }
}
