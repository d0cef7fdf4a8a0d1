import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk, openBrowser, openPage, phone, violations } from './browser.ts'
import { type Served, serveBooks } from './product.ts'
import { api, shot, signIn } from './steps.ts'

let browser: Browser
let served: Served
let page: Page
let errors: string[]

beforeAll(async () => {
  served = await serveBooks()
  browser = await openBrowser()
  ;({ page, errors } = await openPage(browser))
  await signIn(page, served.url)
  await api(page, '/api/records/parties.party', { name: 'Asha Traders', kind: 'organisation' })
  await page.goto(`${served.url}/page/ledger.voucher`)
  await page.getByRole('combobox', { name: 'Account of line 1' }).waitFor()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

/** The first of April of the year that it is where the company is, and the year as numbers tell it. */
const begins = (() => {
  const [year = 0, month = 0] = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata' }).format(new Date()).split('-').map(Number)
  return month < 4 ? year - 1 : year
})()
const number = (nth: number): string => `JE/${begins % 100}-${(begins + 1) % 100}/0000${nth}`

/** Where the hand is: the name of what is typed into. */
const hand = (): Promise<string | null> =>
  page.evaluate(() => {
    let here = document.activeElement
    while (here?.shadowRoot?.activeElement) here = here.shadowRoot.activeElement
    return here?.getAttribute('aria-label') || here?.id || (here?.getRootNode() as ShadowRoot | undefined)?.host?.id || null
  })
const at = (name: string): Promise<unknown> => expect.poll(hand).toBe(name)
const type = async (text: string, then: string): Promise<void> => {
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
  await at(then)
}
const entries = async () => {
  const { items } = await api<{ items: { id: string; number: string; narration: string; date: string }[] }>(
    page,
    '/api/records/ledger.entry?sort=-createdAt&limit=50&fields=number,narration,date',
  )
  return Promise.all(
    items.map(async ({ id, number, narration }) => {
      const { lines, state } = await api<{ state: string; lines: { account: { title: string }; debit: string | null; credit: string | null }[] }>(
        page,
        `/api/records/ledger.entry/${id}`,
      )
      return [number, state, narration, lines.map(line => [line.debit, line.credit])]
    }),
  )
}

test('A payment is typed without a mouse: account by code or name, amount, narration, and Enter goes on to the last', async () => {
  await page.keyboard.press('F5')
  await at('Account of line 1')
  await type('ren', 'Amount of line 1')
  await type('45,000', 'Account of line 2')
  await type('5240', 'Amount of line 2')
  await type('250.50', 'Account of line 3')
  await page.keyboard.press('Enter')
  await at('narration')
  await type('Rent and power of March', 'post')
  await page.keyboard.press('Enter')
  await page.getByText(`${number(1)} is posted.`).waitFor()
  await at('Account of line 1')
  expect(await entries()).toEqual([
    [
      number(1),
      'posted',
      'Rent and power of March',
      [
        ['45000', null],
        ['250.5', null],
        [null, '45250.5'],
      ],
    ],
  ])
  await expect.poll(() => page.locator('.done li').allTextContents()).toEqual([expect.stringContaining('₹45,250.5')])
})

test('Each kind of voucher is begun by its key', async () => {
  const pressed = () => page.getByRole('group', { name: 'Kind of voucher' }).locator('[aria-pressed="true"]').textContent()
  for (const [key, kind] of [
    ['F4', 'Contra'],
    ['F6', 'Receipt'],
    ['F7', 'Journal'],
    ['F8', 'Sales'],
    ['F9', 'Purchase'],
    ['F5', 'Payment'],
  ] as const) {
    await page.keyboard.press(key)
    await expect.poll(pressed).toContain(kind)
    await at(['Contra', 'Receipt', 'Payment'].includes(kind) ? 'Account of line 1' : 'Side of line 1')
  }
})

test('A journal is begun by F7: its next line is what it lacks, and it is not posted before it agrees', async () => {
  await page.keyboard.press('F7')
  await at('Side of line 1')
  await page.keyboard.press('Enter')
  await at('Account of line 1')
  await type('depr', 'Amount of line 1')
  await type('1200', 'Account of line 2')
  await expect.poll(() => page.getByRole('textbox', { name: 'Amount of line 2' }).inputValue()).toBe('1200')
  await type('furn', 'Amount of line 2')
  await type('1000', 'Account of line 3')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('alert').getByText('Choose the account of line 3.').waitFor()
  await shot(page, 'voucher-journal')
  await type('furn', 'Amount of line 3')
  await page.keyboard.press('Enter')
  await at('narration')
  await page.keyboard.type('Depreciation of March')
  await page.keyboard.press('Control+Enter')
  await page.getByText(`${number(2)} is posted.`).waitFor()
  expect((await entries())[0]).toEqual([
    number(2),
    'posted',
    'Depreciation of March',
    [
      ['1200', null],
      [null, '1000'],
      [null, '200'],
    ],
  ])
})

test('What the books refuse is said as it is, and what was kept meanwhile is posted and not written twice', async () => {
  await api(page, '/api/records/ledger.lock', { until: `${begins}-03-31`, reason: 'Year closed' })
  await page.keyboard.press('F6')
  await at('Account of line 1')
  await type('trade rec', 'Party')
  await page.keyboard.type('Asha')
  await page
    .getByRole('option', { name: /Asha Traders/ })
    .first()
    .waitFor()
  await page.keyboard.press('Enter')
  await at('Amount of line 1')
  await type('11800', 'Account of line 2')
  await page.keyboard.press('Enter')
  await at('narration')
  await page.keyboard.type('Received from Asha Traders')
  const day = page.getByRole('textbox', { name: 'Date', exact: true })
  await day.fill(`31/03/${begins}`)
  await day.press('Tab')
  await page.keyboard.press('Control+Enter')
  await page
    .getByRole('alert')
    .getByText(/locked up to/)
    .waitFor()
  await day.fill(`01/04/${begins}`)
  await day.press('Tab')
  await page.keyboard.press('Control+Enter')
  await page.getByText(`${number(3)} is posted.`).waitFor()
  expect((await entries()).map(([first]) => first)).toEqual([number(3), number(2), number(1)])
})

test('The last voucher of a kind is copied by Alt and 2', async () => {
  await page.keyboard.press('F5')
  await at('Account of line 1')
  await page.keyboard.press('Alt+2')
  await at('narration')
  await expect.poll(() => page.getByRole('textbox', { name: 'Amount of line 2' }).inputValue()).toBe('250.5')
  await shot(page, 'voucher-payment')
  await page.keyboard.press('Control+Enter')
  await page.getByText(`${number(4)} is posted.`).waitFor()
})

test('An owner reads in words how the business stands, and goes from a sentence to what it is made of', async () => {
  await page.goto(`${served.url}/page/ledger.standing`)
  await page.getByText('Banks and cash are overdrawn by').waitFor()
  await page.getByText('Nobody owes you anything.').waitFor()
  await shot(page, 'standing-light')
  expect(await violations(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  await shot(page, 'standing-dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await page.getByRole('link', { name: 'Profit and loss' }).last().click()
  await page.waitForURL(/ledger\.profitAndLoss/)
  await page.goto(`${served.url}/page/ledger.voucher`)
  await page.getByRole('combobox', { name: 'Account of line 1' }).waitFor()
})

test('A line tells its cost centre where there are any, and Enter passes it by', async () => {
  const { id } = await api<{ id: string }>(page, '/api/records/ledger.costCentre', { name: 'Loom hall' })
  await page.goto(`${served.url}/page/ledger.voucher?kind=payment`)
  await at('Account of line 1')
  await type('ren', 'Amount of line 1')
  await page.getByRole('combobox', { name: 'Cost centre of line 1' }).fill('loom')
  await page.getByRole('option', { name: 'Loom hall' }).click()
  await at('Amount of line 1')
  await type('900', 'Account of line 2')
  await shot(page, 'voucher-told')
  await page.keyboard.press('Enter')
  await at('narration')
  await type('Rent of the loom hall', 'post')
  await page.keyboard.press('Enter')
  await page.locator('.done li').first().waitFor()
  const { items } = await api<{ items: { id: string }[] }>(page, `/api/records/ledger.entry?where=${JSON.stringify({ narration: 'Rent of the loom hall' })}`)
  const { lines } = await api<{ lines: { costCentre: string | null }[] }>(page, `/api/records/ledger.entry/${items[0]?.id}`)
  expect(lines.map(line => line.costCentre)).toEqual([id, null])
})

test('It stands on a phone, and everybody can use it', async () => {
  expect(await violations(page)).toEqual([])
  await page.setViewportSize(phone)
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  await shot(page, 'voucher-phone')
  expect(await violations(page)).toEqual([])
  expect(errors).toEqual([])
})

test('Trial books say that nothing counts yet, and going live throws them away once the name of the company is typed', async () => {
  await page.setViewportSize(desk)
  await page.getByText('Trial books').waitFor()
  await page.goto(`${served.url}/page/ledger.goLive`)
  await page.getByText(/Journal entries: \d/).waitFor()
  expect(await violations(page)).toEqual([])
  await shot(page, 'go-live')
  await page.getByRole('textbox', { name: /type the name of the company/ }).fill('sharma traders')
  await page.getByRole('button', { name: 'Throw the trial away and go live' }).click()
  await page.getByText(/are live since/).waitFor()
  await shot(page, 'live')
  await page.goto(`${served.url}/list/ledger.entry`)
  await page.getByRole('heading', { name: /^Journal entries/ }).waitFor()
  expect(await entries()).toEqual([])
  await page.getByText('Trial books').waitFor({ state: 'detached' })
})
