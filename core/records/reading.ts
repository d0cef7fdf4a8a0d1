import type { Runner, Tx } from '../data/connection.ts'
import { Pulse } from '../data/driver/pulse.ts'
import { Refused } from '../errors.ts'

/** Reads without a transaction of their own: nothing of them is held, and they can be ended from outside all the same. */
export class Reading implements Tx {
  readonly pulse = new Pulse()
  readonly peek = null
  /** Fails when it is aborted. */
  readonly cut: Promise<never>
  readonly #runner: Runner
  #die: (error: Error) => void = () => undefined
  #aborted: Error | null = null

  constructor(runner: Runner) {
    this.#runner = runner
    this.cut = new Promise<never>((_, reject) => {
      this.#die = reject
    })
    this.cut.catch(() => undefined)
  }

  async run<T extends object>(query: Parameters<Runner['run']>[0], values?: Record<string, unknown>): Promise<T[]> {
    if (this.#aborted) throw this.#aborted
    return this.pulse.during(() => this.#runner.run<T>(query, values))
  }

  abort(error: Error): void {
    this.#aborted ??= error
    this.#die(error)
  }

  async settled(): Promise<void> {
    // Nothing was sent that nobody waits for.
  }

  later = never
  savepoint = never
  copyIn = never
  copyOut = never
}

function never(): never {
  throw new Refused(403, 'read_only', 'Nothing can be changed here: this only reads.')
}
