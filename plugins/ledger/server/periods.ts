import { type Condition, type Ctx, date, type Id, type RecordOf, reference, route } from '@sangam/sdk'
import { monthsIn } from '../model/budget-months.ts'
import type { Counted, HeldBy, PeriodOfYear, Periods } from '../model/periods.ts'
import type { Days } from '../model/statements.ts'
import { Entry, PeriodLock } from '../model.ts'
import { companyFor } from './books-of.ts'
import { nameOf, yearOf, yearsOf } from './years.ts'

type CompanyId = Id<'core.company'>

/** A month is read from the date of an entry, so there is nothing to keep: how many there are is counted as somebody asks. */
async function periodsOf(ctx: Ctx, asked: { readonly company: CompanyId | null; readonly on: string | null }): Promise<Periods> {
  const company = companyFor(ctx, asked.company)
  const on = asked.on ?? ctx.today()
  const days = await yearOf(ctx, company, on)
  const [years, counts, locks] = await Promise.all([yearsOf(ctx, company), countsOf(ctx, company, days), locksOf(ctx, company, days.from)])
  const kept = years.find(one => one.from === days.from && one.to === days.to)
  return {
    ...days,
    year: { id: kept?.id ?? null, name: nameOf({ ...days, name: kept?.name ?? null }), closed: kept?.state === 'closed' },
    periods: monthsIn(days).map(month => ({ ...month, ...counts.of(month.from.slice(0, 7)), ...heldIn(month, locks) })),
    yearEnd: counts.of('end'),
  }
}

/** Posted entries and drafts by month; adjustments and what closes a year apart. Counted by the day, as the index has them: the database takes three times as long to cut months out of days. */
async function countsOf(ctx: Ctx, company: CompanyId, { from, to }: Days): Promise<{ readonly of: (month: string) => Counted }> {
  const where = { company, date: { gte: from, lte: to } } as Condition<RecordOf<typeof Entry>>
  const rows = await ctx.repo(Entry).group({ where, group: ['date', 'state', 'kind'], measures: ['count'], limit: 10_000 })
  const found = new Map<string, Counted>()
  for (const row of rows) {
    const month = row.kind === 'adjustment' || row.kind === 'closing' ? 'end' : String(row.date).slice(0, 7)
    const had = found.get(month) ?? { posted: 0, drafts: 0 }
    const count = Number(row.count)
    found.set(month, row.state === 'posted' ? { ...had, posted: had.posted + count } : { ...had, drafts: had.drafts + count })
  }
  return { of: month => found.get(month) ?? { posted: 0, drafts: 0 } }
}

async function locksOf(ctx: Ctx, company: CompanyId, from: string): Promise<readonly HeldBy[]> {
  const found: HeldBy[] = []
  const where = { company, until: { gte: from } } as Condition<RecordOf<typeof PeriodLock>>
  await ctx.repo(PeriodLock).each({ where, fields: ['kind', 'until', 'reason'], sort: ['until', 'id'] }, async page => {
    for (const { id, kind, until, reason } of page) found.push({ id, kind, until, reason })
  })
  return found
}

/** What holds all days of a month: of several locks the hard one, which nobody takes back, else the one that came to it first. */
function heldIn({ from, to }: Days, locks: readonly HeldBy[]): Pick<PeriodOfYear, 'lock' | 'parts' | 'upTo'> {
  const whole = locks.filter(one => one.until >= to)
  const everything = (one: HeldBy): boolean => one.kind === null || one.kind === 'hard'
  const lock = whole.find(one => one.kind === 'hard') ?? whole.find(everything) ?? null
  const parts = whole.filter((one, at) => !everything(one) && whole.findIndex(other => other.kind === one.kind) === at)
  const upTo = lock ? null : (locks.filter(one => everything(one) && one.until >= from).at(-1)?.until ?? null)
  return { lock, parts: lock ? [] : parts, upTo }
}

export const periods = route('GET', '/periods', {
  permission: 'ledger.entry:read',
  query: { company: reference('core.company'), on: date({ help: 'A day of the fiscal year; today unless told.' }) },
  run: async (ctx, { query }) => ({ ...(await periodsOf(ctx, query)) }) as never,
})
