import { choices, defineEntity, integer, text } from '@sangam/sdk'

// Entities of others, as far as the books look at them: handles, which the plugin does not list.
export const Company = defineEntity('core.company', {
  title: 'currency',
  fields: { currency: text({ required: true }), country: text({ required: true }), fiscalYearStart: integer({ required: true }) },
})

export const Party = defineEntity('parties.party', { title: 'name', fields: { name: text({ required: true }), tags: choices([], { open: true }) } })

export const Item = defineEntity('items.item', { title: 'category', fields: { category: text() } })

export const Unit = defineEntity('items.unit', { title: 'code', fields: { code: text({ required: true }) } })
