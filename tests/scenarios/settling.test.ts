import { createTestPlatform } from '@sangam/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { verifyStays } from '../../core/invariants/verify.ts'
import { found, openTown, plugins } from './settling/company.ts'
import { atOnce, oneByOne } from './settling/sequence.ts'
import { type Step, step } from './settling/steps.ts'

const seed = Number(process.env.SANGAM_SEED ?? 1)
const drawn = (length: number): Step[] => fc.sample(fc.array(step, { minLength: length, maxLength: length }), { seed, numRuns: 1 })[0] as Step[]

test('Whatever is sold, invoiced, brought, received, matched, taken apart and taken back, years closed, reopened and money revalued meanwhile, by one or by three at once, parties owe what their papers say', {
  timeout: 3_600_000,
}, async () => {
  await using platform = await createTestPlatform({ plugins })
  const town = await openTown(platform, 3)
  const company = await found(town, 1)
  await oneByOne(company, drawn(Math.max(22, Math.round(64 * Number(process.env.SANGAM_SAMPLES ?? 1)))), 7)
  await atOnce(await found(town), drawn(9))
  // Money of others is revalued once for a day, whoever of three begins it.
  await atOnce(
    await found(town),
    [7000, 7100, 7200].map(rate => ({ do: 'revalue', day: 1, rate })),
  )
  await platform.settle()
  const accounts = await verifyStays(platform.platform.world.db.owner, 'main', await platform.platform.world.models.current('main'))
  expect({ seed, found: accounts.map(({ altered, drifted }) => [altered, drifted]) }).toEqual({ seed, found: accounts.map(() => [[], {}]) })
})
