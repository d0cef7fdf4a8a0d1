import type { Json } from '@sangam/sdk'
import { fieldAt } from '../../../data/meta.ts'
import type { Row } from '../../../data/records.ts'
import { plainCell } from './plain.ts'
import { readTable, tableText } from './table.ts'

/** A cell on the clipboard: what any program can read, and where it came from one of our lists, the very value. */
export interface Copied {
  readonly text: string
  readonly type?: string
  /** The entity that a reference points at. */
  readonly to?: string
  readonly value?: Json
}

/** Beside the text, for a list that it is put into: names that two records share are told apart, and nothing is read back from how it looks. */
const own = 'application/vnd.sangam.cells+json'

export function toClipboard(clipboard: DataTransfer, entity: string, paths: readonly string[], rows: readonly Row[]): void {
  const cells = rows.map(row =>
    paths.map((path): Copied => {
      const field = fieldAt(entity, path)
      return { text: plainCell(entity, path, row), ...(field && { type: field.type, value: row[path] ?? null }), ...(field?.to && { to: field.to }) }
    }),
  )
  clipboard.setData('text/plain', tableText(cells.map(line => line.map(cell => cell.text))))
  clipboard.setData(own, JSON.stringify(cells))
}

export function fromClipboard(clipboard: DataTransfer): readonly (readonly Copied[])[] {
  return cellsIn(clipboard.getData(own)) ?? readTable(clipboard.getData('text/plain')).map(line => line.map(text => ({ text })))
}

/** Any program may put there what it likes; null where it is no table of cells. */
function cellsIn(text: string): readonly (readonly Copied[])[] | null {
  if (text === '') return null
  try {
    const table: unknown = JSON.parse(text)
    const sound = Array.isArray(table) && table.every(line => Array.isArray(line) && line.every(cell => typeof (cell as Copied | null)?.text === 'string'))
    return sound ? (table as Copied[][]) : null
  } catch {
    return null
  }
}
