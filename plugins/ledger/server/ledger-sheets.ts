import { type Ctx, type Id, type Sheet, type SheetRow, sheet, total, UserError } from '@sangam/sdk'
import { companyFor, companyOfBooks } from './books-of.ts'
import { moneyOf } from './currencies.ts'
import { type Slice, sliceOf } from './dimension-sums.ts'
import { accountsOf, generalLedgerQuery } from './general-ledger.ts'
import { linesOf, slicedTrialQuery, trialBalanceOf, withBalance } from './reports.ts'

type CompanyId = Id<'core.company'>

/** What stands under the title of a report: whose, of which days, in which money; and with how many digits. */
export async function headOf(
  ctx: Ctx,
  company: CompanyId,
  from: string | null,
  to: string,
): Promise<{ readonly facts: readonly string[]; readonly digits: number }> {
  const [{ name }, money] = await Promise.all([companyOfBooks(ctx, company), moneyOf(ctx, [company])])
  const { currency, digits } = money.get(company) ?? { currency: 'INR', digits: 2 }
  const days = from === null ? ctx.t('Up to {day}', { day: to }) : ctx.t('{from} to {to}', { from, to })
  return { facts: [name, days, ctx.t('Amounts in {currency}', { currency })], digits }
}

export const figure = (label: string, digits: number) => ({ label, kind: 'number', digits }) as const
const sides = (base: string): [string | null, string | null] => (base === '0' ? [null, null] : base.startsWith('-') ? [null, base.slice(1)] : [base, null])

export const trialSheet = sheet('/trial-balance/sheet', {
  permission: 'ledger.balance:export',
  query: slicedTrialQuery,
  async run(ctx, { query }) {
    const company = companyFor(ctx, query.company)
    const { rows, total: sum, from, to, before } = await trialBalanceOf(ctx, { ...query, company })
    const { facts, digits } = await headOf(ctx, company, from, to)
    const shown = rows.filter(row =>
      [row, ...(row.before ? [row.before] : [])].some(one => [one.opening, one.debit, one.credit, one.closing].some(of => of !== '0')),
    )
    const closing = (at: 0 | 1): string => total(shown.map(row => sides(row.closing)[at] ?? '0'))
    const beside = (of: (row: { readonly debit: string; readonly credit: string; readonly closing: string }) => string): string =>
      total(shown.map(row => (row.before ? of(row.before) : '0')))
    const days = before && ctx.t('{from} to {to}', before)
    return {
      title: ctx.t('Trial balance'),
      facts,
      columns: [
        ...[ctx.t('Code'), ctx.t('Account')].map(label => ({ label, kind: 'text' }) as const),
        ...[ctx.t('Opening balance'), ctx.t('Debit'), ctx.t('Credit'), ctx.t('Closing debit'), ctx.t('Closing credit')].map(label => figure(label, digits)),
        ...(days ? [ctx.t('Debit'), ctx.t('Credit'), ctx.t('Closing balance')].map(label => figure(`${label}, ${days}`, digits)) : []),
      ],
      rows: [
        ...shown.map(row => ({
          cells: [
            row.code,
            row.name,
            row.opening,
            row.debit,
            row.credit,
            ...sides(row.closing),
            ...(row.before ? [row.before.debit, row.before.credit, row.before.closing] : []),
          ],
        })),
        {
          cells: [
            null,
            ctx.t('Total'),
            sum.opening,
            sum.debit,
            sum.credit,
            closing(0),
            closing(1),
            ...(days ? [beside(row => row.debit), beside(row => row.credit), beside(row => row.closing)] : []),
          ],
          style: 'total',
        },
      ],
    }
  },
})

/** What a sheet holds: more is read by the days. */
const mostRows = 50_000
const page = 500

/** The ledger of one account, or of all: each line in their order, under its account, with what it comes to after each. */
export const ledgerSheet = sheet('/ledger/sheet', {
  permission: 'ledger.entry:export',
  query: generalLedgerQuery,
  async run(ctx, { query }): Promise<Sheet> {
    const { account, from } = query
    const company = companyFor(ctx, query.company)
    const to = query.to ?? ctx.today()
    const [wanted, { facts, digits }, slice] = await Promise.all([
      accountsOf(ctx, company, account, from, to, query),
      headOf(ctx, company, from, to),
      sliceOf(ctx, query),
    ])
    const rows: SheetRow[] = []
    for (const row of wanted) {
      rows.push({ cells: [null, null, `${row.code} ${row.name}`, null, null, null, null], style: 'heading' })
      rows.push({ cells: [from, null, ctx.t('Opening balance'), null, null, null, row.opening] })
      await eachLine(ctx, row.account as Id<'ledger.account'>, from, to, slice, row.opening, lines => {
        rows.push(...lines)
        if (rows.length > mostRows)
          throw new UserError('too_many_lines', 'A file holds at most {most} lines, and these are more. Choose fewer days.', { most: mostRows })
      })
      rows.push({ cells: [to, null, ctx.t('Closing balance'), null, row.debit, row.credit, row.closing], style: 'total' })
    }
    const only = wanted.find(one => one.account === account)
    return {
      title: only ? `${only.name} (${only.code})` : ctx.t('General ledger'),
      facts,
      columns: [
        { label: ctx.t('Date'), kind: 'date' },
        ...[ctx.t('Number'), ctx.t('Narration'), ctx.t('Party')].map(label => ({ label, kind: 'text' }) as const),
        ...[ctx.t('Debit'), ctx.t('Credit'), ctx.t('Balance')].map(label => figure(label, digits)),
      ],
      rows,
    }
  },
})

async function eachLine(
  ctx: Ctx,
  account: Id<'ledger.account'>,
  from: string | null,
  to: string,
  slice: Slice | null,
  begins: string,
  work: (rows: SheetRow[]) => void,
): Promise<void> {
  let balance = begins
  for (let after: string | null = null, first = true; first || after !== null; first = false) {
    const found: Awaited<ReturnType<typeof linesOf>> = await linesOf(ctx, account, from === null ? { lte: to } : { gte: from, lte: to }, after, page, slice)
    const lines = withBalance(found.items, balance)
    balance = lines.at(-1)?.balance ?? balance
    work(
      lines.map(line => ({
        cells: [line.date, line.number, line.memo ? `${line.narration} · ${line.memo}` : line.narration, line.party, line.debit, line.credit, line.balance],
      })),
    )
    after = found.next
  }
}
