import { choice, date, decimal, defineEntity, integer, text } from '@sangam/sdk'

// Core's own entities, as far as the books look at them: handles, which the plugin does not list.
export const Company = defineEntity('core.company', {
  title: 'name',
  fields: {
    ...{ name: text({ required: true }), country: text({ required: true }), currency: text({ required: true }), stage: choice(['trial', 'live']) },
    ...{ fiscalYearStart: integer({ required: true }), entityType: text(), zone: text() },
  },
})

export const Currency = defineEntity('core.currency', {
  title: 'code',
  fields: { code: text({ required: true }), digits: integer({ required: true }) },
})

export const Rate = defineEntity('core.rate', {
  title: 'day',
  fields: {
    from: text({ required: true }),
    to: text({ required: true }),
    day: date({ required: true }),
    kind: text(),
    rate: decimal({ required: true, digits: 10 }),
  },
})

export const Registration = defineEntity('core.registration', {
  title: 'number',
  fields: { company: text(), number: text({ required: true }), validFrom: date(), validTo: date() },
})
