import ledger from '@sangam/plugin-ledger'
import { Account, CostCentre, CurrencyBalance, DimensionBalance, Entry, PeriodLock, post, reverse } from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { minus, total } from '@sangam/sdk'
import { createTestPlatform } from '@sangam/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { verifyStays } from '../../core/invariants/verify.ts'

const days = ['2027-01-15', '2027-02-15', '2027-03-15', '2027-03-31'] as const
const names = ['Rent', 'Travel', 'Bank', 'Cash in hand', 'Sales'] as const
type Step =
  | { readonly do: 'draft'; readonly day: number; readonly from: number; readonly to: number; readonly cents: number; readonly odd: boolean }
  | { readonly do: 'post' | 'reverse' | 'change' | 'remove'; readonly at: number }
  | { readonly do: 'lock'; readonly day: number }
  | { readonly do: 'unlock' }
const day = fc.nat(days.length - 1)
const name = fc.nat(names.length - 1)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('draft' as const), day, from: name, to: name, cents: fc.integer({ min: 1, max: 10_000_000 }), odd: fc.boolean() }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('post' as const), at: fc.nat(30) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('reverse' as const, 'change' as const, 'remove' as const), at: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lock' as const), day }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unlock' as const) }) },
)

interface Kept {
  readonly id: string
  readonly day: string
  readonly lines: readonly (readonly [name: string, base: string])[]
  state: 'draft' | 'posted' | 'gone'
  reversed: boolean
  /** Of which part of the business its first line is, if of any. */
  readonly centre: string | undefined
  /** What its first line is in dollars, where it tells. */
  readonly dollars: string
}

test('Whatever is done in whatever order, the books are those of a model that adds up by itself', async () => {
  await using platform = await createTestPlatform({ plugins: [parties, ledger] })
  const client = await platform.as('ledger.accountant')
  const { items } = await client.repo(Account).find({ limit: 500 })
  const ids = Object.fromEntries(items.map(account => [account.name, account.id]))
  const centres = (await client.repo(CostCentre).createMany([{ name: 'Weaving' }, { name: 'Shop' }] as never)).map(one => String(one.id))
  const books: Kept[] = []
  let lock: { readonly id: string; readonly until: string } | null = null
  const done = (work: Promise<unknown>): Promise<boolean> =>
    work.then(
      () => true,
      error => (error.problem ? false : Promise.reject(error)),
    )
  const isLocked = (on: string): boolean => lock !== null && on <= lock.until

  const take = async (one: Step, at: number): Promise<void> => {
    if (one.do === 'draft') {
      const amount = minus(`${Math.floor(one.cents / 100)}.${String(one.cents % 100).padStart(2, '0')}`, '0')
      const lines = [
        [names[one.to] as string, amount],
        [names[one.from] as string, minus('0', one.odd ? total([amount, '0.01']) : amount)],
      ] as const
      const centre = centres[one.cents % 3]
      const dollars = one.cents % 2 === 0 ? amount : '0'
      const made = await client.repo(Entry).create({
        narration: 'By chance',
        date: days[one.day],
        lines: lines.map(([of, base], first) => ({
          account: ids[of],
          costCentre: first === 0 ? centre : null,
          ...(first === 0 && dollars !== '0' && { currency: 'USD', amount: dollars }),
          ...(base.startsWith('-') ? { credit: base.slice(1) } : { debit: base }),
        })),
      } as never)
      books.push({ id: made.id, day: days[one.day] as string, lines, state: 'draft', reversed: false, centre, dollars })
      return
    }
    if (one.do === 'lock') {
      if (lock) await client.repo(PeriodLock).remove(lock.id as never)
      const until = days[one.day] as string
      lock = { until, id: (await client.repo(PeriodLock).create({ reason: 'Closed', until } as never)).id }
      return
    }
    if (one.do === 'unlock') {
      if (lock) await client.repo(PeriodLock).remove(lock.id as never)
      lock = null
      return
    }
    const entry = books[one.at % Math.max(1, books.length)]
    if (!entry || entry.state === 'gone') return
    if (one.do === 'post') {
      const may = entry.state === 'draft' && total(entry.lines.map(([, base]) => base)) === '0' && !isLocked(entry.day)
      expect(await done(client.run(post, entry.id))).toBe(may)
      if (may) entry.state = 'posted'
    } else if (one.do === 'change') {
      expect(await done(client.repo(Entry).update(entry.id as never, { narration: `Again, step ${at}` }))).toBe(entry.state === 'draft')
    } else if (one.do === 'remove') {
      expect(await done(client.repo(Entry).remove(entry.id as never))).toBe(entry.state === 'draft')
      if (entry.state === 'draft') entry.state = 'gone'
    } else {
      const may = entry.state === 'posted' && !entry.reversed
      expect(await done(client.run(reverse, entry.id))).toBe(may)
      if (!may) return
      entry.reversed = true
      books.push({
        id: entry.id,
        day: 'open',
        lines: entry.lines.map(([of, base]) => [of, minus('0', base)] as const),
        state: 'posted',
        reversed: true,
        centre: entry.centre,
        dollars: minus('0', entry.dollars),
      })
    }
  }

  const told = async () => {
    const { rows, total: sums } = (await client.get('/api/plugins/ledger/x/trial-balance?to=2099-12-31')) as unknown as {
      rows: { name: string; closing: string }[]
      total: { closing: string }
    }
    expect(sums.closing).toBe('0')
    return Object.fromEntries(rows.map(row => [row.name, row.closing]).filter(([, closing]) => closing !== '0'))
  }
  const expected = () => {
    const sums = names.map(
      of => [of, total(books.filter(one => one.state === 'posted').flatMap(one => one.lines.flatMap(([to, base]) => (to === of ? [base] : []))))] as const,
    )
    return Object.fromEntries(sums.filter(([, base]) => base !== '0'))
  }

  const seed = Number(process.env.SANGAM_SEED ?? 1)
  const [steps] = fc.sample(fc.array(step, { minLength: 120, maxLength: 120 }), { seed, numRuns: 1 }) as [Step[]]
  for (const [at, one] of steps.entries()) {
    await take(one, at)
    if (at % 10 === 0) expect({ seed, at, books: await told() }).toEqual({ seed, at, books: expected() })
  }
  await platform.settle()
  expect({ seed, books: await told() }).toEqual({ seed, books: expected() })
  const parts = await client.repo(DimensionBalance).group({ group: ['value'], measures: ['sum:base'] })
  const toldOf = (centre: string) => total(books.flatMap(one => (one.state === 'posted' && one.centre === centre ? [one.lines[0]?.[1] ?? '0'] : [])))
  expect(Object.fromEntries(parts.map(row => [row.value, row['sum:base']]))).toEqual(Object.fromEntries(centres.map(one => [one, toldOf(one)])))
  const dollars = await client.repo(CurrencyBalance).group({ group: ['currency'], measures: ['sum:amount', 'sum:base'] })
  const inDollars = total(books.flatMap(one => (one.state === 'posted' ? [one.dollars] : [])))
  expect(dollars).toMatchObject([{ currency: 'USD', 'sum:amount': inDollars, 'sum:base': inDollars }])
  const { owner } = platform.platform.world.db
  const [found] = await verifyStays(owner, 'main', await platform.platform.world.models.current('main'))
  expect({ seed, altered: found?.altered, drifted: found?.drifted }).toEqual({ seed, altered: [], drifted: {} })
})
