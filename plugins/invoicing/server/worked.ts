import { compareDecimals, type Json, minus, type RecordOf, round, times, total } from '@sangam/sdk'
import { asOnPaper, digitsOf, discountsOf, isNumber, owedOf, roundingOf, taxedLine } from '../model/draft.ts'
import { type Taken, voucherShare, voucherTaxes } from '../model/voucher.ts'
import {
  type Document,
  type DocumentLine,
  type DuePart,
  giveBack,
  lineAmount,
  type Taxed,
  type TaxedLine,
  type TaxedSnapshot,
  taxesOf,
  type Withholding,
} from '../model.ts'
import { claimed } from './claims.ts'
import { roleOf } from './line-roles.ts'
import { leftOf, linesOf } from './originals.ts'
import { isVoucher } from './refusals.ts'
import type { SetUp } from './set-up.ts'

type DocumentRecord = RecordOf<typeof Document>
type LineRecord = RecordOf<typeof DocumentLine>

/** What notes took back of the lines of a document before, by line, and of its round-off. */
export interface Original {
  /** With who its party is now. */
  readonly document: DocumentRecord & { readonly 'party.id'?: string | null }
  readonly notes: readonly DocumentRecord[]
  /** Of a receipt voucher, what was taken of it. */
  readonly taken: readonly Taken[]
}

type KeptLine = TaxedLine & { readonly taxes: TaxedSnapshot['parts'] }

export interface Worked {
  readonly made: Taxed
  readonly snapshots: readonly TaxedSnapshot[]
  readonly currency: string
}

/** The amounts of a document by the one tax engine; of a note, by the lines it gives back. Null where something is no number yet. */
export function worked(
  document: DocumentRecord,
  {
    setUp,
    currency,
    own,
    original,
    start,
  }: { readonly setUp: SetUp; readonly currency: string; readonly own: string; readonly original: Original | null; readonly start: number },
): Worked | null {
  const policy = roundingOf(setUp.policy(document.company, document.date), { currency, own })
  // A note is taxed at the rates of what it is about.
  const day = document.taxDate ?? original?.document.taxDate ?? original?.document.date ?? document.date
  const known = original ? linesOf(original) : []
  const lines = document.lines.map(line => {
    const of = known.find(one => one.id === line.ofLine)
    const own = of ? givenBack(line, of, original as Original, policy.digits) : taxed(line, document, { setUp, day, start, original })
    return own && original && document.kind === 'refund' ? refunded(own, original, policy.digits) : own
  })
  const sound = lines.filter(line => line !== null)
  if (sound.length < lines.length) return null
  const roundOff = original ? restOfRoundOff(document, original) : null
  const made = isVoucher(document.kind)
    ? voucherTaxes(sound, policy)
    : taxesOf(sound, roundOff === null ? asOnPaper(sound, policy, document.kind === 'bill' ? document.supplierTotal : null) : { ...policy, roundOff })
  return { made, snapshots: sound.map((line, at) => ({ parts: line.taxes, amounts: made.lines[at]?.taxes ?? [] })), currency }
}

function taxed(
  line: LineRecord,
  document: DocumentRecord,
  { setUp, day, start, original }: { readonly setUp: SetUp; readonly day: string; readonly start: number; readonly original: Original | null },
): KeptLine | null {
  return taxedLine(line, claimed(document, setUp.parts(line.tax, day, document.supply), { setUp, start, original }), document.inclusive)
}

/** What is given back of a voucher takes back its share of the tax, and with the last of it all that is left. */
function refunded(line: KeptLine, { document, taken }: Original, digits: number): KeptLine {
  const amount = round(lineAmount(line), digits)
  const shares = voucherShare({ total: document.total?.amount ?? '0', taxes: document.taxes }, taken, amount, digits)
  const taxes = line.taxes.map(part => shares[document.taxes.findIndex(row => row.code === part.key)] ?? '0')
  return { ...line, decided: { net: minus(amount, total(taxes)), taxes } }
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
function restOfRoundOff(document: DocumentRecord, original: Original): string | null {
  const { document: of, notes } = original
  const sound = { lines: document.lines.filter(one => isNumber(one.quantity)) }
  const left = linesOf(original).map(line => leftOf(line, [...notes, sound]))
  if (left.some(quantity => compareDecimals(quantity, '0') !== 0) || document.lines.some(line => line.ofLine === null)) return null
  return minus(of.roundOff?.amount ?? '0', total(notes.map(note => note.roundOff?.amount ?? '0')))
}

/** What a note gives back of what was withheld: its share by the net, and with the last of it all that is left. */
function shareBack(net: string, { document: of, notes }: Original, digits: number, amountOf: (one: DocumentRecord) => string | undefined): string {
  const kept = (one: DocumentRecord) => ({ quantity: one.net?.amount ?? '0', net: (amountOf(one) ?? '0').replace('-', ''), taxes: [] })
  if (compareDecimals(kept(of).net, '0') === 0) return '0'
  return giveBack(kept(of), notes.map(kept), net, digits)?.net ?? '0'
}

/** What a document says of itself once its amounts are known. Lines and rows keep their ids, so that nothing is written that is as it was. */
export function figuresOf(
  document: DocumentRecord,
  { made, snapshots, currency }: Worked,
  {
    terms,
    days,
    original,
    rule,
    own,
    services,
  }: {
    readonly terms: readonly DuePart[] | null
    readonly days: number | null
    readonly original: Original | null
    /** By what rule tax is withheld, where the document names a section. */
    readonly rule: Withholding | null
    readonly own: string
    /** The items on it that are services, where it is a bill. */
    readonly services: ReadonlySet<string>
  },
) {
  const money = (amount: string) => ({ amount, currency })
  const digits = digitsOf(currency)
  const rate = currency === own ? '1' : document.exchangeRate
  const back = original && document.kind !== 'debitNote' ? original : null
  // A note that is about no document lessens the year alone.
  const kept = back ? shareBack(made.net, back, digits, one => one.withheld?.amount) : document.withholding && isBack(document.kind) ? '0' : null
  const { withheld, by, dues } = owedOf(made, { withhold: document.withhold, kept, rule, rate, day: document.date, terms, days: days ?? 0, digits })
  const counting = {
    base: round(times(made.net, rate), digitsOf(own)),
    on: back ? shareBack(made.net, back, digitsOf(own), one => one.countedOn ?? undefined) : (by?.base ?? '0'),
  }
  const signed = (amount: string): string => (isBack(document.kind) ? minus('0', amount) : amount)
  const taxOf = new Map(snapshots.flatMap(({ parts }) => parts.map(part => [part.key, part.tax])))
  return {
    lines: document.lines.map((line, at) => ({
      id: line.id,
      tax: line.tax,
      taxFollows: line.taxFollows,
      net: made.lines[at]?.net ?? null,
      taxAmount: made.lines[at]?.tax ?? null,
      role: roleOf(line, document, original?.document ?? null, services),
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
        .at(-1) ?? document.date,
    net: money(made.net),
    tax: money(made.tax),
    roundOff: money(made.roundOff),
    total: money(made.total),
    withheld: money(withheld),
    withheldRate: back ? back.document.withheldRate : (by?.rate ?? null),
    withheldBy: by && rule ? ({ ...rule } as Json) : null,
    counted: document.withholding === null ? null : signed(counting.base),
    countedOn: document.withholding === null ? null : signed(counting.on),
  }
}

/** It takes back what another document counts with. */
function isBack(kind: string): boolean {
  return kind === 'creditNote' || kind === 'vendorCredit'
}

function idOf(list: readonly { readonly id: string }[], at: number): { readonly id?: string } {
  const there = list[at]
  return there ? { id: there.id } : {}
}
