import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { minus, total } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Placeable, placeOf } from './model/placing.ts'
import type { BalanceSheet, CashFlow, ProfitAndLoss, StatementBlock } from './model/statements.ts'
import { Account, Entry } from './model.ts'
import ledger from './plugin.ts'

let platform: TestPlatform
let accountant: TestClient
let auditor: TestClient
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, ledger] })
  ;[accountant, auditor] = (await Promise.all(['ledger.accountant', 'ledger.auditor'].map(role => platform.as(role)))) as [TestClient, TestClient]
})
afterAll(() => platform.stop())

type Side = readonly [account: string, debit: string | null, credit: string | null, party?: string | undefined]
type Posted = readonly [date: string, sides: readonly Side[], kind?: string]

/** Books of a company of their own, so that what one test posts stands in no other's reports. */
async function newBooks(name: string, more: object = {}) {
  const { id: company } = (await platform.admin.post('/api/records/core.company', {
    ...{ name, country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 4, ...more },
  })) as { id: string }
  const { items } = await accountant.repo(Account).find({ where: { company } as never, limit: 500 })
  const accounts = new Map(items.map(account => [account.name, account.id]))
  const post = (entries: readonly Posted[]) =>
    accountant.repo(Entry).createMany(
      entries.map(([date, sides, kind = 'normal']) => ({
        ...{ narration: 'As told', date, company, kind, state: 'posted' },
        lines: sides.map(([account, debit, credit, party]) => ({ account: accounts.get(account), debit, credit, party: party ?? null })),
      })) as never,
    )
  const ask = <T>(path: string, who = auditor) => who.get(`/api/plugins/ledger/x/${path}&company=${company}`) as unknown as Promise<T>
  return {
    ...{ company, accounts, post, ask },
    profit: (query: string) => ask<ProfitAndLoss>(`profit-and-loss?${query}`),
    sheet: (query: string) => ask<BalanceSheet>(`balance-sheet?${query}`),
  }
}

/** A statement as one reads it. */
const read = (blocks: readonly StatementBlock[]): string[] =>
  blocks.flatMap(block => {
    const figures = (of: { readonly amount: string; readonly before: string | null }) => (of.before === null ? of.amount : `${of.amount} (${of.before})`)
    if (block.kind === 'heading') return [`${'#'.repeat(block.level)} ${block.label}`]
    if (block.kind === 'result') return [`= ${block.label} ${figures(block)}`]
    return [`${block.label} ${figures(block)}`, ...block.rows.map(row => `- ${row.name} ${figures(row)}`)]
  })

describe('The balance sheet', () => {
  test('nets no party with another: who owes stands in assets, who paid ahead in liabilities, and with suppliers the other way round (R86)', async () => {
    const [asha, ravi, mills, dyes] = await platform.admin
      .repo(Party)
      .createMany(['Asha Traders', 'Ravi Stores', 'Cotton Mills', 'Dye Works'].map(name => ({ name, kind: 'organisation' })) as never)
    const books = await newBooks('Parties apart')
    await books.post([
      [
        '2027-03-01',
        [
          ['Trade receivables', '100000', null, asha?.id],
          ['Sales', null, '100000'],
        ],
      ],
      [
        '2027-03-02',
        [
          ['Bank', '20000', null],
          ['Trade receivables', null, '20000', ravi?.id],
        ],
      ],
      [
        '2027-03-03',
        [
          ['Purchases', '7000', null],
          ['Trade payables', null, '7000', mills?.id],
        ],
      ],
      [
        '2027-03-04',
        [
          ['Trade payables', '3000', null, dyes?.id],
          ['Bank', null, '3000'],
        ],
      ],
    ])
    expect(read((await books.sheet('on=2027-03-31&before=2027-03-01')).blocks)).toEqual([
      '# Assets',
      '## Current assets',
      'Trade receivables 100000 (100000)',
      '- Trade receivables 100000 (100000)',
      'Cash and bank balances 17000 (0)',
      '- Bank 17000 (0)',
      'Loans and advances given 3000 (0)',
      '- Trade payables: advances 3000 (0)',
      '= Total of assets 120000 (100000)',
      '# Equity and liabilities',
      '## Equity',
      'Profit that is not closed yet 93000 (100000)',
      '- Profit of the year 93000 (100000)',
      '## Current liabilities',
      'Trade payables 7000 (0)',
      '- Trade payables 7000 (0)',
      'Advances received 20000 (0)',
      '- Trade receivables: advances 20000 (0)',
      '= Total of equity and liabilities 120000 (100000)',
    ])
  })

  test('is right with and without the closing entry, in the year after, and where earlier years were never closed (R16)', async () => {
    const books = await newBooks('Closed and open')
    await books.post([
      [
        '2026-06-01',
        [
          ['Bank', '500000', null],
          ['Sales', null, '500000'],
        ],
      ],
      [
        '2026-09-01',
        [
          ['Rent', '420000', null],
          ['Bank', null, '420000'],
        ],
      ],
    ])
    const equity = async (query: string) => {
      const { blocks, assets, equityAndLiabilities } = await books.sheet(query)
      expect(equityAndLiabilities).toEqual(assets)
      const from = blocks.findIndex(block => block.kind === 'heading' && block.label === 'Equity')
      return read(blocks.slice(from + 1)).filter(line => line.startsWith('-'))
    }
    expect([await equity('on=2027-03-31'), await equity('on=2027-04-01')]).toEqual([['- Profit of the year 80000'], ['- Profit of earlier years 80000']])
    await books.post([
      [
        '2027-03-31',
        [
          ['Sales', '500000', null],
          ['Rent', null, '420000'],
          ['Retained earnings', null, '80000'],
        ],
        'closing',
      ],
    ])
    expect([await equity('on=2027-03-31'), await equity('on=2027-03-31&closing=false'), await equity('on=2027-04-01'), await equity('on=2027-03-30')]).toEqual([
      ['- Retained earnings 80000'],
      ['- Profit of the year 80000'],
      ['- Retained earnings 80000'],
      ['- Profit of the year 80000'],
    ])
    await books.post([
      [
        '2027-03-31',
        [
          ['Travel', '5000', null],
          ['Cash in hand', null, '5000'],
        ],
        'adjustment',
      ],
    ])
    expect(await equity('on=2027-03-31')).toEqual(['- Retained earnings 80000', '- Profit of the year -5000'])
    const elsewhere = books.post([
      [
        '2027-03-31',
        [
          ['Sales', '1', null],
          ['Bank', null, '1'],
        ],
        'closing',
      ],
    ])
    expect((await accountant.refused(elsewhere)).errors).toMatchObject([{ code: 'closing_elsewhere' }])
    expect((await books.profit('from=2026-04-01&to=2027-03-31')).net).toEqual({ amount: '75000', before: null })
  })

  test('has two equal sides on every day of random books, and its profit is that of the profit and loss', async () => {
    const books = await newBooks('Random books')
    const { items: people } = await platform.admin.repo(Party).find({ fields: ['name'], limit: 4 })
    let state = Number(process.env.SANGAM_SEED ?? 7)
    const next = (most: number): number => {
      state = (state * 48_271 + 11) % 2_147_483_647
      return state % most
    }
    const names = [...books.accounts.keys()].filter(
      name => !['Assets', 'Current assets', 'Fixed assets', 'Liabilities', 'Current liabilities', 'Loans', 'Equity', 'Income', 'Expenses'].includes(name),
    )
    const kinds = ['normal', 'normal', 'adjustment', 'closing']
    const day = () => `20${26 + next(2)}-${String(1 + next(12)).padStart(2, '0')}-${String(1 + next(28)).padStart(2, '0')}`
    const moved = ['Sales', 'Rent', 'Other income', 'Salaries', 'Capital', 'Retained earnings']
    const side = (amount: string, debit: boolean, among: readonly string[]): Side => {
      const name = among[next(among.length)] as string
      return [name, debit ? amount : null, debit ? null : amount, people[next(people.length)]?.id]
    }
    const entries = Array.from({ length: 120 }, (): Posted => {
      const [one, other, kind] = [`${1 + next(90_000)}.${10 + next(89)}`, `${1 + next(9000)}`, kinds[next(4)] as string]
      const among = kind === 'closing' ? moved : names
      return [day(), [side(one, true, among), side(other, true, among), side(total([one, other]), false, among)], kind]
    })
    await books.post(entries)
    const { items: known } = await accountant.repo(Account).find({ where: { company: books.company } as never, limit: 500 })
    const byParty = known.filter(one => one.control === 'receivable' || one.control === 'payable')
    /** Who has credits on an asset that is kept by party, or debits on a liability, has paid ahead. */
    const aheadOn = (on: string): object => {
      const of = byParty.flatMap(({ name: account, type }) => {
        const owed = new Map<string, string>()
        for (const [date, sides] of entries)
          for (const [name, debit, credit, party] of sides)
            if (name === account && date <= on) owed.set(String(party), total([owed.get(String(party)) ?? '0', minus(debit ?? '0', credit ?? '0')]))
        const ahead = total([...owed.values()].filter(base => Math.sign(Number(base)) === (type === 'asset' ? -1 : 1))).replace('-', '')
        return ahead === '0' ? [] : [[`${account}: advances`, ahead]]
      })
      return Object.fromEntries(of)
    }
    const typeOf = new Map(known.map(one => [one.name, one.type]))
    /** What each account stands at by the entries up to a day, whatever was posted for later ones; what was paid ahead stands apart. */
    const standsOn = (on: string, closed: boolean): object => {
      const sums = new Map<string, string>()
      for (const [date, sides, kind] of entries)
        if (date <= on && (closed || kind !== 'closing'))
          for (const [name, debit, credit] of sides) sums.set(name, total([sums.get(name) ?? '0', minus(debit ?? '0', credit ?? '0')]))
      const ahead = aheadOn(on) as { readonly [name: string]: string }
      const stands = [...sums].flatMap(([name, base]) => {
        const isAsset = typeOf.get(name) === 'asset'
        const amount = total([isAsset ? base : minus('0', base), ahead[`${name}: advances`] ?? '0'])
        return ['income', 'expense'].includes(typeOf.get(name) ?? '') || amount === '0' ? [] : [[name, amount]]
      })
      return Object.fromEntries(stands)
    }
    for (const on of ['2026-02-28', '2026-08-15', '2027-03-31', '2027-10-31', '2027-12-31']) {
      for (const closing of ['', '&closing=false']) {
        const { assets, equityAndLiabilities, blocks } = await books.sheet(`on=${on}&before=2026-06-30${closing}`)
        expect({ on, closing, sides: equityAndLiabilities }).toEqual({ on, closing, sides: assets })
        // Whatever a day is read from, of what came before it or after it: who is ahead is who is ahead in the entries.
        const shown = blocks.flatMap(block => (block.kind === 'line' ? block.rows : []))
        const own = Object.fromEntries(shown.filter(row => row.part === null && row.amount !== '0').map(row => [row.name, row.amount]))
        expect({ on, closing, own }).toEqual({ on, closing, own: standsOn(on, closing === '') })
        const rows = shown.filter(row => row.part === 'advances')
        const ahead = Object.fromEntries(rows.filter(row => row.amount !== '0').map(row => [row.name, row.amount]))
        expect({ on, ahead }).toEqual({ on, ahead: aheadOn(on) })
      }
    }
    const flow = await books.ask<CashFlow>('cash-flow?from=2026-04-01&to=2027-03-31')
    const { rows } = await books.ask<{ rows: { name: string; closing: string }[] }>('trial-balance?to=2027-03-31')
    expect(flow.closing.amount).toBe(total(rows.filter(row => ['Bank', 'Cash in hand'].includes(row.name)).map(row => row.closing)))
    const earned = entries
      .filter(([date, , kind]) => kind !== 'closing' && date >= '2026-04-01' && date <= '2027-03-31')
      .flatMap(([, sides]) =>
        sides.filter(([name]) => ['income', 'expense'].includes(typeOf.get(name) ?? '')).map(([, debit, credit]) => minus(credit ?? '0', debit ?? '0')),
      )
    expect((await books.profit('from=2026-04-01&to=2027-03-31')).net.amount).toBe(total(earned))
  })
})

describe('The profit and loss', () => {
  test('goes from what was sold over its cost to what is left, beside the days before or the same days last year', async () => {
    const books = await newBooks('Compared')
    await books.post([
      [
        '2026-03-31',
        [
          ['Bank', '900', null],
          ['Sales', null, '900'],
        ],
      ],
      [
        '2027-02-10',
        [
          ['Bank', '1000', null],
          ['Sales', null, '1000'],
        ],
      ],
      [
        '2027-03-05',
        [
          ['Bank', '5000.50', null],
          ['Sales', null, '5000.50'],
        ],
      ],
      [
        '2027-03-06',
        [
          ['Purchases', '3000', null],
          ['Bank', null, '3000'],
        ],
      ],
      [
        '2027-03-07',
        [
          ['Salaries', '700', null],
          ['Depreciation', '100', null],
          ['Bank', null, '800'],
        ],
      ],
      [
        '2027-03-08',
        [
          ['Bank', '50', null],
          ['Other income', null, '50'],
        ],
      ],
      [
        '2027-03-31',
        [
          ['Sales', '6000.50', null],
          ['Retained earnings', null, '6000.50'],
        ],
        'closing',
      ],
    ])
    const march = await books.profit('from=2027-03-01&to=2027-03-31&compare=previous')
    expect([march.before, read(march.blocks)]).toEqual([
      { from: '2027-02-01', to: '2027-02-28' },
      [
        'Revenue from operations 5000.5 (1000)',
        '- Sales 5000.5 (1000)',
        'Cost of goods sold 3000 (0)',
        '- Purchases 3000 (0)',
        '= Gross profit 2000.5 (1000)',
        'Other income 50 (0)',
        '- Other income 50 (0)',
        'Employee costs 700 (0)',
        '- Salaries 700 (0)',
        'Depreciation 100 (0)',
        '- Depreciation 100 (0)',
        '= Net profit 1250.5 (1000)',
      ],
    ])
    type Trial = { readonly before: object; readonly rows: readonly { readonly name: string; readonly closing: string; readonly before: object }[] }
    const trial = await books.ask<Trial>('trial-balance?from=2027-03-01&to=2027-03-31&compare=previous&closing=false')
    const sales = trial.rows.find(row => row.name === 'Sales')
    expect([trial.before, sales, trial.rows.find(row => row.name === 'Purchases')]).toMatchObject([
      { from: '2027-02-01', to: '2027-02-28' },
      { debit: '0', credit: '5000.5', closing: '-6900.5', before: { debit: '0', credit: '1000', closing: '-1900' } },
      { debit: '3000', closing: '3000', before: { debit: '0', credit: '0', closing: '0' } },
    ])
    expect(await auditor.refused(books.ask('trial-balance?to=2027-03-31&compare=lastYear'))).toMatchObject({ code: 'from_needed', errors: [{ field: 'from' }] })
    const year = await books.profit('to=2027-03-31&compare=lastYear')
    expect([year.from, year.before, year.net]).toEqual(['2026-04-01', { from: '2025-04-01', to: '2026-03-31' }, { amount: '2250.5', before: '900' }])
    expect(await auditor.refused(books.profit('from=2027-04-01&to=2027-03-31'))).toMatchObject({ code: 'days_swapped' })
  })

  test('and the balance sheet are given as CSV, XLSX and PDF to who may export balances, and to nobody else', async () => {
    const books = await newBooks('=Formula Ltd')
    await books.post([
      [
        '2027-03-05',
        [
          ['Bank', '1180.50', null],
          ['Sales', null, '1180.50'],
        ],
      ],
    ])
    await accountant.repo(Account).update(books.accounts.get('Sales') as never, { name: '=SUM(A1)' })
    const file = async (path: string, who = auditor) => who.ask('GET', `/api/plugins/ledger/x/${path}&company=${books.company}`)
    const csv = await file('profit-and-loss/sheet?format=csv&from=2027-03-01&to=2027-03-31&compare=previous')
    expect([csv.headers.get('content-disposition'), String(csv.json).replace('\ufeff', '').trim().split('\r\n')]).toEqual([
      expect.stringContaining('Profit and loss.csv'),
      [
        'Code,Account,2027-03-01 to 2027-03-31,2027-02-01 to 2027-02-28,Difference',
        ',Revenue from operations,1180.5,0,1180.5',
        "4110,'=SUM(A1),1180.5,0,1180.5",
        ',Net profit,1180.5,0,1180.5',
      ],
    ])
    const begins = async (path: string) =>
      new TextDecoder('latin1').decode((await auditor.bytes(`/api/plugins/ledger/x/${path}&company=${books.company}`)).slice(0, 4))
    expect([await begins('balance-sheet/sheet?format=xlsx&on=2027-03-31'), await begins('balance-sheet/sheet?format=pdf&on=2027-03-31')]).toEqual([
      'PK\x03\x04',
      '%PDF',
    ])
    const ledgers = await file('ledger/sheet?format=csv&from=2027-03-01&to=2027-03-31')
    expect(String(ledgers.json).replace('\ufeff', '').trim().split('\r\n')).toEqual([
      'Date,Number,Narration,Party,Debit,Credit,Balance',
      ',,1120 Bank,,,,',
      '2027-03-01,,Opening balance,,,,0',
      expect.stringMatching(/^2027-03-05,JE\/26-27\/\d+,As told,,1180\.5,,1180\.5$/),
      '2027-03-31,,Closing balance,,1180.5,0,1180.5',
      ',,4110 =SUM(A1),,,,',
      '2027-03-01,,Opening balance,,,,0',
      expect.stringMatching(/^2027-03-05,JE\/26-27\/\d+,As told,,,1180\.5,-1180\.5$/),
      '2027-03-31,,Closing balance,,0,1180.5,-1180.5',
    ])
    const trial = await file('trial-balance/sheet?format=csv&to=2027-03-31')
    expect(String(trial.json).trim().split('\r\n').slice(1)).toEqual([
      '1120,Bank,0,1180.5,0,1180.5,',
      "4110,'=SUM(A1),0,0,1180.5,,1180.5",
      ',Total,0,1180.5,1180.5,1180.5,1180.5',
    ])
    expect((await file('balance-sheet/sheet?format=docx')).status).toBe(400)
    expect((await file('balance-sheet/sheet?format=csv', await platform.as())).status).toBe(403)
  })
})

test('The cash flow goes from profit to what cash changed by: what was no cash is taken out, what customers and stock bound stands beside it', async () => {
  const asha = (await platform.admin.repo(Party).create({ name: 'Asha Exports', kind: 'organisation' })).id
  const books = await newBooks('Cash flow')
  await books.post([
    [
      '2026-03-31',
      [
        ['Bank', '50000', null],
        ['Capital', null, '50000'],
      ],
    ],
    [
      '2026-05-01',
      [
        ['Bank', '200000', null],
        ['Bank loans', null, '200000'],
      ],
    ],
    [
      '2026-05-02',
      [
        ['Computers', '90000', null],
        ['Bank', null, '90000'],
      ],
    ],
    [
      '2026-06-01',
      [
        ['Trade receivables', '150000', null, asha],
        ['Sales', null, '150000'],
      ],
    ],
    [
      '2026-06-20',
      [
        ['Cash in hand', '60000', null],
        ['Trade receivables', null, '60000', asha],
      ],
    ],
    [
      '2026-07-01',
      [
        ['Stock in hand', '25000', null],
        ['Bank', null, '25000'],
      ],
    ],
    [
      '2026-07-31',
      [
        ['Salaries', '40000', null],
        ['Bank', null, '40000'],
      ],
    ],
    [
      '2027-03-31',
      [
        ['Depreciation', '18000', null],
        ['Computers', null, '18000'],
      ],
    ],
    [
      '2027-03-31',
      [
        ['Sales', '150000', null],
        ['Salaries', null, '40000'],
        ['Depreciation', null, '18000'],
        ['Retained earnings', null, '92000'],
      ],
      'closing',
    ],
  ])
  const { blocks, opening, change, closing } = await books.ask<CashFlow>('cash-flow?to=2027-03-31&compare=lastYear')
  expect(read(blocks)).toEqual([
    '# Operating activities',
    'Net profit 92000 (0)',
    'What of it was no cash, or stands below 18000 (0)',
    '- Depreciation 18000 (0)',
    'Changes in what is owed and owned -115000 (0)',
    '- Trade receivables -90000 (0)',
    '- Stock in hand -25000 (0)',
    '= Cash from operating activities -5000 (0)',
    '# Investing activities',
    'Changes -90000 (0)',
    '- Computers -72000 (0)',
    '- Depreciation -18000 (0)',
    '= Cash from investing activities -90000 (0)',
    '# Financing activities',
    'Changes 200000 (50000)',
    '- Bank loans 200000 (0)',
    '- Capital 0 (50000)',
    '= Cash from financing activities 200000 (50000)',
    '= What cash changed by 105000 (50000)',
    '= Cash at the beginning 50000 (0)',
    '= Cash at the end 155000 (50000)',
  ])
  expect([opening.amount, change.amount, closing.amount]).toEqual(['50000', '105000', '155000'])
})

const head = (statement: string): Placeable => ({ type: 'asset', statement: statement as never })
test.each<[what: string, account: Placeable, above: readonly Placeable[], stands: string]>([
  ['says where it stands itself', { type: 'asset', statement: 'investments', term: 'current' }, [head('property')], 'investments current investing false'],
  ['is used for receivables', { type: 'asset', control: 'receivable' }, [head('otherAssets')], 'receivables current operating true'],
  ['is a bank', { type: 'asset', control: 'bank' }, [], 'cash current cash true'],
  ['stands below a heading', { type: 'asset' }, [{ type: 'asset' }, head('property')], 'property nonCurrent investing false'],
  ['is of another type than the line of its heading', { type: 'liability' }, [head('property')], 'otherLiabilities current operating true'],
  ['is a loan', { type: 'liability', statement: 'borrowings' }, [], 'borrowings nonCurrent financing true'],
  ['is depreciation', { type: 'expense', statement: 'depreciation' }, [], 'depreciation current nonCash false'],
  ['was placed by nobody', { type: 'expense' }, [], 'otherExpenses current operating false'],
])('An account that %s stands in the right place', (_, account, above, stands) => {
  const { line, term, cashFlow, monetary } = placeOf(account, above)
  expect(`${line} ${term} ${cashFlow} ${monetary}`).toBe(stands)
})
