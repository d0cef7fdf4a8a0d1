import { type Change, hooks, type Json, type Refusal, UserError } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { titlesOf } from '../records/titles.ts'
import { Comment } from '../system/talk.ts'
import { addEvents } from './events.ts'
import { follow } from './follow.ts'
import { type Subject, seeing } from './seeing.ts'
import type { Said } from './tell-comments.ts'

type Changed = Change<typeof Comment>

/** The most people who are mentioned in one transaction: of each it is asked what they see. */
const mostMentioned = 100
const mentioned = new WeakMap<CoreCtx['tx'], number>()

/** Comments: those who are mentioned and see the record are told, whoever writes follows, and what is taken away leaves a trace. */
export const commentHooks = hooks(Comment, {
  async derive(plain, changes) {
    const ctx = plain as CoreCtx
    if (ctx.access.system) return
    await aboutSeen(ctx, changes)
    const naming = changes.flatMap(({ verb, changed, next }) =>
      next && (verb === 'create' || verb === 'update') && changed.includes('mentions') && next.mentions.length > 0 ? [next] : [],
    )
    const people = new Set(naming.flatMap(({ mentions }) => mentions as readonly string[]))
    limit(ctx, people.size)
    const sees = await seeing(ctx, people, naming.map(subjectOf))
    return changes.map(({ verb, changed, next }) => {
      if (!next || (verb !== 'create' && verb !== 'update')) return null
      return {
        ...(changed.includes('mentions') && { mentions: next.mentions.filter(user => sees(user, subjectOf(next))) }),
        ...(verb === 'update' && (changed.includes('body') || changed.includes('files')) && { editedAt: ctx.now() }),
      }
    })
  },

  async check(plain, changes) {
    const { access, user } = plain as CoreCtx
    if (access.system) return
    return changes.flatMap(({ verb, before, changed }, index): Refusal[] => {
      if (verb !== 'update') return []
      if (changed.includes('entity') || changed.includes('record'))
        return [{ index, field: 'record', code: 'comment_stays', message: 'A comment stays with the record it was written about.' }]
      if (before?.author !== user.id)
        return [{ index, code: 'comment_of_another', message: 'Only whoever wrote a comment changes it. You may remove it or answer it.' }]
      return []
    })
  },

  async react(plain, changes) {
    const ctx = plain as CoreCtx
    // An import that is only tried asks for nothing of it.
    if (ctx.rehearsal && !ctx.rehearsed) return
    await trace(ctx, changes)
    const written = changes.flatMap(({ verb, before, next }) => (next && (verb === 'create' || verb === 'update') ? [{ verb, before, next }] : []))
    const made = written.flatMap(({ verb, next }) => (verb === 'create' && next.author ? [next] : []))
    for (const author of new Set(made.map(next => String(next.author)))) await follow(ctx, author, made.filter(next => next.author === author).map(subjectOf))
    const said = written.flatMap(({ verb, before, next }): Said[] => {
      const named = next.mentions.filter(user => user !== next.author && !before?.mentions.includes(user))
      return verb === 'create' || named.length > 0 ? [{ comment: next.id, mentioned: named, followers: verb === 'create' }] : []
    })
    if (said.length > 0) await ctx.enqueue('core.tellOfComments', { comments: said as unknown as Json })
  },
})

const subjectOf = ({ entity, record }: { readonly entity: string; readonly record: string }): Subject => ({ entity, id: record })

function limit(ctx: CoreCtx, people: number): void {
  const asked = (mentioned.get(ctx.tx) ?? 0) + people
  mentioned.set(ctx.tx, asked)
  if (asked > mostMentioned) throw new UserError('too_many_mentions', 'Mention at most {most} people at once.', { most: mostMentioned }, 'mentions')
}

async function aboutSeen(ctx: CoreCtx, changes: readonly Changed[]): Promise<void> {
  const made = changes.flatMap(({ verb, next }) => (verb === 'create' && next?.entity && next.record ? [{ entity: next.entity, id: next.record }] : []))
  const seen = await titlesOf(ctx, made)
  if (made.some(({ entity, id }) => !seen.has(`${entity} ${id}`)))
    throw new UserError('comment_about_unknown', 'The record this is about is not there, or you may not see it.', {}, 'record')
  const silent = made.find(({ entity }) => !ctx.model.entities.get(entity)?.definition.activities)
  if (silent)
    throw new UserError('no_comments_here', 'Nobody comments on {entities}. An administrator can allow it in the Studio.', {
      entities: ctx.t(ctx.model.entities.get(silent.entity)?.plural ?? silent.entity),
    })
}

/** A removed comment is not read any more; that there was one, and who took it away, is. */
async function trace(ctx: CoreCtx, changes: readonly Changed[]): Promise<void> {
  const said = { remove: 'removed a comment', restore: 'put a comment back' } as const
  await addEvents(
    ctx,
    changes.flatMap(({ verb, before, next }) => {
      const comment = next ?? before
      // Of a kind of record that is gone with its plugin nobody reads a timeline.
      return comment && (verb === 'remove' || verb === 'restore') && ctx.model.entities.has(comment.entity)
        ? [{ about: { entity: comment.entity, id: comment.record }, text: said[verb], icon: 'comment' }]
        : []
    }),
  )
}
