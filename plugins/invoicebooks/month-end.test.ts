import invoicing from '@sangam/plugin-invoicing'
import { credit, Document, post, Tax, TaxGroup, takeAdvance, WithheldAccount, WithholdingSection } from '@sangam/plugin-invoicing/model'
import items from '@sangam/plugin-items'
import ledger from '@sangam/plugin-ledger'
import { Account, Payment, PeriodLock, postPayment, Revaluation, revalue } from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { total } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import invoicebooks from './plugin.ts'

let platform: TestPlatform
let biller: TestClient
let accountant: TestClient
const groups = new Map<string, string>()
const accounts = new Map<string, string>()

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, invoicing, ledger, invoicebooks] })
  platform.clock.set('2027-03-05T06:00:00Z')
  await platform.admin.post('/api/records/core.registration', { company: platform.company, kind: 'gstin', number: '27AAACR5055K1Z7' })
  ;[biller, accountant] = [await platform.as('invoicing.manager', 'ledger.bookkeeper'), await platform.as('ledger.accountant', 'invoicing.reader')]
  for (const { name, id } of (await biller.repo(TaxGroup).find({ limit: 50 })).items) groups.set(name, id)
  for (const { name, id } of (await accountant.repo(Account).find({ fields: ['name'], limit: 500 })).items) accounts.set(name, id)
})
afterAll(() => platform.stop())

const party = async (name: string, stateCode: string, gstin: string | null = null) => {
  const { id } = await biller.repo(Party).create({ name, addresses: [{ kind: 'billing', stateCode, country: stateCode === '96' ? 'US' : 'IN' }] } as never)
  if (gstin) await platform.admin.post('/api/records/core.registration', { entity: Party.name, record: id, kind: 'gstin', number: gstin })
  return id
}
const doc = async (of: string, date: string, lines: readonly object[], more: object = {}) => {
  const { id } = await biller.repo(Document).create({ party: of, date, lines, ...more } as never)
  await biller.run(post, id)
  return biller.repo(Document).get(id)
}
const bill = (number: string, date: string) => ({ kind: 'bill', supplierNumber: number, supplierDate: date })
const line = (price: string, group: string | null, more: object = {}) => ({ description: group ?? 'Free', price, tax: group && groups.get(group), ...more })
const pay = async (direction: string, of: string, date: string, amount: string, more: object = {}) => {
  const { id } = await biller.repo(Payment).create({ direction, party: of, account: accounts.get('Bank'), date, amount, ...more } as never)
  await biller.run(postPayment, id)
}
const ask = async <Answer>(path: string) => (await accountant.get(`/api/plugins/ledger/x/${path}`)) as Answer
/** A group of GST that the buyer owes to the state. */
const reverseCharge = async () => {
  const shares = await Promise.all(
    (
      [
        ['CGST', 'Cgst', '9', 'within'],
        ['SGST', 'Sgst', '9', 'within'],
        ['IGST', 'Igst', '18', 'between'],
      ] as const
    ).map(async ([code, role, rate, supply]) => {
      const kind = { reverse: true, registered: true, outputRole: `output${role}`, inputRole: `input${role}` }
      return { tax: (await biller.repo(Tax).create({ code: `${code} RCM`, name: `${code} RCM`, ...kind } as never)).id, rate, supply }
    }),
  )
  groups.set('RCM 18 %', (await biller.repo(TaxGroup).create({ name: 'RCM 18 %', shares } as never)).id)
}
interface TaxReport {
  readonly sections: readonly { readonly side: string; readonly tax: string; readonly rows: readonly { readonly net: { readonly taxable: string } }[] }[]
  readonly accounts: readonly { readonly name: string; readonly reported: string; readonly other: string; readonly closing: string }[]
}
interface TrialBalance {
  readonly rows: readonly { readonly name: string; readonly closing: string }[]
  readonly total: { readonly closing: string }
}

test('At the end of a month what GST and TDS returns ask for is what the books hold: mixed rates, a note, reverse charge, a late bill, tax withheld and dollars', async () => {
  const [anand, bengaluru, abroad, lawyer, architect] = await Promise.all([
    party('Anand Textiles', '27', '27AAPFU0939F1ZV'),
    party('Nandi Stores', '29'),
    party('Lakeside Inc', '96'),
    party('Advocate Rao', '27'),
    party('Architects', '27', '27AAACB7111C1ZB'),
  ])
  const section = await biller.repo(WithholdingSection).first({ code: '194J(b)' } as never)
  await platform.admin.repo(WithheldAccount).create({ party: architect, company: platform.company, side: 'supplier', withholding: section?.id } as never)
  await reverseCharge()

  // 4,211.10 at three rates, of which a third of the first line comes back.
  const mixed = await doc(anand, '2027-02-05', [
    line('1000', 'GST 18 %', { quantity: '3' }),
    line('555.55', 'GST 5 %', { quantity: '2' }),
    line('100', 'GST 40 %'),
  ])
  const { note } = (await biller.run(credit, mixed.id, { reason: 'Returned', on: '2027-02-07' })) as { readonly note: string }
  const [back] = (await biller.repo(Document).get(note as never)).lines
  await biller.repo(Document).update(note as never, { lines: [{ id: back?.id, quantity: '1' }] } as never)
  await biller.run(post, note as never)
  await doc(bengaluru, '2027-02-08', [line('10000', 'GST 18 %')])
  await doc(lawyer, '2027-02-09', [line('10000', 'RCM 18 %')], bill('L/1', '2027-02-09'))
  const billed = await doc(architect, '2027-02-10', [line('60000', 'GST 18 %')], bill('A/2', '2027-02-10'))
  await pay('pay', architect, '2027-02-12', '30000')
  // Of the year before the last: its tax is got back no more.
  const late = await doc(architect, '2027-02-22', [line('1000', 'GST 18 %')], bill('A/1', '2025-03-22'))
  await doc(abroad, '2027-02-10', [line('1000', null)], { currency: 'USD', exchangeRate: '83', placeOfSupply: '96' })
  await pay('receive', abroad, '2027-02-20', '600', { currency: 'USD', rate: '85' })
  await doc(abroad, '2027-02-21', [line('100', 'RCM 18 %')], { ...bill('U/1', '2027-02-21'), currency: 'USD', exchangeRate: '84' })
  await doc(anand, '2027-02-25', [line('11800', 'GST 18 %')], { kind: 'receipt' })
  const { id: valued } = await accountant.repo(Revaluation).create({ on: '2027-02-28', rates: [{ currency: 'USD', rate: '84' }] } as never)
  await accountant.run(revalue, valued)
  await accountant.repo(PeriodLock).create({ company: platform.company, until: '2027-02-28', kind: 'general', reason: 'February is closed' } as never)

  const february = 'from=2027-02-01&to=2027-02-28'
  const { sections, accounts: taxAccounts } = await ask<TaxReport>(`tax-report?${february}`)
  expect([
    sections.map(({ side, tax, rows }) => [side, tax, total(rows.map(row => row.net.taxable))]),
    taxAccounts.map(one => [one.name, one.reported, one.other, one.closing]),
    [mixed.total?.amount, mixed.roundOff?.amount, billed.withheld?.amount, billed.open?.amount, late.inputLost, late.open?.amount],
  ]).toEqual([
    [
      ['sales', '4055.56', '36422.2'],
      ['purchases', '10800', '120000'],
      ['reverseCharge', '3312', '28400'],
      ['reverseChargeBack', '3312', '28400'],
    ],
    [
      ['Input CGST', '6300', '0', '6300'],
      ['Input SGST', '6300', '0', '6300'],
      ['Input IGST', '1512', '0', '1512'],
      ['Output CGST', '-2027.78', '0', '-2027.78'],
      ['Output SGST', '-2027.78', '0', '-2027.78'],
      ['Output IGST', '-3312', '0', '-3312'],
    ],
    ['4847', '0.34', '6000', '64800', 'late', '1080'],
  ])
  const withheld = await accountant.get(`/api/plugins/invoicebooks/x/withheld?company=${platform.company}&${february}`)
  expect(withheld).toMatchObject({ sections: [{ section: '194J(b)', on: '61000', tax: '6100' }], owed: { withheld: '6100', other: '0', closing: '6100' } })

  // What comes in March is of March: the rest of the dollars, the advance that its invoice takes, and nothing in the days that are closed.
  await pay('receive', abroad, '2027-03-03', '400', { currency: 'USD', rate: '82' })
  const sold = await doc(anand, '2027-03-02', [line('10000', 'GST 18 %')])
  await biller.run(takeAdvance, sold.id, {} as never)
  const { id: closed } = await biller.repo(Document).create({ party: anand, date: '2027-02-27', lines: [line('100', 'GST 18 %')] } as never)
  const refused = await biller.refused(biller.run(post, closed))
  const march = await ask<TaxReport>('tax-report?from=2027-03-01&to=2027-03-31')
  const { rows, total: sums } = await ask<TrialBalance>('trial-balance?from=2027-03-01&to=2027-03-31')
  const closing = (name: string): string | undefined => rows.find(row => row.name === name)?.closing
  expect([
    march.sections.map(({ side, tax }) => [side, tax]),
    march.accounts.map(one => one.other),
    ['Bank', 'Trade receivables', 'Trade payables', 'Advances from customers', 'Exchange gain', 'Unrealised exchange gain', 'Exchange loss'].map(closing),
    closing('Services and other expenses'),
    sums.closing,
    refused.status,
  ]).toEqual([
    [['sales', '0']],
    ['0', '0', '0', '0', '0', '0'],
    // 62,800 − 30,000 + 32,800; 3,667 and 11,800 of two customers; 35,880, 10,000 and 8,400 of three suppliers.
    ['65600', '15467', '-54280', '0', '-1200', '0', '400'],
    '79580',
    '0',
    422,
  ])
})
