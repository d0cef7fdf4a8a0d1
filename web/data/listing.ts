import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { ask } from './client.ts'

/**
 * A list that a screen shows whole: asked for when the screen opens, and again by `load`. `items` is null until it came; what went wrong
 * last is in `error`, with the items that were there before. Made in the screen's constructor.
 */
export class Listing<T> implements ReactiveController {
  items: readonly T[] | null = null
  error: unknown = null
  readonly #host: ReactiveControllerHost
  readonly #path: string

  constructor(host: ReactiveControllerHost, path: string) {
    this.#host = host
    this.#path = path
    host.addController(this)
  }

  hostConnected(): void {
    void this.load()
  }

  async load(): Promise<void> {
    try {
      this.items = (await ask<{ items: readonly T[] }>(this.#path)).items
      this.error = null
    } catch (error) {
      this.error = error
    }
    this.#host.requestUpdate()
  }
}
