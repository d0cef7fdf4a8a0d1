import { type HistoryEntry, type Json, job } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { Refused } from '../errors.ts'
import { inBin } from '../records/bin.ts'
import { change } from '../records/change.ts'
import { type Eyes, eyesOf } from '../records/eyes.ts'
import { find, type Item } from '../records/find.ts'
import { history } from '../records/history.ts'
import { type Notice, tellAll } from '../work/notify.ts'
import { versionsOf } from './follow.ts'
import { keyOf, type Subject } from './seeing.ts'

/** So many follows are looked at in one transaction; the rest in the next. */
const many = 100

/** Each minute those who follow hear once of all that others changed since, of what they may read. */
export const tellFollowers = job('core.tellFollowers', {
  schedule: '* * * * *',
  as: 'system',
  async run(plain, input) {
    const ctx = plain as CoreCtx
    const { after } = input as { readonly after?: string }
    const fields = ['entity', 'record', 'user', 'told']
    const { items, next } = await find(ctx, 'core.follow', { fields, sort: ['id'], limit: many, ...(after !== undefined && { after }) })
    await tellSome(ctx, items)
    if (next !== null) await ctx.enqueue('core.tellFollowers', { after: next })
  },
})

async function tellSome(ctx: CoreCtx, follows: readonly Item[]): Promise<void> {
  const versions = await versionsOf(ctx, follows.map(subjectOf))
  const versionNow = (item: Item): number => versions.get(keyOf(subjectOf(item))) ?? 0
  await forget(
    ctx,
    follows.filter(item => versionNow(item) === 0),
  )
  const behind = follows.filter(item => versionNow(item) > Number(item.told))
  await change(
    ctx,
    'core.follow',
    behind.map(item => ({ verb: 'update', id: item.id, patch: { told: versionNow(item) } })),
    { server: true },
  )
  const people = new Map<string, Eyes | null>()
  const notices: Notice[] = []
  for (const item of behind) {
    const user = String(item.user)
    if (!people.has(user)) people.set(user, await eyesOf(ctx, user))
    const eyes = people.get(user)
    if (eyes) notices.push(...(await newsFor(eyes, item)))
  }
  await tellAll(ctx, notices)
}

/** Whoever followed what is gone for good follows it no more. What lies in the bin may come back, and so may a kind of record with its plugin. */
async function forget(ctx: CoreCtx, follows: readonly Item[]): Promise<void> {
  const gone: Item[] = []
  for (const name of new Set(follows.map(({ entity }) => String(entity)))) {
    const entity = ctx.model.entities.get(name)
    if (!entity) continue
    const theirs = follows.filter(item => item.entity === name)
    const binned = await inBin(
      ctx,
      entity,
      theirs.map(({ record }) => String(record)),
    )
    gone.push(...theirs.filter(({ record }) => !binned.has(String(record))))
  }
  await change(
    ctx,
    'core.follow',
    gone.map(({ id }) => ({ verb: 'remove', id })),
    { server: true },
  )
}

const subjectOf = ({ entity, record }: Item): Subject => ({ entity: String(entity), id: String(record) })

async function newsFor(eyes: Eyes, item: Item): Promise<Notice[]> {
  const { user, told } = item
  const about = subjectOf(item)
  const entries = await historySeen(eyes, about, Number(told))
  const news = entries.filter(({ by, changes }) => by?.id !== user && Object.keys(changes).length > 0)
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

async function historySeen(eyes: Eyes, { entity, id }: Subject, since: number): Promise<readonly HistoryEntry<Json>[]> {
  try {
    return await history(eyes, entity, id, since)
  } catch (error) {
    if (error instanceof Refused) return []
    throw error
  }
}
