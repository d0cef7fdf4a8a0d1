import type { RecordOf } from '@sangam/sdk'
import { minus, total } from '@sangam/sdk'
import type { BankFormat } from '../model.ts'
import { amountIn, markOf, type Written, writtenIn } from './bank-amount.ts'

type Format = Pick<RecordOf<typeof BankFormat>, 'date' | 'order' | 'description' | 'reference' | 'deposit' | 'withdrawal' | 'amount' | 'side' | 'balance'>
type Column = Exclude<keyof Format, 'order'>

/** What a bank's file says of one line. */
export interface FileLine {
  readonly date: string
  readonly description: string
  readonly reference: string | null
  readonly amount: string
  readonly balance: string | null
}

/** What banks call their columns, without case, signs and what stands in brackets. */
const called: { readonly [column in Column]: readonly string[] } = {
  date: ['transaction date', 'txn date', 'tran date', 'date', 'posting date', 'post date', 'value date'],
  description: ['narration', 'description', 'particulars', 'transaction remarks', 'transaction details', 'details', 'remarks'],
  reference: [
    'chq ref no',
    'ref no cheque no',
    'cheque no',
    'chq no',
    'cheque number',
    'reference no',
    'reference',
    'ref no',
    'instrument id',
    'utr',
    'utr no',
  ],
  deposit: ['deposit amt', 'deposit amount', 'deposits', 'deposit', 'credit amount', 'credit', 'cr amount', 'cr', 'paid in'],
  withdrawal: ['withdrawal amt', 'withdrawal amount', 'withdrawals', 'withdrawal', 'debit amount', 'debit', 'dr amount', 'dr', 'paid out'],
  amount: ['amount', 'transaction amount', 'txn amount'],
  side: ['dr cr', 'cr dr', 'debit credit', 'type'],
  balance: ['closing balance', 'running balance', 'balance', 'balance amount', 'available balance'],
}

const columns = Object.keys(called) as Column[]

function plain(head: string): string {
  return head
    .toLowerCase()
    .replace(/\(.*?\)/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Where the head of a file stands and what its columns are: as they are remembered, or as banks call them; null where no row is such a head. */
export function formatOf(rows: readonly (readonly string[])[], remembered: Format | null): { readonly format: Format; readonly head: number } | null {
  for (const [head, row] of rows.slice(0, 60).entries()) {
    const format = remembered ? (isHead(row, remembered) ? remembered : null) : guessed(row)
    if (format) return { format: remembered ? format : { ...format, order: orderOf(rows.slice(head + 1), row.indexOf(format.date)) }, head }
  }
  return null
}

function isHead(row: readonly string[], format: Format): boolean {
  return columns.every(column => format[column] === null || row.includes(format[column]))
}

function guessed(row: readonly string[]): Format | null {
  const of = (column: Column): string | null => {
    for (const name of called[column]) {
      const found = row.find(head => plain(head) === name)
      if (found !== undefined) return found
    }
    return null
  }
  const [date, deposit, withdrawal, amount] = [of('date'), of('deposit'), of('withdrawal'), of('amount')]
  if (date === null || (amount === null && (deposit === null || withdrawal === null))) return null
  const both = deposit !== null && withdrawal !== null
  return {
    ...{ date, order: 'dmy', description: of('description'), reference: of('reference'), deposit: both ? deposit : null, withdrawal: both ? withdrawal : null },
    ...{ amount: both ? null : amount, side: both ? null : of('side'), balance: of('balance') },
  }
}

/** A month of more than twelve says which way days are written. */
function orderOf(rows: readonly (readonly string[])[], at: number): Format['order'] {
  const days = rows.flatMap(row =>
    (/^\s*(\d+)[-/. ](\d+)[-/. ]\d+/.exec(row[at] ?? '') ?? []).slice(1).length === 2
      ? [(/^\s*(\d+)[-/. ](\d+)/.exec(row[at] ?? '') as RegExpExecArray).slice(1).map(Number)]
      : [],
  )
  if (days.some(([first = 0]) => first > 31)) return 'ymd'
  return days.some(([, second = 0]) => second > 12) ? 'mdy' : 'dmy'
}

/** The lines below the head; rows without a day or an amount, such as sums and what is brought forward, are none. */
export function linesIn(rows: readonly (readonly string[])[], head: number, format: Format, digits: number): FileLine[] {
  const places = new Map(columns.map(column => [column, format[column] === null ? -1 : (rows[head] ?? []).indexOf(format[column])]))
  const cellOf = (row: readonly string[], column: Column): string => (row[places.get(column) ?? -1] ?? '').trim()
  const dated = rows.slice(head + 1).flatMap(row => {
    const date = dayIn(cellOf(row, 'date'), format.order)
    return date === null ? [] : [{ date, row }]
  })
  const mark = markOf(dated.flatMap(({ row }) => (['deposit', 'withdrawal', 'amount', 'balance'] as const).map(column => cellOf(row, column))))
  return dated.flatMap(({ date, row }): FileLine[] => {
    const cell = (column: Column): string => cellOf(row, column)
    const reading = { digits, mark, day: date }
    const amount =
      format.amount === null
        ? total([moved(writtenIn(cell('deposit'), reading), 'in'), moved(writtenIn(cell('withdrawal'), reading), 'out')])
        : signed(amountIn(cell('amount'), reading) ?? '0', cell('side'))
    if (amount === '0') return []
    const description = cell('description') || cell('reference') || '–'
    return [
      {
        date,
        description: description.replace(/\s+/g, ' ').slice(0, 500),
        reference: cell('reference').slice(0, 100) || null,
        amount,
        balance: amountIn(cell('balance'), reading),
      },
    ]
  })
}

/** What stands in a column of deposits came in and in one of withdrawals went out, with a sign or without: only a Dr or Cr beside it says something else. */
function moved(written: Written | null, way: 'in' | 'out'): string {
  if (!written) return '0'
  const isOut = written.side === null ? way === 'out' : written.side === 'dr'
  return isOut ? minus('0', written.size) : written.size
}

function signed(amount: string, side: string): string {
  if (amount.startsWith('-') || !/^(d|w)/i.test(side)) return amount
  return minus('0', amount)
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** `05/04/2026`, `5-Apr-26`, `2026-04-05`: a day, or null. */
export function dayIn(text: string, order: Format['order']): string | null {
  const found = /^(\d{1,4})[-/. ](\d{1,2}|[a-z]{3,9})[-/. ,]+(\d{1,4})\b/i.exec(text)
  if (!found) return null
  const [, first = '', middle = '', last = ''] = found
  const [year, month, day] =
    first.length === 4 || order === 'ymd' ? [first, middle, last] : order === 'mdy' && /^\d/.test(middle) ? [last, first, middle] : [last, middle, first]
  const numbered = /^\d/.test(month) ? Number(month) : months.indexOf(month.slice(0, 3).toLowerCase()) + 1
  const whole = `${year.length === 2 ? `20${year}` : year}-${String(numbered).padStart(2, '0')}-${day.padStart(2, '0')}`
  return Number.isNaN(Date.parse(whole)) || new Date(whole).toISOString().slice(0, 10) !== whole ? null : whole
}
