import { round, type Sheet, type SheetColumn } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { begin } from './heading.ts'
import { letterheadOf } from './letterhead.ts'
import { fitted, Table } from './table.ts'
import { inTurn } from './turn.ts'
import { printable } from './typeset.ts'
import { dayText, figureText, type Hand, handOf } from './values.ts'

const mostLetters = 600
/** More columns than this lie across the paper. */
const upright = 6

/** A report of a plugin on paper, under the company's letterhead; headings and totals stand out. */
export function sheetPdf(ctx: CoreCtx, { title, facts = [], columns, rows }: Sheet): AsyncGenerator<Uint8Array> {
  return inTurn(ctx, async function* () {
    const letterhead = await letterheadOf(ctx)
    const hand = await handOf(ctx, letterhead?.country, 'person')
    const paper = await begin(ctx, hand, letterhead, { kind: '', title, facts, landscape: columns.length > upright })
    const shapes = columns.map(({ label, kind }) => ({ header: printable(label, 120), figure: kind === 'number', summed: false }))
    const shown = (cells: readonly (string | null)[]): string[] =>
      columns.map((column, at) => printable(cellText(hand, column, cells[at] ?? null), mostLetters))
    const sample = [...rows.slice(0, 100), ...rows.filter(row => row.style !== undefined).slice(0, 100)]
    const table = new Table(
      paper,
      shapes,
      fitted(
        paper,
        shapes,
        sample.map(row => shown(row.cells)),
      ),
    )
    let seen = paper.pages
    for (const { cells, style } of rows) {
      if (style === undefined) table.row(shown(cells))
      else table.total(shown(cells))
      if (paper.pages === seen) continue
      seen = paper.pages
      yield* paper.finished()
    }
    table.end()
    yield* paper.end()
  })
}

function cellText(hand: Hand, { kind, digits = 2 }: SheetColumn, value: string | null): string {
  if (value === null || value === '') return ''
  if (kind === 'date') return dayText(hand, value)
  return kind === 'number' ? figureText(hand, round(value, digits), digits) : value
}
