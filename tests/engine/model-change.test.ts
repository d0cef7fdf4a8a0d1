import { createTestPlatform, type TestPlatform } from '@sangam/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deals } from './note.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [deals] })
})
afterAll(() => platform.stop())

const apply = async (...operations: object[]) => (await platform.admin.post('/api/model/apply', { operations })) as { set: { id: string } }
const choices = [{ value: 'red', label: 'Crimson' }, { value: 'blue' }]

/** What a field holds, what it becomes, and what each value is then; undefined where it does not fit. */
const conversions: [string, object, string, object, [unknown, unknown][]][] = [
  [
    'text',
    {},
    'integer',
    { min: 1 },
    [
      ['12', 12],
      [' 7 ', 7],
      ['0', undefined],
      ['twelve', undefined],
      ['99999999999', undefined],
    ],
  ],
  [
    'text',
    {},
    'decimal',
    { digits: 2 },
    [
      ['1,250.50', '1250.5'],
      ['1.234', undefined],
      ['-3', '-3'],
    ],
  ],
  [
    'text',
    {},
    'boolean',
    {},
    [
      ['Yes', true],
      ['नहीं', false],
      ['perhaps', undefined],
    ],
  ],
  [
    'text',
    {},
    'date',
    {},
    [
      ['2028-02-29', '2028-02-29'],
      ['2027-02-29', undefined],
      ['soon', undefined],
    ],
  ],
  [
    'text',
    {},
    'choice',
    { choices },
    [
      ['crimson', 'red'],
      ['BLUE', 'blue'],
      ['green', undefined],
    ],
  ],
  ['choice', { choices }, 'text', {}, [['red', 'red']]],
  ['choice', { choices }, 'choices', { choices }, [['red', ['red']]]],
  ['integer', {}, 'decimal', {}, [[12, '12']]],
  [
    'integer',
    {},
    'boolean',
    {},
    [
      [1, true],
      [0, false],
      [2, undefined],
    ],
  ],
  ['integer', {}, 'money', {}, [[1500, { amount: '1500', currency: 'INR' }]]],
  [
    'decimal',
    {},
    'integer',
    {},
    [
      ['12', 12],
      ['12.5', undefined],
    ],
  ],
  ['decimal', {}, 'text', {}, [['12.50', '12.5']]],
  [
    'boolean',
    {},
    'integer',
    {},
    [
      [true, 1],
      [false, 0],
    ],
  ],
  [
    'money',
    {},
    'decimal',
    {},
    [
      [{ amount: '9.5', currency: 'INR' }, '9.5'],
      [{ amount: '9.5', currency: 'USD' }, undefined],
    ],
  ],
  ['date', {}, 'datetime', {}, [['2027-03-31', '2027-03-30T18:30:00.000Z']]],
  ['datetime', {}, 'date', {}, [['2027-03-31T19:00:00Z', '2027-04-01']]],
  ['choices', { choices: [], open: true }, 'text', {}, [[['a', 'b'], 'a, b']]],
  [
    'text',
    {},
    'percent',
    {},
    [
      ['18 %', '18'],
      ['12.5', '12.5'],
      ['12.345', undefined],
      ['half', undefined],
    ],
  ],
  [
    'text',
    {},
    'rating',
    {},
    [
      ['4', 4],
      ['6', undefined],
    ],
  ],
  [
    'text',
    {},
    'time',
    {},
    [
      ['9:30', '09:30'],
      ['16:45:00', '16:45'],
      ['25:00', undefined],
    ],
  ],
  ['text', { multiline: true }, 'richText', {}, [['A < B\nnext\n\nlast', '<p>A &lt; B<br />next</p><p>last</p>']]],
  [
    'text',
    {},
    'emails',
    {},
    [
      ['Asha@Example.com; b@example.com, asha@example.com', ['asha@example.com', 'b@example.com']],
      ['a@example.com; nobody', undefined],
    ],
  ],
  ['text', {}, 'phones', {}, [['+91 20 5550 100; 022-5551', ['+91 20 5550 100', '022-5551']]]],
  [
    'text',
    {},
    'urls',
    {},
    [
      ['https://example.com/x,y', ['https://example.com/x,y']],
      ['example.com', undefined],
    ],
  ],
  ['integer', {}, 'percent', {}, [[18, '18']]],
  [
    'integer',
    {},
    'rating',
    { max: 10 },
    [
      [9, 9],
      [11, undefined],
      [0, undefined],
    ],
  ],
  [
    'integer',
    {},
    'duration',
    {},
    [
      [5400, 5400],
      [-1, undefined],
    ],
  ],
  [
    'decimal',
    {},
    'percent',
    {},
    [
      ['7.5', '7.5'],
      ['7.555', undefined],
    ],
  ],
  ['percent', {}, 'decimal', {}, [['12.5', '12.5']]],
  [
    'percent',
    {},
    'integer',
    {},
    [
      ['12', 12],
      ['12.5', undefined],
    ],
  ],
  ['percent', {}, 'text', {}, [['12.50', '12.5']]],
  ['rating', {}, 'integer', {}, [[3, 3]]],
  ['rating', {}, 'text', {}, [[3, '3']]],
  ['duration', {}, 'integer', {}, [[5400, 5400]]],
  ['time', {}, 'text', {}, [['09:30', '09:30']]],
  [
    'emails',
    {},
    'text',
    { max: 20 },
    [
      [['a@b.in', 'c@d.in'], 'a@b.in, c@d.in'],
      [['asha@example.com', 'b@example.com'], undefined],
    ],
  ],
  ['richText', {}, 'text', {}, [['<p>A &lt; <strong>B</strong></p>', 'A < B']]],
]

describe('a field becomes another type with what it holds', () => {
  test('each value that fits is there, each that does not is told before, and taken back all are as they were', async () => {
    const { admin } = platform
    const fields = conversions.map(([type, options], at) => ({ field: `f${at}`, type, options }))
    await apply({ op: 'addEntity', entity: 'x.thing', label: 'Thing', fields: [{ field: 'name', type: 'text' }, ...fields] })
    const made: { id: string; at: number; then: unknown }[] = []
    const valuesOf = () =>
      Promise.all(made.map(async ({ id, at }) => ((await admin.get(`/api/records/x.thing/${id}`)) as { [field: string]: unknown })[`f${at}`]))
    for (const [at, [, , , , values]] of conversions.entries())
      for (const [now, then] of values) {
        const { id } = (await admin.post('/api/records/x.thing', { name: String(made.length), [`f${at}`]: now })) as { id: string }
        made.push({ id, at, then })
      }
    const convert = (lose: boolean) =>
      conversions.map(([, , type, options], at) => ({ op: 'convertField', entity: 'x.thing', field: `f${at}`, type, options, ...(lose && { lose }) }))
    const lossy = conversions.filter(([, , , , values]) => values.some(([, then]) => then === undefined)).length
    const refused = (await admin.post('/api/model/plan', { operations: convert(false) })) as { refused: string[] }
    expect(refused.refused.length).toBe(lossy)
    expect(refused.refused[0]).toBe(
      'Thing: 3 records have something in F0 that does not fit “Whole number” (“0”, “twelve”, “99999999999”). Change what does not fit, or let it become empty.',
    )
    expect(await admin.post('/api/model/plan', { operations: convert(true) })).toMatchObject({ refused: [], warnings: { length: lossy } })
    const before = await valuesOf()
    const done = await apply(...convert(true))
    expect(await valuesOf()).toEqual(made.map(({ then }) => then ?? null))
    await admin.post(`/api/model/sets/${done.set.id}/undo`)
    expect(await valuesOf()).toEqual(before)
  })

  test('a number series becomes a text that people write, and taken back it numbers on behind what they wrote', async () => {
    const { admin } = platform
    await apply({
      op: 'addEntity',
      entity: 'x.slip',
      label: 'Slip',
      fields: [
        { field: 'name', type: 'text' },
        { field: 'number', type: 'series', options: { pattern: 'S+{yy}-{000}' } },
        { field: 'code', type: 'text' },
      ],
    })
    const make = async (values: object) =>
      (await admin.post('/api/records/x.slip', { name: 'Slip', ...values })) as { id: string; number: unknown; code: unknown }
    const numbers = async (field = 'number') =>
      ((await admin.get(`/api/records/x.slip?sort=createdAt,id&fields=${field}`)) as { items: { [field: string]: unknown }[] }).items.map(item => item[field])
    const [first] = [await make({}), await make({})]
    const done = await apply({ op: 'convertField', entity: 'x.slip', field: 'number', type: 'text', options: {} })
    await admin.patch(`/api/records/x.slip/${first?.id}`, { number: 'Old 1' })
    await make({ number: 'S+27-007' })
    await make({ code: 'A5' })
    const twin = await make({ number: 'S+27-002' })
    expect(await numbers()).toEqual(['Old 1', 'S+27-002', 'S+27-007', null, 'S+27-002'])
    const undo = () => admin.post(`/api/model/sets/${done.set.id}/undo`)
    expect((await admin.refused(undo())).errors?.map(error => error.message)).toEqual([
      'Slip: 2 records share Number with another (S+27-002). Make them differ first.',
    ])
    await admin.patch(`/api/records/x.slip/${twin.id}`, { number: 'Other' })
    await undo()
    expect(await numbers()).toEqual(['Old 1', 'S+27-002', 'S+27-007', '', 'Other'])
    expect((await make({})).number).toBe('S+27-008')
    // What was typed all along can be numbered from now on, too.
    await apply({ op: 'convertField', entity: 'x.slip', field: 'code', type: 'series', options: { pattern: 'A{0}' } })
    expect((await make({})).code).toBe('A6')
    expect((await numbers('code')).filter(Boolean)).toEqual(['A5', 'A6'])
  })

  test('what can’t become another says what it can', async () => {
    await apply({
      op: 'addEntity',
      entity: 'x.odd',
      label: 'Odd',
      fields: [
        { field: 'name', type: 'text' },
        { field: 'when', type: 'date' },
      ],
    })
    const plan = await platform.admin.post('/api/model/plan', { operations: [{ op: 'convertField', entity: 'x.odd', field: 'when', type: 'boolean' }] })
    expect(plan).toMatchObject({ refused: ['“Date” can’t become “Yes or no”: When of Odd. It can become: “Text”, “Date and time”.'] })
  })

  test('whoever writes meanwhile loses nothing, and taken back every value is as it was to the letter, with what was changed since', {
    timeout: 300_000,
  }, async () => {
    const { admin } = platform
    await apply({
      op: 'addEntity',
      entity: 'x.busy',
      label: 'Busy',
      fields: [
        { field: 'name', type: 'text' },
        { field: 'size', type: 'text' },
      ],
    })
    await admin.post(
      '/api/records/x.busy',
      Array.from({ length: 300 }, (_, at) => ({ name: `n${at}`, size: at % 3 === 0 ? `00${at}` : at % 3 === 1 ? `about ${at}` : String(at) })),
    )
    const all = async () =>
      ((await admin.get('/api/records/x.busy?limit=500&sort=createdAt,id&fields=name,size')) as { items: { id: string; name: string; size: unknown }[] }).items
    const before = await all()
    const target = before[0] as { id: string }
    let running = true
    const written: number[] = []
    const writer = (async () => {
      for (let at = 1000; running; at += 1) {
        // A text while it is a text, a number as soon as it is one: what was answered must be what is there.
        for (const size of [String(at), at]) if ((await admin.ask('PATCH', `/api/records/x.busy/${target.id}`, { size })).status === 200) written.push(at)
      }
    })()
    const convert = [{ op: 'convertField', entity: 'x.busy', field: 'size', type: 'integer', options: {}, lose: true }]
    const drafted = (await admin.post('/api/model/sets', { operations: convert })) as { id: string }
    const steps = async () =>
      ((await admin.get(`/api/model/sets/${drafted.id}`)) as { progress: { name: string; state: string; done: number }[] | null }).progress
    expect(await steps()).toBeNull()
    const applying = admin.post('/api/model/apply', { set: drafted.id }) as Promise<{ set: { id: string } }>
    const seen = new Set<string>()
    const look = async () => {
      for (const { name, state } of (await steps()) ?? []) seen.add(`${name} ${state}`)
    }
    const watcher = (async () => {
      while (running) await look()
    })()
    const done = await applying
    running = false
    await watcher
    // Whoever looked on saw what was still to do, and at the end all of it done.
    expect([...seen].filter(one => !one.endsWith(' done'))).not.toEqual([])
    const told = await steps()
    expect(told).toMatchObject([
      { phase: 'expand', what: 'column', table: 'x_busy', state: 'done' },
      { phase: 'fill', what: 'values', table: 'x_busy', state: 'done' },
      { phase: 'switch', what: 'model', state: 'done' },
    ])
    // Of 300 a third is no number, and one was written by who wrote meanwhile.
    expect(told?.[1]?.done).toBeGreaterThanOrEqual(199)
    await writer
    expect(written.length).toBeGreaterThan(1)
    const after = await all()
    expect(after[0]?.size).toBe(written.at(-1))
    expect(after.slice(1).map(item => item.size)).toEqual(before.slice(1).map(item => (/^\d+$/.test(String(item.size)) ? Number(item.size) : null)))
    await admin.patch(`/api/records/x.busy/${after[2]?.id}`, { size: 77 })
    await admin.post(`/api/model/sets/${done.set.id}/undo`)
    const back = await all()
    expect(back.map(item => item.size)).toEqual(before.map((item, at) => (at === 0 ? String(written.at(-1)) : at === 2 ? '77' : item.size)))
  })
})

test('a set that is exported makes another workspace the same, and asks for nothing when it comes again', async () => {
  await using other = await createTestPlatform({ plugins: [deals] })
  const operations = [
    {
      op: 'addEntity',
      entity: 'x.van',
      label: 'Van',
      labels: { hi: { label: 'वैन' } },
      menu: 'Fleet',
      fields: [{ field: 'plate', type: 'text', options: { required: true } }],
    },
    { op: 'addField', entity: 'x.van', field: 'fuel', type: 'choice', options: { choices: ['petrol', 'diesel'] } },
    { op: 'setRules', entity: 'x.van', rules: [{ require: ['fuel'], when: { plate: { startsWith: 'MH' } }, because: 'Say what it burns.' }] },
    { op: 'addField', entity: 'deals.deal', field: 'x_van', type: 'reference', options: { to: 'x.van' } },
    { op: 'setList', entity: 'x.van', list: { menu: 'Fleet', columns: ['plate', 'fuel'] } },
    { op: 'setBoard', entity: 'x.van', board: { by: 'fuel', card: ['plate'] } },
    {
      op: 'setRole',
      role: 'x.driver',
      label: 'Driver',
      grants: [{ entity: 'x.van', verbs: ['read', 'update'], where: { createdBy: '$me' }, freeze: ['plate'] }],
    },
  ]
  const { set } = await apply(...operations)
  const file = (await platform.admin.get(`/api/model/export?set=${set.id}`)) as object
  const there = (await other.admin.post('/api/model/import', file)) as { operations: object[]; refused: string[] }
  expect(there).toMatchObject({ operations, refused: [] })
  await other.admin.post('/api/model/apply', { operations: there.operations })
  for (const again of [platform, other])
    expect(await again.admin.post('/api/model/import', file)).toMatchObject({ operations: [], schema: [], unchanged: true })
  const partOf = async (one: TestPlatform) => {
    const { document } = (await one.admin.get('/api/model/export')) as { document: { [part: string]: { [name: string]: unknown } } }
    return [document.entities?.['x.van'], document.extensions, document.lists?.['x.van'], document.boards, document.roles, document.words]
  }
  expect(await partOf(other)).toEqual(await partOf(platform))
})

test('a model from elsewhere that is broken anywhere is refused, and nothing fails over it', async () => {
  const van = { label: 'Van', title: 'plate', fields: [{ name: 'plate', type: 'text', options: { required: true } }], rules: [] }
  const grants = [{ entity: 'x.van', verbs: ['read'] }]
  const document = {
    entities: { 'x.van': van },
    extensions: { 'deals.deal': { fields: [{ name: 'x_van', type: 'reference', options: { to: 'x.van' } }] } },
    lists: { 'x.van': { menu: 'Fleet', columns: ['plate'] } },
    forms: { 'x.van': { sections: [{ fields: ['plate'] }] } },
    boards: {},
    roles: { 'x.driver': { label: 'Driver', grants } },
    words: { hi: { Van: 'वैन' } },
  }
  type Node = { [key: string]: unknown }
  const placesIn = (value: unknown, way: readonly string[] = []): (readonly string[])[] =>
    typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, one]) => [[...way, key], ...placesIn(one, [...way, key])]) : []
  const withValue = (way: readonly string[], value: unknown): object => {
    const copy = structuredClone(document) as Node
    const holder = way.slice(0, -1).reduce((at, key) => at[key] as Node, copy)
    Object.defineProperty(holder, way.at(-1) as string, { value, enumerable: true, configurable: true, writable: true })
    return copy
  }
  const named = Object.keys(document).flatMap(part => ['__proto__', 'toString'].map(name => [[part, name], van] as const))
  const broken = [...placesIn(document).flatMap(way => [null, 'x', [null], {}].map(value => [way, value] as const)), ...named]
  const failed: unknown[] = []
  for (const [way, value] of broken) {
    const { status } = await platform.admin.ask('POST', '/api/model/import', { format: 'sangam-model-1', document: withValue(way, value) })
    if (status >= 500) failed.push([way, value])
  }
  expect(broken.length).toBeGreaterThan(150)
  expect(failed).toEqual([])
  for (const entity of ['__proto__', 'toString'])
    for (const operation of [
      { op: 'addField', entity, field: 'x_a', type: 'text' },
      { op: 'removeField', entity, field: 'x_a' },
      { op: 'setList', entity, list: { columns: [] } },
    ])
      expect((await platform.admin.ask('POST', '/api/model/plan', { operations: [operation] })).status).toBe(400)
})

test('a field says where it is used, also from elsewhere, and a new name for people takes nothing away', async () => {
  const { admin } = platform
  await apply(
    {
      op: 'addEntity',
      entity: 'x.depot',
      label: 'Depot',
      fields: [
        { field: 'name', type: 'text' },
        { field: 'city', type: 'text' },
        { field: 'area', type: 'integer' },
      ],
    },
    {
      op: 'addEntity',
      entity: 'x.bus',
      label: 'Bus',
      fields: [
        { field: 'name', type: 'text' },
        { field: 'depot', type: 'reference', options: { to: 'x.depot' } },
      ],
    },
    { op: 'setList', entity: 'x.bus', list: { columns: ['name', 'depot.city'] } },
    { op: 'setRules', entity: 'x.depot', rules: [{ require: ['area'], when: { city: 'Pune' } }] },
    { op: 'setRole', role: 'x.keeper', label: 'Keeper', grants: [{ entity: 'x.depot', verbs: ['read'], hide: ['area'] }] },
  )
  const definition = { where: { city: { eq: 'Pune' } }, sort: ['-area'], columns: ['name', 'city'] }
  // As many as one page has, and all of them before the ones that are looked for.
  const many = (more: object) => Array.from({ length: 500 }, (_, at) => ({ name: `A ${at}`, ...more }))
  await admin.post('/api/records/core.view', many({ entity: 'x.depot', definition: {} }))
  await admin.post('/api/records/core.dashboard', many({ definition: { cards: [] } }))
  const view = (await admin.post('/api/records/core.view', { name: 'In Pune', entity: 'x.depot', definition })) as { id: string }
  const cards = [{ kind: 'chart', entity: 'x.depot', label: 'area by city', group: ['city'] }]
  await admin.post('/api/records/core.dashboard', { name: 'Depots', definition: { cards } })
  await admin.post('/api/records/core.scheduledReport', { name: 'By mail', entity: 'x.depot', definition: { columns: ['city'] } })
  await admin.post('/api/records/x.depot', { name: 'North', city: 'Pune', area: 4 })
  const used = async (field: string) => {
    const { items } = (await admin.get('/api/model/usage?entity=x.depot')) as { items: { kind: string; entity: string; name: string; field: string }[] }
    return items
      .filter(item => item.field === field)
      .map(({ kind, entity, name }) => `${kind} ${entity} ${name}`)
      .sort()
  }
  expect(await used('city')).toEqual(['dashboard x.depot Depots', 'list x.bus x.bus', 'report x.depot By mail', 'rule x.depot 1', 'view x.depot In Pune'])
  expect(await used('area')).toEqual(['role x.depot Keeper', 'rule x.depot 1', 'view x.depot In Pune'])

  await apply(
    { op: 'changeEntity', entity: 'x.depot', label: 'Garage', plural: 'Garages' },
    { op: 'changeField', entity: 'x.depot', field: 'city', options: { label: 'Town' } },
  )
  expect(((await admin.get('/api/meta')) as { entities: { [name: string]: object } }).entities['x.depot']).toMatchObject({
    label: 'Garage',
    fields: { city: { label: 'Town' } },
  })
  expect(await admin.get(`/api/records/core.view/${view.id}`)).toMatchObject({ definition })
  expect(await admin.get(`/api/records/x.depot?where=${encodeURIComponent(JSON.stringify(definition.where))}&sort=-area&fields=name,city`)).toMatchObject({
    items: [{ name: 'North', city: 'Pune' }],
  })
  expect(await admin.refused(admin.post('/api/records/x.depot', { name: 'South', city: 'Pune' }))).toMatchObject({ status: 422, errors: [{ field: 'area' }] })

  const plan = (await admin.post('/api/model/plan', { operations: [{ op: 'removeField', entity: 'x.depot', field: 'city' }] })) as { named: object[] }
  expect(plan.named).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'view', name: 'In Pune' }),
      expect.objectContaining({ kind: 'rule', name: '1' }),
      expect.objectContaining({ kind: 'dashboard', name: 'Depots' }),
      expect.objectContaining({ kind: 'list', entity: 'x.bus' }),
      expect.objectContaining({ kind: 'api', name: '/api/records/x.depot · city' }),
    ]),
  )
})

test('a field is added while others have written and are not done: to what every write touches, and to records of other kinds', async () => {
  await apply({ op: 'addEntity', entity: 'x.shelf', label: 'Shelf', fields: [{ field: 'name', type: 'text' }] })
  await platform.admin.post('/api/records/x.shelf', { name: 'Left' })
  const { app } = platform.platform.world.db
  let end = (): void => undefined
  const over = new Promise<void>(resolve => {
    end = resolve
  })
  let writing: Promise<void> = Promise.resolve()
  await new Promise<void>(begun => {
    writing = app.transaction(async tx => {
      await tx.run(
        sql`lock table main.core_history, main.core_outbox, main.core_job, main.core_idempotency, main.core_counter, main.core_user, main.deals_deal in row exclusive mode`,
      )
      begun()
      await over
    })
  })
  await apply({ op: 'addField', entity: 'x.shelf', field: 'width', type: 'integer', options: { default: 90 } })
  end()
  await writing
  expect(((await platform.admin.get('/api/records/x.shelf?fields=name,width')) as { items: object[] }).items).toMatchObject([{ name: 'Left', width: 90 }])
})

test('a link is made to lead elsewhere, and the database holds where it leads now', async () => {
  const title = { field: 'name', type: 'text' }
  const leads = (to: string) => [{ field: 'place', type: 'reference', options: { to } }]
  await apply(
    { op: 'addEntity', entity: 'x.hall', label: 'Hall', fields: [title] },
    { op: 'addEntity', entity: 'x.yard', label: 'Yard', fields: [title] },
    { op: 'addEntity', entity: 'x.crate', label: 'Crate', fields: [title, ...leads('x.hall')] },
  )
  await apply({ op: 'changeField', entity: 'x.crate', field: 'place', options: { to: 'x.yard' } })
  const yard = (await platform.admin.post('/api/records/x.yard', { name: 'North' })) as { id: string }
  expect(await platform.admin.post('/api/records/x.crate', { name: 'One', place: yard.id })).toMatchObject({ place: yard.id })
  expect(await platform.admin.post('/api/model/plan', { operations: [] })).toMatchObject({ unchanged: true })
})
