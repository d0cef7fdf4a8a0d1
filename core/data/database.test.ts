import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { type Config, readConfig } from '../config.ts'
import type { Log } from '../world.ts'
import { openPool } from './connection.ts'
import { openDatabase, withSetupLock } from './database.ts'
import { createTestDatabase, dropDatabase, type TestDatabase, testServer } from './testing.ts'

const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const made: TestDatabase[] = []

afterEach(async () => {
  for (const one of made.splice(0)) await one.drop()
})

describe('opening a database server', () => {
  test('an empty database is prepared once, and the application owns nothing in it', async () => {
    const config = await configFor('t_open')
    const first = await openDatabase(config, log)
    expect(first.kind).toBe('server')
    expect(await first.app.run(sql`select current_user as who, sangam_ext.search_text('Café शर्मा') as folded`)).toEqual([
      { who: 'sangam_app', folded: 'cafe sharma' },
    ])
    expect(await first.owner.run(sql`select current_user as who`)).toEqual([{ who: 'sangam_owner' }])
    await first.owner.run(sql`create schema main`)
    await expect(first.app.run(sql`create schema mine`)).rejects.toMatchObject({ code: '42501' })
    await expect(first.app.run(sql`create table public.mine (id int)`)).rejects.toMatchObject({ code: '42501' })
    await first.close()

    const again = await openDatabase(config, log)
    expect(await again.owner.run(sql`select nspname from pg_namespace where nspname in ('main', 'sangam_ext') order by 1`)).toEqual([
      { nspname: 'main' },
      { nspname: 'sangam_ext' },
    ])
    await again.close()
  })

  test('a database that came as a dump or a copy, without what was granted on it, is given that again', async () => {
    const config = await configFor('t_copied')
    await (await openDatabase(config, log)).close()
    const admin = openPool({ url: config.databaseUrl ?? '', size: 1, name: 'test' })
    await admin.run({ text: `revoke create on database ${made[0]?.name} from sangam_owner`, params: [] })
    await admin.close()
    const copy = await openDatabase(config, log)
    expect(await copy.owner.run(sql`create schema main`)).toEqual([])
    await copy.close()
  })

  test('several nodes open a new database at once', async () => {
    const config = await configFor('t_nodes')
    const nodes = await Promise.all([1, 2, 3].map(() => openDatabase(config, log)))
    expect(await Promise.all(nodes.map(node => node.app.run(sql`select 1 as one`)))).toEqual([[{ one: 1 }], [{ one: 1 }], [{ one: 1 }]])
    await Promise.all(nodes.map(node => node.close()))
  })

  test('a database that is not there is made', async () => {
    const name = `t_absent_${process.pid}`
    const url = new URL((await testServer()).adminUrl)
    url.pathname = `/${name}`
    const db = await openDatabase({ ...readConfig({}), databaseUrl: url.href }, log).catch((error: Error) => error)
    // Where the server's own locale is C, the refusal says how to make one.
    if (db instanceof Error) expect(db.message).toContain('locale is C')
    else await db.close()
    await dropDatabase(name)
  })

  test("what the operator's guide says to grant is enough, with one user or with two", async () => {
    const config = await configFor('t_granted')
    const admin = openPool({ url: config.databaseUrl ?? '', size: 1, name: 'test' })
    const user = `t_granted_${process.pid}`
    await admin.run({ text: `create role ${user} login password 'weak'`, params: [] })
    await (await openDatabase(await configFor('t_granted_roles'), log)).close()
    const guide = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'operator-guide.md'), 'utf8')
    const listed = /### What a server must grant[\s\S]*?```sql\n([\s\S]*?)```/.exec(guide)?.[1] ?? ''
    const statements = listed
      .replace(/create role .*\n/g, '')
      .replace(/database sangam\b/g, `database ${made[0]?.name}`)
      .replace(/\bsangam\b/g, user)
    await admin.run({ text: statements, params: [] })
    await admin.run(sql`reset role`)
    const one = await openDatabase({ ...config, databaseUrl: as(config, user) }, log)
    expect(await one.app.run(sql`select sangam_ext.search_text('É') as folded`)).toEqual([{ folded: 'e' }])
    await one.owner.run(sql`create schema main`)
    await one.close()

    const weaker = `${user}_app`
    await admin.run({ text: `create role ${weaker} login password 'weak'; grant sangam_app to ${weaker}; revoke sangam_app from ${user}`, params: [] })
    const two = await openDatabase({ ...config, databaseUrl: as(config, weaker), databaseOwnerUrl: as(config, user) }, log)
    await expect(two.app.run(sql`set role sangam_owner`)).rejects.toMatchObject({ code: '42501' })
    await two.close()
    await admin.run({ text: `drop owned by ${user} cascade; drop role ${user}, ${weaker}`, params: [] })
    await admin.close()
  })

  test('extensions that were put elsewhere are moved to their place', async () => {
    const config = await configFor('t_moved')
    const admin = openPool({ url: config.databaseUrl ?? '', size: 1, name: 'test' })
    await admin.run(sql`create extension pg_trgm schema public`)
    await admin.close()
    const db = await openDatabase(config, log)
    expect(await db.app.run(sql`select sangam_ext.similarity('sangam', 'sangam') as alike`)).toEqual([{ alike: 1 }])
    await db.close()
  })

  test('set-up runs on one node at a time', async () => {
    const config = await configFor('t_lock')
    const [one, two] = await Promise.all([openDatabase(config, log), openDatabase(config, log)])
    const seen: string[] = []
    const work = (name: string) => async () => {
      seen.push(`${name} begins`)
      await one.owner.run(sql`select 1`)
      seen.push(`${name} ends`)
    }
    await Promise.all([withSetupLock(one, work('a')), withSetupLock(two, work('b'))])
    const [first, second] = seen[0] === 'a begins' ? ['a', 'b'] : ['b', 'a']
    expect(seen).toEqual([`${first} begins`, `${first} ends`, `${second} begins`, `${second} ends`])
    await Promise.all([one.close(), two.close()])
  })
})

describe('a server that will not do is refused with a sentence', () => {
  test('in the C locale, where Hindi names have no letters', async () => {
    const name = `t_c_locale_${process.pid}`
    const admin = openPool({ url: (await testServer()).adminUrl, size: 1, name: 'test' })
    await admin.run({ text: `create database ${name} template template0 encoding 'UTF8' locale_provider libc locale 'C'`, params: [] })
    await admin.close()
    const url = new URL((await testServer()).adminUrl)
    url.pathname = `/${name}`
    await expect(openDatabase({ ...readConfig({}), databaseUrl: url.href }, log)).rejects.toThrow(
      "The database's locale is C, in which search finds no name in Hindi.",
    )
    await dropDatabase(name)
  })

  test('when nobody listens', async () => {
    const config = { ...readConfig({}), databaseUrl: 'postgres://sangam@127.0.0.1:1/sangam' }
    await expect(openDatabase(config, log)).rejects.toThrow('No database server answers at 127.0.0.1:1 (ECONNREFUSED). Start it, or correct DATABASE_URL.')
  })

  test('when its user may not prepare the database', async () => {
    const config = await configFor('t_weak')
    const admin = openPool({ url: config.databaseUrl ?? '', size: 1, name: 'test' })
    const weak = `t_weak_${process.pid}`
    await admin.run({ text: `create role ${weak} login password 'weak'`, params: [] })
    await expect(openDatabase({ ...config, databaseUrl: as(config, weak) }, log)).rejects.toThrow('docs/operator-guide.md')
    await admin.run({ text: `drop role ${weak}`, params: [] })
    await admin.close()
  })
})

async function configFor(prefix: string): Promise<Config> {
  const database = await createTestDatabase(prefix)
  made.push(database)
  return { ...readConfig({}), databaseUrl: database.url }
}

/** The same database, by another user. */
function as(config: Config, user: string): string {
  const url = new URL(config.databaseUrl ?? '')
  url.username = user
  url.password = 'weak'
  return url.href
}
