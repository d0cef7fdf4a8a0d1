import { Item, Unit } from '@sangam/plugin-items/model'
import { Account, Party } from '@sangam/plugin-parties/model'
import { allow, role } from '@sangam/sdk'
import { AdvanceUse, AnnualReturn, Document, Policy, Tax, TaxGroup, Terms, WithheldAdvance, WithheldBefore, WithholdingSection } from './model.ts'

const around = [
  allow(Tax, ['read']),
  allow(TaxGroup, ['read']),
  allow(Terms, ['read']),
  allow(Policy, ['read']),
  allow(Item, ['read']),
  allow(Unit, ['read']),
  allow(Account, ['read']),
  allow(AdvanceUse, ['read']),
  allow(AnnualReturn, ['read']),
  allow(WithholdingSection, ['read']),
  allow(WithheldBefore, ['read']),
  allow(WithheldAdvance, ['read', 'export']),
]
const everything = [
  'read',
  'create',
  'update',
  'remove',
  'import',
  'export',
  'post',
  'credit',
  'cancel',
  'send',
  'shareLink',
  'settle',
  'refund',
  'takeAdvance',
  'putAdvanceBack',
] as const
const keeping = ['create', 'update', 'remove', 'export', 'import'] as const

export const roles = [
  role('invoicing.biller', {
    label: 'Biller',
    description: 'Writes and posts invoices, bills and their notes.',
    grants: [allow(Document, everything), ...around, allow(Party, ['read', 'create', 'update'])],
  }),
  role('invoicing.manager', {
    label: 'Invoicing manager',
    description: 'Does what a biller does, and keeps taxes, payment terms and how companies round.',
    grants: [
      allow(Document, [...everything, 'startElsewhere']),
      ...around,
      allow(Party, ['read', 'create', 'update']),
      allow(Tax, keeping),
      allow(TaxGroup, keeping),
      allow(Terms, keeping),
      allow(Policy, keeping),
      allow(AnnualReturn, keeping),
      allow(WithholdingSection, keeping),
      allow(WithheldBefore, keeping),
    ],
  }),
  role('invoicing.reader', {
    label: 'Invoices reader',
    description: 'Reads invoices, bills and taxes, and changes nothing: for auditors.',
    grants: [allow(Document, ['read', 'export']), ...around, allow(Party, ['read'])],
  }),
]
