import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { date, defineAction, defineEntity, definePlugin, handle, integer, on, text, total } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  Account,
  Entry,
  Item,
  Line,
  Match,
  match,
  PeriodLock,
  Posting,
  post,
  Revaluation,
  revalue,
  reverse,
  Settled,
  takeBackRevaluation,
  unmatch,
} from './model.ts'
import ledger from './plugin.ts'

/** A plugin that sells, and is told what of its bills is still open. */
const Bill = defineEntity('shop.bill', {
  title: 'name',
  fields: {
    name: text({ required: true }),
    party: text({ required: true }),
    amount: text({ required: true }),
    day: date(),
    revision: integer({ default: 1 }),
    open: text(),
  },
})
const book = defineAction<'shop.bill', typeof Bill.fields, { readonly entry: string; readonly number: string }>(Bill, 'book', { label: 'Book' })
const undo = defineAction<'shop.bill', typeof Bill.fields, { readonly entry: string; readonly number: string } | null>(Bill, 'undo', { label: 'Undo' })
const shop = definePlugin({
  id: 'shop',
  version: '1.0.0',
  title: 'Shop',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  needs: { ledger: '^0.1.0' },
  entities: [Bill],
  parts: [
    book,
    undo,
    handle(undo, (ctx, { id }) => ctx.use(Posting).takeBack({ entity: 'shop.bill', id })),
    handle(book, (ctx, bill) =>
      ctx.use(Posting).post({
        ...{ company: String(ctx.company), date: String(bill.day), narration: bill.name, reference: bill.name },
        source: { entity: 'shop.bill', id: bill.id, version: bill.revision ?? 1 },
        lines: [
          { account: { role: 'receivable' }, debit: bill.amount, party: bill.party },
          { account: { role: 'sales' }, credit: bill.amount },
        ],
      }),
    ),
    // Events of one moment come in no order: what is told is that it changed, and what is open is asked for.
    on(Settled, { name: 'shop.settled', as: 'system' }, async (ctx, { sourceEntity, sourceId }) => {
      if (sourceEntity !== Bill.name) return
      const { items } = await ctx.repo(Item).find({ where: { sourceId }, limit: 100 })
      await ctx.repo(Bill).update(sourceId as never, { open: total(items.map(one => (one.open ?? '0').replace('-', ''))) })
    }),
  ],
})

let platform: TestPlatform
let bookkeeper: TestClient
let accountant: TestClient
let accounts: { readonly [name: string]: string }
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, ledger, shop] })
  ;[bookkeeper, accountant] = [await platform.as('ledger.bookkeeper'), await platform.as('ledger.accountant')]
  const { items } = await accountant.repo(Account).find({ limit: 500 })
  accounts = Object.fromEntries(items.map(account => [account.name, account.id]))
})
afterAll(() => platform.stop())

let parts = 0
const party = async (): Promise<string> => (await platform.admin.repo(Party).create({ name: `Party ${++parts}`, kind: 'organisation' })).id
type Side = readonly [account: string, base: string, more?: object]
/** Posts an entry, its credits below nothing, and gives what is to be settled of it. */
const posted = async (date: string, narration: string, ...sides: readonly Side[]) => {
  const lines = sides.map(([account, base, more]) =>
    base.startsWith('-') ? { account: accounts[account], credit: base.slice(1), ...more } : { account: accounts[account], debit: base, ...more },
  )
  const draft = await bookkeeper.repo(Entry).create({ narration, date, lines } as never)
  await bookkeeper.run(post, draft.id)
  const { items } = await bookkeeper.repo(Item).find({ where: { entry: draft.id } })
  return items[0]?.id ?? ''
}
const usd = (of: string, amount: string) => ({ party: of, currency: 'USD', amount })
const settle = (item: string, others: readonly string[], more: object = {}) => bookkeeper.run(match, item, { with: others, ...more })
const item = (id: string) => bookkeeper.repo(Item).get(id as never)
const matches = async (of: string) =>
  (await bookkeeper.repo(Match).find({ where: { or: [{ debit: of }, { credit: of }] } as never, sort: ['debitPlace'], limit: 100 })).items
/** A report as the lines of its file. */
const csv = async (path: string): Promise<string[]> =>
  String((await bookkeeper.ask('GET', `/api/plugins/ledger/x/${path}&format=csv`)).json)
    .replace('\ufeff', '')
    .trim()
    .split('\r\n')
const get = async (path: string) => (await bookkeeper.get(`/api/plugins/ledger/x/${path}`)) as never as { rows: { [field: string]: unknown }[] }
const balanceOf = async (account: string, of: string) => {
  const where = { party: of, account: accounts[account], 'entry.state': 'posted' } as never
  const [row] = await bookkeeper.repo(Line).group({ where, measures: ['sum:base', 'sum:amount'] })
  return [row?.['sum:base'], row?.['sum:amount']]
}
const exchange = async (id: string) => {
  const [made] = (await matches(id)).slice(-1)
  const entry = made?.exchange ? await bookkeeper.repo(Entry).get(made.exchange) : null
  return entry && { kind: entry.kind, date: entry.date, lines: entry.lines.map(line => [line.base, line.currency, line.amount]) }
}

describe('What is matched', () => {
  test('in another currency leaves what the rates made of it as realised gains and losses, and no paisa open', async () => {
    const asha = await party()
    const invoice = await posted('2027-01-10', 'Invoice', ['Trade receivables', '83000', usd(asha, '1000')], ['Sales', '-83000'])
    const first = await posted(
      '2027-02-10',
      'Received @ 85',
      ['Bank', '51000', { currency: 'USD', amount: '600' }],
      ['Trade receivables', '-51000', usd(asha, '-600')],
    )
    await settle(first, [invoice])
    expect(await exchange(first)).toEqual({
      kind: 'revaluation',
      date: '2027-02-10',
      lines: [
        ['1200', 'USD', '0'],
        ['-1200', null, null],
      ],
    })
    expect(await item(invoice)).toMatchObject({ open: '400', settledOn: null })
    expect(await balanceOf('Trade receivables', asha)).toEqual(['33200', '400'])
    const second = await posted(
      '2027-03-10',
      'Received @ 82',
      ['Bank', '32800', { currency: 'USD', amount: '400' }],
      ['Trade receivables', '-32800', usd(asha, '-400')],
    )
    await settle(invoice, [second])
    expect(await exchange(second)).toEqual({
      kind: 'revaluation',
      date: '2027-03-10',
      lines: [
        ['-400', 'USD', '0'],
        ['400', null, null],
      ],
    })
    expect(await matches(invoice)).toMatchObject([
      { amount: '600', debitBase: '49800', creditBase: '51000', on: '2027-02-10' },
      { amount: '400', debitBase: '33200', creditBase: '32800', on: '2027-03-10' },
    ])
    expect([await item(invoice), await balanceOf('Trade receivables', asha)]).toMatchObject([{ open: '0', settledOn: '2027-03-10' }, ['0', '0']])
  })

  test('with an advance that may be asked back clears what is owed, and the rate is a gain', async () => {
    const maker = await party()
    const deposit = await posted('2027-01-05', 'Deposit @ 80', ['Trade payables', '40000', usd(maker, '500')], ['Bank', '-40000'])
    const bill = await posted('2027-02-05', 'Bill @ 82', ['Purchases', '82000'], ['Trade payables', '-82000', usd(maker, '-1000')])
    await settle(deposit, [bill])
    expect(await exchange(deposit)).toMatchObject({
      lines: [
        ['1000', 'USD', '0'],
        ['-1000', null, null],
      ],
    })
    expect([await item(bill), await balanceOf('Trade payables', maker)]).toMatchObject([{ open: '-500' }, ['-41000', '-500']])
  })

  test('is taken apart on the first open day, and what the rate made of it is taken back with it', async () => {
    const asha = await party()
    const invoice = await posted('2027-02-01', 'Invoice', ['Trade receivables', '8300', usd(asha, '100')], ['Sales', '-8300'])
    const receipt = await posted('2027-02-20', 'Received', ['Bank', '8500'], ['Trade receivables', '-8500', usd(asha, '-100')])
    await settle(invoice, [receipt])
    const lock = await accountant.repo(PeriodLock).create({ reason: 'Books of March closed', until: '2027-03-31' } as never)
    const [made] = await matches(invoice)
    expect(await accountant.refused(accountant.run(reverse, made?.exchange as never))).toMatchObject({ code: 'posted_elsewhere' })
    await bookkeeper.run(unmatch, made?.id ?? '', { why: 'It paid another' })
    await accountant.repo(PeriodLock).remove(lock.id)
    expect(await matches(invoice)).toMatchObject([{ voidedOn: '2027-04-01', why: 'It paid another' }])
    const back = await bookkeeper.repo(Entry).first({ reverses: made?.exchange } as never)
    expect([back, await item(invoice), await item(receipt)]).toMatchObject([
      { date: '2027-04-01', kind: 'revaluation' },
      { open: '100', settledOn: null },
      { open: '-100' },
    ])
    expect(await bookkeeper.refused(bookkeeper.run(unmatch, made?.id ?? ''))).toMatchObject({ status: 409 })
    await settle(receipt, [invoice])
    expect([await item(invoice), (await matches(invoice)).length]).toMatchObject([{ open: '0', settledOn: '2027-02-20' }, 2])
  })

  const refusals: [what: string, pair: (one: string) => Promise<[string, string, object?]>, code: string][] = [
    ['of two parties', async one => [await sale(one, '100'), await receipt(await party(), '100')], 'not_alike'],
    ['of one side', async one => [await sale(one, '100'), await sale(one, '100')], 'nothing_matched'],
    [
      'on two accounts',
      async one => [await sale(one, '100'), await posted('2027-03-03', 'Bill', ['Rent', '9'], ['Trade payables', '-9', { party: one }])],
      'not_alike',
    ],
    [
      'in two currencies',
      async one => [await sale(one, '100'), await posted('2027-03-03', 'Paid', ['Bank', '830'], ['Trade receivables', '-830', usd(one, '-10')])],
      'not_alike',
    ],
    ['for less than a paisa', async one => [await sale(one, '100'), await receipt(one, '50'), { amount: '33.333' }], 'too_fine'],
    ['for more than is open', async one => [await sale(one, '100'), await receipt(one, '80'), { amount: '80.01' }], 'more_than_open'],
    ['for nothing', async one => [await sale(one, '100'), await receipt(one, '80'), { amount: '0' }], 'nothing_to_match'],
  ]
  const sale = (one: string, amount: string, day = '2027-03-01') => posted(day, 'Sale', ['Trade receivables', amount, { party: one }], ['Sales', `-${amount}`])
  const receipt = (one: string, amount: string, day = '2027-03-02') =>
    posted(day, 'Receipt', ['Bank', amount], ['Trade receivables', `-${amount}`, { party: one }])
  test.each(refusals)('is not matched %s', async (_, pair, code) => {
    const [one, other, more] = await pair(await party())
    expect(await bookkeeper.refused(settle(one, [other], more))).toMatchObject({ code })
  })

  test('is never more than there is, also where several match it in one moment', async () => {
    const one = await party()
    const invoice = await sale(one, '1000')
    const receipts = await Promise.all(['700', '700', '700'].map(amount => receipt(one, amount)))
    const tried = await Promise.allSettled(receipts.map(other => settle(other, [invoice], { amount: '700' })))
    expect(tried.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    expect(await item(invoice)).toMatchObject({ open: '300' })
    const [made] = await matches(invoice)
    const { debit, credit, currency, on: day, company } = made as never as { [field: string]: string }
    const { owner } = platform.platform.world.db
    const twice = owner.run({
      text: `insert into main.ledger_match (id, debit, credit, currency, amount, debit_base, credit_base, "on", company, debit_place, credit_place, version, created_at, updated_at)
        values (gen_random_uuid(), $1, $2, $3, 1, 1, 1, $4::date, $5, 1, 1, 1, now(), now())`,
      params: [debit, credit, currency, day, company] as never,
    })
    await expect(twice).rejects.toThrow()
    await expect(owner.run({ text: 'update main.ledger_match set amount = 1 where id = $1', params: [made?.id] as never })).rejects.toThrow()
  })
})

test('What is open in dollars at the end of a month is valued at its rate, and taken back the next day; what stands for no money is not', async () => {
  const asha = await party()
  const before = async (account: string, day: string): Promise<unknown> => {
    const { rows } = (await accountant.get(`/api/plugins/ledger/x/trial-balance?to=${day}`)) as never as { rows: { name: string; closing: string }[] }
    return rows.find(row => row.name === account)?.closing ?? '0'
  }
  const [goods, dollars] = await accountant.repo(Account).createMany([
    { name: 'Advances for goods', code: '1141', type: 'asset', control: 'payable', monetary: false },
    { name: 'Bank in dollars', code: '1126', type: 'asset', control: 'bank', currency: 'USD' },
  ] as never)
  accounts = { ...accounts, 'Advances for goods': goods?.id ?? '', 'Bank in dollars': dollars?.id ?? '' }
  await posted('2026-12-05', 'Invoice @ 83', ['Trade receivables', '83000', usd(asha, '1000')], ['Sales', '-83000'])
  await posted('2026-12-06', 'Advance @ 80', ['Advances for goods', '8000', usd(asha, '100')], ['Bank', '-8000'])
  await posted('2026-12-07', 'Dollars bought @ 82.5', ['Bank in dollars', '8250', { currency: 'USD', amount: '100' }], ['Bank', '-8250'])
  const { id } = await accountant.repo(Revaluation).create({ on: '2026-12-31' } as never)
  expect(await accountant.refused(accountant.run(revalue, id))).toMatchObject({ code: 'no_rate', detail: 'Say what one USD was worth on 2026-12-31.' })
  await accountant.repo(Revaluation).update(id, { rates: [{ currency: 'USD', rate: '84' }] } as never)
  await accountant.run(revalue, id)
  const done = await accountant.repo(Revaluation).get(id)
  expect(done).toMatchObject({ state: 'posted', difference: '1150' })
  const entry = await accountant.repo(Entry).get(done.entry as never)
  expect([entry.date, entry.kind, entry.lines.map(line => [line.base, line.amount]).sort()]).toEqual([
    '2026-12-31',
    'revaluation',
    [
      ['-1000', null],
      ['-150', null],
      ['1000', '0'],
      ['150', '0'],
    ],
  ])
  expect([
    await before('Unrealised exchange gain', '2026-12-31'),
    await before('Unrealised exchange gain', '2027-01-01'),
    await before('Trade receivables', '2026-12-31'),
  ]).toEqual(['-1150', '0', '84000'])
  expect((await bookkeeper.refused(bookkeeper.run(revalue, id))).status).toBe(403)
  for (const half of [done.entry, done.back])
    expect(await accountant.refused(accountant.run(reverse, half as never))).toMatchObject({ code: 'posted_elsewhere' })
  // A wrong rate: taken back, both days are as they were, and the day is valued anew.
  await accountant.run(takeBackRevaluation, id)
  const receivable = async () => [await before('Trade receivables', '2026-12-31'), await before('Trade receivables', '2027-01-01')]
  expect([await accountant.repo(Revaluation).get(id), await receivable()]).toMatchObject([
    { state: 'draft', entry: null, difference: null },
    ['83000', '83000'],
  ])
  await accountant.repo(Revaluation).update(id, { rates: [{ currency: 'USD', rate: '85' }] } as never)
  await accountant.run(revalue, id)
  expect([await accountant.repo(Revaluation).get(id), await receivable()]).toMatchObject([{ state: 'posted', difference: '2250' }, ['85000', '83000']])
})

describe('What is open', () => {
  test('on a day follows from the matches of that day: an invoice that is paid in April was open in March', async () => {
    const one = await party()
    const invoice = await posted('2027-03-10', 'Invoice', ['Trade receivables', '11800', { party: one, due: '2027-03-25' }], ['Sales', '-11800'])
    const paid = await posted('2027-04-05', 'Paid', ['Bank', '11800'], ['Trade receivables', '-11800', { party: one }])
    await settle(paid, [invoice])
    const open = async (day: string) => (await get(`open-items?party=${one}&on=${day}`)).rows.map(row => [row.open, row.late])
    expect([await open('2027-03-09'), await open('2027-03-31'), await open('2027-04-05')]).toEqual([[], [['11800', 6]], []])
    const aged = (await get('aged?on=2027-03-31')).rows.find(row => row.party === one)
    expect(aged).toMatchObject({ notDue: '0', late: ['11800', '0', '0', '0'], advances: '0', owed: '11800' })
    expect((await get('aged?on=2027-04-05')).rows.find(row => row.party === one)).toBeUndefined()
  })

  test('is open again from the day on which its payment is taken back, though that is said later', async () => {
    const one = await party()
    const invoice = await posted('2027-03-10', 'Invoice', ['Trade receivables', '8300', { ...usd(one, '100'), due: '2027-03-25' }], ['Sales', '-8300'])
    const paid = await posted('2027-04-05', 'Paid', ['Bank', '8500'], ['Trade receivables', '-8500', usd(one, '-100')])
    await settle(paid, [invoice])
    const [made] = await matches(invoice)
    platform.clock.set('2027-04-20T06:00:00.000Z')
    await accountant.run(reverse, (await item(paid)).entry, { on: '2027-04-10' })
    platform.clock.set('2027-03-31T09:30:00.000Z')
    const open = async (day: string) => (await get(`open-items?party=${one}&on=${day}`)).rows.map(row => [row.open, row.base])
    expect([await open('2027-04-07'), await open('2027-04-15')]).toEqual([[], [['100', '8300']]])
    const back = await bookkeeper.repo(Entry).first({ reverses: made?.exchange } as never)
    expect([back?.date, (await matches(invoice))[0]?.voidedOn]).toEqual(['2027-04-10', '2027-04-10'])
  })

  test('stands by how late it is, advances by themselves, and the due day of a posted line may move', async () => {
    const one = await party()
    for (const [day, amount] of [
      ['2026-12-20', '1'],
      ['2027-01-05', '20'],
      ['2027-02-10', '300'],
      ['2027-03-15', '4000'],
      ['2027-03-31', '50000'],
    ] as const)
      await posted(day, 'Bill', ['Purchases', amount], ['Trade payables', `-${amount}`, { party: one }])
    await posted('2027-03-30', 'Paid before its bill', ['Trade payables', '700', { party: one }], ['Bank', '-700'])
    const aged = async () => (await get('aged?side=payable&on=2027-03-31')).rows.find(row => row.party === one)
    expect(await aged()).toMatchObject({ notDue: '50000', late: ['4000', '300', '20', '1'], owed: '54321', advances: '-700', net: '53621' })
    const { items } = await bookkeeper.repo(Item).find({ where: { party: one, date: '2027-02-10' } as never })
    const entry = await bookkeeper.repo(Entry).get(items[0]?.entry as never)
    await bookkeeper.repo(Entry).update(entry.id, { lines: entry.lines.map(({ id, party: of }) => (of ? { id, due: '2027-04-10' } : { id })) } as never)
    expect(await aged()).toMatchObject({ notDue: '50300', late: ['4000', '0', '20', '1'] })
    const { name } = await bookkeeper.repo(Party).get(one as never)
    expect(await csv('aged/sheet?side=payable&on=2027-03-31')).toContain(`${name},50300,4000,0,20,1,54321,-700,53621`)
  })

  test('of a party is told as it is sent: from what was owed, over each paper, to what is owed, in each currency', async () => {
    const one = await party()
    await posted('2027-02-01', 'Old', ['Trade receivables', '100', { party: one }], ['Sales', '-100'])
    await posted('2027-03-01', 'New', ['Trade receivables', '250', { party: one }], ['Sales', '-250'])
    await posted('2027-03-05', 'Dollars', ['Trade receivables', '830', usd(one, '10')], ['Sales', '-830'])
    await posted('2027-03-09', 'Paid', ['Bank', '120'], ['Trade receivables', '-120', { party: one }])
    expect(await bookkeeper.get(`/api/plugins/ledger/x/party-statement?party=${one}&from=2027-03-01&to=2027-03-31`)).toMatchObject({
      currencies: [
        {
          currency: 'INR',
          opening: '100',
          rows: [
            { narration: 'New', amount: '250', balance: '350' },
            { amount: '-120', balance: '230' },
          ],
          closing: '230',
        },
        { currency: 'USD', opening: '0', rows: [{ amount: '10', balance: '10' }], closing: '10' },
      ],
    })
    const file = await csv(`party-statement/sheet?party=${one}&from=2027-03-01&to=2027-03-31`)
    expect(file.map(line => line.replaceAll(/JE\/26-27\/\d+/g, 'JE'))).toEqual([
      'Date,Document,Narration,Due on,Debit,Credit,Balance',
      ',INR,,,,,',
      '2027-03-01,Opening balance,,,,,100',
      '2027-03-01,JE,New,2027-03-01,250,,350',
      '2027-03-09,JE,Paid,2027-03-09,,120,230',
      '2027-03-31,Closing balance,,,,,230',
      ',USD,,,,,',
      '2027-03-01,Opening balance,,,,,0',
      '2027-03-05,JE,Dollars,2027-03-05,10,,10',
      '2027-03-31,Closing balance,,,,,10',
    ])
    const twin = await party()
    await posted('2027-03-08', 'Owed by its double', ['Trade receivables', '70', { party: twin, due: '2027-03-20' }], ['Sales', '-70'])
    const aged = async () => (await get('aged?on=2027-03-31')).rows.filter(row => row.party === one || row.party === twin).map(row => [row.party, row.owed])
    expect(await aged()).toEqual([
      [one, '1180'],
      [twin, '70'],
    ])
    await platform.admin.post('/api/duplicates/parties.party/merge', { winner: one, loser: twin })
    const both = await csv(`party-statement/sheet?party=${one}&from=2027-03-01&to=2027-03-31`)
    expect(both.filter(line => /70|300|Owed by its double|,INR/.test(line)).map(line => line.replaceAll(/JE\/26-27\/\d+/g, 'JE'))).toEqual([
      ',INR,,,,,',
      '2027-03-08,JE,Owed by its double,2027-03-20,70,,420',
      '2027-03-09,JE,Paid,2027-03-09,,120,300',
      '2027-03-31,Closing balance,,,,,300',
    ])
    expect([await aged(), await balanceOf('Trade receivables', one)]).toEqual([[[one, '1250']], ['1130', '10']])
    const [owed] = (await get(`open-items?party=${one}&on=2027-03-31`)).rows.filter(row => row.narration === 'Owed by its double')
    const late = await posted('2027-03-12', 'Paid by its double', ['Bank', '70'], ['Trade receivables', '-70', { party: one }])
    await settle(late, [String(owed?.item)])
    expect((await get(`open-items?party=${one}&on=2027-03-31`)).rows.map(row => [row.party, row.narration])).not.toContainEqual([one, 'Owed by its double'])
    const nobody = await platform.as()
    for (const path of [`party-statement/sheet?format=csv&party=${one}`, 'aged/sheet?format=pdf'])
      expect((await nobody.ask('GET', `/api/plugins/ledger/x/${path}`)).status).toBe(403)
  })
})

test('What of a plugin’s bill is open is told it; a bill that is posted anew keeps what was paid of it, and one that is taken back gives it back, and by hand none is reversed', async () => {
  const one = await party()
  const { admin } = platform
  const bill = await admin.repo(Bill).create({ name: 'B-1', party: one, amount: '11800', day: '2027-03-03' } as never)
  const { entry } = (await admin.run(book, bill.id)) as { entry: string }
  const itemOf = async (of: string) => (await bookkeeper.repo(Item).find({ where: { entry: of } as never })).items[0]?.id ?? ''
  const paid = await posted('2027-03-08', 'Paid', ['Bank', '6000'], ['Trade receivables', '-6000', { party: one }])
  const open = async () => {
    expect(await platform.settle()).toEqual([])
    return (await admin.repo(Bill).get(bill.id)).open
  }
  await settle(paid, [await itemOf(entry)])
  expect(await open()).toBe('5800')
  await admin.repo(Bill).update(bill.id, { revision: 2, amount: '12980' })
  const { entry: anew } = (await admin.run(book, bill.id)) as { entry: string }
  expect(await open()).toBe('6980')
  expect([await item(await itemOf(entry)), await item(await itemOf(anew)), await item(paid)]).toMatchObject([{ open: '0' }, { open: '6980' }, { open: '0' }])
  expect(await accountant.refused(accountant.run(reverse, anew))).toMatchObject({ code: 'posted_elsewhere' })
  expect(await open()).toBe('6980')
  await admin.run(undo, bill.id)
  expect([await open(), await item(paid)]).toMatchObject(['0', { open: '-6000', settledOn: null }])
})
