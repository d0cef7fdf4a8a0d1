import { expect, test } from 'vitest'
import { courseOf, cut } from './torture/cutting.ts'
import { moments } from './torture/interceptor.ts'
import { kinds } from './torture/journal.ts'
import { type Point, points } from './torture/points.ts'
import { Random } from './torture/random.ts'
import { townOfAssets } from './torture/shaped.ts'
import { sentFor, shape, shapings } from './torture/shaping.ts'
import { townFor, turns } from './torture/turns.ts'

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

test('a node that is killed at a statement of an upgrade leaves it undone or done, also where both start again at once, and asked again it comes to its end', async () => {
  const turn = turns.find(one => one.name.includes('an owner is asked'))
  if (!turn) throw new Error('There is no such turn.')
  const seed = Number(process.env.SANGAM_SEED ?? Date.now() % 1_000_000)
  const random = new Random(seed)
  const town = await townFor([turn], 40)
  try {
    const course = await courseOf(town, turn, 'owners')
    const first = course.said.findIndex(({ text }) => /^alter table/i.test(text)) + 1
    const commit = course.said.findIndex(({ text }, at) => at >= first && /^commit/i.test(text)) + 1
    // Whatever is written before the commit is undone, and whatever is left behind it is done by the next start.
    const cuts = [
      { nth: random.between(first, commit), when: 'before' },
      { nth: random.between(commit + 1, course.said.length - 3), when: 'while' },
    ] as const
    const found = []
    for (const at of cuts) found.push({ ...at, ...(await cut(town, turn, course, 'owners', at)) })
    const expected = (['old', 'new'] as const).map((outcome, at) => ({ ...cuts[at], outcome, wrong: [] }))
    expect({ seed, found }).toEqual({ seed, found: expected })
  } finally {
    await town.end()
  }
})

test('a node that is killed while an entity is changed that others work with leaves it as before or as after, and nobody else is refused or waits for it', async () => {
  const seed = Number(process.env.SANGAM_SEED ?? Date.now() % 1_000_000)
  const random = new Random(seed)
  const shaping = random.of(shapings)
  const town = await townOfAssets()
  try {
    const said = await sentFor(town, shaping, 'owners')
    const at = { nth: random.of(said.flatMap(({ lasts }, index) => (lasts ? [index + 1] : []))), when: random.of(['before', 'while'] as const) }
    const found = await shape(town, shaping, said, at, 'owners')
    expect({ seed, at, wrong: found?.wrong, worked: (found?.load.requests ?? 0) > 20 }).toEqual({ seed, at, wrong: [], worked: true })
  } finally {
    await town.end()
  }
})
