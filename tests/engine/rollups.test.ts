import { allow, choice, date, datetime, decimal, defineEntity, definePlugin, formula, integer, lines, money, reference, role, rollup, text } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tableName } from '../../core/data/identifiers.ts'
import { driftedRollups } from '../../core/rollups/recount.ts'

const Line = defineEntity('depot.line', {
  title: 'item',
  fields: {
    order: reference('depot.order', { required: true, onRemove: 'cascade' }),
    item: text({ required: true }),
    quantity: decimal({ required: true, default: '1' }),
    price: money(),
  },
})
const Payment = defineEntity('depot.payment', {
  title: 'name',
  fields: {
    name: text({ required: true }),
    order: reference('depot.order'),
    amount: decimal(),
    paid: money(),
    units: integer(),
    day: date(),
    at: datetime(),
    state: choice(['draft', 'posted', 'void'], { default: 'draft' }),
  },
})
const Order = defineEntity('depot.order', {
  title: 'name',
  fields: {
    name: text({ required: true }),
    lines: lines(Line, 'order'),
    pieces: rollup('sum', Line, 'order', 'quantity'),
    payments: rollup('count', Payment, 'order'),
    posted: rollup('count', Payment, 'order', undefined, {
      where: { or: [{ state: { in: ['posted'] } }, { name: { startsWith: '100%$fn$' } }] } as object,
    }),
    amount: rollup('sum', Payment, 'order', 'amount', { where: { state: { ne: 'void' } } }),
    rupees: rollup('sum', Payment, 'order', 'paid', { currency: 'INR' }),
    least: rollup('min', Payment, 'order', 'amount'),
    most: rollup('max', Payment, 'order', 'units', { where: { amount: { gte: '0' } } }),
    mean: rollup('average', Payment, 'order', 'amount'),
    lastDay: rollup('max', Payment, 'order', 'day'),
    firstAt: rollup('min', Payment, 'order', 'at'),
    open: formula('decimal', 'pieces - amount'),
  },
})
const depot = definePlugin({
  id: 'depot',
  version: '1.0.0',
  title: 'Depot',
  description: 'Orders and payments.',
  engines: { sangam: '^0.1.0' },
  entities: [Line, Order, Payment],
  parts: [
    role('depot.clerk', {
      label: 'Clerk',
      grants: [allow(Order, ['read', 'create', 'update'], { hide: ['amount'] }), allow(Payment, ['read'], { where: { state: 'posted' } })],
    }),
  ],
})

let platform: TestPlatform
let clerk: TestClient
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [depot] })
  clerk = await platform.as('depot.clerk')
})
afterAll(() => platform.stop())

const drift = async (): Promise<unknown> => driftedRollups(platform.platform.world.db.owner, 'main', await platform.platform.world.models.current('main'))
const values = 'pieces,payments,posted,amount,rupees,least,most,mean,lastDay,firstAt,open'
const read = (id: string): Promise<object> => platform.admin.get(`/api/records/depot.order/${id}?fields=${values}`) as Promise<object>
const none = {
  pieces: '0',
  payments: 0,
  posted: 0,
  amount: '0',
  rupees: { amount: '0', currency: 'INR' },
  least: null,
  most: null,
  mean: null,
  lastDay: null,
  firstAt: null,
  open: '0',
}

describe('what the records that point at one come to', () => {
  test('is nothing at first, and follows what is made, changed, moved, removed and restored, without a new version', async () => {
    const orders = platform.admin.repo(Order)
    const payments = platform.admin.repo(Payment)
    const order = await orders.create({ name: 'A' })
    const other = await orders.create({ name: 'B' })
    expect(order).toMatchObject(none)
    const [first, second] = await payments.createMany([
      {
        name: 'one',
        order: order.id,
        amount: '10.10',
        paid: { amount: '7', currency: 'INR' },
        units: 3,
        day: '2027-01-31',
        at: '2027-01-31T10:00:00.123Z',
        state: 'posted',
      },
      {
        name: '100%$fn$',
        order: order.id,
        amount: '-0.1',
        paid: { amount: '5', currency: 'USD' },
        units: 9,
        day: '2026-12-31',
        at: '1969-12-31T23:59:59.999Z',
      },
      { name: 'void', order: order.id, amount: '999', units: 5, state: 'void' },
    ])
    const full = {
      payments: 3,
      posted: 2,
      amount: '10',
      rupees: { amount: '7', currency: 'INR' },
      least: '-0.1',
      most: 5,
      mean: '336.333333',
      lastDay: '2027-01-31',
      firstAt: '1969-12-31T23:59:59.999Z',
      open: '-10',
    }
    expect(await read(order.id)).toEqual({ id: order.id, version: 1, ...none, ...full })
    await platform.settle()
    expect(await read(order.id)).toEqual({ id: order.id, version: 1, ...none, ...full })
    await payments.update(second?.id ?? '', { order: other.id })
    expect(await read(order.id)).toMatchObject({ payments: 2, posted: 1, amount: '10.1', least: '10.1', firstAt: '2027-01-31T10:00:00.123Z' })
    expect(await read(other.id)).toMatchObject({ payments: 1, posted: 1, amount: '-0.1', most: null, rupees: { amount: '0', currency: 'INR' } })
    await payments.remove(first?.id ?? '')
    expect(await read(order.id)).toMatchObject({ payments: 1, amount: '0', least: '999', most: 5, lastDay: null })
    await platform.admin.post(`/api/records/depot.payment/${first?.id}/restore`)
    expect(await read(order.id)).toMatchObject({ version: 1, payments: 2, amount: '10.1', least: '10.1', lastDay: '2027-01-31' })
    expect(await drift()).toEqual([])
  })

  test('counts lines with the record that is saved, and goes and comes back with it', async () => {
    const order = await clerk.repo(Order).create({ name: 'Lines', lines: [{ item: 'Loom', quantity: '2.5' }, { item: 'Silk' }] })
    expect(order).toMatchObject({ pieces: '3.5' })
    expect(await clerk.repo(Order).update(order.id, { lines: [{ id: order.lines[0]?.id ?? '', quantity: '4' }] })).toMatchObject({ pieces: '4' })
    platform.clock.set('2027-03-31T09:31:00.000Z')
    platform.clock.set('2027-03-31T09:31:00.000Z')
    await platform.admin.delete(`/api/records/depot.order/${order.id}`)
    await platform.admin.post(`/api/records/depot.order/${order.id}/restore`)
    expect(await read(order.id)).toMatchObject({ pieces: '4' })
    expect(await drift()).toEqual([])
  })

  test('is filtered, sorted and measured by', async () => {
    const made = await platform.admin.repo(Order).createMany([{ name: 'Sort 1' }, { name: 'Sort 2' }, { name: 'Sort 3' }])
    await platform.admin
      .repo(Payment)
      .createMany([5, 50].map((amount, at) => ({ name: 'p', order: made[at]?.id ?? '', amount: String(amount), day: `2027-02-0${at + 1}` })))
    const query = new URLSearchParams({
      where: JSON.stringify({ name: { startsWith: 'Sort' }, amount: { gt: '1' }, lastDay: { gte: '2027-02-01' } }),
      sort: '-amount',
      fields: 'name,amount',
    })
    expect(await platform.admin.get(`/api/records/depot.order?${query}`)).toMatchObject({
      items: [
        { name: 'Sort 2', amount: '50' },
        { name: 'Sort 1', amount: '5' },
      ],
    })
    expect(
      await platform.admin.post('/api/query/depot.order', {
        where: { name: { startsWith: 'Sort' } },
        measures: ['sum:amount', 'max:payments', 'sum:rupees.amount'],
      }),
    ).toMatchObject({ items: [{ 'sum:amount': '55', 'max:payments': '1', 'sum:rupees.amount': '0' }] })
  })

  test('is read by a right of its own, whole, and written by nobody', async () => {
    const order = await platform.admin.repo(Order).create({ name: 'Rights' })
    await platform.admin.repo(Payment).createMany([
      { name: 'seen', order: order.id, amount: '1', state: 'posted' },
      { name: 'unseen', order: order.id, amount: '2' },
    ])
    expect(await clerk.get(`/api/records/depot.order/${order.id}?fields=payments`)).toMatchObject({ payments: 2 })
    expect(await clerk.refused(clerk.get(`/api/records/depot.order/${order.id}?fields=amount`))).toMatchObject({ status: 400 })
    expect(await clerk.refused(clerk.get(`/api/records/depot.order/${order.id}?fields=open`))).toMatchObject({ status: 400 })
    expect(await clerk.refused(clerk.patch(`/api/records/depot.order/${order.id}`, { payments: 7 }))).toMatchObject({
      errors: [{ field: 'payments', code: 'computed' }],
    })
  })
})

describe('administrators make one on records that are there', () => {
  const operations = [
    {
      op: 'addField',
      entity: 'depot.order',
      field: 'x_sum',
      type: 'rollup',
      options: { of: 'depot.payment', by: 'order', how: 'sum', field: 'units', where: { state: 'posted' } },
    },
  ]

  test('it counts what stands, and misses nothing that is written meanwhile', async () => {
    const order = await platform.admin.repo(Order).create({ name: 'Busy' })
    const payments = platform.admin.repo(Payment)
    await payments.createMany(Array.from({ length: 500 }, (_, at) => ({ name: `p${at}`, order: order.id, units: at, state: 'posted' as const })))
    let busy = true
    let written = 0
    const writers = [1, 2, 3].map(async () => {
      while (busy) {
        const [made] = await payments.createMany([{ name: 'w', order: order.id, units: 7, state: 'posted' }])
        if (written % 3 === 0) await payments.remove(made?.id ?? '')
        else await payments.update(made?.id ?? '', { units: 11 })
        written += 1
      }
    })
    const applied = platform.admin.post('/api/model/apply', { operations }).finally(() => {
      busy = false
    })
    await Promise.all([...writers, applied])
    expect(written).toBeGreaterThan(3)
    const page = (await platform.admin.post('/api/query/depot.payment', { where: { order: order.id, state: 'posted' }, measures: ['sum:units'] })) as {
      items: { 'sum:units': string }[]
    }
    expect(await platform.admin.get(`/api/records/depot.order/${order.id}?fields=x_sum`)).toMatchObject({ x_sum: page.items[0]?.['sum:units'] })
    await platform.settle()
    expect(await drift()).toEqual([])
  })

  test('its condition is changed, it is removed and restored: it is counted anew each time', async () => {
    const apply = (list: readonly object[]): Promise<unknown> => platform.admin.post('/api/model/apply', { operations: list })
    const order = await platform.admin.repo(Order).create({ name: 'Changed' })
    await platform.admin.repo(Payment).createMany([
      { name: 'a', order: order.id, units: 1, state: 'posted' },
      { name: 'b', order: order.id, units: 2, state: 'void' },
    ])
    const sum = (): Promise<unknown> => platform.admin.get(`/api/records/depot.order/${order.id}?fields=x_sum`)
    await apply([{ op: 'changeField', entity: 'depot.order', field: 'x_sum', options: { where: { state: 'void' } } }])
    expect(await sum()).toMatchObject({ x_sum: '2' })
    await apply([{ op: 'removeField', entity: 'depot.order', field: 'x_sum' }])
    await platform.admin.repo(Payment).create({ name: 'c', order: order.id, units: 5, state: 'void' })
    await apply([{ op: 'restoreField', entity: 'depot.order', field: 'x_sum' }])
    expect(await sum()).toMatchObject({ x_sum: '7' })
    const { owner } = platform.platform.world.db
    const [functions] = await owner.run<{ n: number }>(
      sql`select count(*)::int as n from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace where n.nspname = 'main' and p.proname like 'rollup%'`,
    )
    expect(functions?.n).toBe(11)
  })

  test.each([
    [{ by: 'name', how: 'count' }, '"name" of depot.payment is no reference to depot.order.'],
    [{ by: 'order', how: 'sum', field: 'paid' }, 'Money is rolled up in one currency'],
    [{ by: 'order', how: 'sum', field: 'day' }, 'sum needs a field of depot.payment that is kept and can be measured; "day" is none.'],
    [{ by: 'order', how: 'count', where: { day: '$today' } }, 'The condition of a rollup holds for everyone and at all times: "day" can’t ask who or when.'],
    [
      { by: 'order', how: 'count', where: { 'order.name': 'A' } },
      'The condition of a rollup looks at fields that depot.payment keeps itself; "order.name" is none.',
    ],
    [
      { by: 'order', how: 'count', where: { state: 'gone' } },
      'The condition of a rollup can’t be: "state" with "eq" needs one of draft, posted, void, not "gone".',
    ],
  ])('one that makes no sense is refused in the plan: %j', async (options, sentence) => {
    const field = { op: 'addField', entity: 'depot.order', field: 'x_no', type: 'rollup', options: { of: 'depot.payment', ...options } }
    expect(await platform.admin.post('/api/model/plan', { operations: [field] })).toMatchObject({ refused: [expect.stringContaining(sentence)] })
  })

  test('what it looks at can’t be removed under it, and the plan names it', async () => {
    const fields = [
      { op: 'addField', entity: 'depot.payment', field: 'x_fee', type: 'decimal' },
      { op: 'addField', entity: 'depot.order', field: 'x_fees', type: 'rollup', options: { of: 'depot.payment', by: 'order', how: 'sum', field: 'x_fee' } },
    ]
    await platform.admin.post('/api/model/apply', { operations: fields })
    expect(await platform.admin.post('/api/model/plan', { operations: [{ op: 'removeField', entity: 'depot.payment', field: 'x_fee' }] })).toMatchObject({
      refused: [expect.stringContaining('"x_fee" is none.')],
      named: expect.arrayContaining([{ kind: 'formula', entity: 'depot.payment', field: 'x_fee', name: 'depot.order · x_fees' }]),
    })
  })
})

test('whatever several people do to payments at once, orders show what a recount gives', async () => {
  const orders = await platform.admin.repo(Order).createMany([{ name: 'R1' }, { name: 'R2' }])
  const payments = platform.admin.repo(Payment)
  const of = fc.constantFrom(...orders.map(order => order.id), null)
  const amount = fc.constantFrom('0', '1', '-2.5', '100.0001', null)
  const units = fc.constantFrom(1, 2, 3, null)
  const state = fc.constantFrom('draft' as const, 'posted' as const, 'void' as const)
  const day = fc.constantFrom('2027-01-01', '2027-06-30', null)
  const written = fc.record({ order: of, amount, units, state, day })
  const step = fc.oneof(
    fc.record({ make: fc.array(written, { minLength: 1, maxLength: 3 }) }),
    fc.record({ at: fc.nat(), set: written }),
    fc.record({ at: fc.nat(), gone: fc.constant(true) }),
    fc.record({ at: fc.nat(), back: fc.constant(true) }),
    fc.constant({ fold: true }),
  )
  const ids: string[] = []
  const act = async (one: { make?: object[]; at?: number; set?: object; gone?: boolean; back?: boolean; fold?: boolean }): Promise<void> => {
    const id = ids[(one.at ?? 0) % Math.max(1, ids.length)] ?? ''
    if (one.make) for (const made of await payments.createMany(one.make.map(values => ({ name: 'r', ...values })) as never)) ids.push(made.id)
    else if (one.fold) await platform.settle()
    else if (ids.length === 0) return
    else if (one.set) await platform.admin.ask('PATCH', `/api/records/depot.payment/${id}`, one.set)
    else if (one.gone) await platform.admin.ask('DELETE', `/api/records/depot.payment/${id}`)
    else await platform.admin.ask('POST', `/api/records/depot.payment/${id}/restore`, {})
  }
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { minLength: 3, maxLength: 8 }), { minLength: 1, maxLength: 3 }), async people => {
      await Promise.all(
        people.map(async steps => {
          for (const one of steps) await act(one as Parameters<typeof act>[0])
        }),
      )
      expect(await drift()).toEqual([])
      for (const order of orders) expect(await read(order.id)).toMatchObject(await recounted(order.id))
    }),
    { numRuns: 25, endOnFailure: true },
  )
})

test('a sum that was altered behind the server’s back is found', async () => {
  const order = await platform.admin.repo(Order).create({ name: 'Altered' })
  await platform.admin.repo(Payment).create({ name: 'p', order: order.id, amount: '3' })
  await platform.settle()
  const { owner } = platform.platform.world.db
  const kept = tableName('main', 'core_rollup')
  await owner.run(sql`update ${kept} set amount = amount + 1 where parent = ${order.id}::uuid and amount = 3 and n = 1`)
  expect(await drift()).toEqual([
    { entity: 'depot.order', field: 'amount', records: 1 },
    { entity: 'depot.order', field: 'mean', records: 1 },
  ])
  await owner.run(sql`update ${kept} set amount = amount - 1 where parent = ${order.id}::uuid and amount = 4 and n = 1`)
  expect(await drift()).toEqual([])
})

/** By the simplest statements there are, over the table itself. */
async function recounted(order: string): Promise<object> {
  const [row] = await platform.platform.world.db.owner.run<{ json: object }>(sql`
    select json_build_object('payments', count(*), 'amount', trim_scale(coalesce(sum(amount) filter (where state <> 'void'), 0))::text, 'least', trim_scale(min(amount))::text,
      'most', max(units) filter (where amount >= 0), 'mean', trim_scale(round(avg(amount), 6))::text, 'lastDay', max(day)) as json
    from ${tableName('main', 'depot_payment')} where "order" = ${order}::uuid and deleted_at is null`)
  return row?.json ?? {}
}
