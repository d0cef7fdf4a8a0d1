import type { Row } from '../../data/records.ts'

/** One line of a tree that is drawn. */
export interface TreeLine {
  /** Undefined before it has come. */
  readonly row: Row | undefined
  /** How deep it stands; 1 at the top. */
  readonly level: number
  /** The line it stands under; -1 at the top. */
  readonly above: number
  /** Its place among those beside it, and how many they are. */
  readonly place: number
  readonly beside: number
  /** How many stand directly under it; null before that is known. */
  readonly children: number | null
  readonly open: boolean
  /** Whether all of those are here, and not only what was asked for. */
  readonly whole: boolean
  /** Whether it was asked for, and does not stand here only because something under it was. */
  readonly asked: boolean
}

/** What a tree shows, line by line. */
export interface TreeLines {
  readonly error: unknown
  readonly length: number
  at(index: number): TreeLine | undefined
  indexOf(id: string): number
  need(from: number, to: number): Promise<void>
  /** Opens a branch, or closes it. */
  toggle(id: string): Promise<void>
  refresh(from: number, to: number): Promise<void>
  closeAll(): void
}

/** What selects the records of a tree. */
export interface TreeQuery {
  readonly entity: string
  /** The reference that makes the tree. */
  readonly by: string
  readonly fields: readonly string[]
  readonly sort: readonly string[]
  readonly asOf?: string
}
