import { type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ofParts, openPool, type Pool, type Statement, sameCount, type Tx } from './connection.ts'
import { createTestDatabase, type TestDatabase } from './testing.ts'

let database: TestDatabase
let pool: Pool

beforeAll(async () => {
  database = await createTestDatabase('t_at_once')
  pool = openPool({ url: database.url, size: 4, name: 'test' })
  await pool.run(sql`create table sheep (name text primary key, legs integer not null)`)
  await pool.run(sql`create table goats (name text primary key, legs integer not null)`)
})
afterAll(async () => {
  await pool.close()
  await database.drop()
})
beforeEach(() => pool.run(sql`truncate sheep, goats`))

const name = sql.placeholder('name')
const into = (table: SQL): Statement =>
  ofParts({
    with: [[table, sql`insert into public.${table} (name, legs) values (${name}, 4) returning legs`]],
    select: sql`(select legs from ${table}) as legs`,
    end: sql``,
  })
const sheep = into(sql`sheep`)
const goat = into(sql`goats`)
/** It fails where there are not as many goats as it is told. */
const goats = ofParts({
  with: [],
  select: sql`(select ${sameCount(sql`count(*)`, sql`${sql.placeholder('count')}::int`, 'goats: ')} from public.goats)`,
  end: sql``,
})

/** Each row with the command that wrote it, counted within its transaction. */
const written = () =>
  pool.run<{ name: string; command: number; together: number }>(
    sql`select name, cmin::text::int as command, count(*) over (partition by xmin::text)::int as together
      from (select name, cmin, xmin from sheep union all select name, cmin, xmin from goats) r order by name`,
  )

const change = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => pool.transaction(work, { atOnce: true })

test('what nobody waits for is one statement, whole, and each hears what came of its part', async () => {
  const told: number[] = []
  for (const turn of ['Anna', 'Berta', 'Clara', 'Dora', 'Erna'])
    await change(async tx => {
      tx.later(goats, { count: told.length })
      tx.later<{ legs: number }>(sheep, { name: turn }, ([row]) => told.push(row?.legs ?? 0))
      tx.later(goat, { name: `${turn}'s goat` })
    })
  expect(told).toEqual([4, 4, 4, 4, 4])
  // Written by one command, where statements one after another would be two.
  expect(await written()).toEqual(
    ['Anna', 'Berta', 'Clara', 'Dora', 'Erna'].flatMap(turn => [turn, `${turn}'s goat`]).map(one => ({ name: one, command: 0, together: 2 })),
  )
})

test.each<[string, (tx: Tx) => Promise<void> | void, { name: string; command: number }[]]>([
  [
    'where somebody waits, all goes in its order',
    async tx => {
      tx.later(sheep, { name: 'Anna' })
      expect(await tx.run(sql`select name from sheep`)).toEqual([{ name: 'Anna' }])
      tx.later(goat, { name: 'Bock' })
    },
    [
      { name: 'Anna', command: 0 },
      { name: 'Bock', command: 1 },
    ],
  ],
  [
    'two that write to the same are not done in one',
    tx => {
      tx.later(sheep, { name: 'Anna' })
      tx.later(sheep, { name: 'Berta' })
    },
    [
      { name: 'Anna', command: 0 },
      { name: 'Berta', command: 1 },
    ],
  ],
  [
    'nor is one that is not made for it',
    tx => {
      tx.later(sheep, { name: 'Anna' })
      tx.later(sql`update sheep set name = 'Berta' where name = 'Anna'`)
    },
    [{ name: 'Berta', command: 1 }],
  ],
  [
    'what fails alone takes only its own with it',
    async tx => {
      tx.later(sheep, { name: 'Anna' })
      const failing = tx.savepoint(async () => {
        tx.later(goat, { name: 'Bock' })
        throw new Error('The goat ran away.')
      })
      await expect(failing).rejects.toThrow('The goat ran away.')
      tx.later(goat, { name: 'Zicke' })
    },
    [
      { name: 'Anna', command: 0 },
      // What was taken back had its turn.
      { name: 'Zicke', command: 2 },
    ],
  ],
  ['and where nothing is done, nothing is', () => undefined, []],
])('%s', async (_, work, expected) => {
  await change(async tx => work(tx))
  expect((await written()).map(({ name, command }) => ({ name, command }))).toEqual(expected)
})

test.each<[string, (tx: Tx) => void, string]>([
  ['of one part', tx => tx.later(goats, { count: 1 }, undefined, error => new Error('No such goat.', { cause: error })), 'No such goat.'],
  ['of work that gave up', () => raise('Given up.'), 'Given up.'],
  ['that nobody explains', tx => tx.later(goats, { count: 1 }), 'goats: 0'],
])('a failure %s leaves nothing of the others, and is told as what it is', async (_, work, told) => {
  const failing = change(async tx => {
    // Whoever explains only their own has nothing to say of others'.
    tx.later(sheep, { name: 'Anna' }, undefined, error => error)
    work(tx)
    tx.later(goat, { name: 'Bock' })
  })
  await expect(failing).rejects.toThrow(told)
  expect(await written()).toEqual([])
})

test('who looks before anything else begins no transaction, and later looks are held', async () => {
  const backend = async (run: Tx['run']) =>
    (await run<{ state: string }>(sql`select pg_current_xact_id_if_assigned() is null and now() = statement_timestamp() as alone`))[0]
  await change(async tx => {
    expect(await backend((tx.peek as Tx['run']).bind(tx))).toEqual({ alone: true })
    expect(tx.peek).not.toBeNull()
    tx.later(sheep, { name: 'Anna' })
    expect(tx.peek).toBeNull()
    await tx.settled()
    expect(await backend((query, values) => tx.run(query, values))).toEqual({ alone: false })
  })
  await pool.transaction(async tx => void expect(tx.peek).toBeNull())
})

test('a column that changed under a prepared plan costs one more try, and no more', async () => {
  let tries = 0
  const add = (one: string) =>
    change(async tx => {
      tries += 1
      tx.later(sheep, { name: one })
      tx.later(goat, { name: one })
    })
  for (const one of ['a', 'b', 'c', 'd', 'e', 'f']) await add(one)
  await pool.run(sql`alter table sheep alter legs type bigint`)
  const now = new Set((await written()).map(row => row.name))
  for (const one of ['g', 'h', 'i', 'j']) await add(one)
  expect([now.size, new Set((await written()).map(row => row.name)).size]).toEqual([6, 10])
  expect(tries).toBeLessThanOrEqual(14)
  await pool.run(sql`alter table sheep alter legs type integer`)
})

test('a set of many goes out at once and is not held back', async () => {
  await change(async tx => {
    tx.later(sheep, { name: 'Anna'.padEnd(40_000, '!') })
    // It is on its way, behind `begin`.
    expect(tx.peek).toBeNull()
    tx.later(goat, { name: 'Bock' })
  })
  expect((await written()).map(({ command, together }) => [command, together])).toEqual([
    [0, 2],
    [1, 2],
  ])
})

function raise(message: string): never {
  throw new Error(message)
}
