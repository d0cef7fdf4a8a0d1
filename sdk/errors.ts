/**
 * One thing wrong with what was sent.
 *
 * @example const issue: Issue = { field: 'lines.2.quantity', code: 'too_small', message: 'Enter at least 1.' }
 */
export interface Issue {
  /** Dotted path: `email`, `lines.2.quantity`. */
  readonly field?: string
  readonly code: string
  /** A translated sentence that says what to do. */
  readonly message: string
}

/**
 * Refuses, with a sentence for the person who asked. The code is for machines: snake_case, stable.
 *
 * @example throw new UserError('lead_without_name', 'Add a name to {title} first.', { title: lead.title }, 'rawName')
 */
export class UserError extends Error {
  override readonly name = 'UserError'
  constructor(
    readonly code: string,
    message: string,
    readonly values: { readonly [name: string]: string | number } = {},
    readonly field?: string,
  ) {
    super(message)
  }
}
