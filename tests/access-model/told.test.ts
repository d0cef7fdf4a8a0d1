import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Activity } from '../../core/system/work.ts'
import { Deal, deals } from '../engine/note.ts'

let platform: TestPlatform
let admin: TestClient

const apply = (...operations: object[]) => admin.post('/api/model/apply', { operations })
const setRole = (role: string, grants: readonly object[]) => apply({ op: 'setRole', role, label: role, grants })

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals] })
  admin = platform.admin
})
afterAll(() => platform.stop())

describe('what a note keeps of the record it is about', () => {
  let nameless: TestClient
  let partly: TestClient

  beforeAll(async () => {
    await setRole('x.nameless', [{ entity: 'deals.deal', verbs: ['read', 'update'], hide: ['title'] }])
    await setRole('x.partly', [
      { entity: 'deals.deal', verbs: ['read', 'update'], hide: ['title'] },
      { entity: 'deals.deal', verbs: ['read', 'update'], where: { hot: true } },
    ])
    nameless = await platform.as('x.nameless')
    partly = await platform.as('x.partly')
  })

  const about = (record: string) => ({ entity: 'deals.deal', record, subject: 'Called' })
  const names = async (who: TestClient, record: string): Promise<unknown> =>
    (
      (await who.post('/api/query/core.activity', { where: { record }, fields: ['recordTitle'] })) as unknown as { items: { recordTitle: unknown }[] }
    ).items.map(one => one.recordTitle)

  test('is its name, for those who may read that: on each path, and on the records where they may', async () => {
    const [hot, cold] = await Promise.all([true, false].map(hot => admin.repo(Deal).create({ title: 'Merger', hot })))
    const [noted = '', other = ''] = await Promise.all([hot, cold].map(async deal => (await admin.repo(Activity).create(about(deal?.id ?? ''))).id))
    const shown = async (who: TestClient) => [await names(who, hot?.id ?? ''), await names(who, cold?.id ?? '')]
    expect([await shown(admin), await shown(partly), await shown(nameless)]).toEqual([
      [['Merger'], ['Merger']],
      [['Merger'], [null]],
      [[null], [null]],
    ])
    for (const [who, seen] of [
      [partly, [noted]],
      [nameless, []],
    ] as const) {
      const found = (await who.post('/api/query/core.activity', { where: { recordTitle: { startsWith: 'Mer' } }, fields: ['id'] })) as {
        items: { id: string }[]
      }
      expect(found.items.map(one => one.id)).toEqual(seen)
      const asOf = platform.clock.now()
      expect(await who.get(`/api/records/core.activity/${other}?asOf=${asOf}`)).toMatchObject({ id: other, recordTitle: null })
      const history = (await who.get(`/api/records/core.activity/${noted}/history`)) as unknown as { items: { changes: object }[] }
      expect(history.items.map(one => Object.keys(one.changes).includes('recordTitle'))).toEqual([false])
      const groups = (await who.post('/api/query/core.activity', { where: { id: other }, group: ['recordTitle'], measures: ['count'] })) as { items: object[] }
      expect(groups.items).toEqual([{ recordTitle: null, count: 1 }])
    }
  })

  test('is kept whole also where who writes it may not read it, is not answered to them, and is not guessed by writing', async () => {
    const deal = await admin.repo(Deal).create({ title: 'Takeover' })
    const note = await nameless.repo(Activity).create(about(deal.id))
    expect([note.recordTitle, await names(admin, deal.id)]).toEqual([null, ['Takeover']])
    expect(await nameless.repo(Activity).update(note.id, { subject: 'Called again' })).toMatchObject({ subject: 'Called again', recordTitle: null })
    const tried = await Promise.all(['Takeover', 'Merger'].map(recordTitle => nameless.ask('PATCH', `/api/records/core.activity/${note.id}`, { recordTitle })))
    expect(tried.map(one => [one.status, (one.json as unknown as { errors: { code: string }[] }).errors[0]?.code])).toEqual([
      [422, 'forbidden'],
      [422, 'forbidden'],
    ])
    await nameless.patch(`/api/records/core.activity/${note.id}`, { recordTitle: null })
    expect(await names(admin, deal.id)).toEqual(['Takeover'])
  })
})

test('a value that is worked out and hidden on some records is not guessed by writing it', async () => {
  await apply({ op: 'addField', entity: 'deals.deal', field: 'x_trebled', type: 'formula', options: { result: 'integer', expression: 'score * 3' } })
  await setRole('x.unweighed', [
    { entity: 'deals.deal', verbs: ['read', 'update'], hide: ['x_trebled'] },
    { entity: 'deals.deal', verbs: ['read', 'update'], where: { hot: true } },
  ])
  const who = await platform.as('x.unweighed')
  const deal = await admin.repo(Deal).create({ title: 'Worked out', score: 4 })
  expect(await admin.get(`/api/records/deals.deal/${deal.id}`)).toMatchObject({ x_trebled: 12 })
  const tried = await Promise.all([12, 13, null].map(x_trebled => who.ask('PATCH', `/api/records/deals.deal/${deal.id}`, { x_trebled })))
  expect(tried.map(one => one.status)).toEqual([422, 422, 200])
})

test('a change is taken back also where a related record says that one reads the field', async () => {
  await setRole('x.customers', [
    { entity: 'deals.deal', verbs: ['read', 'update'], hide: ['margin'] },
    { entity: 'deals.deal', verbs: ['read', 'update'], where: { 'firm.kind': 'customer' } },
  ])
  const who = await platform.as('x.customers')
  const firm = (await admin.post('/api/records/deals.firm', { name: 'Gupta', kind: 'customer' })) as { id: string }
  const deals = [
    await admin.repo(Deal).create({ title: 'Theirs', firm: firm.id, margin: '1' }),
    await admin.repo(Deal).create({ title: 'Another', margin: '1' }),
  ]
  for (const { id } of deals) await admin.repo(Deal).update(id, { margin: '2' })
  const tried = await Promise.all(deals.map(deal => who.ask('POST', `/api/records/deals.deal/${deal.id}/undo`, { version: 2 })))
  expect(tried.map(one => one.status)).toEqual([200, 409])
  expect(await Promise.all(deals.map(async deal => (await admin.repo(Deal).get(deal.id)).margin))).toEqual(['1', '2'])
})

describe('an order whose name and secret some may not see', () => {
  let buyer: TestClient
  let checker: TestClient

  beforeAll(async () => {
    const placed = {
      state: 'placed',
      when: { secret: 'blue' },
      require: ['secret', 'name'],
      approval: { steps: [{ by: { role: 'x.checker' }, when: { secret: { ne: 'none' } } }] },
    }
    await apply(
      {
        op: 'addEntity',
        entity: 'x.order',
        label: 'Order',
        title: 'name',
        fields: [
          { field: 'name', type: 'text', options: { required: true } },
          { field: 'secret', type: 'text' },
          { field: 'size', type: 'integer' },
          { field: 'state', type: 'flow', options: { states: [{ state: 'draft', to: [placed] }, { state: 'placed' }] } },
        ],
      },
      { op: 'setRole', role: 'x.checker', label: 'Checker', grants: [{ entity: 'x.order', verbs: ['read', 'update'], hide: ['name', 'secret'] }] },
    )
    const rules = [
      { require: ['size'], when: { secret: 'red' } },
      { require: ['secret', 'size'], when: { state: 'placed' } },
      { lock: ['size', 'secret'], when: { secret: 'green', state: 'placed' } },
      { show: ['size'], when: { or: [{ secret: 'red' }, { state: 'draft' }] } },
      { refuse: 'Too large', field: 'secret', when: { size: { gt: 100 } } },
      { refuse: 'The secret is out', when: { not: { secret: { ne: 'black' } } } },
    ]
    await apply({ op: 'setRules', entity: 'x.order', rules })
    await setRole('x.buyer', [{ entity: 'x.order', verbs: ['read', 'create', 'update'] }])
    const steps = [{ do: 'set', values: { size: 1 } }]
    const button = { entity: 'x.order', trigger: { on: 'button', label: 'Shrink' }, steps }
    await admin.post('/api/automations', { ...button, name: 'One', condition: { secret: 'blue' } })
    await admin.post('/api/automations', { ...button, name: 'Two', condition: { size: { gt: 1 }, secret: 'blue' } })
    checker = await platform.as('x.checker')
    buyer = await platform.as('x.buyer')
  })

  interface Told {
    readonly entities: {
      readonly [name: string]: { readonly rules: readonly object[]; readonly actions: readonly { when: object }[]; readonly fields: object }
    }
    readonly forms: object
  }

  test('its buttons, rules, arrows and forms name to nobody what they may not read, and the browser leaves what it can’t know to the server', async () => {
    const [told, whole] = (await Promise.all([checker, buyer].map(who => who.get('/api/meta')))) as unknown as [Told, Told]
    const unknown = { id: { eq: null } }
    const { actions, rules, fields } = told.entities['x.order'] ?? { actions: [], rules: [], fields: {} }
    expect(actions.map(one => one.when)).toEqual([unknown, { and: [{ size: { gt: 1 } }, unknown] }])
    expect(rules).toEqual([
      { require: ['size'], when: { state: 'placed' } },
      { lock: ['size'], when: { and: [unknown, { state: 'placed' }] } },
      { show: ['size'], when: { or: [unknown, { state: 'draft' }] } },
      { refuse: 'Too large', when: { size: { gt: 100 } } },
      { refuse: 'The secret is out', when: { not: unknown } },
    ])
    const own = JSON.stringify([rules, actions, fields, told.forms])
    expect([own.includes('secret"'), own.includes('blue')]).toEqual([false, false])
    const all = whole.entities['x.order']
    expect([all?.actions.map(one => one.when), all?.rules.length, JSON.stringify(all?.fields).includes('"secret":"blue"')]).toEqual([
      [{ secret: 'blue' }, { size: { gt: 1 }, secret: 'blue' }],
      6,
      true,
    ])
  })

  test('who is asked to approve it, and who hears of it, reads its name where they may', async () => {
    const messages = async (who: TestClient) => ((await who.get('/api/notifications')) as unknown as { items: { text: string }[] }).items.map(one => one.text)
    const { id } = (await buyer.post('/api/records/x.order', { name: 'Island', secret: 'blue', size: 1 })) as { id: string }
    await buyer.post('/api/approvals', { entity: 'x.order', record: id, field: 'state', to: 'placed', comment: 'Please' })
    expect(await messages(checker)).toEqual(['Your approval is asked for: Order'])
    const { items } = (await checker.get('/api/approvals')) as unknown as { items: { vote: string; title: string }[] }
    expect(items.map(one => one.title)).toEqual(['Order'])
    await checker.post(`/api/approvals/votes/${items[0]?.vote}/approve`, {})
    expect(await messages(buyer)).toEqual(['Your request is approved: Island'])
  })
})

test('a model tells no name of a field that its reader may not read: as what records are called, as their order or key, in lists and their views', async () => {
  await setRole('x.blind', [
    { entity: 'deals.deal', verbs: ['read'], hide: ['title', 'owner'] },
    { entity: 'deals.firm', verbs: ['read'], hide: ['name', 'code'] },
  ])
  await setRole('x.dayless', [
    { entity: 'deals.deal', verbs: ['read'], hide: ['closing'] },
    { entity: 'deals.firm', verbs: ['read'] },
  ])
  interface Told {
    readonly entities: { readonly [name: string]: { readonly title: string; readonly sort: readonly string[]; readonly external: string | null } }
    readonly lists: readonly { readonly entity: string; readonly columns: readonly string[]; readonly views?: readonly object[] }[]
  }
  const told = async (who: TestClient): Promise<unknown> => {
    const { entities, lists } = (await who.get('/api/meta')) as unknown as Told
    const { title, sort, external } = entities['deals.firm'] ?? {}
    const { columns, views } = lists.find(list => list.entity === 'deals.deal') ?? {}
    return { firm: { title, sort, external }, deal: entities['deals.deal']?.title, columns, views }
  }
  expect(await told(await platform.as('x.blind'))).toEqual({
    firm: { title: '', sort: [], external: null },
    deal: '',
    columns: ['firm', 'value'],
    views: [],
  })
  expect(await told(await platform.as('x.dayless'))).toEqual({
    firm: { title: 'name', sort: ['name'], external: 'code' },
    deal: 'title',
    columns: ['title', 'firm', 'value'],
    views: [{ label: 'Mine', where: { owner: '$me' }, sort: [] }],
  })
})
