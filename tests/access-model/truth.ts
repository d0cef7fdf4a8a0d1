import { compared, every, kindAt, not, type Three } from './comparing.ts'
import { shapes } from './shapes.ts'
import { type Eyes, type Row, rowAt, Unknown } from './world.ts'

type Match = { readonly [operator: string]: unknown }

/** What a condition says of a record, or of none, to who looks: of three things one. Throws where it names what is not there for them. */
export function truthOf(eyes: Eyes, entity: string, row: Row | null, condition: object): Three {
  return every(Object.entries(condition).map(([key, match]) => term(eyes, entity, row, key, match)))
}

function term(eyes: Eyes, entity: string, row: Row | null, key: string, match: unknown): Three {
  if (key === 'and') return every((match as object[]).map(one => truthOf(eyes, entity, row, one)))
  if (key === 'or') return not(every((match as object[]).map(one => not(truthOf(eyes, entity, row, one)))))
  if (key === 'not') return not(truthOf(eyes, entity, row, match as object))
  if (key.includes(':')) return overThose(eyes, entity, row, key, match as Match)
  const kind = kindAt(entity, key)
  if (kind.kind === 'lines') return overLines(eyes, row, match as Match)
  if (kind.kind === 'ids') return overTargets(eyes, entity, row, key, match as Match)
  const value = eyes.value(entity, row, key)
  if (typeof match !== 'object' || match === null) return compare(eyes, 'eq', value, match, kind)
  return every(Object.entries(match).map(([operator, operand]) => compare(eyes, operator, value, operand, kind)))
}

/** Whether a record points at another by a field of it, as far as who looks may read that. */
export function pointsAt(eyes: Eyes, [child, field]: readonly [string, string], one: Row, entity: string, id: unknown): boolean {
  const value = eyes.value(child, one, field)
  if (Array.isArray(value)) return value.includes(id)
  if (typeof value !== 'object' || value === null) return value === id
  const pointer = value as { readonly entity: string; readonly id: string }
  return pointer.id === id && pointer.entity === entity
}

function all(eyes: Eyes, entity: string): Row[] {
  return [...(eyes.stage.rows.get(entity)?.values() ?? [])].filter(row => eyes.sees(entity, row))
}

/** Of the records that point at one by a field of theirs, as far as they are seen. */
function overThose(eyes: Eyes, entity: string, row: Row | null, key: string, match: Match): Three {
  const [child = '', field = ''] = key.split(':')
  if (!eyes.may(child, 'read') || eyes.open(child, field, null) === 'never') throw new Unknown(key)
  return over(eyes, child, row ? all(eyes, child).filter(one => pointsAt(eyes, [child, field], one, entity, row.id)) : [], match)
}

/** Lines are seen by whoever sees what they belong to. */
function overLines(eyes: Eyes, deal: Row | null, match: Match): Three {
  if (eyes.open('deals.deal', 'lines', null) === 'never') throw new Unknown('lines')
  const lines = [...(eyes.stage.rows.get('deals.line')?.values() ?? [])].filter(line => line.deal === deal?.id)
  const found = over(eyes, 'deals.line', lines, match)
  return deal && eyes.open('deals.deal', 'lines', deal) !== true ? null : found
}

/** Of the records that one refers to by a field of several. Of a record that is not there nothing is known of them. */
function overTargets(eyes: Eyes, entity: string, row: Row | null, path: string, match: Match): Three {
  const at = path.lastIndexOf('.')
  if (at > 0) {
    const before = path.slice(0, at)
    const { to = '' } = kindAt(entity, before)
    const base = rowAt(eyes.stage, to, eyes.value(entity, row, before))
    if (!eyes.may(to, 'read')) throw new Unknown(path)
    return overTargets(eyes, to, base && eyes.sees(to, base) ? base : null, path.slice(at + 1), match)
  }
  const { to = '', made } = shapes[entity]?.[path] ?? {}
  const open = eyes.open(entity, path, row)
  if (open === 'never' || !eyes.may(to, 'read')) throw new Unknown(path)
  if (made && 'lookup' in made) {
    const found = overTargets(eyes, entity, row, made.lookup, match)
    return row && !open ? null : found
  }
  const ids = (row?.[path] ?? []) as string[]
  const [[operator, operand] = []] = Object.entries(match)
  const targets = all(eyes, to).filter(one => ids.includes(one.id))
  const found = operator === 'contains' ? ids.includes(String(resolved(eyes, operand))) : over(eyes, to, targets, match, ids.length)
  return (row === null && operator !== 'isEmpty') || (row && !open) ? null : found
}

/** What a question for some, every, none or any of records comes to. */
function over(eyes: Eyes, entity: string, those: readonly Row[], match: Match, count = those.length): Three {
  const [[operator = '', operand] = []] = Object.entries(match)
  if (operator === 'isEmpty') return (count === 0) === operand
  truthOf(eyes, entity, null, operand as object)
  const held = those.filter(one => truthOf(eyes, entity, one, operand as object) === true).length
  if (operator === 'some') return held > 0
  return operator === 'none' ? held === 0 : held === those.length
}

function compare(eyes: Eyes, operator: string, value: unknown, given: unknown, { kind, to = '' }: { kind: string; to?: string }): Three {
  const operand = operator === 'isEmpty' ? given : resolved(eyes, given)
  return operator === 'under' ? under(eyes, value, operand, to) : compared(operator, value, operand, kind, eyes.stage.today)
}

function under({ stage }: Eyes, value: unknown, top: unknown, entity: string): Three {
  if (value === null) return rowAt(stage, entity, top) ? null : false
  for (let at = rowAt(stage, entity, value), steps = 0; at && steps < 50; at = rowAt(stage, entity, at.parent), steps += 1) if (at.id === top) return true
  return false
}

function resolved({ person, stage }: Eyes, given: unknown): unknown {
  if (given === '$me') return person.id
  if (given === '$myTeams') return person.teams
  if (given === '$teamsILead') return person.led
  return given === '$today' ? stage.today : given
}
