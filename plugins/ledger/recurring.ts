import { recurringJobs } from './server/recurring.ts'
import { recurringParts, recurringEntities as repeated } from './server/recurring-hooks.ts'
import { templateEntities, templateParts } from './server/templates.ts'

/** What is written again: by itself on its days, and from templates by who needs it. */
export const recurringEntities = [...repeated, ...templateEntities]
export const recurring = [...recurringParts, ...recurringJobs, ...templateParts]
