import { type SQL, sql } from 'drizzle-orm'
import { identifier } from '../data/identifiers.ts'
import type { Refused } from '../errors.ts'
import type { ModelEntity } from '../registry/model.ts'
import { type Column, columnAt } from './compile.ts'
import type { Composer, Place } from './composer.ts'
import { badQuery } from './query.ts'

/** One column of an order. */
export interface SortKey {
  readonly path: string
  readonly down: boolean
}

/** What a list is ordered by; the id at the end makes it one order and not several. */
export function sortKeys({ access }: Pick<Composer, 'access'>, entity: ModelEntity, sort: readonly string[] | undefined): SortKey[] {
  // Ids follow one another in time: lines have no other index for what nobody lists them by.
  const usual = entity.linesOf && !entity.definition.sort ? ['-id'] : entity.sort
  const given =
    sort && sort.length > 0
      ? sort
      : usual.filter(one => access.field(entity.name, one.replace(/^-/, ''), 'read') !== 'none' || !entity.fields.has(one.replace(/^-/, '')))
  if (given.length > 5) throw badQuery('Sort by at most five fields.')
  return given.map(one => ({ path: one.replace(/^-/, ''), down: one.startsWith('-') }))
}

export function keyColumns(composer: Composer, place: Place, keys: readonly SortKey[]): Column[] {
  return keys.map(key => {
    const column = columnAt(composer, place, key.path)
    const sortable = column.field ? column.field.type.sortable || column.part !== null : column.compare !== 'id' || key.path === 'id'
    if (!sortable || key.path.includes('lines.')) throw badQuery('A list can’t be sorted by "{path}".', { path: key.path })
    return column
  })
}

export function orderSql(place: Place, columns: readonly Column[], keys: readonly SortKey[]): SQL {
  const down = keys.at(-1)?.down ?? false
  const parts = columns.map((column, at) => (keys[at]?.down ? sql`${column.sql} desc` : sql`${column.sql}`))
  const id = sql`${identifier(place.alias)}.id`
  return sql.join([...parts, down ? sql`${id} desc` : id], sql`, `)
}

/** The place in the order as JSON text: what the next page begins after. */
export function positionSql(place: Place, columns: readonly Column[]): SQL {
  const values = columns.map(column => sql`${column.sql}::text`)
  return sql`json_build_array(${sql.join([...values, sql`${identifier(place.alias)}.id`], sql`, `)})::text`
}

const casts = {
  id: sql`::uuid`,
  ids: sql`::uuid[]`,
  number: sql`::numeric`,
  decimal: sql`::numeric`,
  date: sql`::date`,
  time: sql`::time`,
  instant: sql`::timestamptz`,
  // By way of text: as a boolean, the driver takes every text for false.
  boolean: sql`::text::boolean`,
  text: sql`::text`,
  html: sql`::text`,
  set: sql`::text`,
  none: sql`::numeric`,
}

/** What comes after a place in the order. Empty values come last upwards and first downwards, as in the database. */
export function afterSql(composer: Composer, place: Place, columns: readonly Column[], keys: readonly SortKey[], empty: readonly boolean[]): SQL {
  const down = keys.at(-1)?.down ?? false
  const value = (at: number): SQL =>
    sql`${composer.bind(query => (query as { position: readonly unknown[] }).position[at])}${at < columns.length ? casts[columns[at]?.compare ?? 'text'] : sql`::uuid`}`
  const id = sql`${identifier(place.alias)}.id`
  const past = (at: number): SQL => {
    const column = columns[at]
    if (!column) return down ? sql`${id} < ${value(at)}` : sql`${id} > ${value(at)}`
    if (empty[at]) return keys[at]?.down ? sql`${column.sql} is not null` : sql`false`
    if (keys[at]?.down) return sql`${column.sql} < ${value(at)}`
    return column.filled ? sql`${column.sql} > ${value(at)}` : sql`(${column.sql} > ${value(at)} or ${column.sql} is null)`
  }
  const same = (at: number): SQL => (empty[at] ? sql`${columns[at]?.sql} is null` : sql`${columns[at]?.sql} = ${value(at)}`)
  const branches: SQL[] = []
  for (let at = 0; at <= columns.length; at += 1) {
    branches.push(sql.join([...Array.from({ length: at }, (_, before) => same(before)), past(at)], sql` and `))
  }
  const chain = sql`(${sql.join(
    branches.map(branch => sql`(${branch})`),
    sql` or `,
  )})`
  const [first] = columns
  // Said once more as one comparison, so that an index is entered at the right place.
  if (first && !empty[0] && keys[0]?.down) return sql`${first.sql} <= ${value(0)} and ${chain}`
  if (first?.filled && !empty[0]) return sql`${first.sql} >= ${value(0)} and ${chain}`
  return chain
}

/** The text of a cursor: opaque to callers, and only good for the order it was made in. */
export function writeCursor(keys: readonly SortKey[], position: string): string {
  return Buffer.from(`${nameOf(keys)}\n${position}`).toString('base64url')
}

export function readCursor(keys: readonly SortKey[], text: string): readonly (string | null)[] {
  const [name, position = ''] = Buffer.from(text, 'base64url').toString().split('\n')
  try {
    const values: unknown = JSON.parse(position)
    if (
      name === nameOf(keys) &&
      Array.isArray(values) &&
      values.length === keys.length + 1 &&
      values.every(value => value === null || typeof value === 'string')
    )
      return values
  } catch {
    // What is no JSON is no cursor of ours either.
  }
  throw strangePlace()
}

function strangePlace(): Refused {
  return badQuery('"after" does not belong to this order. Begin with the first page.')
}

/** A place that someone made up may hold what its columns can't: the database says so when it compares. */
export function placeProblem(error: unknown): unknown {
  const { code } = error as { readonly code?: unknown }
  return typeof code === 'string' && code.startsWith('22') ? strangePlace() : error
}

function nameOf(keys: readonly SortKey[]): string {
  return keys.map(key => `${key.down ? '-' : ''}${key.path}`).join(',')
}
