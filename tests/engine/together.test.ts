import { defineEntity, definePlugin, hooks, text } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool, type Pool } from '../../core/data/connection.ts'
import { statementsOf } from '../../sdk/testing/check/statements.ts'
import { Customer, shop } from './shop.ts'

/** A plugin that fails, or never answers, where one record of a set says so. */
const Mood = defineEntity('moody.mood', { title: 'name', fields: { name: text({ required: true, max: 40 }) } })
const moody = definePlugin({
  ...{ id: 'moody', version: '1.0.0', title: 'Moody', description: 'For tests.', engines: { sangam: '^0.1.0' }, entities: [Mood] },
  parts: [
    hooks(Mood, {
      async check(_, changes) {
        if (changes.some(({ next }) => next?.name === 'bad')) throw new Error('In a bad mood')
        if (changes.some(({ next }) => next?.name === 'silent')) await new Promise(() => undefined)
      },
    }),
  ],
})

let platform: TestPlatform
let manager: TestClient
let seller: TestClient
let other: Pool
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [shop, moody] })
  manager = await platform.as('shop.manager')
  seller = await platform.as('shop.seller')
  other = openPool({ url: platform.platform.world.config.databaseUrl ?? '', size: 2, name: 'another program' })
})
afterAll(async () => {
  await other.close()
  await platform.stop()
})

const all = '/api/records/shop.customer'
const through = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1)
const many = async (mark: string, count: number): Promise<{ id: string; name: string }[]> =>
  (await manager.post(all, through(count).map(at => ({ name: `${mark} ${at}` })) as never)) as unknown as { id: string; name: string }[]
const history = async (id: string) =>
  ((await manager.get(`${all}/${id}/history`)) as unknown as { items: { verb: string; version: number }[] }).items.map(
    ({ verb, version }) => `${verb} ${version}`,
  )
/** How often records of customers were written to. */
const writes = (sent: readonly string[], verb: 'insert into' | 'update'): number => sent.filter(text => text.includes(`${verb} "main"."shop_customer"`)).length

test('What a program sends at once is written as if it had sent a list, and each is told its own', async () => {
  const { result, sent } = await statementsOf(platform, () => Promise.all(through(20).map(at => manager.ask('POST', all, { name: `Made ${at}`, credit: at }))))
  expect(result.map(({ status, json }) => [status, (json as { name: string }).name, (json as { credit: number }).credit])).toEqual(
    through(20).map(at => [201, `Made ${at}`, at]),
  )
  expect(result.map(({ headers, json }) => headers.get('Location') === `${all}/${(json as { id: string }).id}`)).toEqual(Array(20).fill(true))
  expect(writes(sent, 'insert into')).toBeLessThan(8)
  const ids = result.map(({ json }) => (json as { id: string }).id)
  const changed = await statementsOf(platform, () => Promise.all(ids.map((id, at) => manager.ask('PATCH', `${all}/${id}`, { credit: at + 100 }))))
  expect(changed.result.map(({ status, json }) => [status, (json as { id: string }).id, (json as { credit: number }).credit])).toEqual(
    ids.map((id, at) => [200, id, at + 100]),
  )
  expect(writes(changed.sent, 'update')).toBeLessThan(8)
  expect(await Promise.all(ids.map(history))).toEqual(Array(20).fill(['update 2', 'create 1']))
})

test('What comes piece by piece, so that nobody says how long it is, goes by itself', async () => {
  const send = (at: number) => manager.ask('POST', all, { name: `Piece ${at}` }, { 'Transfer-Encoding': 'chunked' })
  const { result, sent } = await statementsOf(platform, () => Promise.all(through(6).map(send)))
  expect([result.map(({ status }) => status), writes(sent, 'insert into')]).toEqual([Array(6).fill(201), 6])
})

test('Whoever sends many requests at once is found out once, and is one caller, though nobody knew them before', async () => {
  const stranger = await platform.as('shop.manager')
  const { result, sent } = await statementsOf(platform, () => Promise.all(through(20).map(at => stranger.ask('POST', all, { name: `First ${at}` }))))
  expect([result.map(({ status }) => status), sent.filter(text => text.includes('"api_key"')).length]).toEqual([Array(20).fill(201), 1])
  expect(writes(sent, 'insert into')).toBeLessThan(8)
})

test('None is refused for another’s fault, and who is refused reads what a single record is told', async () => {
  const answers = await Promise.all(through(9).map(at => manager.ask('POST', all, { name: at === 4 ? '' : `Among ${at}`, credit: at === 7 ? 5000 : 1 })))
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 422, 201, 201, 422, 201, 201])
  expect(answers[6]?.json).toMatchObject({ errors: [{ field: 'credit', code: 'too_large' }] })
  expect(answers[6]?.json).not.toHaveProperty('errors.0.row')
  const found = await manager.repo(Customer).find({ where: { name: { startsWith: 'Among' } }, count: 'exact' } as never)
  expect(found.count).toBe(7)
})

test('Several changes of one record at once are done one after the other; who names a version that is gone is told so', async () => {
  const [one] = await many('Again', 1)
  const answers = await Promise.all(through(6).map(at => manager.ask('PATCH', `${all}/${one?.id}`, { credit: at }, { 'If-Match': '"1"' })))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409])
  const free = await Promise.all(through(6).map(at => manager.ask('PATCH', `${all}/${one?.id}`, { note: `Note ${at}` })))
  expect(free.map(({ status, json }) => [status, (json as { version: number }).version]).sort()).toEqual(through(6).map(at => [200, at + 2]))
})

test('A key stands for one request among those that are done together, however often it comes', async () => {
  const sent = through(12).map(at => manager.ask('POST', all, { name: `Keyed ${at % 4}` }, { 'Idempotency-Key': `together-${at % 4}` }))
  const answers = await Promise.all(sent)
  expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(201))
  expect(new Set(answers.map(({ json }) => (json as { id: string }).id)).size).toBe(4)
  expect((await manager.ask('POST', all, { name: 'Another' }, { 'Idempotency-Key': 'together-1' })).status).toBe(422)
  const found = await manager.repo(Customer).find({ where: { name: { startsWith: 'Keyed' } }, count: 'exact' } as never)
  expect(found.count).toBe(4)
})

test('Nobody’s writes are done with another’s: each has its own rights, and stands in the history as its author', async () => {
  const [mine, theirs] = [await many('Rights', 1), (await seller.post(all, { name: 'Of the seller' })) as { id: string }]
  const answers = await Promise.all([
    ...through(4).map(at => seller.ask('PATCH', `${all}/${mine[0]?.id}`, { credit: at })),
    ...through(4).map(at => manager.ask('PATCH', `${all}/${mine[0]?.id}`, { credit: at })),
    seller.ask('PATCH', `${all}/${theirs.id}`, { credit: 9 }),
  ])
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 200, 200, 200, 200, 200])
  const rows = await platform.platform.world.db.owner.run<{ by: string }>(
    sql`select distinct h.by_user::text as by from main.core_history h where h.record_id = ${theirs.id}::uuid`,
  )
  expect(rows).toEqual([{ by: seller.userId }])
})

test('A record that somebody else holds keeps waiting only what came with it, and a cut of that wait does nothing twice', async () => {
  const [held, ...free] = await many('Held', 5)
  const waits = sql`select pid from pg_stat_activity where datname = current_database() and application_name = 'sangam' and wait_event_type = 'Lock'`
  await other.transaction(async tx => {
    await tx.run(sql`select from main.shop_customer where id = ${held?.id}::uuid for update`)
    const stuck = manager.ask('PATCH', `${all}/${held?.id}`, { credit: 1 })
    await expect.poll(async () => (await other.run(waits)).length).toBe(1)
    const done = await Promise.all(free.map(({ id }) => manager.ask('PATCH', `${all}/${id}`, { credit: 2 })))
    expect(done.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const others = [manager.ask('PATCH', `${all}/${held?.id}`, { credit: 3 }), manager.ask('PATCH', `${all}/${free[0]?.id}`, { credit: 4 })]
    await expect.poll(async () => (await other.run(waits)).length).toBe(2)
    await other.run(sql`select pg_terminate_backend(pid) from (${waits}) w`)
    expect((await Promise.all([stuck, ...others])).map(({ status }) => status)).toEqual([503, 503, 503])
  })
  expect(await history(held?.id ?? '')).toEqual(['create 1'])
  expect(await history(free[0]?.id ?? '')).toEqual(['update 2', 'create 1'])
})

test('Two who change the same records at once, in opposite orders, are both served', async () => {
  const another = await platform.as('shop.manager')
  await another.get(all)
  const records = await many('Both', 12)
  const backwards = [...records].reverse()
  for (const turn of through(4)) {
    const answers = await Promise.all([
      ...records.map(({ id }) => manager.ask('PATCH', `${all}/${id}`, { credit: turn })),
      ...backwards.map(({ id }) => another.ask('PATCH', `${all}/${id}`, { note: `Turn ${turn}` })),
    ])
    expect(answers.map(({ status }) => status)).toEqual(Array(24).fill(200))
  }
  const found = await Promise.all(records.map(({ id }) => manager.repo(Customer).get(id as never)))
  expect(found.map(({ version, credit, note }) => ({ version, credit, note }))).toEqual(Array(12).fill({ version: 9, credit: 4, note: 'Turn 4' }))
})

test('Who waits behind others does what they may by now, and no more', async () => {
  const { owner } = platform.platform.world.db
  const [leaver, lessened] = [await platform.as('shop.manager'), await platform.as('shop.manager')]
  await Promise.all([leaver.get(all), lessened.get(all)])
  const sent = await other.transaction(async tx => {
    await tx.run(sql`lock table main.shop_customer in share mode`)
    const waiting = [leaver, lessened].map((one, who) => Promise.all(through(400).map(at => one.ask('POST', all, { name: `Late ${who} ${at}` }))))
    await owner.run(
      sql`update sangam.api_key set revoked_at = now() from main.core_user u where u.id = ${leaver.userId}::uuid and api_key.account = u.account::uuid`,
    )
    await owner.run(sql`delete from main.core_user_role where "user" = ${lessened.userId}::uuid`)
    await owner.run(sql`update main.core_number set value = value + 1 where name = 'permissions'`)
    platform.clock.set(new Date(Date.parse(platform.clock.now()) + 2000).toISOString())
    return { waiting }
  })
  const told = await Promise.all(sent.waiting)
  const kinds = told.map(answers => [...new Set(answers.map(({ status }) => status))].sort())
  expect(kinds).toEqual([
    [201, 401],
    [201, 404],
  ])
  const made = await Promise.all([0, 1].map(who => manager.repo(Customer).count({ name: { startsWith: `Late ${who} ` } } as never)))
  expect(made).toEqual(told.map(answers => answers.filter(({ status }) => status === 201).length))
})

test('However many records others hold, what waits behind them goes on', async () => {
  const [held, free] = [await many('Kept', 5), await many('Loose', 40)]
  const waits = sql`select pid from pg_stat_activity where datname = current_database() and application_name = 'sangam' and wait_event_type = 'Lock'`
  const change = ({ id }: { readonly id: string }) => manager.ask('PATCH', `${all}/${id}`, { credit: 2 })
  const stuck = await other.transaction(async tx => {
    await tx.run(sql`select from main.shop_customer where name like 'Kept %' for update`)
    const waiting: ReturnType<typeof change>[] = []
    for (const [at, one] of held.slice(0, 4).entries()) {
      waiting.push(change(one))
      await expect.poll(async () => (await other.run(waits)).length).toBe(at + 1)
    }
    const burst = [...held.slice(4), ...free].map(change)
    waiting.push(...burst.slice(0, 32))
    expect((await Promise.all(burst.slice(32))).map(({ status }) => status)).toEqual(Array(9).fill(200))
    return { waiting }
  })
  expect((await Promise.all(stuck.waiting)).map(({ status }) => status)).toEqual(Array(36).fill(200))
})

test('A plugin that fails, or never answers, for one record of a set keeps none of the others', async () => {
  const { world } = platform.platform
  Object.assign(world, { patience: { everyMs: 20, still: 10, whole: 25, long: 25 } })
  await platform.admin.get(all)
  for (const [mood, told] of [
    ['bad', 500],
    ['silent', 503],
  ] as const) {
    const names = [`before ${mood}`, mood, `behind ${mood}`, `last ${mood}`]
    const answers = await Promise.all(names.map(name => platform.admin.ask('POST', '/api/records/moody.mood', { name })))
    expect(answers.map(({ status }) => status)).toEqual([201, told, 201, 201])
    expect(await platform.admin.repo(Mood).count({ name: { in: names } } as never)).toBe(3)
  }
  Object.assign(world, { patience: undefined })
})
