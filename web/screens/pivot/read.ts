import { groupCondition, type Json, type Measure } from '@sangam/sdk'
import { records } from '../../data/records.ts'
import { region } from '../../shell/format.ts'
import { both } from '../list/source.ts'
import { keyText, orderPath, rankOf, titlesOf } from '../view/keys.ts'
import { currencyPath } from '../view/measures.ts'
import { type Amount, type Cell, type Cells, folded, folds, keyOf, keysOf, together } from './cells.ts'

export interface PivotQuery {
  readonly entity: string
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  readonly measures: readonly Measure[]
  readonly where: object
  readonly search: string
  readonly asOf?: string
}

/** One value of a row's or a column's field. */
export interface Head {
  readonly key: Json
  readonly text: string
  readonly where: object
  readonly under: readonly Head[]
}

export interface Pivot {
  readonly rows: readonly Head[]
  readonly columns: readonly Head[]
  /** Of a row, by as many of its keys as are given, and a column; without keys, of all. */
  readonly at: (rows: readonly Json[], columns: readonly Json[]) => Cell | undefined
  /** Whether there were more groups than are read at once. */
  readonly cut: boolean
}

/** So many groups are read at once. */
export const atMost = 10_000

/** Reads the cells of a pivot; totals follow from them where they can, and are asked for where they cannot. */
export async function readPivot(query: PivotQuery): Promise<Pivot> {
  const { rows, columns, measures } = query
  const finest = await level(query, [...rows, ...columns], measures)
  const levels = new Map<string, Cells>()
  await Promise.all(
    rows
      .map((_, at) => at + 1)
      .concat(0)
      .flatMap(deep => [columns.length, 0].map(wide => [deep, wide] as const))
      .map(async ([deep, wide]) => {
        if (deep === rows.length && wide === columns.length) return levels.set(`${deep} ${wide}`, finest.cells)
        const kept = [...rows.keys()].slice(0, deep).concat(wide === 0 ? [] : [...columns.keys()].map(at => rows.length + at))
        const asked = measures.filter(measure => !folds(measure))
        const groups = [...rows.slice(0, deep), ...columns.slice(0, wide)]
        const told = asked.length > 0 ? [(await level(query, groups, asked)).cells] : []
        return levels.set(`${deep} ${wide}`, together([folded(finest.cells, kept, measures), ...told]))
      }),
  )
  const keys = [...finest.cells.keys()].map(keysOf)
  const heads = await headsOf(query, rows, keys)
  const across = await headsOf(
    query,
    columns,
    keys.map(one => one.slice(rows.length)),
  )
  return {
    rows: heads,
    columns: across,
    at: (row, column) => levels.get(`${row.length} ${column.length}`)?.get(keyOf([...row, ...column])),
    cut: finest.cut,
  }
}

/** The figures of some groups: counts in one question, amounts in one for each field of money, by currency. */
async function level(query: PivotQuery, groups: readonly string[], measures: readonly Measure[]): Promise<{ readonly cells: Cells; readonly cut: boolean }> {
  const { entity, where, search, asOf } = query
  const paths = [...new Set(measures.map(measure => currencyPath(entity, measure)))]
  const all = await Promise.all(
    paths.map(async path => {
      const asked = measures.filter(measure => currencyPath(entity, measure) === path)
      const found = await records.group(entity, {
        where,
        search,
        ...(asOf !== undefined && { asOf }),
        group: [...new Set([...groups, ...(path ? [path] : [])])],
        measures: asked,
        limit: atMost,
      })
      const cells = new Map<string, Map<Measure, readonly Amount[]>>()
      for (const row of found) {
        const key = keyOf(groups.map(group => row[group] ?? null))
        const cell = cells.get(key) ?? new Map<Measure, readonly Amount[]>()
        cells.set(key, cell)
        for (const measure of asked) {
          const value = row[measure]
          if (value === null || value === undefined) continue
          const currency = path ? ((row[path] as string | null) ?? null) : null
          cell.set(measure, [...(cell.get(measure) ?? []), { currency, value: String(value) }])
        }
      }
      return { cells: cells as Cells, cut: found.length === atMost }
    }),
  )
  return { cells: together(all.map(one => one.cells)), cut: all.some(one => one.cut) }
}

/** The values of the fields of one side, in their order, those of the second under those of the first. */
async function headsOf(query: PivotQuery, paths: readonly string[], keys: readonly (readonly Json[])[]): Promise<readonly Head[]> {
  const { entity } = query
  const [path, ...rest] = paths
  if (path === undefined) return []
  const own = [...new Set(keys.map(one => one[0] ?? null))]
  const [titles, ranks] = await Promise.all([titlesOf(entity, path, own), ranksOf(query, path)])
  const collator = new Intl.Collator(region(), { numeric: true })
  const heads = await Promise.all(
    own.map(async key => ({
      key,
      text: keyText(entity, path, key, titles.get(String(key)) ?? null),
      where: groupCondition(path, key),
      under: await headsOf(
        query,
        rest,
        keys.filter(one => (one[0] ?? null) === key).map(one => one.slice(1)),
      ),
    })),
  )
  const rank = (key: Json): number | string | undefined => ranks?.get(String(key)) ?? rankOf(entity, path, key)
  return heads.toSorted((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null)
    const [x, y] = [rank(a.key), rank(b.key)]
    if (typeof x === 'number' && typeof y === 'number') return x - y
    return typeof x === 'string' && typeof y === 'string' ? (x < y ? -1 : Number(x > y)) : collator.compare(a.text, b.text)
  })
}

/** Stages stand as on the board. */
async function ranksOf({ entity, where, search, asOf }: PivotQuery, path: string): Promise<ReadonlyMap<string, number> | null> {
  const order = orderPath(entity, path)
  if (order === null) return null
  const found = await records.group(entity, { where, search, ...(asOf !== undefined && { asOf }), group: [path, order], measures: ['count'], limit: 1000 })
  return new Map(found.map(row => [String(row[path]), Number(row[order] ?? 0)]))
}

/** What holds of the records of a cell. */
export function whereOf(asked: object, heads: readonly Head[]): object {
  return heads.reduce<object>((where, head) => both(where, head.where), asked)
}
