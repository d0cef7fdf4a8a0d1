import { addDays, compareDecimals, minus, type RecordOf, round, times, total } from '@sangam/sdk'
import { type Document, type DocumentLine, type DuePart, duesOf, giveBack, type Taxed, type TaxedLine, type TaxedSnapshot, taxesOf } from '../model.ts'
import { digitsOf, roundingOf, type SetUp } from './set-up.ts'
import { isSale } from './sides.ts'

type DocumentRecord = RecordOf<typeof Document>
type LineRecord = RecordOf<typeof DocumentLine>

/** What notes took back of the lines of a document before, by line, and of its round-off. */
export interface Original {
  readonly document: DocumentRecord
  readonly notes: readonly DocumentRecord[]
}

/** Discounts as they are written: `10 + 5`. Null where that is none. */
export function discountsOf(text: string | null): readonly string[] | null {
  if (text === null) return []
  const parts = text.split('+').map(part => part.replace('%', '').trim())
  return parts.every(part => /^\d{1,3}(\.\d{1,4})?$/.test(part) && Number(part) <= 100) ? parts : null
}

type KeptLine = TaxedLine & { readonly taxes: TaxedSnapshot['parts'] }

export interface Worked {
  readonly made: Taxed
  readonly snapshots: readonly TaxedSnapshot[]
  readonly currency: string
}

/** The amounts of a document by the one tax engine; of a note, by the lines it gives back. Null where something is no number yet. */
export function worked(document: DocumentRecord, setUp: SetUp, currency: string, original: Original | null): Worked | null {
  const policy = roundingOf(setUp.policy(document.company, document.date), currency)
  const day = document.taxDate ?? document.date
  const lines = document.lines.map(line => {
    const of = original?.document.lines.find(one => one.id === line.ofLine)
    return of ? givenBack(line, of, original as Original, policy.digits) : taxed(line, document, setUp, day)
  })
  const sound = lines.filter(line => line !== null)
  if (sound.length < lines.length) return null
  const roundOff = original ? restOfRoundOff(document, original) : null
  const made = taxesOf(sound, roundOff === null ? policy : { ...policy, roundOff })
  return { made, snapshots: sound.map((line, at) => ({ parts: line.taxes, amounts: made.lines[at]?.taxes ?? [] })), currency }
}

function taxed(line: LineRecord, document: DocumentRecord, setUp: SetUp, day: string): KeptLine | null {
  const discounts = discountsOf(line.discount)
  if (discounts === null || !isNumber(line.quantity) || (line.price !== null && !isNumber(line.price))) return null
  const taxes = setUp.parts(line.tax, day, document.supply)
  return { quantity: line.quantity, price: line.price ?? '0', discounts, inclusive: document.inclusive, taxes }
}

/** A line of a note takes its share of what was posted, at the rates of that day. */
function givenBack(line: LineRecord, of: LineRecord, { notes }: Original, digits: number): KeptLine | null {
  const posted = of.taxed as unknown as TaxedSnapshot | null
  if (!posted || !isNumber(line.quantity)) return null
  const before = notes.flatMap(note =>
    note.lines
      .filter(one => one.ofLine === of.id)
      .map(one => ({ quantity: one.quantity, net: one.net ?? '0', taxes: (one.taxed as unknown as TaxedSnapshot | null)?.amounts ?? [] })),
  )
  const decided = giveBack({ quantity: of.quantity, net: of.net ?? '0', taxes: posted.amounts }, before, line.quantity, digits)
  return {
    quantity: line.quantity,
    price: of.price ?? '0',
    discounts: discountsOf(of.discount) ?? [],
    taxes: posted.parts,
    decided: decided ?? { net: '0', taxes: [] },
  }
}

/** Where a note gives back the rest of all lines, the rest of the round-off goes with it. */
function restOfRoundOff(document: DocumentRecord, { document: of, notes }: Original): string | null {
  const left = of.lines.map(line =>
    minus(
      line.quantity,
      total([...notes.flatMap(note => note.lines), ...document.lines].filter(one => one.ofLine === line.id && isNumber(one.quantity)).map(one => one.quantity)),
    ),
  )
  if (left.some(quantity => compareDecimals(quantity, '0') !== 0) || document.lines.some(line => line.ofLine === null)) return null
  return minus(of.roundOff?.amount ?? '0', total(notes.map(note => note.roundOff?.amount ?? '0')))
}

/** What a document says of itself once its amounts are known. Lines and rows keep their ids, so that nothing is written that is as it was. */
export function figuresOf(document: DocumentRecord, { made, snapshots, currency }: Worked, terms: readonly DuePart[] | null, days: number | null) {
  const money = (amount: string) => ({ amount, currency })
  const withheld = document.withhold === null ? '0' : round(times(made.net, document.withhold, '0.01'), digitsOf(currency))
  const owed = minus(made.total, withheld)
  const dues = duesOf(owed, document.date, terms ?? [{ percent: '100', days: days ?? 0, fromMonthEnd: false }], digitsOf(currency))
  const taxOf = new Map(snapshots.flatMap(({ parts }) => parts.map(part => [part.key, part.tax])))
  return {
    lines: document.lines.map((line, at) => ({
      id: line.id,
      net: made.lines[at]?.net ?? null,
      taxAmount: made.lines[at]?.tax ?? null,
      role: line.role ?? (isSale(document.kind) ? 'sales' : 'purchases'),
      taxed: snapshots[at] ?? null,
    })),
    taxes: made.rows.map((row, at) => ({
      ...idOf(document.taxes, at),
      tax: taxOf.get(row.key) ?? '',
      ...{ code: row.key, rate: row.rate, base: row.base, amount: row.amount, recoverable: row.recoverable, reverse: row.reverse },
    })),
    instalments: dues.map((due, at) => ({ ...idOf(document.instalments, at), ...due })),
    due:
      dues
        .map(one => one.due)
        .sort()
        .at(-1) ?? addDays(document.date, 0),
    net: money(made.net),
    tax: money(made.tax),
    roundOff: money(made.roundOff),
    total: money(made.total),
    withheld: money(withheld),
  }
}

function idOf(list: readonly { readonly id: string }[], at: number): { readonly id?: string } {
  const there = list[at]
  return there ? { id: there.id } : {}
}

export function isNumber(value: unknown): value is string {
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)
}
