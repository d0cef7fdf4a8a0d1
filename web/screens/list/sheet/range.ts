/** A cell of the grid, by its line and its column. */
export interface Place {
  readonly row: number
  readonly column: number
}

/** A rectangle of cells; its ends are in it. */
export interface Range {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
}

export function rangeOf(one: Place, other: Place): Range {
  return {
    top: Math.min(one.row, other.row),
    left: Math.min(one.column, other.column),
    bottom: Math.max(one.row, other.row),
    right: Math.max(one.column, other.column),
  }
}

export function holds({ top, left, bottom, right }: Range, row: number, column: number): boolean {
  return row >= top && row <= bottom && column >= left && column <= right
}

/**
 * Where what was copied goes: from a corner on, or, where the range that is chosen is a whole number of times as large, all of it over and over.
 *
 * @example spread([['5']], { top: 2, left: 1, bottom: 4, right: 1 }) // the 5 in three cells
 */
export function spread<T>(table: readonly (readonly T[])[], { top, left, bottom, right }: Range): readonly { readonly place: Place; readonly value: T }[] {
  const [tall, wide] = [table.length, widthOf(table)]
  if (tall === 0 || wide === 0) return []
  const [rows, columns] = [bottom - top + 1, right - left + 1]
  const whole = rows % tall === 0 && columns % wide === 0
  const cells: { place: Place; value: T }[] = []
  for (let row = 0; row < (whole ? rows : tall); row += 1)
    for (let column = 0; column < (whole ? columns : wide); column += 1) {
      const line = table[row % tall] as readonly T[]
      // A line of the clipboard may be shorter than the others: what it does not say stays.
      if (column % wide < line.length) cells.push({ place: { row: top + row, column: left + column }, value: line[column % wide] as T })
    }
  return cells
}

/** The cells of the longest line; there may be more lines than a call takes arguments. */
export function widthOf(table: readonly (readonly unknown[])[]): number {
  return table.reduce((most, line) => Math.max(most, line.length), 0)
}
