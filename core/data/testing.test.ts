import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { openPool } from './connection.ts'
import { cloneDatabase, createTestDatabase } from './testing.ts'

test('a test database is UTF-8, knows Devanagari letters, and is copied whole', async () => {
  const made = await createTestDatabase('t_made')
  const first = openPool({ url: made.url, size: 1, name: 'test' })
  await first.run(sql`create extension pg_trgm`)
  const [row] = await first.run(sql`select cardinality(show_trgm('शर्मा')) as trigrams, current_setting('server_encoding') as encoding`)
  expect(row).toEqual({ trigrams: 6, encoding: 'UTF8' })
  await first.close()

  const copy = await cloneDatabase(made.name, `${made.name}_copy`)
  const second = openPool({ url: copy.url, size: 1, name: 'test' })
  expect(await second.run(sql`select extname from pg_extension where extname = 'pg_trgm'`)).toEqual([{ extname: 'pg_trgm' }])
  await second.close()
  await copy.drop()
  await made.drop()
})
