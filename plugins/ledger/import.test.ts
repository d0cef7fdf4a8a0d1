import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Entry } from './model.ts'
import ledger from './plugin.ts'

let platform: TestPlatform
let accountant: TestClient
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, ledger] })
  accountant = await platform.as('ledger.accountant')
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
const imported = async (rows: readonly string[]) => {
  const { json } = await accountant.ask('POST', '/api/imports/ledger.entry?name=journal.csv', [head, ...rows].join('\n'), { 'Content-Type': 'text/csv' })
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

test('The same file again adds nothing, and the same number in another year is another entry', async () => {
  const before = await accountant.repo(Entry).count({ state: 'posted' })
  const rent = (date: string) => [`${date},1,Rent,45000,,INR,,Rent of March`, `${date},1,Bank,,45000,INR,,Rent of March`]
  expect((await imported(rent('05/03/2027'))).counts).toEqual({ create: 0, update: 0, same: 2, refuse: 0 })
  expect((await imported(rent('05/03/2026'))).counts).toEqual({ create: 1, update: 0, same: 1, refuse: 0 })
  expect(await accountant.repo(Entry).count({ state: 'posted' })).toBe(before + 1)
})
