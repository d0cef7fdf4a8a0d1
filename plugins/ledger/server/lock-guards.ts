import { type Condition, type Ctx, hooks, type RecordOf, type Refusal } from '@sangam/sdk'
import { FiscalYear, LockException, PeriodLock } from '../model.ts'
import { earned } from './closing.ts'
import { everyYearOf, nameOf, yearsOf } from './years.ts'

type Lock = RecordOf<typeof PeriodLock>

/** Nobody takes a hard lock back, so none is set by mistake; and an exception holds for the days that it was given for. */
const hardHooks = hooks(PeriodLock, {
  async check(ctx, changes) {
    const refusals: Refusal[] = []
    for (const [index, { before, next }] of changes.entries()) {
      if (next?.kind !== 'hard' || before?.kind === 'hard') continue
      const refusal = await refusedHard(ctx, next)
      if (refusal) refusals.push({ index, ...refusal })
    }
    return refusals
  },
})

async function refusedHard(ctx: Ctx, { until, company }: Lock): Promise<Omit<Refusal, 'index'> | null> {
  if (!ctx.may(`${FiscalYear.name}:reopen`)) {
    const message = 'Nobody takes a hard lock back, so only who may reopen years sets one. Ask the head of accounts.'
    return { field: 'kind', code: 'not_yours', message }
  }
  if (until >= ctx.today())
    return { field: 'until', code: 'not_over', message: 'A hard lock is for days that are over, since nobody takes it back. Choose a day before today.' }
  const year = await openBehind(ctx, company, until)
  if (!year) return null
  const message = '{name} is not closed, and never could be behind a hard lock. Close it first, or choose a day before {to}.'
  return { field: 'until', code: 'open_year', message, values: { name: nameOf(year), to: year.to } }
}

/** The first year that ends behind a lock and is still to be closed: it is kept as open, or not kept yet though something was earned in it. */
async function openBehind(ctx: Ctx, company: Lock['company'], until: string) {
  if (company === null) return null
  const open = (await yearsOf(ctx, company)).find(({ state, to }) => state === 'open' && to <= until)
  if (open) return open
  for (const year of await everyYearOf(ctx, company, until)) if (!year.made && year.to <= until && (await earned(ctx, company, year.to)).size > 0) return year
  return null
}

/** While somebody may post behind a lock, it holds the days it held as they were let in. */
const movedHooks = hooks(PeriodLock, {
  async check(ctx, changes) {
    const moved = changes.flatMap(({ verb, before, changed }) => (before && verb !== 'remove' && movedField(changed) ? [before.id] : []))
    if (moved.length === 0) return []
    await ctx.lock(moved.map(exceptionsOf))
    const where = { lock: { in: moved }, ended: { isEmpty: true }, until: { gt: '$now' } } as unknown as Condition<RecordOf<typeof LockException>>
    const lasting = new Map<string, string>()
    await ctx.asSystem('Looks whether somebody may post behind a lock', system =>
      system.repo(LockException).each({ where, fields: ['lock', 'reason'] }, async page => {
        for (const { lock, reason } of page) lasting.set(String(lock), reason)
      }),
    )
    return changes.flatMap(({ before, changed }, index): Refusal[] => {
      const field = movedField(changed)
      const reason = before && lasting.get(before.id)
      if (!field || !reason) return []
      const message = 'An exception to this lock still lasts: {reason}. It would hold for other days then. End it first, or set another lock.'
      return [{ index, field, code: 'exception_lasts', message, values: { reason } }]
    })
  },
})

const movedField = (changed: readonly string[]): string | undefined => changed.find(name => name === 'until' || name === 'kind' || name === 'company')

/** What who gives an exception to a lock and who moves that lock wait for each other by. */
export const exceptionsOf = (lock: string): string => `ledger.exceptions ${lock}`

export const lockGuards = [hardHooks, movedHooks]
