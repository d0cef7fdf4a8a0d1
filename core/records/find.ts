import type { Json } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import { identifier, rowCount } from '../data/identifiers.ts'
import { notFound } from '../errors.ts'
import type { ModelEntity } from '../registry/model.ts'
import type { Column } from './compile.ts'
import { type Composer, fromSql, type Place } from './composer.ts'
import { afterSql, keyColumns, orderSql, placeProblem, positionSql, readCursor, type SortKey, sortKeys, writeCursor } from './cursor.ts'
import { checkLookups, lookingBack } from './past/moment.ts'
import { badQuery } from './query.ts'
import { binSightOf, reachOf, sightOf } from './reach.ts'
import { searchShape, searchSql } from './search.ts'
import { listedSql, selectSql, visibleFields } from './select.ts'
import { entityFor, idsShape, idsSql, prepared, type Reader, readPrepared, runPrepared } from './statements.ts'
import { conditionSql, shapeOf } from './where.ts'

/** A list asked for, in the words of `GET /api/records`. */
export interface FindQuery {
  readonly where?: object
  readonly sort?: readonly string[]
  readonly fields?: readonly string[]
  readonly search?: string
  readonly limit?: number
  readonly after?: string
  readonly count?: 'none' | 'capped' | 'exact'
  /** The list as it was: at the end of a day, or at a moment. */
  readonly asOf?: string
  /** What was removed and lies in the bin, instead of what lives; never said by a caller of the API. */
  readonly removed?: boolean
  /** Only what this verb reaches too; never said by a caller of the API. */
  readonly verb?: string
  /** Each record as a list of the values of `fields`, of which there are at most `mostListed`; never said by a caller of the API. */
  readonly listed?: boolean
}

export type Item = { readonly id: string; readonly version: number; readonly [path: string]: Json }

interface TextPage {
  /** The records as JSON texts, with commas between them. */
  readonly items: string
  readonly next: string | null
  readonly count: number | null
}

const capped = 1001

/** One page of a list, as the caller may see it. */
export async function find(reader: Reader, name: string, query: FindQuery = {}): Promise<{ items: Item[]; next: string | null; count: number | null }> {
  const page = await pageOf(reader, name, query)
  return { items: JSON.parse(`[${page.items}]`) as Item[], next: page.next, count: page.count }
}

/** The same page as JSON text: the database writes the records, and nobody takes them apart on the way. */
export async function findText(reader: Reader, name: string, query: FindQuery = {}): Promise<string> {
  const page = await pageOf(reader, name, query)
  return `{"items":[${page.items}],"next":${JSON.stringify(page.next)},"count":${page.count}}`
}

/** A page of an export: each record by itself, as many as it asks for, and not remembered, since nobody asks for it again. */
export async function exportPage(reader: Reader, name: string, query: FindQuery, limit: number): Promise<{ rows: readonly string[]; next: string | null }> {
  const { limit: _, ...asked } = query
  const { keys, rows } = await askPage<PageRow>({ ...reader, seen: null }, name, { ...asked, count: 'none' }, limit, 'apart')
  const shown = rows.length > limit ? rows.slice(0, limit) : rows
  const last = rows.length > limit ? shown.at(-1) : undefined
  return { rows: shown.map(row => row.json), next: last ? writeCursor(keys, last.position) : null }
}

export async function get(reader: Reader, name: string, id: string, fields?: readonly string[], asOf?: string): Promise<Item> {
  return JSON.parse(await getText(reader, name, id, fields, asOf)) as Item
}

/** One record with its lines, as JSON text. */
export async function getText(present: Reader, name: string, id: string, fields?: readonly string[], asOf?: string): Promise<string> {
  const entity = entityFor(present, name)
  if (!isId(id)) throw notFound()
  const reader = await lookingBack(present, asOf)
  const statement = prepared(reader, `get ${name} ${fields?.join() ?? ''}`, composer => {
    const place = composer.place(entity)
    const values = selectSql(composer, place, fields ?? visibleFields(composer, entity, true))
    const own = sql`${identifier(place.alias)}.id = ${composer.bind(asked => (asked as { id: string }).id)}::uuid`
    const sight = sightOf(composer, place, 'read')
    return sql`select row_to_json(_row)::text as json from (select ${values} from ${fromSql(composer, place)} where ${own} and ${sight}) _row`
  })
  const [row] = await runPrepared<{ json: string }>(reader, statement, { id })
  if (!row) throw notFound()
  return row.json
}

/** Records with their lines, by id, as far as the caller sees them. */
export async function getMany(reader: Reader, name: string, ids: readonly string[]): Promise<Map<string, Item>> {
  const entity = entityFor(reader, name)
  const statement = prepared(reader, `get many ${name} ${idsShape(ids)}`, composer => {
    const place = composer.place(entity)
    const values = selectSql(composer, place, visibleFields(composer, entity, true))
    const own = idsSql(composer, place.alias, ids)
    const sight = sightOf(composer, place, 'read')
    return sql`select row_to_json(_row)::text as json from (select ${values} from ${fromSql(composer, place)} where ${own} and ${sight}) _row`
  })
  const rows = await runPrepared<{ json: string }>(reader, statement, { ids })
  return new Map(rows.map(row => JSON.parse(row.json) as Item).map(item => [item.id, item]))
}

export function isId(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)
}

async function pageOf(present: Reader, name: string, query: FindQuery): Promise<TextPage> {
  const limit = query.limit ?? 50
  const { entity, reader, keys, words, rows } = await askPage<WholePage>(present, name, query, limit, 'together')
  const { json, position, found, count } = rows[0] ?? nothing
  const items = json ?? ''
  return {
    items: found > limit ? items.slice(0, items.lastIndexOf(between)) : items,
    next: found > limit && position !== null ? writeCursor(keys, position) : null,
    count: await countOf(reader, entity, query, words, found > 0 ? count : null),
  }
}

/** Asks for the records of a page and one more, which says whether there are others. */
async function askPage<T extends object>(present: Reader, name: string, query: FindQuery, limit: number, as: 'together' | 'apart') {
  const entity = entityFor(present, name)
  check(query)
  if (query.removed && (!entity.bin || entity.linesOf || query.asOf !== undefined))
    throw new Error(`"removed" lists what of ${name} lies in the bin: ask it of records that go there, without "asOf".`)
  const reader = await lookingBack(present, query.asOf)
  const keys = sortKeys(reader, entity, query.sort)
  const position = query.after === undefined ? null : readCursor(keys, query.after)
  const words = searchShape(query.search)
  const fixed = plannedOnce(reader, query) ? limit + 1 : null
  const shape = JSON.stringify([
    name,
    as,
    fixed,
    query.fields,
    keys,
    words,
    shapeOf(query.where ?? null),
    position?.map(value => value === null),
    query.count,
    query.verb,
    query.listed,
    query.removed,
  ])
  const statement = prepared(reader, `find ${shape}`, composer => {
    const rows = pageSql(composer, entity, query, keys, words, position, fixed)
    return as === 'apart' ? rows : wholeSql(rows, fixed === null ? sql`${rowsOf(composer)} - 1` : rowCount(fixed - 1), counted(query))
  })
  await checkLookups(reader, entity, query.where)
  const rows = await readPrepared<T>(reader, statement, { ...query, position, rows: limit + 1 }).catch(error => {
    throw position ? placeProblem(error) : error
  })
  return { entity, reader, keys, words, rows }
}

/** What stands between two records of a page: nothing within one does, since a line that breaks is written as letters, and between lines of a record stands a space. */
const between = ',\n'

interface WholePage {
  readonly json: string | null
  /** Where the page ends, if there are others behind it. */
  readonly position: string | null
  readonly found: number
  readonly count: number | null
}

const nothing: WholePage = { json: null, position: null, found: 0, count: null }

/** A page as one row: to take fifty apart, of which each is a text that goes on as it is, takes longer than all else that we do for it. */
function wholeSql(rows: SQL, limit: SQL, isCounted: boolean): SQL {
  const count = isCounted ? sql`max(q.count)` : sql`null::int`
  return sql`select string_agg(q.json, ',' || chr(10)) as json, (array_agg(q.position))[${limit}] as position, count(*)::int as found, ${count} as count from (${rows}) q`
}

/**
 * Whether one plan serves whoever asks: what a role reaches has an index of its own, and nothing else narrows the page. The number of rows is
 * then part of the text, which lets PostgreSQL keep the plan (planning takes as long as reading fifty rows). Where values narrow the page it is
 * a parameter and so planned for these values: a plan for a value that half the rows have is the wrong one for a value that two have.
 */
function plannedOnce(reader: Reader, { where, search, after, removed }: FindQuery): boolean {
  return !reader.back && !removed && where === undefined && search === undefined && after === undefined
}

interface PageRow {
  readonly json: string
  readonly position: string
}

/** The count comes with the page; where that is empty and yet not the first, it is asked by itself. */
async function countOf(reader: Reader, entity: ModelEntity, query: FindQuery, words: readonly number[], found: number | null): Promise<number | null> {
  if (!counted(query)) return null
  if (found !== null || query.after === undefined) return found ?? 0
  const shape = JSON.stringify([entity.name, query.count, words, shapeOf(query.where ?? null), query.verb, query.removed])
  const statement = prepared(reader, `count ${shape}`, composer => sql`select ${countSql(composer, entity, query, words)} as count`)
  return (await readPrepared<{ count: number }>(reader, statement, query))[0]?.count ?? 0
}

/** How many match, as one value: exactly, or no further than the cap. */
function countSql(composer: Composer, entity: ModelEntity, query: FindQuery, words: readonly number[], fixed = false, half?: Place['half']): SQL {
  const place: Place = { ...composer.place(entity), ...(half && { half }) }
  const where = sql.join(matching(composer, place, query, words, query.removed), sql` and `)
  const from = fromSql(composer, place)
  return query.count === 'exact'
    ? sql`(select count(*)::int from ${from} where ${where})`
    : sql`(select count(*)::int from (select 1 from ${from} where ${where} limit ${fixed ? rowCount(capped) : sql`${capped}::int`}) c)`
}

function pageSql(
  composer: Composer,
  entity: ModelEntity,
  query: FindQuery,
  keys: readonly SortKey[],
  words: readonly number[],
  position: readonly (string | null)[] | null,
  fixed: number | null,
): SQL {
  if (composer.past) return pastPageSql(composer, entity, query, keys, words, position)
  const place = composer.place(entity)
  const record = recordSql(composer, place, query)
  const { columns, where, order } = choice(composer, place, query, keys, words, position)
  // The rows of the page are chosen first; only they are written as JSON.
  const count = counted(query) ? sql`, ${countSql(composer, entity, query, words, fixed !== null)} as count` : sql``
  return sql`select ${record(null)}::text as json, ${positionSql(place, columns)} as position${count} from ${fromSql(composer, place)} where ${where} order by ${order} limit ${fixed === null ? rowsOf(composer) : rowCount(fixed)}`
}

/**
 * A page of the past. Those that nobody has changed since and the others are chosen by themselves, each no more than a page, so that the former keep
 * their indexes; of a snapshot only what decides is worked out there, and the page itself is read by its ids.
 */
function pastPageSql(
  composer: Composer,
  entity: ModelEntity,
  query: FindQuery,
  keys: readonly SortKey[],
  words: readonly number[],
  position: readonly (string | null)[] | null,
): SQL {
  const chosen: Place = { ...composer.place(entity), within: id => sql`${id} = p.id` }
  const record = recordSql(composer, chosen, query)
  const first = counted(query) && position === null
  const halves = (['unchanged', 'changed'] as const).map(half => {
    const place: Place = { ...composer.place(entity), half }
    const { columns, where, order } = choice(composer, place, query, keys, words, position)
    const sorts = columns.map((column, at) => sql`, ${column.sql} as ${identifier(`k${at}`)}`)
    const n = first && half === 'changed' ? sql`count(*) over ()` : sql`0::bigint`
    return sql`(select ${identifier(place.alias)}.id, ${positionSql(place, columns)} as position, ${n} as n${sql.join(sorts, sql``)} from ${fromSql(composer, place)} where ${where} order by ${order} limit ${rowsOf(composer)})`
  })
  const order = [...keys.map(({ down }, at) => sql`u.${identifier(`k${at}`)}${down ? sql` desc` : sql``}`), keys.at(-1)?.down ? sql`u.id desc` : sql`u.id`]
  const page = sql`select u.id, u.position, max(u.n) over () as n from (${sql.join(halves, sql` union all `)}) u order by ${sql.join(order, sql`, `)} limit ${rowsOf(composer)}`
  // The changed ones are counted as they are chosen: to work them out again would cost as much again.
  const sum = sql`${countSql(composer, entity, query, words, false, first ? 'unchanged' : undefined)} + p.n`
  const count = counted(query) ? sql`, (${query.count === 'exact' ? sum : sql`least(${sum}, ${capped}::int)`})::int as count` : sql``
  return sql`select ${record(fromSql(composer, chosen))}::text as json, p.position${count} from (${page}) p`
}

/** A record of a page as JSON: its values by their names, or as a list; of what is selected already, or from where it stands. */
function recordSql(composer: Composer, place: Place, query: FindQuery): (from: SQL | null) => SQL {
  const paths = query.fields ?? visibleFields(composer, place.entity, false)
  const listed = query.listed ? listedSql(composer, place, paths) : null
  if (listed) return from => (from ? sql`(select ${listed} from ${from})` : listed)
  const values = selectSql(composer, place, paths)
  return from => sql`(select row_to_json(_row) from (select ${values}${from ? sql` from ${from}` : sql``}) _row)`
}

function rowsOf(composer: Composer): SQL {
  return sql`${composer.bind(asked => (asked as { rows: number }).rows)}::int`
}

function counted(query: FindQuery): boolean {
  return (query.count ?? 'none') !== 'none'
}

/** Which records of a place a page holds, and in which order. */
function choice(
  composer: Composer,
  place: Place,
  query: FindQuery,
  keys: readonly SortKey[],
  words: readonly number[],
  position: readonly (string | null)[] | null,
): { readonly columns: readonly Column[]; readonly where: SQL; readonly order: SQL } {
  const columns = keyColumns(composer, place, keys)
  const conditions = matching(composer, place, query, words, query.removed)
  const empty = position?.map(value => value === null)
  if (empty) conditions.push(afterSql(composer, place, columns, keys, empty))
  return { columns, where: sql.join(conditions, sql` and `), order: orderSql(place, columns, keys) }
}

/** What must hold of a record to be in a list: it lives (or lies in the bin), is in sight, meets the condition and has the words. */
export function matching(
  composer: Composer,
  place: Place,
  query: Pick<FindQuery, 'where' | 'search' | 'verb'>,
  words: readonly number[],
  fromBin = false,
): SQL[] {
  const conditions = [fromBin ? binSightOf(composer, place) : sightOf(composer, place, 'read')]
  const reach = query.verb === undefined ? null : reachOf(composer, place, query.verb)
  if (reach) conditions.push(reach)
  if (query.where) conditions.push(conditionSql(composer, place, query.where, ['where']))
  if (words.length > 0) conditions.push(searchSql(composer, place, words))
  return conditions
}

function check(query: FindQuery): void {
  const { limit, fields, sort, count, search, where, after } = query
  const texts = (list: unknown): boolean => list === undefined || (Array.isArray(list) && list.every(one => typeof one === 'string'))
  if (limit !== undefined && (!Number.isInteger(limit) || limit < 1 || limit > 500)) throw badQuery('"limit" is a whole number from 1 to 500.')
  if (!texts(fields) || (fields && (fields.length === 0 || fields.length > 100))) throw badQuery('"fields" is a list of at most 100 field names.')
  if (!texts(sort)) throw badQuery('"sort" is a list of field names.')
  if (count !== undefined && !['none', 'capped', 'exact'].includes(count)) throw badQuery('"count" is none, capped or exact.')
  if (search !== undefined && typeof search !== 'string') throw badQuery('"search" is a text.')
  if (after !== undefined && typeof after !== 'string') throw badQuery('"after" is what the page before gave as "next".')
  if (where !== undefined && (typeof where !== 'object' || where === null || Array.isArray(where)))
    throw badQuery('A condition is an object of fields and what they must be.')
}
