import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import type { ExportColumn } from '../records/export/cells.ts'
import type { FindQuery } from '../records/find.ts'
import type { ModelEntity } from '../registry/model.ts'
import { begin } from './heading.ts'
import { letterheadOf } from './letterhead.ts'
import { ink } from './paper.ts'
import { isSummed, Sum } from './sums.ts'
import { fitted, Table } from './table.ts'
import { inTurn } from './turn.ts'
import { printable } from './typeset.ts'
import { type Hand, handOf, instantText, isFigure, shownText } from './values.ts'

/** A column of a list, and how its value is found in one of the rows that are handed over. */
export interface ListedColumn<R> {
  readonly column: ExportColumn
  readonly value: (row: R) => Json | undefined
}

/** What of a text stands in a cell at most. */
const mostLetters = 600
/** More columns than this lie across the paper. */
const upright = 6

/** A list on paper: its columns as people read them, heads on every page, and under it what its columns come to. */
export function listPdf<R>(
  ctx: CoreCtx,
  entity: ModelEntity,
  query: FindQuery,
  count: number,
  listed: readonly ListedColumn<R>[],
  pages: AsyncIterable<readonly R[]>,
): AsyncGenerator<Uint8Array> {
  return inTurn(ctx, async function* () {
    const letterhead = await letterheadOf(ctx)
    const hand = await handOf(ctx, letterhead?.country, 'person')
    const columns = listed.filter(({ column }) => column.kind !== 'currency')
    const title = ctx.t(entity.plural)
    const paper = await begin(ctx, hand, letterhead, { kind: '', title, facts: factsOf(ctx, hand, query, count), landscape: columns.length > upright })
    const shapes = columns.map(({ column: { header, path, field } }) => ({
      header: printable(header, 120),
      figure: isFigure(field),
      summed: isSummed(path, field),
    }))
    const sums = shapes.map(shape => (shape.summed ? new Sum() : null))
    const cells = (row: R): string[] => columns.map(({ column, value }) => printable(cellOf(hand, column, value(row)), mostLetters))
    let table: Table | null = null
    let fit = 0
    let seen = paper.pages
    for await (const rows of pages) {
      if (!table) {
        const widths = fitted(paper, shapes, rows.slice(0, 100).map(cells))
        fit = widths.widths.length
        table = new Table(paper, shapes, widths)
      }
      for (const row of rows) {
        table.row(cells(row))
        for (const [at, { value }] of columns.entries()) sums[at]?.add(value(row))
        if (paper.pages === seen) continue
        seen = paper.pages
        yield* paper.finished()
      }
    }
    const totals = sums.map((sum, at) => (sum && columns[at]?.column.field ? sum.text(hand, columns[at].column.field) : ''))
    if (totals.some(Boolean)) table?.total(totals.map((total, at) => total || (at === 0 ? ctx.t('Total') : '')))
    table?.end()
    if (count === 0) paper.write(ctx.t('There is nothing in this list.'), { colour: ink.quiet })
    const left = shapes.slice(fit).map(shape => shape.header)
    paper.y += 8
    if (count > 0 && left.length > 0)
      paper.write(ctx.t('Not printed, for want of room: {columns}. Choose fewer columns to see them.', { columns: left.join(', ') }), {
        size: 8,
        colour: ink.quiet,
      })
    yield* paper.end()
  })
}

function cellOf(hand: Hand, { field, kind, kinds }: ExportColumn, value: Json | undefined): string {
  if (value === null || value === undefined) return ''
  if (field && !kinds) return shownText(hand, field, value)
  return kind === 'instant' ? instantText(hand, String(value)) : String(value)
}

/** Which records these are: a paper outlives the screen it was printed from. */
function factsOf(ctx: CoreCtx, hand: Hand, { where, search, asOf }: FindQuery, count: number): readonly string[] {
  return [
    ctx.t('{count, plural, one {# record} other {# records}}', { count }),
    search ? ctx.t('Search: {search}', { search }) : '',
    where && Object.keys(where).length > 0 ? ctx.t('Filtered') : '',
    asOf ? ctx.t('As on {day}', { day: asOf.includes('T') ? instantText(hand, asOf) : asOf }) : '',
  ]
}
