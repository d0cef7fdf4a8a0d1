import { defineEntity, integer, text } from '@sangam/sdk'

// Core's own entity, as far as moving looks at it: a handle, which the plugin does not list.
export const Company = defineEntity('core.company', { title: 'name', fields: { name: text({ required: true }), fiscalYearStart: integer({ required: true }) } })
