/** How many lines a plugin may write into the log within a second; the rest are counted, and told of with the next that is written. */
export class Lines {
  readonly #most: number
  readonly #write: (line: string) => void
  #second = { since: 0, lines: 0 }
  #left = 0

  constructor(most: number, write: (line: string) => void) {
    this.#most = most
    this.#write = write
  }

  /** Whether there is room for one more. */
  room(): boolean {
    const now = Date.now()
    if (now - this.#second.since > 1000) {
      this.#second = { since: now, lines: 0 }
      if (this.#left > 0) this.#write(`${this.#left} more lines were left out.`)
      this.#left = 0
    }
    this.#second.lines += 1
    if (this.#second.lines <= this.#most) return true
    this.#left += 1
    return false
  }
}
