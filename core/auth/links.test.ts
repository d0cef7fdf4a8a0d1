import { sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { type OpenDatabase, openDatabase } from '../data/database.ts'
import { createTestDatabase, type TestDatabase } from '../data/testing.ts'
import { addMember, beginMember, ensureAccount, setPassword } from './accounts.ts'
import { controlStatements } from './control.ts'
import { listKeys, makeKey, revokeKey } from './keys.ts'
import { forgive, take } from './rate.ts'
import { makeSetupCode, makeToken, readToken, useToken } from './tokens.ts'

let base: TestDatabase
let db: OpenDatabase
let account: string
const now = new Date('2027-03-31T09:30:00.000Z')
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000)

beforeAll(async () => {
  base = await createTestDatabase('auth')
  db = await openDatabase(readConfig({ DATABASE_URL: base.url }), { info: () => undefined, warn: () => undefined, error: () => undefined })
  for (const statement of controlStatements()) await db.owner.run(statement)
  await db.owner.run(sql`insert into sangam.workspace (name, title) values ('main', 'Sharma Traders')`)
})
afterAll(async () => {
  await db.close()
  await base.drop()
})
beforeEach(async () => {
  await db.owner.run(sql`truncate sangam.account, sangam.token, sangam.api_key, sangam.rate cascade`)
  account = await ensureAccount(db.app, 'asha@example.com', null)
})

const refusalOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    ({ status, code, options }) => ({ status, code, field: options?.errors?.[0]?.field ?? null }),
  )

describe('a link', () => {
  test.each([
    ['reset', 1],
    ['invite', 7 * 24],
  ] as const)('of the kind %s is good for %d hours', async (kind, hours) => {
    const token = await makeToken(db.app, kind, { account }, now)
    expect(await readToken(db.app, kind, token, later(hours - 0.01))).toEqual({ account, workspace: null, userId: null, mailed: false })
    expect([await readToken(db.app, kind, token, later(hours + 0.01)), await useToken(db.app, kind, token, later(hours + 0.01))]).toEqual([null, null])
  })

  test('is used by one of twenty who come at once', async () => {
    const userId = v7()
    const token = await makeToken(db.app, 'invite', { account, workspace: 'main', userId }, now)
    const used = await Promise.all(Array.from({ length: 20 }, () => useToken(db.app, 'invite', token, now)))
    expect(used.filter(one => one !== null)).toEqual([{ account, workspace: 'main', userId, mailed: false }])
  })

  test('serves what it was made for, and nothing else', async () => {
    const token = await makeToken(db.app, 'invite', { account }, now)
    expect([await useToken(db.app, 'reset', token, now), await useToken(db.app, 'setup', token, now)]).toEqual([null, null])
  })

  test('asked for anew ends the one before it, and leaves other people’s', async () => {
    const ravi = await ensureAccount(db.app, 'ravi@example.com', null)
    const others = await makeToken(db.app, 'reset', { account: ravi }, now)
    const [first, second] = [await makeToken(db.app, 'reset', { account }, now), await makeToken(db.app, 'reset', { account }, now)]
    const read = (token: string) => readToken(db.app, 'reset', token, now).then(found => found?.account ?? null)
    expect(await Promise.all([first, second, others].map(read))).toEqual([null, account, ravi])
  })

  test('for a new password ends with any change of the password', async () => {
    const reset = await makeToken(db.app, 'reset', { account }, now)
    const invite = await makeToken(db.app, 'invite', { account, workspace: 'main', userId: v7() }, now)
    await setPassword(db.app, account, 'a hash')
    expect([await readToken(db.app, 'reset', reset, now), (await readToken(db.app, 'invite', invite, now))?.account]).toEqual([null, account])
  })

  test('for a new password that was handed over ends as its person begins in a workspace, which it would open too', async () => {
    const token = await makeToken(db.app, 'reset', { account }, now)
    await addMember(db.app, account, 'main', v7(), false)
    const read = () => readToken(db.app, 'reset', token, now).then(found => found?.account ?? null)
    const before = await read()
    await beginMember(db.app, account, 'main')
    expect([before, await read()]).toEqual([account, null])
  })

  test('is kept without what opens it', async () => {
    const token = await makeToken(db.app, 'reset', { account }, now)
    const code = await makeSetupCode(db.app, now)
    const rows = await db.app.run<{ text: string }>(sql`select t::text as text from sangam.token t`)
    expect(rows.filter(row => row.text.includes(token) || row.text.includes(code.replaceAll('-', '')))).toEqual([])
  })

  test('of the first run is a code of four groups, and each start ends the one before', async () => {
    const [first, second] = [await makeSetupCode(db.app, now), await makeSetupCode(db.app, now)]
    expect(second).toMatch(/^([A-HJKMNP-Z2-9]{4}-){3}[A-HJKMNP-Z2-9]{4}$/)
    const plain = (code: string) => code.replaceAll('-', '')
    expect([await readToken(db.app, 'setup', plain(first), now), await readToken(db.app, 'setup', plain(second), now)]).toEqual([
      null,
      { account: null, workspace: null, userId: null, mailed: false },
    ])
  })
})

describe('a key', () => {
  const wanted = (expiresAt: string, name = 'Tally bridge') => ({ account, workspace: 'main', name, role: null, expiresAt })
  const inDays = (days: number) => later(days * 24).toISOString()

  test.each([
    ['a day', inDays(1), 'Tally bridge', 'done'],
    ['a year', inDays(365), 'Tally bridge', 'done'],
    ['two years', inDays(730), 'Tally bridge', { status: 422, code: 'invalid', field: 'expiresAt' }],
    ['a day that is over', inDays(-1), 'Tally bridge', { status: 422, code: 'invalid', field: 'expiresAt' }],
    ['ever', '', 'Tally bridge', { status: 422, code: 'invalid', field: 'expiresAt' }],
    ['a day, without a name', inDays(1), '  ', { status: 422, code: 'invalid', field: 'name' }],
  ])('for %s', async (_, expiresAt, name, outcome) => {
    expect(await refusalOf(makeKey(db.app, wanted(expiresAt, name), now))).toEqual(outcome)
  })

  test('is shown once: what is kept of it opens nothing, and its list tells it by its beginning', async () => {
    const { id, key } = await makeKey(db.app, wanted(inDays(30)), now)
    expect(key).toMatch(/^sgm_[\w-]{43}$/)
    const [row] = await db.app.run<{ text: string }>(sql`select k::text as text from sangam.api_key k`)
    expect(row?.text).not.toContain(key.slice(9))
    expect(await listKeys(db.app, account, 'main')).toMatchObject([{ id, name: 'Tally bridge', prefix: key.slice(0, 9), role: null, usedAt: null }])
  })

  test('is revoked by its own account only', async () => {
    const ravi = await ensureAccount(db.app, 'ravi@example.com', null)
    const { id } = await makeKey(db.app, wanted(inDays(30)), now)
    expect([await revokeKey(db.app, ravi, id, now), await revokeKey(db.app, account, id, now), await revokeKey(db.app, account, id, now)]).toEqual([
      false,
      true,
      false,
    ])
    expect(await listKeys(db.app, account, 'main')).toEqual([])
  })
})

describe('tries', () => {
  const limit = { tries: 5, seconds: 900 }
  const tryOnce = (bucket: string) => refusalOf(take(db.app, bucket, limit))
  const over = { status: 429, code: 'too_many', field: null }

  test('are counted together, however many come at once, and each bucket for itself', async () => {
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => tryOnce('sign-in asha')))
    expect([outcomes.filter(one => one === 'done').length, outcomes.filter(one => one !== 'done')]).toEqual([5, Array(7).fill(over)])
    expect(await tryOnce('sign-in ravi')).toBe('done')
  })

  test('begin anew when the time is over, or when who tried got in', async () => {
    for (const bucket of ['waited', 'got in']) for (let at = 0; at < 6; at += 1) await tryOnce(bucket)
    await db.app.run(sql`update sangam.rate set until = now() - interval '1 second' where bucket = 'waited'`)
    await forgive(db.app, 'got in')
    expect([await tryOnce('waited'), await tryOnce('got in')]).toEqual(['done', 'done'])
  })

  test('refused say how long to wait', async () => {
    for (let at = 0; at < 5; at += 1) await tryOnce('wait')
    await expect(take(db.app, 'wait', limit)).rejects.toMatchObject({ options: { retryAfterSeconds: expect.closeTo(900, -1), values: { minutes: 15 } } })
  })
})
