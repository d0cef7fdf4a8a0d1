import { type HistoryEntry, hooks, type Json, job, type Part } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { Refused } from '../errors.ts'
import { change } from '../records/change.ts'
import { type Eyes, eyesOf } from '../records/eyes.ts'
import { find, type Item } from '../records/find.ts'
import { history } from '../records/history.ts'
import { titlesOf } from '../records/titles.ts'
import { Activity } from '../system/work.ts'
import { type Notice, tellAll } from '../work/notify.ts'
import { seeing } from './seeing.ts'

/** Tells, soon after a comment, those it mentions and those who follow its record, if they see it. */
const tellOfComment = job('core.tellOfComment', {
  as: 'system',
  async run(plain, input) {
    const ctx = plain as CoreCtx
    const given = input as { readonly comment: string; readonly mentioned: readonly string[]; readonly followers: boolean }
    const [comment] = (
      await find(ctx, 'core.comment', { where: { id: given.comment }, fields: ['entity', 'record', 'author', 'author.name', 'mentions'], limit: 1 })
    ).items
    if (!comment) return
    const about = { entity: String(comment.entity), id: String(comment.record) }
    const now = new Set(comment.mentions as readonly string[])
    const mentioned = given.mentioned.filter(user => now.has(user))
    const followers = given.followers ? (await find(ctx, 'core.follow', { where: followed(about), fields: ['user'], sort: ['id'], limit: 500 })).items : []
    const others = followers.map(item => String(item.user)).filter(user => user !== comment.author && !mentioned.includes(user))
    const sees = await seeing(ctx, [...mentioned, ...others], about)
    const values = { who: String(comment['author.name'] ?? ''), record: '', comment: comment.id }
    const notice = (user: string, kind: 'mention' | 'comment', text: string): Notice[] => (sees.has(user) ? [{ user, kind, text, values, about }] : [])
    await tellAll(ctx, [
      ...mentioned.flatMap(user => notice(user, 'mention', '{who} mentioned you on {record}')),
      ...others.flatMap(user => notice(user, 'comment', '{who} commented on {record}')),
    ])
  },
})

const followed = ({ entity, id }: { readonly entity: string; readonly id: string }): object => ({ entity, record: id })

/** Each minute those who follow hear once of all that others changed since, of what they may read. */
const tellFollowers = job('core.tellFollowers', {
  schedule: '* * * * *',
  as: 'system',
  async run(plain) {
    const ctx = plain as CoreCtx
    let after: string | null = null
    do {
      const page: Awaited<ReturnType<typeof find>> = await find(ctx, 'core.follow', {
        fields: ['entity', 'record', 'user', 'told'],
        sort: ['id'],
        limit: 500,
        ...(after !== null && { after }),
      })
      await tellSome(ctx, page.items)
      after = page.next
    } while (after !== null)
  },
})

async function tellSome(ctx: CoreCtx, follows: readonly Item[]): Promise<void> {
  const versions = new Map<string, number>()
  for (const entity of new Set(follows.map(item => String(item.entity)))) {
    if (!ctx.model.entities.has(entity)) continue
    const ids = [...new Set(follows.filter(item => item.entity === entity).map(item => String(item.record)))]
    const page = await find(ctx, entity, { where: { id: { in: ids } }, fields: ['id'], sort: ['id'], limit: 500 })
    for (const { id, version } of page.items) versions.set(`${entity} ${id}`, version)
  }
  const behind = follows.filter(item => (versions.get(`${item.entity} ${item.record}`) ?? 0) > Number(item.told))
  const people = new Map<string, Eyes | null>()
  const notices: Notice[] = []
  for (const item of behind) {
    const user = String(item.user)
    if (!people.has(user)) people.set(user, await eyesOf(ctx, user))
    const eyes = people.get(user)
    if (eyes) notices.push(...(await newsFor(eyes, item)))
  }
  await tellAll(ctx, notices)
  await change(
    ctx,
    'core.follow',
    behind.map(item => ({ verb: 'update', id: item.id, patch: { told: versions.get(`${item.entity} ${item.record}`) ?? 0 } })),
    { server: true },
  )
}

async function newsFor(eyes: Eyes, { entity: name, record, user, told }: Item): Promise<Notice[]> {
  const about = { entity: String(name), id: String(record) }
  const entries = await historySeen(eyes, about)
  const news = entries.filter(({ version, by, changes }) => version > Number(told) && by?.id !== user && Object.keys(changes).length > 0)
  const fields = [...new Set(news.flatMap(({ changes }) => Object.keys(changes)))]
  const labels = fields.map(field => eyes.t(eyes.model.entities.get(about.entity)?.fields.get(field)?.label ?? field))
  const [last] = news
  if (!last) return []
  const values = { who: last.by?.name ?? eyes.t('The system'), record: '', fields: labels.slice(0, 5).join(', '), more: Math.max(0, labels.length - 5) }
  return [
    {
      user: String(user),
      kind: 'change',
      text: '{who} changed {record}: {fields}{more, plural, =0 {} one { and one more} other { and # more}}',
      values,
      about,
      key: `change ${about.entity} ${about.id}`,
    },
  ]
}

async function historySeen(eyes: Eyes, { entity, id }: { readonly entity: string; readonly id: string }): Promise<readonly HistoryEntry<Json>[]> {
  try {
    return await history(eyes, entity, id)
  } catch (error) {
    if (error instanceof Refused) return []
    throw error
  }
}

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
    for (const { next, changed } of open) {
      if (!next.due || next.due <= ctx.now() || !(changed.includes('due') || changed.includes('assignee'))) continue
      const input = { id: next.id, due: next.due, assignee: String(next.assignee) }
      await ctx.enqueue('core.remind', input, { at: next.due, key: `${input.id} ${input.due} ${input.assignee}` })
    }
  },
})

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

export const tellParts: readonly Part[] = [tellOfComment, tellFollowers, remind, planned]
