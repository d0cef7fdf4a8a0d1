import { type Condition, type Ctx, everyOf, hooks, type Id, job, minus, Notify, type RecordOf, type Refusal, total } from '@sangam/sdk'
import { type Balance, Budget, Entry, Line } from '../model.ts'
import { everyAccount } from './books-of.ts'
import { type BudgetPart, isIn, monthsOf, partOf } from './budget-parts.ts'
import { partsKept } from './budgets.ts'
import { yearsOf } from './years.ts'

type EntryRecord = RecordOf<typeof Entry>
type CompanyId = Id<'core.company'>

/** A budget that an entry touches: of which accounts it is, on which days. */
interface Touched {
  readonly budget: Pick<RecordOf<typeof Budget>, 'id' | 'account' | 'upTo' | 'createdBy'>
  readonly part: BudgetPart | null
  readonly name: string
  readonly accounts: ReadonlySet<string>
  readonly from: string
  readonly to: string
}

/** Where more is spent than a budget allows: up to which day, how much, and how much that is too much. */
interface Exceeded {
  readonly account: string
  readonly day: string
  readonly actual: string
  readonly budget: string
  readonly over: string
}

/**
 * What of a year's budgets a set of entries spends on. Where a company has none for the year, that is known without a question: budgets, years and accounts are remembered, and what an
 * account came to is read from kept balances, of accounts with a budget alone.
 */
async function touchedBy(ctx: Ctx, entries: readonly EntryRecord[], how: 'warn' | 'stop'): Promise<readonly Touched[]> {
  const found: Touched[] = []
  for (const company of new Set(entries.flatMap(entry => entry.company ?? []))) {
    const own = entries.filter(entry => entry.company === company)
    for (const year of await yearsOf(ctx, company)) {
      const within = own.filter(({ date }) => year.from <= date && date <= year.to)
      if (within.length === 0) continue
      const where = { company, year: year.id, over: how } as Condition<RecordOf<typeof Budget>>
      const { items } = await ctx.repo(Budget).find({ where, fields: ['account', 'upTo', 'createdBy', 'part'], limit: 500 })
      if (items.length === 0) continue
      const used = new Set(within.flatMap(entry => entry.lines.map(line => String(line.account))))
      const named = await below(
        ctx,
        company,
        items.map(one => String(one.account)),
      )
      for (const budget of items) {
        const of = named.get(String(budget.account))
        if (!of || ![...of.accounts].some(account => used.has(account))) continue
        const part = await partOf(ctx, budget)
        if (part === undefined || !within.some(entry => entry.lines.some(line => of.accounts.has(String(line.account)) && isIn(line, part)))) continue
        found.push({ budget, part, accounts: of.accounts, name: part ? `${of.name}, ${part.title}` : of.name, from: year.from, to: year.to })
      }
    }
  }
  return found
}

/** Of accounts of expenses what they are called, and all accounts that are meant by them: themselves, or those below a heading. */
async function below(
  ctx: Ctx,
  company: CompanyId,
  ids: readonly string[],
): Promise<Map<string, { readonly name: string; readonly accounts: ReadonlySet<string> }>> {
  const all = await everyAccount(ctx, company, ['code', 'name', 'type', 'above'])
  const above = new Map(all.map(one => [String(one.id), one.above === null ? null : String(one.above)]))
  const found = new Map(
    all.flatMap(({ id, name, type }) => (type === 'expense' && ids.includes(String(id)) ? [[String(id), { name, accounts: new Set<string>() }] as const] : [])),
  )
  for (const { id } of all)
    for (let at: string | null | undefined = String(id), depth = 0; at && depth < 20; at = above.get(at), depth += 1) found.get(at)?.accounts.add(String(id))
  return found
}

/** What a budget's accounts came to by month. */
async function byMonth(ctx: Ctx, { accounts, part, from, to }: Touched): Promise<ReadonlyMap<string, string>> {
  const where = { account: { in: [...accounts] }, kind: { ne: 'closing' }, day: { gte: from, lte: to } } as unknown as Condition<RecordOf<typeof Balance>>
  return monthsOf(ctx, where, part)
}

/** The first month from a day on up to whose end more is spent than is allowed. */
function exceeds({ budget, name }: Touched, months: ReadonlyMap<string, string>, day: string): Exceeded | null {
  for (const part of partsKept(budget)) {
    if (part.to < day) continue
    const actual = total([...months].flatMap(([month, amount]) => (month <= part.to.slice(0, 7) ? [amount] : [])))
    const left = minus(part.upTo, actual)
    if (left.startsWith('-')) return { account: name, day: part.to, actual, budget: part.upTo, over: left.slice(1) }
  }
  return null
}

function spent(entry: EntryRecord, { accounts, part }: Touched): string {
  return total(entry.lines.flatMap(line => (accounts.has(String(line.account)) && isIn(line, part) ? [line.base] : [])))
}

/** What is posted by this set; what closes a year empties the accounts, and is nothing that is spent. */
function postedIn(changes: readonly { readonly before: EntryRecord | null; readonly next: EntryRecord | null }[]) {
  return changes.flatMap(({ before, next }, index) =>
    next?.state === 'posted' && before?.state !== 'posted' && next.kind !== 'closing' ? [{ next, index }] : [],
  )
}

/** An expense above a budget that stops is not posted. What takes another entry back, and what a company began with, is. */
export const budgetHooks = hooks(Entry, {
  async check(ctx, changes) {
    const posting = postedIn(changes)
    if (posting.length === 0) return []
    return ctx.asSystem('Looks whether an expense is within its budget', async system => {
      const touched = await touchedBy(
        system,
        posting.map(one => one.next),
        'stop',
      )
      if (touched.length === 0) return []
      // Two who spend the last of a budget at once do so one after the other.
      await system.lock(touched.map(one => `ledger.budget ${one.budget.id}`))
      const refusals: Refusal[] = []
      for (const one of touched) {
        const months = new Map(await byMonth(system, one))
        for (const { next, index } of posting) {
          const more = next.date < one.from || next.date > one.to ? '0' : spent(next, one)
          if (more === '0') continue
          const month = next.date.slice(0, 7)
          months.set(month, total([months.get(month) ?? '0', more]))
          if (more.startsWith('-') || next.reverses !== null || next.kind === 'opening') continue
          const found = exceeds(one, months, next.date)
          const at = next.lines.findIndex(line => one.accounts.has(String(line.account)) && isIn(line, one.part) && !line.base.startsWith('-'))
          const message =
            '{account} would come to {actual} up to {day}: {over} more than its budget of {budget}. Post less, or ask whoever keeps the budgets to raise it.'
          if (found) refusals.push({ index, field: `lines.${at}.debit`, code: 'over_budget', message, values: { ...found } })
        }
      }
      return refusals
    })
  },

  async react(ctx, changes) {
    const posting = postedIn(changes).map(one => one.next)
    if (posting.length === 0) return
    const touched = await ctx.asSystem('Looks whether an expense has a budget', system => touchedBy(system, posting, 'warn'))
    const entries = posting.filter(
      next => next.reverses === null && next.kind !== 'opening' && touched.some(one => minus('0', spent(next, one)).startsWith('-')),
    )
    if (entries.length > 0) await ctx.enqueue('ledger.budgetWarning', { entries: entries.map(one => one.id), user: ctx.origin === 'job' ? null : ctx.user.id })
  },
})

/** Who posted something above a budget is told, once for each budget; of what was posted at night, who made the budget. */
export const budgetWarning = job('ledger.budgetWarning', {
  label: 'Warnings of budgets',
  as: 'system',
  async run(ctx, { entries, user }) {
    const ids = entries as readonly Id<'ledger.entry'>[]
    const heads = await everyOf(ctx.repo(Entry), 'id', ids, { fields: ['date', 'company', 'narration'] })
    const lines = new Map<string, RecordOf<typeof Line>[]>()
    for (const line of await everyOf(ctx.repo(Line), 'entry', ids)) lines.set(line.entry, [...(lines.get(line.entry) ?? []), line])
    const found = heads.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)).map(one => ({ ...one, lines: lines.get(one.id) ?? [] }))
    for (const one of await touchedBy(ctx, found, 'warn')) {
      const own = found.filter(entry => one.from <= entry.date && entry.date <= one.to && minus('0', spent(entry, one)).startsWith('-')).at(-1)
      const reader = (user as Id<'core.user'> | null) ?? one.budget.createdBy
      const exceeded = own && exceeds(one, await byMonth(ctx, one), own.date)
      if (!exceeded || reader === null) continue
      const text = '{account} came to {actual} up to {day} with {record}: {over} more than its budget of {budget}.'
      await ctx.use(Notify).tell({ user: reader, kind: 'reminder', text, values: { ...exceeded, record: '' }, about: { entity: Entry.name, id: own.id } })
    }
  },
})
