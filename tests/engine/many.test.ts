import { everyOf } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemContext } from '../../core/records/context.ts'
import { verifyHistory } from '../../core/records/history/verify.ts'
import { Customer, Item, Order, shop } from './shop.ts'

let platform: TestPlatform
let manager: TestClient
let seller: TestClient
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [shop] })
  manager = await platform.as('shop.manager')
  seller = await platform.as('shop.seller')
})
afterAll(() => platform.stop())

type Run = { id: string; state: string; total: number; done: number; refused: number }
type Refused = { items: { id: string; title: string; issues: { field?: string; code: string }[] }[] }
const bulk = async (who: TestClient, asked: object) => (await who.post('/api/bulk/shop.customer', asked)) as unknown as Run
const refusals = async (who: TestClient, run: Run) => ((await who.get(`/api/bulk/${run.id}/refused`)) as unknown as Refused).items
const undo = async (who: TestClient, batch: string) => (await who.post(`/api/undo/${batch}`)) as unknown as Run
const settled = async (who: TestClient, run: Run) => {
  expect(await platform.settle()).toEqual([])
  return (await who.get(`/api/bulk/${run.id}`)) as unknown as Run
}
const customers = async (who: TestClient, count: number, mark: string, more: object = {}) =>
  (await who.repo(Customer).createMany(Array.from({ length: count }, (_, at) => ({ name: `${mark} ${at}`, credit: at % 7, ...more })))) as unknown as {
    id: string
    name: string
  }[]
const path = (id: string) => `/api/records/shop.customer/${id}`

describe('taking back one change', () => {
  test('brings back what it changed, and leaves what others changed since', async () => {
    const [one] = await customers(manager, 1, 'Undo')
    const id = one?.id as never
    await manager.repo(Customer).update(id, { grade: 'b', credit: 9 })
    await manager.repo(Customer).update(id, { note: 'Since' })
    expect(await manager.post(`${path(id)}/undo`, { version: 2 })).toMatchObject({ grade: null, credit: 0, note: 'Since', version: 4 })
    expect(await manager.refused(manager.post(`${path(id)}/undo`, { version: 2 }))).toMatchObject({ status: 409, code: 'nothing_to_undo' })
  })

  test('says field by field what somebody changed since, and changes nothing', async () => {
    const [one] = await customers(manager, 1, 'Conflict')
    const id = one?.id as never
    await manager.repo(Customer).update(id, { grade: 'b', credit: 9, phone: '+91 98765 43210' })
    await manager.repo(Customer).update(id, { grade: 'c', credit: 10 })
    expect(await manager.refused(manager.post(`${path(id)}/undo`, { version: 2 }))).toMatchObject({
      status: 409,
      code: 'changed_since',
      errors: [
        { field: 'grade', code: 'changed_since', message: 'Grade has been changed since. Set it by hand.' },
        { field: 'credit', code: 'changed_since' },
      ],
    })
    expect(await manager.repo(Customer).get(id)).toMatchObject({ grade: 'c', credit: 10, phone: '+91 98765 43210', version: 3 })
  })

  test('takes back making, removing and putting back', async () => {
    const [one] = await customers(manager, 1, 'Lives')
    const id = one?.id as never
    await manager.post(`${path(id)}/undo`, { version: 1 })
    expect(await manager.refused(manager.get(path(id)))).toMatchObject({ status: 404 })
    await manager.post(`${path(id)}/undo`, { version: 2 })
    expect(await manager.repo(Customer).get(id)).toMatchObject({ name: 'Lives 0', version: 3 })
    await manager.post(`${path(id)}/undo`, { version: 3 })
    expect(await manager.refused(manager.get(path(id)))).toMatchObject({ status: 404 })
  })

  test('lines that were taken out are there again', async () => {
    const [one] = await customers(manager, 1, 'Lines')
    const order = await manager.repo(Order).create({ subject: 'Lines', customer: one?.id as never, lines: [{ words: 'Loom' }, { words: 'Yarn', quantity: 3 }] })
    await manager.repo(Order).update(order.id, { lines: [{ id: order.lines[0]?.id, words: 'Loom', quantity: 2 }] as never })
    const back = await manager.post(`/api/records/shop.order/${order.id}/undo`, { version: 2 })
    expect(back).toMatchObject({
      lines: [
        { id: order.lines[0]?.id, words: 'Loom', quantity: 1 },
        { words: 'Yarn', quantity: 3 },
      ],
    })
  })

  test('obeys rules and rights: what is posted stays, hidden fields are left alone, frozen ones refused', async () => {
    const [one] = await customers(manager, 1, 'Rules', { owner: seller.userId })
    const order = await manager.repo(Order).create({ subject: 'Draft', customer: one?.id as never })
    await manager.repo(Order).update(order.id, { subject: 'Final' })
    await manager.repo(Order).update(order.id, { state: 'posted' })
    expect(await manager.refused(manager.post(`/api/records/shop.order/${order.id}/undo`, { version: 2 }))).toMatchObject({ errors: [{ code: 'locked' }] })
    expect(await manager.refused(manager.post(`/api/records/shop.order/${order.id}/undo`, { version: 3 }))).toMatchObject({ errors: [{ field: 'state' }, {}] })
    const id = one?.id as never
    await manager.repo(Customer).update(id, { note: 'Secret', credit: 5 })
    await manager.repo(Customer).update(id, { grade: 'a' })
    expect(await seller.post(`${path(id)}/undo`, { version: 2 })).toMatchObject({ credit: 0 })
    expect(await manager.repo(Customer).get(id)).toMatchObject({ note: 'Secret' })
    expect(await seller.refused(seller.post(`${path(id)}/undo`, { version: 3 }))).toMatchObject({ errors: [{ field: 'grade', code: 'forbidden' }] })
    const [other] = await customers(manager, 1, 'Not theirs')
    expect(await seller.refused(seller.post(`${path(other?.id ?? '')}/undo`, { version: 1 }))).toMatchObject({ status: 404 })
  })

  test('a record goes back to how it was at a version', async () => {
    const [one] = await customers(manager, 1, 'Restore')
    const id = one?.id as never
    for (const patch of [{ grade: 'a' }, { grade: 'b', credit: 3 }, { note: 'New' }] as const) await manager.repo(Customer).update(id, patch)
    expect(await manager.post(`${path(id)}/restore`, { version: 2 })).toMatchObject({ grade: 'a', credit: 0, note: null, version: 5 })
    expect(await manager.refused(manager.post(`${path(id)}/restore`, { version: 99 }))).toMatchObject({ status: 404 })
  })
})

describe('changing many at once', () => {
  test('all that match are changed, not only the page, and all of it is taken back', async () => {
    await customers(manager, 650, 'Many')
    // What a plugin looks up of a set: more names than one question takes, each once, and more records of few values than one page holds.
    const looked = await systemContext(platform.platform.world, 'main', 'Looks up what belongs to a set', 'cli', async ctx => {
      const of = ctx.repo(Customer)
      const names = Array.from({ length: 1300 }, (_, at) => `Many ${at % 1200}`)
      const found = await everyOf(of, 'name', [...names, null], { fields: ['name'] })
      const all = await everyOf(of, 'credit', [0, 1, 2, 3, 4, 5, 6], { where: { name: { startsWith: 'Many ' } }, fields: ['name'] })
      return [found, all].map(items => [items.length, new Set(items.map(({ name }) => name)).size])
    })
    expect(looked).toEqual([
      [650, 650],
      [650, 650],
    ])
    const run = await bulk(manager, { where: { name: { startsWith: 'Many ' } }, set: { grade: 'c' } })
    expect(run).toMatchObject({ state: 'running', total: 650, done: 200, refused: 0 })
    expect(await settled(manager, run)).toMatchObject({ state: 'done', done: 650, refused: 0 })
    expect(await manager.repo(Customer).count({ name: { startsWith: 'Many ' }, grade: 'c' })).toBe(650)
    const first = await manager.repo(Customer).first({ name: 'Many 3' })
    expect((await manager.repo(Customer).history(first?.id as never))[0]).toMatchObject({ verb: 'update', origin: 'api', batch: run.id })
    await manager.repo(Customer).update(first?.id as never, { grade: 'a' })
    const back = await settled(manager, await undo(manager, run.id))
    expect(back).toMatchObject({ state: 'done', total: 650, refused: 1 })
    expect(await refusals(manager, back)).toMatchObject([{ title: 'Many 3', issues: [{ field: 'grade', code: 'changed_since' }] }])
    expect(await manager.repo(Customer).count({ name: { startsWith: 'Many ' }, grade: { isEmpty: true } })).toBe(649)
    expect(await manager.refused(manager.post(`/api/undo/${run.id}`))).toMatchObject({ status: 409, code: 'already_undone' })
  })

  test('who is refused is named with the reason, and the others are changed', async () => {
    const made = await customers(manager, 6, 'Some')
    const run = await bulk(manager, { ids: made.map(one => one.id), action: 'raise', input: { by: 996 } })
    expect(run).toMatchObject({ state: 'done', total: 6, refused: 1 })
    expect(await refusals(manager, run)).toMatchObject([{ title: 'Some 5', issues: [{ field: 'credit', code: 'too_large' }] }])
    expect(await manager.get(`/api/bulk/${run.id}/refused.csv`)).toContain('Some 5')
    expect(await manager.repo(Customer).count({ name: { startsWith: 'Some ' }, credit: { gte: 996 } })).toBe(5)
  })

  test('removing, putting back and handing over', async () => {
    const ids = (await customers(manager, 3, 'Gone')).map(one => one.id)
    await bulk(manager, { ids, remove: true })
    expect(await manager.get('/api/bin/shop.customer?search=Gone')).toMatchObject({ items: [{ title: 'Gone 2' }, { title: 'Gone 1' }, { title: 'Gone 0' }] })
    expect(await bulk(manager, { where: { name: { startsWith: 'Gone' } }, restore: true })).toMatchObject({ state: 'done', total: 3, refused: 0 })
    await bulk(manager, { ids, handOver: seller.userId })
    expect(await seller.repo(Customer).count({ name: { startsWith: 'Gone' } })).toBe(3)
  })

  test('reaches only what its author sees and may change, and is seen by nobody else', async () => {
    await customers(manager, 3, 'Sight')
    await customers(seller, 2, 'Sight own')
    const run = await bulk(seller, { where: { name: { startsWith: 'Sight' } }, set: { credit: 7 } })
    expect(run).toMatchObject({ total: 2, refused: 0 })
    expect(await bulk(seller, { where: { name: { startsWith: 'Sight' } }, set: { grade: 'a' } })).toMatchObject({ total: 2, refused: 2 })
    for (const ask of [
      () => manager.get(`/api/bulk/${run.id}`),
      () => manager.post(`/api/bulk/${run.id}/cancel`),
      () => seller.post('/api/undo/01990000-0000-7000-8000-000000000000'),
    ])
      expect(await manager.refused(ask())).toMatchObject({ status: 404 })
    expect(await manager.refused(manager.post(`/api/undo/${run.id}`))).toMatchObject({ status: 404 })
  })

  test.each([
    ['nothing to do', { ids: ['01990000-0000-7000-8000-000000000000'] }, 400],
    ['two things at once', { ids: [], remove: true, set: { credit: 1 } }, 400],
    ['no records', { where: { name: 'Nobody' }, remove: true }, 422],
    ['neither ids nor a condition', { remove: true }, 400],
    ['a hidden field', { where: {}, set: { note: 'x' } }, 400],
    ['a condition on a hidden field', { where: { note: 'x' }, set: { credit: 1 } }, 400],
    ['an action that is none', { where: {}, action: 'explode' }, 404],
    ['an unknown word', { where: {}, delete: true }, 400],
  ])('%s is refused', async (_, asked, status) => {
    expect(await seller.refused(seller.post('/api/bulk/shop.customer', asked))).toMatchObject({ status })
  })

  test('the same request twice is one change', async () => {
    const [one] = await customers(manager, 1, 'Twice')
    const asked = { ids: [one?.id], action: 'raise', input: { by: 1 } }
    const answers = await Promise.all([1, 2].map(() => manager.ask('POST', '/api/bulk/shop.customer', asked, { 'Idempotency-Key': 'raise-once' })))
    expect(answers[0]?.json).toEqual(answers[1]?.json)
    expect(await manager.repo(Customer).get(one?.id as never)).toMatchObject({ credit: 1 })
  })

  test('stopped, it stays where it is; a chunk of a killed server is done once', async () => {
    await customers(manager, 450, 'Stop')
    const run = await bulk(manager, { where: { name: { startsWith: 'Stop ' } }, action: 'raise', input: { by: 100 } })
    const { owner } = platform.platform.world.db
    // A server took the next chunk and died: its lease runs out, and the work is taken again.
    await owner.run(
      sql`update main.core_job set leased_by = 'dead', attempts = 1, lease_until = now() - interval '1 second' where name = 'core.bulk' and done_at is null`,
    )
    expect(await settled(manager, run)).toMatchObject({ state: 'done', done: 450 })
    expect(await manager.repo(Customer).count({ name: { startsWith: 'Stop ' }, credit: { between: [100, 106] } })).toBe(450)
    const again = await bulk(manager, { where: { name: { startsWith: 'Stop ' } }, set: { grade: 'a' } })
    expect(await manager.post(`/api/bulk/${again.id}/cancel`)).toMatchObject({ state: 'cancelled', done: 200 })
    expect(await settled(manager, again)).toMatchObject({ state: 'cancelled', done: 200 })
    expect(await manager.repo(Customer).count({ name: { startsWith: 'Stop ' }, grade: 'a' })).toBe(200)
    expect(await settled(manager, await undo(manager, again.id))).toMatchObject({ state: 'done', total: 200, refused: 0 })
  })

  test('goes on with the rights its author has left, not those they began with', async () => {
    const leaver = await platform.as('shop.manager')
    await customers(leaver, 250, 'Leaver')
    const run = await bulk(leaver, { where: { name: { startsWith: 'Leaver ' } }, set: { grade: 'b' } })
    const { owner } = platform.platform.world.db
    await platform.admin.post(`/api/users/${leaver.userId}/disable`)
    expect(await platform.settle()).toEqual(['core.bulk: Whoever began this may not sign in any more.'])
    expect(await owner.run(sql`select state, done from main.core_bulk where id = ${run.id}::uuid`)).toEqual([{ state: 'failed', done: 200 }])
  })
})

test('what must be kept stays in the bin until its years are over', async () => {
  const { admin } = platform
  const [kept] = await customers(admin, 1, 'Kept')
  const item = await admin.repo(Item).create({ name: 'Not kept' })
  for (const [entity, id] of [
    ['shop.customer', kept?.id],
    ['shop.item', item.id],
  ])
    await admin.delete(`/api/records/${entity}/${id}`)
  expect(await admin.refused(admin.delete(`/api/bin/shop.customer/${kept?.id}`))).toMatchObject({
    status: 409,
    code: 'must_be_kept',
    detail: 'This must be kept until 2035-03-31. It stays in the bin.',
  })
  expect(await manager.refused(manager.delete(`/api/bin/shop.item/${item.id}`))).toMatchObject({ status: 403 })
  await admin.delete(`/api/bin/shop.item/${item.id}`)
  expect(await admin.get('/api/bin/shop.item?search=kept')).toEqual({ items: [], next: null })
})

test('what lies in the bin has its history there, for whoever may open the bin and of the fields that they see', async () => {
  const clerk = await platform.as('shop.clerk')
  const [theirs] = await customers(manager, 1, 'Binned', { owner: clerk.userId })
  const [sold] = await customers(manager, 1, 'Binned by name', { owner: seller.userId, note: 'Pays late' })
  const [other] = await customers(manager, 1, 'Binned elsewhere')
  for (const one of [theirs, sold, other]) await manager.delete(path(one?.id as string))
  const told = async (who: TestClient, id: string | undefined) => {
    const { items } = (await who.get(`${path(id as string)}/history`)) as unknown as { items: { verb: string; changes: object }[] }
    return items.map(({ verb, changes }) => [verb, ...Object.keys(changes).sort()])
  }
  const named = ['credit', 'name', 'owner']
  expect(await told(manager, sold?.id)).toEqual([['remove'], ['create', 'credit', 'name', 'note', 'owner']])
  expect(await told(seller, sold?.id)).toEqual([['remove'], ['create', ...named]])
  expect(await told(clerk, theirs?.id)).toEqual([['remove'], ['create', ...named]])
  const missing = await clerk.refused(clerk.get(`${path('01990000-0000-7000-8000-000000000000')}/history`))
  const hidden = await clerk.refused(clerk.get(`${path(other?.id as string)}/history`))
  expect([missing, hidden].map(({ status, code, detail }) => ({ status, code, detail }))).toEqual(
    Array(2).fill({ status: 404, code: 'not_found', detail: missing.detail }),
  )
})

test('after all this the history is whole', async () => {
  expect(await verifyHistory(platform.platform.world.db.owner, 'main')).toMatchObject({ tampered: [], brokenSeals: [] })
})
