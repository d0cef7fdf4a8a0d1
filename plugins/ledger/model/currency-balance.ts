import { date, decimal, defineEntity, reference, text } from '@sangam/sdk'
import { Account } from './account.ts'

/** What an account comes to in a currency on a day: kept by the database as entries are posted, of lines that name a currency. */
export const CurrencyBalance = defineEntity('ledger.currencyBalance', {
  title: 'account',
  label: 'Balance in a currency',
  plural: 'Balances in currencies',
  description: 'What accounts come to in each currency, day by day, kept up as entries are posted.',
  bin: false,
  sort: ['-day'],
  fields: {
    account: reference(Account, { required: true }),
    currency: text({ required: true, max: 3 }),
    company: reference('core.company', { index: true }),
    day: date({ required: true, index: true }),
    amount: decimal({ digits: 3, help: 'In that currency; credits are negative.' }),
    base: decimal({ digits: 3 }),
  },
})
