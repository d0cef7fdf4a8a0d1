import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk, openBrowser, openPage, phone, settled, violations } from './browser.ts'
import { type Served, serve } from './product.ts'
import { api, firstRun, shot } from './steps.ts'

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
  await Promise.all(Array.from({ length: 120 }, (_, at) => api(page, '/api/records/leads.lead', { title: `Loom ${at + 1}` })))
  for (const name of ['Gupta Mills', 'GUPTA MILLS']) await api(page, '/api/records/parties.party', { name, kind: 'organisation' })
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

test('a record and a list are looked at as they were, and nothing can be changed there', async () => {
  const made = await api<{ id: string; updatedAt: string }>(page, '/api/records/leads.lead', { title: 'Jute as first quoted' })
  const changed = await api<{ updatedAt: string }>(page, `/api/records/leads.lead/${made.id}`, { title: 'Jute as agreed' }, 'PATCH')
  await page.goto(`${served.url}/record/leads.lead/${made.id}`)
  await page.getByRole('tab', { name: 'History' }).click()
  await page.getByRole('button', { name: 'This version' }).last().click()
  await page.getByRole('menuitem', { name: 'See it as it was' }).click()
  await page.getByRole('heading', { name: 'Jute as first quoted' }).waitFor()
  await page.getByText(/This is the record as it was on .* Nothing can be changed here\./).waitFor()
  expect(new URL(page.url()).searchParams.get('asOf')).toBe(made.updatedAt)
  expect({ editable: await page.locator('input:not([readonly]), textarea:not([readonly])').count(), wrong: await violations(page) }).toEqual({
    editable: 0,
    wrong: [],
  })
  await shot(page, 'record-as-it-was')
  await page.getByRole('button', { name: 'Back to today' }).click()
  await page.getByRole('heading', { name: 'Jute as agreed' }).waitFor()

  await page.goto(`${served.url}/list/leads.lead?asOf=${made.updatedAt}`)
  await page.getByText(/This is the list as it was on/).waitFor()
  await page.getByRole('searchbox', { name: 'Search in the list' }).fill('jute')
  await page.getByRole('link', { name: 'Jute as first quoted' }).waitFor()
  const boxes = page.locator('sg-grid').getByRole('checkbox')
  expect({ ways: await page.getByRole('link', { name: 'New Lead' }).count(), boxes: await boxes.count(), wrong: await violations(page) }).toEqual({
    ways: 0,
    boxes: 0,
    wrong: [],
  })
  await shot(page, 'list-as-it-was')
  await page.locator('sg-grid .scroll').focus()
  for (const keys of ['Space', 'Shift+ArrowDown', 'Control+A']) await page.keyboard.press(keys)
  expect(await page.locator('sg-grid [aria-selected=true]').count()).toBe(0)
  await page.setViewportSize(phone)
  await page.locator('sg-grid[cards]').waitFor()
  await shot(page, 'list-as-it-was-phone')
  expect(await page.getByRole('button', { name: 'Choose' }).count()).toBe(0)
  await page.setViewportSize(desk)
  await page.getByRole('link', { name: 'Jute as first quoted' }).click()
  await page.getByText(/This is the record as it was on/).waitFor()
  await page.goBack()
  await page.getByRole('button', { name: 'As on…' }).click()
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await page.getByText(/This is the list as it was at the end of/).waitFor()
  await page.getByRole('link', { name: 'Jute as agreed' }).waitFor()
  await page.getByRole('button', { name: 'Back to today' }).click()
  await page.getByRole('link', { name: 'New Lead' }).waitFor()
  await boxes.first().waitFor()
  expect([new URL(page.url()).searchParams.has('asOf'), changed.updatedAt > made.updatedAt]).toEqual([false, true])
})

test('what was removed is looked at in the bin, as it was too, and is put back or gone for good', async () => {
  const send = (path: string, method: string, body?: object) =>
    page.evaluate(
      async asked => {
        const headers = { 'content-type': 'application/json' }
        const answer = await fetch(asked.path, { method: asked.method, headers, ...(asked.body && { body: JSON.stringify(asked.body) }) })
        return { status: answer.status, json: (await answer.json()) as { id: string; items: object[] } }
      },
      { path, method, body },
    )
  const ids: string[] = []
  for (const title of ['Silk, lost', 'Wool, put away by mistake']) {
    const { id } = (await send('/api/records/leads.lead', 'POST', { title })).json
    await send(`/api/records/leads.lead/${id}`, 'PATCH', { email: 'gupta@example.com' })
    await send(`/api/records/leads.lead/${id}`, 'DELETE')
    ids.push(id)
  }
  await page.goto(`${served.url}/bin/leads.lead`)
  await page.getByRole('button', { name: 'Silk, lost' }).click()
  const panel = page.locator('sg-bin-screen sg-dialog')
  await panel.getByText('removed it').waitFor()
  await panel.getByText('gupta@example.com').waitFor()
  await settled(page)
  await shot(page, 'bin-history')
  expect({ wrong: await violations(page), ways: await panel.getByRole('button', { name: 'This version' }).count() }).toEqual({ wrong: [], ways: 0 })
  await panel.getByRole('link', { name: 'See it as it was' }).last().click()
  await page.getByText(/This is the record as it was on/).waitFor()
  await page.getByRole('heading', { name: 'Silk, lost' }).waitFor()
  await page.locator('sg-history').getByText('removed it').waitFor()
  await page.goBack()

  await page.getByRole('button', { name: 'Wool, put away by mistake' }).click()
  await panel.getByRole('button', { name: 'Put back' }).click()
  await page.getByRole('button', { name: 'Wool, put away by mistake' }).waitFor({ state: 'detached' })
  expect((await send(`/api/records/leads.lead/${ids[1]}`, 'GET')).status).toBe(200)

  const purge = page.getByRole('button', { name: 'Remove for good…' })
  await page.getByRole('checkbox', { name: 'Silk, lost' }).check()
  await purge.click()
  const sure = page.locator('body > sg-dialog')
  await sure.getByText('1 record will be gone for good, with lines. Nobody can put that back.').waitFor()
  await shot(page, 'bin-purge')
  await sure.getByRole('button', { name: 'Cancel' }).click()
  await sure.waitFor({ state: 'detached' })
  await purge.click()
  await sure.getByRole('button', { name: 'Remove for good' }).click()
  await page.getByText('1 record is gone for good.').waitFor()
  await page.getByText('The bin is empty').waitFor()
  expect((await send('/api/bin/leads.lead', 'GET')).json.items).toEqual([])
})

test('nothing went wrong in the page meanwhile', () => {
  expect(errors).toEqual([])
})
