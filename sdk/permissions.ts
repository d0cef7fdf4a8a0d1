import type { Condition } from './condition.ts'
import type { Entity, RecordOf } from './entity.ts'
import type { Fields } from './field.ts'

/**
 * The four verbs every entity has, `startElsewhere` for its flows, `export` and `import`, `share` to open single
 * records to others, and the names of its actions and arrows.
 */
export type Verb = 'read' | 'create' | 'update' | 'remove' | 'startElsewhere' | 'export' | 'import' | 'share' | (string & {})

/** What a role may do with the records of an entity, made by `allow`. */
export interface Grant {
  readonly kind: 'grant'
  readonly entity: string
  readonly verbs: readonly Verb[]
  /** Only these records. An empty condition refuses to boot: leave it out for all records. */
  readonly where?: object
  /** Fields that are not there for this role: not in lists, filters, sorts, sums, search, history or export. */
  readonly hide?: readonly string[]
  /** Fields seen but not written. */
  readonly freeze?: readonly string[]
}

/**
 * What a role may do with an entity. Grants add up: of several, a record is within reach if any
 * grant reaches it, and a field is hidden only on records that no grant shows it on.
 *
 * @example allow(Lead, ['read', 'update', 'makeCustomer'], { where: { owner: '$me' } })
 */
export function allow<N extends string, F extends Fields>(
  entity: Entity<N, F> | N,
  verbs: readonly Verb[],
  options?: {
    readonly where?: Condition<RecordOf<Entity<N, F>>>
    readonly hide?: readonly (keyof F & string)[]
    readonly freeze?: readonly (keyof F & string)[]
  },
): Grant {
  return { kind: 'grant', entity: typeof entity === 'string' ? entity : entity.name, verbs, ...options }
}

/** What some people may do, made by `role`; administrators give it to them. */
export interface Role {
  readonly kind: 'role'
  /** `plugin.noun`, such as `leads.salesperson`. */
  readonly name: string
  readonly label: string
  readonly description?: string
  readonly grants: readonly Grant[]
}

/**
 * A role: what whoever has it may do, in the words of `allow`.
 *
 * @example role('leads.salesperson', { label: 'Salesperson', grants: [allow(Lead, ['read', 'create'], { where: { owner: '$me' } })] })
 */
export function role(name: string, definition: Omit<Role, 'kind' | 'name'>): Role {
  return { kind: 'role', name, ...definition }
}
