import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { master, vouchers } from '../../plugins/tally/sample.xml.ts'
import { openBrowser, openPage, phone, violations } from './browser.ts'
import { type Served, serveBooks } from './product.ts'
import { shot, signIn } from './steps.ts'

let browser: Browser
let served: Served
let page: Page
let errors: string[]
let folder: string
let files: readonly [string, string]

beforeAll(async () => {
  served = await serveBooks()
  browser = await openBrowser()
  ;({ page, errors } = await openPage(browser))
  await signIn(page, served.url)
  folder = await mkdtemp(join(tmpdir(), 'sangam-tally-'))
  files = [join(folder, 'Master.xml'), join(folder, 'DayBook.xml')]
  writeFileSync(files[0], master)
  // As Tally writes it where texts are in Indian scripts.
  writeFileSync(files[1], Buffer.from(`\ufeff${vouchers}`, 'utf16le'))
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
  if (folder) await rm(folder, { recursive: true })
})

const choose = (...paths: string[]) => page.getByLabel('XML files of Tally').setInputFiles(paths)
const cells = (row: string) => page.getByRole('row', { name: row }).first().locator('td').allTextContents()

test('Books of Tally are chosen, looked at, and stand here with both trial balances alike', async () => {
  await page.goto(`${served.url}/page/tally.bring`)
  await shot(page, 'tally-choose')
  await choose(files[1])
  await page.getByRole('alert').getByText('There are no ledgers in it.').waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Put into the books' }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Choose other files' }).click()
  await choose(...files)
  await page.getByText('vouchers', { exact: true }).waitFor()
  await expect.poll(() => cells('HDFC Bank')).toEqual(['HDFC Bank', 'An asset', '1,05,000.00', '–'])
  await expect.poll(() => cells('Total')).toEqual(['Total', '', '1,40,400.00', '1,40,400.00'])
  expect(await violations(page)).toEqual([])
  await shot(page, 'tally-look')
  await page.getByRole('button', { name: 'Put into the books' }).click()
  await page.waitForURL(/\/record\/tally\.move\//)
  await page.getByText('In the books').first().waitFor()
  await shot(page, 'tally-proof')
  await page.goto(`${served.url}/page/ledger.trialBalance?from=2026-04-01&to=2026-04-30`)
  await page.getByText('Debits and credits agree').first().waitFor()
  await page
    .getByRole('row', { name: /Trade receivables/ })
    .getByText('15,400.00')
    .first()
    .waitFor()
})

test('It stands on a phone', async () => {
  await page.setViewportSize(phone)
  await page.goto(`${served.url}/page/tally.bring`)
  await choose(...files)
  await page.getByText('vouchers', { exact: true }).waitFor()
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  await shot(page, 'tally-phone')
  expect(errors).toEqual([])
})
