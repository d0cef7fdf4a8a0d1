import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import type { Item } from '../records/find.ts'
import { titlesOf } from '../records/titles.ts'
import type { ModelField } from '../registry/model.ts'
import type { Paper } from './paper.ts'
import { isSummed, Sum } from './sums.ts'
import { fitted, Table } from './table.ts'
import { printable } from './typeset.ts'
import { type Hand, isFigure, shownText } from './values.ts'

/** What a document wants of lines: some columns, in its order, and no total. */
interface Chosen {
  readonly columns?: readonly string[] | undefined
  readonly total?: boolean | undefined
}

/** Lines as they stand on paper: what their columns are called, which of them hold figures, the cells of a line, and what they come to. */
interface Lined {
  readonly shapes: readonly { readonly header: string; readonly figure: boolean; readonly summed: boolean }[]
  readonly total: readonly string[] | null
  cells(line: Item): string[]
}

/** What of lines whoever reads may see; null where nothing is. */
export async function linedOf(ctx: CoreCtx, hand: Hand, field: ModelField, lines: readonly Item[], chosen: Chosen | null = null): Promise<Lined | null> {
  const entity = ctx.model.entities.get(field.to ?? '')
  if (!entity || lines.length === 0) return null
  const by = (field.options as { readonly by?: string }).by
  const seen = [...entity.fields.values()].filter(
    one => one.name !== by && !['json', 'lines'].includes(one.type.type) && ctx.access.field(entity.name, one.name, 'read') !== 'none',
  )
  // A column that holds nothing takes the room of one that does.
  const isUsed = ({ name }: ModelField): boolean => lines.some(line => isFilled(line[name]))
  const columns = chosen?.columns ? chosen.columns.flatMap(name => seen.find(one => one.name === name) ?? []).filter(isUsed) : seen
  if (columns.length === 0) return null
  const titles = await titlesOf(
    ctx,
    columns.flatMap(one => (one.type.type === 'reference' ? lines.map(line => ({ entity: one.to ?? '', id: String(line[one.name] ?? '') })) : [])),
  )
  const cells = (line: Item): string[] => columns.map(one => printable(cellOf(ctx, hand, one, line[one.name] ?? null, titles), 600))
  const shapes = columns.map(one => ({ header: printable(ctx.t(one.label), 120), figure: isFigure(one), summed: isSummed(one.name, one) }))
  const { amount, sum } = totalOf(seen, lines)
  const summed = chosen?.total !== false && amount && columns.includes(amount) && !sum.isEmpty() ? amount : null
  const total = summed && columns.map((one, at) => (one === summed ? sum.text(hand, summed) : at === 0 ? ctx.t('Total') : ''))
  return { shapes, cells, total }
}

/** The lines of a record as a table, and under it what their amounts and quantities come to. */
export async function* printLines(
  ctx: CoreCtx,
  hand: Hand,
  paper: Paper,
  field: ModelField,
  lines: readonly Item[],
  chosen: Chosen | null = null,
): AsyncGenerator<Uint8Array> {
  const lined = await linedOf(ctx, hand, field, lines, chosen)
  if (!lined) return
  const { shapes, cells, total } = lined
  paper.room(60)
  if (!chosen) {
    paper.write(printable(ctx.t(field.label), 120), { size: 10.5, bold: true })
    paper.y += 3
  }
  const table = new Table(paper, shapes, fitted(paper, shapes, lines.slice(0, 100).map(cells)))
  for (const line of lines) {
    const before = paper.pages
    table.row(cells(line))
    if (paper.pages !== before) yield* paper.finished()
  }
  if (total) table.total(total)
  table.end()
  paper.y += 10
}

/** As on the screen: the last amount that is counted for the person, or quantity times price where a line has one of each. */
function totalOf(columns: readonly ModelField[], lines: readonly Item[]): { readonly amount: ModelField | undefined; readonly sum: Sum } {
  const money = columns.filter(one => one.type.type === 'money')
  const counted = money.findLast(isCounted)
  const amount = counted ?? money.at(-1)
  const quantities = columns.filter(one => one.type.type === 'decimal' || one.type.type === 'integer')
  const sum = new Sum()
  if (!amount || (!counted && quantities.length > 1)) return { amount, sum }
  for (const line of lines) {
    const times = counted || !quantities[0] ? '1' : line[quantities[0].name]
    if (times !== null && times !== undefined) sum.add(line[amount.name], String(times))
  }
  return { amount, sum }
}

function isFilled(value: Json | undefined): boolean {
  return value !== null && value !== undefined && value !== ''
}

function isCounted(field: ModelField): boolean {
  return field.options.readonly === true || field.computed !== null
}

function cellOf(ctx: CoreCtx, hand: Hand, field: ModelField, value: Json, titles: ReadonlyMap<string, string>): string {
  if (value === null) return ''
  if (field.type.type === 'reference') return titles.get(`${field.to} ${String(value)}`) ?? ctx.t('Not visible to you')
  return shownText(hand, field, value)
}
