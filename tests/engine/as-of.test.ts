import {
  allow,
  boolean,
  choice,
  choices,
  date,
  datetime,
  decimal,
  defineEntity,
  definePlugin,
  emails,
  formula,
  integer,
  json,
  lines,
  lookup,
  money,
  reference,
  references,
  role,
  rollup,
  text,
  time,
} from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeKey } from '../../core/auth/keys.ts'
import { Deal, deals, Firm } from './note.ts'

const Port = defineEntity('cargo.port', {
  title: 'name',
  fields: { name: text({ required: true }), country: text(), calls: rollup('count', 'cargo.load', 'port') },
})
const Piece = defineEntity('cargo.piece', {
  title: 'item',
  fields: { load: reference('cargo.load', { required: true, onRemove: 'cascade' }), item: text({ required: true }), weight: decimal({ digits: 3 }) },
})
const Load = defineEntity('cargo.load', {
  title: 'name',
  activities: true,
  fields: {
    name: text({ required: true, search: true }),
    note: text(),
    units: integer(),
    weight: decimal({ digits: 3 }),
    value: money(),
    due: date(),
    seenAt: datetime(),
    opens: time(),
    fragile: boolean({ default: false }),
    kind: choice(['dry', 'wet'], { index: true }),
    tags: choices([], { open: true }),
    mails: emails(),
    more: json(),
    port: reference(Port),
    stops: references(Port),
    pieces: lines(Piece, 'load'),
    total: formula('decimal', 'units * weight'),
    portName: lookup('port', Port, 'name'),
    late: formula('boolean', 'due < today()'),
  },
})
const cargo = definePlugin({
  id: 'cargo',
  version: '1.0.0',
  title: 'Cargo',
  description: 'For tests of the past.',
  engines: { sangam: '^0.1.0' },
  entities: [Port, Piece, Load],
  parts: [
    role('cargo.all', {
      label: 'All',
      grants: [allow(Load, ['read', 'create', 'update', 'remove', 'export']), allow(Port, ['read', 'create', 'update', 'remove'])],
    }),
    role('cargo.dry', {
      label: 'Dry',
      grants: [allow(Load, ['read'], { hide: ['note', 'pieces', 'stops'] }), allow(Load, ['read'], { where: { kind: 'dry' } }), allow(Port, ['read'])],
    }),
  ],
})

let platform: TestPlatform
let clerk: TestClient
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [cargo, deals] })
  clerk = await platform.as('cargo.all')
})
afterAll(() => platform.stop())

interface Item {
  readonly id: string
  readonly [field: string]: unknown
}
let moment = Date.parse('2027-03-31T09:30:00.000Z')
function later(ms: number): string {
  moment += ms
  const at = new Date(moment).toISOString()
  platform.clock.set(at)
  return at
}
const list = async (client: TestClient, query: object, entity = 'cargo.load'): Promise<Item[]> => {
  const items: Item[] = []
  let after: string | null = null
  do {
    const page = (await client.post(`/api/query/${entity}`, { ...query, ...(after && { after }) })) as unknown as { items: Item[]; next: string | null }
    items.push(...page.items)
    after = page.next
  } while (after)
  return items
}

describe('What the past gives', () => {
  test('a record and a list are what they were, whatever was written since', async () => {
    const ports = await clerk.repo(Port).createMany(['Goa', 'Kochi', 'Surat'].map(name => ({ name })))
    const fields = ['name', 'units', 'weight', 'value', 'due', 'kind', 'tags', 'port.$title', 'stops', 'total', 'portName', 'fragile', 'updatedAt', 'version']
    const asked = [
      { fields, sort: ['-units', 'name'], limit: 3 },
      { fields, where: { kind: 'dry', units: { lt: 6 } }, sort: ['weight'], limit: 2 },
      {
        fields: ['name'],
        where: { or: [{ pieces: { some: { weight: { gt: '2' } } } }, { 'port.name': { startsWith: 'k' } }] },
        sort: ['-due', 'id'],
        limit: 4,
      },
      { fields: ['name'], where: { stops: { contains: ports[0]?.id } }, sort: ['name'], limit: 2 },
      { fields: ['name'], where: { stops: { some: { name: { contains: 'o' } } } }, sort: ['total'], limit: 3 },
      { fields: ['name'], search: 'ab', sort: ['value.amount'], limit: 3 },
      { fields: ['name'], where: { updatedAt: { within: 'last_2_days' } }, sort: ['-updatedAt'], limit: 3 },
    ]
    const kept: { readonly at: string; readonly records: ReadonlyMap<string, Item | null>; readonly lists: readonly Item[][]; readonly groups: unknown }[] = []
    const groups = { group: ['kind', 'port.name'], measures: ['count', 'sum:units', 'max:value.amount'] }
    const id = (at: number): string => ports[at % 3]?.id ?? ''
    const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null, freq: 4 })
    const day = fc.integer({ min: 0, max: 40 }).map(days => new Date(Date.UTC(2027, 2, 10 + days)).toISOString().slice(0, 10))
    const values = fc.record(
      {
        name: fc.constantFrom('Aba', 'Cab', 'Ebb', 'Zoë', 'कपास'),
        note: optional(fc.string({ maxLength: 8 }).filter(one => one.trim() === one && !one.includes('\0') && one !== '')),
        units: optional(fc.oneof(fc.nat(9), fc.constant(-2_147_483_648))),
        weight: optional(fc.integer({ min: -9999, max: 99_999 }).map(one => (one / 1000).toFixed(3))),
        value: optional(fc.record({ amount: fc.integer({ min: 0, max: 999 }).map(one => `${one}.50`), currency: fc.constantFrom('INR', 'USD') })),
        due: optional(day),
        seenAt: optional(day.map(one => `${one}T10:11:12.345Z`)),
        opens: optional(fc.constantFrom('09:30', '23:59', '00:00')),
        fragile: fc.boolean(),
        kind: optional(fc.constantFrom('dry', 'wet')),
        tags: fc.uniqueArray(fc.constantFrom('a', 'b', 'ç'), { maxLength: 3 }),
        mails: fc.uniqueArray(fc.constantFrom('a@example.com', 'b@example.com'), { maxLength: 2 }),
        more: optional(fc.constantFrom({ a: [1, 'x'] }, [true, null])),
        port: optional(fc.nat(2)),
        stops: fc.uniqueArray(fc.nat(2), { maxLength: 3 }),
        pieces: fc.array(fc.record({ item: fc.constantFrom('Loom', 'Yarn'), weight: optional(fc.constantFrom('1.5', '2.001', '7')) }), { maxLength: 3 }),
      },
      { requiredKeys: ['name'] },
    )
    const step = fc.record({
      verb: fc.constantFrom('create', 'create', 'update', 'update', 'update', 'remove', 'restore', 'port'),
      who: fc.nat(50),
      values,
      wait: fc.constantFrom(0, 1, 1000, 90_000_000),
    })
    const given = ({ port, stops, ...rest }: { readonly port?: number | null; readonly stops?: readonly number[] }): object => ({
      ...rest,
      ...(port !== undefined && { port: port === null ? null : id(port) }),
      ...(stops && { stops: stops.map(id) }),
    })
    const live: string[] = []
    const gone: string[] = []
    for (const name of ['Kabul', 'Abacus', 'Khadi']) {
      const more = { units: 3, weight: '1.500', kind: 'dry', port: id(1), stops: [id(0)], pieces: [{ item: 'Loom', weight: '7' }] }
      live.push(((await clerk.post('/api/records/cargo.load', { name, ...more })) as unknown as Item).id)
    }
    for (const one of fc.sample(step, 45)) {
      later(one.wait)
      const [some, lost] = [live[one.who % live.length], gone[one.who % gone.length]]
      if (one.verb === 'create') live.push(((await clerk.post('/api/records/cargo.load', given(one.values))) as unknown as Item).id)
      else if (one.verb === 'port') await clerk.repo(Port).update(id(one.who) as never, { name: `${'GKS'[one.who % 3]}o${one.who}` })
      else if (one.verb === 'update' && some) await clerk.patch(`/api/records/cargo.load/${some}`, given(one.values))
      else if (one.verb === 'remove' && some) {
        await clerk.delete(`/api/records/cargo.load/${some}`)
        gone.push(...live.splice(live.indexOf(some), 1))
      } else if (one.verb === 'restore' && lost) {
        await clerk.post(`/api/records/cargo.load/${lost}/restore`)
        live.push(...gone.splice(gone.indexOf(lost), 1))
      }
      const known = [...live, ...gone]
      const records = await Promise.all(known.map(async one => [one, await seen(one)] as const))
      const lists = await Promise.all(asked.map(query => list(clerk, query)))
      kept.push({ at: new Date(moment).toISOString(), records: new Map(records), lists, groups: await clerk.post('/api/query/cargo.load', groups) })
    }
    later(86_400_000)
    // Of several changes in one moment the last one counts.
    const last = new Map(kept.map(one => [one.at, one]))
    expect(last.size).toBeGreaterThan(20)
    expect(asked.map((_, place) => kept.some(one => (one.lists[place]?.length ?? 0) > 0))).toEqual(asked.map(() => true))
    for (const { at, records, lists, groups: grouped } of last.values()) {
      const then = await Promise.all([...live, ...gone].map(async one => [one, await seen(one, at)] as const))
      expect([at, new Map(then.filter(([one, record]) => record !== null || records.has(one)))]).toEqual([at, records])
      expect([at, await Promise.all(asked.map(query => list(clerk, { ...query, asOf: at })))]).toEqual([at, lists])
      expect([at, await clerk.post('/api/query/cargo.load', { ...groups, asOf: at })]).toEqual([at, grouped])
    }
  })

  async function seen(id: string, asOf?: string): Promise<Item | null> {
    const { status, json } = await clerk.ask('GET', `/api/records/cargo.load/${id}${asOf ? `?asOf=${asOf}` : ''}`)
    return status === 404 ? null : (json as unknown as Item)
  }

  test('a day ends where the company is, and its own words mean that day', async () => {
    const name = `Zoned ${later(0)}`
    platform.clock.set('2027-08-31T18:29:59.999Z')
    const load = await clerk.repo(Load).create({ name, units: 1, due: '2027-08-31' })
    platform.clock.set('2027-08-31T18:30:00.000Z')
    await clerk.repo(Load).update(load.id, { units: 2 })
    platform.clock.set('2027-09-20T09:00:00.000Z')
    moment = Date.parse('2027-09-20T09:00:00.000Z')
    const at = async (asOf: string) => (await clerk.repo(Load).get(load.id, { asOf })).units
    expect(await Promise.all(['2027-08-31', '2027-09-01', '2027-09-20', '2027-08-31T18:29:59.999Z', '2027-09-01T00:00:00.000+05:30'].map(at))).toEqual([
      1, 2, 2, 1, 2,
    ])
    const due = async (asOf?: string) => (await clerk.repo(Load).find({ where: { name, due: '$today' }, fields: ['late'], ...(asOf && { asOf }) })).items.length
    expect([await due('2027-08-31'), await due('2027-09-01'), await due()]).toEqual([1, 0, 0])
    expect(await Promise.all(['2027-08-31', '2027-09-01'].map(async asOf => (await clerk.repo(Load).get(load.id, { asOf })).late))).toEqual([false, true])
    expect(await clerk.refused(clerk.repo(Load).get(load.id, { asOf: '2027-08-30' }))).toMatchObject({ status: 404, code: 'not_found' })
    expect([await clerk.repo(Load).count({ name }, { asOf: '2027-08-31' }), await clerk.repo(Load).count({ name }, { asOf: '2027-08-30' })]).toEqual([1, 0])
  })

  test.each([
    ['2027-09-21', '"asOf" lies in the future. Choose today or an earlier day.'],
    ['2027-09-20T09:00:01Z', '"asOf" lies in the future. Choose today or an earlier day.'],
    ['2027-03-30', 'Nothing was kept here before 2027-03-31. Choose that day or a later one.'],
    ['2028-02-30', '"asOf" is a day such as 2027-03-31, or a moment with its zone such as 2027-03-31T09:30:00Z.'],
    ['2027-09-01T10:00:00', '"asOf" is a day such as 2027-03-31, or a moment with its zone such as 2027-03-31T09:30:00Z.'],
    ['yesterday', '"asOf" is a day such as 2027-03-31, or a moment with its zone such as 2027-03-31T09:30:00Z.'],
    ['', '"asOf" is a day such as 2027-03-31, or a moment with its zone such as 2027-03-31T09:30:00Z.'],
  ])('"%s" is refused by a sentence', async (asOf, detail) => {
    const problem = { status: 400, code: 'bad_query', detail }
    expect(await clerk.refused(clerk.get(`/api/records/cargo.load?asOf=${encodeURIComponent(asOf)}`))).toMatchObject(problem)
    expect(await clerk.refused(clerk.post('/api/query/cargo.load', { measures: ['count'], asOf }))).toMatchObject(problem)
    expect(await clerk.refused(clerk.get(`/api/records/cargo.load/00000000-0000-7000-8000-00000000dead?asOf=${encodeURIComponent(asOf)}`))).toMatchObject(
      problem,
    )
  })

  test('a sum that is kept for today only is empty in the past, and nothing is chosen, ordered or grouped by it', async () => {
    const port = await clerk.repo(Port).create({ name: 'Mandvi' })
    await clerk.repo(Load).create({ name: 'Counted', port: port.id })
    const asOf = later(0)
    expect((await clerk.repo(Port).get(port.id)).calls).toBe(1)
    expect((await clerk.repo(Port).get(port.id, { asOf })).calls).toBeNull()
    const problem = {
      status: 400,
      code: 'not_as_of',
      detail: 'Calls is kept up for today only. Look at the past without a condition, an order or a group by it.',
    }
    for (const query of [{ where: { calls: 1 } }, { sort: ['calls'] }, { group: ['name'], measures: ['max:calls'] }])
      expect(await clerk.refused(clerk.post('/api/query/cargo.port', { ...query, asOf }))).toMatchObject(problem)
  })

  test('what was of another kind then is told where it still fits, and empty where not', async () => {
    const { admin } = platform
    await admin.post('/api/model/apply', {
      operations: [
        { op: 'addEntity', entity: 'x.odd', label: 'Odd', title: 'name', fields: ['name', 'size', 'day', 'who'].map(field => ({ field, type: 'text' })) },
      ],
    })
    const ids = new Map<string, string>()
    for (const [name, size, day] of [
      ['fits', '12', '2028-02-29'],
      ['not', '12.5', '2027-02-29'],
      ['large', '99999999999', '0000-01-01'],
    ] as const)
      ids.set(name, ((await admin.post('/api/records/x.odd', { name, size, day, who: name })) as unknown as Item).id)
    const asOf = later(1000)
    later(1000)
    for (const id of ids.values()) await admin.patch(`/api/records/x.odd/${id}`, { size: null, day: null, who: null })
    await admin.post('/api/model/apply', {
      operations: [
        { op: 'convertField', entity: 'x.odd', field: 'size', type: 'integer', options: {} },
        { op: 'convertField', entity: 'x.odd', field: 'day', type: 'date', options: {} },
        { op: 'addField', entity: 'x.odd', field: 'later', type: 'integer', options: { default: 7 } },
      ],
    })
    await platform.settle()
    const then = await list(admin, { fields: ['name', 'size', 'day', 'who', 'later'], sort: ['name'], asOf }, 'x.odd')
    expect(then.map(({ id: _, version: __, ...rest }) => rest)).toEqual([
      { name: 'fits', size: 12, day: '2028-02-29', who: 'fits', later: null },
      { name: 'large', size: null, day: null, who: 'large', later: null },
      { name: 'not', size: null, day: null, who: 'not', later: null },
    ])
    // Of a record that nobody has touched since, too: the field's default came to it with the field.
    await platform.platform.world.db.owner.run(
      sql`update main.core_model set applied_at = ${asOf}::timestamptz + interval '1 second' where number = (select max(number) from main.core_model)`,
    )
    const since = platform.clock.now()
    await admin.post('/api/records/x.odd', { name: 'untouched' })
    await platform.platform.world.db.owner.run(
      sql`update main.x_odd set created_at = created_at - interval '1 hour', updated_at = updated_at - interval '1 hour' where name = 'untouched'`,
    )
    const untouched = async (asOf: string) => (await list(admin, { where: { name: 'untouched' }, fields: ['later'], asOf }, 'x.odd'))[0]?.later
    expect([await untouched(asOf), await untouched(since)]).toEqual([null, 7])
    expect((await list(admin, { where: { size: { gt: 0 } }, fields: ['name'], sort: ['day'], asOf }, 'x.odd')).map(one => one.name)).toEqual(['fits'])
  })

  test('a file of the past holds what the list held', async () => {
    const name = `Filed ${later(0)}`
    const load = await clerk.repo(Load).create({ name, units: 1 })
    const asOf = later(1000)
    later(1000)
    await clerk.repo(Load).update(load.id, { units: 2 })
    const where = encodeURIComponent(JSON.stringify({ name }))
    const file = String(await clerk.get(`/api/export/cargo.load?format=jsonl&fields=name,units&where=${where}&asOf=${asOf}`))
    expect(JSON.parse(file)).toMatchObject({ name, units: 1 })
  })
})

describe('The past gives nothing more than today’s rights do', () => {
  let seller: TestClient
  let manager: TestClient
  let asOf: string
  const ids: { [title: string]: string } = {}
  beforeAll(async () => {
    ;[seller, manager] = [await platform.as('deals.seller'), await platform.as('deals.manager')]
    const firm = await manager.repo(Firm).create({ name: 'Hooghly Mills', kind: 'customer', secret: 'gold' })
    for (const [title, owner] of [
      ['Kept', seller],
      ['Given away', seller],
      ['Taken over', manager],
      ['Removed', seller],
    ] as const)
      ids[title] = (await manager.repo(Deal).create({ title, owner: owner.userId, margin: '5', score: 1, firm: firm.id, lines: [{ item: 'Loom' }] })).id
    asOf = later(1000)
    later(1000)
    const change = (title: string, patch: object) => manager.patch(`/api/records/deals.deal/${ids[title]}`, { score: 2, ...patch })
    await change('Kept', { margin: '6', lines: [] })
    await change('Given away', { owner: manager.userId })
    await change('Taken over', { owner: seller.userId })
    await manager.delete(`/api/records/deals.deal/${ids.Removed}`)
    await manager.repo(Firm).update(firm.id, { secret: 'silver' })
  })
  const titles = async (client: TestClient, query: object = {}) =>
    (await list(client, { sort: ['title'], fields: ['title'], asOf, ...query }, 'deals.deal')).map(one => one.title)

  test('a row that is out of reach today is out of reach then; one that is in reach is told as it was', async () => {
    expect(await titles(seller)).toEqual(['Kept', 'Taken over'])
    expect(await titles(seller, { where: { owner: manager.userId } })).toEqual(['Taken over'])
    expect(await seller.refused(seller.get(`/api/records/deals.deal/${ids['Given away']}?asOf=${asOf}`))).toMatchObject({ status: 404, code: 'not_found' })
    expect(await seller.get(`/api/records/deals.deal/${ids.Kept}?asOf=${asOf}`)).toMatchObject({ score: 1, lines: [{ item: 'Loom' }] })
    expect(await seller.post('/api/query/deals.deal', { group: ['owner'], measures: ['count'], asOf })).toMatchObject({ items: [{ count: 1 }, { count: 1 }] })
    expect(await list(seller, { fields: ['item'], asOf }, 'deals.line')).toHaveLength(2)
  })

  test('what lies in the bin today is there for whoever may open the bin', async () => {
    expect(await titles(manager)).toEqual(['Given away', 'Kept', 'Removed', 'Taken over'])
    expect(await manager.get(`/api/records/deals.deal/${ids.Removed}?asOf=${asOf}`)).toMatchObject({ title: 'Removed', lines: [{ item: 'Loom' }] })
    expect(await seller.refused(seller.get(`/api/records/deals.deal/${ids.Removed}?asOf=${asOf}`))).toMatchObject({ status: 404, code: 'not_found' })
    await platform.admin.delete(`/api/bin/deals.deal/${ids.Removed}`)
    expect(await titles(manager)).toEqual(['Given away', 'Kept', 'Taken over'])
  })

  test('a hidden field is not there: not in records, conditions, orders, sums, nor through a reference', async () => {
    expect(await seller.get(`/api/records/deals.deal/${ids.Kept}?asOf=${asOf}`)).not.toHaveProperty('margin')
    const bad = (name: string) => ({ status: 400, code: 'bad_query', detail: `There is no field "${name}" here.` })
    for (const query of [{ where: { margin: '5' } }, { sort: ['margin'] }, { fields: ['margin'] }, { group: ['margin'] }, { measures: ['sum:margin'] }])
      expect(await seller.refused(seller.post('/api/query/deals.deal', { ...query, asOf }))).toMatchObject(bad('margin'))
    for (const query of [{ where: { 'firm.secret': 'gold' } }, { sort: ['firm.secret'] }, { fields: ['firm.secret'] }])
      expect(await seller.refused(seller.post('/api/query/deals.deal', { ...query, asOf }))).toMatchObject(bad('secret'))
    expect((await seller.post('/api/query/deals.firm', { search: 'gold', asOf })) as object).toMatchObject({ items: [] })
    expect(await list(manager, { search: 'gold', fields: ['secret'], asOf }, 'deals.firm')).toMatchObject([{ secret: 'gold' }])
  })

  test('a field that may be read on some records is read on those that are so today', async () => {
    const dry = await platform.as('cargo.dry')
    const values = { note: 'secret', pieces: [{ item: 'Loom' }], units: 77 }
    const [opened, closed] = await clerk.repo(Load).createMany([
      { name: 'Opened', kind: 'wet', ...values },
      { name: 'Closed', kind: 'dry', ...values },
    ])
    const then = later(1000)
    later(1000)
    await clerk.repo(Load).update(opened?.id as never, { kind: 'dry', note: null })
    await clerk.repo(Load).update(closed?.id as never, { kind: 'wet', note: null })
    const query = { where: { units: 77 }, fields: ['name', 'kind', 'note'], sort: ['-note', 'name'], asOf: then }
    expect((await list(dry, query)).map(({ name, kind, note }) => [name, kind, note])).toEqual([
      ['Closed', 'dry', null],
      ['Opened', 'wet', 'secret'],
    ])
    const found = async (where: object) => (await list(dry, { where: { units: 77, ...where }, fields: ['name'], asOf: then })).map(one => one.name)
    expect([await found({ note: 'secret' }), await found({ pieces: { some: { item: 'Loom' } } })]).toEqual([['Opened'], ['Opened']])
    expect(
      await Promise.all([opened, closed].map(async one => ((await dry.get(`/api/records/cargo.load/${one?.id}?asOf=${then}`)) as unknown as Item).pieces)),
    ).toMatchObject([[{ item: 'Loom' }], []])
    expect(await list(dry, { fields: ['item'], where: { load: { in: [opened?.id, closed?.id] } }, asOf: then }, 'cargo.piece')).toHaveLength(1)
  })

  test('a key that is narrowed to a role sees the past of that role', async () => {
    const both = await platform.as('deals.manager', 'deals.seller')
    const { world } = platform.platform
    const [row] = await world.db.app.run<{ account: string }>(sql`select account::text from main.core_user where id = ${both.userId}::uuid`)
    const shape = { account: row?.account ?? '', workspace: 'main', name: 'narrow', role: 'deals.seller', expiresAt: '2028-03-31T00:00:00.000Z' }
    const { key } = await makeKey(world.db.app, shape, new Date(platform.clock.now()))
    const narrow = {
      ...both,
      post: async (path: string, body?: object | null) => (await both.ask('POST', path, body ?? {}, { Authorization: `Bearer ${key}` })).json,
    }
    expect([await titles(both), await titles(narrow)]).toEqual([['Given away', 'Kept', 'Taken over'], []])
    expect(await narrow.post('/api/query/deals.deal', { sort: ['margin'], asOf })).toMatchObject({ status: 400, detail: 'There is no field "margin" here.' })
  })
})

describe('What would take too long', () => {
  test('a list for which too much has changed is refused, and may be narrowed to what was made within some time', async () => {
    const { owner } = platform.platform.world.db
    const [asOf, before] = [later(1000), await clerk.repo(Port).count()]
    const [made, changed] = [new Date(moment - 86_400_000).toISOString(), later(1000)]
    await owner.run(
      sql`insert into main.cargo_port (id, created_at, updated_at, name) select gen_random_uuid(), ${made}::timestamptz, ${changed}::timestamptz, 'Many' from generate_series(1, 100001)`,
    )
    expect(await clerk.refused(clerk.get(`/api/records/cargo.port?asOf=${asOf}`))).toMatchObject({
      status: 400,
      code: 'too_many_changed',
      detail: 'More than 100000 records have changed since then. Choose a later moment, or only records made within some time.',
    })
    const where = encodeURIComponent(JSON.stringify({ createdAt: { lt: made }, name: { startsWith: 'G' } }))
    expect(await clerk.get(`/api/records/cargo.port?asOf=${asOf}&where=${where}`)).toMatchObject({ next: null })
    expect(await clerk.get(`/api/records/cargo.port?asOf=${changed}&limit=1&count=exact`)).toMatchObject({ count: before + 100_001 })
  })
})
