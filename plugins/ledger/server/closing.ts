import { addDays, type Condition, type Ctx, handle, type Id, minus, type RecordOf, split, total, UserError } from '@sangam/sdk'
import { Account, type Balance, closeYear, Entry, FiscalYear, PeriodLock, ProfitShare, reopenYear } from '../model.ts'
import { accountOfRole } from './account-roles.ts'
import { companyOfBooks, type Sums, sums } from './books-of.ts'
import { moneyOf } from './currencies.ts'
import { everyYearOf, nameOf } from './years.ts'

type Year = RecordOf<typeof FiscalYear>
type AccountId = Id<'ledger.account'>
type CompanyId = Id<'core.company'>

/** Those whose profit belongs to persons and not to the firm. */
const personal = ['proprietorship', 'partnership', 'llp']

const closeHandler = handle(closeYear, async (ctx, year) => {
  const company = year.company
  if (company === null) throw new UserError('no_company', 'Choose the company you work for first: its books are meant.', {}, 'company')
  if (year.to > ctx.today()) throw new UserError('year_goes_on', '{name} ends on {to}. Close it once it is over.', { name: nameOf(year), to: year.to })
  const before = await earned(ctx, company, addDays(year.from, -1))
  if (before.size > 0) {
    const [open] = (await ctx.repo(FiscalYear).find({ where: { company, to: { lt: year.from }, state: 'open' }, sort: ['from'], limit: 1 })).items
    // What was posted for a year that nobody made yet: it is there by the next night.
    const unmade = (await everyYearOf(ctx, company, addDays(year.from, -1))).find(one => !one.made && one.to < year.from)
    const first = unmade && (!open || unmade.from < open.from) ? unmade : open
    throw new UserError('earlier_open', 'Years before {name} are not closed. Close {first} first.', {
      name: nameOf(year),
      first: first ? nameOf(first) : year.from,
    })
  }
  const left = await earned(ctx, company, year.to)
  const profit = minus('0', total([...left.values()].map(({ base }) => base)))
  const closings = [...year.closings]
  if (left.size > 0) {
    const lines = [...[...left].map(([account, { base }]) => lineOf(account as AccountId, minus('0', base))), ...(await carried(ctx, company, profit, year.to))]
    const narration = closings.length === 0 ? ctx.t('Closes {name}', { name: nameOf(year) }) : ctx.t('Closes what came late in {name}', { name: nameOf(year) })
    const source = { sourceEntity: FiscalYear.name, sourceId: year.id, sourceVersion: closings.length + 1 }
    // Who may close a year need not be allowed to post.
    const [made] = await ctx.asSystem('Closes a fiscal year', system =>
      system.repo(Entry).make([{ date: year.to, narration, company, kind: 'closing', state: 'posted', lines, ...source }]),
    )
    if (made) closings.push(made.id)
  }
  const reason = ctx.t('{name} is closed', { name: nameOf(year) })
  const lock = await ctx.asSystem('Locks the days of a closed year', system => system.repo(PeriodLock).create({ until: year.to, reason, company }))
  // The lock waited for who was posting in this moment: what they posted is not in the closing entry.
  if ((await earned(ctx, company, year.to)).size > 0)
    throw new UserError('posted_meanwhile', 'Somebody posted in {name} while it was being closed. Close it again: their entry is counted then.', {
      name: nameOf(year),
    })
  await ctx.repo(FiscalYear).set([{ id: year.id, patch: { state: 'closed', closings, lock: lock.id, profit: total([year.profit ?? '0', profit]) } }])
})

const reopenHandler = handle(reopenYear, async (ctx, year, { because }) => {
  const later = { company: year.company, from: { gt: year.to }, state: 'closed' } as Condition<Year>
  const [closed] = (await ctx.repo(FiscalYear).find({ where: later, sort: ['-from'], limit: 1 })).items
  if (closed) throw new UserError('later_closed', '{later} is closed, and locks these days too. Reopen it first.', { later: nameOf(closed) })
  const { lock } = year
  await ctx.repo(FiscalYear).set([{ id: year.id, patch: { state: 'open', lock: null, reopened: because } }])
  if (lock) await ctx.asSystem('Unlocks the days of a reopened year', system => system.repo(PeriodLock).remove(lock))
})

export const yearHandlers = [closeHandler, reopenHandler]

/** What income and expenses come to at the end of a day and no closing entry has carried over, by account. */
export async function earned(ctx: Ctx, company: CompanyId, on: string): Promise<Map<string, Sums>> {
  return ctx.asSystem('Adds up what a year has earned', async system => {
    const where = { company, day: { lte: on }, 'account.type': { in: ['income', 'expense'] } } as unknown as Condition<RecordOf<typeof Balance>>
    return new Map([...(await sums(system, where))].filter(([, { base }]) => base !== '0'))
  })
}

/** To whom the profit goes: retained by a company, to the capital of a proprietor or of partners by their ratios. */
async function carried(ctx: Ctx, company: CompanyId, profit: string, day: string) {
  if (profit === '0') return []
  const { entityType, name } = await companyOfBooks(ctx, company)
  const [{ digits = 2 } = {}] = (await moneyOf(ctx, [company])).values()
  return ctx.asSystem('Looks to whom the profit of a year goes', async system => {
    if (!personal.includes(String(entityType))) return [lineOf(await accountOfRole(system, company, { role: 'retainedEarnings', day }), minus('0', profit))]
    const { items } = await system.repo(ProfitShare).find({ where: { company } as Condition<RecordOf<typeof ProfitShare>>, limit: 500 })
    if (items.length === 0 && entityType === 'proprietorship')
      return [lineOf(await accountOfRole(system, company, { role: 'capital', day }), minus('0', profit))]
    if (items.length === 0)
      throw new UserError('no_profit_shares', 'Say first to whom the profit of {company} goes, under Set-up, Profit shares.', { company: name })
    await onlyCapital(
      system,
      company,
      items.map(share => share.account),
    )
    const parts = split(
      profit,
      items.map(share => share.ratio),
      digits,
    )
    return items.flatMap(({ account }, at) => (parts[at] && parts[at] !== '0' ? [lineOf(account, minus('0', parts[at]))] : []))
  })
}

/** What persons get is their capital, and of this firm. */
async function onlyCapital(ctx: Ctx, company: CompanyId, ids: readonly AccountId[]): Promise<void> {
  const { items } = await ctx.repo(Account).find({ where: { id: { in: ids } }, fields: ['type', 'company', 'name', 'isGroup'], limit: 500 })
  const other = items.find(account => account.type !== 'equity' || account.isGroup || account.company !== company)
  if (!other) return
  const message = '{account} is no account of capital of this company. Choose another under Set-up, Profit shares.'
  throw new UserError('capital_only', message, { account: other.name })
}

/** A line that adds so much to an account: a debit above nothing, a credit below. */
function lineOf(account: AccountId, base: string) {
  return base.startsWith('-') ? { account, credit: base.slice(1) } : { account, debit: base }
}
