import ledger from '@sangam/plugin-ledger'
import { Account, closeYear, Entry, endException, except, FiscalYear, LockException, PeriodLock, post, reverse } from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { throughDoor } from '../../core/data/door.ts'

let platform: TestPlatform
let bookkeeper: TestClient
let other: TestClient
let accountant: TestClient
let controller: TestClient
let accounts: ReadonlyMap<string, string>

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, ledger] })
  const person = (name: string, role: string) => platform.person({ name, roles: [role] })
  bookkeeper = await person('Meera', 'ledger.bookkeeper')
  other = await person('Ravi', 'ledger.bookkeeper')
  accountant = await person('Asha Accountant', 'ledger.accountant')
  controller = await person('Head', 'ledger.controller')
  accounts = new Map((await accountant.repo(Account).find({ limit: 500 })).items.map(one => [one.name, String(one.id)]))
})
afterAll(() => platform.stop())

const now = '2027-03-31T09:30:00.000Z'
/** A moment so many hours from now. */
const later = (hours: number): string => new Date(Date.parse(now) + hours * 3_600_000).toISOString()
const rent = (date: string): never => {
  const lines = [
    { account: accounts.get('Rent'), debit: '100' },
    { account: accounts.get('Bank'), credit: '100' },
  ]
  return { narration: 'Rent', date, lines } as never
}
const posts = async (who: TestClient, date: string) => {
  const { id } = await who.repo(Entry).create(rent(date))
  await who.run(post, id)
  return who.repo(Entry).get(id)
}
const lock = (until: string, more: object = {}, who = accountant) =>
  who.repo(PeriodLock).create({ reason: 'GSTR-3B of January filed', until, ...more } as never)
const give = (of: string, people: readonly TestClient[], until: string, who = accountant) =>
  who.run(except, of as never, { people: people.map(one => one.userId), until, reason: 'Bill of Gupta came late' } as never)
const exceptions = async (of: string) => (await bookkeeper.repo(LockException).find({ where: { lock: of } as never, sort: ['until'] })).items

describe('An exception to a lock', () => {
  test('lets the people it names post on locked days for a while, and nobody else, until it is over', async () => {
    const january = await lock('2027-01-31')
    expect(await bookkeeper.refused(posts(bookkeeper, '2027-01-15'))).toMatchObject({
      status: 422,
      detail: 'The books are locked up to 2027-01-31: GSTR-3B of January filed. Choose a later date, or ask an accountant for an exception.',
      errors: [{ field: 'date', code: 'locked_days' }],
    })
    expect((await bookkeeper.refused(give(january.id, [bookkeeper], later(2), bookkeeper))).status).toBe(403)
    await give(january.id, [bookkeeper], later(2))
    expect(await posts(bookkeeper, '2027-01-15')).toMatchObject({ state: 'posted', date: '2027-01-15' })
    for (const who of [other, accountant]) expect(await who.refused(posts(who, '2027-01-15'))).toMatchObject({ errors: [{ code: 'locked_days' }] })
    platform.clock.set(later(3))
    expect(await bookkeeper.refused(posts(bookkeeper, '2027-01-15'))).toMatchObject({ errors: [{ code: 'locked_days' }] })
    platform.clock.set(now)
    await accountant.repo(PeriodLock).remove(january.id)
    // The lock is gone, and what was allowed is not forgotten.
    expect(await exceptions(january.id)).toMatchObject([{ person: bookkeeper.userId, reason: 'Bill of Gupta came late', until: later(2), ended: null }])
  })

  test('is to one lock, so that another which holds the day holds it still', async () => {
    const [all, tax] = [await lock('2027-01-31'), await lock('2027-02-28', { kind: 'general', reason: 'Books of February' })]
    await accountant.repo(PeriodLock).update(all.id, { reason: 'Returns of January filed' })
    await give(all.id, [bookkeeper, other], later(5))
    expect(await bookkeeper.refused(posts(bookkeeper, '2027-01-15'))).toMatchObject({ detail: expect.stringContaining('Books of February') })
    await give(tax.id, [bookkeeper], later(5))
    expect(await posts(bookkeeper, '2027-01-15')).toMatchObject({ state: 'posted' })
    expect(await posts(bookkeeper, '2027-02-15')).toMatchObject({ state: 'posted' })
    expect(await other.refused(posts(other, '2027-01-15'))).toMatchObject({ errors: [{ code: 'locked_days' }] })
    // What takes an entry back goes to the first open day still, unless its day is told.
    await give(all.id, [accountant], later(5))
    await give(tax.id, [accountant], later(5))
    const entry = await posts(accountant, '2027-01-20')
    const { entry: back } = (await accountant.run(reverse, entry.id, { on: '2027-01-20' })) as { entry: string }
    expect(await accountant.repo(Entry).get(back as never)).toMatchObject({ date: '2027-01-20', reverses: entry.id })
    for (const one of [all, tax]) await accountant.repo(PeriodLock).remove(one.id)
  })

  test('lasts thirty days at most, says why, is never changed, and may be ended at any time', async () => {
    const march = await lock('2027-03-10')
    const refused = async (until: string) => accountant.refused(give(march.id, [bookkeeper], until))
    expect(await refused(later(-1))).toMatchObject({ errors: [{ field: 'until', code: 'over_already' }] })
    expect(await refused(later(30 * 24 + 1))).toMatchObject({
      errors: [{ code: 'too_long', message: 'An exception lasts 30 days at most. Give a shorter one; another may follow.' }],
    })
    expect((await accountant.refused(accountant.run(except, march.id, { people: [bookkeeper.userId], until: later(1) } as never))).status).toBe(422)
    await give(march.id, [bookkeeper], later(30 * 24))
    const [given] = await exceptions(march.id)
    const id = String(given?.id) as never
    for (const patch of [{ until: later(31 * 24) }, { person: other.userId }, { reason: 'Else' }])
      expect(await platform.admin.refused(platform.admin.repo(LockException).update(id, patch as never))).toMatchObject({
        errors: [{ message: 'An exception stays as it was given. End it, and give another.' }],
      })
    expect(await platform.admin.refused(platform.admin.repo(LockException).remove(id))).toMatchObject({ errors: [{ code: 'stays' }] })
    expect(await posts(bookkeeper, '2027-03-10')).toMatchObject({ state: 'posted' })
    await accountant.run(endException, id)
    expect(await bookkeeper.refused(posts(bookkeeper, '2027-03-10'))).toMatchObject({ errors: [{ code: 'locked_days' }] })
    const trail = (await controller.get('/api/plugins/ledger/x/audit?from=2027-03-31&to=2027-03-31')) as unknown as { deeds: { entity: string }[] }
    expect(trail.deeds.filter(deed => (deed as { id?: unknown }).id === id)).toMatchObject([
      { did: 'endedException', by: 'Asha Accountant', name: 'Meera', about: 'Bill of Gupta came late' },
      { did: 'excepted', by: 'Asha Accountant', name: 'Meera' },
    ])
    await accountant.repo(PeriodLock).remove(march.id)
  })

  test('is for the days it was given for: while it lasts, its lock neither moves nor becomes another', async () => {
    const january = await lock('2027-01-31')
    await give(january.id, [bookkeeper], later(2))
    for (const [field, value] of [
      ['until', '2027-03-30'],
      ['kind', 'tax'],
    ] as const)
      expect(await accountant.refused(accountant.repo(PeriodLock).update(january.id, { [field]: value } as never))).toMatchObject({
        errors: [
          {
            ...{ field, code: 'exception_lasts' },
            message: 'An exception to this lock still lasts: Bill of Gupta came late. It would hold for other days then. End it first, or set another lock.',
          },
        ],
      })
    await accountant.repo(PeriodLock).update(january.id, { reason: 'Returns of January' } as never)
    const [given] = await exceptions(january.id)
    await accountant.run(endException, String(given?.id) as never)
    await accountant.repo(PeriodLock).update(january.id, { until: '2027-03-30' } as never)
    expect(await bookkeeper.refused(posts(bookkeeper, '2027-03-20'))).toMatchObject({ errors: [{ code: 'locked_days' }] })
    await accountant.repo(PeriodLock).remove(january.id)
  })

  test('is given by somebody else, where two pairs of eyes look at what is posted', async () => {
    const january = await lock('2027-01-31')
    await platform.admin.put('/api/settings/ledger', { values: { twoAbove: '50000' } })
    for (const who of [accountant, controller])
      expect(await who.refused(give(january.id, [bookkeeper, who], later(2), who))).toMatchObject({
        errors: [{ code: 'needs_another', message: 'Nobody gives themselves an exception here. Ask a colleague to give it to you.' }],
      })
    expect(await exceptions(january.id)).toEqual([])
    await give(january.id, [accountant], later(2), controller)
    await platform.admin.put('/api/settings/ledger', { values: { twoAbove: null } })
    await give(january.id, [controller], later(2), controller)
    expect((await exceptions(january.id)).map(one => one.person)).toEqual([accountant.userId, controller.userId])
    await accountant.repo(PeriodLock).remove(january.id)
  })

  test('names who had it for good, also when they leave and all that is theirs is handed over', async () => {
    const january = await lock('2027-01-31')
    const leaver = await platform.person({ name: 'Leaver', roles: ['ledger.bookkeeper'] })
    await give(january.id, [leaver], later(2))
    const [given] = await exceptions(january.id)
    await accountant.run(endException, String(given?.id) as never)
    expect(await platform.admin.post(`/api/users/${leaver.userId}/hand-over`, { to: other.userId })).toEqual({ counts: {} })
    expect(await exceptions(january.id)).toMatchObject([{ person: leaver.userId }])
    await accountant.repo(PeriodLock).remove(january.id)
  })

  test('is given neither to a hard lock, which nobody lifts, nor to that of a closed year', async () => {
    const hard = await lock('2025-03-31', { kind: 'hard', reason: 'Audited' }, controller)
    expect((await accountant.refused(give(hard.id, [bookkeeper], later(1)))).status).toBe(409)
    expect(
      await platform.admin.refused(platform.admin.repo(LockException).create({ lock: hard.id, person: other.userId, until: later(1), reason: 'x' } as never)),
    ).toMatchObject({
      errors: [{ code: 'hard_lock' }],
    })
    expect(await bookkeeper.refused(posts(bookkeeper, '2025-03-31'))).toMatchObject({
      detail: 'The books are locked for good up to 2025-03-31: Audited. This has no exceptions. Choose a later date.',
    })
    for (const patch of [{ until: '2024-03-31' }, { kind: 'tax' }, { reason: 'Else' }])
      expect(await accountant.refused(accountant.repo(PeriodLock).update(hard.id, patch as never))).toMatchObject({
        errors: [{ message: 'A hard lock stays as it is: nobody lifts it or moves it. Set another one for later days.' }],
      })
    expect(await accountant.refused(accountant.repo(PeriodLock).remove(hard.id))).toMatchObject({ errors: [{ code: 'stays' }] })
    const { id: company } = (await platform.admin.post('/api/records/core.company', {
      ...{ name: 'Gupta Ltd', entityType: 'private_limited', country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 3 },
    })) as { id: string }
    await platform.admin.post('/api/records/ledger.fiscalYear', { company, from: '2026-03-01', to: '2027-02-28' })
    const [old] = (await controller.repo(FiscalYear).find({ where: { company, to: '2027-02-28' } as never })).items
    await controller.run(closeYear, String(old?.id) as never)
    const closed = await controller.repo(FiscalYear).get(String(old?.id) as never)
    expect(await controller.refused(give(String(closed.lock), [bookkeeper], later(1), controller))).toMatchObject({ errors: [{ code: 'closed_year' }] })
  })
})

test('A hard lock, which nobody takes back, is set by the head of accounts, for days that are over, and behind years that are closed', async () => {
  const { id: company } = (await platform.admin.post('/api/records/core.company', {
    ...{ name: 'Verma Ltd', entityType: 'private_limited', country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 4 },
  })) as { id: string }
  const known = new Map((await accountant.repo(Account).find({ where: { company } as never, limit: 500 })).items.map(one => [one.name, String(one.id)]))
  const earn = async (date: string) => {
    const lines = [
      { account: known.get('Bank'), debit: '100' },
      { account: known.get('Sales'), credit: '100' },
    ]
    const { id } = await accountant.repo(Entry).create({ company, narration: 'Sold', date, lines } as never)
    await accountant.run(post, id)
  }
  const hard = (who: TestClient, until: string) => who.repo(PeriodLock).create({ company, until, kind: 'hard', reason: 'Audited' } as never)
  const refused = async (who: TestClient, until: string) => (await who.refused(hard(who, until))).errors?.[0]
  expect(await refused(accountant, '2027-01-31')).toMatchObject({
    ...{ field: 'kind', code: 'not_yours' },
    message: 'Nobody takes a hard lock back, so only who may reopen years sets one. Ask the head of accounts.',
  })
  for (const until of ['2099-12-31', '2027-03-31'])
    expect(await refused(controller, until)).toMatchObject({
      ...{ field: 'until', code: 'not_over' },
      message: 'A hard lock is for days that are over, since nobody takes it back. Choose a day before today.',
    })
  // A year that was earned in is to be closed, whether it is kept yet or not.
  await earn('2025-06-15')
  const open = { field: 'until', code: 'open_year', message: expect.stringContaining('2025-26 is not closed, and never could be behind a hard lock.') }
  expect(await refused(controller, '2026-03-31')).toMatchObject(open)
  await platform.job('ledger.years')
  expect(await refused(controller, '2026-05-31')).toMatchObject(open)
  // A lock that is there already becomes hard under the same rules.
  const soft = await lock('2026-04-30', { company, kind: 'tax' })
  const harder = (who: TestClient) => who.repo(PeriodLock).update(soft.id, { kind: 'hard' } as never)
  expect([await accountant.refused(harder(accountant)), await controller.refused(harder(controller))]).toMatchObject([
    { errors: [{ code: 'not_yours' }] },
    { errors: [{ code: 'open_year' }] },
  ])
  const [year] = (await controller.repo(FiscalYear).find({ where: { company, to: '2026-03-31' } as never })).items
  await controller.run(closeYear, String(year?.id) as never)
  expect(await harder(controller)).toMatchObject({ kind: 'hard' })
  expect(await hard(controller, '2026-05-31')).toMatchObject({ until: '2026-05-31' })
  await earn('2026-06-15')
  platform.clock.set('2027-04-02T06:00:00.000Z')
  const [next] = (await controller.repo(FiscalYear).find({ where: { company, to: '2027-03-31' } as never })).items
  await controller.run(closeYear, String(next?.id) as never)
  expect(await controller.repo(FiscalYear).get(String(next?.id) as never)).toMatchObject({ state: 'closed', profit: '100' })
  platform.clock.set(now)
})

test('Below the platform the database holds exceptions and hard locks too, in each role that it has', async () => {
  const { db } = platform.platform.world
  const february = await lock('2026-12-31')
  await lock('2026-06-30', { kind: 'hard', reason: 'Audited' }, controller)
  await give(february.id, [bookkeeper], later(20))
  const [given] = await exceptions(february.id)
  const draft = async (date: string) => bookkeeper.repo(Entry).create(rent(date))
  const inDecember = await draft('2026-12-15')
  const inJune = await draft('2026-06-15')
  const past = (of: string, by: string, at: string) =>
    db.app
      .transaction(tx =>
        tx.run(
          throughDoor(
            sql`update main.ledger_entry set state = 'posted', number = ${`X${of}`.slice(0, 16)}, updated_by = ${by}::uuid, updated_at = ${at}::timestamptz where id = ${of}::uuid`,
          ),
        ),
      )
      .then(
        () => 'done',
        error => error.code,
      )
  // Another person; the moment after it is over; a day that a hard lock holds too.
  expect(await past(inDecember.id, other.userId, now)).toBe('SGM03')
  expect(await past(inDecember.id, bookkeeper.userId, later(21))).toBe('SGM03')
  expect(await past(inJune.id, bookkeeper.userId, now)).toBe('SGM03')
  const attempts: { readonly [what: string]: SQL } = {
    longer: sql`update main.ledger_lock_exception set until = until + interval '1 year'`,
    another: sql`update main.ledger_lock_exception set person = ${other.userId}::uuid`,
    gone: sql`delete from main.ledger_lock_exception where id = ${given?.id}::uuid`,
    binned: sql`update main.ledger_lock_exception set deleted_at = now()`,
    'hard back': sql`update main.ledger_lock set until = '2020-01-01' where kind = 'hard'`,
    'hard softer': sql`update main.ledger_lock set kind = null where kind = 'hard'`,
    'hard gone': sql`update main.ledger_lock set deleted_at = now() where kind = 'hard'`,
  }
  for (const pool of [db.app, db.owner])
    for (const [what, statement] of Object.entries(attempts))
      expect([
        what,
        await pool.run(throughDoor(statement)).then(
          () => 'done',
          error => error.code,
        ),
      ]).toEqual([what, 'SGM01'])
  await accountant.run(endException, String(given?.id) as never)
  const again = await db.app.run(throughDoor(sql`update main.ledger_lock_exception set ended = null where id = ${given?.id}::uuid`)).then(
    () => 'done',
    error => error.code,
  )
  expect([again, await past(inDecember.id, bookkeeper.userId, now)]).toEqual(['SGM01', 'SGM03'])
})
