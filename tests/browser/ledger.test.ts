import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk, type Look, openBrowser, openPage, phone, violations } from './browser.ts'
import { type Served, serveBooks } from './product.ts'
import { api, follow, shot, signIn } from './steps.ts'

let browser: Browser
let served: Served
let page: Page
let errors: string[]
/** The ids of accounts by their codes. */
let accounts: ReadonlyMap<string, string>
/** The ids of cost centres by the codes of the accounts that are told them, and of the dimension. */
let centres: ReadonlyMap<string, string>
let centre: string
/** Writes an entry and posts it. */
let write: (...entry: Posted) => Promise<void>

const year = '/page/ledger.trialBalance?from=2026-04-01&to=2027-03-31'

/** Debits and credits of the account in their codes. */
type Sides = readonly (readonly [code: string, debit: string | null, credit: string | null, memo?: string])[]

type Posted = readonly [date: string, narration: string, sides: Sides]

const entries: readonly Posted[] = [
  [
    '2026-03-20',
    'Capital brought in',
    [
      ['1120', '2500000', null],
      ['3110', null, '2500000'],
    ],
  ],
  [
    '2026-05-02',
    'Looms for the hall',
    [
      ['1210', '1245600.50', null],
      ['1120', null, '1245600.50'],
    ],
  ],
  [
    '2026-06-11',
    'Handloom sold at the fair',
    [
      ['1110', '384000', null],
      ['4110', null, '384000'],
    ],
  ],
  [
    '2026-07-01',
    'Rent of the second quarter',
    [
      ['5220', '150000', null],
      ['1120', null, '150000', 'Hall, July to September'],
    ],
  ],
]

beforeAll(async () => {
  served = await serveBooks()
  browser = await openBrowser()
  const owner = await openPage(browser)
  await signIn(owner.page, served.url)
  const { link } = await api<{ link: string }>(owner.page, '/api/users/invite', { name: 'Nita Rao', email: 'nita@example.com', roles: ['ledger.accountant'] })
  ;({ page, errors } = await openPage(browser))
  await page.goto(`${served.url}/sign-in`)
  await api(page, '/api/invitations/accept', { token: link.split('/').at(-1), password: 'correct horse battery' })
  await owner.context.close()
  const { items } = await api<{ items: { id: string; code: string }[] }>(page, '/api/records/ledger.account?limit=200&fields=code')
  accounts = new Map(items.map(({ id, code }) => [code, id]))
  write = async (date, narration, sides) => {
    const lines = sides.map(([code, debit, credit, memo]) => ({
      account: accounts.get(code),
      debit,
      credit,
      memo: memo ?? null,
      costCentre: centres.get(code) ?? null,
    }))
    const { id } = await api(page, '/api/records/ledger.entry', { date, narration, lines })
    await api(page, `/api/records/ledger.entry/${id}/actions/post`, {})
  }
  const made = await Promise.all(['Fair', 'Loom hall'].map(name => api<{ id: string }>(page, '/api/records/ledger.costCentre', { name })))
  centres = new Map([
    ['4110', made[0]?.id ?? ''],
    ['5220', made[1]?.id ?? ''],
  ])
  centre = (await api<{ items: { id: string; name: string }[] }>(page, '/api/records/ledger.dimension')).items.find(one => one.name === 'Cost centre')?.id ?? ''
  for (const entry of entries) await write(...entry)
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

/** The lines of the sheet that is shown, as one reads them: what stands beneath in a cell after a dash. */
const lines = () =>
  page.locator('table tr').evaluateAll(all => {
    const seen = (cell: Element): string =>
      [...cell.childNodes]
        .filter(one => one instanceof Text || (one instanceof Element && one.checkVisibility()))
        .map(one => (one instanceof HTMLElement && one.localName === 'small' ? ` — ${one.textContent}` : (one.textContent ?? '')))
        .join('')
        .trim()
    return all.map(row =>
      [...row.children]
        .filter(cell => cell.checkVisibility())
        .map(seen)
        .join(' | '),
    )
  })

test('an accountant writes an entry by keyboard, posts it, and goes from the trial balance over the account’s ledger to the entry', async () => {
  await page.goto(`${served.url}${year}`)
  await page.getByRole('link', { name: 'New entry' }).click()
  await page.getByRole('textbox', { name: 'Narration' }).fill('Electricity of October')
  await page.getByRole('textbox', { name: 'Date', exact: true }).fill('31/10/2026')
  const choose = async (line: number, account: string) => {
    await page.getByRole('combobox', { name: `Account, line ${line}` }).focus()
    await page.keyboard.type(account)
    await page
      .getByRole('option', { name: new RegExp(account) })
      .first()
      .waitFor()
    await page.keyboard.press('Enter')
  }
  await choose(1, 'Electricity')
  await page.getByRole('textbox', { name: 'Debit, line 1' }).focus()
  await page.keyboard.type('12,500')
  await page.keyboard.press('Enter')
  await choose(2, 'Bank')
  await page.getByRole('textbox', { name: 'Credit, line 2' }).focus()
  await page.keyboard.type('12500')
  await page.keyboard.press('Control+s')
  await page.getByRole('button', { name: 'Post', exact: true }).first().click()
  await page.getByText('Done: Post').waitFor()
  await follow(page, year)
  await expect
    .poll(lines)
    .toEqual([
      'Code | Account | Opening balance | Debit | Credit | Closing debit | Closing credit',
      'Assets | 25,00,000.00 Dr | 16,29,600.50 | 14,08,100.50 | 27,21,500.00 | –',
      '1110 | Cash in hand | – | 3,84,000.00 | – | 3,84,000.00 | –',
      '1120 | Bank | 25,00,000.00 Dr | – | 14,08,100.50 | 10,91,899.50 | –',
      '1210 | Furniture and equipment | – | 12,45,600.50 | – | 12,45,600.50 | –',
      'Equity | 25,00,000.00 Cr | – | – | – | 25,00,000.00',
      '3110 | Capital | 25,00,000.00 Cr | – | – | – | 25,00,000.00',
      'Income | – | – | 3,84,000.00 | – | 3,84,000.00',
      '4110 | Sales | – | – | 3,84,000.00 | – | 3,84,000.00',
      'Expenses | – | 1,62,500.00 | – | 1,62,500.00 | –',
      '5220 | Rent | – | 1,50,000.00 | – | 1,50,000.00 | –',
      '5230 | Electricity | – | 12,500.00 | – | 12,500.00 | –',
      'Total — Debits and credits agree | – | 17,92,100.50 | 17,92,100.50 | 28,84,000.00 | 28,84,000.00',
    ])
  await page.locator('table').getByRole('link', { name: 'Bank', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Bank (1120)' }).waitFor()
  await expect
    .poll(lines)
    .toEqual([
      'Date | Number | Narration | Debit | Credit | Balance',
      '1 Apr 2026 |  | Opening balance |  |  | 25,00,000.00 Dr',
      '2 May 2026 | JE/26-27/00001 | Looms for the hall | – | 12,45,600.50 | 12,54,399.50 Dr',
      '1 Jul 2026 | JE/26-27/00003 | Rent of the second quarter — Hall, July to September | – | 1,50,000.00 | 11,04,399.50 Dr',
      '31 Oct 2026 | JE/26-27/00004 | Electricity of October | – | 12,500.00 | 10,91,899.50 Dr',
      'Closing balance | – | 14,08,100.50 | 10,91,899.50 Dr',
    ])
  await page.getByRole('link', { name: 'JE/26-27/00004' }).click()
  await page.getByRole('heading', { name: 'Electricity of October' }).waitFor()
  // Why nothing of it can be changed is said once, however many fields are locked.
  await expect.poll(() => page.getByText('A posted entry stays as it is. Reverse it, and post what is right.').count()).toBe(1)
  // Its lines neither come nor go nor move; what may still be said of them is typed in place.
  await page.getByRole('textbox', { name: 'Memo, line 1' }).waitFor()
  for (const name of [/^Move line/, /^Take out line/, 'Add a line']) await expect.poll(() => page.getByRole('button', { name }).count()).toBe(0)
  await expect.poll(() => page.getByRole('combobox', { name: 'Account, line 1' }).count()).toBe(0)
  await shot(page, 'entry-1440-light-en')
  await page.goBack()
  await page.getByRole('heading', { name: 'Bank (1120)' }).waitFor()
  // A box is as wide as a day that is long in writing.
  await page.getByRole('textbox', { name: 'To' }).evaluate((box: HTMLInputElement) => Object.assign(box, { value: '30 Nov 2026' }))
  await expect.poll(() => page.getByRole('textbox', { name: 'To' }).evaluate(box => box.scrollWidth - box.clientWidth)).toBe(0)
  await page.goBack()
  await page.getByRole('heading', { name: 'Trial balance' }).waitFor()
  await expect.poll(() => new URL(page.url()).search).toBe('?from=2026-04-01&to=2027-03-31')
})

test('the days that are shown stand in the address: back and a reload keep them, and what is posted meanwhile comes in', async () => {
  await page.goto(`${served.url}/page/ledger.trialBalance?from=2026-05-01&to=2026-05-31`)
  const from = page.getByRole('textbox', { name: 'From' })
  const accounts = () => page.locator('tr.line a').allTextContents()
  await expect.poll(accounts).toEqual(['Bank', 'Furniture and equipment', 'Capital'])
  await from.fill('1/7/2026')
  await page.keyboard.press('Enter')
  // Whoever puts the first day after the last means the days between them.
  await expect.poll(() => new URL(page.url()).search).toBe('?from=2026-05-31&to=2026-07-01')
  await expect.poll(accounts).toEqual(['Cash in hand', 'Bank', 'Furniture and equipment', 'Capital', 'Sales', 'Rent'])
  await page.reload()
  await expect.poll(() => from.inputValue()).toBe('31 May 2026')
  await page.goBack()
  await expect.poll(accounts).toEqual(['Bank', 'Furniture and equipment', 'Capital'])
  await page.getByRole('checkbox', { name: 'Closing entries' }).click()
  await expect.poll(() => new URL(page.url()).search).toBe('?closing=no&from=2026-05-01&to=2026-05-31')
  await expect.poll(accounts).toEqual(['Bank', 'Furniture and equipment', 'Capital'])
  await write('2026-05-30', 'Tea for visitors', [
    ['5250', '640', null],
    ['1110', null, '640'],
  ])
  await expect.poll(accounts).toEqual(['Cash in hand', 'Bank', 'Furniture and equipment', 'Capital', 'Office expenses'])
  await page.goto(`${served.url}/page/ledger.trialBalance?to=2025-03-31`)
  await page.getByRole('heading', { name: 'Nothing is posted up to 31 Mar 2025' }).waitFor()
  await page.getByRole('link', { name: 'Write an entry' }).waitFor()
})

test('of an account with many lines the first two hundred are shown with the closing of all, and more when asked for', async () => {
  const stamps = Array.from({ length: 201 }, () => ['5250', '5', null] as const)
  await write('2026-06-30', 'Stamps', [...stamps, ['1110', null, '1005']])
  await page.goto(`${served.url}/page/ledger.statement?account=${accounts.get('5250')}&from=2026-06-01&to=2026-06-30`)
  await page.getByText('The first 200 lines are shown.').waitFor()
  const foot = 'Closing balance | 1,005.00 | – | 1,645.00 Dr'
  await expect.poll(async () => (await lines()).slice(-2)).toEqual([expect.stringMatching(/ \| 5\.00 \| – \| 1,640\.00 Dr$/), foot])
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect.poll(async () => (await lines()).slice(-2)).toEqual([expect.stringMatching(/ \| 5\.00 \| – \| 1,645\.00 Dr$/), foot])
  await page.getByRole('button', { name: 'Show more' }).waitFor({ state: 'detached' })
})

test('an auditor goes from the general ledger of a heading to an account, and from the day book of a journal to an entry', async () => {
  await page.goto(`${served.url}/page/ledger.generalLedger?from=2026-07-01&to=2026-07-31`)
  await page.getByRole('combobox', { name: 'Account or heading' }).fill('Expenses')
  await page.getByRole('option', { name: 'Expenses', exact: true }).click()
  // What else was posted to expenses may stand beside it, and nothing of other accounts.
  await expect.poll(async () => [...new Set((await lines()).flatMap(line => /^(\d)\d{3}\D/.exec(line)?.[1] ?? []))]).toEqual(['5'])
  await page.getByRole('link', { name: 'Rent', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Rent (5220)' }).waitFor()
  await page.goto(`${served.url}/page/ledger.dayBook?from=2026-07-01&to=2026-07-31`)
  await expect
    .poll(lines)
    .toEqual([
      'Date | Narration | Number | Debit | Credit',
      '1 Jul 2026 | Rent of the second quarter — General journal | JE/26-27/00003 |  | ',
      ' | 5220 Rent |  | 1,50,000.00 | –',
      ' | 1120 Bank — Hall, July to September |  | – | 1,50,000.00',
      'Total | 1,50,000.00 | 1,50,000.00',
    ])
  await page.getByRole('link', { name: 'JE/26-27/00003' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Rent of the second quarter' }).waitFor()
})

test('an accountant looks at the tax of a month, and goes from a figure to its lines and on to the entry', async () => {
  const line = (code: string, side: 'debit' | 'credit', base: string, component?: string) => ({
    ...{ account: accounts.get(code), [side]: base },
    ...(component !== undefined && { taxComponent: component, taxRate: '9', taxBase: '-10000' }),
  })
  const sold = { date: '2026-08-14', narration: 'Cloth sold with tax', reference: 'INV-7' }
  const sides = [line('1110', 'debit', '11800'), line('4110', 'credit', '10000'), line('2160', 'credit', '900', 'CGST'), line('2161', 'credit', '900', 'SGST')]
  const { id } = await api(page, '/api/records/ledger.entry', { ...sold, lines: sides })
  await api(page, `/api/records/ledger.entry/${id}/actions/post`, {})
  await page.goto(`${served.url}/page/ledger.taxReport?from=2026-08-01&to=2026-08-31`)
  await page.getByRole('heading', { name: 'Tax on sales' }).waitFor()
  await page.getByRole('link', { name: 'CGST at 9 %' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'CGST at 9 %' }).waitFor()
  await expect
    .poll(async () => (await lines()).slice(1))
    .toEqual([
      expect.stringMatching(/^14 Aug 2026 \| JE\/26-27\/\d+ \| INV-7 — Cloth sold with tax \| 2160 Output CGST — CGST at 9 % \| 10,000\.00 \| 900\.00$/),
    ])
  await shot(page, 'tax-lines-1440-light-en')
  await page.locator('.number a').first().focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Cloth sold with tax' }).waitFor()
})

test('an owner goes from the balance sheet over its profit to the profit and loss and to a ledger, compares with last year, and takes it along as a file', async () => {
  await page.goto(`${served.url}/page/ledger.balanceSheet?on=2027-03-31`)
  await page.getByRole('link', { name: 'Profit of the year' }).click()
  await page.getByRole('heading', { name: 'Profit and loss' }).waitFor()
  await expect.poll(() => new URL(page.url()).search).toBe('?from=2026-04-01&to=2027-03-31')
  await page.getByRole('button', { name: 'Last year' }).click()
  await page.getByRole('columnheader', { name: 'Difference' }).waitFor()
  await expect.poll(() => new URL(page.url()).search).toBe('?compare=lastYear&from=2026-04-01&to=2027-03-31')
  await page.getByRole('button', { name: 'Export' }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Export as CSV' }).click()])
  expect(file.suggestedFilename()).toBe('Profit and loss.csv')
  await page.getByRole('link', { name: 'Sales', exact: true }).click()
  await page.getByRole('heading', { name: 'Sales (4110)' }).waitFor()
  await expect.poll(() => new URL(page.url()).searchParams.get('to')).toBe('2027-03-31')
})

test('a figure of the cash flow leads to the ledger of its account on these days', async () => {
  await page.goto(`${served.url}/page/ledger.cashFlow?from=2026-04-01&to=2027-03-31`)
  await page.getByRole('link', { name: 'Furniture and equipment', exact: true }).click()
  await page.getByRole('heading', { name: 'Furniture and equipment (1210)' }).waitFor()
  await expect.poll(() => ['from', 'to'].map(name => new URL(page.url()).searchParams.get(name))).toEqual(['2026-04-01', '2027-03-31'])
})

test('an owner divides the profit by cost centres, looks at one alone, finds its name in the address, and divides the balance sheet', async () => {
  await page.goto(`${served.url}/page/ledger.profitAndLoss?compare=previous&from=2026-06-01&to=2026-07-15`)
  await page.getByRole('combobox', { name: 'Shown' }).selectOption('Only of Cost centre')
  await page.getByRole('note').getByText('All of it is shown until you choose one.').waitFor()
  await expect.poll(() => new URL(page.url()).searchParams.get('compare')).toBe('previous')
  await page.getByRole('group', { name: 'Compare with' }).getByRole('button', { name: 'Nothing' }).click()
  await page.getByRole('button', { name: 'Cost centre', exact: true }).click()
  await page.getByRole('link', { name: 'Fair' }).waitFor()
  // What the tests above posted tells nothing, and stands further on.
  const table = async () => {
    const all = (await lines()).map(line => line.split(' | ').slice(0, 3).join(' | '))
    return [all[0], all.at(-1)]
  }
  await expect.poll(table).toEqual(['Account | Fair | Loom hall', 'Net profit | 3,84,000.00 | (1,50,000.00)'])
  await page.getByRole('link', { name: 'Loom hall' }).click()
  await expect.poll(async () => (await lines()).at(-1)).toBe('Net profit | (1,50,000.00)')
  await expect.poll(() => page.locator('sangam-pick input').inputValue()).toBe('Loom hall')
  await page.goto(`${served.url}/page/ledger.balanceSheet?on=2026-07-15`)
  await page.getByRole('button', { name: 'Cost centre', exact: true }).click()
  const profit = async () => (await lines()).find(line => line.startsWith('Profit of the year'))
  await expect.poll(profit).toMatch(/^Profit of the year \| 3,84,000\.00 \| \(1,50,000\.00\)/)
  await page
    .getByRole('row', { name: /^Profit of the year/ })
    .getByRole('link')
    .first()
    .click()
  await page.getByRole('heading', { name: 'Profit and loss' }).waitFor()
  await expect.poll(() => new URL(page.url()).searchParams.get('value')).toBe(centres.get('4110'))
})

test('the trial balance gives the books of its days whole: each account with its lines, and as a text for hledger', async () => {
  await page.goto(served.url + year)
  for (const [item, name] of [
    ['General ledger to Excel', 'General ledger 2027-03-31.xlsx'],
    ['As a journal for hledger', 'Sharma Traders 2027-03-31.journal'],
  ] as const) {
    await page.getByRole('button', { name: 'Export' }).click()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()])
    expect(file.suggestedFilename()).toBe(name)
  }
})

test('opening balances are entered, looked at as a whole, and posted at once; what is missing is said', async () => {
  await page.goto(`${served.url}/page/ledger.opening?on=2025-04-01`)
  await page.getByRole('heading', { name: 'Nothing is entered yet' }).waitFor()
  await shot(page, 'opening-empty-1440-light-en')
  const add = (code: string, debit: string | null, credit: string | null, more: object = {}) =>
    api(page, '/api/records/ledger.openingItem', { account: accounts.get(code), debit, credit, ...more })
  await add('1120', '60000', null)
  await page.goto(`${served.url}/page/ledger.opening?on=2025-04-01`)
  await page.getByText('Posted, the account of opening balances holds 60,000.00 Cr: its other side is missing.').waitFor()
  await add('2210', null, '60000', { number: 'LN-7', date: '2024-06-01', due: '2027-05-31' })
  await page.reload()
  await page.getByText('Posted, the account of opening balances comes to 0.').waitFor()
  await shot(page, 'opening-drafts-1440-light-en')
  await page.getByRole('button', { name: 'Post all' }).click()
  await page.getByText('Post 2 items as on 1 Apr 2025?').waitFor()
  await page.getByRole('button', { name: 'Post all' }).last().click()
  await page.getByText('The account of opening balances has come to 0.').waitFor()
  // On which day they are to be posted is no question any more.
  await page.getByRole('textbox', { name: 'As on' }).waitFor({ state: 'detached' })
})

test('an accountant locks a month of the year that is over, closes the year, and finds it closed with what it carried over', async () => {
  const { id } = await api(page, '/api/records/ledger.fiscalYear', { from: '2024-04-01', to: '2025-03-31' })
  await page.goto(`${served.url}/page/ledger.periods?on=2024-06-15`)
  await page
    .getByRole('row', { name: /^April 2024/ })
    .getByRole('button', { name: 'Lock up to here: April 2024', exact: true })
    .click()
  await page.getByText('Lock all days up to 30 Apr 2024? Nothing can be posted there after that, except by an exception.').waitFor()
  await page.getByRole('button', { name: 'Lock these days' }).click()
  await page.getByText('Locked up to 30 Apr 2024.').waitFor()
  const month = async () => (await lines()).filter(line => /^(April|May) 2024/.test(line))
  await expect.poll(month).toEqual(['April 2024 | 0 | 0 | Locked — April 2024 is done | ', 'May 2024 | 0 | 0 | Not locked | Lock up to here'])
  await shot(page, 'periods-1440-light-en')
  await page.goto(`${served.url}/record/ledger.fiscalYear/${id}`)
  await page.getByRole('heading', { name: '2024-25' }).waitFor()
  await page.getByRole('button', { name: 'Close the year' }).first().click()
  await page.getByText('Carry the profit over and lock all days of the year?').waitFor()
  await page.getByRole('button', { name: 'Close the year' }).last().click()
  await page.getByText('Done: Close the year').waitFor()
  await page.getByText('A closed year stays as it is. Reopen it first.').waitFor()
  await shot(page, 'year-closed-1440-light-en')
  await page.goto(`${served.url}/list/ledger.fiscalYear`)
  await page.getByRole('link', { name: '2024-25' }).waitFor()
  await shot(page, 'years-1440-light-en')
})

/** Finds a record by what is typed, and takes the first that fits. */
const pick = async (label: string, typed: string): Promise<void> => {
  await page.getByRole('combobox', { name: label, exact: true }).focus()
  await page.keyboard.type(typed)
  await page
    .getByRole('option', { name: new RegExp(typed) })
    .first()
    .waitFor()
  await page.keyboard.press('Enter')
}
/** The day it is where the company is. */
const today = (): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata' }).format(new Date())
const rid = (): string => page.url().split('/').at(-1)?.split('?')[0] ?? ''

test('an accountant says once what recurs, has what is due written as a draft, sees when the next one comes, and begins a draft from a template, which opens', async () => {
  const month = today().slice(0, 8)
  await page.goto(`${served.url}/new/ledger.recurring?from=${month}01`)
  await page.getByRole('textbox', { name: 'Narration' }).fill('Electricity of the loom hall, each month')
  await page.getByLabel('Writes').selectOption('draft')
  for (const [line, account, side] of [
    [1, 'Electricity', 'Debit'],
    [2, 'Cash in hand', 'Credit'],
  ] as const) {
    if (line > 1) await page.getByRole('button', { name: 'Add a line' }).click()
    await pick(`Account, line ${line}`, account)
    await page.getByRole('textbox', { name: `${side}, line ${line}` }).fill('18000')
  }
  await page.keyboard.press('Control+s')
  await page.getByRole('button', { name: 'Write what is due' }).first().click()
  await page.locator('sangam-ask-fields').getByRole('button', { name: 'Write what is due' }).click()
  await page.getByText('Done: Write what is due').waitFor()
  const [recurring, drafts] = [rid(), { narration: 'Electricity of the loom hall, each month' }]
  const next = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 1)).toISOString().slice(0, 10)
  const read = () => api<object>(page, `/api/records/ledger.recurring/${recurring}?fields=next,total`)
  await expect.poll(read).toMatchObject({ next, total: '18000' })
  const where = encodeURIComponent(JSON.stringify(drafts))
  const { items } = await api<{ items: { id: string; state: string; date: string }[] }>(page, `/api/records/ledger.entry?where=${where}`)
  expect(items).toMatchObject([{ state: 'draft', date: `${month}01` }])
  await page.goto(`${served.url}/list/ledger.recurring`)
  await page.getByRole('link', { name: 'Electricity of the loom hall, each month' }).waitFor()
  await shot(page, 'recurring-1440-light-en')
  const lines = [
    { account: accounts.get('5230'), debit: '900' },
    { account: accounts.get('1110'), credit: '900' },
  ]
  const template = await api(page, '/api/records/ledger.template', { name: 'Lamps', narration: 'Lamps of the loom hall', lines })
  await page.goto(`${served.url}/record/ledger.template/${template.id}`)
  await page.getByRole('button', { name: 'Begin an entry' }).first().click()
  await page.locator('sangam-ask-fields').getByRole('button', { name: 'Begin an entry' }).click()
  await page.getByRole('heading', { name: 'Lamps of the loom hall' }).waitFor()
  await expect.poll(() => new URL(page.url()).pathname).toMatch(/^\/record\/ledger\.entry\//)
  await expect.poll(() => page.getByRole('textbox', { name: 'Credit, line 2' }).inputValue()).toBe('900')
  await shot(page, 'template-begun-1440-light-en')
  for (const path of [
    ...[...items.map(({ id }) => id), rid()].map(id => `ledger.entry/${id}`),
    `ledger.recurring/${recurring}`,
    `ledger.template/${template.id}`,
  ])
    await api(page, `/api/records/${path}`, undefined, 'DELETE')
})

test('an accountant gives an account a budget, finds it beside what became of it, and the list adds up income and expenses apart', async () => {
  type Year = { readonly id: string; readonly name: string }
  const { items } = await api<{ items: Year[] }>(page, '/api/records/ledger.fiscalYear?where=%7B%22from%22%3A%222026-04-01%22%7D&fields=name')
  // From the next April on nobody has spoken of it yet.
  const year = items[0] ?? (await api<Year>(page, '/api/records/ledger.fiscalYear', { from: '2026-04-01', to: '2027-03-31' }))
  const sales = await api(page, '/api/records/ledger.budget', { account: accounts.get('4110'), year: year.id, amount: '6000000', over: 'show' })
  await page.goto(`${served.url}/new/ledger.budget`)
  await pick('Account', 'Electricity')
  await pick('Fiscal year', year.name)
  await page.getByRole('textbox', { name: 'For the whole year' }).fill('240000')
  await page.keyboard.press('Control+s')
  await page.waitForURL(/\/record\/ledger\.budget\//)
  const electricity = rid()
  await page.goto(`${served.url}/list/ledger.budget`)
  const foot = page.locator('sangam-grid').getByRole('gridcell', { name: /Expense 2,40,000\s+Income 60,00,000/ })
  await foot.waitFor()
  await page.getByText('Spread over the months', { exact: true }).waitFor()
  await shot(page, 'budgets-1440-light-en')
  await page.goto(`${served.url}/page/ledger.budget?from=2026-04-01&to=2027-03-31`)
  await page.getByRole('row', { name: /Electricity.*2,40,000\.00/ }).waitFor()
  await shot(page, 'budget-1440-light-en')
  for (const id of [sales.id, electricity]) await api(page, `/api/records/ledger.budget/${id}`, undefined, 'DELETE')
})

const looks: readonly (readonly [name: string, look: Look])[] = [
  ['at a desk, in the light', desk],
  ['on a phone, in Hindi and in the dark', { ...phone, theme: 'dark', locale: 'hi' }],
]

test.each(looks)('the trial balance and a ledger are drawn well %s', async (_, look) => {
  await page.setViewportSize(look)
  if (look.locale === 'hi') await api(page, '/api/me', { locale: 'hi' }, 'PATCH')
  const found: string[] = []
  for (const [name, address] of [
    ['trial-balance', year],
    ['trial-compared', `${year}&compare=lastYear`],
    ['profit', '/page/ledger.profitAndLoss?compare=lastYear&from=2026-04-01&to=2027-03-31'],
    ['profit-by', `/page/ledger.profitAndLoss?by=${centre}&from=2026-08-01&to=2026-08-31&compare=previous`],
    ['profit-of', `/page/ledger.profitAndLoss?dimension=${centre}&value=${centres.get('5220')}&from=2026-04-01&to=2027-03-31`],
    ['balance-sheet', '/page/ledger.balanceSheet?on=2027-03-31&compare=start'],
    ['balance-by', `/page/ledger.balanceSheet?by=${centre}&on=2027-03-31&compare=start`],
    ['cash-by', `/page/ledger.cashFlow?by=${centre}&from=2027-04-01&to=2028-03-31&compare=lastYear`],
    ['periods', '/page/ledger.periods?on=2026-06-01'],
    ['opening', '/page/ledger.opening?on=2025-04-01'],
    ['audit', `/page/ledger.audit?from=2026-04-01&to=${today()}`],
    ['general-ledger', '/page/ledger.generalLedger?from=2026-04-01&to=2027-03-31'],
    ['day-book', '/page/ledger.dayBook?from=2026-04-01&to=2027-03-31'],
    ['tax-report', '/page/ledger.taxReport?from=2026-04-01&to=2027-03-31&compare=previous'],
    ['cash-flow', '/page/ledger.cashFlow?compare=lastYear&from=2026-04-01&to=2027-03-31'],
    ['ledger', `/page/ledger.statement?account=${accounts.get('1120')}&from=2026-04-01&to=2027-03-31`],
  ] as const) {
    // The first brings the language that was chosen, the others come as a link leads to them.
    if (name === 'trial-balance') await page.goto(served.url + address)
    else await follow(page, address)
    await page.locator('tfoot, tr.closes, tr.all, tr.end, .told, .deeds a').last().waitFor()
    // What stood there before leads to its lines as what stands there does.
    const before = page.locator('td.then a').first()
    const days = { 'profit-by': 'from=2026-07-01&to=2026-07-31', 'balance-by': 'from=2025-04-01&to=2026-03-31', 'cash-by': 'from=2026-04-01&to=2027-03-31' }
    if (name in days) await expect.poll(() => before.getAttribute('href')).toContain(`${days[name as keyof typeof days]}`)
    await page.evaluate(theme => document.documentElement.setAttribute('data-theme', theme), look.theme)
    found.push(...(await violations(page)))
    await shot(page, `books-${name}-${look.width}-${look.theme}-${look.locale}`)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (wide > 0) found.push(`${name} is ${wide} px wider than the window`)
  }
  if (look.locale === 'hi') await page.locator('tfoot').getByText('अंतिम शेष').filter({ visible: true }).waitFor()
  expect({ found, errors }).toEqual({ found: [], errors: [] })
})
