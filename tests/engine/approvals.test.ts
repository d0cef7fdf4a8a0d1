import { allow, defineEntity, definePlugin, flow, type Json, money, reference, role, text } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'

const Order = defineEntity('buying.order', {
  title: 'title',
  fields: {
    title: text({ required: true, max: 80 }),
    total: money(),
    note: text({ max: 200 }),
    boss: reference('core.user'),
    state: flow({
      draft: {
        to: {
          placed: {
            label: 'Place',
            require: ['total'],
            approval: {
              steps: [
                { label: 'Team', by: { role: 'buying.checker' } },
                { label: 'Board', by: { role: 'buying.board' }, need: 'all', when: { 'total.amount': { gte: '10000' } } },
              ],
            },
          },
          thrown: { approval: { steps: [{ by: { field: 'boss' } }], own: true } },
          shelved: { label: 'Shelve', approval: { steps: [{ by: { role: 'buying.checker' }, when: { 'total.amount': { gte: '10000' } } }] } },
        },
      },
      placed: { to: [] },
      thrown: { to: [] },
      shelved: { to: [] },
    }),
  },
})
const verbs = ['read', 'create', 'update', 'remove'] as const
const buying = definePlugin({
  id: 'buying',
  version: '1.0.0',
  title: 'Buying',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  entities: [Order],
  parts: ['buyer', 'checker', 'board'].map(name => role(`buying.${name}`, { label: name, grants: [allow(Order, [...verbs])] })),
})

let platform: TestPlatform
let buyer: TestClient
let checker: TestClient
let board: readonly TestClient[]

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [buying] })
  buyer = await platform.person({ name: 'Bina Buyer', roles: ['buying.buyer', 'buying.checker'] })
  checker = await platform.person({ name: 'Chetan Checker', roles: ['buying.checker'] })
  board = [await platform.person({ name: 'Bharat Board', roles: ['buying.board'] }), await platform.person({ name: 'Bela Board', roles: ['buying.board'] })]
})
afterAll(() => platform?.stop())

type Waiting = { readonly vote: string; readonly record: string; readonly title: string }
const waiting = async (who: TestClient): Promise<Waiting[]> => ((await who.get('/api/approvals')) as unknown as { items: Waiting[] }).items
const voteOf = async (who: TestClient, record: string): Promise<string> => (await waiting(who)).find(one => one.record === record)?.vote ?? 'none'
const order = (amount: string, more: object = {}) => buyer.repo(Order).create({ title: `Order of ${amount}`, total: { amount, currency: 'INR' }, ...more })
const ask = (record: string, to = 'placed') => buyer.post('/api/approvals', { entity: 'buying.order', record, field: 'state', to, comment: 'Please' })
const give = (who: TestClient, vote: string, verdict = 'approve', comment?: string) =>
  who.post(`/api/approvals/votes/${vote}/${verdict}`, comment ? { comment } : {})
const stateOf = async (id: string): Promise<Json> => (await buyer.repo(Order).get(id)).state
async function notices(who: TestClient): Promise<{ text: string }[]> {
  return platform.platform.world.db.owner.run(sql`select text from main.core_notification where "user" = ${who.userId}::uuid order by created_at, id`)
}

test('an arrow is taken only when it is approved, never by whoever asked, and the record stays as it was asked for', async () => {
  const { id } = await order('500')
  expect((await buyer.refused(buyer.repo(Order).update(id, { state: 'placed' }))).errors).toMatchObject([{ field: 'state', code: 'needs_approval' }])
  await ask(id)
  expect(await stateOf(id)).toBe('draft')
  expect((await buyer.refused(buyer.repo(Order).update(id, { total: { amount: '900000', currency: 'INR' } }))).errors).toMatchObject([
    { code: 'waits_for_approval' },
  ])
  expect((await buyer.refused(buyer.repo(Order).remove(id))).errors).toMatchObject([{ code: 'waits_for_approval' }])
  expect((await buyer.refused(ask(id))).code).toBe('asked_already')
  expect(await voteOf(buyer, id)).toBe('none')
  const vote = await voteOf(checker, id)
  expect((await buyer.refused(give(buyer, vote))).code).toBe('own_request')
  expect((await (board[0] as TestClient).refused(give(board[0] as TestClient, vote))).status).toBe(404)
  await give(checker, vote)
  expect(await stateOf(id)).toBe('placed')
  expect((await checker.refused(give(checker, vote))).code).toBe('decided')
  const shown = (await buyer.get(`/api/approvals/buying.order/${id}`)) as unknown as {
    items: { state: string; comment: string; votes: { role: string; state: string }[] }[]
    arrows: object[]
  }
  expect([shown.arrows, shown.items.map(({ state, comment, votes }) => [state, comment, votes.map(one => [one.role, one.state])])]).toEqual([
    [],
    [['approved', 'Please', [['buying.checker', 'approved']]]],
  ])
  expect((await notices(checker)).at(-1)?.text).toBe('Your approval is asked for: {record}')
  expect((await notices(buyer)).at(-1)?.text).toBe('Your request is approved: {record}')
})

test('an approval is offered where the record as it is needs one; below the amount the arrow is taken at once', async () => {
  const offered = async (id: string) =>
    ((await buyer.get(`/api/approvals/buying.order/${id}`)) as unknown as { arrows: { label: string }[] }).arrows.map(arrow => arrow.label)
  const { id } = await order('9999')
  expect(await offered(id)).toEqual(['Place', 'thrown'])
  expect((await buyer.refused(ask(id, 'shelved'))).code).toBe('no_approval')
  await buyer.repo(Order).update(id, { total: { amount: '10000', currency: 'INR' } })
  expect(await offered(id)).toEqual(['Place', 'thrown', 'Shelve'])
  await buyer.repo(Order).update(id, { total: { amount: '9999', currency: 'INR' } })
  await buyer.repo(Order).update(id, { state: 'shelved' })
  expect(await offered(id)).toEqual([])
})

test('from an amount on, everyone of the board must agree after the team', async () => {
  const { id } = await order('10000')
  await ask(id)
  expect(await Promise.all(board.map(one => voteOf(one, id)))).toEqual(['none', 'none'])
  await give(checker, await voteOf(checker, id))
  for (const one of board) {
    expect(await stateOf(id)).toBe('draft')
    await give(one, await voteOf(one, id))
  }
  expect(await stateOf(id)).toBe('placed')
})

test('a refusal needs its reason, ends the request, and the record can be changed and asked for again', async () => {
  const { id } = await order('700')
  await ask(id)
  const vote = await voteOf(checker, id)
  expect((await checker.refused(give(checker, vote, 'refuse'))).code).toBe('comment_needed')
  await give(checker, vote, 'refuse', 'Too dear')
  expect([await stateOf(id), (await notices(buyer)).at(-1)?.text]).toEqual(['draft', 'Your request is refused: {record}'])
  await buyer.repo(Order).update(id, { total: { amount: '600', currency: 'INR' } })
  const { id: again } = (await ask(id)) as { id: string }
  await buyer.post(`/api/approvals/${again}/withdraw`)
  expect([await voteOf(checker, id), await stateOf(id)]).toEqual(['none', 'draft'])
})

test('what the arrow itself would refuse is refused when it is asked, and so is a step that nobody could take', async () => {
  const { id } = await buyer.repo(Order).create({ title: 'Without a total' })
  expect((await buyer.refused(ask(id))).errors).toMatchObject([{ field: 'total', code: 'required' }])
  expect((await buyer.refused(ask(id, 'thrown'))).code).toBe('nobody_to_ask')
  const own = await order('1', { boss: buyer.userId })
  await ask(own.id, 'thrown')
  await give(buyer, await voteOf(buyer, own.id))
  expect(await stateOf(own.id)).toBe('thrown')
})

test('a voice is handed over, and that of someone who left falls to the administrators', async () => {
  const boss = await platform.person({ name: 'Lata Leaver', roles: ['buying.checker'] })
  const [first, second] = [await order('2', { boss: boss.userId }), await order('3', { boss: boss.userId })]
  await ask(first.id, 'thrown')
  await ask(second.id, 'thrown')
  await boss.post(`/api/approvals/votes/${await voteOf(boss, first.id)}/hand-over`, { user: checker.userId })
  expect(await voteOf(boss, first.id)).toBe('none')
  await give(checker, await voteOf(checker, first.id))
  expect([await stateOf(first.id), await voteOf(platform.admin, second.id)]).toEqual(['thrown', 'none'])
  await platform.admin.post(`/api/users/${boss.userId}/disable`)
  await give(platform.admin, await voteOf(platform.admin, second.id))
  expect(await stateOf(second.id)).toBe('thrown')
})

test('nobody gives the voice on their own request to whom they like', async () => {
  const { id } = await order('12')
  await ask(id)
  const friend = await platform.person({ name: 'Farah Friend', roles: ['buying.buyer'] })
  const vote = await voteOf(checker, id)
  expect(await buyer.refused(buyer.post(`/api/approvals/votes/${vote}/hand-over`, { user: friend.userId }))).toMatchObject({ status: 403, code: 'own_request' })
  expect([await voteOf(friend, id), await voteOf(checker, id)]).toEqual(['none', vote])
  await give(checker, vote)
})

test('who is waited for is reminded after two days, and not each day', async () => {
  const { id } = await order('4')
  await ask(id)
  const reminders = async (): Promise<number> => (await notices(checker)).filter(one => one.text === 'Your approval is still waited for: {record}').length
  for (const [day, count] of [
    ['2027-04-01', 0],
    ['2027-04-02', 1],
    ['2027-04-03', 1],
    ['2027-04-04', 2],
  ] as const) {
    platform.clock.set(`${day}T09:31:00.000Z`)
    await platform.job('core.remindApprovals')
    expect([day, await reminders()]).toEqual([day, count])
  }
  expect(await voteOf(checker, id)).not.toBe('none')
})

test('an automation is held to approvals as anyone', async () => {
  const { id: automation } = (await platform.admin.post('/api/automations', {
    name: 'Hasty',
    entity: 'buying.order',
    trigger: { on: 'changed', fields: ['note'] },
    steps: [{ do: 'set', values: { state: 'placed' } }],
  })) as { id: string }
  const { id } = await order('5')
  await buyer.repo(Order).update(id, { note: 'now' })
  await platform.settle()
  const { items } = (await platform.admin.get(`/api/automations/${automation}/runs`)) as unknown as { items: { state: string; error: string }[] }
  expect([await stateOf(id), items.map(run => [run.state, run.error])]).toEqual([
    'draft',
    [['failed', 'This goes from Draft to Placed only when it is approved. Ask for the approval on the record.']],
  ])
})

test('what was asked for one record is not approved for another, though the two are merged', async () => {
  const [small, large] = [await order('13'), await order('999999')]
  await ask(small.id)
  const vote = await voteOf(checker, small.id)
  await buyer.post('/api/duplicates/buying.order/merge', { winner: large.id, loser: small.id })
  expect((await checker.refused(give(checker, vote))).status).toBe(404)
  expect([await voteOf(checker, large.id), await stateOf(large.id)]).toEqual(['none', 'draft'])
})
