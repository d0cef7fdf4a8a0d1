import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { Worklist } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeKey } from '../../core/auth/keys.ts'
import { beginSession } from '../../core/auth/sessions.ts'
import { type Listening, listen } from '../../core/http/server.ts'
import type { Plan } from '../../core/records/rehearsal/rehearse.ts'
import { Deal, deals, Firm } from './note.ts'

let platform: TestPlatform
let server: Listening
let seller: TestClient
let manager: TestClient
let agent: Client
/** The same people at a screen: a key decides nothing. */
let atScreen: { readonly seller: Asker; readonly manager: Asker; readonly admin: Asker }

type Asker = (method: string, path: string, body?: unknown) => ReturnType<TestClient['ask']>

async function accountOf(person: TestClient): Promise<string> {
  const [row] = await platform.platform.world.db.app.run<{ account: string }>(sql`select account::text from main.core_user where id = ${person.userId}::uuid`)
  return row?.account ?? ''
}

async function screenOf(person: TestClient): Promise<Asker> {
  const { db, clock } = platform.platform.world
  const token = await beginSession(db.app, await accountOf(person), { userAgent: null, ip: '127.0.0.1' }, clock.now())
  return (method, path, body) => platform.guest.ask(method, path, body, { Cookie: `sangam=${token}` })
}

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals] })
  seller = await platform.as('deals.seller')
  manager = await platform.as('deals.manager')
  atScreen = { seller: await screenOf(seller), manager: await screenOf(manager), admin: await screenOf(platform.admin) }
  server = await listen(platform.platform.app, { ...platform.platform.world.config, port: 0, host: '127.0.0.1' })
  const shape = { account: await accountOf(seller), workspace: 'main', name: 'Claude', role: null, may: 'plan', expiresAt: '2027-12-31T00:00:00.000Z' } as const
  const { key } = await makeKey(platform.platform.world.db.app, shape, new Date(platform.clock.now()))
  agent = new Client({ name: 'test', version: '1' })
  const requestInit = { headers: { Authorization: `Bearer ${key}` } }
  await agent.connect(new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${server.port}/api/mcp`), { requestInit }))
})
afterAll(async () => {
  await agent.close()
  await server.close()
  await platform.stop()
})

async function use(name: string, given: object): Promise<Plan & { readonly proposal: string; readonly note: string; readonly code?: string }> {
  const { content } = await agent.callTool({ name, arguments: given as { [name: string]: unknown } })
  const [first] = content as readonly { readonly text: string }[]
  return JSON.parse(first?.text ?? 'null') as never
}
const propose = async (values: object, id: string, more: object = {}): Promise<string> =>
  (await use('update_record', { entity: 'deals.deal', id, values, propose: 'They asked for it', ...more })).proposal
const inboxOf = async (asker: Asker) =>
  ((await asker('GET', '/api/worklist')).json as unknown as Worklist).items.filter(item => item.proposal !== null || item.text.includes('proposes'))
const shown = async (asker: Asker, id: string) =>
  (await asker('GET', `/api/proposals/${id}`)).json as unknown as { plan: Plan | null; outdated: boolean; refused: string | null }
const decide = async (asker: Asker, id: string, how: 'apply' | 'decline') => {
  const { status, json } = await asker('POST', `/api/proposals/${id}/${how}`, {})
  return [status, (json as { code?: string }).code]
}

describe('A change that an agent proposes', () => {
  it('waits for its person, is shown as it would be for them, and is made in their name', async () => {
    const deal = await seller.repo(Deal).create({ title: 'Looms' })
    const proposed = await use('update_record', { entity: 'deals.deal', id: deal.id, values: { score: 40 }, version: 1, propose: 'They asked for it, “soon”' })
    expect(proposed).toMatchObject({ note: expect.stringMatching(/^Nothing is changed yet/), changes: [{ id: deal.id, fields: { score: { to: 40 } } }] })
    const [mine] = await inboxOf(atScreen.seller)
    expect(mine).toMatchObject({
      id: `proposal ${proposed.proposal}`,
      group: 'approvals',
      text: 'Claude proposes a change: They asked for it, “soon”',
      proposal: { id: proposed.proposal, program: 'Claude', count: 1 },
    })
    expect([mine?.notices.length, (await inboxOf(atScreen.seller)).length, (await inboxOf(atScreen.manager)).length]).toEqual([1, 1, 0])
    expect(await shown(atScreen.seller, proposed.proposal)).toMatchObject({
      outdated: false,
      refused: null,
      plan: { changes: [{ id: deal.id, title: 'Looms', fields: { score: { from: null, to: 40 }, doubled: { from: null, to: 80 } } }] },
    })
    expect((await seller.repo(Deal).get(deal.id)).score).toBeNull()
    expect(await decide(atScreen.seller, proposed.proposal, 'apply')).toEqual([200, undefined])
    expect((await seller.repo(Deal).get(deal.id)).score).toBe(40)
    const [entry] = await seller.repo(Deal).history(deal.id)
    expect(entry).toMatchObject({ by: { id: seller.userId }, origin: 'screen', reason: 'An agent proposed it.' })
    expect([await decide(atScreen.seller, proposed.proposal, 'apply'), await inboxOf(atScreen.seller)]).toEqual([[409, 'decided'], []])
  })

  it('is refused once what it was planned on has changed, and is applied once, however many do', async () => {
    const deal = await seller.repo(Deal).create({ title: 'Mill' })
    const [old, once] = [await propose({ score: 5 }, deal.id), await propose({ score: 6 }, deal.id)]
    const both = await Promise.all([decide(atScreen.seller, once, 'apply'), decide(atScreen.admin, once, 'apply')])
    expect(both.map(([status]) => status).sort()).toEqual([200, 409])
    expect(await shown(atScreen.seller, old)).toMatchObject({ outdated: true, plan: null })
    expect(await decide(atScreen.seller, old, 'apply')).toEqual([409, 'changed_meanwhile'])
    expect((await seller.repo(Deal).get(deal.id)).score).toBe(6)
    expect([await decide(atScreen.seller, old, 'decline'), await decide(atScreen.seller, old, 'apply')]).toEqual([
      [200, undefined],
      [409, 'decided'],
    ])
  })

  it('is decided on by its person or an administrator, at a screen, and by nobody else', async () => {
    const deal = await seller.repo(Deal).create({ title: 'Gin' })
    const id = await propose({ title: 'Cotton gin' }, deal.id)
    const byKey: Asker = (method, path, body) => seller.ask(method, path, body)
    expect(await Promise.all([atScreen.manager, byKey].flatMap(asker => [decide(asker, id, 'apply'), decide(asker, id, 'decline')]))).toEqual([
      [404, 'not_found'],
      [404, 'not_found'],
      [403, 'forbidden'],
      [403, 'forbidden'],
    ])
    expect((await atScreen.manager('GET', `/api/proposals/${id}`)).status).toBe(404)
    expect((await inboxOf(atScreen.admin)).map(item => item.proposal?.id)).toEqual([id])
    expect(await decide(atScreen.admin, id, 'apply')).toEqual([200, undefined])
    expect((await seller.repo(Deal).history(deal.id))[0]).toMatchObject({ by: { id: platform.admin.userId }, changes: { title: { to: 'Cotton gin' } } })
  })

  it('is held to the rules as they are for whoever applies it', async () => {
    const deal = await seller.repo(Deal).create({ title: 'Loom' })
    const made = await use('create_record', { entity: 'deals.deal', values: { title: 'From the mail', firm: null }, propose: 'A customer wrote' })
    expect(await decide(atScreen.seller, made.proposal, 'apply')).toEqual([200, undefined])
    expect(await seller.repo(Deal).count({ title: 'From the mail' })).toBe(1)
    const refused = await use('update_record', { entity: 'deals.deal', id: deal.id, values: { state: 'lost' }, propose: 'It is over' })
    expect([refused.code, refused.proposal]).toEqual(['invalid', undefined])
    const firm = await manager.repo(Firm).create({ name: 'Gupta', kind: 'customer' })
    const later = await propose({ firm: firm.id }, deal.id)
    await manager.repo(Firm).update(firm.id, { kind: 'supplier' })
    expect(await shown(atScreen.seller, later)).toMatchObject({ plan: null, refused: expect.stringMatching(/^A supplier can’t be sold to/) })
    expect(await decide(atScreen.seller, later, 'apply')).toEqual([422, 'invalid'])
    expect(await decide(atScreen.seller, later, 'decline')).toEqual([200, undefined])
  })

  it('is a plan, said why, by a program', async () => {
    const send = (asker: TestClient, headers: { readonly [name: string]: string }) => asker.ask('POST', '/api/records/deals.deal', { title: 'Never' }, headers)
    const codes = [
      await send(seller, { 'Sangam-Propose': 'now' }),
      await send(seller, { 'Sangam-Plan': '1', 'Sangam-Propose': '%' }),
      await send(seller, { 'Sangam-Plan': '1', 'Sangam-Propose': 'x'.repeat(501) }),
      await atScreen.seller('POST', '/api/records/core.proposal', {}),
    ]
    expect(codes.map(({ status }) => status)).toEqual([400, 400, 400, 404])
    expect(await seller.repo(Deal).count({ title: 'Never' })).toBe(0)
  })
})
