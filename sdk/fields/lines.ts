import type { Entity, NewOf, PatchOf, RecordOf } from '../entity.ts'
import type { Field, Fields, FieldType } from '../field.ts'
import type { Id, Show } from '../json.ts'

/** What lines are given beside their entity. */
export type LinesOptions = {
  readonly label?: string
  readonly help?: string
  readonly of: string
  /** The reference field of the line that points back. */
  readonly by: string
  readonly default: readonly []
  /** At least one line. */
  readonly required?: boolean
  /** A record is nothing without lines, though what programs write may be begun without. */
  readonly begins?: boolean
  /** Changed by server code only. */
  readonly readonly?: boolean
}

/** What a caller gives for lines: the whole list, in order. Lines with an id are changed, lines without are made, lines left out are removed. */
export type LineWrite<N extends string, F extends Fields, By extends string> =
  | Show<Omit<NewOf<Entity<N, F>>, By | 'position'> & { readonly id?: never }>
  | Show<Omit<PatchOf<Entity<N, F>>, By | 'position'> & { readonly id: Id<N> }>

/**
 * Lines that live and die with their parent and are edited inside it. The line entity has a
 * required reference back; the engine keeps their order in its `position`. `required` asks for at least one, of
 * whoever writes. `begins` is for what people write line by line and a program or an import may begin without, such as an invoice: its form opens with an
 * empty line and asks for one. So does the form of what is `required`.
 *
 * @example lines: lines(LeadLine, 'lead', { required: true })
 * @example lines: lines(LeadLine, 'lead', { begins: true })
 */
export function lines<N extends string, F extends Fields, const By extends keyof F & string>(
  of: Entity<N, F>,
  by: By,
  options?: Omit<LinesOptions, 'of' | 'by' | 'default'>,
): Field<readonly RecordOf<Entity<N, F>>[], LinesOptions, readonly LineWrite<N, F, By>[]> {
  return { type: 'lines', options: { ...options, of: of.name, by, default: [] } }
}

export const linesType: FieldType<LinesOptions> = {
  type: 'lines',
  columns: () => [],
  schema: ({ required }) => ({ type: 'array', ...(required && { minItems: 1 }), maxItems: 1000, items: { type: 'object' } }),
  compare: 'none',
  operators: ['some', 'every', 'none', 'isEmpty'],
  sortable: false,
  groupable: false,
}
