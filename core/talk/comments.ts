import { type Change, hooks, type Refusal, UserError } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { titlesOf } from '../records/titles.ts'
import { Comment } from '../system/talk.ts'
import { addEvents } from './events.ts'
import { follow } from './follow.ts'
import { seeing } from './seeing.ts'

type Said = Change<typeof Comment>

/** Comments: those who are mentioned and see the record are told, whoever writes follows, and what is taken away leaves a trace. */
export const commentHooks = hooks(Comment, {
  async derive(plain, changes) {
    const ctx = plain as CoreCtx
    if (ctx.access.system) return
    await aboutSeen(ctx, changes)
    return Promise.all(
      changes.map(async ({ verb, changed, next }) => {
        if (!next || (verb !== 'create' && verb !== 'update')) return null
        const sees =
          changed.includes('mentions') && next.mentions.length > 0 ? await seeing(ctx, next.mentions, { entity: next.entity, id: next.record }) : null
        return {
          ...(sees && { mentions: next.mentions.filter(user => sees.has(user)) }),
          ...(verb === 'update' && (changed.includes('body') || changed.includes('files')) && { editedAt: ctx.now() }),
        }
      }),
    )
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
    if (ctx.rehearsal) return
    await trace(ctx, changes)
    for (const { verb, before, next } of changes) {
      if (!next || (verb !== 'create' && verb !== 'update')) continue
      const mentioned = next.mentions.filter(user => user !== next.author && !before?.mentions.includes(user))
      const author = String(next.author ?? ctx.user.id)
      if (verb === 'create' && next.author) await follow(ctx, author, { entity: next.entity, id: next.record })
      if (verb === 'create' || mentioned.length > 0) await ctx.enqueue('core.tellOfComment', { comment: next.id, mentioned, followers: verb === 'create' })
    }
  },
})

async function aboutSeen(ctx: CoreCtx, changes: readonly Said[]): Promise<void> {
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
async function trace(ctx: CoreCtx, changes: readonly Said[]): Promise<void> {
  const said = { remove: 'removed a comment', restore: 'put a comment back' } as const
  await addEvents(
    ctx,
    changes.flatMap(({ verb, before, next }) => {
      const comment = next ?? before
      return comment && (verb === 'remove' || verb === 'restore')
        ? [{ about: { entity: comment.entity, id: comment.record }, text: said[verb], icon: 'comment' }]
        : []
    }),
  )
}
