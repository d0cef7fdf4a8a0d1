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
      const followed = async (steps: readonly Step[]): Promise<void> => follow(await found(town, follow === atOnce ? 3 : 1), steps)
      for (const [at, steps] of fc.sample(drawn, { seed, numRuns: runs }).entries()) {
        sum.sequences += 1
        sum.atOnce += follow === atOnce ? 1 : 0
        sum.steps += steps.length
        const failed = await followed(steps).then(() => null, String)
        if (failed === null) continue
        // Those behind it are followed all the same: each is in a company of its own.
        const how = follow === atOnce ? 'at once' : 'one by one'
        // One of a piece is made smaller: where all fail it is for one reason.
        const fewer = sum.wrong.length === 0 ? await fewest(fc.asyncProperty(drawn, followed), seed, at) : `The steps: ${JSON.stringify(steps)}`
        sum.wrong.push(`books, seed ${seed}, ${how}, sequence ${at}: ${failed} ${fewer}`)
      }
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

/** The fewest and smallest steps found in some minutes that are wrong as well; of what people do at once the same steps go wrong now and then only. */
async function fewest(followed: fc.IAsyncProperty<[readonly Step[]]>, seed: number, at: number): Promise<string> {
  const ended = await fc.check(followed, { seed, path: String(at), numRuns: 1, interruptAfterTimeLimit: 180_000 })
  return ended.failed
    ? `The steps, made fewer ${ended.numShrinks} times: ${JSON.stringify(ended.counterexample?.[0])}, with ${String(ended.errorInstance)}`
    : 'Followed once more the same steps went well.'
}
