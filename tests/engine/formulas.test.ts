import { allow, date, decimal, defineEntity, definePlugin, formula, integer, lines, lookup, money, reference, role, text } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildModel } from '../../core/registry/build.ts'
import { corePlugin } from '../../core/system/plugin.ts'

const Customer = defineEntity('shop.customer', {
  title: 'name',
  fields: {
    name: text({ required: true }),
    creditDays: integer(),
    limit: money(),
    margin: decimal(),
    rating: formula('text', 'coalesce(margin, 0) >= 20 ? "good" : "plain"'),
    agent: reference('core.user'),
  },
})
const Line = defineEntity('shop.line', {
  title: 'item',
  fields: {
    order: reference('shop.order', { required: true, onRemove: 'cascade' }),
    item: text({ required: true }),
    quantity: decimal({ required: true, default: '1' }),
    price: decimal({ required: true }),
    total: formula('decimal', 'quantity * price'),
  },
})
const Order = defineEntity('shop.order', {
  title: 'name',
  fields: {
    name: text({ required: true }),
    customer: reference(Customer),
    ordered: date(),
    weight: decimal(),
    discount: decimal(),
    price: money(),
    net: formula('decimal', 'round(price.amount * (1 - div(coalesce(discount, 0), 100, 4)), 2)'),
    tax: formula('money', 'money(net * 0.18, price.currency)'),
    due: formula('date', 'addDays(ordered, coalesce(customer.creditDays, 30))'),
    late: formula('boolean', 'due < today()'),
    label: formula('text', 'concat(upper(name), " · ", customer.name)'),
    creditLimit: lookup('customer', Customer, 'limit'),
    agent: lookup('customer', Customer, 'agent'),
    rating: lookup('customer', Customer, 'rating', { label: 'Rating of the customer' }),
    rated: formula('text', 'concat(customer.rating, "!")'),
    lines: lines(Line, 'order'),
  },
  rules: [
    {
      refuse: 'Nothing is given away: a discount of half the price is the most.',
      when: { and: [{ net: { isEmpty: false } }, { net: { lt: '10' } }] },
      field: 'discount',
    },
  ],
})
/** With rules that look through its reference by what is worked out. */
const Quote = defineEntity('shop.quote', {
  title: 'name',
  fields: {
    name: text({ required: true }),
    customer: reference(Customer, { required: true }),
    reason: text(),
    weight: decimal(),
    creditLimit: lookup('customer', Customer, 'limit'),
    agent: lookup('customer', Customer, 'agent'),
    rated: formula('text', 'concat(customer.rating, "!")'),
  },
  rules: [
    {
      refuse: 'Whoever has no credit pays first.',
      when: { and: [{ reason: { isEmpty: false } }, { reason: 'credit' }, { 'creditLimit.amount': { lt: '100' } }] },
      field: 'reason',
    },
    { require: ['reason'], when: { 'agent.name': 'Careful' } },
    { lock: ['weight'], when: { rated: 'good!' } },
    { refuse: 'No van takes that.', when: { and: [{ weight: { isEmpty: false } }, { weight: { gt: '5000' } }] }, field: 'weight' },
  ],
})
const shop = definePlugin({
  id: 'shop',
  version: '1.0.0',
  title: 'Shop',
  description: 'Orders.',
  engines: { sangam: '^0.1.0' },
  entities: [Customer, Line, Order, Quote],
  parts: [
    role('shop.clerk', {
      label: 'Clerk',
      grants: [
        allow(Order, ['read', 'create', 'update', 'export'], { hide: ['discount'] }),
        allow(Customer, ['read'], { where: { name: { ne: 'Secret' } }, hide: ['limit'] }),
      ],
    }),
    role('shop.seller', {
      label: 'Seller',
      grants: [allow(Order, ['read', 'create', 'update']), allow(Quote, ['read', 'create', 'update']), allow(Customer, ['read'])],
    }),
  ],
})

let platform: TestPlatform
let clerk: TestClient
let seller: TestClient
let customers: readonly { id: string }[]
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [shop] })
  clerk = await platform.as('shop.clerk')
  seller = await platform.as('shop.seller')
  customers = await platform.admin.repo(Customer).createMany([
    { name: 'Gupta', creditDays: 45, limit: { amount: '5000', currency: 'INR' }, margin: '25', agent: seller.userId },
    { name: 'Secret', creditDays: 10, limit: { amount: '1', currency: 'INR' } },
  ])
})
afterAll(() => platform.stop())

const fields = 'name,net,tax,due,late,label,creditLimit,rating,rated,agent,agent.$title'

describe('a value that is worked out', () => {
  test('is there with the answer of the write, exact, and the same when it is read', async () => {
    const made = await seller.repo(Order).create({
      name: 'first',
      customer: customers[0]?.id ?? '',
      ordered: '2027-01-31',
      discount: '12.5',
      price: { amount: '99.99', currency: 'INR' },
      lines: [
        { item: 'Loom', quantity: '3', price: '0.1' },
        { item: 'Silk', price: '2.005' },
      ],
    })
    const expected = {
      net: '87.49',
      tax: { amount: '15.7482', currency: 'INR' },
      due: '2027-03-17',
      late: true,
      label: 'FIRST · Gupta',
      creditLimit: { amount: '5000', currency: 'INR' },
      rating: 'good',
      rated: 'good!',
      agent: seller.userId,
    }
    expect(made).toMatchObject({ ...expected, lines: [{ total: '0.3' }, { total: '2.005' }] })
    expect(await seller.get(`/api/records/shop.order/${made.id}?fields=${fields}`)).toEqual({
      id: made.id,
      version: 1,
      name: 'first',
      ...expected,
      'agent.$title': 'Person 3',
    })
    expect(await seller.repo(Order).update(made.id, { discount: null })).toMatchObject({ net: '99.99', version: 2 })
  })

  test('follows the record it looks at, without a write', async () => {
    const made = await seller.repo(Order).create({ name: 'Follows', customer: customers[0]?.id ?? '', ordered: '2027-03-01' })
    expect(made).toMatchObject({ due: '2027-04-15', late: false, net: null, tax: null })
    await platform.admin.patch(`/api/records/shop.customer/${customers[0]?.id}`, { creditDays: 20, margin: '3' })
    expect(await seller.repo(Order).get(made.id)).toMatchObject({ version: 1, due: '2027-03-21', late: true, rating: 'plain' })
    await platform.admin.patch(`/api/records/shop.customer/${customers[0]?.id}`, { creditDays: 45, margin: '25' })
  })

  test('is filtered, sorted, grouped, measured and exported like one that is kept', async () => {
    await seller.repo(Order).createMany([10, 200, 3000].map(amount => ({ name: `Sorted ${amount}`, price: { amount: String(amount), currency: 'INR' } })))
    const where = { name: { startsWith: 'Sorted' }, net: { gte: '100' } }
    const query = new URLSearchParams({ where: JSON.stringify(where), sort: '-net', fields: 'name,tax', limit: '1', count: 'exact' })
    const first = (await seller.get(`/api/records/shop.order?${query}`)) as { items: object[]; next: string; count: number }
    expect(first).toMatchObject({ items: [{ name: 'Sorted 3000', tax: { amount: '540', currency: 'INR' } }], count: 2 })
    query.set('after', first.next)
    expect(await seller.get(`/api/records/shop.order?${query}`)).toMatchObject({ items: [{ name: 'Sorted 200' }], next: null })
    expect(
      await seller.post('/api/query/shop.order', {
        where: { name: { startsWith: 'Sorted' } },
        group: ['tax.currency'],
        measures: ['count', 'sum:net', 'max:tax.amount'],
      }),
    ).toEqual({ items: [{ 'tax.currency': 'INR', count: 3, 'sum:net': '3210', 'max:tax.amount': '540' }] })
    const csv = (
      await platform.admin.ask(
        'GET',
        `/api/export/shop.order?format=csv&${new URLSearchParams({ where: JSON.stringify(where), fields: 'name,net', sort: 'net' })}`,
      )
    ).json
    expect(String(csv).trim().split('\r\n').slice(1)).toEqual(['Sorted 200,200', 'Sorted 3000,3000'])
  })

  test('can’t be written, and a record that was read may be sent back whole', async () => {
    const made = await seller.repo(Order).create({ name: 'Whole', price: { amount: '50', currency: 'INR' } })
    expect(await seller.refused(seller.patch(`/api/records/shop.order/${made.id}`, { net: '1' }))).toMatchObject({
      status: 422,
      errors: [{ field: 'net', code: 'computed', message: 'Net is worked out from other values. Change those, and leave it out.' }],
    })
    const { id, version: _, createdAt: _a, createdBy: _b, updatedAt: _c, updatedBy: _d, ...whole } = made
    expect(await seller.patch(`/api/records/shop.order/${id}`, { ...whole, name: 'Whole again' })).toMatchObject({ name: 'Whole again', net: '50' })
  })

  test.each([
    ['discount', 'much'],
    ['discount', '1e5'],
    ['discount', { amount: '1' }],
    ['price', { amount: 'forty', currency: 'INR' }],
    ['ordered', 'soon'],
    ['name', 7],
  ])('what goes into one and is no value, %s as %j, is refused with its field', async (field, value) => {
    const given = { name: 'Wrong', price: { amount: '40', currency: 'INR' }, discount: '5', ordered: '2027-04-01', [field]: value }
    const { status, errors } = await seller.refused(seller.post('/api/records/shop.order', given))
    expect([status, errors?.map(error => error.field?.split('.')[0])]).toEqual([422, [field]])
  })

  test('and what is no number is said to be none, by its field and not by a fault of the rule that compares it', async () => {
    const customer = await platform.admin.repo(Customer).create({ name: 'Half' })
    const wrong = await platform.admin.refused(platform.admin.repo(Quote).create({ name: 'Q', customer: customer.id, weight: '50%' }))
    expect(wrong).toMatchObject({ status: 422, errors: [{ field: 'weight', code: 'decimal' }] })
  })

  test('is seen by the rules of its record as it will be', async () => {
    const price = { amount: '40', currency: 'INR' }
    expect(await seller.refused(seller.repo(Order).create({ name: 'Given away', price, discount: '80' }))).toMatchObject({
      errors: [{ field: 'discount', code: 'refused' }],
    })
    expect(await seller.repo(Order).create({ name: 'Sold', price, discount: '50' })).toMatchObject({ net: '20' })
  })

  test('and by rules through references as what is pointed at from now on makes it, not what was before', async () => {
    const careful = await platform.as()
    await platform.admin.patch(`/api/records/core.user/${careful.userId}`, { name: 'Careful' })
    const [gupta = '', secret = ''] = customers.map(one => one.id)
    const attentive = await platform.admin.repo(Customer).create({ name: 'Mehta', limit: { amount: '900', currency: 'INR' }, agent: careful.userId })
    const made = await seller.repo(Quote).create({ name: 'On credit', customer: gupta, weight: '1', reason: 'credit' })
    const refusedBy = async (patch: object) => (await seller.refused(seller.patch(`/api/records/shop.quote/${made.id}`, patch))).errors
    expect(await refusedBy({ customer: secret })).toMatchObject([{ field: 'reason', code: 'refused' }])
    expect(await refusedBy({ customer: attentive.id, reason: null })).toMatchObject([{ field: 'reason', code: 'required' }])
    // A lock looks at what the record was.
    expect(await refusedBy({ customer: attentive.id, weight: '2' })).toMatchObject([{ field: 'weight', code: 'locked' }])
    await seller.repo(Quote).update(made.id, { customer: attentive.id })
    await seller.repo(Quote).update(made.id, { weight: '2', customer: secret, reason: 'cash' })
    expect((await seller.refused(seller.repo(Quote).create({ name: 'New', customer: secret, reason: 'credit' }))).errors).toMatchObject([{ code: 'refused' }])
  })

  test('is no part of the history: only what was written is', async () => {
    const made = await seller.repo(Order).create({ name: 'Told', price: { amount: '70', currency: 'INR' } })
    const { items } = (await seller.get(`/api/records/shop.order/${made.id}/history`)) as { items: { changes: object }[] }
    expect(Object.keys(items[0]?.changes ?? {})).toEqual(['name', 'price'])
  })
})

describe('rights hold for what goes into it', () => {
  test('who may not read a value may not read what is made of it', async () => {
    const meta = (await clerk.get('/api/meta')) as { entities: { [name: string]: { fields: object } } }
    expect(Object.keys(meta.entities['shop.order']?.fields ?? {})).toEqual([
      'name',
      'customer',
      'ordered',
      'weight',
      'price',
      'due',
      'late',
      'label',
      'agent',
      'rating',
      'rated',
      'lines',
    ])
    for (const path of ['net', 'tax', 'tax.amount', 'creditLimit', 'creditLimit.amount'])
      expect(await clerk.refused(clerk.get(`/api/records/shop.order?fields=${path}`))).toMatchObject({
        status: 400,
        detail: `There is no field "${path}" here.`,
      })
    expect(await clerk.refused(clerk.get(`/api/records/shop.order?where=${JSON.stringify({ net: { gt: '1' } })}`))).toMatchObject({ status: 400 })
    expect(await clerk.refused(clerk.get('/api/records/shop.order?sort=net'))).toMatchObject({ status: 400 })
  })

  test('of a record out of sight it tells nothing, not even by what stands for nothing', async () => {
    const made = await seller.repo(Order).create({ name: 'Hidden', customer: customers[1]?.id ?? '', ordered: '2027-03-01' })
    expect(made).toMatchObject({ due: '2027-03-11', rating: 'plain' })
    expect(await clerk.get(`/api/records/shop.order/${made.id}?fields=due,late,label,rating,rated`)).toEqual({
      id: made.id,
      version: 1,
      due: null,
      late: null,
      label: null,
      rating: null,
      rated: null,
    })
    const nobody = await seller.repo(Order).create({ name: 'Nobody', ordered: '2027-03-01' })
    expect(await clerk.get(`/api/records/shop.order/${nobody.id}?fields=due,rating,rated`)).toMatchObject({ due: '2027-03-31', rating: null, rated: null })
  })

  test('nobody finds out what it comes to by trying: only what they were shown may be sent back', async () => {
    const operations = [{ op: 'addField', entity: 'shop.line', field: 'x_due', type: 'lookup', options: { by: 'order', field: 'due' } }]
    await platform.admin.post('/api/model/apply', { operations })
    const lines = [{ item: 'Loom', price: '1' }]
    const made = await seller.repo(Order).create({ name: 'Tried', customer: customers[1]?.id ?? '', ordered: '2027-03-01', lines })
    const at = `/api/records/shop.order/${made.id}`
    const tried = async (values: object): Promise<string> => {
      const { status, json } = await clerk.ask('PATCH', at, values)
      return status === 200 ? 'fine' : ((json as { errors?: { code: string }[] }).errors?.[0]?.code ?? String(status))
    }
    const line = made.lines[0]?.id
    for (const guess of ['2027-03-11', '2027-03-12']) {
      expect(await tried({ due: guess }), guess).toBe('computed')
      expect(await tried({ rating: guess }), guess).toBe('computed')
      // Of lines it is left out, whatever it is.
      expect(await tried({ lines: [{ id: line, x_due: guess }] }), guess).toBe('fine')
    }
    expect(await tried({ rating: 'plain' })).toBe('computed')
    const read = async (id: string): Promise<object> => {
      const { name, due, late, label, rating, rated, agent, lines: own } = (await clerk.get(`/api/records/shop.order/${id}`)) as { [field: string]: unknown }
      return { name, due, late, label, rating, rated, agent, lines: own }
    }
    expect(await tried(await read(made.id))).toBe('fine')
    const open = await seller.repo(Order).create({ name: 'Shown', customer: customers[0]?.id ?? '', ordered: '2027-03-01', lines })
    expect(await clerk.ask('PATCH', `/api/records/shop.order/${open.id}`, await read(open.id))).toMatchObject({
      status: 200,
      json: { due: '2027-04-15', lines: [{ x_due: '2027-04-15' }] },
    })
  })

  test('of a related record it tells what is open there: neither a value that is hidden on it, nor less because it leads no further', async () => {
    const expression = 'concat(customer.x_by, " of ", coalesce(customer.x_agent, "nobody"))'
    await platform.admin.post('/api/model/apply', {
      operations: [
        { op: 'addField', entity: 'shop.customer', field: 'x_agent', type: 'lookup', options: { by: 'agent', field: 'name' } },
        { op: 'addField', entity: 'shop.customer', field: 'x_by', type: 'formula', options: { result: 'text', expression: 'upper(name)' } },
        { op: 'addField', entity: 'shop.order', field: 'x_by', type: 'formula', options: { result: 'text', expression } },
        {
          op: 'setRole',
          role: 'x.rater',
          label: 'Rater',
          grants: [
            { entity: 'shop.order', verbs: ['read'] },
            { entity: 'shop.customer', verbs: ['read'], hide: ['x_by', 'rating'] },
            { entity: 'shop.customer', verbs: ['read'], where: { name: 'Mehta' } },
          ],
        },
      ],
    })
    const rater = await platform.as('x.rater')
    const [mehta] = await platform.admin.repo(Customer).createMany([{ name: 'Mehta' }])
    const shown = async (customer: string | undefined): Promise<unknown> => {
      const { id } = await seller.repo(Order).create({ name: 'Rated', customer: customer ?? '' })
      const { x_by, rated, rating } = (await rater.get(`/api/records/shop.order/${id}?fields=x_by,rated,rating`)) as { [field: string]: unknown }
      return [x_by, rated, rating]
    }
    expect(await shown(mehta?.id)).toEqual(['MEHTA of nobody', 'plain!', 'plain'])
    expect(await shown(customers[0]?.id)).toEqual([null, null, null])
  })
})

describe('what is told of it', () => {
  test('the model says the kind of its value, how it is made, and that nobody writes it', async () => {
    const { entities } = (await seller.get('/api/meta')) as { entities: { [name: string]: { fields: { [name: string]: object } } } }
    expect(entities['shop.order']?.fields).toMatchObject({
      net: { type: 'decimal', computed: 'formula', readonly: true, formula: { op: 'call', name: 'round' } },
      due: { type: 'date', computed: 'formula', readonly: true },
      rating: { type: 'text', computed: 'lookup', readonly: true, label: 'Rating of the customer' },
      agent: { type: 'reference', to: 'core.user', computed: 'lookup' },
    })
    expect(entities['shop.order']?.fields.due).not.toHaveProperty('formula')
    const { components } = (await seller.get('/api/openapi.json')) as {
      components: { schemas: { [name: string]: { properties: { [name: string]: object } } } }
    }
    expect(components.schemas.shop_order?.properties.net).toMatchObject({ title: 'Net', readOnly: true })
    expect(components.schemas.shop_order_new?.properties).not.toHaveProperty('net')
  })

  test.each([
    ['price / 2', 'A division names how many digits it keeps: write div(price, 2, 2).'],
    ['price.amount +', 'The formula can’t be read from letter 15 on: "". Look at its brackets, quotes and signs.'],
    ['cost * 2', 'There is no field "cost" of shop.order that a formula could use.'],
    ['lines', 'There is no field "lines" of shop.order that a formula could use.'],
    ['name * 2', '"name" must be a decimal, and is a text.'],
    ['weight == null ? 1 : 2', 'Nothing is equal to null. Write isEmpty(weight).'],
    ['name < "b"', '"name < "b"": a text has no order. Compare it with == or !=.'],
    ['weight > 1 ? "a" : 2', 'What stands in "weight > 1 ? "a" : 2" must be of one kind, and is text, integer.'],
    ['[1, 2].map(x, x)', 'There is no function "map".'],
    ['name.matches("(a+)+")', 'There is no function "matches".'],
    ['(select max(creditDays) from shop_customer)', 'The formula can’t be read from letter'],
    ['name) from shop_order; drop table shop_order; --', 'The formula can’t be read from letter'],
    ['pg_sleep(9)', 'There is no function "pg_sleep".'],
    ['constructor', 'There is no field "constructor" of shop.order that a formula could use.'],
    ['round(weight, discount)', 'round keeps 0 to 12 digits after the point, written as a number; not "discount".'],
    ['weight * weight * weight * weight * weight * weight', 'can grow to more digits than are kept.'],
  ])('%s is refused with a sentence', async (expression, sentence) => {
    const refusal = await platform.admin.refused(platform.admin.post('/api/model/formula', { entity: 'shop.order', expression }))
    expect(refusal).toMatchObject({ status: 422, code: 'bad_formula', detail: expect.stringContaining(sentence) })
  })

  test.each([
    ['en', 'Fee of Order: There is no field "cost" of shop.order that a formula could use.'],
    ['hi', 'Order में Fee: shop.order का ऐसा कोई फ़ील्ड "cost" नहीं है जो सूत्र में आ सके।'],
  ])('a plan says what is wrong with one, in %s', async (language, sentence) => {
    const operations = [
      { op: 'addField', entity: 'shop.order', field: 'x_fee', type: 'formula', options: { label: 'Fee', result: 'decimal', expression: 'cost * 2' } },
    ]
    const { admin } = platform
    await admin.patch(`/api/records/core.user/${admin.userId}`, { locale: language })
    expect(await admin.post('/api/model/plan', { operations })).toMatchObject({ refused: [sentence] })
    const set = (await admin.post('/api/model/sets', { operations })) as { id: string }
    expect(await admin.get(`/api/model?set=${set.id}`)).toMatchObject({ problems: [sentence] })
    await admin.delete(`/api/model/sets/${set.id}`)
    await admin.patch(`/api/records/core.user/${admin.userId}`, { locale: 'en' })
  })

  test('an administrator tries one on records before making it a field; nobody else may', async () => {
    const made = await seller.repo(Order).create({ name: 'Tried', customer: customers[0]?.id ?? '', weight: '2.5' })
    expect(await platform.admin.post('/api/model/formula', { entity: 'shop.order', expression: 'weight * customer.creditDays', record: made.id })).toEqual({
      result: 'decimal',
      local: false,
      samples: [{ id: made.id, title: 'Tried', value: '112.5', inputs: { weight: '2.5', 'customer.creditDays': 45 } }],
    })
    expect(await seller.refused(seller.post('/api/model/formula', { entity: 'shop.order', expression: '1' }))).toMatchObject({ status: 403 })
  })

  test('it may name what is only drafted, which has no values yet', async () => {
    const operations = [{ op: 'addField', entity: 'shop.order', field: 'x_fee', type: 'decimal' }]
    const draft = (await platform.admin.post('/api/model/sets', { operations })) as { id: string }
    const asked = { entity: 'shop.order', expression: 'weight + x_fee' }
    expect(await platform.admin.post('/api/model/formula', { ...asked, set: draft.id })).toEqual({ result: 'decimal', local: true, samples: [] })
    expect(await platform.admin.refused(platform.admin.post('/api/model/formula', asked))).toMatchObject({ code: 'bad_formula' })
  })

  test.each([
    [
      'a circle',
      { a: formula('decimal', 'b + 1'), b: formula('decimal', 'a + 1') },
      'Fields use each other in a circle: loops.one.a → loops.one.b → loops.one.a.',
    ],
    ['another result', { a: formula('date', '1 + 1') }, 'The formula results in a integer, and the field is to hold a date.'],
    ['a lookup into nothing', { a: lookup('creator', Customer, 'limit') }, 'There is no field "creator.limit" that loops.one could look up.'],
  ])('%s keeps a plugin from being put together', (_, more, sentence) => {
    const loops = defineEntity('loops.one', { title: 'name', fields: { name: text(), ...more } })
    const plugin = definePlugin({ ...shop, id: 'loops', title: 'Loops', entities: [loops], parts: [] })
    expect(() => buildModel([corePlugin, plugin])).toThrow(sentence)
  })
})

describe('administrators make them without code', () => {
  const apply = (operations: readonly object[]) => platform.admin.post('/api/model/apply', { operations })

  test('on an entity of their own, over fields of their own', async () => {
    await apply([
      {
        op: 'addEntity',
        entity: 'x.trip',
        label: 'Trip',
        fields: [
          { field: 'name', type: 'text', options: { required: true } },
          { field: 'total', type: 'formula', options: { result: 'decimal', expression: 'kilometres * rate + coalesce(toll, 0)' } },
          { field: 'kilometres', type: 'integer' },
          { field: 'rate', type: 'decimal' },
          { field: 'toll', type: 'decimal' },
          { field: 'order', type: 'reference', options: { to: 'shop.order' } },
          { field: 'weight', type: 'lookup', options: { by: 'order', field: 'weight' } },
        ],
      },
    ])
    const order = await seller.repo(Order).create({ name: 'Carried', weight: '7' })
    expect(await platform.admin.post('/api/records/x.trip', { name: 'Pune', kilometres: 150, rate: '12.5', order: order.id })).toMatchObject({
      total: '1875',
      weight: '7',
    })
    await apply([{ op: 'changeField', entity: 'x.trip', field: 'total', options: { expression: 'kilometres * rate' } }])
    await apply([{ op: 'changeField', entity: 'x.trip', field: 'rate', options: { label: 'Price of a kilometre' } }])
    expect(await platform.admin.get('/api/records/x.trip?fields=total')).toMatchObject({ items: [{ total: '1875' }] })
  })

  test('what a formula uses can’t be removed under it, and the plan names it', async () => {
    const plan = await platform.admin.post('/api/model/plan', { operations: [{ op: 'removeField', entity: 'x.trip', field: 'rate' }] })
    expect(plan).toMatchObject({
      refused: ['Total of Trip: There is no field "rate" of x.trip that a formula could use.'],
      named: expect.arrayContaining([{ kind: 'formula', entity: 'x.trip', field: 'rate', name: 'x.trip · total' }]),
    })
    await apply([
      { op: 'removeField', entity: 'x.trip', field: 'total' },
      { op: 'removeField', entity: 'x.trip', field: 'rate' },
    ])
    await apply([
      { op: 'restoreField', entity: 'x.trip', field: 'rate' },
      { op: 'restoreField', entity: 'x.trip', field: 'total' },
    ])
    expect(await platform.admin.get('/api/records/x.trip?fields=total')).toMatchObject({ items: [{ total: '1875' }] })
  })

  test.each([
    [{ type: 'formula', options: { result: 'decimal', expression: 'colour * 2' } }, 'There is no field "colour" of shop.order that a formula could use.'],
    [{ type: 'formula', options: { result: 'text', expression: 'weight' } }, 'The formula results in a decimal, and the field is to hold a text.'],
    [{ type: 'lookup', options: { by: 'customer', field: 'colour' } }, 'There is no field "customer.colour" that shop.order could look up.'],
  ])('one that makes no sense is refused in the plan: %j', async (field, sentence) => {
    const operations = [{ op: 'addField', entity: 'shop.order', field: 'x_made', ...field }]
    expect(await platform.admin.post('/api/model/plan', { operations })).toMatchObject({ refused: [expect.stringContaining(sentence)] })
    expect(await platform.admin.refused(platform.admin.post('/api/model/apply', { operations }))).toMatchObject({ status: 409 })
  })

  test('it is never required, unique, searched or given a default', async () => {
    const operations = [
      { op: 'addField', entity: 'shop.order', field: 'x_made', type: 'formula', options: { result: 'integer', expression: '1', unique: true } },
    ]
    expect(await platform.admin.refused(platform.admin.post('/api/model/plan', { operations }))).toMatchObject({ status: 422, code: 'bad_option' })
  })
})
