import type { Change, Ctx, Id, RecordOf } from '@sangam/sdk'
import { type Lead, Pipeline, Stage } from '../model.ts'

type StageRecord = RecordOf<typeof Stage>

/** The pipelines and stages of a workspace, in order. They are few, and known whole they answer for any number of leads. */
export interface Stages {
  readonly byId: ReadonlyMap<string, StageRecord>
  /** The first stage of a kind in a pipeline. */
  first(pipeline: string | null, kind: StageRecord['kind']): StageRecord | null
  readonly usual: Id<'leads.pipeline'> | null
}

export async function readStages(ctx: Ctx): Promise<Stages> {
  return ctx.asSystem('Reads pipelines and stages', async system => {
    const stages: StageRecord[] = []
    const pipelines: RecordOf<typeof Pipeline>[] = []
    await Promise.all([
      system.repo(Stage).each({ sort: ['position'] }, async page => void stages.push(...page)),
      system.repo(Pipeline).each({ where: { active: true }, sort: ['createdAt'] }, async page => void pipelines.push(...page)),
    ])
    return {
      byId: new Map(stages.map(stage => [stage.id, stage])),
      first: (pipeline, kind) => stages.find(stage => stage.pipeline === pipeline && stage.kind === kind) ?? null,
      usual: (pipelines.find(pipeline => pipeline.isDefault) ?? pipelines[0])?.id ?? null,
    }
  })
}

/**
 * Where a lead stands after a change. A stage that is given brings its pipeline and status with it; a
 * status alone brings the pipeline's first stage of that kind; a pipeline alone, its first stage of the
 * lead's status. What contradicts itself is left as it is, for the check to refuse.
 */
export function whereItStands(
  { before, next, changed }: Change<typeof Lead>,
  stages: Stages,
): { stage: StageRecord; pipeline: string; state: StageRecord['kind'] } | null {
  if (!next) return null
  const told = (name: string): boolean => changed.includes(name)
  const stateTold = before ? told('state') : next.state !== 'open'
  const stage = next.stage === null ? undefined : stages.byId.get(next.stage)
  if (stage && (told('stage') || !(stateTold || told('pipeline')))) {
    if (stateTold && stage.kind !== next.state) return null
    if (told('pipeline') && next.pipeline !== null && stage.pipeline !== next.pipeline) return null
    return { stage, pipeline: stage.pipeline, state: stage.kind }
  }
  if (next.stage !== null && told('stage')) return null
  const pipeline = next.pipeline ?? before?.pipeline ?? stages.usual
  const first = stages.first(pipeline, next.state)
  return first && { stage: first, pipeline: first.pipeline, state: first.kind }
}
