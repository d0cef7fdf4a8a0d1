import { compareDecimals, minus, type RecordOf, type Refusal, total } from '@sangam/sdk'
import { discountsOf } from '../model/draft.ts'
import { isSale } from '../model/supply.ts'
import type { Document } from '../model.ts'
import { leftOf, linesOf } from './originals.ts'
import type { SetUp } from './set-up.ts'
import type { Original } from './worked.ts'

type DocumentRecord = RecordOf<typeof Document>

const notesOf: { readonly [kind: string]: readonly string[] } = {
  creditNote: ['invoice', 'debitNote'],
  debitNote: ['invoice'],
  vendorCredit: ['bill'],
  refund: ['receipt'],
}

/** What is wrong with a document, and with a note about another. */
export function problemsOf(next: DocumentRecord, original: Original | null, index: number): Refusal[] {
  const at = (field: string, code: string, message: string, values: Refusal['values'] = {}): Refusal => ({ index, field, code, message, values })
  const problems: Refusal[] = []
  if (next.company === null) problems.push(at('company', 'no_company', 'Choose the company you work for first: its invoice is meant.'))
  if (next.original !== null && !notesOf[next.kind]) problems.push(at('original', 'no_note', 'Only notes are about another document. Leave this empty.'))
  if (original) problems.push(...againstOriginal(next, original, at))
  if (next.state !== 'posted') return problems
  if (original && next.kind !== 'debitNote') {
    // Of a receipt voucher what invoices took is gone too.
    const left =
      next.kind === 'refund'
        ? openOf(original.document)
        : minus(original.document.total?.amount ?? '0', total(original.notes.map(note => note.total?.amount ?? '0')))
    if (compareDecimals(next.total?.amount ?? '0', left) > 0)
      problems.push(at('lines', 'more_than_left', 'Only {left} of {number} are left to give back.', { left, number: original.document.number ?? '' }))
  }
  if (original && next.kind === 'creditNote' && takesAdvance(next, original.document))
    problems.push(
      at('original', 'advance_first', 'What {number} took of an advance would be given back with it. Put the advance back first, then post the note.', {
        number: original.document.number ?? '',
      }),
    )
  if (isVoucher(next.kind)) problems.push(...voucherProblems(next, at))
  if (next.withholding !== null && next.withheldRate === null && next.kind !== 'creditNote' && next.kind !== 'vendorCredit')
    problems.push(
      at('withholding', 'no_rate', 'This section has no rate on the day of the document. Give it one under Sections of withheld tax, or choose another.'),
    )
  if (next.kind === 'bill' && next.supplierDate !== null && next.supplierDate > next.date)
    problems.push(at('supplierDate', 'later_than_bill', 'The supplier’s date comes after that of the bill. One of the two is wrong: correct it.'))
  if (next.kind === 'bill' && next.supplierTotal !== null && next.total && compareDecimals(next.supplierTotal, next.total.amount) !== 0)
    problems.push(
      at('supplierTotal', 'total_differs', 'The lines come to {total}, and the bill to {paper}. Correct the lines, or the total.', {
        total: next.total.amount,
        paper: next.supplierTotal,
      }),
    )
  if (next.lines.length === 0) problems.push(at('lines', 'no_lines', 'Add a line first: there is nothing to post.'))
  if (next.total && compareDecimals(next.total.amount, '0') < 0)
    problems.push(at('lines', 'below_nothing', 'It comes to less than nothing. Write a note the other way instead.'))
  return problems
}

/** What was received before anything was supplied, and what of it is given back. */
export function isVoucher(kind: string): boolean {
  return kind === 'receipt' || kind === 'refund'
}

function openOf({ open }: DocumentRecord): string {
  return open?.amount ?? '0'
}

/** More than is open, of a document that receipt vouchers settled: their tax would be given back with the note, and the vouchers stay used. */
function takesAdvance({ total: of, withheld }: DocumentRecord, document: DocumentRecord): boolean {
  const gone = minus(of?.amount ?? '0', withheld?.amount ?? '0')
  return compareDecimals(document.advanced?.amount ?? '0', '0') > 0 && compareDecimals(gone, openOf(document)) > 0
}

function voucherProblems(next: DocumentRecord, at: (field: string, code: string, message: string) => Refusal): Refusal[] {
  const problems: Refusal[] = []
  if (next.kind === 'refund' && next.original === null) problems.push(at('original', 'no_receipt', 'Say which receipt voucher is given back.'))
  if (next.lines.length > 1)
    problems.push(at('lines', 'one_line', 'A voucher has one line: what was received for, at one tax. Write another voucher for the rest.'))
  if (compareDecimals(next.exchangeRate, '1') !== 0)
    problems.push(at('exchangeRate', 'other_money', 'A voucher is in the money of the books. Enter what came in another currency under Payments.'))
  return problems
}

/** What of a note does not go with the document that it is about. */
function againstOriginal(
  next: DocumentRecord,
  original: Original,
  at: (field: string, code: string, message: string, values?: Refusal['values']) => Refusal,
): Refusal[] {
  const problems: Refusal[] = []
  const { document, notes } = original
  if (document.state !== 'posted' || !notesOf[next.kind]?.includes(document.kind))
    problems.push(
      at('original', 'other_kind', 'A note is about a posted document of its own side. Choose an invoice for a credit note, a bill for a vendor credit.'),
    )
  // Who was merged since is the one it became.
  if (document.party !== next.party && document['party.id'] !== next.party)
    problems.push(at('party', 'other_party', '{number} is of another party. Choose that one.', { number: document.number ?? '' }))
  const number = document.number ?? ''
  if (document.company !== next.company)
    problems.push(at('company', 'other_company', '{number} is of another company. A note is of the same one: leave it empty.', { number }))
  if (document.currency !== next.currency)
    problems.push(at('currency', 'other_currency', '{number} is in {currency}, and so is a note to it.', { number, currency: document.currency ?? '' }))
  if (compareDecimals(document.exchangeRate, next.exchangeRate) !== 0)
    problems.push(
      at('exchangeRate', 'other_rate', '{number} was posted at {rate}, and a note takes it back at that rate.', { number, rate: document.exchangeRate }),
    )
  const known = linesOf(original)
  for (const [line, own] of next.lines.entries()) {
    const { quantity } = own
    const of = known.find(one => one.id === own.ofLine)
    if (!of) continue
    for (const field of next.kind === 'refund' ? [] : otherwise(own, of))
      problems.push(
        at(
          `lines.${line}.${field}`,
          'as_posted',
          'A note takes this line back as it was posted: lower its quantity. For a lower price alone take the line out, and add one that says what is taken off.',
        ),
      )
    const left = leftOf(of, notes)
    if (compareDecimals(quantity, '0') !== 0 && quantity.startsWith('-') !== of.quantity.startsWith('-'))
      problems.push(
        at(`lines.${line}.quantity`, 'other_sign', 'A note takes back what stands on the line: give its quantity with the same sign, or take the line out.'),
      )
    else if (compareDecimals(quantity.replace('-', ''), left.replace('-', '')) > 0)
      problems.push(at(`lines.${line}.quantity`, 'more_than_left', 'Only {left} of this line are left to give back.', { left }))
  }
  return problems
}

/** What of a line was changed that follows from the one it takes back. */
function otherwise(line: DocumentRecord['lines'][number], of: DocumentRecord['lines'][number]): readonly string[] {
  const same = {
    price: compareDecimals(line.price ?? '0', of.price ?? '0') === 0,
    discount: String(discountsOf(line.discount)) === String(discountsOf(of.discount)),
    tax: line.tax === of.tax,
  }
  return Object.entries(same).flatMap(([field, is]) => (is ? [] : [field]))
}

/** Where taxes hold within a state or between two, and nobody knows which it is, nothing is posted: it says what to give. */
export function stateUnknown(next: DocumentRecord, setUp: SetUp, index: number): Refusal[] {
  const day = next.taxDate ?? next.date
  const depends = next.lines.some(({ tax }) =>
    (['within', 'between'] as const).some(one => setUp.parts(tax, day, one).length > setUp.parts(tax, day, null).length),
  )
  if (!depends) return []
  if (next.placeOfSupply === null)
    return [{ index, field: 'placeOfSupply', code: 'no_state', message: 'Give the place of supply under Both sides: it decides which taxes hold.' }]
  return [
    isSale(next.kind)
      ? {
          index,
          field: 'ownRegistration',
          code: 'no_state',
          message: 'Choose our tax number or our place under Both sides: its state decides which taxes hold.',
        }
      : {
          index,
          field: 'partyRegistration',
          code: 'no_state',
          message: 'Give their tax number under Both sides, or their address with its state: it decides which taxes hold.',
        },
  ]
}
