import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Row } from '../../data/records.ts'
import { type Part, type Plan, shifted } from './plan.ts'

/** What a hand does to a bar: which part of it is pulled, and how many days so far. */
export interface Pulled {
  readonly row: Row
  readonly part: Part
  readonly days: number
}

export interface PullHost extends ReactiveControllerHost {
  readonly plan: Plan
  /** How wide a day is drawn. */
  readonly dayWidth: number
  readonly rightToLeft: boolean
  pulled(done: Pulled): void
}

const slack = 4

/** A bar under a hand: it follows in whole days, goes back with Escape, and a press that goes nowhere is a click. */
export class Pull implements ReactiveController {
  now: Pulled | null = null
  /** Whether the click that comes after letting go belongs to the pull. */
  moved = false
  #from = 0
  readonly #host: PullHost
  #end: (() => void) | null = null

  constructor(host: PullHost) {
    this.#host = host
    host.addController(this)
  }

  hostDisconnected(): void {
    this.#end?.()
  }

  begin(event: PointerEvent, row: Row, part: Part): void {
    if (event.button !== 0 || this.#end) return
    const bar = event.currentTarget as HTMLElement
    // At once: an end is a few points wide, and the hand leaves it before it has gone far.
    bar.setPointerCapture(event.pointerId)
    this.moved = false
    this.#from = event.clientX
    const follow = (move: PointerEvent): void => this.#follow(move, row, part)
    const drop = (): void => {
      const done = this.now
      this.#end?.()
      if (done && done.days !== 0) this.#host.pulled(done)
    }
    const pressed = (key: KeyboardEvent): void => {
      if (key.key === 'Escape') this.#end?.()
    }
    const stop = (): void => this.#end?.()
    bar.addEventListener('pointermove', follow)
    bar.addEventListener('pointerup', drop)
    bar.addEventListener('pointercancel', stop)
    addEventListener('keydown', pressed)
    this.#end = () => {
      bar.removeEventListener('pointermove', follow)
      bar.removeEventListener('pointerup', drop)
      bar.removeEventListener('pointercancel', stop)
      removeEventListener('keydown', pressed)
      this.#end = null
      this.now = null
      this.#host.requestUpdate()
    }
  }

  #follow(move: PointerEvent, row: Row, part: Part): void {
    const way = (move.clientX - this.#from) * (this.#host.rightToLeft ? -1 : 1)
    if (!this.now && Math.abs(way) < slack) return
    this.moved = true
    const days = Math.round(way / this.#host.dayWidth)
    if (this.now?.days === days) return
    // An end is not pulled past the other.
    if (days !== 0 && !shifted(this.#host.plan, row, part, days)) return
    this.now = { row, part, days }
    this.#host.requestUpdate()
  }
}
