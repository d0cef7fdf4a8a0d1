import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deals } from './note.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals] })
})
afterAll(() => platform.stop())

const vehicle = {
  op: 'addEntity',
  entity: 'x.vehicle',
  label: 'Vehicle',
  labels: { hi: { label: 'वाहन', plural: 'गाड़ियाँ' } },
  description: 'What the business drives.',
  menu: 'Fleet',
  activities: true,
  fields: [
    { field: 'plate', type: 'text', options: { required: true, max: 20, unique: true, label: 'Number plate' }, labels: { hi: 'नंबर प्लेट' } },
    {
      field: 'fuel',
      type: 'choice',
      options: { choices: [{ value: 'petrol', label: 'Petrol', colour: 'red' }, { value: 'diesel' }, { value: 'electric', colour: 'green' }] },
    },
    { field: 'bought', type: 'date' },
    { field: 'price', type: 'money', options: { min: '0' } },
    { field: 'seats', type: 'integer', options: { min: 1, max: 80, default: 4 } },
    { field: 'load', type: 'decimal', options: { digits: 2, label: 'Load (t)' } },
    { field: 'leased', type: 'boolean', options: { default: false } },
    { field: 'driver', type: 'reference', options: { to: 'core.user', default: '$me' } },
    { field: 'tags', type: 'choices', options: { choices: [], open: true } },
    { field: 'notes', type: 'text', options: { multiline: true } },
  ],
}

describe('an administrator makes an entity Vehicle with ten fields', () => {
  test('the plan says what will be made, and makes nothing', async () => {
    const plan = (await platform.admin.post('/api/model/plan', { operations: [vehicle] })) as { schema: { how: string; what: string }[]; steps: string[] }
    expect(plan).toMatchObject({
      refused: [],
      warnings: [],
      named: [],
      unchanged: false,
      steps: ['Makes the entity Vehicle with 10 fields, in the table x_vehicle.'],
    })
    expect(plan.schema.filter(step => step.what === 'table' || step.what === 'column').length).toBe(1 + 11)
    expect((await platform.admin.ask('GET', '/api/records/x.vehicle')).status).toBe(404)
  })

  test('applied, it has an API, a list, filters, totals, a history, an export, and words in Hindi', async () => {
    const { admin } = platform
    const done = (await admin.post('/api/model/apply', { title: 'Vehicles', operations: [vehicle] })) as { set: { state: string; number: number } }
    expect(done.set).toMatchObject({ title: 'Vehicles', state: 'applied' })
    expect(await admin.post('/api/model/plan', { operations: [] })).toMatchObject({ schema: [], unchanged: true })
    const made = (await admin.post('/api/records/x.vehicle', {
      plate: 'MH 12 AB 1234',
      fuel: 'diesel',
      bought: '2026-04-01',
      price: { amount: '850000.50', currency: 'INR' },
      tags: ['van', 'pune'],
    })) as { id: string; version: number }
    expect(made).toMatchObject({ seats: 4, leased: false, driver: admin.userId, price: { amount: '850000.5', currency: 'INR' }, notes: null })
    await admin.post('/api/records/x.vehicle', { plate: 'DL 1 C 7', fuel: 'electric', seats: 2, price: { amount: '100', currency: 'INR' } })
    const where = encodeURIComponent(JSON.stringify({ fuel: 'diesel', 'price.amount': { gte: '1000' } }))
    expect(await admin.get(`/api/records/x.vehicle?where=${where}&fields=plate,driver.$title&sort=-plate&count=exact`)).toMatchObject({
      items: [{ plate: 'MH 12 AB 1234', 'driver.$title': 'Asha Owner' }],
      count: 1,
    })
    expect(await admin.post('/api/query/x.vehicle', { group: ['fuel'], measures: ['count', 'sum:price.amount'], sort: ['fuel'] })).toMatchObject({
      items: [
        { fuel: 'diesel', count: 1 },
        { fuel: 'electric', count: 1 },
      ],
    })
    await admin.patch(`/api/records/x.vehicle/${made.id}`, { seats: 5 })
    expect(await admin.get(`/api/records/x.vehicle/${made.id}/history`)).toMatchObject({ items: [{ verb: 'update' }, { verb: 'create' }] })
    expect((await admin.ask('GET', '/api/export/x.vehicle?format=csv')).json).toContain('MH 12 AB 1234')
    const meta = (await admin.get('/api/meta')) as { entities: { [name: string]: { fields: object } }; lists: { entity: string; menu?: string }[] }
    expect(Object.keys(meta.entities['x.vehicle']?.fields ?? {})).toEqual(vehicle.fields.map(field => field.field))
    expect(meta.lists.find(list => list.entity === 'x.vehicle')).toMatchObject({
      menu: 'Fleet',
      columns: ['plate', 'fuel', 'bought', 'price', 'seats', 'load'],
    })
    expect(await admin.get('/api/openapi.json')).toHaveProperty(['paths', '/api/records/x.vehicle', 'post'])
    expect(await admin.refused(admin.post('/api/records/x.vehicle', { plate: 'DL 1 C 7', seats: 0 }))).toMatchObject({ status: 422 })
    const other = (await admin.ask('GET', '/api/openapi.json', undefined, { 'Accept-Language': 'hi' })).status
    expect(other).toBe(200)
  })

  test('its list can be imported', async () => {
    const { admin } = platform
    const csv = 'Number plate,Fuel,Seats\nKA 1 A 1,Petrol,5\nKA 1 A 2,steam,5\n'
    const { json } = await admin.ask('POST', '/api/imports/x.vehicle?name=vehicles.csv', csv, { 'Content-Type': 'text/csv' })
    const { id } = json as unknown as { id: string }
    const mapping = { key: null, fields: { plate: { columns: [0] }, fuel: { columns: [1] }, seats: { columns: [2] } } }
    expect(await admin.post(`/api/imports/x.vehicle/${id}/plan`, mapping)).toMatchObject({ counts: { create: 1, refuse: 1 } })
  })

  test('what is asked for twice is made once', async () => {
    const { admin } = platform
    const ask = () =>
      admin.ask(
        'POST',
        '/api/model/apply',
        { operations: [{ op: 'addField', entity: 'x.vehicle', field: 'wheels', type: 'integer' }] },
        { 'Idempotency-Key': 'wheels' },
      )
    const [one, two] = [await ask(), await ask()]
    expect([one.status, two.status]).toEqual([200, 200])
    expect((one.json as { set: { id: string } }).set.id).toBe((two.json as { set: { id: string } }).set.id)
  })
})

test('what is removed of an entity of one’s own stays in the bin for the years that administrators say', async () => {
  const { admin } = platform
  const apply = (...operations: object[]) => admin.post('/api/model/apply', { operations })
  const ledger = { op: 'addEntity', entity: 'x.logbook', label: 'Logbook', keep: { years: 8 } }
  expect(await admin.refused(apply({ ...ledger, keep: { years: 0 } }))).toMatchObject({ status: 400 })
  await apply(ledger)
  const { id } = (await admin.post('/api/records/x.logbook', { name: '2026' })) as { id: string }
  await admin.delete(`/api/records/x.logbook/${id}`)
  const purge = () => admin.delete(`/api/bin/x.logbook/${id}`)
  expect(await admin.refused(purge())).toMatchObject({ status: 409, code: 'must_be_kept' })
  const shown = async () => (await admin.get('/api/model')) as { entities: { name: string; keptYears: number | null }[] }
  const years = async () => (await shown()).entities.find(({ name }) => name === 'x.logbook')?.keptYears
  expect(await years()).toBe(8)
  await apply({ op: 'changeEntity', entity: 'x.logbook', keep: null })
  expect(await years()).toBe(null)
  await purge()
})

test('a word in another language is taken away again by saying none', async () => {
  const { admin } = platform
  const apply = (...operations: object[]) => admin.post('/api/model/apply', { operations })
  const hindi = async () => ((await admin.get('/api/model')) as { words: { hi?: { [english: string]: string } } }).words.hi ?? {}
  const field = { entity: 'x.visit', field: 'place' }
  await apply(
    { op: 'addEntity', entity: 'x.visit', label: 'Visit', plural: 'Calls paid', labels: { hi: { label: 'मुलाक़ात', plural: 'मुलाक़ातें' } } },
    { op: 'addField', ...field, type: 'text', options: { label: 'Place called at' }, labels: { hi: 'जगह' } },
  )
  expect(await hindi()).toMatchObject({ Visit: 'मुलाक़ात', 'Calls paid': 'मुलाक़ातें', 'Place called at': 'जगह' })
  await apply({ op: 'changeEntity', entity: 'x.visit', labels: { hi: { plural: null } } }, { op: 'changeField', ...field, labels: { hi: null } })
  const left = await hindi()
  expect([left.Visit, left['Calls paid'], left['Place called at']]).toEqual(['मुलाक़ात', undefined, undefined])
})

test('lines that are required are at least one, of every record that is made or whose lines are changed', async () => {
  const { admin } = platform
  const apply = (...operations: object[]) => admin.post('/api/model/apply', { operations })
  const stops = { op: 'addField', field: 'stops', type: 'lines', options: { of: 'x.halt', by: 'journey' } }
  await apply(
    { op: 'addEntity', entity: 'x.journey', label: 'Journey' },
    {
      op: 'addEntity',
      entity: 'x.halt',
      label: 'Halt',
      fields: [
        { field: 'name', type: 'text', options: { required: true } },
        { field: 'journey', type: 'reference', options: { to: 'x.journey', required: true, onRemove: 'cascade' } },
      ],
    },
    { ...stops, entity: 'x.journey' },
  )
  const journey = (values: object) => admin.post('/api/records/x.journey', { name: 'North', ...values })
  const before = (await journey({})) as { id: string }
  await apply({ op: 'changeField', entity: 'x.journey', field: 'stops', options: { required: true } })
  const needed = { status: 422, errors: [{ field: 'stops', code: 'required', message: 'Stops needs at least one line.' }] }
  expect(await admin.refused(journey({}))).toMatchObject(needed)
  expect(await admin.refused(journey({ stops: [] }))).toMatchObject(needed)
  const { id, stops: made } = (await journey({ stops: [{ name: 'Agra' }] })) as { id: string; stops: object[] }
  expect(made).toMatchObject([{ name: 'Agra' }])
  expect(await admin.refused(admin.patch(`/api/records/x.journey/${id}`, { stops: [] }))).toMatchObject(needed)
  expect(await admin.patch(`/api/records/x.journey/${before.id}`, { name: 'South' })).toMatchObject({ name: 'South', stops: [] })
  const onTheirs = apply(
    {
      op: 'addEntity',
      entity: 'x.part',
      label: 'Part',
      fields: [
        { field: 'name', type: 'text' },
        { field: 'deal', type: 'reference', options: { to: 'deals.deal', required: true, onRemove: 'cascade' } },
      ],
    },
    { op: 'addField', entity: 'deals.deal', field: 'x_parts', type: 'lines', options: { of: 'x.part', by: 'deal', required: true } },
  )
  expect(await admin.refused(onTheirs)).toMatchObject({ code: 'lines_required' })
})

describe('a field is added to what a plugin brings', () => {
  test('it is there for the records that are, with its default, and can be taken back and put back with what it held', async () => {
    const { admin } = platform
    const deal = (await admin.post('/api/records/deals.deal', { title: 'Before' })) as { id: string }
    const operations = [
      {
        op: 'addField',
        entity: 'deals.deal',
        field: 'x_rating',
        type: 'choice',
        options: { required: true, default: 'cold', choices: ['cold', 'warm', 'hot'] },
        place: { after: 'title' },
      },
    ]
    const done = (await admin.post('/api/model/apply', { operations })) as { set: { id: string; title: string }; steps: string[] }
    expect(done).toMatchObject({
      steps: ['Adds the field Rating to Deal. No record is touched.'],
      set: { title: 'Adds the field Rating to Deal. No record is touched.' },
    })
    expect(await admin.get(`/api/records/deals.deal/${deal.id}`)).toMatchObject({ x_rating: 'cold' })
    await admin.patch(`/api/records/deals.deal/${deal.id}`, { x_rating: 'hot' })

    const undo = `/api/model/sets/${done.set.id}/undo`
    expect(await admin.post(`${undo}/plan`)).toMatchObject({
      operations: [{ op: 'removeField', entity: 'deals.deal', field: 'x_rating' }],
      steps: ['Hides Rating of Deal. Its values stay and come back when it is restored.'],
      named: [{ kind: 'api', name: '/api/records/deals.deal · x_rating' }],
    })
    const undone = (await admin.post(undo)) as { set: { id: string; undoes: string } }
    expect(undone.set).toMatchObject({ state: 'applied', undoes: done.set.id })
    expect(await admin.get(`/api/model/sets/${done.set.id}`)).toMatchObject({ state: 'undone' })
    expect(await admin.get(`/api/records/deals.deal/${deal.id}`)).not.toHaveProperty('x_rating')
    expect(await admin.refused(admin.post('/api/records/deals.deal', { title: 'No', x_rating: 'hot' }))).toMatchObject({ status: 422 })

    await admin.post('/api/model/apply', { operations: [{ op: 'restoreField', entity: 'deals.deal', field: 'x_rating' }] })
    expect(await admin.get(`/api/records/deals.deal/${deal.id}`)).toMatchObject({ x_rating: 'hot' })
  })

  test('a set that is taken back can itself be taken back', async () => {
    const { admin } = platform
    const ops = [{ op: 'addField', entity: 'deals.firm', field: 'x_size', type: 'integer', options: { unique: true } }]
    const done = (await admin.post('/api/model/apply', { operations: ops })) as { set: { id: string } }
    const firm = (await admin.post('/api/records/deals.firm', { name: 'Gupta', x_size: 7 })) as { id: string }
    const undone = (await admin.post(`/api/model/sets/${done.set.id}/undo`)) as { set: { id: string } }
    await admin.post(`/api/model/sets/${undone.set.id}/undo`)
    expect(await admin.get(`/api/records/deals.firm/${firm.id}`)).toMatchObject({ x_size: 7 })
    expect(await admin.refused(admin.post('/api/records/deals.firm', { name: 'Other', x_size: 7 }))).toMatchObject({ code: 'not_unique' })
  })

  test('two entities that point at each other are taken back together, and come back with what they held', async () => {
    const { admin } = platform
    const operations = [
      { op: 'addEntity', entity: 'x.van', label: 'Van', title: 'name', fields: [{ field: 'name', type: 'text' }] },
      {
        op: 'addEntity',
        entity: 'x.repair',
        label: 'Repair',
        title: 'name',
        fields: [
          { field: 'name', type: 'text' },
          { field: 'van', type: 'reference', options: { to: 'x.van' } },
          { field: 'hours', type: 'integer' },
        ],
      },
      { op: 'addField', entity: 'x.van', field: 'hours', type: 'rollup', options: { how: 'sum', of: 'x.repair', by: 'van', field: 'hours' } },
    ]
    const done = (await admin.post('/api/model/apply', { operations })) as { set: { id: string } }
    const van = (await admin.post('/api/records/x.van', { name: 'One' })) as { id: string }
    await admin.post('/api/records/x.repair', { name: 'Brakes', van: van.id, hours: 3 })
    const undone = (await admin.post(`/api/model/sets/${done.set.id}/undo`)) as { set: { id: string; operations: object[] } }
    expect(undone.set.operations).toEqual([
      { op: 'removeField', entity: 'x.van', field: 'hours' },
      { op: 'removeEntity', entity: 'x.repair' },
      { op: 'removeEntity', entity: 'x.van' },
    ])
    expect((await admin.ask('GET', '/api/records/x.van')).status).toBe(404)
    await admin.post(`/api/model/sets/${undone.set.id}/undo`)
    expect(await admin.get(`/api/records/x.van/${van.id}`)).toMatchObject({ name: 'One', hours: '3' })
  })
})

describe('what can’t be is refused with a sentence', () => {
  const cases: [string, object, string][] = [
    [
      'an entity without x.',
      { op: 'addEntity', entity: 'fleet.car', label: 'Car' },
      'An entity is called "x." and a short name of letters and digits, such as x.vehicle; not "fleet.car".',
    ],
    ['a statement as a name', { op: 'addEntity', entity: 'x.car"; drop table main.core_user; --', label: 'Car' }, 'An entity is called "x."'],
    [
      'a statement as a default',
      { op: 'addField', entity: 'x.vehicle', field: 'a', type: 'integer', options: { default: '1; drop table main.core_user' } },
      'Field a: the option "default" can’t be "1; drop table main.core_user".',
    ],
    ['an entity that is there', { op: 'addEntity', entity: 'x.vehicle', label: 'Car' }, 'There is an entity x.vehicle already. Choose another name.'],
    [
      'a field of a plugin',
      { op: 'changeField', entity: 'deals.deal', field: 'title', options: { required: false } },
      'The field title of deals.deal comes with a plugin.',
    ],
    ['a field named without x_', { op: 'addField', entity: 'deals.deal', field: 'colour', type: 'text' }, 'A field on what a plugin brings is called "x_"'],
    ['a name every record has', { op: 'addField', entity: 'x.vehicle', field: 'version', type: 'text' }, 'Every record has a "version" already.'],
    [
      'required without a default',
      { op: 'addField', entity: 'deals.deal', field: 'x_a', type: 'text', options: { required: true } },
      'Field x_a is required on deals.deal, which a plugin brings. Give it a default',
    ],
    ['an unknown type', { op: 'addField', entity: 'x.vehicle', field: 'a', type: 'colour' }, 'There is no field type "colour".'],
    [
      'a default that is no value',
      { op: 'addField', entity: 'x.vehicle', field: 'a', type: 'integer', options: { default: 'many' } },
      'Field a: the option "default" can’t be "many".',
    ],
    [
      'a choice twice',
      { op: 'addField', entity: 'x.vehicle', field: 'a', type: 'choice', options: { choices: ['b', 'b'] } },
      'Field a has the choice "b" twice.',
    ],
    ['the field it is known by', { op: 'removeField', entity: 'x.vehicle', field: 'plate' }, 'x.vehicle is known by its field plate.'],
    ['two fields in one column', { op: 'addField', entity: 'x.vehicle', field: 'priceAmount', type: 'text' }, 'x.vehicle has a field priceAmount already.'],
  ]
  test.each(cases)('%s', async (_, operation, detail) => {
    const refused = await platform.admin.refused(platform.admin.post('/api/model/plan', { operations: [operation] }))
    expect(refused).toMatchObject({ status: 422, errors: [{ field: 'operations.0' }] })
    expect(refused.detail).toContain(detail)
  })

  test('a reference to nothing', async () => {
    const operations = [{ op: 'addField', entity: 'x.vehicle', field: 'garage', type: 'reference', options: { to: 'x.garage' } }]
    const plan = (await platform.admin.post('/api/model/plan', { operations })) as { refused: string[] }
    expect(plan.refused[0]).toContain('x.garage')
    expect(await platform.admin.refused(platform.admin.post('/api/model/apply', { operations }))).toMatchObject({ status: 409, code: 'plan_refused' })
  })

  test('what is no operation', async () => {
    const { admin } = platform
    expect(await admin.refused(admin.post('/api/model/plan', { operations: [{ op: 'dropTable' }] }))).toMatchObject({ status: 400, code: 'bad_operations' })
    expect(
      await admin.refused(admin.post('/api/model/plan', { operations: [{ op: 'addField', entity: 'x.vehicle', field: 'a', type: 'text', sql: '1' }] })),
    ).toMatchObject({
      detail: 'Operation 1 (addField) can’t be read: "sql" is unknown.',
    })
  })

  test('whoever is no administrator may not even look', async () => {
    const manager = await platform.as('deals.manager')
    const calls: [string, string, object?][] = [
      ['GET', '/api/model'],
      ['GET', '/api/model/sets'],
      ['GET', '/api/model/export'],
      ['POST', '/api/model/plan', { operations: [] }],
      ['POST', '/api/model/apply', { operations: [vehicle] }],
      ['POST', '/api/model/sets', { operations: [] }],
      ['POST', '/api/model/import', {}],
    ]
    for (const [method, path, given] of calls) expect((await manager.ask(method, path, given)).status).toBe(403)
    expect((await manager.ask('GET', '/api/records/core.changeSet')).status).toBe(404)
    expect((await platform.guest.ask('GET', '/api/model')).status).toBe(401)
  })
})

test('drafts are written, changed, applied and kept from being changed after', async () => {
  const { admin } = platform
  const draft = (await admin.post('/api/model/sets', { title: 'Later', operations: [] })) as { id: string }
  await admin.patch(`/api/model/sets/${draft.id}`, { operations: [{ op: 'addField', entity: 'x.vehicle', field: 'colour', type: 'text' }] })
  expect(await admin.post('/api/model/plan', { set: draft.id })).toMatchObject({ unchanged: false, refused: [] })
  expect(await admin.post('/api/model/apply', { set: draft.id })).toMatchObject({ set: { state: 'applied', appliedBy: admin.userId } })
  expect(await admin.refused(admin.patch(`/api/model/sets/${draft.id}`, { title: 'x' }))).toMatchObject({ code: 'set_applied' })
  expect(await admin.refused(admin.patch(`/api/records/core.changeSet/${draft.id}`, { title: 'x' }))).toMatchObject({ status: 422 })
  expect(await admin.refused(admin.post('/api/model/apply', { operations: [{ op: 'setWords', language: 'hi', words: {} }] }))).toMatchObject({
    code: 'nothing_to_change',
  })
  const other = (await admin.post('/api/model/sets', { operations: [] })) as { id: string }
  await admin.delete(`/api/model/sets/${other.id}`)
  expect((await admin.ask('GET', `/api/model/sets/${other.id}`)).status).toBe(404)
})

test('a plan calls entities, fields, roles and what changes of them as people do', async () => {
  const { admin } = platform
  const loader = { op: 'setRole', role: 'x.loader', label: 'Loader', grants: [{ entity: 'x.vehicle', verbs: ['read'] }] }
  await admin.post('/api/model/apply', { operations: [loader] })
  const operations = [
    { op: 'changeField', entity: 'x.vehicle', field: 'load', options: { help: 'In tonnes.', max: '40' }, place: { after: 'plate' } },
    { op: 'retireField', entity: 'x.vehicle', field: 'bought' },
    { op: 'setRules', entity: 'x.vehicle', rules: [{ require: ['fuel'], when: { leased: true } }] },
    { op: 'removeRole', role: 'x.loader' },
  ]
  expect(await admin.post('/api/model/plan', { operations })).toMatchObject({
    steps: [
      'Changes the field Load (t) of Vehicle: its help, max, where it stands.',
      'Bought of Vehicle stays to be read, and is no longer written.',
      'Rules of your own for Vehicle: 1.',
      'Removes the role Loader. Whoever has it loses what it allowed.',
    ],
  })
})

test('a draft grows change by change, and shows what it would lead to before it is applied', async () => {
  const { admin } = platform
  const { id } = (await admin.post('/api/model/sets', { title: 'Trailers', operations: [] })) as { id: string }
  const put = (...operations: object[]) => admin.post(`/api/model/sets/${id}/operations`, { operations })
  await put({ op: 'addEntity', entity: 'x.trailer', label: 'Trailer' })
  await put({ op: 'addField', entity: 'x.trailer', field: 'axles', type: 'integer', labels: { hi: 'धुरी' } })
  const set = await put({ op: 'changeField', entity: 'x.trailer', field: 'axles', options: { min: 1 } })
  expect(set).toMatchObject({
    state: 'draft',
    operations: [
      { op: 'addEntity', entity: 'x.trailer', label: 'Trailer' },
      { op: 'addField', entity: 'x.trailer', field: 'axles', type: 'integer', options: { min: 1 }, labels: { hi: 'धुरी' } },
    ],
  })
  const refused = await admin.refused(put({ op: 'addField', entity: 'x.trailer', field: 'axles', type: 'text' }))
  expect(refused).toMatchObject({ status: 422, code: 'name_taken' })
  const seen = (await admin.get(`/api/model?set=${id}`)) as { entities: { name: string }[]; shapes: object; stuck: null; problems: string[] }
  expect(seen.entities.find(entity => entity.name === 'x.trailer')).toMatchObject({
    pending: 'new',
    records: 0,
    fields: [{ name: 'name' }, { name: 'axles', pending: 'new', options: { min: 1 } }],
  })
  expect(seen).toMatchObject({
    stuck: null,
    problems: [],
    shapes: { 'x.trailer': { fields: { axles: { type: 'integer', min: 1, operators: expect.any(Array) } } } },
  })
  expect((await admin.ask('GET', '/api/records/x.trailer')).status).toBe(404)
  expect(((await admin.get('/api/model')) as { entities: { name: string }[] }).entities.some(entity => entity.name === 'x.trailer')).toBe(false)

  // What does not hold together is told while it is a draft; what fits no more says so, and hides nothing else.
  await put({ op: 'setRules', entity: 'x.trailer', rules: [{ require: ['axles'], when: { colour: 'red' } }] })
  expect(((await admin.get(`/api/model?set=${id}`)) as { problems: string[] }).problems[0]).toContain('colour')
  await admin.post('/api/model/apply', { operations: [{ op: 'addEntity', entity: 'x.trailer', label: 'Other' }] })
  expect(await admin.get(`/api/model?set=${id}`)).toMatchObject({ stuck: 'There is an entity x.trailer already. Choose another name.' })
  await admin.delete(`/api/model/sets/${id}`)
})

test('what can’t be applied leaves no draft behind', async () => {
  const { admin } = platform
  const count = async () => ((await admin.get('/api/model/sets')) as { items: object[] }).items.length
  const before = await count()
  await admin.refused(
    admin.post('/api/model/apply', { operations: [{ op: 'addField', entity: 'x.vehicle', field: 'a', type: 'reference', options: { to: 'x.none' } }] }),
  )
  expect(await count()).toBe(before)
})

test('a list of a plugin is arranged anew and keeps its place in the menu and its views', async () => {
  const { admin } = platform
  const lists = async () =>
    ((await admin.get('/api/meta')) as { lists: { entity: string; columns: string[] }[] }).lists.find(list => list.entity === 'deals.deal')
  const before = await lists()
  await admin.post('/api/model/apply', { operations: [{ op: 'setList', entity: 'deals.deal', list: { columns: ['title'] } }] })
  expect(await lists()).toEqual({ ...before, columns: ['title'], plugin: 'x' })
})

describe('a page is laid out for everyone and for roles', () => {
  const everyone = {
    tabs: [{ name: 'money', label: 'Money' }],
    sections: [
      { fields: ['title', ['firm', 'owner']] },
      { label: 'How it ended', when: { state: { in: ['won', 'lost'] } }, fields: ['reason'] },
      { label: 'Worth', tab: 'money', columns: 2, fields: ['value', 'margin'] },
    ],
    hidden: ['weight'],
  }
  const ofSellers = {
    role: 'deals.seller',
    sections: [
      { fields: ['title', 'margin'] },
      { label: 'Dear', when: { margin: { gt: '10' } }, fields: ['value'] },
      { label: 'Margin alone', fields: ['margin2'] },
    ],
  }
  const [sellers, leaders] = [
    { ...ofSellers, sections: ofSellers.sections.slice(0, 2) },
    { role: 'deals.lead', sections: [{ label: 'Of leaders', fields: ['title'] }] },
  ]
  const apply = (...operations: object[]) => platform.admin.post('/api/model/apply', { operations }) as Promise<unknown> as Promise<{ set: { id: string } }>
  const form = async (...roles: string[]): Promise<unknown> => formOf(roles.length === 0 ? platform.admin : await platform.as(...roles))
  const formOf = async (who: TestClient): Promise<unknown> => {
    const {
      entity: _,
      kind: __,
      ...shape
    } = ((await who.get('/api/meta')) as { forms: { [entity: string]: { [part: string]: unknown } } }).forms['deals.deal'] ?? {}
    return shape
  }
  beforeAll(async () => {
    await apply({ op: 'removeField', entity: 'deals.deal', field: 'x_rating' })
  })

  const ofLookers = { role: 'deals.looker', sections: [{ fields: [['title', 'firm']] }], hidden: ['score', 'doubled'] }

  test('one sees that of the first of one’s roles that has one, without what one may not see; all others see everyone’s', async () => {
    expect([await form('deals.manager'), await form('deals.looker')]).toEqual([{}, ofLookers])
    await apply({ op: 'setForm', entity: 'deals.deal', form: everyone }, { op: 'setLayouts', entity: 'deals.deal', layouts: [sellers, leaders] })
    const seen = { role: 'deals.seller', sections: [{ fields: ['title'] }, { label: 'Dear', fields: ['value'] }] }
    expect([
      await form(),
      await form('deals.manager'),
      await form('deals.seller'),
      await form('deals.looker', 'deals.lead'),
      await form('deals.lead', 'deals.seller'),
      await form('deals.looker'),
    ]).toEqual([everyone, everyone, seen, leaders, { ...sellers }, ofLookers])
    await apply({ op: 'setLayouts', entity: 'deals.deal', layouts: [leaders, sellers] })
    expect(await form('deals.lead', 'deals.seller')).toEqual(leaders)
    const shown = (await platform.admin.get('/api/model')) as {
      layouts: object
      screens: { layouts: { [entity: string]: { role: string }[] }; built: { layouts: object } }
    }
    expect(shown.layouts).toEqual({ 'deals.deal': [leaders, sellers] })
    expect(shown.screens.built.layouts).toEqual({ 'deals.deal': [{ kind: 'form', entity: 'deals.deal', ...ofLookers }] })
    expect(shown.screens.layouts['deals.deal']?.map(one => one.role)).toEqual(['deals.lead', 'deals.seller', 'deals.looker'])
  })

  test('a field that comes later stands where it was told to in each layout, and one that goes leaves them all, with a role its own', async () => {
    const { admin } = platform
    await apply(
      { op: 'addField', entity: 'deals.deal', field: 'x_mood', type: 'text', place: { after: 'title' } },
      { op: 'addField', entity: 'deals.firm', field: 'x_won', type: 'reference', options: { to: 'deals.deal' } },
      {
        op: 'setRole',
        role: 'x.clerk',
        label: 'Clerk',
        grants: [
          { entity: 'deals.deal', verbs: ['read'] },
          { entity: 'deals.firm', verbs: ['read'] },
        ],
      },
    )
    const sections = [{ fields: ['x_mood'], when: { title: { isEmpty: false } }, related: [{ entity: 'deals.firm', by: 'x_won', columns: ['name'] }] }]
    const layouts = [leaders, { role: 'x.clerk', sections, hidden: ['title'] }]
    await apply({ op: 'setLayouts', entity: 'deals.deal', layouts })
    expect([await form('deals.lead'), await form('x.clerk')]).toEqual([
      { role: 'deals.lead', sections: [{ label: 'Of leaders', fields: ['title', 'x_mood'] }] },
      layouts[1],
    ])
    const used = (await admin.get('/api/model/usage?entity=deals.deal')) as { items: { kind: string; field: string }[] }
    expect(used.items.filter(use => use.kind === 'form' && use.field === 'x_mood').length).toBe(1)
    const clerk = await platform.as('x.clerk')
    const gone = await apply({ op: 'retireField', entity: 'deals.deal', field: 'x_mood' }, { op: 'removeField', entity: 'deals.firm', field: 'x_won' })
    expect(await formOf(clerk)).toEqual({ role: 'x.clerk', sections: [{ fields: ['x_mood'], when: sections[0]?.when, related: [] }], hidden: ['title'] })
    await admin.post(`/api/model/sets/${gone.set.id}/undo`, {})
    const roleless = await apply({ op: 'removeRole', role: 'x.clerk' }, { op: 'removeField', entity: 'deals.deal', field: 'x_mood' })
    expect(await formOf(clerk)).toEqual({})
    expect(((await admin.get('/api/model')) as { layouts: object }).layouts).toEqual({ 'deals.deal': [leaders] })
    await admin.post(`/api/model/sets/${roleless.set.id}/undo`, {})
    expect(((await admin.get('/api/model')) as { layouts: object }).layouts).toEqual({ 'deals.deal': layouts })
  })

  test('all that is wrong with a page is told at once, each in a sentence', async () => {
    const wrong = {
      tabs: [
        { name: 'toString', label: 'A' },
        { name: 'a', label: 'A' },
        { name: 'a', label: 'B' },
      ],
      sections: [
        { fields: ['title', ['value', 'title'], '__proto__', 'firm.name'] },
        { label: 'Dear', fields: [], when: { value: { gt: 3 } } },
        { label: 'Theirs', fields: [], when: { not: { 'firm.kind': 'customer' } } },
        { label: 'Ours', fields: [], when: { team: { in: '$myTeams' } } },
        { label: 'Below', fields: [], when: { or: [{ not: { team: { under: '018f0000-0000-7000-8000-000000000000' } } }] } },
        { fields: [], tab: 'money' },
      ],
      related: [
        { entity: 'deals.firm', by: 'parent', columns: ['shoe'] },
        { entity: 'deals.nothing', by: 'deal', columns: [] },
      ],
      hidden: ['title'],
    }
    const plan = await platform.admin.post('/api/model/plan', { operations: [{ op: 'setForm', entity: 'deals.deal', form: wrong }] })
    const refused = (plan as { refused: string[] }).refused.map(sentence => sentence.replace('The form of deals.deal: ', ''))
    expect(refused).toEqual([
      'deals.deal has no field "__proto__". A form places the fields of its own entity.',
      'deals.deal has no field "firm.name". A form places the fields of its own entity.',
      'the field "title" stands in it twice. Take one of them out.',
      'the field "title" stands in a section and is left out at once. Choose one.',
      'a tab is called by a small letter and then letters and digits, such as terms; not "toString".',
      'two tabs are called "a". Rename one.',
      'a section stands under the tab "money", which is not there. Add it to `tabs`.',
      '"Dear" is shown by a condition: "value" does not take the operator "gt"; it takes isEmpty.',
      '"Theirs" is shown by a condition: the condition on "firm.kind" looks at another record. A part of a page is shown by fields of its own record.',
      '"Ours" is shown by a condition: a part of a page can\'t be shown by $myTeams. Make a layout for a role instead.',
      '"Below" is shown by a condition: the condition on "team" asks for a branch, which a page does not know. Name the records themselves, with in.',
      'related deals.firm by "parent": deals.firm has no field "parent" that points at deals.deal.',
      'related deals.firm: deals.firm has no field "shoe".',
      'it shows related deals.nothing, which no enabled plugin defines.',
    ])
  })

  test('ten thousand sections, two layouts for one role, and one for a role that is not there are refused before anything is made', async () => {
    const { admin } = platform
    const plan = (...operations: object[]) => admin.post('/api/model/plan', { operations })
    const many = { sections: Array.from({ length: 10_000 }, () => ({ fields: [] })) }
    expect((await admin.refused(plan({ op: 'setForm', entity: 'deals.deal', form: many }))).detail).toBe(
      'Operation 1 (setForm) can’t be read: "form.sections" must NOT have more than 40 items.',
    )
    expect((await admin.refused(plan({ op: 'setLayouts', entity: 'deals.deal', layouts: [sellers, sellers] }))).detail).toBe(
      'There are two layouts of deals.deal for the role deals.seller. Keep one of them.',
    )
    expect(await plan({ op: 'setLayouts', entity: 'deals.deal', layouts: [{ ...sellers, role: 'x.nobody' }] })).toMatchObject({
      refused: ['The layout of deals.deal for x.nobody: there is no role x.nobody. Take the layout out, or name a role that is there.'],
    })
    expect(await plan({ op: 'setLayouts', entity: 'deals.deal', layouts: [ofSellers] })).toMatchObject({ refused: [expect.stringContaining('"margin2"')] })
  })
})
