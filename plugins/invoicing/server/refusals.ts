import { compareDecimals, minus, type RecordOf, type Refusal, total } from '@sangam/sdk'
import type { Document } from '../model.ts'
import type { Original } from './worked.ts'

type DocumentRecord = RecordOf<typeof Document>

const notesOf: { readonly [kind: string]: readonly string[] } = { creditNote: ['invoice', 'debitNote'], debitNote: ['invoice'], vendorCredit: ['bill'] }

/** What is wrong with a document, and with a note about another. */
export function problemsOf(next: DocumentRecord, original: Original | null, index: number): Refusal[] {
  const at = (field: string, code: string, message: string, values: Refusal['values'] = {}): Refusal => ({ index, field, code, message, values })
  const problems: Refusal[] = []
  if (next.company === null) problems.push(at('company', 'no_company', 'Choose the company you work for first: its invoice is meant.'))
  if (next.original !== null && !notesOf[next.kind]) problems.push(at('original', 'no_note', 'Only notes are about another document. Leave this empty.'))
  if (original) {
    const { document, notes } = original
    if (document.state !== 'posted' || !notesOf[next.kind]?.includes(document.kind))
      problems.push(
        at('original', 'other_kind', 'A note is about a posted document of its own side. Choose an invoice for a credit note, a bill for a vendor credit.'),
      )
    if (document.party !== next.party)
      problems.push(at('party', 'other_party', '{number} is of another party. Choose that one.', { number: document.number ?? '' }))
    for (const [line, { ofLine, quantity }] of next.lines.entries()) {
      const of = document.lines.find(one => one.id === ofLine)
      if (!of) continue
      const left = minus(of.quantity, total(notes.flatMap(note => note.lines.filter(one => one.ofLine === of.id).map(one => one.quantity))))
      if (compareDecimals(quantity.replace('-', ''), left.replace('-', '')) > 0)
        problems.push(at(`lines.${line}.quantity`, 'more_than_left', 'Only {left} of this line are left to give back.', { left }))
    }
  }
  if (next.state !== 'posted') return problems
  if (original && next.kind !== 'debitNote') {
    const left = minus(original.document.total?.amount ?? '0', total(original.notes.map(note => note.total?.amount ?? '0')))
    if (compareDecimals(next.total?.amount ?? '0', left) > 0)
      problems.push(at('lines', 'more_than_left', 'Only {left} of {number} are left to give back.', { left, number: original.document.number ?? '' }))
  }
  if (next.lines.length === 0) problems.push(at('lines', 'no_lines', 'Add a line first: there is nothing to post.'))
  if (next.total && compareDecimals(next.total.amount, '0') < 0)
    problems.push(at('lines', 'below_nothing', 'It comes to less than nothing. Write a note the other way instead.'))
  return problems
}
