import { choice, date, defineEntity, integer, text } from '@sangam/sdk'

// Core's own entities, as far as invoices look at them: handles, which the plugin does not list.
export const Company = defineEntity('core.company', {
  title: 'name',
  fields: {
    name: text({ required: true }),
    country: text({ required: true }),
    currency: text({ required: true }),
    fiscalYearStart: integer({ required: true }),
  },
})

export const Place = defineEntity('core.place', {
  title: 'name',
  fields: { name: text({ required: true }), company: text({ required: true }), stateCode: text() },
})

export const Registration = defineEntity('core.registration', {
  title: 'number',
  fields: {
    company: text(),
    entity: text(),
    record: text(),
    kind: choice(['gstin', 'vat', 'pan']),
    number: text({ required: true }),
    stateCode: text(),
    scheme: choice(['regular', 'composition']),
    validFrom: date(),
    validTo: date(),
  },
})
