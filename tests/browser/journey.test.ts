import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, openPage } from './browser.ts'
import { type Served, serve } from './product.ts'
import { crmFiles, firstRun, importFile, shot } from './steps.ts'

let browser: Browser
let page: Page
let errors: string[]
let served: Served

beforeAll(async () => {
  served = await serve()
  browser = await openBrowser()
  ;({ page, errors } = await openPage(browser))
  page.setDefaultTimeout(20_000)
})
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

test('a newcomer sets up a business in one page', async () => {
  await firstRun(page, served.url, served.code)
  await shot(page, 'home')
  expect(await page.getByRole('link', { name: 'Leads' }).count()).toBeGreaterThan(0)
})

test('four files of a seller come in through the wizard', async () => {
  const told: string[] = []
  for (const answers of crmFiles) told.push(await importFile(page, served.url, answers))
  expect(told).toEqual([
    '85 created, 0 updated, 0 as they were, 0 left out.',
    '7 created, 0 updated, 0 as they were, 0 left out.',
    '6 created, 0 updated, 29 as they were, 0 left out.',
    '8,800 created, 0 updated, 0 as they were, 0 left out.',
  ])
})

test('the board and the grouped list agree with the file', async () => {
  await page.goto(`${served.url}/board/leads.lead`)
  await page.getByText('1,589').first().waitFor()
  for (const count of ['500', '1,589', '4,238', '2,473']) await page.getByText(count, { exact: true }).first().waitFor({ state: 'attached' })
  expect(await page.getByText(/10,005,534|1,00,05,534/).count()).toBeGreaterThan(0)
  await shot(page, 'board')
  await page.goto(`${served.url}/list/leads.lead`)
  await page.getByRole('button', { name: 'By stage' }).or(page.getByRole('tab', { name: 'By stage' })).first().click()
  await page.getByText('4,238').first().waitFor()
  await shot(page, 'list-by-stage')
})

test('nothing went wrong in the page meanwhile', () => {
  expect(errors).toEqual([])
})
