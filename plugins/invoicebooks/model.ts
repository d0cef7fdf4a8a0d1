import { date, defineSettings } from '@sangam/sdk'

export const settings = defineSettings('invoicebooks', 'Invoices in the books', {
  from: date({
    label: 'Books begin on',
    help: 'Documents of earlier days are covered by the opening balances, and are not posted. Empty, all are posted.',
  }),
})
