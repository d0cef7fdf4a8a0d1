import { Account, Party } from '@sangam/plugin-parties/model'
import { boolean, choice, date, decimal, defineEntity, extendEntity, lines, percent, reference, text } from '@sangam/sdk'

/** At which rate a section withholds from a day on, and from what amounts. */
export const WithholdingRate = defineEntity('invoicing.withholdingRate', {
  title: 'validFrom',
  label: 'Rate and thresholds',
  plural: 'Rates and thresholds',
  fields: {
    section: reference('invoicing.withholding', { required: true, onRemove: 'cascade' }),
    validFrom: date({ label: 'Holds from', required: true, default: '2000-01-01', help: 'Until the next one begins.' }),
    rate: percent({ required: true, digits: 4, min: '0', max: '100' }),
    individualRate: percent({
      label: 'Individuals',
      digits: 4,
      min: '0',
      max: '100',
      help: 'And of Hindu undivided families, as the fourth letter of a PAN says.',
    }),
    noNumberRate: percent({ label: 'No PAN', digits: 4, min: '0', max: '100', help: 'Of who gave no PAN, and no GSTIN that has it.' }),
    single: decimal({
      label: 'Single above',
      digits: 2,
      min: '0',
      adds: false,
      help: 'What one document comes to beyond which it is withheld at once.',
    }),
    threshold: decimal({
      label: 'Threshold',
      digits: 2,
      min: '0',
      adds: false,
      help: 'What it all comes to beyond which it is withheld. Empty: from the first.',
    }),
    period: choice(
      { year: { label: 'Year' }, month: { label: 'Month' } },
      { label: 'Counted by', required: true, default: 'year', help: 'Of which time the threshold is: the fiscal year, or a month.' },
    ),
  },
})

/** A rule of law by which whoever pays keeps back tax of whom they pay. */
export const WithholdingSection = defineEntity('invoicing.withholding', {
  title: 'name',
  label: 'Section of withheld tax',
  plural: 'Sections of withheld tax',
  description: 'By which rules of law tax is kept back of what is paid, such as TDS: at which rate, and beyond which amounts of a year.',
  sort: ['code'],
  external: 'code',
  steady: true,
  fields: {
    name: text({ required: true, max: 80, search: true }),
    code: text({ required: true, max: 20, unique: true, search: true, help: 'As it is reported, such as 194C.' }),
    law: text({ label: 'Stands in', max: 200, help: 'Where the law says so.' }),
    on: choice(
      { all: { label: 'All of the amount' }, beyond: { label: 'What lies beyond the threshold' } },
      { label: 'Beyond the threshold is withheld on', required: true, default: 'all', help: 'All of it: what came earlier in the year is caught up with.' },
    ),
    rates: lines(WithholdingRate, 'section', { label: 'Rates and thresholds' }),
    active: boolean({ required: true, default: true }),
  },
})

/** What counts in a year and stands on no document here. */
export const WithheldBefore = defineEntity('invoicing.withheldBefore', {
  title: 'note',
  label: 'Withheld before',
  plural: 'Withheld before',
  description:
    'What counts towards the thresholds of a year beside the documents: what was billed and withheld before Sangam, and advances on which tax was withheld as they were paid.',
  sort: ['-date'],
  keep: { years: 8 },
  merges: false,
  fields: {
    party: reference(Party, { required: true, index: true }),
    section: reference(WithholdingSection, { required: true }),
    side: choice({ supplier: { label: 'Supplier' }, customer: { label: 'Customer' } }, { required: true, default: 'supplier' }),
    date: date({ required: true, default: '$today', help: 'A day of the year in which it counts.' }),
    amount: decimal({ digits: 4, required: true, default: '0', min: '0', help: 'Without tax. Nothing of an advance: its bill counts.' }),
    withheldOn: decimal({ label: 'Withheld on', digits: 4, required: true, default: '0', min: '0', help: 'The part on which tax was withheld already.' }),
    payee: text({ label: 'PAN it counts under', readonly: true, max: 10, index: true }),
    note: text({ max: 200, help: 'Such as: bills of April to June, from the old books.' }),
    company: reference('core.company', { index: true }),
  },
})

/** Under which section tax is withheld of a party, by side: of a supplier by us, of us by a customer. */
export const WithheldAccount = extendEntity(Account, {
  fields: {
    withholding: reference(WithholdingSection, { label: 'Tax withheld under', help: 'The section that stands on their bills, or our invoices to them.' }),
  },
})
