import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineEntity, definePlugin, references, text } from '@sangam/sdk'
import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Access } from '../../core/access/access.ts'
import { backup } from '../../core/backup/backup.ts'
import { restore } from '../../core/backup/restore.ts'
import { type Config, readConfig } from '../../core/config.ts'
import type { Pool } from '../../core/data/connection.ts'
import { type OpenDatabase, openDatabase } from '../../core/data/database.ts'
import { throughDoor } from '../../core/data/door.ts'
import { tableName } from '../../core/data/identifiers.ts'
import { createTestDatabase, type TestDatabase } from '../../core/data/testing.ts'
import { fromSql } from '../../core/records/composer.ts'
import { systemContext } from '../../core/records/context.ts'
import { sightOf } from '../../core/records/reach.ts'
import { composed, composerFor } from '../../core/records/statements.ts'
import { Deal, deals } from '../engine/note.ts'

const Shelf = defineEntity('shelf.shelf', { title: 'name', fields: { name: text({ required: true }), deals: references(Deal) } })
const shelf = definePlugin({
  id: 'shelf',
  version: '1.0.0',
  title: 'Shelf',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  needs: { deals: '^1.0.0' },
  entities: [Shelf],
})

let platform: TestPlatform
let id: string
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals, shelf] })
  id = (await platform.admin.repo(Deal).create({ title: 'Looms', lines: [{ item: 'Loom', quantity: '1' }] })).id
  await platform.admin.post('/api/records/shelf.shelf', { name: 'Left', deals: [id] })
  await platform.admin.post('/api/model/apply', {
    operations: [{ op: 'addEntity', entity: 'x.van', label: 'Van', fields: [{ field: 'name', type: 'text', options: { required: true } }] }],
  })
})
afterAll(() => platform.stop())

const past = 'Records are read and written by the compiler and the pipeline only.'
const world = () => platform.platform.world
const deal = tableName('main', 'deals_deal')

describe('a statement of the application that went past the compiler and the pipeline', () => {
  test.each<[string, (id: string) => SQL]>([
    ['reads', () => sql`select title from ${deal}`],
    ['counts', () => sql`select count(*) from ${deal}`],
    ['reads one by its id', one => sql`select id from ${deal} where id = ${one}::uuid`],
    ['joins', () => sql`select u.name from ${tableName('main', 'core_user')} u join ${deal} d on d.owner = u.id`],
    ['asks beside something else', () => sql`select exists (select from ${deal}) as some`],
    ['reads lines', () => sql`select item from ${tableName('main', 'deals_line')}`],
    ['reads a list of references', () => sql`select to_id from ${tableName('main', 'shelf_shelf_deals_links')}`],
    ['reads what an administrator made', () => sql`select name from ${tableName('main', 'x_van')}`],
    ['reads the history', () => sql`select snapshot from ${tableName('main', 'core_history')}`],
    ['inserts', () => sql`insert into ${deal} (id, created_at, updated_at, title) values (gen_random_uuid(), now(), now(), 'x')`],
    ['updates', one => sql`update ${deal} set title = 'x' where id = ${one}::uuid`],
    ['deletes', one => sql`delete from ${deal} where id = ${one}::uuid`],
    ['locks', one => sql`select id from ${deal} where id = ${one}::uuid for update`],
    ['asks for a plan', () => sql`explain select title from ${deal}`],
    ['copies', () => sql`copy (select title from ${deal}) to stdout`],
    ['carries a mark of another process', () => sql`select title from ${deal} /*0123456789abcdef01234567*/`],
    ['carries no mark, and says so', () => sql`select set_config('sangam.door', '', true), (select count(*) from ${deal})`],
  ])('fails: %s', async (_, statement) => {
    await expect(world().db.app.run(statement(id))).rejects.toThrow(past)
    await expect(systemContext(world(), 'main', 'Tries a way past the door', 'job', ctx => ctx.tx.run(statement(id)))).rejects.toThrow(past)
  })

  test('and it is the way that fails, not the statement', async () => {
    const rows = await world().db.app.run(throughDoor(sql`select title from ${deal} where id = ${id}::uuid`))
    expect(rows).toEqual([{ title: 'Looms' }])
  })
})

test('every table of records is closed, but for those that core reads before it knows who asks', async () => {
  const rows = await world().db.owner.run<{ name: string }>(sql`
    select c.relname as name from pg_catalog.pg_class c where c.relnamespace = 'main'::regnamespace and c.relkind = 'r' and not c.relrowsecurity order by c.relname`)
  const { entities } = await world().models.current('main')
  const records = new Map([...entities.values()].map(entity => [entity.table, entity.name]))
  expect(rows.flatMap(({ name }) => records.get(name) ?? [])).toEqual([
    'core.approval',
    'core.automation',
    'core.automationRun',
    'core.company',
    'core.file',
    'core.role',
    'core.share',
    'core.team',
    'core.teamMember',
    'core.user',
    'core.userRole',
    'core.webhook',
  ])
  expect(rows.map(row => row.name).filter(name => /^(deals|shelf|x)_/.test(name))).toEqual([])
})

test('the wall leaves nothing in a plan: no filter, and the indexes as ever', async () => {
  const plan = await world().db.app.run<{ 'QUERY PLAN': string }>(
    throughDoor(sql`explain (costs off) select title from ${deal} where id = ${id}::uuid and title like 'L%' and weight > 1`),
  )
  expect(plan.map(row => row['QUERY PLAN'].trim())).toEqual([
    'Index Scan using deals_deal_pkey on deals_deal',
    `Index Cond: (id = '${id}'::uuid)`,
    expect.not.stringContaining('core_door'),
  ])
})

test('what is known of a closed table is still what its statements are planned by', async () => {
  const { db } = world()
  await db.owner.run(
    sql`insert into ${deal} (id, created_at, updated_at, title, hot, weight) select gen_random_uuid(), now(), now(), 'Loom ' || n || case when n % 5 = 0 then ' rare' else ' common' end, false, n from generate_series(1, 3000) n`,
  )
  await db.owner.run(sql`analyze ${deal}`)
  const rows = async (runner: Pool, where: SQL) => {
    const [first] = await runner.run<{ 'QUERY PLAN': string }>(throughDoor(sql`explain select id from ${deal} where ${where}`))
    return Number(/rows=(\d+)/.exec(first?.['QUERY PLAN'] ?? '')?.[1])
  }
  for (const where of [sql`weight > 2900`, sql`weight between 10 and 20`, sql`title like '%rare%'`])
    expect(await rows(db.app, where)).toBe(await rows(db.owner, where))
  expect(await rows(db.app, sql`weight > 2900`)).toBeLessThan(300)
})

test('the compiler sends no statement that did not ask what its caller may see', async () => {
  const seller = await platform.as('deals.seller')
  expect(await seller.repo(Deal).count()).toBe(0)
  const access = await systemContext<Access>(world(), 'main', 'Looks at how a statement is made', 'job', async ctx => ctx.access)
  const model = await world().models.current('main')
  const nobody = { ...access, system: null, shape: 'few', rows: () => 'none' as const }
  const entity = model.entities.get('deals.deal')
  if (!entity) throw new Error('There is no deal.')
  const reader = { model, access: nobody, schema: 'main' }
  const forgotten = () => composed(composerFor(reader), composer => sql`select 1 from ${fromSql(composer, composer.place(entity))}`)
  expect(forgotten).toThrow('A statement looks at deals.deal and does not ask what its caller may see there.')
  const asked = composed(composerFor(reader), composer => {
    const place = composer.place(entity)
    return sql`select 1 from ${fromSql(composer, place)} where ${sightOf(composer, place, 'read')}`
  })
  expect(asked.statement.text).toContain('deleted_at is null and false')
})

test('whoever gets at the application’s role can make nothing by which a name would mean something else', async () => {
  const { db } = world()
  const open = await db.owner.run(sql`
    select nspname from pg_catalog.pg_namespace where nspname not like 'pg\_%temp%' and pg_catalog.has_schema_privilege('sangam_app', oid, 'create')`)
  expect(open).toEqual([])
  for (const statement of [
    sql`create table public.deals_deal (title text)`,
    sql`create function main.lower(text) returns text language sql return 'x'`,
    sql`create schema evil`,
    sql`create operator public.= (leftarg = uuid, rightarg = uuid, function = pg_catalog.uuid_ne)`,
    sql`create or replace function main.core_door() returns boolean language sql immutable as 'select true'`,
    sql`alter table main.deals_deal disable row level security`,
  ])
    await expect(db.app.run(statement)).rejects.toThrow(/permission denied|must be owner/)
  const answer = await systemContext(world(), 'main', 'Tries names of its own', 'job', async ctx => {
    await ctx.tx.run(sql`create temporary table deals_deal on commit drop as select ${id}::uuid as id, 'Forged' as title`)
    await ctx.tx.run(sql`select set_config('search_path', 'pg_temp, main', true)`)
    return ctx.repo(Deal).get(id)
  })
  expect(answer.title).toBe('Looms')
})

describe('a backup that is restored', () => {
  const folder = join(tmpdir(), `sangam-door-${process.pid}`)
  let base: TestDatabase
  let place: { readonly db: OpenDatabase; readonly config: Config }
  beforeAll(async () => {
    await mkdir(folder)
    base = await createTestDatabase('restored')
    const config = readConfig({ DATABASE_URL: base.url, SANGAM_DATA: folder, SANGAM_POOL: '2' })
    place = { db: await openDatabase(config, world().log), config }
    const file = join(folder, 'monday.backup')
    const { key } = await backup(world(), createWriteStream(file))
    await restore(place, file, { trust: key })
  })
  afterAll(async () => {
    await place?.db.close()
    await base?.drop()
    await rm(folder, { recursive: true, force: true })
  })

  test('has the wall on every table that had it, before anything is started on it', async () => {
    const walls = ({ owner }: { readonly owner: Pool }) =>
      owner.run(sql`
        select c.relname, c.relrowsecurity, p.polname, p.polcmd, p.polpermissive, p.polroles::text, pg_get_expr(p.polqual, p.polrelid) as reads, pg_get_expr(p.polwithcheck, p.polrelid) as writes
        from pg_catalog.pg_class c left join pg_catalog.pg_policy p on p.polrelid = c.oid where c.relnamespace = 'main'::regnamespace and c.relkind = 'r' order by c.relname, p.polname`)
    const there = await walls(place.db)
    expect(there.filter(row => row.relrowsecurity).length).toBeGreaterThan(10)
    expect(there).toEqual(await walls(world().db))
    await expect(place.db.app.run(sql`select title from ${deal}`)).rejects.toThrow(past)
    await expect(place.db.app.run(sql`update ${deal} set title = 'x'`)).rejects.toThrow(past)
    await expect(place.db.app.run(sql`select snapshot from ${tableName('main', 'core_history')}`)).rejects.toThrow(past)
    expect(await place.db.app.run(throughDoor(sql`select title from ${deal} where id = ${id}::uuid`))).toEqual([{ title: 'Looms' }])
  })
})
