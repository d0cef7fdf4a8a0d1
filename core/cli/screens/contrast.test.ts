import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { colours } from '../../registry/check-views.ts'
import { contrast, leastContrast, paleIn } from './contrast.ts'

test.each([
  ['#000', '#ffffff', 21],
  ['white', '#FFF', 1],
  ['#767676', '#fff', 4.54],
  ['#777', '#fff', 4.48],
  ['red', '#fff', null],
  ['var(--sg-text)', '#fff', null],
])('%s on %s has a contrast of %s', (ink, ground, wanted) => {
  const found = contrast(ink, ground)
  expect(found === null ? null : Math.round(found * 100) / 100).toBe(wanted)
})

test('a text that few can read on its ground is told of; what the source does not tell is not', async () => {
  const css = [
    'p { color: #999; background: #fff }',
    '.dark { background-color: black; color: #767676; }',
    'b { color: #999 }',
    'i { color: var(--sg-text); background: #fff }',
  ]
  expect(await paleIn({ 'web/index.ts': `const all = css\`\n${css.join('\n')}\n\`` })).toEqual([
    {
      file: 'web/index.ts',
      line: 2,
      text: 'writes #999 on #fff, a contrast of 2.8 where text needs 4.5. Take the colours of the shell, such as var(--sg-text-2).',
    },
  ])
})

test('each colour that a choice can have is read on its ground, by day and by night', () => {
  const tokens = readFileSync(join(import.meta.dirname, '..', '..', '..', 'web', 'style', 'tokens.css'), 'utf8')
  const value = (name: string): string[] => /light-dark\((#\w+), (#\w+)\)/.exec(tokens.slice(tokens.indexOf(`--sg-${name}:`)))?.slice(1) ?? []
  const all = colours.flatMap(name => [0, 1].map(at => ({ name, at, found: contrast(value(name)[at] ?? '', value(`${name}-soft`)[at] ?? '') })))
  expect(all.filter(({ found }) => (found ?? 0) < leastContrast)).toEqual([])
})
