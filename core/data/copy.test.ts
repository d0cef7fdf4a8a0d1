import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openPool, type Pool, type Runner } from './connection.ts'
import { createTestDatabase, type TestDatabase } from './testing.ts'

let database: TestDatabase
let pool: Pool

beforeAll(async () => {
  database = await createTestDatabase('t_copy')
  // One connection: whatever a COPY leaves on it, the next statement finds.
  pool = openPool({ url: database.url, size: 1, name: 'test' })
  await pool.run(sql`create table filled (part int, number int, words text, primary key (part, number))`)
  await pool.run(sql`create table beside (words text)`)
})
beforeEach(() => pool.run(sql`truncate filled, beside`))
afterAll(async () => {
  await pool.close()
  await database.drop()
})

const fill = sql`copy filled from stdin`
const row = (part: number, number: number) => `${part}\t${number}\t${'क'.repeat(330)}\n`

type Piece = Buffer | AsyncIterable<Buffer> | (() => Buffer | Promise<Buffer>)
async function* source(...pieces: readonly Piece[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) {
    if (Buffer.isBuffer(piece)) yield piece
    else if (typeof piece === 'function') yield await piece()
    else yield* piece
  }
}

/** Rows of a kilobyte in blocks of 64, as a backup holds them. */
async function* rows(part: number, count: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < count; from += 64) {
    yield Buffer.from(Array.from({ length: Math.min(64, count - from) }, (_, at) => row(part, from + at)).join(''))
  }
}

/** One row that makes exactly so many bytes. */
function rowOf(part: number, bytes: number): Buffer {
  const head = `${part}\t0\t`
  return Buffer.from(`${head}${'x'.repeat(bytes - head.length - 1)}\n`)
}

/** The machine gives the process no time just when the end of a COPY is on its way, so that the answer is there before anything else is done. */
function heldUp(ticks = 12): void {
  if (ticks > 0) process.nextTick(() => heldUp(ticks - 1))
  else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
}
async function* held(given: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* given
  heldUp()
}

const counted = async (run: Runner) => (await run.run<{ rows: number }>(sql`select count(*)::int as rows from filled`))[0]?.rows

test.each<[string, (given: AsyncIterable<Buffer>) => AsyncIterable<Buffer>]>([
  ['', given => given],
  [', on a machine that gives the process no time at the end of each', held],
])('tables of all sizes are filled one after another in one transaction, and come out as they went in%s', async (_, given) => {
  const exactly = [16_379, 16_384, 16_385, 65_531, 65_536, 131_072, 1_048_576]
  const counts = [...[0, 1, 0, 0, 64, 65, 1, 20_000, 1], ...Array.from({ length: 30 }, (_, at) => at % 3)]
  await pool.transaction(async tx => {
    for (const [part, bytes] of exactly.entries()) await tx.copyIn(fill, given(source(rowOf(part, bytes))))
    for (const [at, count] of counts.entries()) await tx.copyIn(fill, given(rows(100 + at, count)))
  })
  const found = { rows: 0, bytes: 0 }
  const all = sql`copy (select * from filled order by part, number) to stdout`
  await pool.transaction(tx =>
    tx.copyOut(all, async chunk => {
      found.bytes += chunk.length
      found.rows += 1
      if (found.rows % 100 === 0) await new Promise(setImmediate)
    }),
  )
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
  const expected = counts.flatMap((count, at) => Array.from({ length: count }, (_, number) => Buffer.byteLength(row(100 + at, number))))
  expect(found).toEqual({ rows: exactly.length + expected.length, bytes: sum(exactly) + sum(expected) })
})

describe('a COPY in which something fails tells what, and its connection goes on', () => {
  const bad = Buffer.from('one\ttwo\tthree\n')
  const forever = () => new Promise<Buffer>(() => undefined)
  const breaks = () => {
    throw new Error('The file broke off.')
  }
  const broken = { message: 'The file broke off.' }
  const cases: readonly (readonly [string, () => AsyncIterable<Buffer>, object])[] = [
    ['the only row is refused', () => source(bad), { code: '22P02' }],
    ['the first row is refused, with much behind it', () => source(bad, rows(1, 10_000)), { code: '22P02' }],
    ['the first row is refused, with much behind it in one piece', () => source(Buffer.concat([bad, Buffer.alloc(8_000_000, 'x')])), { code: '22P02' }],
    ['a row is refused and nothing more comes', () => source(bad, forever), { code: '22P02' }],
    ['the last row is refused', () => source(rows(1, 2000), Buffer.from('1\t5\ttwice\n')), { code: '23505' }],
    ['the last row is refused with the process held up', () => held(source(rows(1, 2000), Buffer.from('1\t5\ttwice\n'))), { code: '23505' }],
    ['the last line is cut off', () => source(rows(1, 10), Buffer.from('2\t')), { code: '22P02' }],
    ['the source fails before the first row', () => source(breaks), broken],
    ['the source fails behind a few rows', () => source(rows(1, 3), breaks), broken],
    ['the source fails behind many', () => source(rows(1, 5000), breaks), broken],
    ['the source fails behind a large piece', () => source(rowOf(1, 8_000_000), breaks), broken],
  ]
  test.each(cases)('where %s', async (_, given, error) => {
    // Alone, in a transaction of its own.
    await expect(pool.transaction(tx => tx.copyIn(fill, given()))).rejects.toMatchObject(error)
    // And within one that goes on without it.
    await pool.transaction(async tx => {
      await tx.copyIn(fill, rows(7, 100))
      await expect(tx.savepoint(inner => inner.copyIn(fill, given()))).rejects.toMatchObject(error)
      await tx.copyIn(fill, source())
      await tx.copyIn(fill, rows(8, 100))
    })
    expect(await counted(pool)).toBe(200)
  })

  test('where it cannot begin', async () => {
    await expect(pool.transaction(tx => tx.copyIn(sql`copy nothing from stdin`, rows(1, 1)))).rejects.toMatchObject({ code: '42P01' })
    await expect(pool.transaction(tx => tx.copyOut(sql`copy nothing to stdout`, () => undefined))).rejects.toMatchObject({ code: '42P01' })
    expect(await counted(pool)).toBe(0)
  })

  test('where a row cannot be read out, while whoever takes them is slow', async () => {
    const failing = sql`copy (select 1 / (5000 - number), repeat('x', 1000) from generate_series(1, 10000) as number) to stdout`
    await pool.transaction(async tx => {
      for (const slow of [false, true]) {
        const taken = tx.savepoint(inner => inner.copyOut(failing, () => (slow ? new Promise(setImmediate) : undefined)))
        await expect(taken).rejects.toMatchObject({ code: '22012' })
      }
      await tx.copyIn(fill, rows(8, 100))
    })
    expect(await counted(pool)).toBe(100)
  })

  test('where whoever takes the rows fails', async () => {
    const many = sql`copy (select number, repeat('x', 1000) from generate_series(1, 10000) as number) to stdout`
    await pool.transaction(async tx => {
      for (const fail of [() => Promise.reject(new Error('The disk is full.')), breaks]) {
        await expect(tx.copyOut(many, fail)).rejects.toThrow(/disk is full|file broke off/)
      }
      await tx.copyIn(fill, rows(8, 100))
    })
    expect(await counted(pool)).toBe(100)
  })
})

test('what is asked while a COPY runs is answered after it', async () => {
  const seen = await pool.transaction(async tx => {
    tx.later(sql`insert into beside values ('before')`)
    const [, rows1, , rows2] = await Promise.all([
      tx.copyIn(fill, rows(1, 3000)),
      counted(tx),
      tx.copyOut(sql`copy filled to stdout`, () => new Promise(setImmediate)),
      counted(tx),
      tx.copyIn(fill, source()),
    ])
    return [rows1, rows2]
  })
  expect(seen).toEqual([3000, 3000])
})

test('a connection with a refused COPY on it stays with its transaction while others ask for one', async () => {
  const refused = pool.transaction(async tx => {
    const much = source(Buffer.from('one\ttwo\tthree\n'), Buffer.alloc(12_000_000, 'x'))
    await tx.copyIn(fill, much).catch(() => undefined)
    // What is still on its way goes out now.
    for (let turn = 0; turn < 50_000; turn += 1) await new Promise(setImmediate)
    throw new Error('Taken back.')
  })
  const other = pool.run(sql`insert into beside values ('of somebody else')`)
  await expect(refused).rejects.toThrow('Taken back.')
  await other
  expect(await pool.run(sql`select words from beside`)).toEqual([{ words: 'of somebody else' }])
})
