import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refused } from '../../errors.ts'
import type { SheetRow } from './second-sheet.ts'
import { listZip, type Packed, unfold } from './zip.ts'

const megabyte = 1_048_576
/** How far a sheet may unfold: a million rows of twenty columns take half of it. */
const mostOfSheet = 2048 * megabyte
/** What is kept while rows are read: the texts that cells share, and their styles. */
const mostKept = 256 * megabyte
/** A row is kept until its end is read. */
const longestRow = 64 * megabyte

/** The rows of the first sheet of an XLSX, before them those of the second where they are asked for: a small file that would become a huge one is refused by size. */
export async function* readXlsx(parts: AsyncIterable<Uint8Array>, second: boolean): AsyncGenerator<SheetRow> {
  const folder = await mkdtemp(join(tmpdir(), 'sangam-import-'))
  try {
    const path = join(folder, 'workbook.xlsx')
    await pipeline(parts, createWriteStream(path))
    yield* rowsOf(path, await partsOf(path, second))
  } catch (problem) {
    if (problem instanceof Refused) throw problem
    throw new Refused(422, 'file_unreadable', 'This file can not be read as XLSX. Save it again in a spreadsheet, or save it as CSV.')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Part {
  readonly name: string
  /** Null where the file has no such part. */
  readonly packed: Packed | null
  /** What stands for one that is not there. */
  readonly empty: string
}

/** What is read of it, in the order in which it is needed: a sheet that came before what it refers to would be kept on the disk meanwhile. */
async function partsOf(path: string, second: boolean): Promise<readonly Part[]> {
  const all = await listZip(path)
  const part = (name: string, empty = ''): Part => ({ name, packed: all.find(one => one.name === name) ?? null, empty })
  const kept = [
    part('xl/_rels/workbook.xml.rels', '<Relationships></Relationships>'),
    part('xl/workbook.xml', '<workbook></workbook>'),
    part('xl/styles.xml', '<styleSheet></styleSheet>'),
    part('xl/sharedStrings.xml', '<sst></sst>'),
  ]
  const sheets = all.filter(one => /^xl\/worksheets\/sheet\d+[.]xml$/.test(one.name)).slice(0, second ? 2 : 1)
  const size = kept.reduce((sum, one) => sum + (one.packed?.bytes ?? 0), 0)
  const [sheet, lines] = sheets
  if (size > mostKept || (sheet && sheet.bytes > mostOfSheet)) throw tooLarge()
  // Lines are kept until their records come: a second sheet that is too large for that is of another kind.
  const both = lines && lines.bytes <= mostKept ? [lines, sheet] : [sheet]
  return sheet ? [...kept, ...both.flatMap(one => (one ? [part(one.name)] : []))] : []
}

async function* rowsOf(path: string, parts: readonly Part[]): AsyncGenerator<SheetRow> {
  const { default: excel } = await import('exceljs')
  const source = Readable.from(unpacked(path, parts), { objectMode: false })
  const failing = new Failing()
  source.on('error', error => failing.fail(error))
  const reader = new excel.stream.xlsx.WorkbookReader(source, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    hyperlinks: 'ignore',
    styles: 'cache',
    entries: 'ignore',
  })
  try {
    let left = parts.filter(part => part.name.startsWith('xl/worksheets/')).length
    for await (const sheet of failing.orFailed(reader)) {
      left -= 1
      for await (const row of failing.orFailed(sheet))
        yield { second: left > 0, row: row.number, cells: Array.from((row.values as unknown[]).slice(1), cellText) }
    }
  } finally {
    source.destroy()
  }
}

/** The reader of workbooks waits forever for a source that failed. */
class Failing {
  #failure: { readonly error: unknown } | null = null
  #stop: (error: unknown) => void = () => undefined

  fail(error: unknown): void {
    this.#failure ??= { error }
    this.#stop(error)
  }

  /** As the list itself, until something fails. */
  async *orFailed<T>(list: AsyncIterable<T>): AsyncGenerator<T> {
    const steps = list[Symbol.asyncIterator]()
    for (let step = await this.#orFailed(steps.next()); !step.done; step = await this.#orFailed(steps.next())) yield step.value
  }

  #orFailed<T>(step: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#stop = reject
      if (this.#failure) reject(this.#failure.error)
      step.then(resolve, reject)
    })
  }
}

/** The parts as a ZIP file that folds nothing: what comes out of the file was counted before it goes in here. */
async function* unpacked(path: string, parts: readonly Part[]): AsyncGenerator<Buffer> {
  for (const { name, packed, empty } of parts) {
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt32LE(packed?.bytes ?? empty.length, 18)
    head.writeUInt32LE(packed?.bytes ?? empty.length, 22)
    head.writeUInt16LE(name.length, 26)
    yield Buffer.concat([head, Buffer.from(name)])
    if (packed === null) yield Buffer.from(empty)
    else yield* inCharacters(name.startsWith('xl/worksheets/') ? withRows(unfold(path, packed)) : unfold(path, packed))
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  yield end
}

/** The reader of workbooks makes each piece into text by itself: none may end within a character. */
async function* inCharacters(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let left = Buffer.alloc(0)
  for await (const piece of pieces) {
    const all = Buffer.concat([left, piece])
    const end = endOfCharacters(all)
    if (end > 0) yield all.subarray(0, end)
    left = all.subarray(end)
  }
  if (left.length > 0) yield left
}

/** Where the last whole character of some UTF-8 ends. */
function endOfCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    const isWithin = byte >= 0x80 && byte < 0xc0
    if (isWithin) continue
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return size > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

async function* withRows(sheet: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let row = 0
  for await (const chunk of sheet) {
    const end = chunk.lastIndexOf('</row>')
    row = end === -1 ? row + chunk.length : chunk.length - end
    if (row > longestRow) throw tooLarge()
    yield chunk
  }
}

function tooLarge(): Refused {
  return new Refused(422, 'file_unfolds', 'This file becomes too large when it is unpacked. Split it, or save it as CSV.')
}

/** A cell as text. Formulas give their last result, never their text. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  // A sheet keeps a day and a time, and no zone.
  if (value instanceof Date) return value.toISOString().replace(/(?:T00:00:00)?(?:\.000)?Z$/, '')
  if (typeof value !== 'object') return String(value)
  const cell = value as { result?: unknown; richText?: { text: string }[]; text?: unknown; error?: unknown }
  if (cell.richText) return cell.richText.map(part => part.text).join('')
  if ('result' in cell) return cellText(cell.result)
  if ('text' in cell) return cellText(cell.text)
  return ''
}
