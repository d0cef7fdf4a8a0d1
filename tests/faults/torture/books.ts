import fc from 'fast-check'
import { verifyStays } from '../../../core/invariants/verify.ts'
import { createTestPlatform } from '../../../sdk/testing/platform.ts'
import { found, openTown, plugins } from '../../scenarios/settling/company.ts'
import { atOnce, oneByOne } from '../../scenarios/settling/sequence.ts'
import { type Step, step } from '../../scenarios/settling/steps.ts'

/** What became of some sequences of business. */
export interface Sequences {
  readonly sequences: number
  /** How many of them were three people’s, who worked at once. */
  readonly atOnce: number
  readonly steps: number
  /** What was other than the model said: with the seed, and the fewest steps that still lead to it. */
  readonly wrong: string[]
}

/** Random sequences of business, each in a company of its own: nine of ten step by step, the others by three people at once. */
export async function sequences(seed: number, many: number): Promise<Sequences> {
  const platform = await createTestPlatform({ plugins })
  try {
    const town = await openTown(platform, 3)
    const together = Math.floor(many / 10)
    const drawn = fc.array(step, { minLength: 6, maxLength: 18, size: 'max' })
    const sum = { sequences: 0, atOnce: 0, steps: 0, wrong: [] as string[] }
    for (const [follow, runs] of [[oneByOne, many - together] as const, [atOnce, together] as const]) {
      const followed = async (steps: readonly Step[]): Promise<void> => {
        sum.sequences += 1
        sum.atOnce += follow === atOnce ? 1 : 0
        sum.steps += steps.length
        await follow(await found(town, follow === atOnce ? 3 : 1), steps)
      }
      const ended = await fc.check(fc.asyncProperty(drawn, followed), { seed, numRuns: runs })
      if (ended.failed)
        sum.wrong.push(
          `books, seed ${seed}, ${follow === atOnce ? 'at once' : 'one by one'}: ${String(ended.errorInstance)} The steps, made fewer ${ended.numShrinks} times: ${JSON.stringify(ended.counterexample?.[0])}`,
        )
    }
    const failures = await platform.settle()
    const { world } = platform.platform
    const stays = await verifyStays(world.db.owner, 'main', await world.models.current('main'))
    const odd = stays.filter(({ altered, drifted }) => altered.length > 0 || Object.keys(drifted).length > 0)
    if (failures.length > 0) sum.wrong.push(`books, seed ${seed}: ${failures.join(' ')}`)
    if (odd.length > 0) sum.wrong.push(`books, seed ${seed}: ${JSON.stringify(odd.map(({ entity, altered, drifted }) => [entity, altered, drifted]))}`)
    return sum
  } finally {
    await platform.stop()
  }
}
