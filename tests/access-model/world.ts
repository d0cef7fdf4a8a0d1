import { shapes, title } from './shapes.ts'
import type { Made } from './worked.ts'

/** What is worked out of values, not looked up. */
type Worked = Exclude<Made, { readonly lookup: string }>

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

/** Who looks: a person, as far as they may, or nobody, as it all is. */
export interface Eyes {
  readonly stage: Stage
  readonly person: Person
  may(entity: string, verb: string): boolean
  sees(entity: string, row: Row): boolean
  /** Whether a field may be read on a record: yes, no, or never anywhere. */
  open(entity: string, field: string, row: Row | null): boolean | 'never'
  /** The value at a path; throws where the path is not there for who looks. */
  value(entity: string, row: Row | null, path: string): unknown
}

export type Parts = { readonly [part: string]: unknown } | null

export function rowAt(stage: Stage, entity: string, id: unknown): Row | undefined {
  return stage.rows.get(entity)?.get(String(id))
}

/** All as it is: for a grant's own condition, and for what is worked out. */
export class Plain implements Eyes {
  constructor(
    readonly stage: Stage,
    readonly person: Person,
  ) {}

  may(): boolean {
    return true
  }

  sees(): boolean {
    return true
  }

  open(): boolean {
    return true
  }

  value(entity: string, row: Row | null, path: string): unknown {
    const [first = '', ...more] = path.split('.')
    const rest = more.join('.')
    const name = first === '$title' ? (title[entity] ?? '') : first
    const shape = shapes[entity]?.[name]
    const { made } = shape ?? {}
    if (made && 'lookup' in made) return this.value(entity, row, [made.lookup, ...more].join('.'))
    const value = row && made ? this.#worked(entity, row, made) : (row?.[name] ?? null)
    if (rest === '' || !shape) return value
    const { entity: to = '', id } = (value ?? {}) as { readonly entity?: string; readonly id?: unknown }
    if (shape.kind === 'pointer' && rest === '$title') return this.value(to, rowAt(this.stage, to, id) ?? null, rest)
    if (shape.kind === 'money' || shape.kind === 'pointer') return (value as Parts)?.[rest] ?? null
    return this.value(shape.to ?? '', rowAt(this.stage, shape.to ?? '', value) ?? null, rest)
  }

  #worked(entity: string, row: Row, made: Worked): unknown {
    if ('uses' in made) return made.of(path => this.value(entity, row, path))
    return made.come([...(this.stage.rows.get(made.counts)?.values() ?? [])].filter(one => one[made.by] === row.id))
  }
}
