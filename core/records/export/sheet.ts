import type { Json, Sheet } from '@sangam/sdk'
import type { CoreCtx } from '../../data/context.ts'
import { badQuery } from '../query.ts'
import type { ExportColumn } from './cells.ts'
import { csv, xlsx } from './export.ts'

/** What a report of a plugin is written as. */
export const sheetFormats = ['csv', 'xlsx', 'pdf'] as const
export type SheetFormat = (typeof sheetFormats)[number]

/** What a format is called in an address; CSV unless told. */
export function sheetFormat(asked: string | undefined): SheetFormat {
  const format = sheetFormats.find(one => one === (asked ?? 'csv'))
  if (!format) throw badQuery('A report is given as csv, xlsx or pdf.')
  return format
}

/** What a plugin gave, if it is a sheet. */
export function sheetOf(place: string, given: Json): Sheet {
  const { title, columns, rows } = (given ?? {}) as Partial<Sheet>
  if (typeof title !== 'string' || !Array.isArray(columns) || columns.length === 0 || !Array.isArray(rows) || !rows.every(row => Array.isArray(row?.cells)))
    throw new Error(`The sheet ${place} gives no title, columns and rows with their cells. Return what \`Sheet\` of the SDK says.`)
  return given as unknown as Sheet
}

/** A report of a plugin as a file, by the one writer of cells. */
export async function* exportSheet(ctx: CoreCtx, sheet: Sheet, format: SheetFormat): AsyncGenerator<Uint8Array> {
  if (format === 'pdf') {
    const { sheetPdf } = await import('../../print/sheet.ts')
    return yield* sheetPdf(ctx, sheet)
  }
  const columns = sheet.columns.map(({ label, kind }, at): ExportColumn => ({ path: String(at), header: label, kind }))
  const cells = columns.map(
    (_, at) =>
      (row: unknown): string | null =>
        (row as readonly (string | null)[])[at] ?? null,
  )
  const pages = (async function* (): AsyncGenerator<readonly string[]> {
    for (let from = 0; from < sheet.rows.length; from += pageRows) yield sheet.rows.slice(from, from + pageRows).map(row => JSON.stringify(row.cells))
  })()
  yield* format === 'csv' ? csv(columns, cells, pages) : xlsx(sheet.title, columns, cells, pages)
}

const pageRows = 2000
