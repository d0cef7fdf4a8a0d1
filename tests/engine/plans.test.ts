import { allow, defineAction, defineEntity, definePlugin, handle, hooks, job, Mail, Notify, on, Print, reference, role, text } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { throughDoor } from '../../core/data/door.ts'
import type { FileStore } from '../../core/files/storage.ts'
import type { Plan } from '../../core/records/rehearsal/rehearse.ts'
import { filesToken } from '../../core/services.ts'
import { Deal, DealWon, deals, Firm } from './note.ts'

/** What a manager keeps, and clerks do not see. */
const Memo = defineEntity('desk.memo', { title: 'text', fields: { text: text({ required: true }), deal: reference(Deal) } })
const handOver = defineAction(Deal, 'handOver', { label: 'Hand over', input: { to: reference('core.user', { required: true }) } })
const report = defineAction(Deal, 'report', { label: 'Report' })
const later = defineAction(Deal, 'later', { label: 'Later' })
const desk = definePlugin({
  id: 'desk',
  version: '1.0.0',
  title: 'Desk',
  description: 'For this test.',
  engines: { sangam: '^0.1.0' },
  needs: { deals: '^1.0.0' },
  entities: [Memo],
  parts: [
    handOver,
    report,
    later,
    handle(handOver, (ctx, deal, { to }) =>
      ctx.asSystem('Gives a deal to another', async system => {
        await system.repo(Deal).update(deal.id, { owner: to })
        await system.repo(Memo).create({ text: 'Handed over', deal: deal.id })
      }),
    ),
    handle(report, async (ctx, deal) => {
      const paper = await ctx.use(Print).record({ entity: 'deals.deal', id: deal.id })
      await ctx.use(Mail).send({ to: 'head@example.com', subject: 'A deal', text: paper.name })
      await ctx.use(Notify).tell({ user: ctx.user.id, text: 'Reported' })
      ctx.emit(DealWon, { deal: deal.id })
      await ctx.repo(Deal).update(deal.id, { score: 60 })
    }),
    handle(later, async (ctx, deal) => ctx.enqueue('desk.count', { deal: deal.id }, { at: '2027-04-01T00:00:00.000Z' })),
    hooks(Firm, {
      react: async (ctx, changes) => {
        for (const { next } of changes) if (next?.name.startsWith('Try ')) await tryInVain(ctx as never)
      },
    }),
    on(DealWon, { name: 'desk.hear', as: 'system' }, async () => undefined),
    job('desk.count', { as: 'system', run: async () => undefined }),
    role('desk.clerk', {
      label: 'Clerk',
      grants: [allow(Deal, ['read', 'create', 'update', 'handOver', 'report', 'later'], { where: { owner: '$me' }, hide: ['margin'] })],
    }),
  ],
})

/** A part that fails is taken back alone, with what it would have begun. */
async function tryInVain(ctx: { attempt(work: () => Promise<void>): Promise<void>; enqueue(job: string): Promise<void> }): Promise<void> {
  await ctx
    .attempt(async () => {
      await ctx.enqueue('desk.count')
      throw new Error('No.')
    })
    .catch(() => undefined)
}

let platform: TestPlatform
let admin: TestClient
let clerk: TestClient

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals, desk] })
  admin = platform.admin
  clerk = await platform.as('desk.clerk')
  await admin.put('/api/settings/core.mail', { values: { host: '127.0.0.1', port: 9, from: 'sangam@example.com', local: true } })
})
afterAll(() => platform.stop())

async function plan(person: TestClient, method: string, path: string, body: unknown, more: { readonly [name: string]: string } = {}): Promise<Plan> {
  const { status, json } = await person.ask(method, path, body, { 'Sangam-Plan': '1', ...more })
  expect(status, JSON.stringify(json)).toBe(200)
  return json as unknown as Plan
}
const act = (person: TestClient, deal: string, action: string, input: object = {}): Promise<Plan> =>
  plan(person, 'POST', `/api/records/deals.deal/${deal}/actions/${action}`, input)
const saidBy = ({ changes, afterwards }: Plan) => [
  changes.map(({ entity, verb, fields }) => [entity, verb, Object.keys(fields)]),
  afterwards.map(one => one.text),
]

/** What a rehearsal must leave as it was. */
async function traces(): Promise<object> {
  const { db, services } = platform.platform.world
  const [counts] = await db.app.run(
    throughDoor(sql`
    select (select count(*)::int from main.core_job) as jobs, (select count(*)::int from main.core_outbox) as told, (select count(*)::int from main.core_history) as history,
      (select count(*)::int from main.core_notification) as messages, (select count(*)::int from main.core_automation_run) as runs`),
  )
  const files: string[] = []
  for await (const key of services.get<FileStore>(filesToken).keys('main')) files.push(key)
  return { ...counts, files }
}

describe('The plan of an action', () => {
  it('names what it would change and, in words, what would begin once that holds; and leaves nothing behind, no file either', async () => {
    const { id } = await clerk.repo(Deal).create({ title: 'Looms' })
    const before = await traces()
    const planned = await act(clerk, id, 'report')
    expect(planned.afterwards).toEqual([
      { kind: 'mail', count: 1, text: 'An e-mail is sent.' },
      { kind: 'event', name: 'deals.dealWon', text: '“deals.dealWon” is told to Deals, Desk.' },
    ])
    expect(planned.changes.filter(one => one.entity === 'deals.deal')).toEqual([
      { entity: 'deals.deal', id, title: 'Looms', verb: 'update', fields: { score: { from: null, to: 60 }, doubled: { from: null, to: 120 } } },
    ])
    expect(saidBy(await act(clerk, id, 'later'))).toEqual([[], ['Desk begins its work “desk.count” later, at 2027-04-01T00:00:00.000Z.']])
    expect(await traces()).toEqual(before)
    await clerk.ask('POST', `/api/records/deals.deal/${id}/actions/report`, {})
    expect(await traces()).not.toEqual(before)
  })

  it('tells whoever would lose a record out of sight that they would, and nobody of what they never see', async () => {
    const { id } = await clerk.repo(Deal).create({ title: 'Mill' })
    const input = { to: admin.userId }
    expect((await act(clerk, id, 'handOver', input)).changes).toEqual([
      { entity: 'deals.deal', id, title: 'Mill', verb: 'update', fields: {}, outOfSight: true },
    ])
    expect(saidBy(await act(admin, id, 'handOver', input))[0]).toEqual([
      ['deals.deal', 'update', ['owner']],
      ['desk.memo', 'create', ['text', 'deal']],
    ])
  })

  it('forgets what a part of it began that was taken back alone', async () => {
    expect(saidBy(await plan(admin, 'POST', '/api/records/deals.firm', { name: 'Try again' }))).toEqual([[['deals.firm', 'create', ['name', 'owner']]], []])
  })
})

test('An action over a set that names a record twice, in whatever letters, is done to it once', async () => {
  const { id } = await admin.repo(Deal).create({ title: 'Twice' } as never)
  const answer = await admin.post('/api/records/deals.deal/actions/handOver', { ids: [id, id.toUpperCase(), id], input: { to: clerk.userId } })
  const memos = await admin.repo(Memo).find({ where: { deal: id } as never, fields: ['text'], limit: 10 })
  expect([(answer as unknown as unknown[]).length, memos.items.length]).toEqual([3, 1])
})

describe('What administrators set up', () => {
  const definition = { name: 'Greet', entity: 'deals.deal', trigger: { on: 'created' }, condition: { hot: true }, steps: [{ do: 'set', values: { score: 1 } }] }

  it('is named to them in a plan, and hinted at to others', async () => {
    const greet = (await admin.post('/api/automations', definition)) as { id: string }
    const other = (await admin.post('/api/automations', { ...definition, name: 'Loud', trigger: { on: 'changed', fields: ['score'] }, condition: null })) as {
      id: string
    }
    const hook = (await admin.post('/api/webhooks', { name: 'Depot', url: 'https://example.com/in', entity: 'deals.deal', verbs: ['create'] })) as {
      id: string
    }
    const before = await traces()
    const make = (person: TestClient) => plan(person, 'POST', '/api/records/deals.deal', { title: 'New' })
    expect([saidBy(await make(admin))[1], saidBy(await make(clerk))[1]]).toEqual([
      ['The automation “Greet” begins where its condition holds.', 'The webhook “Depot” tells another system.'],
      ['Automations that administrators made may begin.', 'Other systems may be told.'],
    ])
    expect(await traces()).toEqual(before)
    for (const { id } of [greet, other]) await admin.delete(`/api/automations/${id}`)
    await admin.delete(`/api/records/core.webhook/${hook.id}`)
  })

  it('is, of a button, also walked through: what its steps change is in the plan, what they send in words', async () => {
    const button = (await admin.post('/api/automations', {
      ...definition,
      name: 'Warm up the deal',
      trigger: { on: 'button', label: 'Warm up' },
      condition: null,
      steps: [
        { do: 'set', values: { hot: true, margin: '3' } },
        { do: 'create', entity: 'desk.memo', values: { text: 'Warm: {{ record.title }}', deal: '{{ record.id }}' } },
        { do: 'mail', to: [{ address: 'a@example.com' }, { address: 'b@example.com' }], subject: 'Warm', text: 'Warm' },
        { do: 'call', url: 'https://example.com/warm' },
      ],
    })) as { id: string }
    const [deal, forbidden] = await clerk.repo(Deal).createMany([{ title: 'Cold' }, { title: 'Cold too' }])
    const before = await traces()
    const [asClerk, asAdmin] = [await act(clerk, deal?.id ?? '', `automation:${button.id}`), await act(admin, deal?.id ?? '', `automation:${button.id}`)]
    const words = ['“Warm up” begins, and does its steps by itself.', '2 e-mails are sent.', 'Another system is called.']
    expect([saidBy(asClerk), saidBy(asAdmin)]).toEqual([
      [[['deals.deal', 'update', ['hot']]], words],
      [
        [
          ['deals.deal', 'update', ['hot', 'margin']],
          ['desk.memo', 'create', ['text', 'deal']],
        ],
        words,
      ],
    ])
    expect(await traces()).toEqual(before)

    await admin.repo(Deal).update(forbidden?.id ?? '', { state: 'won', value: { amount: '1', currency: 'INR' } })
    await admin.put(`/api/automations/${button.id}`, {
      ...definition,
      trigger: { on: 'button', label: 'Warm up' },
      condition: null,
      steps: [{ do: 'set', values: { value: { amount: '2', currency: 'INR' } } }],
      version: 1,
    })
    const many = (person: TestClient) =>
      plan(person, 'POST', `/api/records/deals.deal/actions/automation:${button.id}`, { ids: [deal?.id, forbidden?.id] }).then(saidBy)
    expect([await many(clerk), (await many(admin))[1]]).toEqual([
      [
        [['deals.deal', 'update', ['value']]],
        [words[0], '“Warm up” would stop, since one of its steps is refused. Ask an administrator to look at the automation.'],
      ],
      [words[0], expect.stringMatching(/^“Warm up” would stop: .*Value/)],
    ])
    await admin.delete(`/api/automations/${button.id}`)
  })
})

describe('Of one record that is written several times, a plan tells the net effect:', () => {
  const create = { verb: 'create', values: { title: 'New' }, as: 'it' }
  const it$ = { id: '$ref:it' }
  const here = (verb: string, patch?: object) => ({ verb, ...(patch && { patch }) })
  const none: string[] = []

  it.each([
    ['made and changed', [create, { ...it$, ...here('update', { score: 4 }) }], ['create', 'doubled,number,owner,score,state,hot,title']],
    ['made and removed', [create, { ...it$, ...here('remove') }], none],
    ['made, removed and put back', [create, { ...it$, ...here('remove') }, { ...it$, ...here('restore') }], ['create', 'number,owner,state,hot,title']],
    ['changed twice', [here('update', { score: 4 }), create, here('update', { score: 5 })], ['update', 'doubled,score']],
    ['changed and changed back', [here('update', { score: 4 }), create, here('update', { score: 1 })], none],
    ['changed and removed', [here('update', { score: 4 }), here('remove')], ['remove', '']],
    ['removed and put back', [here('remove'), here('restore')], none],
    ['removed, put back and changed', [here('remove'), here('restore'), here('update', { score: 4 })], ['update', 'doubled,score']],
    ['removed, put back and removed again', [here('remove'), here('restore'), create, here('remove')], ['remove', '']],
  ])('%s', async (_, writes, told) => {
    const { id } = await admin.repo(Deal).create({ title: 'There', score: 1 })
    const batch = writes.map(one => ({ entity: 'deals.deal', id, ...one }))
    const planned = await plan(admin, 'POST', '/api/batch', batch)
    const own = planned.changes.filter(one => (writes[0] === create ? one.id !== id : one.id === id))
    const wanted = told.length === 0 ? [] : [[told[0], told[1]?.split(',').sort().join()]]
    expect(own.map(({ verb, fields }) => [verb, Object.keys(fields).sort().join()])).toEqual(wanted)
    const { status } = await admin.ask('POST', '/api/batch', batch)
    expect(status).toBe(200)
  })

  it('put back from the bin, changed and removed again', async () => {
    const { id } = await admin.repo(Deal).create({ title: 'Binned' })
    await admin.repo(Deal).remove(id)
    const [back, change, gone] = [{ verb: 'restore' }, { verb: 'update', patch: { score: 9 } }, { verb: 'remove' }].map(one => ({
      entity: 'deals.deal',
      id,
      ...one,
    }))
    expect(saidBy(await plan(admin, 'POST', '/api/batch', [back, change]))[0]).toEqual([['deals.deal', 'restore', ['score', 'doubled']]])
    expect(saidBy(await plan(admin, 'POST', '/api/batch', [back, change, gone]))[0]).toEqual([])
  })
})
