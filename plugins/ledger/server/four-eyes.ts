import { hooks, minus, type Refusal } from '@sangam/sdk'
import { Entry, paymentSettings } from '../model.ts'

/**
 * Of an entry above the limit of the workspace two see each figure: who wrote it, or changed it last, does not post it. What other plugins post, and what takes an entry back, is
 * looked at where it was written.
 */
export const fourEyes = hooks(Entry, {
  async check(ctx, changes) {
    const posting = changes.flatMap(({ before, next }, index) =>
      next?.state === 'posted' && before?.state !== 'posted' && next.sourceEntity === null && next.reverses === null ? [{ before, next, index }] : [],
    )
    if (posting.length === 0) return []
    const { twoAbove } = await ctx.settings(paymentSettings)
    if (twoAbove === null) return []
    return posting.flatMap(({ before, next, index }): Refusal[] => {
      const own = before === null || before.createdBy === ctx.user.id || before.updatedBy === ctx.user.id
      if (!own || !minus(twoAbove, next.total).startsWith('-')) return []
      const message = '{narration} comes to more than {limit}, so somebody else than who wrote it posts it. Ask a colleague to look at it and post it.'
      return [{ index, field: 'state', code: 'needs_another', message, values: { narration: next.narration, limit: twoAbove } }]
    })
  },
})
