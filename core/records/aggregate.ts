import { canonicalDecimal, dateParts, type GroupRow, groupCondition, type Json } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import { identifier, label, word } from '../data/identifiers.ts'
import type { ModelEntity } from '../registry/model.ts'
import { type Column, columnAt } from './compile.ts'
import { type Composer, fromSql, type Place } from './composer.ts'
import { matching } from './find.ts'
import { mergedAmong, nowOf } from './merge/following.ts'
import { type Told, toldKey } from './merge/grouped.ts'
import { checkLookups, lookingBack } from './past/moment.ts'
import { badQuery } from './query.ts'
import { searchShape } from './search.ts'
import { entityFor, prepared, type Reader, runPrepared } from './statements.ts'
import { asAsked, shapeOf } from './where.ts'

/** Groups asked for, in the words of `POST /api/query`. */
export interface GroupsQuery {
  readonly where?: object
  readonly search?: string
  readonly group?: readonly string[]
  readonly measures?: readonly string[]
  readonly having?: { readonly [measure: string]: unknown }
  readonly sort?: readonly string[]
  readonly limit?: number
  /** Whether each group tells the condition of its records. */
  readonly drill?: boolean
  /** Of the records as they were: at the end of a day, or at a moment. */
  readonly asOf?: string
  /** Only what this verb reaches too; never said by a caller of the API. */
  readonly verb?: string
}

/** Counts, sums and their like of the records a caller may see, group by group. Sums and averages are decimal strings. */
export async function group(present: Reader, name: string, query: GroupsQuery): Promise<GroupRow[]> {
  const entity = entityFor(present, name)
  check(query)
  const reader = await lookingBack(present, query.asOf)
  const words = searchShape(query.search)
  const shape = JSON.stringify([name, query.group, query.measures, query.sort, query.verb, words, shapeOf(query.where ?? null), shapeOf(query.having ?? null)])
  const statement = prepared(reader, `group ${shape}`, composer => groupSql(composer, entity, query, words))
  await checkLookups(reader, entity, query.where)
  const rows = await runPrepared<{ json: GroupRow }>(reader, statement, { ...query, rows: query.limit ?? 1000 })
  return rows.map(row => (query.drill ? { ...row.json, $where: drillOf(query, row.json) as Json } : row.json))
}

/** What holds of the records of a group: all that was asked for, and its keys. */
function drillOf({ where, group = [] }: GroupsQuery, row: GroupRow): object {
  const parts = [...(where && Object.keys(where).length > 0 ? [where] : []), ...group.map(name => groupCondition(name, row[name] ?? null))]
  return parts.length === 1 ? (parts[0] as object) : parts.length === 0 ? {} : { and: parts }
}

function groupSql(composer: Composer, entity: ModelEntity, query: GroupsQuery, words: readonly number[]): SQL {
  const place = composer.place(entity)
  const names = [...new Set(query.group ?? [])]
  const measures = [...new Set(query.measures ?? ['count'])]
  const made = names.map(name => keySql(composer, place, name))
  const keys = made.map(({ key }, at) => sql`${key} as ${label(names[at] as string)}`)
  const merged = made.flatMap(({ told }, at) => (told ? [{ ...told, name: names[at] as string, written: identifier(`w${at}`) }] : []))
  const written = merged.map(one => sql`min(${one.own}::text)::uuid as ${one.written}`)
  const sums = measures.map(name => sql`${measureSql(composer, place, name)} as ${label(name)}`)
  const where = sql.join(matching(composer, place, query, words), sql` and `)
  const ordinals = names.map((_, at) => word(numbers, numbers[at] as (typeof numbers)[number]))
  const grouped = ordinals.length > 0 ? sql` group by ${sql.join(ordinals, sql`, `)}` : sql``
  const inner = sql`select ${sql.join([...keys, ...sums, ...written], sql`, `)} from ${fromSql(composer, place)} where ${where}${grouped}`
  const shown = [
    ...names.map(name =>
      toldKey(
        composer,
        name,
        merged.find(one => one.name === name),
      ),
    ),
    ...measures.map(name => shownMeasure(composer, entity, name)),
  ]
  const limit = composer.bind(asked => (asked as { rows: number }).rows)
  const order = orderOf(query.sort, names, measures)
  return sql`select (select row_to_json(_row) from (select ${sql.join(shown, sql`, `)}) _row) as json from (${inner}) g${havingSql(composer, query.having, measures)}${order} limit ${limit}::int`
}

const numbers = ['1', '2', '3', '4', '5', '6', '7', '8'] as const

/** A group's key; days and moments by their part, in the zone of who asks, as its first day. */
function keySql(composer: Composer, place: Place, name: string): { readonly key: SQL; readonly told?: Told } {
  const [path = '', part] = name.split(':')
  const column = columnAt(composer, place, path)
  const groupable = column.field ? column.field.type.groupable || column.part !== null || path.includes('.') : path !== 'id' && path !== 'version'
  if (!groupable || column.compare === 'none' || column.compare === 'set') throw badQuery('Records can’t be grouped by "{path}".', { path })
  const merged = column.compare === 'id' && part === undefined ? mergedAmong(composer, column.field) : null
  if (merged) return { key: nowOf(composer, merged, column.sql), told: { own: column.sql, among: merged } }
  if (part === undefined)
    return { key: column.compare === 'decimal' ? sql`${column.sql}::text` : column.compare === 'time' ? sql`left(${column.sql}::text, 5)` : column.sql }
  if (!(dateParts as readonly string[]).includes(part) || (column.compare !== 'date' && column.compare !== 'instant'))
    throw badQuery('"{name}" is no part of a day. Use {parts}.', { name, parts: dateParts.join(', ') })
  const unit = composer.bind(() => part.replace('fiscal_', ''))
  const local =
    column.compare === 'date' ? sql`${column.sql}::timestamp` : sql`${column.sql} at time zone ${composer.bind((_, scope) => asAsked(scope).zone)}::text`
  if (!part.startsWith('fiscal_') && part !== 'week') return { key: sql`date_trunc(${unit}::text, ${local})::date` }
  // A fiscal year is a calendar year that begins some months later; the database’s week begins on Monday, and others some days later.
  const later =
    part === 'week'
      ? sql`make_interval(days => ${composer.bind((_, scope) => scope.weekStart - 1)}::int)`
      : sql`make_interval(months => ${composer.bind((_, scope) => scope.fiscalYearStart - 1)}::int)`
  return { key: sql`(date_trunc(${unit}::text, ${local} - ${later}) + ${later})::date` }
}

function measured(composer: Composer, place: Place, name: string): { readonly how: string; readonly column: Column } {
  const at = name.indexOf(':')
  const how = name.slice(0, at)
  const path = name.slice(at + 1)
  const column = columnAt(composer, place, path)
  const sums = column.compare === 'decimal' || column.compare === 'number'
  const orders = sums || column.compare === 'date' || column.compare === 'time' || column.compare === 'instant'
  const fine = how === 'sum' || how === 'avg' ? sums : how === 'min' || how === 'max' ? orders : false
  if (at === -1 || !fine) throw badQuery('"{name}" can’t be measured. Use count, or sum, avg, min, max of a number: sum:value.amount.', { name })
  return { how, column }
}

function measureSql(composer: Composer, place: Place, name: string): SQL {
  if (name === 'count') return sql`count(*)`
  const { how, column } = measured(composer, place, name)
  return sql`${word(['sum', 'avg', 'min', 'max'], how as 'sum')}(${column.sql})`
}

function shownMeasure(composer: Composer, entity: ModelEntity, name: string): SQL {
  const value = sql`g.${label(name)}`
  if (name === 'count') return sql`${value}::int as ${label(name)}`
  const { how, column } = measured(composer, composer.place(entity), name)
  if (column.compare === 'instant') return sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${label(name)}`
  if (column.compare === 'date') return sql`${value} as ${label(name)}`
  if (column.compare === 'time') return sql`left(${value}::text, 5) as ${label(name)}`
  return how === 'avg' ? sql`trim_scale(round(${value}, 6))::text as ${label(name)}` : sql`trim_scale(${value}::numeric)::text as ${label(name)}`
}

const signs = new Map([
  ['eq', sql`=`],
  ['ne', sql`<>`],
  ['gt', sql`>`],
  ['gte', sql`>=`],
  ['lt', sql`<`],
  ['lte', sql`<=`],
])

function havingSql(composer: Composer, having: GroupsQuery['having'], measures: readonly string[]): SQL {
  if (!having || Object.keys(having).length === 0) return sql``
  const terms = Object.entries(having).flatMap(([name, match]) => {
    if (!measures.includes(name) || typeof match !== 'object' || match === null)
      throw badQuery('"having" compares a measure that is asked for: { "count": { "gte": 2 } }.')
    return Object.entries(match).map(([operator, operand]) => {
      const sign = signs.get(operator)
      if (!sign || !isDecimal(operand)) throw badQuery('"having" of "{name}" takes eq, ne, gt, gte, lt, lte with a number.', { name })
      const value = composer.bind(asked => {
        const found = (asked as { having: { [name: string]: { [operator: string]: unknown } } }).having[name]?.[operator]
        if (!isDecimal(found)) throw badQuery('"having" of "{name}" takes a number.', { name })
        return String(found)
      })
      return sql`g.${label(name)} ${sign} ${value}::numeric`
    })
  })
  return sql` where ${sql.join(terms, sql` and `)}`
}

function isDecimal(value: unknown): boolean {
  return (typeof value === 'string' || typeof value === 'number') && /^-?\d+(\.\d+)?$/.test(String(canonicalDecimal(value)))
}

function orderOf(sort: readonly string[] | undefined, names: readonly string[], measures: readonly string[]): SQL {
  const asked = sort && sort.length > 0 ? sort : names
  if (asked.length === 0) return sql``
  const terms = asked.map(one => {
    const name = one.replace(/^-/, '')
    if (!names.includes(name) && !measures.includes(name))
      throw badQuery('Groups are sorted by a key or a measure that is asked for, not by "{name}".', { name })
    return one.startsWith('-') ? sql`g.${label(name)} desc nulls last` : sql`g.${label(name)} nulls last`
  })
  return sql` order by ${sql.join(terms, sql`, `)}`
}

function check(query: GroupsQuery): void {
  const texts = (list: unknown, most: number): boolean =>
    list === undefined || (Array.isArray(list) && list.length <= most && list.every(one => typeof one === 'string' && one.length <= 63))
  if (!texts(query.group, numbers.length)) throw badQuery('"group" is a list of at most eight fields.')
  if (!texts(query.measures, 12)) throw badQuery('"measures" is a list of at most twelve, such as count or sum:value.amount.')
  if (!texts(query.sort, 6)) throw badQuery('"sort" is a list of names.')
  if (query.drill !== undefined && typeof query.drill !== 'boolean') throw badQuery('"drill" is true or false.')
  if (query.limit !== undefined && (!Number.isInteger(query.limit) || query.limit < 1 || query.limit > 10_000))
    throw badQuery('"limit" is a whole number from 1 to 10,000.')
  if (query.where !== undefined && (typeof query.where !== 'object' || query.where === null || Array.isArray(query.where)))
    throw badQuery('A condition is an object of fields and what they must be.')
  if (query.having !== undefined && (typeof query.having !== 'object' || query.having === null)) throw badQuery('"having" is an object of measures.')
}
