import { expect, test } from 'vitest'
import { moments } from './torture/interceptor.ts'
import { kinds } from './torture/journal.ts'
import { type Point, points } from './torture/points.ts'
import { Random } from './torture/random.ts'

test('a node that is killed at a named moment has done all or nothing, and asking another node again does it once', async () => {
  const seed = Number(process.env.SANGAM_SEED ?? 1)
  const random = new Random(seed)
  const plan: Point[] = [
    ...moments.map(moment => ({ kind: random.of(kinds), moment })),
    { kind: 'automation', moment: random.of(['before the commit', 'after the commit'] as const), inJob: true },
  ]
  const { wrong, cycles } = await points(plan, random)
  expect({ seed, plan, wrong }).toEqual({ seed, plan, wrong: [] })
  expect(cycles).toBe(7)
})
