import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { allow, definePlugin, role } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BalanceSheet, ProfitAndLoss } from './model/statements.ts'
import { Account, AccountRole, Balance, Entry, FiscalYear, OpeningItem, postOpening, reverse, takeBackOpening } from './model.ts'
import ledger from './plugin.ts'

/** Somebody who sees opening items everywhere, and the balances of banks and cash alone. */
const cashier = definePlugin({
  id: 'cashier',
  version: '1.0.0',
  title: 'Cashier',
  description: 'For tests.',
  engines: { sangam: '^0.1.0' },
  needs: { ledger: '^0.1.0' },
  entities: [],
  parts: [
    role('cashier.cashier', {
      label: 'Cashier',
      description: 'Counts money.',
      grants: [
        allow(OpeningItem, ['read']),
        allow(AccountRole, ['read']),
        allow(Account, ['read']),
        allow(Balance, ['read'], { where: { 'account.control': { in: ['bank', 'cash'] } } as never }),
      ],
    }),
  ],
})

let platform: TestPlatform
let accountant: TestClient
let auditor: TestClient
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, ledger, cashier] })
  ;[accountant, auditor] = (await Promise.all(['ledger.accountant', 'ledger.auditor'].map(role => platform.as(role)))) as [TestClient, TestClient]
  await platform.admin.repo(Party).create({ name: 'Asha Traders', kind: 'organisation' })
})
afterAll(() => platform.stop())

interface Mapping {
  readonly fields: { readonly [path: string]: object }
  readonly key: string | null
  readonly adds?: boolean
}
const head = 'Date,Number,Account,Debit,Credit,Currency,Party,Narration'
/** As the wizard of the screen does: what the columns mean is proposed, entries are to be posted, and what would happen is looked at first. */
const imported = async (rows: readonly string[], more = '') => {
  const { json } = await accountant.ask('POST', '/api/imports/ledger.entry?name=journal.csv', [head + more, ...rows].join('\n'), { 'Content-Type': 'text/csv' })
  const { id, suggestion } = json as unknown as { id: string; suggestion: Mapping }
  const mapping = { ...suggestion, fields: { ...suggestion.fields, state: { columns: [], constant: 'posted' } } }
  const plan = (await accountant.post(`/api/imports/ledger.entry/${id}/plan`, mapping as never)) as unknown as {
    counts: object
    problems: { field: string | null; code: string; rows: number }[]
  }
  const { counts } = (await accountant.post(`/api/imports/ledger.entry/${id}/commit`)) as unknown as { counts: object }
  expect(counts).toEqual(plan.counts)
  return { suggestion, counts, problems: plan.problems.map(({ field, code, rows }) => [field, code, rows]) }
}
const closing = async () => {
  const { rows } = (await accountant.get('/api/plugins/ledger/x/trial-balance?to=2027-03-31')) as unknown as { rows: { name: string; closing: string }[] }
  return Object.fromEntries(rows.map(row => [row.name, row.closing]))
}

test('A journal of another program is read as it is: its rows are entries by their number, accounts by code or name, in the money of the books', async () => {
  const { suggestion, counts } = await imported([
    '05/03/2027,1,Rent,"45,000.00",,INR,,Rent of March',
    '05/03/2027,1,Bank,,"45,000.00",INR,,Rent of March',
    '25/03/2027,2,Trade receivables,11800,,,Asha Traders,Sold',
    '25/03/2027,2,4110,,10000,,,Sold',
    '25/03/2027,2,Output CGST,,900,,,Sold',
    '25/03/2027,2,Output SGST,,900,,,Sold',
  ])
  expect(suggestion).toMatchObject({
    key: 'reference',
    adds: true,
    fields: {
      date: { columns: [0], dateOrder: 'dmy' },
      reference: { columns: [1] },
      narration: { columns: [7] },
      ...{ 'lines.account': { columns: [2] }, 'lines.debit': { columns: [3] }, 'lines.credit': { columns: [4] } },
      ...{ 'lines.currency': { columns: [5] }, 'lines.party': { columns: [6] } },
    },
  })
  expect(counts).toEqual({ create: 2, update: 0, same: 4, refuse: 0 })
  expect(await closing()).toEqual({
    ...{ Bank: '-45000', Rent: '45000', 'Trade receivables': '11800', Sales: '-10000', 'Output CGST': '-900', 'Output SGST': '-900' },
  })
})

test('What does not balance, names no account or has no party is refused whole with its reason, and the rest is posted', async () => {
  const { counts, problems } = await imported([
    '06/03/2027,3,Rent,100,,,,Out of balance',
    '06/03/2027,3,Bank,,99,,,Out of balance',
    '06/03/2027,4,Rent,100,,,,A name that is none',
    '06/03/2027,4,Bnak,,100,,,A name that is none',
    '31/03/2027,5,Trade receivables,100,,,,Whose?',
    '31/03/2027,5,Bank,,100,,,Whose?',
    '31/03/2027,6,Bank,100,,USD,,In which money?',
    '31/03/2027,6,Rent,,100,,,In which money?',
    '31/03/2027,7,Travel,250,,,,Fare',
    '31/03/2027,7,Bank,,250,,,Fare',
  ])
  expect(counts).toEqual({ create: 1, update: 0, same: 1, refuse: 8 })
  expect(problems.filter(([, code]) => code !== 'first_refused' && code !== 'other_refused').sort()).toEqual([
    ['lines', 'out_of_balance', 1],
    ['lines.0.amount', 'currency_alone', 1],
    ['lines.0.party', 'party_needed', 1],
    ['lines.account', 'no_match', 1],
  ])
  expect(await closing()).toMatchObject({ Bank: '-45250', Rent: '45000', Travel: '250' })
})

test('What lines tell of items and tax numbers is read beside their amounts, with the sign of its side, and a unit says how many', async () => {
  const more = ',Item,Quantity,Unit,Our tax number'
  const own = (number: string, more: object = {}) =>
    platform.admin.post('/api/records/core.registration', { company: platform.company, kind: 'gstin', number, ...more })
  await own('27AAPFU0939F1ZV')
  await own('29AAPFU0939F1ZR', { validTo: '2026-12-31' })
  const { suggestion, counts } = await imported(
    [
      '20/03/2027,20,Bank,590,,,,Two lamps,,,,',
      '20/03/2027,20,Sales,,500,,,Two lamps,Lamp,2,NOS,',
      '20/03/2027,20,Output IGST,,90,,,Two lamps,,,,27AAPFU0939F1ZV',
    ],
    more,
  )
  expect(suggestion.fields).toMatchObject({ 'lines.item': {}, 'lines.quantity': {}, 'lines.unit': {}, 'lines.registration': {} })
  expect(counts).toEqual({ create: 1, update: 0, same: 2, refuse: 0 })
  const found = await accountant.repo(Entry).first({ reference: '20' } as never)
  const told = { item: null, quantity: null, unit: null, registration: null }
  const { lines: posted } = await accountant.repo(Entry).get(found?.id as never)
  expect(posted).toMatchObject([told, { ...told, item: 'Lamp', quantity: '-2', unit: 'NOS' }, { ...told, registration: '27AAPFU0939F1ZV' }])
  const alone = await imported(['21/03/2027,21,Rent,5,,,,Half,,,NOS,', '21/03/2027,21,Bank,,5,,,Half,,,,'], more)
  expect(alone.problems).toContainEqual(['lines.0.quantity', 'unit_alone', 1])
  // A number is one of ours, and held on the day of the entry or of its paper.
  const under = (registration: string, days: object) =>
    accountant.repo(Entry).create({
      ...{ narration: 'Late', ...days },
      lines: [
        { account: posted[1]?.account, debit: '5', registration },
        { account: posted[0]?.account, credit: '5' },
      ],
    } as never)
  const refusedUnder = async (registration: string, days: object) => (await accountant.refused(under(registration, days))).errors
  const message =
    '29AAPFU0939F1ZR was no tax number of the company on 2027-03-20. Give one of 27AAPFU0939F1ZV, or enter it among the registrations on the page of the company.'
  expect(await refusedUnder('29AAPFU0939F1ZR', { date: '2027-03-20' })).toMatchObject([{ field: 'lines.0.registration', code: 'no_own_number', message }])
  expect(await refusedUnder('27aapfu0939f1zv', { date: '2027-03-20' })).toMatchObject([{ code: 'no_own_number' }])
  await under('29AAPFU0939F1ZR', { date: '2027-03-20', documentDate: '2026-12-30' })
})

test('The same file again adds nothing, and the same number in another year is another entry', async () => {
  const before = await accountant.repo(Entry).count({ state: 'posted' })
  const rent = (date: string) => [`${date},1,Rent,45000,,INR,,Rent of March`, `${date},1,Bank,,45000,INR,,Rent of March`]
  expect((await imported(rent('05/03/2027'))).counts).toEqual({ create: 0, update: 0, same: 2, refuse: 0 })
  expect((await imported(rent('05/03/2026'))).counts).toEqual({ create: 1, update: 0, same: 1, refuse: 0 })
  expect(await accountant.repo(Entry).count({ state: 'posted' })).toBe(before + 1)
})

describe('Opening balances', () => {
  type Row = readonly [account: string, debit: string | null, credit: string | null, more?: object]
  interface Summary {
    readonly drafts: { readonly count: number; readonly debit: string; readonly credit: string }
    readonly posted: { readonly count: number }
    readonly balance: string
    readonly after: string
  }
  /** A company of its own, so that what one test posts stands in no other's reports. */
  const begin = async (name: string, rows: readonly Row[]) => {
    const { id: company } = (await platform.admin.post('/api/records/core.company', {
      ...{ name, country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 4 },
    })) as { id: string }
    const ask = <T>(path: string, who = auditor) => who.get(`/api/plugins/ledger/x/${path}&company=${company}`) as unknown as Promise<T>
    const { items: known } = await accountant.repo(Account).find({ where: { company } as never, limit: 500 })
    const accounts = new Map(known.map(account => [account.name, account.id]))
    const items = await accountant
      .repo(OpeningItem)
      .createMany(rows.map(([account, debit, credit, more]) => ({ account: accounts.get(account), debit, credit, company, ...more })) as never)
    const post = (on = '2026-04-01') => accountant.post('/api/plugins/ledger/x/opening/post', { company, on })
    return {
      ...{ company, accounts, items, ask },
      post,
      profit: async (to: string) => (await ask<ProfitAndLoss>(`profit-and-loss?to=${to}`)).net.amount,
      sheet: (on: string) => ask<BalanceSheet>(`balance-sheet?on=${on}`),
      summary: () => ask<Summary>('opening?'),
      entries: async () => (await auditor.repo(Entry).find({ where: { company } as never, limit: 50 })).items,
    }
  }
  const party = async (name: string) => (await platform.admin.repo(Party).create({ name, kind: 'organisation' })).id

  test('are open items by party with their number and days, touch neither income nor tax, and end at 0 (R17, R76)', async () => {
    const [asha, ravi, meera] = [await party('Asha Weaves'), await party('Ravi Cloth'), await party('Meera Home')]
    const books = await begin('Opening as a whole', [
      ['Trade receivables', '200000', null, { party: asha, number: 'INV-41', date: '2026-02-10', due: '2026-03-12', taxable: '169491.53', tax: '30508.47' }],
      ['Trade receivables', '150000', null, { party: ravi, number: 'INV-77', date: '2026-03-20', due: '2026-04-19' }],
      ['Trade receivables', null, '50000', { party: meera, number: 'RCPT-3', date: '2026-03-28' }],
      ['Bank', '100000', null],
      ['Capital', null, '400000'],
    ])
    expect(await books.summary()).toMatchObject({ drafts: { count: 5, debit: '450000', credit: '450000' }, balance: '0', after: '0' })
    await books.post()
    const entries = await books.entries()
    expect(entries.find(entry => entry.reference === 'INV-41')).toMatchObject({
      kind: 'opening',
      date: '2026-04-01',
      documentDate: '2026-02-10',
      total: '200000',
    })
    expect(entries.map(({ kind, concerns }) => [kind, concerns])).toEqual(Array.from({ length: 5 }, () => ['opening', ['general']]))
    const [item] = await Promise.all(entries.filter(one => one.reference === 'INV-77').map(one => auditor.repo(Entry).get(one.id)))
    // What is open has the days of its own paper; one without a day to pay by is due on the day it has.
    const open = await books.ask<{ rows: { name: string; date: string; due: string; late: number }[] }>('open-items?on=2026-04-01&side=receivable')
    expect(open.rows.map(({ name, date, due, late }) => [name, date, due, late])).toEqual([
      ['INV-41', '2026-02-10', '2026-03-12', 20],
      ['RCPT-3', '2026-03-28', '2026-03-28', 4],
      ['INV-77', '2026-03-20', '2026-04-19', -18],
    ])
    expect(item?.lines).toMatchObject([{ party: ravi, due: '2026-04-19', debit: '150000', taxComponent: null }, { credit: '150000' }])
    const { rows } = await books.ask<{ rows: { name: string; closing: string }[] }>('trial-balance?to=2026-04-01')
    expect(Object.fromEntries(rows.map(row => [row.name, row.closing]))).toEqual({
      Bank: '100000',
      Capital: '-400000',
      'Trade receivables': '300000',
      'Opening balances': '0',
    })
    expect(
      (await books.sheet('2026-04-01')).blocks.flatMap(block => (block.kind === 'line' ? block.rows.map(row => `- ${row.name} ${row.amount}`) : [])),
    ).toEqual(['- Trade receivables 350000', '- Bank 100000', '- Capital 400000', '- Trade receivables: advances 50000'])
    expect([await books.profit('2026-12-31'), await books.summary()]).toMatchObject(['0', { posted: { count: 5 }, balance: '0' }])
    expect(await books.post()).toEqual({ posted: 0 })
  })

  test('in the middle of a year bring what was earned and spent since it began, and say what is missing', async () => {
    const books = await begin('Mid-year', [
      ['Sales', null, '10000'],
      ['Rent', '4000', null],
    ])
    await books.post()
    expect(await books.summary()).toMatchObject({ balance: '6000', after: '6000' })
    // Whose rights do not reach the account is not told what it holds.
    expect(await books.ask('opening?', await platform.as('cashier.cashier'))).toMatchObject({ posted: { count: 2 }, balance: '0' })
    await accountant.repo(OpeningItem).create({ account: books.accounts.get('Bank'), debit: '6000', company: books.company } as never)
    expect(await books.summary()).toMatchObject({ drafts: { count: 1 }, balance: '6000', after: '0' })
    await books.post()
    expect([(await books.summary()).balance, await books.profit('2026-12-31')]).toEqual(['0', '6000'])
    // Books that begin in an earlier year have it at once, so that it can be closed on the day on which they are set up.
    const years = async () =>
      (await auditor.repo(FiscalYear).find({ where: { company: books.company } as never, sort: ['from'] })).items.map(({ name }) => name)
    const before = await years()
    await accountant.repo(OpeningItem).create({ account: books.accounts.get('Capital'), credit: '1', company: books.company } as never)
    await books.post('2025-06-01')
    expect([before.includes('2025-26'), await years()]).toEqual([false, ['2025-26', ...before]])
  })

  test('that were wrong are taken back on their day, put right and posted again, and meanwhile nothing of them is changed or removed', async () => {
    const books = await begin('Put right', [['Bank', '700', null]])
    await books.post()
    const id = books.items[0]?.id as never
    expect((await accountant.refused(accountant.repo(OpeningItem).update(id, { debit: '70' }))).errors).toMatchObject([{ field: 'debit' }])
    expect((await accountant.refused(accountant.repo(OpeningItem).remove(id))).errors).toMatchObject([{ code: 'in_books' }])
    const [before] = await books.entries()
    expect(await accountant.refused(accountant.run(reverse, before?.id as never))).toMatchObject({ code: 'posted_elsewhere' })
    await accountant.run(takeBackOpening, id)
    await accountant.repo(OpeningItem).update(id, { debit: '70' })
    await accountant.run(postOpening, id, { on: '2026-04-01' })
    expect((await books.entries()).map(({ date, kind, total: sum }) => [date, kind, sum]).sort()).toEqual([
      ['2026-04-01', 'opening', '70'],
      ['2026-04-01', 'opening', '700'],
      ['2026-04-01', 'opening', '700'],
    ])
    expect((await books.sheet('2026-04-01')).assets.amount).toBe('70')
    expect((await auditor.refused(auditor.run(postOpening, id, { on: '2026-04-01' }))).status).toBe(403)
  })

  test('are read from a file, accounts by the codes of one’s own company; and rows that can’t be posted are named with the reason', async () => {
    const { company } = await begin('Opening elsewhere', [['Bank', '1', null]])
    await platform.admin.repo(Account).create({ name: 'Held elsewhere', code: '9990', type: 'asset', company } as never)
    const rows = [
      'Account,Party,Number of the document,Date of the document,Due on,Debit,Credit',
      '1130,Asha Weaves,INV-90,25/02/2026,05/04/2026,"1,18,000.00",',
      '1120,,,,,5000,',
      '1130,,INV-91,26/02/2026,,200,',
      '9999,,,,,1,',
      '9990,,,,,1,',
      '11,,,,,1,',
      '1110,,,,,7,7',
    ]
    const { json } = await accountant.ask('POST', '/api/imports/ledger.openingItem?name=opening.csv', rows.join('\n'), { 'Content-Type': 'text/csv' })
    const { id, suggestion, columns } = json as unknown as { id: string; suggestion: object; columns: object[] }
    // A day that can be read both ways is read as those of the column beside it, which can’t.
    expect(columns[4]).toMatchObject({ header: 'Due on', dateOrder: 'dmy', orderFrom: 'Date of the document' })
    const plan = (await accountant.post(`/api/imports/ledger.openingItem/${id}/plan`, suggestion)) as unknown as {
      counts: object
      problems: { field: string; code: string }[]
    }
    expect([plan.counts, plan.problems.map(({ field, code }) => [field, code]).sort()]).toEqual([
      { create: 2, update: 0, same: 0, refuse: 5 },
      [
        ['account', 'heading'],
        ['account', 'no_match'],
        ['account', 'other_company'],
        ['credit', 'two_sides'],
        ['party', 'party_needed'],
      ],
    ])
    await accountant.post(`/api/imports/ledger.openingItem/${id}/commit`)
    const { items } = await auditor
      .repo(OpeningItem)
      .find({ where: { company: platform.company } as never, sort: ['debit'], fields: ['debit', 'number', 'due', 'state'] })
    expect(items).toMatchObject([
      { debit: '5000', number: null, state: 'draft' },
      { debit: '118000', number: 'INV-90', due: '2026-04-05', state: 'draft' },
    ])
  })
})
