import type { Chance } from './random.ts'

/** How the values at a path are compared; a new kind of field is a row here and a case in the oracle. */
export type Kind = 'text' | 'choice' | 'id' | 'number' | 'date' | 'instant' | 'time' | 'boolean' | 'set' | 'lines' | 'money'

interface Shape {
  readonly kind: Kind
  readonly to?: string
  /** Values that records and questions draw from; few, so that they meet. */
  readonly values?: readonly unknown[]
  /** Not written by anyone. */
  readonly fixed?: true
}

const words = ['amber', 'birch', 'cedar', 'dahlia', 'ember', 'fern']
const days = ['2026-04-01', '2027-01-15', '2027-03-05', '2027-03-31', '2027-04-02']
const moments = ['2027-03-30T18:29:59.000Z', '2027-03-30T18:30:00.000Z', '2027-03-31T09:30:00.000Z', '2027-05-01T00:00:00.000Z']

/** Every field there is, written down a second time: the oracle asks the model nothing. */
export const shapes: { readonly [entity: string]: { readonly [field: string]: Shape } } = {
  'deals.deal': {
    number: { kind: 'text', fixed: true },
    title: { kind: 'text', values: words },
    firm: { kind: 'id', to: 'deals.firm' },
    owner: { kind: 'id', to: 'core.user' },
    team: { kind: 'id', to: 'core.team' },
    state: { kind: 'choice', values: ['open', 'won', 'lost'] },
    value: { kind: 'money', values: ['100', '250.5', '900'] },
    closing: { kind: 'date', values: days },
    seenAt: { kind: 'instant', values: moments },
    score: { kind: 'number', values: [0, 3, 50, 100] },
    weight: { kind: 'number', values: ['0.5', '1', '2.125'] },
    hot: { kind: 'boolean', values: [true, false] },
    tags: { kind: 'set', values: ['red', 'blue', 'green'] },
    reason: { kind: 'text', values: words },
    margin: { kind: 'number', values: ['-1', '0', '7.25'] },
    doubled: { kind: 'number', values: [0, 6, 100, 200], fixed: true },
    lines: { kind: 'lines', to: 'deals.line' },
    stars: { kind: 'number', values: [1, 3, 5] },
    share: { kind: 'number', values: ['0', '12.5', '100'] },
    spent: { kind: 'number', values: [60, 3600] },
    opens: { kind: 'time', values: ['08:00', '17:15'] },
    sites: { kind: 'set', values: ['https://a.example.com/', 'https://b.example.com/'] },
  },
  'deals.firm': {
    name: { kind: 'text', values: words },
    code: { kind: 'text', fixed: true },
    kind: { kind: 'choice', values: ['customer', 'supplier'] },
    parent: { kind: 'id', to: 'deals.firm' },
    secret: { kind: 'text', values: words },
    owner: { kind: 'id', to: 'core.user' },
  },
  'deals.line': {
    deal: { kind: 'id', to: 'deals.deal' },
    item: { kind: 'text', values: words },
    quantity: { kind: 'number', values: ['1', '2', '10'] },
    price: { kind: 'money', values: ['10', '20'] },
  },
  'core.user': { name: { kind: 'text' }, email: { kind: 'text' }, locale: { kind: 'choice', values: ['en', 'hi'] } },
  'core.team': { name: { kind: 'text' }, leader: { kind: 'id', to: 'core.user' }, parent: { kind: 'id', to: 'core.team' } },
  'core.activity': {
    kind: { kind: 'choice', values: ['note', 'call', 'task'] },
    subject: { kind: 'text', values: words },
    entity: { kind: 'text' },
    record: { kind: 'text' },
    assignee: { kind: 'id', to: 'core.user' },
  },
}

export const title: { readonly [entity: string]: string } = {
  'deals.deal': 'title',
  'deals.firm': 'name',
  'deals.line': 'item',
  'core.user': 'name',
  'core.team': 'name',
  'core.activity': 'subject',
}

/** Where search looks, beside the title. */
export const searched: { readonly [entity: string]: readonly string[] } = { 'deals.firm': ['code', 'secret'] }

const operators: { readonly [K in Kind]: readonly string[] } = {
  text: ['eq', 'ne', 'in', 'notIn', 'contains', 'startsWith', 'isEmpty'],
  choice: ['eq', 'ne', 'in', 'notIn', 'isEmpty'],
  id: ['eq', 'ne', 'in', 'isEmpty', 'under'],
  number: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'between', 'isEmpty'],
  date: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'between', 'within', 'isEmpty'],
  instant: ['gt', 'gte', 'lt', 'lte', 'isEmpty'],
  time: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'between', 'isEmpty'],
  boolean: ['eq', 'ne'],
  set: ['contains', 'isEmpty'],
  lines: ['some', 'every', 'none', 'isEmpty'],
  money: ['isEmpty'],
}

/** What stands in conditions where a value would. */
export interface Known {
  readonly ids: (entity: string) => readonly string[]
}

/** Any condition over an entity: of a grant, or of a question. */
export function condition(chance: Chance, entity: string, known: Known, depth = 0): object {
  if (depth < 3 && chance.yes(0.25)) {
    const parts = Array.from({ length: 1 + chance.below(3) }, () => condition(chance, entity, known, depth + 1))
    return chance.yes(0.3) ? { not: parts[0] } : { [chance.one(['or', 'and'])]: parts }
  }
  const made: { [path: string]: unknown } = {}
  for (let count = 1 + chance.below(2); count > 0; count -= 1) {
    const { path, kind, to, values } = place(chance, entity, 0)
    const match = matchOf(chance, kind, to, values, known, depth)
    if (match !== undefined) made[path] = match
  }
  if (entity === 'deals.firm' && depth < 2 && chance.yes(0.2)) {
    const operator = chance.one(['some', 'every', 'none', 'isEmpty'])
    made['deals.deal:firm'] = { [operator]: operator === 'isEmpty' ? chance.yes(0.5) : condition(chance, 'deals.deal', known, 3) }
  }
  return Object.keys(made).length === 0 ? { [title[entity] ?? 'name']: { isEmpty: false } } : made
}

interface Spot extends Shape {
  readonly path: string
}

/** A path: a field, a part of one, or a field of what a reference points at. */
export function place(chance: Chance, entity: string, hops: number): Spot {
  const fields = Object.entries(shapes[entity] ?? {})
  const [name, shape] = chance.one(fields)
  if (shape.kind === 'money' && chance.yes(0.8)) return { path: `${name}.amount`, kind: 'number', values: shape.values ?? [] }
  if (shape.kind === 'id' && shape.to && hops < 2 && chance.yes(0.4)) {
    if (chance.yes(0.15)) return { path: `${name}.$title`, kind: 'text', values: words }
    const inner = place(chance, shape.to, hops + 1)
    if (inner.kind !== 'lines') return { ...inner, path: `${name}.${inner.path}` }
  }
  return { ...shape, path: name }
}

function matchOf(chance: Chance, kind: Kind, to: string | undefined, values: readonly unknown[] | undefined, known: Known, depth: number): unknown {
  const operator = chance.one(operators[kind])
  if (operator === 'isEmpty') return { isEmpty: chance.yes(0.5) }
  if (kind === 'lines') return to && depth < 3 ? { [operator]: condition(chance, to, known, 3) } : undefined
  if (kind === 'id') return idMatch(chance, operator, to ?? '', known)
  if (operator === 'within') return { within: chance.one(['today', 'this_month', 'this_fiscal_year']) }
  if (kind === 'date' && chance.yes(0.2)) return { [operator === 'between' ? 'lte' : operator]: '$today' }
  const draw = (): unknown => chance.one(values && values.length > 0 ? values : words)
  if (operator === 'between') {
    const pair = [draw(), draw()].sort((a, b) => Number(a) - Number(b) || String(a).localeCompare(String(b)))
    return { between: pair }
  }
  if (operator === 'in' || operator === 'notIn') return { [operator]: [draw(), draw()] }
  if (operator === 'contains' && kind === 'text') return { contains: String(draw()).slice(1, 3).toUpperCase() }
  if (operator === 'startsWith') return { startsWith: String(draw()).slice(0, 2) }
  return operator === 'eq' && chance.yes(0.5) ? draw() : { [operator]: draw() }
}

const trees = new Set(['deals.firm', 'core.team'])

function idMatch(chance: Chance, operator: string, to: string, known: Known): unknown {
  if (to === 'core.user' && chance.yes(0.7)) return operator === 'ne' ? { ne: '$me' } : '$me'
  if (to === 'core.team' && chance.yes(0.7)) return { in: chance.one(['$myTeams', '$teamsILead']) }
  const ids = known.ids(to)
  if (ids.length === 0) return { isEmpty: chance.yes(0.5) }
  if (operator === 'in') return { in: [chance.one(ids), chance.one(ids)] }
  if (operator === 'under' && !trees.has(to)) return chance.one(ids)
  return operator === 'eq' ? chance.one(ids) : { [operator]: chance.one(ids) }
}
