import { choice, date, defineEntity, text } from '@sangam/sdk'

// Core's own entities as the screens of invoicing see them: handles, which the plugin does not list.
export const Registration = defineEntity('core.registration', {
  title: 'number',
  fields: {
    company: text(),
    entity: text(),
    record: text(),
    kind: choice(['gstin', 'vat', 'pan'], { required: true }),
    number: text({ required: true, max: 40 }),
    stateCode: text(),
    validFrom: date(),
    validTo: date(),
  },
})
