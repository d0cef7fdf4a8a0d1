import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPool, type Pool, type Runner, sqlState } from './connection.ts'
import { createTestDatabase, type TestDatabase } from './testing.ts'

let database: TestDatabase
let pool: Pool

beforeAll(async () => {
  database = await createTestDatabase('t_connection')
  pool = openPool({ url: database.url, size: 4, name: 'test' })
})
afterAll(async () => {
  await pool.close()
  await database.drop()
})

describe('values come back as they went', () => {
  const id = randomUUID()
  const kinds: readonly (readonly [string, unknown, unknown])[] = [
    ['text', 'शर्मा "quoted" \\ back', 'शर्मा "quoted" \\ back'],
    ['uuid', id, id],
    ['int', 42, 42],
    ['bigint', '9007199254740993', '9007199254740993'],
    ['numeric(24,6)', '12345678901234.567891', '12345678901234.567891'],
    ['boolean', true, true],
    ['date', '2028-02-29', '2028-02-29'],
    ['timestamptz(3)', '2027-03-31T09:30:00.123Z', '2027-03-31T09:30:00.123Z'],
    ['timestamptz(3)', new Date('2027-03-31T15:00:00.123+05:30'), '2027-03-31T09:30:00.123Z'],
    ['jsonb', '{"a": [1, null, "x"]}', { a: [1, null, 'x'] }],
    ['jsonb', '"text"', 'text'],
    ['text[]', ['plain', 'a,b', '{"quoted"}', '', null, 'NULL'], ['plain', 'a,b', '{"quoted"}', '', null, 'NULL']],
    ['uuid[]', [id], [id]],
    ['int[]', [1, 2], [1, 2]],
    ['numeric[]', ['0.10', '2'], ['0.10', '2']],
    ['boolean[]', [true, false], [true, false]],
    ['text', null, null],
  ]
  test.each(kinds)('%s %j', async (type, given, expected) => {
    const query = { text: `select $1::${type} as value`, params: [given] }
    // Once before it is prepared and twice after: the two ways must agree.
    for (let time = 0; time < 5; time += 1) expect(await pool.run(query)).toEqual([{ value: expected }])
  })
})

test('a placeholder is filled when the statement runs', async () => {
  expect(await pool.run(sql`select ${sql.placeholder('name')}::text as name`, { name: 'Asha' })).toEqual([{ name: 'Asha' }])
})

test('a statement is prepared from the third time on, and never more than there is room for', async () => {
  const own = openPool({ url: database.url, size: 1, name: 'test' })
  const prepared = sql`select statement from pg_prepared_statements where statement like 'select 41%'`
  for (const expected of [[], [], [{ statement: 'select 41 as times' }]]) {
    await own.run(sql`select 41 as times`)
    expect(await own.run(prepared)).toEqual(expected)
  }
  await own.close()
})

test('a statement that is planned for its values is never prepared', async () => {
  const own = openPool({ url: database.url, size: 1, name: 'test' })
  for (const word of ['%a%', '%b%', '%c%', '%d%'])
    expect(await own.run({ text: "select 'bad' like $1::text as found", params: [word], forValues: true })).toEqual([{ found: word !== '%c%' }])
  expect(await own.run(sql`select statement from pg_prepared_statements where statement like '%found'`)).toEqual([])
  await own.close()
})

test.each<[string, readonly unknown[]]>([
  ['nothing', [undefined]],
  ['a day that is none', [new Date('31 February, in the morning')]],
  ['more values than a statement holds', Array.from({ length: 65_535 }, () => 1)],
])('a statement that is given %s fails alone: those before and behind it on its connection get their own answers', async (_, params) => {
  const own = openPool({ url: database.url, size: 1, name: 'test' })
  const ask = (values: readonly unknown[], run: Runner = own) => run.run({ text: 'select $1::text as text', params: values })
  // From the third time on it is prepared, and goes out whole.
  for (let time = 0; time < 4; time += 1) await ask([null])
  const before = own.run(sql`select 'before' as text from pg_sleep(0.01)`)
  await new Promise(setImmediate)
  const [wrong, ...behind] = [ask(params), ask(['behind']), own.transaction(tx => Promise.allSettled([ask(['first'], tx), ask(params, tx)]))]
  await expect(wrong).rejects.toBeInstanceOf(TypeError)
  expect(await before).toEqual([{ text: 'before' }])
  expect(await Promise.all(behind)).toMatchObject([[{ text: 'behind' }], [{ value: [{ text: 'first' }] }, { reason: expect.any(TypeError) }]])
  await own.close()
})

describe('transactions', () => {
  test('are whole or nothing, and a savepoint may fail alone', async () => {
    await pool.run(sql`create table kept (name text primary key)`)
    await pool.transaction(async tx => {
      await tx.run(sql`insert into kept values ('first')`)
      await expect(tx.savepoint(inner => inner.run(sql`insert into kept values ('first')`))).rejects.toMatchObject({ code: '23505' })
      await tx.run(sql`insert into kept values ('second')`)
    })
    const failing = pool.transaction(async tx => {
      await tx.run(sql`insert into kept values ('third')`)
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await pool.run(sql`select name from kept order by name`)).toEqual([{ name: 'first' }, { name: 'second' }])
  })

  test('that only read may not write', async () => {
    const writing = pool.transaction(tx => tx.run(sql`insert into kept values ('sneaked in')`), { readOnly: true })
    await expect(writing).rejects.toMatchObject({ code: '25006' })
  })

  test('that need one moment see none of what others commit meanwhile', async () => {
    const counts = await pool.transaction(
      async tx => {
        const before = await tx.run(sql`select count(*)::int as count from kept`)
        await pool.run(sql`insert into kept values ('meanwhile')`)
        return [before, await tx.run(sql`select count(*)::int as count from kept`)]
      },
      { snapshot: true, readOnly: true },
    )
    expect(counts[1]).toEqual(counts[0])
  })

  test('are done once more, whole, when a column changed under a prepared plan', async () => {
    const own = openPool({ url: database.url, size: 1, name: 'test' })
    await own.run(sql`create table changing (value int)`)
    await own.run(sql`insert into changing values (7)`)
    const read = { text: 'select value from changing', params: [] }
    for (let time = 0; time < 4; time += 1) await own.run(read)
    await pool.run(sql`alter table changing alter column value type text`)
    let times = 0
    const rows = await own.transaction(async tx => {
      times += 1
      await tx.run(sql`insert into changing values ('8')`)
      return tx.run(read)
    })
    expect({ times, rows }).toEqual({ times: 2, rows: [{ value: '7' }, { value: '8' }] })
    await pool.run(sql`alter table changing alter column value type int using value::int`)
    expect(await own.run(read)).toEqual([{ value: 7 }, { value: 8 }])
    await own.close()
  })

  test('are done whole or not at all when that happens to what nobody waits for, with the commit on its way behind it', async () => {
    const own = openPool({ url: database.url, size: 1, name: 'test' })
    await own.run(sql`create table growing (value int)`)
    const write = (value: number) =>
      own.transaction(async tx => {
        tx.later(sql`insert into growing (value) values (${value}) returning *`)
        tx.later(sql`insert into growing (value) values (${-value})`)
      })
    for (let value = 1; value <= 4; value += 1) await write(value)
    await pool.run(sql`alter table growing add column more text`)
    await write(5)
    await write(6)
    expect(await own.run(sql`select value from growing where abs(value) > 4 order by 1`)).toEqual([-6, -5, 5, 6].map(value => ({ value })))
    await own.close()
  })
})

test('whoever waits while a statement fails that nobody waits for is told that failure, and not that the transaction is over', async () => {
  let answers: readonly PromiseSettledResult<object[]>[] = []
  const work = pool.transaction(async tx => {
    tx.later(sql`select 1 / 0`)
    answers = await Promise.allSettled([1, 2, 3].map(value => tx.run(sql`select ${value}::int`)))
  })
  await expect(work).rejects.toMatchObject({ code: '22012' })
  expect(answers.map(answer => (answer.status === 'rejected' ? sqlState(answer.reason) : answer.value))).toEqual(['22012', '22012', '22012'])
})

test('a message reaches who listens, also after the connection was cut, and the cut is told', async () => {
  const heard: string[] = []
  let ready = 0
  let told: () => void = () => undefined
  const next = () =>
    new Promise<void>(resolve => {
      told = resolve
    })
  let waiting = next()
  const stop = await pool.listen(
    'news',
    message => {
      heard.push(message)
      told()
    },
    () => {
      ready += 1
      told()
    },
  )
  await waiting
  waiting = next()
  await pool.run(sql`select pg_notify('news', 'first')`)
  await waiting
  waiting = next()
  await pool.run(sql`select pg_terminate_backend(pid) from pg_stat_activity where query like '%listen%news%' and pid <> pg_backend_pid()`)
  await waiting
  waiting = next()
  await pool.run(sql`select pg_notify('news', 'second')`)
  await waiting
  expect({ heard, ready }).toEqual({ heard: ['first', 'second'], ready: 2 })
  await stop()
})

test('the code of an error is found however deep it lies', () => {
  const error = Object.assign(new Error('outer'), { cause: Object.assign(new Error('inner'), { code: '23505' }) })
  expect([sqlState(error), sqlState(new Error('ours')), sqlState(null)]).toEqual(['23505', null, null])
})

test('words of an address that only other clients know are not sent to the server', async () => {
  const url = new URL(database.url)
  url.searchParams.set('channel_binding', 'prefer')
  const own = openPool({ url: url.href, size: 1, name: 'test' })
  expect(await own.run(sql`select 1 as one`)).toEqual([{ one: 1 }])
  await own.close()
})
