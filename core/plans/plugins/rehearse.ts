import type { World } from '../../world.ts'
import { rehearsePlan } from '../rehearsal/plan.ts'
import { refusedOn, takesOf } from '../rehearsal/said.ts'
import type { RehearsedStep } from '../steps.ts'
import { nothing, type PluginPlan } from './targets.ts'

/**
 * A plan with what it does in the database, how long that takes and who waits, once it was rehearsed on an empty copy; refused with what the
 * database says where it would refuse it. What can't be, or does nothing there, stays as it is.
 */
export async function rehearsedPlan(world: World, workspace: string, plan: PluginPlan): Promise<PluginPlan> {
  const { course, refused } = plan
  if (refused || !course) return plan
  const now = await world.models.current(workspace)
  const found = await rehearsePlan(world, workspace, course)
  const problem = refusedOn(found)
  if (problem) return nothing(problem.text, problem.values)
  // What is put away is out of sight by then, and what is put back not yet in it.
  const hidden = new Set([...(course.back ?? []), ...(course.away ?? [])].flatMap(one => one.tables))
  return { ...plan, schema: folded(found.steps), takes: takesOf(found, [now, course.model], table => hidden.has(table)) }
}

/** A new table is one step, with all that is made with it. */
function folded(steps: readonly RehearsedStep[]): RehearsedStep[] {
  const fresh = new Set(steps.flatMap(one => (one.what === 'table' && one.how === 'make' ? [one.table] : [])))
  return steps.filter(one => one.what === 'table' || one.locks.length > 0 || !fresh.has(one.table))
}
