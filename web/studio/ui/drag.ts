import type { ReactiveController, ReactiveControllerHost } from 'lit'

interface Host<Held, Place> extends ReactiveControllerHost {
  /** Where it would stand if it were let go there. */
  placeAt(held: Held, x: number, y: number): Place | null
  drop(held: Held, place: Place | null): void
}

/** So far a hand moves before it drags: a click is none. */
const least = 6

/** Takes something by the pointer and puts it where it may stand: with a mouse, a pen or a finger. Escape lets it go where it was. */
export class Drag<Held, Place> implements ReactiveController {
  held: Held | null = null
  over: Place | null = null
  at = { x: 0, y: 0 }
  /** Whether the press that just ended moved something, and so is no click. */
  moved = false
  #end: (() => void) | null = null
  readonly #host: Host<Held, Place>

  constructor(host: Host<Held, Place>) {
    this.#host = host
    host.addController(this)
  }

  hostDisconnected(): void {
    this.#end?.()
  }

  begin(event: PointerEvent, held: Held): void {
    this.moved = false
    const byGrip = event.composedPath().some(node => node instanceof HTMLElement && node.classList.contains('grip'))
    // A finger on anything but a grip scrolls the page.
    if (event.button !== 0 || (event.pointerType !== 'mouse' && !byGrip)) return
    this.#end?.()
    const stop = new AbortController()
    const on = { signal: stop.signal }
    this.#end = () => {
      stop.abort()
      this.#end = null
      this.held = null
      this.over = null
      this.#host.requestUpdate()
    }
    addEventListener('pointermove', next => this.#move(next, event, held), on)
    addEventListener('pointerup', () => this.#drop(), on)
    addEventListener('pointercancel', () => this.#end?.(), on)
    addEventListener('keydown', key => key.key === 'Escape' && this.#end?.(), { ...on, capture: true })
  }

  #move(event: PointerEvent, from: PointerEvent, held: Held): void {
    const { clientX: x, clientY: y } = event
    if (!this.held && Math.hypot(x - from.clientX, y - from.clientY) < least) return
    event.preventDefault()
    this.held = held
    this.moved = true
    this.at = { x, y }
    this.over = this.#host.placeAt(held, x, y)
    this.#host.requestUpdate()
  }

  #drop(): void {
    const { held, over } = this
    this.#end?.()
    // The click that follows comes before this.
    setTimeout(() => (this.moved = false))
    if (held) this.#host.drop(held, over)
  }
}
