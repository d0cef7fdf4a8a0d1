import invoicing from '@sangam/plugin-invoicing'
import {
  AdvanceUse,
  cancel,
  credit,
  Document,
  post,
  putAdvanceBack,
  refund,
  send,
  settle as settleDocument,
  TaxGroup,
  Terms,
  takeAdvance,
} from '@sangam/plugin-invoicing/model'
import items from '@sangam/plugin-items'
import ledger from '@sangam/plugin-ledger'
import {
  Account,
  bounce,
  chargeReminder,
  Entry,
  LateCharge,
  Item as LedgerItem,
  match,
  Payment,
  post as postEntry,
  postPayment,
  Reminder,
  ReminderLevel,
} from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { total } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BookedReminder, chargeLate } from './model.ts'
import invoicebooks from './plugin.ts'

let platform: TestPlatform
let biller: TestClient
let accountant: TestClient
const groups = new Map<string, string>()
const accounts = new Map<string, string>()
let customer = ''

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

describe('Money that comes for an invoice', () => {
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

  test('what is received for a service is taxed as it comes, and the invoice that takes it has the tax then', async () => {
    const asha = (await biller.repo(Party).create({ name: 'Asha Designs', ...inMaharashtra })).id
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
    const ira = (await biller.repo(Party).create({ name: 'Ira Designs', ...inMaharashtra })).id
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
    const asha = (await biller.repo(Party).create({ name: 'Asha Early', ...inMaharashtra })).id
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
})

test('After two customers became one, what stands on the one that went is paid, credited, cancelled, set off, given back and sent as the other’s', async () => {
  const contactPoints = [{ kind: 'email', value: 'accounts@meera.example' }]
  const both = await biller.repo(Party).createMany([
    { name: 'Meera Mills', contactPoints, ...inMaharashtra },
    { name: 'Meera Mill', ...inMaharashtra },
  ] as never)
  const [meera, twin] = both.map(({ id }) => id) as [string, string]
  const invoiced = () => posted({ party: twin })
  const received = () => posted({ kind: 'receipt', party: twin, lines: [{ description: 'Cloth', price: '5900', tax: groups.get('GST 18 %') }] })
  const itemOf = async ({ id }: { readonly id: unknown }) => (await accountant.repo(LedgerItem).find({ where: { sourceId: id as never } })).items[0]
  const [account] = [...accounts].find(([, name]) => name === 'Bank') ?? []
  const pay = async (party: string, of: { readonly id: unknown }, more: object = {}) => {
    const allocations = [{ item: (await itemOf(of))?.id }]
    const { id } = await accountant.repo(Payment).create({ party, account, date: '2027-03-06', amount: '11800', allocations, ...more } as never)
    await accountant.run(postPayment, id)
    return id
  }
  const [paid, bounced, cancelled, credited, later] = [await invoiced(), await invoiced(), await invoiced(), await invoiced(), await invoiced()]
  const [taken, left, returned] = [await received(), await received(), await received()]
  const cheque = await pay(twin, bounced, { instrument: 'cheque', instrumentNumber: '000123' })
  await platform.admin.post('/api/duplicates/parties.party/merge', { winner: meera, loser: twin })
  await pay(meera, paid)
  await accountant.run(bounce, cheque, {})
  await biller.run(cancel, cancelled.id, { reason: 'Not wanted' })
  await biller.run(post, ((await biller.run(credit, credited.id, { reason: 'Not wanted' })) as { readonly note: string }).note as never)
  const part = await write({ kind: 'creditNote', party: meera, original: later.id, reason: 'Torn', lines: [{ description: 'Torn', price: '100' }] })
  await biller.run(post, part.id)
  await biller.run(refund, returned.id, { reason: 'Not wanted' })
  const anew = await posted({ party: meera })
  expect([
    await biller.run(takeAdvance, anew.id, { advance: taken.id }),
    await biller.run(takeAdvance, later.id, { advance: left.id }),
    (await biller.refused(biller.run(takeAdvance, (await posted()).id, {}))).code,
  ]).toEqual([{ taken: '5900' }, { taken: '5900' }, 'no_advance'])
  expect(await platform.settle()).toEqual([])
  const stands = async (of: { readonly id: unknown }) => {
    const { party, settlement, open } = await biller.repo(Document).get(of.id as never)
    return [party === twin ? 'twin' : party, settlement, open?.amount]
  }
  expect(await Promise.all([paid, bounced, cancelled, credited, later, taken, left, returned, anew].map(stands))).toEqual([
    ['twin', 'paid', '0'],
    ['twin', 'open', '11800'],
    ['twin', 'cancelled', '0'],
    ['twin', 'paid', '0'],
    ['twin', 'part', '5800'],
    ...[1, 2, 3].map(() => ['twin', 'paid', '0']),
    [meera, 'part', '5900'],
  ])
  const unlike = write({ kind: 'creditNote', original: later.id, reason: 'Torn', lines: [{ description: 'Torn', price: '1' }] })
  expect((await biller.refused(unlike)).errors).toMatchObject([{ field: 'party', code: 'other_party' }])
  await biller.run(send, later.id, {})
})

test('Fee and interest of a reminder become a draft, taxed as what is late, whose number stands on the reminder once it is posted', async () => {
  const late = (
    await biller.repo(Party).create({ name: 'Late Mills', ...inMaharashtra, contactPoints: [{ kind: 'email', value: 'late@example.com' }] } as never)
  ).id
  const lines = [{ description: 'Cloth', price: '34761.90', tax: groups.get('GST 5 %') }]
  const invoice = await posted({ party: late, date: '2027-01-04', lines })
  for (const { id } of (await accountant.repo(ReminderLevel).find()).items)
    await accountant.repo(ReminderLevel).update(id, { fee: '200', interest: '12' } as never)
  const charger = await platform.as('invoicing.biller', 'ledger.bookkeeper', 'invoicebooks.charger')
  await charger.post('/api/plugins/ledger/x/reminders/send', { parties: [late] })
  const [sent] = (await charger.repo(Reminder).find({ where: { party: late } as never })).items
  const id = sent?.id as never
  expect((await accountant.refused(accountant.run(chargeLate, id))).status).toBe(403)
  const { id: drafted } = (await charger.run(chargeLate, id)) as unknown as { id: never }
  const reminder = () => charger.repo(BookedReminder).get(id)
  const draft = await charger.repo(Document).get(drafted)
  const days = (Date.parse('2027-03-05') - Date.parse(invoice.due ?? '')) / 86_400_000
  const interest = (await reminder()).interest?.amount
  expect([Number(interest), await reminder(), draft]).toMatchObject([
    Number(((36500 * 12 * days) / 36500).toFixed(2)),
    { invoice: drafted, charged: null },
    {
      ...{ kind: 'invoice', state: 'draft', party: late },
      lines: [
        { description: 'Fee for a reminder of 2027-03-05', price: '200', tax: groups.get('GST 5 %') },
        { description: `Interest up to 2027-03-05 on ${invoice.number}`, price: interest, tax: groups.get('GST 5 %') },
      ],
    },
  ])
  // Charged once; a draft that nobody wants is thrown away, and another one begun.
  const refused = async (work: Promise<unknown>) => {
    const { status, errors } = await charger.refused(work)
    return [status, ...(errors ?? []).map(({ code, message }) => `${code}: ${message}`)]
  }
  expect((await charger.refused(charger.run(chargeLate, id))).status).toBe(409)
  const bin = (one: never, to: 'remove' | 'restore') => charger.repo(Document)[to](one)
  await bin(drafted, 'remove')
  expect((await reminder()).invoice).toBe(null)
  await bin(drafted, 'restore')
  expect([(await reminder()).invoice, (await charger.refused(charger.run(chargeLate, id))).status]).toEqual([drafted, 409])
  await bin(drafted, 'remove')
  const { id: again } = (await charger.run(chargeLate, id)) as unknown as { id: never }
  expect([
    await refused(bin(drafted, 'restore')),
    await refused(charger.repo(Document).update(again, { party: customer } as never)),
    (await reminder()).invoice,
  ]).toEqual([
    [422, 'charged_already: Another draft charges the reminder of 2027-03-05 by now. Leave one of them in the bin.'],
    [422, 'party_reminded: It charges a reminder to Late Mills: leave it to them, or take those lines out.'],
    again,
  ])
  await charger.run(post, again)
  const number = (await charger.repo(Document).get(again)).number
  expect([(await reminder()).charged, await refused(bin(drafted, 'restore')), (await charger.refused(charger.run(chargeLate, id))).status]).toEqual([
    number,
    [422, `charged_already: The reminder of 2027-03-05 is charged by ${number} by now: this draft would charge it twice. Throw it away.`],
    409,
  ])
  // Cancelled, nobody has charged it: as before, once.
  await charger.run(cancel, again, { reason: 'Waived' })
  expect(await reminder()).toMatchObject({ invoice: null, charged: null })
  const { id: third } = (await charger.run(chargeLate, id)) as unknown as { id: never }
  // Lines that are taken out charge nothing, and leave the reminder to be charged.
  await charger.repo(Document).update(third, { lines: [{ description: 'Something else', price: '10' }] } as never)
  expect((await reminder()).invoice).toBe(null)
  const both = await Promise.allSettled([charger.run(chargeLate, id), bin(drafted, 'restore')])
  const live = await charger.repo(Document).find({ where: { id: { notIn: [again, third] }, lines: { some: { sourceId: id } }, state: 'draft' } as never })
  expect([both.map(one => one.status).toSorted(), live.items.length, (await reminder()).invoice]).toEqual([['fulfilled', 'rejected'], 1, live.items[0]?.id])
})

test('A day of what is late bears interest once, whichever of its reminders is charged first, and what a note gives back whole may be charged again', async () => {
  const party = (
    await biller.repo(Party).create({ name: 'Twice Mills', ...inMaharashtra, contactPoints: [{ kind: 'email', value: 'twice@example.com' }] } as never)
  ).id
  const charger = await platform.as('invoicing.biller', 'ledger.bookkeeper', 'invoicebooks.charger')
  const invoice = await posted({ party, date: '2027-03-01', lines: [{ description: 'Cloth', price: '36500' }] })
  expect(invoice.due).toBe('2027-03-01')
  for (const { id, name } of (await accountant.repo(ReminderLevel).find()).items)
    await accountant.repo(ReminderLevel).update(id, { fee: name === 'Friendly reminder' ? '200' : '0', interest: '12' } as never)
  const sent: { readonly id: never; readonly interest: string | undefined }[] = []
  for (const day of ['2027-03-11', '2027-03-31', '2027-05-10']) {
    platform.clock.set(`${day}T06:00:00Z`)
    await charger.post('/api/plugins/ledger/x/reminders/send', { parties: [party] })
    const [one] = (await charger.repo(Reminder).find({ where: { party, on: day } as never })).items
    sent.push({ id: one?.id as never, interest: one?.interest?.amount })
  }
  const [first, second, third] = sent as [(typeof sent)[0], (typeof sent)[0], (typeof sent)[0]]
  // Nobody was charged meanwhile, so each letter asks for all days up to its own: 12 a day.
  expect(sent.map(one => one.interest)).toEqual(['120', '360', '840'])
  const charge = async ({ id }: { readonly id: never }) => {
    const { id: draft } = (await charger.run(chargeLate, id)) as unknown as { id: never }
    return { draft, lines: (await charger.repo(Document).get(draft)).lines.map(({ id: line, price }) => ({ line, price })) }
  }
  const prices = ({ lines }: Awaited<ReturnType<typeof charge>>) => lines.map(({ price }) => price)
  const early = await charge(first)
  await charger.repo(Document).remove(early.draft)
  const middle = await charge(second)
  // What lay in the bin does not come back to ask for the same days: what is left of its letter is drafted anew.
  const again = await charger.refused(charger.repo(Document).restore(early.draft))
  expect([prices(early), prices(middle), again.errors?.map(({ code }) => code) ?? again.code]).toEqual([['200', '120'], ['360'], ['days_charged']])
  // Of the letter before only the fee is left, of the one after the days since, as long as the draft stands.
  const [before, after] = [await charge(first), await charge(third)]
  expect([prices(before), prices(after)]).toEqual([['200'], ['480']])
  // By hand nobody charges past a draft; past one in the bin, those of its days that nobody else does.
  const byHand = ({ id }: { readonly id: never }, number: string) => accountant.run(chargeReminder, id, { number } as never)
  expect((await accountant.refused(byHand(third, 'By hand'))).code).toBe('drafted')
  await charger.repo(Document).remove(after.draft)
  await charger.run(post, middle.draft)
  const number = (await charger.repo(Document).get(middle.draft)).number
  const told = async (of: never) => (await charger.repo(BookedReminder).get(of)).charged

  // A part that is given back lets off a part; all of it, and nothing is charged.
  const back = async (quantity: string) => {
    const { note } = (await charger.run(credit, middle.draft, { reason: 'Friends' })) as unknown as { note: never }
    const lines = (await charger.repo(Document).get(note)).lines.map(line => ({ ...line, quantity }))
    await charger.repo(Document).update(note, { lines } as never)
    await charger.run(post, note)
  }
  await back('0.25')
  expect(await told(second.id)).toBe(number)
  await back('0.75')
  expect(await told(second.id)).toBe(null)
  // Free again, its days are those of whoever comes first; of drafts that come out of the bin in one set, too. The letter with its fee alone holds none.
  await charger.repo(Document).remove(before.draft)
  const atOnce = await Promise.all([charge(first), charge(second)])
  expect(total(atOnce.flatMap(prices).map(String))).toBe('560')
  for (const { draft } of atOnce) await charger.repo(Document).remove(draft)
  const whole = await charge(second)
  await charger.repo(Document).remove(whole.draft)
  const inBin = [whole.draft, after.draft, early.draft]
  expect(await charger.post('/api/bulk/invoicing.document', { ids: inBin, restore: true } as never)).toMatchObject({ total: 3, refused: 1 })
  for (const { id } of (await charger.repo(Document).find({ where: { id: { in: inBin } } as never })).items) await charger.repo(Document).remove(id)
  const held = await charger.repo(LateCharge).find({ where: { freedAt: { isEmpty: true }, reminder: { in: sent.map(one => one.id) } } as never })
  expect(held.items).toEqual([])
  await byHand(third, 'By hand')
  // By now the third letter, which asked for the same days too, is charged: nothing is left of the second.
  const codes = [charger.run(chargeLate, second.id), charger.run(chargeReminder, second.id, { number: 'Once more' } as never)].map(
    async work => (await charger.refused(work)).code,
  )
  expect(await Promise.all(codes)).toEqual(['nothing_left', 'nothing_left'])
  // What holds it no administrator takes away by another way, nor by making one of two.
  const { admin } = platform
  const at = '/api/records/ledger.lateCharge'
  const charges = async (of: typeof third, isEmpty: boolean) =>
    (await admin.repo(LateCharge).find({ where: { freedAt: { isEmpty }, reminder: of.id } as never })).items
  const [standing, [freed]] = [await charges(third, true), await charges(second, false)]
  const [winner, loser] = standing.map(({ id }) => id)
  const ways = [
    await admin.ask('DELETE', `${at}/${winner}`),
    await admin.ask('PATCH', `${at}/${winner}`, { freedAt: '2027-05-10T06:00:00Z' }),
    await admin.ask('PATCH', `${at}/${winner}`, { to: '2027-03-02' }),
    await admin.ask('PATCH', `${at}/${freed?.id}`, { freedAt: null }),
    await admin.ask('POST', at, { reminder: second.id, to: '2027-05-10' }),
    await admin.ask('POST', '/api/duplicates/ledger.lateCharge/merge', { winner, loser }),
    await admin.ask('DELETE', `/api/records/ledger.reminder/${third.id}`),
  ]
  expect(ways.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 400, 409])
  expect(await admin.post('/api/bulk/ledger.lateCharge', { ids: [winner, loser], remove: true } as never)).toMatchObject({ refused: 2 })
  expect(await charges(third, true)).toEqual(standing)
  platform.clock.set('2027-03-05T06:00:00Z')
})
