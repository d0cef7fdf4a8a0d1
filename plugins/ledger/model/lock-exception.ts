import { type Condition, type Ctx, datetime, defineAction, defineEntity, reference, references, text, user } from '@sangam/sdk'
import { PeriodLock } from './entry.ts'

/** An exception lasts no longer than so many days, whatever it says: the database holds it to that. */
export const mostExceptionDays = 30

/** That one person may post for a while on days that a lock holds. It is never changed: it ends by itself, or is ended before. */
export const LockException = defineEntity('ledger.lockException', {
  title: 'reason',
  label: 'Exception to a lock',
  plural: 'Exceptions to locks',
  description: 'Who may post for a while on locked days, until when, and why.',
  sort: ['-until'],
  keep: { years: 8 },
  merges: false,
  fields: {
    lock: reference(PeriodLock, { required: true, onRemove: 'keep' }),
    person: user({ required: true, onRemove: 'keep' }),
    until: datetime({ required: true, label: 'Lasts until', help: 'At most 30 days from now.' }),
    reason: text({ required: true, max: 200, help: 'Such as “Bill of Gupta came late”.' }),
    ended: datetime({ readonly: true, label: 'Ended before' }),
    company: reference('core.company', { readonly: true }),
  },
})

export const except = defineAction(PeriodLock, 'except', {
  label: 'Give an exception',
  help: 'Lets people post on its days for a while. What they post, and that they may, is kept for good.',
  when: { or: [{ kind: { isEmpty: true } }, { kind: { ne: 'hard' } }] },
  input: {
    people: references('core.user', { required: true, max: 20, label: 'Who may post' }),
    until: datetime({ required: true, label: 'Until', help: 'At most 30 days from now.' }),
    reason: text({ required: true, max: 200, label: 'Why', help: 'Such as “Bill of Gupta came late”.' }),
  },
})

export const endException = defineAction(LockException, 'end', {
  label: 'End now',
  help: 'The days are locked for this person again.',
  when: { ended: { isEmpty: true }, until: { gt: '$now' } },
})

/** Which of some locks do not hold whoever asks, since an exception of theirs lasts. */
export async function liftedFor(ctx: Ctx, locks: readonly string[]): Promise<ReadonlySet<string>> {
  if (locks.length === 0) return new Set()
  const where = { lock: { in: locks }, person: '$me', ended: { isEmpty: true }, until: { gt: '$now' } } as unknown as Condition<never>
  const { items } = await ctx.asSystem('Looks who may write on locked days', system => system.repo(LockException).find({ where, fields: ['lock'], limit: 500 }))
  return new Set(items.map(one => String(one.lock)))
}
