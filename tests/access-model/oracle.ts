import { shapes, title } from './shapes.ts'

/**
 * Who sees what, said once more: slowly, in plain TypeScript, over records in memory. It shares no line
 * with the compiler that it judges.
 */
export interface Grant {
  readonly entity: string
  readonly verbs: readonly string[]
  readonly where?: object
  readonly hide?: readonly string[]
  readonly freeze?: readonly string[]
}
export interface Person {
  readonly id: string
  readonly roles: readonly string[]
  readonly grants: readonly Grant[]
  /** Of teams they belong to, or lead with all below. */
  readonly teams: readonly string[]
  readonly led: readonly string[]
}
export interface Shared {
  readonly entity: string
  readonly record: string
  readonly user?: string
  readonly team?: string
  readonly role?: string
  readonly may: 'read' | 'change'
}
export type Row = { readonly id: string; readonly [field: string]: unknown }
export interface Stage {
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, Row>>
  readonly shares: readonly Shared[]
  readonly today: string
}

/** Named by someone for whom it is not there. */
export class Unknown extends Error {
  override readonly name = 'Unknown'
}

type Three = boolean | null

export class Oracle {
  constructor(
    readonly stage: Stage,
    readonly person: Person,
  ) {}

  all(entity: string): Row[] {
    return [...(this.stage.rows.get(entity)?.values() ?? [])]
  }

  may(entity: string, verb: string): boolean {
    if (entity === 'deals.line') return verb === 'read' && this.may('deals.deal', 'read') && this.open('deals.deal', 'lines', null) !== 'never'
    return this.#granted(entity, verb).length > 0
  }

  sees(entity: string, row: Row): boolean {
    return this.reaches(entity, 'read', row)
  }

  reaches(entity: string, verb: string, row: Row): boolean {
    if (entity === 'deals.line') {
      const deal = this.#row('deals.deal', row.deal)
      return deal !== undefined && this.reaches('deals.deal', verb, deal) && this.open('deals.deal', 'lines', deal) === true
    }
    const granted = this.#granted(entity, verb)
    const held = granted.some(grant => this.#holds(grant, entity, row)) || (granted.length > 0 && this.#shared(entity, verb, row))
    return held && (entity !== 'core.activity' || this.#about(row))
  }

  /** Whether a field may be read or written on a record: yes, no, or never anywhere. */
  open(entity: string, field: string, row: Row | null, use: 'read' | 'create' | 'update' = 'read'): boolean | 'never' {
    if (entity === 'deals.line') return this.open('deals.deal', 'lines', row && (this.#row('deals.deal', row.deal) ?? null), use)
    const free = this.#granted(entity, use).filter(grant => !grant.hide?.includes(field) && (use === 'read' || !grant.freeze?.includes(field)))
    if (free.length === 0) return 'never'
    if (row === null) return false
    return free.some(grant => this.#holds(grant, entity, row)) || this.#shared(entity, use, row)
  }

  /** What a person sees at a path of a record they see; throws where the path is not there for them. */
  value(entity: string, row: Row | null, path: string): unknown {
    const [first = '', ...more] = path.split('.')
    const rest = more.join('.')
    if (path === 'id' || path === 'version') return row?.[path] ?? null
    const name = first === '$title' ? (title[entity] ?? '') : first
    const shape = shapes[entity]?.[name]
    if (!shape || shape.kind === 'lines') throw new Unknown(path)
    const open = this.open(entity, name, row)
    if (open === 'never') {
      if (first === '$title') return null
      throw new Unknown(path)
    }
    const value = row && open ? (row[name] ?? null) : null
    if (rest === '') return value
    if (shape.kind === 'money') {
      if (rest !== 'amount' && rest !== 'currency') throw new Unknown(path)
      return (value as { [part: string]: unknown } | null)?.[rest] ?? null
    }
    if (!shape.to) throw new Unknown(path)
    if (!this.may(shape.to, 'read')) {
      if (rest === '$title') return null
      throw new Unknown(path)
    }
    const target = this.#row(shape.to, value)
    return this.value(shape.to, target && this.sees(shape.to, target) ? target : null, rest)
  }

  /** A question's condition, of which all names must be there for the person. */
  matches(entity: string, row: Row, condition: object): boolean {
    return this.#truth(entity, row, condition, true) === true
  }

  /** Throws where a condition names what is not there for the person. */
  check(entity: string, condition: object): void {
    this.#truth(entity, null, condition, true)
  }

  /** Whether a grant with this condition would reach the record. */
  would(entity: string, row: Row, condition: object): boolean {
    return this.#truth(entity, row, condition, false) === true
  }

  lines(row: Row): Row[] {
    if (this.open('deals.deal', 'lines', row) !== true) return []
    return this.all('deals.line').filter(line => line.deal === row.id)
  }

  #granted(entity: string, verb: string): Grant[] {
    return this.person.grants.filter(grant => grant.entity === entity && grant.verbs.includes(verb))
  }

  #holds(grant: Grant, entity: string, row: Row): boolean {
    return !grant.where || this.#truth(entity, row, grant.where, false) === true
  }

  #shared(entity: string, verb: string, row: Row): boolean {
    if (verb !== 'read' && verb !== 'update') return false
    const { id, teams, roles } = this.person
    return this.stage.shares.some(
      share =>
        share.entity === entity &&
        share.record === row.id &&
        (verb === 'read' || share.may === 'change') &&
        (share.user === id || (share.team !== undefined && teams.includes(share.team)) || (share.role !== undefined && roles.includes(share.role))),
    )
  }

  /** An activity is seen with what it is about; one about nothing, by its people. */
  #about(row: Row): boolean {
    if (row.entity === null) return row.createdBy === this.person.id || row.assignee === this.person.id
    const target = row.entity === 'deals.deal' ? this.#row('deals.deal', row.record) : undefined
    return target !== undefined && this.sees('deals.deal', target)
  }

  #row(entity: string, id: unknown): Row | undefined {
    return this.stage.rows.get(entity)?.get(String(id))
  }

  #truth(entity: string, row: Row | null, condition: object, bounded: boolean): Three {
    return every(Object.entries(condition).map(([key, match]) => this.#term(entity, row, key, match, bounded)))
  }

  #term(entity: string, row: Row | null, key: string, match: unknown, bounded: boolean): Three {
    if (key === 'and') return every((match as object[]).map(one => this.#truth(entity, row, one, bounded)))
    if (key === 'or') return not(every((match as object[]).map(one => not(this.#truth(entity, row, one, bounded)))))
    if (key === 'not') return not(this.#truth(entity, row, match as object, bounded))
    if (key.includes(':')) return this.#overThose(row, key, match as { [operator: string]: unknown }, bounded)
    if (shapes[entity]?.[key]?.kind === 'lines') return this.#overLines(row, match as { [operator: string]: unknown }, bounded)
    const value = bounded ? this.value(entity, row, key) : this.#plain(entity, row, key)
    const kind = kindAt(entity, key)
    if (typeof match !== 'object' || match === null) return this.#compare('eq', value, match, kind)
    return every(Object.entries(match).map(([operator, operand]) => this.#compare(operator, value, operand, kind)))
  }

  /** Of the records that point at one by a field of theirs, as far as they are seen. */
  #overThose(row: Row | null, key: string, match: { [operator: string]: unknown }, bounded: boolean): Three {
    const [child = '', field = ''] = key.split(':')
    if (bounded && (!this.may(child, 'read') || this.open(child, field, null) === 'never')) throw new Unknown(key)
    const [[operator = '', operand] = []] = Object.entries(match)
    if (operator !== 'isEmpty') this.#truth(child, null, operand as object, bounded)
    const points = (one: Row): boolean => (bounded ? this.sees(child, one) && this.value(child, one, field) === row?.id : one[field] === row?.id)
    const those = row ? this.all(child).filter(points) : []
    if (operator === 'isEmpty') return (those.length === 0) === operand
    const held = those.filter(one => this.#truth(child, one, operand as object, bounded) === true).length
    if (operator === 'some') return held > 0
    return operator === 'none' ? held === 0 : held === those.length
  }

  #overLines(deal: Row | null, match: { [operator: string]: unknown }, bounded: boolean): Three {
    if (bounded && this.open('deals.deal', 'lines', null) === 'never') throw new Unknown('lines')
    const [[operator = '', operand] = []] = Object.entries(match)
    if (operator !== 'isEmpty') this.#truth('deals.line', null, operand as object, bounded)
    if (bounded && deal && this.open('deals.deal', 'lines', deal) !== true) return null
    const lines = deal ? this.all('deals.line').filter(line => line.deal === deal.id) : []
    if (operator === 'isEmpty') return (lines.length === 0) === operand
    const held = lines.filter(line => this.#truth('deals.line', line, operand as object, bounded) === true).length
    if (operator === 'some') return held > 0
    return operator === 'none' ? held === 0 : held === lines.length
  }

  /** The value at a path as it stands, for a grant's own condition. */
  #plain(entity: string, row: Row | null, path: string): unknown {
    const [first = '', ...more] = path.split('.')
    const rest = more.join('.')
    const name = first === '$title' ? (title[entity] ?? '') : first
    const shape = shapes[entity]?.[name]
    const value = row?.[name] ?? null
    if (rest === '' || !shape) return value
    if (shape.kind === 'money') return (value as { [part: string]: unknown } | null)?.[rest] ?? null
    return this.#plain(shape.to ?? '', this.#row(shape.to ?? '', value) ?? null, rest)
  }

  #compare(operator: string, value: unknown, given: unknown, kind: { kind: string; to?: string }): Three {
    if (operator === 'isEmpty') return (value === null || (Array.isArray(value) && value.length === 0)) === given
    const operand = this.#resolved(given)
    if (operator === 'in' || operator === 'notIn') {
      const list = operand as readonly unknown[]
      if (list.length === 0) return operator === 'notIn'
      if (value === null) return null
      const found = list.some(one => order(value, one, kind.kind) === 0)
      return operator === 'in' ? found : !found
    }
    if (operator === 'under') return this.#under(value, operand, kind.to ?? '')
    if (value === null || operand === null) return null
    if (operator === 'contains' && kind.kind === 'set') return (value as unknown[]).includes(operand)
    if (operator === 'contains') return String(value).toLowerCase().includes(String(operand).toLowerCase())
    if (operator === 'startsWith') return String(value).toLowerCase().startsWith(String(operand).toLowerCase())
    if (operator === 'between') {
      const [low, high] = operand as readonly [unknown, unknown]
      return every([this.#compare('gte', value, low, kind), this.#compare('lte', value, high, kind)])
    }
    if (operator === 'within') {
      const [from, to] = periods(this.stage.today)[operand as string] as [string, string]
      return String(value) >= from && String(value) <= to
    }
    const sign = order(value, operand, kind.kind)
    const signs: { readonly [operator: string]: boolean } = { eq: sign === 0, ne: sign !== 0, gt: sign > 0, gte: sign >= 0, lt: sign < 0, lte: sign <= 0 }
    return signs[operator] as boolean
  }

  #under(value: unknown, top: unknown, entity: string): Three {
    if (value === null) return this.#row(entity, top) ? null : false
    for (let at = this.#row(entity, value), steps = 0; at && steps < 50; at = this.#row(entity, at.parent), steps += 1) if (at.id === top) return true
    return false
  }

  #resolved(given: unknown): unknown {
    if (given === '$me') return this.person.id
    if (given === '$myTeams') return this.person.teams
    if (given === '$teamsILead') return this.person.led
    return given === '$today' ? this.stage.today : given
  }
}

/** How values at a path are compared. */
export function kindAt(entity: string, path: string): { kind: string; to?: string } {
  const [first = '', ...more] = path.split('.')
  if (first === '$title') return { kind: 'text' }
  const shape = shapes[entity]?.[first]
  if (first === 'id' || !shape) return { kind: 'id' }
  if (more.length === 0) return shape
  return shape.kind === 'money' ? { kind: more[0] === 'amount' ? 'number' : 'text' } : kindAt(shape.to ?? '', more.join('.'))
}

/** Which comes first. */
export function order(a: unknown, b: unknown, kind: string): number {
  if (kind === 'number') return Math.sign(Number(a) - Number(b))
  if (kind === 'boolean') return Number(a) - Number(b)
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0
}

function every(parts: readonly Three[]): Three {
  if (parts.includes(false)) return false
  return parts.includes(null) ? null : true
}

function not(one: Three): Three {
  return one === null ? null : !one
}

/** The clock of a stage stands still, so its periods are few. */
function periods(today: string): { readonly [name: string]: readonly [string, string] } {
  return { today: [today, today], this_month: [`${today.slice(0, 7)}-01`, `${today.slice(0, 7)}-31`], this_fiscal_year: ['2026-04-01', '2027-03-31'] }
}
