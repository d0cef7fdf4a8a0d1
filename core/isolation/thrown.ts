import { UserError } from '@sangam/sdk'
import { Refused } from '../errors.ts'
import type { WireError } from './wire.ts'

/** What was thrown at a plugin's questions, so that what it throws on is the very same again; kept for as long as the call it was thrown in. */
export class Thrown<Call> {
  #number = 0
  readonly #kept = new Map<number, { readonly error: unknown; readonly call: Call }>()

  /** As it crosses to the plugin. */
  sent(error: unknown, call: Call): WireError {
    if (error instanceof UserError) {
      const { code, message, values, field } = error
      return { kind: 'user', code, message, values, ...(field !== undefined && { field }) }
    }
    const number = ++this.#number
    this.#kept.set(number, { error, call })
    const code = error instanceof Refused ? error.code : 'failed'
    return { kind: 'platform', code, message: error instanceof Error ? error.message : String(error), number }
  }

  /** What came back: ours only where it was thrown within this call, whatever number the plugin names. */
  came(error: WireError, call: Call): unknown {
    if (error.kind === 'user') return new UserError(error.code, error.message, error.values, error.field)
    const kept = error.kind === 'platform' ? this.#kept.get(error.number) : undefined
    if (kept?.call === call) return kept.error
    if (error.kind === 'platform') return new Error(error.message)
    return Object.assign(new Error(error.message), error.stack === '' ? {} : { stack: error.stack })
  }

  forget(call: Call): void {
    for (const [number, kept] of this.#kept) if (kept.call === call) this.#kept.delete(number)
  }
}
