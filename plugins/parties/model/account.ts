import { boolean, choice, defineEntity, integer, money, reference, text } from '@sangam/sdk'
import { Party } from './party.ts'

/** What a party is to one of our companies, and on which terms. */
export const Account = defineEntity('parties.account', {
  title: 'side',
  description: 'What a party is to a company of ours: customer, supplier or employee, and on which terms.',
  unique: [['party', 'company', 'side']],
  activities: true,
  fields: {
    party: reference(Party, { required: true }),
    company: reference('core.company', { required: true }),
    side: choice(
      {
        customer: { label: 'Customer', colour: 'green' },
        supplier: { label: 'Supplier', colour: 'orange' },
        employee: { label: 'Employee', colour: 'purple' },
      },
      { required: true, default: 'customer' },
    ),
    currency: text({ min: 3, max: 3, help: 'In which you trade with them, such as INR.' }),
    termsDays: integer({ label: 'Days to pay', min: 0, max: 365 }),
    creditLimit: money({ min: '0', help: 'The most they may owe at once.' }),
    priceList: text({ max: 60 }),
    taxTreatment: choice({
      registered: { label: 'GST registered' },
      composition: { label: 'GST composition scheme' },
      unregistered: { label: 'Not registered' },
      sez: { label: 'SEZ unit or developer' },
      overseas: { label: 'Overseas' },
    }),
    group: text({ max: 60 }),
    blocked: boolean({ default: false, help: 'No new business until this is taken off.' }),
  },
})
