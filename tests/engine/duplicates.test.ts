import type { Json } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

const undo = (who: TestClient, batch: string) => who.post(`/api/undo/${batch}`)
const customers = async (who: TestClient, count: number, mark: string, more: object = {}) =>
  (await who.repo(Customer).createMany(Array.from({ length: count }, (_, at) => ({ name: `${mark} ${at}`, ...more })))) as unknown as {
    id: string
    name: string
  }[]
const path = (id: string) => `/api/records/shop.customer/${id}`

describe('two records that are one', () => {
  const pairs = async (who: TestClient) => {
    const found: { a: { id: string; title: string }; b: { id: string; title: string }; why: string[] }[] = []
    for (let next: string | null = ''; next !== null; ) {
      const page = (await who.get(`/api/duplicates/shop.customer/pairs${next ? `?after=${next}` : ''}`)) as unknown as {
        items: typeof found
        next: string | null
      }
      found.push(...page.items)
      next = page.next
    }
    return found
  }
  const merge = async (who: TestClient, asked: object) =>
    (await who.post('/api/duplicates/shop.customer/merge', asked)) as unknown as {
      batch: string
      record: Json
      moved: number
      kept: { id: string; issues: Json[] }[]
    }

  test('probable pairs are found by likeness, by address and by number, and only among what one sees', async () => {
    await manager
      .repo(Customer)
      .createMany([
        { name: 'Gupta Textiles Private Limited' },
        { name: 'Gupta Textile Private Limited' },
        { name: 'Meena Iyer', email: 'Meena.Iyer@Example.com' },
        { name: 'M. I.', email: 'meena.iyer@example.com' },
        { name: 'Zubair', phone: '+91 99887 76655' },
        { name: 'Z. Khan', phone: '099887-76655' },
      ])
    const found = await pairs(manager)
    const titles = found.map(pair => [pair.a.title, pair.b.title, pair.why])
    expect(titles).toEqual(
      expect.arrayContaining([
        ['Gupta Textile Private Limited', 'Gupta Textiles Private Limited', ['Name is alike.']],
        ['M. I.', 'Meena Iyer', ['Email is the same.']],
        ['Z. Khan', 'Zubair', ['Phone is the same.']],
      ]),
    )
    expect((await pairs(seller)).flatMap(pair => [pair.a.title, pair.b.title]).filter(title => /Gupta|Meena|Zubair/.test(title))).toEqual([])
    const gupta = found.find(pair => pair.a.title.startsWith('Gupta'))
    await manager.post('/api/duplicates/shop.customer/distinct', { ids: [gupta?.b.id, gupta?.a.id] })
    expect((await pairs(manager)).some(pair => pair.a.title.startsWith('Gupta'))).toBe(false)
  })

  test('whoever types a record is told which it may be, with why, and only of what they see', async () => {
    const [mine] = await seller.repo(Customer).createMany([{ name: 'Joshi Bearings', email: 'sales@joshi.example' }])
    const [theirs] = await manager.repo(Customer).createMany([{ name: 'Joshi Bearing', phone: '+91 98111 22333' }])
    const like = async (who: TestClient, values: object) =>
      ((await who.get(`/api/duplicates/shop.customer?values=${encodeURIComponent(JSON.stringify(values))}`)) as { items: Json[] }).items
    const [told, other] = [
      { id: mine?.id, title: 'Joshi Bearings' },
      { id: theirs?.id, title: 'Joshi Bearing' },
    ]
    expect([
      await like(seller, { name: 'Joshi Bearings Pvt' }),
      await like(manager, { email: 'SALES@Joshi.example ' }),
      await like(manager, { name: 'Someone else', phone: '098111-22333' }),
      await like(seller, { phone: '098111-22333' }),
      await like(manager, { name: 'Jo' }),
      await like(manager, {}),
    ]).toEqual([[{ ...told, why: 'Name is alike.' }], [{ ...told, why: 'Email is the same.' }], [{ ...other, why: 'Phone is the same.' }], [], [], []])
    expect(await seller.refused(seller.get('/api/duplicates/shop.customer?values=[]'))).toMatchObject({ status: 400, code: 'bad_query' })
  })

  test('an administrator adds a rule, and one that can’t be asked is refused', async () => {
    const { admin } = platform
    const rule = (fields: string[], how: string) => admin.post('/api/records/core.duplicateRule', { entity: 'shop.item', fields, how })
    await manager.repo(Item).createMany([{ name: 'Steel Bolt 5' }, { name: 'steel-bolt 5' }])
    const asked = async () => ((await manager.get('/api/duplicates/shop.item/pairs')) as unknown as { items: Json[] }).items
    expect(await asked()).toEqual([])
    await rule(['name'], 'normalised')
    expect(await asked()).toMatchObject([{ a: { title: 'steel-bolt 5' }, b: { title: 'Steel Bolt 5' }, why: ['Name is the same.'] }])
    expect(await admin.refused(rule(['colour'], 'exact'))).toMatchObject({ errors: [{ field: 'fields', code: 'bad_rule' }] })
    expect(await manager.refused(manager.post('/api/records/core.duplicateRule', { entity: 'shop.item', fields: ['name'], how: 'exact' }))).toMatchObject({
      status: 404,
    })
  })

  test('merging moves what points there, keeps what is posted, and is taken back whole', async () => {
    const [stays, goes] = (await manager
      .repo(Customer)
      .createMany([{ name: 'Sharma Traders' }, { name: 'Sharma Trader', email: 'sharma@example.com', credit: 5 }])) as unknown as [
      { id: string },
      { id: string },
    ]
    const [draft, posted] = await manager.repo(Order).createMany([
      { subject: 'Draft', customer: goes.id as never },
      { subject: 'Posted', customer: goes.id as never },
    ])
    await manager.repo(Order).update(posted?.id as never, { state: 'posted' })
    await manager.post('/api/records/core.activity', { kind: 'note', subject: 'Called', entity: 'shop.customer', record: goes.id })
    await platform.admin.post(`/api/timeline/shop.customer/${goes.id}/comments`, { body: 'Ask for Ramesh' })
    const merged = await merge(manager, { winner: stays.id, loser: goes.id, take: ['email'] })
    expect(merged).toMatchObject({
      record: { name: 'Sharma Traders', email: 'sharma@example.com', credit: null },
      moved: 3,
      kept: [{ entity: 'shop.order', id: posted?.id, issues: [{ code: 'locked' }] }],
    })
    const orders = async () =>
      (
        await manager.repo(Order).find({
          where: { subject: { in: ['Draft', 'Posted'] }, customer: { in: [stays.id, goes.id] as never } },
          fields: ['subject', 'customer', 'customer.$title'] as never,
          sort: ['subject'],
        })
      ).items
    expect(await orders()).toMatchObject([
      { subject: 'Draft', customer: stays.id, 'customer.$title': 'Sharma Traders' },
      { subject: 'Posted', customer: goes.id, 'customer.$title': 'Sharma Traders' },
    ])
    expect(await manager.get(`${path(goes.id)}/merged`)).toEqual({ into: stays.id })
    expect((await manager.repo(Order).history(draft?.id as never))[0]).toMatchObject({
      verb: 'update',
      reason: 'Two records were merged',
      changes: { customer: { to: stays.id } },
    })
    expect(await manager.get(`${path(stays.id)}/references`)).toMatchObject({
      items: [
        { entity: 'shop.customer', field: 'mergedInto' },
        { entity: 'shop.order', field: 'customer', count: 2, items: [{ title: 'Posted' }, { title: 'Draft' }] },
        { entity: 'core.activity', field: 'record', count: 1 },
        { entity: 'core.comment', field: 'record', count: 1, items: [{ title: 'Ask for Ramesh' }] },
      ].slice(1),
    })
    const back = await undo(manager, merged.batch)
    expect(back).toMatchObject({ state: 'done', refused: 0 })
    expect(await orders()).toMatchObject([
      { subject: 'Draft', customer: goes.id, 'customer.$title': 'Sharma Trader' },
      { subject: 'Posted', customer: goes.id, 'customer.$title': 'Sharma Trader' },
    ])
    expect(await manager.repo(Customer).get(stays.id as never)).toMatchObject({ email: null })
    expect(await manager.repo(Customer).get(goes.id as never)).toMatchObject({ name: 'Sharma Trader', email: 'sharma@example.com', mergedInto: null })
    expect(await manager.refused(manager.get(`${path(goes.id)}/merged`))).toMatchObject({ status: 404 })
  })

  test('what is posted to the one that went is found, summed and counted as that of the one that stays, by whichever id one asks', async () => {
    const { admin } = platform
    const rollup = { of: 'shop.order', by: 'customer', how: 'count' }
    await admin.post('/api/model/apply', { operations: [{ op: 'addField', entity: 'shop.customer', field: 'x_posted', type: 'rollup', options: rollup }] })
    const [stays, goes, other] = (await customers(manager, 3, 'Followed')).map(({ id }) => id) as [string, string, string]
    for (const [id, grade] of [
      [stays, 'a'],
      [goes, 'b'],
      [other, 'c'],
    ] as const)
      await manager.repo(Customer).update(id as never, { grade })
    // The seller sees the one that stays, and never saw the one that goes.
    await manager.repo(Customer).update(stays as never, { owner: seller.userId as never })
    const rules = [
      { refuse: 'Nothing more for grade A.', when: { 'customer.grade': 'a' } },
      { refuse: 'Nothing more for this one.', when: { customer: { in: [goes] } } },
    ]
    const made = await manager
      .repo(Order)
      .createMany([stays, goes, goes, other].map((customer, at) => ({ subject: `Followed ${at}`, customer: customer as never })))
    await manager.repo(Order).update(made[2]?.id as never, { state: 'posted' })
    const named = (where: object, title: string) => ({ and: [{ [title]: { startsWith: 'Followed' } }, where] }) as never
    const orders = async (where: object, asOf?: string) =>
      (await manager.repo(Order).find({ where: named(where, 'subject'), sort: ['subject'], ...(asOf && { asOf }) })).items.map(({ subject }) => subject.at(-1))
    const people = async (where: object) =>
      (await manager.repo(Customer).find({ where: named(where, 'name'), sort: ['name'] })).items.map(({ name }) => name.at(-1))
    const refused = async (at: number) => {
      const { errors = [] } = await manager.refused(manager.patch(`/api/records/shop.order/${made[at]?.id}`, { subject: `Followed again ${at}` }))
      return errors.map(({ message }) => message).filter(message => message.startsWith('Nothing more'))
    }
    const through = async (asOf?: string) => {
      const then = { where: named({}, 'subject'), ...(asOf && { asOf }) }
      const fields = ['customer.grade', 'customer.$title'] as never
      const { items } = await manager.repo(Order).find({ ...then, fields, sort: ['customer.grade', 'subject'] as never })
      return {
        shown: (items as unknown as { [path: string]: Json }[]).map(item => `${item['customer.grade']} ${item['customer.$title']}`),
        met: [await orders({ 'customer.grade': 'a' }, asOf), await orders({ not: { 'customer.grade': 'a' } }, asOf), await orders({ customer: stays }, asOf)],
        groups: await manager.repo(Order).group({ ...then, group: ['customer.grade'] } as never),
      }
    }
    const feed = async () => {
      const filter = encodeURIComponent(`customer eq ${stays} and startswith(subject,'Followed')`)
      const { value } = (await admin.get(`/api/odata/shop_order?$select=subject,customer_title&$orderby=subject&$filter=${filter}`)) as unknown as {
        value: { subject: string; customer_title: string }[]
      }
      return value.map(({ subject, customer_title }) => `${subject.at(-1)} ${customer_title}`)
    }
    const standing = async (who: TestClient) => ((await who.get('/api/meta')) as { standing?: Json }).standing
    const asked = async (who: TestClient, ...ids: string[]) => ((await who.get(`/api/standing?ids=${ids.join()}`)) as { standing?: Json }).standing
    const held = async () => [
      await standing(manager),
      await standing(seller),
      await asked(manager, stays),
      await asked(manager, other, goes),
      await asked(seller, goes),
    ]
    const beyond = async () => ({ ...(await through()), feed: await feed(), rules: [await refused(0), await refused(1), await refused(2)], held: await held() })
    await admin.post('/api/model/apply', { operations: [{ op: 'setRules', entity: 'shop.order', rules }] })
    const [grade, person] = rules.map(({ refuse }) => refuse)
    const told = async () => ({
      is: [await orders({ customer: stays }), await orders({ customer: goes })],
      not: [await orders({ customer: { ne: stays } }), await orders({ customer: { notIn: [goes] } })],
      among: await orders({ customer: { in: [stays, other] } }),
      having: [await people({ 'shop.order:customer': { some: { state: 'posted' } } }), await people({ x_posted: 3 })],
      groups: (await manager.repo(Order).group({ where: named({}, 'subject'), group: ['customer'], sort: ['-count', 'customer'] })) as unknown as Json[],
    })
    const alone = (...ids: string[]) => ids.sort().map(customer => ({ customer, count: 1 }))
    const apart = {
      is: [['0'], ['1', '2']],
      not: [
        ['1', '2', '3'],
        ['0', '3'],
      ],
      among: ['0', '3'],
      having: [['1'], []],
      groups: [{ customer: goes, count: 2 }, ...alone(stays, other)],
    }
    const apartThrough = {
      shown: ['a Followed 0', 'b Followed 1', 'b Followed 1', 'c Followed 2'],
      met: [['0'], ['1', '2', '3'], ['0']],
      groups: ['a', 'b', 'c'].map((value, at) => ({ 'customer.grade': value, count: at === 1 ? 2 : 1 })),
    }
    const apartBeyond = { ...apartThrough, feed: ['0 Followed 0'], rules: [[grade], [person], [person]], held: [undefined, undefined, {}, {}, {}] }
    expect([await told(), await beyond()]).toEqual([apart, apartBeyond])
    const before = platform.clock.now()
    platform.clock.set(new Date(Date.parse(before) + 60_000).toISOString())
    const { batch } = await merge(manager, { winner: stays, loser: goes })
    const one = ['0', '1', '2']
    const together = {
      shown: ['a Followed 0', 'a Followed 0', 'a Followed 0', 'c Followed 2'],
      met: [one, ['3'], one],
      groups: [
        { 'customer.grade': 'a', count: 3 },
        { 'customer.grade': 'c', count: 1 },
      ],
    }
    const both = [grade, person]
    expect(await beyond()).toEqual({
      ...together,
      feed: one.map(at => `${at} Followed 0`),
      rules: [both, both, both],
      held: [{ [goes]: stays }, undefined, { [goes]: stays }, { [goes]: stays }, {}],
    })
    expect(await manager.refused(manager.get('/api/standing?ids=everybody'))).toMatchObject({ status: 400, code: 'bad_query' })
    expect([await through(before), await through(platform.clock.now())]).toEqual([apartThrough, together])
    expect(await told()).toEqual({
      is: [one, one],
      not: [['3'], ['3']],
      among: [...one, '3'],
      having: [['0'], ['0']],
      groups: [{ customer: stays, count: 3 }, ...alone(other)],
    })
    await undo(manager, batch)
    expect([await told(), await beyond()]).toEqual([apart, apartBeyond])
    await admin.post('/api/model/apply', { operations: [{ op: 'setRules', entity: 'shop.order', rules: [] }] })
  })

  test('what is written with the id of the one that went is written with the one that stays, as far as one sees that one', async () => {
    const [stays, goes] = (await customers(manager, 2, 'Remembered')).map(({ id }) => id) as [string, string]
    const [bolt, screw] = (await manager.repo(Item).createMany([{ name: 'Nut' }, { name: 'Nuts' }])).map(({ id }) => id) as [string, string]
    const made = await manager.repo(Order).create({ subject: 'Made before', customer: stays as never })
    const binned = await manager.repo(Order).create({ subject: 'Thrown away before', customer: goes as never })
    await manager.repo(Order).remove(binned.id)
    const { batch } = await merge(manager, { winner: stays, loser: goes })
    // What lay in the bin meanwhile comes back out of it, and is about the one that stays.
    await manager.repo(Order).restore(binned.id)
    const { items: of } = await manager
      .repo(Order)
      .find({ where: { customer: stays as never, subject: { startsWith: 'Thrown' } }, fields: ['customer.$title'] as never })
    expect(of).toMatchObject([{ id: binned.id, 'customer.$title': 'Remembered 0' }])
    await manager.post('/api/duplicates/shop.item/merge', { winner: bolt, loser: screw })
    const values = { subject: 'By another program', customer: goes as never, lines: [{ item: screw as never }, { item: bolt as never }] }
    expect(await manager.repo(Order).create(values)).toMatchObject({ customer: stays, lines: [{ item: bolt }, { item: bolt }] })
    expect(await manager.repo(Order).update(made.id, { customer: goes as never })).toMatchObject({ customer: stays })
    expect((await manager.repo(Order).history(made.id)).map(({ verb }) => verb)).toEqual(['create'])
    // Also by what a plugin works out while it is written.
    expect(await manager.repo(Order).create({ subject: `Again for ${goes}`, customer: stays as never })).toMatchObject({ customer: stays })
    expect((await seller.refused(seller.repo(Order).create({ subject: 'Unseen', customer: goes as never }))).errors).toMatchObject([
      { code: 'reference_unknown' },
    ])
    await undo(manager, batch)
    expect(await manager.repo(Order).create(values)).toMatchObject({ customer: goes, lines: [{ item: bolt }, { item: bolt }] })
  })

  test('guards of arrows, steps of approvals and actions hold for the one that stays by what keeps the other’s id', async () => {
    const { admin } = platform
    const [stays, goes] = (await customers(manager, 2, 'Guarded')).map(({ id }) => id) as [string, string]
    await manager.repo(Customer).update(stays as never, { grade: 'a' })
    const { id } = await manager.repo(Order).create({ subject: 'Keeps its customer', customer: goes as never })
    const guarded = { state: 'hot', when: { customer: stays } }
    const approved = { state: 'big', label: 'Enlarge', approval: { steps: [{ by: { user: manager.userId }, when: { customer: { in: [stays] } } }] } }
    const options = { states: [{ state: 'new', to: [guarded, approved] }, { state: 'hot' }, { state: 'big' }] }
    const rules = [{ lock: ['customer'], when: { subject: 'Keeps its customer' } }]
    await admin.post('/api/model/apply', {
      operations: [
        { op: 'setRules', entity: 'shop.order', rules },
        { op: 'addField', entity: 'shop.order', field: 'x_step', type: 'flow', options },
      ],
    })
    const address = `/api/records/shop.order/${id}`
    const codes = ({ status, json }: { status: number; json: unknown }) =>
      status === 200 ? 'done' : ((json as { errors?: { code: string }[] }).errors?.map(({ code }) => code) ?? (json as { code: string }).code)
    const tried = async (to: string) => codes(await admin.ask('PATCH', address, { x_step: to }, { 'Sangam-Plan': '1' }))
    const told = async () => ({
      guard: await tried('hot'),
      approval: await tried('big'),
      offered: ((await admin.get(`/api/approvals/shop.order/${id}`)) as unknown as { arrows: { label: string }[] }).arrows.map(({ label }) => label),
      action: codes(await admin.ask('POST', `${address}/actions/thank`, {})),
    })
    const apart = { guard: ['flow_when'], approval: 'done', offered: [], action: 'not_now' }
    expect(await told()).toEqual(apart)
    const { batch, kept } = await merge(manager, { winner: stays, loser: goes })
    expect(kept).toMatchObject([{ entity: 'shop.order', id }])
    expect(await told()).toEqual({ guard: 'done', approval: ['needs_approval'], offered: ['Enlarge'], action: 'done' })
    await undo(manager, batch)
    expect(await told()).toEqual(apart)
    await admin.post('/api/model/apply', { operations: [{ op: 'setRules', entity: 'shop.order', rules: [] }] })
  })

  test('what was saved with the id of the one that goes names the one that stays: views, dashboards, reports, automations, webhooks', async () => {
    const { admin } = platform
    const [stays, goes] = await customers(manager, 2, 'Named')
    const [winner, loser] = [stays?.id ?? '', goes?.id ?? '']
    const where = (id: string) => ({ or: [{ customer: id }, { customer: { in: [id, '00000000-0000-7000-8000-00000000dead'] } }] })
    const view = (await seller.post('/api/records/core.view', {
      name: 'Of one customer',
      entity: 'shop.order',
      definition: { where: where(loser) },
    })) as { id: string }
    const cards = (id: string) => [{ kind: 'number', label: 'Orders', entity: 'shop.order', measure: 'count', where: where(id) }]
    const dashboard = (await admin.post('/api/records/core.dashboard', { name: 'Theirs', definition: { cards: cards(loser) } })) as { id: string }
    const list = { name: 'By mail', entity: 'shop.order', definition: { where: where(loser) } }
    const report = (await admin.post('/api/records/core.scheduledReport', list)) as { id: string }
    const automation = (await admin.post('/api/automations', {
      name: 'For one customer',
      entity: 'shop.order',
      trigger: { on: 'created' },
      condition: where(loser),
      steps: [{ do: 'set', values: { customer: loser } }],
    })) as { id: string }
    const webhook = (await admin.post('/api/records/core.webhook', {
      name: 'About one',
      url: 'https://example.com/hook',
      entity: 'shop.order',
      verbs: ['create'],
      condition: { customer: loser },
    })) as { id: string }
    const saved = async () => ({
      view: ((await seller.get(`/api/records/core.view/${view.id}`)) as { definition: Json }).definition,
      dashboard: ((await admin.get(`/api/records/core.dashboard/${dashboard.id}`)) as { definition: Json }).definition,
      report: ((await admin.get(`/api/records/core.scheduledReport/${report.id}`)) as { definition: Json }).definition,
      automation: await admin.get(`/api/automations/${automation.id}`),
      webhook: ((await admin.get(`/api/records/core.webhook/${webhook.id}`)) as { condition: Json }).condition,
    })
    const naming = (id: string) => ({
      view: { where: where(id) },
      dashboard: { cards: cards(id) },
      report: { where: where(id) },
      automation: { condition: where(id), steps: [{ do: 'set', values: { customer: id } }] },
      webhook: { customer: id },
    })
    expect(await saved()).toMatchObject(naming(loser))
    const { batch } = await merge(manager, { winner, loser })
    expect(await saved()).toMatchObject(naming(winner))
    // A page that was open meanwhile writes back what it had, and whoever sees neither writes what they know.
    await admin.patch(`/api/records/core.dashboard/${dashboard.id}`, { definition: { cards: cards(loser.toUpperCase()) } })
    await seller.patch(`/api/records/core.view/${view.id}`, { definition: { where: where(loser) } })
    expect(await saved()).toMatchObject({ ...naming(winner), view: naming(loser).view })
    await seller.patch(`/api/records/core.view/${view.id}`, { definition: { where: where(winner) } })
    expect(await undo(manager, batch)).toMatchObject({ state: 'done', refused: 0 })
    expect(await saved()).toMatchObject(naming(loser))
    await admin.delete(`/api/automations/${automation.id}`)
    await admin.delete(`/api/records/core.webhook/${webhook.id}`)
  })

  test('takes nothing back of what someone saves meanwhile: it is rewritten as it is by then', async () => {
    const [stays, goes] = await customers(manager, 2, 'Meanwhile')
    const [winner, loser] = [stays?.id ?? '', goes?.id ?? '']
    const where = (...parts: Json[]) => ({ definition: { where: { or: parts } } })
    const { id } = (await seller.post('/api/records/core.view', { name: 'Theirs', entity: 'shop.order', ...where({ customer: loser }) })) as { id: string }
    const waiting = (count: number) =>
      expect
        .poll(
          () =>
            platform.platform.world.db.owner.run<{ count: number }>(
              sql`select count(*)::integer as count from pg_locks where locktype = 'tuple' and relation = 'main.core_view'::regclass`,
            ),
          { interval: 5 },
        )
        .toEqual([{ count }])
    const both = await platform.platform.world.db.owner.transaction(async tx => {
      await tx.run(sql`select id from main.core_view where id = ${id}::uuid for no key update`)
      const saving = seller.patch(`/api/records/core.view/${id}`, where({ customer: loser }, { subject: 'Urgent' }))
      await waiting(1)
      const merging = merge(manager, { winner, loser })
      await waiting(2)
      return [saving, merging]
    })
    await Promise.all(both)
    expect(await seller.get(`/api/records/core.view/${id}`)).toMatchObject(where({ customer: winner }, { subject: 'Urgent' }))
  })

  test('lines of others move within the record they stand in', async () => {
    const [bolt, screw] = await manager.repo(Item).createMany([{ name: 'Bolt' }, { name: 'Bolts' }])
    const [one] = await customers(manager, 1, 'With lines')
    const order = await manager
      .repo(Order)
      .create({ subject: 'Lines', customer: one?.id as never, lines: [{ item: screw?.id ?? null }, { words: 'Other' }, { item: screw?.id ?? null }] })
    expect(await manager.post('/api/duplicates/shop.item/merge', { winner: bolt?.id, loser: screw?.id })).toMatchObject({ moved: 1, kept: [] })
    expect((await manager.repo(Order).get(order.id)).lines).toMatchObject([{ item: bolt?.id }, { item: null, words: 'Other' }, { item: bolt?.id }])
    expect(await manager.get(`/api/records/shop.item/${bolt?.id}/references`)).toMatchObject({
      items: [{ entity: 'shop.order', field: 'lines.item', count: 1 }],
    })
  })

  test('who was merged twice is called by the last', async () => {
    const [a, b, c] = await customers(manager, 3, 'Chain')
    const order = await manager.repo(Order).create({ subject: 'Chain', customer: a?.id as never })
    await manager.repo(Order).update(order.id, { state: 'posted' })
    await merge(manager, { winner: b?.id, loser: a?.id })
    const second = await merge(manager, { winner: c?.id, loser: b?.id })
    const title = async () => ((await manager.get(`/api/records/shop.order/${order.id}?fields=customer.$title`)) as { [path: string]: Json })['customer.$title']
    expect(await title()).toBe('Chain 2')
    await undo(manager, second.batch)
    expect(await title()).toBe('Chain 1')
  })

  test('needs the right to change the one and to remove the other', async () => {
    const [theirs] = await customers(manager, 1, 'Theirs')
    const [mine] = await customers(seller, 1, 'Mine')
    for (const asked of [
      { winner: mine?.id, loser: theirs?.id },
      { winner: theirs?.id, loser: mine?.id },
    ])
      expect(await seller.refused(merge(seller, asked))).toMatchObject({ status: 404 })
    expect(await seller.refused(merge(seller, { winner: mine?.id, loser: mine?.id }))).toMatchObject({ code: 'same_record' })
  })

  test('asks who may remove the one before what points at it is moved, and leaves nobody without sight of what stays', async () => {
    const rollup = { of: 'shop.order', by: 'customer', how: 'count' }
    const grant = { entity: 'shop.customer', verbs: ['read', 'update'] }
    await platform.admin.post('/api/model/apply', {
      operations: [
        { op: 'addField', entity: 'shop.customer', field: 'x_orders', type: 'rollup', options: rollup },
        { op: 'setRole', role: 'x.busy', label: 'Busy', grants: [grant, { ...grant, verbs: ['remove'], where: { x_orders: { gte: 1 } } }] },
        { op: 'setRole', role: 'x.calm', label: 'Calm', grants: [{ ...grant, verbs: ['read', 'update', 'remove'], where: { x_orders: { lt: 2 } } }] },
      ],
    })
    const busy = await platform.as('x.busy')
    const calm = await platform.as('x.calm')
    const [stays, goes, idle, last] = await customers(manager, 4, 'Counted')
    const asked = (winner: typeof stays, loser: typeof stays) => ({ winner: winner?.id, loser: loser?.id })
    for (const customer of [goes, last]) await manager.repo(Order).create({ subject: 'Counted', customer: customer?.id as never })
    expect(await busy.refused(merge(busy, asked(stays, idle)))).toMatchObject({ status: 403, code: 'forbidden' })
    expect(await merge(busy, asked(stays, goes))).toMatchObject({ record: { id: stays?.id, x_orders: 1 } })
    expect(await calm.refused(merge(calm, asked(stays, last)))).toMatchObject({ status: 403, code: 'out_of_sight' })
    expect(await manager.get(`${path(last?.id ?? '')}?fields=x_orders`)).toMatchObject({ x_orders: 1 })
  })

  test('is a right over both: a grant that names one record reaches what was posted to the other only once somebody who may remove that one has merged it', async () => {
    const [mine, theirs] = await customers(manager, 2, 'Named')
    const [mineId, theirsId] = [mine?.id as never, theirs?.id as never]
    const [order] = await manager.repo(Order).createMany([{ subject: 'Posted to theirs', customer: theirsId }])
    await manager.repo(Order).update(order?.id as never, { state: 'posted' })
    const orders = { entity: 'shop.order', verbs: ['read'], where: { customer: mineId } }
    const role = (label: string, ...verbs: readonly string[]) => ({
      ...{ op: 'setRole', role: `x.${label.toLowerCase()}`, label },
      grants: [orders, { entity: 'shop.customer', verbs: ['read', 'update'] }, ...(verbs.length > 0 ? [{ entity: 'shop.customer', verbs }] : [])],
    })
    await platform.admin.post('/api/model/apply', { operations: [role('Named'), role('Merger', 'remove')] })
    const [named, merger] = [await platform.as('x.named'), await platform.as('x.merger')]
    const seen = async (who: TestClient) => (await who.repo(Order).find({ fields: ['subject'] })).items.map(({ subject }) => subject)
    const asked = { winner: mineId, loser: theirsId }
    expect([await seen(named), await seen(merger)]).toEqual([[], []])
    expect(await named.refused(merge(named, asked))).toMatchObject({ status: 403, code: 'forbidden' })
    expect(await seen(named)).toEqual([])
    const { batch } = await merge(merger, asked)
    expect([await seen(named), await seen(merger)]).toEqual([['Posted to theirs'], ['Posted to theirs']])
    await undo(merger, batch)
    expect([await seen(named), await seen(merger)]).toEqual([[], []])
  })

  test('opens nothing: with whom the other was shared is nobody for the one that stays, and who only reads that one changes nothing of it', async () => {
    const clerk = await platform.as('shop.clerk')
    const [theirs] = await customers(manager, 1, 'Read only')
    const shared = async () => {
      const [one] = await customers(clerk, 1, 'Shared')
      await clerk.post(`${path(one?.id ?? '')}/shares`, { user: clerk.userId, may: 'change' })
      await clerk.post(`${path(one?.id ?? '')}/shares`, { user: seller.userId, may: 'change' })
      return one?.id ?? ''
    }
    expect(await clerk.refused(merge(clerk, { winner: theirs?.id, loser: await shared() }))).toMatchObject({ status: 403 })
    await merge(platform.admin, { winner: theirs?.id, loser: await shared() })
    expect(await platform.admin.get(`${path(theirs?.id ?? '')}/shares`)).toMatchObject({ items: [] })
    expect(await clerk.refused(clerk.patch(path(theirs?.id ?? ''), { name: 'Taken over' }))).toMatchObject({ status: 403 })
    expect(await seller.refused(seller.get(path(theirs?.id ?? '')))).toMatchObject({ status: 404 })
  })
})

test('what refers to a record is told as far as one may see it', async () => {
  const [one] = await customers(manager, 1, 'Referred', { owner: seller.userId })
  await manager.repo(Order).createMany(Array.from({ length: 7 }, (_, at) => ({ subject: `Order ${at}`, customer: one?.id as never })))
  expect(await seller.get(`${path(one?.id ?? '')}/references`)).toMatchObject({
    items: [{ entity: 'shop.order', field: 'customer', count: 7, items: { length: 5 } }],
  })
  const [other] = await customers(manager, 1, 'Unseen')
  expect(await seller.refused(seller.get(`${path(other?.id ?? '')}/references`))).toMatchObject({ status: 404 })
})

test('after all this the history is whole', async () => {
  expect(await verifyHistory(platform.platform.world.db.owner, 'main')).toMatchObject({ tampered: [], brokenSeals: [] })
})
