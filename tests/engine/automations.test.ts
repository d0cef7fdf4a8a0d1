import type { Json } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Deal, deals, Firm } from './note.ts'
import { mailServer, otherSystem } from './outside.ts'

let platform: TestPlatform
let admin: TestClient
let seller: TestClient
let mail: Awaited<ReturnType<typeof mailServer>>

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals], localHosts: ['127.0.0.1'] })
  admin = platform.admin
  seller = await platform.as('deals.seller')
  mail = await mailServer(admin)
})
afterAll(async () => {
  await mail?.stop()
  await platform?.stop()
})
beforeEach(async () => {
  for (const { id } of (await items('/api/automations')) as { id: string }[]) await admin.delete(`/api/automations/${id}`)
  mail.letters.length = 0
  platform.clock.set('2027-03-31T09:30:00.000Z')
})

interface Run {
  readonly id: string
  readonly state: string
  readonly record: string | null
  readonly error: string | null
  readonly attempts: number
  readonly depth: number
  readonly causedBy: string | null
  readonly automationVersion: number
  readonly ran: { readonly trigger: Json; readonly condition: Json; readonly steps: Json } | null
  readonly log: readonly { readonly at: string; readonly do: string; readonly state: string; readonly data: Json; readonly error?: string }[] | null
}

async function items(path: string): Promise<Json[]> {
  return ((await admin.get(path)) as { items: Json[] }).items
}
async function runsOf(automation: string): Promise<Run[]> {
  const runs = (await items(`/api/automations/${automation}/runs`)) as unknown as Run[]
  return Promise.all(runs.toReversed().map(async run => (await admin.get(`/api/automations/runs/${run.id}`)) as unknown as Run))
}
async function make(definition: object): Promise<{ readonly id: string; readonly version: number; readonly warnings: readonly string[] }> {
  return (await admin.post('/api/automations', { name: 'Test', entity: 'deals.deal', ...definition })) as never
}
const said = (run: Run | undefined) => run && { state: run.state, error: run.error, log: (run.log ?? []).map(({ at, state, data }) => ({ at, state, data })) }

describe('when', () => {
  test('a deal is made, what the automation says is done, in the name of its author and with its name in the history', async () => {
    const { id } = await make({
      name: 'Score new deals',
      trigger: { on: 'created' },
      condition: { hot: true },
      steps: [{ do: 'set', values: { score: 40, reason: 'Hot: {{ record.title }}' } }],
    })
    // What a record says stays a text, whatever it would say to a database or to another template.
    const title = "Mill'); drop table main.deals_deal; -- $me {{ record.owner }}"
    const [hot, cold] = await seller.repo(Deal).createMany([{ title, hot: true }, { title: 'Shop' }])
    expect(await platform.settle()).toEqual([])
    expect((await runsOf(id)).map(run => [run.record, ...Object.values(said(run) ?? {})])).toEqual([
      [hot?.id, 'done', null, [{ at: '0', state: 'done', data: { values: { score: 40, reason: `Hot: ${title}` } } }]],
    ])
    expect(await seller.repo(Deal).get(hot?.id ?? '', { fields: ['score', 'doubled', 'reason'] })).toMatchObject({
      score: 40,
      doubled: 80,
      reason: `Hot: ${title}`,
    })
    expect((await seller.repo(Deal).get(cold?.id ?? '')).score).toBeNull()
    const [entry] = ((await admin.get(`/api/records/deals.deal/${hot?.id}/history`)) as { items: { by: object; origin: string; reason: string }[] }).items
    expect([entry?.by, entry?.origin, entry?.reason]).toEqual([{ id: admin.userId, name: 'Asha Owner' }, 'automation', 'Score new deals'])
  })

  test('watched fields change, and not when others do; a version begins with each save and a run stays with its own', async () => {
    const watched = await make({ trigger: { on: 'changed', fields: ['score'] }, steps: [{ do: 'set', values: { reason: 'first' } }] })
    const deal = await seller.repo(Deal).create({ title: 'Watched', score: 1 })
    await seller.repo(Deal).update(deal.id, { hot: true })
    await platform.settle()
    expect(await runsOf(watched.id)).toEqual([])
    await seller.repo(Deal).update(deal.id, { score: 2 })
    await admin.put(`/api/automations/${watched.id}`, {
      name: 'Test',
      entity: 'deals.deal',
      trigger: { on: 'changed', fields: ['score'] },
      steps: [{ do: 'set', values: { reason: 'second' } }],
    })
    await platform.settle()
    expect((await seller.repo(Deal).get(deal.id)).reason).toBe('first')
    await seller.repo(Deal).update(deal.id, { score: 3 })
    await platform.settle()
    expect((await seller.repo(Deal).get(deal.id)).reason).toBe('second')
    expect((await runsOf(watched.id)).map(run => run.automationVersion)).toEqual([1, 2])
    expect((await runsOf(watched.id)).map(run => run.ran?.steps)).toEqual(['first', 'second'].map(reason => [{ do: 'set', values: { reason } }]))
    expect((await items(`/api/automations/${watched.id}/versions`)).length).toBe(2)
  })

  test('a state is entered, once', async () => {
    const { id } = await make({
      trigger: { on: 'state', field: 'state', state: 'won' },
      steps: [{ do: 'action', action: 'praise', input: { words: 'Well done, {{ record.title }}' } }],
    })
    const deal = await seller.repo(Deal).create({ title: 'Praised', value: { amount: '10', currency: 'INR' } })
    await seller.repo(Deal).update(deal.id, { state: 'won' })
    await seller.repo(Deal).update(deal.id, { score: 5 })
    expect(await platform.settle()).toEqual([])
    expect((await runsOf(id)).length).toBe(1)
    expect((await seller.repo(Deal).get(deal.id)).reason).toBe('Well done, Praised')
  })

  test('a day comes, once for each record, and days on which the server was off are made up for', async () => {
    const closing = await make({ trigger: { on: 'date', field: 'closing', days: -3, time: '08:00' }, steps: [{ do: 'set', values: { hot: true } }] })
    await seller.repo(Deal).createMany([
      { title: 'In three days', closing: '2027-04-05' },
      { title: 'In four', closing: '2027-04-06' },
      { title: 'In ten', closing: '2027-04-12' },
    ])
    const ran = async (): Promise<(string | null)[]> =>
      (await Promise.all((await runsOf(closing.id)).map(async run => (await seller.repo(Deal).get(run.record ?? '')).title))).sort()
    await platform.settle()
    expect(await ran()).toEqual([])
    platform.clock.set('2027-04-02T02:31:00.000Z')
    await platform.settle()
    expect(await ran()).toEqual(['In three days'])
    platform.clock.set('2027-04-02T11:00:00.000Z')
    await platform.settle()
    expect(await ran()).toEqual(['In three days'])
    platform.clock.set('2027-04-10T02:31:00.000Z')
    await platform.settle()
    expect(await ran()).toEqual(['In four', 'In ten', 'In three days'])
  })

  test('a schedule comes: for every record that meets the condition, in its own zone', async () => {
    await make({
      trigger: { on: 'schedule', cron: '0 8 * * 1', zone: 'Europe/London' },
      condition: { title: { startsWith: 'Weekly' } },
      steps: [{ do: 'set', values: { score: 7 } }],
    })
    const made = await seller.repo(Deal).createMany([{ title: 'Weekly A' }, { title: 'Weekly B' }, { title: 'Other' }])
    const scores = async (): Promise<(number | null)[]> => Promise.all(made.map(async ({ id }) => (await seller.repo(Deal).get(id)).score))
    await platform.settle()
    platform.clock.set('2027-04-05T06:59:00.000Z')
    await platform.settle()
    expect(await scores()).toEqual([null, null, null])
    platform.clock.set('2027-04-05T07:00:30.000Z')
    await platform.settle()
    expect(await scores()).toEqual([7, 7, null])
  })

  test('another system calls: who knows the address and signs; the same call twice does it once', async () => {
    await admin.repo(Firm).create({ name: 'Gupta Steel', code: 'G7', kind: 'customer' })
    const hook = await make({
      entity: 'deals.firm',
      trigger: { on: 'hook', field: 'code', value: '{{ hook.customer.code }}', signed: true },
      steps: [{ do: 'create', entity: 'deals.deal', values: { title: 'Order {{ hook.number }}', firm: '{{ record.id }}', weight: '{{ hook.weight }}' } }],
    })
    const { address } = (await admin.post(`/api/automations/${hook.id}/address`)) as { address: string }
    const { secret } = (await admin.post(`/api/automations/${hook.id}/signing`)) as { secret: string }
    const path = new URL(address).pathname
    const body = JSON.stringify({ number: 'S-9 {{ me }}', customer: { code: 'G7' }, weight: '2.5' })
    const time = String(Date.parse('2027-03-31T09:29:00Z') / 1000)
    const signed = {
      'webhook-id': 'call-1',
      'webhook-timestamp': time,
      'webhook-signature': new Webhook(secret).sign('call-1', new Date(Number(time) * 1000), body),
    }
    const call = async (text: string, headers: { [name: string]: string }, at = path) => (await platform.guest.ask('POST', at, text, headers)).status
    expect(await call(body, signed, `${path.slice(0, -1)}x`)).toBe(404)
    expect(await call(body, { ...signed, 'webhook-signature': 'v1,AAAA' })).toBe(401)
    expect(await call(body.replace('2.5', '9.5'), signed)).toBe(401)
    expect(await call(body, { ...signed, 'webhook-timestamp': '1' })).toBe(401)
    expect([await call(body, signed), await call(body, signed)]).toEqual([202, 202])
    expect(await platform.settle()).toEqual([])
    const made = await admin.repo(Deal).find({ where: { title: 'Order S-9 {{ me }}' }, fields: ['title', 'firm.name', 'weight'] })
    expect(made.items.map(({ title, weight, 'firm.name': firm }) => [title, weight, firm])).toEqual([['Order S-9 {{ me }}', '2.5', 'Gupta Steel']])
    await admin.post(`/api/automations/${hook.id}/address`)
    expect(await call(body, signed)).toBe(404)
    expect(JSON.stringify(await admin.get(`/api/automations/${hook.id}`))).not.toContain(secret)
  })

  test('someone presses its button, who may and where it is offered', async () => {
    const button = await make({
      trigger: { on: 'button', label: 'Warm up', roles: ['deals.seller'] },
      condition: { hot: false },
      steps: [{ do: 'set', values: { hot: true, owner: '$me' } }],
    })
    const outsider = await platform.as()
    const deal = await admin.repo(Deal).create({ title: 'Cold', owner: seller.userId })
    const action = { entity: 'deals.deal', name: `automation:${button.id}` }
    const { entities } = (await seller.get('/api/meta')) as unknown as {
      entities: { [name: string]: { actions: { name: string; label: string }[]; verbs: string[] } }
    }
    expect(entities['deals.deal']?.actions.at(-1)).toMatchObject({ name: action.name, label: 'Warm up', when: { hot: false } })
    expect(entities['deals.deal']?.verbs).toContain(action.name)
    expect((await outsider.refused(outsider.run(action, deal.id))).status).toBe(404)
    await seller.run(action, deal.id)
    expect(await platform.settle()).toEqual([])
    expect(await seller.repo(Deal).get(deal.id)).toMatchObject({ hot: true, owner: seller.userId })
    expect((await seller.refused(seller.run(action, deal.id))).code).toBe('not_now')
  })
})

describe('do', () => {
  test('branches, mails that leave once, messages, related records and a call that is signed', async () => {
    const other = await otherSystem()
    const manager = await platform.person({ name: 'Meera Rao', roles: ['deals.manager'] })
    const firm = await admin.repo(Firm).create({ name: 'Rao & Sons', kind: 'customer' })
    const automation = await make({
      trigger: { on: 'state', field: 'state', state: 'won' },
      steps: [
        {
          do: 'branch',
          if: { 'value.amount': { gte: '1000' } },
          yes: [
            {
              do: 'mail',
              to: [{ role: 'deals.manager' }, { address: 'books@example.com' }],
              subject: 'Won: {{ record.title }}',
              text: '{{ record.firm.name | upper }} <b>\nfor {{ record.value }}\n{{ link }}',
            },
            { do: 'notify', to: [{ field: 'owner' }], text: 'Well done with {{record.title}} {0}' },
          ],
          no: [{ do: 'set', values: { reason: 'small' } }],
        },
        { do: 'related', field: 'firm', values: { code: 'W-{{ record.score }}' } },
        { do: 'call', url: other.url },
        { do: 'set', values: { reason: 'told' } },
      ],
    })
    const follower = await make({
      name: 'Follower',
      entity: 'deals.firm',
      trigger: { on: 'changed', fields: ['code'] },
      steps: [{ do: 'related', entity: 'deals.deal', by: 'firm', where: { state: 'open' }, values: { hot: true } }],
    })
    const { secret } = (await admin.post(`/api/automations/${automation.id}/signing`)) as { secret: string }
    const [big, open] = await admin.repo(Deal).createMany([
      { title: 'Big', firm: firm.id, score: 9, value: { amount: '2500.50', currency: 'INR' }, owner: seller.userId },
      { title: 'Open', firm: firm.id },
    ])
    await admin.repo(Deal).update(big?.id ?? '', { state: 'won' })
    try {
      expect(await platform.settle()).toEqual([])
    } finally {
      await other.stop()
    }
    const [run] = await runsOf(automation.id)
    const [heard] = other.heard
    expect(other.heard.length).toBe(1)
    expect(heard?.body).toMatchObject({ automation: 'Test', entity: 'deals.deal', record: { id: big?.id, title: 'Big' } })
    expect(heard?.id).toBe(`${run?.id}.2`)
    expect(heard?.signature).toBe(new Webhook(secret).sign(heard?.id ?? '', new Date(Number(heard?.time) * 1000), heard?.text ?? ''))
    expect([run?.state, run?.log?.map(({ at, do: does, state }) => `${at} ${does} ${state}`)]).toEqual([
      'done',
      ['0 branch done', '0.yes.0 mail done', '0.yes.1 notify done', '1 related done', '2 call done', '3 set done'],
    ])
    expect(JSON.stringify(run)).not.toContain('hidden')
    expect(mail.letters.flatMap(one => one.to).sort()).toEqual(['books@example.com', await emailOf(manager)].sort())
    // Whoever sees the deal sees that a mail went, not what it says.
    const { items: beside } = (await seller.get(`/api/timeline/deals.deal/${big?.id}`)) as unknown as {
      items: { kind: string; text?: string; icon?: string }[]
    }
    expect(beside.filter(({ kind }) => kind === 'event').map(({ text, icon }) => [text, icon])).toEqual([['sent an e-mail, by the automation “Test”', 'mail']])
    expect(mail.letters[0]?.raw).toContain('RAO & SONS <b>')
    expect(mail.letters[0]?.raw).toContain('RAO &amp; SONS &lt;b&gt;')
    expect((await admin.repo(Firm).get(firm.id)).code).toBe('W-9')
    expect(await Promise.all([big, open].map(async one => (await admin.repo(Deal).get(one?.id ?? '')).hot))).toEqual([false, true])
    expect((await admin.repo(Deal).get(big?.id ?? '')).reason).toBe('told')
    const [followed] = await runsOf(follower.id)
    expect([followed?.state, followed?.depth, followed?.causedBy, followed?.log?.[0]?.data]).toEqual([
      'done',
      2,
      run?.id,
      { entity: 'deals.deal', records: [open?.id], values: { hot: true } },
    ])
    const [notice] = await told(seller)
    expect(notice).toEqual({ text: '{text}', values: { text: 'Well done with Big {0}' }, about: { entity: 'deals.deal', id: big?.id } })
  })

  test('a call that fails is tried again after a pause, and what was done before it is not done twice', async () => {
    const other = await otherSystem([500, 503])
    const automation = await make({
      trigger: { on: 'created' },
      steps: [
        { do: 'mail', to: [{ address: 'once@example.com' }], subject: 'Once', text: 'Once' },
        { do: 'call', url: other.url, body: '{"title":"{{ record.title }}"}' },
        { do: 'set', values: { score: 1 } },
      ],
    })
    const deal = await admin.repo(Deal).create({ title: 'Tried' })
    const failures = [await platform.settle(), await platform.settle(), await platform.settle()].map(list => list.length)
    await other.stop()
    const [run] = await runsOf(automation.id)
    expect([failures, run?.state, run?.error, run?.attempts]).toEqual([[1, 1, 0], 'done', null, 2])
    expect(other.heard.map(one => [one.id, one.body])).toEqual([1, 2, 3].map(() => [`${run?.id}.1`, { title: 'Tried' }]))
    expect(mail.letters.length).toBe(1)
    expect((await admin.repo(Deal).get(deal.id)).score).toBe(1)
  })

  test('a refusal ends the run with its sentence, and an administrator tries again once it is mended', async () => {
    const automation = await make({
      trigger: { on: 'created' },
      steps: [
        { do: 'create', entity: 'deals.firm', values: { name: 'For {{ record.title }}' } },
        { do: 'set', values: { score: 500 } },
      ],
    })
    await admin.repo(Deal).create({ title: 'Refused' })
    expect(await platform.settle()).toEqual([])
    const [run] = await runsOf(automation.id)
    expect(said(run)).toEqual({ state: 'failed', error: 'Score must be at most 100.', log: [{ at: '1', state: 'failed', data: null }] })
    expect(await admin.repo(Firm).count({ name: 'For Refused' })).toBe(0)
    await admin.post(`/api/automations/runs/${run?.id}/retry`)
    await platform.settle()
    expect((await runsOf(automation.id)).map(one => one.state)).toEqual(['failed'])
    expect(
      ((await items('/api/automations')) as { lastState: string; runs: number; failures: number }[]).map(({ lastState, runs, failures }) => [
        lastState,
        runs,
        failures,
      ]),
    ).toEqual([['failed', 1, 1]])
  })

  test('many records that change together are one piece of work for each five hundred, and one that is refused holds up no other', async () => {
    const automation = await make({ trigger: { on: 'created' }, steps: [{ do: 'set', values: { score: '{{ record.weight }}' } }] })
    await admin.repo(Deal).createMany(Array.from({ length: 505 }, (_, at) => ({ title: `Set ${at}`, weight: at === 504 ? '500' : '5' })))
    expect(await platform.settle()).toEqual([])
    const jobs = await platform.platform.world.db.app.run<{ name: string; n: number }>(sql`
      select split_part(name, '#', 1) as name, count(*)::int as n from main.core_job
      where input->>'automation' = ${automation.id} or name = ${`core.automationRun#${automation.id}`} group by 1 order by 1`)
    // One looks whom it concerns; one takes five hundred, one the other five, and as one of these is refused, one takes each.
    expect(jobs).toEqual([
      { name: 'core.automate', n: 1 },
      { name: 'core.automationRun', n: 1 + 1 + 5 },
    ])
    expect(await admin.repo(Deal).count({ title: { startsWith: 'Set ' }, score: 5 })).toBe(504)
    expect((await items(`/api/automations/${automation.id}/runs?state=failed`)) as unknown as Run[]).toMatchObject([
      { recordTitle: 'Set 504', error: 'Score must be at most 100.' },
    ])
  })
})

describe('safely', () => {
  test('who guesses addresses is stopped, and leaves one trace, not one for each guess', async () => {
    const rows = async () => Number((await platform.platform.world.db.app.run<{ n: number }>(sql`select count(*)::int as n from sangam.rate`))[0]?.n)
    await platform.platform.world.db.app.run(sql`delete from sangam.rate where bucket like 'hook guessed%'`)
    const before = await rows()
    const guess = async (at: number) => (await platform.guest.ask('POST', `/api/hooks/main.${String(at).padStart(43, 'x')}`, {})).status
    const answers: number[] = []
    for (let at = 0; at < 70; at += 1) answers.push(await guess(at))
    expect([answers.filter(status => status === 404).length, answers.at(-1), (await rows()) - before]).toEqual([60, 429, 1])
  })

  test('it acts as the role that was chosen, sees what that role sees, and never does what its author may not', async () => {
    const narrow = await make({ runAs: 'deals.seller', trigger: { on: 'created' }, steps: [{ do: 'set', values: { reason: 'seen' } }] })
    const [mine, theirs] = await admin.repo(Deal).createMany([{ title: 'Mine' }, { title: 'Theirs', owner: seller.userId }])
    await platform.settle()
    expect((await runsOf(narrow.id)).map(run => [run.record, run.state])).toEqual([[mine?.id, 'done']])
    expect((await admin.repo(Deal).get(theirs?.id ?? '')).reason).toBeNull()
    const frozen = await make({ runAs: 'deals.seller', trigger: { on: 'created' }, steps: [{ do: 'set', values: { weight: '3' } }] })
    await admin.repo(Deal).create({ title: 'Frozen' })
    await platform.settle()
    expect((await runsOf(frozen.id)).map(run => run.error)).toEqual(['You may not change Weight. Ask an admin for the right to.'])
    expect(
      (await admin.refused(make({ runAs: 'nobody.knows', trigger: { on: 'created' }, steps: [{ do: 'set', values: { score: 1 } }] }))).errors,
    ).toMatchObject([{ field: 'runAs' }])
  })

  test('a role that may not see what records are called acts on them all the same, and is told their name by nothing', async () => {
    const grants = (hide: readonly string[]) => [{ entity: 'deals.deal', verbs: ['read', 'update'], hide }]
    const role = (hide: readonly string[]) =>
      admin.post('/api/model/apply', { operations: [{ op: 'setRole', role: 'x.blind', label: 'Blind', grants: grants(hide) }] })
    await role(['title'])
    const { id } = await make({
      runAs: 'x.blind',
      trigger: { on: 'created' },
      condition: { score: 7 },
      steps: [
        { do: 'set', values: { reason: 'Called {{ record.title | default: "nothing" }}' } },
        { do: 'notify', to: [{ user: admin.userId }], text: 'Seen: {{ record.title }}.' },
        { do: 'branch', if: { reason: { startsWith: 'Called' } }, yes: [{ do: 'set', values: { score: 8 } }] },
      ],
    })
    const deal = await admin.repo(Deal).create({ title: 'Project Falcon', score: 7 })
    expect(await platform.settle()).toEqual([])
    const [run, ...more] = await runsOf(id)
    expect([run?.state, run?.record, more]).toEqual(['done', deal.id, []])
    expect(JSON.stringify(run)).not.toContain('Falcon')
    expect(await admin.repo(Deal).get(deal.id)).toMatchObject({ title: 'Project Falcon', reason: 'Called nothing', score: 8 })
    expect((await told(admin))[0]).toMatchObject({ values: { text: 'Seen: .' } })

    const named = {
      runAs: 'x.blind',
      trigger: { on: 'created' },
      condition: { title: { startsWith: 'Project' } },
      steps: [{ do: 'set', values: { score: 9 } }],
    }
    const refused = await admin.refused(make(named))
    expect(refused.errors).toMatchObject([{ field: 'condition', message: 'There is no field "title" here.' }])
    const branch = { ...named, condition: null, steps: [{ do: 'branch', if: named.condition, yes: named.steps }] }
    expect((await admin.refused(make(branch))).errors).toMatchObject([{ field: 'steps.0.if', message: 'There is no field "title" here.' }])

    await role([])
    const later = await make(named)
    await role(['title'])
    const second = await admin.repo(Deal).create({ title: 'Project Eagle' })
    expect(await platform.settle()).toEqual([])
    expect(await runsOf(later.id)).toEqual([])
    expect(await admin.get(`/api/automations/${later.id}`)).toMatchObject({ active: false, stopped: 'There is no field "title" here.' })
    expect((await admin.repo(Deal).get(second.id)).score).toBeNull()
  })

  test.each([
    [
      'leaves',
      (id: string) => admin.post(`/api/users/${id}/disable`),
      'Whoever saved this automation may not sign in any more. Save it again to let it act in your name.',
    ],
    [
      'is no administrator any more',
      (id: string) => admin.put(`/api/users/${id}/roles`, { roles: ['deals.manager'] }),
      'Whoever saved this automation is no administrator any more. Save it again to let it act in your name.',
    ],
  ])('it stops with a sentence when its author %s, until someone saves it again', async (_, happen, why) => {
    const author = await platform.as('core.admin')
    const definition = { name: 'Left behind', entity: 'deals.deal', trigger: { on: 'created' }, steps: [{ do: 'set', values: { score: 3 } }] }
    const { id } = (await author.post('/api/automations', definition)) as { id: string }
    await happen(author.userId)
    await admin.repo(Deal).create({ title: 'Too late' })
    await platform.settle()
    expect(await admin.get(`/api/automations/${id}`)).toMatchObject({ active: false, stopped: why })
    expect((await told(admin))[0]).toMatchObject({ text: 'The automation “{name}” stopped. {why}', values: { name: 'Left behind', why } })
    await admin.put(`/api/automations/${id}`, definition)
    const deal = await admin.repo(Deal).create({ title: 'In time' })
    await platform.settle()
    expect(await admin.get(`/api/automations/${id}`)).toMatchObject({ active: true, stopped: null, author: admin.userId })
    expect((await admin.repo(Deal).get(deal.id)).score).toBe(3)
  })

  test('a circle is told when it is saved, and ends after eight turns', async () => {
    const one = await make({
      name: 'Tick',
      trigger: { on: 'changed', fields: ['score'] },
      steps: [{ do: 'set', values: { reason: '{{ record.updatedAt }} {{ record.score }}' } }],
    })
    const two = await make({ name: 'Tock', trigger: { on: 'changed', fields: ['reason'] }, steps: [{ do: 'set', values: { score: '{{ record.version }}' } }] })
    expect(one.warnings).toEqual([])
    expect(two.warnings).toEqual([
      'This may set itself off again and again: “Tock” → “Tick” → “Tock”. A condition should end it; after 8 times in a row it is stopped.',
    ])
    const deal = await admin.repo(Deal).create({ title: 'Round' })
    await admin.repo(Deal).update(deal.id, { score: 1 })
    expect(await platform.settle()).toEqual([])
    const runs = [...(await runsOf(one.id)), ...(await runsOf(two.id))].sort((a, b) => a.depth - b.depth)
    expect(runs.map(run => [run.depth, run.state])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map(depth => [depth, depth === 9 ? 'stopped' : 'done']))
    expect(runs.slice(1).map(run => run.causedBy)).toEqual(runs.slice(0, -1).map(run => run.id))
    expect(runs.at(-1)?.error).toBe('Automations set each other off 8 times in a row. Look whether they go in a circle.')
  })

  test('a server that is killed at work does it once all the same: before its commit and after it', async () => {
    const { db } = platform.platform.world
    const automation = await make({
      trigger: { on: 'created' },
      steps: [
        { do: 'mail', to: [{ address: 'a@example.com' }], subject: 'One', text: 'One' },
        { do: 'create', entity: 'deals.firm', values: { name: 'Made by {{ automation }}' } },
      ],
    })
    await admin.repo(Deal).create({ title: 'Killed' })
    // A node took the work and never came back.
    await db.app.run(
      sql`update main.core_job set leased_by = 'dead', lease_until = now() - interval '1 second', attempts = 1 where name = 'core.automate' and done_at is null`,
    )
    expect(await platform.settle()).toEqual([])
    // A node did the work and was killed before it could say so.
    const again = await db.app.run(
      sql`update main.core_job set done_at = null, leased_by = 'dead', lease_until = now() - interval '1 second' where name = ${`core.automationRun#${automation.id}`} returning id`,
    )
    expect(again.length).toBe(1)
    expect(await platform.settle()).toEqual([])
    expect((await runsOf(automation.id)).map(run => run.state)).toEqual(['done'])
    expect([mail.letters.length, await admin.repo(Firm).count({ name: 'Made by Test' })]).toEqual([1, 1])
  })

  test('a dry run shows every step on a real record, and leaves nothing', async () => {
    const other = await otherSystem()
    const deal = await admin.repo(Deal).create({ title: 'Dry', value: { amount: '5', currency: 'INR' } })
    const definition = {
      name: 'Dry',
      entity: 'deals.deal',
      trigger: { on: 'created' },
      condition: { hot: true },
      steps: [
        { do: 'set', values: { score: 11 } },
        { do: 'mail', to: [{ address: 'x@example.com' }], subject: 'Score {{ record.score }}', text: 'Twice: {{ record.doubled }}' },
        { do: 'call', url: other.url, body: '{"score":{{ record.score }}}' },
        { do: 'set', values: { state: 'lost' } },
      ],
    }
    const shown = (await admin.post('/api/automations/dry-run', { definition, record: deal.id })) as {
      meets: boolean
      log: { at: string; do: string; state: string; data: Json; error?: string }[]
    }
    await platform.settle()
    await other.stop()
    expect([shown.meets, shown.log.map(({ at, do: does, state, data, error }) => [at, does, state, data, error])]).toEqual([
      false,
      [
        ['0', 'set', 'done', { values: { score: 11 } }, undefined],
        ['1', 'mail', 'shown', { to: ['x@example.com'], subject: 'Score 11', text: 'Twice: 22' }, undefined],
        ['2', 'call', 'shown', { url: other.url.split('?')[0], body: '{"score":11}' }, undefined],
        ['3', 'set', 'failed', null, 'Say why it was lost.'],
      ],
    ])
    expect([(await admin.repo(Deal).get(deal.id)).version, mail.letters.length, other.heard.length]).toEqual([1, 0, 0])
  })

  test('rows of an import set it off as any others', async () => {
    const automation = await make({ trigger: { on: 'created' }, steps: [{ do: 'set', values: { score: 2 } }] })
    const staged = (await admin.ask('POST', '/api/imports/deals.deal?name=deals.csv', 'title\nFrom a file\nAnother\n', { 'Content-Type': 'text/csv' }))
      .json as { id: string }
    await admin.post(`/api/imports/deals.deal/${staged.id}/plan`, { key: null, fields: { title: { columns: [0] } } })
    await admin.post(`/api/imports/deals.deal/${staged.id}/commit`, {})
    expect(await platform.settle()).toEqual([])
    expect((await runsOf(automation.id)).map(run => run.state)).toEqual(['done', 'done'])
    expect(await admin.repo(Deal).count({ title: { in: ['From a file', 'Another'] }, score: 2 })).toBe(2)
  })

  test('what names nothing that is there is refused, each place by its name', async () => {
    const { errors } = await admin.refused(
      make({
        trigger: { on: 'state', field: 'state', state: 'nowhere' },
        condition: { nothing: 1 },
        steps: [
          { do: 'set', values: { doubled: 2, gone: 1 } },
          { do: 'mail', to: [{ field: 'party.owner' }], subject: '{{ record.nope }}', text: '{{ constructor }}' },
          { do: 'call', url: 'ftp://example.com' },
          { do: 'action', action: 'dance' },
        ],
      }),
    )
    expect(errors?.map(({ field, code }) => `${field} ${code}`)).toEqual([
      'trigger.state state',
      'condition condition',
      'steps.0.values.doubled readonly',
      'steps.0.values.gone field',
      'steps.1 template',
      'steps.1 template',
      'steps.1.to field',
      'steps.2.url url',
      'steps.3.action action',
    ])
    const always = { trigger: { on: 'created' }, steps: [{ do: 'branch', if: {}, yes: [{ do: 'set', values: { score: 1 } }] }] }
    expect((await admin.refused(make(always))).errors).toMatchObject([{ field: 'steps.0.if', message: 'Say on what it depends: add a condition.' }])
  })

  test.each([
    ['GET', '/api/automations'],
    ['POST', '/api/automations'],
    ['GET', '/api/automations/runs'],
    ['POST', '/api/automations/dry-run'],
    ['POST', '/api/records/core.automation'],
    ['GET', '/api/records/core.automationRun'],
  ])('%s %s is for administrators, or for nobody', async (method, path) => {
    const { status } = await seller.ask(method, path, method === 'POST' ? {} : undefined)
    expect(status).toBe(path.includes('/records/') ? 404 : 403)
  })
})

async function told(client: TestClient): Promise<{ text: string; values: object; about: object | null }[]> {
  const { db } = platform.platform.world
  return db.owner.run(sql`select text, "values", about from main.core_notification where "user" = ${client.userId}::uuid order by created_at desc, id desc`)
}
async function emailOf(client: TestClient): Promise<string> {
  return ((await admin.get(`/api/records/core.user/${client.userId}`)) as { email: string }).email
}
