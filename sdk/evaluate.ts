import type { ConditionScope, Period } from './condition.ts'
import { resolvePeriod, startOfDay } from './days.ts'
import type { Comparison } from './field.ts'
import { compareDecimals } from './fields/number.ts'
import { canonicalId } from './fields/reference.ts'
import { wordsOfHtml } from './fields/rich-text.ts'

type Truth = boolean | null
type Record = { readonly [path: string]: unknown }

/** How the value at a path is compared; guessed from the values themselves where it is not told. */
export type KindOf = (path: string) => Comparison | undefined

/**
 * A condition of one record, in JavaScript, with the answers SQL gives: true, false, or null for
 * unknown. Values of related records are looked up under their path (`party.kind`); what the record
 * does not carry is unknown. `under` knows the record itself only.
 *
 * @example evaluate({ state: 'open', 'value.amount': { gte: '1000' } }, lead, scope) // true
 */
export function evaluate(condition: object, record: object, scope: ConditionScope, kindOf: KindOf = () => undefined): Truth {
  return all(Object.entries(condition).map(([key, value]) => term(key, value, record as Record, scope, kindOf)))
}

function term(key: string, value: unknown, record: Record, scope: ConditionScope, kindOf: KindOf): Truth {
  if (key === 'and') return all((value as object[]).map(one => evaluate(one, record, scope, kindOf)))
  if (key === 'or') return not(all((value as object[]).map(one => not(evaluate(one, record, scope, kindOf)))))
  if (key === 'not') return not(evaluate(value as object, record, scope, kindOf))
  const found = valueAt(record, key)
  if (value === null || typeof value !== 'object') return operator('eq', found, value, key, scope, kindOf)
  return all(Object.entries(value).map(([name, operand]) => operator(name, found, operand, key, scope, kindOf)))
}

/**
 * The value under a path: a flat key of a related value, or a part inside an object such as money.
 *
 * @example valueAt({ value: { amount: '12.50', currency: 'INR' } }, 'value.amount') // '12.50'
 * @example valueAt({ 'party.name': 'Gupta Mills' }, 'party.name') // 'Gupta Mills'
 */
export function valueAt(record: object, path: string): unknown {
  const flat = record as Record
  if (Object.hasOwn(flat, path)) return flat[path] ?? null
  const dot = path.indexOf('.')
  const head = dot === -1 ? null : flat[path.slice(0, dot)]
  if (typeof head !== 'object' || head === null || Array.isArray(head)) return null
  return (head as Record)[path.slice(dot + 1)] ?? null
}

function operator(name: string, value: unknown, operand: unknown, path: string, scope: ConditionScope, kindOf: KindOf): Truth {
  switch (name) {
    case 'isEmpty':
      return isEmpty(value) === operand
    case 'some':
    case 'every':
    case 'none':
      return overRecords(name, value, operand as object, path, scope, kindOf)
    case 'in':
    case 'notIn':
      return inList(name, value, operand, path, scope, kindOf)
    case 'contains':
      if (kindOf(path) === 'ids') return holds(value, canonicalId(resolveOperand(operand, scope)))
      return textual(name, kindOf(path) === 'html' && typeof value === 'string' ? wordsOfHtml(value) : value, operand)
    case 'startsWith':
      return textual(name, value, operand)
    case 'within':
      return within(value, operand as Period, scope)
    case 'between': {
      const [low, high] = operand as readonly [unknown, unknown]
      return all([operator('gte', value, low, path, scope, kindOf), operator('lte', value, high, path, scope, kindOf)])
    }
    case 'under':
      return operator('eq', value, operand, path, scope, kindOf) || null
    default:
      return compared(name, value, resolveOperand(operand, scope), kindOf(path) ?? guess(value, operand), scope)
  }
}

function compared(name: string, value: unknown, operand: unknown, kind: Comparison, scope: ConditionScope): Truth {
  if (value === null || value === undefined || operand === null || operand === undefined) return null
  // What is typed and no number is greater or less than nothing: the field itself says what is wrong with it.
  if (kind === 'decimal' && !(isDecimal(value) && isDecimal(operand))) return null
  // Records have their ids in one spelling; who writes a condition may write another.
  const order = compareValues(value, kind === 'id' ? canonicalId(operand) : operand, kind, scope)
  switch (name) {
    case 'eq':
      return order === 0
    case 'ne':
      return order !== 0
    case 'gt':
      return order > 0
    case 'gte':
      return order >= 0
    case 'lt':
      return order < 0
    case 'lte':
      return order <= 0
    default:
      return null
  }
}

const collator = new Intl.Collator('en', { sensitivity: 'variant' })

function compareValues(a: unknown, b: unknown, kind: Comparison, scope: ConditionScope): number {
  switch (kind) {
    case 'decimal':
      return compareDecimals(String(a), String(b))
    case 'number':
    case 'boolean':
      return Number(a) - Number(b)
    case 'instant':
      return Date.parse(instantOf(String(a), scope)) - Date.parse(instantOf(String(b), scope))
    case 'date':
    case 'time':
    case 'id':
      return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0
    default:
      return a === b ? 0 : collator.compare(String(a), String(b)) || byCodePoint(String(a), String(b))
  }
}

/** A deterministic collation tells apart what it sorts alike, as the database does. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]]
  const at = left.findIndex((letter, index) => letter !== right[index])
  if (at === -1) return left.length - right.length
  return (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? -1)
}

/**
 * A day given where a moment is asked for means its beginning in the company's zone.
 *
 * @example instantOf('2027-03-31', scope) // '2027-03-30T18:30:00.000Z', where the company is in India
 */
export function instantOf(text: string, scope: ConditionScope): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? startOfDay(text, scope.zone) : text
}

function guess(value: unknown, operand: unknown): Comparison {
  if (typeof value === 'number' && typeof operand === 'number') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  const [a, b] = [String(value), String(operand)]
  // One id in two spellings, such as that of who made a record.
  if (canonicalId(b) === a) return 'id'
  if (/^\d{4}-\d\d-\d\dT/.test(a)) return 'instant'
  if (/^\d{4}-\d\d-\d\d$/.test(a)) return 'date'
  return decimal.test(a) && decimal.test(b) ? 'decimal' : 'text'
}

const decimal = /^-?\d+(\.\d+)?$/

function isDecimal(value: unknown): boolean {
  return decimal.test(String(value).trim())
}

/**
 * What an operand stands for: `$me` and its like are filled in, `$$` is a `$`.
 *
 * @example resolveOperand('$today', scope) // '2027-03-31'
 */
export function resolveOperand(operand: unknown, scope: ConditionScope): unknown {
  if (typeof operand !== 'string' || !operand.startsWith('$')) return operand
  if (operand.startsWith('$$')) return operand.slice(1)
  const known: Record = { $me: scope.me, $company: scope.company, $today: scope.today, $now: scope.now, $myTeams: scope.myTeams, $teamsILead: scope.teamsILead }
  return Object.hasOwn(known, operand) ? known[operand] : operand
}

function inList(name: 'in' | 'notIn', value: unknown, operand: unknown, path: string, scope: ConditionScope, kindOf: KindOf): Truth {
  const list = resolveOperand(operand, scope)
  const found = not(all((Array.isArray(list) ? list : []).map(one => not(operator('eq', value, one, path, scope, kindOf)))))
  return name === 'in' ? found : not(found)
}

function textual(name: 'contains' | 'startsWith', value: unknown, operand: unknown): Truth {
  if (value === null || value === undefined || operand === null) return null
  const needle = unescaped(String(operand))
  if (Array.isArray(value)) return value.includes(needle)
  const [text, part] = [String(value).toLowerCase(), needle.toLowerCase()]
  return name === 'contains' ? text.includes(part) : text.startsWith(part)
}

/** Whether an id is among those of a list; of records that were read, each has its own. */
function holds(value: unknown, id: unknown): Truth {
  if (!Array.isArray(value) || id === null || id === undefined) return null
  return value.some(one => (typeof one === 'object' && one !== null ? (one as Record).id : one) === id)
}

function unescaped(text: string): string {
  return text.startsWith('$$') ? text.slice(1) : text
}

function within(value: unknown, period: Period, scope: ConditionScope): Truth {
  if (value === null || value === undefined) return null
  const { from, to } = resolvePeriod(period, scope.today, scope)
  const text = String(value)
  if (!text.includes('T')) return text >= from && text <= to
  const { start, end } = instantsOf(from, to, scope.zone)
  const ms = Date.parse(text)
  return ms >= Date.parse(start) && ms < Date.parse(end)
}

/**
 * The moments between which the days from one to another lie: the first is in, the last is not.
 *
 * @example instantsOf('2027-03-01', '2027-03-31', 'Asia/Kolkata') // { start: '2027-02-28T18:30:00.000Z', end: '2027-03-31T18:30:00.000Z' }
 */
export function instantsOf(from: string, to: string, zone: string): { readonly start: string; readonly end: string } {
  const next = new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  return { start: startOfDay(from, zone), end: startOfDay(next, zone) }
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0)
}

function overRecords(name: 'some' | 'every' | 'none', value: unknown, condition: object, path: string, scope: ConditionScope, kindOf: KindOf): Truth {
  if (!Array.isArray(value)) return null
  // Of records that are pointed at, the ids alone say nothing of what they hold.
  const rows = value.map(row => (typeof row === 'string' ? { id: row } : row))
  const held = rows.map(row => evaluate(condition, row as object, scope, inner => kindOf(`${path}.${inner}`)) === true)
  return name === 'every' ? held.every(Boolean) : name === 'some' ? held.some(Boolean) : !held.some(Boolean)
}

function all(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false
  return truths.includes(null) ? null : true
}

function not(truth: Truth): Truth {
  return truth === null ? null : !truth
}
