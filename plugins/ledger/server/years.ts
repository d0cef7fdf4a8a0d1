import { type Ctx, type Id, resolvePeriod } from '@sangam/sdk'
import type { Days } from '../model/statements.ts'
import { companyOfBooks } from './books-of.ts'

/** The fiscal year of a company in which a day lies. */
export async function yearOf(ctx: Ctx, company: Id<'core.company'>, day: string): Promise<Days> {
  const { fiscalYearStart } = await companyOfBooks(ctx, company)
  return resolvePeriod('this_fiscal_year', day, { fiscalYearStart, weekStart: 1 })
}
