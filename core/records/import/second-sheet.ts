import { Refused } from '../../errors.ts'

/** A row of a file, with the number that a spreadsheet shows beside it. */
export interface FileRow {
  readonly row: number
  readonly cells: string[]
}

/** A row of a workbook; those of its second sheet come before those of its first. */
export interface SheetRow {
  readonly second: boolean
  /** Where it stands in its sheet, from 1 on. */
  readonly row: number
  readonly cells: string[]
}

/** The columns by which the rows of two sheets belong together. */
export interface Joint {
  readonly first: number
  readonly second: number
}

/** What is kept while the first sheet is read. */
const mostLines = 100_000

/**
 * The rows of a workbook as one table. Where its second sheet holds lines of the first one's records, each line stands beside its record, one
 * after the other, as in a file that has both in one row, and is counted as it would be there; else the second sheet is left out. `jointOf` looks at the heads of both.
 *
 * Errors: `too_many_lines`, `lines_without_record`.
 */
export async function* withLines(
  rows: AsyncIterable<SheetRow>,
  jointOf: (first: readonly string[], second: readonly string[]) => Joint | null,
): AsyncGenerator<FileRow> {
  const seconds: string[][] = []
  let lines: Lines | null | undefined
  let joined = 1
  for await (const { second, row, cells } of rows) {
    if (second) {
      if (seconds.length > mostLines)
        throw new Refused(422, 'too_many_lines', 'A second sheet may have at most {most} lines. Split the file.', { values: { most: mostLines } })
      seconds.push(cells)
      continue
    }
    if (lines === undefined) {
      const [head] = seconds
      const joint = head ? jointOf(cells, head) : null
      lines = joint && head ? new Lines(cells.length, joint, seconds) : null
      yield { row, cells: lines ? lines.head(cells) : cells }
    } else if (lines)
      for (const both of lines.of(cells)) {
        joined += 1
        yield { row: joined, cells: both }
      }
    else yield { row, cells }
  }
  lines?.refuseLeft()
}

class Lines {
  readonly #lines = new Map<string, string[][]>()
  readonly #head: string[]
  constructor(
    readonly width: number,
    readonly joint: Joint,
    [head = [], ...lines]: readonly string[][],
  ) {
    this.#head = this.#without(head)
    for (const cells of lines) {
      if (cells.every(cell => cell.trim() === '')) continue
      const key = (cells[joint.second] ?? '').trim()
      const same = this.#lines.get(key)
      if (same) same.push(this.#without(cells))
      else this.#lines.set(key, [this.#without(cells)])
    }
  }

  head(first: readonly string[]): string[] {
    return [...first, ...this.#head.map(name => (first.includes(name) ? `${name} (2)` : name))]
  }

  *of(cells: readonly string[]): Generator<string[]> {
    const key = (cells[this.joint.first] ?? '').trim()
    const record = Array.from({ length: this.width }, (_, at) => cells[at] ?? '')
    for (const line of this.#lines.get(key) ?? [[]]) yield [...record, ...line]
    this.#lines.delete(key)
  }

  refuseLeft(): void {
    const left = [...this.#lines.keys()]
    if (left.length === 0) return
    const texts = left.slice(0, 3).map(text => `“${text.slice(0, 60)}”`)
    throw new Refused(
      422,
      'lines_without_record',
      'The second sheet has lines for {texts}, and the first sheet has no such row. Correct one of the two, then drop the file again.',
      { values: { texts: `${texts.join(', ')}${left.length > texts.length ? ' …' : ''}` } },
    )
  }

  #without(cells: readonly string[]): string[] {
    return cells.filter((_, at) => at !== this.joint.second)
  }
}
