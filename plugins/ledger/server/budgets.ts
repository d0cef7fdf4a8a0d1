import { type Ctx, hooks, type Id, type Json, type RecordOf, type Refusal, total } from '@sangam/sdk'
import { type BudgetPart, evenly, monthsIn, partsOf } from '../model/budget-months.ts'
import type { Days } from '../model/statements.ts'
import { Account, Budget, BudgetMonth, FiscalYear } from '../model.ts'
import { ofCompany } from './account-hooks.ts'
import { partKey, partsTold } from './budget-parts.ts'
import { isFiner, moneyOf } from './currencies.ts'
import { knownDimensions, type Told } from './dimensions.ts'

type BudgetRecord = RecordOf<typeof Budget>
type Year = RecordOf<typeof FiscalYear>

/** The months of a budget with what each allows and what it comes to up to its end, as it keeps them. */
export function partsKept({ upTo }: { readonly upTo: Json }): readonly BudgetPart[] {
  return Array.isArray(upTo) ? (upTo as unknown as BudgetPart[]) : []
}

/** A budget is of an account of its company that earns or spends, and is spread over the months of its year. */
const budgetHooks = hooks(Budget, {
  async derive(ctx, changes) {
    const live = changes.map(({ next }) => next)
    // Who writes months and no sum for the year has spread it by hand.
    const byHand = changes.map(({ verb, next, changed }) =>
      verb === 'create'
        ? next?.amount === null && next.months.length > 0
        : changed.includes('months') && !changed.includes('amount') && !changed.includes('spread'),
    )
    const [years, money, known] = await Promise.all([yearsFor(ctx, live), moneyOf(ctx, companiesOf(ctx, live)), knownDimensions(ctx)])
    return live.map((next, index) => {
      const year = next && years.get(next.year)
      if (!next || !year) return null
      const part = partKey(partsTold(next as unknown as Told, known).told)
      const months = monthsIn(year)
      const at = (day: string): number => months.findIndex(({ from, to }) => from <= day && day <= to)
      if (next.spread === 'byHand' || byHand[index]) {
        const amounts = months.map((_, place) => total(next.months.filter(one => at(one.month) === place).map(one => one.amount)))
        return { part, spread: 'byHand' as const, amount: total(next.months.map(one => one.amount)), upTo: partsOf(months, amounts) as unknown as Json }
      }
      const amounts = evenly(next.amount ?? '0', months, money.get(String(next.company ?? ctx.company) as Id<'core.company'>)?.digits ?? 2)
      const lines = months.map(({ from }, place) => {
        const id = next.months[place]?.id
        return { ...(id && { id }), month: from, amount: amounts[place] ?? '0' }
      })
      return { part, months: lines as never, upTo: partsOf(months, amounts) as unknown as Json }
    })
  },

  async check(ctx, changes) {
    const live = changes.map(({ next }) => next)
    const [years, money, accounts, known] = await Promise.all([
      yearsFor(ctx, live),
      moneyOf(ctx, companiesOf(ctx, live)),
      accountsFor(ctx, live),
      knownDimensions(ctx),
    ])
    return live.flatMap((next, index): Refusal[] => {
      if (!next) return []
      const [year, account, own] = [years.get(next.year), accounts.get(next.account), money.get(String(next.company) as Id<'core.company'>)]
      const refuse = (field: string, code: string, message: string, values: Refusal['values'] = {}): Refusal[] => [{ index, field, code, message, values }]
      if (!year || year.company !== next.company) return refuse('year', 'other_company', 'Choose a fiscal year of this company.')
      if (!account || account.company !== next.company)
        return refuse('account', 'other_company', '{account} is an account of another company.', { account: account?.name ?? '' })
      if (account.type !== 'income' && account.type !== 'expense')
        return refuse('account', 'no_result', '{account} neither earns nor spends. Choose an account of income or expenses.', { account: account.name })
      const { told, unused } = partsTold(next as unknown as Told, known)
      if (told.length > 1)
        return refuse(told[1]?.[0].field ?? 'account', 'two_parts', 'A budget is of one part of the business, or of all. Leave {dimension} empty.', {
          dimension: told[1]?.[0].name ?? '',
        })
      if (unused !== undefined)
        return refuse(unused, 'dimension_off', 'The books are not divided by this now. Switch it on under Set-up, Dimensions, or leave it empty.')
      if (next.amount === null) return refuse('amount', 'no_amount', 'Say how much it is for the whole year, or month by month.')
      if (own && (isFiner(next.amount, own) || next.months.some(one => isFiner(one.amount, own))))
        return refuse('amount', 'too_fine', '{currency} has {digits} digits after the point. Round the amount.', { ...own })
      const outside = next.months.findIndex(one => one.month < year.from || one.month > year.to)
      if (outside !== -1)
        return refuse(`months.${outside}.month`, 'outside_year', 'The year goes from {from} to {to}. Choose a month of it.', { from: year.from, to: year.to })
      return []
    })
  },
})

/** Where a year gets other days, its budgets are spread over them. */
const yearChanged = hooks(FiscalYear, {
  async react(ctx, changes) {
    const moved = changes.flatMap(({ before, next, changed }) => (before && next && (changed.includes('from') || changed.includes('to')) ? [next.id] : []))
    if (moved.length === 0) return
    await ctx.asSystem('Spreads budgets over the days of their year', async system => {
      const { items } = await system.repo(Budget).find({ where: { year: { in: moved } }, fields: ['year'], limit: 500 })
      if (items.length > 0) await system.repo(Budget).set(items.map(({ id }) => ({ id, patch: { upTo: null } })))
    })
  },
})

function companiesOf(ctx: Ctx, budgets: readonly (BudgetRecord | null)[]): Id<'core.company'>[] {
  return budgets.flatMap(next => (next && (next.company ?? ctx.company)) || [])
}

async function yearsFor(ctx: Ctx, budgets: readonly (BudgetRecord | null)[]): Promise<ReadonlyMap<string, Days & Pick<Year, 'company'>>> {
  const ids = [...new Set(budgets.flatMap(next => next?.year ?? []))]
  if (ids.length === 0) return new Map()
  const { items } = await ctx.asSystem('Looks which days a fiscal year has', system =>
    system.repo(FiscalYear).find({ where: { id: { in: ids } }, fields: ['from', 'to', 'company'], limit: 500 }),
  )
  return new Map(items.map(one => [String(one.id), one]))
}

async function accountsFor(ctx: Ctx, budgets: readonly (BudgetRecord | null)[]) {
  const found = new Map<string, Pick<RecordOf<typeof Account>, 'name' | 'type' | 'company'>>()
  const ids = [...new Set(budgets.flatMap(next => next?.account ?? []))]
  for (let start = 0; start < ids.length; start += 500) {
    const where = { id: { in: ids.slice(start, start + 500) } }
    const { items } = await ctx.asSystem('Looks what the account of a budget is', system =>
      system.repo(Account).find({ where, fields: ['name', 'type', 'company'], limit: 500 }),
    )
    for (const one of items) found.set(String(one.id), one)
  }
  return found
}

export const budgetEntities = [Budget, BudgetMonth]
export const budgetHooksOf = [ofCompany(Budget), budgetHooks, yearChanged]
