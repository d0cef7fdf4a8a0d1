import { type Condition, type Ctx, choice, date, minus, type RecordOf, reference, route, UserError, type Values } from '@sangam/sdk'
import { earlier } from '../model/days.ts'
import type { Days, ProfitAndLoss, StatementBlock } from '../model/statements.ts'
import type { Balance } from '../model.ts'
import { companyFor, placedAccounts } from './books-of.ts'
import { slicedSums, sliceOf, sliceQuery } from './dimension-sums.ts'
import { compared, linesFor, negated, result, type Standing } from './statement-lines.ts'
import { yearOf } from './years.ts'

export const profitQuery = {
  company: reference('core.company'),
  from: date({ help: 'The first day of the fiscal year unless told.' }),
  to: date({ help: 'Today unless told.' }),
  compare: choice(['previous', 'lastYear'], { help: 'With as many days before them, or with the same days last year.' }),
}

export const slicedQuery = { ...profitQuery, ...sliceQuery }

type Asked = Values<typeof profitQuery> & Partial<Values<typeof sliceQuery>>

/** What was earned and spent in some days, from kept balances. Entries that close a year are left out: they empty these very accounts. */
export async function profitAndLossOf(ctx: Ctx, query: Asked): Promise<ProfitAndLoss> {
  const company = companyFor(ctx, query.company)
  const to = query.to ?? ctx.today()
  const from = query.from ?? (await yearOf(ctx, company, to)).from
  if (from > to) throw new UserError('days_swapped', 'The first day comes after the last. Swap them.', {}, 'from')
  const before = query.compare === null ? null : earlier({ from, to }, query.compare === 'lastYear')
  const slice = await sliceOf(ctx, query)
  const within = ({ from, to }: Days) =>
    slicedSums(ctx, { company, kind: { ne: 'closing' }, day: { gte: from, lte: to } } as Condition<RecordOf<typeof Balance>>, slice)
  const [now, then] = await Promise.all([within({ from, to }), before ? within(before) : null])
  const accounts = await placedAccounts(ctx, company, new Set([...now.keys(), ...(then?.keys() ?? [])]))
  const rows = accounts.flatMap(({ id, code, name, type, line, term }): Standing[] => {
    if (type !== 'income' && type !== 'expense') return []
    const of = (base: string | undefined): string => (type === 'income' ? negated(base ?? '0') : (base ?? '0'))
    const [amount, other] = [of(now.get(id)?.base), then ? of(then.get(id)?.base) : null]
    if (amount === '0' && (other ?? '0') === '0') return []
    return [{ account: id, code, name, part: null, amount, before: other, side: type, line, term }]
  })
  const { blocks, net } = blocksOf(ctx, rows, then !== null)
  return { from, to, before, blocks, net }
}

export function blocksOf(
  ctx: Ctx,
  rows: readonly Standing[],
  compares: boolean,
): { readonly blocks: readonly StatementBlock[]; readonly net: ReturnType<typeof compared> } {
  const nothing = { amount: '0', before: compares ? '0' : null }
  const of = (side: 'income' | 'expense', ...only: readonly string[]) => linesFor(ctx, rows, side, row => only.includes(row.line))
  const [revenue, direct, other, tax] = [of('income', 'revenue'), of('expense', 'directCosts'), of('income', 'otherIncome'), of('expense', 'incomeTax')]
  const costs = of('expense', 'employees', 'finance', 'depreciation', 'otherExpenses')
  const less = (a: ReturnType<typeof compared>, b: ReturnType<typeof compared>) => ({
    amount: minus(a.amount, b.amount),
    before: compares ? minus(a.before ?? '0', b.before ?? '0') : null,
  })
  const sum = (...lines: readonly ReturnType<typeof compared>[]) => compared([nothing, ...lines])
  const gross = less(sum(...revenue), sum(...direct))
  const beforeTax = less(sum(gross, ...other), sum(...costs))
  const net = less(beforeTax, sum(...tax))
  const blocks: readonly StatementBlock[] = [
    ...revenue,
    ...direct,
    ...(direct.length > 0 ? [result('gross', ctx.t('Gross profit'), 2, gross)] : []),
    ...other,
    ...costs,
    ...(tax.length > 0 ? [result('beforeTax', ctx.t('Profit before tax'), 2, beforeTax)] : []),
    ...tax,
    result('net', ctx.t('Net profit'), 1, net),
  ]
  return { blocks, net }
}

export const profitAndLoss = route('GET', '/profit-and-loss', {
  permission: 'ledger.balance:read',
  query: slicedQuery,
  run: async (ctx, { query }) => ({ ...(await profitAndLossOf(ctx, query)) }) as never,
})
