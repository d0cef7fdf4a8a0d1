import { type GroupRow, groupCondition, type NumberCard, type Period, resolvePeriod } from '@sangam/sdk'
import Big from 'big.js'
import { meta } from '../../data/meta.ts'
import { records } from '../../data/records.ts'
import { today, weekStart } from '../../shell/format.ts'
import { both } from '../list/source.ts'
import { currencyPath } from '../view/measures.ts'

/** What a card with a number tells. */
export interface Figure {
  readonly value: string | null
  readonly currency: string | null
  /** Amounts of other currencies, which are no part of the number. */
  readonly others: readonly { readonly value: string | null; readonly currency: string | null }[]
  /** How many records it is of. */
  readonly count: number
  readonly trend: Trend | null
  /** Holds of the records that the number is of. */
  readonly where: object
}

export interface Trend {
  readonly periods: readonly string[]
  readonly values: readonly (string | null)[]
  /** By how many per cent the last is more than the one before; null where that was nothing. */
  readonly change: number | null
}

/** So many periods are told, the one we are in among them. */
const told = 12

export async function readFigure({ entity, where = {}, measure = 'count', by, period }: NumberCard, narrowed: object): Promise<Figure> {
  const asked = both(where, narrowed)
  const path = currencyPath(entity, measure)
  const grouped = by !== undefined && period !== undefined ? `${by}:${period}` : null
  const keys = grouped && period ? periodsOf(grouped, period) : []
  const since = grouped && by ? both(asked, { [by]: { gte: keys[0], lt: after(grouped, keys.at(-1) ?? '') } }) : asked
  const rows = await records.group(entity, {
    where: since,
    group: [...(grouped ? [grouped] : []), ...(path ? [path] : [])],
    measures: measure === 'count' ? ['count'] : [measure, 'count'],
    limit: 1000,
  })
  const last = keys.at(-1) ?? null
  const now = grouped ? rows.filter(row => keyOf(row, grouped) === last) : rows
  const currency = path ? currencyOf(path, now.length > 0 ? now : rows) : null
  const ofCurrency = (row: GroupRow): boolean => path === null || row[path] === currency
  const valueIn = (key: string | null): string | null => {
    const row = rows.find(one => ofCurrency(one) && (grouped === null || keyOf(one, grouped) === key))
    const value = row?.[measure]
    return value === undefined || value === null ? nothing(measure) : String(value)
  }
  const values = keys.map(valueIn)
  return {
    value: grouped ? (values.at(-1) ?? null) : valueIn(null),
    currency,
    others: path
      ? now.filter(row => !ofCurrency(row) && row[path] !== null).map(row => ({ value: String(row[measure] ?? ''), currency: String(row[path]) }))
      : [],
    count: now.reduce((sum, row) => sum + Number(row.count), 0),
    trend: grouped ? { periods: keys, values, change: changeOf(values.at(-1) ?? null, values.at(-2) ?? null) } : null,
    where: grouped && last !== null ? both(asked, groupCondition(grouped, last)) : asked,
  }
}

/** The first days of the last twelve periods. */
function periodsOf(grouped: string, period: string): readonly string[] {
  const company = { fiscalYearStart: meta().company?.fiscalYearStart ?? 1, weekStart: weekStart() }
  const first = period === 'day' ? `last_${told}_days` : `last_${told - 1}_${period}s`
  const keys = [resolvePeriod(first as Period, today(), company).from]
  while (keys.length < told) keys.push(after(grouped, keys.at(-1) ?? ''))
  return keys
}

function after(grouped: string, key: string): string {
  const field = grouped.split(':')[0] ?? ''
  return (groupCondition(grouped, key) as { readonly [field: string]: { readonly lt: string } })[field]?.lt ?? ''
}

function keyOf(row: GroupRow, grouped: string): string {
  return String(row[grouped] ?? '').slice(0, 10)
}

/** Where there are no records their number and their sum are nothing; their average is unknown. */
function nothing(measure: string): string | null {
  return measure === 'count' || measure.startsWith('sum:') ? '0' : null
}

function currencyOf(path: string, rows: readonly GroupRow[]): string | null {
  const codes = rows.map(row => row[path]).filter(code => typeof code === 'string')
  const own = meta().company?.currency ?? null
  return codes.find(code => code === own) ?? codes[0] ?? own
}

function changeOf(now: string | null, before: string | null): number | null {
  if (now === null || before === null || new Big(before).lte(0)) return null
  return Number(new Big(now).minus(before).div(before).times(100).round(0).toFixed())
}
