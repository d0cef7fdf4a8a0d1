import { type Ctx, hooks, type RecordOf } from '@sangam/sdk'
import { Lead, LeadWon } from '../model.ts'

/**
 * Tells that a lead was won. Deals brought from elsewhere were won long ago and by others: an import
 * or sample data tells nothing, so that no order follows from the past.
 */
export const wonHooks = hooks(Lead, {
  async react(ctx, changes) {
    if (ctx.origin === 'import' || ctx.origin === 'seed') return
    for (const { before, next } of changes) if (next?.state === 'won' && before?.state !== 'won') tell(ctx, next)
  },
})

function tell(ctx: Ctx, lead: RecordOf<typeof Lead>): void {
  const { id, title, party, contact, owner, value } = lead
  const lines = lead.lines.map(({ item, description, quantity, price }) => ({ item, description, quantity, price }))
  ctx.emit(LeadWon, { lead: id, title, party, contact, owner, value, lines, wonOn: lead.actualClose ?? ctx.today() })
}
