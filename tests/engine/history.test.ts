import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { type SQL, sql } from 'drizzle-orm'
import { assert, asyncProperty, constantFrom, nat } from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkHistory } from '../../core/cli/history.ts'
import { throughDoor } from '../../core/data/door.ts'
import { verifyHistory } from '../../core/records/history/verify.ts'
import { Deal, deals, Firm } from './note.ts'

let platform: TestPlatform
let admin: TestClient
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals] })
  admin = platform.admin
})
afterAll(() => platform.stop())
const owner = () => platform.platform.world.db.owner
const verdict = (noted?: string) => verifyHistory(owner(), 'main', noted)
const whole = { tampered: [], brokenSeals: [] }

describe('the chain of the history', () => {
  test('every change is chained and sealed, and verifies', async () => {
    const deal = await admin.repo(Deal).create({ title: 'Looms', lines: [{ item: 'Loom' }] })
    await admin.repo(Deal).update(deal.id, { score: 3 })
    await admin.repo(Deal).remove(deal.id)
    await admin.repo(Deal).restore(deal.id)
    const before = await verdict()
    expect(before).toMatchObject({ ...whole, seals: 0, last: null })
    expect(before.open).toBe(before.rows)
    await platform.job('core.seal')
    const first = await verdict()
    expect(first).toMatchObject({ ...whole, seals: 1, open: 0, rows: before.rows, last: expect.stringMatching(/^1:[0-9a-f]{64}$/) })
    await admin.repo(Deal).update(deal.id, { score: 4 })
    await platform.job('core.seal')
    expect(await verdict(first.last ?? '')).toMatchObject({ ...whole, seals: 2, open: 0 })
  })

  test('the eleventh seal follows the tenth', async () => {
    const deal = await admin.repo(Deal).create({ title: 'Looms, sealed often' })
    for (const score of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      await admin.repo(Deal).update(deal.id, { score })
      await platform.job('core.seal')
    }
    expect(await verdict()).toMatchObject({ ...whole, seals: 11, open: 0 })
  })

  test('a minute with nothing new makes no seal', async () => {
    const { seals } = await verdict()
    await platform.job('core.seal')
    expect((await verdict()).seals).toBe(seals)
  })

  test('rows from before there were chains are sealed as they stand, and what follows is chained to them', async () => {
    await using old = await createTestPlatform({ plugins: [deals] })
    const deal = await old.admin.repo(Deal).create({ title: 'From long ago' })
    const { owner: db } = old.platform.world.db
    await db.run(sql`update main.core_history set hash = null`)
    await old.admin.repo(Deal).update(deal.id, { score: 1 })
    await old.job('core.seal')
    expect(await verifyHistory(db, 'main')).toMatchObject({ ...whole, seals: 1, open: 0 })
    await db.run(sql`update main.core_history set snapshot = snapshot || '{"title": "Never"}' where record_id = ${deal.id}::uuid and version = 1`)
    expect((await verifyHistory(db, 'main')).tampered).toEqual([
      { entity: 'deals.deal', record: deal.id, version: 2, what: 'altered' },
      { entity: 'deals.deal', record: deal.id, version: 1, what: 'altered' },
    ])
    await old.admin.repo(Deal).update(deal.id, { score: 2 })
    await db.run(sql`update main.core_history set hash = null where version = 3`)
    expect((await verifyHistory(db, 'main')).tampered).toContainEqual({ entity: 'deals.deal', record: deal.id, version: 3, what: 'unchained' })
  })

  test('what is still being written when a seal is made is sealed by the next one', async () => {
    let [begun, finish]: [() => void, () => void] = [() => undefined, () => undefined]
    const writing = new Promise<void>(resolve => (begun = resolve))
    const waits = new Promise<void>(resolve => (finish = resolve))
    const slow = owner().transaction(async tx => {
      await tx.run(
        sql`insert into main.core_history (entity, record_id, version, verb, at, origin, snapshot) values ('deals.gone', gen_random_uuid(), 1, 'create', now(), 'api', '{}')`,
      )
      begun()
      await waits
      throw new Error('taken back')
    })
    await writing
    await admin.repo(Firm).create({ name: 'Made meanwhile' })
    await platform.job('core.seal')
    expect(await verdict()).toMatchObject({ ...whole, open: 1 })
    finish()
    await expect(slow).rejects.toThrow('taken back')
    await platform.job('core.seal')
    expect(await verdict()).toMatchObject({ ...whole, open: 0 })
  })

  test('whatever a superuser alters, takes out, puts in or reorders is found', async () => {
    const firms = await admin.repo(Firm).createMany(Array.from({ length: 6 }, (_, at) => ({ name: `Firm ${at}` })))
    for (const [at, firm] of firms.entries()) for (let step = 0; step < at; step += 1) await admin.repo(Firm).update(firm.id, { name: `Firm ${at}.${step}` })
    await platform.job('core.seal')
    await admin.repo(Firm).update(firms[5]?.id as never, { name: 'Not sealed yet' })
    const rows = await owner().run<{ id: string }>(sql`select id::text from main.core_history where entity = 'deals.firm' order by id`)
    const at = (place: number): string => rows[place % rows.length]?.id ?? ''
    const hashOf = (alias: SQL) => sql`sha256(convert_to(${alias}.id::text, 'UTF8'))`
    const ways: { readonly [way: string]: (a: string, b: string) => SQL } = {
      'another value': a => sql`update main.core_history set snapshot = snapshot || '{"name": "Forged"}' where id = ${a}::bigint`,
      'another author': a => sql`update main.core_history set by_user = gen_random_uuid() where id = ${a}::bigint`,
      'another time': a => sql`update main.core_history set at = at - interval '1 day' where id = ${a}::bigint`,
      'another origin': a => sql`update main.core_history set origin = 'import' where id = ${a}::bigint`,
      'another hash': a => sql`update main.core_history h set hash = ${hashOf(sql`h`)} where id = ${a}::bigint`,
      'no hash': a => sql`update main.core_history set hash = null where id = ${a}::bigint`,
      removed: a => sql`delete from main.core_history where id = ${a}::bigint`,
      inserted: a => sql`
        insert into main.core_history (entity, record_id, version, verb, at, origin, snapshot, hash)
        select entity, record_id, version + 100, 'update', at, origin, snapshot, hash from main.core_history where id = ${a}::bigint`,
      reordered: (a, b) => sql`
        with x as (select id, snapshot, at, by_user, row_number() over (order by id) as place from main.core_history where id in (${a}::bigint, ${b}::bigint))
        update main.core_history h set snapshot = y.snapshot || '{"code": "swapped"}', at = y.at from x, x y where h.id = x.id and y.place = 3 - x.place`,
    }
    const tampered: string[] = []
    await assert(
      asyncProperty(constantFrom(...Object.keys(ways)), nat(1000), nat(1000), async (way, a, b) => {
        const other = at(a) === at(b) ? at(b + 1) : at(b)
        const found = await undone(ways[way]?.(at(a), other) as SQL)
        tampered.push(way)
        expect([way, found]).not.toEqual([way, 0])
      }),
      // Each of them at least once, then as chance has it.
      { numRuns: 60, examples: Object.keys(ways).map((way, place) => [way, place, place + 3] as [string, number, number]) },
    )
    expect(new Set(tampered).size).toBe(Object.keys(ways).length)
    expect(await verdict()).toMatchObject(whole)
  })

  test('a chain forged anew to its end is told by the seal, which names the versions; a forged seal by the one noted elsewhere', async () => {
    const { last } = await verdict()
    const firm = await admin.repo(Firm).create({ name: 'Sealed' })
    await platform.job('core.seal')
    const noted = (await verdict()).last ?? ''
    const number = Number(noted.split(':')[0])
    await owner().run(sql`delete from main.core_history where record_id = ${firm.id}::uuid`)
    expect(await verdict()).toMatchObject({ tampered: [{ entity: 'deals.firm', record: firm.id, version: 1, what: 'removed' }], brokenSeals: [] })
    expect(await checkHistory(owner(), 'main')).toEqual([
      { good: false, text: `Workspace main: the history was tampered with: deals.firm ${firm.id}, version 1, was taken away. Compare with a backup.` },
    ])
    await owner().run(sql`delete from main.core_seal where number = ${number}`)
    await admin.repo(Firm).create({ name: 'Another' })
    await platform.job('core.seal')
    expect(await verdict(last ?? '')).toMatchObject(whole)
    expect(await verdict(noted)).toMatchObject({ brokenSeals: [number] })
  })

  /** Tampers on a copy of the tables that nobody keeps, and gives what is found there. */
  async function undone(statement: SQL): Promise<number> {
    await owner().run(sql`create table main.kept_history as select * from main.core_history`)
    try {
      await owner().run(statement)
      const { tampered, brokenSeals } = await verdict()
      return tampered.length + brokenSeals.length
    } finally {
      await owner().transaction(async tx => {
        await tx.run(sql`delete from main.core_history`)
        await tx.run(sql`insert into main.core_history overriding system value select * from main.kept_history`)
        await tx.run(sql`drop table main.kept_history`)
      })
    }
  }
})

describe('the server’s own role', () => {
  test.each([
    ['change', sql`update main.core_history set verb = 'x'`],
    ['remove', sql`delete from main.core_history`],
    ['empty', sql`truncate main.core_history`],
    ['drop', sql`drop table main.core_history`],
    ['widen', sql`alter table main.core_history add column x text`],
    ['rename', sql`alter table main.core_history rename to old_history`],
    ['guard with a trigger', sql`create trigger t before insert on main.core_history for each row execute function suppress_redundant_updates_trigger()`],
    ['guard with a rule', sql`create rule r as on insert to main.core_history do instead nothing`],
    ['merge into', sql`merge into main.core_history h using (select 1) s on true when matched then delete`],
    [
      'insert over',
      sql`insert into main.core_history (entity, record_id, version, verb, at, origin, snapshot) select entity, record_id, version, verb, at, origin, snapshot from main.core_history limit 1 on conflict (entity, record_id, version) do update set verb = 'x'`,
    ],
    ['change the seals of', sql`update main.core_seal set count = 0`],
    ['remove the seals of', sql`delete from main.core_seal`],
    ['empty the seals of', sql`truncate main.core_seal`],
  ])('can’t %s the history', async (_, statement) => {
    await expect(platform.platform.world.db.app.run(throughDoor(statement))).rejects.toThrow(/permission denied|must be owner/)
  })

  test('can add to it and give itself nothing more', async () => {
    const { app } = platform.platform.world.db
    await app.run(sql`grant update, delete on main.core_history, main.core_seal to sangam_app`).catch(() => [])
    await expect(app.run(throughDoor(sql`update main.core_history set verb = 'x'`))).rejects.toThrow(/permission denied/)
    const rights = await app.run(
      sql`select has_table_privilege('sangam_app', 'main.core_history', 'insert') as history, has_table_privilege('sangam_app', 'main.core_seal', 'insert') as seals`,
    )
    expect(rights).toEqual([{ history: true, seals: true }])
  })
})

test('a password set in the settings is in no row of the history, and the mail server still gets it', async () => {
  await admin.put('/api/settings/core.mail', { values: { host: 'smtp.example.com', user: 'post', password: 'Kesar-4711', from: 'post@example.com' } })
  const kept = await owner().run<{ snapshot: { values: object } }>(sql`select snapshot from main.core_history where entity = 'core.setting'`)
  expect(JSON.stringify(kept)).not.toContain('Kesar-4711')
  expect(kept).toMatchObject([{ snapshot: { values: { password: '••••••••' } } }])
  expect(await owner().run(sql`select values->>'password' as password from main.core_setting`)).toEqual([{ password: 'Kesar-4711' }])
})
