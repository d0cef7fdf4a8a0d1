import { type SQL, sql } from 'drizzle-orm'
import { identifier, snake } from '../data/identifiers.ts'
import type { ModelEntity, ModelField } from '../registry/model.ts'
import { reverseOf, reverseStep, walkPath } from '../registry/paths.ts'
import { columnAt, linksOf, placeAt, unknownName } from './compile.ts'
import { type Composer, fromSql, type Place } from './composer.ts'
import { followed, mergedOf, standingFor } from './merge/following.ts'
import { badQuery, isObject } from './query.ts'
import { shown, sightOf } from './reach.ts'

/** Records that belong to one: its lines, those that point at it. */
interface Relation {
  /** Where the record stands that they belong to. */
  readonly base: Place
  readonly target: ModelEntity
  /** A truth about it where who asks may read the field that makes it, and nothing elsewhere. */
  readonly open: (truth: SQL) => SQL
  /** The same of the lookups on the way to it. */
  readonly looked: (truth: SQL) => SQL
  /** That a record of the target belongs to the base, and is in the caller's sight. */
  readonly belongs: (there: Place) => SQL
  /** That there are any, where that is told without looking at what they are. */
  readonly any?: SQL
  /** That one of them is a given id, or among given ids, as a comparison says. */
  readonly holds?: (is: SQL) => SQL
  /** Whether references lead to the base, so that it may not be there. */
  readonly away: boolean
}

/** The relation a path ends at (`lines`, `firm.deals.deal:firm`); null where it ends at a value. Refuses what this caller may not know of. */
export function relationAt(composer: Composer, place: Place, path: string): Relation | null {
  const { model, access } = composer
  const end = walkPath(model.entities, place.entity.name, path)
  if (typeof end === 'string' || !end.operators.includes('some')) return null
  const target = model.entities.get(end.to ?? '')
  if (!target) return null
  const away = furtherAt(composer, place, path)
  if (away !== 'here') return away
  const base = place
  const back = reverseStep(end.name)
  if (back) {
    const found = reverseOf(model.entities, base.entity, back)
    const closed = (target.internal && !access.system) || access.rows(target.name, 'read') === 'none'
    if (!found || closed || access.field(target.name, back.field, 'read') === 'none') throw unknownName(path)
    const points = (there: Place): SQL => sql`${pointsAt(composer, there, found.field, base)} and ${sightOf(composer, there, 'read')}`
    return { base, target, away: false, open: asIs, looked: asIs, belongs: points }
  }
  const reach = access.field(base.entity.name, end.name, 'read')
  if (reach === 'none') throw unknownName(path)
  const open = (truth: SQL): SQL => shown(composer, base, reach, truth)
  if (end.field?.type.type === 'references') {
    if (access.rows(target.name, 'read') === 'none') throw unknownName(path)
    const linked = linksOf(composer, base.entity, end.field)
    const links = sql`${linked} l where l.from_id = ${identifier(base.alias)}.id`
    const { id: own, join } = followed(composer, target, sql`l.to_id`)
    const belongs = (there: Place): SQL => {
      there.within = id => sql`${id} in (select ${own} from ${linked} l ${join}where l.from_id = ${identifier(base.alias)}.id)`
      return sql`${there.within(sql`${identifier(there.alias)}.id`)} and ${sightOf(composer, there, 'read')}`
    }
    const holds = (is: SQL): SQL => sql`${identifier(base.alias)}.id in (select l.from_id from ${linked} l where l.to_id ${is})`
    return { base, target, away: false, open, looked: asIs, belongs, holds, any: sql`exists (select from ${links})` }
  }
  const { by: name } = (end.field?.options ?? {}) as { readonly by?: string }
  const by = identifier(snake(String(name)))
  // Lines are seen by whoever sees what they belong to.
  const belongs = (there: Place): SQL => {
    composer.asked(there)
    return sql`${identifier(there.alias)}.${by} = ${identifier(base.alias)}.id and ${identifier(there.alias)}.deleted_at is null`
  }
  return { base, target, away: false, open, looked: asIs, belongs }
}

const asIs = (truth: SQL): SQL => truth

/** That an id, or one of several, is among the records of a relation, as a comparison says: found by the links' own index. */
export function holdsSql({ base, away, open, looked, holds }: Relation, is: SQL): SQL | null {
  const truth = holds && open(holds(is))
  return truth ? looked(away ? sql`case when ${identifier(base.alias)}.id is not null then ${truth} end` : truth) : null
}

/** The relation of a record that a path leads to first, by a reference or by what a lookup looks along; `here` where it leads nowhere else. */
function furtherAt(composer: Composer, place: Place, path: string): Relation | null | 'here' {
  const [first = '', ...rest] = path.split('.')
  const field = place.entity.fields.get(first)
  if (field?.computed?.kind === 'lookup') {
    const reach = composer.access.field(place.entity.name, first, 'read')
    if (reach === 'none') throw unknownName(path)
    const found = relationAt(composer, place, [field.computed.path, ...rest].join('.'))
    return found && { ...found, looked: truth => shown(composer, place, reach, found.looked(truth)) }
  }
  if (rest.length === 0 || reverseStep(path)) return 'here'
  const found = relationAt(composer, placeAt(composer, place, first), rest.join('.'))
  return found && { ...found, away: true }
}

/** That a record points at another by one of its fields, as far as the caller may read that field. */
function pointsAt(composer: Composer, there: Place, field: ModelField, base: Place): SQL {
  const id = sql`${identifier(base.alias)}.id`
  const merged = mergedOf(composer, base.entity)
  const is = merged ? sql`= any(${standingFor(composer, merged, sql`array[${id}]`)})` : sql`= ${id}`
  if (field.type.type === 'references') {
    const reach = composer.access.field(there.entity.name, field.name, 'read')
    return shown(
      composer,
      there,
      reach,
      sql`${identifier(there.alias)}.id in (select l.from_id from ${linksOf(composer, there.entity, field)} l where l.to_id ${is})`,
    )
  }
  if (field.type.type !== 'oneOf') return sql`${columnAt(composer, there, field.name).sql} ${is}`
  return sql`${columnAt(composer, there, `${field.name}.id`).sql} ${is} and ${columnAt(composer, there, `${field.name}.entity`).sql} = ${composer.bind(() => base.entity.name)}`
}

/** Asks for some, every or none of the records of a relation, or whether there are any, as far as the caller sees them. */
export function relationSql(composer: Composer, relation: Relation, path: string, match: unknown, way: readonly string[] | null, depth: number): SQL {
  if (!isObject(match) || Object.keys(match).length === 0) throw badQuery('"{path}" takes some, every, none or isEmpty.', { path })
  const { base, target, open } = relation
  const there = sql`${identifier(base.alias)}.id is not null`
  const parts = Object.entries(match).map(([operator, operand]): SQL => {
    const one = composer.place(target)
    const belongs = relation.belongs(one)
    if (operator === 'isEmpty') {
      if (typeof operand !== 'boolean') throw badQuery('"isEmpty" of "{path}" is true or false.', { path })
      const some = relation.any ?? sql`exists (select from ${fromSql(composer, one)} where ${belongs})`
      const truth = open(operand ? sql`not ${some}` : some)
      return relation.away ? sql`case when ${there} then ${truth} else ${operand ? sql`true` : sql`false`} end` : truth
    }
    if (!['some', 'every', 'none'].includes(operator)) throw badQuery('"{path}" has no operator "{operator}".', { path, operator })
    const held = composer.condition(composer, one, operand, way && [...way, operator], depth + 1)
    const wanted = operator === 'every' ? sql`(${held}) is not true` : held
    const exists = sql`exists (select from ${fromSql(composer, one)} where ${belongs} and ${wanted})`
    const truth = open(operator === 'some' ? exists : sql`not ${exists}`)
    // Of a record that is not there, nothing is known of what belongs to it.
    return relation.away ? sql`case when ${there} then ${truth} end` : truth
  })
  return relation.looked(sql`(${sql.join(parts, sql` and `)})`)
}
