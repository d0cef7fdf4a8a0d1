import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk, type Look, openBrowser, openPage, phone, violations } from './browser.ts'
import { type Served, serve } from './product.ts'
import { firstRun, shot, signIn } from './steps.ts'

let browser: Browser
let page: Page
let errors: string[]
let served: Served
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sangam-studio-'))
  served = await serve()
  browser = await openBrowser()
  ;({ page, errors } = await openPage(browser))
  page.setDefaultTimeout(30_000)
  await firstRun(page, served.url, served.code, { sample: true })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

/** Type on a button, then words into what has the focus: no pointer anywhere. */
async function press(name: string | RegExp): Promise<void> {
  const button = page.getByRole('button', { name, exact: typeof name === 'string' }).first()
  await button.focus()
  await page.keyboard.press('Enter')
}

const fields: readonly (readonly [string, string, ((on: Page) => Promise<void>)?])[] = [
  ['Whole number', 'Seats'],
  ['Decimal number', 'Load'],
  ['Money', 'Price'],
  ['Date', 'Bought on'],
  ['Yes or no', 'Leased'],
  ['Text', 'Chassis number'],
  ['Date and time', 'Last seen at'],
  ['Text', 'Remarks'],
  [
    'One of a list',
    'Fuel',
    async on => {
      await press('Add a choice')
      for (const word of ['Petrol', 'Diesel', 'Electric']) {
        await on.keyboard.press('Control+A')
        await on.keyboard.type(word)
        await on.keyboard.press(word === 'Electric' ? 'Tab' : 'Enter')
      }
    },
  ],
]

test('an administrator makes an entity with ten fields by the keyboard alone, reads the plan and applies it', { timeout: 300_000 }, async () => {
  await page.goto(`${served.url}/studio`)
  await page.getByRole('heading', { name: 'Your own', exact: true }).waitFor()
  await press('Make an entity')
  await page.getByLabel('One is called').focus()
  await page.keyboard.type('Vehicle')
  await page.getByLabel('A record is known by its').focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('Number plate')
  await page.getByLabel('Stands in the menu under').focus()
  await page.keyboard.type('Fleet')
  await press('Make it')
  await page.getByRole('tab', { name: /Fields/ }).waitFor()
  for (const [type, label, more] of fields) {
    await press('Add a field')
    await press(new RegExp(`^${type} `))
    await page.getByLabel('Label', { exact: true }).focus()
    await page.keyboard.type(label)
    await more?.(page)
    await press('Add the field')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  expect(await page.locator('sg-fields-tab tbody tr').count()).toBe(10)
  await shot(page, 'studio-fields')
  await page.getByRole('link', { name: 'Review and apply' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('Makes the entity Vehicle with 10 fields, in the table x_vehicle.').waitFor()
  await shot(page, 'studio-review')
  await press('Apply')
  await page.getByText('Applied. Everyone works with it now.').waitFor()
})

test('it is worked with at once: a record is made, rows come in, and the import is taken back', { timeout: 180_000 }, async () => {
  await page.goto(`${served.url}/new/x.vehicle`)
  await page.getByLabel('Number plate').fill('MH 12 AB 1234')
  await page.getByLabel('Fuel').selectOption({ label: 'Diesel' })
  await page.getByLabel('Seats').fill('5')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.waitForURL(/\/record\/x\.vehicle\//)
  const rows = Array.from({ length: 50 }, (_, at) => `KA 1 A ${at},Petrol,${(at % 7) + 2}`)
  const path = join(folder, 'vehicles.csv')
  await writeFile(path, ['Number plate,Fuel,Seats', ...rows].join('\n'))
  await page.goto(`${served.url}/import/x.vehicle`)
  await page.getByLabel('Choose a file').setInputFiles(path)
  await page.getByRole('button', { name: 'Check the rows' }).click()
  await page.getByRole('button', { name: /^Import / }).click()
  await page.getByText('The rows are in.').waitFor({ timeout: 60_000 })
  expect(await count()).toBe(51)
  await page.getByRole('button', { name: 'Take the import back' }).click()
  const sure = page.getByRole('dialog').getByRole('button', { name: /Take/ })
  if (await sure.count()) await sure.first().click()
  await expect.poll(count, { timeout: 60_000 }).toBe(1)
})

test('the set is exported, makes another workspace the same, and is taken back there', { timeout: 240_000 }, async () => {
  await page.goto(`${served.url}/studio/changes`)
  await page.getByRole('link', { name: /Makes the entity Vehicle/ }).click()
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export' }).click()])
  const file = join(folder, 'set.json')
  await saved.saveAs(file)
  await page.evaluate(() => localStorage.setItem('sangam.workspace', 'sample'))
  await page.goto(`${served.url}/studio/changes`)
  await page.getByRole('button', { name: 'Import a file' }).click()
  await page.getByLabel('A file that another workspace exported').setInputFiles(file)
  await page.getByText('Makes the entity Vehicle with 10 fields').waitFor()
  await shot(page, 'studio-import')
  await page.getByRole('button', { name: 'Keep as a draft' }).click()
  await page.getByRole('button', { name: 'Apply', exact: true }).click()
  await page.getByText('Applied. Everyone works with it now.').waitFor()
  await page.getByRole('button', { name: 'Take back' }).click()
  const dialog = page.locator('sg-undo-dialog')
  await dialog.getByText('Hides Vehicles. All records stay').waitFor()
  await dialog.getByRole('button', { name: 'Take back' }).click()
  await page.getByText('Taken back.').waitFor()
  await page.evaluate(() => localStorage.setItem('sangam.workspace', 'main'))
  expect(errors).toEqual([])
})

const screens: readonly (readonly [string, string])[] = [
  ['entities', '/studio'],
  ['fields', '/studio/x.vehicle'],
  ['rules', '/studio/leads.lead?tab=rules'],
  ['flows', '/studio/leads.lead?tab=flows'],
  ['screens', '/studio/x.vehicle?tab=screens'],
  ['about', '/studio/x.vehicle?tab=about'],
  ['roles', '/roles'],
  ['role', '/roles/leads.salesperson'],
  ['changes', '/studio/changes'],
]
const looks: readonly (readonly [string, Look])[] = [
  ['light, at a desk, in English', desk],
  ['dark, at a desk, in Hindi', { ...desk, theme: 'dark', locale: 'hi' }],
  ['light, on a phone, in Hindi', { ...phone, locale: 'hi' }],
]

test.each(looks)('every screen of the Studio, %s, fits its window and has nothing that axe finds', { timeout: 240_000 }, async (_, look) => {
  const { page: seen, context, errors: wrong } = await openPage(browser, look)
  await signIn(seen, served.url)
  await seen.evaluate(
    locale => fetch('/api/me', { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ locale }) }),
    look.locale,
  )
  const found: string[] = []
  for (const [name, path] of screens) {
    await seen.goto(served.url + path)
    await seen.locator('h1').first().waitFor()
    await seen.waitForLoadState('networkidle').catch(() => undefined)
    await shot(seen, `studio-${look.width}-${look.theme}-${look.locale}-${name}`)
    found.push(...(await violations(seen)).map(one => `${name}: ${one}`))
    const wide = await seen.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (wide > 1) found.push(`${name}: is ${wide} px wider than the window`)
  }
  await context.close()
  expect({ found, wrong }).toEqual({ found: [], wrong: [] })
})

async function count(): Promise<number> {
  return page.evaluate(async () => ((await (await fetch('/api/records/x.vehicle?count=exact&limit=1')).json()) as { count: number }).count)
}
