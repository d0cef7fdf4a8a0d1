import { type Change, type Ctx, hooks, type Refusal } from '@sangam/sdk'
import { Lead } from '../model.ts'
import { readStages, type Stages, whereItStands } from './stages.ts'
import { teamsFor } from './teams.ts'

/** Fields that say where a lead stands; a change of none of them leaves it there. */
const standing = ['stage', 'state', 'pipeline']

function stands({ before, changed }: Change<typeof Lead>): boolean {
  return before === null || changed.some(name => standing.includes(name))
}

async function stagesFor(ctx: Ctx, changes: readonly Change<typeof Lead>[]) {
  if (!changes.some(change => change.next && stands(change))) return []
  const stages = await readStages(ctx)
  return changes.map(change => (change.next && stands(change) ? moved(ctx, change, stages) : null))
}

/** Stage, pipeline and status always agree, and what follows from them is filled in; the owner's team too, looked up in the same turn. */
export const stageHooks = hooks(Lead, {
  async derive(ctx, changes) {
    const [stages, teams] = await Promise.all([stagesFor(ctx, changes), teamsFor(ctx, changes)])
    return changes.map((_, at) => (stages[at] || teams[at] ? { ...stages[at], ...teams[at] } : null))
  },

  async check(ctx, changes) {
    if (!changes.some(change => change.next && stands(change))) return
    const { byId } = await readStages(ctx)
    return changes.flatMap(({ next }, index): Refusal[] => {
      if (!next) return []
      const stage = next.stage === null ? undefined : byId.get(next.stage)
      if (!stage) return [{ index, field: 'stage', code: 'no_stage', message: 'The pipeline has no stage for this. Add one in the set-up, or choose a stage.' }]
      if (next.pipeline !== null && stage.pipeline !== next.pipeline)
        return [
          {
            index,
            field: 'stage',
            code: 'stage_elsewhere',
            message: '{stage} is a stage of another pipeline. Choose one of this pipeline.',
            values: { stage: stage.name },
          },
        ]
      if (stage.kind === next.state) return []
      return [
        {
          index,
          field: 'state',
          code: 'stage_mismatch',
          message: 'The status does not fit the stage {stage}. Give one of them.',
          values: { stage: stage.name },
        },
      ]
    })
  },
})

function moved(ctx: Ctx, change: Change<typeof Lead>, stages: Stages) {
  const { before, next, changed } = change
  const place = whereItStands(change, stages)
  if (!place || !next) return null
  const { stage, pipeline, state } = place
  const newStage = before?.stage !== stage.id
  const closed = state !== 'open'
  const given = (name: 'probability' | 'actualClose' | 'lostReason' | 'lostNote'): boolean => changed.includes(name) && next[name] !== null
  return {
    stage: stage.id,
    pipeline,
    state,
    ...(newStage && { stageSince: ctx.now() }),
    // What is closed is certain; what is open is as likely as its stage, unless told.
    ...(newStage && (closed || !given('probability')) && { probability: stage.probability }),
    ...(closed && next.actualClose === null && { actualClose: ctx.today() }),
    ...(before !== null &&
      before.state !== 'open' &&
      !closed && {
        ...(!given('actualClose') && { actualClose: null }),
        ...(!given('lostReason') && { lostReason: null }),
        ...(!given('lostNote') && { lostNote: null }),
      }),
  }
}
