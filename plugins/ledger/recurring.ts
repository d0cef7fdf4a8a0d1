import { recurringJobs } from './server/recurring.ts'
import { recurringEntities, recurringParts } from './server/recurring-hooks.ts'

/** What of the books writes itself: templates, and the nights on which they are written. */
export { recurringEntities }
export const recurring = [...recurringParts, ...recurringJobs]
