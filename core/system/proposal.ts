import { choice, datetime, defineEntity, hooks, integer, json, type Refusal, reference, text } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'

/** A change that a program planned and a person is asked to make: what was asked, and what it was planned on. */
export const Proposal = defineEntity('core.proposal', {
  title: 'reason',
  internal: true,
  bin: false,
  sort: ['-createdAt'],
  fields: {
    /** What its key is called. */
    program: text({ required: true, max: 80 }),
    /** Whose key it is. */
    person: reference('core.user', { required: true, onRemove: 'cascade' }),
    reason: text({ required: true, max: 500 }),
    /** `{ method, path, body, version }`: what is asked of our own API, by whoever applies it. */
    request: json({ required: true }),
    /** The versions of what it would change: `[{ entity, id, version, binned }]`. */
    stood: json({ required: true }),
    /** How many records its program was told would change. */
    count: integer({ required: true, default: 0 }),
    state: choice(['waiting', 'applied', 'declined'], { required: true, default: 'waiting', index: true }),
    decidedBy: reference('core.user', { onRemove: 'clear' }),
    decidedAt: datetime(),
  },
})

export const proposalHooks = hooks(Proposal, {
  async check(ctx, changes): Promise<Refusal[] | void> {
    if ((ctx as CoreCtx).access.system) return
    return changes.map((_, index) => ({ index, code: 'own_door', message: 'Proposals are left by programs and decided in the inbox, not as records.' }))
  },
})
