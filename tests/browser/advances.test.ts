import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk, type Look, openBrowser, openPage, phone, violations } from './browser.ts'
import { type Served, serveInvoices } from './product.ts'
import { api, shot, signIn } from './steps.ts'

let browser: Browser
let served: Served
let page: Page
let errors: string[]
let party = ''

beforeAll(async () => {
  served = await serveInvoices()
  browser = await openBrowser()
  ;({ page, errors } = await openPage(browser))
  await signIn(page, served.url)
  const [{ items: companies }, { items: sections }] = await Promise.all([
    api<{ items: { id: string }[] }>(page, '/api/records/core.company?limit=1'),
    api<{ items: { id: string; code: string }[] }>(page, '/api/records/invoicing.withholding?limit=50'),
  ])
  const withholding = sections.find(one => one.code === '194J(b)')?.id
  party = (await api<{ id: string }>(page, '/api/records/parties.party', { name: 'Rao Architects' })).id
  await api(page, '/api/records/parties.account', { party, company: companies[0]?.id, side: 'supplier', withholding })
  await api(page, '/api/records/core.registration', { entity: 'parties.party', record: party, kind: 'pan', country: 'IN', number: 'AAAFR1234C' })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

/** What the sheet of the advance says, as one reads it. */
const sheet = () =>
  page
    .locator('invoicebooks-advance')
    .evaluate(element => [...(element.shadowRoot?.querySelectorAll('dt, dd') ?? [])].map(one => one.textContent?.trim()).join(' '))
const box = (name: string) => page.getByRole('textbox', { name, exact: true })

test('whoever types an advance sees what is paid of it and what is withheld, and it is posted so', async () => {
  await page.goto(`${served.url}/page/ledger.pay?party=${party}&direction=pay`)
  await box('Amount').fill('30000')
  await page.keyboard.press('Tab')
  await expect.poll(sheet).toBe('Advance 30,000.00 Tax withheld · 194J(b) 10 % 0.00 Paid of the advance 30,000.00')
  await page.keyboard.press('Control+s')
  await page.getByText('30,000.00 paid to Rao Architects.').waitFor()
  await box('Advance before tax').fill('30000')
  await page.keyboard.press('Tab')
  await expect.poll(sheet).toBe('Advance 30,000.00 Tax withheld · 194J(b) 10 % 6,000.00 Paid of the advance 24,000.00')
  await expect.poll(() => box('Amount').inputValue()).toBe('24,000')
  await page.getByText('30,000.00 is left over and stays as an advance').waitFor()
  await page.getByText('How it came').click()
  await page.getByText('Paid ahead before, and not billed yet = 30,000.00').waitFor()
  await page.keyboard.press('Control+s')
  await page.getByText('24,000.00 paid to Rao Architects.').waitFor()
  await page.getByRole('button', { name: 'Show it' }).last().click()
  await expect.poll(sheet).toBe('Advance 30,000.00 Tax withheld · 194J(b) 10 % 6,000.00 Paid of the advance 24,000.00')
  await shot(page, 'advance-posted')
  await page.goto(`${served.url}/list/invoicing.withheldAdvance`)
  await page.getByText('60,000').first().waitFor()
  await page.goto(`${served.url}/page/invoicebooks.withheld`)
  await page.getByRole('cell', { name: '194J(b)' }).first().waitFor()
  const rows = page.locator('tbody tr').evaluateAll(all => all.map(one => [...one.children].map(cell => cell.textContent?.trim().replace(/\s+/g, ' '))))
  const [day, number] = [expect.any(String), expect.stringContaining('PAY/26-27/00002 · Advance')]
  expect(await rows).toEqual([
    [day, number, 'AAAFR1234C', '194J(b)', '60,000.00', '10 %', '6,000.00'],
    ['194J(b)', '60,000.00', '6,000.00'],
    ['Opening balance', '0.00'],
    ['Withheld, as above', '6,000.00'],
    ['Paid to the state, or posted otherwise', '0.00'],
  ])
  expect(errors).toEqual([])
})

test('the form of a payment says it too, and fills in what is paid of the advance that was agreed', async () => {
  await page.goto(`${served.url}/new/ledger.payment`)
  await page.getByRole('combobox', { name: 'Direction' }).selectOption('pay')
  await page.getByRole('combobox', { name: 'Party' }).fill('Rao')
  await page.getByRole('option', { name: /Rao Architects/ }).click()
  await box('Advance before tax').fill('10000')
  await page.keyboard.press('Tab')
  await expect.poll(() => box('Amount').inputValue()).toBe('9,000')
  await expect.poll(sheet).toBe('Advance 10,000.00 Tax withheld · 194J(b) 10 % 1,000.00 Paid of the advance 9,000.00')
  await page.locator('invoicebooks-advance').scrollIntoViewIfNeeded()
  await shot(page, 'advance-form')
  expect(errors).toEqual([])
})

/** Reads lines of the bank by which Rao Architects were paid. */
const readBank = async (): Promise<void> => {
  const csv = 'Date,Narration,Withdrawal Amt.,Deposit Amt.\n26/11/2026,NEFT RAO ONE,45000,\n27/11/2026,NEFT RAO TWO,45000,\n'
  await page.goto(`${served.url}/page/ledger.bank`)
  await page.getByRole('link', { name: 'Read a statement' }).click()
  await page.locator('input[type=file]').setInputFiles({ name: 'november.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await page.getByText('november.csv').first().waitFor()
  await page.keyboard.press('Control+s')
  await page.getByRole('button', { name: 'Read the file' }).first().click()
  await page.getByText('Done: Read the file').waitFor()
}
/** Opens the dialog of a line of the bank that is a payment to them. */
const askOfLine = async (line: string, hindi = false): Promise<void> => {
  await page.goto(`${served.url}/page/ledger.bank`)
  await page
    .getByRole('button', { name: hindi ? `${line} के लिए और` : `More for ${line}` })
    .last()
    .click()
  await page.getByRole('menuitem', { name: hindi ? 'पार्टी का भुगतान…' : 'Payment of a party…' }).click()
  await page.getByRole('combobox', { name: hindi ? 'पार्टी' : 'Party', exact: true }).fill('Rao')
  await page.getByRole('option', { name: /Rao Architects/ }).click()
}

test('whoever says that a line of the bank is a payment sees what is withheld, with how it came, and may say that nothing is', async () => {
  await readBank()
  await askOfLine('NEFT RAO ONE')
  await page.getByText('45,000.00 is paid, and 5,000.00 is withheld for the state: 50,000.00 in all.').waitFor()
  await expect.poll(sheet).toBe('Advance 50,000.00 Tax withheld · 194J(b) 10 % 5,000.00 Paid of the advance 45,000.00')
  await page.getByText('How it came').click()
  await page.getByText('Paid ahead before, and not billed yet = 60,000.00').waitFor()
  await page.getByRole('checkbox', { name: 'Nothing is withheld' }).check()
  await page.getByText('45,000.00 is paid, and nothing is withheld.').waitFor()
  await page.getByRole('checkbox', { name: 'Nothing is withheld' }).uncheck()
  await page.getByRole('button', { name: 'Make the payment' }).click()
  await expect.poll(() => page.locator('tbody tr').count()).toBe(1)
  const paid = async () => (await api<{ items: { withheld: string }[] }>(page, '/api/records/ledger.payment?sort=-createdAt&limit=1')).items[0]?.withheld
  await expect.poll(paid).toBe('5000')
  expect(errors).toEqual([])
})

const looks: readonly (readonly [name: string, look: Look])[] = [
  ['at a desk, in the light', desk],
  ['on a phone, in Hindi and in the dark', { ...phone, theme: 'dark', locale: 'hi' }],
]
test.each(looks)('an advance that is typed is drawn well %s', async (_, look) => {
  await page.setViewportSize(look)
  const hindi = look.locale === 'hi'
  if (hindi) await api(page, '/api/me', { locale: 'hi' }, 'PATCH')
  await page.goto(`${served.url}/page/ledger.pay?party=${party}&direction=pay`)
  await page.evaluate(theme => document.documentElement.setAttribute('data-theme', theme), look.theme)
  await box(hindi ? 'टीडीएस से पहले अग्रिम' : 'Advance before tax').fill('10000')
  await page.keyboard.press('Tab')
  await expect.poll(sheet).toContain('9,000.00')
  await page.getByText(hindi ? 'यह कैसे बना' : 'How it came').click()
  const found = [...(await violations(page))]
  await shot(page, `advance-${look.width}-${look.theme}-${look.locale ?? 'en'}`)
  const isWide = () => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  const wide = [await isWide()]
  await askOfLine('NEFT RAO TWO', hindi)
  await page.evaluate(theme => document.documentElement.setAttribute('data-theme', theme), look.theme)
  await expect.poll(sheet).toContain('50,000.00')
  found.push(...(await violations(page)))
  await shot(page, `bank-tax-${look.width}-${look.theme}-${look.locale ?? 'en'}`)
  wide.push(await isWide())
  await page.goto(`${served.url}/page/invoicebooks.withheld`)
  await page.evaluate(theme => document.documentElement.setAttribute('data-theme', theme), look.theme)
  await page.locator('tfoot').first().waitFor()
  found.push(...(await violations(page)))
  await shot(page, `withheld-${look.width}-${look.theme}-${look.locale ?? 'en'}`)
  expect({ found, wide: [...wide, await isWide()], errors }).toEqual({ found: [], wide: [false, false, false], errors: [] })
})
