import { allow, date, datetime, defineEntity, definePlugin, documentTemplate, formula, money, role, text } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { beginSession } from '../../core/auth/sessions.ts'
import { pagesOf } from '../../sdk/testing/check/pdf.ts'

const Call = defineEntity('desk.call', {
  title: 'name',
  rules: [{ when: { due: { lt: '$today' } }, lock: ['name'], because: 'Its day is over.' }],
  fields: {
    name: text({ required: true }),
    at: datetime(),
    due: date({ default: '$today' }),
    worth: money(),
    stood: formula('date', 'dateOf(at)'),
    late: formula('boolean', 'due < today()'),
  },
})
const desk = definePlugin({
  id: 'desk',
  version: '1.0.0',
  title: 'Desk',
  description: 'For tests of people who live by another clock than their company.',
  engines: { sangam: '^0.1.0' },
  entities: [Call],
  parts: [
    role('desk.agent', { label: 'Agent', grants: [allow(Call, ['read', 'create', 'update', 'export'])] }),
    role('desk.evening', { label: 'Evening', grants: [allow(Call, ['read'], { where: { due: { gte: '$today' } } })] }),
    documentTemplate(Call, 'desk.note', {
      label: 'Note',
      title: 'Note',
      parts: [{ kind: 'text', text: 'Called {{ record.at }}, worth {{ record.worth }}, due {{ record.due }}' }],
    }),
  ],
})

let platform: TestPlatform
/** What people say of themselves, they say signed in: a key may not. */
const cookies = new Map<TestClient, string>()
const me = async (client: TestClient, values: object): Promise<{ status: number; json: unknown }> => {
  const { app, world } = platform.platform
  if (!cookies.has(client)) {
    const { account } = (await platform.admin.get(`/api/records/core.user/${client.userId}?fields=account`)) as { account: string }
    cookies.set(client, await beginSession(world.db.app, account, { userAgent: null, ip: '127.0.0.1' }, new Date(platform.clock.now())))
  }
  const headers = { Cookie: `sangam=${cookies.get(client)}`, 'Content-Type': 'application/json', Origin: 'http://localhost:4000' }
  const answer = await app.request('http://localhost:4000/api/me', { method: 'PATCH', headers, body: JSON.stringify(values) })
  return { status: answer.status, json: await answer.json() }
}
let home: TestClient
let away: TestClient

const named = async (client: TestClient, where: object, more = ''): Promise<string[]> =>
  (
    (await client.get(`/api/records/desk.call?fields=name&sort=name&where=${encodeURIComponent(JSON.stringify(where))}${more}`)) as {
      items: { name: string }[]
    }
  ).items.map(one => one.name)
const said = async (client: TestClient, path: string): Promise<string[]> => pagesOf(await client.bytes(path)).flatMap(page => page.split('\n'))

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [desk] })
  // In Kolkata it is nine in the morning of the 26th, in New York half past ten in the evening of the 25th.
  platform.clock.set('2027-11-26T03:30:00Z')
  home = await platform.as('desk.agent')
  away = await platform.as('desk.agent')
  await me(away, { zone: 'America/New_York', numberFormat: 'european', dateFormat: 'dots', hourFormat: 'h24' })
  await platform.admin.repo(Call).createMany([
    { name: 'Before', at: '2027-11-25T04:00:00Z', due: '2027-11-25' },
    { name: 'Evening', at: '2027-11-26T01:30:00Z', due: '2027-11-26', worth: { amount: '1234567.5', currency: 'INR' } },
    { name: 'Noon', at: '2027-11-26T07:00:00Z', due: '2027-11-27' },
  ])
})
afterAll(() => platform.stop())

describe('What a person asks goes by the clock they live by', () => {
  test.each<[string, object, home: string[], away: string[]]>([
    ['moments of today', { at: { within: 'today' } }, ['Evening', 'Noon'], ['Evening']],
    ['moments of yesterday', { at: { within: 'yesterday' } }, ['Before'], ['Before']],
    ['moments from a day on', { at: { gte: '2027-11-26' } }, ['Evening', 'Noon'], ['Noon']],
    ['days that are today', { due: '$today' }, ['Evening'], ['Before']],
    ['days that are over', { due: { lt: '$today' } }, ['Before'], []],
    ['a day of the calendar, which no clock moves', { due: '2027-11-26' }, ['Evening'], ['Evening']],
  ])('%s', async (_, where, here, there) => {
    expect([await named(home, where), await named(away, where)]).toEqual([here, there])
  })

  test('groups by day hold what is shown as of that day, and lead to it', async () => {
    const groups = async (client: TestClient) =>
      (
        (await client.post('/api/query/desk.call', { group: ['at:day'], measures: ['count'], drill: true })) as {
          items: { 'at:day': string; count: number; $where: object }[]
        }
      ).items
    const led = async (client: TestClient) =>
      Object.fromEntries(await Promise.all((await groups(client)).map(async one => [one['at:day'], await named(client, one.$where)])))
    expect([await led(home), await led(away)]).toEqual([
      { '2027-11-25': ['Before'], '2027-11-26': ['Evening', 'Noon'] },
      { '2027-11-24': ['Before'], '2027-11-25': ['Evening'], '2027-11-26': ['Noon'] },
    ])
  })

  test('a moment that is taken out is one of their clock, and read back by anybody it is the one it was', async () => {
    const lines = async (client: TestClient) =>
      new TextDecoder()
        .decode(await client.bytes('/api/export/desk.call?fields=name,at&sort=name&where={"name":"Noon"}'))
        .split(/\r\n/)
        .filter((line, at) => at > 0 && line !== '')
    expect([await lines(home), await lines(away)]).toEqual([['Noon,2027-11-26 12:30:00+05:30'], ['Noon,2027-11-26 02:00:00-05:00']])
  })

  test('a day that is looked back to ends where it ends for who looks', async () => {
    const [first] = ((await home.get('/api/records/desk.call?fields=name&where={"name":"Before"}')) as { items: { id: string }[] }).items
    platform.clock.set('2027-11-26T19:00:00Z')
    await platform.admin.patch(`/api/records/desk.call/${first?.id}`, { at: '2027-11-01T00:00:00Z' })
    platform.clock.set('2027-11-27T12:00:00Z')
    const at = async (client: TestClient) =>
      ((await client.get(`/api/records/desk.call/${first?.id}?fields=at&asOf=2027-11-26`)) as { at: string }).at.slice(0, 10)
    expect([await at(home), await at(away)]).toEqual(['2027-11-25', '2027-11-01'])
    await platform.admin.patch(`/api/records/desk.call/${first?.id}`, { at: '2027-11-25T04:00:00Z' })
    platform.clock.set('2027-11-26T03:30:00Z')
  })

  test('what is changed at once is what stood in the list', async () => {
    const run = (await away.post('/api/bulk/desk.call', { where: { at: { within: 'today' } }, set: { worth: { amount: '1234567.5', currency: 'INR' } } })) as {
      total: number
    }
    expect(run.total).toBe(1)
  })
})

describe('What is kept and decided goes by the company’s', () => {
  test('formulas, rules, what is filled in, and who sees what', async () => {
    const read = async (client: TestClient) => (await client.get('/api/records/desk.call?fields=name,stood,late&sort=name')) as object
    expect(await read(away)).toEqual(await read(home))
    expect(await named(away, { late: true })).toEqual(['Before'])
    const [before] = ((await away.get('/api/records/desk.call?fields=name&where={"name":"Before"}')) as { items: { id: string }[] }).items
    expect((await away.refused(away.patch(`/api/records/desk.call/${before?.id}`, { name: 'After' }))).errors?.[0]?.message).toBe('Its day is over.')
    expect((await away.post('/api/records/desk.call', { name: 'Made' })) as object).toMatchObject({ due: '2027-11-26' })
    const evening = await platform.as('desk.evening')
    await me(evening, { zone: 'America/New_York' })
    expect(await named(evening, {})).toEqual(['Evening', 'Made', 'Noon'])
  })

  test('a list that one prints is in one’s own hand, a paper of the business in the company’s', async () => {
    const where = encodeURIComponent('{"name":"Evening"}')
    const list = await said(away, `/api/export/desk.call?format=pdf&fields=name,at,due,worth&where=${where}`)
    expect(list.slice(list.indexOf('Evening'))).toEqual(['Evening', '25.11.2027, 20:30', '26.11.2027', '₹1.234.567,50', 'Total', '₹1.234.567,50'])
    const [{ id }] = ((await away.get(`/api/records/desk.call?fields=name&where=${where}`)) as { items: [{ id: string }] }).items
    expect((await said(away, `/api/export/desk.call/${id}?document=desk.note`)).join(' ')).toContain(
      'Called 26 Nov 2027, 7:00 am, worth ₹12,34,567.50, due 26 Nov 2027',
    )
  })
})

describe('One says it oneself', () => {
  test('it comes with the model, and goes back to the company’s by null', async () => {
    const own = async () => (({ zone, formats }) => ({ zone, formats }))(((await away.get('/api/meta')) as { user: { zone: string; formats: object } }).user)
    expect(await own()).toEqual({ zone: 'America/New_York', formats: { numbers: 'european', dates: 'dots', hours: 'h24' } })
    await me(away, { zone: null, numberFormat: null, dateFormat: null, hourFormat: null })
    expect(await own()).toEqual({ zone: null, formats: { numbers: null, dates: null, hours: null } })
    expect(await named(away, { at: { within: 'today' } })).toEqual(['Evening', 'Noon'])
  })

  test.each<[object, string]>([
    [{ zone: 'Mars/Olympus' }, 'There is no such time zone. Choose one such as Asia/Kolkata.'],
    [{ numberFormat: 'roman' }, 'Numbers must be one of: indian, international, european, space.'],
    [{ active: false }, 'Of oneself one changes name, locale, zone, numberFormat, dateFormat, hourFormat.'],
  ])('%j is refused with a sentence', async (values, sentence) => {
    const { status, json } = await me(home, values)
    const { errors, detail } = json as { errors?: { message: string }[]; detail: string }
    expect([status >= 400, errors?.[0]?.message ?? detail]).toEqual([true, sentence])
  })
})
