import { type Json, job } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { find, type Item } from '../records/find.ts'
import { type Notice, tellAll } from '../work/notify.ts'
import { keyOf, type Subject, seeing } from './seeing.ts'

/** A comment that was written or said otherwise, whom it mentions since, and whether those who follow its record hear of it. */
export interface Said {
  readonly comment: string
  readonly mentioned: readonly string[]
  readonly followers: boolean
}

interface Input {
  readonly comments: readonly Said[]
  /** Where the followers of the first of them go on; those mentioned were told then. */
  readonly after?: string
}

/** So many comments, and so many followers, are told of in one transaction; the rest in the next. */
const many = 100

/** Tells, soon after comments were written, those they mention and those who follow their records, if they see them: each person once of each record. */
export const tellOfComments = job('core.tellOfComments', {
  as: 'system',
  async run(plain, input) {
    const ctx = plain as CoreCtx
    const { comments, after } = input as unknown as Input
    const said = await readBack(ctx, comments.slice(0, many))
    const mentions = said.flatMap(one => one.mentioned.map((user): Telling => ({ ...one, user, kind: 'mention' })))
    const mentioned = new Set(mentions.map(whom))
    const { items, next } = await followersOf(ctx, said, after)
    const heard = items.flatMap(follow => tellingOf(follow, said)).filter(telling => !mentioned.has(whom(telling)))
    await tell(ctx, [...(after === undefined ? mentions : []), ...heard])
    if (next !== null) await ctx.enqueue('core.tellOfComments', { comments: comments as unknown as Json, after: next })
    else if (comments.length > many) await ctx.enqueue('core.tellOfComments', { comments: comments.slice(many) as unknown as Json })
  },
})

interface Written extends Said {
  readonly about: Subject
  readonly author: string | null
  readonly who: string
}

interface Telling extends Written {
  readonly user: string
  readonly kind: 'mention' | 'comment'
}

const whom = ({ user, about }: Pick<Telling, 'user' | 'about'>): string => `${user} ${keyOf(about)}`

/** The comments as they stand now: what was taken away, or a mention that was, is not told. */
async function readBack(ctx: CoreCtx, comments: readonly Said[]): Promise<Written[]> {
  const where = { id: { in: comments.map(({ comment }) => comment) } }
  const page = await find(ctx, 'core.comment', { where, fields: ['entity', 'record', 'author', 'author.name', 'mentions'], sort: ['id'], limit: many })
  const found = new Map(page.items.map(item => [item.id, item]))
  return comments.flatMap((said): Written[] => {
    const item = found.get(said.comment)
    if (!item) return []
    const mentions = new Set(item.mentions as readonly string[])
    return [
      {
        ...said,
        mentioned: said.mentioned.filter(user => mentions.has(user)),
        about: { entity: String(item.entity), id: String(item.record) },
        author: item.author as string | null,
        who: String(item['author.name'] ?? ''),
      },
    ]
  })
}

async function followersOf(ctx: CoreCtx, said: readonly Written[], after: string | undefined): Promise<{ items: readonly Item[]; next: string | null }> {
  const records = [...new Set(said.flatMap(({ followers, about }) => (followers ? [about.id] : [])))]
  if (records.length === 0) return { items: [], next: null }
  return find(ctx, 'core.follow', {
    where: { record: { in: records } },
    fields: ['entity', 'record', 'user'],
    sort: ['id'],
    limit: many,
    ...(after !== undefined && { after }),
  })
}

/** A follower hears of what others said last. */
function tellingOf({ entity, record, user }: Item, said: readonly Written[]): Telling[] {
  const last = said.findLast(one => one.followers && one.author !== user && keyOf(one.about) === keyOf({ entity: String(entity), id: String(record) }))
  return last ? [{ ...last, user: String(user), kind: 'comment' }] : []
}

async function tell(ctx: CoreCtx, tellings: readonly Telling[]): Promise<void> {
  const once = [...new Map(tellings.map(telling => [whom(telling), telling])).values()]
  const subjects = [...new Map(once.map(({ about }) => [keyOf(about), about])).values()]
  const sees = await seeing(
    ctx,
    once.map(({ user }) => user),
    subjects,
  )
  await tellAll(
    ctx,
    once.flatMap(({ user, kind, who, comment, about }): Notice[] => {
      const text = kind === 'mention' ? '{who} mentioned you on {record}' : '{who} commented on {record}'
      return sees(user, about) ? [{ user, kind, text, values: { who, record: '', comment }, about }] : []
    }),
  )
}
