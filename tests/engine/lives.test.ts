import { expect, test } from 'vitest'
import { lives } from '../faults/torture/lives.ts'

/** Two that are always the same; `npm run torture -- plugins` draws others. */
test('plugins that nobody wrote come, go, come back and are upgraded with records, and after each step there is nothing left to plan', {
  timeout: 240_000,
}, async () => {
  const { plugins, steps, wrong } = await lives(20_270_331, 2)
  expect({ plugins, wrong }).toEqual({ plugins: 2, wrong: [] })
  expect(steps).toBeGreaterThanOrEqual(10)
})
