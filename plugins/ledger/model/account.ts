import { boolean, choice, defineEntity, parent, reference, text } from '@sangam/sdk'
import { placing } from './placing.ts'

export const accountTypes = {
  asset: { label: 'Asset', colour: 'blue' },
  liability: { label: 'Liability', colour: 'orange' },
  equity: { label: 'Equity', colour: 'purple' },
  income: { label: 'Income', colour: 'green' },
  expense: { label: 'Expense', colour: 'red' },
} as const

/** An account of a company's books. What is posted to it is never changed, so its type stays what it was. */
export const Account = defineEntity('ledger.account', {
  title: 'name',
  label: 'Ledger account',
  description: 'Where the books of a company keep what it has, owes, earns and spends.',
  sort: ['code'],
  external: 'code',
  unique: [['company', 'code']],
  steady: true,
  fields: {
    name: text({ required: true, max: 120 }),
    code: text({ required: true, max: 20, search: true, index: true, help: 'By it accounts are sorted and found.' }),
    type: choice(accountTypes, { required: true }),
    above: parent('ledger.account', { label: 'Belongs to' }),
    isGroup: boolean({ label: 'A heading', required: true, default: false, help: 'Holds other accounts; nothing is posted to it.' }),
    control: choice(
      {
        receivable: { label: 'Receivable' },
        payable: { label: 'Payable' },
        bank: { label: 'Bank' },
        cash: { label: 'Cash' },
        tax: { label: 'Tax' },
        stock: { label: 'Stock' },
      },
      { label: 'Used for', help: 'Receivables and payables are kept by party.' },
    ),
    ...placing,
    manual: boolean({ label: 'Posted by hand', required: true, default: true, help: 'Off, only other plugins post to it.' }),
    active: boolean({ required: true, default: true }),
    company: reference('core.company', { index: true }),
  },
})
