import { budgetHooks, budgetWarning } from './server/budget-check.ts'
import { budgetReports } from './server/budget-report.ts'
import { budgetEntities, budgetHooksOf } from './server/budgets.ts'

/** What of the books is about budgets: what was planned, what is held to it, and what became of it. */
export { budgetEntities }
export const budgets = [...budgetHooksOf, budgetHooks, budgetWarning, ...budgetReports]
