import ledger from '@sangam/plugin-ledger'
import { Account, cancelPayment, Entry, Item, Match, match, Payment, postPayment, reverse, unmatch } from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { minus, total } from '@sangam/sdk'
import { createTestPlatform } from '@sangam/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { verifyStays } from '../../core/invariants/verify.ts'

const days = ['2027-01-15', '2027-02-15', '2027-03-15'] as const
type Step =
  | { readonly do: 'sell'; readonly party: number; readonly day: number; readonly cents: number }
  | { readonly do: 'receive'; readonly party: number; readonly day: number; readonly cents: number; readonly oldest: boolean }
  | { readonly do: 'cancel' | 'reverse' | 'unmatch' | 'match'; readonly at: number; readonly with: number }
const cents = fc.integer({ min: 1, max: 1_000_000 })
const [party, day] = [fc.nat(2), fc.nat(days.length - 1)]
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('sell' as const), party, day, cents }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('receive' as const), party, day, cents, oldest: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('cancel' as const, 'reverse' as const, 'unmatch' as const, 'match' as const),
      at: fc.nat(60),
      with: fc.nat(60),
    }),
  },
)

test('Whatever is sold, received, matched, taken apart and taken back, what parties owe is what their papers say, and no paper is settled twice', {
  timeout: 600_000,
}, async () => {
  await using platform = await createTestPlatform({ plugins: [parties, ledger] })
  const client = await platform.as('ledger.accountant')
  const { items: accounts } = await client.repo(Account).find({ limit: 500 })
  const ids = Object.fromEntries(accounts.map(account => [account.name, account.id]))
  const names = ['Asha Traders', 'Bharat Steel', 'Gita Mills']
  const people = (await platform.admin.repo(Party).createMany(names.map(name => ({ name, kind: 'organisation' as const })))).map(one => one.id)
  /** What each party owes, by the model: it adds up sales and receipts, and what was taken back. */
  const owes = people.map(() => '0')
  const add = (of: number, amount: string): void => {
    owes[of] = total([owes[of] ?? '0', amount])
  }
  const sales: { readonly id: string; readonly party: number; readonly amount: string; back: boolean }[] = []
  const receipts: { readonly id: string; readonly party: number; readonly amount: string; back: boolean }[] = []
  const money = (of: number): string => minus(`${Math.floor(of / 100)}.${String(of % 100).padStart(2, '0')}`, '0')
  const done = (work: Promise<unknown>): Promise<boolean> =>
    work.then(
      () => true,
      error => (error.problem ? false : Promise.reject(error)),
    )
  const some = <T>(all: readonly T[], at: number): T | undefined => all[at % Math.max(1, all.length)]

  const take = async (one: Step): Promise<void> => {
    if (one.do === 'sell') {
      const amount = money(one.cents)
      const lines = [
        { account: ids['Trade receivables'], party: people[one.party], debit: amount },
        { account: ids.Sales, credit: amount },
      ]
      const { id } = await client.repo(Entry).create({ narration: 'Sold', date: days[one.day], state: 'posted', lines } as never)
      sales.push({ id, party: one.party, amount, back: false })
      add(one.party, amount)
    } else if (one.do === 'receive') {
      const amount = money(one.cents)
      const values = { direction: 'receive', party: people[one.party], account: ids.Bank, date: days[one.day], amount, oldestFirst: one.oldest }
      const { id } = await client.repo(Payment).create(values as never)
      await client.run(postPayment, id)
      receipts.push({ id, party: one.party, amount, back: false })
      add(one.party, minus('0', amount))
    } else if (one.do === 'cancel') {
      const receipt = some(receipts, one.at)
      if (!receipt) return
      expect(await done(client.run(cancelPayment, receipt.id as never, {} as never))).toBe(!receipt.back)
      if (!receipt.back) add(receipt.party, receipt.amount)
      receipt.back = true
    } else if (one.do === 'reverse') {
      const sale = some(sales, one.at)
      if (!sale) return
      expect(await done(client.run(reverse, sale.id as never, {} as never))).toBe(!sale.back)
      if (!sale.back) add(sale.party, minus('0', sale.amount))
      sale.back = true
    } else if (one.do === 'unmatch') {
      const { items } = await client.repo(Match).find({ where: { voidedOn: { isEmpty: true } } as never, sort: ['id'], limit: 100 })
      const found = some(items, one.at)
      if (found) await client.run(unmatch, found.id, {} as never)
    } else {
      const { items } = await client.repo(Item).find({ where: { settledOn: { isEmpty: true } } as never, sort: ['id'], limit: 100 })
      const [a, b] = [some(items, one.at), some(items, one.with)]
      // Of one party and of two sides it is matched; else it is refused.
      if (a && b && a.id !== b.id)
        expect(await done(client.run(match, a.id, { with: [b.id] } as never))).toBe(
          a.party === b.party && a.amount.startsWith('-') !== b.amount.startsWith('-'),
        )
    }
  }

  const told = async () => {
    const { rows } = (await client.get('/api/plugins/ledger/x/open-items?side=receivable&on=2099-12-31')) as unknown as {
      rows: { party: string; open: string; amount: string }[]
    }
    const odd = rows.filter(
      ({ open, amount }) => open.startsWith('-') !== amount.startsWith('-') || minus(amount.replace('-', ''), open.replace('-', '')).startsWith('-'),
    )
    const sheet = (await client.get('/api/plugins/ledger/x/trial-balance?to=2099-12-31')) as unknown as {
      rows: { name: string; closing: string }[]
      total: { closing: string }
    }
    return {
      owes: people.map(id => total(rows.flatMap(row => (row.party === id ? [row.open] : [])))),
      receivables: sheet.rows.find(row => row.name === 'Trade receivables')?.closing ?? '0',
      ...{ odd, closing: sheet.total.closing },
    }
  }
  const expected = () => ({ owes: [...owes], receivables: total(owes), odd: [], closing: '0' })

  const seed = Number(process.env.SANGAM_SEED ?? 1)
  const length = Math.max(25, Math.round(70 * Number(process.env.SANGAM_SAMPLES ?? 1)))
  const [steps] = fc.sample(fc.array(step, { minLength: length, maxLength: length }), { seed, numRuns: 1 }) as [Step[]]
  for (const [at, one] of steps.entries()) {
    await take(one)
    if (at % 7 === 0) expect({ seed, at, ...(await told()) }).toEqual({ seed, at, ...expected() })
  }
  expect({ seed, ...(await told()) }).toEqual({ seed, ...expected() })
  await platform.settle()
  const accountsOf = await verifyStays(platform.platform.world.db.owner, 'main', await platform.platform.world.models.current('main'))
  expect({ seed, found: accountsOf.map(({ altered, drifted }) => [altered, drifted]) }).toEqual({ seed, found: accountsOf.map(() => [[], {}]) })
})
