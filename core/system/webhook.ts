import { boolean, choices, defineEntity, hooks, json, reference, text } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { checkWebhook } from '../webhooks/check.ts'
import { newSecretFor } from '../webhooks/secrets.ts'
import { forgetFailures } from '../webhooks/store.ts'

/** Another system that is told of changes and events, by calls signed after the Standard Webhooks. Its secrets are kept beside it. */
export const Webhook = defineEntity('core.webhook', {
  steady: true,
  title: 'name',
  label: 'Webhook',
  plural: 'Webhooks',
  description: 'Another system that is told when records change or something happens.',
  sort: ['name'],
  fields: {
    name: text({ required: true, max: 120 }),
    url: text({ required: true, max: 2000, label: 'Address' }),
    entity: text({ max: 100, index: true, label: 'Records' }),
    verbs: choices(
      { create: { label: 'Created' }, update: { label: 'Changed' }, remove: { label: 'Removed' }, restore: { label: 'Restored' } },
      { label: 'When they are' },
    ),
    condition: json({ label: 'Only where' }),
    event: text({ max: 100, index: true }),
    runAs: text({ max: 100, label: 'Shows what this role sees' }),
    author: reference('core.user', { readonly: true, label: 'Saved by' }),
    active: boolean({ default: true }),
    stopped: text({ max: 500, readonly: true, label: 'Stopped because' }),
  },
})

export const webhookHooks = hooks(Webhook, {
  // Whoever saves it answers for what it shows; switching it on forgets why it stopped.
  async derive(ctx, changes) {
    if ((ctx as CoreCtx).access.system) return
    return changes.map(change => (change.next ? { author: ctx.user.id, ...(change.next.active && { stopped: null }) } : null)) as never
  },
  // It shows what its author sees: a key that is narrowed to less would have it tell more than the key itself may read.
  async check(ctx, changes) {
    const { access } = ctx as CoreCtx
    // What is wrong with it by now must not keep it from being switched off.
    if (access.system) return
    if (!access.caller.roles.some(role => role === 'core.owner' || role === 'core.admin'))
      return changes.map((_, index) => ({ index, code: 'forbidden', message: 'Only an administrator may do this.' }))
    const wrong = await Promise.all(changes.map(change => (change.next && change.verb !== 'remove' ? checkWebhook(ctx as CoreCtx, change.next) : [])))
    return wrong.flatMap((list, index) => list.map(refusal => ({ index, ...refusal })))
  },
  // A new one is given its secret; one that is switched on again begins with a clean count.
  async react(plain, changes) {
    const ctx = plain as CoreCtx
    for (const { verb, next, changed } of changes) {
      if (verb === 'create' && next) await newSecretFor(ctx.tx, ctx.schema, next.id, ctx.world.clock.now())
      if (next?.active && changed.includes('active')) await forgetFailures(ctx.tx, ctx.schema, next.id)
    }
  },
})
