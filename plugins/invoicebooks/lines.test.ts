import invoicing from '@sangam/plugin-invoicing'
import { cancel, credit, Document, post, TaxGroup, takeAdvance } from '@sangam/plugin-invoicing/model'
import items from '@sangam/plugin-items'
import { Item, Unit } from '@sangam/plugin-items/model'
import ledger from '@sangam/plugin-ledger'
import { Account, AccountRole, CostCentre, Dimension, Entry, Item as LedgerItem } from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import invoicebooks from './plugin.ts'

let platform: TestPlatform
let biller: TestClient
let accountant: TestClient
const groups = new Map<string, string>()
const accounts = new Map<string, string>()
let customer = ''
let supplier = ''

/** GST within the state: both sides are in Maharashtra. */
const inMaharashtra = { addresses: [{ kind: 'billing' as const, stateCode: '27' }] }

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, invoicing, ledger, invoicebooks] })
  platform.clock.set('2027-03-05T06:00:00Z')
  await platform.admin.post('/api/records/core.registration', { company: platform.company, kind: 'gstin', number: '27AAACR5055K1Z7' })
  ;[biller, accountant] = [await platform.as('invoicing.biller'), await platform.as('ledger.accountant', 'invoicing.reader')]
  for (const { name, id } of (await biller.repo(TaxGroup).find({ limit: 50 })).items) groups.set(name, id)
  for (const { name, id } of (await accountant.repo(Account).find({ fields: ['name'], limit: 500 })).items) accounts.set(id, name)
  customer = (await biller.repo(Party).create({ name: 'Anand Textiles', ...inMaharashtra })).id
  supplier = (await biller.repo(Party).create({ name: 'Deccan Logistics', ...inMaharashtra })).id
})
afterAll(() => platform.stop())

const write = (more: object = {}) =>
  biller.repo(Document).create({
    party: customer,
    date: '2027-03-05',
    lines: [{ description: 'Design', price: '10000', tax: groups.get('GST 18 %') }],
    ...more,
  } as never)
const posted = async (more: object = {}) => {
  const { id } = await write(more)
  await biller.run(post, id)
  return biller.repo(Document).get(id)
}
const registered = { partyRegistration: '27AAPFU0939F1ZV', placeOfSupply: '27' }
const bill = (number: string, more: object = {}) =>
  posted({ kind: 'bill', party: supplier, ...registered, supplierNumber: number, supplierDate: '2027-03-01', ...more })
interface Row {
  readonly component: string
  readonly rate: string
  readonly charged: { readonly tax: string }
  readonly back: { readonly tax: string }
  readonly net: { readonly taxable: string; readonly tax: string }
}
interface Told {
  readonly sections: readonly { readonly side: string; readonly rows: readonly Row[] }[]
  readonly accounts: readonly { readonly other: string }[]
  readonly withheld: readonly { readonly name: string; readonly credit: string }[]
  readonly lines: readonly object[]
}
const tax = (path: string, more = '') => accountant.get(`/api/plugins/ledger/x/${path}?from=2027-06-01&to=2027-06-30${more}`) as unknown as Promise<Told>

test('Invoices, notes and bills stand in the tax report by part and rate, and each of its lines leads to its document', async () => {
  const june = { date: '2027-06-10', supplierDate: '2027-06-09' }
  const lines = (price: string) => [{ description: 'Design', price, tax: groups.get('GST 18 %') }]
  const invoice = await posted({ date: '2027-06-01', lines: lines('10000') })
  await posted({ kind: 'creditNote', original: invoice.id, reason: 'Too much', date: '2027-06-05', lines: lines('1000') })
  const own = await bill('TAX/1', { ...june, lines: lines('5000'), withhold: '10' })
  const { sections, accounts: followed, withheld } = await tax('tax-report')
  const short = (rows: readonly Row[]) => rows.map(({ component, rate, charged, back, net }) => [component, rate, charged.tax, back.tax, net.taxable, net.tax])
  expect(sections.map(({ side, rows }) => [side, short(rows)])).toEqual([
    [
      'sales',
      [
        ['CGST', '9', '900', '90', '9000', '810'],
        ['SGST', '9', '900', '90', '9000', '810'],
      ],
    ],
    [
      'purchases',
      [
        ['CGST', '9', '450', '0', '5000', '450'],
        ['SGST', '9', '450', '0', '5000', '450'],
      ],
    ],
  ])
  expect([followed.map(one => one.other), withheld.map(one => [one.name, one.credit])]).toEqual([followed.map(() => '0'), [['TDS payable', '500']]])
  expect((await tax('tax-lines', '&component=CGST')).lines).toMatchObject([
    { party: 'Anand Textiles', reference: invoice.number, tax: '900', source: { entity: Document.name, id: invoice.id } },
    { party: 'Anand Textiles', tax: '-90', taxable: '-1000' },
    { party: 'Deccan Logistics', reference: 'TAX/1', documentDate: '2027-06-09', tax: '450', source: { id: own.id } },
  ])
})

test('A line of an invoice tells its cost centre, its line in the books with it, and a note gives back where it stood', async () => {
  const divider = await platform.as('invoicing.biller', 'invoicebooks.divider')
  const [shop, web] = await Promise.all(['Shop', 'Web'].map(async name => (await accountant.repo(CostCentre).create({ name } as never)).id))
  const tax = groups.get('GST 18 %')
  const line = (price: string, costCentre?: string) => ({ description: 'Design', price, tax, ...(costCentre && { costCentre }) })
  const { id } = await divider
    .repo(Document)
    .create({ party: customer, date: '2027-03-05', lines: [line('100', shop), line('40', web), line('60', shop), line('5')] } as never)
  const centres = new Map([
    [shop, 'Shop'],
    [web, 'Web'],
  ])
  const sales = async (of: string) => {
    const found = await accountant.repo(Entry).first({ sourceEntity: Document.name, sourceId: of } as never)
    const { lines } = await accountant.repo(Entry).get(found?.id as never)
    return lines.filter(one => accounts.get(one.account) === 'Sales').map(one => [centres.get(String(one.costCentre)) ?? null, one.base])
  }
  await divider.run(post, id)
  expect(await sales(id)).toEqual([
    ['Shop', '-160'],
    ['Web', '-40'],
    [null, '-5'],
  ])
  const dimension = await accountant.repo(Dimension).first({ field: 'costCentre' } as never)
  await accountant.repo(Dimension).update(dimension?.id as never, { requiredFor: ['income'] })
  const { id: bare } = await write()
  expect(await biller.refused(biller.run(post, bare))).toMatchObject({ code: 'dimension_needed', detail: 'Sales is divided by Cost centre. Say which.' })
  await accountant.repo(Dimension).update(dimension?.id as never, { requiredFor: [] })
  const note = await divider.run(credit, id, { reason: 'Too dear' } as never)
  const noted = String(Object.values(note as object)[0])
  await divider.run(post, noted as never)
  expect(await sales(noted)).toEqual([
    ['Shop', '160'],
    ['Web', '40'],
    [null, '5'],
  ])
})

test('An invoice tells the books what was sold by item, how much of it, and under which tax number; what takes it back tells the same', async () => {
  await platform.admin.post('/api/records/core.registration', { company: platform.company, kind: 'gstin', number: '27AAPFU0939F1ZV' })
  const unit = await platform.admin.repo(Unit).first({ code: 'NOS' } as never)
  const [lamp, desk] = await platform.admin.repo(Item).createMany(['Lamp', 'Desk'].map(name => ({ name, unit: unit?.id, kind: 'goods' })) as never)
  const tax = groups.get('GST 18 %')
  const invoice = await posted({
    ...{ ownRegistration: '27AAPFU0939F1ZV', placeOfSupply: '27' },
    lines: [
      { item: lamp?.id, quantity: '2', price: '100', tax },
      { item: desk?.id, price: '1000', tax },
      { item: lamp?.id, description: 'Lamp, old', quantity: '0.5', price: '80', tax },
      { description: 'Freight', price: '50', tax },
    ],
  })
  const { note } = (await biller.run(cancel, invoice.id, { reason: 'Broken' })) as { readonly note: string }
  const told = async (id: string) => {
    const found = await accountant.repo(Entry).first({ sourceEntity: Document.name, sourceId: id } as never)
    return (await accountant.repo(Entry).get(found?.id as never)).lines.map(one =>
      [accounts.get(one.account), one.base, one.item, one.quantity, one.unit, one.registration].join(' '),
    )
  }
  expect([await told(invoice.id), await told(note)]).toEqual([
    [
      'Trade receivables 1522    27AAPFU0939F1ZV',
      'Sales -240 Lamp -2.5 NOS 27AAPFU0939F1ZV',
      'Sales -1000 Desk -1 NOS 27AAPFU0939F1ZV',
      'Sales -50    27AAPFU0939F1ZV',
      'Output CGST -116.1    27AAPFU0939F1ZV',
      'Output SGST -116.1    27AAPFU0939F1ZV',
      'Round-off 0.2    27AAPFU0939F1ZV',
    ],
    [
      'Trade receivables -1522    27AAPFU0939F1ZV',
      'Sales 240 Lamp 2.5 NOS 27AAPFU0939F1ZV',
      'Sales 1000 Desk 1 NOS 27AAPFU0939F1ZV',
      'Sales 50    27AAPFU0939F1ZV',
      'Output CGST 116.1    27AAPFU0939F1ZV',
      'Output SGST 116.1    27AAPFU0939F1ZV',
      'Round-off -0.2    27AAPFU0939F1ZV',
    ],
  ])
})

test('A note stands on the accounts of its document and settles it, whatever is said since of the party, of items and of roles', async () => {
  const byName = new Map([...accounts].map(([id, name]) => [name, id]))
  const account = async (code: string, name: string, more: object) => {
    const { id } = await accountant.repo(Account).create({ code, name, ...more } as never)
    accounts.set(id, name)
    byName.set(name, id)
  }
  await account('1188', 'Owed by related', { type: 'asset', control: 'receivable' })
  await account('4188', 'Sales to related', { type: 'income' })
  const unit = await platform.admin.repo(Unit).first({ code: 'NOS' } as never)
  const lamp = await platform.admin.repo(Item).create({ name: 'Lamp of old', unit: unit?.id, kind: 'goods', category: 'Lighting' } as never)
  const said: string[] = []
  const say = async (role: string, name: string, more: object) =>
    said.push((await platform.admin.repo(AccountRole).create({ role, account: byName.get(name), ...more } as never)).id)
  const forget = async () => {
    for (const id of said.splice(0)) await platform.admin.repo(AccountRole).remove(id as never)
  }
  const party = async (tags: readonly string[]) => (await biller.repo(Party).create({ name: 'Bose & Sons', ...inMaharashtra, tags } as never)).id
  const tax = groups.get('GST 18 %')
  const lines = [
    { item: lamp.id, price: '100', tax },
    { description: 'Freight', price: '50.30', tax },
  ]
  const toRelated = async () => {
    await say('receivable', 'Owed by related', { partyGroup: 'related' })
    await say('sales', 'Sales to related', { partyGroup: 'related' })
  }
  const [plain, related] = [await party([]), await party(['related'])]
  const told = async (id: string) => {
    const found = await accountant.repo(Entry).first({ sourceEntity: Document.name, sourceId: id } as never)
    return (await accountant.repo(Entry).get(found?.id as never)).lines.map(one => [accounts.get(one.account), one.base].join(' '))
  }
  const open = async (of: string) =>
    (await accountant.repo(LedgerItem).find({ where: { party: of } as never, fields: ['open'], limit: 20 })).items.map(one => one.open)
  const cancelled = async (of: string, then: () => Promise<unknown>) => {
    const { id } = await posted({ party: of, lines })
    await then()
    const { note } = (await biller.run(cancel, id, { reason: 'Broken' })) as { readonly note: string }
    const found = await told(note)
    await forget()
    return [found, await open(of)]
  }
  const usual = ['Trade receivables -177', 'Sales 100', 'Sales 50.3', 'Output CGST 13.53', 'Output SGST 13.53', 'Round-off -0.36']
  expect(
    await cancelled(plain, async () => {
      await toRelated()
      await say('receivable', 'Owed by related', { from: '2027-01-01' })
      await say('sales', 'Sales to related', { itemGroup: 'lighting', from: '2027-01-01' })
      await biller.repo(Party).update(plain, { tags: ['related'] } as never)
    }),
  ).toEqual([usual, ['0', '0']])
  // So does what an invoice takes of an advance.
  const payer = await party([])
  await posted({ kind: 'receipt', party: payer, lines: [{ description: 'Design', price: '118' }] })
  const taking = await posted({ party: payer, lines: [{ description: 'Design', price: '100', tax }] })
  await say('receivable', 'Owed by related', { from: '2027-01-01' })
  await say('customerAdvance', 'Owed by related', { from: '2027-01-01' })
  await biller.run(takeAdvance, taking.id, {})
  await forget()
  expect(await open(payer)).toEqual(['0', '0', '0', '0'])
  await toRelated()
  await say('sales', 'Sales', { itemGroup: 'lighting', partyGroup: 'related' })
  const own = ['Owed by related -177', 'Sales 100', 'Sales to related 50.3', ...usual.slice(3)]
  expect(await cancelled(related, forget)).toEqual([own, ['0', '0']])
  // On an account that is closed nothing more is sold, and what is owed on it is still settled.
  await toRelated()
  const closing = () => accountant.repo(Account).update(byName.get('Sales to related') as never, { active: false })
  const rest = [usual.map(one => one.replace('Trade receivables', 'Owed by related')), ['0', '0', '0', '0']]
  expect(await cancelled(related, async () => [await forget(), await closing()])).toEqual(rest)
})
