import { buildModel } from '../../registry/build.ts'
import { type CustomState, canonical } from '../../registry/custom/document.ts'
import { modelOf } from '../../registry/custom/fit.ts'
import type { Model } from '../../registry/model.ts'
import { inEnglish, type Problem } from '../../registry/problems.ts'
import { textsOf } from '../../registry/texts.ts'
import { serverWords } from '../../system/server.hi.ts'
import type { World } from '../../world.ts'
import { partsWith } from '../workspace.ts'
import { refuse } from './checks.ts'
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
  const known = new Set(before.setAside.map(whatIsWrong))
  holdSentences(after, operations)
  const problems = after.setAside.filter(problem => !known.has(whatIsWrong(problem)))
  return { before, after, was: state, state: next, set, problems }
}

/** A problem whatever the heading of the section is by now that it stands in. */
function whatIsWrong(problem: Problem): string {
  return inEnglish(problem).replace(/(?:"[^"]*"|a section without a heading) is shown by a condition/, 'a section is shown by a condition')
}

/** What has a name can be called otherwise; what Sangam itself says to people can't. */
function holdSentences(after: Model, operations: readonly Operation[]): void {
  const said = operations.flatMap(one => (one.op === 'setWords' ? Object.entries(one.words).flatMap(([text, word]) => (word === null ? [] : [text])) : []))
  const own = said.filter(text => Object.hasOwn(serverWords, text))
  if (own.length === 0) return
  const named = new Set(textsOf(after).map(one => one.text))
  const text = own.find(one => !named.has(one))
  if (text)
    refuse('words_of_sangam', '“{text}” is a sentence of Sangam itself. Choose other words for what has a name: the table of translations has all of it.', {
      text,
    })
}
