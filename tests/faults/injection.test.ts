import { AsyncLocalStorage } from 'node:async_hooks'
import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compile, type Pool, type Tx } from '../../core/data/connection.ts'
import { Deal, deals, Firm } from '../engine/note.ts'

let platform: TestPlatform
/** How many statements of transactions still pass before one is refused by the database itself. */
let left = Number.POSITIVE_INFINITY
/** Within it statements outside of transactions count too, those of plans among them. */
const everything = new AsyncLocalStorage<true>()

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals] })
  // Each of these faults would be told at length.
  Object.assign(platform.platform.world.log, { error: () => undefined })
  const { app, owner } = platform.platform.world.db as { app: Writable; owner: Writable }
  for (const pool of [app, owner]) {
    const [whole, run] = [pool.transaction, pool.run]
    pool.transaction = (work, options) => whole(tx => work(pool === app || everything.getStore() ? failing(tx) : tx), options)
    pool.run = (statement, values) => run(everything.getStore() && !isHint(statement) ? swapped(statement) : statement, values)
  }
})
afterAll(() => platform.stop())

type Writable = { -readonly [K in 'transaction' | 'run']: Pool[K] }
type Given = Parameters<Pool['run']>[0]

/** The statement, or when its time has come one that the database can't run. */
function swapped(statement: Given): Given {
  left -= 1
  return left === -1 ? sql`select 1 / 0` : statement
}

/** It goes out by itself a little later, and nobody waits for it. */
function isHint(statement: Given): boolean {
  return ('text' in statement ? statement : compile(statement)).text.includes('sangam_outbox')
}

/** The same transaction, in which statements are counted and one fails. */
function failing(tx: Tx): Tx {
  return new Proxy(tx, {
    get: (target, name) => {
      const found = Reflect.get(target, name) as unknown
      if (typeof found !== 'function') return found
      const bound = found.bind(target) as (...given: unknown[]) => unknown
      if (name === 'copyIn')
        return (statement: Given, source: unknown) => {
          const given = swapped(statement)
          return given === statement ? bound(statement, source) : target.run(given)
        }
      return name === 'run' || name === 'later' ? (statement: Given, ...more: unknown[]) => bound(swapped(statement), ...more) : bound
    },
  })
}

/** All rows of all tables of the workspace, as one value. */
async function fingerprint(imports = true): Promise<string> {
  const { owner } = platform.platform.world.db
  const tables = await owner.run<{ name: string }>(
    sql`select tablename as name from pg_catalog.pg_tables where schemaname = 'main' and (${imports}::boolean or not starts_with(tablename, 'core_import')) order by 1`,
  )
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
  [
    'many are changed at once',
    async () => ['POST', '/api/bulk/deals.deal', { ids: await Promise.all([1, 2, 3].map(async () => (await made()).split('/').at(-1))), set: { score: 9 } }],
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

test.each(requests)('whichever statement fails while %s, nothing is half done, and asking again does it once', async (_, make) => {
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

test('whichever statement fails while several are sent at once, what was of a set is done by itself, once', async () => {
  const { owner } = platform.platform.world.db
  const count = async (mark: string): Promise<string[]> =>
    (await owner.run<{ title: string }>(sql`select title from main.deals_deal where title like ${`${mark} %`} order by title`)).map(row => row.title)
  let failed = 0
  for (let reached = true; reached; failed += 1) {
    const mark = `Together ${failed} of it`
    left = failed
    const answers = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(at =>
        platform.admin.ask(
          'POST',
          '/api/records/deals.deal',
          { ...whole, title: `${mark} ${at}` },
          { 'Idempotency-Key': `${mark} ${at}`.replaceAll(' ', '-') },
        ),
      ),
    )
    reached = left < 0
    left = Number.POSITIVE_INFINITY
    const done = answers.flatMap(({ status, json }) => (status === 201 ? [(json as { title: string }).title] : []))
    expect([failed, await count(mark)]).toEqual([failed, done.sort()])
    // One statement fails: where it was one of a set, none of the set hears of it.
    const others = answers.flatMap(({ status }) => (status === 201 ? [] : [status]))
    expect([failed, [[], [500]]]).toEqual([failed, expect.arrayContaining([others])])
  }
  expect(failed).toBeGreaterThan(3)
})

/** Does a piece of work with every statement of it failing in turn, until one passes unharmed; gives how many failed. */
async function eachFails(work: (at: number) => Promise<boolean>, from = 0, by = 1): Promise<number> {
  for (let at = from; ; at += by) {
    const reached = await work(at)
    if (!reached) return at
  }
}

/** Whether the statement that was to fail was reached, beside what came of the work. */
async function with1Failing<T>(at: number, work: () => Promise<T>): Promise<{ readonly reached: boolean; readonly result: T }> {
  left = at
  try {
    return await everything.run(true, async () => {
      const result = await work()
      return { result, reached: left < 0 }
    })
  } finally {
    left = Number.POSITIVE_INFINITY
  }
}

const { ask, post, get } = {
  ask: (...given: Parameters<TestPlatform['admin']['ask']>) => platform.admin.ask(...given),
  post: (path: string, body: object = {}) => platform.admin.post(path, body),
  get: (path: string) => platform.admin.get(path),
}

describe('an import', () => {
  const rows = Array.from({ length: 30 }, (_, at) => at)
  const file = (name: string): string => ['name', ...rows.map(at => `${name} ${at}`)].join('\n')
  const upload = (name: string) => ask('POST', '/api/imports/deals.firm?name=firms.csv', file(name), { 'Content-Type': 'text/csv' })
  const mapping = { fields: { name: { columns: [0] } }, key: null }
  const staged = async (name: string): Promise<string> => ((await upload(name)).json as { id: string }).id
  const firms = async (name: string): Promise<number> =>
    (await platform.admin.repo(Firm).find({ where: { name: { startsWith: `${name} ` } }, limit: 100 } as never)).items.length

  test('whichever statement fails while its file is read or tried, nothing is written, and it can be asked again', async () => {
    const id = await staged('Tried')
    for (const step of [() => upload('Read'), () => ask('POST', `/api/imports/deals.firm/${id}/plan`, mapping)]) {
      const before = await fingerprint(false)
      const failed = await eachFails(async at => {
        const { reached, result } = await with1Failing(at, step)
        expect([at, result.status]).toEqual([at, reached ? 500 : result.status < 300 ? result.status : 'a yes'])
        return reached
      })
      expect(failed).toBeGreaterThan(4)
      expect(await fingerprint(false)).toEqual(before)
    }
    expect([await firms('Read'), await firms('Tried')]).toEqual([0, 0])
    expect(await post(`/api/imports/deals.firm/${id}/commit`)).toEqual({ counts: { create: 30, update: 0, same: 0, refuse: 0 } })
    expect(await firms('Tried')).toBe(30)
  })

  test('whichever statement fails while it is written, it says so, holds no part of a page, and goes on to its end when asked again', {
    timeout: 240_000,
  }, async () => {
    const failed = await eachFails(async at => {
      const name = `Written${at}`
      const id = await staged(name)
      await post(`/api/imports/deals.firm/${id}/plan`, mapping)
      const { reached, result } = await with1Failing(at, () => ask('POST', `/api/imports/deals.firm/${id}/commit`, {}))
      const { state, done } = (await get(`/api/imports/deals.firm/${id}`)) as { state: string; done: number }
      const there = await firms(name)
      expect([at, result.status, there]).toEqual([at, reached ? 500 : 200, state === 'committed' ? 30 : done])
      expect([at, await post(`/api/imports/deals.firm/${id}/commit`)]).toEqual([at, { counts: { create: 30, update: 0, same: 0, refuse: 0 } }])
      expect([at, await firms(name)]).toEqual([at, 30])
      return reached
    })
    expect(failed).toBeGreaterThan(10)
  })
})

test('whichever statement fails in the job that goes on with a bulk change, each record is changed once', { timeout: 240_000 }, async () => {
  const all = (await platform.admin.repo(Deal).createMany(Array.from({ length: 210 }, (_, at) => ({ title: `Bulk ${at}` })))).map(({ id }) => id)
  const versions = async (): Promise<number[]> =>
    (
      await platform.platform.world.db.owner.run<{ version: number }>(
        sql`select distinct version from main.deals_deal where id in (select jsonb_array_elements_text(${JSON.stringify(all)}::jsonb)::uuid)`,
      )
    ).map(row => row.version)
  const failed = await eachFails(async at => {
    const run = (await post('/api/bulk/deals.deal', { ids: all, set: { score: at } })) as { id: string }
    const { reached } = await with1Failing(at, () => platform.settle().catch(() => []))
    for (let state = 'running', tries = 0; state === 'running' && tries < 5; tries += 1) {
      await platform.settle()
      ;({ state } = (await get(`/api/bulk/${run.id}`)) as { state: string })
    }
    expect([at, await get(`/api/bulk/${run.id}`)]).toMatchObject([at, { state: 'done', total: 210, done: 210, refused: 0 }])
    expect([at, await versions()]).toEqual([at, [at + 2]])
    return reached
  })
  expect(failed).toBeGreaterThan(10)
})

test('whichever statement fails while a change of the model is applied, people go on working, and applied again it is whole', {
  timeout: 240_000,
}, async () => {
  await platform.admin.repo(Firm).create({ name: 'There before' })
  const { owner } = platform.platform.world.db
  // Every sixteenth, from another one each time: it takes a second or two each.
  const from = Math.floor(Math.random() * 16)
  const failed = await eachFails(
    async at => {
      const operations = [
        {
          op: 'addField',
          entity: 'deals.firm',
          field: `x_grade${at}`,
          type: 'choice',
          options: { required: true, default: 'a', choices: ['a', 'b'], index: true },
        },
        { op: 'addField', entity: 'deals.firm', field: `x_by${at}`, type: 'reference', options: { to: 'core.user' } },
      ]
      const { reached, result } = await with1Failing(at, () => ask('POST', '/api/model/apply', { operations }))
      expect([at, (await ask('GET', '/api/records/deals.firm?limit=5')).status]).toEqual([at, 200])
      await platform.admin.repo(Firm).create({ name: `Meanwhile ${at}` })
      const [last] = ((await get('/api/model/sets')) as { items: { id: string; state: string; operations: { field: string }[] }[] }).items
      const kept = last !== undefined && JSON.stringify(last).includes(`x_grade${at}`)
      if (result.status >= 300) await post('/api/model/apply', kept ? { set: last?.id } : { operations })
      expect([at, await post('/api/model/plan', { operations: [] })]).toMatchObject([at, { unchanged: true, schema: [] }])
      expect([at, await post('/api/records/deals.firm', { name: `After ${at}`, [`x_by${at}`]: platform.admin.userId })]).toMatchObject([
        at,
        { [`x_grade${at}`]: 'a' },
      ])
      const invalid = await owner.run(
        sql`select c.relname from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid where not i.indisvalid or not i.indisready`,
      )
      expect([at, invalid]).toEqual([at, []])
      return reached
    },
    from,
    16,
  )
  expect(failed).toBeGreaterThan(30)
})
