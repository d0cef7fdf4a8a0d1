import { address, choice, date, defineEntity, image, integer, text } from '@sangam/sdk'

// Core's own entities as the screens of invoicing see them: handles, which the plugin does not list.
export const OwnCompany = defineEntity('core.company', {
  title: 'name',
  fields: {
    name: text({ required: true, max: 120 }),
    legalName: text({ max: 200 }),
    country: text({ required: true }),
    currency: text({ required: true }),
    fiscalYearStart: integer({ required: true }),
    logo: image(),
    address: address(),
    phone: text({ format: 'phone' }),
    email: text({ format: 'email' }),
  },
})

export const Registration = defineEntity('core.registration', {
  title: 'number',
  fields: {
    company: text(),
    entity: text(),
    record: text(),
    kind: choice(['gstin', 'vat', 'pan'], { required: true }),
    number: text({ required: true, max: 40 }),
    stateCode: text(),
    scheme: choice(['regular', 'composition']),
    validFrom: date(),
    validTo: date(),
  },
})
