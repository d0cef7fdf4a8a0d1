import type { World } from '../../world.ts'
import { strongest } from '../rehearsal/locks.ts'
import { rehearsePlan } from '../rehearsal/plan.ts'
import { msForRows } from '../rehearsal/rows.ts'
import { refusedOn, type Takes, takesOf } from '../rehearsal/said.ts'
import type { RehearsedStep, SchemaStep } from '../steps.ts'
import { type ModelPlan, unwanted } from './plan.ts'

/** A plan with what each of its steps holds, how long it takes and who waits. */
export interface RehearsedModel extends ModelPlan {
  readonly schema: readonly RehearsedStep[]
  readonly takes: Takes
}

/** Rehearses a plan on an empty copy of what it touches; refused with what the database says where it would refuse it. What can't be, or changes nothing, stays as it is. */
export async function rehearsedModel(world: World, workspace: string, plan: ModelPlan): Promise<ModelPlan | RehearsedModel> {
  const { prepared, workspacePlan: live, converting, refused, unchanged } = plan
  if (unchanged || refused.length > 0) return plan
  const { before, after } = prepared
  const dropped = unwanted(workspace, before, after).filter(one => live.indexes.some(({ name }) => name === one.name))
  const found = await rehearsePlan(world, workspace, { model: after, live, converting, dropped })
  const problem = refusedOn(found)
  if (problem) return { ...plan, refused: [problem] }
  const parts = plan.schema.map(step => ({ step, found: found.steps.filter(one => isPartOf(one, step)) }))
  // What only writes values has nothing that could be rehearsed.
  const written = parts.flatMap(one => (one.found.length === 0 ? [withFound(one.step, [])] : []))
  // What ends with the change is no step of its own (a sum that is kept up no more), and may hold a table.
  const ended = found.steps.filter(one => one.locks.length > 0 && !plan.schema.some(step => isPartOf(one, step)))
  return {
    ...plan,
    schema: [...parts.map(one => withFound(one.step, one.found)), ...ended],
    takes: takesOf({ ...found, steps: [...found.steps, ...written] }, [after, before]),
  }
}

/** A step that was rehearsed in several parts (a link is made, then checked) holds and takes what they do together. */
function withFound(step: SchemaStep, own: readonly RehearsedStep[]): RehearsedStep {
  const locks = own.flatMap(one => one.locks)
  const held = strongest(locks, 0).map(lock => ({ ...lock, ms: Math.max(...locks.filter(one => one.table === lock.table).map(one => one.ms)) }))
  return { ...step, locks: held, ms: own.length === 0 ? Math.round(msForRows(step, step.rows)) : own.reduce((sum, one) => sum + one.ms, 0) }
}

function isPartOf(one: RehearsedStep, { what, table, name, how }: SchemaStep): boolean {
  return one.what === what && one.table === table && one.name === name && (one.how === how || what === 'values')
}
