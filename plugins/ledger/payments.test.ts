import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  Account,
  AccountRole,
  applyAdvance,
  bounce,
  CashCount,
  cancelPayment,
  Entry,
  Item,
  Match,
  Payment,
  PeriodLock,
  post,
  postCount,
  postPayment,
  Revaluation,
  revalue,
  reverse,
  takeBackCount,
  unmatch,
} from './model.ts'
import ledger from './plugin.ts'

let platform: TestPlatform
let bookkeeper: TestClient
let accountant: TestClient
let accounts: { readonly [name: string]: string }
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, ledger] })
  ;[bookkeeper, accountant] = [await platform.as('ledger.bookkeeper'), await platform.as('ledger.accountant')]
  const { items } = await accountant.repo(Account).find({ limit: 500 })
  accounts = Object.fromEntries(items.map(account => [account.name, account.id]))
})
afterAll(() => platform.stop())

let count = 0
const party = async (): Promise<string> => (await platform.admin.repo(Party).create({ name: `Party ${++count}`, kind: 'organisation' })).id
/** Posts what a party owes (below nothing: what is owed to it) and gives its open item. */
const owed = async (of: string, date: string, amount: string, more: object = {}): Promise<string> => {
  const size = amount.replace('-', '')
  const [own, other] = amount.startsWith('-') ? (['credit', 'debit'] as const) : (['debit', 'credit'] as const)
  const lines = [
    { account: accounts[own === 'debit' ? 'Trade receivables' : 'Trade payables'], [own]: size, party: of, ...more },
    { account: accounts[own === 'debit' ? 'Sales' : 'Purchases'], [other]: size },
  ]
  const draft = await bookkeeper.repo(Entry).create({ narration: `Of ${date}`, date, lines } as never)
  await bookkeeper.run(post, draft.id)
  return (await bookkeeper.repo(Item).find({ where: { entry: draft.id } })).items[0]?.id ?? ''
}
const paid = async (of: string, amount: string, more: object = {}) => {
  const made = await bookkeeper.repo(Payment).create({ party: of, account: accounts.Bank, date: '2027-03-20', amount, ...more } as never)
  await bookkeeper.run(postPayment, made.id)
  return bookkeeper.repo(Payment).get(made.id)
}
/** The lines of what was posted: account, what it adds in the money of the books, and in another. */
const lines = async ({ entry }: { readonly entry: string | null }) => {
  const found = await bookkeeper.repo(Entry).get(entry as never)
  const names = new Map(Object.entries(accounts).map(([name, id]) => [id, name]))
  return found.lines.map(line => [names.get(line.account), line.base, ...(line.amount === null ? [] : [line.amount])])
}
const open = async (...items: readonly string[]) => Promise.all(items.map(async id => (await bookkeeper.repo(Item).get(id as never)).open))
/** What a payment itself has left that settles nothing: an advance. */
const left = async ({ entry }: { readonly entry: string | null }) =>
  (await bookkeeper.repo(Item).find({ where: { entry: entry as never } })).items.map(item => item.open)

test('An invoice of 11,800 is paid in two parts, of which the customer keeps 10 % of 10,000 as tax', async () => {
  const asha = await party()
  const invoice = await owed(asha, '2027-03-01', '11800')
  const first = await paid(asha, '6000')
  expect([await lines(first), await open(invoice), first.state, first.number]).toEqual([
    [
      ['Bank', '6000'],
      ['Trade receivables', '-6000'],
    ],
    ['5800'],
    'cleared',
    'PAY/26-27/00001',
  ])
  const second = await paid(asha, '4800', { withheld: '1000', allocations: [{ item: invoice }] })
  expect(await lines(second)).toEqual([
    ['Bank', '4800'],
    ['TDS receivable', '1000'],
    ['Trade receivables', '-5800'],
  ])
  expect([await open(invoice), await left(first), await left(second)]).toEqual([['0'], ['0'], ['0']])
})

test('One payment settles many invoices, the oldest first; what is over is an advance, which the next invoice takes', async () => {
  const asha = await party()
  const invoices = [await owed(asha, '2027-03-02', '300'), await owed(asha, '2027-01-05', '100'), await owed(asha, '2027-02-03', '200')]
  await paid(asha, '350')
  expect(await open(...invoices)).toEqual(['250', '0', '0'])
  const over = await paid(asha, '1000')
  expect([await open(...invoices), await left(over)]).toEqual([['0', '0', '0'], ['-750']])
  const advance = await paid(asha, '40', { oldestFirst: false })
  expect(await left(advance)).toEqual(['-40'])
})

test('Named items take what is said of them, with a small rest written off, and charges that the bank kept', async () => {
  const asha = await party()
  const [one, two] = [await owed(asha, '2027-03-01', '5000'), await owed(asha, '2027-03-02', '7000.40')]
  const payment = await paid(asha, '9000', { charges: '59', writeOff: '0.40', allocations: [{ item: two }, { item: one, amount: '2000' }] })
  expect(await lines(payment)).toEqual([
    ['Bank', '8941'],
    ['Bank charges', '59'],
    ['Balances written off', '0.4'],
    ['Trade receivables', '-9000.4'],
  ])
  expect([await open(one, two), await left(payment)]).toEqual([['3000', '0'], ['0']])
})

test('Of one item no more is written off than the limit, with however many payments; one that was taken back counts no more', async () => {
  const asha = await party()
  const invoice = await owed(asha, '2027-03-01', '11800')
  const pay = (writeOff: string) => paid(asha, '1', { writeOff, allocations: [{ item: invoice }] })
  const first = await pay('60')
  const refused = { code: 'writes_off_more', detail: expect.stringContaining('At most 100 INR are written off of one item, and of JE/') }
  expect(await bookkeeper.refused(pay('41'))).toMatchObject(refused)
  await bookkeeper.run(unmatch, (await bookkeeper.repo(Match).first({ debit: invoice } as never))?.id ?? '')
  expect(await bookkeeper.refused(pay('41'))).toMatchObject(refused)
  await pay('40')
  await bookkeeper.run(cancelPayment, first.id)
  await pay('60')
  expect(await open(invoice)).toEqual(['11698'])
})

test('What we pay settles what we owe, with tax that we withhold and charges beside it', async () => {
  const maker = await party()
  const bill = await owed(maker, '2027-03-01', '-11800')
  const payment = await paid(maker, '10800', { direction: 'pay', account: accounts['Cash in hand'], instrument: 'cash', withheld: '1000', charges: '5' })
  expect(await lines(payment)).toEqual([
    ['Cash in hand', '-10805'],
    ['Bank charges', '5'],
    ['TDS payable', '-1000'],
    ['Trade payables', '11800'],
  ])
  expect(await open(bill)).toEqual(['0'])
  expect(await bookkeeper.repo(Entry).get(payment.entry as never, { fields: ['journal.$title'] })).toMatchObject({ 'journal.$title': 'Cash' })
})

test('Dollars of an invoice at 83 come in twice, at 85 and at 82: 800 were gained, and nothing is left in both currencies', async () => {
  const asha = await party()
  const invoice = await owed(asha, '2027-01-10', '83000', { currency: 'USD', amount: '1000' })
  const first = await paid(asha, '600', { currency: 'USD', rate: '85', date: '2027-02-10' })
  expect(await lines(first)).toEqual([
    ['Bank', '51000'],
    ['Trade receivables', '-51000', '-600'],
  ])
  await paid(asha, '400', { currency: 'USD', rate: '82', date: '2027-03-10' })
  const { items } = await bookkeeper.repo(Entry).find({ where: { kind: 'revaluation', sourceId: invoice } as never, sort: ['date'] })
  expect([items.map(entry => [entry.date, entry.total]), await open(invoice)]).toEqual([
    [
      ['2027-02-10', '1200'],
      ['2027-03-10', '400'],
    ],
    ['0'],
  ])
})

test('A cheque goes from hand to bank to cleared; one that bounces is reversed, and what it settled is open again', async () => {
  const asha = await party()
  const invoice = await owed(asha, '2027-03-01', '500')
  const cheque = await paid(asha, '500', { instrument: 'cheque', instrumentNumber: '004711', instrumentDate: '2027-03-25' })
  expect([cheque.state, cheque.clearedOn, await open(invoice)]).toEqual(['received', null, ['0']])
  await bookkeeper.repo(Payment).update(cheque.id, { state: 'deposited' })
  const changed = bookkeeper.repo(Payment).update(cheque.id, { amount: '400' })
  expect(await bookkeeper.refused(changed)).toMatchObject({ detail: 'A posted payment stays as it is. Cancel it, and enter it anew.' })
  const lock = await accountant.repo(PeriodLock).create({ reason: 'March closed', until: '2027-03-31' } as never)
  await bookkeeper.run(bounce, cheque.id, { because: 'Not enough money' })
  await accountant.repo(PeriodLock).remove(lock.id)
  const back = await bookkeeper.repo(Entry).first({ reverses: cheque.entry } as never)
  expect([(await bookkeeper.repo(Payment).get(cheque.id)).state, back?.date, await open(invoice)]).toEqual(['bounced', '2027-04-01', ['500']])
  const again = await paid(asha, '500')
  expect(await bookkeeper.refused(bookkeeper.run(bounce, again.id))).toMatchObject({ status: 409 })
  await bookkeeper.run(cancelPayment, again.id)
  expect(await open(invoice)).toEqual(['500'])
  const third = await paid(asha, '500')
  await accountant.run(reverse, third.entry as never)
  expect([(await bookkeeper.repo(Payment).get(third.id)).state, await open(invoice)]).toEqual(['cancelled', ['500']])
})

test('Of what a cheque that is dated later pays in part the rest is asked for, and settled, and no more', async () => {
  const asha = await party()
  const invoice = await owed(asha, '2027-03-01', '1000')
  const cheque = await paid(asha, '400', { instrument: 'cheque', instrumentNumber: '004713', instrumentDate: '2027-04-10' })
  const ask = (path: string) => bookkeeper.get(`/api/plugins/ledger/x/${path}`) as unknown as Promise<{ rows: { item: string; open: string; free: string }[] }>
  const openOn = async (on: string) => (await ask(`open-items?party=${asha}&on=${on}`)).rows.map(({ item, open, free }) => [item === invoice, open, free])
  expect([await openOn('2027-03-31'), await openOn('2027-04-10')]).toEqual([[[true, '1000', '600']], [[true, '600', '600']]])
  const reminded = async () => {
    const { rows } = (await bookkeeper.get('/api/plugins/ledger/x/reminders')) as unknown as { rows: { party: string; items: { open: string }[] }[] }
    return rows.filter(row => row.party === asha).flatMap(row => row.items.map(item => item.open))
  }
  expect(await reminded()).toEqual(['600'])
  // All that comes now: the rest is settled, and what is more than that stays as an advance.
  await paid(asha, '700')
  const advance = [false, '-100', '-100']
  expect([await openOn('2027-03-31'), await reminded()]).toEqual([[[true, '400', '0'], advance], []])
  await bookkeeper.run(bounce, cheque.id)
  expect([await openOn('2027-04-10'), await reminded()]).toEqual([[[true, '400', '400'], advance], ['400']])
})

test('A cheque that is dated later is in hand until then: neither at the bank nor paid, nor deposited before its day', async () => {
  const asha = await party()
  const invoice = await owed(asha, '2027-03-01', '600')
  const cheque = await paid(asha, '600', { instrument: 'cheque', instrumentNumber: '004712', instrumentDate: '2027-04-10' })
  const { date, documentDate } = await bookkeeper.repo(Entry).get(cheque.entry as never)
  const ask = (path: string) => bookkeeper.get(`/api/plugins/ledger/x/${path}`) as unknown as Promise<{ rows: { item: string; name: string; open: string }[] }>
  const openOn = async (on: string) => (await ask(`open-items?party=${asha}&on=${on}`)).rows.map(row => row.open)
  expect([cheque.date, cheque.state, date, documentDate]).toEqual(['2027-03-20', 'received', '2027-04-10', '2027-04-10'])
  expect([await openOn('2027-04-09'), await openOn('2027-04-10')]).toEqual([['600'], []])
  const other = await owed(asha, '2027-03-01', '1')
  const late = JSON.stringify(await ask('reminders'))
  expect([late.includes(other), late.includes(invoice)]).toEqual([true, false])
  for (const state of ['deposited', 'cleared'] as const)
    expect(await bookkeeper.refused(bookkeeper.repo(Payment).update(cheque.id, { state }))).toMatchObject({ errors: [{ field: 'state', code: 'post_dated' }] })
  platform.clock.set('2027-04-10T06:00:00.000Z')
  await bookkeeper.repo(Payment).update(cheque.id, { state: 'deposited' })
  await bookkeeper.run(bounce, cheque.id)
  platform.clock.set('2027-03-31T09:30:00.000Z')
  expect([await openOn('2027-04-09'), await open(invoice)]).toEqual([['600', '1'], ['600']])
})

const refusals: [what: string, more: (one: string) => Promise<object>, code: string][] = [
  ['to an account that holds no money', async () => ({ account: accounts.Rent }), 'no_money_account'],
  ['of nothing', async () => ({ amount: '0' }), 'no_amount'],
  ['of tax alone', async () => ({ amount: '0', withheld: '100' }), 'no_amount'],
  ['of a rest alone', async () => ({ amount: '0', writeOff: '100' }), 'no_amount'],
  ['that writes off what would be an advance', async () => ({ writeOff: '0.01' }), 'writes_off_nothing'],
  ['that gives an item less than a paisa', async one => ({ allocations: [{ item: await owed(one, '2027-03-01', '100'), amount: '33.333' }] }), 'too_fine'],
  ['of more digits than rupees have', async () => ({ amount: '10.005' }), 'too_fine'],
  ['for an item of another party', async () => ({ allocations: [{ item: await owed(await party(), '2027-03-01', '5') }] }), 'other_party'],
  ['for what we owe', async one => ({ allocations: [{ item: await owed(one, '2027-03-01', '-5') }] }), 'other_side'],
  [
    'for an item in another currency',
    async one => ({ allocations: [{ item: await owed(one, '2027-03-01', '415', { currency: 'USD', amount: '5' }) }] }),
    'other_currency',
  ],
  ['that settles more than was paid', async one => ({ allocations: [{ item: await owed(one, '2027-03-01', '500'), amount: '100.5' }] }), 'more_than_paid'],
  ['for more of an item than is open', async one => ({ allocations: [{ item: await owed(one, '2027-03-01', '50'), amount: '60' }] }), 'more_than_open'],
  ['that writes off more than is allowed', async () => ({ writeOff: '100.01' }), 'writes_off_more'],
  ['of which the bank kept more than all', async () => ({ charges: '101' }), 'charges_above'],
]
test.each(refusals)('A payment %s is not posted', async (_, more, code) => {
  const one = await party()
  const problem = await bookkeeper.refused(paid(one, '100', await more(one)))
  expect(problem.code).toBe(code)
  expect(await bookkeeper.repo(Payment).count({ party: one, state: { ne: 'draft' } } as never)).toBe(0)
})

test('Many who pay, cancel and reverse for one party in one moment settle what is open once, and none waits for ever', async () => {
  const asha = await party()
  const invoices = [await owed(asha, '2027-03-01', '100'), await owed(asha, '2027-03-02', '100'), await owed(asha, '2027-03-03', '100')]
  const first = await Promise.all(['70', '70', '70', '70'].map(amount => paid(asha, amount)))
  expect([await open(...invoices), (await Promise.all(first.map(left))).flat().sort()]).toEqual([
    ['0', '0', '20'],
    ['0', '0', '0', '0'],
  ])
  const [one, two, three] = first
  await Promise.all([
    bookkeeper.run(cancelPayment, one?.id ?? ''),
    accountant.run(reverse, two?.entry ?? ''),
    bookkeeper.run(cancelPayment, three?.id ?? ''),
    paid(asha, '30'),
  ])
  const sum = async (): Promise<number> => (await open(...invoices)).reduce((all, value) => all + Number(value), 0)
  // 300 less the one of 70 that stays and the 30, of which none is lost.
  const advances = (await bookkeeper.repo(Item).find({ where: { party: asha, open: { lt: '0' } } as never })).items.reduce(
    (all, item) => all + Number(item.open),
    0,
  )
  expect((await sum()) + advances).toBe(200)
})

test('Its state does not run ahead of the books', async () => {
  const made = await bookkeeper.repo(Payment).create({ party: await party(), account: accounts.Bank, amount: '5' } as never)
  const set = (state: string) => bookkeeper.refused(bookkeeper.repo(Payment).update(made.id, { state } as never))
  expect((await set('cleared')).errors).toMatchObject([{ code: 'not_posted' }])
  await bookkeeper.run(postPayment, made.id)
  expect((await set('cancelled')).errors).toMatchObject([{ code: 'not_reversed' }])
  expect((await bookkeeper.refused(bookkeeper.repo(Payment).remove(made.id))).errors).toMatchObject([{ code: 'stays' }])
})

test('An auditor reads payments and posts none', async () => {
  const auditor = await platform.as('ledger.auditor')
  const made = await bookkeeper.repo(Payment).create({ party: await party(), account: accounts.Bank, amount: '5' } as never)
  expect((await auditor.refused(auditor.run(postPayment, made.id))).status).toBe(403)
  expect(await auditor.repo(Payment).get(made.id)).toMatchObject({ state: 'draft', number: '' })
})

test('An advance in dollars is taken off its bill at what it cost; a deposit, which is money, at what rates made of it', async () => {
  const usd = { currency: 'USD' }
  const bill = async (supplier: string) => owed(supplier, '2027-03-10', '-82000', { ...usd, amount: '-1000' })
  const deposit = await accountant.repo(Account).create({ name: 'Deposits with suppliers', code: '1145', type: 'asset', control: 'payable', monetary: true })
  accounts = { ...accounts, [deposit.name]: deposit.id }
  const cases = [
    ['Advances to suppliers', ['Purchases', '-1000']],
    [deposit.name, ['Exchange gain', '-1000']],
  ] as const
  for (const [account, difference] of cases) {
    const supplier = await party()
    const advance = await paid(supplier, '500', { ...usd, rate: '80', direction: 'pay', date: '2027-03-02', overTo: accounts[account] })
    expect(await lines(advance)).toEqual([
      ['Bank', '-40000'],
      [account, '40000', '500'],
    ])
    const [before] = (await bookkeeper.repo(Item).find({ where: { entry: advance.entry as never } })).items
    const item = await bill(supplier)
    const { entry } = (await bookkeeper.run(applyAdvance, before?.id as never, { to: item as never })) as { readonly entry: string }
    expect([await lines({ entry }), await open(item, before?.id ?? '')]).toEqual([
      [['Trade payables', '41000', '500'], [account, '-40000', '-500'], difference],
      ['-500', '0'],
    ])
    // Reversed, both are open again.
    await accountant.run(reverse, entry as never, {})
    expect(await open(item, before?.id ?? '')).toEqual(['-1000', '500'])
    expect(await bookkeeper.refused(bookkeeper.run(applyAdvance, item as never, { to: before?.id as never }))).toMatchObject({ code: 'not_alike' })
  }
  // At the end of the month the deposit is worth what a dollar is worth then; the advance is no money, and stays as it is.
  const month = await accountant.repo(Revaluation).create({ on: '2027-03-31', rates: [{ currency: 'USD', rate: '90' }] } as never)
  await accountant.run(revalue, month.id, {})
  const valued = await lines({ entry: (await accountant.repo(Revaluation).get(month.id)).entry })
  expect([valued.filter(([name]) => name === deposit.name), valued.some(([name]) => name === 'Advances to suppliers')]).toEqual([
    [[deposit.name, '5000', '0']],
    false,
  ])
  const [other, customer] = [await party(), await party()]
  const wrong = await bookkeeper.repo(Payment).create({ party: customer, account: accounts.Bank, date: '2027-03-20', amount: '5', overTo: deposit.id } as never)
  expect(await bookkeeper.refused(bookkeeper.run(postPayment, wrong.id))).toMatchObject({ errors: [{ field: 'overTo', code: 'no_advance_account' }] })
  expect(await open(await bill(other))).toEqual(['-1000'])
})

test('A payment settles what stands on an account that the role meant before, and its rest goes to the one of its day and party', async () => {
  const dealer = (await platform.admin.repo(Party).create({ name: 'Dealer', kind: 'organisation', tags: ['dealer'] } as never)).id
  const made = await accountant.repo(Account).create({ name: 'Owed by dealers', code: '1199', type: 'asset', control: 'receivable' } as never)
  accounts = { ...accounts, 'Owed by dealers': made.id }
  const invoice = await owed(dealer, '2027-03-01', '100')
  const role = await accountant.repo(AccountRole).create({ role: 'receivable', account: made.id, partyGroup: 'dealer', from: '2027-03-15' } as never)
  expect([await lines(await paid(dealer, '130')), await open(invoice), await lines(await paid(await party(), '5'))]).toEqual([
    [
      ['Bank', '130'],
      ['Trade receivables', '-100'],
      ['Owed by dealers', '-30'],
    ],
    ['0'],
    [
      ['Bank', '5'],
      ['Trade receivables', '-5'],
    ],
  ])
  // Also where nobody says of that account any more that it is meant.
  await accountant.repo(AccountRole).remove(role.id)
  const more = [
    { account: made.id, debit: '70', party: dealer },
    { account: accounts.Sales, credit: '70' },
  ]
  await accountant.repo(Entry).create({ narration: 'More to the dealer', date: '2027-03-25', state: 'posted', lines: more } as never)
  expect(await lines(await paid(dealer, '75', { date: '2027-04-05' }))).toEqual([
    ['Bank', '75'],
    ['Owed by dealers', '-70'],
    ['Trade receivables', '-5'],
  ])
})

test('A cash box is counted and filled up to its float: what is short goes to its account, with the reason, and is taken back whole', async () => {
  const till = (
    await accountant.repo(Account).create({ code: '1111', name: 'Till', type: 'asset', control: 'cash', above: accounts['Current assets'] } as never)
  ).id
  accounts = { ...accounts, Till: till }
  const small = [
    { account: till, debit: '5000' },
    { account: accounts['Office expenses'], debit: '1820' },
    { account: till, credit: '1820' },
    { account: accounts.Bank, credit: '5000' },
  ]
  const { id: began } = await bookkeeper.repo(Entry).create({ narration: 'Petty cash', date: '2027-03-01', lines: small } as never)
  await bookkeeper.run(post, began)
  const given = { account: till, on: '2027-03-31', counted: '3150', float: '5000', filledFrom: accounts.Bank }
  const draft = await bookkeeper.repo(CashCount).create(given as never)
  expect(draft).toMatchObject({ inBooks: '3180', difference: '-30', topUp: '1850', state: 'draft' })
  expect(await bookkeeper.refused(bookkeeper.run(postCount, draft.id, {}))).toMatchObject({ code: 'why_needed', errors: [{ field: 'because' }] })
  await bookkeeper.repo(CashCount).update(draft.id, { because: 'A bus ticket got lost' })
  await bookkeeper.run(postCount, draft.id, {})
  const counted = await bookkeeper.repo(CashCount).get(draft.id)
  expect([await lines(counted), counted.state]).toEqual([
    [
      ['Till', '-30'],
      ['Cash short and over', '30'],
      ['Till', '1850'],
      ['Bank', '-1850'],
    ],
    'posted',
  ])
  // What is right and full posts nothing.
  const again = await bookkeeper.repo(CashCount).create({ ...given, counted: '5000' } as never)
  await bookkeeper.run(postCount, again.id, {})
  expect(await bookkeeper.repo(CashCount).get(again.id)).toMatchObject({ state: 'posted', difference: '0', topUp: '0', entry: null })
  expect(await accountant.refused(accountant.run(reverse, counted.entry as never, {}))).toMatchObject({ code: 'posted_elsewhere' })
  await bookkeeper.run(takeBackCount, counted.id, { on: '2027-04-01', because: 'The ticket was found' })
  const after = await bookkeeper.repo(CashCount).create({ ...given, on: '2027-04-01', counted: '3180' } as never)
  expect([after.inBooks, after.difference, (await bookkeeper.repo(CashCount).get(counted.id)).state]).toEqual(['3180', '0', 'takenBack'])
  const bank = await bookkeeper.repo(CashCount).create({ ...given, account: accounts.Bank } as never)
  expect(await bookkeeper.refused(bookkeeper.run(postCount, bank.id, {}))).toMatchObject({ code: 'no_cash' })
})
