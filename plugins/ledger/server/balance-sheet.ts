import { boolean, type Condition, type Ctx, date, type Id, minus, type RecordOf, reference, route, total } from '@sangam/sdk'
import type { BalanceSheet, StatementBlock } from '../model/statements.ts'
import type { Balance } from '../model.ts'
import { companyFor, type Placed, placedAccounts, type Sums, sums } from './books-of.ts'
import { advances } from './party-sums.ts'
import { compared, linesFor, negated, result, type Standing } from './statement-lines.ts'
import { yearOf } from './years.ts'

export const sheetQuery = {
  company: reference('core.company'),
  on: date({ label: 'As on', help: 'Today unless told.' }),
  before: date({ label: 'Compared with' }),
  closing: boolean({ default: true, help: 'Off, as if no year had been closed: what closing entries did stands as profit.' }),
}

interface Asked {
  readonly company: Id<'core.company'> | null
  readonly on: string | null
  readonly before: string | null
  readonly closing: boolean | null
}

/** What there is at the end of a day, by account; what parties are ahead with, by account; and what was earned and not closed, of the year and before. */
export interface Moment {
  readonly balances: ReadonlyMap<string, Sums>
  readonly ahead: ReadonlyMap<string, string>
  readonly yearFrom: string
  readonly ofYear: ReadonlyMap<string, Sums>
}

async function momentOf(ctx: Ctx, company: Id<'core.company'>, on: string, closing: boolean): Promise<Moment> {
  const where = { company, ...(!closing && { kind: { ne: 'closing' } }) }
  const within = (day: object) => sums(ctx, { ...where, day } as Condition<RecordOf<typeof Balance>>)
  const year = yearOf(ctx, company, on)
  const [{ from }, balances, ofYear, ahead] = await Promise.all([
    year,
    within({ lte: on }),
    year.then(({ from }) => within({ gte: from, lte: on })),
    advances(ctx, company, on),
  ])
  return { balances, ofYear, ahead, yearFrom: from }
}

/**
 * What a company has on a day, and where it came from. It is right whether a year was closed or not: what income and expenses come to and no entry has closed yet stands
 * as profit of the year, and of the years before it. What a customer paid ahead is a liability and not less of what others owe, and so with suppliers the other way round.
 */
export async function balanceSheetOf(ctx: Ctx, query: Asked): Promise<BalanceSheet> {
  const company = companyFor(ctx, query.company)
  const on = query.on ?? ctx.today()
  const closing = query.closing !== false
  const [now, then] = await Promise.all([momentOf(ctx, company, on, closing), query.before === null ? null : momentOf(ctx, company, query.before, closing)])
  const accounts = await placedAccounts(ctx, company, new Set([...now.balances.keys(), ...(then?.balances.keys() ?? [])]))
  const [rows, others] = [rowsOn(ctx, accounts, now), then && rowsOn(ctx, accounts, then)]
  const { blocks, assets, equityAndLiabilities } = sheetBlocks(ctx, merged(rows, others), then !== null)
  return { on, before: query.before, yearFrom: now.yearFrom, beforeFrom: then?.yearFrom ?? null, blocks, assets, equityAndLiabilities }
}

/** What there is, and where it came from, in the order of a balance sheet. */
export function sheetBlocks(ctx: Ctx, rows: readonly Standing[], compares: boolean): Pick<BalanceSheet, 'blocks' | 'assets' | 'equityAndLiabilities'> {
  const of = (side: 'asset' | 'liability', term: 'current' | 'nonCurrent') => linesFor(ctx, rows, side, row => row.term === term)
  const empty = { amount: '0', before: compares ? '0' : null }
  const sum = (...parts: readonly (readonly { readonly amount: string; readonly before: string | null }[])[]) => compared([empty, ...parts.flat()])
  const [fixed, current, equity] = [of('asset', 'nonCurrent'), of('asset', 'current'), linesFor(ctx, rows, 'equity')]
  const [long, short] = [of('liability', 'nonCurrent'), of('liability', 'current')]
  const [assets, equityAndLiabilities] = [sum(fixed, current), sum(equity, long, short)]
  const blocks: StatementBlock[] = [
    { kind: 'heading', label: ctx.t('Assets'), level: 1 },
    ...part(ctx.t('Non-current assets'), fixed),
    ...part(ctx.t('Current assets'), current),
    result('assets', ctx.t('Total of assets'), 1, assets),
    { kind: 'heading', label: ctx.t('Equity and liabilities'), level: 1 },
    ...part(ctx.t('Equity'), equity),
    ...part(ctx.t('Non-current liabilities'), long),
    ...part(ctx.t('Current liabilities'), short),
    result('equityAndLiabilities', ctx.t('Total of equity and liabilities'), 1, equityAndLiabilities),
  ]
  return { blocks, assets, equityAndLiabilities }
}

function part(label: string, lines: readonly StatementBlock[]): StatementBlock[] {
  return lines.length === 0 ? [] : [{ kind: 'heading', label, level: 2 }, ...lines]
}

/** What stands on accounts at a moment, and what was earned and not closed. */
export function rowsOn(ctx: Ctx, accounts: readonly Placed[], { balances, ofYear, ahead }: Moment): Standing[] {
  const rows = accounts.flatMap((account): Standing[] => {
    const { type, line, term } = account
    const base = balances.get(account.id)?.base
    if (base === undefined || type === 'income' || type === 'expense') return []
    const own = { account: account.id, code: account.code, name: account.name, before: null, part: null, side: type, line, term }
    const amount = type === 'asset' ? base : negated(base)
    const more = ahead.get(account.id)
    if (more === undefined) return [{ ...own, amount }]
    // What is owed to us and what was paid ahead stand on two sides.
    const other = { name: ctx.t('{account}: advances', { account: account.name }), part: 'advances', term: 'current' } as const
    const across = type === 'asset' ? ({ side: 'liability', line: 'advancesReceived' } as const) : ({ side: 'asset', line: 'advancesPaid' } as const)
    return [
      { ...own, amount: total([amount, more]) },
      { ...own, ...other, ...across, amount: more },
    ]
  })
  const earned = (of: ReadonlyMap<string, Sums>): string =>
    negated(total(accounts.flatMap(({ id, type }) => (type === 'income' || type === 'expense' ? [of.get(id)?.base ?? '0'] : []))))
  const [all, year] = [earned(balances), earned(ofYear)]
  const profit = { account: null, code: '', before: null, side: 'equity', line: 'profit', term: 'current' } as const
  return [
    ...rows,
    { ...profit, part: 'earlierProfit', name: ctx.t('Profit of earlier years'), amount: minus(all, year) },
    { ...profit, part: 'yearProfit', name: ctx.t('Profit of the year'), amount: year },
  ]
}

/** Rows of two days beside each other; those that are nothing on both go. */
export function merged(now: readonly Standing[], then: readonly Standing[] | null): Standing[] {
  const key = (row: Standing): string => `${row.account} ${row.part}`
  const [known, before] = [new Set(now.map(key)), new Map((then ?? []).map(row => [key(row), row.amount]))]
  const rows = [
    ...now.map(row => ({ ...row, before: then ? (before.get(key(row)) ?? '0') : null })),
    ...(then ?? []).filter(row => !known.has(key(row))).map(row => ({ ...row, amount: '0', before: row.amount })),
  ]
  const kept = rows.filter(row => row.amount !== '0' || (row.before ?? '0') !== '0')
  return kept.sort((a, b) => (a.code === b.code ? 0 : a.code < b.code ? -1 : 1))
}

export const balanceSheet = route('GET', '/balance-sheet', {
  permission: 'ledger.balance:read',
  query: sheetQuery,
  run: async (ctx, { query }) => ({ ...(await balanceSheetOf(ctx, query)) }) as never,
})
