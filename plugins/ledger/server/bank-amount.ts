import { minus, round, UserError } from '@sangam/sdk'

/** What stands before the fractions of a file. */
export type Mark = '.' | ','

export interface Reading {
  /** How many digits the money has after the point. */
  readonly digits?: number
  /** What stands before fractions, where the file shows it elsewhere. */
  readonly mark?: Mark | null
  /** Of which day the amount is, to name its row. */
  readonly day?: string
}

/** An amount without a sign, whether it is written as one that goes out, and what a Dr or Cr beside it says. */
export interface Written {
  readonly size: string
  readonly isOut: boolean
  readonly side: 'dr' | 'cr' | null
}

/** `1,180.00`, `1.180,00`, `(45.5)`, `₹ 3 Dr`: what goes out is negative. Null where it is no number. */
export function amountIn(text: string, reading: Reading = {}): string | null {
  const found = writtenIn(text, reading)
  return found && (found.isOut ? minus('0', found.size) : found.size)
}

/**
 * What a cell says. Of what could be two amounts nothing is taken: an amount a thousand times too large is in the books for good, a refusal is one question.
 *
 * @throws UserError `unclear_amount`, `too_fine`, with the day and the text of the cell
 */
export function writtenIn(text: string, { digits = 2, mark = null, day = '' }: Reading = {}): Written | null {
  const parts = partsOf(text)
  if (!parts && /\d/.test(text)) throw unclear(text, day)
  if (!parts) return null
  const value = plainOf(parts.number, digits, mark)
  if (value === null) throw unclear(text, day)
  const rounded = round(value, digits)
  // Spreadsheets reckon in binary: what is below half a millionth comes of that.
  const dust = minus(value, rounded).replace('-', '')
  if (!minus(dust, '0.0000005').startsWith('-'))
    throw new UserError(
      'too_fine',
      'On {day} the file says “{text}”, and the money of this account has {digits} digits after the point. Round it in the file, then send that again.',
      { day, text, digits },
      'file',
    )
  return { size: rounded, isOut: parts.isOut, side: parts.side }
}

function unclear(text: string, day: string): UserError {
  return new UserError(
    'unclear_amount',
    'On {day} the file says “{text}”, which may be more than one amount, or none. Write it as 1234.50 in the file, then send that again.',
    { day, text },
    'file',
  )
}

/**
 * What the amounts of a file show to stand before their fractions; null where none shows it, or they differ.
 *
 * @example markOf(['1.250,50', '12.345']) // ','
 */
export function markOf(cells: readonly string[]): Mark | null {
  const shown = new Set(cells.flatMap(cell => shownBy(partsOf(cell)?.number ?? '') ?? []))
  return shown.size === 1 ? ([...shown][0] ?? null) : null
}

function shownBy(number: string): Mark | null {
  const marks = [...number].filter(one => one === '.' || one === ',') as Mark[]
  const last = marks.at(-1)
  if (last === undefined || (marks.length === 1 && mayBeThousands(number))) return null
  if (marks.length > 1 && new Set(marks).size === 1) return last === '.' ? ',' : '.'
  return last
}

/** The digits of a number as a decimal, or null where they could be two. */
function plainOf(number: string, digits: number, mark: Mark | null): string | null {
  const [, whole = number, last = '', fraction = ''] = /^(.*)([.,])(\d+)$/.exec(number) ?? []
  const marks = new Set(number.replace(/\d/g, ''))
  const isOnly = !/[.,]/.test(whole)
  const decimal = (): string | null => (isGrouped(whole) && !whole.includes(last) ? `${whole.replace(/[.,]/g, '') || '0'}.${fraction}` : null)
  const grouped = (): string | null => (isGrouped(number) ? number.replace(/[.,]/g, '') : null)
  if (last === '') return number
  if (marks.size === 2) return decimal()
  if (!isOnly) return grouped()
  if (!mayBeThousands(number)) return decimal()
  if (mark !== null) return last === mark ? decimal() : grouped()
  // Three digits after a comma are a thousand in any money; after a point they are where the money has none, and a fraction where it has three.
  if (last === ',' || digits === 0) return grouped()
  return digits === 3 ? decimal() : null
}

function mayBeThousands(number: string): boolean {
  return /^[1-9]\d{0,2}[.,]\d{3}$/.test(number)
}

/** Thousands, or lakhs and crores, by one sign. */
function isGrouped(number: string): boolean {
  return /^\d*$/.test(number) || /^\d{1,3}(?:(?:,\d{2,3})*,\d{3}|(?:\.\d{2,3})*\.\d{3})$/.test(number)
}

function partsOf(text: string): { readonly number: string; readonly isOut: boolean; readonly side: Written['side'] } | null {
  const cleaned = text
    .replace(/(?<!\p{L})[A-Z]{3}(?!\p{L})|[₹$€£¥'’]|Rs\.?/gu, '')
    .replace(/\s/g, '')
    .replace('−', '-')
    .replace(/\((cr|dr)\.?\)/i, '$1')
  // What a spreadsheet reckoned to almost nothing.
  const small = /^[-+]?\d(?:\.\d+)?e[-+]\d+$/i.test(cleaned) ? Number(cleaned).toFixed(12) : cleaned
  const [, before, bracket, sign, number, after, behind] = /^(?:(cr|dr)\.?)?(\()?([-+]?)([\d.,]*\d)[.,]?([-)])?(cr|dr)?\.?$/i.exec(small) ?? []
  if (number === undefined || (bracket === '(') !== (after === ')')) return null
  const side = ((before ?? behind)?.toLowerCase() ?? null) as Written['side']
  return { number, isOut: bracket !== undefined || sign === '-' || after === '-' || side === 'dr', side }
}
