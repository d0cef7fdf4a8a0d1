import ledger from '@sangam/plugin-ledger'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk, openBrowser, openPage, phone, settled, violations } from './browser.ts'
import { type Served, serve } from './product.ts'
import { api, crmFiles, drag, firstRun, importFile, shot } from './steps.ts'
import { week } from './week.ts'
import { workbook } from './workbook.ts'

let browser: Browser
let page: Page
let errors: string[]
let served: Served

beforeAll(async () => {
  served = await serve([ledger])
  browser = await openBrowser()
  ;({ page, errors } = await openPage(browser, { ...desk, moving: true }))
})
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

test('a newcomer sets up a business in one page', async () => {
  await page.goto(served.url)
  await page.getByLabel('Your name').fill('Asha')
  await page.getByRole('button', { name: 'हिन्दी' }).click()
  await page.getByRole('combobox', { name: /^देश/ }).selectOption('US')
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'English' }).click()
  // What was typed and chosen goes with the language, and what a country brings with it follows.
  const chosen = () => Promise.all(['Your name', 'Country', 'Currency', 'The fiscal year begins in'].map(label => page.getByLabel(label).inputValue()))
  await expect.poll(chosen).toEqual(['Asha', 'US', 'USD', '1'])
  expect(await violations(page)).toEqual([])

  const cards = page.getByRole('group', { name: 'Plugins' })
  const card = (title: string) => cards.getByRole('checkbox', { name: new RegExp(`^${title}`) })
  const picked = () =>
    cards
      .getByRole('checkbox')
      .evaluateAll(all => all.flatMap(one => ((one as HTMLInputElement).checked ? [one.parentElement?.querySelector('b')?.textContent] : [])))
  await expect
    .poll(() =>
      cards
        .getByRole('checkbox')
        .evaluateAll(all => all.map(one => [...(one.parentElement?.querySelectorAll('b, span, small') ?? [])].map(part => part.textContent))),
    )
    .toEqual([
      ['Contacts', 'People and organisations, how to reach them, and what they are to you: customer, supplier, employee.'],
      ['Items', 'Goods and services with their units, prices and tax codes.'],
      ['Leads', 'From the first enquiry to the deal: pipelines, a board, what to do next, and a forecast.', 'Needs Contacts, Items'],
      [
        'Ledger',
        'The books: accounts, journal entries that stay as they are once posted, locked periods, and a trial balance that is always ready.',
        'Needs Contacts',
      ],
    ])
  // What needs something goes with it, and brings it along.
  await card('Contacts').uncheck()
  await expect.poll(picked).toEqual(['Items'])
  await card('Items').uncheck()
  await card('Leads').check()
  await expect.poll(picked).toEqual(['Contacts', 'Items', 'Leads'])
  await page.getByLabel('Country').selectOption('IN')
  await firstRun(page, served.url, served.code, { going: true })
  await settled(page)
  await shot(page, 'home')
  await expect.poll(() => page.getByRole('alert').count()).toBe(0)
  await expect.poll(() => page.getByRole('link', { name: 'Leads' }).count()).toBeGreaterThan(0)
  const { items } = await api<{ items: { id: string; state: string }[] }>(page, '/api/plugins')
  expect(Object.fromEntries(items.map(one => [one.id, one.state]))).toEqual({ parties: 'enabled', items: 'enabled', leads: 'enabled', ledger: 'available' })
  // Without the box for sample data there is no other place than one's own.
  expect(await api(page, '/api/meta')).toMatchObject({ workspaces: [{ name: 'main' }] })
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
  const { items } = await api<{ items: { id: string; name: string }[] }>(page, '/api/records/leads.stage?fields=name')
  const empty = items.filter(({ name }) => ['New', 'Proposal', 'Negotiation'].includes(name)).map(({ id }) => id)
  await page.goto(`${served.url}/board/leads.lead?folded=${empty}`)
  await page.getByText('1,589', { exact: true }).first().waitFor()
  for (const count of ['500', '4,238', '2,473']) await page.getByText(count, { exact: true }).first().waitFor({ state: 'attached' })
  await expect.poll(() => page.locator('[title*="1,00,05,534"], [title*="10,005,534"]').count()).toBe(1)
  await settled(page)
  await shot(page, 'board')
  await page.goto(`${served.url}/list/leads.lead`)
  await page.getByText('By stage', { exact: true }).first().click()
  await page.getByText('4,238').first().waitFor()
  await page
    .getByText(/1,00,05,534|10,005,534/)
    .first()
    .waitFor()
  await shot(page, 'list-by-stage')
})

test('a list is searched and filtered by conditions of which both or one must hold, and says how many there are', async () => {
  await page.goto(`${served.url}/list/leads.lead`)
  const found = (count: string) => page.locator('sangam-grid .foot').getByText(`${count} leads`, { exact: true }).waitFor()
  const search = page.getByRole('searchbox', { name: 'Search in the list' })
  await found('8,800')
  await search.fill('Zotware')
  await found('75')
  await search.fill('')
  await found('8,800')
  await page.getByRole('button', { name: 'Filter' }).click()
  const filter = page.getByRole('region', { name: 'Filter' })
  const add = filter.getByRole('button', { name: 'Add a condition' })
  await add.click()
  await filter.getByLabel('Field', { exact: true }).selectOption('value.amount')
  await filter.getByLabel('How').selectOption('gt')
  await filter.getByLabel('Value', { exact: true }).fill('20000')
  await found('15')
  await add.click()
  await filter.getByLabel('Field', { exact: true }).nth(1).selectOption('stage')
  await filter.getByRole('combobox', { name: 'Value', exact: true }).fill('Prospecting')
  await page.getByRole('option', { name: /^Prospecting/ }).click()
  // What is that early has no value yet.
  await page.getByText('Nothing fits').waitFor()
  await filter.getByLabel('And, or').selectOption({ label: 'or' })
  await found('515')
  await page.getByRole('button', { name: 'Filter: 2' }).waitFor()
  expect(await violations(page)).toEqual([])
  await shot(page, 'filter')
  await filter.getByRole('button', { name: 'Clear', exact: true }).click()
  await found('8,800')
})

test('a card is dragged to the next stage, and back by the keyboard', async () => {
  await page.goto(`${served.url}/board/leads.lead`)
  const card = page.locator('section, .column, [role=list]').filter({ hasText: 'Prospecting' }).locator('a.card').first()
  await card.waitFor()
  const id = (await card.getAttribute('id')) ?? ''
  await drag(page, `#${id}`, page.getByText('Nothing here.').first())
  await page.getByText('499', { exact: true }).first().waitFor()
  await page.locator(`#${id}`).focus()
  await page.keyboard.press('Control+ArrowRight')
  await page.getByText('500', { exact: true }).first().waitFor()
})

test('a customer is made of a lead, once', async () => {
  const answer = await page.evaluate(async () =>
    (
      await fetch('/api/records/leads.lead', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ title: 'Forty looms', companyName: 'Gupta Mills', rawName: 'R. Gupta', phone: '98765 43210', email: 'gupta@example.com' }),
      })
    ).json(),
  )
  await page.goto(`${served.url}/record/leads.lead/${(answer as { id: string }).id}`)
  await page.getByRole('button', { name: 'Make a customer' }).click()
  await page.getByText('Done: Make a customer').waitFor()
  await page.locator('sangam-button[slot=actions][kind=primary]', { hasText: 'Win' }).waitFor()
  await shot(page, 'record')
  const parties = await page.evaluate(async () => (await fetch('/api/records/parties.party?search=Gupta%20Mills')).json())
  expect((parties as { items: object[] }).items).toHaveLength(1)
})

test('a workbook says which of its rows is refused and why before anything is written; the others come in, and are taken back whole', async () => {
  await page.goto(`${served.url}/import/items.item`)
  await page.getByLabel('Choose a file').setInputFiles({
    name: 'prices.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: await workbook([
      ['Name', 'Code', 'Sales price'],
      ['Loom', 'L-1', 12_500.5],
      ['Shuttle', 'S-1', 'on request'],
      ['Bobbin', 'B-1', 18],
    ]),
  })
  await page.getByRole('button', { name: 'Check the rows' }).waitFor()
  await page.getByLabel('Currency of').selectOption('USD')
  await page.getByRole('button', { name: 'Check the rows' }).click()
  await page.getByText('One row will be left out.').waitFor()
  const told = () =>
    page
      .locator('section table')
      .evaluateAll(tables => tables.map(one => [...one.querySelectorAll('tbody tr')].map(row => [...row.children].map(cell => cell.textContent.trim()))))
  await expect
    .poll(told)
    .toEqual([[['Sales price', '"on request" is not a number.', '1', 'Row 3']], [['3', '"on request" is not a number.', 'Shuttle', 'S-1', 'on request']]])
  expect(await violations(page)).toEqual([])
  await shot(page, 'import-refused')
  // On a phone the reason is read without moving the table, which the columns of the file are wider than.
  await page.setViewportSize(phone)
  const end = () => page.locator('td.why').evaluate(cell => cell.getBoundingClientRect().right <= window.innerWidth)
  await expect.poll(end).toBe(true)
  await shot(page, 'import-refused-phone')
  await page.setViewportSize(desk)
  const there = async () => (await api<{ items: { name: string }[]; count: number }>(page, '/api/records/items.item?count=exact&sort=name&fields=name')).count
  expect(await there()).toBe(7)
  await page.getByRole('button', { name: 'Import 2 rows' }).click()
  await page.getByText('2 created, 0 updated, 0 as they were, 1 left out.').waitFor()
  expect(await api(page, '/api/records/items.item?where={"code":{"in":["L-1","B-1","S-1"]}}&sort=name&fields=name,price')).toMatchObject({
    items: [
      { name: 'Bobbin', price: { amount: '18', currency: 'USD' } },
      { name: 'Loom', price: { amount: '12500.5', currency: 'USD' } },
    ],
  })
  await page.getByRole('button', { name: 'Take the import back' }).click()
  await page.getByText('The import is taken back.').waitFor()
  await page.getByText('2 removed, 0 as before.').waitFor()
  expect(await there()).toBe(7)
})

test.each(week)('a sales manager $thing', ({ done }) => done(page))

test('nothing went wrong in the page meanwhile', () => {
  expect(errors).toEqual([])
})
