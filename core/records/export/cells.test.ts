import { datetime, unguardCell } from '@sangam/sdk'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ModelField } from '../../registry/model.ts'
import { convertCell } from '../import/convert.ts'
import { cellText, cellValue, csvLine, type ExportColumn } from './cells.ts'

const column = { path: 'a', header: 'A', kind: 'text' } as const

test('whatever people write comes back from a line of CSV as it was, and no cell of it is a formula', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('=', '+', '-', '@', "'", '"', ',', '\r', '\n', '\t', 'a', ' ', 'श') }),
  )
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), texts => {
      const [cells = []] = parse(csvLine(texts.map(one => cellText(column, one)))) as string[][]
      expect(cells.map(unguardCell)).toEqual(texts)
      expect(cells.filter(cell => /^[=+\-@\t\r]/.test(cell))).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

test.each([
  [['a', 'b'], 'a,b\r\n'],
  [['a,b', 'say "no"', 'two\nlines', ''], '"a,b","say ""no""","two\nlines",\r\n'],
  [['शर्मा', ' spaces '], 'शर्मा, spaces \r\n'],
])('%j is written as RFC 4180 has it', (cells, line) => {
  expect(csvLine(cells)).toBe(line)
})

const seen = { name: 'seen', label: 'Seen', type: datetime() } as unknown as ModelField
const moments = (zone: string, field?: ModelField): ExportColumn => ({ path: 'seen', header: 'Seen', kind: 'instant', zone, ...(field && { field }) })

test.each([
  ['Asia/Kolkata', '2027-03-31T20:00:00.000Z', '2027-04-01 01:30:00+05:30', new Date('2027-04-01T01:30:00Z')],
  ['America/New_York', '2027-01-15T14:30:15.000Z', '2027-01-15 09:30:15-05:00', new Date('2027-01-15T09:30:15Z')],
  ['Asia/Kolkata', '2027-03-31T20:00:00.250Z', '2027-04-01 01:30:00.250+05:30', '2027-04-01 01:30:00.250+05:30'],
  // A clock that goes back shows this hour twice: a sheet would be read as the first.
  ['Europe/Berlin', '2027-10-31T01:30:00.000Z', '2027-10-31 02:30:00+01:00', '2027-10-31 02:30:00+01:00'],
  ['Europe/Berlin', '2027-10-31T00:30:00.000Z', '2027-10-31 02:30:00+02:00', new Date('2027-10-31T02:30:00Z')],
])('in %s %s is written as its clocks show it', (zone, instant, text, value) => {
  expect([cellText(moments(zone, seen), instant), cellValue(moments(zone, seen), instant)]).toEqual([text, value])
})

test('when a record was made is a moment of the sheet, to the second', () => {
  expect(cellValue(moments('Asia/Kolkata'), '2027-03-31T20:00:00.250Z')).toEqual(new Date('2027-04-01T01:30:00Z'))
})

test('a moment that was written in either way is read back as the one it was', () => {
  const zones = fc.constantFrom('UTC', 'Asia/Kolkata', 'Asia/Kathmandu', 'America/St_Johns', 'Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Apia')
  const instants = fc.date({ min: new Date('1981-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }).map(one => one.toISOString())
  const read = (text: string, zone: string) => convertCell(text, seen, { columns: [0] }, zone)
  fc.assert(
    fc.property(instants, zones, fc.boolean(), (instant, zone, whole) => {
      const sent = whole ? instant.replace(/\.\d+Z$/, '.000Z') : instant
      const column = moments(zone, seen)
      const value = cellValue(column, sent)
      const sheet = value instanceof Date ? value.toISOString().replace(/(?:T00:00:00)?(?:\.000)?Z$/, '') : String(value)
      expect([read(cellText(column, sent), zone), read(sheet, zone)]).toEqual([{ value: sent }, { value: sent }])
    }),
    { numRuns: 2000 },
  )
})
