import { ink, type Paper } from './paper.ts'

export interface TableColumn {
  readonly header: string
  /** Figures stand to the right and are never broken. */
  readonly figure: boolean
  /** Whether a total stands under it, which is wider than what it sums. */
  readonly summed: boolean
}

const gap = 8
const padding = 3
/** No cell is taller: a table is for looking along its rows. */
const mostLines = 12
const narrowest = 44
const widest = 210
const widestFigure = 130

export interface Fit {
  readonly widths: readonly number[]
  /** Letters of this size. */
  readonly size: number
}

/** How wide columns are, by what stands in their first rows. There are as many widths as columns fit on the paper. */
export function fitted(paper: Paper, columns: readonly TableColumn[], sample: readonly (readonly string[])[]): Fit {
  const size = columns.length > 9 ? 7 : 8.5
  const [plain, bold] = [paper.measure({ size }), paper.measure({ size, bold: true })]
  const shapes = columns.map((column, at) => {
    const longest = sample.reduce(
      (most, row) =>
        Math.max(
          most,
          ...(row[at] ?? '')
            .slice(0, 400)
            .split('\n')
            .map(line => plain(line.slice(0, 80))),
        ),
      0,
    )
    const words = Math.max(
      ...column.header
        .slice(0, 80)
        .split(' ')
        .map(word => bold(word)),
    )
    const wide = column.figure
      ? Math.max(longest + (column.summed ? bold('0,00') : 0), words)
      : Math.max(longest, Math.min(bold(column.header.slice(0, 80)), 90))
    const natural = Math.min(wide, column.figure ? widestFigure : widest) + gap
    return { natural, least: column.figure ? natural : Math.min(natural, Math.max(narrowest, Math.min(words, 90) + gap)) }
  })
  let fit = 0
  for (let used = 0; fit < shapes.length; fit += 1) {
    used += shapes[fit]?.least ?? 0
    if (used > paper.width && fit > 0) break
  }
  const shown = shapes.slice(0, fit)
  const [natural, least] = [shown.reduce((sum, one) => sum + one.natural, 0), shown.reduce((sum, one) => sum + one.least, 0)]
  if (natural > paper.width) {
    const share = Math.max(0, paper.width - least) / Math.max(1, natural - least)
    return { size, widths: shown.map(one => one.least + (one.natural - one.least) * share) }
  }
  const words = shown.reduce((sum, one, at) => sum + (columns[at]?.figure ? 0 : one.natural), 0)
  const spare = paper.width - natural
  return { size, widths: shown.map((one, at) => one.natural + spare * (words === 0 ? 1 / fit : columns[at]?.figure ? 0 : one.natural / words)) }
}

/** Rows under heads that stand on every page. */
export class Table {
  readonly #paper: Paper
  readonly #columns: readonly TableColumn[]
  readonly #fit: Fit
  #rows = 0

  constructor(paper: Paper, columns: readonly TableColumn[], fit: Fit) {
    this.#paper = paper
    this.#columns = columns.slice(0, fit.widths.length)
    this.#fit = fit
    const heads = this.#columns.map(column => column.header)
    paper.room(4 * paper.tall(fit.size) + 2 * padding)
    const draw = (): void => this.#draw(heads, { bold: true, band: true, most: 3 })
    draw()
    paper.head = draw
  }

  row(cells: readonly string[]): void {
    if (this.#rows > 0) this.#line(ink.band)
    this.#draw(cells, { most: mostLines })
    this.#rows += 1
  }

  /** The last row: what the columns come to. */
  total(cells: readonly string[]): void {
    this.#line(ink.quiet)
    this.#draw(cells, { bold: true, most: mostLines })
  }

  end(): void {
    this.#paper.head = null
    this.#line(ink.rule)
  }

  #line(colour: string): void {
    this.#paper.rule(colour)
  }

  #draw(cells: readonly string[], how: { readonly bold?: boolean; readonly band?: boolean; readonly most: number }): void {
    const paper = this.#paper
    const style = { size: this.#fit.size, ...(how.bold && { bold: true }) }
    const drawn = this.#columns.map(({ figure }, at) =>
      figure && !how.band ? (cells[at] ?? '').split('\n') : this.#lines(cells[at] ?? '', at, style, how.most),
    )
    const tall = paper.tall(style.size)
    const height = Math.max(...drawn.map(lines => lines.length)) * tall + 2 * padding
    if (!how.band) paper.room(height)
    else paper.band(height)
    let x = paper.left
    for (const [at, lines] of drawn.entries()) {
      const width = (this.#fit.widths[at] ?? 0) - gap
      for (const [down, line] of lines.entries()) {
        const y = paper.y + padding + down * tall
        if (this.#columns[at]?.figure) paper.put(line, x + gap / 2, y, this.#shrunk(line, width, style), 'end', width)
        else paper.put(line, x + gap / 2, y, style)
      }
      x += width + gap
    }
    paper.y += height
  }

  /** A figure that is broken is another figure: it is written smaller instead. */
  #shrunk(text: string, width: number, style: { readonly size: number; readonly bold?: boolean }): { readonly size: number; readonly bold?: boolean } {
    const wide = this.#paper.measure(style)(text)
    return wide <= width ? style : { ...style, size: Math.max(2, (style.size * width) / wide) }
  }

  #lines(text: string, at: number, style: { readonly size: number; readonly bold?: boolean }, most: number): readonly string[] {
    const lines: string[] = []
    for (const line of this.#paper.lines(text, (this.#fit.widths[at] ?? 0) - gap, style)) {
      if (lines.length === most) return [...lines.slice(0, -1), `${lines.at(-1)}…`]
      lines.push(line)
    }
    return lines
  }
}
