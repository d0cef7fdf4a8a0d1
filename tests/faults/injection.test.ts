import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Pool, Tx } from '../../core/data/connection.ts'
import { Deal, deals } from '../engine/note.ts'

let platform: TestPlatform
/** How many statements of transactions still pass before one is refused by the database itself. */
let left = Number.POSITIVE_INFINITY

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals] })
  // Each of these faults would be told at length.
  Object.assign(platform.platform.world.log, { error: () => undefined })
  const app = platform.platform.world.db.app as { transaction: Pool['transaction'] }
  const whole = app.transaction
  app.transaction = (work, options) => whole(tx => work(failing(tx)), options)
})
afterAll(() => platform.stop())

/** The same transaction, in which one statement is another that the database can't run. */
function failing(tx: Tx): Tx {
  const swapped =
    (call: (...given: never[]) => unknown) =>
    (statement: unknown, ...more: unknown[]) => {
      left -= 1
      return left === -1 ? call(sql`select 1 / 0` as never) : call(statement as never, ...(more as never[]))
    }
  return new Proxy(tx, {
    get: (target, name) => {
      const found = Reflect.get(target, name) as unknown
      if (typeof found !== 'function') return found
      const bound = found.bind(target) as (...given: never[]) => unknown
      return name === 'run' || name === 'later' ? swapped(bound) : bound
    },
  })
}

/** All rows of all tables of the workspace, as one value. */
async function fingerprint(): Promise<string> {
  const { owner } = platform.platform.world.db
  const tables = await owner.run<{ name: string }>(sql`select tablename as name from pg_catalog.pg_tables where schemaname = 'main' order by 1`)
  const sums = await Promise.all(
    tables.map(({ name }) =>
      owner.run<{ sum: string }>(
        sql`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${sql.identifier('main')}.${sql.identifier(name)} t`,
      ),
    ),
  )
  return JSON.stringify(sums.map(([row], at) => [tables[at]?.name, row?.sum]))
}

const whole = { title: 'Whole', value: { amount: '5', currency: 'INR' }, lines: [{ item: 'Chair' }, { item: 'Table' }] }
const requests: readonly (readonly [name: string, make: () => Promise<readonly [method: string, path: string, body?: unknown]>])[] = [
  ['a record with lines is made', async () => ['POST', '/api/records/deals.deal', whole]],
  ['a hundred are made', async () => ['POST', '/api/records/deals.deal', Array.from({ length: 100 }, () => whole)]],
  ['a record is changed, its lines too', async () => ['PATCH', await made(), { score: 5, lines: [{ item: 'Desk' }] }]],
  ['a record is won, which others are told of', async () => ['PATCH', await made(), { state: 'won' }]],
  ['a record that is shared is removed', async () => ['DELETE', await made({ shared: true })]],
  ['an action is run', async () => ['POST', `${await made({ won: true })}/actions/praise`, { words: 'Well done' }]],
  [
    'several are written in one batch',
    async () => [
      'POST',
      '/api/batch',
      [
        { entity: 'deals.firm', verb: 'create', values: { name: 'Batch', kind: 'customer' }, as: 'firm' },
        { entity: 'deals.deal', verb: 'create', values: { title: 'Of the batch', firm: '$ref:firm' } },
        { entity: 'deals.deal', verb: 'update', id: (await made()).split('/').at(-1), patch: { score: 7 } },
      ],
    ],
  ],
  ['a record is shared', async () => ['POST', `${await made()}/shares`, { user: platform.admin.userId, may: 'change' }]],
]

async function made({ won = false, shared = false } = {}): Promise<string> {
  const deal = await platform.admin.repo(Deal).create({ title: 'Before', value: { amount: '5', currency: 'INR' }, lines: [{ item: 'Stool' }] })
  const at = `/api/records/deals.deal/${deal.id}`
  if (won) await platform.admin.patch(at, { state: 'won' })
  if (shared) await platform.admin.post(`${at}/shares`, { user: platform.admin.userId })
  return at
}

test.each(requests)('whichever statement fails while %s, nothing is half done, and asking again does it once', { timeout: 120_000 }, async (_, make) => {
  const [method, path, body] = await make()
  const key = { 'Idempotency-Key': crypto.randomUUID() }
  let before = await fingerprint()
  let failed = 0
  for (;;) {
    left = failed
    const { status } = await platform.admin.ask(method, path, body, key)
    const unreached = left >= 0
    left = Number.POSITIVE_INFINITY
    if (unreached) {
      expect(status).toBeLessThan(300)
      break
    }
    expect([failed, status]).toEqual([failed, 500])
    expect([failed, await fingerprint()]).toEqual([failed, before])
    failed += 1
  }
  expect(failed).toBeGreaterThan(2)
  // The answer was kept with the change: the same request changes nothing more.
  before = await fingerprint()
  expect((await platform.admin.ask(method, path, body, key)).status).toBeLessThan(300)
  expect(await fingerprint()).toEqual(before)
})
