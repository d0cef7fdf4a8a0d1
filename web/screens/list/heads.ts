import { alongBy } from '../../shell/direction.ts'
import type { SgGrid } from './grid.ts'
import type { GridColumn } from './grid-types.ts'

/** Heads of columns: dragged to another place, or made wider. */
export class Heads {
  readonly #grid: SgGrid
  #dragged = ''

  constructor(grid: SgGrid) {
    this.#grid = grid
  }

  resize(event: PointerEvent, column: GridColumn): void {
    event.preventDefault()
    const handle = event.currentTarget as HTMLElement
    handle.setPointerCapture(event.pointerId)
    const wide = handle.parentElement?.offsetWidth ?? column.width
    const from = event.clientX
    const move = (moved: PointerEvent): void =>
      void this.#grid.dispatchEvent(
        new CustomEvent('resize', { detail: { path: column.path, width: Math.max(60, Math.round(wide + alongBy(moved.clientX - from))) } }),
      )
    handle.addEventListener('pointermove', move)
    handle.addEventListener('pointerup', () => handle.removeEventListener('pointermove', move), { once: true })
  }

  drag(event: DragEvent, path: string): void {
    if (event.composedPath().some(node => node instanceof HTMLElement && node.className === 'size')) {
      event.preventDefault()
      return
    }
    this.#dragged = path
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
  }

  dragOver(event: DragEvent, path: string): void {
    if (!this.#dragged || this.#dragged === path || path === this.#grid.columns[0]?.path) return
    event.preventDefault()
    this.#grid.over = path
  }

  drop(event: DragEvent, path: string): void {
    event.preventDefault()
    this.#grid.over = ''
    this.#grid.dispatchEvent(new CustomEvent('reorder', { detail: { path: this.#dragged, before: path } }))
    this.#dragged = ''
  }
}
