import type { ConditionScope } from '../condition.ts'
import { addDays, dayIn } from '../days.ts'
import { valueAt } from '../evaluate.ts'
import type { Json, Money } from '../json.ts'
import { add, compareExact, divide, type Exact, exactOf, exactText, multiply, negate, remainder, round } from './exact.ts'
import type { Formula, FormulaFunction, FormulaKind } from './tree.ts'

type Value = string | boolean | number | Exact | Money | null
type Call = Extract<Formula, { readonly op: 'call' }>

/**
 * The result of a formula for one record, in JavaScript, with the answers that SQL gives: what is
 * unknown stays unknown, decimals are exact. Values of related records are looked up under their
 * path (`party.limit`); what the record does not carry is unknown.
 *
 * @example evaluateFormula(tree, { quantity: '3', price: '2.50' }, scope) // '7.5'
 */
export function evaluateFormula(formula: Formula, record: object, scope: Pick<ConditionScope, 'today' | 'zone'>): Json {
  return shown(formula.kind, worth(formula, record, scope))
}

function shown(kind: FormulaKind, value: Value): Json {
  if (value === null) return null
  if (kind === 'decimal') return exactText(value as Exact)
  if (kind === 'integer') return Number(exactText(value as Exact))
  return kind === 'datetime' ? new Date(value as number).toISOString() : (value as Json)
}

function read(kind: FormulaKind, given: unknown): Value {
  // What somebody sends is looked at before it is refused: what is no value of its kind is unknown here.
  if (given === null || given === undefined || !isOf(kind, given)) return null
  if (kind === 'integer' || kind === 'decimal') return exactOf(given as string | number)
  return kind === 'datetime' ? Date.parse(given as string) : (given as Value)
}

function isOf(kind: FormulaKind, given: unknown): boolean {
  switch (kind) {
    case 'integer':
    case 'decimal':
      return isNumber(given)
    case 'datetime':
      return !Number.isNaN(Date.parse(String(given)))
    case 'date':
      return typeof given === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(Date.parse(given))
    case 'boolean':
      return typeof given === 'boolean'
    case 'text':
    case 'id':
      return typeof given === 'string'
    default:
      return typeof given === 'object' && isNumber((given as { readonly amount?: unknown }).amount)
  }
}

function isNumber(given: unknown): boolean {
  return (typeof given === 'string' || typeof given === 'number') && /^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(String(given))
}

function worth(formula: Formula, record: object, scope: Pick<ConditionScope, 'today' | 'zone'>): Value {
  if (formula.op === 'value') return read(formula.kind, formula.value)
  if (formula.op === 'field') return read(formula.kind, valueAt(record, formula.path))
  const values = formula.args.map(one => worth(one, record, scope))
  if (formula.name === 'today') return scope.today
  if (formula.name === 'dateOf') return values[0] === null ? null : dayIn(new Date(values[0] as number), scope.zone)
  return open[formula.name]?.(values, formula) ?? (values.includes(null) ? null : (closed[formula.name]?.(values, formula) ?? null))
}

type Run = (values: readonly Value[], call: Call) => Value | undefined

/** Those that know what to do with what is unknown. */
const open: { readonly [N in FormulaFunction]?: Run } = {
  and: values => (values.includes(false) ? false : values.includes(null) ? null : true),
  or: values => (values.includes(true) ? true : values.includes(null) ? null : false),
  if: ([condition, then, otherwise]) => (condition === true ? then : otherwise) ?? null,
  coalesce: values => values.find(value => value !== null) ?? null,
  isEmpty: ([value]) => value === null || value === '',
  // As in SQL, the smallest and the largest of those that are known.
  min: (values, call) => extreme(values, call, -1),
  max: (values, call) => extreme(values, call, 1),
}

function extreme(values: readonly Value[], { args }: Call, sign: number): Value {
  const kind = args[0]?.kind ?? 'text'
  return values.reduce((best, value) => (best === null || (value !== null && order(kind, value, best) * sign > 0) ? value : best), null)
}

const exact = (work: (a: Exact, b: Exact, call: Call) => Value): Run => {
  return ([a, b], call) => work(a as Exact, b as Exact, call)
}
const text = (work: (a: string, b: string) => Value): Run => {
  return ([a, b]) => work(a as string, b as string)
}
const ordered = (holds: (order: number) => boolean): Run => {
  return ([a, b], { args }) => holds(order(args[0]?.kind ?? 'text', a as Value, b as Value))
}

/** Those of which nothing is known where one value is not. */
const closed: { readonly [N in FormulaFunction]?: Run } = {
  add: exact(add),
  subtract: exact((a, b) => add(a, negate(b))),
  multiply: exact(multiply),
  negate: exact(negate),
  div: exact((a, b, { places }) => divide(a, b, places ?? 0)),
  mod: exact(remainder),
  round: exact((a, _, { places, how }) => round(a, places ?? 0, how ?? 'half_up')),
  abs: exact(a => (a.units < 0n ? negate(a) : a)),
  eq: ordered(order => order === 0),
  ne: ordered(order => order !== 0),
  lt: ordered(order => order < 0),
  lte: ordered(order => order <= 0),
  gt: ordered(order => order > 0),
  gte: ordered(order => order >= 0),
  not: ([a]) => !a,
  in: ([value, ...list], { args }) => list.some(one => order(args[0]?.kind ?? 'text', value as Value, one) === 0),
  concat: (values, { args }) => values.map((value, at) => spelled(args[at]?.kind ?? 'text', value)).join(''),
  upper: text(a => a.toUpperCase()),
  lower: text(a => a.toLowerCase()),
  size: text(a => exactOf([...a].length)),
  contains: text((a, b) => a.includes(b)),
  startsWith: text((a, b) => a.startsWith(b)),
  endsWith: text((a, b) => a.endsWith(b)),
  addDays: ([day, days]) => later(day as string, days as Exact),
  daysBetween: text((a, b) => exactOf((dayNumber(b) - dayNumber(a)) / 86_400_000)),
  year: ([day]) => exactOf(Number(String(day).slice(0, 4))),
  month: ([day]) => exactOf(Number(String(day).slice(5, 7))),
  day: ([day]) => exactOf(Number(String(day).slice(8, 10))),
  money: ([amount, currency]) => ({ amount: exactText(amount as Exact), currency: currency as string }),
}

function spelled(kind: FormulaKind, value: Value): string {
  return kind === 'integer' || kind === 'decimal' ? exactText(value as Exact) : String(value)
}

function order(kind: FormulaKind, a: Value, b: Value): number {
  if (kind === 'integer' || kind === 'decimal') return compareExact(a as Exact, b as Exact)
  const [x, y] = [a as string, b as string]
  return x < y ? -1 : x > y ? 1 : 0
}

function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`)
}

/** Within the years 1 to 9999, which every part of the system can write. */
function later(day: string, days: Exact): string | null {
  const count = Number(exactText(days))
  if (Math.abs(count) > 4_000_000) return null
  const ms = dayNumber(day) + count * 86_400_000
  return ms >= firstDay && ms <= lastDay ? addDays(day, count) : null
}

const firstDay = Date.parse('0001-01-01T00:00:00Z')
const lastDay = Date.parse('9999-12-31T00:00:00Z')
