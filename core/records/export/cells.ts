import { type Address, addressText, durationText, guardCell, type Json, type Money, momentAt, momentIn } from '@sangam/sdk'
import type { ModelField } from '../../registry/model.ts'

/** One column of an export: the path it reads, and how its value becomes cells. */
export interface ExportColumn {
  readonly path: string
  readonly header: string
  /** Of what points at one of several entities: how each is called. */
  readonly kinds?: { readonly [entity: string]: string }
  /** Whose values they are; none of what every record has. */
  readonly field?: ModelField
  /** Of moments: whose clocks show them, as on the screen of whoever takes them out. */
  readonly zone?: string
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
      return String(value)
    case 'instant':
      return momentIn(String(value), column.zone ?? 'UTC')
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
  return column.kind === 'instant' ? momentValue(column, String(value)) : cellText(column, value)
}

/**
 * A sheet's moments have no zone: what a clock shows. One that would be read back as another, of an hour that a clock shows twice or with parts of
 * a second, stays text with its zone; of what is never read back, such as when a record was made, the second is enough.
 */
function momentValue(column: ExportColumn, instant: string): string | Date {
  const exact = cellText(column, instant)
  const [, day = '', time = ''] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/.exec(exact) ?? []
  if (day === '' || (column.field && momentAt(day, time, column.zone ?? 'UTC') !== new Date(instant).toISOString())) return exact
  return new Date(`${day}T${time}Z`)
}

/** A line of CSV: what holds a comma, a quote or a line break stands in quotes, and a quote in it twice (RFC 4180). */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`
}

/** A title that would be taken for several, or for one in quotes. */
function quoted(title: string): string {
  return /[;"]/.test(title) ? `"${title.replaceAll('"', '""')}"` : title
}
