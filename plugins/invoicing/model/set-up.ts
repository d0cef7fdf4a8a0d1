import { boolean, choice, date, decimal, defineEntity, integer, lines, percent, reference, text } from '@sangam/sdk'

/** A tax by its own name: what it is kept under, and to which accounts it goes. Its rates stand in tax groups. */
export const Tax = defineEntity('invoicing.tax', {
  title: 'name',
  plural: 'Taxes',
  description: 'A tax that stands on invoices and bills, such as CGST or VAT.',
  sort: ['code'],
  external: 'code',
  steady: true,
  fields: {
    name: text({ required: true, max: 80 }),
    code: text({ required: true, max: 20, unique: true, search: true, help: 'Under it the tax is reported, such as CGST.' }),
    kind: choice(
      { percent: { label: 'Per cent' }, fixed: { label: 'So much for each unit' } },
      { label: 'How it is worked out', required: true, default: 'percent' },
    ),
    onPrevious: boolean({ label: 'On the taxes before it too', required: true, default: false }),
    reverse: boolean({ label: 'Reverse charge', required: true, default: false, help: 'The buyer owes it to the state, and pays the seller without it.' }),
    registered: boolean({
      ...{ label: 'Charged by the registered alone', required: true, default: false },
      help: 'A supplier without a tax number charges none of it: it is not filled in on their bills, and such a bill is not posted with it.',
    }),
    recoverable: boolean({ required: true, default: true, help: 'Off where a buyer does not get it back: it is then part of what was bought.' }),
    claimMonths: integer({
      ...{ label: 'Months to get it back', min: 0, max: 120 },
      help: 'After the fiscal year of the bill: from then on it is part of what was bought. Empty: for ever.',
    }),
    outputRole: text({ label: 'Account role on sales', max: 60, help: 'Such as outputCgst; by it the books know the account.' }),
    inputRole: text({ label: 'Account role on purchases', max: 60, help: 'Such as inputCgst.' }),
    active: boolean({ required: true, default: true }),
  },
})

/** At which rate a tax stands in a group, from day to day. */
export const TaxShare = defineEntity('invoicing.taxShare', {
  title: 'tax',
  label: 'Tax and rate',
  plural: 'Taxes and rates',
  fields: {
    group: reference('invoicing.taxGroup', { required: true, onRemove: 'cascade' }),
    tax: reference(Tax, { required: true }),
    rate: decimal({ required: true, digits: 4, min: '0' }),
    supply: choice(
      { always: { label: 'Always' }, within: { label: 'Within the state' }, between: { label: 'Between states' } },
      { label: 'Supplied', required: true, default: 'always' },
    ),
    validFrom: date({ label: 'Valid from' }),
    validTo: date({ label: 'Valid to' }),
  },
})

/** What is chosen on a line: the taxes that come together, such as GST 18 %. */
export const TaxGroup = defineEntity('invoicing.taxGroup', {
  title: 'name',
  description: 'Taxes that come together on a line, with their rates from day to day.',
  sort: ['position', 'name'],
  steady: true,
  fields: {
    name: text({ required: true, max: 80, unique: true }),
    category: choice(
      {
        standard: { label: 'Standard rate' },
        merit: { label: 'Merit rate' },
        demerit: { label: 'Demerit rate' },
        nil: { label: 'Nil rated' },
        exempt: { label: 'Exempt' },
        outside: { label: 'Outside GST' },
      },
      { label: 'For items of', help: 'Lines take it by the tax category of their item.' },
    ),
    position: integer({ required: true, default: 100 }),
    active: boolean({ required: true, default: true }),
    shares: lines(TaxShare, 'group', { label: 'Taxes and rates' }),
  },
})

export const TermsPart = defineEntity('invoicing.termsPart', {
  title: 'days',
  label: 'Part of the terms',
  plural: 'Parts of the terms',
  fields: {
    terms: reference('invoicing.terms', { required: true, onRemove: 'cascade' }),
    percent: percent({ label: 'Share', required: true, digits: 4, min: '0', max: '100', default: '100' }),
    days: integer({ required: true, default: 0, min: 0, max: 730 }),
    fromMonthEnd: boolean({ label: 'From the end of the month', required: true, default: false }),
  },
})

/** When a total is due, in one part or several. */
export const Terms = defineEntity('invoicing.terms', {
  title: 'name',
  label: 'Payment terms',
  plural: 'Payment terms',
  description: 'When invoices and bills are due, in one part or several.',
  sort: ['name'],
  steady: true,
  fields: {
    name: text({ required: true, max: 80, unique: true }),
    parts: lines(TermsPart, 'terms'),
    discount: percent({ label: 'Early-payment discount', digits: 4, min: '0', max: '100' }),
    discountDays: integer({ adds: false, label: 'If paid within days', min: 0, max: 365 }),
    discountHow: choice(
      {
        financial: { label: 'On the whole, tax untouched' },
        taxNote: { label: 'By a credit note with its tax' },
      },
      { label: 'How it is given', required: true, default: 'financial' },
    ),
    active: boolean({ required: true, default: true }),
  },
  rules: [{ require: ['discountDays'], when: { discount: { isEmpty: false } } }],
})

/** Languages that papers are written in. */
export const spoken = { en: { label: 'English' }, hi: { label: 'Hindi' } } as const

/** How a company invoices. */
export const Policy = defineEntity('invoicing.policy', {
  title: 'rounding',
  label: 'Invoicing policy',
  plural: 'Invoicing policies',
  description: 'How a company rounds taxes and totals, and what stands on its invoices.',
  unique: [['company', 'from']],
  sort: ['-from'],
  steady: true,
  fields: {
    company: reference('core.company', { required: true }),
    from: date({ label: 'Holds from', required: true, default: '2000-01-01' }),
    rounding: choice(
      { document: { label: 'Once on the document' }, line: { label: 'On each line' } },
      { label: 'Taxes are rounded', required: true, default: 'document' },
    ),
    toWhole: decimal({ label: 'Totals are rounded to', digits: 2, min: '0', adds: false, help: 'Such as 1 for whole rupees. Empty leaves them as they are.' }),
    terms: reference(Terms, { label: 'Usual payment terms' }),
    tax: reference(TaxGroup, { label: 'Usual tax', help: 'Of items that say none, and of lines without an item.' }),
    language: choice(spoken, { label: 'Language of invoices', help: 'Empty: that of whoever prints them.' }),
    upi: text({ label: 'UPI address', max: 100, help: 'Such as name@bank. It stands on invoices as a code to pay by.' }),
    bank: text({ label: 'Bank details on invoices', multiline: true, max: 500 }),
    setUpAt: integer({ label: 'Step of the set-up', min: 0, max: 10 }),
    begun: boolean({ label: 'Set up', required: true, default: false }),
  },
})
