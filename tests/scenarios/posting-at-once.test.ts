import ledger from '@sangam/plugin-ledger'
import { Account, Budget, closeYear, Entry, FiscalYear, PeriodLock, post, reverse } from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool } from '../../core/data/connection.ts'
import { verifyStays } from '../../core/invariants/verify.ts'
import { counted } from '../../sdk/testing/check/statements.ts'

let platform: TestPlatform
let accountant: TestClient
/** What one of them posts at once is posted together: several stand in each other's way. */
let accountants: readonly TestClient[]
let ids: { readonly [name: string]: string }
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, ledger] })
  accountants = [await platform.as('ledger.accountant'), await platform.as('ledger.accountant'), await platform.as('ledger.accountant')]
  accountant = accountants[0] as TestClient
  const { items } = await accountant.repo(Account).find({ limit: 500 })
  ids = Object.fromEntries(items.map(account => [account.name, account.id]))
})
afterAll(() => platform.stop())

const entry = (amount: string, other = amount) =>
  ({
    narration: 'At once',
    date: '2027-03-05',
    state: 'posted',
    lines: [
      { account: ids.Rent, debit: amount },
      { account: ids.Bank, credit: other },
    ],
  }) as never
/** What became of work that may be refused; whatever else goes wrong is a fault. */
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    error => error.problem?.code ?? Promise.reject(error),
  )
const numbers = async (): Promise<number[]> => {
  const { items } = await accountant.repo(Entry).find({ where: { state: 'posted' }, fields: ['number'], limit: 500 } as never)
  return items.map(one => Number(one.number.slice(-5))).sort((a, b) => a - b)
}
const by = (turn: number): TestClient => accountants[turn % accountants.length] as TestClient
const through = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1)
const sound = async () => {
  await platform.settle()
  const { owner } = platform.platform.world.db
  const [found] = await verifyStays(owner, 'main', await platform.platform.world.models.current('main'))
  return { records: found?.records, altered: found?.altered, drifted: found?.drifted }
}
const rent = async (): Promise<string> => {
  const { rows } = (await accountant.get('/api/plugins/ledger/x/trial-balance?to=2027-03-31')) as unknown as { rows: { name: string; closing: string }[] }
  return rows.find(row => row.name === 'Rent')?.closing ?? '0'
}

test('Sixty who post at once on the same accounts are all served but those who don’t balance, and the numbers have no gap', async () => {
  const found = await Promise.all(
    through(60).map(at =>
      outcome(
        by(at)
          .repo(Entry)
          .create(at % 5 === 0 ? entry('10', '9') : entry('10.50')),
      ),
    ),
  )
  expect(found.filter(one => one !== 'done')).toEqual(Array(12).fill('invalid'))
  expect([await numbers(), await rent(), await sound()]).toEqual([through(48), '504', { records: 48, altered: [], drifted: {} }])
})

test('Of twenty who post one draft at once one does it, and of twenty who reverse an entry one', async () => {
  const draft = await accountant.repo(Entry).create({ ...(entry('7') as object), state: 'draft' } as never)
  const posted = await Promise.all(through(20).map(() => outcome(accountant.run(post, draft.id))))
  expect(posted.filter(one => one === 'done')).toHaveLength(1)
  const reversed = await Promise.all(through(20).map(() => outcome(accountant.run(reverse, draft.id))))
  expect(reversed.filter(one => one === 'done')).toHaveLength(1)
  expect([await numbers(), await rent(), await sound()]).toEqual([through(50), '504', { records: 50, altered: [], drifted: {} }])
})

test('While days are locked and opened again nothing is posted on a locked day, and no number is lost', async () => {
  const locking = (async () => {
    for (const at of through(4)) {
      const lock = await accountant.repo(PeriodLock).create({ reason: `Turn ${at}`, until: '2027-03-31' } as never)
      const before = await numbers()
      expect(await outcome(accountant.repo(Entry).create(entry('1')))).toBe('invalid')
      expect(await numbers()).toEqual(before)
      await accountant.repo(PeriodLock).remove(lock.id)
    }
  })()
  const found = await Promise.all(through(30).map(at => outcome(by(at).repo(Entry).create(entry('1')))))
  await locking
  const done = found.filter(one => one === 'done').length
  expect([await numbers(), await rent()]).toEqual([through(50 + done), String(504 + done)])
})

test('Connections that are cut while they post leave whole entries or none, and no gap', async () => {
  const before = (await numbers()).length
  const admin = openPool({ url: platform.platform.world.config.databaseUrl ?? '', size: 1, name: 'breaker' })
  let [cuts, over] = [0, false]
  const cutting = (async () => {
    while (cuts < 6 && !over) {
      const rows = await admin.run(
        sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'sangam' and state <> 'idle' limit 1`,
      )
      cuts += rows.length
    }
  })()
  const found = await Promise.all(through(40).map(at => outcome(by(at).repo(Entry).create(entry('2'))).catch(() => 'cut')))
  over = true
  await cutting
  await admin.close()
  expect(cuts).toBeGreaterThan(0)
  const after = await numbers()
  expect(after).toEqual(through(after.length))
  // Who was told that it is done has it; who was cut off may have it too, if the answer was lost and not the work.
  expect(after.length - before).toBeGreaterThanOrEqual(found.filter(one => one === 'done').length)
  expect(await sound()).toEqual({ records: after.length, altered: [], drifted: {} })
})

test('A year that is closed while others post in it holds all that they posted, or is closed again', async () => {
  const [year] = (await accountant.repo(FiscalYear).find({ where: { to: '2027-03-31' } } as never)).items
  const posting = Promise.all(through(30).map(at => outcome(by(at).repo(Entry).create(entry('3')))))
  const told: string[] = []
  while (told.at(-1) !== 'done') {
    told.push(await outcome(accountant.run(closeYear, year?.id as never)))
    expect(['done', 'posted_meanwhile']).toContain(told.at(-1))
  }
  const found = await posting
  expect(found.filter(one => one !== 'done' && one !== 'invalid')).toEqual([])
  expect([await rent(), await numbers()]).toEqual(['0', through((await numbers()).length)])
})

test('What one batch posts counts for all that it does next: a budget is not spent twice, and an account that is posted to becomes no heading', async () => {
  const fresh = await accountant.repo(Account).create({ name: 'Training', code: '5977', type: 'expense' } as never)
  const { items: years } = await accountant.repo(FiscalYear).find({ where: { from: { lte: '2028-04-05' }, to: { gte: '2028-04-05' } } as never, limit: 1 })
  const year = years[0]?.id ?? (await accountant.repo(FiscalYear).create({ from: '2028-04-01', to: '2029-03-31' } as never)).id
  await accountant.repo(Budget).create({ account: fresh.id, year, amount: '12000', over: 'stop' } as never)
  const draft = async () => {
    const lines = [
      { account: fresh.id, debit: '900' },
      { account: ids.Bank, credit: '900' },
    ]
    return (await accountant.repo(Entry).create({ narration: 'Taught', date: '2028-04-05', lines } as never)).id
  }
  const [one, other] = [await draft(), await draft()]
  const posted = (id: string) => ({ entity: 'ledger.entry', verb: 'update', id, patch: { state: 'posted' } })
  const refused = async (writes: readonly object[]) => {
    const { status, json } = await accountant.ask('POST', '/api/batch', writes as never)
    return [status, ((json as unknown as { errors?: { code: string }[] }).errors ?? []).map(({ code }) => code)]
  }
  const heading = { entity: 'ledger.account', verb: 'update', id: fresh.id, patch: { isGroup: true } }
  // A name of its own keeps a write from being taken as one set with its neighbours.
  expect([await refused([posted(one), { ...posted(other), as: 'other' }]), await refused([posted(one), heading])]).toEqual([
    [422, ['over_budget']],
    [422, ['posted_to']],
  ])
  expect([(await accountant.repo(Entry).get(one)).state, (await accountant.repo(Entry).get(other)).state]).toEqual(['draft', 'draft'])
})

test('A thousand entries in one call are posted by as many statements as ten', async () => {
  const post = (many: number) => () =>
    accountant.repo(Entry).createMany(Array.from({ length: many }, () => ({ ...(entry('2') as object), date: '2027-04-05' })) as never)
  await post(10)()
  const asked = [await counted(platform, post(10)), await counted(platform, post(1000))]
  expect(asked).toEqual([asked[0], asked[0]])
  expect(await sound()).toMatchObject({ altered: [], drifted: {} })
})
