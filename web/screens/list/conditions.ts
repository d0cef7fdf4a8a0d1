import type { FieldMeta, Json, Operator } from '@sangam/sdk'
import { entityMeta, fieldAt, labelsOf, reversePaths, systemFields } from '../../data/meta.ts'
import { called, t } from '../../shell/words.ts'

/** A condition as one builds it: parts joined by and or or, groups in groups. */
export interface Group {
  readonly kind: 'group'
  readonly join: 'and' | 'or'
  readonly not?: boolean
  readonly parts: readonly Part[]
}

export interface Test {
  readonly kind: 'test'
  readonly path: string
  readonly operator: Operator
  readonly value: Json
  /** What must hold of the records of a relation, under some, every and none. */
  readonly inner?: Group
}

export type Part = Group | Test

export const nothing: Group = { kind: 'group', join: 'and', parts: [] }

/** The condition language's form of what was built; unfinished tests are left out. */
export function conditionOf(group: Group): { readonly [key: string]: unknown } {
  const parts = group.parts.map(partCondition).filter(part => Object.keys(part).length > 0)
  const joined = parts.length === 0 ? {} : parts.length === 1 ? (parts[0] as { [key: string]: unknown }) : { [group.join]: parts }
  return group.not && parts.length > 0 ? { not: joined } : joined
}

/** What a condition looks like in the builder; the reverse of `conditionOf`. */
export function groupOf(condition: object): Group {
  const parts = Object.entries(condition).flatMap(([key, value]) => partsOf(key, value))
  const [only] = parts
  return parts.length === 1 && only?.kind === 'group' ? only : { kind: 'group', join: 'and', parts }
}

export function isFinished(test: Test): boolean {
  if (isRelational(test.operator)) return test.inner !== undefined && Object.keys(conditionOf(test.inner)).length > 0
  if (test.operator === 'isEmpty') return true
  if (Array.isArray(test.value)) return test.value.length > 0 && (test.operator !== 'between' || test.value.every(one => one !== '' && one !== null))
  return test.value !== null && test.value !== ''
}

/** Whether an operator asks for records that belong to one, by a condition of theirs. */
export function isRelational(operator: Operator): boolean {
  return operator === 'some' || operator === 'every' || operator === 'none'
}

/** The fields one may ask for: the entity's own, then those one reference away, then the records that belong to it. */
export function askable(entity: string): readonly { readonly label: string; readonly paths: readonly { readonly path: string; readonly label: string }[] }[] {
  const own = namesOf(entity)
  const near = own.flatMap(name => {
    const field = fieldAt(entity, name)
    if (field?.type !== 'reference' || !field.to || !entityMeta(field.to)) return []
    return [
      {
        label: called(field.label),
        paths: namesOf(field.to)
          .map(path => `${name}.${path}`)
          .map(path => ({ path, label: pathLabel(entity, path) })),
      },
    ]
  })
  const many = [
    ...Object.values(entityMeta(entity)?.fields ?? {}).flatMap(field => (field.type === 'lines' || field.type === 'references' ? [field.name] : [])),
    ...reversePaths(entity),
  ]
  const related = { label: t('Related records'), paths: many.map(path => ({ path, label: pathLabel(entity, path) })) }
  return [
    { label: called(entityMeta(entity)?.label ?? ''), paths: own.map(path => ({ path, label: pathLabel(entity, path) })) },
    ...near,
    ...(many.length > 0 ? [related] : []),
  ]
}

/** The fields of which a record holds the value itself: not worked out, and not written by the system. */
export function keptPaths(entity: string): ReturnType<typeof askable> {
  const holds = (path: string): boolean => {
    const field = entityMeta(entity)?.fields[path.split('.')[0] ?? '']
    return field !== undefined && !field.computed && (!path.includes('.') || field.type === 'money')
  }
  return askable(entity)
    .slice(0, 1)
    .map(({ label, paths }) => ({ label, paths: paths.filter(({ path }) => holds(path)) }))
}

export function pathLabel(entity: string, path: string): string {
  const found = fieldAt(entity, path)
  if (found?.type === 'related') return relatedLabel(entity, found)
  const [field = '', part] = path.split(':')
  const label = labelsOf(entity, field)
    .map(one => called(one))
    .join(' › ')
  return part ? t('{field} by {part}', { field: label, part: partNames()[part] ?? part }) : label
}

/** "Leads", or "Leads (Partner)" where leads point here in several ways. */
function relatedLabel(entity: string, field: FieldMeta): string {
  const [child = '', by = ''] = field.name.split(':')
  const several = reversePaths(entity).filter(path => path.startsWith(`${child}:`)).length > 1
  return several ? `${called(field.label)} (${called(fieldAt(child, by)?.label ?? by)})` : called(field.label)
}

/** Operators as people say them, for a field. */
export function operatorsOf(field: FieldMeta): readonly Operator[] {
  return field.operators.filter(operator => operator !== 'under')
}

export function operatorLabel(operator: Operator, field: FieldMeta | undefined): string {
  const timely = field?.type === 'date' || field?.type === 'datetime'
  const words: { readonly [operator: string]: string } = {
    eq: t('is'),
    ne: t('is not'),
    in: t('is one of'),
    notIn: t('is none of'),
    between: t('is between'),
    contains: t('contains'),
    startsWith: t('begins with'),
    isEmpty: t('is empty'),
    within: t('is within'),
    gt: timely ? t('is after') : t('is more than'),
    gte: timely ? t('is on or after') : t('is at least'),
    lt: timely ? t('is before') : t('is less than'),
    lte: timely ? t('is on or before') : t('is at most'),
    under: t('is in the branch of'),
    some: t('some of them'),
    every: t('all of them'),
    none: t('none of them'),
  }
  return words[operator] ?? operator
}

export function periodLabel(period: string): string {
  const words: { readonly [period: string]: string } = {
    today: t('today'),
    yesterday: t('yesterday'),
    tomorrow: t('tomorrow'),
    this_week: t('this week'),
    last_week: t('last week'),
    next_week: t('next week'),
    this_month: t('this month'),
    last_month: t('last month'),
    next_month: t('next month'),
    this_quarter: t('this quarter'),
    last_quarter: t('last quarter'),
    next_quarter: t('next quarter'),
    this_year: t('this year'),
    last_year: t('last year'),
    next_year: t('next year'),
    this_fiscal_quarter: t('this fiscal quarter'),
    last_fiscal_quarter: t('last fiscal quarter'),
    next_fiscal_quarter: t('next fiscal quarter'),
    next_fiscal_year: t('next fiscal year'),
    this_fiscal_year: t('this fiscal year'),
    last_fiscal_year: t('last fiscal year'),
    last_7_days: t('the last 7 days'),
    last_30_days: t('the last 30 days'),
    last_90_days: t('the last 90 days'),
    last_365_days: t('the last 365 days'),
    next_7_days: t('the next 7 days'),
    next_30_days: t('the next 30 days'),
    next_90_days: t('the next 90 days'),
  }
  const [, which, count = '', unit = ''] = /^(last|next)_(\d+)_(\w+)$/.exec(period) ?? []
  const units: { readonly [unit: string]: string } = {
    days: t('days'),
    weeks: t('weeks'),
    months: t('months'),
    quarters: t('quarters'),
    years: t('years'),
    fiscal_quarters: t('fiscal quarters'),
    fiscal_years: t('fiscal years'),
  }
  const told = { count, unit: units[unit] ?? unit }
  return words[period] ?? (which === undefined ? period : which === 'last' ? t('the last {count} {unit}', told) : t('the next {count} {unit}', told))
}

export function partNames(): { readonly [part: string]: string } {
  return {
    day: t('day'),
    week: t('week'),
    month: t('month'),
    quarter: t('quarter'),
    year: t('year'),
    fiscal_quarter: t('fiscal quarter'),
    fiscal_year: t('fiscal year'),
  }
}

/** How many tests there are, however deep. */
export function countTests(group: Group): number {
  return group.parts.reduce((sum, part) => sum + (part.kind === 'test' ? 1 : countTests(part)), 0)
}

function namesOf(entity: string): readonly string[] {
  const fields = Object.entries(entityMeta(entity)?.fields ?? {}).filter(([, field]) => !['lines', 'references', 'json'].includes(field.type))
  const named = fields.flatMap(([name, field]) =>
    field.type === 'money'
      ? [`${name}.amount`, `${name}.currency`]
      : field.type === 'address'
        ? ['city', 'state', 'postcode', 'country'].map(part => `${name}.${part}`)
        : field.type === 'oneOf'
          ? [name, `${name}.entity`]
          : [name],
  )
  return [...named, ...Object.keys(systemFields)]
}

function partCondition(part: Part): { readonly [key: string]: unknown } {
  if (part.kind === 'group') return conditionOf(part)
  return isFinished(part) ? { [part.path]: { [part.operator]: part.inner ? conditionOf(part.inner) : part.value } } : {}
}

function partsOf(key: string, value: unknown): readonly Part[] {
  if (key === 'and' || key === 'or') return [{ kind: 'group', join: key, parts: (value as readonly object[]).map(single) }]
  if (key === 'not') return [{ ...groupOf(value as object), not: true }]
  if (value === null) return [{ kind: 'test', path: key, operator: 'isEmpty', value: true }]
  if (typeof value !== 'object') return [{ kind: 'test', path: key, operator: 'eq', value: value as Json }]
  return Object.entries(value).map(([operator, operand]): Test => {
    const test = { kind: 'test', path: key, operator: operator as Operator } as const
    return isRelational(test.operator) ? { ...test, value: null, inner: groupOf(operand as object) } : { ...test, value: operand as Json }
  })
}

function single(condition: object): Part {
  const group = groupOf(condition)
  const [only] = group.parts
  return group.parts.length === 1 && only && !group.not ? only : group
}
