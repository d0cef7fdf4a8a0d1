import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SQL, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { openPool } from './connection.ts'
import { clearAbandonedTestServers, cloneDatabase, createPreparedDatabase, createTestDatabase, testServer } from './testing.ts'

test('a test database is UTF-8, knows Devanagari letters, and is copied whole', async () => {
  const made = await createTestDatabase('t_made')
  const first = openPool({ url: made.url, size: 1, name: 'test' })
  await first.run(sql`create extension pg_trgm`)
  const [row] = await first.run(sql`select cardinality(show_trgm('शर्मा')) as trigrams, current_setting('server_encoding') as encoding`)
  expect(row).toEqual({ trigrams: 6, encoding: 'UTF8' })
  await first.close()

  await asked(made.url, sql`create role ${sql.identifier(`${made.name}_role`)}`)
  await asked(made.url, sql`grant create on database ${sql.identifier(made.name)} to ${sql.identifier(`${made.name}_role`)}`)
  const copy = await cloneDatabase(made.name, `${made.name}_copy`)
  const second = openPool({ url: copy.url, size: 1, name: 'test' })
  expect(await second.run(sql`select extname from pg_extension where extname = 'pg_trgm'`)).toEqual([{ extname: 'pg_trgm' }])
  expect(await second.run(sql`select has_database_privilege(${`${made.name}_role`}, current_database(), 'create') as may`)).toEqual([{ may: true }])
  await second.close()
  await copy.drop()
  await made.drop()
  await asked((await testServer()).adminUrl, sql`drop role ${sql.identifier(`${made.name}_role`)}`)
})

test('a prepared database is prepared once, also from another, and every copy is its own', async () => {
  let times = 0
  const prepare = async (url: string): Promise<void> => {
    times += 1
    await asked(url, sql`create table kept as select 42 as value`)
  }
  const copies = await Promise.all([1, 2, 3].map(() => createPreparedDatabase('t_prepared', 'of_a_test', prepare)))
  const [first, second] = copies.map(({ url }) => url)
  await asked(first ?? '', sql`update kept set value = 7`)
  expect({ times, second: await asked(second ?? '', sql`select value from kept`) }).toEqual({ times: 1, second: [{ value: 42 }] })
  const more = await createPreparedDatabase(
    't_prepared',
    'of_a_test_and_more',
    async url => void (await asked(url, sql`insert into kept values (43)`)),
    prefix => createPreparedDatabase(prefix, 'of_a_test', prepare),
  )
  expect({ times, more: await asked(more.url, sql`select value from kept order by value`) }).toEqual({ times: 1, more: [{ value: 42 }, { value: 43 }] })
  for (const copy of [...copies, more]) await copy.drop()
})

test('what a run that was killed left is cleared away, and no server is started from what somebody else put under such a name', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'))
  mkdirSync(join(elsewhere, 'data', 'postgres'), { recursive: true })
  // No process has such a number.
  const [link, left] = ['link', 'left'].map(name => join(tmpdir(), `sangam-tests-2147483646-${name}`)) as [string, string]
  symlinkSync(elsewhere, link)
  mkdirSync(left)
  try {
    await clearAbandonedTestServers()
    const found = readdirSync(tmpdir()).filter(name => name.startsWith('sangam-tests-2147483646-'))
    expect([found, readdirSync(join(elsewhere, 'data', 'postgres'))]).toEqual([['sangam-tests-2147483646-link'], []])
  } finally {
    for (const path of [link, left, elsewhere]) rmSync(path, { recursive: true, force: true })
  }
})

async function asked(url: string, statement: SQL): Promise<object[]> {
  const pool = openPool({ url, size: 1, name: 'test' })
  try {
    return await pool.run(statement)
  } finally {
    await pool.close()
  }
}
