import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Source } from './source.ts'

/** Of what the browser prints itself; longer lists are downloaded as a PDF. */
const mostPrinted = 500

/** Whether the browser prints at this moment: a list then shows all that was fetched of it, across the paper. It takes the page as it is when this has told. */
export class Printing implements ReactiveController {
  now = false
  readonly #tell: () => void

  constructor(host: ReactiveControllerHost, tell: () => void) {
    this.#tell = tell
    host.addController(this)
  }

  hostConnected(): void {
    addEventListener('beforeprint', this.#changed)
    addEventListener('afterprint', this.#changed)
  }

  hostDisconnected(): void {
    removeEventListener('beforeprint', this.#changed)
    removeEventListener('afterprint', this.#changed)
  }

  /** How many lines from the first on are there. */
  fetched(source: Source): number {
    let count = 0
    for (; count < mostPrinted; count += 1) {
      const item = source.at(count)
      if (item?.kind !== 'group' && item?.row === undefined) break
    }
    return count
  }

  readonly #changed = (event: Event): void => {
    this.now = event.type === 'beforeprint'
    document.body.style.setProperty('page', this.now ? 'list' : '')
    this.#tell()
  }
}
