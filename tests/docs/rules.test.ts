import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../architecture/sources.ts'

const span = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, at) => `R${from + at}`)

const rows = readFileSync(join(root, 'docs', 'ledger.md'), 'utf8')
  .split('\n')
  .map(line => /^\| (R\d+) \| (.+?) \| (.+?) \| (.+) \|$/.exec(line))
  .filter(match => match !== null)
  .map(match => ({ rule: match[1] ?? '', figures: match[3] === '–' ? [] : (match[3] ?? '').split(', '), where: match[4] ?? '' }))

test('the table of the books has every rule of bookkeeping in its order', () => {
  expect([...new Set(rows.map(one => one.rule))]).toEqual([...span(1, 19), ...span(75, 86)])
})

test('every test it names is in the file it names, with the figures of the rule; what has none says why', () => {
  const wrong = rows.flatMap(({ rule, figures, where }) => {
    if (where.startsWith('not yet: ')) return where.length < 30 ? [rule] : []
    const [file = '', ...title] = where.split(': ')
    const named = title.join(': ')
    const text = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : ''
    const there = [`'${named}'`, `"${named}"`].some(quoted => text.includes(quoted))
    const missing = figures.filter(figure => !new RegExp(`(?<![\\d.])${figure.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')}(?![\\d])`).test(text))
    return there && missing.length === 0 ? [] : [`${rule} ${where} ${missing.join(' ')}`]
  })
  expect(wrong).toEqual([])
})
