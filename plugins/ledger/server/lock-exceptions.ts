import { addDays, type Condition, type Ctx, handle, hooks, type Id, type RecordOf, type Refusal } from '@sangam/sdk'
import type { Deed } from '../model/audit.ts'
import { endException as end, except, FiscalYear, LockException, mostExceptionDays, PeriodLock, paymentSettings } from '../model.ts'
import { exceptionsOf } from './lock-guards.ts'
import { nameOf } from './years.ts'

type Lock = RecordOf<typeof PeriodLock>

/** Exceptions are bounded, of a lock that has some, and of its company. */
const exceptionHooks = hooks(LockException, {
  async derive(ctx, changes) {
    const locks = await locksOf(
      ctx,
      changes.map(({ next }) => next?.lock),
    )
    return changes.map(({ next }) => (next ? { company: locks.get(String(next.lock))?.company ?? null } : null))
  },

  async check(ctx, changes) {
    const made = changes.filter(({ verb }) => verb === 'create').map(({ next }) => next?.lock)
    if (made.length > 0) await ctx.lock([...new Set(made.map(lock => exceptionsOf(String(lock))))])
    const [locks, years, { twoAbove }] = await Promise.all([locksOf(ctx, made), closedBy(ctx, made), ctx.settings(paymentSettings)])
    const latest = `${addDays(ctx.now().slice(0, 10), mostExceptionDays)}${ctx.now().slice(10)}`
    return changes.flatMap(({ verb, next }, index): Refusal[] => {
      if (verb !== 'create' || !next) return []
      if (locks.get(next.lock)?.kind === 'hard')
        return [{ index, field: 'lock', code: 'hard_lock', message: 'A hard lock has no exceptions. Give the entry a later date.' }]
      const year = years.find(one => one.lock === next.lock)
      if (year)
        return [
          {
            ...{ index, field: 'lock', code: 'closed_year', message: '{name} is closed, and its profit carried over. Reopen the year instead.' },
            values: { name: nameOf(year) },
          },
        ]
      // Where two see each figure, two see who is let behind a lock.
      if (twoAbove !== null && next.person === ctx.user.id)
        return [{ index, field: 'person', code: 'needs_another', message: 'Nobody gives themselves an exception here. Ask a colleague to give it to you.' }]
      if (Date.parse(next.until) <= Date.parse(ctx.now()))
        return [{ index, field: 'until', code: 'over_already', message: 'This moment is over. Say until when it is to last.' }]
      if (Date.parse(next.until) > Date.parse(latest))
        return [
          {
            ...{ index, field: 'until', code: 'too_long', message: 'An exception lasts {days} days at most. Give a shorter one; another may follow.' },
            values: { days: mostExceptionDays },
          },
        ]
      return []
    })
  },
})

async function locksOf(ctx: Ctx, ids: readonly (string | undefined)[]): Promise<ReadonlyMap<string, Lock>> {
  const asked = [...new Set(ids.flatMap(id => id ?? []))]
  if (asked.length === 0) return new Map()
  const where = { id: { in: asked } } as unknown as Condition<Lock>
  const { items } = await ctx.asSystem('Looks to which lock an exception is', system => system.repo(PeriodLock).find({ where, limit: 500 }))
  return new Map(items.map(lock => [String(lock.id), lock]))
}

async function closedBy(ctx: Ctx, locks: readonly (string | undefined)[]): Promise<readonly RecordOf<typeof FiscalYear>[]> {
  const where = { lock: { in: [...new Set(locks.flatMap(id => id ?? []))] }, state: 'closed' } as unknown as Condition<RecordOf<typeof FiscalYear>>
  const { items } = await ctx.asSystem('Looks whether a lock is that of a closed year', system =>
    system.repo(FiscalYear).find({ where, fields: ['name', 'from', 'to', 'lock'], limit: 500 }),
  )
  return items
}

/** Who may give exceptions need not be able to write them otherwise. */
const exceptHandler = handle(except, async (ctx, lock, { people, until, reason }) => {
  await ctx.asSystem('Gives an exception to a lock', system =>
    system.repo(LockException).createMany(people.map(person => ({ lock: lock.id, person, until, reason }))),
  )
})

const endHandler = handle(end, async (ctx, { id }) => {
  await ctx.asSystem('Ends an exception to a lock', system => system.repo(LockException).set([{ id, patch: { ended: ctx.now() } }]))
})

export const lockExceptions = [except, end, exceptHandler, endHandler, exceptionHooks]

/** Who was given an exception, and whose was ended before it was over. */
export async function exceptionDeeds(ctx: Ctx, company: Id<'core.company'>, within: (moment: string) => boolean): Promise<Deed[]> {
  const deeds: Deed[] = []
  if (!ctx.may('ledger.lockException:read')) return deeds
  const where = { company } as Condition<RecordOf<typeof LockException>>
  await ctx.repo(LockException).each({ where, fields: ['reason', 'until', 'person.$title'] }, async found => {
    for (const { id, reason, ...more } of found) {
      const name = String((more as { readonly [field: string]: unknown })['person.$title'] ?? '')
      const told = (await ctx.repo(LockException).history(id)).filter(({ at }) => within(at))
      for (const { at, by, reason: why, verb } of told)
        deeds.push({
          ...{ at, by: by?.name ?? why ?? '', entity: 'ledger.lockException', id, name, about: reason, gone: false },
          did: verb === 'create' ? 'excepted' : 'endedException',
        })
    }
  })
  return deeds
}
