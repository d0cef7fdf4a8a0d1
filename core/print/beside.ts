import { ink, type Paper } from './paper.ts'
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
