import { buildModel } from '../../registry/build.ts'
import { type CustomState, canonical } from '../../registry/custom/document.ts'
import { modelOf } from '../../registry/custom/fit.ts'
import type { Model } from '../../registry/model.ts'
import { inEnglish, type Problem } from '../../registry/problems.ts'
import type { World } from '../../world.ts'
import { partsWith } from '../workspace.ts'
import type { Operation } from './operations.ts'
import { perform } from './perform.ts'

export interface Prepared {
  readonly before: Model
  readonly after: Model
  readonly was: CustomState
  readonly state: CustomState
  /** The change set that the present state comes from. */
  readonly set: string | null
  /** Why the whole does not hold together. */
  readonly problems: readonly Problem[]
}

/** The models before and after some operations; nothing is changed. */
export async function prepare(world: World, workspace: string, operations: readonly Operation[]): Promise<Prepared> {
  const { plugins, state, set } = await partsWith(world, workspace, [])
  const next = perform(state, buildModel(plugins), operations)
  const before = modelOf(plugins, state.document)
  const after = canonical(next.document) === canonical(state.document) ? before : modelOf(plugins, next.document)
  const known = new Set(before.setAside.map(inEnglish))
  const problems = after.setAside.filter(problem => !known.has(inEnglish(problem)))
  return { before, after, was: state, state: next, set, problems }
}
