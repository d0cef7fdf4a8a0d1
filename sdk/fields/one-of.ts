import type { Entity } from '../entity.ts'
import type { Field, FieldOptions, Fields, FieldType } from '../field.ts'
import type { Id } from '../json.ts'
import { canonicalId } from './reference.ts'

/** A record named by its entity and its id. */
export type Pointer<N extends string = string> = N extends string ? { readonly entity: N; readonly id: Id<N> } : never

export type OneOfOptions = Omit<FieldOptions<never>, 'default' | 'unique' | 'search'> & {
  /** The entities it may point to, by name. */
  readonly targets: readonly string[]
  /** What removing the target does: refuse (unless told), empty this field, or remove this record too. */
  readonly onRemove?: 'refuse' | 'clear' | 'cascade'
}

type NameOf<T> = T extends string ? T : T extends Entity<infer N, infer _F> ? N : never

/**
 * One record of one of several entities: a ticket about an order or a delivery. Two columns (entity and id) with an index; the target
 * must live and be readable by whoever writes it, and it counts what points at it. `subject.$title` is its title, null where the reader
 * may not see it. In conditions its parts are `subject.entity` and `subject.id`.
 *
 * @example subject: oneOf([Order, 'delivery.delivery'], { onRemove: 'clear' })   // { entity: 'sales.order', id: '…' }
 */
export function oneOf<
  // biome-ignore lint/suspicious/noExplicitAny: stands for "whatever entity".
  const T extends readonly (string | Entity<any, any>)[],
  const O extends Omit<OneOfOptions, 'targets'> = Omit<OneOfOptions, 'targets'>,
>(targets: T, options?: O): Field<Pointer<NameOf<T[number]>>, O & { readonly targets: readonly string[] }> {
  const names = targets.map(target => (typeof target === 'string' ? target : (target as Entity<string, Fields>).name))
  return { type: 'oneOf', options: { ...(options as O), targets: names } }
}

export const oneOfType: FieldType<OneOfOptions> = {
  type: 'oneOf',
  columns: () => [
    { suffix: '_entity', part: 'entity', type: 'text', compare: 'text' },
    { suffix: '_id', part: 'id', type: 'uuid', compare: 'id' },
  ],
  schema: o => ({
    type: 'object',
    additionalProperties: false,
    required: ['entity', 'id'],
    properties: { entity: { type: 'string', enum: o.targets }, id: { type: 'string', format: 'uuid' } },
  }),
  normalise: value => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value === '' ? null : value
    const { id, ...rest } = value as { readonly id?: unknown }
    return { ...rest, ...(id !== undefined && { id: canonicalId(id) }) } as never
  },
  compare: 'none',
  operators: ['isEmpty'],
  sortable: false,
  groupable: false,
}
