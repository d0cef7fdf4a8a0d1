import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPool, type Pool, type Tx } from './connection.ts'
import { createTestDatabase, type TestDatabase } from './testing.ts'

let database: TestDatabase
/** Goes to the server directly. */
let beside: Pool
let between: Server
let address: string
const through = new Set<Socket>()

beforeAll(async () => {
  database = await createTestDatabase('t_lost')
  beside = openPool({ url: database.url, size: 2, name: 'beside' })
  await beside.run(sql`create table kept (name text)`)
  const url = new URL(database.url)
  const folder = url.searchParams.get('host')
  const target = folder ? { path: `${folder}/.s.PGSQL.${url.port}` } : { host: url.hostname, port: Number(url.port) }
  between = createServer(socket => {
    const server = connect(target)
    through.add(socket)
    for (const [one, other] of [[socket, server] as const, [server, socket] as const]) {
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
    socket.on('close', () => through.delete(socket))
  }).listen(0, '127.0.0.1')
  await once(between, 'listening')
  url.searchParams.delete('host')
  url.hostname = '127.0.0.1'
  url.port = String((between.address() as { port: number }).port)
  address = url.href
})
afterAll(async () => {
  between.close()
  await beside.close()
  await database.drop()
})

/** Breaks all connections, as a network does, or ends them, as a server does that shuts down. */
const ways: readonly (readonly [string, () => unknown])[] = [
  ['breaks', () => [...through].map(socket => socket.resetAndDestroy())],
  [
    'is ended',
    () => beside.run(sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'victim' and datname = current_database()`),
  ],
]

async function* rowsThen(last: () => unknown): AsyncGenerator<Buffer> {
  yield Buffer.alloc(500_000, 'row\n')
  await last()
  for (let at = 0; at < 100; at += 1) yield Buffer.alloc(500_000, 'row\n')
}

const asleep = (statement: string) =>
  beside.run(
    sql`select from pg_stat_activity where application_name = 'victim' and wait_event = 'PgSleep' and query = ${statement} and datname = current_database()`,
  )
const many = sql`copy (select repeat('x', 1000) from generate_series(1, 20000)) to stdout`

describe.each(ways)('where a connection %s', (_, cut) => {
  const moments: readonly (readonly [string, (tx: Tx) => Promise<unknown>])[] = [
    ['within a statement', tx => Promise.all([tx.run(sql`select pg_sleep(60)`), cut()])],
    [
      'with several on their way',
      async tx => {
        tx.later(sql`select pg_sleep(60)`)
        tx.later(sql`insert into kept values ('never')`)
        await cut()
      },
    ],
    ['between two', async tx => [await tx.run(sql`select 1`), await cut()]],
    ['while a COPY is filled', tx => tx.copyIn(sql`copy kept from stdin`, rowsThen(cut))],
    [
      'while a COPY is read, slowly',
      async tx => {
        let rows = 0
        await tx.copyOut(many, async () => {
          rows += 1
          if (rows === 100) await cut()
          await new Promise(setImmediate)
        })
      },
    ],
    [
      'while a COPY is read whose taker stands still until then',
      async tx => {
        let goOn: () => void = () => undefined
        const still = new Promise<void>(resolve => {
          goOn = resolve
        })
        await Promise.all([tx.copyOut(many, () => still), Promise.resolve(cut()).then(goOn)])
      },
    ],
  ]
  test.each(moments)('%s, the transaction fails, nothing of it is kept, and the pool goes on', async (_, work) => {
    const pool = openPool({ url: address, size: 1, name: 'victim' })
    const doing = pool.transaction(async tx => {
      await tx.run(sql`insert into kept values ('never')`)
      await work(tx)
      await tx.run(sql`select 1`)
    })
    await expect(doing).rejects.toMatchObject({ code: expect.stringMatching(/^(ECONNRESET|EPIPE|CONNECTION_CLOSED|57P01)$/) })
    expect(await pool.run(sql`select name from kept`)).toEqual([])
    await pool.close()
  })

  test('whoever asks again at once, or in that moment, is answered', async () => {
    const pool = openPool({ url: address, size: 2, name: 'victim' })
    const ask = (name: string) => pool.run(sql`select ${name}::text as name`)
    const others: Promise<unknown>[] = []
    const again = ['first', 'second'].map(name =>
      pool.run(sql`select pg_sleep(60)`).catch(() => {
        others.push(ask(`${name}, beside`))
        return pool.transaction(tx => tx.run(sql`select ${name}::text as name`))
      }),
    )
    await expect.poll(() => asleep('select pg_sleep(60)'), { timeout: 20_000 }).toHaveLength(2)
    await cut()
    expect(await Promise.all(again)).toEqual([[{ name: 'first' }], [{ name: 'second' }]])
    expect(await Promise.all(others)).toHaveLength(2)
    expect(await Promise.all(Array.from({ length: 20 }, (_, at) => ask(`${at}`)))).toEqual(Array.from({ length: 20 }, (_, at) => [{ name: `${at}` }]))
    await pool.close()
  })

  test('within a statement, the pool ends without waiting for its answer, but for what is under way elsewhere', async () => {
    const pool = openPool({ url: address, size: 2, name: 'victim' })
    const lost = Promise.allSettled([pool.run(sql`select pg_sleep(61)`), pool.run(sql`select pg_sleep(61)`)])
    await expect.poll(() => asleep('select pg_sleep(61)'), { timeout: 20_000 }).toHaveLength(2)
    await cut()
    expect((await lost).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    const done: string[] = []
    let begun: () => void = () => undefined
    const begins = new Promise<void>(resolve => {
      begun = resolve
    })
    const writes = pool.transaction(async tx => {
      await tx.run(sql`select 1`)
      begun()
      await tx.run(sql`select pg_sleep(0.2)`)
      done.push('asked')
    })
    await begins
    // Longer than a test may take.
    await Promise.all([pool.close(600_000), writes])
    expect([done, await pool.run(sql`select 1`).catch(error => error.code)]).toEqual([['asked'], 'CONNECTION_ENDED'])
  })
})

test.each([98, 99, 100, 101, 250])('a transaction that begins behind %i statements is one, and ends', async count => {
  const pool = openPool({ url: database.url, size: 1, name: 'test' })
  await pool.run(sql`select 1`)
  const asked = Array.from({ length: count }, () => pool.run(sql`select pg_sleep(0)`))
  await new Promise(setImmediate)
  const rows = await pool.transaction(tx => tx.run(sql`select now() < statement_timestamp() as within`))
  const after = await pool.run(sql`select now() < statement_timestamp() as within`)
  expect({ rows, after }).toEqual({ rows: [{ within: true }], after: [{ within: false }] })
  await Promise.all(asked)
  await pool.close()
})

test('what is asked in a transaction that is over reaches nobody', async () => {
  const pool = openPool({ url: database.url, size: 1, name: 'test' })
  const outlives: Tx[] = []
  await pool.transaction(async tx => void outlives.push(tx))
  await pool
    .transaction(async tx => {
      outlives.push(tx)
      throw new Error('Taken back.')
    })
    .catch(() => undefined)
  await pool.transaction(async tx => {
    await tx.run(sql`select 1`)
    for (const old of outlives) await expect(old.run(sql`insert into kept values ('stray')`)).rejects.toThrow('This transaction is over')
  })
  expect(await pool.run(sql`select from kept where name = 'stray'`)).toEqual([])
  await pool.close()
})
