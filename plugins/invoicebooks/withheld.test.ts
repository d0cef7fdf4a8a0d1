import invoicing from '@sangam/plugin-invoicing'
import { cancel, credit, Document, post, WithheldAccount, WithheldBefore, WithholdingSection } from '@sangam/plugin-invoicing/model'
import items from '@sangam/plugin-items'
import ledger from '@sangam/plugin-ledger'
import { Account, Entry } from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { minus } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import invoicebooks from './plugin.ts'

type Note = { readonly note: string }
let platform: TestPlatform
let biller: TestClient
let accountant: TestClient
let company = ''
const sections = new Map<string, string>()
const accounts = new Map<string, string>()
let made = 0

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, invoicing, ledger, invoicebooks] })
  platform.clock.set('2027-03-05T06:00:00Z')
  ;[biller, accountant] = [await platform.as('invoicing.manager'), await platform.as('ledger.accountant', 'invoicing.reader')]
  for (const { code, id } of (await biller.repo(WithholdingSection).find({ limit: 50 })).items) sections.set(code, id)
  for (const { name, id } of (await accountant.repo(Account).find({ fields: ['name'], limit: 500 })).items) accounts.set(id, name)
  company = ((await platform.admin.get('/api/records/core.company')) as unknown as { items: { id: string }[] }).items[0]?.id ?? ''
})
afterAll(() => platform.stop())

/** A supplier of whom tax is withheld under a section; its PAN is in a register of its own. */
const supplier = async (code: string, pan: string | null, side: 'supplier' | 'customer' = 'supplier') => {
  made += 1
  const { id } = await platform.admin.repo(Party).create({ name: `Party ${made}` })
  await platform.admin.repo(WithheldAccount).create({ party: id, company, side, withholding: sections.get(code) } as never)
  if (pan) await platform.admin.post('/api/records/core.registration', { entity: Party.name, record: id, kind: 'pan', country: 'IN', number: pan })
  return id
}
const drafted = (party: string, price: string, more: object = {}) => {
  made += 1
  return {
    kind: 'bill',
    party,
    date: '2027-03-05',
    supplierNumber: `S/${made}`,
    supplierDate: 'date' in more ? more.date : '2027-03-01',
    lines: [{ description: 'Work', price }],
    ...more,
  }
}
const draft = (party: string, price: string, more: object = {}) => biller.repo(Document).create(drafted(party, price, more) as never)
const bill = async (party: string, price: string, more: object = {}) => {
  const { id } = await draft(party, price, more)
  await biller.run(post, id)
  return biller.repo(Document).get(id)
}
const kept = ({ withheld, countedOn, withheldRate }: Awaited<ReturnType<typeof bill>>) => [withheld?.amount, countedOn, withheldRate]

describe('Tax is withheld beyond the thresholds of a year', () => {
  // Each bill: its day, what it comes to, what is withheld, and on how much.
  test.each<[string, string, string | null, ...[string, string, string, string][]]>([
    [
      'of a firm for professional services, and what came before is caught up with',
      '194J(b)',
      'AAAFB1111C',
      ['2026-06-05', '30000', '0', '0'],
      ['2026-07-05', '25000', '5500', '55000'],
      ['2026-08-05', '10000', '1000', '10000'],
    ],
    ['not at the threshold, but beyond it', '194J(b)', 'AAAFB1112C', ['2026-06-05', '50000', '0', '0'], ['2026-06-06', '10001', '6000.1', '60001']],
    [
      'never more than is to be paid: the next one catches up',
      '194J(b)',
      'AAACB1119C',
      ['2026-06-05', '50000', '0', '0'],
      ['2026-06-06', '1', '1', '10'],
      ['2026-06-07', '10000', '5999.1', '59991'],
    ],
    [
      'of a contractor by a single bill, and then by the year',
      '194C',
      'AAACB1113C',
      ['2026-06-05', '30000', '0', '0'],
      ['2026-06-06', '30001', '600.02', '30001'],
      ['2026-06-07', '40000', '1400', '70000'],
    ],
    ['of a contractor who is a person, at the half', '194C', 'AAAPB1114C', ['2026-06-05', '40000', '400', '40000']],
    ['of who gave no PAN, at more', '194J(b)', null, ['2026-06-05', '60000', '12000', '60000']],
    [
      'of goods on what lies beyond alone',
      '194Q',
      'AAACB1115C',
      ['2026-06-05', '4900000', '0', '0'],
      ['2026-06-06', '200000', '100', '100000'],
      ['2026-06-07', '100000', '100', '100000'],
    ],
    [
      'of rent by the month',
      '194I(b)',
      'AAACB1116C',
      ['2026-06-05', '40000', '0', '0'],
      ['2026-06-25', '20000', '6000', '60000'],
      ['2026-07-05', '40000', '0', '0'],
    ],
    [
      'of rent of machinery by the year until March 2025, and by the month since',
      '194I(a)',
      'AAACB1120C',
      ['2025-02-05', '240000', '0', '0'],
      ['2025-03-05', '10000', '5000', '250000'],
      ['2025-04-05', '50000', '0', '0'],
      ['2025-04-25', '10000', '1200', '60000'],
      ['2025-05-05', '50000', '0', '0'],
    ],
    [
      'in each year by itself, by the day in the books',
      '194J(b)',
      'AAACB1117C',
      ['2026-03-31', '45000', '0', '0'],
      ['2026-04-01', '45000', '0', '0'],
      ['2026-03-30', '6000', '5100', '51000'],
    ],
    [
      'at the rate and beyond the threshold of then',
      '194H',
      'AAACB1118C',
      ['2024-09-30', '16000', '800', '16000'],
      ['2024-10-01', '1000', '20', '1000'],
      ['2025-04-01', '20000', '0', '0'],
    ],
  ])('%s', async (_, code, pan, ...bills) => {
    const party = await supplier(code, pan)
    // Posted in one set: each sees those before it.
    const wanted = bills.map(([date, price]) => drafted(party, price, { date, supplierDate: date, state: 'posted' }))
    const found = await biller.repo(Document).createMany(wanted as never)
    expect(found.map(one => [one.date, one.net?.amount, one.withheld?.amount, one.countedOn])).toEqual(bills)
    expect(found.map(one => one.open?.amount)).toEqual(bills.map(([, amount, withheld]) => minus(amount, withheld)))
  })

  test('in the books to its account, and the document keeps how it came', async () => {
    const party = await supplier('194J(b)', 'AAACB2111C')
    await bill(party, '30000')
    const second = await bill(party, '25000')
    const [entry] = (await accountant.repo(Entry).find({ where: { sourceEntity: Document.name, sourceId: second.id }, limit: 1 })).items
    const { lines } = await accountant.repo(Entry).get(String(entry?.id) as never)
    expect(lines.map(({ account, base }) => [accounts.get(account), base])).toEqual([
      ['Trade payables', '-19500'],
      ['TDS payable', '-5500'],
      ['Services and other expenses', '25000'],
    ])
    expect(second).toMatchObject({
      ...{ payee: 'AAACB2111C', countsIn: '2026-27', counted: '25000' },
      withheldBy: { key: '194J(b)', rate: '10', threshold: '50000', on: 'all', yearToDate: { base: '30000', withheldOn: '0' } },
    })
    const asked = `/api/plugins/invoicing/x/withheld?kind=bill&party=${party}&company=${company}&day=2027-03-06`
    expect(await biller.get(asked)).toMatchObject({ section: sections.get('194J(b)'), rule: { yearToDate: { base: '55000', withheldOn: '55000' } } })
  })

  test('notes and what is cancelled lessen the year, and nothing is withheld twice', async () => {
    const party = await supplier('194J(b)', 'AAACB3111C')
    const [first, second] = [await bill(party, '30000'), await bill(party, '40000')]
    // What stays is below what tax was withheld on already.
    await biller.run(cancel, first.id, { reason: 'Not done' })
    const third = await bill(party, '20000')
    const { note } = (await biller.run(cancel, second.id, { reason: 'Not done' })) as Note
    const back = await biller.repo(Document).get(note as never)
    const fourth = await bill(party, '20000')
    const fifth = await bill(party, '20000', { date: '2027-04-02', supplierDate: '2027-04-02' })
    const begun = (await biller.run(credit, fourth.id, { reason: 'Half of it', on: '2027-04-03' })) as Note
    const [line] = (await biller.repo(Document).get(begun.note as never)).lines
    await biller.repo(Document).update(begun.note as never, { lines: [{ id: line?.id, quantity: '0.5' }] } as never)
    await biller.run(post, begun.note as never)
    const late = await biller.repo(Document).get(begun.note as never)
    expect([...[second, third, back, fourth, fifth].map(kept), [late.counted, late.countsIn]]).toEqual([
      ['7000', '70000', '10'],
      ['0', '0', '10'],
      ['7000', '-70000', '10'],
      // 20,000 of the third and 20,000 more do not come to the threshold.
      ['0', '0', '10'],
      ['0', '0', '10'],
      // A note of the next year counts in that of its bill.
      ['-10000', '2026-27'],
    ])
  })

  test('of two bills that are posted in one moment one sees the other, also of two parties under one PAN', async () => {
    const [party, twin] = [await supplier('194J(b)', 'AAACB4111C'), await supplier('194J(b)', 'AAACB4111C')]
    const both = await Promise.all([draft(party, '30000'), draft(twin, '30000'), draft(party, '1000')])
    await Promise.all(both.map(({ id }) => biller.run(post, id)))
    const found = await Promise.all(both.map(({ id }) => biller.repo(Document).get(id)))
    expect(found.reduce((sum, one) => sum + Number(one.withheld?.amount), 0)).toBe(6100)
  })

  test('what came before Sangam counts, an advance is not withheld on twice, and a certificate lowers the rate alone', async () => {
    const party = await supplier('194J(b)', 'AAACB5111C')
    await biller
      .repo(WithheldBefore)
      .create({ party, section: sections.get('194J(b)'), date: '2026-06-30', amount: '45000', note: 'April to June', company } as never)
    await biller
      .repo(WithheldBefore)
      .create({ party, section: sections.get('194J(b)'), date: '2027-03-01', withheldOn: '40000', note: 'Advance', company } as never)
    expect(kept(await bill(party, '100000'))).toEqual(['10500', '105000', '10'])
    expect(kept(await bill(party, '10000', { withhold: '4' }))).toEqual(['400', '10000', '4'])
  })

  test('what came before counts under a PAN with whoever has it, whether it was known then or is entered or corrected later', async () => {
    const before = (party: string, amount: string) =>
      biller.repo(WithheldBefore).create({ party, section: sections.get('194J(b)'), date: '2026-06-30', amount, note: 'Old books', company } as never)
    const [one, twin, third, other] = await Promise.all(['AAACB7111C', 'AAACB7111C', null, 'AAACB7112C'].map(pan => supplier('194J(b)', pan)))
    if (!one || !twin || !third || !other) throw new Error('Suppliers are lacking.')
    await before(twin, '45000')
    const seen = [kept(await bill(one, '6000'))]
    // Both are one firm, as its GSTIN says, which was entered later.
    await before(third, '20000')
    await platform.admin.post('/api/records/core.registration', { entity: Party.name, record: third, kind: 'gstin', country: 'IN', number: '27AAACB7111C1ZB' })
    seen.push(kept(await bill(one, '10000')))
    // The PAN of the twin was a slip: it is that of another.
    const { items } = (await platform.admin.get(`/api/records/core.registration?where=${encodeURIComponent(JSON.stringify({ record: twin }))}`)) as unknown as {
      items: { id: string; version: number }[]
    }
    await platform.admin.patch(`/api/records/core.registration/${items[0]?.id}`, { number: 'AAACB7112C' })
    seen.push(kept(await bill(other, '5001')))
    expect(seen).toEqual([
      ['5100', '51000', '10'],
      ['3000', '30000', '10'],
      ['5000.1', '50001', '10'],
    ])
  })

  test('a PAN is for life: a GSTIN that has ended tells it, and nothing is withheld at the rate without one', async () => {
    const party = await supplier('194J(b)', null)
    const number = '27AAACB7113C1Z9'
    await platform.admin.post('/api/records/core.registration', {
      ...{ entity: Party.name, record: party, kind: 'gstin', country: 'IN', number },
      validTo: '2026-12-31',
    })
    expect(kept(await bill(party, '60000'))).toEqual(['6000', '60000', '10'])
  })

  test('customers keep it of what we sell, and the invoice says so', async () => {
    const party = await supplier('194J(b)', null, 'customer')
    const [first, second] = [await bill(party, '50000', { kind: 'invoice' }), await bill(party, '10000', { kind: 'invoice' })]
    expect([first, second].map(one => [one.withheld?.amount, one.open?.amount])).toEqual([
      ['0', '50000'],
      ['6000', '4000'],
    ])
    const { note } = (await biller.run(cancel, second.id, { reason: 'Wrong' })) as Note
    expect(await biller.repo(Document).get(note as never)).toMatchObject({ withheld: { amount: '6000' }, counted: '-10000', countedOn: '-60000' })
  })

  test('by a section that has no rate on that day nothing is posted', async () => {
    const party = await supplier('194C', 'AAACB6111C')
    const { id } = await draft(party, '40000', { date: '2023-03-31', supplierDate: '2023-03-31' })
    expect(await biller.refused(biller.run(post, id))).toMatchObject({ errors: [{ field: 'withholding', code: 'no_rate' }] })
  })
})
