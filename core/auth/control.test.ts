import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { sqlState } from '../data/connection.ts'
import { type OpenDatabase, openDatabase } from '../data/database.ts'
import { createTestDatabase, type TestDatabase } from '../data/testing.ts'
import { accountById, ensureAccount, findAccount, hasOwner, plainEmail, setPassword } from './accounts.ts'
import { controlStatements } from './control.ts'
import { beginSession, endSession, endSessions, listSessions, touchSession } from './sessions.ts'

let base: TestDatabase
let db: OpenDatabase
let account: string
const now = new Date('2027-03-31T09:30:00.000Z')
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000)
const day = 24
const browser = { userAgent: 'Firefox on a desk', ip: '203.0.113.7' }

beforeAll(async () => {
  base = await createTestDatabase('auth')
  db = await openDatabase(readConfig({ DATABASE_URL: base.url }), { info: () => undefined, warn: () => undefined, error: () => undefined })
  // Twice, as when two nodes start: the second finds all of it there.
  for (const statement of [...controlStatements(), ...controlStatements()]) await db.owner.run(statement)
  await db.owner.run(sql`insert into sangam.workspace (name, title) values ('main', 'Sharma Traders')`)
})
afterAll(async () => {
  await db.close()
  await base.drop()
})
beforeEach(async () => {
  await db.owner.run(sql`truncate sangam.account, sangam.session, sangam.token, sangam.api_key, sangam.membership, sangam.rate cascade`)
  account = await ensureAccount(db.app, 'asha@example.com', null)
})

const stateOf = (work: Promise<unknown>): Promise<string | null> =>
  work.then(
    () => 'done',
    (error: unknown) => sqlState(error),
  )

describe('an account', () => {
  test.each([
    [' Asha.Rao@Example.COM ', 'asha.rao@example.com'],
    ['आशा@उदाहरण.भारत', 'आशा@उदाहरण.भारत'],
    ['asha', null],
    ['asha@example', null],
    ['asha rao@example.com', null],
    ['<asha@example.com>', null],
    [`${'a'.repeat(250)}@example.com`, null],
    [null, null],
  ])('%s is written %s', (given, plain) => {
    expect(plainEmail(given)).toBe(plain)
  })

  test('is one for each address, however many ask at once', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => ensureAccount(db.app, 'ravi@example.com', null)))
    expect(new Set(made).size).toBe(1)
    expect(await findAccount(db.app, 'ravi@example.com')).toEqual({
      id: made[0],
      email: 'ravi@example.com',
      passwordHash: null,
      disabled: false,
      proven: false,
    })
  })

  test('opens the house once someone has a password, and not before', async () => {
    expect(await hasOwner(db.app)).toBe(false)
    await setPassword(db.app, account, 'a hash')
    expect([await hasOwner(db.app), (await accountById(db.app, account))?.passwordHash]).toEqual([true, 'a hash'])
  })

  test('is given a password in the place of one that still holds, and of no newer one', async () => {
    const first = await Promise.all(['mine', 'theirs'].map(hash => setPassword(db.app, account, hash, null)))
    const held = (await accountById(db.app, account))?.passwordHash ?? ''
    const late = await setPassword(db.app, account, 'of before', 'an older one')
    expect([first.sort(), late, await setPassword(db.app, account, 'the next', held), (await accountById(db.app, account))?.passwordHash]).toEqual([
      [false, true],
      false,
      true,
      'the next',
    ])
  })

  test('stays: the application may not take one away, nor make a workspace', async () => {
    expect(await stateOf(db.app.run(sql`delete from sangam.account`))).toBe('42501')
    expect(await stateOf(db.app.run(sql`insert into sangam.workspace (name, title) values ('more', 'More')`))).toBe('42501')
  })
})

describe('a session', () => {
  const shown = async (at: Date) => (await listSessions(db.app, account, at)).map(one => one.userAgent)

  test('ends when it was not used for 14 days', async () => {
    await beginSession(db.app, account, browser, now)
    expect([await shown(later(14 * day - 1)), await shown(later(14 * day + 1))]).toEqual([['Firefox on a desk'], []])
  })

  test('used again and again it ends after 90 days all the same', async () => {
    await beginSession(db.app, account, browser, now)
    const [session] = await listSessions(db.app, account, now)
    for (let days = 10; days <= 80; days += 10) await touchSession(db.app, session?.id ?? '', later(days * day))
    expect([await shown(later(90 * day - 1)), await shown(later(90 * day + 1))]).toEqual([['Firefox on a desk'], []])
  })

  test('begins by a password that is still the one, and by none of before', async () => {
    await setPassword(db.app, account, 'the hash of now')
    await expect(beginSession(db.app, account, browser, now, 'the hash of before')).rejects.toMatchObject({ status: 401 })
    const before = await shown(now)
    await beginSession(db.app, account, browser, now, 'the hash of now')
    expect([before, await shown(now)]).toEqual([[], ['Firefox on a desk']])
  })

  test('is kept without what opens it', async () => {
    const token = await beginSession(db.app, account, browser, now)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    const [row] = await db.app.run<{ text: string }>(sql`select s::text as text from sangam.session s`)
    expect(row?.text).not.toContain(token)
  })

  test('is ended by its own account only, and once', async () => {
    const ravi = await ensureAccount(db.app, 'ravi@example.com', null)
    await beginSession(db.app, account, browser, now)
    const { id = '' } = (await listSessions(db.app, account, now))[0] ?? {}
    expect([await endSession(db.app, ravi, id, now), await endSession(db.app, account, id, now), await endSession(db.app, account, id, now)]).toEqual([
      false,
      true,
      false,
    ])
  })

  test('stays when all others of the account are ended, and other people’s stay too', async () => {
    const ravi = await ensureAccount(db.app, 'ravi@example.com', null)
    for (const userAgent of ['here', 'phone', 'tablet']) await beginSession(db.app, account, { ...browser, userAgent }, now)
    await beginSession(db.app, ravi, browser, now)
    const here = (await listSessions(db.app, account, now)).find(one => one.userAgent === 'here')
    await endSessions(db.app, account, now, here?.id)
    expect([await shown(now), (await listSessions(db.app, ravi, now)).length]).toEqual([['here'], 1])
    await endSessions(db.app, account, now)
    expect(await shown(now)).toEqual([])
  })
})
