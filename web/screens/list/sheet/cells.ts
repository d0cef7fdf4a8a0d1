import type { Row } from '../../../data/records.ts'
import { t } from '../../../shell/words.ts'
import { toast } from '../../../ui/toast.ts'
import type { SgGrid } from '../grid.ts'
import { fromClipboard } from './copying.ts'
import { holds as isIn, type Place, type Range, rangeOf, widthOf } from './range.ts'

/** The column under a pointer; null where no cell is, or one that is edited. */
export function columnUnder(event: Event): number | null {
  const cell = event.composedPath().find((node): node is HTMLElement => node instanceof HTMLElement && node.dataset.column !== undefined)
  return !cell || cell.dataset.editing !== undefined ? null : Number(cell.dataset.column)
}

/** Cells of a grid that are taken together, as in a spreadsheet: from the active one to another, copied, pasted over, filled down, emptied. */
export class Cells {
  readonly #grid: SgGrid
  #reach: Place | null = null
  #pressed = false

  constructor(grid: SgGrid) {
    this.#grid = grid
  }

  /** The other end, from which Shift goes on. */
  get end(): Place {
    return this.#reach ?? this.#grid.active
  }

  set reach(place: Place | null) {
    if (place === this.#reach) return
    this.#reach = place
    this.#grid.requestUpdate()
  }

  get range(): Range {
    return rangeOf(this.#grid.active, this.end)
  }

  get several(): boolean {
    const { row, column } = this.#grid.active
    return this.#reach !== null && (this.#reach.row !== row || this.#reach.column !== column)
  }

  holds(row: number, column: number): boolean {
    return this.several && isIn(this.range, row, column)
  }

  /** The range, and its lines as far as they are here; none while one cell alone is meant. */
  get chosen(): { readonly range: Range; readonly rows: readonly Row[] } {
    const { range } = this
    return { range, rows: this.several ? (this.#lines(range) ?? []) : [] }
  }

  /** Whether a key meant cells; `to` is where it leads, of those that lead somewhere. */
  key(event: KeyboardEvent, to: readonly [number, number] | undefined): boolean {
    if (this.#grid.cards) return false
    const mod = event.ctrlKey || event.metaKey
    if (to && event.shiftKey) this.#extend({ row: to[0], column: to[1] })
    else if (event.key === 'Escape' && this.several) this.reach = null
    else if (this.#grid.fixed) return false
    else if (mod && event.key.toLowerCase() === 'd') this.#wish({ kind: 'fill' })
    else if (event.key === 'Delete') this.#wish({ kind: 'clear' })
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  press(event: PointerEvent, row: number): void {
    const column = columnUnder(event)
    if (column === null || event.pointerType !== 'mouse' || event.button !== 0) return
    if (event.shiftKey) {
      event.preventDefault()
      this.reach = { row, column }
      this.#grid.focus()
      return
    }
    this.reach = null
    this.#grid.active = { row, column }
    this.#pressed = true
    const up = (): void => {
      this.#pressed = false
      this.#grid.removeAttribute('ranging')
    }
    addEventListener('pointerup', up, { once: true })
  }

  move(event: PointerEvent, row: number): void {
    const column = columnUnder(event)
    const { active } = this.#grid
    if (!this.#pressed || column === null || (event.buttons & 1) === 0) return
    if (this.#reach === null ? row === active.row && column === active.column : row === this.#reach.row && column === this.#reach.column) return
    getSelection()?.removeAllRanges()
    this.#grid.setAttribute('ranging', '')
    this.reach = { row, column }
  }

  copy(event: ClipboardEvent): void {
    if (!event.clipboardData || this.#grid.cards || ofEditor(event) || getSelection()?.toString()) return
    const { range } = this
    const rows = this.#lines(range)
    if (!rows) return toast(t('Not all of these lines have come yet. Copy once they are here.'), { kind: 'problem' })
    const paths = this.#grid.columns.slice(range.left, range.right + 1).map(column => column.path)
    this.#grid.drawing.copy(event.clipboardData, paths, rows)
    event.preventDefault()
  }

  paste(event: ClipboardEvent): void {
    if (!event.clipboardData || this.#grid.cards || this.#grid.fixed || ofEditor(event)) return
    const table = fromClipboard(event.clipboardData)
    if (table.length === 0) return
    event.preventDefault()
    this.#wish({ kind: 'paste', table })
    const { top, left, bottom, right } = this.range
    const wide = widthOf(table)
    if (table.length > bottom - top + 1 || wide > right - left + 1) {
      this.#grid.active = { row: top, column: left }
      this.reach = this.#grid.held({ row: top + table.length - 1, column: left + wide - 1 })
    }
  }

  /** The records between, heads of groups left out; null while one of them has not come. */
  #lines({ top, bottom }: Range): readonly Row[] | null {
    const rows: Row[] = []
    for (let at = top; at <= bottom; at += 1) {
      const item = this.#grid.source.at(at)
      if (item?.kind === 'row' && !item.row) return null
      if (item?.kind === 'row' && item.row) rows.push(item.row)
    }
    return rows
  }

  #extend(to: Place): void {
    this.reach = this.#grid.held(to)
    this.#grid.scrollToRow(this.end.row)
  }

  #wish(wish: object): void {
    this.#grid.dispatchEvent(new CustomEvent('cells', { detail: { ...wish, range: this.range } }))
  }
}

/** What is typed into a cell has a clipboard of its own. */
function ofEditor(event: Event): boolean {
  return event.composedPath().some(node => node instanceof HTMLElement && (node.dataset.editing !== undefined || node.matches('input, textarea, select')))
}
