import type { Condition, ConditionScope, FieldType } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import type { Access, Reach } from '../access/access.ts'
import { identifier, tableName } from '../data/identifiers.ts'
import { Refused } from '../errors.ts'
import { conditionSql } from './where.ts'
import { type Model, type ModelEntity, type ModelField, systemFields } from '../registry/model.ts'

/** A value that is known only when the statement runs; what stands before it never changes with it. */
export interface Binder {
  readonly name: string
  readonly read: (query: { readonly where?: unknown }, scope: ConditionScope) => unknown
}

/** Collects what one statement needs while it is composed. */
export class Composer {
  readonly binders: Binder[] = []
  #aliases = 0
  constructor(
    readonly model: Model,
    readonly access: Access,
    readonly schema: string,
  ) {}

  alias(): string {
    this.#aliases += 1
    return `t${this.#aliases}`
  }

  bind(read: Binder['read']): SQL {
    const name = `v${this.binders.length}`
    this.binders.push({ name, read })
    return sql`${sql.placeholder(name)}`
  }
}

/** One entity's table under an alias. */
export interface Place {
  readonly entity: ModelEntity
  readonly alias: string
}

export interface Column {
  readonly sql: SQL
  readonly field: ModelField | null
  readonly compare: FieldType['compare']
}

export function unknownName(name: string): Refused {
  return new Refused(400, 'bad_query', 'There is no field "{name}" here.', { values: { name: name.slice(0, 80) } })
}

/**
 * The one way a value of a record comes into a statement, wherever it stands: selected, compared,
 * sorted, grouped, searched. A field that is not there for this caller is unknown; one that is
 * there on some records only is null on the others; a record out of sight gives null.
 */
export function columnAt(composer: Composer, place: Place, path: string): Column {
  const [first = '', ...rest] = path.split('.')
  const system = rest.length === 0 ? systemFields.get(first) : undefined
  if (system) return { sql: sql`${identifier(place.alias)}.${identifier(system.column)}`, field: null, compare: system.compare }
  const name = first === '$title' ? place.entity.title : first
  const field = place.entity.fields.get(name)
  const reach = field ? composer.access.field(place.entity.name, name, 'read') : 'none'
  if (!field || reach === 'none') throw unknownName(path)
  if (rest.length === 0 || field.type.type === 'money') {
    const part = rest[0]
    const column = field.columns.find(one => (part === undefined ? true : one.part === part))
    if (!column || rest.length > 1) throw unknownName(path)
    const raw = sql`${identifier(place.alias)}.${identifier(column.name)}`
    return { sql: shown(composer, place, reach, raw), field, compare: part === 'amount' ? 'decimal' : part === 'currency' ? 'text' : field.type.compare }
  }
  const target = field.type.type === 'reference' && field.to ? composer.model.entities.get(field.to) : undefined
  if (!target || composer.access.rows(target.name, 'read') === 'none') throw unknownName(path)
  const there: Place = { entity: target, alias: composer.alias() }
  const inner = columnAt(composer, there, rest.join('.'))
  const key = shown(composer, place, reach, sql`${identifier(place.alias)}.${identifier((field.columns[0] as { name: string }).name)}`)
  return { ...inner, sql: sql`(select ${inner.sql} from ${tableName(composer.schema, target.table)} ${identifier(there.alias)} where ${identifier(there.alias)}.id = ${key} and ${inSight(composer, there, 'read')})` }
}

function shown(composer: Composer, place: Place, reach: Reach, raw: SQL): SQL {
  if (typeof reach === 'string') return raw
  return sql`case when ${anyOf(composer, place, reach)} then ${raw} end`
}

/** Live and within reach of a verb. */
export function inSight(composer: Composer, place: Place, verb: string): SQL {
  const live = sql`${identifier(place.alias)}.deleted_at is null`
  return sql`${live} and ${withinReach(composer, place, verb)}`
}

export function withinReach(composer: Composer, place: Place, verb: string): SQL {
  const reach = composer.access.rows(place.entity.name, verb)
  if (reach === 'none') return sql`false`
  return reach === 'all' ? sql`true` : anyOf(composer, place, reach)
}

/** Conditions of grants look at the record as it is, not as the caller may see it. */
function anyOf(composer: Composer, place: Place, conditions: readonly Condition[]): SQL {
  const past = new Proxy(composer, { get: (target, key) => (key === 'access' ? { ...target.access, rows: () => 'all', field: () => 'all' } : Reflect.get(target, key, target)) })
  return sql`(${sql.join(conditions.map(condition => conditionSql(past, place, condition, null)), sql` or `)})`
}

