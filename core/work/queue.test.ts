import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openPool, type Pool } from '../data/connection.ts'
import { createTestDatabase, type TestDatabase } from '../data/testing.ts'
import type { Model } from '../registry/model.ts'
import { handOver } from './outbox.ts'
import { anythingDue, claim, markDone, markFailed, pauseMs, release } from './queue.ts'
import { nextRun, planSchedules, type Schedule, tickSchedules } from './schedule.ts'

let base: TestDatabase
let pool: Pool
const now = new Date('2027-03-31T09:30:00.000Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)

beforeAll(async () => {
  base = await createTestDatabase('w_queue')
  pool = openPool({ url: base.url, size: 4, name: 'test' })
  for (const statement of [
    sql`create schema main`,
    sql`create table main.core_plugin (id text primary key, version text not null, state text not null, consumers jsonb not null default '[]')`,
    sql`create table main.core_outbox (id bigint generated always as identity primary key, at timestamptz(3) not null, kind text not null, name text, payload jsonb, actor uuid, cause jsonb, handed_at timestamptz(3))`,
    sql`create table main.core_job (id uuid primary key, name text not null, input jsonb not null, key text unique, run_at timestamptz(3) not null, attempts int not null, max_attempts int not null,
      lease_until timestamptz(3), leased_by text, done_at timestamptz(3), failed_at timestamptz(3), error text, actor uuid, cause jsonb, created_at timestamptz(3))`,
    sql`create table main.core_webhook (id uuid primary key, event text, active boolean not null, deleted_at timestamptz(3))`,
    sql`create table main.core_schedule (name text primary key, pattern text not null, next_at timestamptz(3) not null)`,
  ]) {
    await pool.run(statement)
  }
})
afterAll(async () => {
  await pool.close()
  await base.drop()
})
beforeEach(() => pool.run(sql`truncate main.core_outbox, main.core_job, main.core_schedule restart identity`))

const enqueue = (name: string, count = 1, tries = 3) =>
  pool.run(sql`
    insert into main.core_job (id, name, input, run_at, attempts, max_attempts)
    select gen_random_uuid(), ${name}, jsonb_build_object('place', i), ${now.toISOString()}::timestamptz + make_interval(secs => i * 0.001), 0, ${tries}::int from generate_series(1, ${count}::int) i`)
const take = (node: string, at = later(1), names = ['a', 'b', 'c']) => claim(pool, 'main', { node, now: at, names, lanes: 4 })
const killed = (node: string) => pool.run(sql`update main.core_job set lease_until = now() - interval '1 second' where leased_by = ${node}`)

describe('work in the queue', () => {
  test('goes to one node, in order, and other names to others', async () => {
    await enqueue('a', 3)
    const first = await take('one')
    expect(first.map(work => [work.name, work.input, work.attempt])).toEqual([
      ['a', { place: 1 }, 1],
      ['a', { place: 2 }, 1],
      ['a', { place: 3 }, 1],
    ])
    await enqueue('a', 1)
    await enqueue('b', 1)
    expect((await take('two')).map(work => work.name)).toEqual(['b'])
  })

  test('is never given twice, however many nodes ask at once', async () => {
    for (const name of ['a', 'b', 'c']) await enqueue(name, 5)
    const taken = (await Promise.all(['1', '2', '3', '4'].map(node => take(node)))).flat().map(work => work.id)
    expect(taken.length).toBe(new Set(taken).size)
    expect(taken.length).toBeGreaterThan(0)
  })

  test('of a node that was killed goes to another, which alone may say that it is done', async () => {
    await enqueue('a')
    const [lost] = await take('killed')
    expect(await take('other')).toEqual([])
    await killed('killed')
    const [again] = await take('other')
    expect([again?.id, again?.attempt]).toEqual([lost?.id, 2])
    expect(lost && (await markDone(pool, 'main', lost, 'killed', now))).toBe(false)
    expect(again && (await markDone(pool, 'main', again, 'other', now))).toBe(true)
    expect(await take('other', later(100_000))).toEqual([])
  })

  test('that kills every node it meets is parked, visible to an administrator', async () => {
    await enqueue('a', 1, 2)
    for (const node of ['first', 'second']) {
      expect((await take(node)).length).toBe(1)
      await killed(node)
    }
    expect(await take('third')).toEqual([])
    expect(await pool.run(sql`select failed_at is not null as parked, error from main.core_job`)).toEqual([
      { parked: true, error: 'The server ended while it worked on this, each time.' },
    ])
  })

  test('that fails waits longer each time, then is parked', async () => {
    await enqueue('a', 1, 2)
    const [first] = await take('one')
    if (first) await markFailed(pool, 'main', first, 'one', later(1), 'No answer', first.last)
    expect(await take('one', later(5))).toEqual([])
    const [second] = await take('one', later(12))
    expect([second?.attempt, second?.last]).toEqual([2, true])
    if (second) await markFailed(pool, 'main', second, 'one', later(12), 'No answer', second.last)
    expect(await take('one', later(100_000))).toEqual([])
    expect([1, 2, 3, 4, 5, 6, 7, 30].map(pauseMs).map(ms => ms / 1000)).toEqual([10, 60, 300, 900, 3600, 10_800, 21_600, 21_600])
  })

  test('of a disabled plugin waits until it is enabled again', async () => {
    await enqueue('b')
    expect(await take('one', later(1), ['a'])).toEqual([])
    expect((await take('one', later(1), ['a', 'b'])).length).toBe(1)
  })

  test('that a node gives back when it ends has lost no try', async () => {
    await enqueue('a', 2)
    const taken = await take('one')
    await release(
      pool,
      'main',
      taken.map(work => work.id),
      'one',
    )
    expect((await take('two')).map(work => work.attempt)).toEqual([1, 1])
  })
})

describe('events', () => {
  const model = {
    plugins: new Map(),
    consumers: [
      { kind: 'consumer', event: 'leads.leadWon', name: 'sales.openOrder', as: 'system' },
      { kind: 'consumer', event: 'leads.leadWon', name: 'mail.congratulate', as: 'actor' },
    ],
  } as unknown as Model
  const happen = (kind: string, name: string) =>
    pool.run(sql`insert into main.core_outbox (at, kind, name, payload) values (${now.toISOString()}::timestamptz, ${kind}, ${name}, '{"lead": "x"}')`)

  test('become one delivery for each listener, once', async () => {
    await happen('event', 'leads.leadWon')
    await happen('change', 'leads.lead')
    await happen('event', 'leads.leadLost')
    await happen('mail', 'asha@example.com')
    expect(await anythingDue(pool, 'main', now)).toBe(true)
    const counts = await Promise.all([handOver(pool, 'main', model), handOver(pool, 'main', model)])
    expect(counts.reduce((sum, count) => sum + count)).toBe(3)
    expect(await handOver(pool, 'main', model)).toBe(0)
    expect(await pool.run(sql`select name, key, input ->> 'event' as event from main.core_job order by key`)).toEqual([
      { name: 'core.mail', key: 'core.mail:4', event: 'asha@example.com' },
      { name: 'on:mail.congratulate', key: 'on:mail.congratulate:1', event: 'leads.leadWon' },
      { name: 'on:sales.openOrder', key: 'on:sales.openOrder:1', event: 'leads.leadWon' },
    ])
  })

  test('of a transaction that commits late are not passed over', async () => {
    await pool.transaction(async tx => {
      await tx.run(sql`insert into main.core_outbox (at, kind, name, payload) values (${now.toISOString()}::timestamptz, 'event', 'leads.leadWon', '{}')`)
      await happen('event', 'leads.leadWon')
      expect(await handOver(pool, 'main', model)).toBe(1)
    })
    expect(await handOver(pool, 'main', model)).toBe(1)
    expect(await pool.run(sql`select key from main.core_job where name = 'on:sales.openOrder' order by key`)).toEqual([
      { key: 'on:sales.openOrder:1' },
      { key: 'on:sales.openOrder:2' },
    ])
  })
})

test('an event waits for a plugin that is enabled and does not run, by what it listened to when it did', async () => {
  const listening = JSON.stringify([{ event: 'stock.moved', listener: 'on:stock.count' }])
  await pool.run(
    sql`insert into main.core_plugin (id, version, state, consumers) values ('stock', '1.0.0', 'enabled', ${listening}::jsonb), ('old', '1.0.0', 'disabled', ${listening}::jsonb)`,
  )
  await pool.run(sql`insert into main.core_outbox (at, kind, name, payload) values (${now.toISOString()}::timestamptz, 'event', 'stock.moved', '{}')`)
  await handOver(pool, 'main', { plugins: new Map(), consumers: [] } as unknown as Model)
  expect(await pool.run(sql`select name from main.core_job where name like 'on:stock%'`)).toEqual([{ name: 'on:stock.count' }])
})

describe('a schedule', () => {
  const daily: Schedule = { name: 'a', pattern: '0 8 * * *', zone: 'Asia/Kolkata' }

  test.each<[string, string, string, string]>([
    ['0 8 * * *', 'Asia/Kolkata', '2027-03-31T09:30:00Z', '2027-04-01T02:30:00.000Z'],
    ['0 8 * * *', 'Europe/Berlin', '2027-03-27T09:00:00Z', '2027-03-28T06:00:00.000Z'],
    ['0 8 * * 1', 'UTC', '2027-03-31T09:30:00Z', '2027-04-05T08:00:00.000Z'],
    ['*/15 * * * *', 'Asia/Kathmandu', '2027-03-31T09:31:00Z', '2027-03-31T09:45:00.000Z'],
  ])('%s in %s after %s runs at %s', (pattern, zone, from, next) => {
    expect(nextRun({ pattern, zone }, new Date(from))?.toISOString()).toBe(next)
  })

  test('runs once for each tick, however many nodes look', async () => {
    await planSchedules(pool, 'main', [daily], now)
    expect(await tickSchedules(pool, 'main', [daily], now)).toBe(0)
    const tomorrow = new Date('2027-04-01T02:30:00.100Z')
    const made = await Promise.all([1, 2, 3].map(() => tickSchedules(pool, 'main', [daily], tomorrow)))
    expect(made.reduce((sum, count) => sum + count)).toBe(1)
    expect(await pool.run(sql`select name, next_at from main.core_schedule`)).toEqual([{ name: 'a', next_at: '2027-04-02T02:30:00.000Z' }])
  })

  test('that was missed for days is caught up once', async () => {
    await planSchedules(pool, 'main', [daily], now)
    const weekLater = later(7 * 86_400)
    await planSchedules(pool, 'main', [daily], weekLater)
    expect([await tickSchedules(pool, 'main', [daily], weekLater), await tickSchedules(pool, 'main', [daily], weekLater)]).toEqual([1, 0])
  })

  test('follows the company to another zone, and goes when its plugin goes', async () => {
    await planSchedules(pool, 'main', [daily], now)
    await planSchedules(pool, 'main', [{ ...daily, zone: 'America/New_York' }], now)
    expect(await pool.run(sql`select next_at from main.core_schedule`)).toEqual([{ next_at: '2027-03-31T12:00:00.000Z' }])
    await planSchedules(pool, 'main', [], now)
    expect(await pool.run(sql`select next_at from main.core_schedule`)).toEqual([])
  })
})
