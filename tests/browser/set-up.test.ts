import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pagesOf } from '../../sdk/testing/check/pdf.ts'
import { openBrowser, openPage, phone, settled, violations } from './browser.ts'
import { type Served, serveNewInvoices } from './product.ts'
import { api, shot } from './steps.ts'

let browser: Browser
let served: Served
let page: Page
let errors: string[]

beforeAll(async () => {
  served = await serveNewInvoices()
  browser = await openBrowser()
  ;({ page, errors } = await openPage(browser))
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

/** How often a hand touched the keyboard, and how many letters it wrote. */
const hand = { boxes: 0, letters: 0, enters: 0 }
const write = async (label: string, text: string): Promise<void> => {
  await page.getByLabel(label, { exact: true }).fill(text)
  hand.boxes += 1
  hand.letters += text.length
}
/** Enter in the box one is in: the step is saved, and the next one stands there. */
const enter = async (next: string): Promise<void> => {
  await page.keyboard.press('Enter')
  hand.enters += 1
  await page.getByRole('heading', { name: next, exact: true }).waitFor()
  // The keyboard is in a box of it, so that the next Enter is its own.
  await expect.poll(() => page.evaluate(inABox)).toBe(true)
}
function inABox(): boolean {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  return at?.matches('input, select, textarea') ?? false
}

test('Where a page is open on plain HTTP from another machine it says what to do before a password is typed', async () => {
  const { page: far, context } = await openPage(browser, { ...phone, locale: 'hi' })
  await far.goto(served.url.replace('localhost', 'sangam.test'))
  const note = far.getByRole('note').filter({ hasText: 'यह पन्ना बिना HTTPS के खुला है' })
  await note.waitFor()
  await shot(far, 'set-up-plain-http')
  expect(await violations(far)).toEqual([])
  await context.close()
  await page.goto(served.url)
  await page.getByLabel('Set-up code').waitFor()
  await expect.poll(() => page.getByRole('note').count()).toBe(0)
})

test('A newcomer goes from the first page to a posted GST invoice and its paper by keyboard, in five steps of which three need nothing but Enter', async () => {
  await page.goto(served.url)
  await write('Your name', 'Asha Sharma')
  await write('E-mail', 'asha@example.com')
  await page.getByLabel('Password').first().fill('correct horse battery')
  await page.getByLabel('Set-up code').fill(served.code)
  await write('Name of the company', 'Sharma Traders')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Your business', exact: true }).waitFor({ timeout: 60_000 })
  await page.getByRole('link', { name: 'Set up invoicing' }).waitFor()
  // Whoever looks around first is led back from home.
  await page.getByRole('link', { name: 'Home' }).click()
  await page.getByRole('link', { name: /^Set up invoicing.*It leads you to the first one, a step at a time\.$/ }).click()
  await page.getByRole('heading', { name: 'Your business', exact: true }).waitFor()

  await write('GSTIN', '27AAACR5055K1Z8')
  await page.keyboard.press('Enter')
  await page.getByText('One of its letters or digits is wrong: the last one does not fit the others.').waitFor()
  await write('GSTIN', '27aaacr5055k1z7')
  await expect.poll(() => page.getByLabel('State', { exact: true }).inputValue()).toBe('27')
  // Who is under the composition scheme has a number too.
  await page.getByRole('radio', { name: /^Composition scheme/ }).check()
  await expect.poll(() => page.getByLabel('GSTIN', { exact: true }).inputValue()).toBe('27aaacr5055k1z7')
  await shot(page, 'set-up-composition')
  await page.getByRole('radio', { name: /^Registered for GST/ }).check()
  await write('House and street', '12 MG Road')
  await write('City', 'Pune')
  await write('PIN code', '411001')
  await write('UPI address', 'sharma@okbank')
  await shot(page, 'set-up-business')
  expect(await violations(page)).toEqual([])
  await enter('Your books')
  await enter('How you invoice')
  await page.getByText(/INV\/\d\d-\d\d\/0001/).waitFor()
  await write('Pattern of the numbers', 'ST/{fy2}/{000}')
  await page.getByText(/ST\/\d\d-\d\d\/001/).waitFor()
  await shot(page, 'set-up-how')
  await enter('Your first customer and item')

  await write('Customer', 'Anand Textiles')
  await write('City and postcode', 'Nashik 422001')
  await write('What you sell', 'Cotton yarn 40s')
  await write('Price for one, in INR', '1,250')
  await write('HSN', '5205')
  await shot(page, 'set-up-first')
  await enter('Your first invoice')
  await page.locator('invoicing-totals').getByText('₹1,475').waitFor()
  await write('How many', '2')
  await page.locator('invoicing-totals').getByText('₹2,950').waitFor()
  await shot(page, 'set-up-invoice')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: /^ST\/\d\d-\d\d\/001 is posted$/ }).waitFor()
  await page.locator('iframe[title="The paper as it comes out"]').waitFor()
  await page.getByRole('link', { name: 'Set up invoicing' }).waitFor({ state: 'detached' })
  await shot(page, 'set-up-posted')
  expect(await violations(page)).toEqual([])

  const { items } = await api<{ items: { id: string; number: string; inBooks: boolean; total: object }[] }>(page, '/api/records/invoicing.document')
  expect(items).toMatchObject([{ state: 'posted', kind: 'invoice', supply: 'within', placeName: '27 Maharashtra', total: { amount: '2950' }, inBooks: true }])
  const said = (await textOf(items[0]?.id ?? '')).replaceAll(/\s+/g, ' ')
  const parts = ['GSTIN 27AAACR5055K1Z7', '12 MG Road', 'Anand Textiles', '422001', '27 Maharashtra', 'Cotton yarn 40s', '5205', 'CGST', 'SGST', '225', '2,950']
  expect(parts.filter(part => !said.includes(part))).toEqual([])
  expect(hand).toMatchObject({ boxes: 16, enters: 4 })
  expect(errors).toEqual([])
})

test('Whoever signs in on plain HTTP from another machine reads before the password what to do, in the language they read', async () => {
  const notes: object[] = []
  for (const locale of ['en', 'hi'] as const) {
    const { page: far, context } = await openPage(browser, { ...phone, locale })
    await far.goto(`${served.url.replace('localhost', 'sangam.test')}/sign-in`)
    await far.getByLabel(locale === 'en' ? 'Password' : 'पासवर्ड', { exact: true }).waitFor()
    await settled(far)
    await shot(far, `sign-in-plain-http-${locale}`)
    notes.push({
      said: await far.getByRole('note').allInnerTexts(),
      wrong: await violations(far),
      wide: await far.evaluate(() => document.documentElement.scrollWidth),
    })
    await context.close()
  }
  const said = (text: string) => ({ said: [expect.stringContaining(text)], wrong: [], wide: phone.width })
  expect(notes).toEqual([
    said('Open the https:// address, or ask whoever runs the server to set SANGAM_URL; the operator’s guide tells how.'),
    said('https:// वाला पता खोलें'),
  ])
})

/** What stands on the paper of an invoice. */
async function textOf(id: string): Promise<string> {
  const bytes = await page.evaluate(
    async path => [...new Uint8Array(await (await fetch(path)).arrayBuffer())],
    `/api/export/invoicing.document/${id}?format=pdf&document=invoicing.invoice`,
  )
  return JSON.stringify(pagesOf(Buffer.from(bytes)))
}
