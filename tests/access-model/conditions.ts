import type { Chance } from './random.ts'
import { type Kind, pointing, type Shape, shapes, title, words } from './shapes.ts'

const ofText = ['eq', 'ne', 'in', 'notIn', 'contains', 'startsWith', 'isEmpty'] as const
const ofRelations = ['some', 'every', 'none', 'isEmpty'] as const

const operators: { readonly [K in Kind]: readonly string[] } = {
  text: ofText,
  html: ['contains', 'isEmpty'],
  choice: ['eq', 'ne', 'in', 'notIn', 'isEmpty'],
  id: ['eq', 'ne', 'in', 'isEmpty', 'under'],
  ids: [...ofRelations, 'contains'],
  pointer: ['isEmpty'],
  target: ['eq', 'ne', 'in', 'isEmpty'],
  number: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'between', 'isEmpty'],
  date: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'between', 'within', 'isEmpty'],
  instant: ['gt', 'gte', 'lt', 'lte', 'isEmpty'],
  time: ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'between', 'isEmpty'],
  boolean: ['eq', 'ne'],
  set: ['contains', 'isEmpty'],
  lines: ofRelations,
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
    const { path, ...shape } = place(chance, entity, 0)
    const match = matchOf(chance, shape, known, depth)
    if (match !== undefined) made[path] = match
  }
  const back = (pointing[entity] ?? []).filter(([child]) => child === 'deals.deal')
  if (back.length > 0 && depth < 2 && chance.yes(0.2)) {
    const operator = chance.one(ofRelations)
    made[chance.one(back).join(':')] = { [operator]: operator === 'isEmpty' ? chance.yes(0.5) : condition(chance, 'deals.deal', known, 3) }
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
  if (shape.kind === 'pointer' && chance.yes(0.8))
    return chance.one<Spot>([
      { path: `${name}.entity`, kind: 'choice', values: shape.values ?? [] },
      { path: `${name}.id`, kind: 'target', to: String(chance.one(shape.values ?? [])) },
      { path: `${name}.$title`, kind: 'text', values: words },
    ])
  if (shape.kind === 'id' && shape.to && hops < 2 && chance.yes(0.4)) {
    if (chance.yes(0.15)) return { path: `${name}.$title`, kind: 'text', values: words }
    const inner = place(chance, shape.to, hops + 1)
    if (inner.kind !== 'lines') return { ...inner, path: `${name}.${inner.path}` }
  }
  return { ...shape, path: name }
}

function matchOf(chance: Chance, { kind, to, values }: Shape, known: Known, depth: number): unknown {
  const operator = chance.one(operators[kind])
  if (operator === 'isEmpty') return { isEmpty: chance.yes(0.5) }
  if (kind === 'lines' || (kind === 'ids' && operator !== 'contains')) return to && depth < 3 ? { [operator]: condition(chance, to, known, 3) } : undefined
  if (kind === 'ids')
    return to === 'core.user' ? { contains: '$me' } : known.ids(to ?? '').length > 0 ? { contains: chance.one(known.ids(to ?? '')) } : undefined
  if (kind === 'id' || kind === 'target') return idMatch(chance, operator, to ?? '', known)
  if (operator === 'within') return { within: chance.one(['today', 'this_month', 'this_fiscal_year']) }
  if (kind === 'date' && chance.yes(0.2)) return { [operator === 'between' ? 'lte' : operator]: '$today' }
  const draw = (): unknown => chance.one(values && values.length > 0 ? values : words)
  if (operator === 'between') {
    const pair = [draw(), draw()].sort((a, b) => Number(a) - Number(b) || String(a).localeCompare(String(b)))
    return { between: pair }
  }
  if (operator === 'in' || operator === 'notIn') return { [operator]: [draw(), draw()] }
  if (kind === 'html') return { contains: chance.one(words).slice(0, 4).toUpperCase() }
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
