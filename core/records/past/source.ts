import { type SQL, sql } from 'drizzle-orm'
import { identifier, snake, tableName } from '../../data/identifiers.ts'
import { formerNames } from '../../registry/former.ts'
import { linkTable } from '../../registry/links.ts'
import type { ModelEntity, ModelField } from '../../registry/model.ts'
import type { Composer, Past, Place, Within } from '../composer.ts'
import { binSightOf, sightOf } from '../reach.ts'
import { castSql, listOf } from './cast.ts'

/**
 * The past of a table, in the columns of the table. A record that nobody has changed since is read from its row, with the row's indexes; one that
 * was changed since, from the last snapshot of it before the moment. The caller's rights are asked of the row as it is today, in both; a record
 * that lies in the bin today is there for whoever may open the bin.
 */
export function pastWithout(absent: readonly string[]): Past {
  return {
    table: (composer, { entity, within, half }) => {
      const then = { composer, entity, within, half, absent: new Set(absent) }
      return entity.linesOf ? linesThen(then, entity.linesOf) : recordsThen(then)
    },
    links: linksThen,
  }
}

interface Wanted {
  readonly composer: Composer
  readonly entity: ModelEntity
  readonly within: Within | undefined
  readonly half: Place['half']
  readonly absent: ReadonlySet<string>
}

interface Row {
  readonly place: Place
  /** Its alias, and that of the snapshot. */
  readonly c: SQL
  readonly h: SQL
}

function rowOf(today: Composer, entity: ModelEntity): Row {
  const place = today.place(entity)
  return { place, c: identifier(place.alias), h: identifier(`${place.alias}h`) }
}

/** Rows that nobody has changed since, and live. */
function unchanged(composer: Composer, today: Composer, { place, c }: Row): SQL {
  return sql`${c}.updated_at <= ${composer.moment()} and ${sightOf(today, place, 'read')}`
}

/** Rows that were changed since, each with its last snapshot before the moment; what stands after `where` besides. */
function changed(composer: Composer, today: Composer, { place, c, h }: Row): { readonly from: SQL; readonly where: SQL } {
  const { entity } = place
  const last = sql`(select s.version, s.verb, s.at, s.by_user, s.snapshot from ${tableName(composer.schema, 'core_history')} s
    where s.entity = ${composer.bind(() => entity.name)}::text and s.record_id = ${c}.id and s.at <= ${composer.moment()} order by s.version desc limit 1)`
  const sight = entity.bin ? sql`(${sightOf(today, place, 'read')} or ${binSightOf(today, place)})` : sightOf(today, place, 'read')
  return {
    from: sql`${tableName(composer.schema, entity.table)} ${c} cross join lateral ${last} ${h}`,
    where: sql`${changedSince(composer, c)} and ${h}.verb <> 'remove' and ${sight}`,
  }
}

function changedSince(composer: Composer, c: SQL): SQL {
  return sql`${c}.updated_at > ${composer.moment()} and ${c}.created_at <= ${composer.moment()}`
}

function recordsThen({ composer, entity, within, half, absent }: Wanted): SQL {
  const today = composer.today()
  const [now, then] = [rowOf(today, entity), rowOf(today, entity)]
  const narrowed = (c: SQL): SQL => (within ? sql` and ${within(sql`${c}.id`)}` : sql``)
  const old = changed(composer, today, then)
  const { c, h } = then
  const kept = sql`select ${systemOf(now.c)}${storedOf(entity, now.c, absent)} from ${tableName(composer.schema, entity.table)} ${now.c} where ${unchanged(composer, today, now)}${narrowed(now.c)}`
  const told = sql`
    select ${c}.id, ${h}.version, ${c}.created_at, ${c}.created_by, ${h}.at as updated_at, ${h}.by_user as updated_by, null::timestamptz as deleted_at${thenOf(composer, entity, sql`${h}.snapshot`)}
    from ${old.from} where ${old.where}${narrowed(c)}`
  return halfOf(half, kept, told)
}

function halfOf(half: Place['half'], unchanged: SQL, changed: SQL): SQL {
  if (half) return sql`(${half === 'unchanged' ? unchanged : changed})`
  return sql`(${unchanged} union all ${changed})`
}

/** Lines are kept with the record they stand in, and are as old as it. */
function linesThen({ composer, entity, within, half, absent }: Wanted, { entity: name, field, by }: NonNullable<ModelEntity['linesOf']>): SQL {
  const parent = composer.model.entities.get(name) as ModelEntity
  const today = composer.today()
  const [now, then] = [rowOf(today, parent), rowOf(today, parent)]
  const [l, e] = [identifier(`${now.place.alias}l`), identifier(`${then.place.alias}e`)]
  const column = identifier(snake(by))
  const narrowed = (id: SQL): SQL => (within ? sql` and ${within(id)}` : sql``)
  const old = changed(composer, today, then)
  const line = sql`${e}.value`
  const of = (key: string, type: Parameters<typeof castSql>[0]): SQL => castSql(type, at(composer, line, key))
  const id = of('id', 'uuid')
  const kept = sql`
    select ${systemOf(l)}${storedOf(entity, l, absent)}, ${l}.position from ${tableName(composer.schema, entity.table)} ${l} join ${tableName(composer.schema, parent.table)} ${now.c} on ${now.c}.id = ${l}.${column}
    where ${l}.deleted_at is null and ${unchanged(composer, today, now)}${narrowed(sql`${l}.id`)}`
  const told = sql`
    select ${id} as id, ${of('version', 'integer')} as version, ${of('createdAt', 'timestamptz(3)')} as created_at, ${of('createdBy', 'uuid')} as created_by, ${of('updatedAt', 'timestamptz(3)')} as updated_at,
      ${of('updatedBy', 'uuid')} as updated_by, null::timestamptz as deleted_at${thenOf(composer, entity, line, { by, id: sql`${then.c}.id` })}, (${e}.place - 1)::integer as position
    from ${old.from} cross join lateral jsonb_array_elements(${listOf(at(composer, sql`${then.h}.snapshot`, field))}) with ordinality ${e}(value, place) where ${old.where}${narrowed(id)}`
  return halfOf(half, kept, told)
}

function linksThen(composer: Composer, entity: ModelEntity, field: ModelField): SQL {
  const today = composer.today()
  const table = tableName(composer.schema, linkTable(entity, field))
  const holder = entity.linesOf ? (composer.model.entities.get(entity.linesOf.entity) as ModelEntity) : entity
  const [now, then] = [rowOf(today, holder), rowOf(today, holder)]
  const old = changed(composer, today, then)
  const [k, l, e] = [identifier(`${now.place.alias}k`), identifier(`${now.place.alias}l`), identifier(`${then.place.alias}e`)]
  const lines = entity.linesOf
    ? sql` join ${tableName(composer.schema, entity.table)} ${l} on ${l}.id = ${k}.from_id join ${tableName(composer.schema, holder.table)} ${now.c} on ${now.c}.id = ${l}.${identifier(snake(entity.linesOf.by))}`
    : sql` join ${tableName(composer.schema, holder.table)} ${now.c} on ${now.c}.id = ${k}.from_id`
  const snapshot = sql`${then.h}.snapshot`
  const line = entity.linesOf ? sql` cross join lateral jsonb_array_elements(${listOf(at(composer, snapshot, entity.linesOf.field))}) ${l}(value)` : sql``
  const record = entity.linesOf ? sql`${l}.value` : snapshot
  const from = entity.linesOf ? castSql('uuid', at(composer, record, 'id')) : sql`${then.c}.id`
  return sql`(
    select ${k}.from_id, ${k}.to_id, ${k}.position from ${table} ${k}${lines} where ${unchanged(composer, today, now)}
    union all
    select ${from} as from_id, ${castSql('uuid', sql`${e}.value`)} as to_id, (${e}.place - 1)::integer as position
    from ${old.from}${line} cross join lateral jsonb_array_elements(${listOf(at(composer, record, field.name))}) with ordinality ${e}(value, place) where ${old.where})`
}

function at(composer: Composer, record: SQL, key: string): SQL {
  return sql`(${record} -> ${composer.bind(() => key)}::text)`
}

function systemOf(c: SQL): SQL {
  return sql`${c}.id, ${c}.version, ${c}.created_at, ${c}.created_by, ${c}.updated_at, ${c}.updated_by, null::timestamptz as deleted_at`
}

function storedOf(entity: ModelEntity, c: SQL, absent: ReadonlySet<string>): SQL {
  const columns = [...entity.fields.values()].flatMap(field => {
    const there = !absent.has(`${entity.name} ${field.name}`)
    return field.columns.map(({ name, type }) => (there ? sql`, ${c}.${identifier(name)}` : sql`, ${nothingOf(type)} as ${identifier(name)}`))
  })
  return sql.join(columns, sql``)
}

function nothingOf(type: Parameters<typeof castSql>[0]): SQL {
  return castSql(type, sql`null::jsonb`)
}

/** The stored values of a snapshot, each as its column of today has it. What is secret was never kept. */
function thenOf(composer: Composer, entity: ModelEntity, record: SQL, parent?: { readonly by: string; readonly id: SQL }): SQL {
  const columns = [...entity.fields.values()].flatMap(field =>
    field.columns.map(({ name, part, type }) => {
      const former = formerNames(composer.model, entity.name).get(field.name) ?? []
      const names = [field.name, ...former].map(name => at(composer, record, name))
      const whole = former.length > 0 ? sql`coalesce(${sql.join(names, sql`, `)})` : at(composer, record, field.name)
      const value = part === undefined ? whole : sql`(${whole} -> ${composer.bind(() => part)}::text)`
      const cast = field.options.secret === true ? nothingOf(type) : castSql(type, value)
      return sql`, ${field.name === parent?.by ? parent.id : cast} as ${identifier(name)}`
    }),
  )
  return sql.join(columns, sql``)
}
