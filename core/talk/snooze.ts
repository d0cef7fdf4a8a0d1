import type { CoreCtx } from '../data/context.ts'
import { Refused } from '../errors.ts'
import { change } from '../records/change.ts'
import { find } from '../records/find.ts'

/** What the caller put off, and until when; what is past is not among it. */
export async function snoozedBy(ctx: CoreCtx): Promise<ReadonlyMap<string, string>> {
  const page = await ctx.asSystem('Reads what someone put off', system =>
    find(system as CoreCtx, 'core.snooze', { where: { user: ctx.user.id, until: { gt: ctx.now() } }, fields: ['item', 'until'], sort: ['-until'], limit: 500 }),
  )
  return new Map(page.items.map(({ item, until }) => [String(item), String(until)]))
}

/** Puts something of the work list off until a moment; null brings it back. */
export async function snooze(ctx: CoreCtx, item: unknown, until: unknown): Promise<void> {
  if (typeof item !== 'string' || !/^(task|approval|notice) [0-9a-f-]{36}$/.test(item))
    throw new Refused(400, 'bad_body', '"item" is the id of something in the work list.')
  if (until !== null && (typeof until !== 'string' || Number.isNaN(Date.parse(until)) || new Date(until).toISOString() <= ctx.now()))
    throw new Refused(400, 'bad_body', '"until" is a moment to come, or null.')
  await ctx.lock(`snooze ${ctx.user.id}`)
  await ctx.asSystem('Puts something off', async plain => {
    const system = plain as CoreCtx
    // What came back by itself is not kept.
    const past = await find(system, 'core.snooze', {
      where: { user: ctx.user.id, until: { lte: ctx.now() }, item: { ne: item } },
      fields: ['id'],
      sort: ['id'],
      limit: 500,
    })
    await change(
      system,
      'core.snooze',
      past.items.map(({ id }) => ({ verb: 'remove', id })),
      { server: true },
    )
    const [old] = (await find(system, 'core.snooze', { where: { user: ctx.user.id, item }, fields: ['id'], limit: 1 })).items
    if (until === null && old) await change(system, 'core.snooze', [{ verb: 'remove', id: old.id }], { server: true })
    else if (old) await change(system, 'core.snooze', [{ verb: 'update', id: old.id, patch: { until: String(until) } }], { server: true })
    else if (until !== null)
      await change(system, 'core.snooze', [{ verb: 'create', values: { user: ctx.user.id, item, until: String(until) } }], { server: true })
  })
}
