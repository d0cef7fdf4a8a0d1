import type { LitElement, ReactiveController } from 'lit'
import { t } from '../../shell/words.ts'
import { labelOf, type Size, sizeOf } from './cards.ts'
import type { Draft } from './draft.ts'

interface Host extends LitElement {
  readonly draft: Draft
  change(draft: Draft, said?: string): void
  holdFocus(key: number): Promise<void>
}

/** Moves and stretches the cards of a dashboard: by a hand that drags, by the keyboard, or by a menu. */
export class Arranger implements ReactiveController {
  moving: number | null = null
  /** The card whose place what is dragged would take. */
  target: number | null = null
  #held: number | null = null
  readonly #host: Host

  constructor(host: Host) {
    this.#host = host
    host.addController(this)
  }

  hostDisconnected(): void {
    this.#held = null
    this.moving = null
    this.target = null
  }

  grab(event: DragEvent, key: number): void {
    // The corner is pulled, not dragged.
    if (event.composedPath().some(node => node instanceof HTMLElement && node.classList.contains('corner'))) {
      event.preventDefault()
      return
    }
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
    this.#held = key
    // The picture under the pointer is taken before the card fades.
    setTimeout(() => this.#show(this.#held))
  }

  /** A card that lies under the hand tells where the dragged one would stand. */
  over(event: DragEvent): void {
    if (this.#held === null) return
    event.preventDefault()
    const target = this.#keyAt(event) ?? this.target
    if (target === this.target) return
    this.target = target
    this.#host.requestUpdate()
  }

  drop(event: DragEvent): void {
    event.preventDefault()
    const moving = this.#held
    const { draft } = this.#host
    const place = draft.placed.findIndex(one => one.key === this.target)
    this.letGo()
    if (moving !== null && place >= 0) this.#move(moving, place)
  }

  letGo(): void {
    this.#held = null
    this.target = null
    this.#show(null)
  }

  key(event: KeyboardEvent, key: number): void {
    const [across, down] = [
      Number(event.key === 'ArrowRight') - Number(event.key === 'ArrowLeft'),
      Number(event.key === 'ArrowDown') - Number(event.key === 'ArrowUp'),
    ]
    if ((across === 0 && down === 0) || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    const turned = getComputedStyle(this.#host).direction === 'rtl' ? -across : across
    if (!event.shiftKey) this.step(key, turned + down)
    else {
      const size = this.#sizeOf(key)
      if (size) this.size(key, { width: size.width + turned, height: size.height + down })
    }
  }

  step(key: number, by: number): void {
    this.#move(key, this.#host.draft.placed.findIndex(one => one.key === key) + by)
  }

  size(key: number, size: Size): void {
    const draft = this.#host.draft.resized(key, size)
    const now = draft.placed.find(one => one.key === key)
    if (!now) return
    const { width, height } = sizeOf(now.card)
    this.#host.change(draft, t('“{card}” is {width} columns wide and {height} rows high.', { card: labelOf(now.card), width, height }))
    void this.#host.holdFocus(key)
  }

  /** The corner is pulled: the card follows in whole columns and rows, and it is one step to take back. */
  stretch(event: PointerEvent, key: number): void {
    const corner = event.currentTarget as HTMLElement
    const card = corner.closest('li')
    const from = this.#sizeOf(key)
    if (!card || !from || event.button !== 0) return
    event.preventDefault()
    corner.setPointerCapture(event.pointerId)
    const gap = 16
    const [column, row] = [(card.clientWidth + gap) / from.width, (card.clientHeight + gap) / from.height]
    const rtl = getComputedStyle(this.#host).direction === 'rtl'
    const { draft } = this.#host
    const pull = (moved: PointerEvent): void => {
      const [x, y] = [(moved.clientX - event.clientX) * (rtl ? -1 : 1), moved.clientY - event.clientY]
      this.#host.change(draft.resized(key, { width: from.width + x / column, height: from.height + y / row }))
    }
    const end = (): void => corner.removeEventListener('pointermove', pull)
    corner.addEventListener('pointermove', pull)
    for (const kind of ['pointerup', 'pointercancel']) corner.addEventListener(kind, end, { once: true })
  }

  #move(key: number, place: number): void {
    const draft = this.#host.draft.placedAt(key, place)
    const at = draft.placed.findIndex(one => one.key === key)
    const card = draft.placed[at]?.card
    if (!card) return
    this.#host.change(draft, t('“{card}” stands at place {place} of {count}.', { card: labelOf(card), place: at + 1, count: draft.placed.length }))
    void this.#host.holdFocus(key)
  }

  #keyAt(event: DragEvent): number | null {
    const under = event.composedPath().find((node): node is HTMLElement => node instanceof HTMLElement && node.dataset.key !== undefined)
    return under ? Number(under.dataset.key) : null
  }

  #sizeOf(key: number): Size | null {
    const one = this.#host.draft.placed.find(placed => placed.key === key)
    return one ? sizeOf(one.card) : null
  }

  #show(moving: number | null): void {
    this.moving = moving
    this.#host.requestUpdate()
  }
}
