import type { Issue } from '@sangam/sdk'

/**
 * What every room throws to refuse: http/problems.ts makes it an RFC 9457 answer, the CLI prints
 * its detail. The detail is English with `{name}` filled from `values`; it is translated last.
 */
export class Refused extends Error {
  override readonly name = 'Refused'
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 409 | 412 | 413 | 415 | 422 | 428 | 429 | 503,
    /** snake_case, stable: `not_found`, `invalid`, `changed_meanwhile`. */
    readonly code: string,
    readonly detail: string,
    readonly options: {
      readonly values?: { readonly [name: string]: string | number }
      readonly errors?: readonly (Issue & { readonly row?: number; readonly values?: { readonly [name: string]: string | number } })[]
      readonly retryAfterSeconds?: number
    } = {},
  ) {
    super(detail)
  }
}

/** The same for what is not there and for what one may not see. */
export function notFound(): Refused {
  return new Refused(404, 'not_found', 'There is no such record, or you may not see it.')
}
