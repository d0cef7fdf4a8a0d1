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
    return (await system.repo(FiscalYear).find({ where, fields: ['from', 'to'], sort: ['from'], limit: 500 })).items
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

/** Makes the years of a company that are not there yet, from its first posted day up to a day. */
export async function makeYears(ctx: Ctx, company: CompanyId, until: string): Promise<void> {
  await ctx.lock(`ledger.years ${company}`)
  const [first] = await ctx.repo(Balance).group({ where: { company } as Condition<RecordOf<typeof Balance>>, group: [], measures: ['min:day'] })
  const begins = first?.['min:day'] ? String(first['min:day']) : until
  const made: Days[] = []
  for (let day = begins < until ? begins : until; day <= until && made.length < 100; ) {
    const { from, to } = await yearOf(ctx, company, day)
    const known = (await yearsOf(ctx, company)).some(year => year.from <= day && day <= year.to)
    if (!known) {
      made.push({ from, to })
      await ctx.repo(FiscalYear).createMany([{ company, from, to, name: nameOf({ from, to }) }])
    }
    day = addDays(to, 1)
  }
}

/** Years are there by themselves: of a new company, each night, and of what was posted for days before. */
async function everyYear(ctx: Ctx): Promise<void> {
  const { items } = await ctx.repo(Company).find({ fields: ['name'], limit: 500 })
  for (const { id } of items) await makeYears(ctx, id, ctx.today())
}

export const yearsJob = job('ledger.years', { schedule: '10 0 * * *', as: 'system', run: everyYear })
export const yearsSeed = seed('ledger.years', { run: everyYear })
export const yearsOfCompany = hooks(Company, {
  async react(ctx, changes) {
    for (const { verb, next } of changes)
      if (verb === 'create' && next) await ctx.asSystem('Gives a new company its fiscal year', system => makeYears(system, next.id, ctx.today()))
  },
})
