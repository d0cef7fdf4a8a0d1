import type { Entity } from '../entity.ts'
import type { Field, FieldOptions, Fields, FieldType } from '../field.ts'
import type { Json, Money } from '../json.ts'

/** What a rollup works out of the related records. */
export type RollupHow = 'count' | 'sum' | 'average' | 'min' | 'max'

type Given = Pick<FieldOptions, 'label' | 'help'> & {
  /** A condition over the related records' own fields: which of them count. */
  readonly where?: object
  /** Of money: the currency that is looked at. Another currency is another field. */
  readonly currency?: string
}

/**
 * What a rollup is given: which records, which field, and how.
 *
 * @example const options: RollupOptions = { of: 'billing.payment', by: 'order', how: 'sum', field: 'amount' }
 */
export type RollupOptions = Given & {
  /** The entity whose records are looked at. */
  readonly of: string
  /** The reference by which they belong to this record. */
  readonly by: string
  readonly how: RollupHow
  /** The field of theirs that is summed or compared; none for `count`. */
  readonly field?: string
}

type ValueOf<F> = F extends Field<infer V, infer _O, infer _W> ? V : Json
type Result<How extends RollupHow, V> = How extends 'count' ? number : How extends 'min' | 'max' ? V : V extends Money ? Money : string
type Filled<How extends RollupHow> = How extends 'count' | 'sum' ? { readonly default: unknown } : unknown

/**
 * What the records that point here come to: how many, their sum, average, smallest or largest, of
 * all or of those that meet a condition over their own fields. Kept up with every write of theirs,
 * exactly, without a lock on this record and without a new version of it.
 *
 * None counts 0 and sums to 0; the others are then empty. Whoever may read the field reads it
 * whole: it counts what they may not see themselves, so hide it from whom that tells too much.
 *
 * Errors at boot: `by` is no stored reference from there to here, `field` is no stored number, day or
 * moment of theirs, the condition looks further than their own fields or at who or when asks, money has no currency.
 *
 * @example lines: rollup('count', Line, 'order')
 * @example paid: rollup('sum', Payment, 'order', 'amount', { where: { state: 'posted' }, currency: 'INR' })
 * @example last: rollup('max', Payment, 'order', 'day')
 */
export function rollup<
  const How extends RollupHow,
  N extends string,
  F extends Fields,
  const By extends string & keyof F,
  const K extends string & keyof F = never,
  const O extends Given = Given,
>(
  how: How,
  of: Entity<N, F> | N,
  by: By,
  field?: K,
  options?: O,
): Field<Result<How, ValueOf<F[K]>>, O & Filled<How> & { readonly of: N; readonly by: By; readonly how: How; readonly readonly: true }> {
  const given = { ...(options as O), of: typeof of === 'string' ? of : of.name, by, how, ...(field !== undefined && { field }), readonly: true }
  return { type: 'rollup', options: given as never }
}

export const rollupType: FieldType<RollupOptions> = {
  type: 'rollup',
  columns: () => [],
  schema: () => ({}),
  compare: 'none',
  operators: [],
  sortable: false,
  groupable: false,
}
