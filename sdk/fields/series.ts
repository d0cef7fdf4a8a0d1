import type { Field, FieldOptions, FieldType } from '../field.ts'

export type SeriesOptions = FieldOptions<string> & {
  /**
   * Text with `{yyyy}`, `{yy}`, `{mm}`, `{fy}` (the company's fiscal year, `2026-27`), `{fy2}` (`26-27`), `{company}` (its short
   * code) and once `{0000}`: the counter, padded to its zeros.
   */
  readonly pattern: string
}

/**
 * A number for people, such as `INV-2027-0041`, given by the server as the last step of the write
 * from a counter in the same transaction: no gap, no twin. The counter begins anew when what
 * stands around it changes (a new year, another company). Never written by a caller; an import may bring its own
 * number only through another field.
 *
 * @example number: series('LEAD-{yyyy}-{0000}')
 * @example number: series('{company}/{fy2}/{0000}')   // GT/26-27/0041
 */
export function series<const O extends FieldOptions<string> = FieldOptions<string>>(
  pattern: string,
  options?: O,
): Field<string, O & { readonly readonly: true; readonly required: true; readonly default: ''; readonly unique: true; readonly pattern: string }> {
  return { type: 'series', options: { ...(options as O), pattern, readonly: true, required: true, default: '', unique: true } }
}

/** What stands for a day in a pattern; `start` is the month that the fiscal year begins in, 1 to 12. */
export const seriesTokens: { readonly [token: string]: (day: string, start: number) => string } = {
  yyyy: day => day.slice(0, 4),
  yy: day => day.slice(2, 4),
  mm: day => day.slice(5, 7),
  fy: (day, start) => fiscalYear(day, start, 4),
  fy2: (day, start) => fiscalYear(day, start, 2),
}

function fiscalYear(day: string, start: number, figures: 2 | 4): string {
  const first = Number(day.slice(0, 4)) - (Number(day.slice(5, 7)) < start ? 1 : 0)
  const year = String(first).slice(-figures)
  return start === 1 ? year : `${year}-${String(first + 1).slice(-2)}`
}

/** What is wrong with a pattern; null when nothing is. */
export function patternProblem(pattern: unknown): string | null {
  if (typeof pattern !== 'string' || pattern.length > 40) return 'it must be a text of at most 40 characters'
  const tokens = [...pattern.matchAll(/\{([^{}]*)\}/g)].map(match => match[1] ?? '')
  if (/[{}]/.test(pattern.replace(/\{[^{}]*\}/g, ''))) return 'a brace is not closed'
  if (tokens.filter(token => /^0{1,10}$/.test(token)).length !== 1) return 'it needs one counter, such as {0000}'
  const strange = tokens.find(token => !/^0{1,10}$/.test(token) && token !== 'company' && !Object.hasOwn(seriesTokens, token))
  return strange === undefined ? null : `{${strange}} means nothing: use {yyyy}, {yy}, {mm}, {fy}, {fy2} or {company}`
}

export const seriesType: FieldType<SeriesOptions> = {
  type: 'series',
  columns: () => [{ suffix: '', type: 'text' }],
  schema: () => ({ type: 'string', maxLength: 60 }),
  compare: 'text',
  operators: ['eq', 'ne', 'in', 'notIn', 'contains', 'startsWith', 'isEmpty'],
  sortable: true,
  groupable: false,
}
