import { addDays, type Condition, type Ctx, hooks, type Id, job, type RecordOf, resolvePeriod, seed } from '@sangam/sdk'
import type { Days } from '../model/statements.ts'
import { Balance, FiscalYear } from '../model.ts'
import { companyOfBooks } from './books-of.ts'
import { Company } from './core.ts'

type Year = RecordOf<typeof FiscalYear>
type CompanyId = Id<'core.company'>

/** The fiscal year of a company in which a day lies: the one that is kept, else as it will be made. */
export async function yearOf(ctx: Ctx, company: CompanyId, day: string): Promise<Days> {
  const years = await yearsOf(ctx, company)
  const found = years.find(({ from, to }) => from <= day && day <= to)
  if (found) return { from: found.from, to: found.to }
  const { fiscalYearStart } = await companyOfBooks(ctx, company)
  return between(years, day, resolvePeriod('this_fiscal_year', day, { fiscalYearStart, weekStart: 1 }))
}

/** The years of a company, by their days. */
export async function yearsOf(ctx: Ctx, company: CompanyId): Promise<readonly Year[]> {
  return ctx.asSystem('Looks in which fiscal year a day lies', async system => {
    const where = { company } as Condition<Year>
    return (await system.repo(FiscalYear).find({ where, fields: ['name', 'from', 'to', 'state'], sort: ['from'], limit: 500 })).items
  })
}

/** A usual year as far as those beside it leave it room: where one of them is longer or shorter, the next begins on the day after it. */
function between(years: readonly Days[], day: string, usual: Days): Days {
  const begins = [usual.from, ...years.filter(({ to }) => to < day).map(({ to }) => addDays(to, 1))].toSorted()
  const ends = [usual.to, ...years.filter(({ from }) => from > day).map(({ from }) => addDays(from, -1))].toSorted()
  return { from: begins.at(-1) ?? usual.from, to: ends[0] ?? usual.to }
}

/** What a year is called; where nobody said it `2026-27`, or `2027` where it is that of the calendar. */
export function nameOf({ name, from, to }: Days & { readonly name?: string | null }): string {
  if (name) return name
  return from.slice(0, 4) === to.slice(0, 4) ? from.slice(0, 4) : `${from.slice(0, 4)}-${to.slice(2, 4)}`
}

/** All years of a company from its first posted day up to a day, also those that are not made yet. */
export async function everyYearOf(
  ctx: Ctx,
  company: CompanyId,
  until: string,
): Promise<readonly (Days & { readonly name: string | null; readonly made: boolean })[]> {
  return ctx.asSystem('Looks which fiscal years a company has', async system => {
    const [first] = await system.repo(Balance).group({ where: { company } as Condition<RecordOf<typeof Balance>>, group: [], measures: ['min:day', 'max:day'] })
    const [begins, ends] = [String(first?.['min:day'] ?? until), String(first?.['max:day'] ?? until)]
    const [{ fiscalYearStart }, kept] = await Promise.all([companyOfBooks(system, company), yearsOf(system, company)])
    const years: (Days & { name: string | null; made: boolean })[] = kept.map(({ name, from, to }) => ({ name, from, to, made: true }))
    const last = ends > until ? ends : until
    for (let day = begins < until ? begins : until; day <= last && years.length < 200; ) {
      const known = years.find(({ from, to }) => from <= day && day <= to)
      const year = known ?? { ...between(years, day, resolvePeriod('this_fiscal_year', day, { fiscalYearStart, weekStart: 1 })), name: null, made: false }
      if (!known) years.push(year)
      day = addDays(year.to, 1)
    }
    return years.toSorted((a, b) => (a.from < b.from ? -1 : 1))
  })
}

/** What those who make years of a company, or move their days, wait for each other by. */
export const yearsOfBooks = (company: CompanyId): string => `ledger.years ${company}`

/** Makes the years of a company that are not there yet, from its first posted day up to a day. */
export async function makeYears(ctx: Ctx, company: CompanyId, until: string): Promise<void> {
  await ctx.lock(yearsOfBooks(company))
  const missing = (await everyYearOf(ctx, company, until)).filter(year => !year.made)
  if (missing.length > 0) await ctx.repo(FiscalYear).createMany(missing.map(({ from, to }) => ({ company, from, to, name: nameOf({ from, to }) })))
}

/** Years are there by themselves: of a new company, each night, and of what was posted for days before. */
async function everyYear(ctx: Ctx): Promise<void> {
  const { items } = await ctx.repo(Company).find({ fields: ['name'], limit: 500 })
  for (const { id } of items) await makeYears(ctx, id, ctx.today())
}

export const yearsJob = job('ledger.years', {
  label: 'New fiscal years',
  schedule: '10 0 * * *',
  as: 'system',
  run: everyYear,
})
export const yearsSeed = seed('ledger.years', { run: everyYear })
export const yearsOfCompany = hooks(Company, {
  async react(ctx, changes) {
    for (const { verb, next } of changes)
      if (verb === 'create' && next) await ctx.asSystem('Gives a new company its fiscal year', system => makeYears(system, next.id, ctx.today()))
  },
})
