import { type LitElement, live } from '@sangam/sdk/web'
import { Entry } from '../model.ts'

/** So long after an entry changed it is read anew: a batch of them is read once. */
const pause = 600

/** What a page read of the books, read anew as entries are posted. What was read stays until the new is there, and the answer to an earlier question is not shown. */
export class Reading<Found> {
  found: Found | null = null
  error: unknown = null
  readonly #host: LitElement
  readonly #read: () => Promise<Found>
  readonly #of: readonly string[]
  #stop: () => void = () => undefined
  #later: ReturnType<typeof setTimeout> | undefined
  #round = 0

  /** @param of - what it is read anew for: changes of entries unless told */
  constructor(host: LitElement, read: () => Promise<Found>, of: readonly string[] = [Entry.name]) {
    this.#host = host
    this.#of = of
    this.#read = read
    host.addController(this)
  }

  hostConnected(): void {
    const told = (): void => {
      clearTimeout(this.#later)
      this.#later = setTimeout(() => void this.again(), pause)
    }
    const stops = this.#of.map(entity => live(entity, told))
    this.#stop = () => {
      for (const stop of stops) stop()
    }
  }

  hostDisconnected(): void {
    this.#stop()
    clearTimeout(this.#later)
  }

  async again(): Promise<void> {
    const round = ++this.#round
    try {
      const found = await this.#read()
      if (round !== this.#round) return
      this.found = found
      this.error = null
    } catch (error) {
      if (round !== this.#round) return
      this.error = error
    }
    this.#host.requestUpdate()
  }
}
