import { type Address, addressText, durationText, guardCell, type Json, type Money } from '@sangam/sdk'
import type { ModelField } from '../../registry/model.ts'

/** One column of an export: the path it reads, and how its value becomes cells. */
export interface ExportColumn {
  readonly path: string
  readonly header: string
  /** Of what points at one of several entities: how each is called. */
  readonly kinds?: { readonly [entity: string]: string }
  /** Whose values they are; none of what every record has. */
  readonly field?: ModelField
  readonly kind: 'text' | 'number' | 'date' | 'instant' | 'boolean' | 'amount' | 'currency' | 'set' | 'duration' | 'address' | 'titles'
}

/**
 * The one writer of spreadsheet cells. A text that a spreadsheet would run as a formula gets an
 * apostrophe in front; the import takes it off again, so nothing is lost on the way round.
 */
export function cellText(column: ExportColumn, value: Json | undefined): string {
  if (value === null || value === undefined) return ''
  switch (column.kind) {
    case 'amount':
      return (value as Money).amount
    case 'currency':
      return guardCell((value as Money).currency)
    case 'number':
    case 'date':
    case 'instant':
      return String(value)
    case 'boolean':
      return value ? 'yes' : 'no'
    case 'address':
      return guardCell(addressText(value as Address))
    case 'duration':
      return guardCell(durationText(Number(value)))
    case 'titles':
      return (value as readonly (string | null)[]).flatMap(title => (title === null ? [] : [quoted(guardCell(title))])).join('; ')
    case 'set':
      return guardCell((value as readonly string[]).join('; '))
    default:
      return guardCell(typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
}

/** The same for a sheet that knows numbers and dates. Figures beyond a float's 15 digits stay text, so that none is lost. */
export function cellValue(column: ExportColumn, value: Json | undefined): string | number | boolean | Date | null {
  if (value === null || value === undefined) return null
  if (column.kind === 'number' || column.kind === 'amount') {
    const text = cellText(column, value)
    return text.replace(/[-.]/g, '').replace(/^0+/, '').length <= 15 ? Number(text) : text
  }
  if (column.kind === 'boolean') return value === true
  if (column.kind === 'date') return new Date(`${String(value)}T00:00:00.000Z`)
  return cellText(column, value)
}

/** A line of CSV: what holds a comma, a quote or a line break stands in quotes, and a quote in it twice (RFC 4180). */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`
}

/** A title that would be taken for several, or for one in quotes. */
function quoted(title: string): string {
  return /[;"]/.test(title) ? `"${title.replaceAll('"', '""')}"` : title
}
