import type { Limits } from './limits.ts'

/** What a plugin's process did wrong of late: after several faults within a while it is left alone for as long. */
export class Faults {
  readonly #limits: Limits
  #at: number[] = []
  #last = ''

  constructor(limits: Limits) {
    this.#limits = limits
  }

  add(reason: string): void {
    this.#last = reason
    this.#at = [...this.#at.slice(1 - this.#limits.faults), Date.now()]
  }

  /** For how many milliseconds it is left alone yet. */
  leftAloneMs(): number {
    const { faults, faultsWithinMs } = this.#limits
    const [first = 0] = this.#at
    const last = this.#at.at(-1) ?? 0
    return this.#at.length >= faults && last - first <= faultsWithinMs ? Math.max(0, last + faultsWithinMs - Date.now()) : 0
  }

  /** Why nothing is asked of it just now; null while all is well. */
  trouble(): string | null {
    const left = this.leftAloneMs()
    return left === 0
      ? null
      : `It failed ${this.#at.length} times in a short while, and is tried again in ${Math.ceil(left / 1000)} seconds. The last time: ${this.#last}`
  }
}
