import { Party } from '@sangam/plugin-parties/model'
import { date, decimal, defineEntity, reference } from '@sangam/sdk'
import { Account } from './account.ts'

/** What a party comes to on an account and a day: kept by the database as entries are posted, of lines that name a party. */
export const PartyBalance = defineEntity('ledger.partyBalance', {
  title: 'party',
  label: 'Balance of a party',
  plural: 'Balances of parties',
  description: 'What customers and suppliers come to, day by day, kept up as entries are posted.',
  bin: false,
  sort: ['-day'],
  fields: {
    account: reference(Account, { required: true }),
    party: reference(Party, { required: true }),
    company: reference('core.company', { index: true }),
    day: date({ required: true, index: true }),
    debit: decimal({ digits: 3 }),
    credit: decimal({ digits: 3 }),
    base: decimal({ digits: 3 }),
  },
})

/** What a party comes to on an account with all that is posted, whatever its day: a report of today reads this and none of the past. */
export const PartyTotal = defineEntity('ledger.partyTotal', {
  title: 'party',
  label: 'Total of a party',
  plural: 'Totals of parties',
  description: 'What customers and suppliers come to with all that is posted, kept up as entries are posted.',
  bin: false,
  fields: {
    account: reference(Account, { required: true }),
    party: reference(Party, { required: true }),
    company: reference('core.company', { index: true }),
    base: decimal({ digits: 3 }),
  },
})
