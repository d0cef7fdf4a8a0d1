import type { CoreCtx } from '../../data/context.ts'
import { customFields } from '../../registry/custom/document.ts'
import { labelOf } from '../../registry/names.ts'
import type { Problem } from '../../registry/problems.ts'
import type { Prepared } from './prepare.ts'

/** What people are told, with what is filled in; that may be a sentence again. */
export interface Sentence {
  readonly text: string
  readonly values: { readonly [name: string]: string | number | Sentence }
}

/** Why the whole does not hold together. What is wrong with a formula is said in the reader’s language, the rest in the registry’s words. */
export function problemSentence({ after, state }: Prepared, problem: Problem): Sentence {
  if (typeof problem === 'string') return { text: '{problem}', values: { problem } }
  const { entity: name, field: own, text, values } = problem
  const field = String(customFields(state.document, name).find(one => one.name === own)?.options.label ?? labelOf(own))
  return { text: '{field} of {entity}: {problem}', values: { field, entity: after.entities.get(name)?.label ?? name, problem: { text, values } } }
}

/** A sentence in the reader’s language, labels inside it too. */
export function say(ctx: Pick<CoreCtx, 't'>, { text, values }: Sentence): string {
  const said = (value: string | number | Sentence): string | number =>
    typeof value === 'object' ? say(ctx, value) : typeof value === 'string' ? ctx.t(value) : value
  return ctx.t(text, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, said(value)])))
}

/** A sentence as a refusal carries it, which fills in words and numbers alone: of one within another the inner is told. */
export function told({ text, values }: Sentence): { readonly text: string; readonly values: { readonly [name: string]: string | number } } {
  const inner = Object.values(values).find(value => typeof value === 'object')
  return inner ? told(inner) : { text, values: values as { readonly [name: string]: string | number } }
}
