import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../../data/context.ts'
import { Refused } from '../../errors.ts'
import type { ModelEntity } from '../../registry/model.ts'
import { exportPage, type FindQuery, find } from '../find.ts'
import { mostListed } from '../select.ts'
import { cellText, cellValue, csvLine, type ExportColumn } from './cells.ts'
import { columnsOf, visible } from './columns.ts'

export type ExportFormat = 'csv' | 'xlsx' | 'jsonl' | 'pdf'
export const exportFormats: { readonly [F in ExportFormat]: string } = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jsonl: 'application/jsonl; charset=utf-8',
  pdf: 'application/pdf',
}

type Item = { readonly [path: string]: Json }

/**
 * The same list a person sees, as a file: one query compiler, one set of rights, page by page with
 * flat memory. The context should be a read-only snapshot, so that the file is of one moment.
 */
export async function* exportRecords(ctx: CoreCtx, entityName: string, query: FindQuery, format: ExportFormat): AsyncGenerator<Uint8Array> {
  const entity = exported(ctx, entityName)
  const columns = columnsOf(ctx, entity, query.fields ?? visible(ctx, entity))
  const fields = [...new Set(columns.flatMap(column => (column.kinds ? [column.path, `${column.path}.$title`] : [column.path])))]
  const listed = format !== 'jsonl' && fields.length <= mostListed
  const pages = begun(read(ctx, entityName, { ...query, fields, verb: 'export', listed }))
  // What may not be read is refused before a first byte tells that it exists.
  await pages.first
  if (format === 'jsonl') yield* lines(pages.all)
  else if (format === 'pdf') yield* paper(ctx, entity, query, columns, listed ? fields : null, pages.all)
  else {
    const cells = columns.map(column => readerOf(column, listed ? fields : null))
    yield* format === 'csv' ? csv(columns, cells, pages.all) : xlsx(ctx.t(entity.plural), columns, cells, pages.all)
  }
}

/** What is asked for, if it is there for who asks and may leave the house with them. */
export function exported(ctx: CoreCtx, name: string): ModelEntity {
  const entity = ctx.model.entities.get(name)
  if (!entity || !ctx.access.may(name, 'read')) throw new Refused(404, 'not_found', 'There is no such record, or you may not see it.')
  if (!ctx.access.may(name, 'export')) throw new Refused(403, 'forbidden', 'You may not export here. Ask an admin for the right to.')
  return entity
}

/** Large enough that asking costs nothing beside reading, small enough that two of them are nothing. */
const rowsOfPage = 2000

/** The pages as they come from the database, the next one asked for while this one is written. */
async function* read(ctx: CoreCtx, entity: string, query: FindQuery): AsyncGenerator<readonly string[]> {
  const ask = (after: string | null) => exportPage(ctx, entity, { ...query, ...(after && { after }) }, rowsOfPage)
  let coming: ReturnType<typeof ask> | null = ask(null)
  while (coming) {
    const page: Awaited<ReturnType<typeof ask>> = await coming
    coming = page.next === null ? null : ask(page.next)
    // Who stops in the middle leaves one unheard.
    coming?.catch(() => undefined)
    yield page.rows
  }
}

/** Finds a column's value in a record. */
type CellReader = (record: Row) => Json | undefined

/** A record by the names of its fields, or as the list of their values. */
type Row = Item | readonly Json[]

/** Of what points at one of several entities as people write it, `Order: SO-1`, and nothing of what is out of sight. */
function readerOf({ path, kinds }: ExportColumn, listed: readonly string[] | null): CellReader {
  const at = (name: string): CellReader => {
    const place = listed?.indexOf(name) ?? name
    return record => (record as { readonly [place: string | number]: Json })[place]
  }
  const value = at(path)
  if (!kinds) return value
  const title = at(`${path}.$title`)
  return record => {
    const { entity } = (value(record) ?? {}) as { readonly entity?: string }
    const called = title(record) ?? null
    return entity === undefined || called === null ? null : `${kinds[entity] ?? entity}: ${String(called)}`
  }
}

function begun<T>(pages: AsyncGenerator<T>): { readonly first: Promise<unknown>; readonly all: AsyncGenerator<T> } {
  const first = pages.next()
  return {
    first,
    all: (async function* () {
      const { value, done } = await first
      if (!done) yield value
      yield* pages
    })(),
  }
}

const utf8 = new TextEncoder()

/** A record a line, as the database wrote it. */
async function* lines(pages: AsyncGenerator<readonly string[]>): AsyncGenerator<Uint8Array> {
  for await (const page of pages) if (page.length > 0) yield utf8.encode(`${page.join('\n')}\n`)
}

/** With a byte order mark: without one, spreadsheets take UTF-8 for something else and spoil every Hindi name. */
export async function* csv(
  columns: readonly ExportColumn[],
  cells: readonly CellReader[],
  pages: AsyncGenerator<readonly string[]>,
): AsyncGenerator<Uint8Array> {
  yield utf8.encode(`\ufeff${csvLine(columns.map(column => cellText({ ...column, kind: 'text' }, column.header)))}`)
  for await (const page of pages) {
    let text = ''
    for (const row of rowsOf(page)) text += csvLine(columns.map((column, at) => cellText(column, cells[at]?.(row))))
    if (text !== '') yield utf8.encode(text)
  }
}

function rowsOf(page: readonly string[]): readonly Row[] {
  return JSON.parse(`[${page.join(',')}]`) as Row[]
}

export async function* xlsx(
  title: string,
  columns: readonly ExportColumn[],
  cells: readonly CellReader[],
  pages: AsyncGenerator<readonly string[]>,
): AsyncGenerator<Uint8Array> {
  const { default: excel } = await import('exceljs')
  const out = new PassThrough({ highWaterMark: 1 << 20 })
  const book = new excel.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false })
  const sheet = book.addWorksheet(title.replace(/[*?:/\\[\]]/g, ' ').slice(0, 31))
  sheet.columns = columns.map(column => ({
    header: column.header,
    width: column.kind === 'text' ? 24 : column.kind === 'instant' ? 20 : 14,
    ...(column.kind === 'date' && { style: { numFmt: 'yyyy-mm-dd' } }),
    ...(column.kind === 'instant' && { style: { numFmt: 'yyyy-mm-dd hh:mm:ss' } }),
  }))
  const closed = new Promise(resolve => out.once('close', resolve))
  const writing = (async () => {
    for await (const page of pages) {
      // Who takes it left.
      if (out.destroyed) return
      for (const row of rowsOf(page)) sheet.addRow(columns.map((column, at) => cellValue(column, cells[at]?.(row)))).commit()
      if (out.writableNeedDrain) await Promise.race([once(out, 'drain').catch(() => undefined), closed])
    }
    sheet.commit()
    await book.commit()
  })()
  writing.catch(problem => out.destroy(problem as Error))
  for await (const part of out) yield part as Uint8Array
  await writing
}

/** What a person can still leaf through; 10,000 rows are about 250 pages. */
const mostOnPaper = 10_000

async function* paper(
  ctx: CoreCtx,
  entity: ModelEntity,
  query: FindQuery,
  columns: readonly ExportColumn[],
  listed: readonly string[] | null,
  pages: AsyncGenerator<readonly string[]>,
): AsyncGenerator<Uint8Array> {
  const { where, search, asOf } = query
  const asked = { ...(where && { where }), ...(search && { search }), ...(asOf !== undefined && { asOf }) }
  const { count } = await find(ctx, entity.name, { ...asked, fields: ['id'], limit: 1, count: 'exact', verb: 'export' })
  if (count !== null && count > mostOnPaper)
    throw new Refused(422, 'too_many_rows', 'A PDF holds at most {most} records, and these are {count}. Narrow the list, or export it as XLSX.', {
      values: { most: mostOnPaper.toLocaleString('en-IN'), count: count.toLocaleString('en-IN') },
    })
  const { listPdf } = await import('../../print/list.ts')
  const rows = async function* (): AsyncGenerator<readonly Row[]> {
    for await (const page of pages) yield rowsOf(page)
  }
  const shown = columns.map(column => ({ column, value: readerOf(column, listed) }))
  yield* listPdf(ctx, entity, query, count ?? 0, shown, rows())
}
