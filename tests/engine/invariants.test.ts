import { defineEntity, minus, text } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { throughDoor } from '../../core/data/door.ts'
import { tableName } from '../../core/data/identifiers.ts'
import { coveredBy, recordContent } from '../../core/invariants/hash.ts'
import { holdStays } from '../../core/invariants/keep.ts'
import { stayingOf } from '../../core/invariants/of.ts'
import { verifyStays } from '../../core/invariants/verify.ts'
import { planWorkspace } from '../../core/plans/plan.ts'
import { storedContent } from '../../core/records/history/chain.ts'
import { Balance, books, Entry, Line, loose, PeriodLock, PlaceSum, rent } from './books.ts'

let platform: TestPlatform
let accountant: TestClient
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [books] })
  accountant = await platform.as('books.accountant')
})
afterAll(() => platform.stop())
const world = () => platform.platform.world
const entries = () => accountant.repo(Entry)
const post = async (more: object = {}) => entries().create(rent('50000', { state: 'posted', ...more }) as never)

describe('A record that stays', () => {
  test('is posted when it balances, and says what it lacks when it does not', async () => {
    expect(await post()).toMatchObject({ state: 'posted' })
    const odd = entries().create({
      ...rent('100', { state: 'posted' }),
      lines: [
        { account: 'Rent', base: '100' },
        { account: 'Bank', base: '-87.50' },
      ],
    } as never)
    expect(await accountant.refused(odd)).toMatchObject({
      status: 422,
      code: 'invalid',
      detail: 'The entry is out of balance by 12.5. Change a line or add one.',
      errors: [{ field: 'lines', code: 'out_of_balance' }],
    })
    const unclear = entries().create({
      ...rent('100', { state: 'posted' }),
      lines: [
        { account: 'Rent', base: '--1' },
        { account: 'Bank', base: '1' },
      ],
    } as never)
    expect(await accountant.refused(unclear)).toMatchObject({ status: 422, errors: [{ field: 'lines.0.base' }] })
    expect(await accountant.refused(entries().create(rent('100', { state: 'posted', lines: [] }) as never))).toMatchObject({
      errors: [{ code: 'out_of_balance' }],
    })
  })

  test('is a draft before, which may be odd, changes and goes', async () => {
    const draft = await entries().create(rent('100', { lines: [{ account: 'Rent', base: '100' }] }) as never)
    await entries().update(draft.id, { narration: 'Rent of April' })
    expect(await accountant.refused(entries().update(draft.id, { state: 'posted' }))).toMatchObject({ errors: [{ code: 'out_of_balance' }] })
    await entries().remove(draft.id)
    const whole = await entries().create(rent('70') as never)
    expect(await entries().update(whole.id, { state: 'posted' })).toMatchObject({ state: 'posted', version: 2 })
  })

  test('changes in nothing but what is listed, keeps its lines and never goes', async () => {
    const entry = await post({ narration: 'Rent of May' })
    const lineOf = (at: number) => entry.lines[at] as { readonly id: string }
    const kept = entry.lines.map(({ id }) => ({ id }))
    const refusals: { [attempt: string]: () => Promise<unknown> } = {
      narration: () => entries().update(entry.id, { narration: 'Rent of June' }),
      date: () => entries().update(entry.id, { date: '2027-03-06' }),
      amounts: () =>
        entries().update(entry.id, {
          lines: [
            { ...kept[0], base: '45000' },
            { ...kept[1], base: '-45000' },
          ],
        } as never),
      account: () => entries().update(entry.id, { lines: [{ ...kept[0], account: 'Travel' }, kept[1]] } as never),
      'a line more': () => entries().update(entry.id, { lines: [...kept, { account: 'Rent', base: '0' }] } as never),
      'a line less': () => entries().update(entry.id, { lines: [kept[0]] } as never),
      removal: () => entries().remove(entry.id),
    }
    for (const [attempt, tried] of Object.entries(refusals)) {
      const { status, errors = [] } = await accountant.refused(tried())
      expect({ attempt, status, said: [...new Set(errors.map(one => one.message))] }).toEqual({
        attempt,
        status: 422,
        said: ['A posted entry stays as it is. Reverse it.'],
      })
    }
    const noted = await entries().update(entry.id, { note: 'Paid late', lines: [{ ...kept[0], due: '2027-04-30' }, kept[1]] } as never)
    expect(noted).toMatchObject({ note: 'Paid late', lines: [{ id: lineOf(0).id, due: '2027-04-30', base: '50000' }, { id: lineOf(1).id }] })
    expect(await accountant.get(`/api/records/books.entry/${entry.id}/history`)).toMatchObject({ items: [{ verb: 'update' }, { verb: 'create' }] })
  })

  test('begins on no day that is locked, and a lock concerns what it names', async () => {
    await accountant.repo(PeriodLock).create({ reason: 'Return of February filed', until: '2027-02-28', kind: 'tax' })
    expect(await accountant.refused(post({ date: '2027-02-28', kinds: ['tax'] }))).toMatchObject({
      status: 422,
      detail: 'The books are locked up to 2027-02-28. Choose a later date.',
      errors: [{ field: 'date', code: 'locked_days' }],
    })
    expect(await post({ date: '2027-02-28', kinds: ['general'] })).toMatchObject({ state: 'posted' })
    expect(await post({ date: '2027-03-01', kinds: ['tax', 'general'] })).toMatchObject({ state: 'posted' })
    const all = await accountant.repo(PeriodLock).create({ reason: 'Year closed', until: '2026-03-31' })
    expect(await accountant.refused(post({ date: '2026-03-31', kinds: ['sales'] }))).toMatchObject({ errors: [{ code: 'locked_days' }] })
    await accountant.repo(PeriodLock).remove(all.id)
    expect(await post({ date: '2026-03-31', kinds: ['sales'] })).toMatchObject({ state: 'posted' })
  })

  test('of a set that is posted at once each that can’t be is named', async () => {
    const set = [
      rent('1', { state: 'posted' }),
      rent('2', { state: 'posted', lines: [{ account: 'Rent', base: '2' }] }),
      rent('3', { state: 'posted', date: '2027-02-01', kinds: ['tax'] }),
    ]
    expect(await accountant.refused(accountant.post('/api/records/books.entry', set))).toMatchObject({
      status: 422,
      errors: [
        { row: 1, field: 'lines', code: 'out_of_balance' },
        { row: 2, field: 'date', code: 'locked_days' },
      ],
    })
  })

  test('a plan says what the change itself would be refused for', async () => {
    const draft = await entries().create(rent('5', { lines: [{ account: 'Rent', base: '5' }] }) as never)
    const plan = (id: string) => accountant.ask('PATCH', `/api/records/books.entry/${id}`, { state: 'posted' }, { 'Sangam-Plan': '1' })
    expect(await plan(draft.id)).toMatchObject({ status: 422, json: { errors: [{ code: 'out_of_balance' }] } })
    const whole = await entries().create(rent('5') as never)
    expect(await plan(whole.id)).toMatchObject({ status: 200, json: { changes: [{ fields: { state: { from: 'draft', to: 'posted' } } }] } })
    expect(await entries().get(whole.id)).toMatchObject({ state: 'draft' })
  })
})

describe('A number that is given as a record begins to stay', () => {
  test('follows the posting and not the drafts, leaves no gap, and is of the year of its date', async () => {
    await using year = await createTestPlatform({ plugins: [books] })
    const own = year.admin.repo(Entry)
    const draft = (more: object = {}) => own.create(rent('1', more) as never)
    const numberOf = async (id: string) => (await own.update(id, { state: 'posted' })).number
    const [a, b, c] = [await draft(), await draft(), await draft()]
    expect([a.number, b.number]).toEqual(['', ''])
    expect([await numberOf(b.id), await numberOf(a.id)]).toEqual(['JV/26-27/0001', 'JV/26-27/0002'])
    await own.remove(c.id)
    const odd = await draft({ lines: [] })
    await year.admin.refused(own.update(odd.id, { state: 'posted' }))
    const two = await Promise.all([draft({ date: '2027-04-01' }), draft()])
    expect(await Promise.all(two.map(({ id }) => numberOf(id)))).toEqual(['JV/27-28/0001', 'JV/26-27/0003'])
    const history = (await year.admin.get(`/api/records/books.entry/${b.id}/history`)) as unknown as { items: { changes: object }[] }
    expect(history.items[0]).toMatchObject({ changes: { number: { from: '', to: 'JV/26-27/0001' }, state: { from: 'draft', to: 'posted' } } })
  })
})

describe('Below the platform the database holds it too', () => {
  /** Every role that the platform connects as, past all of its code. */
  const roles = { application: () => world().db.app, owner: () => world().db.owner }
  for (const [role, pool] of Object.entries(roles)) {
    test(`as ${role} nothing posted is changed, removed, added to or thrown away`, async () => {
      const entry = await post({ narration: `By ${role}` })
      const draft = await entries().create(rent('9') as never)
      const attempts = {
        change: sql`update main.books_entry set narration = 'Other' where id = ${entry.id}::uuid`,
        back: sql`update main.books_entry set state = 'draft' where id = ${entry.id}::uuid`,
        'another id': sql`update main.books_entry set id = gen_random_uuid() where id = ${entry.id}::uuid`,
        bin: sql`update main.books_entry set deleted_at = now() where id = ${entry.id}::uuid`,
        remove: sql`delete from main.books_entry where id = ${entry.id}::uuid`,
        amount: sql`update main.books_line set base = base * 2 where entry = ${entry.id}::uuid`,
        'line to the bin': sql`update main.books_line set deleted_at = now() where entry = ${entry.id}::uuid`,
        'line away': sql`delete from main.books_line where entry = ${entry.id}::uuid`,
        'line moved out': sql`update main.books_line set entry = ${draft.id}::uuid where entry = ${entry.id}::uuid`,
        'line moved in': sql`update main.books_line set entry = ${entry.id}::uuid where entry = ${draft.id}::uuid`,
        'line moved in under another id': sql`update main.books_line set id = gen_random_uuid(), entry = ${entry.id}::uuid where entry = ${draft.id}::uuid`,
        'line more': sql`insert into main.books_line (id, created_at, updated_at, entry, account, base) select gen_random_uuid(), now(), now(), ${entry.id}::uuid, 'Rent', 0 from generate_series(1, 2)`,
        'all lines': sql`truncate main.books_line`,
        'all entries': sql`truncate main.books_entry cascade`,
        'the note of it': sql`update main.core_sealed set xid = pg_current_xact_id() where record_id = ${entry.id}::uuid`,
      }
      const said: { [attempt: string]: unknown } = {}
      for (const [attempt, statement] of Object.entries(attempts)) {
        if (role === 'owner' && attempt === 'the note of it') continue
        said[attempt] = await pool()
          .run(throughDoor(statement))
          .then(
            () => 'done',
            error => error.code,
          )
      }
      const refused = Object.fromEntries(Object.keys(said).map(attempt => [attempt, 'SGM01']))
      // Its lines point at it, which is refused before anything else is asked.
      const first = { 'another id': '23503', remove: '23503' }
      // What a role has no right to it does not even try.
      const without = { 'all lines': '42501', 'all entries': '42501', 'the note of it': '42501' }
      expect(said).toEqual(role === 'application' ? { ...refused, ...first, ...without } : { ...refused, ...first })
    })
  }

  test('what is written past the pipeline and does not balance is refused at the end of its transaction, however it asks before', async () => {
    const add = (base: string, early: boolean) =>
      world().db.app.transaction(async tx => {
        await tx.run(
          throughDoor(
            sql`insert into main.books_entry (id, created_at, updated_at, narration, journal, date, state) values ('00000000-0000-7000-8000-00000000000a', now(), now(), 'Past', 'general', '2027-03-05', 'posted')`,
          ),
        )
        await tx.run(
          throughDoor(
            sql`insert into main.books_line (id, created_at, updated_at, entry, account, base) values (gen_random_uuid(), now(), now(), '00000000-0000-7000-8000-00000000000a', 'Rent', 10), (gen_random_uuid(), now(), now(), '00000000-0000-7000-8000-00000000000a', 'Bank', ${base}::numeric)`,
          ),
        )
        if (!early) return
        await tx.run(sql`set constraints all immediate`)
        await tx.run(
          throughDoor(
            sql`insert into main.books_line (id, created_at, updated_at, entry, account, base) select gen_random_uuid(), now(), now(), '00000000-0000-7000-8000-00000000000a', 'Rent', 0 from generate_series(1, 2)`,
          ),
        )
      })
    const codes = [await add('-9', false).catch(error => error.code), await add('-10', true).catch(error => error.code)]
    expect(codes).toEqual(['SGM02', 'SGM01'])
  })

  test('nobody lends themselves its functions, nor a moment before a lock was set', async () => {
    const [made] = await world().db.owner.run<{ name: string }>(sql`select proname as name from pg_catalog.pg_proc where proname ~ '^stays_.*_record$'`)
    const borrowed = world().db.app.transaction(async tx => {
      await tx.run(sql`create temp table own (id uuid, state text) on commit drop`)
      await tx.run(
        sql`create trigger mine after insert on own referencing new table as newrows for each statement execute function ${tableName('main', made?.name ?? '')}()`,
      )
    })
    expect(await borrowed.catch(error => error.code)).toBe('42501')
    const draft = await entries().create(rent('13') as never)
    const old = world().db.app.transaction(tx => tx.run(throughDoor(sql`update main.books_entry set state = 'posted' where id = ${draft.id}::uuid`)), {
      snapshot: true,
    })
    expect(await old.catch(error => error.code)).toBe('25001')
  })

  test('a line that comes in the moment in which its entry is posted waits, and is refused', async () => {
    const draft = await entries().create(rent('11') as never)
    let posted: () => void = () => undefined
    const isPosted = new Promise<void>(resolve => (posted = resolve))
    let end: () => void = () => undefined
    const ends = new Promise<void>(resolve => (end = resolve))
    const posting = world().db.app.transaction(async tx => {
      await tx.run(throughDoor(sql`update main.books_entry set state = 'posted' where id = ${draft.id}::uuid`))
      posted()
      await ends
    })
    await isPosted
    const late = world()
      .db.app.run(
        throughDoor(
          sql`insert into main.books_line (id, created_at, updated_at, entry, account, base) values (gen_random_uuid(), now(), now(), ${draft.id}::uuid, 'Rent', 1)`,
        ),
      )
      .then(
        () => 'done',
        error => error.code,
      )
    await expect
      .poll(async () => (await world().db.owner.run(sql`select 1 from pg_catalog.pg_locks where not granted`)).length, { interval: 20 })
      .toBeGreaterThan(0)
    end()
    await posting
    expect(await late).toBe('SGM01')
  })

  test('whoever locks days waits for those who post on them', async () => {
    let begun: () => void = () => undefined
    const posted = new Promise<void>(resolve => (begun = resolve))
    let end: () => void = () => undefined
    const ends = new Promise<void>(resolve => (end = resolve))
    const draft = await entries().create(rent('12', { date: '2027-01-31', kinds: ['sales'] }) as never)
    const posting = world().db.app.transaction(async tx => {
      await tx.run(throughDoor(sql`update main.books_entry set state = 'posted' where id = ${draft.id}::uuid`))
      await tx.run(sql`set constraints all immediate`)
      begun()
      await ends
    })
    await posted
    let locked = false
    const locking = accountant
      .repo(PeriodLock)
      .create({ reason: 'January', until: '2027-01-31', kind: 'sales' })
      .then(() => (locked = true))
    await expect
      .poll(async () => (await world().db.owner.run(sql`select 1 from pg_catalog.pg_locks where not granted`)).length, { interval: 20 })
      .toBeGreaterThan(0)
    expect(locked).toBe(false)
    end()
    await Promise.all([posting, locking])
    expect(await accountant.refused(post({ date: '2027-01-31', kinds: ['sales'] }))).toMatchObject({ errors: [{ code: 'locked_days' }] })
  })
})

describe('Sums that are kept', () => {
  const sums = async (client = accountant, where: object = {}) => {
    const answer = (await client.post('/api/query/books.balance', { where, group: ['account'], measures: ['sum:base'] })) as unknown as {
      items: { account: string; 'sum:base': string }[]
    }
    return Object.fromEntries(answer.items.map(row => [row.account, row['sum:base']]))
  }

  test('are what posted lines come to, before they are folded and after, and drafts do not count', async () => {
    const account = 'Fuel'
    const bought = (base: string, more: object = {}) =>
      post({
        ...more,
        lines: [
          { account, base },
          { account: 'Cash', base: minus('0', base) },
        ],
      })
    const [where, rows] = [{ account }, async () => (await accountant.repo(Balance).find({ where: { account } })).items.map(({ day, base }) => [day, base])]
    await bought('10.50')
    await bought('4.25')
    await bought('100', { date: '2027-04-02' })
    await entries().create(
      rent('7', {
        lines: [
          { account, base: '7' },
          { account: 'Cash', base: '-7' },
        ],
      }) as never,
    )
    expect([await sums(accountant, where), (await rows()).length]).toEqual([{ Fuel: '114.75' }, 3])
    await platform.settle()
    expect(await sums(accountant, where)).toEqual({ Fuel: '114.75' })
    expect((await rows()).sort()).toEqual([
      ['2027-03-05', '14.75'],
      ['2027-04-02', '100'],
    ])
    await bought('-14.75')
    expect(await sums(accountant, { account, day: { lte: '2027-03-31' } })).toEqual({ Fuel: '0' })
  })

  test('of what not every line says are of those that say it, and of a part of the lines alone where they are kept so', async () => {
    await post({
      lines: [
        { account: 'Rent', base: '30', place: 'Pune' },
        { account: 'Rent', base: '12', place: 'Surat' },
        { account: 'Rent', base: '-5', place: 'Pune' },
        { account: 'Bank', base: '-37' },
      ],
    })
    const told = async () =>
      (await accountant.repo(PlaceSum).group({ group: ['place'], measures: ['sum:base', 'sum:back'] })).map(row => [
        row.place,
        row['sum:base'],
        row['sum:back'],
      ])
    expect(await told()).toEqual([
      ['Pune', '25', '-5'],
      ['Surat', '12', '0'],
    ])
    await platform.settle()
    expect(await told()).toHaveLength(2)
    const { models, db } = platform.platform.world
    const [found] = await verifyStays(db.owner, 'main', await models.current('main'))
    expect(found?.drifted).toEqual({})
  })

  test('are written by nobody, whatever the role', async () => {
    const row = { account: 'Cash', day: '2027-03-05', base: '1' }
    expect(await accountant.refused(accountant.post('/api/records/books.balance', row))).toMatchObject({ status: 400, code: 'kept' })
    expect(await accountant.refused(platform.admin.post('/api/records/books.balance', row))).toMatchObject({ status: 400, code: 'kept' })
    for (const statement of [sql`update main.books_balance set base = 0`, sql`delete from main.books_balance`])
      expect(
        await world()
          .db.app.run(throughDoor(statement))
          .catch(error => error.code),
      ).toBe('42501')
  })

  test('of entries that were posted before anything held them are counted as they begin to be held, and applied twice nothing is planned', async () => {
    await using early = await createTestPlatform({ plugins: [loose] })
    const own = early.admin.repo(Entry)
    await own.create(rent('30', { state: 'posted' }) as never)
    await own.create(rent('1', { state: 'posted', lines: [{ account: 'Rent', base: '1' }] }) as never)
    await own.create(rent('12') as never)
    await early.restart(books)
    const { owner } = early.platform.world.db
    const model = await early.platform.world.models.current('main')
    expect((await planWorkspace(owner, 'main', model)).unchanged).toBe(true)
    expect(await sums(early.admin)).toEqual({ Rent: '31', Bank: '-30' })
    const [found] = await verifyStays(owner, 'main', model)
    expect(found).toMatchObject({ records: 2, altered: [{ what: 'unbalanced' }], drifted: {} })
    await own.create(rent('9', { state: 'posted' }) as never)
    expect(await sums(early.admin)).toEqual({ Rent: '40', Bank: '-39' })
    const [one] = (await own.find({ where: { state: 'posted' }, limit: 1 })).items
    expect(await early.admin.refused(own.remove(one?.id as never))).toMatchObject({ errors: [{ code: 'stays' }] })
    // A version whose lines know more: what was hashed without is as it was, and from now on it is held and hashed too.
    const Wider = defineEntity('books.line', { title: 'account', fields: { ...Line.fields, item: text() } })
    await early.restart({ ...books, entities: (books.entities ?? []).map(of => (of.name === Line.name ? Wider : of)) } as typeof books)
    const told = await own.create(
      rent('5', {
        state: 'posted',
        lines: [
          { account: 'Rent', base: '5', item: 'Hall' },
          { account: 'Bank', base: '-5' },
        ],
      }) as never,
    )
    const altered = async () =>
      (await verifyStays(early.platform.world.db.owner, 'main', await early.platform.world.models.current('main')))[0]?.altered.map(({ what }) => what)
    const change = sql`update main.books_line set item = 'Shed' where entry = ${told.id}::uuid and item is not null`
    expect(await altered()).toEqual(['unbalanced'])
    expect(await early.platform.world.db.app.run(throughDoor(change)).catch(error => error.code)).toBe('SGM01')
    await early.platform.world.db.owner.run(sql`alter table main.books_line disable trigger user`)
    await early.platform.world.db.owner.run(change)
    expect(await altered()).toEqual(['altered', 'unbalanced'])
  })
})

describe('Holding that was cut off, or given away', () => {
  const wholeAgain = async () => {
    const { db, models } = world()
    const model = await models.current('main')
    const { stays } = await planWorkspace(db.owner, 'main', model)
    for (const one of stays) await holdStays(db.owner, 'main', model, one)
    const [found] = await verifyStays(db.owner, 'main', model)
    return {
      begun: stays.length,
      drifted: found?.drifted,
      unsealed: found?.altered.filter(one => one.what === 'unsealed').length,
      left: (await planWorkspace(db.owner, 'main', model)).stays.length,
    }
  }
  const again = { begun: 1, drifted: {}, unsealed: 0, left: 0 }

  test.each([
    ['before its sums were counted', sql`update main.core_seal_shape set whole = false`, sql`delete from main.books_balance`],
    [
      'before its records were hashed',
      sql`update main.core_seal_shape set whole = false where shape like 'stays%'`,
      sql`delete from main.core_sealed where place > 2`,
    ],
    ['by rights on all tables, given anew', sql`grant select, insert, update, delete on main.books_balance to sangam_app`, sql`select 1`],
  ])('is made whole: %s', async (_, ...statements) => {
    for (const statement of statements) await world().db.owner.run(statement)
    expect(await wholeAgain()).toEqual(again)
    expect(
      await world()
        .db.app.run(throughDoor(sql`delete from main.books_balance`))
        .catch(error => error.code),
    ).toBe('42501')
  })

  test('of a field that an administrator adds counts nothing anew', async () => {
    const before = await world().db.owner.run(sql`select min(xmin::text::bigint) as xmin from main.books_balance`)
    await platform.admin.post('/api/model/apply', {
      operations: [{ op: 'addField', entity: 'books.entry', field: 'x_place', type: 'text', options: { label: 'Place' } }],
    })
    const entry = await post()
    expect(await platform.admin.patch(`/api/records/books.entry/${entry.id}`, { x_place: 'Pune' })).toMatchObject({ x_place: 'Pune' })
    expect(await world().db.owner.run(sql`select min(xmin::text::bigint) as xmin from main.books_balance`)).toEqual(before)
    expect(await wholeAgain()).toMatchObject({ begun: 0, drifted: {}, left: 0 })
  })
})

describe('What somebody altered behind the platform is found', () => {
  test('by a hash over the text that the database has of it as jsonb, as every version before wrote it', async () => {
    const narration = 'Rent "of"\t\\ मार्च 😀]'
    const lines = [
      { account: 'Rent', base: '1234567.50', due: '2027-03-31', place: 'Pune, "Camp"' },
      { account: 'Bank', base: '-1234567.50' },
    ]
    const { id } = await post({ narration, kinds: ['sales', 'tax'], lines })
    const [one] = stayingOf(await world().models.current('main'))
    if (!one) throw new Error('Nothing stays.')
    const said = recordContent('main', coveredBy(one), sql`h.record_id`)
    const rows = await world().db.owner.run<{ said: string; again: string; kept: string; keptAgain: string }>(sql`
      select x.*, x.said::jsonb::text as again, x.kept::jsonb::text as "keptAgain" from (select ${said} as said, ${storedContent('h')} as kept from main.core_history h where h.record_id = ${id}::uuid) x`)
    expect(rows).toEqual([
      { said: rows[0]?.again, again: expect.stringContaining(JSON.stringify(narration)), kept: rows[0]?.keptAgain, keptAgain: expect.stringContaining('मार्च') },
    ])
  })

  test('each way of it, and nothing else', async () => {
    await using books2 = await createTestPlatform({ plugins: [books] })
    const admin = books2.admin
    const { owner } = books2.platform.world.db
    const made: string[] = []
    for (const narration of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
      made.push((await admin.repo(Entry).create(rent('10', { narration, state: 'posted' }) as never)).id)
    const look = async () => verifyStays(owner, 'main', await books2.platform.world.models.current('main'))
    const [clean] = await look()
    const lock = (await admin.post('/api/records/books.lock', { reason: 'Year closed', until: '2020-03-31', journal: 'general' })) as {
      id: string
      head: string
    }
    expect(lock.head).toBe(`["general"] ${clean?.heads['["general"]']}`)
    expect(((await admin.post('/api/records/books.lock', { reason: 'Of all', until: '2020-03-31' })) as { head: string | null }).head).toBeNull()
    expect(clean).toMatchObject({ entity: 'books.entry', records: 8, altered: [], heads: { '["general"]': expect.stringMatching(/^8:[0-9a-f]{64}$/) } })
    // As whoever owns the tables: its triggers sleep meanwhile.
    await owner.transaction(async tx => {
      for (const table of ['books_entry', 'books_line']) await tx.run(sql`alter table ${sql.identifier('main')}.${sql.identifier(table)} disable trigger user`)
      await tx.run(sql`update main.books_entry set narration = 'b, altered' where id = ${made[1]}::uuid`)
      await tx.run(sql`update main.books_line set base = base * 3 where entry = ${made[2]}::uuid`)
      await tx.run(sql`update main.books_entry set note = 'may change' where id = ${made[0]}::uuid`)
      await tx.run(sql`delete from main.books_line where entry = ${made[3]}::uuid`)
      await tx.run(sql`delete from main.books_entry where id = ${made[3]}::uuid`)
      await tx.run(sql`update main.books_line set base = 11 where entry = ${made[5]}::uuid and base > 0`)
      await tx.run(sql`delete from main.core_sealed where record_id = ${made[4]}::uuid`)
      await tx.run(sql`update main.books_entry set deleted_at = now() where id = ${made[6]}::uuid`)
      await tx.run(sql`update main.books_line set base = base * 1.000 where entry = ${made[7]}::uuid`)
      for (const table of ['books_entry', 'books_line']) await tx.run(sql`alter table ${sql.identifier('main')}.${sql.identifier(table)} enable trigger user`)
    })
    const [found] = await look()
    expect(found?.altered.map(({ record, what }) => `${'abcdefgh'[made.indexOf(record)]} ${what}`)).toEqual([
      'b altered',
      'c altered',
      'd removed',
      'f missing',
      'f altered',
      'g removed',
      'e unsealed',
      'f unbalanced',
    ])
    // Sums are as they were, and what they are sums of is not.
    expect(found?.drifted).toEqual({ books_balance: 2 })
    // The end of the chain goes, with all that would tell of it but the lock.
    await owner.run(sql`delete from main.core_sealed where place = 8`)
    const [cut] = await look()
    expect(cut?.altered.filter(one => one.what === 'cut')).toEqual([{ entity: 'books.lock', record: lock.id, what: 'cut', chain: '["general"]', place: 8 }])
  })
})
