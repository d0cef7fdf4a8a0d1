import type { ConditionScope } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import { plainFormats, systemUser } from '../access/caller.ts'
import { systemAccess } from '../access/resolve.ts'
import { compile, type Statement } from '../data/connection.ts'
import { identifier } from '../data/identifiers.ts'
import { Composer } from '../records/composer.ts'
import { blankScope, conditionSql } from '../records/where.ts'
import type { Model } from '../registry/model.ts'
import type { KeptRollup } from './of.ts'

/** What is composed here has no caller: it reads everything, and every value in it is known. */
export function composerOf(model: Model, schema: string): Composer {
  return new Composer(model, everything, schema, conditionSql)
}

/** A statement with its values; those of conditions are the conditions' own, seen from nobody's place unless one is given. */
export function resolved(query: SQL, { binders }: Composer, scope: ConditionScope = blankScope): Statement {
  const { text, params } = compile(query)
  const values = new Map(binders.map(binder => [binder.name, binder.read({}, scope, scope)]))
  const named = (param: unknown): unknown => (typeof param === 'object' && param !== null && 'name' in param ? values.get(String(param.name)) : param)
  return { text, params: params.map(named) }
}

/** What rows of the child's shape come to, a line for each that counts: for whom, under which key, how many and how much. */
export function contributionSql(composer: Composer, { child, rollup }: KeptRollup, rows: SQL, taken = false): SQL {
  const place = composer.place(child)
  const column = (name: string | undefined): SQL => sql`${identifier(place.alias)}.${identifier(name ?? '')}`
  const by = column(child.fields.get(rollup.by)?.columns[0]?.name)
  const field = rollup.field === null ? undefined : child.fields.get(rollup.field)
  const value = field && column(field.columns[0]?.name)
  const currency = field?.columns.find(one => one.part === 'currency')
  const conditions = [
    sql`${column('deleted_at')} is null and ${by} is not null`,
    ...(value ? [sql`${value} is not null`] : []),
    ...(currency && rollup.currency !== null ? [sql`${column(currency.name)} = ${rollup.currency}::text`] : []),
    ...(rollup.where ? [conditionSql(composer, place, withoutLists(rollup.where), null)] : []),
  ]
  const isExtreme = rollup.how === 'min' || rollup.how === 'max'
  const number = value ? numberOf(value, field.type.compare) : sql`0`
  const [n, amount] = taken ? [sql`-1`, sql`-(${number})`] : [sql`1`, number]
  return sql`select ${by} as parent, ${isExtreme ? number : sql`0`}::numeric as key, ${n}::bigint as n, ${isExtreme || !value ? sql`0` : amount}::numeric as amount from ${rows} ${identifier(place.alias)} where ${sql.join(conditions, sql` and `)}`
}

/** Days are counted from 2000 on, moments in milliseconds from 1970. */
function numberOf(value: SQL, compare: string): SQL {
  if (compare === 'date') return sql`(${value} - date '2000-01-01')`
  return compare === 'instant' ? sql`round(extract(epoch from ${value}) * 1000)` : value
}

/** A list of values as a choice between them: a trigger holds single values only. */
export function withoutLists(condition: object): object {
  const terms = Object.entries(condition).flatMap(([key, value]): object[] => {
    if (key === 'or' || key === 'and') return [{ [key]: (value as object[]).map(withoutLists) }]
    if (key === 'not') return [{ not: withoutLists(value as object) }]
    if (typeof value !== 'object' || value === null) return [{ [key]: value }]
    return Object.entries(value).map(([operator, operand]) => {
      if (operator !== 'in' && operator !== 'notIn') return { [key]: { [operator]: operand } }
      const either = { or: (operand as unknown[]).map(one => ({ [key]: one })) }
      return operator === 'in' ? either : { not: either }
    })
  })
  return { and: terms }
}

const everything = systemAccess(
  {
    userId: systemUser,
    name: '',
    email: null,
    locale: 'en',
    ownZone: null,
    formats: plainFormats,
    company: null,
    zone: 'UTC',
    fiscalYearStart: 1,
    weekStart: 1,
    roles: [],
    myTeams: [],
    teamsILead: [],
    sharedIn: [],
    merged: [],
  },
  'keeps sums up',
)
