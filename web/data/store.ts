import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** A value that tells those who watch it when it is set anew. */
export class Store<T> {
  readonly #told = new Set<(value: T) => void>()
  #value: T

  constructor(value: T) {
    this.#value = value
  }

  get value(): T {
    return this.#value
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return
    this.#value = value
    for (const told of [...this.#told]) told(value)
  }

  subscribe(told: (value: T) => void): () => void {
    this.#told.add(told)
    return () => this.#told.delete(told)
  }
}

/** Draws an element anew whenever one of the stores is set: `watch(this, metaStore)` in its constructor. */
export function watch(host: ReactiveControllerHost, ...stores: readonly { subscribe(told: () => void): () => void }[]): void {
  const controller: ReactiveController & { stop: (() => void)[] } = {
    stop: [],
    hostConnected() {
      this.stop = stores.map(store => store.subscribe(() => host.requestUpdate()))
    },
    hostDisconnected() {
      for (const stop of this.stop) stop()
      this.stop = []
    },
  }
  host.addController(controller)
}
