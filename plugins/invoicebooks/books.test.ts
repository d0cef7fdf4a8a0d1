import invoicing from '@sangam/plugin-invoicing'
import { cancel, credit, Document, post, settle as settleDocument, Tax, TaxGroup } from '@sangam/plugin-invoicing/model'
import items from '@sangam/plugin-items'
import { Item } from '@sangam/plugin-items/model'
import ledger from '@sangam/plugin-ledger'
import { Account, AccountRole, Entry, Journal, Item as LedgerItem, PeriodLock } from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import type { Meta } from '@sangam/sdk'
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

test('Of two companies, invoices, entries, payments or letters nobody makes one, not even an admin', async () => {
  const pair = { winner: crypto.randomUUID(), loser: crypto.randomUUID() }
  const ledgers = [
    'entry',
    'item',
    'match',
    'payment',
    'cashCount',
    'reminder',
    'lateCharge',
    'revaluation',
    'bankStatement',
    'bankLine',
    'lock',
    'lockException',
  ]
  const lone = ['core.company', ...ledgers.map(name => `ledger.${name}`), 'invoicing.document', 'invoicing.advanceUse', 'invoicing.withheldBefore']
  const codes = await Promise.all(lone.map(async name => (await platform.admin.refused(platform.admin.post(`/api/duplicates/${name}/merge`, pair))).code))
  expect(codes).toEqual(lone.map(() => 'no_merge'))
  expect(await platform.admin.refused(platform.admin.post('/api/duplicates/ledger.reminder/merge', pair))).toMatchObject({
    status: 400,
    detail: 'Payment reminders are never one and the same, so two of them can’t be made one. Remove the one that is wrong, or take it back.',
  })
  const { entities } = (await platform.admin.get('/api/meta')) as unknown as Meta
  expect([...lone, 'parties.party'].filter(name => entities[name] && entities[name].merges !== false)).toEqual(['parties.party'])
  // What is known twice becomes one as ever: here there are none of these two.
  expect(await platform.admin.refused(platform.admin.post('/api/duplicates/parties.party/merge', pair))).toMatchObject({ code: 'not_found' })
})

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

  test('a bill is what was bought, tax to get back, what the supplier is owed, and what is withheld', async () => {
    const made = await bill('D/17', { withhold: '10' })
    expect(await booked(made)).toMatchObject([
      {
        reference: 'D/17',
        lines: [
          ['Trade payables', '-10800'],
          ['TDS payable', '-1000'],
          ['Services and other expenses', '10000'],
          ['Input CGST', '900'],
          ['Input SGST', '900'],
        ],
      },
    ])
  })

  test('goods are purchases, a service and what is named in words alone an expense, and what takes them back goes where they went', async () => {
    const [lamp, advice] = await Promise.all(
      [{ name: 'Lamp' }, { name: 'Advice', kind: 'service' as const }].map(async item => (await platform.admin.repo(Item).create(item)).id),
    )
    const lines = [
      { item: lamp, price: '100', tax: null },
      { item: advice, price: '20', tax: null },
      { description: 'Consulting', price: '60000', tax: null },
    ]
    const made = await bill('S/1', { lines })
    const draft = await write({ kind: 'bill', party: supplier, lines: [{ description: 'Lamps', price: '100', tax: null }] })
    const chosen = await biller.repo(Document).update(draft.id, { lines: [{ id: draft.lines[0]?.id, item: lamp }] } as never)
    const goods = await bill('S/2', { lines: [{ item: lamp, price: '100', tax: null }] })
    const less = {
      kind: 'vendorCredit',
      party: supplier,
      ...registered,
      original: goods.id,
      reason: 'A lower price',
      lines: [{ description: 'Less', price: '10' }],
    }
    const { note } = (await biller.run(credit, made.id, { reason: 'All of it' })) as { readonly note: string }
    const roles = ({ lines: of }: Awaited<ReturnType<typeof write>>) => of.map(one => one.role)
    expect([(await booked(made))[0]?.lines.slice(1), roles(await biller.repo(Document).get(note as never)), roles(await write(less))]).toEqual([
      [
        ['Purchases', '100'],
        ['Services and other expenses', '20'],
        ['Services and other expenses', '60000'],
      ],
      ['purchases', 'services', 'services'],
      ['purchases'],
    ])
    expect([roles(draft), roles(chosen)]).toEqual([['services'], ['purchases']])
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
      ['Services and other expenses', '10100'],
      ['Input IGST', '1800'],
      ['Output IGST', '-1800'],
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

  test('nothing is posted where an account is missing or it comes to nothing, and it is said which', async () => {
    const { items: found } = await accountant.repo(AccountRole).find({ where: { role: 'outputCgst' }, limit: 1 })
    const role = found[0]
    await accountant.repo(AccountRole).remove(role?.id as never)
    const draft = await write()
    const free = await write({ lines: [{ description: 'A sample', quantity: '0', price: '350', tax: groups.get('GST 18 %') }] })
    expect(await biller.refused(biller.run(post, free.id))).toMatchObject({ code: 'comes_to_nothing', errors: [{ field: 'lines' }] })
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
    const [meera, twin] = (await biller.repo(Party).createMany(['Meera Mills', 'Meera Mill'].map(name => ({ name, ...inMaharashtra })) as never)).map(
      ({ id }) => id,
    )
    const [old, late] = [await posted({ date: '2027-02-20' }), await posted({ date: '2027-03-08', party: twin })]
    await biller.run(settleDocument, late.id, { amount: '5000' })
    await platform.admin.post('/api/plugins/ledger/apply', { to: 'enabled' })
    expect([await booked(old), await booked(late)]).toEqual([[], []])
    const draft = await opener.repo(Beginning).create({ from: '2027-03-01' })
    expect(draft).toMatchObject({ waiting: 1, waitingTotal: '11800', covered: 1, coveredTotal: '11800', state: 'draft' })
    expect(await opener.refused(opener.repo(Beginning).create({ from: '2027-02-01' }))).toMatchObject({ code: 'not_unique' })
    expect(await opener.refused(opener.run(takeOver, draft.id))).toMatchObject({ code: 'paid_before', errors: [{ field: 'paidInto' }] })
    const bank = [...accounts].find(([, name]) => name === 'Bank')?.[0]
    await opener.repo(Beginning).update(draft.id, { paidInto: bank as never })
    // In the books it is of who its customer is by now.
    await platform.admin.post('/api/duplicates/parties.party/merge', { winner: meera, loser: twin })
    await opener.run(takeOver, draft.id)
    expect((await booked(late)).map(one => one.narration)).toEqual([`Invoice ${late.number}, Meera Mills`])
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
