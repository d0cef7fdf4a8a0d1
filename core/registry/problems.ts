import { fill } from './words.ts'

/** A formula, lookup or rollup that can’t be: administrators write them too, and are told in their language. */
export interface FieldProblem {
  readonly plugin: string
  readonly entity: string
  readonly field: string
  readonly text: string
  readonly values: { readonly [name: string]: string | number }
}

/** What is wrong, in words for programmers, or as what they are made of. */
export type Problem = string | FieldProblem

export function inEnglish(problem: Problem): string {
  if (typeof problem === 'string') return problem
  const { plugin, entity, field, text, values } = problem
  return `Plugin ${plugin}: field "${field}" on ${entity}: ${fill(text, values, 'en')}`
}

/** Everything that is wrong with the plugins, said at once: each sentence names the plugin, the thing and the fix. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError'
  constructor(readonly problems: readonly Problem[]) {
    super(`The plugins can't be put together:\n${problems.map(problem => `- ${inEnglish(problem)}`).join('\n')}`)
  }
}

/** Takes a sentence; checks go on, so that all of them are known at once. */
export type Say = (problem: string) => void
