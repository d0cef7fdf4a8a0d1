import { expect, test } from 'vitest'
import { csv, xlsx } from '../export/export.ts'
import { readRows } from './read-file.ts'

// Three bytes for each letter: wherever a file is cut into pieces, most cuts fall within one.
const words = Array.from({ length: 3000 }, (_, at) => `${'x'.repeat(at % 7)}रिकॉर्ड का प्रकार ${at}`)
const columns = [{ path: 'word', header: 'Word', kind: 'text' as const }]
const cells = [(row: object) => (row as readonly string[])[0]]

test.each(['csv', 'xlsx'] as const)('a long %s in Hindi comes back letter by letter as it went', async format => {
  const pages = async function* (): AsyncGenerator<readonly string[]> {
    yield words.map(word => JSON.stringify([word]))
  }
  const file = format === 'csv' ? csv(columns, cells, pages()) : xlsx('Words', columns, cells, pages())
  const back: string[] = []
  for await (const { cells } of readRows(file, `words.${format}`)) back.push(cells[0] ?? '')
  expect(back).toEqual(['Word', ...words])
})
