import { type Json, readDuration, readTime } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fieldMeta } from '../../core/http/meta.ts'
import { fieldSchema } from '../../core/records/validate.ts'
import type { Model, ModelEntity } from '../../core/registry/model.ts'
import { judgedApart } from '../../sdk/testing/check/alike.ts'
import { Maker } from '../../sdk/testing/check/records.ts'
import { roundTrip } from '../../sdk/testing/check/round-trip.ts'
import { depotFields, depotShapes, kindFields, kindShapes, kinds } from './kinds.ts'

let platform: TestPlatform
let clerk: TestClient
let model: Model
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [kinds] })
  clerk = await platform.as('kinds.clerk')
  await platform.admin.post('/api/model/apply', {
    operations: [
      { op: 'addEntity', entity: 'x.kind', label: 'Kind', title: 'name', fields: kindShapes },
      { op: 'addEntity', entity: 'x.depot', label: 'Depot', title: 'name', fields: depotShapes },
      { op: 'setUnique', entity: 'x.depot', unique: [['name', 'town']] },
    ],
  })
  model = await platform.platform.world.models.refresh('main')
})
afterAll(() => platform.stop())

const entityOf = (name: string): ModelEntity => model.entities.get(name) as ModelEntity

test('what is typed into a field of any type is refused by the browser as by the server, and a browser that was told of another limit is found out', async () => {
  const maker = new Maker(platform, model, {})
  await maker.make('kinds.kind')
  expect(await judgedApart(platform.admin, model, maker, entityOf('kinds.kind'), 4_711, 40)).toEqual([])
  const deceived: TestClient = {
    ...platform.admin,
    get: async path => JSON.parse(JSON.stringify(await platform.admin.get(path)).replace('"min":-3600,"max":3600', '"min":-3600,"max":3599')) as Json,
  }
  const found = await judgedApart(deceived, model, maker, entityOf('kinds.kind'), 4_711, 40)
  expect([...new Set(found)]).toEqual(['kinds.kind.spare = 3600 is refused by the browser (too_large), and by the server not at all (seed 4711)'])
})

test.each([
  ['kind', kindFields, kindShapes],
  ['depot', depotFields, depotShapes],
])('%s made by an administrator is the same as made in code: fields, schemas, columns, indexes and forms', async (noun, fields, shapes) => {
  expect(shapes.map(shape => shape.field)).toEqual(Object.keys(fields))
  const own = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll(`kinds.${noun}`, `x.${noun}`)) as unknown
  const shapeOf = (name: string) =>
    [...entityOf(name).fields.values()].map(field => ({
      options: field.options,
      columns: field.columns,
      schema: fieldSchema(field),
      meta: fieldMeta(field, false),
    }))
  expect(own(shapeOf(`x.${noun}`))).toEqual(own(shapeOf(`kinds.${noun}`)))
  const { owner } = platform.platform.world.db
  const columns = (table: string) =>
    owner.run(
      sql`select column_name, data_type, udt_name, column_default from information_schema.columns where table_schema = 'main' and table_name = ${table} order by ordinal_position`,
    )
  expect(await columns(`x_${noun}`)).toEqual(await columns(`kinds_${noun}`))
  // Those for rows of roles follow the roles, and only the plugin has some.
  const indexes = async (table: string) =>
    (
      await owner.run<{ indexdef: string }>(
        sql`select indexdef from pg_catalog.pg_indexes where schemaname = 'main' and tablename = ${table} and indexname not like '%rows' order by indexname`,
      )
    ).map(row => row.indexdef.replaceAll(table, noun))
  expect(await indexes(`x_${noun}`)).toEqual(await indexes(`kinds_${noun}`))
  const meta = (await platform.admin.get('/api/meta')) as { entities: { [name: string]: { fields: Json } } }
  expect(own(meta.entities[`x.${noun}`]?.fields)).toEqual(own(meta.entities[`kinds.${noun}`]?.fields))
  const api = (await platform.admin.get('/api/openapi.json')) as { components: { schemas: { [name: string]: { properties: Json } } } }
  expect(api.components.schemas[`x_${noun}_new`]?.properties).toEqual(own(api.components.schemas[`kinds_${noun}_new`]?.properties))
})

describe.each(['kinds.kind', 'x.kind'])('over the API, %s', entity => {
  const create = (values: object) => platform.admin.post(`/api/records/${entity}`, { name: 'A', ...values })

  test.each<[string, Json, Json]>([
    ['share', '12.50', '12.5'],
    ['share', 100, '100'],
    ['growth', '-0.0125', '-0.0125'],
    ['closes', '9:05', '09:05'],
    ['closes', '23:59:00', '23:59'],
    ['closes', '', null],
    ['opens', null, '09:30'],
    ['effort', 5400, 5400],
    ['spare', -60, -60],
    ['stars', 5, 5],
    ['stars', 0, null],
    ['score', 10, 10],
    ['mails', [' Asha@Example.com ', 'asha@example.com', ''], ['asha@example.com']],
    ['mails', null, []],
    ['lines', ['+91 98450 12345', '080 2345'], ['+91 98450 12345', '080 2345']],
    ['sites', ['https://example.com/a;b'], ['https://example.com/a;b']],
    ['skills', ['dyeing'], ['dyeing']],
    ['terms', null, '<p>Thirty days.</p>'],
    ['body', '<div onclick="x()"><b>Bold</b> &amp; <i>slanted</i></div>', '<p><strong>Bold</strong> &amp; <em>slanted</em></p>'],
    ['body', '<p>\u00a0</p><p><br></p>', null],
    ['body', 'plain 5 < 6', 'plain 5 &lt; 6'],
    [
      'office',
      { lines: ' 12 MG Road ', city: 'Pune', state: '', postcode: '411 001', country: 'in' },
      { lines: '12 MG Road', city: 'Pune', postcode: '411 001', country: 'IN' },
    ],
    ['office', { city: null, state: ' ' }, null],
  ])('%s given %j is kept as %j', async (field, given, kept) => {
    const { id } = (await create({ [field]: given })) as { id: string }
    expect(await platform.admin.get(`/api/records/${entity}/${id}`)).toMatchObject({ [field]: kept })
  })

  test.each<[string, Json, string]>([
    ['share', '100.01', 'Share must be at most 100.'],
    ['share', '1.234', 'Share must be a share of a hundred with at most 2 digits after the point, such as "12.5".'],
    ['closes', '24:00', 'Closes must be a time of the day, such as 09:30.'],
    ['effort', '1h', 'Effort must be a whole number of seconds: 5400 for one and a half hours.'],
    ['effort', -1, 'Effort must be at least 0.'],
    ['stars', 6, 'Stars must be at most 5.'],
    ['stars', 2.5, 'Stars must be a whole number of stars.'],
    ['mails', ['asha'], 'Mails must be a list of e-mail addresses, such as name@example.com, none twice.'],
    ['office', { country: 'India' }, 'Office must be an address: lines, city, state, a postcode of letters and digits, a country of two letters.'],
    ['office', '12 MG Road', 'Office must be an address: lines, city, state, a postcode of letters and digits, a country of two letters.'],
    ['sites', ['javascript:alert(1)'], 'Sites must be a list of web addresses that begin with https://, none twice.'],
    ['grade', 'z', 'Grade: Old is no longer chosen. Choose another.'],
    ['skills', ['dyeing', 'carding'], 'Skills: Carding is no longer chosen. Choose another.'],
  ])('%s given %j is refused: %s', async (field, given, message) => {
    expect(await platform.admin.refused(create({ [field]: given }))).toMatchObject({ status: 422, errors: [{ field, message }] })
  })

  test('conditions, order and sums treat each as what it is', async () => {
    const { admin } = platform
    await create({ name: 'Early', closes: '09:00', effort: 3600, share: '9', stars: 3, mails: ['a@example.com', 'b@example.com'] })
    await create({ name: 'Late', closes: '18:30', effort: 5400, share: '10', stars: 4, mails: ['b@example.com'] })
    const names = async (where: object, sort = ['name']) =>
      (
        (await admin.post(`/api/query/${entity}`, { where: { ...where, name: { in: ['Early', 'Late'] } }, sort, fields: ['name'] })) as unknown as {
          items: { name: string }[]
        }
      ).items.map(item => item.name)
    expect(await names({ closes: { between: ['09:00', '12:00'] } })).toEqual(['Early'])
    expect(await names({ share: { gt: '9.5' } })).toEqual(['Late'])
    expect(await names({ effort: { gte: 3600 }, stars: { in: [4, 5] } })).toEqual(['Late'])
    expect(await names({ mails: { contains: 'a@example.com' } })).toEqual(['Early'])
    expect(await names({}, ['-closes'])).toEqual(['Late', 'Early'])
    expect(await admin.refused(admin.post(`/api/query/${entity}`, { where: { closes: 'noon' } }))).toMatchObject({
      code: 'bad_query',
      detail: '"closes" is compared with a time such as 09:30.',
    })
    // Each is a sentence of its own, so that none has a part in another language.
    const said = async (where: object) => {
      const { json } = await admin.ask('POST', `/api/query/${entity}`, { where } as never)
      return (json as { detail?: string }).detail
    }
    await admin.patch(`/api/records/core.user/${admin.userId}`, { locale: 'hi' })
    const sentences = await Promise.all([{ closes: 'noon' }, { stars: 'x' }, { share: 'x' }, { createdAt: 'x' }, { id: 'x' }, { name: 5 }].map(said))
    await admin.patch(`/api/records/core.user/${admin.userId}`, { locale: 'en' })
    expect(sentences).toEqual([
      '"closes" की तुलना समय से होती है, जैसे 09:30।',
      '"stars" की तुलना संख्या से होती है।',
      '"share" की तुलना दशमलव संख्या से होती है, जैसे "12.50"।',
      '"createdAt" की तुलना दिन से होती है, या समय-क्षेत्र सहित समय से, जैसे 2027-03-31T09:30:00Z।',
      '"id" की तुलना id से होती है।',
      '"name" की तुलना पाठ से होती है।',
    ])
    const moment = { status: 400, code: 'bad_query', detail: '"createdAt" is compared with a day, or a moment with its zone such as 2027-03-31T09:30:00Z.' }
    for (const given of ['2027-02-30', '2027-02-30T09:30:00Z', '2027-03-31T24:00:00Z', '2027-03-31T09:30:00', '2027-03-31 or so'])
      expect({ given, ...(await admin.refused(admin.post(`/api/query/${entity}`, { where: { createdAt: { gt: given } } }))) }).toMatchObject({
        given,
        ...moment,
      })
    for (const given of ['2027-02-28', '2027-02-28T09:30:00Z', '2027-02-28T23:59:59.999+05:30'])
      expect(await names({ createdAt: { between: [given, '9999-12-31'] } })).toEqual(expect.any(Array))
    expect(
      await admin.post(`/api/query/${entity}`, {
        where: { name: { in: ['Early', 'Late'] } },
        group: ['closes'],
        measures: ['sum:effort', 'avg:stars', 'max:share', 'max:closes'],
        sort: ['closes'],
      }),
    ).toMatchObject({
      items: [
        { closes: '09:00', 'sum:effort': '3600', 'avg:stars': '3', 'max:share': '9', 'max:closes': '09:00' },
        { closes: '18:30', 'sum:effort': '5400', 'avg:stars': '4', 'max:share': '10', 'max:closes': '18:30' },
      ],
    })
    const pages = (await admin.get(`/api/records/${entity}?sort=closes&fields=closes&limit=1`)) as { next: string }
    expect((await admin.get(`/api/records/${entity}?sort=closes&fields=closes&limit=1&after=${pages.next}`)) as { items: Json[] }).toMatchObject({
      items: [{}],
    })
  })

  test('an address is asked by its parts, and a formatted text by its words', async () => {
    const { admin } = platform
    await create({ name: 'Ofc 1', office: { city: 'Pune', country: 'IN' }, body: '<p>It is <strong>s</strong>trong &amp; good</p>' })
    await create({ name: 'Ofc 2', office: { city: 'Nashik', lines: 'Plot 4' } })
    await create({ name: 'Ofc 3' })
    const names = async (where: object, sort: string[] = ['name']) =>
      (
        (await admin.post(`/api/query/${entity}`, { where: { ...where, name: { startsWith: 'Ofc' } }, sort, fields: ['name', 'office.city'] })) as unknown as {
          items: { name: string }[]
        }
      ).items.map(item => item.name)
    expect(await names({ 'office.city': 'Pune' })).toEqual(['Ofc 1'])
    expect(await names({ 'office.city': { startsWith: 'na' } })).toEqual(['Ofc 2'])
    expect(await names({ office: { isEmpty: true } })).toEqual(['Ofc 3'])
    expect(await names({}, ['-office.city'])).toEqual(['Ofc 3', 'Ofc 1', 'Ofc 2'])
    expect(await names({ body: { contains: 'strong & g' } })).toEqual(['Ofc 1'])
    expect(await names({ body: { contains: '<strong>' } })).toEqual([])
    expect(
      await admin.post(`/api/query/${entity}`, {
        where: { name: { startsWith: 'Ofc' } },
        group: ['office.country'],
        measures: ['count'],
        sort: ['office.country'],
      }),
    ).toMatchObject({
      items: [
        { 'office.country': 'IN', count: 1 },
        { 'office.country': null, count: 2 },
      ],
    })
    expect(await admin.refused(admin.post(`/api/query/${entity}`, { where: { 'office.planet': 'x' } }))).toMatchObject({ code: 'bad_query' })
  })

  test('a page ends between two records, whatever their texts, lists and addresses hold, and the next goes on there', async () => {
    const { admin } = platform
    const odd = {
      body: '<p>one,\ntwo, \n three</p>',
      office: { lines: 'Plot 4,\nGate 2', city: 'Pune,' },
      skills: ['weaving', 'dyeing'],
      sites: ['https://a.example/?q=,%0A'],
    }
    for (const at of [1, 2, 3]) await create({ ...odd, name: `Page ${at},\n\u2028"` })
    const page = (after?: string) =>
      admin.post(`/api/query/${entity}`, {
        where: { name: { startsWith: 'Page' } },
        sort: ['name'],
        limit: 2,
        count: 'exact',
        ...(after && { after }),
      }) as unknown as Promise<{
        items: { id: string }[]
        next: string | null
        count: number
      }>
    const first = await page()
    const second = await page(first.next ?? '')
    const each = await Promise.all([...first.items, ...second.items].map(({ id }) => admin.get(`/api/records/${entity}/${id}`)))
    expect({ pages: [first.items, second.items], next: [typeof first.next, second.next], count: [first.count, second.count] }).toEqual({
      pages: [each.slice(0, 2), each.slice(2)],
      next: ['string', null],
      count: [3, 3],
    })
    expect(each.map(one => (one as { name?: string }).name)).toEqual([1, 2, 3].map(at => `Page ${at},\n\u2028"`))
  })

  test('a choice that is retired stays where it is, and can be left for another', async () => {
    const { admin } = platform
    const { owner } = platform.platform.world.db
    const { id, version } = (await create({ grade: 'a', skills: ['weaving'] })) as { id: string; version: number }
    await owner.run(
      sql`update ${sql.identifier('main')}.${sql.identifier(entity.replace('.', '_'))} set grade = 'z', skills = '{carding}' where id = ${id}::uuid`,
    )
    expect(version).toBe(1)
    const at = `/api/records/${entity}/${id}`
    expect(await admin.patch(at, { name: 'B', grade: 'z', skills: ['carding', 'dyeing'] })).toMatchObject({ grade: 'z', skills: ['carding', 'dyeing'] })
    expect(await admin.patch(at, { grade: 'b', skills: [] })).toMatchObject({ grade: 'b', skills: [] })
    expect(await admin.refused(admin.patch(at, { grade: 'z' }))).toMatchObject({ errors: [{ field: 'grade', code: 'retired_choice' }] })
  })
})

describe.each(['kinds.depot', 'x.depot'])('a tree of depots with numbers, %s', entity => {
  const create = async (values: object) =>
    (await platform.admin.post(`/api/records/${entity}`, values)) as { id: string; number: string; [field: string]: Json }
  const company = async (values: object) =>
    ((await platform.admin.post('/api/records/core.company', { country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', ...values })) as { id: string }).id

  test('numbers count by company and fiscal year, and need the company’s code', async () => {
    const mark = entity.slice(0, 1).toUpperCase()
    const [april, january, nameless] = [
      await company({ name: `Gupta ${mark}`, code: `G${mark}` }),
      await company({ name: `Mehta ${mark}`, code: `M${mark}`, fiscalYearStart: 1 }),
      await company({ name: `Rao ${mark}` }),
    ]
    const at = async (day: string, id: string) => {
      platform.clock.set(`${day}T06:00:00Z`)
      return (await create({ name: `${day} ${id}`, company: id })).number
    }
    expect(await at('2027-03-31', april)).toBe(`G${mark}/26-27/001`)
    expect(await at('2027-04-01', april)).toBe(`G${mark}/27-28/001`)
    expect(await at('2027-04-01', january)).toBe(`M${mark}/27/001`)
    expect(await at('2027-04-02', april)).toBe(`G${mark}/27-28/002`)
    platform.clock.set('2027-03-31T09:30:00.000Z')
    const both = (await platform.admin.post(`/api/records/${entity}`, [
      { name: 'a', company: january },
      { name: 'b', company: april },
      { name: 'c', company: january },
    ])) as { number: string }[]
    expect(both.map(one => one.number)).toEqual([`M${mark}/27/002`, `G${mark}/26-27/002`, `M${mark}/27/003`])
    expect(await platform.admin.refused(create({ name: 'x', company: nameless }))).toMatchObject({
      code: 'company_code_missing',
      detail: `Numbers here begin with the company’s short code, and Rao ${mark} has none. Ask an admin to give it one.`,
    })
    // What was refused has taken no number.
    expect(await at('2027-03-31', april)).toBe(`G${mark}/26-27/003`)
    expect(await platform.admin.refused(company({ name: 'Other', code: `g${mark.toLowerCase()}` }))).toMatchObject({
      code: 'not_unique',
      errors: [{ field: 'code', code: 'not_unique' }],
    })
  })

  test('nothing stands below itself, however long the way, and a branch is found with all below it', async () => {
    const { admin } = platform
    const company = ((await admin.get('/api/records/core.company?search=Gupta')) as { items: { id: string }[] }).items[0]?.id
    const [india, west, pune] = [await create({ name: 'India', company }), await create({ name: 'West', company }), await create({ name: 'Pune', company })]
    const move = (id: string, under: string | null) => admin.patch(`/api/records/${entity}/${id}`, { partOf: under })
    await move(west.id, india.id)
    await move(pune.id, west.id)
    const circle = { code: 'invalid', errors: [{ field: 'partOf', code: 'circle', message: 'Part of: nothing can stand below itself. Choose another.' }] }
    expect(await admin.refused(move(india.id, india.id))).toMatchObject(circle)
    expect(await admin.refused(move(india.id, pune.id))).toMatchObject(circle)
    const where = encodeURIComponent(JSON.stringify({ partOf: { under: india.id } }))
    expect(await admin.get(`/api/records/${entity}?where=${where}&sort=name&fields=name`)).toMatchObject({ items: [{ name: 'Pune' }, { name: 'West' }] })
    expect(india.keeper).toBe(admin.userId)
  })

  test('two who each move a branch below the other’s at once make no circle', async () => {
    const { admin } = platform
    const company = ((await admin.get('/api/records/core.company?search=Gupta')) as { items: { id: string }[] }).items[0]?.id
    for (let round = 0; round < 5; round += 1) {
      const [a, b, c, d] = await Promise.all(['A', 'B', 'C', 'D'].map(name => create({ name: `${name}${round}`, company })))
      if (!a || !b || !c || !d) throw new Error('They were made.')
      await admin.patch(`/api/records/${entity}/${a.id}`, { partOf: b.id })
      await admin.patch(`/api/records/${entity}/${c.id}`, { partOf: d.id })
      const [one, two] = await Promise.all([
        admin.ask('PATCH', `/api/records/${entity}/${b.id}`, { partOf: c.id }),
        admin.ask('PATCH', `/api/records/${entity}/${d.id}`, { partOf: a.id }),
      ])
      expect([one.status, two.status].sort()).toEqual([200, 422])
    }
  })

  test('what differs in its case alone is the same where the field says so, among what is live', async () => {
    const { admin } = platform
    const company = ((await admin.get('/api/records/core.company?search=Gupta')) as { items: { id: string }[] }).items[0]?.id
    const first = await create({ name: 'Case', code: 'Depot-İ1', town: 'Pune', company })
    const twin = { errors: [{ code: 'not_unique' }] }
    expect(await admin.refused(create({ name: 'Other', code: 'dEPOT-İ1', company }))).toMatchObject(twin)
    expect(await admin.refused(create({ name: 'Case', town: 'PUNE', company }))).toMatchObject(twin)
    expect(await create({ name: 'case', town: 'Pune', company })).toMatchObject({ name: 'case' })
    expect(
      await admin.refused(
        admin.post(`/api/records/${entity}`, [
          { name: 'p', code: 'q1', company },
          { name: 'r', code: 'Q1', company },
        ]),
      ),
    ).toMatchObject(twin)
    await admin.delete(`/api/records/${entity}/${first.id}`)
    expect(await create({ name: 'Case', code: 'DEPOT-İ1', town: 'PUNE', company })).toMatchObject({ code: 'DEPOT-İ1' })
    expect(await admin.refused(admin.post(`/api/records/${entity}/${first.id}/restore`))).toMatchObject({ status: 409, code: 'not_unique' })
  })
})

describe('an administrator changes fields of a table in use', () => {
  const change = (field: string, options: object) => ({ operations: [{ op: 'changeField', entity: 'x.kind', field, options }] })

  test('unique whatever the case: refused with the records that share it, then held', async () => {
    const { admin } = platform
    await admin.post('/api/records/x.kind', [{ name: 'Twin' }, { name: 'TWIN' }])
    const where = encodeURIComponent(JSON.stringify({ name: { in: ['A', 'B'] } }))
    for (const item of ((await admin.get(`/api/records/x.kind?where=${where}&limit=500`)) as { items: { id: string }[] }).items)
      await admin.delete(`/api/records/x.kind/${item.id}`)
    expect(await admin.post('/api/model/plan', change('name', { unique: true }))).toMatchObject({ refused: [] })
    const plan = (await admin.post('/api/model/plan', change('name', { unique: true, ignoreCase: true }))) as { refused: string[] }
    expect(plan.refused).toEqual(['Kind: 2 records share Name with another (twin). Make them differ first.'])
    await admin.post('/api/model/apply', change('name', { unique: true }))
    expect(((await admin.post('/api/model/plan', change('name', { ignoreCase: true }))) as { refused: string[] }).refused).toHaveLength(1)
    const twin = ((await admin.get(`/api/records/x.kind?where=${encodeURIComponent('{"name":"TWIN"}')}`)) as { items: { id: string }[] }).items[0]
    await admin.patch(`/api/records/x.kind/${twin?.id}`, { name: 'Brother' })
    await admin.post('/api/model/apply', change('name', { ignoreCase: true }))
    expect(await admin.refused(admin.post('/api/records/x.kind', { name: 'tWiN' }))).toMatchObject({ errors: [{ field: 'name', code: 'not_unique' }] })
    await admin.post('/api/model/apply', change('name', { unique: false, ignoreCase: null }))
    expect(await admin.post('/api/records/x.kind', { name: 'tWiN' })).toMatchObject({ name: 'tWiN' })
  })

  test('label in two languages, help, default, required and index', async () => {
    const { admin } = platform
    const operations = [
      {
        op: 'changeField',
        entity: 'x.kind',
        field: 'stars',
        options: { label: 'Quality', help: 'As customers see it.', default: 3, index: true },
        labels: { hi: 'गुणवत्ता' },
      },
      { op: 'changeField', entity: 'x.kind', field: 'effort', options: { required: true } },
    ]
    const plan = (await admin.post('/api/model/plan', { operations })) as { warnings: string[]; schema: { what: string; phase: string; name: string }[] }
    expect(plan.warnings[0]).toContain('Effort is empty in')
    expect(plan.schema).toContainEqual(expect.objectContaining({ what: 'index', phase: 'fill' }))
    await admin.post('/api/model/apply', { operations })
    expect(await admin.post('/api/records/x.kind', { name: 'Held', effort: 60 })).toMatchObject({ stars: 3 })
    expect(await admin.refused(admin.post('/api/records/x.kind', { name: 'None' }))).toMatchObject({ errors: [{ field: 'effort', code: 'required' }] })
    const speaks = (locale: string) => admin.patch(`/api/records/core.user/${admin.userId}`, { locale })
    await speaks('hi')
    const meta = (await admin.get('/api/meta')) as {
      entities: { [name: string]: { fields: { [name: string]: object } } }
      words: { [english: string]: string }
    }
    await speaks('en')
    expect(meta.entities['x.kind']?.fields.stars).toMatchObject({ label: 'Quality', help: 'As customers see it.', default: 3 })
    expect(meta.words.Quality).toBe('गुणवत्ता')
    await admin.post('/api/model/apply', change('effort', { required: null }))
  })

  test.each<[string, string, object, string]>([
    ['a pattern without a counter', 'series', { pattern: 'INV' }, 'needs one counter of one to ten zeros, such as {0000}'],
    ['a pattern with a strange token', 'series', { pattern: '{dd}{000}' }, '{dd} means nothing'],
    [
      'a formula without its result',
      'formula',
      { expression: '1 + 1' },
      'Field odd: say what its formula comes to in the option "result": text, integer, decimal, boolean, date, datetime or money.',
    ],
    ['a formula without its expression', 'formula', { result: 'integer' }, 'write its formula in the option "expression", such as quantity * 2.'],
    ['a formula whose result is no word', 'formula', { expression: '1', result: 7 }, 'the option "result" can’t be 7'],
    ['a lookup without its reference', 'lookup', { field: 'name' }, 'say by which reference of the record it looks a value up'],
    ['a lookup without its field', 'lookup', { by: 'owner', field: '' }, 'say which field of the record referred to it shows'],
    ['a rollup of nothing', 'rollup', {}, 'say which records it counts or adds up, in the option "of"'],
    ['a rollup by nothing', 'rollup', { of: 'core.activity', how: 'count' }, 'say by which of their references'],
    ['a rollup that makes nothing', 'rollup', { of: 'core.activity', by: 'assignee', how: null }, 'in the option "how": count, sum, average, min or max'],
    ['a reference to nothing', 'reference', {}, 'say which entity it points at, in the option "to", such as core.user.'],
    ['a tree of something else', 'reference', { to: 'core.team', tree: true }, 'the option "tree" can’t be true'],
  ])('%s is refused', async (_, type, options, detail) => {
    const refused = await platform.admin.refused(
      platform.admin.post('/api/model/plan', { operations: [{ op: 'addField', entity: 'x.kind', field: 'odd', type, options }] }),
    )
    expect(refused).toMatchObject({ status: 422 })
    expect(refused.detail).toContain(detail)
  })

  test.each(['emails', 'richText', 'address'])('%s can be neither unique nor have an index', async type => {
    for (const option of ['unique', 'index'])
      expect(
        (
          (await platform.admin.post('/api/model/plan', {
            operations: [{ op: 'addField', entity: 'x.kind', field: 'odd', type, options: { [option]: true } }],
          })) as { refused: string[] }
        ).refused,
      ).toHaveLength(1)
  })
})

test('a retired field is read and asked for as before and written by nobody; brought back, it is written again', async () => {
  const { admin } = platform
  const retire = (retired: boolean) => admin.post('/api/model/apply', { operations: [{ op: 'retireField', entity: 'x.kind', field: 'score', retired }] })
  const { id } = (await admin.post('/api/records/x.kind', { name: 'Retired', score: 7 })) as { id: string }
  await retire(true)
  const where = encodeURIComponent(JSON.stringify({ name: 'Retired', score: 7 }))
  expect(await admin.get(`/api/records/x.kind?where=${where}&fields=score`)).toMatchObject({ items: [{ score: 7 }] })
  const path = `/api/records/x.kind/${id}`
  expect(await admin.refused(admin.patch(path, { score: 8 }))).toMatchObject({ status: 422, errors: [{ field: 'score' }] })
  expect(await admin.patch(path, { closes: '18:00' })).toMatchObject({ score: 7 })
  await retire(false)
  expect(await admin.patch(path, { score: 8 })).toMatchObject({ score: 8 })
})

test('an administrator retires a choice that records hold, where taking it out is refused', async () => {
  const { admin } = platform
  await admin.post('/api/records/x.kind', { name: 'Holder', grade: 'a' })
  const choicesOf = (list: readonly object[]) => ({ operations: [{ op: 'changeField', entity: 'x.kind', field: 'grade', options: { choices: list } }] })
  const plan = (await admin.post('/api/model/plan', choicesOf([{ value: 'b' }, { value: 'z' }]))) as { refused: string[] }
  expect(plan.refused[0]).toContain('Retire the choice instead.')
  expect(await admin.post('/api/model/plan', choicesOf([{ value: 'b' }, { value: 'z' }, { value: 'a', retired: true }]))).toMatchObject({
    refused: [],
    unchanged: false,
  })
  expect(await admin.refused(admin.post('/api/model/plan', choicesOf([{ value: 'b', retired: 'yes' }])))).toMatchObject({ code: 'bad_choices' })
})

test('what is exported comes back by import as it was', async () => {
  const maker = new Maker(platform, model, {})
  await maker.makeMany('kinds.kind', 40)
  const ids = maker.made('kinds.kind').map(record => record.id)
  const trip = await roundTrip(model, entityOf('kinds.kind'), ids, platform.admin, platform.admin)
  expect(trip.problems).toEqual([])
  expect(trip.came).toEqual(trip.sent)
  expect(trip.sent).toHaveLength(40)
})

test('a file of a person is read as people write', async () => {
  const csv =
    'Name,Share,Closes,Effort,Stars,Mails,Phone numbers\n' +
    'Meera,12.5 %,4:15 pm,1:30,4,"meera@example.com; shop@example.com",\'+91 98450 12345; 080 2345\n' +
    'Ravi,half,noon,90,4.5,,\n'
  const { json } = await clerk.ask('POST', '/api/imports/kinds.kind?name=people.csv', csv, { 'Content-Type': 'text/csv' })
  const { id, suggestion } = json as unknown as { id: string; suggestion: { fields: object } }
  const plan = (await clerk.post(`/api/imports/kinds.kind/${id}/plan`, { key: null, fields: suggestion.fields })) as {
    counts: object
    problems: { message: string }[]
  }
  expect(plan.counts).toMatchObject({ create: 1, refuse: 1 })
  expect(plan.problems.map(problem => problem.message).sort()).toEqual([
    '"{text}" is not a duration, such as 1h 30m or 1:30.',
    '"{text}" is not a number.',
    '"{text}" is not a time of the day, such as 09:30.',
    '"{text}" is not a whole number.',
  ])
  await clerk.post(`/api/imports/kinds.kind/${id}/commit`)
  const where = encodeURIComponent(JSON.stringify({ name: 'Meera' }))
  expect(await clerk.get(`/api/records/kinds.kind?where=${where}`)).toMatchObject({
    items: [
      { share: '12.5', closes: '16:15', effort: 5400, stars: 4, mails: ['meera@example.com', 'shop@example.com'], lines: ['+91 98450 12345', '080 2345'] },
    ],
  })
})

describe('what people type', () => {
  test.each<[string, string | null]>([
    ['9:30', '09:30'],
    ['09.30', '09:30'],
    ['4 pm', '16:00'],
    ['4:15PM', '16:15'],
    ['12 am', '00:00'],
    ['12:30 p.m.', '12:30'],
    ['16:00:00', '16:00'],
    ['9', null],
    ['25:00', null],
    ['13 pm', null],
    ['0 am', null],
    ['9:61', null],
    ['noon', null],
  ])('as a time %j is %j', (text, value) => expect(readTime(text)).toBe(value))

  test.each<[string, number | null]>([
    ['1h 30m', 5400],
    ['1:30', 5400],
    ['1:30:15', 5415],
    ['1.5h', 5400],
    ['0.1h', 360],
    ['90 min', 5400],
    ['90m', 5400],
    ['2 घंटे 5 मिनट', 7500],
    ['45s', 45],
    ['-1h 30m', -5400],
    ['0', 0],
    ['0m', 0],
    ['90', null],
    ['1.0001m', null],
    ['30m 1h', null],
    ['1h 1h', null],
    ['1:75', null],
    ['', null],
    ['soon', null],
  ])('as a duration %j is %j seconds', (text, value) => expect(readDuration(text)).toBe(value))
})

test('a field may be called whatever a statement calls something of its own', async () => {
  const names = [
    'made',
    'was',
    'before',
    'now',
    'by',
    'rows',
    'value',
    'count',
    'x',
    'c',
    't',
    'u',
    'r',
    't1',
    'v0',
    'order',
    'user',
    'group',
    'select',
    'json',
    'seen',
    'target',
  ]
  const fields = ['name', ...names].map(field => ({ field, type: 'text' }))
  await platform.admin.post('/api/model/apply', { operations: [{ op: 'addEntity', entity: 'x.word', label: 'Word', title: 'name', fields }] })
  const said = (more: string) => Object.fromEntries(names.map(name => [name, `${name} ${more}`]))
  const { id } = (await platform.admin.post('/api/records/x.word', { name: 'First', ...said('made') })) as { id: string }
  await platform.admin.patch(`/api/records/x.word/${id}`, said('changed'))
  expect(await platform.admin.get(`/api/records/x.word/${id}`)).toMatchObject({ version: 2, name: 'First', ...said('changed') })
  const found = (await platform.admin.post('/api/query/x.word', { where: said('changed'), sort: ['made', '-was'], fields: names })) as { items: object[] }
  expect(found.items).toEqual([expect.objectContaining(said('changed'))])
})
