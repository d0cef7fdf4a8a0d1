import { type Condition, type Ctx, compareDecimals, type GroupRow, type Id, minus, type RecordOf, total } from '@sangam/sdk'
import { Account, PartyBalance, PartyTotal } from '../model.ts'

type AccountId = Id<'ledger.account'>

/** Whose books, of which accounts kept by party, and whether who is ahead there has more debits or more credits. */
interface Asked {
  readonly company: Id<'core.company'>
  readonly accounts: readonly AccountId[]
  readonly ahead: { readonly gt: '0' } | { readonly lt: '0' }
}

/** So many parties are summed up at once. */
const most = 10_000

/**
 * What parties are ahead with on accounts that are kept by party, by account: customers who paid more than they owe, suppliers whom we paid more. All of it is above nothing;
 * accounts with none are left out. What the others owe is the account's balance and this.
 */
export async function advances(ctx: Ctx, company: Id<'core.company'>, on: string): Promise<Map<string, string>> {
  const where = { company, control: { in: ['receivable', 'payable'] } } as Condition<RecordOf<typeof Account>>
  const [{ items }, last] = await Promise.all([ctx.repo(Account).find({ where, fields: ['type'], limit: 500 }), dayAt(ctx, company, -1)])
  const first = last === null || last <= on ? null : await dayAt(ctx, company, 1)
  const of = async (type: 'asset' | 'liability') => {
    const asked: Asked = { company, accounts: items.flatMap(one => (one.type === type ? [one.id] : [])), ahead: type === 'asset' ? { lt: '0' } : { gt: '0' } }
    if (asked.accounts.length === 0 || last === null) return []
    if (first === null) return whole(ctx, asked, some => totals(ctx, asked, { 'sum:base': asked.ahead }, some))
    // Whatever is less to read: what came before a day, or what came after it and is taken off what stands now.
    return daysBetween(first, on) < daysBetween(on, last) ? upTo(ctx, asked, on) : ((await without(ctx, asked, on)) ?? upTo(ctx, asked, on))
  }
  const by = new Map<string, string>()
  for (const row of (await Promise.all([of('asset'), of('liability')])).flat())
    by.set(String(row.account), total([by.get(String(row.account)) ?? '0', String(row['sum:base']).replace('-', '')]))
  return by
}

/** Who is ahead with all that is posted: however much that is, a row of each party is read. */
function totals(ctx: Ctx, { company, accounts }: Asked, having: object, some: object = {}): Promise<readonly GroupRow[]> {
  const where = { account: { in: [...accounts] }, company, ...some } as Condition<RecordOf<typeof PartyTotal>>
  return ctx.repo(PartyTotal).group({ where, group: ['account', 'party'], measures: ['sum:base'], having: having as never, limit: most })
}

function daysOf(ctx: Ctx, { company, accounts }: Asked, day: object, having: object, some: object = {}): Promise<readonly GroupRow[]> {
  const where = { account: { in: [...accounts] }, company, day, ...some } as Condition<RecordOf<typeof PartyBalance>>
  return ctx.repo(PartyBalance).group({ where, group: ['account', 'party'], measures: ['sum:base'], having: having as never, limit: most })
}

function upTo(ctx: Ctx, asked: Asked, on: string): Promise<readonly GroupRow[]> {
  return whole(ctx, asked, some => daysOf(ctx, asked, { lte: on }, { 'sum:base': asked.ahead }, some))
}

/** However many are ahead: where there may be more than are summed up at once, those of some parties after the other. */
async function whole(ctx: Ctx, { company, accounts }: Asked, ask: (some: object) => Promise<readonly GroupRow[]>): Promise<readonly GroupRow[]> {
  const rows = await ask({})
  if (rows.length < most) return rows
  const parties = new Set<string>()
  const where = { account: { in: [...accounts] }, company } as Condition<RecordOf<typeof PartyTotal>>
  await ctx.repo(PartyTotal).each({ where, fields: ['party'], sort: ['id'] }, async page => page.forEach(one => void parties.add(one.party)))
  const atOnce = Math.max(1, Math.min(500, Math.floor(most / accounts.length)))
  const [all, found]: [string[], GroupRow[]] = [[...parties], []]
  for (let start = 0; start < all.length; start += atOnce) found.push(...(await ask({ party: { in: all.slice(start, start + atOnce) } })))
  // Who was merged is told with who they are now, in each part that names either.
  return [...new Map(found.map(row => [`${row.account} ${row.party}`, row])).values()]
}

/** Who was ahead on a day of the past: what stands now without what came later. Null where there are more parties than are read at once. */
async function without(ctx: Ctx, asked: Asked, on: string): Promise<readonly GroupRow[] | null> {
  const [now, later] = await Promise.all([totals(ctx, asked, {}), daysOf(ctx, asked, { gt: on }, {})])
  if (now.length === most || later.length === most) return null
  const key = ({ account, party }: GroupRow): string => `${account} ${party}`
  const since = new Map(later.map(row => [key(row), String(row['sum:base'])]))
  const sign = 'lt' in asked.ahead ? -1 : 1
  return now.flatMap(row => {
    const base = minus(String(row['sum:base']), since.get(key(row)) ?? '0')
    return compareDecimals(base, '0') === sign ? [{ ...row, 'sum:base': base }] : []
  })
}

/** The first day of which parties have sums, or the last one. */
async function dayAt(ctx: Ctx, company: Id<'core.company'>, end: 1 | -1): Promise<string | null> {
  const where = { company } as Condition<RecordOf<typeof PartyBalance>>
  const { items } = await ctx.repo(PartyBalance).find({ where, fields: ['day'], sort: [end === 1 ? 'day' : '-day'], limit: 1 })
  return items[0]?.day ?? null
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000
}
