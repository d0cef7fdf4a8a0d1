import { type Declined, UserError } from '@sangam/sdk'
import { Refused } from '../errors.ts'
import type { Model } from '../registry/model.ts'
import { fill } from '../registry/words.ts'
import { serverWords } from '../system/server.hi.ts'

/** What was refused, in the language of whoever it was refused to; null for what merely failed. */
export function declinedOf(model: Model, locale: string, error: unknown): Declined | null {
  const words = (text: string): string =>
    model.words.get(locale)?.get(text) ?? (locale === 'hi' && Object.hasOwn(serverWords, text) ? serverWords[text] : null) ?? text
  const say = (text: string, values: { readonly [name: string]: string | number } = {}): string => fill(words(text), values, locale)
  if (error instanceof UserError) return { codes: [error.code], sentence: say(error.message, error.values) }
  if (!(error instanceof Refused) || error.status >= 500 || error.status === 429) return null
  const issues = error.options.errors ?? []
  return {
    codes: [error.code, ...issues.map(issue => issue.code)],
    sentence: issues.length === 0 ? say(error.detail, error.options.values) : issues.map(issue => say(issue.message, issue.values)).join(' '),
  }
}
