import { shapes, title } from './shapes.ts'
import { pointsAt, truthOf } from './truth.ts'
import type { Made } from './worked.ts'
import { type Eyes, type Grant, type Parts, type Person, Plain, type Row, rowAt, type Stage, Unknown } from './world.ts'

/**
 * Who sees what, said once more: slowly, in plain TypeScript, over records in memory. It shares no line
 * with the compiler that it judges.
 */
export class Oracle implements Eyes {
  readonly #plain: Plain

  constructor(
    readonly stage: Stage,
    readonly person: Person,
  ) {
    this.#plain = new Plain(stage, person)
  }

  /** What the person would see if a record were as given. */
  having(entity: string, row: Row): Oracle {
    const rows = new Map(this.stage.rows).set(entity, new Map(this.stage.rows.get(entity)).set(row.id, row))
    return new Oracle({ ...this.stage, rows }, this.person)
  }

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

  /** Whether a field may be read or written on a record: yes, no, or never anywhere. What is worked out of others is read where they all are. */
  open(entity: string, field: string, row: Row | null, use: 'read' | 'create' | 'update' = 'read'): boolean | 'never' {
    const own = this.#own(entity, field, row, use)
    const made = shapes[entity]?.[field]?.made
    if (!made || use !== 'read' || own === 'never') return own
    const all = [own, ...looksAt(made).map(path => this.#way(entity, path, row))]
    return all.includes('never') ? 'never' : all.every(one => one === true)
  }

  #own(entity: string, field: string, row: Row | null, use: 'read' | 'create' | 'update'): boolean | 'never' {
    if (entity === 'deals.line') return this.open('deals.deal', 'lines', row && (this.#row('deals.deal', row.deal) ?? null), use)
    const free = this.#granted(entity, use).filter(grant => !grant.hide?.includes(field) && (use === 'read' || !grant.freeze?.includes(field)))
    if (free.length === 0) return 'never'
    if (row === null) return false
    return free.some(grant => this.#holds(grant, entity, row)) || this.#shared(entity, use, row)
  }

  /** Of a path: whether its beginning is open, and never where all that it leads to is closed. */
  #way(entity: string, path: string, row: Row | null): boolean | 'never' {
    const [first = '', ...more] = path.split('.')
    const own = this.open(entity, first, row)
    const { kind, to = '' } = shapes[entity]?.[first] ?? {}
    if (own === 'never' || more.length === 0 || kind === 'money') return own
    return this.may(to, 'read') && this.#way(to, more.join('.'), null) !== 'never' ? own : 'never'
  }

  /** What a person sees at a path of a record they see; throws where the path is not there for them. */
  value(entity: string, row: Row | null, path: string): unknown {
    const [first = '', ...more] = path.split('.')
    if (path === 'id' || path === 'version') return row?.[path] ?? null
    const name = first === '$title' ? (title[entity] ?? '') : first
    const shape = shapes[entity]?.[name]
    if (!shape || shape.kind === 'lines') throw new Unknown(path)
    const open = this.open(entity, name, row)
    if (open === 'never' && first === '$title') return null
    if (open === 'never') throw new Unknown(path)
    const from = row && open ? row : null
    if (shape.made && 'lookup' in shape.made) return this.value(entity, from, [shape.made.lookup, ...more].join('.'))
    const value = from && this.#shows(entity, from, name)
    if (more.length === 0) return value
    if (shape.kind === 'money' || shape.kind === 'pointer') return this.#part(shape.kind, value as Parts, more.join('.'))
    return this.#beyond(shape.kind, shape.to, value, more.join('.'))
  }

  /** A value that is there, or worked out of what the person knows all of. */
  #shows(entity: string, row: Row, name: string): unknown {
    const made = shapes[entity]?.[name]?.made
    if (made && 'uses' in made && !made.uses.every(path => this.#knows(entity, row, path))) return null
    return this.#plain.value(entity, row, name)
  }

  #knows(entity: string, row: Row, path: string): boolean {
    const [first = '', ...more] = path.split('.')
    if (this.open(entity, first, row) !== true) return false
    const { kind, to = '', made } = shapes[entity]?.[first] ?? {}
    if (made && 'lookup' in made) return this.#knows(entity, row, [made.lookup, ...more].join('.'))
    if (made && 'uses' in made) return made.uses.every(one => this.#knows(entity, row, one))
    if (more.length === 0 || kind === 'money' || row[first] === null) return true
    const target = this.#row(to, row[first])
    return target !== undefined && this.sees(to, target) && this.#knows(to, target, more.join('.'))
  }

  #part(kind: 'money' | 'pointer', value: Parts, part: string): unknown {
    const parts = kind === 'money' ? ['amount', 'currency'] : ['entity', 'id', '$title']
    if (!parts.includes(part)) throw new Unknown(part)
    if (part !== '$title') return value?.[part] ?? null
    const to = String(value?.entity)
    const target = this.#row(to, value?.id)
    return target && this.may(to, 'read') && this.sees(to, target) ? this.value(to, target, '$title') : null
  }

  /** What a reference leads to, or several do. */
  #beyond(kind: string, to: string | undefined, value: unknown, rest: string): unknown {
    if (!to) throw new Unknown(rest)
    const unread = !this.may(to, 'read')
    if (unread && rest !== '$title') throw new Unknown(rest)
    const at = (id: unknown): unknown => {
      if (unread) return null
      const target = this.#row(to, id)
      return this.value(to, target && this.sees(to, target) ? target : null, rest)
    }
    return kind === 'ids' && value !== null ? (value as unknown[]).map(at) : at(value)
  }

  /** A question's condition, of which all names must be there for the person. */
  matches(entity: string, row: Row, condition: object): boolean {
    return truthOf(this, entity, row, condition) === true
  }

  /** Throws where a condition names what is not there for the person. */
  check(entity: string, condition: object): void {
    truthOf(this, entity, null, condition)
  }

  /** Whether a record points at another, as far as the person sees. */
  points(way: readonly [string, string], one: Row, entity: string, id: string): boolean {
    return pointsAt(this, way, one, entity, id)
  }

  lines(row: Row): Row[] {
    if (this.open('deals.deal', 'lines', row) !== true) return []
    return this.all('deals.line').filter(line => line.deal === row.id)
  }

  #granted(entity: string, verb: string): Grant[] {
    return this.person.grants.filter(grant => grant.entity === entity && grant.verbs.includes(verb))
  }

  #holds(grant: Grant, entity: string, row: Row): boolean {
    return !grant.where || truthOf(this.#plain, entity, row, grant.where) === true
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
    return rowAt(this.stage, entity, id)
  }
}

/** The paths that a value is worked out of: none for a rollup, which is a right of its own. */
function looksAt(made: Made): readonly string[] {
  if ('lookup' in made) return [made.lookup]
  return 'uses' in made ? made.uses : []
}
