import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk, openBrowser, openPage, phone } from './browser.ts'
import { type Served, serveSetUp } from './product.ts'
import { api, shot, signIn } from './steps.ts'

let browser: Browser
let served: Served

/** What someone meets who opens the product for the first time. */
beforeAll(async () => {
  served = await serveSetUp()
  browser = await openBrowser()
  const { page, context } = await openPage(browser)
  await signIn(page, served.url)
  await api(page, '/api/records/parties.party', { name: 'Anand Textiles', kind: 'organisation', employees: 240 })
  const leads = ['Forty looms', 'Solar pumps'].map((title, at) => ({ title, value: { amount: `${at + 1}25000`, currency: 'INR' }, source: 'website' }))
  await api(page, '/api/records/leads.lead', leads)
  await context.close()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

async function at(address: string, look = desk): Promise<Page> {
  const { page } = await openPage(browser, look)
  await signIn(page, served.url)
  await page.goto(`${served.url}${address}`)
  return page
}

test('a group that is opened shows its records without being scrolled to, and its sums stand under their heads', async () => {
  const page = await at('/list/leads.lead?group=source')
  const group = page.getByRole('row', { name: /Website/ })
  await group.click()
  await page.getByRole('row', { name: /Forty looms/ }).waitFor()
  const ends = await Promise.all(
    [group.getByText('₹3,50,000'), page.getByRole('gridcell', { name: '₹1,25,000' })].map(async one => {
      const box = await one.boundingBox()
      return Math.round((box?.x ?? 0) + (box?.width ?? 0))
    }),
  )
  expect(new Set(ends).size).toBe(1)
  await shot(page, 'newcomer-groups')
})

test('a list that could not be read tells no number of records', async () => {
  const page = await at('/list/leads.lead')
  await page.getByRole('link', { name: 'Forty looms' }).waitFor()
  await page.context().setOffline(true)
  await page.getByRole('link', { name: 'Parties' }).first().click()
  await page.getByText(/The server can’t be reached/).waitFor()
  await page.locator('sangam-list-screen .count').waitFor({ state: 'detached' })
})

test('what is found says its kind as the list does, and who it belongs to has a face', async () => {
  const page = await at('/list/leads.lead')
  const owner = page.getByRole('gridcell', { name: 'Asha Sharma', exact: true }).first()
  await expect.poll(() => owner.textContent()).toMatch(/^AS\s*Asha Sharma$/)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('anand')
  await page.getByText('Organisation · Party').waitFor()
})

test('on a phone what is asked of a list stands in one line, and a figure has its name', async () => {
  const page = await at('/list/parties.party', phone)
  await page.getByText('Employees 240').waitFor()
  const tops = await page
    .locator('sangam-list-screen .toolbar')
    .last()
    .locator('> *')
    .evaluateAll(all => all.filter(one => one.clientWidth > 0).map(one => Math.round(one.getBoundingClientRect().top + one.getBoundingClientRect().height / 2)))
  expect(tops.length).toBeGreaterThan(3)
  expect(new Set(tops).size).toBe(1)
  await page.goto(`${served.url}/import/parties.party`)
  const list = page.getByRole('list', { name: 'Steps' }).getByRole('listitem')
  await list.nth(3).waitFor()
  const steps = await list.evaluateAll(all => all.map(one => Math.round(one.getBoundingClientRect().top)))
  expect([steps.length, new Set(steps).size]).toEqual([4, 1])
  await shot(page, 'newcomer-phone')
})

test('who opens the filter of a list finds a first condition there, and only fills it in', async () => {
  const page = await at('/list/leads.lead')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('region', { name: 'Filter' }).getByLabel('Value', { exact: true }).fill('looms')
  await page.getByRole('button', { name: 'Filter: 1' }).waitFor()
  await page.locator('sangam-grid .foot').getByText('1 lead', { exact: true }).waitFor()
})

test('on a phone an amount in a line stands apart from its currency', async () => {
  const page = await at('/new/leads.lead', phone)
  await page.getByRole('button', { name: 'Add a line' }).first().click()
  const currency = page.getByLabel('Currency').last()
  await currency.scrollIntoViewIfNeeded()
  await expect
    .poll(() => currency.evaluate(one => Math.round(one.getBoundingClientRect().left - (one.previousElementSibling?.getBoundingClientRect().right ?? 0))))
    .toBe(4)
})

test('a field that has its value says what it is for beside its label, while one is in it; an empty one says it below', async () => {
  const page = await at('/list/leads.lead')
  await page.getByRole('link', { name: 'Forty looms' }).click()
  const title = page.getByLabel('Title')
  const [told, empty] = [page.getByText('What it is about, such as'), page.getByText('The customer, when known.')]
  await empty.waitFor()
  await told.waitFor({ state: 'hidden' })
  await title.focus()
  await told.waitFor()
  const middle = (one: typeof told) => one.evaluate(shown => Math.round(shown.getBoundingClientRect().top))
  await expect.poll(async () => (await middle(told)) < (await middle(title))).toBe(true)
  await expect.poll(() => title.evaluate(box => box.getAttribute('aria-describedby'))).toBe('help')
})

test('on a phone what one does on a page stands beside its heading, where both have room', async () => {
  const page = await at('/inbox', phone)
  const middles = () =>
    Promise.all(
      [page.getByRole('heading', { name: 'Inbox' }), page.getByRole('button', { name: 'What I am told' })].map(one =>
        one.evaluate(shown => Math.round((shown.getBoundingClientRect().top + shown.getBoundingClientRect().bottom) / 20)),
      ),
    )
  await expect.poll(async () => new Set(await middles()).size).toBe(1)
})
