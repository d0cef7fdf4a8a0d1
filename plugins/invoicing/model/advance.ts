import { boolean, date, decimal, defineAction, defineEntity, json, reference, text } from '@sangam/sdk'
import { Document } from './document.ts'
import type { Note } from './verbs.ts'

/** What an invoice took of a receipt voucher, with the tax that had been paid on it: never changed, but put back as a whole. */
export const AdvanceUse = defineEntity('invoicing.advanceUse', {
  title: 'amount',
  label: 'Advance taken',
  plural: 'Advances taken',
  description: 'What invoices took of receipt vouchers, with the tax that had been paid on it.',
  sort: ['-on'],
  keep: { years: 8 },
  merges: false,
  fields: {
    advance: reference(Document, { required: true, readonly: true, index: true, label: 'Receipt voucher' }),
    document: reference(Document, { required: true, readonly: true, index: true, label: 'Invoice' }),
    amount: decimal({ digits: 4, required: true, readonly: true, help: 'The tax in it with it.' }),
    net: decimal({ digits: 4, required: true, readonly: true, label: 'Without tax' }),
    taxes: json({ readonly: true, label: 'Tax in it' }),
    currency: text({ max: 3, readonly: true }),
    on: date({ required: true, readonly: true, label: 'Taken on' }),
    backOn: date({ readonly: true, label: 'Put back on', help: 'From that day on the voucher has it again.' }),
    company: reference('core.company', { readonly: true, index: true }),
  },
})

/** A tax that was paid on an advance, as far as an invoice took it. */
export interface UsedTax {
  readonly code: string
  readonly rate: string
  readonly base: string
  readonly amount: string
}

const taken = {
  advance: reference(Document, { label: 'Receipt voucher', help: 'The oldest that has something left unless told.' }),
  amount: decimal({ digits: 4, min: '0', help: 'As much as is open and left unless told.' }),
}

export const takeAdvance = defineAction<'invoicing.document', typeof Document.fields, { readonly taken: string }, typeof taken>(Document, 'takeAdvance', {
  label: 'Take an advance',
  help: 'Settles it by what was received before, and takes back the tax that was paid on that.',
  when: { state: 'posted', kind: { in: ['invoice', 'debitNote'] }, settlement: { in: ['open', 'part'] } },
  input: taken,
})

const putBack = { on: date({ label: 'Dated', help: 'Today unless told.' }) }

export const putAdvanceBack = defineAction<'invoicing.document', typeof Document.fields, { readonly back: string }, typeof putBack>(
  Document,
  'putAdvanceBack',
  {
    label: 'Put the advance back',
    help: 'What it took of receipt vouchers is left on them again, and the tax on that is owed again.',
    when: { state: 'posted', advanced: { isEmpty: false } },
    input: putBack,
  },
)

const back = {
  reason: text({ label: 'Why', required: true, max: 200 }),
  on: date({ label: 'Dated', help: 'Today unless told.' }),
  asDraft: boolean({ label: 'Keep it as a draft', help: 'For somebody else to look at and post.' }),
}

export const refund = defineAction<'invoicing.document', typeof Document.fields, Note, typeof back>(Document, 'refund', {
  label: 'Give back',
  help: 'Posts a refund voucher over what is left of it.',
  when: { state: 'posted', kind: 'receipt', settlement: { in: ['open', 'part'] } },
  input: back,
})
