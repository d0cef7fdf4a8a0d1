import type { Formula, FormulaFunction, FormulaKind, Rounding } from '@sangam/sdk'
import { canonicalDecimal, roundings } from '@sangam/sdk'
import { FormulaProblem } from './problem.ts'
import type { Syntax } from './syntax.ts'

/** How many digits a number can have before and after its point. */
export interface Size {
  readonly before: number
  readonly after: number
}

/** A part whose kind is known. Of what is nothing (`null`) the kind comes from where it stands. */
export interface Checked {
  readonly tree: Formula
  readonly size: Size | null
  readonly source: string
  readonly nothing: boolean
}

/** Says what a path of fields means; throws a problem where it means nothing. */
export type Names = (path: string) => Pick<Checked, 'tree' | 'size'>

/** The most digits that are worked with on either side of the point; far below what the database can't hold. */
const mostDigits = 100

/** Gives every part of a formula its kind, or says what does not fit. */
export function checkFormula(syntax: Syntax, names: Names): Checked {
  const { source } = syntax
  switch (syntax.op) {
    case 'number':
      return numberOf(source, syntax.value)
    case 'text':
      return { source, size: null, nothing: false, tree: { op: 'value', kind: 'text', value: syntax.value } }
    case 'boolean':
      return { source, size: null, nothing: false, tree: { op: 'value', kind: 'boolean', value: syntax.value } }
    case 'null':
      return { source, size: { before: 1, after: 0 }, nothing: true, tree: { op: 'value', kind: 'text', value: null } }
    case 'path':
      return { source, nothing: false, ...names(syntax.path) }
    case 'list':
      throw new FormulaProblem('A list such as "{part}" stands only behind "in".', { part: source })
    case 'call':
      return called(syntax, names)
  }
}

function numberOf(source: string, written: string): Checked {
  const value = String(canonicalDecimal(written))
  const [whole = '', part = ''] = value.split('.')
  return { source, nothing: false, size: { before: whole.length, after: part.length }, tree: { op: 'value', kind: part === '' ? 'integer' : 'decimal', value } }
}

/** What a function makes of its values: its kind, and the values as they are kept. */
interface Made {
  readonly kind: FormulaKind
  readonly args: readonly Checked[]
  readonly size?: Size
  readonly name?: FormulaFunction
  readonly places?: number
  readonly how?: Rounding
}

interface Shape {
  /** How many values it takes: at least, at most. */
  readonly takes: readonly [number, number]
  readonly make: (args: readonly Checked[], source: string) => Made
}

function called(syntax: Extract<Syntax, { readonly op: 'call' }>, names: Names): Checked {
  const { name, source } = syntax
  if (name === '/')
    throw new FormulaProblem('A division names how many digits it keeps: write div({a}, {b}, 2).', {
      a: syntax.args[0]?.source ?? '',
      b: syntax.args[1]?.source ?? '',
    })
  const given = name === 'in' ? listed(syntax.args, source) : syntax.args
  const shape = Object.hasOwn(shapes, name) ? shapes[name as FormulaFunction] : undefined
  if (!shape) throw new FormulaProblem('There is no function "{name}". Use one of: {names}.', { name, names: spoken.join(', ') })
  const [least, most] = shape.takes
  if (given.length < least || given.length > most)
    throw new FormulaProblem('{name} takes {least} to {most} values, and "{part}" gives it {count}.', { name, least, most, part: source, count: given.length })
  const made = shape.make(
    given.map(one => checkFormula(one, names)),
    source,
  )
  const numeric = made.kind === 'integer' || made.kind === 'decimal'
  const size = numeric ? (made.size ?? together(made.args)) : null
  if (size && (size.before > mostDigits || size.after > mostDigits))
    throw new FormulaProblem('"{part}" can grow to more digits than are kept. Round in between, as in round({part}, 2).', { part: source.slice(0, 60) })
  const { kind, places, how } = made
  const tree: Formula = {
    op: 'call',
    kind,
    name: made.name ?? (name as FormulaFunction),
    args: made.args.map(one => one.tree),
    ...(places !== undefined && { places }),
    ...(how !== undefined && { how }),
  }
  return { source, nothing: false, size, tree }
}

function listed([value, list]: readonly Syntax[], source: string): readonly Syntax[] {
  if (!value || list?.op !== 'list' || list.items.length === 0)
    throw new FormulaProblem('Behind "in" stands a list of values, as in state in ["won", "lost"]; not "{part}".', { part: source })
  return [value, ...list.items]
}

function together(args: readonly Checked[]): Size {
  const sizes = args.flatMap(one => (one.size ? [one.size] : []))
  return { before: Math.max(1, ...sizes.map(size => size.before)), after: Math.max(0, ...sizes.map(size => size.after)) }
}

/** The value as a kind: nothing takes any, and a whole number is a number. */
function as(kind: FormulaKind, one: Checked): Checked {
  if (one.nothing) return { ...one, nothing: false, tree: { op: 'value', kind, value: null } }
  if (one.tree.kind === kind || (kind === 'decimal' && one.tree.kind === 'integer')) return one
  throw new FormulaProblem('"{part}" must be a {wanted}, and is a {kind}.', { part: one.source, wanted: kind, kind: one.tree.kind })
}

/** Values of one kind, as those of a choice or a comparison must be. */
function alike(args: readonly Checked[], source: string): { readonly kind: FormulaKind; readonly args: readonly Checked[] } {
  const kinds = [...new Set(args.filter(one => !one.nothing).map(one => one.tree.kind))]
  const numeric = kinds.length > 1 && kinds.every(kind => kind === 'integer' || kind === 'decimal')
  const kind = numeric ? 'decimal' : (kinds[0] ?? 'text')
  if (kinds.length > 1 && !numeric)
    throw new FormulaProblem('What stands in "{part}" must be of one kind, and is {kinds}.', { part: source, kinds: kinds.join(', ') })
  return { kind, args: args.map(one => as(kind, one)) }
}

const numberKind = (args: readonly Checked[]): 'integer' | 'decimal' => (args.every(one => one.tree.kind === 'integer' && !one.nothing) ? 'integer' : 'decimal')
const numbers = (args: readonly Checked[]): readonly Checked[] => args.map(one => as('decimal', one))

function arithmetic(sizeOf: (sizes: readonly Size[]) => Size): Shape['make'] {
  return args => {
    const sound = numbers(args)
    return { kind: numberKind(args), args: sound, size: sizeOf(sound.map(one => one.size ?? { before: 1, after: 0 })) }
  }
}

const widest = (sizes: readonly Size[], more: number): Size => ({
  before: Math.max(...sizes.map(size => size.before)) + more,
  after: Math.max(...sizes.map(size => size.after)),
})

function places(one: Checked | undefined, name: string): number {
  const value = one?.tree.op === 'value' && one.tree.kind === 'integer' ? Number(one.tree.value) : Number.NaN
  if (!(value >= 0 && value <= 12))
    throw new FormulaProblem('{name} keeps 0 to 12 digits after the point, written as a number; not "{part}".', { name, part: one?.source ?? '' })
  return value
}

function rounding(one: Checked | undefined): Rounding {
  if (!one) return 'half_up'
  const how = one.tree.op === 'value' ? roundings.find(rounding => rounding === (one.tree as { value: unknown }).value) : undefined
  if (!how) throw new FormulaProblem('round goes by one of {hows}; not by {part}.', { hows: roundings.join(', '), part: one.source })
  return how
}

function compared(onlyEqual: readonly FormulaKind[]): Shape['make'] {
  return (args, source) => {
    if (args.some(one => one.nothing))
      throw new FormulaProblem('Nothing is equal to null. Write isEmpty({part}).', { part: args.find(one => !one.nothing)?.source ?? '…' })
    const made = alike(args, source)
    if (onlyEqual.includes(made.kind)) throw new FormulaProblem('"{part}": a {kind} has no order. Compare it with == or !=.', { part: source, kind: made.kind })
    if (made.kind === 'money') throw new FormulaProblem('"{part}": money is compared by its parts, such as price.amount.', { part: source })
    return { kind: 'boolean', args: made.args }
  }
}

const of = (kind: FormulaKind, ...kinds: readonly FormulaKind[]): Shape['make'] => {
  return args => ({ kind, args: args.map((one, at) => as(kinds[Math.min(at, kinds.length - 1)] ?? kind, one)) })
}

const whole = (before: number, ...kinds: readonly FormulaKind[]): Shape['make'] => {
  return args => ({ ...of('integer', ...kinds)(args, ''), size: { before, after: 0 } })
}

const unordered: readonly FormulaKind[] = ['text', 'id', 'boolean']
const equal: Shape = { takes: [2, 2], make: compared([]) }
const ordered: Shape = { takes: [2, 2], make: compared(unordered) }
const several = 50

const shapes: { readonly [N in FormulaFunction]: Shape } = {
  add: {
    takes: [2, 2],
    make: args =>
      args[0]?.tree.kind === 'text' && !args[0].nothing ? { ...of('text', 'text')(args, ''), name: 'concat' } : arithmetic(sizes => widest(sizes, 1))(args, ''),
  },
  subtract: { takes: [2, 2], make: arithmetic(sizes => widest(sizes, 1)) },
  multiply: { takes: [2, 2], make: arithmetic(([a, b]) => ({ before: (a?.before ?? 1) + (b?.before ?? 1), after: (a?.after ?? 0) + (b?.after ?? 0) })) },
  negate: { takes: [1, 1], make: arithmetic(sizes => widest(sizes, 0)) },
  abs: { takes: [1, 1], make: arithmetic(sizes => widest(sizes, 0)) },
  div: {
    takes: [3, 3],
    make: ([a, b, c]) => {
      const args = numbers([a as Checked, b as Checked])
      const kept = places(c, 'div')
      return { kind: 'decimal', args, places: kept, size: { before: (args[0]?.size?.before ?? 1) + (args[1]?.size?.after ?? 0) + 1, after: kept } }
    },
  },
  mod: { takes: [2, 2], make: arithmetic(sizes => widest(sizes, 0)) },
  round: {
    takes: [2, 3],
    make: ([a, b, c]) => {
      const kept = places(b, 'round')
      const args = numbers([a as Checked])
      return { kind: kept === 0 ? 'integer' : 'decimal', args, places: kept, how: rounding(c), size: { before: (args[0]?.size?.before ?? 1) + 1, after: kept } }
    },
  },
  min: { takes: [2, several], make: (args, source) => extreme(args, source) },
  max: { takes: [2, several], make: (args, source) => extreme(args, source) },
  eq: equal,
  ne: equal,
  lt: ordered,
  lte: ordered,
  gt: ordered,
  gte: ordered,
  and: { takes: [2, 2], make: of('boolean', 'boolean') },
  or: { takes: [2, 2], make: of('boolean', 'boolean') },
  not: { takes: [1, 1], make: of('boolean', 'boolean') },
  if: {
    takes: [3, 3],
    make: ([condition, ...rest], source) => {
      const made = alike(rest, source)
      return { kind: made.kind, args: [as('boolean', condition as Checked), ...made.args] }
    },
  },
  in: { takes: [2, several + 1], make: compared([]) },
  coalesce: { takes: [2, several], make: (args, source) => alike(args, source) },
  isEmpty: { takes: [1, 1], make: args => ({ kind: 'boolean', args }) },
  concat: { takes: [2, several], make: args => ({ kind: 'text', args: args.map(spellable) }) },
  upper: { takes: [1, 1], make: of('text', 'text') },
  lower: { takes: [1, 1], make: of('text', 'text') },
  size: { takes: [1, 1], make: whole(10, 'text') },
  contains: { takes: [2, 2], make: of('boolean', 'text') },
  startsWith: { takes: [2, 2], make: of('boolean', 'text') },
  endsWith: { takes: [2, 2], make: of('boolean', 'text') },
  today: { takes: [0, 0], make: of('date') },
  addDays: { takes: [2, 2], make: of('date', 'date', 'integer') },
  daysBetween: { takes: [2, 2], make: whole(8, 'date') },
  year: { takes: [1, 1], make: whole(4, 'date') },
  month: { takes: [1, 1], make: whole(2, 'date') },
  day: { takes: [1, 1], make: whole(2, 'date') },
  dateOf: { takes: [1, 1], make: of('date', 'datetime') },
  money: { takes: [2, 2], make: of('money', 'decimal', 'text') },
}

/** The functions that are called by a name; the others have signs. */
const spoken = Object.keys(shapes).filter(name => !/^(add|subtract|multiply|negate|eq|ne|lte?|gte?|and|or|not|if|in)$/.test(name))

function extreme(args: readonly Checked[], source: string): Made {
  const made = alike(args, source)
  if ([...unordered, 'money'].includes(made.kind))
    throw new FormulaProblem('"{part}": a {kind} has no order. Compare it with == or !=.', { part: source, kind: made.kind })
  return made
}

/** What can stand in a text: texts, numbers and days. */
function spellable(one: Checked): Checked {
  const { kind } = one.tree
  if (one.nothing || ['text', 'integer', 'decimal', 'date'].includes(kind)) return one.nothing ? as('text', one) : one
  throw new FormulaProblem('"{part}" must be a {wanted}, and is a {kind}.', { part: one.source, wanted: 'text, number or date', kind })
}
