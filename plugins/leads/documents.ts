import { documentTemplate } from '@sangam/sdk'
import { Lead } from './model.ts'

/** What a customer is offered, from the lines of a lead. */
export const quotation = documentTemplate(Lead, 'leads.quotation', {
  label: 'Quotation',
  title: 'Quotation: {{ record.title }}',
  fileName: 'Quotation {{ record.title }}',
  parts: [
    { kind: 'text', text: '{{ record.party | default: "" }}\n{{ record.contact }}', beside: 'Date: {{ today }}\nValid until: {{ today | addDays: 30 }}' },
    { kind: 'text', text: 'Thank you for your enquiry. We are pleased to offer:' },
    { kind: 'lines', field: 'lines', columns: ['item', 'quantity', 'price'] },
    { kind: 'text', text: 'Total: {{ record.value }}', style: 'heading', where: { 'value.amount': { gt: '0' } } },
    { kind: 'text', text: 'Prices are without tax.', style: 'quiet' },
    { kind: 'signature', text: '{{ record.owner }}' },
  ],
})
