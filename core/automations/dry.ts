import type { CoreCtx } from '../data/context.ts'
import { Refused } from '../errors.ts'
import { takenBack } from '../records/rehearsal/taken-back.ts'
import { rightsOf } from './author.ts'
import type { Definition, Entry } from './definition.ts'
import { meeting } from './meeting.ts'
import { perform } from './perform.ts'
import { refusalOf } from './run.ts'
import { type Live, type Walk, walkSteps } from './walk.ts'

export interface DryRun {
  /** Whether the record meets the condition; the steps are shown either way. */
  readonly meets: boolean
  readonly log: readonly Entry[]
}

/**
 * Takes one record through the steps with the rights the automation would have, and takes all of it back: rules, hooks
 * and refusals are the real ones, mails and calls are shown and not sent.
 */
export async function dryRun(ctx: CoreCtx, definition: Definition, author: string, record: string | null, input: Live['input']): Promise<DryRun> {
  const rights = await rightsOf(ctx, { author, runAs: definition.runAs })
  if ('text' in rights) throw new Refused(409, 'stopped', rights.text)
  const entity = definition.entity === null ? null : (ctx.model.entities.get(definition.entity) ?? null)
  const live: Live = { id: '00000000-0000-7000-8000-000000000001', record, input, pressedBy: author, log: [], item: null, calls: null }
  let meets = false
  const who = { workspace: ctx.workspace, access: rights.access, origin: 'automation', cause: { run: live.id, depth: 1 }, reason: definition.name } as const
  await takenBack(ctx.world, who, async run => {
    meets = entity === null || record === null || (await meeting(run, entity.name, definition.condition, [record])).has(record)
    const automation = { ...definition, id: live.id, version: 0, active: true, author, stopped: null }
    const walk: Walk = { ctx: run, automation, entity, dry: true, at: '' }
    try {
      await walkSteps(walk, perform, definition.steps, [live])
      await run.tx.settled()
    } catch (error) {
      const refusal = refusalOf(error)
      if (!refusal) throw error
      live.log.push({ at: walk.at, do: 'set', state: 'failed', time: run.now(), data: null, error: ctx.t(refusal.text, refusal.values) })
    }
  })
  return { meets, log: live.log }
}
