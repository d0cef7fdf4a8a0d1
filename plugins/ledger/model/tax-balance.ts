import { date, decimal, defineEntity, percent, reference, text } from '@sangam/sdk'
import { Account } from './account.ts'

/** What lines of tax come to on a day: kept by the database as entries are posted, of lines that say of which part of a tax they are. */
export const TaxBalance = defineEntity('ledger.taxBalance', {
  title: 'component',
  label: 'Sum of tax',
  plural: 'Sums of tax',
  description: 'What lines of tax come to by their part and rate, day by day, kept up as entries are posted.',
  bin: false,
  sort: ['-day'],
  fields: {
    account: reference(Account, { required: true }),
    component: text({ required: true, max: 30, label: 'Part of a tax' }),
    rate: percent({ digits: 3 }),
    registration: text({ max: 40, label: 'Our tax number' }),
    journal: reference('ledger.journal'),
    company: reference('core.company', { index: true }),
    day: date({ required: true, index: true }),
    debit: decimal({ digits: 3 }),
    credit: decimal({ digits: 3 }),
    taxedDebit: decimal({ digits: 3, label: 'Taxable value of debits' }),
    taxedCredit: decimal({ digits: 3, label: 'Taxable value of credits', help: 'Below nothing.' }),
  },
})
