import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { AskedQuery } from './web-asked.ts'

/** What a route answers, as it is known now. */
export interface Asked<Answer> extends ReactiveController {
  /** The answer to this query; null until it has come, and where it was refused. Asked while drawing: the element is drawn again when it has come. */
  of(query: AskedQuery): Answer | null
}

interface Known<Answer> {
  answer: Answer | null
  asking: boolean
  /** What it rests on has changed since it was asked. */
  old: boolean
}

// Each amount that is typed may be a query of its own.
const REMEMBERED = 50

/** The answers to an element, for as long as it is on the page: one question of each query is under way at a time, and an old answer stands until the new one has come. */
export class AskedOnce<Answer> implements Asked<Answer> {
  readonly #element: ReactiveControllerHost
  readonly #ask: (query: AskedQuery) => Promise<Answer>
  readonly #follow: (told: () => void) => () => void
  readonly #known = new Map<string, Known<Answer>>()
  #stop: () => void = () => {}

  constructor(element: ReactiveControllerHost, ask: (query: AskedQuery) => Promise<Answer>, follow: (told: () => void) => () => void) {
    this.#element = element
    this.#ask = ask
    this.#follow = follow
    element.addController(this)
  }

  hostConnected(): void {
    this.#stop = this.#follow(() => this.#age())
  }

  // Nobody tells what changes while it is off the page, so what it knew is forgotten.
  hostDisconnected(): void {
    this.#stop()
    this.#known.clear()
  }

  of(query: AskedQuery): Answer | null {
    const key = JSON.stringify(query)
    const known = this.#known.get(key) ?? this.#begin(key)
    if (known.old && !known.asking) void this.#learn(known, key, query)
    return known.answer
  }

  #begin(key: string): Known<Answer> {
    const known = { answer: null, asking: false, old: true }
    const [oldest] = this.#known.keys()
    if (this.#known.size >= REMEMBERED && oldest !== undefined) this.#known.delete(oldest)
    this.#known.set(key, known)
    return known
  }

  async #learn(known: Known<Answer>, key: string, query: AskedQuery): Promise<void> {
    known.asking = true
    known.old = false
    try {
      known.answer = await this.#ask(query)
    } catch (error) {
      // A refusal would be the same once more; what did not come through is asked again when the element is next drawn.
      known.asking = false
      if (isRefusal(error)) known.answer = null
      else known.old = true
      return
    }
    known.asking = false
    if (this.#known.get(key) === known) this.#element.requestUpdate()
  }

  #age(): void {
    for (const known of this.#known.values()) known.old = true
    this.#element.requestUpdate()
  }
}

/** Whether the server understood, and will say no again: not that it was busy, or that the person has to sign in anew. */
function isRefusal(error: unknown): boolean {
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 0
  return status >= 400 && status < 500 && ![401, 408, 429].includes(status)
}
