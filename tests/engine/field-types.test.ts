import { type Json, readDuration, readTime } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fieldMeta } from '../../core/http/meta.ts'
import { fieldSchema } from '../../core/records/validate.ts'
import type { Model, ModelEntity } from '../../core/registry/model.ts'
import { Maker } from '../../sdk/testing/check/records.ts'
import { roundTrip } from '../../sdk/testing/check/round-trip.ts'
import { kindFields, kindShapes, kinds } from './kinds.ts'

let platform: TestPlatform
let clerk: TestClient
let model: Model
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [kinds] })
  clerk = await platform.as('kinds.clerk')
  await platform.admin.post('/api/model/apply', {
    operations: [{ op: 'addEntity', entity: 'x.kind', label: 'Kind', title: 'name', fields: kindShapes }],
  })
  model = await platform.platform.world.models.refresh('main')
})
afterAll(() => platform.stop())

const entityOf = (name: string): ModelEntity => model.entities.get(name) as ModelEntity

test('an entity made by an administrator is the same as one made in code: fields, schemas, columns, indexes and forms', async () => {
  expect(kindShapes.map(shape => shape.field)).toEqual(Object.keys(kindFields))
  const shapeOf = (name: string) =>
    [...entityOf(name).fields.values()].map(field => ({
      options: field.options,
      columns: field.columns,
      schema: fieldSchema(field),
      meta: fieldMeta(field, false),
    }))
  expect(shapeOf('x.kind')).toEqual(shapeOf('kinds.kind'))
  const { owner } = platform.platform.world.db
  const columns = (table: string) =>
    owner.run(
      sql`select column_name, data_type, udt_name, column_default from information_schema.columns where table_schema = 'main' and table_name = ${table} order by ordinal_position`,
    )
  expect(await columns('x_kind')).toEqual(await columns('kinds_kind'))
  const indexes = async (table: string) =>
    (
      await owner.run<{ indexdef: string }>(
        sql`select indexdef from pg_catalog.pg_indexes where schemaname = 'main' and tablename = ${table} order by indexname`,
      )
    ).map(row => row.indexdef.replaceAll(table, 'kind'))
  expect(await indexes('x_kind')).toEqual(await indexes('kinds_kind'))
  const meta = (await platform.admin.get('/api/meta')) as { entities: { [name: string]: { fields: Json; title: string } } }
  expect(meta.entities['x.kind']?.fields).toEqual(meta.entities['kinds.kind']?.fields)
  const api = (await platform.admin.get('/api/openapi.json')) as { components: { schemas: { [name: string]: { properties: Json; required?: Json } } } }
  expect(api.components.schemas.x_kind_new).toMatchObject({ properties: api.components.schemas.kinds_kind_new?.properties })
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
