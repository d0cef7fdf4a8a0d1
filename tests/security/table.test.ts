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
  ...span('D', 12, 13),
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

test('every test it names exists in the file it names, called out in full; what has none says why', () => {
  const wrong = rows.filter(({ where }) => {
    if (where.startsWith('not yet: ')) return where.length < 30
    const [file = '', ...title] = where.split(': ')
    return !existsSync(join(root, file)) || !isTestOf(readFileSync(join(root, file), 'utf8'), title.join(': '))
  })
  expect(wrong).toEqual([])
})

test.each([
  ['plain', true],
  ['one of many is refused', true],
  ['takes 5 and 7', true],
  ['%s is refused', false],
  ['two of many is refused', false],
  ['of many', false],
  ['one of many', false],
  ['another', true],
  ['$what', false],
  ['only a text', false],
  ['only a', false],
])('a test called “%s” is there: %s', (named, there) => {
  const file = `
    test('plain', () => undefined)
    test.each([['one of many', 1]])('%s is refused', () => 'only a text')
    test.each([
      [5, 7],
    ])('takes %i and %i', () => undefined)
    test.each([{ what: 'another' }])('$what', () => undefined)`
  expect(isTestOf(file, named)).toBe(there)
})

/** Whether a test of the file is called so: as it stands, or as a row of its table makes it, whose words stand in a list or under that name. */
function isTestOf(text: string, named: string): boolean {
  const escaped = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const called = [...text.matchAll(/\b(?:test|it)(?:\.\w+)?\(\s*(['"`])(.+?)\1,|\)\(\s*(['"`])(.+?)\3,/g)].map(match => match[2] ?? match[4] ?? '')
  return called.some(name => {
    const slots = name.match(/%[sdi]|\$\w+/g)
    if (slots === null) return name === named
    const filled = new RegExp(
      `^${name
        .split(/%[sdi]|\$\w+/)
        .map(escaped)
        .join('(.+?)')}$`,
    ).exec(named)
    return slots.every((slot, at) => {
      const word = filled?.[at + 1]
      const before = slot.startsWith('$') ? `\\b${slot.slice(1)}: ` : '[[,]\\s*'
      return word !== undefined && !/%[sdi]|\$\w/.test(word) && new RegExp(`${before}(['"\`]?)${escaped(word)}\\1[\\s,\\]}]`).test(text)
    })
  })
}
