import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import type { Meta } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Account, Entry, OpeningItem, Payment, post, postOpening, postPayment } from './model.ts'
import ledger from './plugin.ts'

let platform: TestPlatform
let bookkeeper: TestClient
let accountant: TestClient
let accounts: { readonly [name: string]: string }
let asha: string
let bharat: string

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, ledger] })
  platform.clock.set('2027-03-20T06:00:00.000Z')
  bookkeeper = await platform.as('ledger.bookkeeper')
  accountant = await platform.as('ledger.accountant')
  const { items } = await accountant.repo(Account).find({ limit: 500 })
  accounts = Object.fromEntries(items.map(account => [account.name, account.id]))
  asha = (await platform.admin.repo(Party).create({ name: 'Asha Traders', kind: 'organisation' })).id
  bharat = (await platform.admin.repo(Party).create({ name: 'Bharat Steel', kind: 'organisation' })).id
})
afterAll(() => platform.stop())

type Side = readonly [account: string, base: string, more?: object]
const entry = (date: string, sides: readonly Side[]) =>
  ({
    narration: 'Goods',
    date,
    lines: sides.map(([account, base, more]) => ({
      account: accounts[account],
      ...(base.startsWith('-') ? { credit: base.slice(1) } : { debit: base }),
      ...more,
    })),
  }) as never
const posted = async (date: string, ...sides: readonly Side[]) => {
  const { id } = await bookkeeper.repo(Entry).create(entry(date, sides))
  await bookkeeper.run(post, id)
}
const standing = (who = accountant) => who.get('/api/plugins/ledger/x/standing')

test('An owner is told what is owed and late, what is to be paid, what there is, what the month brings and what tax is held', async () => {
  expect(await standing()).toMatchObject({ posted: false, money: [], owed: { total: '0' }, tax: '0' })
  await posted(
    '2027-02-10',
    ['Trade receivables', '118000', { party: asha, due: '2027-03-10' }],
    ['Sales', '-100000'],
    ['Output CGST', '-9000'],
    ['Output SGST', '-9000'],
  )
  await posted('2027-03-05', ['Trade receivables', '59000', { party: asha, due: '2027-04-04' }], ['Sales', '-50000'], ['Output IGST', '-9000'])
  await posted(
    '2027-03-08',
    ['Purchases', '20000'],
    ['Input CGST', '1800'],
    ['Input SGST', '1800'],
    ['Trade payables', '-23600', { party: bharat, due: '2027-03-25' }],
  )
  // What one customer paid in advance is no less owed by the other.
  await posted('2027-03-09', ['Bank', '5000'], ['Trade receivables', '-5000', { party: bharat }])
  await posted('2027-03-12', ['Rent', '12000'], ['TDS payable', '-1200'], ['Bank', '-10800'])
  expect(await standing()).toEqual({
    on: '2027-03-20',
    owed: { total: '177000', late: '118000', soon: '0', advances: '5000', parties: [{ party: asha, name: 'Asha Traders', late: '118000', days: 10 }] },
    owes: { total: '23600', late: '0', soon: '23600', advances: '0', parties: [] },
    month: { from: '2027-03-01', to: '2027-03-20', earned: '50000', spent: '32000', net: '18000' },
    monthBefore: { from: '2027-02-01', to: '2027-02-28', earned: '100000', spent: '0', net: '100000' },
    money: [{ account: accounts.Bank, name: 'Bank', amount: '-5800' }],
    tax: '23400',
    withheld: '1200',
    posted: true,
  })
})

test('Who may not read balances is told nothing', async () => {
  const nobody = await platform.person({ name: 'Nobody', roles: [] })
  expect((await nobody.refused(standing(nobody))).status).toBe(403)
})

test('The first page says how the business stands to who reads its books, and what waits in them to who can do something about it', async () => {
  const told = async (who: TestClient) => {
    const { lists, home } = (await who.get('/api/meta')) as unknown as Meta
    const waits = lists.flatMap(({ entity, views = [] }) => views.flatMap(view => ('waits' in view ? [[entity, view.label, view.waits]] : [])))
    return { waits, home: home.map(({ entity, element }) => [entity, element]) }
  }
  const nobody = await platform.person({ name: 'No books', roles: ['parties.manager'] })
  const home = [['ledger.balance', 'ledger-day']]
  expect(await Promise.all([bookkeeper, accountant, await platform.as('ledger.auditor'), nobody].map(told))).toEqual([
    {
      home,
      waits: [
        ['ledger.entry', 'Drafts', { verb: 'post' }],
        ['ledger.payment', 'Drafts', { verb: 'post' }],
        ['ledger.payment', 'Cheques to deposit', { verb: 'update' }],
        ['ledger.bankLine', 'To match', { verb: 'clear', page: 'ledger.bank' }],
        ['ledger.recurring', 'Held up', { verb: 'update', late: true }],
      ],
    },
    { home, waits: expect.arrayContaining([['ledger.openingItem', 'Not posted', { verb: 'post', page: 'ledger.opening' }]]) },
    { home, waits: [] },
    { home: [], waits: [] },
  ])
})

test('Of cheques in hand those wait whose date has come', async () => {
  const { lists } = (await bookkeeper.get('/api/meta')) as unknown as Meta
  const view = lists.find(({ entity }) => entity === Payment.name)?.views?.find(({ label }) => label === 'Cheques to deposit')
  const cheque = { instrument: 'cheque', party: asha, account: accounts.Bank, date: '2027-03-18', amount: '100' }
  const [due, , later, given] = await Promise.all(
    [{ instrumentDate: '2027-03-20' }, { instrument: 'transfer' }, { instrumentDate: '2027-03-21' }, { direction: 'pay' }].map(async more => {
      const { id } = await bookkeeper.repo(Payment).create({ ...cheque, ...more } as never)
      await bookkeeper.run(postPayment, id)
      return id
    }),
  )
  const waiting = async () => (await bookkeeper.repo(Payment).find({ where: view?.where as never, fields: ['id'] })).items.map(({ id }) => id)
  expect(await waiting()).toEqual([due])
  expect([due, later, given].every(Boolean)).toBe(true)
  platform.clock.set('2027-03-21T06:00:00.000Z')
  expect(new Set(await waiting())).toEqual(new Set([due, later]))
  platform.clock.set('2027-03-20T06:00:00.000Z')
})

test('An entry above the limit is posted by somebody else than who wrote it or changed it last; below it by whoever may', async () => {
  await platform.admin.put('/api/settings/ledger', { values: { twoAbove: '50000' } })
  const draft = (amount: string) =>
    bookkeeper.repo(Entry).create(
      entry('2027-03-15', [
        ['Rent', amount],
        ['Bank', `-${amount}`],
      ]),
    )
  await bookkeeper.run(post, (await draft('50000')).id)
  const large = await draft('50000.01')
  expect((await bookkeeper.refused(bookkeeper.run(post, large.id))).errors).toMatchObject([{ field: 'state', code: 'needs_another' }])
  const other = await platform.person({ name: 'Bina Books', roles: ['ledger.accountant'] })
  await other.repo(Entry).update(large.id, { narration: 'Rent of the hall' })
  expect((await other.refused(other.run(post, large.id))).errors).toMatchObject([{ code: 'needs_another' }])
  await accountant.run(post, large.id)
  expect(
    (
      await other.refused(
        other.post('/api/records/ledger.entry', {
          ...(entry('2027-03-15', [
            ['Rent', '60000'],
            ['Bank', '-60000'],
          ]) as object),
          state: 'posted',
        }),
      )
    ).errors,
  ).toMatchObject([{ code: 'needs_another' }])
  // Who changes a colleague's draft in the moment of posting has written it.
  const { id } = await draft('100')
  const lines = [
    { account: accounts.Rent, debit: '70000' },
    { account: accounts.Bank, credit: '70000' },
  ]
  expect((await accountant.refused(accountant.repo(Entry).update(id, { state: 'posted', lines } as never))).errors).toMatchObject([{ code: 'needs_another' }])
  const pays = { direction: 'pay', party: bharat, account: accounts.Bank, date: '2027-03-16' }
  const payment = await bookkeeper.repo(Payment).create({ ...pays, amount: '60000' } as never)
  expect((await bookkeeper.refused(bookkeeper.run(postPayment, payment.id))).errors).toMatchObject([{ field: 'state', code: 'needs_another' }])
  await accountant.run(postPayment, payment.id)
  const small = await bookkeeper.repo(Payment).create({ ...pays, amount: '50000' } as never)
  await bookkeeper.run(postPayment, small.id)
  const opening = await accountant.repo(OpeningItem).create({ account: accounts.Bank, debit: '90000' } as never)
  expect((await accountant.refused(accountant.run(postOpening, opening.id, { on: '2026-04-01' }))).errors).toMatchObject([{ code: 'needs_another' }])
  await platform.admin.put('/api/settings/ledger', { values: { twoAbove: null } })
})
