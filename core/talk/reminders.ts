import { hooks, job, type Part, type RecordOf, seed } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { eyesOf } from '../records/eyes.ts'
import { find, type Item } from '../records/find.ts'
import { titlesOf } from '../records/titles.ts'
import { Activity } from '../system/work.ts'
import { type Notice, tellAll } from '../work/notify.ts'

/** When something planned is due its assignee is reminded, if it is still planned for that moment and theirs. */
const remind = job('core.remind', {
  as: 'system',
  async run(plain, input) {
    const ctx = plain as CoreCtx
    const { id, due, assignee } = input as { readonly id: string; readonly due: string; readonly assignee: string }
    const where = { id, due, assignee, doneAt: { isEmpty: true } }
    const { items } = await find(ctx, 'core.activity', { where, fields: ['assignee'], limit: 1 })
    await tellOfActivities(ctx, items, { kind: 'reminder', text: 'It is time for: {record}' })
  },
})

/** Whoever is given something to do by another is told, and is reminded when it is due. */
const planned = hooks(Activity, {
  async react(plain, changes) {
    const ctx = plain as CoreCtx
    const open = changes.flatMap(({ next, changed }) => (next?.assignee && !next.doneAt && next.kind !== 'note' ? [{ next, changed }] : []))
    const given = open.filter(({ next, changed }) => changed.includes('assignee') && next.assignee !== ctx.user.id)
    await tellOfActivities(
      ctx,
      given.map(({ next }) => next as unknown as Item),
      { kind: 'task', text: '{who} gave you something to do: {record}' },
    )
    for (const { next, changed } of open) if (changed.includes('due') || changed.includes('assignee')) await plan(ctx, next)
  },
})

type Planned = Pick<RecordOf<typeof Activity>, 'id' | 'due' | 'assignee'>

async function plan(ctx: CoreCtx, { id, due, assignee }: Planned): Promise<void> {
  if (!due || due <= ctx.now()) return
  await ctx.enqueue('core.remind', { id, due, assignee: String(assignee) }, { at: due, key: `${id} ${due} ${assignee}` })
}

/** What was planned before there were reminders is reminded of too. */
const planOld = job('core.planReminders', { as: 'system', run: (ctx, { after }) => planSome(ctx as CoreCtx, after as string | undefined) })
const planFirst = seed('core.reminders', { run: ctx => planSome(ctx as CoreCtx) })

async function planSome(ctx: CoreCtx, after?: string): Promise<void> {
  const { items, next } = await find(ctx, 'core.activity', {
    where: { due: { gt: ctx.now() }, doneAt: { isEmpty: true }, kind: { ne: 'note' }, assignee: { isEmpty: false } },
    fields: ['due', 'assignee'],
    sort: ['id'],
    limit: 500,
    ...(after !== undefined && { after }),
  })
  for (const item of items) await plan(ctx, item as unknown as Planned)
  if (next !== null) await ctx.enqueue('core.planReminders', { after: next })
}

async function tellOfActivities(ctx: CoreCtx, items: readonly Item[], notice: Pick<Notice, 'kind' | 'text'>): Promise<void> {
  const notices: Notice[] = []
  for (const user of new Set(items.map(item => String(item.assignee)))) {
    const theirs = items.filter(item => item.assignee === user)
    const eyes = await eyesOf(ctx, user)
    const seen = eyes
      ? await titlesOf(
          eyes,
          theirs.map(({ id }) => ({ entity: 'core.activity', id })),
        )
      : new Map()
    for (const item of theirs)
      if (seen.has(`core.activity ${item.id}`))
        notices.push({ user, values: { who: ctx.user.name, record: '' }, about: { entity: 'core.activity', id: item.id }, ...notice })
  }
  await tellAll(ctx, notices)
}

export const reminderParts: readonly Part[] = [remind, planned, planOld, planFirst]
