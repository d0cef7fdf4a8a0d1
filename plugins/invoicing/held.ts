import { appendOnly } from '@sangam/sdk'
import { Document } from './model.ts'

/** What the database holds of invoices, whoever writes. */
export const held = appendOnly(Document, {
  when: { state: 'posted' },
  changeable: ['note', 'language', 'paid', 'open', 'advanced', 'settlement', 'inBooks', 'cancelReason', 'sentAt', 'supplierKey'],
  lines: { lines: [], taxes: [], instalments: [] },
  chain: ['company'],
  because: 'A posted document stays as it is. Credit or cancel it, and post what is right.',
})
