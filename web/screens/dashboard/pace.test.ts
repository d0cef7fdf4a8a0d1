import { expect, test } from 'vitest'
import { pauseAfter } from './pace.ts'

test('While thousands of records change the first page asks ever more seldom, and at once again when it was quiet', () => {
  const pauses: number[] = []
  for (let time = 0; time < 600_000; ) {
    // There is a change each half second, and a reading takes as long.
    pauses.push(pauseAfter(pauses.at(-1) ?? 0, pauses.length === 0 ? Number.POSITIVE_INFINITY : 500))
    time += (pauses.at(-1) ?? 0) + 1000
  }
  expect([pauses.slice(0, 7), pauses.length, pauseAfter(30_000, 11_000)]).toEqual([[1500, 3000, 6000, 12_000, 24_000, 30_000, 30_000], 23, 1500])
})
