import { type SQL, sql } from 'drizzle-orm'
import { identifier, label, snake, word } from '../data/identifiers.ts'
import { type ModelEntity, type ModelField, partsOf, systemFields } from '../registry/model.ts'
import { type Column, columnAt, linksOf, placeAt, unknownName } from './compile.ts'
import { type Composer, joinedTableSql, type Place, tableSql } from './composer.ts'
import { followed } from './merge/following.ts'
import { heldSql, shown, sightOf } from './reach.ts'

/** The plain fields of an entity that a caller may read, as a record shows them; with its lines when asked. */
export function visibleFields(composer: Composer, entity: ModelEntity, withLines: boolean): string[] {
  const open = [...entity.fields.values()].filter(
    field => composer.access.field(entity.name, field.name, 'read') !== 'none' && (withLines || field.type.type !== 'lines'),
  )
  return [...systemFields.keys(), ...(entity.linesOf ? ['position'] : []), ...open.map(field => field.name)]
}

/** The values of a record, each under the name it was asked by: what stands between `select` and `from`. */
export function selectSql(composer: Composer, place: Place, paths: readonly string[]): SQL {
  const all = [...new Set(['id', 'version', ...paths])]
  return sql.join(
    all.map(path => sql`${valueSql(composer, place, path)} as ${label(path)}`),
    sql`, `,
  )
}

/** The most values of a list: PostgreSQL's functions take a hundred. */
export const mostListed = 100

/** The same values as a JSON list, in the order asked for: no names travel with each record, which is half the work of a long export. */
export function listedSql(composer: Composer, place: Place, paths: readonly string[]): SQL {
  const values = sql.join(
    paths.map(path => valueSql(composer, place, path)),
    sql`, `,
  )
  return sql`json_build_array(${values})`
}

function valueSql(composer: Composer, place: Place, path: string): SQL {
  if (path.length > 63) throw unknownName(path)
  const field = place.entity.fields.get(path)
  if (field?.type.type === 'lines' && composer.access.field(place.entity.name, path, 'read') !== 'none') return linesValue(composer, place, field)
  if (composer.past && isRollup(composer, place.entity, path)) return sql`null::text`
  const several = severalValues(composer, place, path)
  if (several) return several
  return jsonValue(composer, columnAt(composer, place, path), place, path)
}

/** Whether a value comes from a sum that is kept for today only. */
function isRollup(composer: Composer, entity: ModelEntity, path: string): boolean {
  const [first = '', ...rest] = path.split('.')
  const field = entity.fields.get(first)
  if (!field || composer.access.field(entity.name, first, 'read') === 'none') return false
  if (field.computed?.kind === 'rollup') return true
  if (field.computed?.kind === 'formula') return field.computed.uses.some(used => isRollup(composer, entity, used))
  if (field.computed?.kind === 'lookup') return isRollup(composer, entity, [field.computed.path, ...rest].join('.'))
  const target = rest.length > 0 && field.to ? composer.model.entities.get(field.to) : undefined
  return target !== undefined && isRollup(composer, target, rest.join('.'))
}

/** Where a path leads through a list of references (`watchers.name`, `firm.partners.$title`, also by a lookup): the values of those. */
function severalValues(composer: Composer, place: Place, path: string): SQL | null {
  const dot = path.indexOf('.')
  const [first, rest] = [path.slice(0, dot), path.slice(dot + 1)]
  const field = dot === -1 ? undefined : place.entity.fields.get(first)
  if (field?.computed?.kind === 'lookup') {
    const reach = composer.access.field(place.entity.name, first, 'read')
    if (reach === 'none') throw unknownName(path)
    const found = severalValues(composer, place, `${field.computed.path}.${rest}`)
    return found && shown(composer, place, reach, found)
  }
  if (field?.type.type === 'references') return targetValues(composer, place, field, rest)
  const target = field?.type.type === 'reference' ? composer.model.entities.get(field.to ?? '') : undefined
  return target && leadsToSeveral(composer, target, rest) ? severalValues(composer, placeAt(composer, place, first), rest) : null
}

function leadsToSeveral(composer: Composer, entity: ModelEntity, path: string): boolean {
  const [first = '', ...rest] = path.split('.')
  const field = entity.fields.get(first)
  if (rest.length === 0 || !field) return false
  if (field.computed?.kind === 'lookup') return leadsToSeveral(composer, entity, [field.computed.path, ...rest].join('.'))
  const target = composer.model.entities.get(field.to ?? '')
  return field.type.type === 'references' || (target !== undefined && leadsToSeveral(composer, target, rest.join('.')))
}

/** A value of each record that a field points at, in their order: null for those out of sight. */
function targetValues(composer: Composer, place: Place, field: ModelField, rest: string): SQL {
  const target = composer.model.entities.get(field.to ?? '')
  const reach = composer.access.field(place.entity.name, field.name, 'read')
  // As of a single reference, the names of what one may not see are empty, so that a list that asks for them can still be read.
  const unread = target && composer.access.rows(target.name, 'read') === 'none'
  if (!target || reach === 'none' || (unread && rest !== '$title')) throw unknownName(`${field.name}.${rest}`)
  const there = composer.place(target)
  const { id: own, join } = followed(composer, target, sql`l.to_id`)
  there.within = id => sql`${id} = ${own}`
  const value = jsonValue(composer, columnAt(composer, there, rest), there, rest)
  const sight = sightOf(composer, there, 'read')
  const from = sql`${linksOf(composer, place.entity, field)} l ${join}left join ${joinedTableSql(composer, there)} on ${identifier(there.alias)}.id = ${own} and ${sight} ${sql.join(there.joins, sql` `)}`
  const all = sql`coalesce((select json_agg(${value} order by l.position) from ${from} where l.from_id = ${identifier(place.alias)}.id), '[]'::json)`
  return shown(composer, place, reach, place.optional ? sql`case when ${identifier(place.alias)}.id is not null then ${all} end` : all)
}

/** A column in the form JSON has of it: decimals as strings, moments in UTC, money with its currency. */
function jsonValue(composer: Composer, column: Column, place: Place, path: string): SQL {
  if (column.compare === 'instant') return sql`to_char(${column.sql} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  if (column.compare === 'time') return sql`left(${column.sql}::text, 5)`
  if (column.compare === 'decimal') return sql`${column.sql}::text`
  const shapes = column.field && column.part === null ? partsOf(column.field) : []
  if (column.field && shapes[0]?.part !== undefined) {
    const parts = shapes.map(
      ({ part = '' }) =>
        sql`${word(partNames, `'${part}'` as (typeof partNames)[number])}, ${jsonValue(composer, columnAt(composer, place, `${path}.${part}`), place, path)}`,
    )
    const object = sql`json_build_object(${sql.join(parts, sql`, `)})`
    return sql`case when ${column.sql} is not null then ${column.field.type.type === 'money' ? object : sql`json_strip_nulls(${object})`} end`
  }
  return column.sql
}

/** The keys of values in several columns, as statements write them. */
const partNames = ["'amount'", "'currency'", "'lines'", "'city'", "'state'", "'postcode'", "'country'", "'entity'", "'id'"] as const

function linesValue(composer: Composer, place: Place, field: ModelField): SQL {
  const line = composer.model.entities.get(field.to ?? '')
  if (!line) throw unknownName(field.name)
  const there = composer.place(line)
  const names = visibleFields(composer, line, false)
  const values = selectSql(composer, there, names)
  // What a line looks up in what it refers to.
  const joins = there.joins.length === 0 ? sql`` : sql` ${sql.join(there.joins, sql` `)}`
  const by = identifier(snake((field.options as unknown as { readonly by: string }).by))
  const alias = identifier(there.alias)
  const reach = composer.access.field(place.entity.name, field.name, 'read')
  const live = place.binned ? sql`${alias}.deleted_at = ${identifier(place.alias)}.deleted_at` : sql`${alias}.deleted_at is null`
  // Where the lines are hidden, not even their number shows.
  const open = typeof reach === 'string' ? sql`` : sql` and ${heldSql(composer, place, reach, 'read')}`
  return sql`coalesce((select json_agg(row_to_json(_row)) from (select ${values} from ${tableSql(composer, there)}${joins} where ${alias}.${by} = ${identifier(place.alias)}.id and ${live}${open} order by ${alias}.position, ${alias}.id) _row), '[]'::json)`
}
