import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { allow, definePlugin, role } from '@sangam/sdk'
import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeKey } from '../../core/auth/keys.ts'
import { Webhook as WebhookEntity } from '../../core/system/webhook.ts'
import { Deal, deals, Firm } from './note.ts'

interface Heard {
  readonly headers: { readonly [name: string]: string }
  readonly body: string
}

/** Someone may be let to look after webhooks and nothing else. */
const depot = definePlugin({
  id: 'depot',
  version: '1.0.0',
  title: 'Depot',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  parts: [role('depot.keeper', { label: 'Keeper', grants: [allow(WebhookEntity, ['read', 'create', 'update'])] })],
})

let platform: TestPlatform
let url: string
const heard: Heard[] = []
/** What the receiver answers, one after another; then 200. */
const answers: number[] = []
const receiver = createServer((request, response) => {
  void text(request).then(body => {
    heard.push({ headers: request.headers as { [name: string]: string }, body })
    const status = answers.shift() ?? 200
    response.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end(`answer ${status}`)
  })
})

beforeAll(async () => {
  await new Promise<void>(done => receiver.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/in`
  platform = await createTestPlatform({ plugins: [deals, depot], localHosts: ['127.0.0.1'] })
})
afterAll(async () => {
  await platform.stop()
  await new Promise(done => receiver.close(done))
})
afterEach(async () => {
  for (const { id } of await hooks()) await platform.admin.delete(`/api/records/core.webhook/${id}`)
  await platform.settle()
  heard.length = 0
  answers.length = 0
})

interface Shown {
  readonly id: string
  readonly active: boolean
  readonly stopped: string | null
  readonly failures: number
  readonly status: number | null
}
interface Delivery {
  readonly id: string
  readonly type: string
  readonly state: string
  readonly attempts: number
  readonly status: number | null
  readonly response: string | null
  readonly error: string | null
  readonly body: string
}
const hooks = async (): Promise<Shown[]> => ((await platform.admin.get('/api/webhooks')) as unknown as { items: Shown[] }).items
const log = async (id: string): Promise<Delivery[]> => ((await platform.admin.get(`/api/webhooks/${id}/deliveries`)) as unknown as { items: Delivery[] }).items
const told = (): unknown[] => heard.map(one => JSON.parse(one.body))
async function hook(more: object = {}): Promise<{ id: string; secret: string }> {
  return (await platform.admin.post('/api/webhooks', { name: 'Depot', url, entity: 'deals.deal', verbs: ['create', 'update', 'remove'], ...more })) as never
}

describe('another system', () => {
  test('is told of records that are created, changed and removed, as they are, signed', async () => {
    const { secret } = await hook({ condition: { score: { gte: 10 } } })
    const { id } = await platform.admin.repo(Deal).create({ title: 'Looms', score: 50 })
    await platform.admin.repo(Deal).create({ title: 'Too small', score: 5 })
    await platform.settle()
    await platform.admin.repo(Deal).update(id, { title: 'Looms, new' })
    await platform.settle()
    await platform.admin.repo(Deal).remove(id)
    await platform.settle()
    expect(told()).toEqual([
      {
        type: 'deals.deal.created',
        timestamp: expect.any(String),
        data: { entity: 'deals.deal', id, version: 1, record: expect.objectContaining({ title: 'Looms', doubled: 100 }) },
      },
      {
        type: 'deals.deal.updated',
        timestamp: expect.any(String),
        data: { entity: 'deals.deal', id, version: 2, record: expect.objectContaining({ title: 'Looms, new' }) },
      },
      { type: 'deals.deal.removed', timestamp: expect.any(String), data: { entity: 'deals.deal', id, version: expect.any(Number) } },
    ])
    for (const { headers, body } of heard) {
      expect(headers['webhook-timestamp']).toBe(String(Math.floor(Date.parse(platform.clock.now()) / 1000)))
      expect(signed(secret, headers, body)).toBe(true)
      expect(signed(secret, headers, body.replace('deal', 'dea1'))).toBe(false)
    }
  })

  test('is told of an event of a plugin with all that it holds', async () => {
    await hook({ entity: null, verbs: null, event: 'deals.dealWon' })
    const { id } = await platform.admin.repo(Deal).create({ title: 'Won', value: { amount: '5', currency: 'INR' } })
    await platform.admin.repo(Deal).update(id, { state: 'won' })
    await platform.settle()
    expect(told()).toEqual([{ type: 'deals.dealWon', timestamp: expect.any(String), data: { deal: id } }])
  })

  test('sees what the chosen role sees: not the records beyond it, not the fields it hides, nothing of one it never saw', async () => {
    await hook({ runAs: 'deals.seller' })
    const mine = await platform.admin.repo(Deal).create({ title: 'Mine', margin: '5' })
    const other = await platform.as('deals.manager')
    const { id } = await other.repo(Deal).create({ title: 'Another’s' })
    await platform.settle()
    await other.repo(Deal).remove(id)
    await platform.settle()
    await platform.admin.repo(Deal).remove(mine.id)
    await platform.settle()
    expect(told()).toEqual(
      ['created', 'removed'].map(what => expect.objectContaining({ type: `deals.deal.${what}`, data: expect.objectContaining({ id: mine.id }) })),
    )
    expect(heard[0]?.body).toContain('"title":"Mine"')
    expect(heard[0]?.body).not.toContain('margin')
  })

  test('asks nothing that the chosen role may not ask: not when it is saved, not later, and not of what is gone', async () => {
    const refused = await platform.admin.refused(hook({ runAs: 'deals.seller', condition: { margin: { gt: '1' } } }))
    expect(refused.errors).toMatchObject([{ field: 'condition', message: 'There is no field "margin" here.' }])
    await platform.admin.post('/api/model/apply', {
      operations: [{ op: 'setRole', role: 'x.teller', label: 'Teller', grants: [{ entity: 'deals.deal', verbs: ['read'] }] }],
    })
    const { id } = await hook({ runAs: 'x.teller', verbs: ['remove'], condition: { margin: { gt: '1' } } })
    const deals = await platform.admin.repo(Deal).createMany([
      { title: 'Told', margin: '5' },
      { title: 'Not told', margin: '5' },
    ])
    await platform.admin.repo(Deal).remove(deals[0]?.id ?? '')
    await platform.settle()
    expect(told()).toEqual([expect.objectContaining({ data: expect.objectContaining({ id: deals[0]?.id }) })])
    await platform.admin.post('/api/model/apply', {
      operations: [{ op: 'setRole', role: 'x.teller', label: 'Teller', grants: [{ entity: 'deals.deal', verbs: ['read'], hide: ['margin'] }] }],
    })
    await platform.admin.repo(Deal).remove(deals[1]?.id ?? '')
    expect(await platform.settle()).toEqual([])
    expect(heard.length).toBe(1)
    expect(await hooks()).toEqual([expect.objectContaining({ id, active: false, stopped: 'There is no field "margin" here.' })])
  })

  test('is told of what is gone by who its record became: it kept the id of one that was merged', async () => {
    const { admin } = platform
    const [stays, goes, other] = (await admin.repo(Firm).createMany(['Stays', 'Goes', 'Other'].map(name => ({ name, kind: 'customer' as const })))).map(
      ({ id }) => id,
    ) as [string, string, string]
    await admin.post('/api/model/apply', {
      operations: [
        { op: 'setRules', entity: 'deals.deal', rules: [{ lock: ['firm'], when: { reason: 'Keeps its firm' } }] },
        {
          ...{ op: 'setRole', role: 'x.theirs', label: 'Theirs' },
          grants: [
            { entity: 'deals.deal', verbs: ['read'], where: { firm: stays } },
            { entity: 'deals.firm', verbs: ['read'] },
          ],
        },
      ],
    })
    await hook({ verbs: ['remove'], condition: { firm: { in: [stays] } } })
    await hook({ verbs: ['remove'], runAs: 'x.theirs' })
    const [before, after, another] = (
      await admin.repo(Deal).createMany([goes, goes, other].map((firm, at) => ({ title: `Deal ${at}`, firm: firm as never, reason: 'Keeps its firm' })))
    ).map(({ id }) => id) as [string, string, string]
    await admin.repo(Deal).remove(before as never)
    await platform.settle()
    expect(told()).toEqual([])
    expect(await admin.post('/api/duplicates/deals.firm/merge', { winner: stays, loser: goes })).toMatchObject({ kept: [{ id: after }] })
    for (const id of [after, another]) await admin.repo(Deal).remove(id as never)
    await platform.settle()
    expect(told()).toEqual([1, 2].map(() => expect.objectContaining({ type: 'deals.deal.removed', data: expect.objectContaining({ id: after }) })))
    await admin.post('/api/model/apply', { operations: [{ op: 'setRules', entity: 'deals.deal', rules: [] }] })
  })

  test('is told nothing of an activity that went, where the chosen role never saw what it was about', async () => {
    await hook({ entity: 'core.activity', verbs: ['create', 'remove'], runAs: 'deals.seller' })
    const manager = await platform.as('deals.manager')
    const { id } = await manager.repo(Deal).create({ title: 'Another’s' })
    const [note] = (await manager.post('/api/records/core.activity', [{ kind: 'note', subject: 'Secret', entity: 'deals.deal', record: id }])) as unknown as {
      id: string
    }[]
    await platform.settle()
    await manager.delete(`/api/records/core.activity/${note?.id}`)
    await platform.settle()
    expect(told()).toEqual([])
  })

  test('is told of every record that an import makes', async () => {
    await hook({ entity: 'deals.firm', verbs: ['create'] })
    const staged = await platform.admin.ask('POST', '/api/imports/deals.firm?name=firms.csv', 'name\nAlpha\nBeta\n', { 'Content-Type': 'text/csv' })
    const { id } = staged.json as { id: string }
    await platform.admin.post(`/api/imports/deals.firm/${id}/plan`, { key: null, fields: { name: { columns: [0] } } })
    await platform.settle()
    expect(heard).toEqual([])
    await platform.admin.post(`/api/imports/deals.firm/${id}/commit`)
    await platform.settle()
    expect(
      told()
        .map(one => (one as { data: { record: { name: string } } }).data.record.name)
        .sort(),
    ).toEqual(['Alpha', 'Beta'])
  })
})

describe('a receiver that does not answer well', () => {
  test('is called again with the same id, and the log says what it answered', async () => {
    const { id } = await hook()
    answers.push(500, 302)
    await platform.admin.repo(Deal).create({ title: 'Again' })
    await platform.settle()
    await platform.settle()
    await platform.settle()
    expect(heard.map(one => one.headers['webhook-id'])).toEqual(Array.from({ length: 3 }, () => heard[0]?.headers['webhook-id']))
    expect(await log(id)).toEqual([
      expect.objectContaining({ id: heard[0]?.headers['webhook-id'], state: 'delivered', attempts: 3, status: 200, response: 'answer 200', error: null }),
    ])
    expect(await hooks()).toEqual([expect.objectContaining({ active: true, failures: 0, status: 200 })])
  })

  test('has a message sent again by hand, which it may know by its id', async () => {
    const { id } = await hook()
    await platform.admin.repo(Deal).create({ title: 'Twice' })
    await platform.settle()
    const [first] = await log(id)
    await platform.admin.post(`/api/webhooks/${id}/deliveries/${first?.id}/replay`)
    await platform.settle()
    expect(heard.map(one => [one.headers['webhook-id'], one.body])).toEqual([
      [first?.id, first?.body],
      [first?.id, first?.body],
    ])
    const strange = await hook({ name: 'Other' })
    expect((await platform.admin.ask('POST', `/api/webhooks/${strange.id}/deliveries/${first?.id}/replay`, {})).status).toBe(404)
  })

  test('that says it is gone is called no more, and the administrators are told', async () => {
    const { id } = await hook()
    answers.push(410)
    await platform.admin.repo(Deal).create({ title: 'Gone' })
    await platform.settle()
    await platform.admin.repo(Deal).create({ title: 'Not told' })
    await platform.settle()
    expect(heard).toHaveLength(1)
    expect(await hooks()).toEqual([expect.objectContaining({ active: false, stopped: 'The receiver says that it is gone for good (410).' })])
    const notices = ((await platform.admin.get('/api/notifications')) as unknown as { items: { text: string }[] }).items
    expect(notices[0]?.text).toBe('The webhook “Depot” stopped. The receiver says that it is gone for good (410).')
    await platform.admin.patch(`/api/records/core.webhook/${id}`, { active: true })
    expect(await hooks()).toEqual([expect.objectContaining({ active: true, stopped: null, failures: 0 })])
  })

  test('fifty times in a row is called no more', async () => {
    await hook()
    answers.push(...Array.from({ length: 80 }, () => 503))
    for (let at = 0; at < 55; at += 1) await platform.admin.repo(Deal).create({ title: `Down ${at}` })
    await platform.settle()
    expect(heard).toHaveLength(50)
    expect(await hooks()).toEqual([expect.objectContaining({ active: false, stopped: expect.stringMatching(/^50 attempts failed in a row\./) })])
  })
})

describe('a secret', () => {
  test('is shown once, kept from every answer and from the history, and for a day the old one signs beside the new', async () => {
    const { id, secret } = await hook()
    const { secret: next, oldUntil } = (await platform.admin.post(`/api/webhooks/${id}/secret`)) as { secret: string; oldUntil: string }
    expect([next === secret, oldUntil]).toEqual([false, new Date(Date.parse(platform.clock.now()) + 86_400_000).toISOString()])
    await platform.admin.post(`/api/webhooks/${id}/test`)
    await platform.settle()
    expect([signed(secret, heard[0]), signed(next, heard[0])]).toEqual([true, true])
    const before = platform.clock.now()
    platform.clock.set(new Date(Date.parse(before) + 86_400_001).toISOString())
    await platform.admin.post(`/api/webhooks/${id}/test`)
    await platform.settle()
    expect([signed(secret, heard[1]), signed(next, heard[1])]).toEqual([false, true])
    platform.clock.set(before)
    const shown = await Promise.all(
      [`/api/webhooks`, `/api/webhooks/${id}/deliveries`, `/api/records/core.webhook/${id}`, `/api/records/core.webhook/${id}/history`].map(path =>
        platform.admin.get(path),
      ),
    )
    expect(JSON.stringify(shown)).not.toContain('whsec_')
  })
})

describe('what is refused', () => {
  test.each([
    ['an address that is none', { url: 'ftp://example.com' }, 'url'],
    ['an address with a password', { url: 'https://a:b@example.com' }, 'url'],
    ['neither records nor an event', { entity: null }, 'entity'],
    ['both', { event: 'deals.dealWon' }, 'entity'],
    ['records that there are not', { entity: 'deals.none' }, 'entity'],
    ['lines by themselves', { entity: 'deals.line' }, 'entity'],
    ['no verb', { verbs: [] }, 'verbs'],
    ['a field that there is not in the condition', { condition: { colour: 'red' } }, 'condition'],
    ['a condition that is none', { condition: 'all' }, 'condition'],
    ['a role that there is not', { runAs: 'deals.king' }, 'runAs'],
    ['an event seen by a role', { entity: null, event: 'deals.dealWon', runAs: 'deals.seller' }, 'runAs'],
  ])('%s', async (_, more, field) => {
    expect(await platform.admin.refused(hook(more))).toMatchObject({ status: 422, errors: [{ field, message: expect.stringMatching(/\.$/) }] })
  })

  test('a call to an address in one’s own network that the operator did not name; the log says so', async () => {
    const { id } = await hook({ url: url.replace('127.0.0.1', 'localhost') })
    await platform.admin.post(`/api/webhooks/${id}/test`)
    await platform.settle()
    expect(heard).toEqual([])
    expect(await log(id)).toEqual([
      expect.objectContaining({ state: 'waiting', status: null, error: expect.stringContaining('The server "localhost" can\'t be reached from here') }),
    ])
  })

  test('everything, for those who are no administrators', async () => {
    const manager = await platform.as('deals.manager')
    const { id } = await hook()
    const status = async (method: string, path: string): Promise<number> => (await manager.ask(method, path, method === 'GET' ? undefined : {})).status
    expect([
      await status('GET', '/api/webhooks'),
      await status('POST', '/api/webhooks'),
      await status('POST', `/api/webhooks/${id}/secret`),
      await status('GET', `/api/webhooks/${id}/deliveries`),
      await status('PATCH', `/api/records/core.webhook/${id}`),
    ]).toEqual([403, 403, 403, 403, 404])
  })

  test('telling in the name of one who is no administrator any more', async () => {
    const second = await platform.as('core.admin')
    const { id } = (await second.post('/api/webhooks', { name: 'Theirs', url, entity: 'deals.firm', verbs: ['create'] })) as { id: string }
    await platform.admin.post(`/api/users/${second.userId}/disable`)
    await platform.admin.repo(Firm).create({ name: 'Unheard' })
    await platform.settle()
    expect(heard).toEqual([])
    expect((await hooks()).find(one => one.id === id)).toMatchObject({ active: false, stopped: expect.stringContaining('no administrator any more') })
  })
})

/** Whether a receiver that has the secret takes the message; the time is not looked at, since the clock of the test stands still. */
function signed(secret: string, given: Heard['headers'] | Heard | undefined, body?: string): boolean {
  const { headers, body: text } = body === undefined ? (given as Heard) : { headers: given as Heard['headers'], body }
  const at = new Date(Number(headers['webhook-timestamp']) * 1000)
  const wanted = new Webhook(secret).sign(String(headers['webhook-id']), at, text)
  return String(headers['webhook-signature']).split(' ').includes(wanted)
}

test('a key that is narrowed to a role makes no webhook that tells all that its person sees', async () => {
  const { db } = platform.platform.world
  const [owner] = await db.app.run<{ account: string }>(sql`select account from main.core_user where id = ${platform.admin.userId}::uuid`)
  const asked = { account: owner?.account ?? '', workspace: 'main', name: 'Keeper', role: 'depot.keeper', expiresAt: '2027-04-30T00:00:00Z' }
  const { key } = await makeKey(db.app, asked, new Date('2027-03-31T09:30:00.000Z'))
  const auth = { Authorization: `Bearer ${key}` }
  const ask = (method: string, path: string, body?: object) => platform.guest.ask(method, path, body, auth)
  expect((await ask('GET', '/api/records/deals.deal')).status).toBe(404)
  const made = await ask('POST', '/api/records/core.webhook', { name: 'All', url, entity: 'deals.deal', verbs: ['create'] })
  await platform.admin.repo(Deal).create({ title: 'Secret to the key' })
  await platform.settle()
  expect([made.status, told()]).toEqual([403, []])
})
