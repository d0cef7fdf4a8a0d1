import items from '@sangam/plugin-items'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pagesOf } from '../../sdk/testing/check/pdf.ts'
import { Document, post, TaxGroup, Terms } from './model.ts'
import invoicing from './plugin.ts'

let platform: TestPlatform
let biller: TestClient
let tax: string
let terms: ReadonlyMap<string, string>

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, invoicing] })
  platform.clock.set('2027-03-05T06:00:00Z')
  biller = await platform.as('invoicing.biller')
  await platform.admin.post('/api/records/core.registration', { company: platform.company, kind: 'gstin', number: '27AAACR5055K1Z7' })
  tax = (await biller.repo(TaxGroup).first({ name: 'GST 18 %' } as never))?.id as string
  const half = { percent: '50', days: 30, fromMonthEnd: false }
  await platform.admin.repo(Terms).create({ name: 'In halves', parts: [{ ...half, days: 0 }, half] } as never)
  terms = new Map((await biller.repo(Terms).find({ limit: 50 })).items.map(one => [one.name, one.id]))
})
afterAll(() => platform.stop())

/** All that stands on the paper of a posted document, below its title. */
async function paperOf(values: object): Promise<string[]> {
  const { id } = await biller.repo(Document).create({ date: '2027-03-05', ...values } as never)
  await biller.run(post, id)
  const said = pagesOf(await platform.admin.bytes(`/api/export/invoicing.document/${id}?document=invoicing.invoice`)).flatMap(page => page.split('\n'))
  return said.slice(said.findIndex(one => /^(?:Tax invoice|Bill) /.test(one)) + 1)
}

test('The paper of an invoice has what it is about, its taxes, its sums under each other and the amount in words, and nothing that is empty', async () => {
  const { id: party } = await biller.repo(Party).create({
    name: 'Anand Textiles',
    addresses: [{ kind: 'billing', street: '4 Mill Road', city: 'Pune', postcode: '411019', stateCode: '27' }],
  })
  const lines = [{ description: 'Design', price: '1000.5', tax }]
  const [to, facts] = [
    ['To', 'Anand Textiles', '4 Mill Road', 'Pune 411019'],
    ['Date: 5 Mar 2027', 'Due on: 4 Apr 2027', 'Place of supply: 27 Maharashtra'],
  ] as const
  const signed = ['_'.repeat(36), 'Sharma Traders']
  expect(await paperOf({ party, lines, terms: terms.get('30 days') })).toEqual([
    ...[to[0], facts[0], to[1], facts[1], to[2], facts[2], to[3]],
    ...['Description', 'Quantity', 'Price', 'Tax', 'Amount', 'Design', '1', '1,000.50', 'GST 18 %', '1,000.50'],
    ...['Tax code', 'Rate', '%', 'Taxed', 'amount', 'Tax', 'amount', 'CGST', '9', '1,000.50', '90.05', 'SGST', '9', '1,000.50', '90.05'],
    ...['Net', '₹1,000.50', 'Tax', '₹180.10', 'Round-off', '₹0.40', 'Total', '₹1,181.00', 'Rupees one thousand one hundred eighty-one only'],
    ...signed,
  ])

  const { id: chain } = await biller.repo(Party).create({
    name: 'Rao Stores',
    addresses: [
      { kind: 'billing', city: 'Pune', postcode: '411001', stateCode: '27' },
      { kind: 'delivery', city: 'Nashik', postcode: '422001', stateCode: '27' },
    ],
  })
  await platform.admin.post('/api/records/core.registration', { entity: Party.name, record: chain, kind: 'gstin', number: '27AAPFU0939F1ZV' })
  const split = await paperOf({ party: chain, lines: [{ description: 'Lamps', quantity: '2', price: '500', discount: '10' }], terms: terms.get('In halves') })
  expect(split).toEqual([
    ...['To', 'Date: 5 Mar 2027', 'Rao Stores', 'Due on: 4 Apr 2027', 'Pune 411001', 'Place of supply: 27 Maharashtra', 'GSTIN 27AAPFU0939F1ZV'],
    ...['Ship to', 'Rao Stores', 'Nashik 422001'],
    ...['Description', 'Quantity', 'Price', 'Discount %', 'Amount', 'Lamps', '2', '500.00', '10', '900.00'],
    ...['Net', '₹900.00', 'Total', '₹900.00', 'Rupees nine hundred only'],
    ...['Due on', 'Amount', '5 Mar 2027', '450.00', '4 Apr 2027', '450.00'],
    ...signed,
  ])

  const bill = { kind: 'bill', supplierNumber: 'B-7', supplierDate: '2027-03-01', lines: [{ description: 'Freight', price: '300' }] }
  expect((await paperOf({ party, ...bill })).slice(0, 9)).toEqual([
    ...['From', 'Date: 5 Mar 2027', 'Anand Textiles', 'Due on: 5 Mar 2027', '4 Mill Road', 'Place of supply: 27 Maharashtra', 'Pune 411019'],
    ...['Supplier’s number: B-7, of 1 Mar 2027', 'Description'],
  ])
})

test('An old invoice is printed with the parts in which it was due as it was posted, whatever became of its payment terms', async () => {
  const { id: party } = await biller.repo(Party).create({ name: 'Old Customer', addresses: [{ kind: 'billing', city: 'Pune', stateCode: '27' }] })
  const part = { days: 30, fromMonthEnd: false }
  const [halves, whole] = await Promise.all([
    platform.admin.repo(Terms).create({
      name: 'Two parts',
      parts: [
        { ...part, percent: '40', days: 0 },
        { ...part, percent: '60' },
      ],
    } as never),
    platform.admin.repo(Terms).create({ name: 'One part', parts: [{ ...part, percent: '100' }] } as never),
  ])
  const made = await Promise.all(
    [halves, whole].map(async one => {
      const { id } = await biller.repo(Document).create({ party, date: '2027-03-05', lines: [{ description: 'Lamps', price: '1000' }], terms: one.id } as never)
      await biller.run(post, id)
      return id
    }),
  )
  // What was in two parts is due at once from now on, and what was in one is in two.
  await platform.admin.repo(Terms).update(halves.id, { parts: [{ ...part, percent: '100', days: 0 }] } as never)
  await platform.admin.repo(Terms).update(whole.id, {
    parts: [
      { ...part, percent: '50', days: 0 },
      { ...part, percent: '50' },
    ],
  } as never)
  const printed = async (id: string) => {
    const said = pagesOf(await platform.admin.bytes(`/api/export/invoicing.document/${id}?document=invoicing.invoice`)).flatMap(page => page.split('\n'))
    return said.slice(said.indexOf('Rupees one thousand only') + 1)
  }
  const signed = ['_'.repeat(36), 'Sharma Traders']
  expect(await Promise.all(made.map(printed))).toEqual([['Due on', 'Amount', '5 Mar 2027', '400.00', '4 Apr 2027', '600.00', ...signed], signed])
})
