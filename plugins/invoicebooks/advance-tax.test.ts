import invoicing from '@sangam/plugin-invoicing'
import { Document, post, TaxGroup, WithheldAccount, WithheldAdvance, WithholdingSection } from '@sangam/plugin-invoicing/model'
import items from '@sangam/plugin-items'
import ledger from '@sangam/plugin-ledger'
import { Account, bounce, cancelPayment, Entry, Item, match, Payment, postPayment, reverse } from '@sangam/plugin-ledger/model'
import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { allow, definePlugin, role } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BookedPayment, PaidAdvance } from './model.ts'
import invoicebooks from './plugin.ts'

/** Sees all of the list, and takes bills along alone. */
const lookers = definePlugin({
  ...{ id: 'lookers', version: '1.0.0', title: 'Lookers', description: 'For this test.', engines: { sangam: '^0.1.0' } },
  needs: { invoicebooks: '^0.1.0' },
  parts: [
    role('lookers.looker', {
      label: 'Looker',
      grants: [allow(Document, ['read', 'export']), allow(WithholdingSection, ['read']), allow(WithheldAdvance, ['read']), allow(Payment, ['read'])],
    }),
    // Pays what somebody else says, and reads none, or some, of what is owed.
    role('lookers.payer', { label: 'Payer', grants: [allow(Payment, ['create']), allow(Party, ['read']), allow(WithholdingSection, ['read'])] }),
    role('lookers.some', { label: 'Reader of small items', grants: [allow(Item, ['read'], { where: { amount: { gt: '-15000' } } })] }),
  ],
})

let platform: TestPlatform
let biller: TestClient
let bookkeeper: TestClient
let accountant: TestClient
let company = ''
const sections = new Map<string, string>()
const accounts = new Map<string, string>()
let made = 0

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, items, invoicing, ledger, invoicebooks, lookers] })
  platform.clock.set('2027-03-05T06:00:00Z')
  ;[biller, bookkeeper, accountant] = [
    await platform.as('invoicing.manager'),
    await platform.as('ledger.bookkeeper', 'invoicebooks.payer'),
    await platform.as('ledger.accountant', 'invoicing.reader'),
  ]
  for (const { code, id } of (await biller.repo(WithholdingSection).find({ limit: 50 })).items) sections.set(code, id)
  for (const { name, id } of (await accountant.repo(Account).find({ fields: ['name'], limit: 500 })).items) accounts.set(name, id)
  company = ((await platform.admin.get('/api/records/core.company')) as unknown as { items: { id: string }[] }).items[0]?.id ?? ''
})
afterAll(() => platform.stop())

const supplier = async (code: string | null, pan: string | null) => {
  made += 1
  const { id } = await platform.admin.repo(Party).create({ name: `Supplier ${made}` })
  await platform.admin.repo(WithheldAccount).create({ party: id, company, side: 'supplier', withholding: code && sections.get(code) } as never)
  if (pan) await platform.admin.post('/api/records/core.registration', { entity: Party.name, record: id, kind: 'pan', country: 'IN', number: pan })
  return id
}
const bill = async (party: string, price: string, date = '2027-03-05', more: object = {}) => {
  made += 1
  const paper = { kind: 'bill', party, date, supplierNumber: `S/${made}`, supplierDate: date, lines: [{ description: 'Work', price }], ...more }
  const { id } = await biller.repo(Document).create(paper as never)
  await biller.run(post, id)
  return biller.repo(Document).get(id)
}
const draft = (party: string, more: object) =>
  bookkeeper.repo(BookedPayment).create({ direction: 'pay', party, account: accounts.get('Bank'), date: '2027-03-05', ...more } as never)
/** What is paid ahead, posted. */
const ahead = async (party: string, more: object) => {
  const { id } = await draft(party, more)
  await bookkeeper.run(postPayment, id)
  return bookkeeper.repo(BookedPayment).get(id)
}
const rowsOf = async (party: string) => (await accountant.repo(PaidAdvance).find({ where: { party } as never, sort: ['createdAt'], limit: 50 })).items
const linesOf = async ({ entry }: { readonly entry: string | null }) => {
  const names = new Map([...accounts].map(([name, id]) => [id, name]))
  return (await accountant.repo(Entry).get(entry as never)).lines.map(({ account, base }) => [names.get(account), base])
}

type Step = readonly ['advance' | 'bill', day: string, amount: string, tax: string, on: string]

describe('Tax is withheld of an advance as it is paid, and of its bill no more', () => {
  // Each advance or bill: its day, what it comes to before tax, what is withheld, and on how much.
  test.each<[string, string, string | null, ...Step[]]>([
    [
      'beyond the threshold of the year, with the advances of before',
      '194J(b)',
      'AAAFA1111C',
      ['advance', '2026-06-05', '30000', '0', '0'],
      ['advance', '2026-06-06', '30000', '6000', '60000'],
      ['bill', '2026-06-07', '60000', '0', '0'],
      ['bill', '2026-06-08', '10000', '1000', '10000'],
    ],
    [
      'and an advance behind a bill that was paid for by another sees both once, though nobody matched them',
      '194J(b)',
      'AAAFA1112C',
      ['advance', '2026-06-05', '60000', '6000', '60000'],
      ['bill', '2026-06-07', '60000', '0', '0'],
      ['advance', '2026-06-08', '10000', '1000', '10000'],
      ['bill', '2026-06-09', '10000', '0', '0'],
    ],
    [
      'of a contractor by a single one, and of its bill no more, whatever small bill came before',
      '194C',
      'AAACA1113C',
      ['bill', '2026-06-05', '25000', '0', '0'],
      ['advance', '2026-06-06', '40000', '800', '40000'],
      ['bill', '2026-06-07', '40000', '0', '0'],
      ['advance', '2026-06-08', '30000', '0', '0'],
    ],
    ['of a contractor who is a person, at the half', '194C', 'AAAPA1114C', ['advance', '2026-06-05', '40000', '400', '40000']],
    ['of who gave no PAN, at more', '194J(b)', null, ['advance', '2026-06-05', '60000', '12000', '60000'], ['bill', '2026-06-06', '60000', '0', '0']],
    [
      'of goods on what lies beyond alone',
      '194Q',
      'AAACA1115C',
      ['bill', '2026-06-05', '4900000', '0', '0'],
      ['advance', '2026-06-06', '200000', '100', '100000'],
      ['bill', '2026-06-07', '200000', '0', '0'],
      ['bill', '2026-06-08', '100000', '100', '100000'],
    ],
    [
      'of rent that is paid ahead for the next month, and not of the month’s bill again, but of the one behind it',
      '194I(b)',
      'AAACA1116C',
      ['advance', '2026-05-31', '60000', '6000', '60000'],
      ['bill', '2026-06-05', '60000', '0', '0'],
      ['bill', '2026-06-25', '60000', '6000', '60000'],
      ['bill', '2026-07-05', '60000', '6000', '60000'],
    ],
    [
      'in the year in which it is paid, and not in that of its bill; an advance of that year counts by itself',
      '194J(b)',
      'AAACA1117C',
      ['advance', '2026-03-31', '60000', '6000', '60000'],
      ['advance', '2026-04-01', '55000', '5500', '55000'],
      ['bill', '2026-04-02', '115000', '0', '0'],
      ['bill', '2026-04-03', '10000', '1000', '10000'],
    ],
  ])('%s', async (_, code, pan, ...steps) => {
    const party = await supplier(code, pan)
    const found: Step[] = []
    for (const [what, day, amount] of steps) {
      if (what === 'bill') {
        const { withheld, countedOn } = await bill(party, amount, day)
        found.push([what, day, amount, withheld?.amount ?? '', countedOn ?? ''])
      } else {
        const { withheld, leftOver } = await ahead(party, { date: day, advance: amount, oldestFirst: false })
        found.push([what, day, leftOver ?? '', withheld ?? '', (await rowsOf(party)).at(-1)?.countedOn ?? ''])
      }
    }
    expect(found).toEqual(steps)
  })
})

test('Who says what is paid gets the tax beside it; who says the tax, or a lower rate of a certificate, is believed; of GST that stands apart nothing is withheld', async () => {
  const paid = async (more: object) => {
    const party = await supplier('194J(b)', `AAACP${1000 + made}C`)
    const payment = await ahead(party, more)
    const [row] = await rowsOf(party)
    return [payment.amount, payment.withheld, payment.leftOver, row?.counted, row?.countedOn, row?.rate]
  }
  expect([
    await paid({ amount: '54000' }),
    await paid({ amount: '50000' }),
    await paid({ amount: '58000', withheld: '2000' }),
    await paid({ amount: '60000', withheld: '0' }),
    await paid({ advance: '60000', withhold: '4' }),
    await paid({ advance: '70800', advanceNet: '60000' }),
    await paid({ amount: '64800', advanceNet: '60000' }),
  ]).toEqual([
    ['54000', '6000', '60000', '60000', '60000', '10'],
    ['50000', '0', '50000', '50000', '0', '10'],
    ['58000', '2000', '60000', '60000', '20000', '10'],
    ['60000', '0', '60000', '60000', '0', '10'],
    ['57600', '2400', '60000', '60000', '60000', '4'],
    ['64800', '6000', '70800', '60000', '60000', '10'],
    ['64800', '6000', '70800', '60000', '60000', '10'],
  ])
})

test('It stands with the tax in the books, and what settles bills had its tax with them', async () => {
  const party = await supplier('194J(b)', 'AAACA3111C')
  await bill(party, '60000')
  const settling = await ahead(party, { amount: '54000' })
  const both = await (async () => {
    await bill(party, '20000')
    return ahead(party, { amount: '27000' })
  })()
  expect([await linesOf(settling), await linesOf(both), [settling.withheld, settling.leftOver, both.withheld, both.leftOver, both.withholding]]).toEqual([
    [
      ['Bank', '-54000'],
      ['Trade payables', '54000'],
    ],
    [
      ['Bank', '-27000'],
      ['TDS payable', '-1000'],
      ['Trade payables', '28000'],
    ],
    [null, null, '1000', '10000', sections.get('194J(b)')],
  ])
  expect(
    (await rowsOf(party)).map(({ payment, payee, countsIn, counted, countedOn, withheld, backOn }) => ({
      payment,
      payee,
      countsIn,
      counted,
      countedOn,
      withheld,
      backOn,
    })),
  ).toEqual([{ payment: both.id, payee: 'AAACA3111C', countsIn: '2026-27', counted: '10000', countedOn: '10000', withheld: '1000', backOn: null }])
})

test('A bill with GST takes of an advance what of it is without GST, whether it was matched or not, and all of it once all is taken', async () => {
  const tax = (await biller.repo(TaxGroup).first({ name: 'GST 18 %' } as never))?.id
  const gst = (price: string, partyRegistration: string) => ({ placeOfSupply: '27', partyRegistration, lines: [{ description: 'Work', price, tax }] })
  const openOf = async (party: string, more: object) =>
    (await accountant.repo(Item).find({ where: { party, settledOn: { isEmpty: true }, ...more } as never, sort: ['date', 'id'], limit: 10 })).items
  const matched = async (party: string) => {
    const [paid] = await openOf(party, { amount: { gt: '0' } })
    const owed = await openOf(party, { amount: { lt: '0' } })
    await accountant.run(match, paid?.id as never, { with: owed.map(one => one.id) } as never)
  }
  const taxOf = async (party: string, advance: string) => (await ahead(party, { advance, oldestFirst: false })).withheld
  // An advance of 60,000 and a bill of 30,000 and 5,400 of GST: 30,000 of it have no bill yet, and 10,000 more are taxed whole.
  const [open, done] = [await supplier('194J(b)', 'AAACG1111C'), await supplier('194J(b)', 'AAACG1112C')]
  const found = []
  for (const [party, number] of [
    [open, '27AAACG1111C1ZI'],
    [done, '27AAACG1112C1ZH'],
  ] as const) {
    const first = await taxOf(party, '60000')
    const billed = await bill(party, '30000', '2027-03-05', gst('30000', number))
    if (party === done) await matched(party)
    found.push([first, billed.total?.amount, billed.withheld?.amount, await taxOf(party, '10000')])
  }
  // GST was within the advance: a bill of 50,000 and 9,000 takes 59,000 of it, one of 1,000 the rest. 51,000 count, and what was withheld of more is not withheld again.
  const within = await supplier('194J(b)', 'AAACG1113C')
  const first = await taxOf(within, '60000')
  await bill(within, '50000', '2027-03-05', gst('50000', '27AAACG1113C1ZG'))
  await bill(within, '1000')
  await matched(within)
  expect([...found, [first, await taxOf(within, '10000')]]).toEqual([
    ['6000', '35400', '0', '1000'],
    ['6000', '35400', '0', '1000'],
    ['6000', '100'],
  ])
})

test('In another currency it counts in the money of the books, at the rate of its payment', async () => {
  const party = await supplier('194J(b)', 'AAACA9111C')
  const money = { currency: 'USD', rate: '80' }
  const first = await ahead(party, { ...money, advance: '500' })
  const second = await ahead(party, { ...money, advance: '500' })
  expect([
    [first.amount, first.withheld],
    [second.amount, second.withheld],
    await linesOf(second),
    (await rowsOf(party)).map(one => [one.counted, one.countedOn, one.withheld]),
    (await bill(party, '80000')).withheld?.amount,
    (await ahead(party, { advance: '1000', oldestFirst: false })).withheld,
  ]).toEqual([
    ['500', '0'],
    ['400', '100'],
    [
      ['Bank', '-32000'],
      ['TDS payable', '-8000'],
      ['Trade payables', '40000'],
    ],
    [
      ['40000', '0', '0'],
      ['40000', '80000', '8000'],
    ],
    '0',
    '100',
  ])
})

test('A bill and an advance that are posted in one moment see each other, whichever comes first', async () => {
  const party = await supplier('194J(b)', 'AAACA9112C')
  const paper = { kind: 'bill', party, date: '2027-03-05', supplierNumber: 'ONE', supplierDate: '2027-03-05', lines: [{ description: 'Work', price: '40000' }] }
  const [{ id: billed }, { id: paid }] = await Promise.all([
    biller.repo(Document).create(paper as never),
    draft(party, { amount: '36000', oldestFirst: false }),
  ])
  await Promise.all([biller.run(post, billed), bookkeeper.run(postPayment, paid)])
  const [one, other] = [await biller.repo(Document).get(billed), await bookkeeper.repo(BookedPayment).get(paid)]
  // An advance behind the bill catches up with it; a bill behind the advance may be its own.
  const [row] = await rowsOf(party)
  expect([
    ['0', '84444.44', '44444.44'],
    ['0', '0', '36000'],
  ]).toContainEqual([one.withheld?.amount, row?.countedOn, other.leftOver])
})

test('Taken back by a cheque that bounced, by cancelling, or by who reverses its entry, it counts no more', async () => {
  const party = await supplier('194J(b)', 'AAACA4111C')
  const cheque = await ahead(party, { advance: '60000', instrument: 'cheque' })
  await bookkeeper.run(bounce, cheque.id, { on: '2027-03-06' })
  const cancelled = await ahead(party, { advance: '60000' })
  await bookkeeper.run(cancelPayment, cancelled.id, { on: '2027-03-07' })
  const reversed = await ahead(party, { advance: '60000' })
  await accountant.run(reverse, reversed.entry as never, { on: '2027-03-08' } as never)
  expect([(await rowsOf(party)).map(one => [one.withheld, one.backOn]), (await bill(party, '60000')).withheld?.amount]).toEqual([
    [
      ['6000', '2027-03-06'],
      ['6000', '2027-03-07'],
      ['6000', '2027-03-08'],
    ],
    '6000',
  ])
})

test('Of two advances that are posted in one moment one sees the other, also of two parties under one PAN; one that is posted twice counts once', async () => {
  const [party, twin] = [await supplier('194J(b)', 'AAACA5111C'), await supplier('194J(b)', 'AAACA5111C')]
  const both = await Promise.all([draft(party, { amount: '30000' }), draft(twin, { amount: '30000' })])
  await Promise.all(both.map(({ id }) => bookkeeper.run(postPayment, id)))
  await expect(bookkeeper.run(postPayment, both[0]?.id as never)).rejects.toThrow()
  const rows = [...(await rowsOf(party)), ...(await rowsOf(twin))]
  expect(rows.map(one => one.countedOn).toSorted()).toEqual(['0', '66666.67'])
  expect((await bill(twin, '66666.67')).withheld?.amount).toBe('0')
})

test('Who types an advance is told the rule with what was billed and paid ahead, and what is owed; nothing of a supplier without a section', async () => {
  const [party, free] = [await supplier('194J(b)', 'AAACA7111C'), await supplier(null, null)]
  const asked = (of: string, more = '') => bookkeeper.get(`/api/plugins/invoicebooks/x/advance?party=${of}&company=${company}&day=2027-03-06${more}`)
  await ahead(party, { advance: '60000' })
  await bill(party, '20000')
  expect([await asked(party), await asked(party, '&withhold=4&settles=20000'), await asked(free)]).toMatchObject([
    // The bill is owed still, and stands against what was paid ahead.
    { section: sections.get('194J(b)'), rule: { rate: '10', yearToDate: { base: '20000', withheldOn: '60000', advances: '40000' } }, owed: '20000' },
    { rule: { rate: '4', yearToDate: { advances: '60000' } } },
    { section: null, rule: null },
  ])
  expect((await biller.refused(biller.get(`/api/plugins/invoicebooks/x/advance?party=${party}&company=${company}&day=2027-03-06`))).status).toBe(403)
  // What is owed to a supplier is told to who may read all of it alone.
  await bill(party, '12000')
  const [payer, some] = [await platform.as('lookers.payer'), await platform.as('lookers.payer', 'lookers.some')]
  const told = async (who: TestClient) =>
    ((await who.get(`/api/plugins/invoicebooks/x/advance?party=${party}&company=${company}&day=2027-03-06`)) as { owed: unknown }).owed
  expect([await told(payer), await told(some), ((await asked(party)) as { owed: unknown }).owed]).toEqual([null, null, '32000'])
})

test('What is said wrong is refused with a sentence that says what to do', async () => {
  const party = await supplier('194J(b)', 'AAACA6111C')
  const refused = async (more: object) => {
    const { id } = await draft(party, more)
    const { errors } = await bookkeeper.refused(bookkeeper.run(postPayment, id))
    return errors?.map(one => [one.field, one.code, one.message])
  }
  await bill(party, '10000')
  expect([
    await refused({ amount: '9500', withheld: '1000' }),
    await refused({ advance: '60000', amount: '60000', oldestFirst: false }),
    await refused({ advance: '60000', advanceNet: '60001', oldestFirst: false }),
    await refused({ amount: '60000', oldestFirst: false, date: '2023-03-31' }),
  ]).toEqual([
    [['withheld', 'withheld_above', expect.stringContaining('1000 of tax is withheld, and only 500')]],
    [['amount', 'advance_differs', 'The advance was to be 60000, and with 7000 of tax withheld it comes to 67000. Pay 53000, or correct the advance.']],
    [['advanceNet', 'net_above', 'Without GST the advance can’t be more than 60000, which it is with GST.']],
    [['withholding', 'no_rate', expect.stringContaining('This section has no rate on the day of the payment')]],
  ])
})

test('What a return asks for lists bills and advances alike, by section, and agrees with what is owed to the state', async () => {
  const party = await supplier('194J(b)', 'AAACA8111C')
  const day = (on: string) => ({ date: on, supplierDate: on })
  const [first, second] = [await ahead(party, { advance: '60000', date: '2025-07-01' }), await ahead(party, { advance: '20000', date: '2025-07-02' })]
  const billed = await bill(party, '90000', '2025-07-03', day('2025-07-03'))
  await bookkeeper.run(cancelPayment, second.id, { on: '2025-08-01' })
  // By hand, with the payment of a bill of a supplier without a section.
  const free = await supplier(null, null)
  await bill(free, '1000', '2025-07-04', day('2025-07-04'))
  const byHand = await ahead(free, { amount: '900', withheld: '100', date: '2025-07-05' })
  const asked = (from: string, to: string) => accountant.get(`/api/plugins/invoicebooks/x/withheld?company=${company}&from=${from}&to=${to}`)
  const july = (await asked('2025-07-01', '2025-07-31')) as unknown as { rows: { day: string; what: string; id: string }[]; sections: object[]; owed: object }
  const row = (of: string, what: string, number: string | null, more: object) => ({ id: of, what, number, ...more })
  const tds = { payee: 'AAACA8111C', section: '194J(b)', rate: '10' }
  expect(july).toMatchObject({
    rows: [
      row(first.id, 'advance', first.number, { ...tds, day: '2025-07-01', on: '60000', tax: '6000' }),
      row(second.id, 'advance', second.number, { ...tds, day: '2025-07-02', on: '20000', tax: '2000' }),
      row(billed.id, 'bill', billed.number, { ...tds, day: '2025-07-03', on: '10000', tax: '1000' }),
      row(byHand.id, 'payment', byHand.number, { payee: null, section: null, on: null, rate: null, day: '2025-07-05', tax: '100' }),
    ],
    sections: [
      { section: '194J(b)', on: '90000', tax: '9000' },
      { section: null, on: '0', tax: '100' },
    ],
    tax: '9100',
    owed: { withheld: '9100', other: '0' },
  })
  expect([await asked('2025-08-01', '2025-08-31'), await asked('2023-04-01', '2027-03-31')]).toMatchObject([
    { rows: [{ id: second.id, what: 'back', on: '-20000', tax: '-2000' }], owed: { withheld: '-2000', other: '0' } },
    { owed: { opening: '0', other: '0' } },
  ])
  const file = String(
    (await accountant.ask('GET', `/api/plugins/invoicebooks/x/withheld/sheet?company=${company}&from=2025-07-01&to=2025-07-31&format=csv`)).json,
  )
  expect(file.split('\n')[1]).toContain(`Advance,${first.number}`)
  const looker = await platform.as('lookers.looker')
  const list = `/api/plugins/invoicebooks/x/withheld?company=${company}&from=2025-07-01&to=2025-07-31`
  const [all, taken] = [await looker.get(list), (await looker.ask('GET', `${list.replace('?', '/sheet?')}&format=csv`)).json]
  const kinds = String(taken)
    .split('\n')
    .flatMap(line => line.split(',').slice(1, 2))
  expect([(all as unknown as { rows: { what: string }[] }).rows.map(one => one.what), kinds.filter(kind => kind !== '')]).toEqual([
    ['advance', 'advance', 'bill', 'payment'],
    ['Kind', 'Bill', 'Total'],
  ])
  // Who reads no books sees the list without what is owed; who reads no bills sees none of it.
  expect(await biller.get(`/api/plugins/invoicebooks/x/withheld?company=${company}&from=2025-08-01&to=2025-08-31`)).toMatchObject({ tax: '-2000', owed: null })
  expect((await bookkeeper.refused(bookkeeper.get(`/api/plugins/invoicebooks/x/withheld?company=${company}`))).status).toBe(403)
})

test('Nobody removes what was withheld of an advance, the owner neither, and its bill is taxed no second time', async () => {
  const party = await supplier('194J(b)', 'AAACA3331C')
  await ahead(party, { advance: '60000' })
  const [row] = await rowsOf(party)
  const { errors } = await platform.admin.refused(platform.admin.repo(PaidAdvance).remove(row?.id as never))
  const many = await platform.admin.post(`/api/bulk/${PaidAdvance.name}`, { ids: [row?.id], remove: true } as never)
  expect([errors, many, (await bill(party, '60000')).withheld?.amount, (await rowsOf(party)).map(one => one.withheld)]).toMatchObject([
    [{ code: 'stays', message: 'What was withheld of an advance stays, or its bill would be taxed again. Cancel its payment, and it counts no more.' }],
    { total: 1, refused: 1 },
    '0',
    ['6000'],
  ])
})

test('Nobody writes by hand what was withheld of an advance, and it goes with the trial of its company', async () => {
  const [row] = (await biller.repo(PaidAdvance).find({ where: { company } as never, limit: 1 })).items
  const manager = await platform.as('invoicing.manager', 'ledger.controller')
  expect((await manager.refused(manager.repo(PaidAdvance).update(String(row?.id) as never, { withheld: '0' } as never))).status).toBe(403)
  const { name } = (await platform.admin.get(`/api/records/core.company/${company}`)) as unknown as { name: string }
  await manager.post('/api/plugins/ledger/x/go-live', { company, name })
  expect(await biller.repo(PaidAdvance).count({ company } as never)).toBe(0)
})
