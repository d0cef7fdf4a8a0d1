import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { Refused } from '../../errors.ts'
import { type FileRow, withLines } from './second-sheet.ts'
import { readXlsx } from './workbook.ts'

const mostColumns = 200
const longestCell = 20_000

/**
 * A file of rows as it comes: CSV (any usual separator, UTF-8, UTF-16 or Windows-1252) or the first sheet of an XLSX, with the lines of its second
 * where `jointOf` says that they belong to it.
 */
export async function* readRows(body: AsyncIterable<Uint8Array>, name: string, jointOf?: Parameters<typeof withLines>[1]): AsyncGenerator<FileRow> {
  const head = await peek(body)
  const zip = head.first[0] === 0x50 && head.first[1] === 0x4b
  if (zip) for await (const row of withLines(readXlsx(head.all(), jointOf !== undefined), jointOf ?? (() => null))) yield { ...row, cells: checked(row.cells) }
  else if (/\.(xls|ods|numbers|pdf)$/i.test(name)) throw new Refused(415, 'file_kind_unknown', 'Save the file as CSV or XLSX and drop it again.')
  else yield* readCsv(head)
}

interface Head {
  readonly first: Buffer
  all(): AsyncGenerator<Buffer>
}

/** Reads enough to know the encoding and the separator, and gives it all again. */
async function peek(body: AsyncIterable<Uint8Array>): Promise<Head> {
  const iterator = body[Symbol.asyncIterator]()
  const parts: Buffer[] = []
  let size = 0
  while (size < 65_536) {
    const { value, done } = await iterator.next()
    if (done) break
    parts.push(Buffer.from(value))
    size += value.length
  }
  const first = Buffer.concat(parts)
  return {
    first,
    async *all() {
      yield first
      for (let step = await iterator.next(); !step.done; step = await iterator.next()) yield Buffer.from(step.value)
    },
  }
}

function encodingOf(first: Buffer): string {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le'
  if (first[0] === 0xfe && first[1] === 0xff) return 'utf-16be'
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(first, { stream: true })
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}

/** The separator that cuts the first lines into the most columns. */
export function separatorOf(text: string): string {
  const line = text.split(/\r?\n/, 1)[0] ?? ''
  const counts = [',', ';', '\t', '|'].map(separator => ({ separator, count: line.split(separator).length }))
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).separator
}

async function* readCsv(head: Head): AsyncGenerator<FileRow> {
  const encoding = encodingOf(head.first)
  const decoder = new TextDecoder(encoding)
  const delimiter = separatorOf(new TextDecoder(encoding).decode(head.first.subarray(0, 4096), { stream: true }))
  const text = Readable.from(
    (async function* () {
      for await (const part of head.all()) yield decoder.decode(part, { stream: true })
      yield decoder.decode()
    })(),
  )
  const rows = text.pipe(parse({ delimiter, bom: true, relax_column_count: true, relax_quotes: true, max_record_size: 1_000_000 }))
  text.once('error', problem => rows.destroy(problem))
  try {
    let row = 0
    for await (const cells of rows as AsyncIterable<string[]>) {
      row += 1
      // An empty line is none, but a spreadsheet counts it.
      if (cells.length > 1 || cells[0]) yield { row, cells: checked(cells) }
    }
  } catch (problem) {
    if (problem instanceof Refused) throw problem
    throw new Refused(422, 'file_unreadable', 'This file can not be read as CSV near line {line}. Open it in a spreadsheet, save it as CSV and try again.', {
      values: { line: (problem as { lines?: number }).lines ?? 1 },
    })
  }
}

function checked(row: string[]): string[] {
  if (row.length > mostColumns) throw new Refused(422, 'too_many_columns', 'A file may have {most} columns at most.', { values: { most: mostColumns } })
  return row.map(cell => cell.slice(0, longestCell).replaceAll('\u0000', ''))
}
