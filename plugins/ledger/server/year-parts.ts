import { closeYear, reopenYear } from '../model.ts'
import { yearHandlers } from './closing.ts'
import { periods } from './periods.ts'
import { yearGuards } from './year-guards.ts'
import { yearsJob, yearsOfCompany, yearsSeed } from './years.ts'

/** Fiscal years: that they are there, what they may be, what stands in their months, and how one is closed. */
export const yearParts = [closeYear, reopenYear, ...yearHandlers, ...yearGuards, yearsOfCompany, yearsJob, yearsSeed, periods]
