import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rangeOf, spread } from './range.ts'
import { readTable, tableText } from './table.ts'

test.each<[string, string, readonly (readonly string[])[]]>([
  ['a cell', 'Loom', [['Loom']]],
  [
    'lines as Excel ends them',
    'a\tb\r\nc\td\r\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'an empty cell at the end of a line',
    'a\t\nb\tc',
    [
      ['a', ''],
      ['b', 'c'],
    ],
  ],
  ['an empty line between', 'a\n\nb', [['a'], [''], ['b']]],
  ['a line break and a quote within a cell', '"two\nlines"\t"5"" pipe"', [['two\nlines', '5" pipe']]],
  ['a quote that begins no cell', '5" pipe\t"half', [['5" pipe', '"half']]],
  ['nothing', '', []],
])('%s comes out of a clipboard as it was', (_, text, table) => {
  expect(readTable(text)).toEqual(table)
})

test('whatever stands in cells is the same after it went through a clipboard', () => {
  const cell = fc.oneof(fc.string(), fc.stringMatching(/^["\t\r\n a]{0,6}$/))
  const tables = fc.integer({ min: 1, max: 4 }).chain(wide => fc.array(fc.array(cell, { minLength: wide, maxLength: wide }), { minLength: 1, maxLength: 4 }))
  const same = fc.property(tables, table => {
    expect(readTable(`${tableText(table)}\n`)).toEqual(table)
  })
  fc.assert(same, { numRuns: 2000 })
})

const at = (top: number, left: number, bottom: number, right: number) => rangeOf({ row: bottom, column: left }, { row: top, column: right })
const placed = (table: string[][], range: ReturnType<typeof at>) => spread(table, range).map(({ place, value }) => `${place.row}:${place.column} ${value}`)

test.each<[string, string[][], ReturnType<typeof at>, string[]]>([
  ['one value fills every cell that is chosen', [['x']], at(1, 2, 2, 3), ['1:2 x', '1:3 x', '2:2 x', '2:3 x']],
  ['two lines go twice into four', [['x'], ['y']], at(0, 0, 3, 0), ['0:0 x', '1:0 y', '2:0 x', '3:0 y']],
  ['more than is chosen goes on past it', [['x', 'y'], ['z']], at(5, 1, 5, 1), ['5:1 x', '5:2 y', '6:1 z']],
  ['three lines go once into four', [['x'], ['y'], ['z']], at(0, 0, 3, 0), ['0:0 x', '1:0 y', '2:0 z']],
])('%s', (_, table, range, cells) => {
  expect(placed(table, range)).toEqual(cells)
})
