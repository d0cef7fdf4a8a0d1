import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Account, AccountRole, Entry, Journal, PeriodLock, post, reverse } from './model.ts'
import ledger from './plugin.ts'

let platform: TestPlatform
let bookkeeper: TestClient
let accountant: TestClient
let auditor: TestClient
let accounts: { readonly [name: string]: string }
let customer: string

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, ledger] })
  ;[bookkeeper, accountant, auditor] = (await Promise.all(['ledger.bookkeeper', 'ledger.accountant', 'ledger.auditor'].map(role => platform.as(role)))) as [
    TestClient,
    TestClient,
    TestClient,
  ]
  const { items } = await accountant.repo(Account).find({ limit: 500 })
  accounts = Object.fromEntries(items.map(account => [account.name, account.id]))
  customer = (await platform.admin.repo(Party).create({ name: 'Asha Traders', kind: 'organisation' })).id
})
afterAll(() => platform.stop())

type Side = readonly [account: string, debit: string | null, credit?: string | null, more?: object]
/** An entry over accounts by their names. */
const entry = (date: string, sides: readonly Side[], more: object = {}) =>
  ({
    narration: 'Rent of March',
    date,
    lines: sides.map(([account, debit, credit, line]) => ({ account: accounts[account], debit, credit: credit ?? null, ...line })),
    ...more,
  }) as never
const rent = (amount: string, date = '2027-03-05'): never =>
  entry(date, [
    ['Rent', amount],
    ['Bank', null, amount],
  ])
const posted = async (values: never, who = bookkeeper) => {
  const draft = await who.repo(Entry).create(values)
  await who.run(post, draft.id)
  return who.repo(Entry).get(draft.id)
}
interface Row {
  readonly name: string
  readonly opening: string
  readonly debit: string
  readonly credit: string
  readonly closing: string
}
const balance = async (query = '', who = auditor) => {
  const { rows, total } = (await who.get(`/api/plugins/ledger/x/trial-balance?${query}`)) as unknown as { rows: Row[]; total: object }
  return { rows: Object.fromEntries(rows.map(({ name, opening, debit, credit, closing }) => [name, [opening, debit, credit, closing]])), total }
}

describe('A company', () => {
  test('has accounts, journals and account roles from the first moment, by its country', async () => {
    const { items } = await accountant.repo(Account).find({ where: { control: { isEmpty: false } }, sort: ['code'], limit: 500 })
    expect(items.map(({ code, name }) => `${code} ${name}`)).toEqual(
      expect.arrayContaining(['1110 Cash in hand', '1120 Bank', '1130 Trade receivables', '1160 Input CGST', '2110 Trade payables', '2161 Output SGST']),
    )
    expect((await accountant.repo(Journal).find({})).items.map(one => one.code)).toEqual(['BJ', 'CJ', 'JV', 'PJ', 'SJ'])
    const role = await accountant.repo(AccountRole).find({ where: { role: 'receivable' }, fields: ['account.$title'] })
    expect(role.items).toMatchObject([{ 'account.$title': 'Trade receivables' }])
  })

  test('that comes later has them too, and without those of India elsewhere', async () => {
    const made = (await platform.admin.post('/api/records/core.company', {
      name: 'Sharma GmbH',
      country: 'DE',
      currency: 'EUR',
      zone: 'Europe/Berlin',
      fiscalYearStart: 1,
    })) as { id: string }
    const where = { company: made.id } as never
    expect(await accountant.repo(Account).count(where)).toBe(44)
    expect(await accountant.repo(Account).count({ company: made.id, name: 'Input CGST' } as never)).toBe(0)
  })
})

describe('An entry', () => {
  test('that is posted tells its form what of its lines may still be said: when they are due, and a memo', async () => {
    const { entities } = (await bookkeeper.get('/api/meta')) as unknown as { entities: { [name: string]: { rules: object[] } } }
    const because = 'A posted entry stays as it is. Reverse it, and post what is right.'
    expect(entities[Entry.name]?.rules.filter(rule => 'lines' in rule)).toMatchObject([
      { when: { state: 'posted' }, because, lines: { lines: ['due', 'memo'] } },
    ])
  })

  test('is drafted, numbered as it is posted, and stands in the trial balance at once', async () => {
    const draft = await bookkeeper.repo(Entry).create(rent('50000'))
    expect(draft).toMatchObject({ number: '', state: 'draft', total: '50000', lines: [{ base: '50000' }, { base: '-50000' }], concerns: ['general'] })
    await bookkeeper.run(post, draft.id)
    expect(await bookkeeper.repo(Entry).get(draft.id)).toMatchObject({ number: 'JE/26-27/00001', state: 'posted' })
    expect(await balance('to=2027-03-31')).toEqual({
      rows: { Bank: ['0', '0', '50000', '-50000'], Rent: ['0', '50000', '0', '50000'] },
      total: { opening: '0', debit: '50000', credit: '50000', closing: '0' },
    })
  })

  const refusals: [what: string, sides: readonly Side[], code: string, field: string][] = [
    [
      'is out of balance',
      [
        ['Rent', '100'],
        ['Bank', null, '87.50'],
      ],
      'out_of_balance',
      'lines',
    ],
    ['has one line', [['Rent', '1']], 'out_of_balance', 'lines'],
    [
      'says nothing',
      [
        ['Rent', '0'],
        ['Bank', null],
      ],
      'no_amount',
      'lines.0.debit',
    ],
    [
      'has a line of two sides',
      [
        ['Rent', '100', '100'],
        ['Bank', '0'],
      ],
      'two_sides',
      'lines.0.credit',
    ],
    [
      'stands on a heading',
      [
        ['Assets', '1'],
        ['Bank', null, '1'],
      ],
      'heading',
      'lines.0.account',
    ],
    [
      'owes to nobody',
      [
        ['Trade receivables', '1'],
        ['Sales', null, '1'],
      ],
      'party_needed',
      'lines.0.party',
    ],
    [
      'has an amount without its currency',
      [
        ['Rent', '1', null, { amount: '3' }],
        ['Bank', null, '1'],
      ],
      'currency_alone',
      'lines.0.amount',
    ],
    [
      'is of two signs',
      [
        ['Rent', '83000', null, { currency: 'USD', amount: '-1000' }],
        ['Bank', null, '83000'],
      ],
      'two_signs',
      'lines.0.amount',
    ],
    [
      'says something else in the money of the books',
      [
        ['Rent', '100', null, { currency: 'INR', amount: '99' }],
        ['Bank', null, '100'],
      ],
      'same_money',
      'lines.0.amount',
    ],
    [
      'is nothing in its currency though no exchange rate moved',
      [
        ['Rent', '100', null, { currency: 'USD', amount: '0' }],
        ['Bank', null, '100'],
      ],
      'no_amount_there',
      'lines.0.amount',
    ],
    [
      'has more digits than yen have',
      [
        ['Rent', '100', null, { currency: 'JPY', amount: '180.5' }],
        ['Bank', null, '100'],
      ],
      'too_fine',
      'lines.0.amount',
    ],
    [
      'names no currency',
      [
        ['Rent', '100', null, { currency: 'Rs.', amount: '100' }],
        ['Bank', null, '100'],
      ],
      'no_currency',
      'lines.0.currency',
    ],
  ]
  test.each(refusals)('that %s is not posted', async (_, sides, code, field) => {
    const problem = await bookkeeper.refused(posted(entry('2027-03-06', sides)))
    expect(problem.errors).toEqual(expect.arrayContaining([expect.objectContaining({ code, field })]))
  })

  test('in another currency balances in the money of the books', async () => {
    const sale = await posted(
      entry('2027-03-07', [
        ['Trade receivables', '83000', null, { party: customer, currency: 'USD', amount: '1000' }],
        ['Sales', null, '83000'],
      ]),
    )
    expect(sale).toMatchObject({ state: 'posted', lines: [{ base: '83000', currency: 'USD', amount: '1000' }, { base: '-83000' }] })
  })

  test('that was wrong is reversed, and all three stay', async () => {
    const wrong = await posted(rent('50000', '2027-04-05'))
    const changed = accountant.repo(Entry).update(wrong.id, { narration: 'Other' })
    expect(await accountant.refused(changed)).toMatchObject({ detail: 'A posted entry stays as it is. Reverse it, and post what is right.' })
    platform.clock.set('2027-04-10T06:00:00.000Z')
    expect(await accountant.run(reverse, wrong.id, { because: 'It was 45,000' })).toMatchObject({ number: 'JE/27-28/00002' })
    await posted(rent('45000', '2027-04-10'), accountant)
    expect((await balance('from=2027-04-01&to=2027-04-30')).rows).toMatchObject({
      Rent: ['50000', '95000', '50000', '95000'],
      Bank: ['-50000', '50000', '95000', '-95000'],
    })
    expect(await accountant.refused(accountant.run(reverse, wrong.id))).toMatchObject({ code: 'reversed_already' })
    platform.clock.set('2027-03-31T09:30:00.000Z')
  })

  test('is reversed on the first day that is open, and into no month that is locked', async () => {
    const march = await posted(rent('700', '2027-03-10'))
    const lock = await accountant.repo(PeriodLock).create({ reason: 'Books of March closed', until: '2027-03-31' } as never)
    expect(await accountant.refused(accountant.run(reverse, march.id, { on: '2027-03-20' }))).toMatchObject({
      detail: 'The books are locked up to 2027-03-31: Books of March closed. Choose a later date, or ask an accountant for an exception.',
    })
    const { entry: id } = (await accountant.run(reverse, march.id)) as { entry: string }
    expect(await accountant.repo(Entry).get(id as never)).toMatchObject({ date: '2027-04-01', kind: 'normal', reverses: march.id })
    await accountant.repo(PeriodLock).remove(lock.id)
  })

  test('with tax waits for the tax lock, and one without does not', async () => {
    const lock = await accountant.repo(PeriodLock).create({ reason: 'GSTR-3B of February', until: '2027-02-28', kind: 'tax' } as never)
    const taxed = entry('2027-02-20', [
      ['Purchases', '1000'],
      ['Input CGST', '90'],
      ['Input SGST', '90'],
      ['Bank', null, '1180'],
    ])
    expect(await bookkeeper.refused(posted(taxed))).toMatchObject({ errors: [{ field: 'date', code: 'locked_days' }] })
    expect(await posted(rent('1', '2027-02-20'))).toMatchObject({ state: 'posted' })
    await accountant.repo(PeriodLock).remove(lock.id)
  })

  test('waits for the locks of its journal, and for one of everything; a day behind a lock is open', async () => {
    const { items } = await accountant.repo(Journal).find({ where: { company: platform.company } as never, limit: 50, sort: ['-code'] })
    const journals = new Map<string, string>(items.map(({ kind, id }) => [kind, id]))
    const kinds = ['sales', 'purchase', 'bank', 'general'] as const
    const held: object = {}
    for (const kind of ['sales', 'purchase', 'general', null] as const) {
      const lock = await accountant.repo(PeriodLock).create({ reason: 'Filed', until: '2027-01-31', kind } as never)
      const tried = async (journal: string, day: string) => {
        const sides = [['Rent', '1'] as const, ['Bank', null, '1'] as const]
        const made = await bookkeeper.repo(Entry).create(entry(day, sides, { journal: journals.get(journal) }))
        return bookkeeper.run(post, made.id).then(
          () => 'posted',
          error => error.problem.errors[0].code as string,
        )
      }
      const found = await Promise.all(kinds.map(journal => tried(journal, '2027-01-31')))
      Object.assign(held, { [String(kind)]: kinds.filter((_, at) => found[at] === 'locked_days'), behind: await tried('sales', '2027-02-01') })
      await accountant.repo(PeriodLock).remove(lock.id)
    }
    expect(held).toEqual({ sales: ['sales'], purchase: ['purchase'], general: [...kinds], null: [...kinds], behind: 'posted' })
  })
})

describe('A reversal', () => {
  test('is dated no earlier than its entry', async () => {
    const coming = await posted(rent('11', '2027-05-02'))
    expect(await accountant.refused(accountant.run(reverse, coming.id, { on: '2027-05-01' }))).toMatchObject({
      code: 'before_entry',
      detail: `${coming.number} is dated 2027-05-02. Reverse it on that day or a later one.`,
    })
    const { entry: id } = (await accountant.run(reverse, coming.id)) as { entry: string }
    expect(await accountant.repo(Entry).get(id as never)).toMatchObject({ date: '2027-05-02' })
  })

  test('of a closing entry is left out of the trial balance with it', async () => {
    const before = await balance('to=2027-06-30&closing=false')
    const closing = entry(
      '2027-06-30',
      [
        ['Retained earnings', '500'],
        ['Rent', null, '500'],
      ],
      { kind: 'closing' },
    )
    expect((await bookkeeper.refused(bookkeeper.repo(Entry).create(closing))).errors).toMatchObject([{ field: 'kind', code: 'kind_of_others' }])
    const { id } = await posted(closing, accountant)
    await accountant.run(reverse, id)
    expect(await balance('to=2027-06-30&closing=false')).toEqual(before)
    expect((await balance('from=2027-06-30&to=2027-06-30')).total).toMatchObject({ debit: '1000', credit: '1000', closing: '0' })
  })

  test('stands on the accounts of its entry, though they are not used any more, or are kept by party since', async () => {
    const [old, shut] = await accountant.repo(Account).createMany([
      { name: 'Old bank', code: '1121', type: 'asset' },
      { name: 'Suspense', code: '1122', type: 'asset' },
    ] as never)
    if (!old || !shut) throw new Error('Two accounts were made.')
    accounts = { ...accounts, 'Old bank': old.id, Suspense: shut.id }
    const both = entry('2027-03-11', [
      ['Old bank', '12'],
      ['Suspense', null, '12'],
    ])
    const { id } = await posted(both)
    await accountant.repo(Account).update(old.id, { active: false })
    await accountant.repo(Account).update(shut.id, { manual: false, control: 'receivable' })
    const problem = await bookkeeper.refused(posted(both))
    expect(problem.errors).toMatchObject([{ code: 'not_active' }, { code: 'not_by_hand' }])
    expect(await accountant.run(reverse, id)).toMatchObject({ number: expect.stringMatching(/^JE/) })
  })
})

test('Who was merged since is the other in the reversal, and a journal in which entries were posted is merged into none', async () => {
  const [twice, once] = await platform.admin.repo(Party).createMany([
    { name: 'Meera Silks', kind: 'organisation' },
    { name: 'Meera Silks Pvt Ltd', kind: 'organisation' },
  ] as never)
  const [counter, general] = await accountant.repo(Journal).createMany([
    { name: 'Stall', code: 'ST' },
    { name: 'Stalls', code: 'STS' },
  ] as never)
  const sides: Side[] = [
    ['Trade receivables', '9', null, { party: twice?.id }],
    ['Sales', null, '9'],
  ]
  const { id } = await posted(entry('2027-03-13', sides, { journal: counter?.id }))
  await platform.admin.post('/api/duplicates/parties.party/merge', { winner: once?.id, loser: twice?.id })
  const merged = accountant.post('/api/duplicates/ledger.journal/merge', { winner: general?.id, loser: counter?.id })
  expect((await accountant.refused(merged)).errors).toMatchObject([{ code: 'posted_in' }])
  const { entry: back } = (await accountant.run(reverse, id)) as { entry: string }
  expect(await accountant.repo(Entry).get(back as never)).toMatchObject({ journal: counter?.id, lines: [{ party: once?.id, credit: '9' }, { party: null }] })
})

test.each([
  ['INR', '10.25', '10.255', 'too_fine'],
  ['JPY', '10', '10.5', 'too_fine'],
  ['KWD', '10.255', '10.2555', 'decimal'],
])('Books in %s take %s and not %s, and number their entries by themselves', async (currency, good, fine, code) => {
  const { id: company } = (await platform.admin.post('/api/records/core.company', {
    ...{ name: `Books in ${currency}`, country: 'IN', currency, zone: 'Asia/Kolkata', fiscalYearStart: 4 },
  })) as { id: string }
  const { items } = await platform.admin.repo(Account).find({ where: { company, code: { in: ['1110', '1120'] } } as never, sort: ['code'] })
  const transfer = (amount: string) => {
    const lines = [
      { account: items[0]?.id, debit: amount },
      { account: items[1]?.id, credit: amount },
    ]
    return posted({ narration: 'Cash drawn', date: '2027-03-14', company, lines } as never, platform.admin)
  }
  expect(await transfer(good)).toMatchObject({ state: 'posted', total: good, number: 'JE/26-27/00001' })
  expect((await platform.admin.refused(transfer(fine))).errors).toMatchObject([
    { field: 'lines.0.debit', code },
    { field: 'lines.1.credit', code },
  ])
})

test('A note is written beside a posted entry, also after its journal and its accounts became others', async () => {
  const journal = await accountant.repo(Journal).create({ name: 'Counter', code: 'CO' } as never)
  const own = await accountant.repo(Account).create({ name: 'Cess', code: '2165', type: 'liability' } as never)
  accounts = { ...accounts, Cess: own.id }
  const sides: Side[] = [
    ['Bank', '5'],
    ['Cess', null, '5'],
  ]
  const { id } = await posted(entry('2027-03-12', sides, { journal: journal.id }))
  await accountant.repo(Journal).update(journal.id, { kind: 'sales' })
  await accountant.repo(Account).update(own.id, { control: 'tax' })
  expect(await accountant.repo(Entry).update(id, { note: 'Seen by the auditor' })).toMatchObject({ note: 'Seen by the auditor', concerns: ['general'] })
})

test('Files are hung on an entry before and after it is posted, and its history says who hung or took which; who changes nothing reads them', async () => {
  const send = async (name: string) => {
    const answer = await bookkeeper.ask('POST', `/api/files?name=${name}`, `%PDF-1.7 ${name}`, { 'Content-Type': 'application/octet-stream' })
    return (answer.json as unknown as { id: string }).id
  }
  const [bill, receipt] = [await send('bill.pdf'), await send('receipt.pdf')]
  const sides: Side[] = [
    ['Rent', '7'],
    ['Bank', null, '7'],
  ]
  const { id } = await posted(entry('2027-03-13', sides, { files: [bill] }))
  const auditor = await platform.as('ledger.auditor')
  await bookkeeper.repo(Entry).update(id, { files: [bill, receipt] as never })
  await accountant.repo(Entry).update(id, { files: [receipt] as never })
  expect((await auditor.refused(auditor.repo(Entry).update(id, { files: [] }))).status).toBe(403)
  const [, taken, hung] = [null, ...(await auditor.repo(Entry).history(id)).filter(one => one.changes.files)]
  expect([
    (await auditor.repo(Entry).get(id)).files,
    (await auditor.ask('GET', `/api/files/${receipt}`)).json,
    [hung, taken].map(one => [one?.by?.id, one?.changes.files?.to]),
  ]).toMatchObject([
    [receipt],
    '%PDF-1.7 receipt.pdf',
    [
      [bookkeeper.userId, [bill, receipt]],
      [accountant.userId, [receipt]],
    ],
  ])
})

test('An entry stands in a journal of its company', async () => {
  const other = (await platform.admin.post('/api/records/core.company', {
    ...{ name: 'Asha Exports', country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 4 },
  })) as { id: string }
  const { items } = await accountant.repo(Journal).find({ where: { company: other.id, code: 'JV' } as never })
  const sides: Side[] = [
    ['Rent', '1'],
    ['Bank', null, '1'],
  ]
  const problem = await bookkeeper.refused(bookkeeper.repo(Entry).create(entry('2027-03-12', sides, { journal: items[0]?.id })))
  expect(problem.errors).toMatchObject([{ field: 'journal', code: 'other_company' }])
})

describe('Who may', () => {
  test('a bookkeeper posts and does not reverse, an auditor reads and changes nothing', async () => {
    const one = await posted(rent('3'))
    expect((await bookkeeper.refused(bookkeeper.run(reverse, one.id))).status).toBe(403)
    expect((await auditor.refused(auditor.repo(Entry).create(rent('4')))).status).toBe(403)
    expect(await auditor.repo(Entry).get(one.id)).toMatchObject({ total: '3' })
    expect((await bookkeeper.refused(bookkeeper.repo(PeriodLock).create({ reason: 'x', until: '2027-01-01' } as never))).status).toBe(403)
    const nobody = await platform.as()
    expect((await nobody.ask('GET', '/api/plugins/ledger/x/trial-balance')).status).toBe(403)
    // All that there is of the books, each of them, and no more than to read and to take along.
    const grants = (ledger.parts ?? []).flatMap(part => ('kind' in part && part.kind === 'role' && part.name === 'ledger.auditor' ? part.grants : []))
    expect([...new Set(grants.flatMap(grant => grant.verbs))].sort()).toEqual(['export', 'read'])
    const lines = new Set([
      'ledger.line',
      'ledger.dimensionLine',
      'ledger.allocation',
      'ledger.clearing',
      'ledger.revaluationRate',
      'ledger.recurringLine',
      'ledger.templateLine',
      'ledger.budgetMonth',
      'ledger.reminderLine',
    ])
    const unseen = (ledger.entities ?? []).map(one => one.name).filter(name => !lines.has(name) && !grants.some(grant => grant.entity === name))
    expect(unseen).toEqual([])
  })
})

test('The ledger of an account goes from what it began with to what it ends with', async () => {
  const own = await accountant.repo(Account).create({ name: 'Postage', code: '5280', type: 'expense' } as never)
  accounts = { ...accounts, Postage: own.id }
  const pay = (date: string, amount: string) =>
    posted(
      entry(
        date,
        [
          ['Postage', amount],
          ['Cash in hand', null, amount],
        ],
        { narration: 'Stamps' },
      ),
    )
  await pay('2027-01-15', '40')
  await pay('2027-03-02', '25.50')
  await pay('2027-03-04', '10')
  expect(await auditor.get(`/api/plugins/ledger/x/statement?account=${own.id}&from=2027-03-01&to=2027-03-31`)).toMatchObject({
    opening: '40',
    rows: [
      { date: '2027-03-02', narration: 'Stamps', debit: '25.5', balance: '65.5' },
      { date: '2027-03-04', debit: '10', balance: '75.5' },
    ],
    ...{ debit: '35.5', credit: '0', closing: '75.5', next: null },
  })
  expect(await accountant.refused(accountant.repo(Account).update(own.id, { type: 'asset' }))).toMatchObject({ errors: [{ code: 'posted_to' }] })
})

test('The ledger of an account comes by pages, its lines in the order of their entry, and its closing is that of all days', async () => {
  const own = await accountant.repo(Account).create({ name: 'Stamps', code: '5285', type: 'expense' } as never)
  accounts = { ...accounts, Stamps: own.id }
  const stamps = Array.from({ length: 203 }, (_, at): Side => ['Stamps', '1', null, { memo: String(at) }])
  await posted(entry('2027-03-09', [...stamps, ['Cash in hand', null, '203']]))
  interface Read {
    readonly rows: readonly { readonly memo: string; readonly balance: string }[]
    readonly next: string | null
  }
  const read = (more = '') => auditor.get(`/api/plugins/ledger/x/statement?account=${own.id}&from=2027-03-01&to=2027-03-31${more}`) as unknown as Promise<Read>
  const sums = { opening: '0', debit: '203', credit: '0', closing: '203' }
  const first = await read()
  expect(first).toMatchObject(sums)
  const after = `&after=${encodeURIComponent(String(first.next))}`
  const second = await read(`${after}&balance=${first.rows.at(-1)?.balance}`)
  expect(second).toMatchObject({ ...sums, next: null })
  expect([...first.rows, ...second.rows].map(row => [row.memo, row.balance])).toEqual(stamps.map((_, at) => [String(at), String(at + 1)]))
  expect(await auditor.refused(read(after))).toMatchObject({ code: 'balance_missing' })
  expect((await auditor.ask('GET', '/api/plugins/ledger/x/statement?account=00000000-0000-7000-8000-000000000000')).status).toBe(404)
})

test('An account that something was posted to neither goes nor becomes another, and one without goes', async () => {
  const [used, empty] = await accountant.repo(Account).createMany([
    { name: 'Courier', code: '5291', type: 'expense' },
    { name: 'Couriers', code: '5292', type: 'expense' },
  ] as never)
  if (!used || !empty) throw new Error('Two accounts were made.')
  accounts = { ...accounts, Courier: used.id }
  await posted(
    entry('2027-03-08', [
      ['Courier', '90'],
      ['Cash in hand', null, '90'],
    ]),
  )
  const told = { code: 'posted_to', message: 'Something was posted to Courier. Make it inactive instead.' }
  expect((await accountant.refused(accountant.repo(Account).remove(used.id))).errors).toContainEqual(told)
  const merge = (winner: string, loser: string) => accountant.post('/api/duplicates/ledger.account/merge', { winner, loser })
  expect((await accountant.refused(merge(empty.id, used.id))).errors).toEqual([{ ...told, row: 0 }])
  await merge(used.id, empty.id)
  expect((await balance('to=2027-03-31')).total).toMatchObject({ closing: '0' })
  // One that went before this was refused is named in the reports all the same.
  const { owner } = platform.platform.world.db
  await owner.run({ text: 'update main.ledger_account set deleted_at = now() where id = $1', params: [used.id] })
  expect(await balance('to=2027-03-31')).toMatchObject({ rows: { Courier: ['0', '90', '0', '90'] }, total: { closing: '0' } })
})

test('Sample data is half a year of books that agree', async () => {
  const shown = await createTestPlatform({ plugins: [parties, ledger], sample: true })
  try {
    const { rows, total } = (await shown.admin.get('/api/plugins/ledger/x/trial-balance')) as unknown as {
      rows: { name: string; closing: string }[]
      total: object
    }
    expect(rows.find(row => row.name === 'Capital')?.closing).toBe('-800000')
    expect([rows.length, total]).toMatchObject([11, { closing: '0' }])
    expect(await shown.admin.repo(Entry).count({ state: 'draft' })).toBe(0)
  } finally {
    await shown.stop()
  }
})
