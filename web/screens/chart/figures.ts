import { type GroupRow, groupCondition, type Json, type Measure } from '@sangam/sdk'
import Big from 'big.js'
import { addsUp } from '../view/measures.ts'

/** One group of a chart, or one of its series. */
export interface Slot {
  readonly key: Json
  /** What holds of its records, beside what was asked. Null: several groups put together, which no one condition tells. */
  readonly where: object | null
}

/** The figures of a chart, group by group and series by series, exactly as they came; null where there is none. */
export interface Figures {
  readonly groups: readonly Slot[]
  readonly series: readonly Slot[]
  readonly values: readonly (readonly (string | null)[])[]
}

export interface FiguresQuery {
  /** What the groups are, and the series if there are some. */
  readonly group: readonly string[]
  readonly measure: Measure
  /** Orders groups that have an order of their own; the others stand by size. */
  readonly rank: (path: string, key: Json) => number | string | undefined
  /** At most so many series; the rest are put together, where they add up. */
  readonly series: number
}

/** The key under which groups are put together. */
export const rest = '\u0000rest'

/** Lays the rows of an aggregate out as groups and series; periods without records stand between those that have some. */
export function figuresOf(rows: readonly GroupRow[], query: FiguresQuery): Figures {
  const [path = '', split] = query.group
  const cells = new Map<string, string | null>()
  for (const row of rows) cells.set(cellKey(row[path] ?? null, split ? (row[split] ?? null) : null), textOf(row[query.measure]))
  const size = (keys: readonly Json[], of: (key: Json) => readonly (string | null)[]): readonly Json[] =>
    keys.toSorted((a, b) => (sum(of(b)) ?? new Big(0)).cmp(sum(of(a)) ?? new Big(0)))
  const groupKeys = unique(rows.map(row => row[path] ?? null))
  const seriesKeys = split ? unique(rows.map(row => row[split] ?? null)) : [null]
  const groups = ordered(
    path,
    size(groupKeys, key => seriesKeys.map(one => cells.get(cellKey(key, one)) ?? null)),
    query,
  )
  const series = split
    ? ordered(
        split,
        size(seriesKeys, key => groupKeys.map(one => cells.get(cellKey(one, key)) ?? null)),
        query,
      )
    : [null]
  const none = addsUp(query.measure) ? '0' : null
  const kept = series.length > query.series ? series.slice(0, query.series - 1) : series
  const left = series.slice(kept.length)
  const seriesSlots: Slot[] = kept.map(key => ({ key, where: split ? groupCondition(split, key) : {} }))
  const together = left.length > 0 && addsUp(query.measure)
  return {
    groups: groups.map(key => ({ key, where: groupCondition(path, key) })),
    series: together ? [...seriesSlots, { key: rest, where: null }] : seriesSlots,
    values: groups.map(key => [
      ...kept.map(one => cells.get(cellKey(key, one)) ?? none),
      ...(together ? [sum(left.map(one => cells.get(cellKey(key, one)) ?? null))?.toFixed() ?? '0'] : []),
    ]),
  }
}

/** The largest groups, and the others put together; as they are where they are few or do not add up. */
export function withRest({ groups, series, values }: Figures, measure: Measure, most: number): Figures {
  if (groups.length <= most) return { groups, series, values }
  const kept = most - (addsUp(measure) ? 1 : 0)
  const left = values.slice(kept)
  const together = addsUp(measure) ? [series.map((_, at) => sum(left.map(row => row[at] ?? null))?.toFixed() ?? '0')] : []
  return {
    groups: [...groups.slice(0, kept), ...(together.length > 0 ? [{ key: rest, where: null }] : [])],
    series,
    values: [...values.slice(0, kept), ...together],
  }
}

/** Exactly; null where there is nothing to add. */
export function sum(values: readonly (string | null)[]): Big | null {
  const known = values.filter((value): value is string => value !== null)
  return known.length === 0 ? null : known.reduce((total, value) => total.plus(value), new Big(0))
}

/** So many periods at most are told one by one; a chart of years by the week has no room for its gaps. */
const mostPeriods = 400

function ordered(path: string, keys: readonly Json[], query: FiguresQuery): readonly Json[] {
  const known = keys.filter(key => key !== null)
  const ranked = known.every(key => query.rank(path, key) !== undefined) ? known.toSorted((a, b) => compare(query.rank(path, a), query.rank(path, b))) : known
  const filled = path.includes(':') ? periods(path, ranked.map(String)) : ranked
  return keys.includes(null) ? [...filled, null] : filled
}

/** Every period from the first to the last. */
function periods(path: string, keys: readonly string[]): readonly string[] {
  const [first, last] = [keys[0], keys.at(-1)]
  const all: string[] = []
  for (let at = first; at !== undefined && last !== undefined && at <= last; at = after(path, at)) {
    if (all.push(at) > mostPeriods) return keys
  }
  return keys.every(key => all.includes(key)) ? all : keys
}

function after(path: string, key: string): string {
  const field = path.split(':')[0] ?? ''
  return (groupCondition(path, key) as { readonly [field: string]: { readonly lt: string } })[field]?.lt ?? ''
}

function compare(a: number | string | undefined, b: number | string | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0
}

function unique(keys: readonly Json[]): readonly Json[] {
  return [...new Set(keys)]
}

function cellKey(group: Json, series: Json): string {
  return JSON.stringify([group, series])
}

function textOf(value: Json | undefined): string | null {
  return value === null || value === undefined ? null : String(value)
}
