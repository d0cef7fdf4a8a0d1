import { canonicalDecimal, canonicalId, isPeriod, type Operator, periods } from '@sangam/sdk'
import { isDay, isMoment } from '../records/moments.ts'
import { type Entities, type PathEnd, walkPath } from './paths.ts'

/**
 * What is wrong with a condition over an entity: unknown fields and operators, operands of the wrong
 * type, and nothing where something must stand. Empty when all is well.
 */
export function conditionProblems(entities: Entities, entity: string, condition: unknown): string[] {
  if (typeof condition !== 'object' || condition === null || Array.isArray(condition)) return ['a condition is an object']
  const entries = Object.entries(condition)
  if (entries.length === 0) return ['a condition is empty, which would mean every record: leave it out, or say what must hold']
  return entries.flatMap(([key, value]) => {
    if (key === 'or' || key === 'and')
      return Array.isArray(value) && value.length > 0 ? value.flatMap(one => conditionProblems(entities, entity, one)) : [`"${key}" needs a list of conditions`]
    if (key === 'not') return conditionProblems(entities, entity, value)
    const end = walkPath(entities, entity, key)
    return typeof end === 'string' ? [end] : matchProblems(entities, key, end, value)
  })
}

function matchProblems(entities: Entities, path: string, end: PathEnd, match: unknown): string[] {
  if (match === undefined) return [`"${path}" has no value to compare with`]
  if (typeof match !== 'object' || match === null) {
    if (match === null && end.operators.includes('isEmpty')) return []
    return end.operators.includes('eq')
      ? operandProblems(entities, path, end, 'eq', match)
      : [`"${path}" can't be compared with a single value; it takes ${end.operators.join(', ')}`]
  }
  if (Array.isArray(match)) return [`"${path}" is given a list; write { in: […] }`]
  const operators = Object.entries(match)
  if (operators.length === 0) return [`"${path}" has no operator`]
  return operators.flatMap(([operator, operand]) =>
    end.operators.includes(operator as Operator)
      ? operandProblems(entities, path, end, operator as Operator, operand)
      : [`"${path}" does not take the operator "${operator}"; it takes ${end.operators.join(', ')}`],
  )
}

function operandProblems(entities: Entities, path: string, end: PathEnd, operator: Operator, operand: unknown): string[] {
  const wrong = (needs: string): string[] => [`"${path}" with "${operator}" needs ${needs}, not ${JSON.stringify(operand)}`]
  switch (operator) {
    case 'isEmpty':
      return typeof operand === 'boolean' ? [] : wrong('true or false')
    case 'within':
      return isPeriod(operand) ? [] : wrong(`one of ${periods.join(', ')}, or so many units such as last_14_days`)
    case 'contains':
      if (end.compare === 'ids') return operand !== null && fits(end, operand) ? [] : wrong(kindOf(end))
      return typeof operand === 'string' && operand !== '' ? [] : wrong('a text')
    case 'startsWith':
      return typeof operand === 'string' && operand !== '' ? [] : wrong('a text')
    case 'some':
    case 'every':
    case 'none':
      return conditionProblems(entities, end.to ?? '', operand)
    case 'between':
      return Array.isArray(operand) && operand.length === 2 && operand.every(one => one !== null && fits(end, one))
        ? []
        : wrong(`two values, each ${kindOf(end)}`)
    case 'in':
    case 'notIn':
      if (end.compare === 'id' && (operand === '$myTeams' || operand === '$teamsILead')) return []
      return Array.isArray(operand) && operand.every(one => one !== null && fits(end, one)) ? [] : wrong(`a list of values, each ${kindOf(end)}`)
    default:
      return fits(end, operand) ? [] : wrong(kindOf(end))
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

function fits(end: PathEnd, value: unknown): boolean {
  if (value === null) return true
  switch (end.compare) {
    case 'text': {
      if (typeof value !== 'string' || (/^\$[^$]/.test(value) && value !== '$')) return false
      const known = valuesOf(end)
      return known === null || known.includes(value.replace(/^\$\$/, '$'))
    }
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
    case 'decimal':
      return (typeof value === 'string' || typeof value === 'number') && /^-?\d+(\.\d+)?$/.test(String(canonicalDecimal(value)))
    case 'date':
      return value === '$today' || (typeof value === 'string' && isDay(value))
    case 'time':
      return typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value)
    case 'instant':
      return value === '$now' || value === '$today' || (typeof value === 'string' && (isDay(value) || isMoment(value)))
    case 'boolean':
      return typeof value === 'boolean'
    case 'id':
    case 'ids':
      return (
        typeof value === 'string' &&
        (uuid.test(canonicalId(value)) || (value === '$me' && end.to === 'core.user') || (value === '$company' && end.to === 'core.company'))
      )
    default:
      return false
  }
}

/** The values that a choice or flow knows; null for free text. */
function valuesOf(end: PathEnd): readonly string[] | null {
  const { choices, states } = (end.field?.options ?? {}) as { choices?: object; states?: object }
  return choices ? Object.keys(choices) : states ? Object.keys(states) : null
}

function kindOf(end: PathEnd): string {
  const values = valuesOf(end)
  if (values) return `one of ${values.join(', ')}`
  const kinds = {
    text: 'a text',
    number: 'a number',
    decimal: 'a decimal such as "12.50"',
    date: 'a day such as "2027-03-31" or "$today"',
    time: 'a time such as "09:30"',
    instant: 'a moment with its zone such as "2027-03-31T09:30:00Z", a day or "$now"',
    boolean: 'true or false',
    id: 'an id or a placeholder that stands for one',
    html: 'a text',
    ids: 'an id or a placeholder that stands for one',
    set: 'a text',
    none: 'nothing',
  }
  return kinds[end.compare]
}
