import { allow, defineAction, defineEntity, definePlugin, handle, integer, Notify, reference, role, Timeline, text, translations } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { throughDoor } from '../../core/data/door.ts'
import { plantSeeds } from '../../core/plans/workspace.ts'
import { User } from '../../core/system/people.ts'
import { Comment } from '../../core/system/talk.ts'
import { Activity } from '../../core/system/work.ts'
import { counted } from '../../sdk/testing/check/statements.ts'

const Case = defineEntity('desk.case', {
  title: 'title',
  activities: true,
  fields: {
    title: text({ required: true, max: 80 }),
    place: text({ max: 80 }),
    cost: integer(),
    owner: reference('core.user', { default: '$me' }),
  },
})
const Shelf = defineEntity('desk.shelf', { title: 'name', fields: { name: text({ required: true, max: 80 }) } })
const send = defineAction(Case, 'send', { label: 'Send', input: { count: integer({ required: true }) } })
const nudge = defineAction(Case, 'nudge', { label: 'Nudge', input: { user: reference('core.user', { required: true }) } })
const verbs = ['read', 'create', 'update', 'remove', 'export'] as const
const desk = definePlugin({
  id: 'desk',
  version: '1.0.0',
  title: 'Desk',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  entities: [Case, Shelf],
  parts: [
    send,
    handle(send, (ctx, { id }, { count }) =>
      ctx
        .use(Timeline)
        .add({ about: { entity: Case.name, id }, text: 'handed {count} parcels to {carrier}', values: { count, carrier: 'India Post' }, icon: 'send' }),
    ),
    nudge,
    handle(nudge, (ctx, { id }, { user }) =>
      ctx.use(Notify).tell({ user, kind: 'reminder', text: 'Look at {record}', values: { record: '' }, about: { entity: Case.name, id } }),
    ),
    translations('hi', { 'handed {count} parcels to {carrier}': 'ने {carrier} को {count} पार्सल दिए' }),
    role('desk.lead', { label: 'Lead', grants: [allow(Case, [...verbs, 'send', 'nudge', 'share']), allow(Shelf, [...verbs])] }),
    role('desk.agent', { label: 'Agent', grants: [allow(Case, [...verbs, 'send'], { where: { owner: '$me' }, hide: ['cost'] })] }),
    role('desk.blind', { label: 'Blind', grants: [allow(Case, ['read', 'update'], { hide: ['title'] })] }),
  ],
})

let platform: TestPlatform
let lead: TestClient
let agent: TestClient
let other: TestClient
let blind: TestClient

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [desk] })
  lead = await platform.person({ name: 'Leela Lead', roles: ['desk.lead'] })
  agent = await platform.person({ name: 'Amit Agent', roles: ['desk.agent'] })
  other = await platform.person({ name: 'Omkar Other', roles: ['desk.agent'] })
  blind = await platform.person({ name: 'Bela Blind', roles: ['desk.blind'] })
})
afterAll(() => platform?.stop())

interface Entry {
  readonly kind: string
  readonly id: string
  readonly by: { readonly name: string } | null
  readonly [more: string]: unknown
}
interface Stream {
  readonly items: readonly Entry[]
  readonly next: string | null
  readonly planned: readonly { readonly subject: string }[]
  readonly follows: boolean
}
interface Waiting {
  readonly id: string
  readonly group: string
  readonly text: string
  readonly excerpt: string | null
  readonly about: { readonly title: string; readonly id: string } | null
  readonly notices: readonly string[]
  readonly snoozedUntil: string | null
}
interface Work {
  readonly items: readonly Waiting[]
  readonly counts: { readonly [group: string]: number }
  readonly unread: number
}

const snoozed = sql`select item from main.core_snooze where deleted_at is null`
const mailsSent = sql`select payload from main.core_outbox where kind = 'mail' order by id`

let minute = 0
/** Each step of a story is a minute after the one before. */
function later(minutes = 1): void {
  minute += minutes
  platform.clock.set(new Date(Date.parse('2027-04-01T04:00:00.000Z') + minute * 60_000).toISOString())
}
const caseOf = (who: TestClient, title: string) => agent.repo(Case).create({ title, place: 'Pune', owner: who.userId as never })
const at = (id: string): string => `/api/timeline/desk.case/${id}`
const stream = async (who: TestClient, id: string, query = ''): Promise<Stream> => (await who.get(`${at(id)}${query}`)) as unknown as Stream
const say = async (who: TestClient, id: string, body: string, more: object = {}) =>
  (await who.post(`${at(id)}/comments`, { body, ...more })) as unknown as { id: string; version: number; notes: string[] }
const work = async (who: TestClient): Promise<Work> => {
  expect(await platform.settle()).toEqual([])
  return (await who.get('/api/worklist')) as unknown as Work
}
const texts = async (who: TestClient, group: string): Promise<string[]> => (await work(who)).items.filter(item => item.group === group).map(item => item.text)
const kinds = (list: Stream): string[] => list.items.map(item => item.kind)

describe('a comment', () => {
  test('is read by exactly those who read its record: in the timeline, lists, search, export, the history and the past', async () => {
    later()
    const mine = await caseOf(agent, 'Broken pump')
    const { id } = await say(agent, mine.id, 'The gasket zephyr is gone')
    const asOf = platform.clock.now()
    later()
    const doors = (who: TestClient) => [
      who.ask('GET', at(mine.id)).then(answer => answer.status),
      who.ask('GET', `/api/records/core.comment/${id}`).then(answer => answer.status),
      who.ask('GET', `/api/records/core.comment/${id}/history`).then(answer => answer.status),
      who.ask('GET', `/api/records/core.comment/${id}?asOf=${asOf}`).then(answer => answer.status),
      who.repo(Comment).count({ body: { contains: 'zephyr' } }),
      who.get('/api/search?q=zephyr&entity=core.comment').then(found => (found as unknown as { items: object[] }).items.length),
      who.bytes('/api/export/core.comment?format=csv&fields=body').then(bytes => Buffer.from(bytes).toString().includes('zephyr')),
    ]
    const seen = [200, 200, 200, 200, 1, 1, true]
    const unseen = [404, 404, 404, 404, 0, 0, false]
    expect([await Promise.all(doors(agent)), await Promise.all(doors(lead)), await Promise.all(doors(other))]).toEqual([seen, seen, unseen])
    expect((await other.refused(say(other, mine.id, 'Hello'))).code).toBe('comment_about_unknown')
    expect((await other.refused(other.repo(Comment).create({ body: 'Hello', entity: 'desk.case', record: mine.id }))).code).toBe('comment_about_unknown')
  })

  test('is changed by whoever wrote it alone, says that it was, and leaves a trace when it is removed', async () => {
    later()
    const mine = await caseOf(agent, 'Leaking tap')
    const { id, version } = await say(agent, mine.id, 'It leeks')
    later()
    expect((await lead.refused(lead.patch(`/api/comments/${id}`, { body: 'No' }))).status).toBe(403)
    expect((await platform.admin.refused(platform.admin.patch(`/api/comments/${id}`, { body: 'No' }))).errors).toMatchObject([{ code: 'comment_of_another' }])
    expect((await agent.refused(agent.repo(Comment).update(id, { record: (await caseOf(agent, 'Elsewhere')).id }))).errors).toMatchObject([
      { code: 'comment_stays' },
    ])
    await agent.patch(`/api/comments/${id}`, { body: '<b>It leaks</b>', version })
    expect((await agent.refused(agent.patch(`/api/comments/${id}`, { body: 'Again', version }))).code).toBe('changed_meanwhile')
    expect((await agent.refused(agent.patch(`/api/comments/${id}`, { body: 'Again', version: String(version) }))).code).toBe('bad_version')
    const comment = async (who: TestClient) => (await stream(who, mine.id)).items.find(item => item.kind === 'comment')
    expect([await comment(agent), await comment(lead)]).toMatchObject([
      { body: '<b>It leaks</b>', mine: true, editedAt: platform.clock.now(), by: { name: 'Amit Agent' } },
      { body: '<b>It leaks</b>', mine: false },
    ])
    expect((await lead.refused(lead.repo(Comment).remove(id))).status).toBe(403)
    await agent.repo(Comment).remove(id)
    const after = await stream(lead, mine.id)
    expect(after.items.map(({ kind, by, text: said }) => [kind, by?.name, said])).toEqual([
      ['event', 'Amit Agent', 'removed a comment'],
      ['change', 'Amit Agent', undefined],
    ])
    expect(JSON.stringify(after)).not.toContain('leaks')
    expect((await lead.ask('GET', `/api/records/core.comment/${id}/history`)).status).toBe(404)
  })

  test('says something or carries a file, and stands only where a kind of record has them', async () => {
    const mine = await caseOf(agent, 'Empty words')
    expect((await agent.refused(say(agent, mine.id, '  '))).errors).toMatchObject([{ field: 'body', message: 'Write something, or add a file.' }])
    const sent = (await agent.ask('POST', '/api/files?name=pump.txt', new TextEncoder().encode('a pump'))).json as { id: string }
    await say(agent, mine.id, '', { files: [sent.id] })
    expect((await stream(lead, mine.id, '?show=files')).items.map(item => item.files)).toEqual([[sent.id]])
    expect([await lead.ask('GET', `/api/files/${sent.id}`), await other.ask('GET', `/api/files/${sent.id}`)].map(answer => answer.status)).toEqual([200, 404])
    const shelf = await lead.repo(Shelf).create({ name: 'A 1' })
    const refused = await lead.refused(lead.post(`/api/timeline/desk.shelf/${shelf.id}/comments`, { body: 'Dusty' }))
    expect(refused.detail).toBe('Nobody comments on Shelfs. An administrator can allow it in the Studio.')
  })
})

describe('a mention', () => {
  test('tells the person, who jumps to the record; whoever can’t see it is not told, and the writer hears that', async () => {
    later()
    const mine = await caseOf(agent, 'Noisy fan')
    const people = (await agent.get(`${at(mine.id)}/people?q=O`)) as unknown as { items: { name: string; sees: boolean }[] }
    expect(people.items.map(({ name, sees }) => [name, sees])).toContainEqual(['Omkar Other', false])
    const { id, notes } = await say(agent, mine.id, '@Leela Lead and @Omkar Other: look', { mentions: [lead.userId, other.userId] })
    expect(notes).toEqual(['Omkar Other can’t see this record, so they are not told. Share it with them, or ask an administrator for a role that sees it.'])
    expect([(await work(lead)).items, (await work(other)).items]).toMatchObject([
      [
        {
          group: 'mentions',
          text: 'Amit Agent mentioned you on Noisy fan',
          excerpt: '@Leela Lead and @Omkar Other: look',
          about: { title: 'Noisy fan', id: mine.id },
        },
      ],
      [],
    ])
    await agent.patch(`/api/comments/${id}`, { body: '@Leela Lead look, and @Bela Blind', mentions: [lead.userId, blind.userId] })
    expect([await texts(lead, 'mentions'), await texts(blind, 'mentions')]).toEqual([
      ['Amit Agent mentioned you on Noisy fan'],
      ['Amit Agent mentioned you on Case'],
    ])
    await agent.repo(Comment).remove(id)
    expect((await work(lead)).items.map(item => item.excerpt)).toEqual([null])
  })

  test('of a record that is seen no more is told no more', async () => {
    later()
    const mine = await caseOf(agent, 'Passing by')
    await say(lead, mine.id, '@Amit Agent please', { mentions: [agent.userId] })
    expect((await work(agent)).unread).toBe(1)
    await lead.repo(Case).update(mine.id, { owner: other.userId as never })
    expect(await work(agent)).toMatchObject({ items: [], unread: 0 })
  })
})

describe('many comments at once', () => {
  test('cost as many statements as one, tell each person once of each record, and mention no more people than can be asked', async () => {
    later()
    await lead.post('/api/notifications/read')
    const mentions = [lead.userId, blind.userId]
    const many = await agent.repo(Case).createMany(Array.from({ length: 120 }, (_, line) => ({ title: `Parcel ${line}`, place: 'Pune' })))
    const [first, ...rest] = many.map(({ id }) => id)
    const said = (ids: readonly (string | undefined)[]) =>
      agent.post(
        '/api/batch',
        ids.map(record => ({ entity: 'core.comment', verb: 'create', values: { body: 'Where is it?', entity: 'desk.case', record, mentions } })) as never,
      )
    await agent.post('/api/batch', [{ entity: 'core.comment', verb: 'create', values: { body: 'To begin', entity: 'desk.case', record: first } }] as never)
    await platform.settle()
    const one = await counted(platform, () => said([rest[0]]))
    const all = await counted(platform, () => said([...rest, ...rest.slice(-3)]))
    expect([all, (await stream(agent, rest.at(-1) ?? '')).follows]).toEqual([one, true])
    expect((await work(lead)).unread).toBe(120)
    await Promise.all([lead, blind].map(who => who.post('/api/notifications/read')))
    const strangers = Array.from({ length: 6 }, () => Array.from({ length: 20 }, () => crypto.randomUUID()))
    const crowd = strangers.map(some => ({
      entity: 'core.comment',
      verb: 'create',
      values: { body: 'All', entity: 'desk.case', record: first, mentions: some },
    }))
    expect((await agent.refused(agent.post('/api/batch', crowd as never))).detail).toBe('Mention at most 100 people at once.')
  })
})

describe('whoever follows a record', () => {
  test('hears of comments at once and of what others changed each minute, in one message, of the fields they may read', async () => {
    later()
    const mine = await caseOf(agent, 'Warm fridge')
    expect((await other.refused(other.put(`${at(mine.id)}/follow`, {}))).status).toBe(404)
    await agent.put(`${at(mine.id)}/follow`, {})
    await agent.put(`${at(mine.id)}/follow`, {})
    expect([(await stream(agent, mine.id)).follows, (await stream(lead, mine.id)).follows]).toEqual([true, false])
    await agent.repo(Case).update(mine.id, { place: 'Satara' })
    await platform.job('core.tellFollowers')
    expect(await work(agent)).toMatchObject({ items: [] })
    later()
    await lead.repo(Case).update(mine.id, { cost: 40 })
    await platform.job('core.tellFollowers')
    expect(await work(agent)).toMatchObject({ items: [] })
    await lead.repo(Case).update(mine.id, { place: 'Nashik' })
    await platform.job('core.tellFollowers')
    await lead.repo(Case).update(mine.id, { title: 'Hot fridge' })
    await platform.job('core.tellFollowers')
    await platform.job('core.tellFollowers')
    expect(await texts(agent, 'changes')).toEqual(['Leela Lead changed Hot fridge: Title'])
    await say(lead, mine.id, 'Is it on?')
    expect(await texts(agent, 'mentions')).toEqual(['Leela Lead commented on Hot fridge'])
    expect(await texts(lead, 'mentions')).not.toContain('Leela Lead commented on Hot fridge')
    await agent.delete(`${at(mine.id)}/follow`)
    await say(lead, mine.id, 'Well?')
    expect((await texts(agent, 'mentions')).length).toBe(1)
    expect((await stream(lead, mine.id)).follows).toBe(true)
    await agent.post('/api/notifications/read')
    expect(await work(agent)).toMatchObject({ items: [], unread: 0 })
  })
})

describe('what was told of a record and who followed it', () => {
  const following = async (record: string): Promise<readonly object[]> =>
    platform.platform.world.db.app.run(
      throughDoor(sql`select u.name, f.told from main.core_follow f join main.core_user u on u.id = f.user where f.record = ${record} order by u.name`),
    )

  test('belongs, when two are made one, to the one that stays, and goes back with it', async () => {
    later()
    for (const who of [agent, lead, blind]) await who.post('/api/notifications/read')
    const [stays, goes] = [await caseOf(agent, 'Cold room'), await caseOf(agent, 'Cold room again')]
    for (const [who, id] of [
      [agent, goes.id],
      [blind, goes.id],
      [blind, stays.id],
    ] as const)
      await who.put(`${at(id)}/follow`, {})
    await lead.repo(Case).update(stays.id, { place: 'Nashik' })
    await say(agent, goes.id, '@Leela Lead see', { mentions: [lead.userId] })
    expect((await work(lead)).items).toMatchObject([{ about: { id: goes.id } }])
    const { batch } = (await lead.post('/api/duplicates/desk.case/merge', { winner: stays.id, loser: goes.id, take: ['cost'] })) as unknown as { batch: string }
    expect((await work(lead)).items).toMatchObject([{ text: 'Amit Agent mentioned you on Cold room', about: { id: stays.id, title: 'Cold room' } }])
    const { version } = (await lead.get(`/api/records/desk.case/${stays.id}`)) as { version: number }
    expect(await following(stays.id)).toEqual([
      { name: 'Amit Agent', told: version },
      { name: 'Bela Blind', told: version },
    ])
    await lead.post(`/api/undo/${batch}`)
    await platform.settle()
    expect([(await following(goes.id)).length, (await work(lead)).items]).toMatchObject([2, [{ about: { id: goes.id } }]])
  })

  test('is forgotten when it is gone for good, and kept while it may come back', async () => {
    later()
    const mine = await caseOf(agent, 'Short life')
    await lead.put(`${at(mine.id)}/follow`, {})
    await agent.repo(Case).remove(mine.id)
    await platform.job('core.tellFollowers')
    expect(await following(mine.id)).toEqual([{ name: 'Leela Lead', told: 1 }])
    await platform.admin.delete(`/api/bin/desk.case/${mine.id}`)
    await platform.job('core.tellFollowers')
    expect(await following(mine.id)).toEqual([])
  })

  test('is told page by page, however many follow', async () => {
    later()
    await agent.post('/api/notifications/read')
    const last = await caseOf(agent, 'Last of many')
    await agent.put(`${at(last.id)}/follow`, {})
    await lead.repo(Case).update(last.id, { place: 'Thane' })
    await platform.job('core.tellFollowers')
    expect(await texts(agent, 'changes')).toContain('Leela Lead changed Last of many: Place')
    await agent.post('/api/notifications/read')
  })
})

describe('a timeline', () => {
  test('is one stream of changes, comments, what was done and what plugins tell, page by page, and what is planned stands above', async () => {
    later()
    const mine = await caseOf(agent, 'Long story')
    later()
    const step = async (work: Promise<unknown>): Promise<void> => {
      await work
      later()
    }
    const about = { entity: 'desk.case', record: mine.id }
    await step(agent.repo(Activity).create({ kind: 'call', subject: 'They rang', ...about }))
    await step(lead.repo(Activity).create({ kind: 'task', subject: 'Ring back', due: '2027-04-09T04:00:00.000Z', ...about }))
    await step(agent.repo(Case).update(mine.id, { place: 'Delhi' }))
    await step(say(lead, mine.id, 'Good'))
    await step(agent.run(send, mine.id, { count: 3 }))
    const whole = await stream(agent, mine.id)
    expect([kinds(whole), whole.next, whole.planned.map(({ subject }) => subject)]).toEqual([
      ['event', 'comment', 'change', 'activity', 'change'],
      null,
      ['Ring back'],
    ])
    expect(whole.items[0]).toMatchObject({ text: 'handed 3 parcels to India Post', by: { name: 'Amit Agent' }, icon: 'send' })
    await platform.admin.repo(User).update(blind.userId, { locale: 'hi' })
    expect((await stream(blind, mine.id)).items[0]?.text).toBe('ने India Post को 3 पार्सल दिए')
    const shown = await Promise.all(['comments', 'changes', 'tasks', 'files'].map(show => stream(agent, mine.id, `?show=${show}`).then(kinds)))
    expect(shown).toEqual([['comment'], ['event', 'change', 'change'], ['activity'], []])
    expect((await agent.refused(agent.get(`${at(mine.id)}?show=secrets`))).code).toBe('bad_query')
    expect((await other.ask('GET', at(mine.id))).status).toBe(404)
    await platform.settle()
    await agent.repo(Comment).createMany(Array.from({ length: 40 }, (_, line) => ({ body: `Line ${line}`, ...about })))
    const first = await stream(agent, mine.id)
    const second = await stream(agent, mine.id, `?before=${encodeURIComponent(first.next ?? '')}`)
    const all = [...first.items, ...second.items]
    expect([first.items.length, second.next, all.length, new Set(all.map(one => one.id)).size, second.planned]).toEqual([30, null, 45, 45, []])
  })

  test('tells nobody of fields that they may not read', async () => {
    later()
    const mine = await caseOf(agent, 'Quiet cost')
    await lead.repo(Case).update(mine.id, { cost: 918273 })
    expect([JSON.stringify(await stream(agent, mine.id)).includes('918273'), JSON.stringify(await stream(lead, mine.id)).includes('918273')]).toEqual([
      false,
      true,
    ])
  })
})

describe('the work list', () => {
  test('holds tasks and what was told, counts them, puts off, brings back, and marks read and unread', async () => {
    later()
    const mine = await caseOf(agent, 'Full desk')
    const about = { entity: 'desk.case', record: mine.id }
    const task = await lead
      .repo(Activity)
      .create({ kind: 'task', subject: 'Count screws', due: '2027-04-01T12:00:00.000Z', assignee: agent.userId as never, ...about })
    await lead.repo(Activity).create({ kind: 'task', subject: 'Not theirs to see', assignee: other.userId as never, ...about })
    await say(lead, mine.id, '@Amit Agent hurry', { mentions: [agent.userId] })
    const before = await work(agent)
    expect([before.counts, before.unread]).toEqual([{ tasks: 1, approvals: 0, mentions: 1, reminders: 0, changes: 0, snoozed: 0 }, 2])
    expect(before.items).toMatchObject([
      { id: `task ${task.id}`, text: 'Count screws', about: { title: 'Full desk' }, notices: [expect.any(String)] },
      { group: 'mentions', text: 'Leela Lead mentioned you on Full desk' },
    ])
    expect(await work(other)).toMatchObject({ items: [], unread: 0 })
    const [first, second] = before.items
    const until = new Date(Date.parse(platform.clock.now()) + 3_600_000).toISOString()
    await agent.post('/api/worklist/snooze', { item: first?.id ?? '', until })
    expect((await work(agent)).counts).toMatchObject({ tasks: 0, snoozed: 1, mentions: 1 })
    later(61)
    expect((await work(agent)).counts).toMatchObject({ tasks: 1, snoozed: 0 })
    await platform.job('core.housekeeping')
    expect((await agent.refused(agent.post('/api/worklist/snooze', { item: first?.id ?? '', until }))).detail).toBe('"until" is a moment to come, or null.')
    const ids = second?.notices ?? []
    const soon = new Date(Date.parse(platform.clock.now()) + 60_000).toISOString()
    await agent.post('/api/worklist/snooze', { item: second?.id ?? '', until: soon })
    expect((await platform.platform.world.db.owner.run(snoozed)).length).toBe(1)
    await agent.post('/api/worklist/snooze', { item: second?.id ?? '', until: null })
    await agent.post('/api/notifications/read', { ids })
    await other.post('/api/notifications/read', { ids, read: false })
    expect((await work(agent)).counts).toMatchObject({ mentions: 0 })
    await agent.post('/api/notifications/read', { ids, read: false })
    expect((await work(agent)).counts).toMatchObject({ mentions: 1 })
    await agent.post('/api/notifications/read')
  })

  test('reminds once, when something is due, of what is still planned for then', async () => {
    later()
    const due = new Date(Date.parse(platform.clock.now()) + 600_000).toISOString()
    const task = await agent.repo(Activity).create({ kind: 'call', subject: 'Ring the bank', due })
    const done = await agent.repo(Activity).create({ kind: 'task', subject: 'Done before', due })
    await agent.repo(Activity).update(done.id, { doneAt: platform.clock.now() })
    expect((await work(agent)).unread).toBe(0)
    later(11)
    const { items, unread } = await work(agent)
    expect([unread, items.filter(item => item.id === `task ${task.id}`).map(item => item.notices.length)]).toEqual([1, [1]])
    const { items: told } = (await agent.get('/api/notifications')) as unknown as { items: { text: string }[] }
    expect(told[0]?.text).toBe('It is time for: Ring the bank')
    await agent.repo(Activity).update(task.id, { due: null })
    await agent.post('/api/notifications/read')
  })

  test('reminds of what was planned before there were reminders', async () => {
    later()
    const due = new Date(Date.parse(platform.clock.now()) + 600_000).toISOString()
    await agent.repo(Activity).create({ kind: 'task', subject: 'Older than reminders', due })
    const { world } = platform.platform
    await world.db.app.run(sql`delete from main.core_job where name = 'core.remind' and done_at is null`)
    await world.db.app.run(sql`delete from main.core_seed where name = 'core.reminders'`)
    await plantSeeds(world, 'main', false)
    later(11)
    await work(agent)
    const { items: told } = (await agent.get('/api/notifications')) as unknown as { items: { text: string }[] }
    expect(told[0]?.text).toBe('It is time for: Older than reminders')
    await agent.post('/api/notifications/read')
  })

  test('tells each person where they chose: in the app, by mail, both or neither', async () => {
    later()
    await platform.admin.put('/api/settings/core.mail', { values: { host: 'mail.invalid', from: 'sangam@example.com' } })
    const choice = (who: TestClient, about: string, app: boolean, mail: boolean) => who.put('/api/notifications/choices', { items: [{ about, app, mail }] })
    expect(((await choice(lead, 'mention', false, true)) as { items: object[] }).items.slice(0, 2)).toEqual([
      { about: 'mention', app: false, mail: true },
      { about: 'comment', app: true, mail: false },
    ])
    await choice(blind, 'mention', false, false)
    expect((await lead.refused(lead.put('/api/notifications/choices', { items: [{ about: 'love', app: true, mail: true }] }))).status).toBe(400)
    const unread = async (who: TestClient): Promise<number> => ((await who.get('/api/notifications')) as { unread: number }).unread
    const before = [await unread(lead), await unread(blind)]
    const mine = await caseOf(agent, 'Chosen words')
    await say(agent, mine.id, 'Look', { mentions: [lead.userId, blind.userId] })
    await platform.settle()
    expect([await unread(lead), await unread(blind)]).toEqual(before)
    const mails = (await platform.platform.world.db.app.run(mailsSent)) as { payload: object }[]
    expect(mails.map(({ payload }) => payload)).toEqual([
      {
        to: 'person2@example.com',
        subject: 'Amit Agent mentioned you on Chosen words',
        text: `Amit Agent mentioned you on Chosen words\n\nhttp://localhost:4000/record/desk.case/${mine.id}`,
        html: expect.stringContaining('Chosen words'),
      },
    ])
  })

  test('tells nobody of a record that they don’t see, by mail as little as in the app', async () => {
    later()
    const mine = await caseOf(agent, 'Hush')
    for (const who of [other, blind]) {
      await who.put('/api/notifications/choices', { items: [{ about: 'reminder', app: true, mail: true }] })
      await lead.run(nudge, mine.id, { user: who.userId as never })
    }
    await platform.settle()
    const told = await Promise.all(
      [other, blind].map(async who => ((await who.get('/api/notifications')) as unknown as { items: { text: string }[] }).items[0]?.text),
    )
    const mails = (await platform.platform.world.db.app.run(mailsSent)) as { payload: { subject: string } }[]
    expect([told, mails.slice(1).map(({ payload }) => payload.subject)]).toEqual([[undefined, 'Look at Case'], ['Look at Case']])
  })
})

describe('when a plugin is disabled', () => {
  test('a comment on its records may still be removed and put back', async () => {
    later()
    const { id } = await say(agent, (await caseOf(agent, 'Left behind')).id, 'So long')
    await platform.admin.post('/api/plugins/desk/apply', { to: 'disabled' })
    await platform.admin.repo(Comment).remove(id)
    await platform.admin.post(`/api/records/core.comment/${id}/restore`)
    expect(await platform.admin.repo(Comment).get(id)).toMatchObject({ body: 'So long' })
  })
})
