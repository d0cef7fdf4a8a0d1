import { documentTemplate, publicPage } from '@sangam/sdk'
import { Document } from './model.ts'

const registered = { kind: 'invoice', state: 'posted', 'company.country': 'IN', ownRegistration: { isEmpty: false } } as const
const owing = { kind: { in: ['invoice', 'debitNote'] } } as const
/** Nobody is asked for what is paid, or taken back. */
const stillDue = { settlement: { in: ['open', 'part'] } } as const

const inIndia = { 'company.country': 'IN' } as const
/** What goes to a customer, and what a supplier wrote. */
const given = ['invoice', 'creditNote', 'debitNote', 'receipt', 'refund'] as const
const ours = { kind: { in: given } } as const
const theirs = { kind: { notIn: given } } as const
const dates = 'Date: {{ record.date }}\nDue on: {{ record.due }}\nPlace of supply: {{ record.placeName }}'

/** What goes to a customer, or is kept of a supplier: the document with its taxes, its total in words, and how to pay. */
export const paper = documentTemplate(Document, 'invoicing.invoice', {
  label: 'Invoice',
  title: '{{ record.kind }} {{ record.number }}',
  // As the law of India calls them: goods that leave the country are taxed at nothing and stand on a tax invoice all the same.
  titles: [
    {
      title: 'Tax invoice {{ record.number }}',
      where: { ...registered, or: [{ taxes: { some: { amount: { gt: '0' } } } }, { placeOfSupply: '96', ownScheme: { isEmpty: true } }] },
    },
    { title: 'Bill of supply {{ record.number }}', where: registered },
  ],
  fileName: '{{ record.kind }} {{ record.number }}',
  language: 'language',
  parts: [
    // Who is under the scheme has to say so at the head of each bill of supply.
    {
      kind: 'text',
      text: 'Composition taxable person, not eligible to collect tax on supplies',
      where: { kind: 'invoice', ...inIndia, ownScheme: 'composition' },
    },
    { kind: 'text', text: 'To\n{{ record.billTo }}\nGSTIN {{ record.partyRegistration }}', beside: dates, where: { ...ours, ...inIndia } },
    { kind: 'text', text: 'To\n{{ record.billTo }}\nTax number {{ record.partyRegistration }}', beside: dates, where: { ...ours, not: inIndia } },
    { kind: 'text', text: 'From\n{{ record.billTo }}\nGSTIN {{ record.partyRegistration }}', beside: dates, where: { ...theirs, ...inIndia } },
    { kind: 'text', text: 'From\n{{ record.billTo }}\nTax number {{ record.partyRegistration }}', beside: dates, where: { ...theirs, not: inIndia } },
    { kind: 'text', text: 'Ship to\n{{ record.shipTo }}', where: { kind: { in: ['invoice', 'debitNote'] }, shipTo: { isEmpty: false } } },
    { kind: 'text', text: 'Supplier’s number: {{ record.supplierNumber }}, of {{ record.supplierDate }}', where: { supplierNumber: { isEmpty: false } } },
    { kind: 'text', text: 'About {{ record.original }}: {{ record.reason }}', where: { original: { isEmpty: false } } },
    { kind: 'lines', field: 'lines', columns: ['description', 'taxCode', 'quantity', 'unit', 'price', 'discount', 'tax', 'net'], total: false },
    { kind: 'lines', field: 'taxes', columns: ['code', 'rate', 'base', 'amount'], total: false },
    { kind: 'fields', fields: ['net', 'tax', 'roundOff', 'total'], sums: true },
    { kind: 'text', text: '{{ record.total | words }}' },
    {
      kind: 'text',
      text: 'Received before, its tax with it: {{ record.advanced }}. Still to be paid: {{ record.open }}',
      where: { advanced: { isEmpty: false } },
    },
    { kind: 'text', text: 'Tax withheld: {{ record.withheld }}', where: { withhold: { isEmpty: false }, withholding: { isEmpty: true } } },
    {
      kind: 'text',
      text: 'Tax withheld under {{ record.withholding }}: {{ record.withheldRate }} of {{ record.countedOn }} is {{ record.withheld }}',
      where: { withholding: { isEmpty: false }, 'withheld.amount': { gt: '0' } },
    },
    {
      kind: 'lines',
      field: 'instalments',
      columns: ['due', 'amount'],
      total: false,
      // Of a single part the day stands at the head. As they were settled when it was posted: its terms may have become others since.
      least: 2,
      where: { kind: { in: ['invoice', 'debitNote'] } },
    },
    { kind: 'text', text: '{{ record.note }}', where: { note: { isEmpty: false } } },
    {
      kind: 'code',
      // What was posted long ago keeps the whole amount behind the address, and an app goes by the first it reads.
      text: '{{ record.payUpi | before: "&" }}&cu=INR&am={{ record.open.amount | plain }}&tn={{ record.number }}',
      beside: 'Scan to pay {{ record.open }} by UPI\n{{ record.payBank }}',
      where: { payUpi: { isEmpty: false }, ...stillDue },
    },
    { kind: 'text', text: '{{ record.payBank }}', where: { payUpi: { isEmpty: true }, payBank: { isEmpty: false }, ...stillDue } },
    { kind: 'signature', text: '{{ record.company }}', where: ours },
  ],
})

/** What a customer sees by a link: the paper, what of it is paid, and how to pay the rest. */
export const shown = publicPage(Document, {
  document: paper.name,
  when: { state: 'posted', ...ours },
  because: 'Only what is posted and goes to a customer is shared by a link. Post it first.',
  until: 'due',
  facts: [
    { field: 'open', label: 'Still to be paid', where: owing },
    { field: 'total' },
    { field: 'paid', label: 'Paid', where: owing },
    { field: 'due', where: owing },
  ],
  notices: [
    { text: 'This document was cancelled. Nothing is to be paid for it.', where: { settlement: 'cancelled' } },
    {
      text: 'A note was given on it since. What it says of amounts is changed by that note.',
      where: { settlement: { ne: 'cancelled' }, 'invoicing.document:original': { some: { state: 'posted', kind: { in: ['creditNote', 'debitNote'] } } } },
    },
    { text: 'It is paid in full. Thank you.', where: { settlement: 'paid', ...owing } },
  ],
})
