import { WithheldAdvance, WithholdingSection } from '@sangam/plugin-invoicing/model'
import { Account, CostCentre, Project, Reminder } from '@sangam/plugin-ledger/model'
import { allow, role } from '@sangam/sdk'
import { Beginning } from './model.ts'

export const roles = [
  role('invoicebooks.opener', {
    label: 'Opener of the books',
    description: 'Says from which day on invoices and bills stand in the books, and posts those that wait.',
    grants: [allow(Beginning, ['read', 'create', 'update', 'remove', 'takeOver']), allow(Account, ['read'])],
  }),
  role('invoicebooks.charger', {
    label: 'Charges for late payment',
    description: 'Drafts invoices over the fee and interest of reminders, beside the right to write invoices.',
    grants: [allow(Reminder, ['read', 'draftInvoice'])],
  }),
  role('invoicebooks.divider', {
    label: 'Tells dimensions on invoices',
    description: 'Sees cost centres and projects, to say on lines of invoices and bills of which they are.',
    grants: [allow(CostCentre, ['read']), allow(Project, ['read'])],
  }),
  role('invoicebooks.payer', {
    label: 'Withholds tax of advances',
    description: 'Sees sections of withheld tax and what was withheld of advances, beside the right to make payments.',
    grants: [allow(WithholdingSection, ['read']), allow(WithheldAdvance, ['read', 'export'])],
  }),
]
