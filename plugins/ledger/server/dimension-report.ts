import { type Condition, type Ctx, choice, date, type Id, type RecordOf, route, type Sheet, sheet, UserError } from '@sangam/sdk'
import { earlier } from '../model/days.ts'
import type { BalanceSheetByDimension, DaysByDimension } from '../model/dimension-report.ts'
import type { Days } from '../model/statements.ts'
import type { Balance } from '../model.ts'
import { merged, rowsOn, sheetBlocks } from './balance-sheet.ts'
import { companyFor, type Placed, type Sums } from './books-of.ts'
import { flowBlocks, isCash } from './cash-flow.ts'
import { dividedSheet, divideQuery, divisionOf, type Filled, sideBySide } from './dimension-columns.ts'
import { advances } from './party-sums.ts'
import { blocksOf } from './profit-and-loss.ts'
import { negated, type Standing } from './statement-lines.ts'
import { yearOf } from './years.ts'

const query = {
  ...divideQuery,
  from: date({ help: 'The first day of the fiscal year unless told.' }),
  to: date({ help: 'Today unless told.' }),
  compare: choice(['previous', 'lastYear'], { help: 'With as many days before them, or with the same days last year.' }),
}
const onDay = { ...divideQuery, on: date({ label: 'As on', help: 'Today unless told.' }), before: date({ label: 'Compared with' }) }

interface Divide {
  readonly company: Id<'core.company'> | null
  readonly dimension: Id<'ledger.dimension'>
  readonly under: string | null
}
type Asked = Divide & { readonly from: string | null; readonly to: string | null; readonly compare: 'previous' | 'lastYear' | null }

async function daysOf(ctx: Ctx, asked: Asked): Promise<Days & { readonly company: Id<'core.company'>; readonly before: Days | null }> {
  const company = companyFor(ctx, asked.company)
  const to = asked.to ?? ctx.today()
  const from = asked.from ?? (await yearOf(ctx, company, to)).from
  if (from > to) throw new UserError('days_swapped', 'The first day comes after the last. Swap them.', {}, 'from')
  return { company, from, to, before: asked.compare === null ? null : earlier({ from, to }, asked.compare === 'lastYear') }
}

/** What was posted on the days, and on those that are compared with. Closing entries move profit into equity: they are neither earned nor spent. */
function posted({ company, before, ...days }: Awaited<ReturnType<typeof daysOf>>): Condition<RecordOf<typeof Balance>>[] {
  return [days, ...(before ? [before] : [])].map(
    ({ from, to }) => ({ company, kind: { ne: 'closing' }, day: { gte: from, lte: to } }) as Condition<RecordOf<typeof Balance>>,
  )
}

const isResult = ({ type }: Placed): boolean => type === 'income' || type === 'expense'
const baseOf = (sums: ReadonlyMap<string, Sums> | undefined, id: string): string => sums?.get(id)?.base ?? '0'

/** What was earned and spent in some days, by the values of a dimension. */
async function profitBy(ctx: Ctx, asked: Asked): Promise<DaysByDimension> {
  const days = await daysOf(ctx, asked)
  const { company, from, to, before } = days
  const { accounts, filled, ...head } = await divisionOf(ctx, { ...asked, company }, posted(days), isResult)
  const shown = accounts.filter(one => isResult(one) && filled.some(({ spans }) => spans.some(sums => baseOf(sums, one.id) !== '0')))
  const rowsOf = ({ spans: [now, then] }: Filled): Standing[] =>
    shown.map(({ id, code, name, type, line, term }) => {
      const of = (sums: ReadonlyMap<string, Sums> | undefined): string => (type === 'income' ? negated(baseOf(sums, id)) : baseOf(sums, id))
      return { account: id, code, name, part: null, amount: of(now), before: before && of(then), side: type, line, term }
    })
  return { from, to, before, ...head, blocks: sideBySide(filled.map(one => blocksOf(ctx, rowsOf(one), before !== null).blocks)) }
}

/**
 * What there is on a day, by the values of a dimension: of each value what was posted with it, and beside them what tells none, so that all columns together are the undivided sheet. A
 * column alone need not balance: a bank is seldom told whose it is. What parties paid ahead is known of a party and not of a value, and stands where nothing is told. Beside each column
 * may stand what was in it on another day.
 */
async function sheetBy(ctx: Ctx, asked: Divide & { readonly on: string | null; readonly before: string | null }): Promise<BalanceSheetByDimension> {
  const company = companyFor(ctx, asked.company)
  const on = asked.on ?? ctx.today()
  const compared = asked.before
  const days = compared === null ? [on] : [on, compared]
  const moments = await Promise.all(
    days.map(async day => {
      const { from: yearFrom } = await yearOf(ctx, company, day)
      return { day, yearFrom, ahead: asked.under === null ? await advances(ctx, company, day) : new Map<string, string>() }
    }),
  )
  const wheres = moments.flatMap(({ day, yearFrom }) =>
    [{ lte: day }, { gte: yearFrom, lte: day }].map(within => ({ company, day: within }) as Condition<RecordOf<typeof Balance>>),
  )
  const untold = moments.some(({ ahead }) => ahead.size > 0)
  const { accounts, filled, ...head } = await divisionOf(ctx, { ...asked, company, untold }, wheres, () => true)
  const each = filled.map(({ kind, spans }) => {
    const [rows = [], others = null] = moments.map(({ yearFrom, ahead }, at) => {
      const [balances, ofYear] = [spans[2 * at], spans[2 * at + 1]].map(sums => sums ?? new Map<string, Sums>()) as [Map<string, Sums>, Map<string, Sums>]
      return rowsOn(ctx, accounts, { balances, ofYear, ahead: kind === 'total' || kind === 'notTold' ? ahead : new Map<string, string>(), yearFrom })
    })
    return merged(rows, others)
  })
  const key = ({ account, part }: Standing): string => `${account} ${part}`
  const order = [...new Map(each.flat().map(row => [key(row), row])).values()].sort((a, b) => (a.code === b.code ? 0 : a.code < b.code ? -1 : 1))
  const blocks = each.map(rows => {
    const own = new Map(rows.map(row => [key(row), row]))
    const nothing = { amount: '0', before: compared === null ? null : '0' }
    const shown = order.map(row => {
      const { amount, before } = own.get(key(row)) ?? nothing
      return { ...row, amount, before }
    })
    return sheetBlocks(ctx, shown, compared !== null).blocks
  })
  return { on, compared, yearFrom: moments[0]?.yearFrom ?? on, comparedFrom: moments[1]?.yearFrom ?? null, ...head, blocks: sideBySide(blocks) }
}

/**
 * Where cash came from and went to, by the values of a dimension: what each value earned, bound and freed, whether or not the line of the bank tells it too. What there was before is
 * known of banks and not of values, so it ends with what cash changed by.
 */
async function flowBy(ctx: Ctx, asked: Asked): Promise<DaysByDimension> {
  const days = await daysOf(ctx, asked)
  const { company, from, to, before } = days
  const { accounts, filled, ...head } = await divisionOf(ctx, { ...asked, company }, posted(days), one => !isCash(one))
  const shown = accounts.filter(one => filled.some(({ spans }) => spans.some(sums => baseOf(sums, one.id) !== '0')))
  const nothing = new Map<string, Sums>()
  const blocks = filled.map(({ spans: [now = nothing, then = nothing] }) => flowBlocks(ctx, shown, { now, earlier: before && then, whole: true }).blocks)
  return { from, to, before, ...head, blocks: sideBySide(blocks) }
}

const permission = 'ledger.dimensionBalance:read'
const exported = 'ledger.dimensionBalance:export'

/** As a table: called by its dimension, and by its days or its day. */
function sheetOf(ctx: Ctx, company: Id<'core.company'> | null, title: string, found: DaysByDimension | BalanceSheetByDimension): Promise<Sheet> {
  const words = ({ from, to }: Days): string => ctx.t('{from} to {to}', { from, to })
  const [days, compared] = 'on' in found ? [ctx.t('As on {day}', { day: found.on }), found.compared] : [words(found), found.before && words(found.before)]
  return dividedSheet(ctx, company, { title: ctx.t(title, { dimension: found.dimension.name }), days, found, compared })
}

export const byDimension = [
  route('GET', '/profit-and-loss/by', { permission, query, run: async (ctx, { query }) => ({ ...(await profitBy(ctx, query)) }) as never }),
  route('GET', '/balance-sheet/by', { permission, query: onDay, run: async (ctx, { query }) => ({ ...(await sheetBy(ctx, query)) }) as never }),
  route('GET', '/cash-flow/by', { permission, query, run: async (ctx, { query }) => ({ ...(await flowBy(ctx, query)) }) as never }),
  sheet('/profit-and-loss/by/sheet', {
    permission: exported,
    query,
    run: async (ctx, { query }) => sheetOf(ctx, query.company, 'Profit and loss by {dimension}', await profitBy(ctx, query)),
  }),
  sheet('/balance-sheet/by/sheet', {
    permission: exported,
    query: onDay,
    run: async (ctx, { query }) => sheetOf(ctx, query.company, 'Balance sheet by {dimension}', await sheetBy(ctx, query)),
  }),
  sheet('/cash-flow/by/sheet', {
    permission: exported,
    query,
    run: async (ctx, { query }) => sheetOf(ctx, query.company, 'Cash flow by {dimension}', await flowBy(ctx, query)),
  }),
]
