import {
  type Condition,
  type Ctx,
  date,
  type Id,
  minus,
  over,
  type RecordOf,
  reference,
  route,
  type SheetRow,
  sheet,
  times,
  total,
  UserError,
  type Values,
} from '@sangam/sdk'
import { allowedIn } from '../model/budget-months.ts'
import type { BudgetBlock, BudgetReport, BudgetRow, Planned } from '../model/budget-report.ts'
import { type Balance, Budget, FiscalYear } from '../model.ts'
import { companyFor, companyOfBooks, everyAccount } from './books-of.ts'
import { partsKept } from './budgets.ts'
import { moneyOf } from './currencies.ts'
import { slicedSums, sliceOf, sliceQuery } from './dimension-sums.ts'
import { negated } from './statement-lines.ts'
import { yearOf } from './years.ts'

const query = {
  company: reference('core.company'),
  from: date({ help: 'The first day of the fiscal year unless told.' }),
  to: date({ help: 'Today unless told.' }),
  ...sliceQuery,
}

type Asked = Values<typeof query>
type Side = 'income' | 'expense'

/** Budgets of some days beside what was posted, from kept balances; closing entries are left out. A heading holds what its accounts come to. */
async function budgetReportOf(ctx: Ctx, asked: Asked): Promise<BudgetReport> {
  const company = companyFor(ctx, asked.company)
  const to = asked.to ?? ctx.today()
  const from = asked.from ?? (await yearOf(ctx, company, to)).from
  if (from > to) throw new UserError('days_swapped', 'The first day comes after the last. Swap them.', {}, 'from')
  const digits = (await moneyOf(ctx, [company])).get(company)?.digits ?? 2
  const slice = await sliceOf(ctx, asked)
  const part = slice ? `${slice.dimension} ${asked.value}` : 'all'
  const [planned, actual, accounts] = await Promise.all([
    plannedIn(ctx, company, part, { from, to }, digits),
    slicedSums(ctx, { company, kind: { ne: 'closing' }, day: { gte: from, lte: to } } as Condition<RecordOf<typeof Balance>>, slice),
    everyAccount(ctx, company, ['code', 'name', 'type', 'isGroup', 'above']),
  ])
  const byId = new Map(accounts.map(one => [String(one.id), one]))
  const headings = (id: string): string[] => {
    const found: string[] = []
    for (let at = byId.get(id)?.above; at && found.length < 20; at = byId.get(String(at))?.above) found.push(String(at))
    return found
  }
  const block = (side: Side): BudgetBlock => {
    const own = accounts.filter(one => one.type === side)
    const amountOf = (id: string): string => (side === 'income' ? negated(actual.get(id)?.base ?? '0') : (actual.get(id)?.base ?? '0'))
    const rows = own.flatMap((account): BudgetRow[] => {
      const { id, code, name, isGroup } = account
      const above = headings(id).filter(one => planned.has(one))
      const budget = planned.get(id) ?? null
      const came = isGroup ? total(own.filter(one => headings(one.id).includes(id)).map(one => amountOf(one.id))) : amountOf(id)
      if (budget === null && (isGroup || came === '0')) return []
      const { left, used } = compared(side, budget ?? '0', came)
      return [{ account: id, code, name, isGroup, depth: above.length, budget, actual: came, left: budget === null ? null : left, used }]
    })
    const most = rows.filter(row => row.depth === 0 && row.budget !== null).map(row => row.budget ?? '0')
    return { side, rows: inTree(rows, headings), ...compared(side, total(most), total(own.map(one => amountOf(one.id)))) }
  }
  const blocks = [block('income'), block('expense')] as const
  const less = (of: (one: BudgetBlock) => string): string => minus(of(blocks[0]), of(blocks[1]))
  const net = compared(
    'income',
    less(one => one.budget),
    less(one => one.actual),
  )
  return { from, to, blocks, net: { ...net, used: null } }
}

/** What stands below a heading with a budget comes right behind it; all else by its code. */
function inTree(rows: readonly BudgetRow[], headings: (id: string) => readonly string[]): BudgetRow[] {
  const known = new Map(rows.map(row => [row.account, row]))
  const path = (row: BudgetRow): string =>
    [
      ...headings(row.account)
        .filter(id => known.has(id))
        .toReversed(),
      row.account,
    ]
      .map(id => known.get(id)?.code ?? '')
      .join(' ')
  return rows.toSorted((a, b) => (path(a) < path(b) ? -1 : 1))
}

function compared(side: Side, budget: string, actual: string): Planned {
  const left = side === 'income' ? minus(actual, budget) : minus(budget, actual)
  return { budget, actual, left, used: budget === '0' ? null : over(times(actual, '100'), budget, 1) }
}

/** What each account's budgets allow on some days, over all years that have days of them. */
async function plannedIn(
  ctx: Ctx,
  company: Id<'core.company'>,
  part: string,
  days: { readonly from: string; readonly to: string },
  digits: number,
): Promise<ReadonlyMap<string, string>> {
  const years = await ctx
    .repo(FiscalYear)
    .find({ where: { company, from: { lte: days.to }, to: { gte: days.from } } as Condition<RecordOf<typeof FiscalYear>>, fields: ['from'], limit: 500 })
  const found = new Map<string, string>()
  if (years.items.length === 0) return found
  const where = { company, part, year: { in: years.items.map(one => one.id) } } as Condition<RecordOf<typeof Budget>>
  await ctx.repo(Budget).each({ where, fields: ['account', 'upTo'] }, async page => {
    for (const one of page) found.set(String(one.account), total([found.get(String(one.account)) ?? '0', allowedIn(partsKept(one), days, digits)]))
  })
  return found
}

const budgetReport = route('GET', '/budget', {
  permission: 'ledger.balance:read',
  query,
  run: async (ctx, { query }) => ({ ...(await budgetReportOf(ctx, query)) }) as never,
})

const budgetSheet = sheet('/budget/sheet', {
  permission: 'ledger.balance:export',
  query,
  async run(ctx, { query }) {
    const id = companyFor(ctx, query.company)
    const [{ name }, money, { from, to, blocks, net }] = await Promise.all([companyOfBooks(ctx, id), moneyOf(ctx, [id]), budgetReportOf(ctx, query)])
    const { currency, digits } = money.get(id) ?? { currency: 'INR', digits: 2 }
    const label = (side: Side): string => ctx.t(side === 'income' ? 'Income' : 'Expenses')
    const figures = (of: { readonly budget: string | null; readonly actual: string; readonly left: string | null; readonly used: string | null }) => [
      ...[of.budget, of.actual, of.left, of.used],
    ]
    const rows = blocks.flatMap((block): SheetRow[] => [
      { cells: [null, label(block.side), null, null, null, null], style: 'heading' },
      ...block.rows.map(row => ({ cells: [row.code, `${'  '.repeat(row.depth)}${row.name}`, ...figures(row)] })),
      { cells: [null, ctx.t('Total {side}', { side: label(block.side) }), ...figures(block)], style: 'total' },
    ])
    const number = (label: string, digits: number) => ({ label: ctx.t(label), kind: 'number' as const, digits })
    return {
      title: ctx.t('Budget against actual'),
      facts: [name, ctx.t('{from} to {to}', { from, to }), ctx.t('Amounts in {currency}', { currency })],
      columns: [
        { label: ctx.t('Code'), kind: 'text' },
        { label: ctx.t('Account'), kind: 'text' },
        ...[number('Budget', digits), number('Actual', digits), number('Left', digits), number('Used, %', 1)],
      ],
      rows: [...rows, { cells: [null, ctx.t('Net profit'), ...figures(net)], style: 'total' }],
    }
  },
})

export const budgetReports = [budgetReport, budgetSheet]
