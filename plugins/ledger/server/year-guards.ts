import { hooks, type RecordOf, type Refusal } from '@sangam/sdk'
import { FiscalYear, PeriodLock, ProfitShare } from '../model.ts'
import { ofCompany } from './account-hooks.ts'
import { lockGuards } from './lock-guards.ts'
import { nameOf, yearsOf, yearsOfBooks } from './years.ts'

type Year = RecordOf<typeof FiscalYear>

const timely: readonly string[] = ['from', 'to', 'company']

/** Years have days of their own, and one that is closed stays. */
const yearHooks = hooks(FiscalYear, {
  derive: async (_, changes) => changes.map(({ next }) => (next && !next.name && next.from && next.to ? { name: nameOf(next) } : null)),

  async check(ctx, changes) {
    const wanted = changes.flatMap(({ next }) => (next?.company ? [next.company] : []))
    // Who gives another year days in this moment waits, and is told.
    const moved = changes.flatMap(({ next, changed }) => (next?.company && changed.some(name => timely.includes(name)) ? [next.company] : []))
    if (moved.length > 0) await ctx.lock([...new Set(moved)].map(yearsOfBooks))
    const years = new Map<string, Year>()
    for (const company of new Set(wanted)) for (const year of await yearsOf(ctx, company)) years.set(year.id, { ...year, company })
    return changes.flatMap(({ verb, before, next }, index): Refusal[] => {
      if (verb === 'remove' && before?.state === 'closed')
        return [{ index, code: 'closed_year', message: '{name} is closed, so it stays. Reopen it first.', values: { name: nameOf(before) } }]
      if (!next) return []
      if (next.from > next.to) return [{ index, field: 'to', code: 'days_swapped', message: 'The last day comes before the first. Swap them.' }]
      const other = [...years.values()].find(one => one.id !== next.id && one.company === next.company && one.from <= next.to && one.to >= next.from)
      years.set(next.id, next)
      if (!other || changes.some(one => one.verb === 'remove' && one.before?.id === other.id)) return []
      const message = 'Another fiscal year has days of it, from {from} to {to}. Choose days that no other year has.'
      return [{ index, field: 'from', code: 'years_overlap', message, values: { from: other.from, to: other.to } }]
    })
  },
})

/** What locks a closed year goes with its reopening alone. */
const lockHooks = hooks(PeriodLock, {
  async check(ctx, changes) {
    const touched = changes.flatMap(({ verb, before, changed }) =>
      before && (verb === 'remove' || changed.some(name => name !== 'reason')) ? [before.id] : [],
    )
    if (touched.length === 0) return []
    const { items } = await ctx.asSystem('Looks whether a lock is that of a closed year', system =>
      system.repo(FiscalYear).find({ where: { lock: { in: touched }, state: 'closed' }, fields: ['name', 'from', 'to', 'lock'], limit: 500 }),
    )
    return changes.flatMap(({ before }, index): Refusal[] => {
      const year = items.find(one => one.lock === before?.id)
      if (!year || !touched.includes(year.lock as never)) return []
      return [{ index, code: 'closed_year', message: '{name} is closed, and this lock with it. Reopen the year instead.', values: { name: nameOf(year) } }]
    })
  },
})

export const yearGuards = [ofCompany(FiscalYear), ofCompany(ProfitShare), yearHooks, lockHooks, ...lockGuards]
