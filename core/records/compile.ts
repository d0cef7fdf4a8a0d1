import type { Comparison, Formula } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import type { Reach } from '../access/access.ts'
import { identifier, tableName } from '../data/identifiers.ts'
import { Refused } from '../errors.ts'
import { formulaSql } from '../formulas/sql.ts'
import { linkTable, targetsOf } from '../registry/links.ts'
import { type Computed, type ModelEntity, type ModelField, systemFields } from '../registry/model.ts'
import type { Rollup } from '../rollups/of.ts'
import { rollupSql } from '../rollups/read.ts'
import { type Composer, joinedTableSql, type Place } from './composer.ts'
import { followed, mergedOf, standingFor } from './merge/following.ts'
import { heldSql, readSql, shown, sightOf } from './reach.ts'

export interface Column {
  readonly sql: SQL
  readonly field: ModelField | null
  readonly compare: Comparison
  readonly part: string | null
  /** Never null in the database. */
  readonly filled: boolean
  /** The records on which the reader may read it, where that is not on all. */
  readonly open?: SQL
}

export function unknownName(name: string): Refused {
  return new Refused(400, 'bad_query', 'There is no field "{name}" here.', { values: { name: String(name).slice(0, 80) } })
}

/**
 * The one way a value of a record comes into a statement, wherever it stands: selected, compared,
 * sorted, grouped, searched. A field that is not there for this caller is unknown; one that is
 * there on some records only is null on the others; a record out of sight gives null.
 */
export function columnAt(composer: Composer, place: Place, path: string): Column {
  const dot = path.indexOf('.')
  const first = dot === -1 ? path : path.slice(0, dot)
  const rest = dot === -1 ? null : path.slice(dot + 1)
  const system = systemFields.get(first)
  if (system) return systemColumn(composer, place, path, system, rest)
  if (path === 'position' && place.entity.linesOf)
    return { sql: sql`${identifier(place.alias)}.position`, field: null, compare: 'number', part: null, filled: true }
  const name = first === '$title' ? place.entity.title : first
  const field = place.entity.fields.get(name)
  const reach = field ? composer.access.field(place.entity.name, name, 'read') : 'none'
  if (first === '$title' && field && reach === 'none') return untitled
  if (!field || reach === 'none') throw unknownName(path)
  if (field.computed) return computedColumn(composer, place, field, field.computed, reach, path, rest)
  if (field.type.type === 'references' && rest === null) {
    const own = idsSql(composer, place, field)
    const ids = place.optional ? sql`case when ${identifier(place.alias)}.id is not null then ${own} end` : own
    return { sql: shown(composer, place, reach, ids), field, compare: 'ids', part: null, filled: reach === 'all', ...openOn(composer, place, reach) }
  }
  if (field.columns.length === 0) throw unknownName(path)
  if (field.type.type === 'oneOf' && rest === '$title') return pointedTitle(composer, place, field, reach, path)
  if (field.columns[0]?.part !== undefined) return partColumn(composer, place, field, reach, path, rest)
  const raw = sql`${identifier(place.alias)}.${identifier(field.columns[0]?.name ?? '')}`
  const open = readSql(composer, place, name, reach)
  const column = open === null ? raw : sql`case when ${open} then ${raw} end`
  if (rest === null)
    return { sql: column, field, compare: field.type.compare, part: null, filled: open === null && field.options.required === true, ...(open && { open }) }
  return through(composer, place, first, column, field.to, path, rest)
}

const untitled: Column = { sql: sql`null::text`, field: null, compare: 'text', part: null, filled: false }

function openOn(composer: Composer, place: Place, reach: Reach): Pick<Column, 'open'> {
  return typeof reach === 'string' ? {} : { open: heldSql(composer, place, reach, 'read') }
}

/** A value that is worked out: of what is there for this caller, and null where they may not see all that it is made of. */
function computedColumn(composer: Composer, place: Place, field: ModelField, computed: Computed, reach: Reach, path: string, rest: string | null): Column {
  if (computed.kind !== 'formula' || !computed.local) composer.drifts()
  if (computed.kind === 'lookup') {
    const { open: _, ...found } = columnAt(composer, place, rest === null ? computed.path : `${computed.path}.${rest}`)
    return { ...found, sql: shown(composer, place, reach, found.sql), ...openOn(composer, place, reach) }
  }
  const isMoney = field.type.type === 'money'
  if (computed.kind === 'rollup') return rollupColumn(composer, place, field, computed, reach, path, rest)
  const part = rest ?? (isMoney ? 'amount' : null)
  if (part !== null && !(isMoney && (part === 'amount' || part === 'currency'))) throw unknownName(path)
  const value = formulaColumn(composer, place, computed.tree, part)
  const guard = guardOf(composer, place, computed.uses)
  const conditions = [...(place.optional ? [sql`${identifier(place.alias)}.id is not null`] : []), ...(guard ? [guard] : [])]
  return {
    sql: shown(composer, place, reach, conditions.length > 0 ? sql`case when ${sql.join(conditions, sql` and `)} then ${value} end` : value),
    field,
    compare: !isMoney ? field.type.compare : rest === null ? 'none' : part === 'amount' ? 'decimal' : 'text',
    part: rest,
    filled: false,
    ...openOn(composer, place, reach),
  }
}

/** A rollup is read whole by whoever may read it: that right is its own, and looks no further. */
function rollupColumn(composer: Composer, place: Place, field: ModelField, rollup: Rollup, reach: Reach, path: string, rest: string | null): Column {
  const isMoney = field.type.type === 'money'
  if (rest !== null && !(isMoney && (rest === 'amount' || rest === 'currency'))) throw unknownName(path)
  if (composer.past)
    throw new Refused(400, 'not_as_of', '{label} is kept up for today only. Look at the past without a condition, an order or a group by it.', {
      values: { label: field.label },
    })
  const own = sql`${identifier(place.alias)}.id`
  const merged = mergedOf(composer, place.entity)
  const is = merged ? sql`= any(${standingFor(composer, merged, sql`array[${own}]`)})` : sql`= ${own}`
  const sum = rollupSql(composer.schema, is, rollup, isMoney ? 'decimal' : field.type.compare)
  const value = rest === 'currency' ? sql`case when ${sum} is not null then ${composer.bind(() => rollup.currency)}::text end` : sum
  const there = place.optional ? sql`case when ${identifier(place.alias)}.id is not null then ${value} end` : value
  return {
    sql: shown(composer, place, reach, there),
    field,
    compare: !isMoney ? field.type.compare : rest === null ? 'none' : rest === 'amount' ? 'decimal' : 'text',
    part: rest,
    filled: false,
    ...openOn(composer, place, reach),
  }
}

/** A formula at a place, or one part of an amount that it makes. */
export function formulaColumn(composer: Composer, place: Place, tree: Formula, part: string | null): SQL {
  const of = (one: Formula): SQL =>
    formulaSql(one, {
      column: name => columnAt(composer, place, name).sql,
      constant: value => composer.bind(() => value),
      today: () => composer.bind((_, scope) => scope.today),
      zone: () => composer.bind((_, scope) => scope.zone),
    })
  const [amount, currency] = part !== null && tree.op === 'call' ? tree.args : []
  if (amount && currency) {
    const [wanted, other] = part === 'amount' ? [sql`trim_scale(${of(amount)})`, of(currency)] : [of(currency), of(amount)]
    return sql`case when ${other} is not null then ${wanted} end`
  }
  const value = of(tree)
  if (tree.kind === 'decimal') return sql`trim_scale(${value})`
  return tree.kind === 'text' ? sql`(${value} collate "und-x-icu")` : value
}

/** What must hold for the reader to know all values of related records that go into a formula; null where they know them anyway. */
function guardOf(composer: Composer, place: Place, uses: readonly string[]): SQL | null {
  if (composer.access.system || composer.access.shape === 'all') return null
  const conditions = uses.flatMap(path => {
    const parts = path.split('.')
    const steps = parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('.'))
    const { open } = columnAt(composer, place, path)
    return steps.map((step, at) => {
      const known = sql`${columnAt(composer, place, `${step}.id`).sql} is not null`
      return sql`(${columnAt(composer, place, step).sql} is null or ${open && at === steps.length - 1 ? sql`(${known} and (${open}) is true)` : known})`
    })
  })
  return conditions.length === 0 ? null : sql.join(conditions, sql` and `)
}

function systemColumn(
  composer: Composer,
  place: Place,
  path: string,
  system: { readonly column: string; readonly compare: Comparison },
  rest: string | null,
): Column {
  const column = sql`${identifier(place.alias)}.${identifier(system.column)}`
  if (rest === null) return { sql: column, field: null, compare: system.compare, part: null, filled: system.compare !== 'id' || system.column === 'id' }
  if (!system.column.endsWith('_by')) throw unknownName(path)
  return through(composer, place, path.slice(0, path.indexOf('.')), column, 'core.user', path, rest)
}

/** A value in several columns, such as money: by its path it is known by whether there is any, by its parts (`value.amount`) by what they are. */
function partColumn(composer: Composer, place: Place, field: ModelField, reach: Reach, path: string, rest: string | null): Column {
  const raw = (name: string): SQL => sql`${identifier(place.alias)}.${identifier(name)}`
  if (rest === null) {
    const [first, ...more] = field.columns.map(column => raw(column.name))
    // An amount is never without its currency; of an address any part may be all that is known.
    const any = field.type.type === 'money' || field.type.type === 'oneOf' ? first : sql`coalesce(${sql.join([first as SQL, ...more], sql`, `)})`
    return { sql: shown(composer, place, reach, any as SQL), field, compare: 'none', part: null, filled: false, ...openOn(composer, place, reach) }
  }
  const column = field.columns.find(one => one.part === rest)
  if (!column) throw unknownName(path)
  return {
    sql: shown(composer, place, reach, raw(column.name)),
    field,
    compare: column.compare ?? 'text',
    part: rest,
    filled: false,
    ...openOn(composer, place, reach),
  }
}

/** What the record is called that one of several entities has: a join for each, of which one finds something. */
function pointedTitle(composer: Composer, place: Place, field: ModelField, reach: Reach, path: string): Column {
  const [entity, id] = ['entity', 'id'].map(part => partColumn(composer, place, field, reach, path, part).sql) as [SQL, SQL]
  const titles = targetsOf(field).flatMap(name => {
    const target = composer.model.entities.get(name)
    if (!target || composer.access.rows(name, 'read') === 'none' || composer.access.field(name, target.title, 'read') === 'none') return []
    const there = joined(composer, place, `${field.name} ${name}`, sql`case when ${entity} = ${composer.bind(() => name)} then ${id} end`, name, path)
    return [sql`(${columnAt(composer, there, target.title).sql})::text`]
  })
  const title = titles.length === 0 ? sql`null::text` : sql`coalesce(${sql.join(titles, sql`, `)})`
  return { sql: sql`${title} collate "und-x-icu"`, field: null, compare: 'text', part: null, filled: false }
}

/** The ids that a field of several references holds, in their order. */
function idsSql(composer: Composer, place: Place, field: ModelField): SQL {
  return sql`array(select l.to_id from ${linksOf(composer, place.entity, field)} l where l.from_id = ${identifier(place.alias)}.id order by l.position)`
}

export function linksOf(composer: Composer, entity: ModelEntity, field: ModelField): SQL {
  composer.drifts()
  return composer.past ? composer.past.links(composer, entity, field) : tableName(composer.schema, linkTable(entity, field))
}

function through(composer: Composer, place: Place, name: string, key: SQL, to: string | null, path: string, rest: string): Column {
  // The name of what one may not see is empty, so that a list that names it can still be read.
  if (rest === '$title' && to !== null && composer.model.entities.has(to) && composer.access.rows(to, 'read') === 'none') return untitled
  return { ...columnAt(composer, joined(composer, place, name, key, to, path), rest), filled: false }
}

/** The place that references lead to from another: `firm.parent`. */
export function placeAt(composer: Composer, place: Place, path: string): Place {
  return path.split('.').reduce((at, name) => {
    const key = columnAt(composer, at, name)
    if (key.compare !== 'id') throw unknownName(path)
    return joined(composer, at, name, key.sql, key.field ? key.field.to : name.endsWith('By') ? 'core.user' : null, path)
  }, place)
}

/** Follows a reference to who its record is now: one join for each, however often it is named. */
function joined(composer: Composer, place: Place, name: string, key: SQL, to: string | null, path: string): Place {
  const target = to === null ? undefined : composer.model.entities.get(to)
  if (!target || composer.access.rows(target.name, 'read') === 'none') throw unknownName(path)
  const known = place.known.get(name)
  if (known) return known
  const there = composer.place(target)
  const { id: own, join } = followed(composer, target, key)
  const inner: Place = { ...there, joins: place.joins, optional: true, within: id => sql`${id} = ${own}` }
  place.known.set(name, inner)
  // What the target's own sight needs is looked up within the join, so that nothing is left behind when it fails.
  const sight = sightOf(composer, inner, 'read')
  place.joins.push(sql`${join}left join ${joinedTableSql(composer, inner)} on ${identifier(inner.alias)}.id = ${own} and ${sight}`)
  return inner
}
