import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../architecture/sources.ts'

const span = (letter: string, from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, at) => `${letter}${from + at}`)
const wanted = [...span('A', 1, 30), ...span('B', 1, 20), ...span('E', 9, 11), 'G3', 'G5', ...span('H', 1, 9), 'H14', ...span('H', 20, 25)]

const rows = readFileSync(join(root, 'docs', 'security.md'), 'utf8')
  .split('\n')
  .map(line => /^\| ([A-H]\d+) \| (.+?) \| (.+) \|$/.exec(line))
  .filter(match => match !== null)
  .map(match => ({ row: match[1] ?? '', where: match[3] ?? '' }))

test('the table has every known attack once', () => {
  expect(rows.map(one => one.row)).toEqual(wanted)
})

test('every test it names exists in the file it names; what has none says why', () => {
  const wrong = rows.filter(({ where }) => {
    if (where.startsWith('not yet: ')) return where.length < 30
    const [file = '', ...title] = where.split(': ')
    return !existsSync(join(root, file)) || !readFileSync(join(root, file), 'utf8').includes(`'${title.join(': ')}'`)
  })
  expect(wrong).toEqual([])
})
