import { type Ctx, minus, type Sheet, type SheetRow, sheet } from '@sangam/sdk'
import type { Days, StatementBlock } from '../model/statements.ts'
import { balanceSheetOf, sheetQuery } from './balance-sheet.ts'
import { companyFor, companyOfBooks } from './books-of.ts'
import { cashFlowOf } from './cash-flow.ts'
import { moneyOf } from './currencies.ts'
import { profitAndLossOf, profitQuery, slicedQuery } from './profit-and-loss.ts'

/** A statement as a table: its lines and what they come to, and what it was before where it is compared. */
function rowsOf(blocks: readonly StatementBlock[], compares: boolean): SheetRow[] {
  const figures = (of: { readonly amount: string; readonly before: string | null }): (string | null)[] =>
    compares ? [of.amount, of.before ?? '0', minus(of.amount, of.before ?? '0')] : [of.amount]
  return blocks.flatMap((block): SheetRow[] => {
    if (block.kind === 'heading') return [{ cells: [null, block.label, ...(compares ? [null, null, null] : [null])], style: 'heading' }]
    if (block.kind === 'result') return [{ cells: [null, block.label, ...figures(block)], style: 'total' }]
    return [{ cells: [null, block.label, ...figures(block)], style: 'heading' }, ...block.rows.map(row => ({ cells: [row.code, row.name, ...figures(row)] }))]
  })
}

async function statementSheet(
  ctx: Ctx,
  given: Parameters<typeof companyFor>[1],
  {
    title,
    days,
    blocks,
    heads,
  }: { readonly title: string; readonly days: string; readonly blocks: readonly StatementBlock[]; readonly heads: readonly string[] },
): Promise<Sheet> {
  const id = companyFor(ctx, given)
  const [{ name }, money] = await Promise.all([companyOfBooks(ctx, id), moneyOf(ctx, [id])])
  const { currency, digits } = money.get(id) ?? { currency: 'INR', digits: 2 }
  const compares = heads.length > 1
  const columns = [...heads, ...(compares ? [ctx.t('Difference')] : [])].map(label => ({ label, kind: 'number' as const, digits }))
  return {
    title,
    facts: [name, days, ctx.t('Amounts in {currency}', { currency })],
    columns: [{ label: ctx.t('Code'), kind: 'text' }, { label: ctx.t('Account'), kind: 'text' }, ...columns],
    rows: rowsOf(blocks, compares),
  }
}

/** A statement of some days, and of those they are compared with. */
async function ofDays(
  ctx: Ctx,
  company: Parameters<typeof companyFor>[1],
  title: string,
  { from, to, before, blocks }: Days & { readonly before: Days | null; readonly blocks: readonly StatementBlock[] },
): Promise<Sheet> {
  const words = (days: Days): string => ctx.t('{from} to {to}', { from: days.from, to: days.to })
  const heads = [words({ from, to }), ...(before ? [words(before)] : [])]
  return statementSheet(ctx, company, { title, days: words({ from, to }), blocks, heads })
}

export const profitSheet = sheet('/profit-and-loss/sheet', {
  permission: 'ledger.balance:export',
  query: slicedQuery,
  run: async (ctx, { query }) => ofDays(ctx, query.company, ctx.t('Profit and loss'), await profitAndLossOf(ctx, query)),
})

export const cashFlowSheet = sheet('/cash-flow/sheet', {
  permission: 'ledger.balance:export',
  query: profitQuery,
  run: async (ctx, { query }) => ofDays(ctx, query.company, ctx.t('Cash flow'), await cashFlowOf(ctx, query)),
})

export const balanceSheetSheet = sheet('/balance-sheet/sheet', {
  permission: 'ledger.balance:export',
  query: sheetQuery,
  async run(ctx, { query }) {
    const { on, before, blocks } = await balanceSheetOf(ctx, query)
    const heads = [on, ...(before === null ? [] : [before])]
    return statementSheet(ctx, query.company, { title: ctx.t('Balance sheet'), days: ctx.t('As on {day}', { day: on }), blocks, heads })
  },
})
