import {
  addDays,
  type Condition,
  type Ctx,
  handle,
  hooks,
  type Id,
  minus,
  type RecordOf,
  type Refusal,
  round,
  type ServerNewOf,
  times,
  total,
  UserError,
} from '@sangam/sdk'
import { placeOf } from '../model/placing.ts'
import { Account, Balance, CurrencyBalance, Entry, Revaluation, revalue, takeBackRevaluation } from '../model.ts'
import { accountOfRole } from './account-roles.ts'
import { Rate } from './core.ts'
import { moneyOf } from './currencies.ts'
import { openOn } from './open-items.ts'
import { reverseEntry } from './reversal.ts'

type CompanyId = Id<'core.company'>
type AccountRecord = RecordOf<typeof Account>

/** So much of a currency stands on an account, of a party or the company's own, at so much in the books. */
interface Held {
  readonly account: string
  readonly party: string | null
  readonly currency: string
  readonly amount: string
  readonly base: string
}

const revalueHandler = handle(revalue, async (ctx, { id, on, company, rates }) => {
  if (company === null) throw new UserError('no_company', 'Choose the company you work for first: its books are meant.')
  const patch = await ctx.asSystem('Values what is open in other currencies', async system => {
    const money = (await moneyOf(system, [company])).get(company)
    if (!money) throw new UserError('no_company', 'Choose the company you work for first: its books are meant.')
    const held = await heldOn(system, company, on, money.currency)
    const rateOf = await ratesOn(system, on, money.currency, new Map(rates.map(({ currency, rate }) => [currency, rate])), held)
    const differing = held.flatMap(one => {
      const difference = minus(round(times(one.amount, rateOf(one.currency)), money.digits), one.base)
      return difference === '0' ? [] : [{ ...one, difference }]
    })
    if (differing.length === 0)
      throw new UserError('nothing_to_value', 'Nothing in another currency is worth more or less on that day. There is nothing to post.')
    const [gain, loss] = [
      await accountOfRole(system, company, { role: 'unrealisedGain', day: on }),
      await accountOfRole(system, company, { role: 'unrealisedLoss', day: on }),
    ]
    const lines = differing.flatMap(({ account, party, currency, difference }) => {
      const size = difference.replace('-', '')
      const isLoss = difference.startsWith('-')
      return [
        { account: account as Id<'ledger.account'>, party: party as Id<'parties.party'> | null, currency, amount: '0', [isLoss ? 'credit' : 'debit']: size },
        { account: isLoss ? loss : gain, [isLoss ? 'debit' : 'credit']: size },
      ]
    })
    const { entry, back } = await forADay(system, { id, company, on }, system.t('Unrealised exchange differences'), lines)
    return { entry: entry.id, back: back.id, difference: total(differing.map(one => one.difference)), state: 'posted' as const }
  })
  await ctx.repo(Revaluation).set([{ id, patch }])
})

type LineValues = NonNullable<ServerNewOf<typeof Entry>['lines']>

/** Posts on the day, and takes it back on the next. */
async function forADay(
  ctx: Ctx,
  { id, company, on }: { readonly id: RecordOf<typeof Revaluation>['id']; readonly company: CompanyId; readonly on: string },
  narration: string,
  lines: LineValues,
) {
  const before = await ctx.repo(Entry).count({ sourceEntity: Revaluation.name, sourceId: id })
  const source = { sourceEntity: Revaluation.name, sourceId: id, sourceVersion: before + 1 }
  const [entry] = await ctx
    .repo(Entry)
    .make([{ company, date: on, narration: narration.slice(0, 300), kind: 'revaluation', state: 'posted', lines, ...source }])
  if (!entry) throw new Error('An entry that was posted was not given back.')
  return { entry, back: await reverseEntry(ctx, entry.id, addDays(on, 1), null) }
}

/** Both days come to what they were: its first entry was reversed on the next day already, so the opposite of both is posted beside them. */
const takeBackHandler = handle(takeBackRevaluation, async (ctx, { id, on, company, entry }) => {
  if (entry !== null && company !== null)
    await ctx.asSystem('Takes a revaluation back', async system => {
      const { number, narration, lines } = await system.repo(Entry).get(entry)
      const opposite = lines.map(({ account, party, currency, amount, debit, credit }) => ({ account, party, currency, amount, debit: credit, credit: debit }))
      await forADay(system, { id, company, on }, system.t('Takes back {number}: {narration}', { number, narration }), opposite)
    })
  await ctx.repo(Revaluation).set([{ id, patch: { state: 'draft', entry: null, back: null, difference: null } }])
})

/** What is open with parties, and what lies in banks, in other currencies at the end of a day; not where an account stands for no money, such as an advance for goods. */
async function heldOn(ctx: Ctx, company: CompanyId, on: string, own: string): Promise<Held[]> {
  const accounts = new Map<string, AccountRecord>()
  await ctx.repo(Account).each({ where: { company } }, async page => page.forEach(one => void accounts.set(one.id, one)))
  const above = (account: AccountRecord): AccountRecord[] => {
    const next = account.above === null ? undefined : accounts.get(account.above)
    return next ? [next, ...above(next)] : []
  }
  const isMoney = (id: string): boolean => {
    const account = accounts.get(id)
    return account !== undefined && placeOf(account, above(account)).monetary
  }
  const sums = new Map<string, Held>()
  for (const { account, party, currency, open, base } of await openOn(ctx, { company, on, side: null, party: null })) {
    if (currency === own || !isMoney(account)) continue
    const key = `${account} ${party} ${currency}`
    const had = sums.get(key)
    sums.set(key, { account, party, currency, amount: total([had?.amount ?? '0', open]), base: total([had?.base ?? '0', base]) })
  }
  const banks = [...accounts.values()].filter(
    one => one.currency !== null && one.currency !== own && (one.control === 'bank' || one.control === 'cash') && isMoney(one.id),
  )
  for (const { id, currency } of banks) {
    const [there] = await ctx
      .repo(CurrencyBalance)
      .group({ where: { account: id, currency, day: { lte: on } } as Condition<RecordOf<typeof CurrencyBalance>>, measures: ['sum:amount'] })
    const [worth] = await ctx.repo(Balance).group({ where: { account: id, day: { lte: on } } as Condition<RecordOf<typeof Balance>>, measures: ['sum:base'] })
    sums.set(id, {
      account: id,
      party: null,
      currency: currency ?? own,
      amount: String(there?.['sum:amount'] ?? '0'),
      base: String(worth?.['sum:base'] ?? '0'),
    })
  }
  return [...sums.values()]
}

/** The rates that were said, else those of the workspace: of the close of the day, or the last before it. */
async function ratesOn(ctx: Ctx, on: string, own: string, said: ReadonlyMap<string, string>, held: readonly Held[]): Promise<(currency: string) => string> {
  const found = new Map(said)
  for (const currency of new Set(held.map(one => one.currency))) {
    if (found.has(currency)) continue
    const where = { from: currency, to: own, day: { lte: on }, kind: { in: ['closing', 'spot'] } }
    const { items } = await ctx.repo(Rate).find({ where, sort: ['-day', 'kind'], limit: 1 })
    if (!items[0]) throw new UserError('no_rate', 'Say what one {currency} was worth on {day}.', { currency, day: on }, 'rates')
    found.set(currency, items[0].rate)
  }
  return currency => found.get(currency) ?? '0'
}

const revaluationStays = hooks(Revaluation, {
  check: async (_, changes) =>
    changes.flatMap(({ verb, before }, index): Refusal[] =>
      verb === 'remove' && before?.state === 'posted' ? [{ index, code: 'stays', message: 'It is posted. Take it back, and post what is right.' }] : [],
    ),
})

export const revaluing = [revalue, takeBackRevaluation, revalueHandler, takeBackHandler, revaluationStays]
