import { allow, defineEntity, defineEvent, definePlugin, hooks, on, role, route, text } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeKey } from '../../core/auth/keys.ts'
import { buildModel } from '../../core/registry/build.ts'
import { corePlugin } from '../../core/system/plugin.ts'
import { Deal, deals, Firm, Line, praise } from '../engine/note.ts'

const Book = defineEntity('books.book', { title: 'name', fields: { name: text({ required: true }) } })
const BookMade = defineEvent('books.made', { name: text({ required: true }) })
const books = definePlugin({
  id: 'books',
  version: '1.0.0',
  title: 'Books',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  entities: [Book],
  parts: [
    route('GET', '/make', { permission: 'signedIn', run: async ctx => ({ id: (await ctx.repo(Book).create({ name: 'Made by reading' })).id }) }),
    BookMade,
    hooks(Book, {
      async react(ctx, changes) {
        for (const { verb, next } of changes) if (verb === 'create' && next) ctx.emit(BookMade, { name: next.name })
      },
    }),
    // In the name of whoever made the book: what they may not do is not done here either.
    on(BookMade, { name: 'books.sell', as: 'actor' }, async (ctx, { name }) => void (await ctx.repo(Deal).create({ title: `Sell ${name}` }))),
    role('books.writer', { label: 'Writer', grants: [allow(Book, ['read', 'create', 'update'])] }),
  ],
})

let platform: TestPlatform
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals, books] })
})
afterAll(() => platform.stop())

/** Everything a workspace holds, as one number: equal before and after means that nothing was written. */
async function fingerprint(): Promise<unknown> {
  const { owner } = platform.platform.world.db
  const tables = [
    'deals_deal',
    'deals_firm',
    'deals_line',
    'books_book',
    'core_user',
    'core_history',
    'core_outbox',
    'core_job',
    'core_counter',
    'core_idempotency',
    'core_activity',
  ]
  const rows = await Promise.all(
    tables.map(table =>
      owner.run<{ sum: string }>(
        sql`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${sql.identifier('main')}.${sql.identifier(table)} t`,
      ),
    ),
  )
  return rows.map(found => found[0]?.sum)
}

test('whatever is refused has written nothing: no row, no number, no event, no history', async () => {
  const seller = await platform.as('deals.seller')
  const foreign = await platform.admin.repo(Deal).create({ title: 'Foreign', value: { amount: '5', currency: 'INR' } })
  const own = await seller.repo(Deal).create({ title: 'Own' })
  const refusals: readonly (readonly [string, string, unknown])[] = [
    ['POST', '/api/records/deals.deal', { title: '', score: 5 }],
    ['POST', '/api/records/deals.deal', [{ title: 'fine' }, { title: 'forbidden' }]],
    ['POST', '/api/records/deals.deal', { title: 'theirs', owner: platform.admin.userId }],
    ['PATCH', `/api/records/deals.deal/${foreign.id}`, { title: 'x' }],
    ['DELETE', `/api/records/deals.deal/${own.id}`, undefined],
    ['POST', `/api/records/deals.deal/${foreign.id}/actions/praise`, { words: 'x' }],
    [
      'POST',
      '/api/batch',
      [
        { entity: 'deals.deal', verb: 'update', id: own.id, patch: { title: 'changed' } },
        { entity: 'deals.deal', verb: 'update', id: foreign.id, patch: { title: 'x' } },
      ],
    ],
    [
      'POST',
      '/api/batch',
      [
        { entity: 'deals.deal', verb: 'update', id: foreign.id, patch: { title: 'x' } },
        { entity: 'deals.deal', verb: 'update', id: own.id, patch: { title: 'changed' } },
      ],
    ],
    ['POST', '/api/records/core.user', { name: 'x' }],
    ['PUT', '/api/settings/core.mail', { values: { host: 'x' } }],
    ['POST', '/api/plugins/deals/apply', { to: 'disabled' }],
  ]
  const before = await fingerprint()
  for (const [method, path, body] of refusals) expect([path, (await seller.ask(method, path, body)).status >= 400]).toEqual([path, true])
  expect(await fingerprint()).toEqual(before)
})

test('a plugin that writes while it should only read is refused', async () => {
  const writer = await platform.as('books.writer')
  const before = await fingerprint()
  expect(await writer.refused(writer.get('/api/plugins/books/x/make'))).toMatchObject({ status: 403, code: 'read_only' })
  expect(await fingerprint()).toEqual(before)
})

/** What a connection of the pool would carry over to whoever has it next. */
const settings = sql`
  select name || '=' || setting as left from pg_catalog.pg_settings where source = 'session'
  union all select 'user=' || current_user union all select 'temporary=' || relname from pg_catalog.pg_class where relpersistence = 't'`

test('thirty people with different rights who read at the same time each see their own', async () => {
  const roles = [['deals.seller'], ['deals.looker'], ['deals.manager'], []]
  const people: { client: TestClient; alone: unknown }[] = []
  for (let at = 0; at < 30; at += 1) {
    const client = await platform.as(...(roles[at % roles.length] ?? []))
    if (at % 4 === 0) await client.repo(Deal).create({ title: `Own of ${at}` })
    people.push({ client, alone: null })
  }
  const look = (client: TestClient) =>
    client
      .ask('GET', '/api/records/deals.deal?sort=title&limit=500')
      .then(({ status, json }) => ({ status, json: status === 200 ? json : (json as { code: string }).code }))
  for (const person of people) person.alone = await look(person.client)
  const { app } = platform.platform.world.db
  const left = async () =>
    new Set((await Promise.all(Array.from({ length: 8 }, () => app.run<{ left: string }>(settings)))).flatMap(rows => rows.map(row => row.left)))
  const before = await left()
  for (let round = 0; round < 5; round += 1) {
    const together = await Promise.all(people.map(person => look(person.client)))
    expect(together).toEqual(people.map(person => person.alone))
    // Between them what fails half-way: a write that is refused, a statement that is stopped.
    await Promise.all(people.map(person => person.client.ask('POST', '/api/records/deals.deal', [{ title: 'Fails' }, { title: '' }])))
    const stopped = app.transaction(async tx => {
      await tx.run(sql`select set_config('statement_timeout', '5', true)`)
      await tx.run(sql`select pg_sleep(1)`)
    })
    await expect(stopped).rejects.toThrow('statement timeout')
  }
  expect(await left()).toEqual(before)
})

test('a grant whose condition says nothing, or names what is not there, refuses to boot', () => {
  const withGrant = (where: object) =>
    definePlugin({ ...books, parts: [role('books.reader', { label: 'R', grants: [allow(Book, ['read'], { where: where as never })] })] })
  for (const where of [
    {},
    { or: [] },
    { name: {} },
    { name: undefined },
    { nothing: 'x' },
    { name: { in: null } },
    { name: { eq: 5 } },
    { owner: '$me' },
    { name: '$nobody' },
  ]) {
    expect(() => buildModel([corePlugin, withGrant(where)])).toThrow(/Role books\.reader/)
  }
})

test('a grant on lines refuses to boot, since they are reached through their record', () => {
  const grants = [allow(Line, ['read'], { hide: ['price'] })]
  expect(() => buildModel([corePlugin, { ...deals, parts: [...(deals.parts ?? []), role('deals.counter', { label: 'Counter', grants })] }])).toThrow(
    'Role deals.counter grants on deals.line, whose records are lines of deals.deal: whoever may read or change that reads and changes its lines. Grant on deals.deal, and hide or freeze "lines" there.',
  )
})

test('a grant of a right that nothing asks for refuses to boot, and says which there are', () => {
  const grants = [allow(Firm, ['read', 'updte'])]
  expect(() => buildModel([corePlugin, { ...deals, parts: [...(deals.parts ?? []), role('deals.counter', { label: 'Counter', grants })] }])).toThrow(
    'Role deals.counter: the grant on deals.firm allows "updte", which nothing there asks for. It has read, create, update, remove, startElsewhere, export, import, share.',
  )
})

test('a right that a person lost is gone from what they opened before', async () => {
  const manager = await platform.as('deals.manager')
  const deal = await manager.repo(Deal).create({ title: 'Opened', value: { amount: '1', currency: 'INR' } })
  await manager.repo(Deal).update(deal.id, { state: 'won' })
  await platform.admin.put(`/api/users/${manager.userId}/roles`, { roles: ['deals.looker'] })
  expect(await manager.refused(manager.run(praise, deal.id, { words: 'x' }))).toMatchObject({ status: 403 })
  expect((await manager.repo(Deal).get(deal.id)).title).toBe('Opened')
})

test('a backup is given to an owner alone, and not to a key that is narrowed to less', async () => {
  const { app } = platform.platform.world.db
  const [found] = await app.run<{ account: string }>(sql`select account from main.core_user where id = ${platform.admin.userId}::uuid`)
  const asked = { account: found?.account ?? '', workspace: 'main', name: 'less', role: 'core.admin', expiresAt: '2027-12-01T00:00:00Z' }
  const narrowed = await makeKey(app, asked, new Date(platform.clock.now()))
  const ask = async (who: TestClient, headers = {}): Promise<number> => (await who.ask('POST', '/api/backup', {}, headers)).status
  expect([
    await ask(platform.guest),
    await ask(await platform.as('deals.manager')),
    await ask(await platform.as('core.admin')),
    await ask(platform.guest, { Authorization: `Bearer ${narrowed.key}` }),
    await ask(platform.admin),
  ]).toEqual([401, 403, 403, 403, 200])
  expect((await (await platform.as('core.admin')).ask('GET', '/api/backup')).status).toBe(404)
  const wrong: readonly (readonly [body: never, detail: string])[] = [
    [{ workspace: 'main' } as never, 'A backup holds everything, and takes no “workspace”. Send no body, or {}.'],
    [[] as never, 'Send a JSON object.'],
    ['all' as never, 'The body is not valid JSON.'],
  ]
  for (const [body, detail] of wrong) expect(await platform.admin.ask('POST', '/api/backup', body)).toMatchObject({ status: 400, json: { detail } })
})

describe('What is caused by who is narrowed to one role', () => {
  const narrowedTo = async (name: string) => {
    const { app } = platform.platform.world.db
    const [found] = await app.run<{ account: string }>(sql`select account from main.core_user where id = ${platform.admin.userId}::uuid`)
    const asked = { account: found?.account ?? '', workspace: 'main', name: 'narrow', role: name, expiresAt: '2027-12-01T00:00:00Z' }
    const { key } = await makeKey(app, asked, new Date(platform.clock.now()))
    return (method: string, path: string, body: object) => platform.guest.ask(method, path, body, { Authorization: `Bearer ${key}` })
  }
  const sold = async () =>
    (await platform.admin.repo(Deal).find({ where: { title: { startsWith: 'Sell ' } }, fields: ['title'], limit: 50 })).items.map(one => one.title)

  test('an event is heard with no more rights than the key had that caused it, and so is one of an automation that acts as a role', async () => {
    const ask = await narrowedTo('books.writer')
    const { status } = await ask('POST', '/api/records/books.book', { name: 'By key' })
    const automation = {
      ...{ name: 'Writes', entity: 'books.book', runAs: 'books.writer', trigger: { on: 'created' }, condition: { name: 'By hand' } },
      steps: [{ do: 'create', entity: 'books.book', values: { name: 'By automation' } }],
    }
    const { id } = (await platform.admin.post('/api/automations', automation)) as { id: string }
    await platform.admin.repo(Book).create({ name: 'By hand' })
    const refused = await platform.settle()
    await platform.admin.delete(`/api/automations/${id}`)
    expect([status, refused.filter(one => one.startsWith('on:books.sell: ')).length, await sold()]).toEqual([201, 2, ['Sell By hand']])
    expect((await platform.admin.repo(Book).find({ sort: ['name'], limit: 50 })).items.map(one => one.name)).toEqual(
      expect.arrayContaining(['By automation', 'By key']),
    )
  })

  test('an automation that is saved with a narrowed key acts as that role, and not as all that its person is', async () => {
    const ask = await narrowedTo('core.admin')
    const { json } = await ask('POST', '/api/automations', {
      name: 'Mine',
      entity: 'books.book',
      trigger: { on: 'created' },
      condition: null,
      steps: [{ do: 'set', values: { name: 'x' } }],
    })
    expect(json).toMatchObject({ runAs: 'core.admin' })
    await platform.admin.delete(`/api/automations/${(json as { id: string }).id}`)
  })
})
