import type { Field, FieldOptions, FieldType } from '../field.ts'
import type { Money } from '../json.ts'

/** What a formula can result in, and how that is read. */
type Results = { text: string; integer: number; decimal: string; boolean: boolean; date: string; datetime: string; money: Money }

/** The types a formula can result in. */
export type FormulaResult = keyof Results

/**
 * What a formula is given: what results, and by which expression.
 *
 * @example const options: FormulaOptions = { result: 'decimal', expression: 'quantity * price.amount', label: 'Comes to' }
 */
export type FormulaOptions = Pick<FieldOptions, 'label' | 'help'> & {
  readonly result: FormulaResult
  readonly expression: string
}

type Given = Pick<FormulaOptions, 'label' | 'help'>

/**
 * A value worked out from others of the record, and of records it refers to, whenever it is read:
 * it has no column, is never stale, and can be listed, filtered, sorted, grouped and exported.
 *
 * The expression is CEL: names of fields, `party.limit` through references, `price.amount` inside
 * money; `+ - * == != < <= > >= && || ! ?: in`, `div(a, b, 2)`, `mod`, `round(a, 2)`,
 * `round(a, 0, "floor")`, `abs`, `min`, `max`, `concat`, `upper`, `lower`, `size`, `contains`,
 * `startsWith`, `endsWith`, `today()`, `addDays`, `daysBetween`, `year`, `month`, `day`, `dateOf`,
 * `coalesce`, `isEmpty`, `money(amount, currency)`. Numbers are exact decimals. What is unknown stays unknown;
 * `coalesce(discount, 0)` says otherwise. Whoever may not read a field it names may not read it.
 *
 * Errors at boot: an expression that can't be read, names a field that is not there, or has
 * another type than its result.
 *
 * @example total: formula('decimal', 'quantity * price.amount * (1 - div(coalesce(discount, 0), 100, 4))')
 * @example due: formula('date', 'addDays(invoiced, party.creditDays)')
 */
export function formula<const R extends FormulaResult, const O extends Given = Given>(
  result: R,
  expression: string,
  options?: O,
): Field<Results[R], O & { readonly result: R; readonly expression: string; readonly readonly: true }> {
  return { type: 'formula', options: { ...(options as O), result, expression, readonly: true } }
}

export const formulaType: FieldType<FormulaOptions> = {
  type: 'formula',
  columns: () => [],
  schema: () => ({}),
  compare: 'none',
  operators: [],
  sortable: false,
  groupable: false,
}
