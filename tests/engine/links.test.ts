import type { Json } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orphans } from '../../core/cli/orphans.ts'
import { fieldMeta } from '../../core/http/meta.ts'
import { fieldSchema } from '../../core/records/validate.ts'
import type { Model } from '../../core/registry/model.ts'
import { Maker } from '../../sdk/testing/check/records.ts'
import { roundTrip } from '../../sdk/testing/check/round-trip.ts'
import { Place, Ship, tripShapes, trips } from './trips.ts'

let platform: TestPlatform
let traveller: TestClient
let model: Model
let goa: string
let kochi: string
let hidden: string
let ganga: string
let yamuna: string

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [trips] })
  traveller = await platform.as('trips.traveller')
  const { admin } = platform
  await admin.post('/api/model/apply', { operations: [{ op: 'addEntity', entity: 'x.trip', label: 'Trip', title: 'title', fields: tripShapes }] })
  model = await platform.platform.world.models.refresh('main')
  const places = await admin.repo(Place).createMany([
    { name: 'Goa', owner: traveller.userId },
    { name: 'Kochi', owner: traveller.userId },
    { name: 'Secret bay', owner: null },
  ])
  ;[goa = '', kochi = '', hidden = ''] = places.map(place => place.id)
  ;[ganga = '', yamuna = ''] = (await admin.repo(Ship).createMany([{ name: 'Ganga' }, { name: 'Yamuna' }])).map(ship => ship.id)
})
afterAll(() => platform.stop())

type Item = { readonly id: string; readonly version: number; readonly [field: string]: Json }
const make = async (client: TestClient, values: object, entity = 'trips.trip'): Promise<Item> =>
  (await client.post(`/api/records/${entity}`, { title: 'Trip', berths: [yamuna], ...values })) as Item
const read = async (client: TestClient, id: string, fields: string): Promise<Json> => {
  const { id: _, version: __, ...rest } = (await client.get(`/api/records/trips.trip/${id}?fields=${fields}`)) as Item
  return rest
}
const find = async (client: TestClient, entity: string, where: object, title = 'title'): Promise<Json[]> =>
  ((await client.post(`/api/query/${entity}`, { where, fields: [title], sort: [title] })) as unknown as { items: Item[] }).items.map(
    item => item[title] ?? null,
  )

describe('An entity with fields that point at several records', () => {
  it('is the same by an administrator as in code: options, schemas, tables, indexes and what a screen is told', async () => {
    const shapeOf = (name: string) =>
      [...(model.entities.get(name)?.fields.values() ?? [])].map(field => ({
        options: field.options,
        schema: fieldSchema(field),
        meta: fieldMeta(field, false),
      }))
    expect(shapeOf('x.trip')).toEqual(shapeOf('trips.trip'))
    const { owner } = platform.platform.world.db
    const made = async (prefix: string) =>
      (
        await owner.run<{ line: string }>(sql`
          select indexdef as line from pg_catalog.pg_indexes where schemaname = 'main' and tablename like ${`${prefix}%`} and indexname not like '%search%' and indexname not like '%pkey' and indexname not like '%rows'
          union all select pg_catalog.pg_get_constraintdef(oid) from pg_catalog.pg_constraint where conrelid::regclass::text like ${`main.${prefix}_%links`} order by 1`)
      ).map(row => row.line.replaceAll(prefix, 'trip'))
    expect(await made('x_trip')).toEqual(await made('trips_trip'))
    expect((await made('x_trip')).filter(line => line.startsWith('FOREIGN KEY'))).toHaveLength(6)
  })

  it('is told to programs', async () => {
    const api = (await traveller.get('/api/openapi.json')) as { components: { schemas: { [name: string]: { properties: { [field: string]: Json } } } } }
    expect(api.components.schemas.trips_trip_new?.properties).toMatchObject({
      stops: { anyOf: [{ type: 'array', maxItems: 50, uniqueItems: true, items: { type: 'string', format: 'uuid' } }, { type: 'null' }] },
      subject: { anyOf: [{ type: 'object', properties: { entity: { enum: ['trips.place', 'trips.ship'] } } }, { type: 'null' }] },
    })
  })

  it.each(['trips.trip', 'x.trip'])('survives export and import of %s, in order', async entity => {
    const client = platform.admin
    const maker = new Maker(platform, model, {}, 11)
    const ids: string[] = []
    for (let at = 0; at < 12; at += 1) ids.push((await maker.make(entity)).id)
    const there = await roundTrip(model, model.entities.get(entity) as never, ids, client, client)
    expect({ ...there, came: there.came }).toEqual({ sent: there.sent, came: there.sent, problems: there.problems })
    expect(there.sent.length).toBe(12)
  })
})

describe('Several references', () => {
  it('keep their order, none twice, and change as a whole', async () => {
    const { id, version, ...trip } = await make(traveller, { stops: [kochi, goa, kochi.toUpperCase()] })
    expect(trip).toMatchObject({ stops: [kochi, goa], crew: [], berths: [yamuna], subject: null })
    expect(await read(traveller, id, 'stops,stops.$title,stops.owner')).toEqual({
      stops: [kochi, goa],
      'stops.$title': ['Kochi', 'Goa'],
      'stops.owner': [traveller.userId, traveller.userId],
    })
    const turned = (await traveller.patch(`/api/records/trips.trip/${id}`, { stops: [goa, kochi] })) as Item
    expect(turned).toMatchObject({ version: version + 1, stops: [goa, kochi] })
    const { items } = (await traveller.get(`/api/records/trips.trip/${id}/history`)) as { items: { changes: Json }[] }
    expect(items[0]?.changes).toEqual({ stops: { from: [kochi, goa], to: [goa, kochi] } })
  })

  it('are written as who a record is now where it was merged, none twice, as is what points at one of several', async () => {
    const { admin } = platform
    const [port = '', harbour = ''] = (await admin.repo(Place).createMany([{ name: 'Port' }, { name: 'Harbour' }])).map(({ id }) => id)
    await admin.post('/api/duplicates/trips.place/merge', { winner: port, loser: harbour })
    const subject = { entity: 'trips.place', id: harbour }
    const now = { entity: 'trips.place', id: port }
    const { id, ...trip } = await make(admin, { stops: [harbour, goa, port], subject })
    expect(trip).toMatchObject({ stops: [port, goa], subject: now })
    expect(await admin.patch(`/api/records/trips.trip/${id}`, { stops: [goa, harbour], subject })).toMatchObject({ stops: [goa, port], subject: now })
  })

  it('show no name of what is out of sight, and stay when another is added', async () => {
    const { id } = await make(platform.admin, { stops: [hidden, goa] })
    expect(await read(traveller, id, 'stops.$title')).toEqual({ 'stops.$title': [null, 'Goa'] })
    await traveller.patch(`/api/records/trips.trip/${id}`, { stops: [hidden, goa, kochi] })
    expect(await read(platform.admin, id, 'stops.$title')).toEqual({ 'stops.$title': ['Secret bay', 'Goa', 'Kochi'] })
  })

  it.each<[string, () => object, string]>([
    ['a place one may not see', () => ({ stops: [hidden] }), 'reference_unknown'],
    ['a record of another entity', () => ({ stops: [ganga] }), 'reference_unknown'],
    ['what is no id', () => ({ stops: ['Goa'] }), 'references'],
    ['no ship, where one at least is asked for', () => ({ berths: [] }), 'required'],
    ['what a rule refuses of the ships chosen', () => ({ berths: [ganga] }), 'refused'],
    ['one of several that may not be seen', () => ({ subject: { entity: 'trips.place', id: hidden } }), 'reference_unknown'],
    ['one of several of the wrong kind', () => ({ subject: { entity: 'core.user', id: traveller.userId } }), 'not_a_choice'],
    ['an id that belongs to the other kind', () => ({ subject: { entity: 'trips.ship', id: goa } }), 'reference_unknown'],
  ])('refuse %s', async (_, values, code) => {
    const problem = await traveller.refused(make(traveller, values()))
    expect([problem.status, problem.errors?.map(error => error.code)]).toEqual([422, [code]])
  })

  it('are asked for in conditions, by what the reader sees of them', async () => {
    const tag = `Q${Date.now()}`
    await make(platform.admin, { title: `${tag} a`, stops: [goa, kochi], crew: [traveller.userId] })
    await make(platform.admin, { title: `${tag} b`, stops: [hidden], subject: { entity: 'trips.place', id: goa } })
    await make(platform.admin, { title: `${tag} c`, subject: { entity: 'trips.ship', id: ganga } })
    const ask = async (client: TestClient, where: object): Promise<string> =>
      (await find(client, 'trips.trip', { and: [{ title: { startsWith: tag } }, where] })).map(title => String(title).slice(-1)).join('')
    const asked = [
      { stops: { contains: goa } },
      { not: { stops: { contains: goa } } },
      { crew: { contains: '$me' } },
      { stops: { some: { name: 'Secret bay' } } },
      { stops: { every: { name: { in: ['Goa', 'Kochi'] } } } },
      { stops: { isEmpty: true } },
      { stops: { contains: goa, some: { name: 'Kochi' } } },
      { 'subject.entity': 'trips.ship' },
      { 'subject.id': goa },
      { subject: { isEmpty: false } },
      { 'subject.$title': 'Ganga' },
    ]
    expect(await Promise.all(asked.map(where => ask(platform.admin, where)))).toEqual(['a', 'bc', '', 'b', 'ac', 'c', 'a', 'c', 'b', 'bc', 'c'])
    expect(await Promise.all(asked.map(where => ask(traveller, where)))).toEqual(['a', 'bc', 'a', '', 'abc', 'c', 'a', 'c', 'b', 'bc', 'c'])
    expect(await find(traveller, 'trips.place', { 'trips.trip:stops': { some: { title: `${tag} a` } } }, 'name')).toEqual(['Goa', 'Kochi'])
    expect(await find(traveller, 'trips.place', { 'trips.trip:subject': { some: { title: { startsWith: tag } } } }, 'name')).toEqual(['Goa'])
    const member = await platform.as('trips.member')
    expect(await find(member, 'trips.trip', {})).toEqual([])
    const { id } = await make(platform.admin, { title: `${tag} d`, crew: [member.userId] })
    expect(await find(member, 'trips.trip', {})).toEqual([`${tag} d`])
    // A list that asks for the names of what may not be read is still read.
    expect(await read(member, id, 'berths,berths.$title')).toEqual({ berths: [yamuna], 'berths.$title': [null] })
    await platform.admin.patch(`/api/records/trips.trip/${id}`, { crew: [] })
    expect((await member.ask('GET', `/api/records/trips.trip/${id}`)).status).toBe(404)
  })
})

describe('Several references that are looked up', () => {
  let guide: TestClient

  beforeAll(async () => {
    const looked = { type: 'lookup', options: { by: 'trip', field: 'stops' } }
    const fields = [
      { field: 'name', type: 'text', options: { required: true } },
      { field: 'trip', type: 'reference', options: { to: 'trips.trip' } },
      { field: 'stops', ...looked },
      { field: 'halts', ...looked },
    ]
    const grants = [
      { entity: 'x.leg', verbs: ['read'] },
      { entity: 'trips.trip', verbs: ['read'], where: { 'subject.$title': { contains: 'gang' } } },
      { entity: 'trips.place', verbs: ['read'], where: { name: 'Goa' } },
    ]
    await platform.admin.post('/api/model/apply', {
      operations: [
        { op: 'addEntity', entity: 'x.leg', label: 'Leg', title: 'name', fields },
        { op: 'setRole', role: 'x.guide', label: 'Guide', grants },
      ],
    })
    guide = await platform.as('x.guide')
    const seen = await make(platform.admin, { stops: [goa, hidden], subject: { entity: 'trips.ship', id: ganga } })
    const unseen = await make(platform.admin, { stops: [kochi] })
    const legs = [
      { name: 'a', trip: seen.id },
      { name: 'b', trip: unseen.id },
      { name: 'c', trip: null },
    ]
    for (const leg of legs) await platform.admin.post('/api/records/x.leg', leg)
  })

  it('are kept where they are looked up, and show what the reader sees there', async () => {
    const asked = ['stops', 'halts.$title', 'trip.stops.$title']
    const rows = async (client: TestClient): Promise<Json[][]> =>
      ((await client.get(`/api/records/x.leg?sort=name&fields=${asked.join()}`)) as unknown as { items: Item[] }).items.map(item =>
        asked.map(path => item[path] ?? null),
      )
    expect(await rows(platform.admin)).toEqual([
      [
        [goa, hidden],
        ['Goa', 'Secret bay'],
        ['Goa', 'Secret bay'],
      ],
      [[kochi], ['Kochi'], ['Kochi']],
      [null, null, null],
    ])
    expect(await rows(guide)).toEqual([
      [
        [goa, hidden],
        ['Goa', null],
        ['Goa', null],
      ],
      [null, null, null],
      [null, null, null],
    ])
    const { owner } = platform.platform.world.db
    expect(await owner.run(sql`select tablename from pg_catalog.pg_tables where schemaname = 'main' and tablename like 'x_leg%links'`)).toEqual([])
  })

  it.each<[string, () => object, string, string]>([
    ['some', () => ({ stops: { some: { name: { in: ['Goa', 'Kochi'] } } } }), 'ab', 'a'],
    ['some, under another name', () => ({ halts: { some: { name: 'Secret bay' } } }), 'a', ''],
    ['none', () => ({ halts: { none: { name: 'Kochi' } } }), 'a', 'a'],
    ['an id', () => ({ halts: { contains: hidden } }), 'a', 'a'],
    ['no such id', () => ({ not: { stops: { contains: kochi } } }), 'a', 'a'],
    ['no such id, by the reference', () => ({ not: { 'trip.stops': { contains: kochi } } }), 'a', 'a'],
    ['an id that nobody points at', () => ({ not: { 'trip.stops': { contains: ganga } } }), 'ab', 'a'],
    ['none at all', () => ({ stops: { isEmpty: true } }), 'c', 'bc'],
    ['any', () => ({ 'trip.stops': { isEmpty: false } }), 'ab', 'a'],
  ])('are asked for like one’s own: %s', async (_, where, all, seen) => {
    expect((await find(platform.admin, 'x.leg', where(), 'name')).join('')).toBe(all)
    expect((await find(guide, 'x.leg', where(), 'name')).join('')).toBe(seen)
  })
})

describe('Removing what is pointed at', () => {
  it('leaves nothing that leads nowhere, and what lies in the bin keeps where it points', async () => {
    const { owner } = platform.platform.world.db
    const place = await platform.admin.repo(Place).create({ name: 'Pier', owner: traveller.userId })
    const trip = await make(platform.admin, { stops: [place.id] })
    await platform.admin.delete(`/api/records/trips.trip/${trip.id}`)
    expect(await orphans(owner, 'main')).toEqual([])
    await platform.admin.post(`/api/records/trips.trip/${trip.id}/restore`)
    // Past the pipeline, as nobody should: now a living record points at what is gone.
    await owner.run(sql`update main.trips_place set deleted_at = now() where id = ${place.id}::uuid`)
    expect(await orphans(owner, 'main')).toEqual([{ table: 'trips_trip_stops_links', column: 'to_id', target: 'trips_place', rows: 1 }])
    await owner.run(sql`update main.trips_place set deleted_at = null where id = ${place.id}::uuid`)
  })

  it('is refused while it stands in a list that says so', async () => {
    const place = await platform.admin.repo(Place).create({ name: 'Kept' })
    await make(platform.admin, { stops: [place.id] })
    const problem = await platform.admin.refused(platform.admin.delete(`/api/records/trips.place/${place.id}`))
    expect([problem.status, problem.detail]).toEqual([409, 'It is still used by 1 Trip. Change those first.'])
  })

  it('takes it out of the lists that let it go, also of what lies in the bin, and empties what points at one of several', async () => {
    const ship = await platform.admin.repo(Ship).create({ name: 'Sarayu' })
    const trip = await make(platform.admin, { berths: [yamuna, ship.id, ganga], stops: [goa], subject: { entity: 'trips.ship', id: ship.id } })
    const binned = await make(platform.admin, { berths: [ship.id, yamuna] })
    await platform.admin.delete(`/api/records/trips.trip/${binned.id}`)
    await platform.admin.delete(`/api/records/trips.ship/${ship.id}`)
    expect(await read(platform.admin, trip.id, 'berths,subject')).toEqual({ berths: [yamuna, ganga], subject: null })
    expect(await platform.admin.post(`/api/records/trips.trip/${binned.id}/restore`, {})).toMatchObject({ berths: [yamuna] })
  })
})
