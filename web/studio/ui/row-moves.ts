import type { LitElement, ReactiveController } from 'lit'
import { dragRow } from './drag-row.ts'

/** Moves the rows of a list by their grips, by buttons and by Alt with the arrow keys; the focus stays with what is moved. */
export class RowMoves implements ReactiveController {
  #focus: number | null = null
  readonly #host: LitElement
  readonly #move: (from: number, to: number) => boolean

  /** `move` puts the row elsewhere, and tells whether it may stand there. */
  constructor(host: LitElement, move: (from: number, to: number) => boolean) {
    this.#host = host
    this.#move = move
    host.addController(this)
  }

  hostUpdated(): void {
    if (this.#focus !== null) this.#rows()[this.#focus]?.focus()
    this.#focus = null
  }

  /** Sets the focus on a row as soon as it is drawn. */
  stand(at: number): void {
    this.#focus = at
  }

  move(from: number, to: number): void {
    if (this.#move(from, to)) this.#focus = to
  }

  drag(event: PointerEvent, at: number): void {
    dragRow(
      event,
      () => this.#rows(),
      at,
      (from, to) => this.move(from, to),
    )
  }

  key(event: KeyboardEvent, at: number): void {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (!event.altKey || by === 0) return
    event.preventDefault()
    this.move(at, at + by)
  }

  #rows(): readonly HTMLElement[] {
    return [...this.#host.renderRoot.querySelectorAll('li')]
  }
}
