import items from '@sangam/plugin-items'
import { Item } from '@sangam/plugin-items/model'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { credit, Document, Policy, post, Tax, TaxGroup } from './model.ts'
import invoicing from './plugin.ts'

let platform: TestPlatform
let biller: TestClient
const groups = new Map<string, string>()
let customer = ''

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, invoicing] })
  platform.clock.set('2027-03-05T06:00:00Z')
  biller = await platform.as('invoicing.biller')
  for (const { name, id } of (await biller.repo(TaxGroup).find({ limit: 50 })).items) groups.set(name, id)
  customer = await partyIn('Anand Textiles', '27AAPFU0939F1ZV')
  await platform.admin.post('/api/records/core.registration', { company: platform.company, kind: 'gstin', number: '27AAACR5055K1Z7' })
  const policy = await platform.admin.repo(Policy).first({ company: platform.company as never })
  await platform.admin.repo(Policy).update(policy?.id as never, { tax: gst('18') as never })
})
afterAll(() => platform.stop())

async function partyIn(name: string, gstin: string | null): Promise<string> {
  const made = await biller.repo(Party).create({ name, addresses: [{ kind: 'billing', city: 'Pune', stateCode: '27' }] })
  if (gstin) await platform.admin.post('/api/records/core.registration', { entity: 'parties.party', record: made.id, kind: 'gstin', number: gstin })
  return made.id
}
const gst = (rate: string) => groups.get(`GST ${rate} %`) ?? null
const write = (lines: readonly object[], more: object = {}) =>
  biller
    .repo(Document)
    .create({ party: customer, date: '2027-03-05', lines: lines.map(line => ({ description: 'Design', price: '100', ...line })), ...more } as never)
const taxes = ({ lines }: Awaited<ReturnType<typeof write>>) => lines.map(({ tax, taxAmount }) => [tax, taxAmount])
const posted = async (made: Awaited<ReturnType<typeof write>>) => {
  await biller.run(post, made.id)
  return biller.repo(Document).get(made.id)
}

test('A line without an item has the usual tax of its company where nothing is said of tax, on invoices and bills, and none where none is said', async () => {
  const item = await platform.admin.repo(Item).create({ name: 'Cotton yarn', taxCategory: 'merit' })
  const lines = [{}, { tax: null }, { tax: gst('5') }, { item: item.id }, { item: item.id, tax: null }]
  const told = [
    [gst('18'), '18'],
    [null, '0'],
    [gst('5'), '5'],
    [gst('5'), '5'],
    [null, '0'],
  ]
  const invoice = await write(lines)
  expect([taxes(invoice), invoice.total?.amount]).toEqual([told, '528'])
  const bill = { kind: 'bill', supplierNumber: 'A/1', supplierDate: '2027-03-01' }
  expect([taxes(await write(lines, bill)), taxes(await write([{}], { kind: 'receipt' })), taxes(await write([{}], { kind: 'debitNote' }))]).toEqual([
    told,
    [[gst('18'), '15.26']],
    [[gst('18'), '18']],
  ])
})

test('A tax that was taken out of a draft stays out, and a line that is added later has the usual one', async () => {
  const made = await write([{}, {}])
  const [first, second] = made.lines
  const less = await biller.repo(Document).update(made.id, { lines: [{ id: first?.id, tax: null }, { id: second?.id }] } as never)
  const more = await biller.repo(Document).update(made.id, { lines: [{ id: first?.id }, { description: 'Fitting', price: '50' }] } as never)
  const again = await biller.repo(Document).update(made.id, { date: '2027-03-06' })
  expect([less, more, again].map(taxes)).toEqual([
    [
      [null, '0'],
      [gst('18'), '18'],
    ],
    ...[more, again].map(() => [
      [null, '0'],
      [gst('18'), '9'],
    ]),
  ])
})

test('What takes a document back is taxed as that was, whatever is usual, and what is added by a debit note has the usual tax', async () => {
  const invoice = await posted(await write([{ tax: null }, {}]))
  const { note } = (await biller.run(credit, invoice.id, { reason: 'Too much' })) as { readonly note: string }
  const free = { original: invoice.id, reason: 'A lower price' }
  expect([
    taxes(await biller.repo(Document).get(note as never)),
    taxes(await write([{ price: '10' }], { ...free, kind: 'creditNote' })),
    taxes(await write([{ price: '10' }], { ...free, kind: 'debitNote' })),
  ]).toEqual([taxes(invoice), [[null, '0']], [[gst('18'), '1.8']]])
})

test('What a file brings is taxed as the file says', async () => {
  const file = `Party,Date,Description,Price\nAnand Textiles,2027-03-05,From the old books,100\n`
  const { json } = await biller.ask('POST', '/api/imports/invoicing.document?name=old.csv', file, { 'Content-Type': 'text/csv' })
  const { id, suggestion } = json as unknown as { readonly id: string; readonly suggestion: { readonly fields: object } }
  const fields = { ...suggestion.fields, 'lines.description': { columns: [2] }, 'lines.price': { columns: [3] } }
  await biller.post(`/api/imports/invoicing.document/${id}/plan`, { key: null, fields })
  await biller.post(`/api/imports/invoicing.document/${id}/commit`)
  const brought = await biller.repo(Document).first({ lines: { some: { description: 'From the old books' } } } as never)
  expect(brought && taxes(await biller.repo(Document).get(brought.id))).toEqual([[null, '0']])
})

test('A supplier without a tax number charges no GST: none is filled in on their bills, none is posted, and their number is the way out', async () => {
  const small = await partyIn('Corner Stores', null)
  const item = await platform.admin.repo(Item).create({ name: 'Broom', taxCategory: 'standard' })
  const bill = (number: string) => ({ kind: 'bill', party: small, supplierNumber: number, supplierDate: '2027-03-01' })
  const free = await posted(await write([{}, { item: item.id }], bill('C/1')))
  const taxed = await write([{ tax: gst('18') }], bill('C/2'))
  const refused = await biller.refused(biller.run(post, taxed.id))
  const numbered = await biller.repo(Document).update(taxed.id, { partyRegistration: '27AAPFU0939F1ZV' })
  const sold = await write([{}], { party: small })
  expect([taxes(free), refused, taxes(await posted(numbered)), taxes(sold)]).toMatchObject([
    [
      [null, '0'],
      [null, '0'],
    ],
    {
      errors: [
        {
          field: 'partyRegistration',
          code: 'no_number',
          message: 'This supplier has no tax number, and so charges no GST 18 %. Give their number under Both sides, or take the tax out of the lines.',
        },
      ],
    },
    [[gst('18'), '18']],
    [[gst('18'), '18']],
  ])
})

test('A tax that was filled in goes where an unregistered supplier is chosen, and comes where a registered one is; what somebody chose, or took out, stays', async () => {
  const small = await partyIn('Tea Stall', null)
  const item = await platform.admin.repo(Item).create({ name: 'Tea', taxCategory: 'merit' })
  const lines = [{}, { item: item.id }, { tax: gst('18') }, { tax: null }, { tax: gst('18'), taxFollows: true }]
  const draft = await write(lines, { kind: 'bill', supplierNumber: 'T/1', supplierDate: '2027-03-01' })
  const to = async (more: object) => biller.repo(Document).update(draft.id, more as never)
  const seen = async (more: object) => (await to(more)).lines.map(line => [line.tax, line.taxAmount, line.taxFollows])
  const charged = [
    [gst('18'), '18', true],
    [gst('5'), '5', true],
    [gst('18'), '18', false],
    [null, '0', false],
    [gst('18'), '18', true],
  ]
  const free = charged.map(line => (line[2] ? [null, '0', true] : line))
  const given = (await biller.repo(Document).get(draft.id)).lines.map(({ id, tax }) => ({ id, tax }))
  expect([
    await seen({ party: small }),
    // Whoever sends the lines back as they are chooses nothing.
    await seen({ lines: (await biller.repo(Document).get(draft.id)).lines.map(({ id, tax }) => ({ id, tax })) }),
    await seen({ partyRegistration: '27AAPFU0939F1ZV' }),
    await seen({ party: small, partyRegistration: null }),
    await seen({ kind: 'invoice' }),
    await seen({ kind: 'bill' }),
    await seen({ party: customer }),
  ]).toEqual([free, free, charged, free, charged, free, charged])
  // A tax that is chosen of a line that followed is theirs from then on.
  expect(await seen({ lines: given.with(0, { ...given[0], tax: gst('5') } as never) })).toEqual(charged.with(0, [gst('5'), '5', false]))
  expect(await seen({ party: small })).toEqual(free.with(0, [gst('5'), '5', false]))
  const refused = await biller.refused(biller.run(post, draft.id))
  expect(refused).toMatchObject({ errors: [{ code: 'no_number', message: expect.stringContaining('charges no GST 5 %') }] })
})

test('Whoever writes bills is told whether a supplier charges tax, and where, without reading the numbers of others', async () => {
  const small = await partyIn('Flower Shop', null)
  const asked = `/api/plugins/invoicing/x/sides?kind=bill&day=2027-03-05&company=${platform.company}`
  const [number, lacks] = ['27AAACR5055K1Z7', null]
  const back = { right: true, start: 4, filed: null }
  const ours = { number, lacks, state: '27', company: 'Sharma Traders', numbers: [{ number, lacks }] }
  const { items: numbers } = (await biller.get('/api/records/core.registration?fields=number')) as { readonly items: readonly object[] }
  expect([numbers.length, await biller.get(asked), await biller.get(`${asked}&party=${small}`), await biller.get(`${asked}&party=${customer}`)]).toEqual([
    1,
    { theirs: null, ours, back },
    { theirs: { lacks: 'none', state: '27', country: null, days: null }, ours, back },
    { theirs: { lacks: null, state: '27', country: null, days: null }, ours, back },
  ])
})

test('What the buyer owes by reverse charge, and a tax that anybody may charge, is posted from a supplier without a number too', async () => {
  const small = await partyIn('Advocate Rao', null)
  const manager = await platform.as('invoicing.manager')
  const other = async (code: string, more: object) => {
    const made = await manager.repo(Tax).create({ name: code, code, inputRole: 'inputCgst', outputRole: 'outputCgst', ...more })
    return (await manager.repo(TaxGroup).create({ name: code, shares: [{ tax: made.id, rate: '18' }] } as never)).id
  }
  const [reverse, duty] = [await other('RCM', { registered: true, reverse: true }), await other('Duty', {})]
  const bill = { kind: 'bill', party: small, supplierNumber: 'R/1', supplierDate: '2027-03-01' }
  const made = await posted(await write([{ tax: reverse }, { tax: duty }], bill))
  expect([taxes(made), made.total?.amount]).toEqual([
    [
      [reverse, '0'],
      [duty, '18'],
    ],
    '218',
  ])
})
