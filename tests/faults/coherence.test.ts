import { expect, test } from 'vitest'
import { coherence, ways } from './torture/coherence.ts'

test('what is taken from someone on one node is gone on the other within a second, also when nobody tells it', async () => {
  const plan = Array.from({ length: 50 }, (_, at) => ({ way: ways[at % 5] ?? 'role', deaf: at % 2 === 1 }))
  const tries = await coherence([...plan, { way: 'model', deaf: false }, { way: 'model', deaf: true }], 4)
  expect(tries.length).toBe(52)
  // Where the machine itself stands still for a while, so does what would tell the other node.
  expect(tries.filter(one => one.staleMs > 1000 + 3 * one.slowestMs)).toEqual([])
  expect(tries.every(one => one.asked > 0)).toBe(true)
})
