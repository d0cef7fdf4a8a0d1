import type { Rounding } from './exact.ts'

/** What a part of a formula is worth: how it is kept, compared and shown. */
export type FormulaKind = 'text' | 'integer' | 'decimal' | 'boolean' | 'date' | 'datetime' | 'id' | 'money'

/**
 * A formula that was read and checked: plain data, so that it travels to the browser. Every part
 * has a kind; what is unknown (null) stays unknown, as in SQL.
 */
export type Formula =
  | { readonly op: 'value'; readonly kind: FormulaKind; readonly value: string | number | boolean | null }
  | { readonly op: 'field'; readonly kind: FormulaKind; readonly path: string }
  | {
      readonly op: 'call'
      readonly kind: FormulaKind
      readonly name: FormulaFunction
      readonly args: readonly Formula[]
      /** Of `round` and `div`. */
      readonly places?: number
      readonly how?: Rounding
    }

/** The functions that a formula has after it is read. */
export type FormulaFunction =
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'negate'
  | 'div'
  | 'mod'
  | 'round'
  | 'abs'
  | 'min'
  | 'max'
  | 'eq'
  | 'ne'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'
  | 'and'
  | 'or'
  | 'not'
  | 'if'
  | 'in'
  | 'coalesce'
  | 'isEmpty'
  | 'concat'
  | 'upper'
  | 'lower'
  | 'size'
  | 'contains'
  | 'startsWith'
  | 'endsWith'
  | 'today'
  | 'addDays'
  | 'daysBetween'
  | 'year'
  | 'month'
  | 'day'
  | 'dateOf'
  | 'money'

/**
 * The paths of fields that a formula reads, each once.
 *
 * @example const missing = formulaPaths(tree).filter(path => !(path in Note.fields))
 */
export function formulaPaths(formula: Formula): readonly string[] {
  if (formula.op === 'field') return [formula.path]
  return formula.op === 'value' ? [] : [...new Set(formula.args.flatMap(formulaPaths))]
}
