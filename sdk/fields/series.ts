import type { Field, FieldOptions, FieldType } from '../field.ts'

export type SeriesOptions = FieldOptions<string> & {
  /**
   * Text with `{yyyy}`, `{yy}`, `{mm}`, `{fy}` (the company's fiscal year, `2026-27`), `{fy2}` (`26-27`), `{company}` (its short
   * code) and once `{0000}`: the counter, padded to its zeros.
   */
  readonly pattern: string
  /** The most characters of a number, 60 unless told: 16 where the law says so, as of a GST invoice. A pattern that makes longer ones is refused. */
  readonly max?: number
  /** Given when this first holds of a record, over stored fields of its own and naming no other record, and not before: drafts have none, so that one that is thrown away leaves no gap. */
  readonly when?: object
  /**
   * A reference field of the record whose every value has a count of its own, though it stands in no number: each company begins with 1, as laws that ask for a
   * series without gaps mean it. Two of them may have the same number then. A series that has numbered already is given another pattern with it.
   */
  readonly per?: string
  /** The date field that says which year a number is of; the day it is given, unless told. */
  readonly date?: string
  /**
   * What reacts to the record knows its number: an entry in the books that names its invoice. The counter is then held while they work, so who is numbered next waits for them.
   */
  readonly early?: boolean
  /** A text of the record that shows the number too: of an entity that is numbered by several series, one for each kind, the field people know it by. */
  readonly into?: string
}

/**
 * A number for people, such as `INV-2027-0041`, given by the server as the last step of the write
 * from a counter in the same transaction: no gap, no twin. The counter begins anew when what
 * stands around it changes (a new year, another company). Never written by a caller; an import may bring its own
 * number only through another field.
 *
 * @example number: series('LEAD-{yyyy}-{0000}')
 * @example number: series('{company}/{fy2}/{0000}')   // GT/26-27/0041
 * @example number: series('JV/{fy2}/{0000}', { when: { state: 'posted' }, date: 'date' })   // numbered as it is posted, in the year of its date
 * @example number: series('JV/{fy2}/{0000}', { per: 'company' })   // each company counts by itself
 * @example invoiceNumber: series('INV/{fy2}/{0000}', { when: { kind: 'invoice' }, into: 'number' })   // and a creditNumber, both of which `number` shows
 * @example number: series('INV/{fy2}/{0000}', { max: 16 })   // INV/26-27/0041, and no pattern that is too long for a GST invoice
 */
export function series<const O extends Omit<SeriesOptions, 'pattern'> = Omit<SeriesOptions, 'pattern'>>(
  pattern: string,
  options?: O,
): Field<string, O & { readonly readonly: true; readonly required: true; readonly default: ''; readonly unique: boolean; readonly pattern: string }> {
  return { type: 'series', options: { ...(options as O), pattern, readonly: true, required: true, default: '', unique: options?.per === undefined } }
}

/** What stands for a day in a pattern; `start` is the month that the fiscal year begins in, 1 to 12. */
const seriesTokens: { readonly [token: string]: (day: string, start: number) => string } = {
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

/** What stands around the counter of a series on a day, and how many zeros the counter has at least. */
export interface SeriesForm {
  readonly prefix: string
  readonly suffix: string
  readonly zeros: number
}

/**
 * A pattern as it is on a day, for a company. Numbers count up as long as what stands around the counter stays the same.
 *
 * @example seriesForm('{company}/{fy2}/{0000}', '2026-11-27', { code: 'GT', start: 4 }) // { prefix: 'GT/26-27/', suffix: '', zeros: 4 }
 */
export function seriesForm(pattern: string, day: string, company: { readonly code: string | null; readonly start: number }): SeriesForm {
  const [, before = '', zeros = '', after = ''] = /^(.*?)\{(0+)\}(.*)$/.exec(pattern) ?? []
  const filled = (text: string): string =>
    text.replace(/\{([a-z]+[0-9]?)\}/g, (token, name: string) =>
      name === 'company' ? String(company.code) : (seriesTokens[name]?.(day, company.start) ?? token),
    )
  return { prefix: filled(before), suffix: filled(after), zeros: zeros.length }
}

/**
 * A number of a series.
 *
 * @example seriesNumber({ prefix: 'GT/26-27/', suffix: '', zeros: 4 }, 41n) // GT/26-27/0041
 */
export function seriesNumber({ prefix, suffix, zeros }: SeriesForm, count: bigint | number): string {
  return `${prefix}${String(count).padStart(zeros, '0')}${suffix}`
}

/**
 * The most characters of a number where its field says nothing else.
 *
 * @example seriesNumber({ prefix: 'INV-', suffix: '', zeros: 4 }, 41).length <= longestNumber // true
 */
export const longestNumber = 60

/** A sentence for people, with what is filled in. */
export interface PatternProblem {
  readonly text: string
  readonly values: { readonly [name: string]: string | number }
}

/**
 * What is wrong with a pattern; null when nothing is. `most` is how long its numbers may be, `code` the longest short code of a company that may stand in them.
 *
 * @example patternProblem('INV-{year}-{0000}') // { text: '{part} means nothing in a pattern. …', values: { part: '{year}' } }
 * @example patternProblem('INV/{fy}/{0000}', 12)?.values // { number: 'INV/2026-27/0001', length: 16, most: 12, … }
 */
export function patternProblem(pattern: unknown, most = longestNumber, code = 'A'): PatternProblem | null {
  if (typeof pattern !== 'string' || pattern.length > 40) return { text: 'The pattern of a number is a text of at most 40 characters.', values: {} }
  const tokens = [...pattern.matchAll(/\{([^{}]*)\}/g)].map(match => match[1] ?? '')
  if (/[{}]/.test(pattern.replace(/\{[^{}]*\}/g, '')))
    return { text: 'In the pattern “{pattern}” a brace stands alone. Write each part in a pair of them, as in {yyyy}.', values: { pattern } }
  const strange = tokens.find(token => !/^0+$/.test(token) && token !== 'company' && !Object.hasOwn(seriesTokens, token))
  if (strange !== undefined)
    return {
      text: '{part} means nothing in a pattern. Use {yyyy}, {yy}, {mm}, {fy}, {fy2} or {company}, and zeros such as {0000} for the counter.',
      values: { part: `{${strange}}` },
    }
  const counters = tokens.filter(token => /^0+$/.test(token))
  if (counters.length !== 1 || (counters[0] ?? '').length > 10)
    return {
      text: 'The pattern “{pattern}” needs one counter of one to ten zeros, such as {0000}: without it, all numbers would be the same.',
      values: { pattern },
    }
  const number = seriesNumber(seriesForm(pattern, '2026-11-27', { code, start: 4 }), 1)
  if (number.length <= most) return null
  return {
    text: 'Numbers such as {number} have {length} characters, and at most {most} may stand here. Shorten the pattern.',
    values: { number, length: number.length, most },
  }
}

export const seriesType: FieldType<SeriesOptions> = {
  type: 'series',
  columns: () => [{ suffix: '', type: 'text' }],
  schema: () => ({ type: 'string', maxLength: longestNumber }),
  compare: 'text',
  operators: ['eq', 'ne', 'in', 'notIn', 'contains', 'startsWith', 'isEmpty'],
  sortable: true,
  groupable: false,
}
