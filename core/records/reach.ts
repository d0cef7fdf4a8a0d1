import type { Condition } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import type { Access, Reach } from '../access/access.ts'
import { identifier, snake, tableName } from '../data/identifiers.ts'
import type { Model, ModelEntity } from '../registry/model.ts'
import { type Composer, fromSql, type Place } from './composer.ts'

/** A value where it may be read, and null elsewhere. */
export function shown(composer: Composer, place: Place, reach: Reach, raw: SQL): SQL {
  if (typeof reach === 'string') return raw
  return sql`case when ${heldSql(composer, place, reach, 'read')} then ${raw} end`
}

/** The records on which a field may be read; null for all. A name that was kept of another record is read where that one's title may be. */
export function readSql(composer: Composer, place: Place, name: string, reach: Reach): SQL | null {
  const own = typeof reach === 'string' ? null : heldSql(composer, place, reach, 'read')
  const kept = place.entity.definition.about?.title === name ? titledSql(composer, place) : null
  return own && kept ? sql`${own} and ${kept}` : (own ?? kept)
}

/** Whether names that records of an entity keep of others may be hidden from someone. */
export function hidesTitles({ model, access }: { readonly model: Model; readonly access: Access }, entity: ModelEntity): boolean {
  if (!entity.definition.about?.title || access.system || access.shape === 'all') return false
  return subjects({ model, access }).some(one => access.field(one.name, one.title, 'read') !== 'all')
}

/** The entities whose records others hang on and someone sees. */
function subjects({ model, access }: { readonly model: Model; readonly access: Access }): ModelEntity[] {
  return [...model.entities.values()].filter(one => one.definition.activities && access.rows(one.name, 'read') !== 'none')
}

function titledSql(composer: Composer, place: Place): SQL | null {
  const { about } = place.entity.definition
  if (!about || !hidesTitles(composer, place.entity)) return null
  // As everywhere, rights look at what is there today.
  const today = composer.past ? composer.today() : composer
  const branches = subjects(composer).flatMap(entity => {
    const reach = composer.access.field(entity.name, entity.title, 'read')
    if (reach === 'none') return []
    const named = sql`${aboutColumn(place, about.entity)} = ${composer.bind(() => entity.name)}`
    if (reach === 'all') return [named]
    const there = today.place(entity)
    const held = heldSql(today, there, reach, 'read')
    today.asked(there)
    return [
      sql`(${named} and exists (select from ${fromSql(today, there)} where ${identifier(there.alias)}.id = ${namedId(aboutColumn(place, about.record))} and ${held}))`,
    ]
  })
  return branches.length === 0 ? sql`false` : sql`(${sql.join(branches, sql` or `)})`
}

function aboutColumn(place: Place, name: string): SQL {
  return sql`${identifier(place.alias)}.${identifier(place.entity.fields.get(name)?.columns[0]?.name ?? '')}`
}

/** The id that a text names: compared as texts, all records of the other entity would be read. */
function namedId(text: SQL): SQL {
  return sql`case when ${text} ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then ${text}::uuid end`
}

/** Live and within reach of a verb. */
export function sightOf(composer: Composer, place: Place, verb: string): SQL {
  // What is read of the past is in sight already, except that lines are asked for by what they stand in.
  if (composer.past && verb === 'read' && !place.entity.linesOf) return sql`true`
  const reach = reachOf(composer, place, verb)
  const live = sql`${identifier(place.alias)}.deleted_at is null`
  return reach === null ? live : sql`${live} and ${reach}`
}

/** Removed, and within reach of whoever may see it and put it back. */
export function binSightOf(composer: Composer, place: Place): SQL {
  const reaches = ['read', 'remove'].map(verb => reachOf(composer, place, verb)).filter(reach => reach !== null)
  return sql.join([sql`${identifier(place.alias)}.deleted_at is not null`, ...reaches], sql` and `)
}

/** The rows of a verb as a condition; null for all. */
export function reachOf(composer: Composer, place: Place, verb: string): SQL | null {
  composer.asked(place)
  if (composer.past)
    return place.entity.linesOf ? reachOf(composer.today(), place, verb) : asToday(composer, place, (today, there) => reachOf(today, there, verb))
  const rows = rowsSql(composer, place, verb)
  const about = aboutReach(composer, place) ?? linesReach(composer, place)
  return rows && about ? sql`${rows} and ${about}` : (rows ?? about)
}

/** The rows that grants of a verb reach, and where what is read is to leave the house those of that right as well; null for all. */
function rowsSql(composer: Composer, place: Place, verb: string): SQL | null {
  const { access, model } = composer
  const verbs = verb === 'read' && access.within && standsIn(model, place.entity, access.within.entity) ? [verb, access.within.verb] : [verb]
  const rows = verbs.flatMap(one => {
    const reach = access.rows(place.entity.name, one)
    return reach === 'all' ? [] : [reach === 'none' ? sql`false` : heldSql(composer, place, reach, one)]
  })
  return rows.length === 0 ? null : sql.join(rows, sql` and `)
}

/** Whether records of an entity are those of another, or lines in them. */
function standsIn(model: Model, entity: ModelEntity, name: string): boolean {
  if (entity.name === name) return true
  const parent = entity.linesOf && entity.linesOf.entity !== entity.name ? model.entities.get(entity.linesOf.entity) : undefined
  return parent !== undefined && standsIn(model, parent, name)
}

/** Rights look at the record as it is now, also where its past is read. */
function asToday(composer: Composer, place: Place, of: (today: Composer, there: Place) => SQL | null): SQL | null {
  const today = composer.today()
  const there = today.place(place.entity)
  const held = of(today, there)
  if (held === null) return null
  today.asked(there)
  return sql`exists (select from ${fromSql(today, there)} where ${identifier(there.alias)}.id = ${identifier(place.alias)}.id and ${held})`
}

/** Lines are seen where the field that holds them is. */
function linesReach(composer: Composer, place: Place): SQL | null {
  const { linesOf } = place.entity
  const reach = linesOf ? composer.access.field(linesOf.entity, linesOf.field, 'read') : 'all'
  return typeof reach === 'string' ? null : heldSql(composer, place, reach, 'read')
}

/** Records that conditions of grants reach, and those that were shared by themselves; of lines, those whose record is one. */
export function heldSql(composer: Composer, place: Place, conditions: readonly Condition[], verb: string): SQL {
  const { entity } = place
  if (composer.past && entity.linesOf) return heldSql(composer.today(), place, conditions, verb)
  if (composer.past) return asToday(composer, place, (today, there) => heldSql(today, there, conditions, verb)) ?? sql`true`
  const parent = entity.linesOf && entity.linesOf.entity !== entity.name ? composer.model.entities.get(entity.linesOf.entity) : undefined
  if (entity.linesOf && parent) {
    const there = composer.place(parent)
    const held = heldSql(composer, there, conditions, verb)
    composer.asked(there)
    const by = sql`${identifier(place.alias)}.${identifier(snake(entity.linesOf.by))}`
    return sql`${by} in (select ${identifier(there.alias)}.id from ${fromSql(composer, there)} where ${held})`
  }
  const own = anyOf(composer, place, conditions)
  return composer.access.shared(entity.name, verb) ? sql`(${own} or ${sharedSql(composer, place, verb)})` : own
}

/** The ids come as one list, found once: the database looks them up by their index, beside the branches of the grants. */
function sharedSql(composer: Composer, place: Place, verb: string): SQL {
  const { schema } = composer
  const me = composer.bind((_, scope) => scope.me)
  const teams = composer.bind((_, scope) => scope.myTeams)
  const { roles } = composer.access.caller
  const change = verb === 'update' ? sql` and s.may = 'change'` : sql``
  return sql`${identifier(place.alias)}.id = any(array(
    select s.record::uuid from ${tableName(schema, 'core_share')} s where s.entity = ${composer.bind(() => place.entity.name)} and s.deleted_at is null${change} and (s.user = ${me}::uuid or s.team = any(${teams}::uuid[])
      or s.role in (select r.id from ${tableName(schema, 'core_role')} r where r.name = any(${composer.bind(() => roles)}::text[]) and r.deleted_at is null))))`
}

/**
 * Conditions of grants look at the record as it is, not as the caller may see it. They stand in a
 * subquery of their own where they follow references, so that the way there is not limited either.
 */
function anyOf(composer: Composer, place: Place, conditions: readonly Condition[]): SQL {
  const whole = composer.unbounded()
  const branches = conditions.map(condition => {
    const self = composer.place(place.entity)
    const inner: Place = { ...self, alias: place.alias }
    const composed = whole.condition(whole, inner, condition, null)
    if (inner.joins.length === 0) return composed
    const again = composer.place(place.entity)
    const there: Place = { ...again }
    const deep = whole.condition(whole, there, condition, null)
    return sql`exists (select from ${fromSql(whole, there)} where ${identifier(there.alias)}.id = ${identifier(place.alias)}.id and ${deep})`
  })
  return branches.length === 1 ? (branches[0] as SQL) : sql`(${sql.join(branches, sql` or `)})`
}

/** Records that hang on others (activities, files) are seen by whoever sees those; what hangs on nothing, by its people. */
function aboutReach(composer: Composer, place: Place): SQL | null {
  const about = place.entity.definition.about
  const { access } = composer
  if (!about || access.system || access.shape === 'all') return null
  const column = (name: string): SQL => aboutColumn(place, name)
  const me = composer.bind((_, scope) => scope.me)
  const mine = [sql`${identifier(place.alias)}.created_by = ${me}::uuid`]
  for (const field of place.entity.fields.values())
    if (field.to === 'core.user' && field.type.type === 'reference') mine.push(sql`${column(field.name)} = ${composer.bind((_, scope) => scope.me)}::uuid`)
  const branches = [sql`(${column(about.entity)} is null and (${sql.join(mine, sql` or `)}))`]
  for (const entity of subjects(composer)) {
    const there = composer.place(entity)
    const sight = sightOf(composer, there, 'read')
    branches.push(
      sql`(${column(about.entity)} = ${composer.bind(() => entity.name)} and exists (select from ${fromSql(composer, there)} where ${identifier(there.alias)}.id = ${namedId(column(about.record))} and ${sight}))`,
    )
  }
  return sql`(${sql.join(branches, sql` or `)})`
}
