import invoicing from '@sangam/plugin-invoicing'
import {
  AdvanceUse,
  cancel,
  credit,
  Document,
  post,
  putAdvanceBack,
  refund,
  settle as settleDocument,
  Tax,
  TaxGroup,
  Terms,
  takeAdvance,
} from '@sangam/plugin-invoicing/model'
import items from '@sangam/plugin-items'
import { Item, Unit } from '@sangam/plugin-items/model'
import ledger from '@sangam/plugin-ledger'
import {
  Account,
  AccountRole,
  CostCentre,
  Dimension,
  Entry,
  Journal,
  Item as LedgerItem,
  match,
  Payment,
  PeriodLock,
  post as postEntry,
  postPayment,
} from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Beginning, takeOver } from './model.ts'
import invoicebooks from './plugin.ts'

let platform: TestPlatform
let biller: TestClient
let accountant: TestClient
const groups = new Map<string, string>()
const accounts = new Map<string, string>()
let customer = ''
let supplier = ''

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, invoicing, ledger, invoicebooks] })
  platform.clock.set('2027-03-05T06:00:00Z')
  ;[biller, accountant] = [await platform.as('invoicing.biller'), await platform.as('ledger.accountant', 'invoicing.reader')]
  for (const { name, id } of (await biller.repo(TaxGroup).find({ limit: 50 })).items) groups.set(name, id)
  for (const { name, id } of (await accountant.repo(Account).find({ fields: ['name'], limit: 500 })).items) accounts.set(id, name)
  customer = (await biller.repo(Party).create({ name: 'Anand Textiles' })).id
  supplier = (await biller.repo(Party).create({ name: 'Deccan Logistics' })).id
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
const bill = (number: string, more: object = {}) => posted({ kind: 'bill', party: supplier, supplierNumber: number, supplierDate: '2027-03-01', ...more })
/** What the books say of a document: each line as an account and an amount, debits positive. */
const booked = async ({ id }: { readonly id: string }) => {
  const { items: found } = await accountant.repo(Entry).find({ where: { sourceEntity: Document.name, sourceId: id }, limit: 10 })
  return Promise.all(
    found.map(async one => {
      const { lines, narration, reference, date } = await accountant.repo(Entry).get(one.id)
      return { narration, reference, date, lines: lines.map(({ account, base }) => [accounts.get(account), base]) }
    }),
  )
}

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

describe('In the books', () => {
  test('an invoice is what a customer owes, what was sold, and tax by its parts, one line for each day on which it is due', async () => {
    const invoice = await posted({ lines: [{ description: 'Design', price: '211.03', tax: groups.get('GST 18 %') }] })
    expect(await booked(invoice)).toEqual([
      {
        narration: `Invoice ${invoice.number}, Anand Textiles`,
        reference: invoice.number,
        date: '2027-03-05',
        lines: [
          ['Trade receivables', '249'],
          ['Sales', '-211.03'],
          ['Output CGST', '-18.99'],
          ['Output SGST', '-18.99'],
          ['Round-off', '0.01'],
        ],
      },
    ])
  })

  test('what takes it back is its mirror, to the paisa', async () => {
    const invoice = await posted({ inclusive: true, lines: [{ description: 'Lamp', price: '999', tax: groups.get('GST 18 %') }] })
    const sample = await posted({ lines: [{ description: 'Sample', price: '0.10', tax: groups.get('GST 18 %') }] })
    for (const one of [invoice, sample, await bill('M/1', { withhold: '10' })]) {
      const { note } = (await biller.run(cancel, one.id, { reason: 'Broken' })) as { readonly note: string }
      const [[there], [back]] = await Promise.all([booked(one), booked({ id: note })])
      expect(back?.lines).toEqual(there?.lines.map(([account, base]) => [account, String(base).startsWith('-') ? String(base).slice(1) : `-${base}`]))
    }
  })

  test('what is paid there, and what a note gives back, is settled on the document', async () => {
    const [invoice, other] = [await posted(), await posted()]
    const state = async (of: { readonly id: unknown }) => {
      expect(await platform.settle()).toEqual([])
      const { open, paid, settlement } = await biller.repo(Document).get(of.id as never)
      return [open?.amount, paid?.amount, settlement]
    }
    const itemOf = async (entry: { readonly sourceId?: string; readonly entry?: string }) =>
      (await accountant.repo(LedgerItem).find({ where: entry as never, fields: ['open'], limit: 5 })).items[0]
    const byName = new Map([...accounts].map(([id, name]) => [name, id]))
    const receipt = await accountant.repo(Entry).create({
      narration: 'Received',
      date: '2027-03-06',
      lines: [
        { account: byName.get('Bank') as never, debit: '5000' },
        { account: byName.get('Trade receivables') as never, credit: '5000', party: customer as never },
      ],
    })
    await accountant.run(postEntry, receipt.id)
    expect(await biller.refused(biller.run(settleDocument, invoice.id, {}))).toMatchObject({ status: 409 })
    const [owed, paid] = [await itemOf({ sourceId: invoice.id }), await itemOf({ entry: receipt.id })]
    await accountant.run(match, owed?.id as never, { with: [paid?.id as never] })
    expect(await state(invoice)).toEqual(['6800', '5000', 'part'])
    const { note } = (await biller.run(cancel, other.id, { reason: 'Not wanted' })) as { readonly note: string }
    expect([await state(other), await state({ id: note }), (await itemOf({ sourceId: other.id }))?.open]).toEqual([
      ['0', '11800', 'cancelled'],
      ['0', '11800', 'paid'],
      '0',
    ])
  })

  test('a bill is what was bought, tax to get back, what the supplier is owed, and what is withheld', async () => {
    const made = await bill('D/17', { withhold: '10' })
    expect(await booked(made)).toMatchObject([
      {
        reference: 'D/17',
        lines: [
          ['Trade payables', '-10800'],
          ['TDS payable', '-1000'],
          ['Purchases', '10000'],
          ['Input CGST', '900'],
          ['Input SGST', '900'],
        ],
      },
    ])
  })

  test('what is received for a service is taxed as it comes, and the invoice that takes it has the tax then', async () => {
    const asha = (await biller.repo(Party).create({ name: 'Asha Designs' })).id
    const received = (more: object = {}) =>
      posted({ kind: 'receipt', party: asha, lines: [{ description: 'Design', price: '11800', tax: groups.get('GST 18 %') }], ...more })
    const voucher = await received()
    expect([voucher.number, voucher.total?.amount, voucher.open?.amount]).toEqual(['RV/26-27/0001', '11800', '11800'])
    expect((await booked(voucher))[0]).toMatchObject({
      narration: 'Receipt voucher RV/26-27/0001, Asha Designs',
      lines: [
        ['Bank', '11800'],
        ['Advances from customers', '-10000'],
        ['Output CGST', '-900'],
        ['Output SGST', '-900'],
      ],
    })
    const invoice = await posted({ party: asha, lines: [{ description: 'Design', price: '15000', tax: groups.get('GST 18 %') }] })
    expect(await biller.run(takeAdvance, invoice.id, {})).toEqual({ taken: '11800' })
    const { items: uses } = await biller.repo(AdvanceUse).find({ where: { document: invoice.id } })
    const { items: found } = await accountant.repo(Entry).find({ where: { sourceId: uses[0]?.id as never } })
    const { lines } = await accountant.repo(Entry).get(found[0]?.id as never)
    expect(lines.map(({ account, base, taxComponent, taxBase }) => [accounts.get(account), base, taxComponent, taxBase])).toEqual([
      ['Advances from customers', '10000', null, null],
      ['Output CGST', '900', 'CGST', '10000'],
      ['Output SGST', '900', 'SGST', '10000'],
      ['Trade receivables', '-11800', null, null],
    ])
    expect(await platform.settle()).toEqual([])
    const stands = async (id: string) => {
      const { open, advanced, settlement } = await biller.repo(Document).get(id as never)
      return [open?.amount, advanced?.amount, settlement]
    }
    expect([await stands(invoice.id), await stands(voucher.id)]).toEqual([
      ['5900', '11800', 'part'],
      ['0', undefined, 'paid'],
    ])
    const left = (await accountant.repo(LedgerItem).find({ where: { party: asha as never }, fields: ['open', 'reference'], sort: ['createdAt'] })).items
    expect(left.map(one => one.open)).toEqual(['0', '5900', '0', '0'])
    expect(await biller.refused(biller.run(takeAdvance, invoice.id, {}))).toMatchObject({ code: 'no_advance' })

    // In parts no paisa of tax is lost; what is left is given back with its tax, and goods are not taxed before they go.
    const second = await received()
    const small = await posted({ party: asha, lines: [{ description: 'Design', price: '5000', tax: groups.get('GST 18 %') }] })
    await biller.run(takeAdvance, small.id, { advance: second.id, amount: '5000' })
    expect(await biller.refused(biller.run(takeAdvance, small.id, { amount: '901' }))).toMatchObject({ errors: [{ field: 'amount', code: 'more_than_open' }] })
    const given = (await biller.run(refund, second.id, { reason: 'Order taken back' })) as { readonly note: string; readonly number: string }
    expect([given.number, (await booked({ id: given.note }))[0]?.lines, await stands(second.id)]).toEqual([
      'RF/26-27/0001',
      [
        ['Bank', '-6800'],
        ['Advances from customers', '5762.72'],
        ['Output CGST', '518.64'],
        ['Output SGST', '518.64'],
      ],
      ['0', undefined, 'paid'],
    ])
    expect(await biller.refused(biller.run(refund, second.id, { reason: 'Again' }))).toMatchObject({ status: 409 })
    const cash = [...accounts].find(([, name]) => name === 'Cash in hand')?.[0]
    const cashier = await platform.as('invoicing.biller', 'ledger.bookkeeper')
    const goods = await cashier
      .repo(Document)
      .create({ kind: 'receipt', party: asha, moneyAccount: cash, lines: [{ description: 'Cloth', price: '500.50' }] } as never)
    await cashier.run(post, goods.id)
    expect((await booked(goods))[0]?.lines).toEqual([
      ['Cash in hand', '500.5'],
      ['Advances from customers', '-500.5'],
    ])
    const paper = await biller.bytes(`/api/export/invoicing.document/${voucher.id}?document=invoicing.invoice`)
    expect(Buffer.from(paper).subarray(0, 5).toString()).toBe('%PDF-')
  })

  test('an invoice that took an advance is cancelled, and the voucher has it again with its tax owed', async () => {
    const ira = (await biller.repo(Party).create({ name: 'Ira Designs' })).id
    const voucher = await posted({ kind: 'receipt', party: ira, lines: [{ description: 'Design', price: '11800', tax: groups.get('GST 18 %') }] })
    const stands = async ({ id }: { readonly id: unknown }) => {
      const { open, advanced, settlement } = await biller.repo(Document).get(id as never)
      return [open?.amount, advanced?.amount, settlement]
    }
    const owed = async () => {
      const { rows } = (await accountant.get('/api/plugins/ledger/x/trial-balance')) as unknown as { rows: { name: string; closing: string }[] }
      return ['Advances from customers', 'Output CGST', 'Trade receivables'].map(name => rows.find(row => row.name === name)?.closing)
    }
    const before = await owed()
    const takes = async () => {
      const made = await posted({ party: ira })
      expect(await biller.run(takeAdvance, made.id, {})).toEqual({ taken: '11800' })
      return made
    }
    const [first] = [await takes()]
    const { note } = (await biller.run(credit, first.id, { reason: 'Not wanted' })) as { readonly note: string }
    expect(await biller.refused(biller.run(post, note as never))).toMatchObject({ errors: [{ field: 'original', code: 'advance_first' }] })
    expect(await biller.run(putAdvanceBack, first.id, {})).toEqual({ back: '11800' })
    expect(await platform.settle()).toEqual([])
    expect([await stands(voucher), await stands(first)]).toEqual([
      ['11800', undefined, 'open'],
      ['11800', undefined, 'open'],
    ])
    await biller.run(post, note as never)
    await biller.run(cancel, (await takes()).id, { reason: 'Not wanted' })
    expect(await platform.settle()).toEqual([])
    const { items: uses } = await biller.repo(AdvanceUse).find({ where: { advance: voucher.id }, sort: ['createdAt'] })
    expect([await stands(voucher), await stands({ id: uses[1]?.document }), uses.map(one => one.backOn), await owed()]).toEqual([
      ['11800', undefined, 'open'],
      ['0', undefined, 'cancelled'],
      ['2027-03-05', '2027-03-05'],
      before,
    ])
    await biller.run(refund, voucher.id, { reason: 'Not wanted' })
    expect((await stands(voucher))[2]).toBe('paid')
  })

  test('a voucher above the limit is posted by somebody else than who wrote it, also where money goes back', async () => {
    const other = await platform.as('invoicing.biller')
    const limit = (twoAbove: string | null) => platform.admin.put('/api/settings/ledger', { values: { twoAbove } })
    await limit('1000')
    const lines = [{ description: 'Design', price: '50000', tax: groups.get('GST 18 %') }]
    const voucher = await write({ kind: 'receipt', lines })
    const refused = async (work: Promise<unknown>) => (await biller.refused(work)).errors?.map(one => one.code)
    expect(await refused(biller.run(post, voucher.id))).toEqual(['needs_another'])
    await other.run(post, voucher.id)
    expect(await refused(biller.run(refund, voucher.id, { reason: 'Not wanted' }))).toEqual(['needs_another'])
    const { note } = (await biller.run(refund, voucher.id, { reason: 'Not wanted', asDraft: true })) as { readonly note: string }
    expect(await refused(biller.run(post, note as never))).toEqual(['needs_another'])
    await other.run(post, note as never)
    expect((await biller.repo(Document).get(voucher.id)).settlement).toBe('paid')
    await limit(null)
  })

  test('who pays within the days pays 2 % less: an expense of 236 with the tax untouched, or a note over 200 and 36 of tax', async () => {
    const asha = (await biller.repo(Party).create({ name: 'Asha Early' })).id
    const byName = new Map([...accounts].map(([id, name]) => [name, id]))
    const cashier = await platform.as('ledger.bookkeeper')
    const pay = async (invoice: { readonly id: unknown }, values: { readonly date: string; readonly amount: string; readonly discount?: string }) => {
      const item = (await accountant.repo(LedgerItem).find({ where: { sourceId: invoice.id as never } })).items[0]
      const { date, amount, discount } = values
      const payment = { party: asha, account: byName.get('Bank'), date, amount, allocations: [{ item: item?.id, discount: discount ?? null }] }
      const made = await cashier.repo(Payment).create(payment as never)
      await cashier.run(postPayment, made.id)
      const { entry } = await cashier.repo(Payment).get(made.id)
      const { lines } = await accountant.repo(Entry).get(entry as never)
      return [lines.map(({ account, base }) => [accounts.get(account), base]), (await accountant.repo(LedgerItem).get(item?.id as never)).open]
    }
    const under = async (discountHow: 'financial' | 'taxNote') => {
      const made = await platform.admin
        .repo(Terms)
        .create({ name: `2 % in 10 days, ${discountHow}`, discount: '2', discountDays: 10, discountHow, parts: [{ days: 30 }] })
      return posted({ party: asha, terms: made.id })
    }
    const [whole, late, noted] = [await under('financial'), await posted({ party: asha, terms: null }), await under('taxNote')]
    expect((await accountant.repo(LedgerItem).find({ where: { sourceId: whole.id as never } })).items[0]).toMatchObject({
      ...{ discount: '236', discountUntil: '2027-03-15', discountNote: false, due: '2027-04-04' },
    })
    const refused = async (invoice: { readonly id: unknown }, values: Parameters<typeof pay>[1]) => (await cashier.refused(pay(invoice, values))).code
    expect([
      await refused(whole, { date: '2027-03-16', amount: '11564', discount: '236' }),
      await refused(whole, { date: '2027-03-15', amount: '11563', discount: '237' }),
      await refused(late, { date: '2027-03-15', amount: '11564', discount: '236' }),
    ]).toEqual(['discount_over', 'discount_more', 'no_discount'])
    expect(await pay(whole, { date: '2027-03-15', amount: '11564', discount: '236' })).toEqual([
      [
        ['Bank', '11564'],
        ['Discounts allowed', '236'],
        ['Trade receivables', '-11800'],
      ],
      '0',
    ])
    expect(await pay(noted, { date: '2027-03-15', amount: '11564', discount: '236' })).toEqual([
      [
        ['Bank', '11564'],
        ['Trade receivables', '-11564'],
      ],
      '0',
    ])
    const note = (await biller.repo(Document).find({ where: { original: noted.id as never, kind: 'creditNote' } })).items[0]
    expect((await booked({ id: String(note?.id) }))[0]).toMatchObject({
      date: '2027-03-15',
      lines: [
        ['Trade receivables', '-236'],
        ['Sales', '200'],
        ['Output CGST', '18'],
        ['Output SGST', '18'],
      ],
    })
    expect(await platform.settle()).toEqual([])
    expect((await Promise.all([whole, noted].map(one => biller.repo(Document).get(one.id)))).map(one => [one.settlement, one.open?.amount])).toEqual([
      ['paid', '0'],
      ['paid', '0'],
    ])
  })

  test('tax that the buyer owes to the state stands on both sides, and tax that nobody gives back is part of the cost', async () => {
    const [reverse, lost] = await Promise.all([
      platform.admin.repo(Tax).create({ name: 'Reverse charge', code: 'RCM', reverse: true, outputRole: 'outputIgst', inputRole: 'inputIgst' }),
      platform.admin.repo(Tax).create({ name: 'Cess', code: 'CESS', recoverable: false }),
    ])
    const group = await platform.admin.repo(TaxGroup).create({
      name: 'Legal fees',
      shares: [
        { tax: reverse.id, rate: '18' },
        { tax: lost.id, rate: '1' },
      ],
    })
    const made = await bill('L/1', { lines: [{ description: 'Fee', price: '10000', tax: group.id }] })
    expect((await booked(made))[0]?.lines).toEqual([
      ['Trade payables', '-10100'],
      ['Purchases', '10100'],
      ['Input IGST', '1800'],
      ['Output IGST', '-1800'],
    ])
  })

  test('invoices, notes and bills stand in the tax report by part and rate, and each of its lines leads to its document', async () => {
    const june = { date: '2027-06-10', supplierDate: '2027-06-09' }
    const lines = (price: string) => [{ description: 'Design', price, tax: groups.get('GST 18 %') }]
    const invoice = await posted({ date: '2027-06-01', lines: lines('10000') })
    await posted({ kind: 'creditNote', original: invoice.id, reason: 'Too much', date: '2027-06-05', lines: lines('1000') })
    const own = await bill('TAX/1', { ...june, lines: lines('5000'), withhold: '10' })
    const { sections, accounts: followed, withheld } = await tax('tax-report')
    const short = (rows: readonly Row[]) =>
      rows.map(({ component, rate, charged, back, net }) => [component, rate, charged.tax, back.tax, net.taxable, net.tax])
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

  test('another currency is turned into that of the books at the rate of the document', async () => {
    const made = await posted({
      currency: 'USD',
      exchangeRate: '83.337',
      lines: [
        { description: 'Design', quantity: '3', price: '33.33' },
        { description: 'Travel', price: '0.01' },
      ],
      placeOfSupply: '97',
    })
    const unsaid = await write({ currency: 'USD', lines: [{ description: 'Design', price: '33.33' }] })
    expect(unsaid.total).toEqual({ amount: '33.33', currency: 'USD' })
    expect(await biller.refused(biller.run(post, unsaid.id))).toMatchObject({ code: 'no_rate' })
    const [entry] = await booked(made)
    expect(entry?.lines).toEqual([
      ['Trade receivables', '8333.7'],
      ['Sales', '-8333.7'],
    ])
  })

  test('nothing is posted where an account is missing, and it is said which', async () => {
    const { items: found } = await accountant.repo(AccountRole).find({ where: { role: 'outputCgst' }, limit: 1 })
    const role = found[0]
    await accountant.repo(AccountRole).remove(role?.id as never)
    const draft = await write()
    expect(await biller.refused(biller.run(post, draft.id))).toMatchObject({ code: 'no_account_role' })
    expect(await biller.repo(Document).get(draft.id)).toMatchObject({ state: 'draft', invoiceNumber: '' })
    await accountant.repo(AccountRole).create({ role: 'outputCgst', account: role?.account, company: role?.company } as never)
    await biller.run(post, draft.id)
    expect((await biller.repo(Document).get(draft.id)).number).toMatch(/^INV\/26-27\/\d{4}$/)
  })
})

describe('A month whose return is filed', () => {
  test('takes no document of its days, on whatever day it is booked and whatever journals there are', async () => {
    const { items: found } = await accountant.repo(Journal).find({ where: { kind: 'sales' }, limit: 1 })
    await platform.admin.repo(Journal).update(found[0]?.id as never, { kind: 'general' })
    const late = await write({ date: '2027-01-20', postingDate: '2027-03-02' })
    for (const kind of ['sales', 'tax'] as const) {
      const lock = await accountant.repo(PeriodLock).create({ reason: 'GSTR-1 of January', until: '2027-01-31', kind } as never)
      expect(await biller.refused(biller.run(post, late.id))).toMatchObject({ errors: [{ field: 'date', code: 'locked_days' }] })
      await accountant.repo(PeriodLock).remove(lock.id)
    }
    await biller.run(post, late.id)
    await platform.admin.repo(Journal).update(found[0]?.id as never, { kind: 'sales' })
  })

  test('nor does one whose books were handed in for good', async () => {
    const late = await write({ date: '2026-05-20', postingDate: '2027-03-02' })
    const head = await platform.as('ledger.controller')
    await head.repo(PeriodLock).create({ reason: 'Handed in', until: '2026-05-31', kind: 'hard' } as never)
    expect(await biller.refused(biller.run(post, late.id))).toMatchObject({
      detail: '2026-05-20 is locked for good up to 2026-05-31: Handed in. This has no exceptions. Give it a later date.',
      errors: [{ field: 'date', code: 'locked_days' }],
    })
  })
})

describe('Documents from before the books begin', () => {
  test('are covered by the opening, and those of later days are posted once after a look at what would be', async () => {
    const opener = await platform.as('invoicebooks.opener')
    // Three that were posted while nobody kept books.
    await platform.admin.post('/api/plugins/ledger/apply', { to: 'disabled' })
    const [old, late] = [await posted({ date: '2027-02-20' }), await posted({ date: '2027-03-08' })]
    await biller.run(settleDocument, late.id, { amount: '5000' })
    await platform.admin.post('/api/plugins/ledger/apply', { to: 'enabled' })
    expect([await booked(old), await booked(late)]).toEqual([[], []])
    const draft = await opener.repo(Beginning).create({ from: '2027-03-01' })
    expect(draft).toMatchObject({ waiting: 1, waitingTotal: '11800', covered: 1, coveredTotal: '11800', state: 'draft' })
    expect(await opener.refused(opener.repo(Beginning).create({ from: '2027-02-01' }))).toMatchObject({ code: 'not_unique' })
    expect(await opener.refused(opener.run(takeOver, draft.id))).toMatchObject({ code: 'paid_before', errors: [{ field: 'paidInto' }] })
    const bank = [...accounts].find(([, name]) => name === 'Bank')?.[0]
    await opener.repo(Beginning).update(draft.id, { paidInto: bank as never })
    await opener.run(takeOver, draft.id)
    const { items: left } = await accountant.repo(LedgerItem).find({ where: { sourceEntity: Document.name, sourceId: late.id }, fields: ['open'], limit: 5 })
    expect(left.map(one => one.open)).toEqual(['6800'])
    expect(await platform.settle()).toEqual([])
    expect(await biller.repo(Document).get(late.id)).toMatchObject({ open: { amount: '6800' }, paid: { amount: '5000' }, settlement: 'part' })
    expect([await opener.repo(Beginning).get(draft.id), (await booked(late)).length, await booked(old)]).toMatchObject([{ state: 'done', posted: 1 }, 1, []])
    const [before, after] = [await posted({ date: '2027-02-28' }), await posted({ date: '2027-03-01' })]
    expect([await booked(before), (await booked(after)).length]).toEqual([[], 1])
    expect(await opener.refused(opener.repo(Beginning).remove(draft.id))).toMatchObject({ errors: [{ code: 'stays' }] })
  })
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

describe('A company of a country with VAT', () => {
  test('has accounts for it from its first day', async () => {
    const company = await platform.admin.post('/api/records/core.company', {
      name: 'Sharma GmbH',
      code: 'SG',
      country: 'DE',
      currency: 'EUR',
      zone: 'Europe/Berlin',
      fiscalYearStart: 1,
    })
    const where = { company: (company as { id: string }).id, role: { in: ['outputVat', 'inputVat'] } }
    const { items: found } = await platform.admin
      .repo(AccountRole)
      .find({ where: where as never, fields: ['role', 'account.name', 'account.control'], sort: ['role'] })
    expect(found.map(one => [one.role, one['account.name'], one['account.control']])).toEqual([
      ['inputVat', 'Input VAT', 'tax'],
      ['outputVat', 'Output VAT', 'tax'],
    ])
  })
})
