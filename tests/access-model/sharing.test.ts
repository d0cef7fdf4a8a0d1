import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeKey } from '../../core/auth/keys.ts'
import { Team } from '../../core/system/organisation.ts'
import { Deal, deals } from '../engine/note.ts'

let platform: TestPlatform
let asha: TestClient
let ravi: TestClient
let ids: { readonly [role: string]: string }

const share = (client: TestClient, id: string, body: object) => client.post(`/api/records/deals.deal/${id}/shares`, body) as Promise<{ id: string }>
const titles = async (client: TestClient): Promise<string[]> =>
  (await client.repo(Deal).find({ fields: ['title'], sort: ['title'] })).items.map(item => item.title)
const setRoles = (roles: { readonly [role: string]: readonly object[] }) =>
  platform.admin.post('/api/model/apply', { operations: Object.entries(roles).map(([role, grants]) => ({ op: 'setRole', role, label: role, grants })) })
const setRole = (role: string, grants: readonly object[]) => setRoles({ [role]: grants })

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals] })
  const own = { entity: 'deals.deal', where: { owner: '$me' } }
  await setRoles({
    'x.owner': [{ ...own, verbs: ['read', 'create', 'update', 'share', 'remove'] }],
    'x.writer': [{ ...own, verbs: ['read', 'create', 'update'], hide: ['margin'] }],
    'x.reader': [{ ...own, verbs: ['read'] }],
    'x.sharer': [{ ...own, verbs: ['read', 'share'] }],
  })
  asha = await platform.as('x.owner')
  ravi = await platform.as('x.writer')
  const roles = (await platform.admin.get('/api/records/core.role?limit=100&fields=name')) as unknown as { items: { id: string; name: string }[] }
  ids = Object.fromEntries(roles.items.map(role => [role.name, role.id]))
})
afterAll(() => platform.stop())

describe('a record is shared', () => {
  test('to be seen: on every path, with the next request, and no longer than it is shared', async () => {
    const deal = await asha.repo(Deal).create({ title: 'Shared to see', margin: '7' })
    expect(await titles(ravi)).toEqual([])
    const { id } = await share(asha, deal.id, { user: ravi.userId })
    expect(await titles(ravi)).toEqual(['Shared to see'])
    expect(await ravi.repo(Deal).count()).toBe(1)
    expect(await ravi.get('/api/search?q=Shared')).toMatchObject({ items: [{ id: deal.id }] })
    expect(await ravi.refused(ravi.repo(Deal).update(deal.id, { title: 'x' }))).toMatchObject({ status: 403 })
    // It opens rows: what their role hides stays hidden.
    expect(await ravi.get(`/api/records/deals.deal/${deal.id}`)).not.toHaveProperty('margin')
    expect(await asha.get(`/api/records/deals.deal/${deal.id}/shares`)).toMatchObject({
      items: [{ id, with: { kind: 'user', id: ravi.userId }, may: 'read' }],
    })
    await asha.delete(`/api/records/deals.deal/${deal.id}/shares/${id}`)
    expect(await titles(ravi)).toEqual([])
    expect(await ravi.refused(ravi.repo(Deal).get(deal.id))).toMatchObject({ status: 404 })
  })

  test('to be changed, and said again it is one share with another right', async () => {
    const deal = await asha.repo(Deal).create({ title: 'Shared to change' })
    await share(asha, deal.id, { user: ravi.userId, may: 'change' })
    await ravi.repo(Deal).update(deal.id, { score: 5 })
    await share(asha, deal.id, { user: ravi.userId, may: 'read' })
    expect(await ravi.refused(ravi.repo(Deal).update(deal.id, { score: 6 }))).toMatchObject({ status: 403 })
    expect(((await asha.get(`/api/records/deals.deal/${deal.id}/shares`)) as { items: object[] }).items).toHaveLength(1)
    await asha.repo(Deal).remove(deal.id)
  })

  test('with a team and with a role: whoever comes sees it, whoever leaves does not', async () => {
    const deal = await asha.repo(Deal).create({ title: 'For many' })
    const team = await platform.admin.repo(Team).create({ name: 'West', members: [{ user: ravi.userId }] })
    await share(asha, deal.id, { team: team.id })
    expect(await titles(ravi)).toEqual(['For many'])
    await platform.admin.repo(Team).update(team.id, { members: [] })
    expect(await titles(ravi)).toEqual([])
    await share(asha, deal.id, { role: ids['x.reader'] })
    const reader = await platform.as('x.reader')
    expect([await titles(reader), await titles(ravi)]).toEqual([['For many'], []])
    await platform.admin.put(`/api/users/${reader.userId}/roles`, { roles: ['x.writer'] })
    expect(await titles(reader)).toEqual([])
  })

  test('is forgotten with the record: what comes back from the bin is shared with nobody', async () => {
    const deal = await asha.repo(Deal).create({ title: 'Binned' })
    await share(asha, deal.id, { user: ravi.userId })
    await asha.repo(Deal).remove(deal.id)
    await asha.repo(Deal).restore(deal.id)
    expect(await titles(ravi)).toEqual([])
    expect(await asha.get(`/api/records/deals.deal/${deal.id}/shares`)).toMatchObject({ items: [] })
  })
})

describe('nobody gives by sharing', () => {
  test.each([
    [
      'without the right to share',
      async () => ravi.post(`/api/records/deals.deal/${(await ravi.repo(Deal).create({ title: 'Own' })).id}/shares`, { user: asha.userId }),
      403,
      'forbidden',
    ],
    [
      'what they don’t see',
      async () => ravi.post(`/api/records/deals.deal/${(await asha.repo(Deal).create({ title: 'Hidden' })).id}/shares`, { user: ravi.userId }),
      404,
      'not_found',
    ],
    [
      'a right to change that they lack',
      async () => {
        const sharer = await platform.as('x.sharer')
        const deal = await platform.admin.repo(Deal).create({ title: 'Read only', owner: sharer.userId })
        return sharer.post(`/api/records/deals.deal/${deal.id}/shares`, { user: ravi.userId, may: 'change' })
      },
      403,
      'forbidden',
    ],
    [
      'what was only shared with them',
      async () => {
        const deal = await platform.admin.repo(Deal).create({ title: 'Passed on' })
        await share(platform.admin, deal.id, { user: asha.userId, may: 'change' })
        return share(asha, deal.id, { user: ravi.userId })
      },
      403,
      'forbidden',
    ],
    [
      'anything to someone whose roles know no such records',
      async () => {
        const stranger = await platform.as()
        return share(asha, (await asha.repo(Deal).create({ title: 'For a stranger' })).id, { user: stranger.userId })
      },
      422,
      'share_without_role',
    ],
    [
      'a change to someone who only reads',
      async () => {
        const reader = await platform.as('x.reader')
        return share(asha, (await asha.repo(Deal).create({ title: 'For a reader' })).id, { user: reader.userId, may: 'change' })
      },
      422,
      'share_without_role',
    ],
    ['to nobody', async () => share(asha, (await asha.repo(Deal).create({ title: 'x' })).id, { user: '00000000-0000-7000-8000-00000000dead' }), 422, 'invalid'],
    ['to two at once', async () => share(asha, (await asha.repo(Deal).create({ title: 'x' })).id, { user: ravi.userId, team: ravi.userId }), 400, 'bad_body'],
    ['past the routes, as a record', async () => asha.post('/api/records/core.share', { entity: 'deals.deal' }), 404, 'not_found'],
  ])('%s', async (_, attempt, status, code) => {
    expect(await asha.refused(attempt())).toMatchObject({ status, code })
  })
})

describe('a right that holds on some records only', () => {
  test('a field frozen on some: it is written where the other grant reaches, when made and when changed', async () => {
    await setRole('x.some', [
      { entity: 'deals.deal', verbs: ['read', 'create', 'update'], freeze: ['weight'] },
      { entity: 'deals.deal', verbs: ['create', 'update'], where: { state: 'open', hot: true } },
    ])
    const some = await platform.as('x.some')
    const hot = await some.repo(Deal).create({ title: 'Hot', hot: true, weight: '1' })
    await some.repo(Deal).update(hot.id, { weight: '2' })
    const cold = await some.repo(Deal).create({ title: 'Cold' })
    const frozen = { status: 422, errors: [{ field: 'weight', code: 'forbidden' }] }
    expect(await some.refused(some.repo(Deal).create({ title: 'Cold too', weight: '1' }))).toMatchObject(frozen)
    expect(await some.refused(some.repo(Deal).update(cold.id, { weight: '2' }))).toMatchObject(frozen)
    // It is the record as it stands that is asked, not as it would be.
    expect(await some.refused(some.repo(Deal).update(cold.id, { hot: true, weight: '2' }))).toMatchObject(frozen)
    expect(await platform.admin.repo(Deal).count({ title: { startsWith: 'Cold' } })).toBe(1)
  })

  test('a field hidden on some is neither guessed by writing nor emptied by sending back what was shown', async () => {
    await setRole('x.half', [
      { entity: 'deals.deal', verbs: ['read', 'update'], hide: ['margin', 'lines'] },
      { entity: 'deals.deal', verbs: ['read', 'update'], where: { hot: true } },
    ])
    const half = await platform.as('x.half')
    const deal = await platform.admin.repo(Deal).create({ title: 'Half', margin: '7', lines: [{ item: 'Chair', quantity: '1' }] })
    expect(await half.get(`/api/records/deals.deal/${deal.id}`)).toMatchObject({ margin: null, lines: [] })
    const answers = await Promise.all(['7', '8'].map(margin => half.ask('PATCH', `/api/records/deals.deal/${deal.id}`, { margin })))
    expect(answers.map(answer => answer.status)).toEqual([422, 422])
    expect(await half.refused(half.patch(`/api/records/deals.deal/${deal.id}`, { lines: [] }))).toMatchObject({ status: 422 })
    await half.patch(`/api/records/deals.deal/${deal.id}`, { margin: null, score: 1 })
    expect(await platform.admin.repo(Deal).get(deal.id)).toMatchObject({ margin: '7', score: 1, lines: [{ item: 'Chair' }] })
    expect((await half.get('/api/records/deals.line')) as object).toMatchObject({ items: [] })
  })

  test('an arrow and a beginning are taken where the grant of their verb reaches', async () => {
    await setRole('x.arrows', [
      { entity: 'deals.deal', verbs: ['read', 'create', 'update'] },
      { entity: 'deals.deal', verbs: ['reopen', 'startElsewhere'], where: { hot: true } },
    ])
    const arrows = await platform.as('x.arrows')
    const lost = { state: 'lost', reason: 'Price' } as const
    expect(await arrows.refused(arrows.repo(Deal).create({ title: 'Cold', ...lost }))).toMatchObject({ errors: [{ code: 'flow_start' }] })
    const hot = await arrows.repo(Deal).create({ title: 'Hot', hot: true, ...lost })
    await arrows.repo(Deal).update(hot.id, { state: 'open' })
    const cold = await platform.admin.repo(Deal).create({ title: 'Cold', ...lost })
    expect(await arrows.refused(arrows.repo(Deal).update(cold.id, { state: 'open' }))).toMatchObject({ errors: [{ field: 'state', code: 'forbidden' }] })
  })

  test('a file holds what one sees and may export', async () => {
    await setRole('x.files', [
      { entity: 'deals.deal', verbs: ['read'] },
      { entity: 'deals.deal', verbs: ['export'], where: { title: 'Hot' } },
    ])
    const files = await platform.as('x.files')
    const lines = String(await files.get('/api/export/deals.deal?format=jsonl&fields=title'))
      .trim()
      .split('\n')
    expect([...new Set(lines.map(line => JSON.parse(line).title as string))]).toEqual(['Hot'])
  })
})

describe('why', () => {
  const why = (client: TestClient, id: string, words = '') => client.get(`/api/explain/deals.deal/${id}${words}`)

  test('an administrator asks for anyone: which role, which part of its condition, which share', async () => {
    const deal = await asha.repo(Deal).create({ title: 'Explained', margin: '1' })
    expect(await why(platform.admin, deal.id, `?user=${asha.userId}&verb=update`)).toMatchObject({
      allowed: true,
      text: expect.stringMatching(/may: the role x\.owner allows it\./),
      rules: [{ role: 'x.owner', where: { owner: '$me' }, holds: true, parts: [{ condition: { owner: '$me' }, holds: true }] }],
    })
    expect(await why(platform.admin, deal.id, `?user=${ravi.userId}`)).toMatchObject({
      allowed: false,
      text: expect.stringMatching(/may not: their roles allow it with other Deals only\./),
      rules: [{ role: 'x.writer', holds: false }],
    })
    await share(asha, deal.id, { user: ravi.userId })
    expect(await why(platform.admin, deal.id, `?user=${ravi.userId}`)).toMatchObject({ allowed: true, shared: true, hidden: ['Margin'] })
    expect(await why(platform.admin, deal.id, `?user=${ravi.userId}&verb=remove`)).toMatchObject({ allowed: false, rules: [] })
    expect(await why(platform.admin, deal.id)).toMatchObject({ allowed: true, text: expect.stringContaining('may do everything') })
  })

  test('a person asks for themself alone, and learns nothing of what they don’t see', async () => {
    const own = await asha.repo(Deal).create({ title: 'Own' })
    expect(await why(asha, own.id)).toMatchObject({ allowed: true, rules: [{ holds: true }] })
    expect(await asha.refused(why(asha, own.id, `?user=${ravi.userId}`))).toMatchObject({ status: 403 })
    const strip = (answer: unknown): object => ({ ...(answer as object), id: null })
    const hidden = await platform.admin.repo(Deal).create({ title: 'Hidden' })
    expect(strip(await why(asha, hidden.id))).toEqual(strip(await why(asha, '00000000-0000-7000-8000-00000000dead')))
    expect(await asha.refused(why(asha, own.id, '?verb=constructor'))).toMatchObject({ status: 400 })
    expect(await asha.refused(why(asha, own.id, '?other=1'))).toMatchObject({ status: 400 })
  })
})

test('a name that is made again brings no old right back: neither to people, nor to keys, nor by a share, nor to what works by itself', async () => {
  await setRole('x.ghost', [{ entity: 'deals.deal', verbs: ['read'] }])
  const roles = (await platform.admin.get('/api/records/core.role?limit=100&fields=name')) as unknown as { items: { id: string; name: string }[] }
  const ghost = await platform.as('x.ghost', 'x.writer')
  const { world } = platform.platform
  const { account } = (await platform.admin.get(`/api/records/core.user/${ghost.userId}`)) as { account: string }
  const wanted = { account, workspace: 'main', name: 'ghost', role: 'x.ghost', expiresAt: '2027-12-31T00:00:00Z' }
  const { key } = await makeKey(world.db.app, wanted, world.clock.now())
  const asked = () => ghost.ask('GET', '/api/records/deals.deal', undefined, { Authorization: `Bearer ${key}` })
  expect((await asked()).status).toBe(200)
  const deal = await asha.repo(Deal).create({ title: 'Ghostly' })
  await share(asha, deal.id, { role: roles.items.find(role => role.name === 'x.ghost')?.id })
  const about = { name: 'Ghostly', entity: 'deals.deal', runAs: 'x.ghost' }
  const hook = (await platform.admin.post('/api/webhooks', { ...about, url: 'https://example.com/in', verbs: ['create'] })) as { id: string }
  const steps = [{ do: 'notify', to: [{ user: asha.userId }], text: '{{ record.title }}' }]
  const automation = (await platform.admin.post('/api/automations', { ...about, trigger: { on: 'created' }, steps })) as { id: string }
  await platform.admin.post('/api/model/apply', { operations: [{ op: 'removeRole', role: 'x.ghost' }] })
  await setRole('x.ghost', [{ entity: 'deals.deal', verbs: ['read'] }])
  const stopped = { active: false, stopped: expect.stringMatching(/^The role .* is not there any more/) }
  expect(await platform.admin.get(`/api/records/core.webhook/${hook.id}`)).toMatchObject(stopped)
  expect(await platform.admin.get(`/api/automations/${automation.id}`)).toMatchObject(stopped)
  await platform.admin.delete(`/api/records/core.webhook/${hook.id}`)
  expect(await titles(ghost)).toEqual([])
  expect((await asked()).status).toBe(401)
  const again = await platform.as('x.ghost')
  expect((await titles(again)).length).toBeGreaterThan(0)
  expect(await platform.admin.get(`/api/records/deals.deal/${deal.id}/shares`)).toMatchObject({ items: [] })
})

test('a field that comes back from the bin is hidden from whom it was hidden, and a role gives nobody the teams that open records', async () => {
  const apply = (...operations: object[]) => platform.admin.post('/api/model/apply', { operations })
  const field = { entity: 'deals.deal', field: 'x_pay' }
  await apply({ op: 'addField', ...field, type: 'text' })
  await setRole('x.nopay', [{ entity: 'deals.deal', verbs: ['read'], hide: ['x_pay'] }])
  const nopay = await platform.as('x.nopay')
  const deal = await platform.admin.repo(Deal).create({ title: 'Paid' })
  await apply({ op: 'removeField', ...field })
  await apply({ op: 'restoreField', ...field })
  expect(await platform.admin.get(`/api/records/deals.deal/${deal.id}`)).toHaveProperty('x_pay')
  expect(await nopay.get(`/api/records/deals.deal/${deal.id}`)).not.toHaveProperty('x_pay')
  expect(await platform.admin.refused(setRole('x.boss', [{ entity: 'core.team', verbs: ['read', 'update'] }]))).toMatchObject({ code: 'grant_refused' })
})

test('a list that names what one may not see reads it as empty', async () => {
  await setRole('x.plain', [{ entity: 'deals.deal', verbs: ['read'], where: { title: 'Placed' } }])
  const plain = await platform.as('x.plain')
  const firm = (await platform.admin.post('/api/records/deals.firm', { name: 'Secret firm', kind: 'customer' })) as { id: string }
  await platform.admin.repo(Deal).create({ title: 'Placed', firm: firm.id })
  expect(await plain.get('/api/records/deals.deal?fields=firm,firm.$title')).toMatchObject({ items: [{ firm: firm.id, 'firm.$title': null }] })
  expect(await plain.refused(plain.get('/api/records/deals.deal?fields=firm.name'))).toMatchObject({ status: 400 })
  // It can be asked for like every name, so that a saved list still opens; it finds nothing.
  const asked = (operator: string, client: TestClient) =>
    client.post('/api/query/deals.deal', { where: { 'firm.$title': { [operator]: 'Secret' } }, count: 'exact' })
  for (const operator of ['contains', 'startsWith', 'gt']) expect(await asked(operator, plain), operator).toMatchObject({ items: [], count: 0 })
  expect(await asked('startsWith', platform.admin)).toMatchObject({ count: 1 })
})

test('whoever may not see what records are called still reads which of many were refused', async () => {
  await setRole('x.untitled', [{ entity: 'deals.deal', verbs: ['read', 'praise'], where: { title: 'Nameless' }, hide: ['title'] }])
  const untitled = await platform.as('x.untitled')
  const deal = await platform.admin.repo(Deal).create({ title: 'Nameless' })
  const run = (await untitled.post('/api/bulk/deals.deal', { where: { state: { ne: 'won' } }, action: 'praise', input: { words: 'x' } })) as { id: string }
  expect(await untitled.get(`/api/bulk/${run.id}/refused`)).toMatchObject({ items: [{ id: deal.id, title: '' }] })
})

describe('what someone may not see is not counted for them either', () => {
  const merge = (client: TestClient, winner: string, loser: string) => client.post('/api/duplicates/deals.firm/merge', { winner, loser })
  const firms = async (...names: readonly string[]): Promise<string[]> =>
    ((await platform.admin.post('/api/records/deals.firm', names.map(name => ({ name, kind: 'customer' })) as never)) as unknown as { id: string }[]).map(
      one => one.id,
    )

  test('how many use a record that can’t go, and how many followed one that was merged', async () => {
    await setRole('x.firms', [{ entity: 'deals.firm', verbs: ['read', 'update', 'remove'] }])
    const cleaner = await platform.as('x.firms')
    const [stays = '', goes = '', other = ''] = await firms('Gupta', 'Gupta again', 'Gupta once more')
    for (const firm of [goes, goes, other]) await platform.admin.repo(Deal).create({ title: 'Unseen', firm })
    expect(await cleaner.refused(cleaner.delete(`/api/records/deals.firm/${goes}`))).toMatchObject({
      code: 'referred_to',
      detail: 'It is still used by others, some of which you may not see. Ask someone who sees them all.',
    })
    expect(await platform.admin.refused(platform.admin.delete(`/api/records/deals.firm/${goes}`))).toMatchObject({
      detail: 'It is still used by 2 Deals. Change those first.',
    })
    expect(await merge(cleaner, stays, goes)).toMatchObject({ moved: 0, kept: [] })
    expect(await platform.admin.repo(Deal).count({ firm: stays as never })).toBe(2)
    expect(await merge(platform.admin, stays, other)).toMatchObject({ moved: 1, kept: [] })
  })

  test('a group of those that were merged into a record out of sight is one, and is called by what its own records say', async () => {
    const lock = (rules: readonly object[]) =>
      platform.admin.post('/api/model/apply', { operations: [{ op: 'setRules', entity: 'deals.deal', rules }] } as never)
    await lock([{ lock: 'all', when: { title: 'Held' } }])
    const [stays = '', goes = '', other = ''] = await firms('Unseen Mills', 'Mills', 'Mills again')
    for (const firm of [goes, goes, other]) await platform.admin.repo(Deal).create({ title: 'Held', firm: firm as never })
    for (const loser of [goes, other]) expect((await merge(platform.admin, stays, loser)) as object).toMatchObject({ moved: 0 })
    const deals = { entity: 'deals.deal', verbs: ['read'], where: { title: 'Held' } }
    const firm = { entity: 'deals.firm', verbs: ['read'] }
    await setRole('x.some', [deals, { ...firm, where: { name: { ne: 'Unseen Mills' } } }])
    await setRole('x.none', [deals])
    await setRole('x.own', [deals, { ...firm, where: { name: 'Unseen Mills' } }])
    const groups = async (role: string) => (await platform.as(role)).repo(Deal).group({ where: { title: 'Held' }, group: ['firm'] })
    const told = [{ firm: [goes, other].sort()[0], count: 3 }]
    expect([await groups('x.some'), await groups('x.none'), await groups('x.own')]).toEqual([told, told, [{ firm: stays, count: 3 }]])
    await lock([])
  })

  test('whoever may remove only what nothing hangs on merges nothing away that something hangs on', async () => {
    await setRole('x.firms', [
      { entity: 'deals.firm', verbs: ['read', 'update'] },
      { entity: 'deals.firm', verbs: ['remove'], where: { 'deals.deal:firm': { isEmpty: true } } },
    ])
    const cleaner = await platform.as('x.firms')
    const [stays = '', goes = '', idle = ''] = await firms('Mehta', 'Mehta again', 'Mehta once more')
    await platform.admin.repo(Deal).create({ title: 'Hangs on it', firm: goes as never })
    expect(await cleaner.refused(merge(cleaner, stays, goes))).toMatchObject({ status: 403, code: 'forbidden' })
    expect(await merge(cleaner, stays, idle)).toMatchObject({ moved: 0, kept: [] })
  })

  test('a member sees the registrations of companies, and those of records only with a role for it', async () => {
    const [firm = ''] = await firms('Registered')
    const numbers = [
      { kind: 'gstin', number: '08AAACS0001A1Z5', company: platform.company },
      { kind: 'pan', number: 'AAACG0001B', entity: 'deals.firm', record: firm },
    ]
    await platform.admin.post('/api/records/core.registration', numbers as never)
    const seen = async (client: TestClient) =>
      ((await client.get('/api/records/core.registration?fields=number&sort=number')) as unknown as { items: { number: string }[] }).items.map(
        one => one.number,
      )
    expect(await seen(asha)).toEqual(['08AAACS0001A1Z5'])
    expect(await seen(platform.admin)).toEqual(['08AAACS0001A1Z5', 'AAACG0001B'])
  })

  test('a key that is narrowed to a role sees the bulk changes that were begun with that role', async () => {
    const { world } = platform.platform
    const { account } = (await platform.admin.get(`/api/records/core.user/${asha.userId}`)) as { account: string }
    const narrowed = { account, workspace: 'main', name: 'narrow', role: 'x.owner', expiresAt: '2027-12-31T00:00:00Z' }
    const { key } = await makeKey(world.db.app, narrowed, world.clock.now())
    const ask = (path: string) => asha.ask('GET', path, undefined, { Authorization: `Bearer ${key}` })
    const deal = await asha.repo(Deal).create({ title: 'Changed with others' })
    const { id } = (await asha.post('/api/bulk/deals.deal', { ids: [deal.id], set: { hot: true } })) as { id: string }
    expect((await asha.get('/api/bulk')) as object).toMatchObject({ items: [{ id }] })
    expect((await ask('/api/bulk')).json).toEqual({ items: [] })
    expect((await ask(`/api/bulk/${id}`)).status).toBe(404)
    expect((await ask(`/api/bulk/${id}/refused`)).status).toBe(404)
  })

  test('a secret that is told once is not kept for who asks the same again', async () => {
    const { db } = platform.platform.world
    const ask = () =>
      platform.admin.ask(
        'POST',
        '/api/webhooks',
        { name: 'Told', url: 'https://example.com/', entity: 'deals.deal', verbs: ['create'] },
        { 'Idempotency-Key': 'told' },
      )
    const first = await ask()
    const { secret } = first.json as { secret: string }
    expect([first.status, secret.length > 20]).toEqual([201, true])
    const rows = await db.owner.run<{ text: string }>(sql`select k::text as text from main.core_idempotency k where key = 'told'`)
    expect([rows.length, rows[0]?.text.includes(secret)]).toEqual([1, false])
    const again = await ask()
    expect([again.status, (again.json as { code: string }).code]).toEqual([409, 'told_once'])
    expect(await platform.admin.get('/api/records/core.webhook?count=exact&fields=name')).toMatchObject({ count: 1 })
  })
})
