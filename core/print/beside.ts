import { ink, type Paper, type Style } from './paper.ts'
import { printable } from './typeset.ts'

const gap = 16

/** Values with their names over them, side by side: as many columns as there are, or as are asked for. */
export function printBeside(paper: Paper, values: readonly { readonly label: string; readonly text: string }[], across = values.length): void {
  const width = (paper.width - gap * (across - 1)) / across
  const drawn = values.map(({ label, text }) => ({ label, lines: [...paper.lines(text, width, {})] }))
  const height = paper.tall(7.5) + Math.max(...drawn.map(({ lines }) => lines.length)) * paper.tall(9) + 7
  paper.room(height)
  for (const [at, { label, lines }] of drawn.entries()) {
    const x = paper.left + at * (width + gap)
    paper.put(printable([...paper.lines(label, width, { size: 7.5 })][0] ?? '', 120), x, paper.y, { size: 7.5, colour: ink.quiet })
    for (const [down, line] of lines.entries()) paper.put(line, x, paper.y + paper.tall(7.5) + down * paper.tall(9))
  }
  paper.y += height
}

/** How wide sums stand at the right, at the most. */
const widestSums = 240
/** As the cells of a table have it, so that sums stand under its figures. */
const padding = 4

/** The sums of a bill: their names beside their figures, one under another at the right. Over the last, which is strong, stands a line. */
export function printSums(paper: Paper, sums: readonly { readonly label: string; readonly text: string }[]): void {
  const width = Math.min(widestSums, paper.width)
  const left = paper.left + paper.width - width
  const row = paper.tall(9) + 3
  paper.room(sums.length * row + 8)
  for (const [at, { label, text }] of sums.entries()) {
    const isLast = at === sums.length - 1
    const style: Style = isLast ? { size: 10.5, bold: true } : {}
    if (isLast && at > 0) {
      paper.y += 2
      paper.rule(ink.quiet, left, width)
      paper.y += 3
    }
    const room = width - paper.measure(style)(text) - 3 * padding
    paper.put([...paper.lines(label, Math.max(room, 60), style)][0] ?? '', left + padding, paper.y, isLast ? style : { ...style, colour: ink.quiet })
    paper.put(text, left, paper.y, style, 'end', width - padding)
    paper.y += isLast ? paper.tall(10.5) : row
  }
  paper.y += 8
}
