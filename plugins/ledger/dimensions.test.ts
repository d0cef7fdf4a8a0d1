import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BudgetReport } from './model/budget-report.ts'
import type { DaysByDimension } from './model/dimension-report.ts'
import type { ProfitAndLoss } from './model/statements.ts'
import {
  Account,
  Budget,
  CostCentre,
  Dimension,
  DimensionBalance,
  Entry,
  FiscalYear,
  Payment,
  Project,
  post,
  postPayment,
  Recurring,
  reverse,
  writeDue,
} from './model.ts'
import ledger from './plugin.ts'

let platform: TestPlatform
let bookkeeper: TestClient
let accountant: TestClient
let accounts: { readonly [name: string]: string }
let dimension: { readonly [name: string]: string }
const centre: { [name: string]: string } = {}
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, ledger] })
  bookkeeper = await platform.as('ledger.bookkeeper')
  accountant = await platform.as('ledger.accountant')
  const { items } = await accountant.repo(Account).find({ limit: 500 })
  accounts = Object.fromEntries(items.map(account => [account.name, account.id]))
  const found = await accountant.repo(Dimension).find({})
  dimension = Object.fromEntries(found.items.map(one => [one.name, one.id]))
  for (const [name, above] of [['Production'], ['Weaving', 'Production'], ['Dyeing', 'Production'], ['Shop']] as const)
    centre[name] = (await accountant.repo(CostCentre).create({ name, above: above === undefined ? null : (centre[above] as never) })).id
})
afterAll(() => platform.stop())

/** Spent on something, or earned where it is sales, by bank. */
const posted = async (who: TestClient, date: string, account: string, amount: string, told: object = {}, more: object = {}) => {
  const [one, bank] = account === 'Sales' ? (['credit', 'debit'] as const) : (['debit', 'credit'] as const)
  const lines = [
    { account: accounts[account], [one]: amount, ...told },
    { account: accounts.Bank, [bank]: amount },
  ]
  const draft = await who.repo(Entry).create({ narration: `${account} ${amount}`, date, lines, ...more } as never)
  await who.run(post, draft.id)
  return draft
}
const refused = async (work: Promise<unknown>) => (await accountant.refused(work)).errors?.map(({ field, code, message }) => [field, code, message])
const report = (path: string, query: { readonly [name: string]: string }) => accountant.get(`/api/plugins/ledger/x/${path}?${new URLSearchParams(query)}`)
/** Columns of a divided report by their names, each with some results and what the accounts in it come to. */
const columnsOf = async (path: string, results: readonly string[], query: { readonly [name: string]: string }) => {
  const found = (await report(`${path}/by`, query)) as unknown as DaysByDimension
  return Object.fromEntries(
    found.columns.map(({ label, opens }, at) => {
      const rows = found.blocks.flatMap(block => (block.kind === 'line' ? block.rows : [])).filter(row => row.amounts[at] !== '0')
      const said = found.blocks.flatMap(block => (block.kind === 'result' && results.includes(block.key) ? [block.amounts[at]] : []))
      return [opens ? `${label} +` : label, [...said, ...rows.map(row => `${row.name} ${row.amounts[at]}`)]]
    }),
  )
}
const divided = (days: { readonly from: string; readonly to: string }, by: string, under?: string) =>
  columnsOf('profit-and-loss', ['net'], { ...days, dimension: dimension[by] ?? '', ...(under && { under }) })
const file = async (path: string, query: { readonly [name: string]: string }) =>
  new TextDecoder()
    .decode(await accountant.bytes(`/api/plugins/ledger/x/${path}/sheet?${new URLSearchParams({ ...query, format: 'csv' })}`))
    .trim()
    .split(/\r?\n/)
const net = async (query: { readonly [name: string]: string }) => ((await report('profit-and-loss', query)) as unknown as ProfitAndLoss).net.amount

test('Profit and loss is divided by cost centres, a part counts in what it is part of, what tells none has a column, and all is the undivided report', async () => {
  const days = { from: '2027-04-01', to: '2027-04-30' }
  await posted(bookkeeper, '2027-04-05', 'Sales', '10000', { costCentre: centre.Shop })
  await posted(bookkeeper, '2027-04-06', 'Rent', '1000', { costCentre: centre.Production })
  await posted(bookkeeper, '2027-04-07', 'Electricity', '700', { costCentre: centre.Weaving })
  const wrong = await posted(bookkeeper, '2027-04-08', 'Electricity', '300', { costCentre: centre.Dyeing })
  await posted(bookkeeper, '2027-04-09', 'Rent', '250.50')
  await posted(bookkeeper, '2027-05-09', 'Rent', '99', { costCentre: centre.Shop })
  expect(await divided(days, 'Cost centre')).toEqual({
    'Production +': ['-2000', 'Rent 1000', 'Electricity 1000'],
    Shop: ['10000', 'Sales 10000'],
    'Not told': ['-250.5', 'Rent 250.5'],
    Total: ['7749.5', 'Sales 10000', 'Rent 1250.5', 'Electricity 1000'],
  })
  expect(await divided(days, 'Cost centre', centre.Production)).toEqual({
    Dyeing: ['-300', 'Electricity 300'],
    Weaving: ['-700', 'Electricity 700'],
    'Production itself': ['-1000', 'Rent 1000'],
    Total: ['-2000', 'Rent 1000', 'Electricity 1000'],
  })
  const of = (value: string) => net({ ...days, dimension: dimension['Cost centre'] ?? '', value })
  expect([await net(days), await of(centre.Production ?? ''), await of(centre.Weaving ?? ''), await of('none')]).toEqual(['7749.5', '-2000', '-700', '-250.5'])
  // The lines of a part come to what the report says of it.
  const lines = async (value: string, account: string) => {
    const part = { from: days.from, to: days.to, dimension: dimension['Cost centre'] ?? '', value }
    const found = (await report('statement', { ...part, account: accounts[account] ?? '' })) as unknown as { rows: { debit: string }[]; closing: string }
    const { rows } = (await report('trial-balance', part)) as unknown as { rows: { name: string; closing: string }[] }
    return [found.rows.map(row => row.debit), found.closing, rows.find(row => row.name === account)?.closing]
  }
  expect([await lines(centre.Production ?? '', 'Electricity'), await lines('none', 'Rent')]).toEqual([
    [['700', '300'], '1000', '1000'],
    [['250.5'], '250.5', '250.5'],
  ])
  // What is taken back is taken back where it stood.
  await accountant.run(reverse, wrong.id as never, { on: '2027-04-20' })
  expect((await divided(days, 'Cost centre'))['Production +']).toEqual(['-1700', 'Rent 1000', 'Electricity 700'])
  const csv = await file('profit-and-loss/by', { ...days, dimension: dimension['Cost centre'] ?? '' })
  expect(csv.slice(-4)).toEqual([
    ',Other expenses,1700,0,250.5,1950.5',
    '5220,Rent,1000,0,250.5,1250.5',
    '5230,Electricity,700,0,0,700',
    ',Net profit,-1700,10000,-250.5,8049.5',
  ])
  // Beside May the month before it, with the values that were told then alone.
  const may = await file('profit-and-loss/by', { from: '2027-05-01', to: '2027-05-31', compare: 'previous', dimension: dimension['Cost centre'] ?? '' })
  expect([may.find(line => line.startsWith('Code,')), may.at(-1)]).toEqual([
    'Code,Account,Production,"Production, 2027-04-01 to 2027-04-30",Shop,"Shop, 2027-04-01 to 2027-04-30",Not told,"Not told, 2027-04-01 to 2027-04-30",Total,"Total, 2027-04-01 to 2027-04-30"',
    ',Net profit,0,-1700,-99,10000,0,-250.5,-99,8049.5',
  ])
})

test('An administrator divides the books by records of any entity: a field of the entry line that refers to them is a dimension once it is called so', async () => {
  const unknown = accountant.repo(Dimension).create({ name: 'Branch' } as never)
  expect((await refused(unknown))?.[0]?.slice(0, 2)).toEqual(['name', 'no_field'])
  await platform.admin.post('/api/model/apply', {
    operations: [{ op: 'addField', entity: 'ledger.line', field: 'x_branch', type: 'reference', options: { to: 'core.place', label: 'Branch' } }],
  })
  const place = async (name: string) => ((await platform.admin.post('/api/records/core.place', { name, company: platform.company })) as { id: string }).id
  const [pune, nashik] = [await place('Pune'), await place('Nashik')]
  const branch = await accountant.repo(Dimension).create({ name: 'branch' } as never)
  expect(branch).toMatchObject({ name: 'branch', field: 'x_branch' })
  dimension = { ...dimension, branch: branch.id }
  const days = { from: '2027-06-01', to: '2027-06-30' }
  await posted(accountant, '2027-06-05', 'Sales', '500', { x_branch: pune, costCentre: centre.Shop })
  await posted(accountant, '2027-06-06', 'Rent', '200', { x_branch: nashik })
  const all = ['300', 'Sales 500', 'Rent 200']
  expect(await divided(days, 'branch')).toEqual({ Pune: ['500', 'Sales 500'], Nashik: ['-200', 'Rent 200'], Total: all })
  await platform.admin.patch(`/api/records/core.place/${nashik}`, { active: false })
  expect(await refused(posted(accountant, '2027-06-07', 'Rent', '1', { x_branch: nashik }))).toEqual([
    ['lines.0.x_branch', 'not_used', 'Nashik is not used any more. Choose another: branch.'],
  ])
  // What is posted stays as it is, in this too.
  const { items } = await accountant.repo(Entry).find({ where: { narration: 'Rent 200' } as never })
  const entry = await accountant.repo(Entry).get(items[0]?.id as never)
  const lines = entry.lines.map((line, at) => ({ id: line.id, ...(at === 0 && { x_branch: pune }) }))
  expect((await refused(accountant.repo(Entry).update(entry.id, { lines } as never)))?.map(([, code]) => code)).toEqual(['stays'])
})

test('What is imported tells dimensions in columns that are called as they are', async () => {
  const rows = [
    'Date,Number,Account,Debit,Credit,Narration,Cost centre,Branch',
    '25/08/2027,41,Rent,90,,Rent of August,Weaving,Pune',
    '25/08/2027,41,Bank,,90,Rent of August,,',
  ]
  const { json } = await accountant.ask('POST', '/api/imports/ledger.entry?name=journal.csv', rows.join('\n'), { 'Content-Type': 'text/csv' })
  const { id, suggestion } = json as unknown as { id: string; suggestion: { fields: object } }
  const mapping = { ...suggestion, fields: { ...suggestion.fields, state: { columns: [], constant: 'posted' } } }
  await accountant.post(`/api/imports/ledger.entry/${id}/plan`, mapping as never)
  expect(await accountant.post(`/api/imports/ledger.entry/${id}/commit`)).toMatchObject({ counts: { create: 1, refuse: 0 } })
  const days = { from: '2027-08-01', to: '2027-08-31' }
  expect([await divided(days, 'branch'), await divided(days, 'Cost centre', centre.Production)]).toEqual([
    { Pune: ['-90', 'Rent 90'], Total: ['-90', 'Rent 90'] },
    { Weaving: ['-90', 'Rent 90'], Total: ['-90', 'Rent 90'] },
  ])
})

test('An account has a budget for all and one for each part of the business: more is not posted there, and posted elsewhere', async () => {
  const { id: year } = await accountant.repo(FiscalYear).create({ from: '2027-04-01', to: '2028-03-31' } as never)
  const plan = (amount: string, more: object) => accountant.repo(Budget).create({ account: accounts.Travel, year, amount, over: 'stop', ...more } as never)
  await plan('1200', { costCentre: centre.Production })
  await plan('120000', {})
  expect(await refused(plan('1', { costCentre: centre.Shop, project: (await accountant.repo(Project).create({ name: 'Fair' } as never)).id }))).toEqual([
    ['project', 'two_parts', 'A budget is of one part of the business, or of all. Leave Project empty.'],
  ])
  // What is below it counts.
  await posted(accountant, '2027-04-05', 'Travel', '60', { costCentre: centre.Weaving })
  expect(await refused(posted(accountant, '2027-04-06', 'Travel', '41', { costCentre: centre.Production }))).toEqual([
    [
      'lines.0.debit',
      'over_budget',
      'Travel, Production would come to 101 up to 2027-04-30: 1 more than its budget of 100. Post less, or ask whoever keeps the budgets to raise it.',
    ],
  ])
  await posted(accountant, '2027-04-06', 'Travel', '41', { costCentre: centre.Shop })
  const against = async (part: object) => {
    const { blocks } = (await report('budget', { from: '2027-04-01', to: '2027-04-30', ...part })) as unknown as BudgetReport
    return blocks.flatMap(block => block.rows.filter(row => row.name === 'Travel').map(row => [row.budget, row.actual]))
  }
  expect([await against({}), await against({ dimension: dimension['Cost centre'], value: centre.Production })]).toEqual([[['10000', '101']], [['100', '60']]])
})

test('A budget of a part holds what is spent in any of more than five hundred parts below it, and a ledger shows it', async () => {
  const { id: looms } = await accountant.repo(CostCentre).create({ name: 'Looms' } as never)
  const below: string[] = []
  for (const half of [1, 2]) {
    const some = Array.from({ length: 251 }, (_, at) => ({ name: `Loom ${half}.${at}`, above: looms }))
    below.push(...(await accountant.repo(CostCentre).createMany(some as never)).map(one => String(one.id)))
  }
  const year = (await accountant.repo(FiscalYear).first({ from: '2027-04-01' } as never))?.id
  await accountant.repo(Budget).create({ account: accounts.Electricity, year, amount: '1200', over: 'stop', costCentre: looms } as never)
  await posted(bookkeeper, '2027-04-05', 'Electricity', '90', { costCentre: below.sort().at(-1) })
  expect((await refused(posted(bookkeeper, '2027-04-06', 'Electricity', '20', { costCentre: looms })))?.map(([, code]) => code)).toEqual(['over_budget'])
  const days = { from: '2027-04-05', to: '2027-04-05', account: accounts.Electricity ?? '', dimension: dimension['Cost centre'] ?? '', value: looms }
  expect(await report('statement', days)).toMatchObject({ rows: [{ debit: '90' }], closing: '90' })
})

test('What is asked for is not posted without it, by hand or by a template; what closes or takes back asks for nothing, and sums stay those of the lines', async () => {
  await accountant.repo(Dimension).update(dimension['Cost centre'] as never, { requiredFor: ['expense'] })
  const before = await posted(accountant, '2027-07-01', 'Electricity', '10', { costCentre: centre.Shop })
  const missing = [['lines.0.costCentre', 'dimension_needed', 'Rent is divided by Cost centre. Say which.']]
  expect(await refused(posted(bookkeeper, '2027-07-02', 'Rent', '5'))).toEqual(missing)
  // What a payment costs beside its money is asked for it too.
  const party = (await platform.admin.repo(Party).create({ name: 'Anand Textiles' })).id
  const given = { party, account: accounts.Bank, date: '2027-08-02', amount: '100', charges: '7' }
  const [untold, told] = await bookkeeper.repo(Payment).createMany([given, { ...given, costCentre: centre.Shop }] as never)
  expect(await bookkeeper.refused(bookkeeper.run(postPayment, untold?.id as never, {}))).toMatchObject({ code: 'dimension_needed' })
  await bookkeeper.run(postPayment, told?.id as never, {})
  const paid = await accountant.repo(Entry).get((await bookkeeper.repo(Payment).get(told?.id as never)).entry as never)
  expect(paid.lines.map(line => [line.base, line.costCentre])).toEqual([
    ['93', null],
    ['7', centre.Shop],
    ['-100', null],
  ])
  await accountant.repo(CostCentre).update(centre.Shop as never, { until: '2027-07-10' })
  expect(await refused(posted(bookkeeper, '2027-07-11', 'Rent', '5', { costCentre: centre.Shop }))).toEqual([
    ['lines.0.costCentre', 'not_used', 'Shop was used until 2027-07-10. Choose an earlier date, or another: Cost centre.'],
  ])
  const lines = [
    { account: accounts.Rent, debit: '30', costCentre: centre.Dyeing },
    { account: accounts.Bank, credit: '30' },
  ]
  const template = await accountant.repo(Recurring).create({ narration: 'Rent of the dye house', from: '2027-03-01', until: '2027-03-02', lines } as never)
  await accountant.run(writeDue, template.id, { since: null } as never)
  await accountant.run(reverse, before.id as never, { on: '2027-07-20' })
  await accountant.repo(Dimension).update(dimension['Cost centre'] as never, { requiredFor: [] })
  const sums = await accountant
    .repo(DimensionBalance)
    .group({ where: { day: { gte: '2027-07-01', lt: '2027-08-01' } } as never, group: ['value'], measures: ['sum:base'] })
  expect(sums.map(row => [row.value === centre.Shop, row['sum:base']])).toEqual([[true, '0']])
  expect((await accountant.repo(DimensionBalance).group({ where: { day: '2027-03-01' } as never, group: ['value'], measures: ['sum:base'] }))[0]).toEqual({
    value: centre.Dyeing,
    'sum:base': '30',
  })
})

test('A balance sheet and a cash flow are divided as far as lines tell it: what tells none stands apart, and all columns together are the undivided sheet', async () => {
  const told = (name: string) => ({ costCentre: centre[name] })
  const write = async (date: string, ...sides: readonly (readonly [account: string, base: string, more?: object | undefined])[]) => {
    const lines = sides.map(([name, base, more]) => ({ account: accounts[name], [base.startsWith('-') ? 'credit' : 'debit']: base.replace('-', ''), ...more }))
    const { id } = await bookkeeper.repo(Entry).create({ narration: 'Of the looms', date, lines } as never)
    await bookkeeper.run(post, id)
  }
  const [buyer, early] = (await platform.admin.repo(Party).createMany([{ name: 'Asha Stores' }, { name: 'Ravi Stores' }])).map(one => ({ party: one.id }))
  await write('2025-03-15', ['Bank', '1000'], ['Sales', '-1000', told('Weaving')])
  await write('2025-04-10', ['Furniture and equipment', '6000', told('Weaving')], ['Bank', '-6000', told('Weaving')])
  await write('2025-05-05', ['Trade receivables', '2500', { ...buyer, ...told('Shop') }], ['Sales', '-2500', told('Shop')])
  await write('2025-05-20', ['Bank', '400'], ['Trade receivables', '-400', early])
  await write('2025-06-01', ['Rent', '300', told('Production')], ['Bank', '-300'])
  const by = { dimension: dimension['Cost centre'] ?? '' }
  const sheet = (more: object = {}) => columnsOf('balance-sheet', ['assets', 'equityAndLiabilities'], { ...by, on: '2025-06-30', ...more })
  expect(await sheet()).toEqual({
    'Production +': ['0', '700', 'Furniture and equipment 6000', 'Bank -6000', 'Profit of earlier years 1000', 'Profit of the year -300'],
    Shop: ['2500', '2500', 'Trade receivables 2500', 'Profit of the year 2500'],
    'Not told': ['1100', '400', 'Bank 1100', 'Trade receivables: advances 400'],
    Total: [
      ...['3600', '3600', 'Furniture and equipment 6000', 'Trade receivables 2500', 'Bank -4900'],
      ...['Profit of earlier years 1000', 'Profit of the year 2200', 'Trade receivables: advances 400'],
    ],
  })
  expect(await sheet({ under: centre.Production })).toEqual({
    Weaving: ['0', '1000', 'Furniture and equipment 6000', 'Bank -6000', 'Profit of earlier years 1000'],
    'Production itself': ['0', '-300', 'Profit of the year -300'],
    Total: ['0', '700', 'Furniture and equipment 6000', 'Bank -6000', 'Profit of earlier years 1000', 'Profit of the year -300'],
  })
  const days = { from: '2025-04-01', to: '2025-06-30' }
  expect(await columnsOf('cash-flow', ['operating', 'investing', 'change'], { ...by, ...days })).toEqual({
    'Production +': ['-300', '-6000', '-6300', 'Furniture and equipment -6000'],
    Shop: ['0', '0', '0', 'Trade receivables -2500'],
    'Not told': ['400', '0', '400', 'Trade receivables 400'],
    Total: ['100', '-6000', '-5900', 'Trade receivables -2100', 'Furniture and equipment -6000'],
  })
  // The last column is the undivided report, line by line, and beside it what it was before.
  const spring = { from: '2025-05-01', to: '2025-06-30', compare: 'previous' }
  for (const [path, query] of [
    ['balance-sheet', { on: '2025-06-30' }],
    ['balance-sheet', { on: '2025-06-30', before: '2025-04-30' }],
    ['cash-flow', days],
    ['cash-flow', spring],
    ['profit-and-loss', spring],
    ['profit-and-loss', { ...days, compare: 'lastYear' }],
  ] as const) {
    const last = ((await report(`${path}/by`, { ...by, ...query })) as unknown as DaysByDimension).blocks.map(block =>
      block.kind === 'heading'
        ? [block.label]
        : [
            block.label,
            block.amounts.at(-1),
            block.before?.at(-1),
            ...(block.kind === 'line' ? block.rows.flatMap(row => [row.amounts.at(-1), row.before?.at(-1)]) : []),
          ],
    )
    const whole = ((await report(path, query)) as unknown as ProfitAndLoss).blocks.map(block =>
      block.kind === 'heading'
        ? [block.label]
        : [
            block.label,
            block.amount,
            block.before ?? undefined,
            ...(block.kind === 'line' ? block.rows.flatMap(row => [row.amount, row.before ?? undefined]) : []),
          ],
    )
    expect(last).toEqual(whole.slice(0, last.length))
  }
  expect((await file('balance-sheet/by', { ...by, on: '2025-06-30' })).slice(-3)).toEqual([
    ',Advances received,0,0,400,400',
    '1130,Trade receivables: advances,0,0,400,400',
    ',Total of equity and liabilities,700,2500,400,3600',
  ])
  // Beside each column what stood there on another day.
  const both = { on: '2025-06-30', before: '2025-04-30' }
  expect((await file('balance-sheet/by', { ...by, ...both })).slice(-1)).toEqual([',Total of equity and liabilities,700,1000,2500,0,400,0,3600,1000'])
  expect((await file('cash-flow/by', { ...by, ...days })).at(-1)).toBe(',What cash changed by,-6300,0,400,-5900')
})
