import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Team } from '../../core/system/organisation.ts'
import { Activity } from '../../core/system/work.ts'
import { Deal, deals, Firm, praise } from './note.ts'

let platform: TestPlatform
let seller: TestClient
let other: TestClient
let leader: TestClient
let looker: TestClient
let nobody: TestClient
let mine: string
let theirs: string

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals] })
  seller = await platform.as('deals.seller')
  other = await platform.as('deals.seller')
  leader = await platform.as('deals.lead')
  looker = await platform.as('deals.looker')
  nobody = await platform.as()
  const team = await platform.admin.repo(Team).create({ name: 'North', leader: leader.userId, members: [{ user: other.userId }] })
  const made = await platform.admin.repo(Deal).createMany([
    { title: 'Mine', owner: seller.userId, margin: '7', weight: '1', value: { amount: '100', currency: 'INR' } },
    { title: 'Theirs', owner: other.userId, margin: '9', team: team.id, value: { amount: '250', currency: 'INR' } },
  ])
  mine = made[0]?.id ?? ''
  theirs = made[1]?.id ?? ''
})
afterAll(() => platform.stop())

describe('rows', () => {
  test('a seller sees their own deals on every path there is', async () => {
    const list = await seller.repo(Deal).find({ fields: ['title'], count: 'exact' })
    const group = await seller.repo(Deal).group({ group: ['title'], measures: ['count', 'sum:value.amount'] })
    const search = await seller.get('/api/search?q=Theirs')
    const file = await seller.get('/api/export/deals.deal?format=jsonl&fields=title')
    expect({
      list: list.items.map(one => one.title),
      count: list.count,
      group,
      search,
      file: String(file)
        .trim()
        .split('\n')
        .map(line => JSON.parse(line).title),
    }).toEqual({
      list: ['Mine'],
      count: 1,
      group: [{ title: 'Mine', count: 1, 'sum:value.amount': '100' }],
      search: { items: [] },
      file: ['Mine'],
    })
  })

  test.each([
    ['read', (id: string) => seller.get(`/api/records/deals.deal/${id}`)],
    ['history', (id: string) => seller.get(`/api/records/deals.deal/${id}/history`)],
    ['change', (id: string) => seller.patch(`/api/records/deals.deal/${id}`, { title: 'x' })],
    ['remove', (id: string) => seller.delete(`/api/records/deals.deal/${id}`)],
    ['action', (id: string) => seller.run(praise, id, { words: 'x' })],
    ['restore', (id: string) => seller.post(`/api/records/deals.deal/${id}/restore`)],
    ['batch', (id: string) => seller.post('/api/batch', [{ entity: 'deals.deal', verb: 'update', id, patch: { title: 'x' } }])],
  ])('%s: what one may not see reads like what is not there', async (_, attempt) => {
    const hidden = await seller.refused(attempt(theirs))
    const missing = await seller.refused(attempt('00000000-0000-7000-8000-00000000dead'))
    const strip = ({ requestId: _id, ...problem }: object & { requestId?: string }) => problem
    expect(strip(hidden)).toEqual(strip(missing))
    expect(hidden.status).toBe(404)
  })

  test('a leader sees the deals of the teams they lead, and changes them', async () => {
    expect((await leader.repo(Deal).find({ fields: ['title'] })).items.map(one => one.title)).toEqual(['Theirs'])
    await leader.repo(Deal).update(theirs, { score: 5 })
  })

  test('nobody writes a record out of their own sight, nor makes one there', async () => {
    expect(await seller.refused(seller.repo(Deal).update(mine, { owner: other.userId }))).toMatchObject({ status: 403, code: 'out_of_sight' })
    expect(await seller.refused(seller.repo(Deal).create({ title: 'For another', owner: other.userId }))).toMatchObject({ status: 403, code: 'out_of_sight' })
    expect(await platform.admin.repo(Deal).count({ title: 'For another' })).toBe(0)
  })

  test('a role without a verb is told so only about what it sees', async () => {
    expect(await looker.refused(looker.repo(Deal).update(mine, { title: 'x' }))).toMatchObject({ status: 403, code: 'forbidden' })
    expect(await looker.refused(looker.repo(Deal).create({ title: 'x' }))).toMatchObject({ status: 403, code: 'forbidden' })
    expect(await looker.refused(looker.get('/api/export/deals.deal'))).toMatchObject({ status: 403 })
    expect(await nobody.refused(nobody.get('/api/records/deals.deal'))).toMatchObject({ status: 404 })
    expect(await nobody.refused(nobody.get('/api/records/deals.unknown'))).toMatchObject({ status: 404 })
  })

  test('without sign-in nothing is answered', async () => {
    expect(await platform.guest.refused(platform.guest.get('/api/records/deals.deal'))).toMatchObject({ status: 401, code: 'signed_out' })
    expect(await platform.guest.refused(platform.guest.get('/api/meta'))).toMatchObject({ status: 401 })
  })
})

describe('fields', () => {
  test('a hidden field is not there: not in records, lists, conditions, sorts, sums, history, files or the model', async () => {
    const record = (await seller.get(`/api/records/deals.deal/${mine}`)) as object
    expect(record).not.toHaveProperty('margin')
    const bad = { status: 400, code: 'bad_query', detail: 'There is no field "margin" here.' }
    expect(await seller.refused(seller.get(`/api/records/deals.deal?where=${encodeURIComponent('{"margin":{"gt":"1"}}')}`))).toMatchObject(bad)
    const test = { margin: { gt: '1' } }
    for (const where of [{ and: [test] }, { or: [{ title: 'x' }, test] }, { not: test }, { not: { or: [{ and: [{ title: 'x' }, test] }] } }])
      expect(await seller.refused(seller.post('/api/query/deals.deal', { where }))).toMatchObject(bad)
    expect(await seller.refused(seller.get('/api/records/deals.deal?sort=margin'))).toMatchObject(bad)
    expect(await seller.refused(seller.get('/api/records/deals.deal?fields=margin'))).toMatchObject(bad)
    expect(await seller.refused(seller.post('/api/query/deals.deal', { measures: ['sum:margin'] }))).toMatchObject(bad)
    expect(await seller.refused(seller.post('/api/query/deals.deal', { group: ['margin'] }))).toMatchObject(bad)
    expect(await seller.refused(seller.get('/api/export/deals.deal?fields=margin'))).toMatchObject({ status: 400 })
    expect(await seller.refused(seller.patch(`/api/records/deals.deal/${mine}`, { margin: '1' }))).toMatchObject({
      status: 422,
      errors: [{ field: 'margin', code: 'unknown_field' }],
    })
    expect(JSON.stringify(await seller.get(`/api/records/deals.deal/${mine}/history`))).not.toContain('margin')
    const meta = (await seller.get('/api/meta')) as { entities: { [name: string]: { fields: object } } }
    expect(meta.entities['deals.deal']?.fields).not.toHaveProperty('margin')
    expect(await seller.refused(seller.get('/api/records/deals.deal?fields=firm.secret'))).toMatchObject({
      status: 400,
      detail: 'There is no field "secret" here.',
    })
  })

  test('what a colleague’s record hides stays hidden through a reference', async () => {
    expect(await seller.refused(seller.get('/api/records/deals.deal?fields=owner.email'))).toMatchObject({ status: 400 })
    expect(((await seller.get('/api/records/deals.deal?fields=owner.name')) as { items: object[] }).items).toMatchObject([{ 'owner.name': expect.any(String) }])
  })

  test('what became of a hidden value is not found out by saving upon an old version', async () => {
    const all = platform.admin.repo(Deal)
    const some = await platform.as('deals.seller', 'deals.lead')
    const made = await all.createMany([
      { title: 'Kept', owner: seller.userId, margin: '3' },
      { title: 'Moved', owner: seller.userId, margin: '3' },
      { title: 'Kept, on some', owner: some.userId, margin: '3' },
      { title: 'Moved, on some', owner: some.userId, margin: '3' },
    ])
    const [kept = '', moved = '', keptOnSome = '', movedOnSome = ''] = made.map(one => one.id)
    for (const id of [kept, keptOnSome]) await all.update(id, { score: 1 })
    for (const id of [moved, movedOnSome]) await all.update(id, { margin: '4' })
    const told = async (who: TestClient, id: string) => {
      const { status, code, detail, errors } = await who.refused(who.repo(Deal).update(id, { margin: '3' }, { version: 1 }))
      return { status, code, detail, fields: errors?.map(issue => issue.field) }
    }
    expect(await told(seller, moved)).toEqual(await told(seller, kept))
    expect(await told(seller, moved)).toMatchObject({ status: 422, fields: ['margin'] })
    expect(await told(some, movedOnSome)).toEqual(await told(some, keptOnSome))
    await seller.repo(Deal).update(moved, { reason: 'Mine' }, { version: 1 })
  })

  test('a frozen field is read and not written; the same value sent back is no change', async () => {
    expect(await seller.refused(seller.repo(Deal).update(mine, { weight: '2' }))).toMatchObject({
      status: 422,
      errors: [{ field: 'weight', code: 'forbidden' }],
    })
    await seller.repo(Deal).update(mine, { weight: '1.0' })
  })

  test('roles add up: a field hidden by one role is shown on the records another role shows it on', async () => {
    const both = await platform.as('deals.seller', 'deals.looker')
    const own = await both.repo(Deal).create({ title: 'Both' })
    expect(await both.get(`/api/records/deals.deal/${own.id}`)).toHaveProperty('margin')
    const some = await platform.as('deals.seller', 'deals.lead')
    await platform.admin.repo(Deal).create({ title: 'Own', owner: some.userId, margin: '4' })
    expect((await some.repo(Deal).find({ fields: ['title', 'margin'], where: { margin: '4' } })).items).toMatchObject([{ title: 'Own', margin: '4' }])
  })
})

describe('references', () => {
  test('one can’t point at what one may not see', async () => {
    const manager = await platform.as('deals.manager')
    expect(await manager.refused(manager.repo(Deal).create({ title: 'x', team: '00000000-0000-7000-8000-00000000dead' }))).toMatchObject({
      errors: [{ field: 'team', code: 'reference_unknown' }],
    })
    const looked = await platform.as('deals.looker', 'deals.seller')
    const firm = await platform.admin.repo(Firm).create({ name: 'Seen', kind: 'customer' })
    await looked.repo(Deal).create({ title: 'ok', firm: firm.id })
  })

  test('an activity is seen by whoever sees the record it is about, and by nobody else', async () => {
    const note = await seller.repo(Activity).create({ kind: 'note', subject: 'Called', entity: 'deals.deal', record: mine })
    expect(note).toMatchObject({ recordTitle: 'Mine' })
    expect((await seller.repo(Activity).find({ where: { record: mine } })).items).toHaveLength(1)
    expect((await looker.repo(Activity).find({ where: { record: mine } })).items).toHaveLength(1)
    expect((await other.repo(Activity).find({})).items).toEqual([])
    expect(await other.refused(other.repo(Activity).get(note.id))).toMatchObject({ status: 404 })
    expect(await other.refused(other.repo(Activity).create({ kind: 'note', subject: 'Spying', entity: 'deals.deal', record: mine }))).toMatchObject({
      code: 'activity_about_unknown',
    })
  })
})

test('who stops leading a team stops seeing its deals at once', async () => {
  const [team] = (await platform.admin.repo(Team).find({ where: { name: 'North' } })).items
  await platform.admin.repo(Team).update(team?.id ?? '', { leader: platform.admin.userId })
  expect((await leader.repo(Deal).find({ where: { title: 'Theirs' } })).items).toEqual([])
})

test('an administrator makes nobody an owner, by no way there is', async () => {
  const admin = await platform.as('core.admin')
  const roles = (await admin.get('/api/records/core.role?limit=100&fields=name')) as { items: { id: string; name: string }[] }
  const owner = roles.items.find(role => role.name === 'core.owner')?.id
  expect(await admin.refused(admin.put(`/api/users/${admin.userId}/roles`, { roles: ['core.owner'] }))).toMatchObject({ status: 403 })
  expect(await admin.refused(admin.patch(`/api/records/core.user/${admin.userId}`, { roles: [{ role: owner }] }))).toMatchObject({
    status: 422,
    errors: [{ field: 'roles', code: 'readonly' }],
  })
  expect(await admin.refused(admin.post('/api/records/core.userRole', { user: admin.userId, role: owner }))).toMatchObject({ status: 400 })
  expect(await admin.refused(admin.delete(`/api/records/core.role/${owner}`))).toMatchObject({ errors: [{ code: 'role_of_plugin' }] })
  expect(await admin.refused(admin.delete(`/api/records/core.user/${platform.admin.userId}`))).toMatchObject({
    status: 422,
    errors: expect.arrayContaining([expect.objectContaining({ code: 'user_signs_in' })]),
  })
  expect(await admin.refused(admin.post('/api/users/invite', { name: 'Asha', email: 'person1@example.com', roles: [] }))).toMatchObject({ status: 403 })
  expect(await admin.refused(admin.post(`/api/users/${platform.admin.userId}/disable`))).toMatchObject({ status: 403 })
  expect(await admin.refused(admin.post(`/api/users/${platform.admin.userId}/reset-link`))).toMatchObject({ status: 403 })
})

describe('an administrator who looks as another', () => {
  const as = (who: TestClient) => ({ 'Sangam-As': who.userId })
  const list = '/api/records/deals.deal?fields=title,margin'

  test.each([
    ['the list', 'GET', '/api/records/deals.deal?count=exact'],
    ['a record', 'GET', () => `/api/records/deals.deal/${mine}`],
    ['a record out of sight', 'GET', () => `/api/records/deals.deal/${theirs}`],
    ['the history', 'GET', () => `/api/records/deals.deal/${mine}/history`],
    ['sums', 'POST', '/api/query/deals.deal', { group: ['title'], measures: ['count'] }],
    ['search', 'GET', '/api/search?q=Theirs'],
    ['a file of records', 'GET', '/api/export/deals.deal?format=csv'],
    ['settings', 'GET', '/api/users'],
    ['the bin', 'GET', '/api/bin/deals.deal'],
    ['their work', 'GET', '/api/worklist'],
  ])('is given %s as that person is', async (_, method, path, body?: object) => {
    const at = typeof path === 'string' ? path : path()
    const strip = ({ json, status }: { json: unknown; status: number }) => JSON.stringify({ status, json }).replace(/"requestId":"[^"]*"/, '')
    expect(strip(await platform.admin.ask(method, at, body, as(seller)))).toBe(strip(await seller.ask(method, at, body)))
  })

  test('is told who looks, and changes nothing by any way there is', async () => {
    const { json } = await platform.admin.ask('GET', '/api/meta', undefined, as(seller))
    expect(json).toMatchObject({ user: { id: seller.userId, admin: false }, looker: { name: 'Asha Owner' } })
    const tried: readonly (readonly [string, string, object])[] = [
      ['POST', '/api/records/deals.deal', { title: 'x' }],
      ['PATCH', `/api/records/deals.deal/${mine}`, { title: 'x' }],
      ['DELETE', `/api/records/deals.deal/${mine}`, {}],
      ['POST', '/api/batch', []],
      ['POST', '/api/keys', { name: 'x' }],
      ['PUT', `/api/timeline/deals.deal/${mine}/follow`, {}],
      ['POST', '/api/backup', {}],
      ['DELETE', '/api/session', {}],
      ['POST', '/api/query/deals.deal/x', {}],
    ]
    const answers = await Promise.all(tried.map(([method, path, body]) => platform.admin.ask(method, path, body, as(seller))))
    expect(answers.map(({ status, json: problem }) => [status, (problem as { code: string }).code])).toEqual(tried.map(() => [403, 'looking_only']))
  })

  test('is an administrator, and looks as nobody who sees as much', async () => {
    const chief = await platform.as('core.admin')
    const codes = [
      await seller.ask('GET', list, undefined, as(other)),
      await seller.ask('GET', list, undefined, as(seller)),
      await chief.ask('GET', list, undefined, as(platform.admin)),
      await platform.admin.ask('GET', list, undefined, as(chief)),
      await platform.admin.ask('GET', list, undefined, { 'Sangam-As': "x' or 1=1" }),
      await platform.admin.ask('GET', list, undefined, { 'Sangam-As': '00000000-0000-7000-8000-00000000dead' }),
      await platform.guest.ask('GET', list, undefined, as(seller)),
    ].map(({ status, json }) => [status, (json as { code: string }).code])
    expect(codes).toEqual([
      [403, 'forbidden'],
      [403, 'forbidden'],
      [403, 'not_looked_as'],
      [403, 'not_looked_as'],
      [404, 'not_looked_as'],
      [404, 'not_looked_as'],
      [401, 'signed_out'],
    ])
  })
})

test('a role made in the Studio grants nothing on lines, which are reached through their record', async () => {
  const operations = [{ op: 'setRole', role: 'x.counter', label: 'Counter', grants: [{ entity: 'deals.line', verbs: ['read'], hide: ['price'] }] }]
  expect(await platform.admin.refused(platform.admin.post('/api/model/plan', { operations }))).toMatchObject({
    status: 422,
    code: 'grant_refused',
    detail: 'Lines are lines of Deal: whoever may read or change that reads and changes its lines. Grant on Deal instead.',
  })
})

test('rights taken away are gone with the next request', async () => {
  const leaving = await platform.as('deals.manager')
  expect((await leaving.repo(Deal).find({})).items.length).toBeGreaterThan(1)
  await platform.admin.put(`/api/users/${leaving.userId}/roles`, { roles: [] })
  expect(await leaving.refused(leaving.repo(Deal).find({}))).toMatchObject({ status: 404 })
  await platform.admin.post(`/api/users/${leaving.userId}/disable`)
  expect(await leaving.refused(leaving.get('/api/meta'))).toMatchObject({ status: 401 })
})

test('of a record with seventy fields, each with a right of its own, every right holds', async () => {
  const fields = Array.from({ length: 70 }, (_, at) => ({ field: `f${at}`, type: 'integer' }))
  const names = fields.slice(1).map(({ field }) => field)
  const verbs = ['read', 'create', 'update']
  await platform.admin.post('/api/model/apply', {
    operations: [
      { op: 'addEntity', entity: 'x.sheet', label: 'Sheet', title: 'name', fields: [{ field: 'name', type: 'text' }, ...fields] },
      {
        op: 'setRole',
        role: 'x.filler',
        label: 'Filler',
        grants: [
          { entity: 'x.sheet', verbs, where: { f0: { gte: 1 } } },
          { entity: 'x.sheet', verbs, where: { f0: { lt: 1 } }, freeze: names },
        ],
      },
    ],
  })
  const filler = await platform.as('x.filler')
  const sheet = async (f0: number): Promise<string> => ((await platform.admin.post('/api/records/x.sheet', { name: 'Sheet', f0 })) as { id: string }).id
  const [open, frozen] = [await sheet(1), await sheet(0)]
  expect(await filler.patch(`/api/records/x.sheet/${open}`, { f1: 5, f69: 7 })).toMatchObject({ version: 2, f1: 5, f69: 7 })
  const { status, errors } = await filler.refused(filler.patch(`/api/records/x.sheet/${frozen}`, { f1: 5, f69: 7 }))
  expect([status, errors?.map(({ field, code }) => [field, code])]).toEqual([
    422,
    [
      ['f1', 'forbidden'],
      ['f69', 'forbidden'],
    ],
  ])
})

test('how the installation fares is told to administrators, who try work that failed anew or give it up', async () => {
  const { admin } = platform
  const ids = ['00000000-0000-7000-8000-0000000000a1', '00000000-0000-7000-8000-0000000000a2']
  for (const id of ids)
    await platform.platform.world.db.owner.run(sql`
      insert into main.core_job (id, name, run_at, attempts, failed_at, error) values (${id}::uuid, 'core.automate', now(), 10, now(), 'The other system said 500.')`)
  const health = async () =>
    (await admin.get('/api/system')) as { checks: { good: boolean; text: string }[]; work: { parked: number }; parked: { id: string }[]; version: string }
  const { checks, parked, work, version } = await health()
  expect({ looks: checks.filter(({ good }) => !good).map(({ text }) => text), parked: parked.map(({ id }) => id).sort(), count: work.parked, version }).toEqual(
    {
      looks: ['2 pieces of work have failed for good. See below.'],
      parked: ids,
      count: 2,
      version: '0.1.0',
    },
  )
  expect([
    await admin.post('/api/system/parked/drop', { ids: [ids[0]] }),
    await admin.post('/api/system/parked/retry', { ids: [ids[1], ids[0]] }),
    await admin.post('/api/system/parked/retry', { ids: [ids[1]] }),
  ]).toEqual([{ count: 1 }, { count: 1 }, { count: 0 }])
  expect((await health()).work).toMatchObject({ parked: 0 })
  expect((await admin.refused(admin.post('/api/system/parked/retry', { ids: ["x'"] }))).code).toBe('bad_body')
  const attempts = [seller.get('/api/system'), seller.post('/api/system/parked/retry', { ids }), seller.post('/api/system/parked/drop', { ids })]
  const refusals = await Promise.all(attempts.map(attempt => seller.refused(attempt)))
  expect(refusals.map(({ code }) => code)).toEqual(['forbidden', 'forbidden', 'forbidden'])
})
