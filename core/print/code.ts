import encodeQR from 'qr'
import { ink, type Paper } from './paper.ts'

const side = 88
/** A code that is read from a screen or a worn paper; longer texts than this are none. */
const mostLetters = 1000

/** A text as a square code that a telephone reads, with words beside it. */
export function printCode(paper: Paper, text: string, beside: string): void {
  if (text.length > mostLetters) return
  const cells = encodeQR(text, 'raw', { ecc: 'medium', border: 1 })
  paper.room(side + 6)
  paper.squares(cells, side)
  const from = paper.y
  const x = paper.left + side + 14
  for (const [at, line] of [...paper.lines(beside, paper.width - side - 14, {})].slice(0, Math.floor(side / paper.tall(9))).entries())
    paper.put(line, x, from + at * paper.tall(9), { colour: ink.text })
  paper.y = from + side + 8
}
