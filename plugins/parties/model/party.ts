import { choice, choices, date, datetime, decimal, defineEntity, integer, lines, reference, text } from '@sangam/sdk'
import { Address, ContactPoint } from './contact.ts'

/** A person or an organisation, known once, whatever it is to us: customer, supplier and employee are sides of it. */
export const Party = defineEntity('parties.party', {
  title: 'name',
  description: 'A person or an organisation one does business with.',
  sort: ['name'],
  duplicates: ['name'],
  external: 'externalId',
  activities: true,
  unique: [['externalSystem', 'externalId']],
  fields: {
    name: text({ required: true, max: 200, help: 'As people call them.' }),
    kind: choice(
      { organisation: { label: 'Organisation', colour: 'blue' }, person: { label: 'Person', colour: 'teal' } },
      { required: true, default: 'organisation' },
    ),
    code: text({ max: 40, unique: true, search: true, help: 'Your own short code for them, if you use one.' }),
    legalName: text({ max: 200, search: true, help: 'As on contracts and invoices.' }),
    language: choice(
      {
        en: { label: 'English' },
        hi: { label: 'Hindi' },
        bn: { label: 'Bengali' },
        gu: { label: 'Gujarati' },
        kn: { label: 'Kannada' },
        ml: { label: 'Malayalam' },
        mr: { label: 'Marathi' },
        pa: { label: 'Punjabi' },
        ta: { label: 'Tamil' },
        te: { label: 'Telugu' },
      },
      { help: 'In which to write and speak to them.' },
    ),
    industry: text({ max: 100, index: true }),
    website: text({ format: 'url' }),
    employees: integer({ min: 0 }),
    revenue: decimal({ label: 'Annual revenue', digits: 2, help: 'In whichever unit you compare it.' }),
    founded: integer({ label: 'Founded in year', min: 1000, max: 2200 }),
    tags: choices([], { open: true }),
    parent: reference('parties.party', { label: 'Part of', help: 'The organisation it belongs to.' }),
    mergedInto: reference('parties.party', { readonly: true }),
    externalSystem: text({ max: 60, help: 'The system it was brought from.' }),
    externalId: text({ label: 'External ID', max: 120, index: true, help: 'Its number there; an import updates by it.' }),
    anonymisedAt: datetime({ readonly: true }),
    addresses: lines(Address, 'party'),
    contactPoints: lines(ContactPoint, 'party', { help: 'Telephone numbers, e-mail addresses, websites.' }),
  },
  rules: [{ show: ['legalName', 'industry', 'employees', 'revenue', 'founded', 'parent'], when: { kind: 'organisation' } }],
})

/** What one party is to another, and from when to when. */
export const Relation = defineEntity('parties.relation', {
  title: 'kind',
  description: 'What a party is to another: works at, partner of, parent of.',
  sort: ['-createdAt'],
  unique: [['from', 'to', 'kind', 'validFrom']],
  fields: {
    from: reference(Party, { label: 'Party', required: true, onRemove: 'cascade' }),
    kind: choice(
      {
        works_at: { label: 'Works at' },
        parent_of: { label: 'Parent of' },
        partner_of: { label: 'Partner of' },
        owns: { label: 'Owns' },
        advises: { label: 'Advises' },
        related_to: { label: 'Related to' },
      },
      { required: true, default: 'works_at' },
    ),
    to: reference(Party, { label: 'Other party', required: true, onRemove: 'cascade' }),
    role: text({ max: 120, help: 'Such as Head of purchasing.' }),
    validFrom: date({ label: 'Valid from' }),
    validTo: date({ label: 'Valid to' }),
  },
})
