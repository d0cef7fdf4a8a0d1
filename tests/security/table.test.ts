import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../architecture/sources.ts'

const span = (letter: string, from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, at) => `${letter}${from + at}`)
const wanted = [
  ...span('A', 1, 30),
  ...span('B', 1, 20),
  ...span('C', 1, 18),
  ...span('D', 1, 9),
  ...span('E', 1, 11),
  'E13',
  ...span('F', 1, 8),
  ...span('G', 1, 12),
  ...span('H', 1, 9),
  'H14',
  ...span('H', 20, 25),
  ...span('I', 1, 18),
]

const rows = readFileSync(join(root, 'docs', 'security.md'), 'utf8')
  .split('\n')
  .map(line => /^\| ([A-I]\d+) \| (.+?) \| (.+) \|$/.exec(line))
  .filter(match => match !== null)
  .map(match => ({ row: match[1] ?? '', where: match[3] ?? '' }))

test('the table has every known attack once', () => {
  expect(rows.map(one => one.row)).toEqual(wanted)
})

test('every test it names exists in the file it names; what has none says why', () => {
  const wrong = rows.filter(({ where }) => {
    if (where.startsWith('not yet: ')) return where.length < 30
    const [file = '', ...title] = where.split(': ')
    const named = title.join(': ')
    const text = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : ''
    return !text.includes(`'${named}'`) && !text.includes(`"${named}"`)
  })
  expect(wrong).toEqual([])
})
