import { type ConditionScope, instantsOf, isPeriod, type Operator, periods, resolveOperand, resolvePeriod } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import { identifier, tableName } from '../data/identifiers.ts'
import { type Column, columnAt } from './compile.ts'
import type { Composer, Place } from './composer.ts'
import { mergedAmong, mergedOf, nowOf, standingFor } from './merge/following.ts'
import { operandOf } from './operands.ts'
import { badQuery, isObject } from './query.ts'
import { holdsSql, relationAt, relationSql } from './relations.ts'
import { wordsSql } from './words-sql.ts'

/** The way to an operand inside the caller's query; null for a grant's own condition, whose words never change. */
type Way = readonly string[] | null

/** A condition as SQL: three-valued like the database itself, every operand a parameter. */
export function conditionSql(composer: Composer, place: Place, condition: unknown, way: Way, depth = 0): SQL {
  if (!isObject(condition)) throw badQuery('A condition is an object of fields and what they must be.')
  if (depth > 20) throw badQuery('This condition is nested too deeply. Twenty levels are the most.')
  const parts = Object.entries(condition).map(([key, value]): SQL => {
    const next = way && [...way, key]
    if (key === 'or' || key === 'and') return several(composer, place, key, value, next, depth)
    if (key === 'not') return sql`not ${conditionSql(composer, place, value, next, depth + 1)}`
    return fieldSql(composer, place, key, value, next, depth)
  })
  if (parts.length > 100) throw badQuery('A condition holds at most 100 parts.')
  return parts.length === 0 ? sql`true` : sql`(${sql.join(parts, sql` and `)})`
}

function several(composer: Composer, place: Place, kind: 'or' | 'and', value: unknown, way: Way, depth: number): SQL {
  if (!Array.isArray(value) || value.length > 100) throw badQuery('"{kind}" takes a list of at most 100 conditions.', { kind })
  const parts = value.map((one, index) => conditionSql(composer, place, one, way && [...way, String(index)], depth + 1))
  if (parts.length === 0) return kind === 'or' ? sql`false` : sql`true`
  return sql`(${sql.join(parts, kind === 'or' ? sql` or ` : sql` and `)})`
}

function fieldSql(composer: Composer, place: Place, path: string, match: unknown, way: Way, depth: number): SQL {
  const relation = relationAt(composer, place, path)
  if (relation && !(isObject(match) && 'contains' in match)) return relationSql(composer, relation, path, match, way, depth)
  if (relation && isObject(match) && Object.keys(match).length > 1) {
    const each = Object.entries(match).map(([operator, operand]) => fieldSql(composer, place, path, { [operator]: operand }, way, depth))
    return sql.join(each, sql` and `)
  }
  const column = columnAt(composer, place, path)
  if (!isObject(match)) return operatorSql({ composer, column, path, way }, 'eq', match)
  const operators = Object.entries(match)
  if (operators.length === 0) throw badQuery('Say what "{path}" must be.', { path })
  return sql.join(
    operators.map(([operator, operand]) =>
      operatorSql(
        { composer, column, path, way: way && [...way, operator], holds: relation ? is => holdsSql(relation, is) : undefined },
        operator as Operator,
        operand,
      ),
    ),
    sql` and `,
  )
}

interface Term {
  readonly composer: Composer
  readonly column: Column
  readonly path: string
  readonly way: Way
  /** That a relation holds an id that compares so, found by the links' own index. */
  readonly holds?: ((is: SQL) => SQL | null) | undefined
}

const ordered: readonly Operator[] = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'notIn', 'between', 'isEmpty']
const textual: readonly Operator[] = [...ordered, 'contains', 'startsWith']
const likeInstant: readonly Operator[] = [...ordered, 'within']

function allowed({ column, way }: Term): readonly Operator[] {
  const { field, compare } = column
  if (!field && compare === 'instant') return likeInstant
  if (!field || column.part) return compare === 'text' ? textual : ordered
  // A grant may ask whether a reference is one of one's teams; so may anyone.
  return way === null && compare === 'id' ? [...field.type.operators, 'eq', 'in'] : field.type.operators
}

function operatorSql(term: Term, operator: Operator, operand: unknown): SQL {
  const { column, path } = term
  const build = builders.get(operator)
  // A money field compared with nothing at all, as rules write it.
  if (operand === null && operator === 'eq' && column.compare === 'none') return sql`null::boolean`
  if (!build || !allowed(term).includes(operator)) throw badQuery('"{path}" has no operator "{operator}".', { path, operator: String(operator) })
  if (operand === undefined) throw badQuery('Say what "{path}" must be.', { path })
  if (operand === null && operator !== 'isEmpty') return sql`null::boolean`
  return build(term, operand)
}

type Build = (term: Term, operand: unknown) => SQL

const compared =
  (sign: SQL): Build =>
  (term, operand) =>
    sql`${term.column.sql} ${sign} ${one(term, operand)}`

/** What is compared with the ids of records; where of such ones some were merged, with all ids that stand for the same records. */
const standing =
  (sign: SQL, plain: Build, ids: Build): Build =>
  (term, operand) => {
    const merged = term.column.compare === 'id' ? mergedAmong(term.composer, term.column.field) : null
    return merged ? sql`${term.column.sql} ${sign}(${standingFor(term.composer, merged, ids(term, operand))})` : plain(term, operand)
  }

const alone: Build = (term, operand) => sql`array[${one(term, operand)}]`

const builders: ReadonlyMap<Operator, Build> = new Map<Operator, Build>([
  ['eq', standing(sql`= any`, compared(sql`=`), alone)],
  ['ne', standing(sql`<> all`, compared(sql`<>`), alone)],
  ['gt', compared(sql`>`)],
  ['gte', compared(sql`>=`)],
  ['lt', compared(sql`<`)],
  ['lte', compared(sql`<=`)],
  ['in', standing(sql`= any`, (term, operand) => sql`${term.column.sql} = any(${many(term, operand)})`, many)],
  ['notIn', standing(sql`<> all`, (term, operand) => sql`${term.column.sql} <> all(${many(term, operand)})`, many)],
  [
    'between',
    (term, operand) => {
      if (!Array.isArray(operand) || operand.length !== 2) throw badQuery('"between" of "{path}" takes two values.', { path: term.path })
      const at = (index: number): SQL => one({ ...term, way: term.way && [...term.way, String(index)] }, operand[index])
      return sql`(${term.column.sql} >= ${at(0)} and ${term.column.sql} <= ${at(1)})`
    },
  ],
  [
    'contains',
    (term, operand) => {
      if (term.column.compare === 'ids') {
        const merged = mergedAmong(term.composer, term.column.field)
        if (merged) {
          const ids = standingFor(term.composer, merged, alone(term, operand))
          return term.holds?.(sql`= any(${ids})`) ?? sql`${term.column.sql} && ${ids}`
        }
        const id = one(term, operand)
        return term.holds?.(sql`= ${id}`) ?? sql`${id} = any(${term.column.sql})`
      }
      if (term.column.compare === 'set') return sql`${text(term, operand, value => value)} = any(${term.column.sql})`
      const words = term.column.compare === 'html' ? wordsSql(term.column.sql) : term.column.sql
      return sql`lower(${words}) like ${text(term, operand, value => `%${escaped(value.toLowerCase())}%`)}`
    },
  ],
  ['startsWith', (term, operand) => sql`lower(${term.column.sql}) like ${text(term, operand, value => `${escaped(value.toLowerCase())}%`)}`],
  [
    'isEmpty',
    (term, operand) => {
      if (typeof operand !== 'boolean') throw badQuery('"isEmpty" of "{path}" is true or false.', { path: term.path })
      const empty =
        term.column.compare === 'set' || term.column.compare === 'ids' ? sql`coalesce(cardinality(${term.column.sql}), 0) = 0` : sql`${term.column.sql} is null`
      return operand ? sql`(${empty})` : sql`not (${empty})`
    },
  ],
  ['within', within],
  ['under', under],
])

/** The operand as the caller's query has it at this moment, checked and in its one form. */
function read(term: Term, constant: unknown, form: (value: unknown, scope: ConditionScope) => unknown): SQL {
  const { way } = term
  form(constant, blankScope)
  return term.composer.bind((query, scope) => (way === null ? form(constant, scope) : form(follow(query, way), asAsked(scope))))
}

/** The scope of a question: by the clock of who asks. A grant's own condition goes by the company's. */
export function asAsked(scope: ConditionScope): ConditionScope {
  return scope.asker ? { ...scope, ...scope.asker } : scope
}

/** Nobody's: to check an operand's form before anyone asks, and for what is composed without a caller. */
export const blankScope: ConditionScope = {
  me: null,
  myTeams: [],
  teamsILead: [],
  company: null,
  today: '2000-01-01',
  now: '2000-01-01T00:00:00.000Z',
  fiscalYearStart: 1,
  weekStart: 1,
  zone: 'UTC',
}

function follow(query: object, way: readonly string[]): unknown {
  let found: unknown = query
  for (const step of way) found = (found as { [key: string]: unknown })[step]
  return found
}

const casts: { readonly [compare: string]: SQL } = {
  id: sql`::uuid`,
  ids: sql`::uuid`,
  number: sql`::numeric`,
  decimal: sql`::numeric`,
  date: sql`::date`,
  time: sql`::time`,
  instant: sql`::timestamptz`,
  boolean: sql`::boolean`,
  text: sql`::text`,
}
const listCasts: { readonly [compare: string]: SQL } = {
  id: sql`::uuid[]`,
  number: sql`::numeric[]`,
  decimal: sql`::numeric[]`,
  date: sql`::date[]`,
  time: sql`::time[]`,
  instant: sql`::timestamptz[]`,
  boolean: sql`::boolean[]`,
  text: sql`::text[]`,
}

function one(term: Term, operand: unknown): SQL {
  return sql`${read(term, operand, (value, scope) => operandOf(term, value, scope))}${casts[term.column.compare] ?? sql``}`
}

function many(term: Term, operand: unknown): SQL {
  const form = (value: unknown, scope: ConditionScope): unknown => {
    const list = resolveOperand(value, scope)
    if (!Array.isArray(list) || list.length > 1000) throw badQuery('"in" of "{path}" takes a list of at most 1,000 values.', { path: term.path })
    return list.map(item => {
      if (item === null) throw badQuery('A list of values for "{path}" holds none that is empty. Use isEmpty.', { path: term.path })
      return operandOf(term, item, scope)
    })
  }
  return sql`${read(term, operand, form)}${listCasts[term.column.compare] ?? sql``}`
}

function text(term: Term, operand: unknown, form: (value: string) => string): SQL {
  const made = read(term, operand, value => {
    if (typeof value !== 'string' || value.includes('\0')) throw badQuery('"{path}" is compared with a text.', { path: term.path })
    return form(value.startsWith('$$') ? value.slice(1) : value)
  })
  return sql`${made}::text`
}

export function escaped(value: string): string {
  return value.replace(/[\\%_]/g, '\\$&')
}

function within(term: Term, operand: unknown): SQL {
  const bound = (end: 'from' | 'to'): SQL =>
    read(term, operand, (value, scope) => {
      if (!isPeriod(value))
        throw badQuery('"within" of "{path}" is one of {periods}, or so many units such as last_14_days or next_3_months.', {
          path: term.path,
          periods: periods.join(', '),
        })
      const days = resolvePeriod(value, scope.today, scope)
      if (term.column.compare === 'date') return days[end]
      const { start, end: stop } = instantsOf(days.from, days.to, scope.zone)
      return end === 'from' ? start : stop
    })
  const cast = casts[term.column.compare] ?? sql``
  const less = term.column.compare === 'date' ? sql`<=` : sql`<`
  return sql`(${term.column.sql} >= ${bound('from')}${cast} and ${term.column.sql} ${less} ${bound('to')}${cast})`
}

/** One record of a tree and all below it, by the reference its entity has to itself. */
function under(term: Term, operand: unknown): SQL {
  const { composer, column, path } = term
  const target = column.field?.to ? composer.model.entities.get(column.field.to) : undefined
  const own = target ? [...target.fields.values()].filter(field => field.type.type === 'reference' && field.to === target.name) : []
  const parent = own.find(field => field.options.tree === true) ?? own[0]
  if (!target || !parent) throw badQuery('"{path}" is no tree: "under" has no meaning there.', { path })
  composer.sight.placed.add(target)
  const table = composer.past ? composer.past.table(composer, { entity: target }) : tableName(composer.schema, target.table)
  const up = identifier(parent.columns[0]?.name ?? '')
  const merged = mergedOf(composer, target)
  const top = merged ? nowOf(composer, merged, one(term, operand)) : one(term, operand)
  const branch = sql`with recursive branch as (select a.id from ${table} a where a.id = ${top} union select b.id from ${table} b join branch on b.${up} = branch.id where b.deleted_at is null) select id from branch`
  return merged ? sql`${column.sql} = any(${standingFor(composer, merged, sql`array(${branch})`)})` : sql`${column.sql} in (${branch})`
}

/** The words of a condition without its values: conditions of one shape share a statement. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.some(isObject) ? value.map(shapeOf) : value.length === 2 ? 2 : 'a'
  if (!isObject(value)) return typeof value === 'string' ? 's' : typeof value === 'number' ? 'n' : value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]))
}
