import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { change } from '../records/change.ts'
import { find, type Item } from '../records/find.ts'
import { finalsOf } from '../records/merge/pointers.ts'
import { titlesOf } from '../records/titles.ts'
import type { NoticeKind } from '../system/talk.ts'
import { outOfSight, ringAll, wordsOf } from '../work/notify.ts'
import { keyOf, type Subject } from './seeing.ts'

export interface Read {
  readonly id: string
  readonly kind: NoticeKind
  readonly text: string
  readonly about: Subject | null
  readonly at: string
  readonly read: boolean
  /** The comment it tells of. */
  readonly comment: string | null
  /** The proposal it tells of. */
  readonly proposal: string | null
}

/** The caller's messages in their own words, newest first: all of late, or the unread ones. */
export async function noticesOf(ctx: CoreCtx, which: 'all' | 'unread', limit: number): Promise<{ readonly items: readonly Read[]; readonly unread: number }> {
  const mine = { user: ctx.user.id }
  const unread = { ...mine, readAt: { isEmpty: true } }
  const [page, count] = await ctx.asSystem('Reads one’s own messages', async plain => {
    const system = plain as CoreCtx
    const fields = ['kind', 'text', 'values', 'about', 'createdAt', 'readAt']
    return [
      await find(system, 'core.notification', { where: which === 'all' ? mine : unread, fields, sort: ['-createdAt', '-id'], limit }),
      (await find(system, 'core.notification', { where: unread, fields: ['id'], limit: 1, count: 'capped' })).count ?? 0,
    ] as const
  })
  const { titles, finals } = await calledNow(
    ctx,
    page.items.flatMap(item => (item.about ? [item.about as unknown as Subject] : [])),
  )
  const read = page.items.map(item => readOf(ctx, item, titles, finals))
  const gone = read.filter(one => outOfSight(one, titles))
  return { items: read.filter(one => !gone.includes(one)), unread: Math.max(0, count - gone.filter(one => !one.read).length) }
}

/** What records are called by who they are now: of those that were merged, the one that stayed. */
async function calledNow(
  ctx: CoreCtx,
  subjects: readonly Subject[],
): Promise<{ readonly titles: ReadonlyMap<string, string>; readonly finals: ReadonlyMap<string, Subject> }> {
  const titles = await titlesOf(ctx, subjects)
  const finals = await finalsOf(
    ctx,
    subjects.filter(subject => !titles.has(keyOf(subject))),
  )
  return { titles: new Map([...titles, ...(await titlesOf(ctx, [...finals.values()]))]), finals }
}

function readOf(ctx: CoreCtx, item: Item, titles: ReadonlyMap<string, string>, finals: ReadonlyMap<string, Subject>): Read {
  const told = (item.about ?? null) as unknown as Subject | null
  const about = told && (finals.get(keyOf(told)) ?? told)
  const { comment, proposal } = (item.values ?? {}) as { readonly comment?: string; readonly proposal?: string }
  return {
    id: item.id,
    kind: item.kind as NoticeKind,
    text: wordsOf(ctx, { text: String(item.text), values: item.values ?? {}, about }, titles),
    about,
    at: String(item.createdAt),
    read: item.readAt !== null,
    comment: comment ?? null,
    proposal: proposal ?? null,
  }
}

/** Makes the caller's messages read, or unread again: those named, or all. */
export async function markRead(ctx: CoreCtx, ids: readonly string[] | null, read: boolean): Promise<void> {
  await ctx.asSystem('Marks one’s own messages', async plain => {
    const system = plain as CoreCtx
    const where = { user: ctx.user.id, readAt: { isEmpty: read }, ...(ids && { id: { in: ids } }) }
    const page = await find(system, 'core.notification', { where, fields: ['id'], sort: ['-createdAt'], limit: 500 })
    const patch: { readonly [field: string]: Json } = { readAt: read ? ctx.now() : null }
    await change(
      system,
      'core.notification',
      page.items.map(({ id }) => ({ verb: 'update', id, patch })),
      { server: true },
    )
  })
  await ringAll(ctx, [ctx.user.id])
}
