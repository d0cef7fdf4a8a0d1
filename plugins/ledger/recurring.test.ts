import parties from '@sangam/plugin-parties'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nextDue, type Recurs } from './model/recurring-days.ts'
import {
  Account,
  beginEntry,
  CostCentre,
  Entry,
  type MadeOf,
  type MadeTemplate,
  makeRecurring,
  PeriodLock,
  post,
  Recurring,
  reverse,
  saveTemplate,
  Template,
  writeDue,
} from './model.ts'
import ledger from './plugin.ts'

let platform: TestPlatform
let bookkeeper: TestClient
let accountant: TestClient
let accounts: { readonly [name: string]: string }
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, ledger] })
  bookkeeper = await platform.as('ledger.bookkeeper')
  accountant = await platform.as('ledger.accountant')
  const { items } = await accountant.repo(Account).find({ limit: 500 })
  accounts = Object.fromEntries(items.map(account => [account.name, account.id]))
})
afterAll(() => platform.stop())

const sides = (debit: string, credit: string, amount: string, more: object = {}) => [
  { account: accounts[debit], debit: amount, ...more },
  { account: accounts[credit], credit: amount },
]
const template = (narration: string, more: object, lines: object = sides('Rent', 'Bank', '1000')) =>
  bookkeeper.repo(Recurring).create({ narration, lines, ...more } as never)
/** A night and the morning after it. */
const night = async (day: string) => {
  platform.clock.set(`${day}T06:00:00.000Z`)
  await platform.job('ledger.recurring')
}
const written = async (narration: string) => {
  const { items } = await accountant.repo(Entry).find({ where: { narration: { contains: narration } } as never, sort: ['date', 'number'], limit: 100 })
  return items.map(({ date, state, narration: said }) => `${date} ${state}${said === narration ? '' : ' back'}`)
}
const read = (id: string) => bookkeeper.repo(Recurring).get(id as never)

test.each<[what: string, of: Recurs, days: readonly string[]]>([
  [
    'the 31st is the last day of shorter months, of February in a leap year too',
    { from: '2027-12-31', every: 'month' },
    ['2027-12-31', '2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30'],
  ],
  ['a day before the first one begins in the month after', { from: '2027-01-15', every: 'month', day: 10 }, ['2027-02-10', '2027-03-10']],
  [
    'a quarter has three months, and ends with its last day',
    { from: '2026-11-30', every: 'quarter', until: '2027-05-31' },
    ['2026-11-30', '2027-02-28', '2027-05-30'],
  ],
  [
    'the 29th of February is the 28th in other years',
    { from: '2028-02-29', every: 'year' },
    ['2028-02-29', '2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29'],
  ],
])('Days on which something recurs: %s', (_, of, days) => {
  const found: string[] = []
  for (let day = nextDue(of, null); day !== null && found.length < days.length; day = nextDue(of, day)) found.push(day)
  expect([found, of.until ? nextDue(of, found.at(-1) ?? null) : null]).toEqual([days, null])
})

describe('A recurring entry', () => {
  test('is written on its days, the missed ones too, each once, whoever asks again', async () => {
    const { id } = await template('Rent on the 31st', { from: '2026-12-31' })
    await night('2027-02-27')
    expect([await written('Rent on the 31st'), await read(id)]).toMatchObject([
      ['2026-12-31 posted', '2027-01-31 posted'],
      { next: '2027-02-28', writtenTo: '2027-01-31', problem: null, total: '1000', author: bookkeeper.userId },
    ])
    await night('2027-02-28')
    await Promise.all([
      bookkeeper.run(writeDue, id, { since: '2026-12-01' }),
      accountant.run(writeDue, id, { since: '2026-12-01' }),
      platform.job('ledger.recurring'),
    ])
    const days = ['2026-12-31 posted', '2027-01-31 posted', '2027-02-28 posted']
    expect(await written('Rent on the 31st')).toEqual(days)
    // What somebody reversed by hand is not written anew.
    const last = await accountant.repo(Entry).first({ narration: 'Rent on the 31st', date: '2027-02-28' } as never)
    await accountant.run(reverse, last?.id as never)
    await bookkeeper.run(writeDue, id, { since: '2026-12-01' })
    expect(await written('Rent on the 31st')).toEqual([...days, '2027-02-28 posted back'])
  })

  test('passes over days that are locked, says so to who wrote it, and is asked for them once the lock is gone', async () => {
    const { id } = await template('Rent of the store', { from: '2027-01-05', writes: 'draft' })
    const lock = await accountant.repo(PeriodLock).create({ until: '2027-01-31', reason: 'Filed' } as never)
    await night('2027-02-28')
    const why = 'The books are locked up to 2027-01-31, so nothing was written for this day.'
    expect([await written('Rent of the store'), await read(id)]).toMatchObject([['2027-02-05 draft'], { next: '2027-03-05', problem: `2027-01-05: ${why}` }])
    const told = JSON.stringify(await bookkeeper.get('/api/notifications'))
    expect(told).toContain('was passed over on')
    expect(JSON.stringify(await bookkeeper.get(`/api/timeline/ledger.recurring/${id}`))).toContain('2027-01-05')
    await accountant.repo(PeriodLock).remove(lock.id)
    await bookkeeper.run(writeDue, id, { since: '2027-01-01' })
    expect([await written('Rent of the store'), (await read(id)).problem]).toEqual([['2027-01-05 draft', '2027-02-05 draft'], null])
  })

  test('that can’t be written waits with its reason, holds up no other, and is caught up with', async () => {
    const { id: lease } = await template('Lease', { from: '2027-02-10' }, sides('Office expenses', 'Bank', '70'))
    await template('Cleaning', { from: '2027-02-10' })
    await accountant.repo(Account).update(accounts['Office expenses'] as never, { active: false })
    await night('2027-02-28')
    expect([await written('Lease'), await written('Cleaning'), await read(lease)]).toMatchObject([
      [],
      ['2027-02-10 posted'],
      { next: '2027-02-10', problem: '2027-02-10: Office expenses is not used any more. Choose another account.' },
    ])
    await accountant.repo(Account).update(accounts['Office expenses'] as never, { active: true })
    await night('2027-03-10')
    expect([await written('Lease'), (await read(lease)).problem]).toEqual([['2027-02-10 posted', '2027-03-10 posted'], null])
  })

  test('that is an accrual is taken back on the first of the next month, as a draft once it is posted', async () => {
    await template('Electricity to come', { from: '2027-02-28', until: '2027-02-28', reverses: true }, sides('Electricity', 'Bank', '300'))
    await template('Travel to come', { from: '2027-02-28', until: '2027-02-28', reverses: true, writes: 'draft' }, sides('Travel', 'Bank', '200'))
    await night('2027-03-11')
    const backs = async () => [await written('Electricity to come'), await written('Travel to come')]
    expect(await backs()).toEqual([['2027-02-28 posted', '2027-03-01 posted back'], ['2027-02-28 draft']])
    const draft = await accountant.repo(Entry).first({ narration: 'Travel to come' } as never)
    await bookkeeper.run(post, draft?.id as never)
    await platform.settle()
    expect((await backs())[1]).toEqual(['2027-02-28 posted', '2027-03-01 posted back'])
  })

  test('above the amount at which two look is a draft that its author does not post', async () => {
    await platform.admin.put('/api/settings/ledger', { values: { twoAbove: '5000' } })
    await template('Large rent', { from: '2027-03-11' }, sides('Rent', 'Bank', '5001'))
    await night('2027-03-11')
    const { id } = (await accountant.repo(Entry).first({ narration: 'Large rent' } as never)) as unknown as { id: never }
    expect([await written('Large rent'), (await bookkeeper.refused(bookkeeper.run(post, id))).errors]).toMatchObject([
      ['2027-03-11 draft'],
      [{ code: 'needs_another' }],
    ])
    await accountant.run(post, id)
    await platform.admin.put('/api/settings/ledger', { values: { twoAbove: null } })
  })

  test('is made of an entry that is there, and is held to what an entry is', async () => {
    const entry = await bookkeeper.repo(Entry).create({
      narration: 'Insurance',
      date: '2027-02-28',
      lines: sides('Travel', 'Bank', '90', { memo: 'Car', item: 'Policy', quantity: '1', unit: 'NOS' }),
    } as never)
    const { recurring, next } = (await bookkeeper.run(makeRecurring, entry.id, { every: 'quarter' })) as unknown as MadeTemplate
    expect([next, await read(recurring)]).toMatchObject([
      '2027-05-31',
      {
        narration: 'Insurance',
        every: 'quarter',
        day: 31,
        lines: [{ debit: '90', memo: 'Car', item: 'Policy', quantity: '1', unit: 'NOS' }, { credit: '90' }],
      },
    ])
    const refused = async (lines: object, more: object = {}) => {
      const { errors } = await bookkeeper.refused(template('Wrong', { from: '2027-04-01', ...more }, lines))
      return errors?.map(({ field, code }) => `${field} ${code}`)
    }
    expect([
      await refused([]),
      await refused([
        { account: accounts.Rent, debit: '2' },
        { account: accounts.Bank, credit: '1' },
      ]),
      await refused(sides('Expenses', 'Bank', '1')),
      await refused(sides('Trade receivables', 'Sales', '1')),
      await refused(sides('Rent', 'Bank', '1'), { until: '2027-03-31' }),
      await refused(sides('Rent', 'Bank', '1'), { from: '0207-03-31' }),
    ]).toEqual([
      ['lines lines_missing'],
      ['lines out_of_balance'],
      ['lines.0.account heading'],
      ['lines.0.party party_needed'],
      ['until days_swapped'],
      ['from long_ago'],
    ])
    const auditor = await platform.as('ledger.auditor')
    expect([(await auditor.refused(auditor.run(writeDue, recurring, {}))).status, (await auditor.repo(Recurring).get(recurring as never)).narration]).toEqual([
      403,
      'Insurance',
    ])
  })
})

describe('A template', () => {
  test('is saved of an entry with its amounts or without, and drafts are begun from it that count once they are posted', async () => {
    const { id: centre } = await accountant.repo(CostCentre).create({ name: 'Head office' } as never)
    const told = { memo: 'Van', item: 'Diesel', quantity: '10', unit: 'LTR', costCentre: centre }
    const entry = await bookkeeper
      .repo(Entry)
      .create({ narration: 'Diesel of the van', date: '2027-03-01', lines: sides('Travel', 'Bank', '900', told) } as never)
    await bookkeeper.run(post, entry.id)
    const save = async (input: object) => (await bookkeeper.run(saveTemplate, entry.id, input as never)) as unknown as MadeOf
    const begin = async ({ id }: MadeOf, input: object) => {
      const made = (await bookkeeper.run(beginEntry, id, input as never)) as unknown as MadeOf
      return { made, draft: await bookkeeper.repo(Entry).get(made.id as never) }
    }
    const whole = await begin(await save({}), { date: '2027-03-05' })
    const { lines: open, ...told2 } = (await begin(await save({ name: 'Fuel', amounts: false }), { date: '2027-03-06', narration: 'Petrol' })).draft
    expect([whole.made, whole.draft, told2, open]).toMatchObject([
      { entity: 'ledger.entry', open: true },
      {
        ...{ narration: 'Diesel of the van', date: '2027-03-05', state: 'draft', number: '', total: '900', journal: entry.journal },
        lines: [
          { account: accounts.Travel, debit: '900', ...told },
          { account: accounts.Bank, credit: '900' },
        ],
      },
      { narration: 'Petrol', date: '2027-03-06', state: 'draft', total: '0' },
      [
        { account: accounts.Travel, debit: null, memo: 'Van', item: 'Diesel', quantity: null, costCentre: centre },
        { account: accounts.Bank, credit: null },
      ],
    ])
    await bookkeeper.run(post, whole.made.id as never)
    expect((await bookkeeper.repo(Entry).get(whole.made.id as never)).state).toBe('posted')
  })

  test('is of its name once, is held to what a draft is, begins nothing where it is not active, and is read by an auditor alone', async () => {
    const made = (lines: object, more: object = {}) => bookkeeper.repo(Template).create({ name: 'Wages', narration: 'Wages', lines, ...more } as never)
    const { id } = await made(sides('Salaries', 'Bank', '10'))
    const codes = async (work: Promise<unknown>) => (await bookkeeper.refused(work)).errors?.map(({ field, code }) => `${field} ${code}`)
    expect([
      await codes(made(sides('Expenses', 'Bank', '1'), { name: 'On a heading' })),
      await codes(made([{ account: accounts.Rent, debit: '1', credit: '1' }], { name: 'Both sides' })),
      (await codes(made(sides('Salaries', 'Bank', '10'))))?.length,
    ]).toEqual([['lines.0.account heading'], ['lines.0.credit two_sides'], 1])
    const empty = await made([], { name: 'Without lines' })
    expect((await bookkeeper.refused(bookkeeper.run(beginEntry, empty.id, {} as never))).code).toBe('lines_missing')
    await bookkeeper.repo(Template).update(id as never, { active: false })
    expect((await bookkeeper.refused(bookkeeper.run(beginEntry, id, {} as never))).status).toBe(409)
    const auditor = await platform.as('ledger.auditor')
    expect([(await auditor.repo(Template).get(id as never)).name, (await auditor.refused(auditor.run(beginEntry, id, {} as never))).status]).toEqual([
      'Wages',
      403,
    ])
  })
})
