import items from '@sangam/plugin-items'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { AnnualReturn, cancel, Document, post, Tax, TaxGroup } from './model.ts'
import invoicing from './plugin.ts'

let platform: TestPlatform
let biller: TestClient
let tax: string | undefined
let supplier = ''
let made = 0
const pune = '27AAACR5055K1Z7'

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, invoicing] })
  platform.clock.set('2026-12-05T06:00:00Z')
  biller = await platform.as('invoicing.biller')
  tax = (await biller.repo(TaxGroup).first({ name: 'GST 18 %' } as never))?.id
  supplier = (await biller.repo(Party).create({ name: 'Deccan Mills', addresses: [{ kind: 'billing', city: 'Pune', stateCode: '27' }] })).id
  await platform.admin.post('/api/records/core.registration', { entity: 'parties.party', record: supplier, kind: 'gstin', number: '27AAPFU0939F1ZV' })
})
afterAll(() => platform.stop())
/** Each begins with a company that is not registered. */
afterEach(async () => {
  const { items: there } = (await platform.admin.get('/api/records/core.registration?fields=company&limit=100')) as {
    readonly items: readonly { readonly id: string; readonly company: string | null }[]
  }
  for (const { id } of there.filter(one => one.company !== null)) await platform.admin.delete(`/api/records/core.registration/${id}`)
})

const register = (more: object = {}) =>
  platform.admin.post('/api/records/core.registration', { company: platform.company, kind: 'gstin', number: pune, ...more })
const write = (supplierDate: string, more: object = {}) => {
  made += 1
  const lines = [{ description: 'Cloth', price: '10000', tax }]
  return biller.repo(Document).create({ kind: 'bill', party: supplier, date: '2026-12-05', supplierNumber: `D/${made}`, supplierDate, lines, ...more } as never)
}
const said = ({ inputLost, inputUntil, total, taxes }: Awaited<ReturnType<typeof write>>) => [
  ...[inputLost, inputUntil, total?.amount],
  taxes.map(({ amount, recoverable }) => [amount, recoverable]),
]
const posted = async (supplierDate: string, more: object = {}) => {
  const { id } = await write(supplierDate, more)
  await biller.run(post, id)
  return biller.repo(Document).get(id)
}
const halves = (back: boolean) => [
  ['900', back],
  ['900', back],
]

test('Tax of a bill is got back until 30 November after its fiscal year; later it is said on the draft already, and the bill is posted with it as part of what was bought', async () => {
  await register()
  // A bill of March 2026 that stands in the books on 30 November, and one of 1 December; one of April has another year of time.
  const draft = await write('2026-03-31')
  expect([
    said(await posted('2026-03-31', { date: '2026-11-30' })),
    said(draft),
    said(await posted('2026-03-31')),
    said(await posted('2026-04-01')),
    // It counts in the books on an earlier day than its own.
    said(await posted('2026-03-31', { postingDate: '2026-11-30' })),
    said(await biller.repo(Document).update(draft.id, { supplierDate: '2026-04-01' })),
  ]).toEqual([
    [null, '2026-11-30', '11800', halves(true)],
    ['late', '2026-11-30', '11800', halves(false)],
    ['late', '2026-11-30', '11800', halves(false)],
    [null, '2027-11-30', '11800', halves(true)],
    [null, '2026-11-30', '11800', halves(true)],
    [null, '2027-11-30', '11800', halves(true)],
  ])
})

test('The annual return of the year ends it earlier, of the number it was filed under', async () => {
  await register()
  const manager = await platform.as('invoicing.manager')
  const filed = { company: platform.company, yearEnd: '2026-03-31', filedOn: '2026-10-15' }
  const { id } = await manager.repo(AnnualReturn).create({ ...filed, registration: '29AAACR5055K1Z3' } as never)
  const other = said(await write('2026-03-15', { date: '2026-10-16' }))
  await manager.repo(AnnualReturn).update(id, { registration: pune })
  const asked = `/api/plugins/invoicing/x/sides?kind=bill&party=${supplier}&company=${platform.company}&day=2026-10-16&supplierDay=2026-03-15`
  expect([
    other,
    said(await write('2026-03-15', { date: '2026-10-15' })),
    said(await write('2026-03-15', { date: '2026-10-16' })),
    said(await write('2026-04-15', { date: '2026-10-16' })),
    ((await biller.get(asked)) as { back: unknown }).back,
  ]).toEqual([
    [null, '2026-11-30', '11800', halves(true)],
    [null, '2026-10-15', '11800', halves(true)],
    ['late', '2026-10-15', '11800', halves(false)],
    [null, '2027-11-30', '11800', halves(true)],
    { right: true, start: 4, filed: '2026-10-15' },
  ])
  await manager.repo(AnnualReturn).remove(id)
})

test('Who had no number on the day of the bill, or one under composition, gets none back, however they are registered as it is entered', async () => {
  await register({ scheme: 'composition', validFrom: '2026-04-01', validTo: '2026-08-31' })
  await register({ validFrom: '2026-09-01' })
  const draft = await write('2026-08-31')
  expect([
    said(await posted('2026-03-20')),
    said(draft),
    said(await posted('2026-09-01')),
    // Lines that are added since are judged the same, and so is another day for tax.
    said(await biller.repo(Document).update(draft.id, { lines: [{ description: 'Yarn', price: '10000', tax }] } as never)),
    said(await biller.repo(Document).update(draft.id, { taxDate: '2026-09-02' })),
  ]).toEqual([
    ['before', '2026-11-30', '11800', halves(false)],
    ['before', '2027-11-30', '11800', halves(false)],
    [null, '2027-11-30', '11800', halves(true)],
    ['before', '2027-11-30', '11800', halves(false)],
    [null, '2027-11-30', '11800', halves(true)],
  ])
})

test('What is taken back of a late bill lessens what was bought with its tax, and reverse charge of who has no number is never late', async () => {
  await register()
  const late = await posted('2026-03-31')
  const { note } = (await biller.run(cancel, late.id, { reason: 'Sent back' })) as { readonly note: string }
  // A lower price alone gives back no tax that was taken: it lessens what was bought too.
  const price = { kind: 'vendorCredit', original: (await posted('2026-03-31')).id, reason: 'Price', lines: [{ description: 'Price', price: '10000', tax }] }
  const less = await posted('2026-12-05', price)
  const reverse = await platform.admin.repo(Tax).create({ code: 'RCM', name: 'Reverse', reverse: true, claimMonths: 8, registered: true } as never)
  const group = await platform.admin.repo(TaxGroup).create({ name: 'RCM 18 %', shares: [{ tax: reverse.id, rate: '18' }] } as never)
  const { id: free } = await biller.repo(Party).create({ name: 'Goods carrier', addresses: [{ kind: 'billing', city: 'Pune', stateCode: '27' }] })
  const lines = [{ description: 'Freight', price: '10000', tax: group.id }]
  expect([
    said(await biller.repo(Document).get(note as never)),
    said(less),
    said(await posted('2026-03-31', { party: free, lines })),
    said(await posted('2026-03-31', { lines })),
  ]).toEqual([
    [null, null, '11800', halves(false)],
    [null, null, '11800', halves(false)],
    [null, null, '10000', [['1800', true]]],
    ['late', '2026-11-30', '10000', [['1800', false]]],
  ])
})

test('A bill comes to what stands on the supplier’s paper, to the paisa, however we round our invoices; more than 1 apart it is refused', async () => {
  await register()
  const lines = [{ description: 'Cloth', price: '100.33', tax }]
  const figures = ({ total, roundOff, open }: Awaited<ReturnType<typeof write>>) => [total?.amount, roundOff?.amount, open?.amount]
  const wrong = await write('2026-12-01', { lines, supplierTotal: '120' })
  const { errors } = await biller.refused(biller.run(post, wrong.id))
  expect([
    figures(await posted('2026-12-01', { lines })),
    figures(await posted('2026-12-01', { lines, supplierTotal: '118.39' })),
    figures(await posted('2026-12-01', { lines, supplierTotal: '119' })),
    errors?.map(({ field, message }) => [field, message]),
  ]).toEqual([
    ['118', '-0.39', '118'],
    ['118.39', '0', '118.39'],
    ['119', '0.61', '119'],
    [['supplierTotal', 'The lines come to 118, and the bill to 120. Correct the lines, or the total.']],
  ])
})
