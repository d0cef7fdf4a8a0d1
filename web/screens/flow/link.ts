import type { ReactiveController, ReactiveControllerHost } from 'lit'

interface Host extends ReactiveControllerHost {
  /** Which state lies there. */
  stateAt(x: number, y: number): string | null
  link(from: string, to: string): void
}

/** So far a hand moves before it draws: a press that stays is none. */
const least = 6

/** Draws an arrow out of a state with the pointer, up to the state on which it is let go. Escape ends it without one. */
export class Link implements ReactiveController {
  /** From which state, where the pointer is, and which state lies there. */
  now: { readonly from: string; readonly x: number; readonly y: number; readonly over: string | null } | null = null
  /** Whether the press that just ended drew something, and so is no click. */
  moved = false
  #end: (() => void) | null = null
  readonly #host: Host

  constructor(host: Host) {
    this.#host = host
    host.addController(this)
  }

  hostDisconnected(): void {
    this.#end?.()
  }

  begin(event: PointerEvent, from: string): void {
    this.moved = false
    const handle = (event.currentTarget as HTMLElement).classList.contains('handle')
    // A finger on the state itself scrolls the drawing.
    if (event.button !== 0 || (event.pointerType !== 'mouse' && !handle)) return
    this.#end?.()
    const stop = new AbortController()
    const on = { signal: stop.signal }
    this.#end = () => {
      stop.abort()
      this.#end = null
      this.now = null
      this.#host.requestUpdate()
    }
    addEventListener('pointermove', next => this.#move(next, event, from), on)
    addEventListener('pointerup', () => this.#drop(), on)
    addEventListener('pointercancel', () => this.#end?.(), on)
    addEventListener('keydown', key => key.key === 'Escape' && this.#end?.(), { ...on, capture: true })
  }

  #move({ clientX: x, clientY: y }: PointerEvent, begun: PointerEvent, from: string): void {
    if (!this.now && Math.hypot(x - begun.clientX, y - begun.clientY) < least) return
    this.moved = true
    const over = this.#host.stateAt(x, y)
    this.now = { from, x, y, over: over === from ? null : over }
    this.#host.requestUpdate()
  }

  #drop(): void {
    const { now } = this
    this.#end?.()
    // The click that follows comes before this.
    setTimeout(() => (this.moved = false))
    if (now?.over) this.#host.link(now.from, now.over)
  }
}
