import {
  boolean,
  type Condition,
  type Ctx,
  choice,
  date,
  decimal,
  type Id,
  type RecordOf,
  reference,
  route,
  text,
  total,
  UserError,
  type Values,
} from '@sangam/sdk'
import { earlier } from '../model/days.ts'
import type { Days as Span } from '../model/statements.ts'
import { Account, type Balance, Line, type TrialBalanceRow as Row, type TrialBalanceSpan } from '../model.ts'
import { everyAccount, formerAccounts, none, type Sums } from './books-of.ts'
import { daysFrom, placeAt, placeIn } from './by-days.ts'
import { linesIn, type Slice, slicedSums, sliceOf, sliceQuery } from './dimension-sums.ts'

export const trialQuery = {
  company: reference('core.company'),
  from: date({ help: 'The first day; all days up to the last unless told.' }),
  to: date({ help: 'Today unless told.' }),
  closing: boolean({ default: true, help: 'Whether closing entries are counted.' }),
}

export const slicedTrialQuery = {
  ...trialQuery,
  ...sliceQuery,
  compare: choice(['previous', 'lastYear'], { help: 'With as many days before them, or with the same days last year. Say the first day too.' }),
}

type TrialAsked = Values<typeof trialQuery> & Partial<Values<typeof slicedTrialQuery>>

/** Of every account what it began a span of days with, what was debited and credited, and what it ends with; read from kept balances, so that it takes no longer as the books grow. */
export async function trialBalanceOf(ctx: Ctx, query: TrialAsked) {
  const slice = await sliceOf(ctx, query)
  const company = query.company ?? ctx.company
  const to = query.to ?? ctx.today()
  const where = { ...(company && { company }), ...(query.closing === false && { kind: { ne: 'closing' } }) } as Condition<RecordOf<typeof Balance>>
  const earlierDays = comparedWith(query, to)
  const read = ({ from, to }: { readonly from: string | null; readonly to: string }) =>
    Promise.all([
      from ? slicedSums(ctx, { ...where, day: { lt: from } }, slice) : new Map<string, Sums>(),
      slicedSums(ctx, { ...where, day: from ? { gte: from, lte: to } : { lte: to } }, slice),
    ])
  const [now, then, current] = await Promise.all([
    read({ from: query.from, to }),
    earlierDays ? read(earlierDays) : null,
    everyAccount(ctx, company, ['code', 'name', 'type'], { isGroup: false }),
  ])
  const known = new Set(current.map(account => String(account.id)))
  const told = [...now, ...(then ?? [])].flatMap(sums => [...sums.keys()])
  const accounts = [
    ...current,
    ...(await formerAccounts(
      ctx,
      [...new Set(told)].filter(id => !known.has(id)),
    )),
  ]
  const rows = accounts.flatMap((account): Row[] => {
    const [row, before] = [spanOf(account.id, now), then && spanOf(account.id, then)]
    if (!row && !before) return []
    return [{ account: account.id, code: account.code, name: account.name, type: account.type, ...(row ?? noSpan), ...(then && { before: before ?? noSpan }) }]
  })
  const sum = (of: (row: Row) => string): string => total(rows.map(of))
  return {
    ...{ from: query.from, to, rows: rows.map(row => ({ ...row, ...(row.before && { before: { ...row.before } }) })) },
    ...(earlierDays && { before: { ...earlierDays } }),
    total: { opening: sum(row => row.opening), debit: sum(row => row.debit), credit: sum(row => row.credit), closing: sum(row => row.closing) },
  }
}

const noSpan: TrialBalanceSpan = { opening: '0', debit: '0', credit: '0', closing: '0' }

function spanOf(account: string, [before, within]: readonly [ReadonlyMap<string, Sums>, ReadonlyMap<string, Sums>]): TrialBalanceSpan | null {
  const [first, then] = [before.get(account), within.get(account)]
  if (!first && !then) return null
  const opening = first?.base ?? '0'
  return { opening, debit: then?.debit ?? '0', credit: then?.credit ?? '0', closing: total([opening, then?.base ?? '0']) }
}

/** The days that a trial balance is compared with, which asks for its first one. */
function comparedWith({ from, compare = null }: Pick<TrialAsked, 'from' | 'compare'>, to: string): Span | null {
  if (compare === null) return null
  if (from === null) throw new UserError('from_needed', 'Say the first day too: the days before it are those to compare with.', {}, 'from')
  if (from > to) throw new UserError('days_swapped', 'The first day comes after the last. Swap them.', {}, 'from')
  return earlier({ from, to }, compare === 'lastYear')
}

export const trialBalance = route('GET', '/trial-balance', {
  permission: 'ledger.balance:read',
  query: slicedTrialQuery,
  run: async (ctx, { query }) => ({ ...(await trialBalanceOf(ctx, query)) }) as never,
})

const pageSize = 200

/**
 * The lines of one account over a span of days with what it comes to after each: its ledger. `opening`, `closing` and the sums are those of all days that are asked for;
 * the lines come by pages: ask for the next with `next` as `after`, and with the balance of the last line.
 */
export const statement = route('GET', '/statement', {
  permission: 'ledger.entry:read',
  query: {
    ...{ account: reference(Account, { required: true }), from: date(), to: date() },
    ...{ after: text({ max: 1000 }), balance: decimal({ digits: 3, help: 'What it came to before the lines after that.' }) },
    ...sliceQuery,
  },
  async run(ctx, { query }) {
    const { account, from, after } = query
    // One that is not there, or out of sight, has no ledger: an empty one would say that nothing was posted.
    await ctx.repo(Account).get(account, { fields: ['code'] })
    const to = query.to ?? ctx.today()
    if (after !== null && query.balance === null)
      throw new UserError('balance_missing', 'Say with “after” what the account came to before it: the balance of the last line.', {}, 'balance')
    const day = from ? { gte: from, lte: to } : { lte: to }
    const slice = await sliceOf(ctx, query)
    const of = async (days: object): Promise<Sums> =>
      (await slicedSums(ctx, { account, day: days } as Condition<RecordOf<typeof Balance>>, slice)).get(account) ?? none
    const [before, within, { items, next }] = await Promise.all([from ? of({ lt: from }) : none, of(day), linesOf(ctx, account, day, after, pageSize, slice)])
    const rows = withBalance(items, after === null ? before.base : (query.balance ?? '0'))
    return { account, from, to, opening: before.base, debit: within.debit, credit: within.credit, rows, closing: total([before.base, within.base]), next }
  },
})

type Days = { readonly gte?: string; readonly lte: string }

/** Posted lines of an account in the order in which they were posted, so many from a place on. */
export async function linesOf(
  ctx: Ctx,
  account: Id<'ledger.account'>,
  day: Days,
  after: string | null,
  limit: number,
  slice: Slice | null = null,
): Promise<{ readonly items: readonly RecordOf<typeof Line>[]; readonly next: string | null }> {
  const place = after === null ? null : placeIn(after)
  const { items, next } = await ctx.repo(Line).find({
    where: { account, 'entry.state': 'posted', 'entry.date': daysFrom(day, place), ...(slice && linesIn(slice)) } as Condition<RecordOf<typeof Line>>,
    fields: ['debit', 'credit', 'base', 'memo', 'party.$title', 'entry', 'entry.number', 'entry.date', 'entry.narration'] as never,
    sort: ['entry.date', 'entry.number', 'position' as 'id'],
    ...{ limit, ...(place !== null && { after: place.after }) },
  })
  return { items, next: placeAt((items.at(-1) as { readonly 'entry.date'?: string } | undefined)?.['entry.date'], next) }
}

/** Lines as a ledger shows them, with what the account comes to after each. */
export function withBalance(lines: readonly RecordOf<typeof Line>[], begins: string) {
  let balance = begins
  return lines.map(line => {
    balance = total([balance, line.base])
    const of = line as unknown as { readonly [path: string]: string | null }
    return {
      ...{ entry: line.entry, number: of['entry.number'] ?? '', date: of['entry.date'] ?? '', narration: of['entry.narration'] ?? '' },
      ...{ party: of['party.$title'] ?? null, memo: line.memo, debit: line.debit, credit: line.credit, balance },
    }
  })
}
