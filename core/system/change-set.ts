import { datetime, defineEntity, flow, hooks, integer, json, reference, text } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'

/** Changes that administrators make to the model together: written down, planned, applied, and taken back. */
export const ChangeSet = defineEntity('core.changeSet', {
  title: 'title',
  label: 'Change set',
  plural: 'Change sets',
  description: 'What administrators changed about entities, fields, rules, screens and roles, and when.',
  sort: ['-createdAt'],
  fields: {
    title: text({ required: true, max: 200 }),
    state: flow(
      {
        draft: { label: 'Draft', to: ['applying'] },
        applying: { label: 'Being applied', colour: 'blue', to: ['applied', 'failed'] },
        failed: { label: 'Failed', colour: 'red', to: ['applying'] },
        applied: { label: 'Applied', colour: 'green', to: ['undone'] },
        undone: { label: 'Taken back', colour: 'grey', to: [] },
      },
      { label: 'Status', readonly: true },
    ),
    operations: json({ required: true, readonly: true }),
    number: integer({ readonly: true, label: 'Model number' }),
    appliedAt: datetime({ readonly: true, label: 'Applied at' }),
    appliedBy: reference('core.user', { readonly: true, label: 'Applied by' }),
    undoes: text({ max: 36, readonly: true, label: 'Takes back' }),
    error: text({ max: 1000, multiline: true, readonly: true }),
  },
})

export const changeSetHooks = hooks(ChangeSet, {
  async check(ctx, changes) {
    if ((ctx as CoreCtx).access.system) return
    return changes.map((_, index) => ({
      index,
      code: 'own_door',
      message: 'Change sets are made, applied and taken back under Entities and fields, not as records.',
    }))
  },
})
