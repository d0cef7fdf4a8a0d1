import { type Change, everyOf, hooks } from '@sangam/sdk'
import { Lead } from '../model.ts'
import { Activity } from './core.ts'

/** What counts as an answer to an enquiry. */
const answers = ['call', 'meeting', 'mail']

interface Touch {
  at: string
  answeredAt: string | null
}

/** A lead knows when something was last done about it, and when it was first answered. */
export const activityHooks = hooks(Activity, {
  async react(ctx, changes) {
    const touches = new Map<string, Touch>()
    for (const change of changes) addTouch(touches, change, ctx.now())
    if (touches.size === 0) return
    await ctx.asSystem('Notes on a lead when something was done about it', async system => {
      const leads = await everyOf(system.repo(Lead), 'id', touches.keys(), { fields: ['lastActivityAt', 'firstResponseAt'] })
      await system.repo(Lead).set(
        leads.flatMap(({ id, lastActivityAt, firstResponseAt }) => {
          const touch = touches.get(id)
          if (!touch) return []
          const later = lastActivityAt === null || Date.parse(touch.at) > Date.parse(lastActivityAt)
          const patch = {
            ...(later && { lastActivityAt: touch.at, quietNoticeAt: null }),
            // An answer that is entered late may be the first all the same.
            ...(touch.answeredAt !== null &&
              (firstResponseAt === null || Date.parse(touch.answeredAt) < Date.parse(firstResponseAt)) && { firstResponseAt: touch.answeredAt }),
          }
          return Object.keys(patch).length > 0 ? [{ id, patch }] : []
        }),
      )
    })
  },
})

function addTouch(touches: Map<string, Touch>, { before, next, changed }: Change<typeof Activity>, now: string): void {
  if (next?.entity !== 'leads.lead' || next.record === null) return
  const done = next.doneAt !== null && changed.includes('doneAt')
  if (before !== null && !done) return
  const happened = next.doneAt ?? now
  const at = Date.parse(happened) > Date.parse(now) ? now : happened
  const answer = answers.includes(next.kind) && next.doneAt !== null ? at : null
  const known = touches.get(next.record)
  touches.set(next.record, {
    at: known && Date.parse(known.at) > Date.parse(at) ? known.at : at,
    answeredAt: known?.answeredAt && (answer === null || Date.parse(known.answeredAt) < Date.parse(answer)) ? known.answeredAt : answer,
  })
}
