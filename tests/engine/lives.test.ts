import { expect, test } from 'vitest'
import { lives } from '../faults/torture/lives.ts'

/** Two of their own each day; `npm run torture -- lives` draws as many as one likes. */
test('plugins that nobody wrote come, go, come back and are upgraded with records, and after each step there is nothing left to plan', {
  timeout: 240_000,
}, async () => {
  const seed = Number(process.env.SANGAM_SEED ?? new Date().toISOString().slice(0, 10).replaceAll('-', ''))
  const { plugins, steps, wrong } = await lives(seed, 2)
  expect({ seed, plugins, wrong }).toEqual({ seed, plugins: 2, wrong: [] })
  expect(steps).toBeGreaterThanOrEqual(10)
})
