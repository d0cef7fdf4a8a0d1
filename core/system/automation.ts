import { boolean, choice, datetime, defineEntity, hooks, integer, json, type Refusal, reference, text } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'

/** What happens by itself: when, if, do. Its history keeps every version; a run stays with the one it began under. */
export const Automation = defineEntity('core.automation', {
  steady: true,
  title: 'name',
  internal: true,
  sort: ['name'],
  fields: {
    name: text({ required: true, max: 120 }),
    active: boolean({ default: true }),
    /** The kind of record it is about; empty for what happens without one. */
    entity: text({ max: 100, index: true }),
    trigger: json({ required: true }),
    condition: json(),
    steps: json({ required: true }),
    /** A role of the author's to which it is narrowed; empty for all that the author may do. */
    runAs: text({ max: 100 }),
    /** In whose name it acts: whoever saved it last. */
    author: reference('core.user', { required: true, onRemove: 'cascade' }),
    /** Why it stopped by itself. */
    stopped: text({ max: 500 }),
  },
})

/** One time that an automation did something, step by step. */
export const AutomationRun = defineEntity('core.automationRun', {
  title: 'recordTitle',
  internal: true,
  bin: false,
  sort: ['-createdAt'],
  fields: {
    automation: reference(Automation, { required: true, onRemove: 'cascade' }),
    automationVersion: integer({ required: true }),
    entity: text({ max: 100 }),
    record: text({ max: 36, index: true }),
    recordTitle: text({ max: 255 }),
    state: choice(['waiting', 'calling', 'retrying', 'done', 'failed', 'stopped'], { required: true, default: 'waiting', index: true }),
    /** What each step did: `[{ at, do, state, data, error }]`. */
    log: json(),
    /** What an incoming call brought. */
    input: json(),
    /** Who pressed the button. */
    pressedBy: reference('core.user', { onRemove: 'clear' }),
    error: text({ max: 1000 }),
    attempts: integer({ default: 0 }),
    /** How many automations led to this one, itself counted. */
    depth: integer({ required: true, default: 1 }),
    /** The run whose change set this one off. */
    causedBy: text({ max: 36 }),
    /** One run for each key: a date comes once for a record. */
    key: text({ max: 200, unique: true }),
    endedAt: datetime(),
  },
})

/** Both change through their own door only. */
export const automationHooks = [hooks(Automation, { check: ownDoor }), hooks(AutomationRun, { check: ownDoor })]

async function ownDoor(ctx: unknown, changes: readonly unknown[]): Promise<Refusal[] | void> {
  if ((ctx as CoreCtx).access.system) return
  return changes.map((_, index) => ({ index, code: 'own_door', message: 'Automations are made and changed under Automations, not as records.' }))
}
