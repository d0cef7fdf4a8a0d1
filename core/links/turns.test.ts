import { expect, test } from 'vitest'
import { turnsOf } from './turns.ts'

test('of one link two pages are made at once, a third is refused, and another link has turns of its own; what fails gives its turn back', async () => {
  const inTurn = turnsOf(2)
  const gate: { open?: (page: string) => void } = {}
  const promise = new Promise<string>(open => {
    gate.open = open
  })
  const fails = () => Promise.reject(new Error('The page failed.'))
  const first = [inTurn('a', () => promise), inTurn('a', () => promise)]
  const meanwhile = [await inTurn('a', async () => 'third'), await inTurn('b', async () => 'other')]
  gate.open?.('page')
  expect([meanwhile, await Promise.all(first)]).toEqual([
    [null, 'other'],
    ['page', 'page'],
  ])
  for (const _ of [1, 2, 3]) await expect(inTurn('a', fails)).rejects.toThrow('The page failed.')
  expect(await inTurn('a', async () => 'fourth')).toBe('fourth')
})
