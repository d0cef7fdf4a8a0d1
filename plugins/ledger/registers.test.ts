import parties from '@sangam/plugin-parties'
import { Party } from '@sangam/plugin-parties/model'
import { total } from '@sangam/sdk'
import { createTestPlatform, type TestClient, type TestPlatform } from '@sangam/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DayBook } from './model/day-book.ts'
import type { GeneralLedger } from './model/general-ledger.ts'
import type { TaxLines, TaxReport } from './model/tax-report.ts'
import { Account, Entry, Journal, reverse } from './model.ts'
import ledger from './plugin.ts'

let platform: TestPlatform
let accountant: TestClient
let auditor: TestClient
let accounts: ReadonlyMap<string, string>
let journals: ReadonlyMap<string, string>
let asha: string

type Side = readonly [account: string, debit: string | null, credit: string | null, party?: string]

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [parties, ledger] })
  ;[accountant, auditor] = (await Promise.all(['ledger.accountant', 'ledger.auditor'].map(role => platform.as(role)))) as [TestClient, TestClient]
  accounts = new Map((await accountant.repo(Account).find({ limit: 500 })).items.map(one => [one.name, one.id]))
  journals = new Map((await accountant.repo(Journal).find({ limit: 50 })).items.map(one => [one.kind, one.id]))
  asha = (await platform.admin.repo(Party).create({ name: 'Asha Traders', kind: 'organisation' })).id
  // What stands in the books before the days of the reports.
  await post([
    [
      '2027-01-31',
      'Capital',
      'general',
      [
        ['Bank', '500000', null],
        ['Capital', null, '500000'],
      ],
    ],
  ])
  await post(
    sales.map(([date, amount]) => [
      date,
      `Sold for ${amount}`,
      'sales',
      [
        ['Trade receivables', amount, null, asha],
        ['Sales', null, amount],
      ],
    ]),
  )
  await post([
    [
      '2027-02-03',
      'Rent and power',
      'bank',
      [
        ['Rent', '20000', null],
        ['Electricity', '1500.50', null],
        ['Bank', null, '21500.50'],
      ],
    ],
    [
      '2027-03-01',
      'After these days',
      'bank',
      [
        ['Rent', '1', null],
        ['Bank', null, '1'],
      ],
    ],
  ])
  await accountant.repo(Entry).create({ narration: 'A draft', date: '2027-02-02' } as never)
})
afterAll(() => platform.stop())

/** More lines than a page of a ledger holds: 230 sales in February. */
const sales = Array.from({ length: 230 }, (_, at) => [`2027-02-${String(1 + (at % 28)).padStart(2, '0')}`, `${100 + at}.25`] as const)

const post = (entries: readonly (readonly [date: string, narration: string, journal: string, sides: readonly Side[]])[]) =>
  accountant.repo(Entry).createMany(
    entries.map(([date, narration, journal, sides]) => ({
      ...{ narration, date, state: 'posted', journal: journals.get(journal) },
      lines: sides.map(([account, debit, credit, party]) => ({ account: accounts.get(account), debit, credit, party: party ?? null })),
    })) as never,
  )
const february = 'from=2027-02-01&to=2027-02-28'
const ask = <T>(path: string, who = auditor) => who.get(`/api/plugins/ledger/x/${path}`) as unknown as Promise<T>
/** All pages of a register, one after the other. */
const pages = async <T extends { readonly next: string | null }>(path: string): Promise<T[]> => {
  const found = [await ask<T>(path)]
  for (let next = found[0]?.next; next; next = found.at(-1)?.next) found.push(await ask<T>(`${path}&after=${encodeURIComponent(next)}`))
  return found
}
const csv = async (path: string) =>
  String((await auditor.ask('GET', `/api/plugins/ledger/x/${path}&format=csv`)).json)
    .replace('\ufeff', '')
    .trim()
    .split('\r\n')

describe('The general ledger', () => {
  test('has every account with its lines in their order and what it comes to after each, over as many pages as it takes', async () => {
    const found = await pages<GeneralLedger>(`general-ledger?${february}`)
    // 230 lines of receivables, as many of sales, and four.
    expect(found.map(({ blocks }) => blocks.map(({ name, brought, rows, closing }) => [name, brought, rows.length, closing]))).toEqual([
      [
        ['Bank', false, 1, '478499.5'],
        ['Trade receivables', false, 199, null],
      ],
      [
        ['Trade receivables', true, 31, total(sales.map(([, amount]) => amount))],
        ['Capital', false, 0, '-500000'],
        ['Sales', false, 169, null],
      ],
      [
        ['Sales', true, 61, total(sales.map(([, amount]) => `-${amount}`))],
        ['Rent', false, 1, '20000'],
        ['Electricity', false, 1, '1500.5'],
      ],
    ])
    const rows = found.flatMap(({ blocks }) => blocks.filter(block => block.name === 'Trade receivables').flatMap(block => block.rows))
    const inOrder = sales.toSorted(([a], [b]) => a.localeCompare(b))
    expect(rows.map(({ date, debit, party, balance }) => [date, debit, party, balance])).toEqual(
      inOrder.map(([date, amount], at) => [date, amount, 'Asha Traders', total(inOrder.slice(0, at + 1).map(([, one]) => one))]),
    )
    const bank = found[0]?.blocks[0]
    expect([bank?.opening, bank?.debit, bank?.credit, bank?.rows]).toMatchObject(['500000', '0', '21500.5', [{ credit: '21500.5', balance: '478499.5' }]])
  })

  test('is of one account, or of all below a heading, and is given as a file', async () => {
    const names = async (account: string) =>
      (await pages<GeneralLedger>(`general-ledger?${february}&account=${accounts.get(account)}`)).flatMap(({ blocks }) => blocks.map(block => block.name))
    expect([await names('Rent'), await names('Expenses')]).toEqual([['Rent'], ['Rent', 'Electricity']])
    const file = await csv(`ledger/sheet?${february}&account=${accounts.get('Expenses')}`)
    expect(file).toEqual([
      'Date,Number,Narration,Party,Debit,Credit,Balance',
      ',,5220 Rent,,,,',
      '2027-02-01,,Opening balance,,,,0',
      expect.stringMatching(/^2027-02-03,JE\/26-27\/\d+,Rent and power,,20000,,20000$/),
      '2027-02-28,,Closing balance,,20000,0,20000',
      ',,5230 Electricity,,,,',
      '2027-02-01,,Opening balance,,,,0',
      expect.stringMatching(/^2027-02-03,JE\/26-27\/\d+,Rent and power,,1500\.5,,1500\.5$/),
      '2027-02-28,,Closing balance,,1500.5,0,1500.5',
    ])
  })

  test.each([
    ['a place that no page gave', 'after=x', 422, 'place_wrong'],
    ['a place of an account that is gone', `after=${encodeURIComponent('["x",null,"0"]')}`, 422, 'place_gone'],
    ['an account that is not there', 'account=01890000-0000-7000-8000-000000000000', 404, 'not_found'],
  ])('refuses %s', async (_, asked, status, code) => {
    expect(await auditor.refused(ask(`general-ledger?${asked}`))).toMatchObject({ status, code })
  })
})

describe('The day book', () => {
  test('has each posted entry of some days with its lines, in the order of days and numbers', async () => {
    const found = await pages<DayBook>(`day-book?${february}`)
    const entries = found.flatMap(page => page.entries)
    expect([found.map(page => page.entries.length), found[0]?.debit, entries.length]).toEqual([
      [50, 50, 50, 50, 31],
      total(['21500.50', ...sales.map(([, amount]) => amount)]),
      231,
    ])
    expect(entries.map(({ date, number }) => `${date} ${number}`)).toEqual(entries.map(({ date, number }) => `${date} ${number}`).toSorted())
    expect(entries.find(one => one.narration === 'Rent and power')).toMatchObject({
      ...{ date: '2027-02-03', journal: 'Bank', total: '21500.5', whole: true },
      lines: [
        { code: '5220', name: 'Rent', debit: '20000', credit: null },
        { code: '5230', name: 'Electricity', debit: '1500.5' },
        { code: '1120', name: 'Bank', debit: null, credit: '21500.5' },
      ],
    })
  })

  test('is that of one journal where one asks for it, and is given as a file to who may export entries', async () => {
    const path = `${february}&journal=${journals.get('bank')}`
    expect((await ask<DayBook>(`day-book?${path}`)).entries.map(one => one.narration)).toEqual(['Rent and power'])
    expect((await csv(`day-book/sheet?${path}`)).map(line => line.replace(/JE\/26-27\/\d+/, 'JE'))).toEqual([
      'Date,Number,Narration,Code,Account,Party,Debit,Credit',
      '2027-02-03,JE,Rent and power,,,,,',
      '2027-02-03,JE,,5220,Rent,,20000,',
      '2027-02-03,JE,,5230,Electricity,,1500.5,',
      '2027-02-03,JE,,1120,Bank,,,21500.5',
      ',,Total,,,,21500.5,21500.5',
    ])
    expect((await (await platform.as()).ask('GET', `/api/plugins/ledger/x/day-book?${february}`)).status).toBe(403)
    expect(await auditor.refused(ask('day-book?journal=01890000-0000-7000-8000-000000000000'))).toMatchObject({ status: 404 })
  })

  test('shows of an entry with very many lines the first ones, and says so', async () => {
    const sides = Array.from({ length: 600 }, (): Side => ['Travel', '1', null])
    await post([['2027-01-15', 'A long one', 'cash', [...sides, ['Cash in hand', null, '600']]]])
    const { entries } = await ask<DayBook>('day-book?from=2027-01-15&to=2027-01-15')
    expect(entries.map(({ lines, whole }) => [lines.length, whole])).toEqual([[500, false]])
    expect(await csv('day-book/sheet?from=2027-01-15&to=2027-01-15')).toHaveLength(1 + 1 + 601 + 1)
    // Debits alone do not tell: here the page is full of credits, and all that is debited is on it.
    await post([['2027-01-16', 'Wages', 'bank', [['Rent', '600', null], ...Array.from({ length: 600 }, (): Side => ['Bank', null, '1'])]]])
    const other = await ask<DayBook>('day-book?from=2027-01-16&to=2027-01-16')
    const figures = (await csv('day-book/sheet?from=2027-01-16&to=2027-01-16')).slice(2).map(line => line.split(','))
    const sum = (at: number) => figures.slice(0, -1).reduce((all, cells) => all + Number(cells[at]), 0)
    expect([other.entries.map(({ lines, whole }) => [lines.length, whole]), sum(6), sum(7)]).toEqual([[[500, false]], 600, 600])
  })
})

test('A report as a file is made of what may leave: who exports entries of one journal has those alone in it, and reads the others', async () => {
  const all = ['ledger.entry', 'ledger.account', 'ledger.journal', 'ledger.balance', 'parties.party'].map(entity => ({ entity, verbs: ['read'] }))
  const grants = [...all, { entity: 'ledger.entry', verbs: ['export'], where: { 'journal.kind': 'bank' } }]
  await platform.admin.post('/api/model/apply', { operations: [{ op: 'setRole', role: 'x.cashier', label: 'Cashier', grants }] })
  const cashier = await platform.person({ name: 'Ravi', roles: ['x.cashier'] })
  const asked = async (path: string) => new TextDecoder().decode(await cashier.bytes(`/api/plugins/ledger/x/${path}&format=csv`))
  const days = 'from=2027-02-03&to=2027-02-03'
  const shown = (await cashier.get(`/api/plugins/ledger/x/day-book?${days}`)) as unknown as DayBook
  expect(new Set(shown.entries.map(one => one.journal))).toEqual(new Set(['Sales', 'Bank']))
  const book = await asked(`day-book/sheet?${days}`)
  const ledgers = await asked(`ledger/sheet?${days}`)
  const records = new TextDecoder().decode(await cashier.bytes(`/api/export/ledger.entry?format=csv&where={"date":"2027-02-03"}`))
  expect([book, ledgers, records].map(file => [file.includes('Rent and power'), file.includes('Sold for')])).toEqual(Array(3).fill([true, false]))
  expect(book).toContain('Total,,,,21500.5,21500.5')
})

describe('The tax report', () => {
  type TaxSide = readonly [account: string, base: string, tax?: readonly [component: string, taxable: string, rate: string | null]]
  const taxed = (date: string, narration: string, journal: string, sides: readonly TaxSide[], more: object = {}) =>
    accountant.repo(Entry).create({
      ...{ narration, date, state: 'posted', journal: journals.get(journal), ...more },
      lines: sides.map(([account, base, tax]) => ({
        ...{
          account: accounts.get(account),
          [base.startsWith('-') ? 'credit' : 'debit']: base.replace('-', ''),
          party: account.startsWith('Trade') ? asha : null,
        },
        ...(tax && { taxComponent: tax[0], taxBase: tax[1], taxRate: tax[2] }),
      })),
    } as never)
  const told = ({ sections }: TaxReport) =>
    sections.flatMap(({ side, rows, tax, before }) => [
      ...rows.map(({ component, rate, charged, back, net, before: then }) =>
        [
          side,
          component,
          rate,
          `${charged.taxable}/${charged.tax}`,
          `${back.taxable}/${back.tax}`,
          `${net.taxable}/${net.tax}`,
          ...(then ? [`${then.taxable}/${then.tax}`] : []),
        ].join(' '),
      ),
      `${side} ${tax}${before === null ? '' : ` (${before})`}`,
    ])

  beforeAll(async () => {
    await taxed('2026-11-10', 'Sold before', 'sales', [
      ['Trade receivables', '1180'],
      ['Sales', '-1000'],
      ['Output CGST', '-90', ['CGST', '-1000', '9']],
      ['Output SGST', '-90', ['SGST', '-1000', '9']],
    ])
    const { id } = await taxed(
      '2026-12-05',
      'Sold',
      'sales',
      [
        ['Trade receivables', '2360'],
        ['Sales', '-2000'],
        ['Output CGST', '-180', ['CGST', '-2000', '9']],
        ['Output SGST', '-180', ['SGST', '-2000', '9']],
      ],
      { reference: 'INV-5' },
    )
    await taxed('2026-12-06', 'Sold at five', 'sales', [
      ['Trade receivables', '105'],
      ['Sales', '-100'],
      ['Output CGST', '-2.5', ['CGST', '-100', '2.5']],
      ['Output SGST', '-2.5', ['SGST', '-100', '2.5']],
    ])
    await taxed('2026-12-07', 'Given back', 'sales', [
      ['Trade receivables', '-118'],
      ['Sales', '100'],
      ['Output CGST', '9', ['CGST', '100', '9']],
      ['Output SGST', '9', ['SGST', '100', '9']],
    ])
    await taxed('2026-12-10', 'Bought', 'purchase', [
      ['Trade payables', '-590'],
      ['Purchases', '500'],
      ['Input CGST', '45', ['CGST', '500', '9']],
      ['Input SGST', '45', ['SGST', '500', '9']],
    ])
    // Legal fees: the buyer owes the tax, and gets it back.
    await taxed('2026-12-11', 'Legal fees', 'purchase', [
      ['Trade payables', '-1000'],
      ['Purchases', '1000'],
      ['Input IGST', '180', ['IGST', '1000', '18']],
      ['Output IGST', '-180', ['IGST', '-1000', '18']],
    ])
    await taxed('2026-12-20', 'Paid to the state', 'bank', [
      ['Output CGST', '90'],
      ['Bank', '-90'],
    ])
    await taxed('2026-12-21', 'Withheld of a supplier', 'general', [
      ['Trade payables', '50'],
      ['TDS payable', '-50'],
    ])
    await accountant.run(
      reverse,
      (
        await taxed('2026-12-22', 'Wrong', 'sales', [
          ['Trade receivables', '118'],
          ['Sales', '-100'],
          ['Output CGST', '-9', ['CGST', '-100', '9']],
          ['Output SGST', '-9', ['SGST', '-100', '9']],
        ])
      ).id,
      { on: '2026-12-23' },
    )
    sold = id
  })
  let sold = ''
  const december = 'from=2026-12-01&to=2026-12-31'

  test('has sales, purchases and what the buyer owes apart, by part and rate, with what was given back, beside the days before', async () => {
    const found = await ask<TaxReport>(`tax-report?${december}&compare=previous`)
    expect([found.before, told(found)]).toEqual([
      { from: '2026-11-01', to: '2026-11-30' },
      [
        'sales CGST 9 2100/189 200/18 1900/171 1000/90',
        'sales SGST 9 2100/189 200/18 1900/171 1000/90',
        'sales CGST 2.5 100/2.5 0/0 100/2.5 0/0',
        'sales SGST 2.5 100/2.5 0/0 100/2.5 0/0',
        'sales 347 (180)',
        'purchases CGST 9 500/45 0/0 500/45 0/0',
        'purchases SGST 9 500/45 0/0 500/45 0/0',
        'purchases 90 (0)',
        'reverseCharge IGST 18 1000/180 0/0 1000/180 0/0',
        'reverseCharge 180 (0)',
        'reverseChargeBack IGST 18 1000/180 0/0 1000/180 0/0',
        'reverseChargeBack 180 (0)',
      ],
    ])
    expect(told(await ask<TaxReport>('tax-report?from=2026-10-01&to=2026-10-31'))).toEqual([])
  })

  test('follows each tax account from its opening to its closing balance, and has what was withheld apart', async () => {
    const { accounts: tax, withheld } = await ask<TaxReport>(`tax-report?${december}`)
    expect(tax.map(({ name, opening, reported, other, closing }) => [name, opening, reported, other, closing])).toEqual([
      ['Input CGST', '0', '45', '0', '45'],
      ['Input SGST', '0', '45', '0', '45'],
      ['Input IGST', '0', '180', '0', '180'],
      ['Output CGST', '-90', '-173.5', '90', '-173.5'],
      ['Output SGST', '-90', '-173.5', '0', '-263.5'],
      ['Output IGST', '0', '-180', '0', '-180'],
    ])
    const { rows } = await ask<{ rows: { name: string; closing: string }[] }>('trial-balance?to=2026-12-31')
    for (const { name, closing } of tax) expect([name, rows.find(row => row.name === name)?.closing]).toEqual([name, closing])
    expect(withheld).toMatchObject([{ name: 'TDS payable', opening: '0', debit: '0', credit: '50', closing: '-50' }])
  })

  test('leads to its lines with their papers, which come to its figures', async () => {
    const at = (more: string) => ask<TaxLines>(`tax-lines?${december}&${more}`)
    const { lines } = await at(`account=${accounts.get('Output CGST')}&component=CGST&rate=9&bought=false`)
    expect(lines.map(({ date, reference, party, taxable, tax }) => [date, reference, party, taxable, tax])).toEqual([
      ['2026-12-05', 'INV-5', 'Asha Traders', '2000', '180'],
      ['2026-12-07', null, 'Asha Traders', '-100', '-9'],
      ['2026-12-22', null, 'Asha Traders', '100', '9'],
      ['2026-12-23', null, 'Asha Traders', '-100', '-9'],
    ])
    expect(lines[0]?.entry).toBe(sold)
    expect((await at(`account=${accounts.get('Output IGST')}&component=IGST&rate=18&bought=true`)).lines).toMatchObject([{ tax: '180', taxable: '1000' }])
    expect(await auditor.refused(at('account=01890000-0000-7000-8000-000000000000'))).toMatchObject({ status: 404 })
  })

  test('and its lines are given as files to who may export them, and to nobody else', async () => {
    expect(await csv(`tax-report/sheet?${december}`)).toEqual(
      expect.arrayContaining([
        'Part of a tax,Account,Rate of the tax,Taxable value,Tax,Given back: taxable value,Given back: tax,Taxable value left,Tax left',
        ',Tax on sales,,,,,,,',
        'CGST,2160 Output CGST,9,2100,189,200,18,1900,171',
        ',Total,,,,,,,347',
        '2160,Output CGST,,,,,,,',
        ',Posted otherwise,,,,,,,90',
      ]),
    )
    const lines = await csv(`tax-lines/sheet?${december}&component=IGST`)
    expect(lines.slice(1).map(line => line.replace(/JE\/26-27\/\d+/, 'JE'))).toEqual([
      '2026-12-11,JE,,,Asha Traders,1162 Input IGST,IGST,18,1000,180',
      '2026-12-11,JE,,,Asha Traders,2162 Output IGST,IGST,18,1000,180',
      ',,Total,,,,,,,360',
    ])
    const nobody = await platform.as()
    for (const path of ['tax-report?', 'tax-report/sheet?format=csv&', 'tax-lines?', 'tax-lines/sheet?format=csv&'])
      expect([path, (await nobody.ask('GET', `/api/plugins/ledger/x/${path}${december}`)).status]).toEqual([path, 403])
  })

  test('is that of each tax number of ours, and of all together, and so are its lines and files', async () => {
    const days = 'from=2026-09-01&to=2026-09-30'
    for (const number of ['27AAPFU0939F1ZV', '29AAPFU0939F1ZR'])
      await platform.admin.post('/api/records/core.registration', { company: platform.company, kind: 'gstin', number })
    for (const [registration, base] of [
      ['27AAPFU0939F1ZV', '1000'],
      ['29AAPFU0939F1ZR', '200'],
    ])
      await accountant.repo(Entry).create({
        ...{ narration: `Sold under ${registration}`, date: '2026-09-10', state: 'posted', journal: journals.get('sales') },
        lines: [
          { account: accounts.get('Cash in hand'), debit: String(Number(base) * 1.18) },
          { account: accounts.get('Sales'), credit: base },
          { account: accounts.get('Output IGST'), credit: String(Number(base) * 0.18), taxComponent: 'IGST', taxBase: `-${base}`, taxRate: '18', registration },
        ],
      } as never)
    await taxed('2026-09-11', 'Sold without', 'sales', [
      ['Trade receivables', '118'],
      ['Sales', '-100'],
      ['Output IGST', '-18', ['IGST', '-100', '18']],
    ])
    const report = async (more = '') => {
      const { registrations, sections, accounts: followed } = await ask<TaxReport>(`tax-report?${days}${more}`)
      return [registrations.length, sections.flatMap(({ rows }) => rows.map(row => `${row.registration} ${row.net.tax}`)), followed.length > 0]
    }
    const lines = async (more: string) => (await ask<TaxLines>(`tax-lines?${days}${more}`)).lines.map(line => `${line.registration} ${line.tax}`)
    const [pune, bengaluru, none] = ['27AAPFU0939F1ZV 180', '29AAPFU0939F1ZR 36', 'null 18'] as const
    expect([await report(), await report('&registration=27AAPFU0939F1ZV'), await report('&registration=none')]).toEqual([
      [3, [pune, bengaluru, none], true],
      [3, [pune], false],
      [3, [none], false],
    ])
    expect([await lines(''), await lines('&registration=29AAPFU0939F1ZR'), await lines('&registration=none')]).toEqual([
      [pune, bengaluru, none],
      [bengaluru],
      [none],
    ])
    expect((await csv(`tax-report/sheet?${days}`)).slice(2, 4)).toEqual([
      'IGST,2162 Output IGST,18,1000,180,0,0,1000,180,27AAPFU0939F1ZV',
      'IGST,2162 Output IGST,18,200,36,0,0,200,36,29AAPFU0939F1ZR',
    ])
    expect((await csv(`tax-lines/sheet?${days}&registration=29AAPFU0939F1ZR`))[1]).toMatch(/,IGST,18,200,36,29AAPFU0939F1ZR$/)
  })

  test('names the party of each line however long entries are, and a figure without a rate leads to lines without one', async () => {
    const many = (account: string, base: string) => Array.from({ length: 510 }, (): TaxSide => [account, base])
    await taxed('2027-01-20', 'A long one', 'sales', [...many('Trade receivables', '1'), ['Sales', '-500'], ['Output CGST', '-10', ['CGST', '-500', '2']]])
    await taxed('2027-01-20', 'Party last', 'sales', [...many('Sales', '-1'), ['Output CGST', '-5', ['CGST', '-510', null]], ['Trade receivables', '515']])
    const at = async (more: string) =>
      (await ask<TaxLines>(`tax-lines?from=2027-01-20&to=2027-01-20&component=CGST&${more}`)).lines.map(({ narration, party, rate }) => [
        narration,
        party,
        rate,
      ])
    const last = ['Party last', 'Asha Traders', null]
    expect([await at(''), await at('unrated=true')]).toEqual([[['A long one', 'Asha Traders', '2'], last], [last]])
  })
})
