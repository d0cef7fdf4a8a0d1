import { documentTemplate } from '@sangam/sdk'
import { Lead } from './model.ts'

const known = { or: [{ party: { isEmpty: false } }, { contact: { isEmpty: false } }] }
const dates = 'Date: {{ today }}\nValid until: {{ today | addDays: 30 }}'

/** What a customer is offered, from the lines of a lead. */
export const quotation = documentTemplate(Lead, 'leads.quotation', {
  label: 'Quotation',
  title: 'Quotation: {{ record.title }}',
  fileName: 'Quotation {{ record.title }}',
  parts: [
    { kind: 'text', text: 'To\n{{ record.party }}\n{{ record.contact }}', beside: dates, where: known },
    { kind: 'text', text: 'To\n{{ record.companyName }}\n{{ record.rawName }}', beside: dates, where: { not: known } },
    { kind: 'text', text: 'Thank you for your enquiry. We are pleased to offer:' },
    { kind: 'lines', field: 'lines', columns: ['item', 'description', 'quantity', 'price', 'amount'] },
    {
      kind: 'text',
      text: 'Total: {{ record.value }}',
      style: 'heading',
      where: { 'value.amount': { gt: '0' }, lines: { none: { quantity: { isEmpty: false } } } },
    },
    { kind: 'text', text: 'Prices are without tax.', style: 'quiet' },
    { kind: 'signature', text: '{{ record.owner }}' },
  ],
})
