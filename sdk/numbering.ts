import type { Entity } from './entity.ts'
import type { Fields } from './field.ts'

/** Another pattern for a series of another plugin, made by `numbering`. */
export interface Numbering {
  readonly kind: 'numbering'
  readonly entity: string
  readonly field: string
  readonly pattern: string
}

/**
 * Another pattern for a series that a plugin in `needs` brings: as the law of a country asks for it. What the administrators of a workspace say goes
 * before it; of several plugins the one that comes last counts. A field that is no series, or a pattern that makes no numbers, is refused when the
 * server starts.
 *
 * @param entity the definition that has the series, from the other plugin's `model.ts`
 * @param field the name of the series field
 * @param pattern as in `series()`
 * @example numbering(Invoice, 'number', '{company}/{fy2}/{0000}')
 */
export function numbering<N extends string, F extends Fields>(entity: Entity<N, F>, field: keyof F & string, pattern: string): Numbering {
  return { kind: 'numbering', entity: entity.name, field, pattern }
}
