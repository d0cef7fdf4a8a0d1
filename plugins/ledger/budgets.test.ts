import parties from '@sangam/plugin-parties'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allowedIn, evenly, monthsIn, partsOf } from './model/budget-months.ts'
import type { BudgetReport } from './model/budget-report.ts'
import { Account, Budget, closeYear, Entry, FiscalYear, reverse } from './model.ts'
import ledger from './plugin.ts'

let platform: TestPlatform
let bookkeeper: TestClient
let accountant: TestClient
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, ledger] })
  bookkeeper = await platform.as('ledger.bookkeeper')
  accountant = await platform.as('ledger.accountant')
})
afterAll(() => platform.stop())

/** Books of a company of their own, with its year from April 2026 to March 2027. */
async function books(name: string) {
  const { id: company } = (await platform.admin.post('/api/records/core.company', {
    name,
    country: 'IN',
    currency: 'INR',
    zone: 'Asia/Kolkata',
    fiscalYearStart: 4,
  })) as { id: string }
  const { items } = await accountant.repo(Account).find({ where: { company } as never, limit: 500 })
  const account = new Map(items.map(one => [one.name, String(one.id)]))
  const year = String((await accountant.repo(FiscalYear).first({ company } as never))?.id)
  const plan = (of: string, more: object) => accountant.repo(Budget).create({ account: account.get(of), year, company, ...more } as never)
  const spend = (date: string, of: string, amount: string, more: object = {}) => {
    const [debit, credit] = amount.startsWith('-') ? ['Bank', of] : [of, 'Bank']
    const lines = [
      { account: account.get(debit), debit: amount.replace('-', '') },
      { account: account.get(credit), credit: amount.replace('-', '') },
    ]
    return accountant.repo(Entry).create({ narration: 'Spent', date, company, lines, state: 'posted', ...more } as never)
  }
  const refused = async (work: Promise<unknown>) => (await accountant.refused(work)).errors?.map(({ field, code, message }) => [field, code, message])
  return { company, account, year, plan, spend, refused }
}

test.each<[what: string, from: string, to: string, amount: string, parts: readonly string[], days: readonly [string, string], allowed: string]>([
  [
    'a year evenly, with no paisa lost',
    '2026-04-01',
    '2027-03-31',
    '100',
    [...Array(4).fill('8.34'), ...Array(8).fill('8.33')],
    ['2026-04-01', '2026-07-31'],
    '33.36',
  ],
  ['half a month by its days', '2026-04-01', '2026-06-30', '90', ['30', '30', '30'], ['2026-04-16', '2026-05-31'], '45'],
  ['a year that begins within a month', '2026-04-16', '2026-06-30', '250', ['50', '100', '100'], ['2026-01-01', '2026-05-31'], '150'],
])('A budget is spread over %s', (_, from, to, amount, parts, [first, last], allowed) => {
  const months = monthsIn({ from, to })
  const amounts = evenly(amount, months, 2)
  expect([amounts, allowedIn(partsOf(months, amounts), { from: first, to: last }, 2)]).toEqual([parts, allowed])
})

test('An expense above a budget that stops is not posted, whatever the order; what takes back, and the closing of the year, is', async () => {
  const { account, company, year, plan, spend, refused } = await books('Stops')
  const travel = await plan('Travel', { amount: '12000', over: 'stop' })
  await spend('2026-04-10', 'Travel', '800')
  const above = (day: string, actual: string, over: string, budget: string) =>
    `Travel would come to ${actual} up to ${day}: ${over} more than its budget of ${budget}. Post less, or ask whoever keeps the budgets to raise it.`
  expect(await refused(spend('2026-04-20', 'Travel', '200.01'))).toEqual([['lines.0.debit', 'over_budget', above('2026-04-30', '1000.01', '0.01', '1000')]])
  // What April left may be spent in May; spent in May, it is not there for April any more.
  const may = await spend('2026-05-05', 'Travel', '1200')
  expect(await refused(spend('2026-04-20', 'Travel', '1'))).toEqual([['lines.0.debit', 'over_budget', above('2026-05-31', '2001', '1', '2000')]])
  const both = await Promise.allSettled([spend('2026-06-01', 'Travel', '600'), spend('2026-06-02', 'Travel', '600')])
  expect(both.map(one => one.status).sort()).toEqual(['fulfilled', 'rejected'])
  const lines = (amount: string) => [
    { account: account.get('Travel'), debit: amount },
    { account: account.get('Bank'), credit: amount },
  ]
  const set = ['300', '300'].map(amount => ({ narration: 'Two at once', date: '2026-06-03', company, lines: lines(amount), state: 'posted' }))
  expect((await accountant.refused(accountant.repo(Entry).createMany(set as never))).errors).toMatchObject([{ code: 'over_budget', row: 1 }])
  await accountant.repo(Budget).update(travel.id, { amount: '1200' } as never)
  await accountant.run(reverse, may.id, { on: '2026-07-01' })
  await spend('2026-07-02', 'Rent', '99999')
  await accountant.run(closeYear, year)
})

test('A heading holds all accounts below it; who posts above a budget that warns is told what it came to', async () => {
  const { plan, spend } = await books('Warns')
  const names = async () => JSON.stringify(await accountant.get('/api/notifications'))
  await plan('Expenses', {
    spread: 'byHand',
    months: [
      { month: '2026-04-10', amount: '500' },
      { month: '2026-06-01', amount: '100' },
    ],
  })
  await spend('2026-05-01', 'Travel', '300')
  await spend('2026-05-02', 'Rent', '200')
  await platform.settle()
  expect(await names()).not.toContain('more than its budget')
  await spend('2026-05-03', 'Rent', '50')
  await platform.settle()
  expect(await names()).toContain('Expenses came to 550 up to 2026-05-31 with Spent: 50 more than its budget of 500.')
})

test('Budget against actual: headings with their accounts, what is left, part of a month by its days, and the same as a file', async () => {
  const { company, account, year, plan, spend, refused } = await books('Report')
  const { id } = await plan('Travel', { amount: '12000' })
  await plan('Expenses', { amount: '60000', over: 'show' })
  await plan('Sales', { amount: '120000' })
  await spend('2026-04-20', 'Travel', '1500')
  await spend('2026-05-02', 'Rent', '4000')
  await spend('2026-05-03', 'Sales', '-9000')
  const report = (await accountant.get(`/api/plugins/ledger/x/budget?company=${company}&from=2026-04-01&to=2026-05-31`)) as unknown as BudgetReport
  const shown = report.blocks.map(({ side, rows, budget, actual, left, used }) => [
    ...rows.map(row => `${'- '.repeat(row.depth)}${row.name} ${row.budget} ${row.actual} ${row.left} ${row.used}`),
    `= ${side} ${budget} ${actual} ${left} ${used}`,
  ])
  expect([...shown, report.net]).toEqual([
    ['Sales 20000 9000 -11000 45', '= income 20000 9000 -11000 45'],
    ['Expenses 10000 5500 4500 55', '- Rent null 4000 null null', '- Travel 2000 1500 500 75', '= expense 10000 5500 4500 55'],
    { budget: '10000', actual: '3500', left: '-6500', used: null },
  ])
  const bytes = await accountant.bytes(`/api/plugins/ledger/x/budget/sheet?company=${company}&from=2026-04-01&to=2026-04-15&format=csv`)
  const csv = new TextDecoder().decode(bytes)
  expect(csv).toContain('Travel,500')
  const no = async (of: string, more: object) => (await refused(plan(of, more)))?.map(([field, code]) => `${field} ${code}`).join()
  expect([
    await no('Bank', { amount: '1' }),
    await no('Rent', {}),
    await no('Rent', { spread: 'byHand', months: [{ month: '2027-04-01', amount: '1' }] }),
    await no('Rent', { amount: '0.001' }),
  ]).toEqual(['account no_result', 'amount no_amount', 'months.0.month outside_year', 'amount too_fine'])
  const own = await accountant.repo(Budget).get(id)
  await accountant.repo(Budget).update(id, { months: own.months.map((one, at) => ({ id: one.id, amount: at === 0 ? '1500' : one.amount })) } as never)
  expect(await accountant.repo(Budget).get(id)).toMatchObject({ spread: 'byHand', amount: '12500' })
  await accountant.repo(Budget).update(id, { spread: 'evenly', amount: '12000' } as never)
  // A year that gets longer has its budgets spread anew.
  await accountant.repo(FiscalYear).update(year as never, { to: '2027-06-30' })
  const { months } = await accountant.repo(Budget).get(id)
  expect([
    months.length,
    months[0]?.amount,
    (await bookkeeper.refused(bookkeeper.repo(Budget).create({ account: account.get('Rent'), year, amount: '1' } as never))).status,
  ]).toEqual([15, '800', 403])
})
