import { LeadWon } from '@sangam/plugin-leads/model'
import { on } from '@sangam/sdk'
import { Entry, settings } from './model.ts'

/** A customer whose lead was won gets points for its value, once. */
export const earn = on(LeadWon, { name: 'loyalty.earn', as: 'system' }, async (ctx, { lead, title, party, value, wonOn }, delivery) => {
  if (party === null || value === null) return
  if ((await ctx.repo(Entry).count({ delivery: delivery.id })) > 0) return
  const { perThousand } = await ctx.settings(settings)
  const points = Math.floor((Number(value.amount) / 1000) * (perThousand ?? 0))
  if (points > 0) await ctx.repo(Entry).make([{ party, lead, points, day: wonOn, why: title, delivery: delivery.id }])
})
