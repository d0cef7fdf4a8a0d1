import type { TemplateResult } from 'lit'
import type { Row } from '../../data/records.ts'
import type { MenuItem } from '../../ui/menu.ts'
import type { Tone } from './colours.ts'
import type { GroupNode } from './source.ts'

export interface GridColumn {
  readonly path: string
  readonly label: string
  readonly width: number
  /** Takes of what room is free beside the columns, as far as it holds words that may be cut. */
  readonly grows?: boolean
  readonly right: boolean
  readonly sorted: 'up' | 'down' | null
  readonly editable: boolean
  readonly total: string
  readonly menu: () => readonly MenuItem[]
  /** How far from the edge it stays while the others are looked through. */
  readonly pinned?: number
}

/** How cells, groups, cards and editors are drawn: the list's business, not the grid's. */
export interface GridDrawing {
  cell(row: Row, path: string): TemplateResult | string
  card(row: Row): TemplateResult
  /** What a group is of; with what it adds up to, where it stands under no heads. */
  group(node: GroupNode, sums: boolean): TemplateResult
  /** What a group adds up to in a column; nothing where it can't be summed. */
  groupSum(node: GroupNode, path: string): string
  editor(row: Row, path: string, done: (value: unknown) => void, cancel: () => void): TemplateResult | null
  href(row: Row): string
  /** The colour a line has, or one cell of it, with the mark that says why. */
  tone?(row: Row): Tone | null
  /** What some rows add up to in a column; nothing where it can't be summed. */
  sum(path: string, rows: readonly Row[]): string
  /** Puts cells where other programs, and lists, take them from. */
  copy(clipboard: DataTransfer, paths: readonly string[], rows: readonly Row[]): void
}
