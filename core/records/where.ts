import type { Condition, ConditionScope, Operator, Period } from '@sangam/sdk'
import { periods, resolvePeriod } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import { identifier, snake, tableName } from '../data/identifiers.ts'
import { Refused } from '../errors.ts'
import { type Column, type Composer, columnAt, inSight, type Place, unknownName } from './compile.ts'

/** The way to an operand inside the caller's `where`; null for a grant's own condition, whose words never change. */
type Way = readonly string[] | null

const bad = (message: string, values: { [name: string]: string } = {}): Refused => new Refused(400, 'bad_query', message, { values })
const isObject = (value: unknown): value is { readonly [key: string]: unknown } => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A condition as SQL: three-valued like the database itself, every operand a parameter. */
export function conditionSql(composer: Composer, place: Place, condition: unknown, way: Way, depth = 0): SQL {
  if (!isObject(condition)) throw bad('A condition is an object of fields and what they must be.')
  if (depth > 20) throw bad('This condition is nested too deeply. Twenty levels are enough for anyone.')
  const parts = Object.entries(condition).map(([key, value]): SQL => {
    const next = way && [...way, key]
    if (key === 'or' || key === 'and') return group(composer, place, key, value, next, depth)
    if (key === 'not') return sql`not ${conditionSql(composer, place, value, next, depth + 1)}`
    return fieldSql(composer, place, key, value, next, depth)
  })
  return parts.length === 0 ? sql`true` : sql`(${sql.join(parts, sql` and `)})`
}

function group(composer: Composer, place: Place, kind: 'or' | 'and', value: unknown, way: Way, depth: number): SQL {
  if (!Array.isArray(value) || value.length > 100) throw bad('"{kind}" takes a list of at most 100 conditions.', { kind })
  const parts = value.map((one, index) => conditionSql(composer, place, one, way && [...way, String(index)], depth + 1))
  if (parts.length === 0) return kind === 'or' ? sql`false` : sql`true`
  return sql`(${sql.join(parts, kind === 'or' ? sql` or ` : sql` and `)})`
}

function fieldSql(composer: Composer, place: Place, path: string, match: unknown, way: Way, depth: number): SQL {
  const lines = place.entity.fields.get(path)
  if (lines?.type.type === 'lines') return linesSql(composer, place, path, match, way, depth)
  const column = columnAt(composer, place, path)
  if (!isObject(match)) return operatorSql(composer, column, path, 'eq', match, way)
  const operators = Object.entries(match)
  if (operators.length === 0) throw bad('Say what "{path}" must be.', { path })
  return sql.join(operators.map(([operator, operand]) => operatorSql(composer, column, path, operator as Operator, operand, way && [...way, operator])), sql` and `)
}

type Build = (composer: Composer, column: Column, path: string, operand: unknown, way: Way) => SQL

function operatorSql(composer: Composer, column: Column, path: string, operator: Operator, operand: unknown, way: Way): SQL {
  const build = builders.get(operator)
  const allowed = column.field ? column.field.type.operators : systemOperators
  const part = column.field?.type.type === 'money' && column.compare !== 'none'
  if (!build || !(allowed.includes(operator) || (part && partOperators.includes(operator)))) throw bad('"{path}" has no operator "{operator}".', { path, operator: String(operator).slice(0, 40) })
  return build(composer, column, path, operand, way)
}

const systemOperators: readonly Operator[] = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'notIn', 'between', 'isEmpty', 'within']
const partOperators: readonly Operator[] = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'notIn', 'between', 'isEmpty']

const compared = (sign: '=' | '<>' | '>' | '>=' | '<' | '<='): Build => (composer, column, path, operand, way) =>
  operand === null ? sql`null::boolean` : sql`${column.sql} ${signs[sign]} ${one(composer, column, path, operand, way)}`

const signs = { '=': sql`=`, '<>': sql`<>`, '>': sql`>`, '>=': sql`>=`, '<': sql`<`, '<=': sql`<=` }

const builders: ReadonlyMap<Operator, Build> = new Map<Operator, Build>([
  ['eq', compared('=')],
  ['ne', compared('<>')],
  ['gt', compared('>')],
  ['gte', compared('>=')],
  ['lt', compared('<')],
  ['lte', compared('<=')],
  ['in', (composer, column, path, operand, way) => sql`${column.sql} = any(${many(composer, column, path, operand, way)})`],
  ['notIn', (composer, column, path, operand, way) => sql`${column.sql} <> all(${many(composer, column, path, operand, way)})`],
  ['between', between],
  ['contains', contains],
  ['startsWith', (composer, column, path, operand, way) => sql`lower(${column.sql}) like ${text(composer, path, operand, way, value => `${escaped(value.toLowerCase())}%`)}`],
  ['isEmpty', (_composer, column, path, operand) => {
    if (typeof operand !== 'boolean') throw bad('"isEmpty" of "{path}" is true or false.', { path })
    const empty = column.compare === 'set' ? sql`coalesce(cardinality(${column.sql}), 0) = 0` : sql`${column.sql} is null`
    return operand ? sql`(${empty})` : sql`not (${empty})`
  }],
  ['within', within],
])
