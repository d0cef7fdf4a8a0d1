import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, openPage } from './browser.ts'
import { type Served, serve } from './product.ts'
import { firstRun, shot } from './steps.ts'

let browser: Browser
let page: Page
let errors: string[]
let served: Served

beforeAll(async () => {
  served = await serve()
  browser = await openBrowser()
  ;({ page, errors } = await openPage(browser))
  page.setDefaultTimeout(20_000)
  await firstRun(page, served.url, served.code)
  await page.evaluate(async () => {
    const make = (entity: string, body: object) =>
      fetch(`/api/records/${entity}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    await Promise.all(Array.from({ length: 120 }, (_, at) => make('leads.lead', { title: `Loom ${at + 1}` })))
    for (const name of ['Gupta Mills', 'GUPTA MILLS']) await make('parties.party', { name, kind: 'organisation' })
  })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

/** How many records a search finds, asked of the server. */
function count(entity: string, search: string): Promise<number> {
  return page.evaluate(
    async asked => ((await (await fetch(`/api/records/${asked.entity}?count=exact&search=${asked.search}`)).json()) as { count: number }).count,
    { entity, search },
  )
}

test('all records that match are changed from the list, more than are shown, and taken back with one click', async () => {
  await page.goto(`${served.url}/list/leads.lead`)
  await page.getByText('120 records').waitFor()
  await page.getByLabel('Select all rows shown').check()
  await page.getByText('100 chosen').waitFor()
  await page.getByRole('button', { name: 'Choose all 120' }).click()
  const bar = page.getByRole('toolbar', { name: 'With the chosen records' })
  await bar.getByRole('button', { name: 'Edit' }).click()
  await page.getByRole('menuitem', { name: 'Title' }).click()
  await bar.getByRole('textbox').fill('Sharma')
  await page.keyboard.press('Enter')
  await page.getByText('120 records changed.').waitFor()
  await shot(page, 'bulk')
  expect(await count('leads.lead', 'Sharma')).toBe(120)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Loom 120').waitFor()
  expect({ changed: await count('leads.lead', 'Sharma'), asBefore: await count('leads.lead', 'Loom') }).toEqual({ changed: 0, asBefore: 120 })
})

test('two records that look alike become one, and are two again', async () => {
  await page.goto(`${served.url}/duplicates/parties.party`)
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.getByRole('button', { name: 'Make one of them' }).click()
  await page.getByText('They are one now.').waitFor()
  expect(await count('parties.party', 'Gupta')).toBe(1)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Compare' }).waitFor()
  expect(await count('parties.party', 'Gupta')).toBe(2)
})

test('nothing went wrong in the page meanwhile', () => {
  expect(errors).toEqual([])
})
