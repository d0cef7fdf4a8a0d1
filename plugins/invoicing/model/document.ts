import { Item, Unit } from '@sangam/plugin-items/model'
import { Party } from '@sangam/plugin-parties/model'
import { boolean, choice, date, datetime, decimal, defineEntity, flow, json, lines, money, percent, reference, series, text } from '@sangam/sdk'
import { claimFields } from './claim.ts'
import { spoken, Tax, TaxGroup, Terms } from './set-up.ts'
import { WithholdingSection } from './withholding.ts'

export const kinds = {
  invoice: { label: 'Invoice', colour: 'blue' },
  creditNote: { label: 'Credit note', colour: 'orange' },
  debitNote: { label: 'Debit note', colour: 'teal' },
  bill: { label: 'Bill', colour: 'purple' },
  vendorCredit: { label: 'Vendor credit', colour: 'orange' },
  receipt: { label: 'Receipt voucher', colour: 'green' },
  refund: { label: 'Refund voucher', colour: 'orange' },
} as const

/** Why somebody who has a tax number charges no tax all the same. */
const uncharged = { composition: { label: 'Composition scheme' }, ended: { label: 'Number not valid on that day' } } as const
const weUncharged = { ...uncharged, unknown: { label: 'No tax number of the company' }, elsewhere: { label: 'Number of another state' } } as const

/** What stands on a document: an item or words, how much of it, and what it comes to. */
export const DocumentLine = defineEntity('invoicing.line', {
  title: 'description',
  label: 'Document line',
  fields: {
    document: reference('invoicing.document', { required: true, onRemove: 'cascade' }),
    item: reference(Item),
    description: text({ max: 500 }),
    quantity: decimal({ required: true, default: '1', digits: 6 }),
    unit: reference(Unit),
    price: decimal({ digits: 6, least: 2, help: 'For one unit; the item’s own unless told.' }),
    discount: text({ label: 'Discount %', max: 40, help: 'Several follow each other: 10 + 5.' }),
    tax: reference(TaxGroup),
    taxFollows: boolean({
      ...{ label: 'Tax follows', help: 'It is the usual one, and changes with item and party. Off where somebody chose the tax, or took it out.' },
    }),
    taxCode: text({ label: 'HSN or SAC', max: 8, readonly: true, help: 'That of the item, on the day it was written.' }),
    net: decimal({ label: 'Amount', digits: 4, least: 2, readonly: true }),
    taxAmount: decimal({ label: 'Tax on it', digits: 4, least: 2, readonly: true }),
    role: text({ label: 'Account role', max: 60, readonly: true, help: 'The account it goes to, such as sales.' }),
    taxed: json({ readonly: true }),
    ofLine: reference('invoicing.line', { readonly: true }),
    sourceEntity: text({ readonly: true, max: 60 }),
    sourceId: text({ readonly: true, max: 60 }),
    sourceLine: text({ readonly: true, max: 60 }),
  },
})

/** What a tax comes to on a document, at one rate. */
export const TaxRow = defineEntity('invoicing.taxRow', {
  title: 'code',
  label: 'Tax on the document',
  plural: 'Taxes on the document',
  fields: {
    document: reference('invoicing.document', { required: true, onRemove: 'cascade' }),
    tax: reference(Tax, { required: true }),
    code: text({ label: 'Tax code', max: 20, readonly: true }),
    rate: decimal({ label: 'Rate %', digits: 4, required: true }),
    base: decimal({ label: 'Taxed amount', digits: 4, least: 2, required: true }),
    amount: decimal({ label: 'Tax amount', digits: 4, least: 2, required: true }),
    recoverable: boolean({ required: true, default: true }),
    reverse: boolean({ label: 'Reverse charge', required: true, default: false }),
  },
})

/** A part of what is owed, and when. */
export const Instalment = defineEntity('invoicing.instalment', {
  title: 'due',
  fields: {
    document: reference('invoicing.document', { required: true, onRemove: 'cascade' }),
    due: date({ label: 'Due on', required: true }),
    amount: decimal({ digits: 4, least: 2, required: true }),
  },
})

const posted = { state: 'posted' } as const

/** An invoice, a bill, and the notes that take them back or add to them. */
export const Document = defineEntity('invoicing.document', {
  title: 'number',
  label: 'Invoice or bill',
  plural: 'Invoices and bills',
  description: 'Invoices to customers, bills of suppliers, and the notes to them: as they are for good once posted.',
  sort: ['-date', '-number'],
  keep: { years: 8 },
  activities: true,
  // A bill that was taken back whole gives its key up, so that it can be entered right.
  unique: [['kind', 'party', 'supplierKey', 'supplierYear']],
  merges: false,
  fields: {
    number: text({ readonly: true, max: 240, search: true, help: 'Given when it is posted. A draft says whose it is.' }),
    invoiceNumber: series('INV/{fy2}/{0000}', { max: 16, when: { ...posted, kind: 'invoice' }, date: 'date', per: 'company', into: 'number', early: true }),
    creditNumber: series('CN/{fy2}/{0000}', {
      label: 'Credit note number',
      max: 16,
      when: { ...posted, kind: 'creditNote' },
      date: 'date',
      per: 'company',
      into: 'number',
      early: true,
    }),
    debitNumber: series('DN/{fy2}/{0000}', {
      label: 'Debit note number',
      max: 16,
      when: { ...posted, kind: 'debitNote' },
      date: 'date',
      per: 'company',
      into: 'number',
      early: true,
    }),
    billNumber: series('BILL/{fy2}/{0000}', { max: 16, when: { ...posted, kind: 'bill' }, date: 'date', per: 'company', into: 'number', early: true }),
    vendorNumber: series('VC/{fy2}/{0000}', {
      label: 'Vendor credit number',
      max: 16,
      when: { ...posted, kind: 'vendorCredit' },
      date: 'date',
      per: 'company',
      into: 'number',
      early: true,
    }),
    receiptNumber: series('RV/{fy2}/{0000}', {
      label: 'Receipt voucher number',
      max: 16,
      when: { ...posted, kind: 'receipt' },
      date: 'date',
      per: 'company',
      into: 'number',
      early: true,
    }),
    refundNumber: series('RF/{fy2}/{0000}', {
      label: 'Refund voucher number',
      max: 16,
      when: { ...posted, kind: 'refund' },
      date: 'date',
      per: 'company',
      into: 'number',
      early: true,
    }),
    kind: choice(kinds, { required: true, default: 'invoice' }),
    state: flow({ draft: { to: { posted: { verb: 'post' } } }, posted: { label: 'Posted', colour: 'green', to: [] } }),
    party: reference(Party, { required: true, index: true }),
    date: date({ required: true, default: '$today', index: true }),
    postingDate: date({ label: 'Posted on', help: 'The day in the books; that of the document unless told.' }),
    taxDate: date({ label: 'Date for tax', help: 'The day whose rates hold; that of the document unless told.' }),
    supplierNumber: text({ label: 'Supplier’s number', max: 40, search: true }),
    supplierDate: date({ label: 'Supplier’s date' }),
    supplierTotal: decimal({
      ...{ label: 'Total of the bill', digits: 4, least: 2, min: '0', adds: false },
      help: 'As it stands on the supplier’s paper: what it differs by, less than 1, is round-off.',
    }),
    supplierKey: text({ readonly: true, max: 40, label: 'Supplier’s number without signs' }),
    supplierYear: text({ readonly: true, max: 9, label: 'Year of that number' }),
    original: reference('invoicing.document', { label: 'Of the document', index: true, help: 'The invoice or bill that a note is about.' }),
    reason: text({ max: 200, help: 'Why a note is given.' }),
    terms: reference(Terms, { label: 'Payment terms' }),
    due: date({ label: 'Due on', readonly: true, index: true, help: 'When the last part is due.' }),
    inclusive: boolean({ label: 'Prices include tax', required: true, default: false }),
    currency: text({ min: 3, max: 3, help: 'The company’s own unless told.' }),
    exchangeRate: decimal({ digits: 10, min: '0', required: true, default: '1', help: 'What one unit of its currency is worth in the money of the books.' }),
    place: reference('core.place', { label: 'Our place' }),
    billTo: text({ label: 'Bill to', multiline: true, max: 600 }),
    shipTo: text({ label: 'Ship to', multiline: true, max: 600, help: 'Where it goes, if elsewhere than it is billed.' }),
    partyRegistration: text({ label: 'Their tax number', max: 40 }),
    ownRegistration: text({
      ...{ label: 'Our tax number', max: 40 },
      offers: { of: 'core.registration', field: 'number', where: { company: '$company', kind: { in: ['gstin', 'vat'] } } },
    }),
    partyScheme: choice(uncharged, { label: 'Why they charge no tax', readonly: true, help: 'With a tax number; empty where they charge it.' }),
    ownScheme: choice(weUncharged, { label: 'Why we charge no tax', readonly: true, help: 'With a tax number; empty where we charge it.' }),
    inputRight: boolean({ label: 'Tax is got back', required: true, default: true, readonly: true, help: 'We had a number on the day of the bill.' }),
    ...claimFields,
    placeOfSupply: text({ label: 'Place of supply', max: 10, help: 'The state code, such as 27.' }),
    placeName: text({ label: 'Place of supply, by name', max: 80, readonly: true }),
    supply: choice({ within: { label: 'Within the state' }, between: { label: 'Between states' } }, { label: 'Supplied', readonly: true }),
    lines: lines(DocumentLine, 'document', { begins: true }),
    taxes: lines(TaxRow, 'document', { readonly: true }),
    instalments: lines(Instalment, 'document', { label: 'Due in parts', readonly: true }),
    net: money({ readonly: true, adds: 'kind' }),
    tax: money({ readonly: true, adds: 'kind' }),
    roundOff: money({ label: 'Round-off', readonly: true }),
    total: money({ readonly: true, adds: 'kind' }),
    withholding: reference(WithholdingSection, {
      label: 'Withheld under',
      help: 'The section by which the payer keeps tax back; that of the party unless told.',
    }),
    withhold: percent({
      ...{ label: 'Tax withheld at', digits: 4, min: '0', max: '100' },
      help: 'What the payer keeps back of the amount without tax, such as TDS. Beside a section it counts instead of its rate, as by a certificate.',
    }),
    withheldRate: percent({ label: 'Rate withheld', digits: 4, readonly: true }),
    withheld: money({ label: 'Tax withheld', readonly: true, adds: 'kind' }),
    paid: money({ label: 'Settled', readonly: true, adds: 'kind' }),
    open: money({ label: 'Open amount', readonly: true, adds: 'kind' }),
    advanced: money({ label: 'Taken from advances', readonly: true, adds: 'kind', help: 'What of it receipt vouchers settled, the tax on them with it.' }),
    settlement: choice(
      {
        open: { label: 'Open document', colour: 'orange' },
        part: { label: 'Partly paid', colour: 'teal' },
        paid: { label: 'Paid', colour: 'green' },
        cancelled: { label: 'Cancelled', colour: 'grey' },
      },
      { label: 'Payment', readonly: true, index: true },
    ),
    withheldBy: json({ readonly: true }),
    payee: text({ label: 'PAN it counts under', readonly: true, max: 10, index: true }),
    countsIn: text({ label: 'Counts in', readonly: true, max: 9, help: 'The year or month whose threshold it counts to; that of its document for a note.' }),
    counted: decimal({
      label: 'Counts with',
      digits: 4,
      least: 2,
      readonly: true,
      help: 'Towards the threshold, in the money of the books; notes below nothing.',
    }),
    countedOn: decimal({ label: 'Withheld on', digits: 4, least: 2, readonly: true, help: 'In the money of the books, with what was caught up with.' }),
    note: text({ label: 'Note on the paper', multiline: true, max: 2000, help: 'May be changed after posting.' }),
    language: choice(spoken, { label: 'Language of the paper', help: 'May be changed after posting.' }),
    inBooks: boolean({ label: 'In the books', readonly: true, required: true, default: false, help: 'What is paid of it is then said by the books.' }),
    cancelReason: text({ label: 'Why it was cancelled', readonly: true, max: 200 }),
    payUpi: text({ label: 'Code to pay by', readonly: true, max: 300 }),
    payBank: text({ label: 'Where to pay', readonly: true, multiline: true, max: 500 }),
    sentAt: datetime({ label: 'Sent at', readonly: true }),
    company: reference('core.company', { index: true }),
  },
  rules: [
    {
      require: ['supplierNumber', 'supplierDate'],
      when: { kind: 'bill', state: 'posted' },
      because: 'Give the number and the date that stand on the supplier’s bill.',
    },
    { require: ['reason'], when: { kind: { in: ['creditNote', 'vendorCredit', 'refund'] }, state: 'posted' }, because: 'Say why the note is given.' },
    { show: ['inputLost', 'inputUntil', 'supplierTotal'], when: { kind: 'bill' } },
    { show: ['supplierNumber', 'supplierDate'], when: { kind: { in: ['bill', 'vendorCredit'] } } },
    { show: ['withholding', 'withhold', 'withheld', 'withheldRate', 'countedOn'], when: { kind: { notIn: ['receipt', 'refund'] } } },
    { show: ['original', 'reason'], when: { kind: { in: ['creditNote', 'debitNote', 'vendorCredit', 'refund'] } } },
  ],
})
