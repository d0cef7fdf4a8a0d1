import { unguardCell } from '@sangam/sdk'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellText, csvLine } from './cells.ts'

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
