import type { DashboardFilter } from '@sangam/sdk'
import type { Card, Shape } from './boards.ts'
import { resized, type Size } from './cards.ts'

/** A card on the board. Its key stays, wherever it goes. */
export interface Placed {
  readonly key: number
  readonly card: Card
}

interface State {
  readonly placed: readonly Placed[]
  readonly filters: readonly DashboardFilter[]
}

/** A dashboard that is being arranged: each step can be taken back. */
export class Draft {
  readonly #first: State
  readonly #before: readonly State[]
  readonly #now: State
  readonly #next: number

  private constructor(first: State, before: readonly State[], now: State, next: number) {
    this.#first = first
    this.#before = before
    this.#now = now
    this.#next = next
  }

  static of({ cards, filters = [] }: Shape): Draft {
    const state = { placed: cards.map((card, key) => ({ key, card })), filters }
    return new Draft(state, [], state, cards.length)
  }

  get placed(): readonly Placed[] {
    return this.#now.placed
  }

  get filters(): readonly DashboardFilter[] {
    return this.#now.filters
  }

  get shape(): Shape {
    return { cards: this.placed.map(({ card }) => card), filters: this.filters }
  }

  get changed(): boolean {
    return (
      JSON.stringify([this.#now.placed.map(one => one.card), this.#now.filters]) !==
      JSON.stringify([this.#first.placed.map(one => one.card), this.#first.filters])
    )
  }

  get undoable(): boolean {
    return this.#before.length > 0
  }

  undo(): Draft {
    const last = this.#before.at(-1)
    return last ? new Draft(this.#first, this.#before.slice(0, -1), last, this.#next) : this
  }

  /** So many places on, or back. */
  moved(key: number, by: number): Draft {
    const at = this.#at(key)
    return this.placedAt(key, at + by)
  }

  placedAt(key: number, place: number): Draft {
    const at = this.#at(key)
    const to = Math.max(0, Math.min(this.placed.length - 1, place))
    const one = this.placed[at]
    return !one || to === at ? this : this.#step({ ...this.#now, placed: this.placed.toSpliced(at, 1).toSpliced(to, 0, one) })
  }

  resized(key: number, size: Size): Draft {
    const card = this.placed[this.#at(key)]?.card
    if (!card) return this
    const next = resized(card, size)
    return next.width === card.width && next.height === card.height ? this : this.changedTo(key, next)
  }

  changedTo(key: number, card: Card): Draft {
    return this.#step({ ...this.#now, placed: this.placed.map(one => (one.key === key ? { key, card } : one)) })
  }

  without(key: number): Draft {
    return this.#step({ ...this.#now, placed: this.placed.filter(one => one.key !== key) })
  }

  with(card: Card): Draft {
    const state = { ...this.#now, placed: [...this.placed, { key: this.#next, card }] }
    return new Draft(this.#first, [...this.#before, this.#now], state, this.#next + 1)
  }

  filteredBy(filters: readonly DashboardFilter[]): Draft {
    return this.#step({ ...this.#now, filters })
  }

  #at(key: number): number {
    return this.placed.findIndex(one => one.key === key)
  }

  #step(now: State): Draft {
    return new Draft(this.#first, [...this.#before, this.#now], now, this.#next)
  }
}
