import { type Condition, type Ctx, date, type Id, type RecordOf, route, sheet, UserError } from '@sangam/sdk'
import type { BalanceSheetByDimension, DaysByDimension } from '../model/dimension-report.ts'
import type { Days } from '../model/statements.ts'
import type { Balance } from '../model.ts'
import { rowsOn, sheetBlocks } from './balance-sheet.ts'
import { companyFor, type Placed, type Sums } from './books-of.ts'
import { flowBlocks, isCash } from './cash-flow.ts'
import { dividedSheet, divideQuery, divisionOf, sideBySide } from './dimension-columns.ts'
import { advances } from './party-sums.ts'
import { blocksOf } from './profit-and-loss.ts'
import { negated, type Standing } from './statement-lines.ts'
import { yearOf } from './years.ts'

const query = {
  ...divideQuery,
  from: date({ help: 'The first day of the fiscal year unless told.' }),
  to: date({ help: 'Today unless told.' }),
}
const onDay = { ...divideQuery, on: date({ label: 'As on', help: 'Today unless told.' }) }

interface Divide {
  readonly company: Id<'core.company'> | null
  readonly dimension: Id<'ledger.dimension'>
  readonly under: string | null
}
type Asked = Divide & { readonly from: string | null; readonly to: string | null }

async function daysOf(ctx: Ctx, asked: Asked): Promise<Days & { readonly company: Id<'core.company'> }> {
  const company = companyFor(ctx, asked.company)
  const to = asked.to ?? ctx.today()
  const from = asked.from ?? (await yearOf(ctx, company, to)).from
  if (from > to) throw new UserError('days_swapped', 'The first day comes after the last. Swap them.', {}, 'from')
  return { company, from, to }
}

/** Closing entries move profit into equity: they are neither earned nor spent. */
function posted({ company, from, to }: Days & { readonly company: string }): Condition<RecordOf<typeof Balance>> {
  return { company, kind: { ne: 'closing' }, day: { gte: from, lte: to } } as Condition<RecordOf<typeof Balance>>
}

const isResult = ({ type }: Placed): boolean => type === 'income' || type === 'expense'
const baseOf = (sums: ReadonlyMap<string, Sums> | undefined, id: string): string => sums?.get(id)?.base ?? '0'

/** What was earned and spent in some days, by the values of a dimension. */
async function profitBy(ctx: Ctx, asked: Asked): Promise<DaysByDimension> {
  const { company, from, to } = await daysOf(ctx, asked)
  const { accounts, filled, ...head } = await divisionOf(ctx, { ...asked, company }, [posted({ company, from, to })], isResult)
  const shown = accounts.filter(one => isResult(one) && filled.some(({ spans: [sums] }) => baseOf(sums, one.id) !== '0'))
  const rowsOf = (sums: ReadonlyMap<string, Sums> | undefined): Standing[] =>
    shown.map(({ id, code, name, type, line, term }) => {
      const base = baseOf(sums, id)
      return { account: id, code, name, part: null, amount: type === 'income' ? negated(base) : base, before: null, side: type, line, term }
    })
  return { from, to, ...head, blocks: sideBySide(filled.map(({ spans: [sums] }) => blocksOf(ctx, rowsOf(sums), false).blocks)) }
}

/**
 * What there is on a day, by the values of a dimension: of each value what was posted with it, and beside them what tells none, so that all columns together are the undivided sheet. A
 * column alone need not balance: a bank is seldom told whose it is. What parties paid ahead is known of a party and not of a value, and stands where nothing is told.
 */
async function sheetBy(ctx: Ctx, asked: Divide & { readonly on: string | null }): Promise<BalanceSheetByDimension> {
  const company = companyFor(ctx, asked.company)
  const on = asked.on ?? ctx.today()
  const { from: yearFrom } = await yearOf(ctx, company, on)
  const wheres = [{ lte: on }, { gte: yearFrom, lte: on }].map(day => ({ company, day }) as Condition<RecordOf<typeof Balance>>)
  const ahead = asked.under === null ? await advances(ctx, company, on) : new Map<string, string>()
  const { accounts, filled, ...head } = await divisionOf(ctx, { ...asked, company, untold: ahead.size > 0 }, wheres, () => true)
  const each = filled.map(({ kind, spans: [balances = new Map<string, Sums>(), ofYear = new Map<string, Sums>()] }) =>
    rowsOn(ctx, accounts, { balances, ofYear, ahead: kind === 'total' || kind === 'notTold' ? ahead : new Map<string, string>(), yearFrom }),
  )
  const key = ({ account, part }: Standing): string => `${account} ${part}`
  const known = new Map<string, Standing>()
  for (const row of each.flat()) if (row.amount !== '0') known.set(key(row), row)
  const order = [...known.values()].sort((a, b) => (a.code === b.code ? 0 : a.code < b.code ? -1 : 1))
  const blocks = each.map(rows => {
    const own = new Map(rows.map(row => [key(row), row.amount]))
    return sheetBlocks(
      ctx,
      order.map(row => ({ ...row, amount: own.get(key(row)) ?? '0' })),
      false,
    ).blocks
  })
  return { on, yearFrom, ...head, blocks: sideBySide(blocks) }
}

/**
 * Where cash came from and went to, by the values of a dimension: what each value earned, bound and freed, whether or not the line of the bank tells it too. What there was before is
 * known of banks and not of values, so it ends with what cash changed by.
 */
async function flowBy(ctx: Ctx, asked: Asked): Promise<DaysByDimension> {
  const { company, from, to } = await daysOf(ctx, asked)
  const { accounts, filled, ...head } = await divisionOf(ctx, { ...asked, company }, [posted({ company, from, to })], one => !isCash(one))
  const shown = accounts.filter(one => filled.some(({ spans: [sums] }) => baseOf(sums, one.id) !== '0'))
  const blocks = filled.map(({ spans: [sums = new Map<string, Sums>()] }) => flowBlocks(ctx, shown, { now: sums, earlier: null, whole: true }).blocks)
  return { from, to, ...head, blocks: sideBySide(blocks) }
}

const permission = 'ledger.dimensionBalance:read'
const exported = 'ledger.dimensionBalance:export'

const words = (ctx: Ctx, { from, to }: Days): string => ctx.t('{from} to {to}', { from, to })

export const byDimension = [
  route('GET', '/profit-and-loss/by', { permission, query, run: async (ctx, { query }) => ({ ...(await profitBy(ctx, query)) }) as never }),
  route('GET', '/balance-sheet/by', { permission, query: onDay, run: async (ctx, { query }) => ({ ...(await sheetBy(ctx, query)) }) as never }),
  route('GET', '/cash-flow/by', { permission, query, run: async (ctx, { query }) => ({ ...(await flowBy(ctx, query)) }) as never }),
  sheet('/profit-and-loss/by/sheet', {
    permission: exported,
    query,
    async run(ctx, { query }) {
      const found = await profitBy(ctx, query)
      const title = ctx.t('Profit and loss by {dimension}', { dimension: found.dimension.name })
      return dividedSheet(ctx, query.company, { title, days: words(ctx, found), found })
    },
  }),
  sheet('/balance-sheet/by/sheet', {
    permission: exported,
    query: onDay,
    async run(ctx, { query }) {
      const found = await sheetBy(ctx, query)
      const title = ctx.t('Balance sheet by {dimension}', { dimension: found.dimension.name })
      return dividedSheet(ctx, query.company, { title, days: ctx.t('As on {day}', { day: found.on }), found })
    },
  }),
  sheet('/cash-flow/by/sheet', {
    permission: exported,
    query,
    async run(ctx, { query }) {
      const found = await flowBy(ctx, query)
      const title = ctx.t('Cash flow by {dimension}', { dimension: found.dimension.name })
      return dividedSheet(ctx, query.company, { title, days: words(ctx, found), found })
    },
  }),
]
