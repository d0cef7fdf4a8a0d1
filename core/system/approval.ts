import { choice, datetime, defineEntity, hooks, integer, json, type Refusal, reference, text } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'

/** Someone asked that a record may take an arrow of its flow. */
export const Approval = defineEntity('core.approval', {
  title: 'recordTitle',
  internal: true,
  bin: false,
  sort: ['-createdAt'],
  fields: {
    entity: text({ required: true, max: 100 }),
    record: text({ required: true, max: 36, index: true }),
    recordTitle: text({ max: 255 }),
    field: text({ required: true, max: 80 }),
    from: text({ required: true, max: 80 }),
    to: text({ required: true, max: 80 }),
    state: choice(['waiting', 'approved', 'refused', 'withdrawn'], { required: true, default: 'waiting', index: true }),
    asker: reference('core.user', { required: true, onRemove: 'cascade' }),
    comment: text({ max: 1000 }),
    /** The steps that apply, as they were when it was asked. */
    steps: json({ required: true }),
    step: integer({ default: 0 }),
    /** Who asked may decide too. */
    own: choice(['no', 'yes'], { required: true, default: 'no' }),
    remindAfterDays: integer({ default: 2 }),
    endedAt: datetime(),
  },
})

/** One voice that a step waits for: a person's, or that of anyone who has a role. */
export const ApprovalVote = defineEntity('core.approvalVote', {
  title: 'state',
  internal: true,
  bin: false,
  sort: ['-createdAt'],
  fields: {
    approval: reference(Approval, { required: true, onRemove: 'cascade' }),
    step: integer({ required: true }),
    user: reference('core.user', { onRemove: 'clear' }),
    role: text({ max: 100, index: true }),
    state: choice(['waiting', 'approved', 'refused', 'skipped'], { required: true, default: 'waiting', index: true }),
    comment: text({ max: 1000 }),
    decidedBy: reference('core.user', { onRemove: 'clear' }),
    decidedAt: datetime(),
    remindedAt: datetime(),
  },
})

/** Both change through their own door only. */
export const approvalHooks = [hooks(Approval, { check: ownDoor }), hooks(ApprovalVote, { check: ownDoor })]

async function ownDoor(ctx: unknown, changes: readonly unknown[]): Promise<Refusal[] | void> {
  if ((ctx as CoreCtx).access.system) return
  return changes.map((_, index) => ({ index, code: 'own_door', message: 'Approvals are asked for and given on the record, not as records.' }))
}
