import { readFileSync } from 'node:fs'
import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { desk, openBrowser, openPage, phone, settled, violations } from './browser.ts'
import { type Served, serveSetUp } from './product.ts'
import { api, follow, shot, signIn } from './steps.ts'

let browser: Browser
let page: Page
let errors: string[]
let served: Served

beforeAll(async () => {
  served = await serveSetUp()
  browser = await openBrowser()
  ;({ page, errors } = await openPage(browser))
  await signIn(page, served.url)
  await api(
    page,
    '/api/records/leads.lead',
    Array.from({ length: 120 }, (_, at) => ({ title: `Loom ${at + 1}` })),
  )
  for (const name of ['Gupta Mills', 'GUPTA MILLS']) await api(page, '/api/records/parties.party', { name, kind: 'organisation' })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

// What a test that failed left in the way of requests is not in the way of the next.
afterEach(async () => {
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.context().setOffline(false)
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
  await page.getByText('120 leads').waitFor()
  await page.getByLabel('Select all rows shown').click()
  await page.getByText('100 chosen').waitFor()
  await page.getByRole('button', { name: 'Choose all 120' }).click()
  const bar = page.getByRole('toolbar', { name: 'With the chosen records' })
  await bar.getByRole('button', { name: 'Edit' }).click()
  await page.getByRole('menuitem', { name: 'Title' }).click()
  await bar.getByRole('textbox').fill('Sharma')
  await page.keyboard.press('Enter')
  await page.getByText('120 leads changed.').waitFor()
  await shot(page, 'bulk')
  expect(await count('leads.lead', 'Sharma')).toBe(120)
  // As of a server that takes its time: what takes a while says how far it is.
  const slow = async (route: Route) => {
    const run = (await (await route.fetch()).json()) as object
    await route.fulfill({ json: { ...run, state: 'running', done: 60 } })
  }
  await page.route(/\/api\/(undo|bulk)\/[0-9a-f-]+$/, slow)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.locator('sangam-toasts').getByText('Taking it back… 60 of 120').waitFor()
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  // They were made at one moment: which of them come first is nobody's business.
  await page
    .locator('sangam-grid')
    .getByText(/^Loom \d+$/)
    .first()
    .waitFor()
  // Nothing is chosen any more, and the box above says so.
  await expect.poll(() => page.getByLabel('Select all rows shown').isChecked()).toBe(false)
  await expect
    .poll(async () => ({ changed: await count('leads.lead', 'Sharma'), asBefore: await count('leads.lead', 'Loom') }))
    .toEqual({ changed: 0, asBefore: 120 })
})

test('a change of many says which were refused and why, and where it was stopped', async () => {
  await page.goto(`${served.url}/list/parties.party?search=gupta`)
  const bar = page.getByRole('toolbar', { name: 'With the chosen records' })
  const give = async (code: string): Promise<void> => {
    await page.getByLabel('Select all rows shown').click()
    await bar.getByText('2 chosen').waitFor()
    await bar.getByRole('button', { name: 'Edit' }).click()
    await page.getByRole('menuitem', { name: 'Code', exact: true }).click()
    await bar.getByRole('textbox').fill(code)
    await page.keyboard.press('Enter')
  }
  await give('GUPTA')
  await page.getByText('1 party changed. 1 was refused.').waitFor()
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download why' }).click()
  expect(readFileSync(await (await coming).path(), 'utf8')).toContain('Code')
  // As of many more, of which each takes its time: it runs until somebody stops it.
  const asked = { stopped: false }
  await page.route(/\/api\/bulk\/(parties\.party|[0-9a-f-]+(\/cancel)?)$/, async route => {
    asked.stopped ||= route.request().url().endsWith('/cancel')
    const run = asked.stopped ? { state: 'cancelled', total: 2, done: 1, refused: 0 } : { state: 'running', total: 2, done: 1, refused: 0 }
    await route.fulfill({ json: { id: '01a2204b-5a5d-705e-9ecf-a5ea2cbfc4df', error: null, ...run } })
  })
  await page.goto(`${served.url}/list/parties.party?search=gupta`)
  await give('MILLS')
  await bar.getByRole('button', { name: 'Stop' }).click()
  await page.getByText('Stopped. 1 party changed.').waitFor()
  expect(asked).toEqual({ stopped: true })
  // What is asked next is answered by the server, and what still waits for an answer of here fails nothing.
  await page.unrouteAll({ behavior: 'ignoreErrors' })
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
  await page.getByRole('button', { name: 'Changes', exact: true }).click()
  await page.getByRole('button', { name: 'This version' }).last().click()
  await page.getByRole('menuitem', { name: 'See it as it was' }).click()
  await page.getByRole('heading', { name: 'Jute as first quoted' }).waitFor()
  await page.getByText(/This is the record as it was on .* Nothing can be changed here\./).waitFor()
  await expect.poll(() => new URL(page.url()).searchParams.get('asOf')).toBe(made.updatedAt)
  await expect.poll(() => page.locator('input:not([readonly]), textarea:not([readonly])').count()).toBe(0)
  expect(await violations(page)).toEqual([])
  await shot(page, 'record-as-it-was')
  await page.getByRole('button', { name: 'Back to today' }).click()
  await page.getByRole('heading', { name: 'Jute as agreed' }).waitFor()

  await page.goto(`${served.url}/list/leads.lead?asOf=${made.updatedAt}`)
  await page.getByText(/This is the list as it was on/).waitFor()
  await page.getByRole('searchbox', { name: 'Search in the list' }).fill('jute')
  await page.getByRole('link', { name: 'Jute as first quoted' }).waitFor()
  const boxes = page.locator('sangam-grid').getByRole('checkbox')
  await expect
    .poll(async () => ({ ways: await page.getByRole('link', { name: 'New Lead' }).count(), boxes: await boxes.count() }))
    .toEqual({ ways: 0, boxes: 0 })
  expect(await violations(page)).toEqual([])
  await shot(page, 'list-as-it-was')
  await page.locator('sangam-grid .scroll').focus()
  for (const keys of ['Space', 'Shift+ArrowDown', 'Control+A']) await page.keyboard.press(keys)
  await expect.poll(() => page.locator('sangam-grid [aria-selected=true]').count()).toBe(0)
  await page.setViewportSize(phone)
  await page.locator('sangam-grid[cards]').waitFor()
  await shot(page, 'list-as-it-was-phone')
  await expect.poll(() => page.getByRole('button', { name: 'Choose' }).count()).toBe(0)
  await page.setViewportSize(desk)
  await page.getByRole('link', { name: 'Jute as first quoted' }).click()
  await page.getByText(/This is the record as it was on/).waitFor()
  await page.goBack()
  // The board of then: no card can be moved, and each leads to its record as it was.
  await page.getByRole('link', { name: 'Board', exact: true }).click()
  await page.getByText(/This is how it was on .* Nothing can be changed here\./).waitFor()
  const card = page.getByRole('link', { name: /Jute as first quoted/ })
  await card.waitFor()
  await expect
    .poll(async () => ({
      ways: await page.getByRole('link', { name: 'New Lead' }).count(),
      moves: await page.getByRole('button', { name: /^Move “/ }).count(),
      dragged: await card.getAttribute('draggable'),
      leads: new URL((await card.getAttribute('href')) ?? '', page.url()).searchParams.get('asOf'),
    }))
    .toEqual({ ways: 0, moves: 0, dragged: 'false', leads: made.updatedAt })
  expect(await violations(page)).toEqual([])
  await shot(page, 'board-as-it-was')
  await page.getByRole('link', { name: 'Calendar', exact: true }).click()
  await page.getByText(/^A calendar shows records as they are today\./).waitFor()
  await page.getByRole('link', { name: 'List', exact: true }).click()
  await page.goto(`${served.url}/list/leads.lead?search=jute&asOf=${made.updatedAt}`)
  await page.getByRole('link', { name: 'Jute as first quoted' }).waitFor()
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
  const panel = page.locator('sangam-bin-screen sangam-dialog')
  await panel.getByText('removed it').waitFor()
  await panel.getByText('gupta@example.com').waitFor()
  await settled(page)
  await shot(page, 'bin-history')
  expect(await violations(page)).toEqual([])
  await expect.poll(() => panel.getByRole('button', { name: 'This version' }).count()).toBe(0)
  await panel.getByRole('link', { name: 'See it as it was' }).last().click()
  await page.getByText(/This is the record as it was on/).waitFor()
  await page.getByRole('heading', { name: 'Silk, lost' }).waitFor()
  await page.locator('sangam-history').getByText('removed it').waitFor()
  await page.goBack()

  await page.getByRole('button', { name: 'Wool, put away by mistake' }).click()
  await panel.getByRole('button', { name: 'Put back' }).click()
  await page.getByRole('button', { name: 'Wool, put away by mistake' }).waitFor({ state: 'detached' })
  expect((await send(`/api/records/leads.lead/${ids[1]}`, 'GET')).status).toBe(200)

  const purge = page.getByRole('button', { name: 'Remove for good…' })
  await page.getByRole('checkbox', { name: 'Silk, lost' }).check()
  await purge.click()
  const sure = page.locator('body > sangam-dialog')
  await sure.getByText('1 lead will be gone for good, with lines. Nobody can put that back.').waitFor()
  await shot(page, 'bin-purge')
  await sure.getByRole('button', { name: 'Cancel' }).click()
  await sure.waitFor({ state: 'detached' })
  await purge.click()
  await sure.getByRole('button', { name: 'Remove for good' }).click()
  await page.getByText('Gone for good: 1 lead.').waitFor()
  await page.getByText('The bin is empty').waitFor()
  expect((await send('/api/bin/leads.lead', 'GET')).json.items).toEqual([])
})

test('people talk beside a record: a colleague is mentioned, a comment is changed, a file is dropped, and the stream is filtered', async () => {
  const invite = (name: string, roles: readonly string[]) =>
    api(page, '/api/users/invite', { name, email: `${name.split(' ')[0]?.toLowerCase()}@example.com`, roles })
  await invite('Ravi Verma', ['leads.manager'])
  await invite('Omkar Joshi', [])
  const { id } = await api(page, '/api/records/leads.lead', { title: 'Handloom for Surat' })
  await page.goto(`${served.url}/record/leads.lead/${id}`)
  const box = page.getByRole('textbox', { name: 'Comment' })
  await box.click()
  await page.keyboard.type('@Om')
  await page.getByRole('option', { name: /Omkar Joshi can’t see this record/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Give them a role that sees Leads' }).waitFor()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('@Rav')
  await page.getByRole('option', { name: 'Ravi Verma' }).waitFor()
  expect(await violations(page)).toEqual([])
  await shot(page, 'mention')
  await page.keyboard.press('Enter')
  await page.keyboard.type('please call <b>Surat</b>')
  const drop = await page.evaluateHandle(() => {
    const data = new DataTransfer()
    data.items.add(new File(['rates'], 'rates.txt', { type: 'text/plain' }))
    return data
  })
  await page.locator('sangam-timeline .body').dispatchEvent('drop', { dataTransfer: drop })
  await page.getByRole('link', { name: 'rates.txt' }).waitFor()
  await page.keyboard.press('Control+Enter')
  const said = page.locator('sangam-comment')
  await said.getByText('please call <b>Surat</b>').waitFor()
  await expect.poll(() => said.locator('mark').allTextContents()).toEqual(['@Ravi Verma'])
  await said.getByRole('button', { name: /More about/ }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await said.getByRole('textbox', { name: 'Comment' }).fill('@Ravi Verma please call Surat today')
  // What others do meanwhile comes in, and leaves alone what is being written.
  await api(page, `/api/timeline/leads.lead/${id}/comments`, { body: 'They rang again' })
  await page.getByText('They rang again').waitFor()
  await expect.poll(() => page.locator('sangam-comment').getByRole('textbox', { name: 'Comment' }).inputValue()).toBe('@Ravi Verma please call Surat today')
  await page.keyboard.press('Control+Enter')
  await said.getByText('edited').waitFor()
  // Whoever comments follows.
  await page.getByRole('button', { name: 'Following' }).click()
  await page.getByText('You follow this no more.').waitFor()
  await page.getByRole('button', { name: 'Follow', exact: true }).click()
  await page.getByRole('button', { name: 'Following' }).waitFor()
  await api(page, '/api/records/core.activity', { kind: 'task', subject: 'Rang the mill', doneAt: new Date().toISOString(), entity: 'leads.lead', record: id })
  await api(page, `/api/records/leads.lead/${id}`, { email: 'surat@example.com' }, 'PATCH')
  const shown = () => page.locator('sangam-timeline li').evaluateAll(list => list.map(one => one.className).join(' '))
  // That something was done about a lead is noted on it too, among its changes.
  for (const [filter, kinds] of [
    ['Comments', 'comment comment'],
    ['Changes', 'change change change'],
    ['Tasks', 'activity'],
    ['Files', 'comment'],
    ['All', 'change activity comment comment change'],
  ] as const) {
    await page.getByRole('button', { name: filter, exact: true }).click()
    await expect.poll(shown).toBe(kinds)
  }
  expect(await violations(page)).toEqual([])
  await shot(page, 'timeline')
  await said
    .last()
    .getByRole('button', { name: /More about/ })
    .click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await page.getByText('removed a comment').waitFor()
  const undo = () => page.locator('sangam-toasts').getByRole('button', { name: 'Undo' }).last().click()
  await undo()
  await expect.poll(() => said.count()).toBe(2)
  const call = page.locator('sangam-activity-row').filter({ hasText: 'Rang the mill' })
  const calls = async () =>
    (
      await api<{ items: { id: string }[] }>(
        page,
        `/api/records/core.activity?fields=subject,doneAt&where=${encodeURIComponent('{"subject":"Rang the mill"}')}`,
      )
    ).items
  const choose = async (item: string) => {
    await call.getByRole('button', { name: 'More about Rang the mill' }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await choose('Not done yet')
  await expect.poll(calls).toMatchObject([{ doneAt: null }])
  await call.getByRole('checkbox', { name: 'Done: Rang the mill' }).waitFor()
  await choose('Remove')
  await expect.poll(calls).toEqual([])
  await call.waitFor({ state: 'detached' })
  await undo()
  await call.waitFor()
  // Left open, it would wait in the inbox of who comes there below.
  for (const one of await calls()) await api(page, `/api/records/core.activity/${one.id}`, undefined, 'DELETE')
})

test('of two who change the same fields at once, the second chooses field by field', async () => {
  const { id } = await api(page, '/api/records/leads.lead', { title: 'Cotton', email: 'a@example.com' })
  await page.goto(`${served.url}/record/leads.lead/${id}`)
  await page.getByLabel('Title').fill('Cotton, mine')
  await page.getByLabel('E-mail').first().fill('mine@example.com')
  await api(page, `/api/records/leads.lead/${id}`, { title: 'Cotton, theirs', email: 'theirs@example.com' }, 'PATCH')
  await page.keyboard.press('Control+S')
  await page.getByRole('radio', { name: 'Theirs for E-mail' }).check()
  expect(await violations(page)).toEqual([])
  await shot(page, 'conflict')
  await page.getByRole('button', { name: 'Save this' }).click()
  await page.getByText('Saved.').waitFor()
  const { title, email } = await api<{ title: string; email: string }>(page, `/api/records/leads.lead/${id}`)
  expect([title, email]).toEqual(['Cotton, mine', 'theirs@example.com'])
})

test('who typed into a form is asked before going on, back or away; who stays finds every letter', async () => {
  const { id } = await api(page, '/api/records/leads.lead', { title: 'Wool for Kullu' })
  await follow(page, '/list/parties.party')
  await follow(page, `/record/leads.lead/${id}`)
  const title = page.getByRole('textbox', { name: 'Title' })
  await title.fill('Wool for Kullu and Manali')
  const asked = page.locator('body > sangam-dialog')
  const decide = async (answer: 'Stay' | 'Leave') => {
    await asked.getByRole('heading', { name: 'Leave without saving?' }).waitFor()
    if (answer === 'Leave') expect(await violations(page)).toEqual([])
    await asked.getByRole('button', { name: answer, exact: true }).click()
    await asked.waitFor({ state: 'detached' })
  }
  const stands = () => expect.poll(async () => [new URL(page.url()).pathname, await title.inputValue()])
  const ways = {
    link: () => page.locator('sangam-navigation').getByRole('link', { name: 'Leads', exact: true }).click(),
    back: () => page.evaluate(() => history.back()),
  }
  for (const way of [ways.link, ways.back, ways.back]) {
    await way()
    await decide('Stay')
    await stands().toEqual([`/record/leads.lead/${id}`, 'Wool for Kullu and Manali'])
  }
  const [closing] = await Promise.all([page.waitForEvent('dialog'), page.close({ runBeforeUnload: true })])
  expect(closing.type()).toBe('beforeunload')
  await closing.dismiss()
  await stands().toEqual([`/record/leads.lead/${id}`, 'Wool for Kullu and Manali'])
  await ways.back()
  await decide('Leave')
  await page.locator('sangam-list-screen').getByRole('link', { name: /Gupta/i }).first().waitFor()
  await expect.poll(() => new URL(page.url()).pathname).toBe('/list/parties.party')
  // What was left is gone, and nobody is asked about it any more.
  await page.evaluate(() => history.forward())
  await stands().toEqual([`/record/leads.lead/${id}`, 'Wool for Kullu'])
  await ways.link()
  await page.waitForURL(/\/list\/leads\.lead/)
  await api(page, `/api/records/leads.lead/${id}`, undefined, 'DELETE')
})

test('a save whose answer is lost on its way is sent again and done once; without a line the words stay in the form', async () => {
  const { id } = await api(page, '/api/records/leads.lead', { title: 'Looms over a bad line' })
  await page.goto(`${served.url}/record/leads.lead/${id}`)
  const title = page.getByRole('textbox', { name: 'Title' })
  await title.fill('Looms over a worse line')
  const sent: (string | undefined)[] = []
  const address = `**/api/records/leads.lead/${id}*`
  await page.route(address, async route => {
    if (route.request().method() !== 'PATCH') return route.fallback()
    sent.push(route.request().headers()['idempotency-key'])
    if (sent.length > 1) return route.fallback()
    // It arrives and is done; its answer is lost.
    await route.fetch()
    await route.abort('connectionreset')
  })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('heading', { name: 'Looms over a worse line' }).waitFor()
  const { version } = await api<{ version: number }>(page, `/api/records/leads.lead/${id}`)
  expect([sent.length, new Set(sent).size, version]).toEqual([2, 1, 2])
  await page.unroute(address)

  await page.context().setOffline(true)
  await title.fill('Looms without a line')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('The server can’t be reached. Your work is still here: check the connection and try again.').first().waitFor()
  await expect.poll(() => title.inputValue()).toBe('Looms without a line')
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('heading', { name: 'Looms without a line' }).waitFor()
  errors.splice(0, errors.length, ...errors.filter(error => !/ERR_(INTERNET_DISCONNECTED|CONNECTION_RESET)/.test(error)))
})

test('over a line as of 3G the first list comes in its outlines, then with its records, and one is opened', async () => {
  const { page: slow, context } = await openPage(browser, phone)
  await signIn(slow, served.url)
  const line = await context.newCDPSession(slow)
  await line.send('Network.enable')
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 300, downloadThroughput: 50_000, uploadThroughput: 30_000 })
  // However late somebody looks, the records are not there before.
  let letGo = (): void => undefined
  const gone = new Promise<void>(resolve => (letGo = resolve))
  await slow.route('**/api/query/leads.lead', async route => gone.then(() => route.fallback()))
  await slow.route('**/api/records/leads.lead?*', async route => gone.then(() => route.fallback()))
  await slow.goto(`${served.url}/list/leads.lead`, { waitUntil: 'commit' })
  await slow.locator('sangam-list-screen sangam-skeleton').first().waitFor()
  await expect.poll(() => slow.locator('sangam-grid .card b').count()).toBe(0)
  letGo()
  await slow.locator('sangam-grid .card b').first().click()
  await slow.getByRole('textbox', { name: 'Title' }).waitFor()
  await context.close()
})

test('who types before the search has come loses no letter, and starts no shortcut', async () => {
  await page.goto(`${served.url}/list/leads.lead`)
  await page.locator('sangam-grid').waitFor()
  let letGo = (): void => undefined
  const gone = new Promise<void>(resolve => (letGo = resolve))
  await page.route(/assets\/palette-/, async route => {
    await gone
    await route.continue()
  })
  await page.keyboard.press('Control+k')
  await page.keyboard.type('jutee')
  await page.keyboard.press('Backspace')
  letGo()
  await page.getByRole('combobox', { name: 'Search records, screens and actions' }).and(page.locator(':focus')).waitFor()
  await page.keyboard.type(' as')
  await page.getByRole('option', { name: 'Jute as agreed' }).first().waitFor()
  await page.keyboard.press('Escape')
  await page.unrouteAll()
  await page.locator('sangam-palette').waitFor({ state: 'detached' })
})

test('who presses Enter before a name is found gets what was typed, and not what was found before', async () => {
  const made = await Promise.all(['Anand Yarns', 'Zari Works'].map(name => api(page, '/api/records/parties.party', { name, kind: 'organisation' })))
  const late = async (): Promise<() => void> => {
    let letGo = (): void => undefined
    const gone = new Promise<void>(resolve => (letGo = resolve))
    await page.route(/search=Zari/, async route => gone.then(() => route.fallback()))
    return letGo
  }
  await page.goto(`${served.url}/new/leads.lead`)
  const party = page.getByRole('combobox', { name: 'Party' })
  await party.click()
  await page.getByRole('option', { name: 'Anand Yarns' }).waitFor()
  const inForm = await late()
  await page.keyboard.type('Zari')
  await page.keyboard.press('Enter')
  // The hand goes on; what is found comes after it.
  await page.keyboard.press('Tab')
  inForm()
  await expect.poll(() => party.inputValue()).toBe('Zari Works')

  await page.goto(`${served.url}/list/leads.lead`)
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('button', { name: 'Add a condition' }).click()
  await page.getByRole('combobox', { name: 'Field', exact: true }).selectOption({ label: 'Party' })
  const value = page.locator('sangam-filter').getByRole('combobox', { name: 'Value' })
  await value.click()
  await page.getByRole('option', { name: 'Anand Yarns' }).waitFor()
  const inFilter = await late()
  await page.keyboard.type('Zari')
  await page.keyboard.press('Enter')
  inFilter()
  await expect.poll(() => value.inputValue()).toBe('Zari Works')
  for (const { id } of made) await api(page, `/api/records/parties.party/${id}`, undefined, 'DELETE')
})

test('the palette knows what was opened last, saved views and dashboards, settings, and what can be done with the record that stands open', async () => {
  const { page: hers, context } = await openPage(browser)
  await signIn(hers, served.url, { own: true })
  const lead = (title: string) => api(hers, '/api/records/leads.lead', { title })
  const [kept, gone, here] = await Promise.all([lead('Silk as first asked'), lead('Silk that went'), lead('Silk here')])
  const made = {
    'core.view': await api(hers, '/api/records/core.view', { name: 'Thursday looms', entity: 'leads.lead', kind: 'board', definition: {} }),
    'core.dashboard': await api(hers, '/api/records/core.dashboard', { name: 'My mornings', definition: { cards: [] } }),
  }
  for (const [id, title] of [
    [kept.id, 'Silk as first asked'],
    [gone.id, 'Silk that went'],
    [here.id, 'Silk here'],
  ] as const) {
    await follow(hers, `/record/leads.lead/${id}`)
    await hers.getByRole('heading', { name: title }).waitFor()
  }
  // What a record is called is asked anew each time, and one that is gone is not there.
  await api(hers, `/api/records/leads.lead/${kept.id}`, { title: 'Silk as agreed' }, 'PATCH')
  await api(hers, `/api/records/leads.lead/${gone.id}`, undefined, 'DELETE')
  const [lines, chosen] = [(name: string) => hers.getByRole('group', { name }).getByRole('option'), hers.getByRole('option', { selected: true })]
  await hers.keyboard.press('Control+k')
  await lines('Opened last').first().waitFor()
  await lines('Saved views').first().waitFor()
  expect(await violations(hers)).toEqual([])
  await shot(hers, 'palette')
  const texts = async (name: string): Promise<string[]> => (await lines(name).allTextContents()).map(text => text.replace(/\s+/g, ' ').trim())
  expect({ opened: await texts('Opened last'), views: await texts('Saved views') }).toEqual({
    opened: ['Silk as agreedLead'],
    views: ['Thursday loomsLeads · Mine'],
  })
  expect(await texts('Silk here')).toEqual(expect.arrayContaining(['Win', 'Lose', 'Download as PDF', 'Remove']))
  await hers.keyboard.type('lose')
  await chosen.filter({ hasText: 'Lose' }).waitFor()
  await hers.keyboard.press('Enter')
  await hers.locator('sangam-ask-fields').getByRole('heading', { name: 'Lose' }).waitFor()
  await hers.keyboard.press('Escape')
  await hers.locator('sangam-ask-fields').waitFor({ state: 'detached' })
  for (const [typed, line, path] of [
    ['thursday', 'Thursday looms', '/board/leads.lead'],
    ['mornings', 'My mornings', '/dashboard/'],
    ['number ser', 'Number series', '/studio/series'],
    ['flows of leads', 'Fields, rules and flows of Leads', '/studio/leads.lead'],
    ['silk as agr', 'Silk as agreed', `/record/leads.lead/${kept.id}`],
  ] as const) {
    await hers.keyboard.press('Control+k')
    await hers.keyboard.type(typed)
    await chosen.filter({ hasText: line }).waitFor()
    await expect.poll(() => hers.locator('sangam-palette [role=status]').textContent()).toMatch(/^\d+ results?$/)
    await hers.keyboard.press('Enter')
    await expect.poll(() => hers.url()).toContain(path)
  }
  // Nothing of it stays where another may sit down next.
  const left = () =>
    hers.evaluate(() => [localStorage, sessionStorage].flatMap(store => Object.keys(store)).filter(name => name.startsWith('sangam.of.')).length)
  await expect.poll(left).toBeGreaterThan(0)
  await hers.keyboard.press('Control+k')
  await hers.keyboard.type('sign out')
  await chosen.filter({ hasText: 'Sign out' }).waitFor()
  await hers.keyboard.press('Enter')
  await hers.locator('input[type=password]').waitFor()
  await expect.poll(left).toBe(0)
  await context.close()
  for (const [entity, { id }] of Object.entries(made)) await api(page, `/api/records/${entity}/${id}`, undefined, 'DELETE')
})

test('a file that takes a while says how far it is, is called off, goes on while one looks elsewhere, and is tried again when the line broke', async () => {
  const { page: slow, context, errors: wrong } = await openPage(browser)
  await signIn(slow, served.url)
  const line = await context.newCDPSession(slow)
  const speed = (downloadThroughput: number, offline = false) =>
    line.send('Network.emulateNetworkConditions', { offline, latency: 0, downloadThroughput, uploadThroughput: -1 })
  const saved: string[] = []
  slow.on('download', file => saved.push(file.suggestedFilename()))
  const messages = slow.locator('sangam-toasts')
  const take = async () => {
    await slow.getByRole('button', { name: 'More', exact: true }).first().click()
    await slow.getByRole('menuitem', { name: 'Export as CSV' }).click()
  }
  await follow(slow, '/list/parties.party')
  await slow.getByRole('link', { name: /Gupta/i }).first().waitFor()
  await follow(slow, '/list/leads.lead')
  await slow
    .getByRole('link', { name: /^Loom / })
    .first()
    .click()
  // What the shell would fetch ahead is there; it would take the line.
  await slow.getByRole('textbox', { name: 'Title' }).waitFor()
  await slow.goBack()
  await slow.getByText(/^\d+ leads$/).waitFor()
  await settled(slow)
  await line.send('Network.enable')
  await speed(1500)

  await take()
  await messages.getByText(/^Making “Leads.csv”… \d+ kB$/).waitFor()
  await messages.getByRole('progressbar', { name: 'Making “Leads.csv”…' }).waitFor()
  await shot(slow, 'download')
  await messages.getByRole('button', { name: 'Cancel' }).click()
  await messages.getByText('Making “Leads.csv”…').waitFor({ state: 'detached' })

  await take()
  await messages.getByText(/^Making “Leads.csv”… \d+ kB$/).waitFor()
  const coming = slow.waitForEvent('download')
  await speed(-1)
  const [file] = await Promise.all([coming, follow(slow, '/list/parties.party')])
  await messages.getByText('“Leads.csv” is saved.').waitFor()
  expect(readFileSync(await file.path(), 'utf8').split('\r\n').length - 2).toBe(await count('leads.lead', ''))

  await speed(-1, true)
  await take()
  await messages.getByText(/^The server can’t be reached/).waitFor()
  await shot(slow, 'download-broken')
  await speed(-1)
  await messages.getByRole('button', { name: 'Try again' }).click()
  await messages.getByText('“Parties.csv” is saved.').waitFor()
  await expect.poll(() => saved).toEqual(['Leads.csv', 'Parties.csv'])
  await context.close()
  expect(wrong.filter(one => !/ERR_INTERNET_DISCONNECTED/.test(one))).toEqual([])
})

test('back and forward come to the same place with the same rows chosen, on every kind of screen, and so does loading the page anew', async () => {
  const { page: here, context, errors: wrong } = await openPage(browser, { ...desk, height: 560 })
  await signIn(here, served.url)
  const group = await api(here, '/api/records/core.team', { name: 'Aarti Group' })
  const below = Array.from({ length: 14 }, (_, at) => ({ name: `Aarti ${at + 1}`, parent: group.id }))
  const under = await api<readonly { readonly id: string }[]>(here, '/api/records/core.team', below)
  const at = (place: string) =>
    here
      .locator(place)
      .first()
      .evaluate(element => element.scrollTop)
  const scroll = (place: string, top: number) =>
    here
      .locator(place)
      .first()
      .evaluate((element, to) => element.scrollTo({ top: to }), top)
  /** What is short as yet is scrolled once it is long enough. */
  const scrolled = (place: string, top: number) =>
    expect
      .poll(async () => {
        await scroll(place, top)
        return at(place)
      })
      .toBe(top)
  const focused = () =>
    here.evaluate(() => {
      let one = document.activeElement
      while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement
      return one?.getAttribute('href') ?? one?.className
    })
  const opened = () => here.locator('sangam-record-screen').getByRole('textbox').first().waitFor()

  const grid = 'sangam-grid .scroll'
  await follow(here, '/list/leads.lead?sort=title')
  for (const line of [2, 4]) await here.getByRole('checkbox', { name: 'Select', exact: true }).nth(line).click()
  await scrolled(grid, 1900)
  const row = here.locator('sangam-grid #c53-0 a')
  await row.click()
  await opened()
  const asLeft = async () => {
    await here.getByRole('toolbar', { name: 'With the chosen records' }).getByText('2 chosen').waitFor()
    await row.waitFor()
    await expect.poll(() => at(grid)).toBe(1900)
    await here.locator('sangam-grid #c53-0.active').waitFor()
  }
  await here.goBack()
  await asLeft()
  await expect.poll(focused).toBe('scroll')
  await here.goForward()
  await opened()
  await here.goBack()
  await asLeft()
  await here.reload()
  await asLeft()

  const column = 'sangam-board-screen .cards'
  await follow(here, '/board/leads.lead')
  await here.locator('.card').first().waitFor()
  await scrolled(column, 3000)
  const card = here.locator('sangam-board-screen .card').nth(40)
  const href = await card.getAttribute('href')
  await card.focus()
  const stood = await at(column)
  await here.keyboard.press('Enter')
  await opened()
  await scrolled('sangam-record-screen sangam-page', 90)
  await follow(here, '/tree/core.team')

  const sheet = 'sangam-tree-sheet .scroll'
  await here.getByRole('button', { name: 'Parts of Aarti Group' }).click()
  await here.getByRole('link', { name: 'Aarti 1', exact: true }).waitFor()
  await scrolled(sheet, 150)
  await follow(here, '/pivot/leads.lead?rows=stage,owner')
  await here.getByRole('button', { name: 'Parts of New' }).click()
  await here.getByRole('rowheader', { name: 'Asha Sharma' }).waitFor({ state: 'detached' })
  await here.locator('sangam-pivot-screen').getByRole('link', { name: /\d/ }).first().click()
  await here.locator(grid).waitFor()

  await here.goBack()
  await here.getByRole('button', { name: 'Parts of New', expanded: false }).waitFor()
  await here.goBack()
  await here.getByRole('link', { name: 'Aarti 12', exact: true }).waitFor()
  await expect.poll(() => at(sheet)).toBe(150)
  await here.goBack()
  await opened()
  await expect.poll(() => at('sangam-record-screen sangam-page')).toBe(90)
  await here.goBack()
  await expect.poll(() => at(column)).toBe(stood)
  await expect.poll(focused).toBe(href)
  await shot(here, 'back-on-the-board')
  await here.goBack()
  await asLeft()

  for (const { id } of [...under, group]) await api(here, `/api/records/core.team/${id}`, undefined, 'DELETE')
  await context.close()
  expect(wrong).toEqual([])
})

test('the inbox holds what waits, and is worked through by keyboard', async () => {
  const due = new Date(Date.now() - 3_600_000).toISOString()
  for (const subject of ['Send the quote', 'Ring the bank']) await api(page, '/api/records/core.activity', { kind: 'task', subject, due })
  await page.goto(served.url)
  await page.getByRole('heading', { name: /Asha/ }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await page.getByRole('tab', { name: /^Tasks ?2$/ }).click()
  // A group is a link: whoever opens it sees the same, and back leads to the group before.
  const shown = (name: RegExp) => page.getByRole('tab', { name, selected: true })
  await expect.poll(() => new URL(page.url()).search).toBe('?show=tasks')
  await page.reload()
  await shown(/^Tasks ?2$/).waitFor()
  await page.getByRole('tab', { name: /^Mentions/ }).click()
  await shown(/^Mentions/).waitFor()
  await page.goBack()
  await shown(/^Tasks ?2$/).waitFor()
  await page.goBack()
  await shown(/^All/).waitFor()
  await page.goForward()
  await shown(/^Tasks ?2$/).waitFor()
  await page.getByRole('link', { name: 'Send the quote' }).waitFor()
  expect(await violations(page)).toEqual([])
  await shot(page, 'inbox')
  await page.keyboard.press('j')
  await page.keyboard.press('e')
  await page.getByText(/^Done: /).waitFor()
  await page.getByRole('tab', { name: /^Tasks ?1$/ }).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('z')
  await page.getByRole('tab', { name: /^Put off ?1$/ }).click()
  await page.getByText(/put off until/).waitFor()
  await page.getByRole('button', { name: 'What I am told' }).click()
  await page.getByRole('checkbox', { name: 'Someone mentions me: By mail' }).check()
  expect(await violations(page)).toEqual([])
  const first = async () => (await api<{ items: object[] }>(page, '/api/notifications/choices')).items[0]
  await expect.poll(first).toEqual({ about: 'mention', app: true, mail: true })
})

test('an administrator looks at what a colleague sees, changes nothing there, and is back with one click', async () => {
  await follow(page, '/users')
  await page.getByRole('button', { name: 'More about Omkar Joshi' }).click()
  await page.getByRole('menuitem', { name: 'Look as Omkar Joshi' }).click()
  const told = page.getByRole('status').filter({ hasText: 'You see what Omkar Joshi sees' })
  await told.waitFor()
  await expect.poll(() => page.getByRole('navigation').getByRole('link', { name: 'Leads' }).count()).toBe(0)
  await shot(page, 'look-as')
  // What one opened oneself is not shown as theirs.
  await page.keyboard.press('Control+k')
  await page.getByRole('group', { name: 'Go to' }).waitFor()
  await settled(page)
  await expect.poll(() => page.getByRole('group', { name: 'Opened last' }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await page.locator('sangam-palette').waitFor({ state: 'detached' })
  expect(await violations(page)).toEqual([])
  await follow(page, '/me')
  await page.reload()
  await told.waitFor()
  // Whoever can’t sign in is not looked as: the page is one’s own again.
  const { items } = await api<{ items: { id: string; name: string }[] }>(page, '/api/users')
  const omkar = `/api/users/${items.find(({ name }) => name === 'Omkar Joshi')?.id}`
  await api(page, `${omkar}/disable`, {})
  await page.reload()
  await page.getByRole('heading', { name: /Asha/ }).waitFor()
  await expect.poll(() => told.count()).toBe(0)
  await api(page, `${omkar}/enable`, {})
  await follow(page, '/users')
  await page.getByRole('button', { name: 'More about Omkar Joshi' }).click()
  await page.getByRole('menuitem', { name: 'Look as Omkar Joshi' }).click()
  await told.waitFor()
  await told.getByRole('button', { name: 'Stop looking' }).click()
  await page.getByRole('navigation').getByRole('link', { name: 'Leads', exact: true }).first().waitFor()
  await expect.poll(() => told.count()).toBe(0)
})

test('cells are copied to other lines, pasted from a spreadsheet, filled down and emptied, and each of it is taken back', async () => {
  const firms = await Promise.all(['Rao Sarees', 'Khan Silks'].map(name => api(page, '/api/records/parties.party', { name, kind: 'organisation' })))
  const given = { value: { amount: '1250000', currency: 'INR' }, expectedClose: '2027-03-31', party: firms[0]?.id, campaign: '=sale' }
  for (let at = 1; at <= 4; at += 1) await api(page, '/api/records/leads.lead', { title: `Sheet ${at}`, ...(at === 1 && given) })
  const rows = async () => {
    const { items } = await api<{ items: { readonly [field: string]: unknown }[] }>(
      page,
      '/api/records/leads.lead?search=Sheet&sort=title&fields=value,expectedClose,party.$title,campaign',
    )
    return items.map(({ value, expectedClose, 'party.$title': party, campaign }) => [
      (value as { amount: string } | null)?.amount ?? null,
      expectedClose,
      party,
      campaign,
    ])
  }
  const full = ['1250000', '2027-03-31', 'Rao Sarees', '=sale']
  const none = [null, null, null, null]
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(`${served.url}/list/leads.lead?search=Sheet&sort=title&columns=title,value,expectedClose,party,campaign`)
  await page.getByRole('link', { name: 'Sheet 4' }).waitFor()
  const cell = (row: number, column: number) => page.locator(`sangam-grid #c${row}-${column}`)
  const keys = async (...pressed: string[]) => {
    for (const one of pressed) await page.keyboard.press(one)
  }
  const said = (text: string | RegExp) => page.locator('sangam-toasts').getByText(text).last().waitFor()
  const undone = async (before: unknown[][]) => {
    await page.locator('sangam-toasts').getByRole('button', { name: 'Undo' }).last().click()
    await expect.poll(rows).toEqual(before)
  }

  await cell(0, 1).click()
  await keys('Shift+End', 'Control+c')
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe("1250000\t2027-03-31\tRao Sarees\t'=sale")
  await cell(1, 1).hover()
  await page.mouse.down()
  await cell(2, 4).hover()
  await page.mouse.up()
  await expect.poll(() => page.locator('sangam-grid .cell.ranged').count()).toBe(8)
  await shot(page, 'list-cells')
  await keys('Control+v')
  await said('2 lines were changed.')
  await expect.poll(rows).toEqual([full, full, full, none])
  await undone([full, none, none, none])

  const copied = '₹2.5L\t31 Mar 2027\tKhan Silks\r\n2,000\t1 Apr 2027\tRao Sarees\r\n'
  await page.evaluate(text => navigator.clipboard.writeText(text), copied)
  await cell(2, 1).click()
  await keys('Control+v')
  await expect.poll(rows).toEqual([full, none, ['250000', '2027-03-31', 'Khan Silks', null], ['2000', '2027-04-01', 'Rao Sarees', null]])
  for (const [text, sentence] of [
    ['1\n'.repeat(150_000), 'At most 1,000 lines can be changed at once. Nothing was changed.'],
    [copied + copied, 'What you copied has more lines than the list has from here on. Nothing was changed.'],
    ['a lot', 'Value, “a lot”: Write a number, such as 1250, 12.5L or 5-3. Nothing was changed.'],
    ['1\t31 Mar 2027\tNobody & Sons', 'Party, “Nobody & Sons”: No record that you may see is called so. Nothing was changed.'],
  ] as const) {
    await page.evaluate(written => navigator.clipboard.writeText(written), text)
    await cell(1, 1).click()
    await keys('Control+v')
    await said(sentence)
  }

  await cell(0, 1).click()
  await cell(3, 2).click({ modifiers: ['Shift'] })
  await page.locator('sangam-grid .foot').getByText('₹15,02,000').waitFor()
  await shot(page, 'list-cells-sum')
  await keys('Control+d')
  await said('3 lines were changed.')
  const filled = (party: string | null) => ['1250000', '2027-03-31', party, null]
  const down = [full, filled(null), filled('Khan Silks'), filled('Rao Sarees')]
  await expect.poll(rows).toEqual(down)
  await cell(0, 3).click()
  await keys('Shift+ArrowRight', 'Delete')
  await said('1 line was changed.')
  await expect.poll(rows).toEqual([filled(null), ...down.slice(1)])
  await undone(down)
})

test('a plugin is uninstalled when its plan was read, put back, and uninstalled again with one click of Undo', async () => {
  await page.goto(`${served.url}/plugins`)
  const card = page.locator('sangam-plugins-screen article').filter({ hasText: 'Leads' }).last()
  const dialog = page.locator('sangam-plugins-screen sangam-dialog')
  const state = async (): Promise<string | undefined> =>
    (await api<{ items: { id: string; state: string }[] }>(page, '/api/plugins')).items.find(one => one.id === 'leads')?.state
  await card.getByRole('button', { name: 'More about Leads' }).click()
  await page.getByRole('menuitem', { name: 'Uninstall…' }).click()
  await dialog.getByText(/^Puts away \d+ tables with \d+ records? for 30 days/).waitFor()
  await settled(page)
  await shot(page, 'plugin-uninstall')
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Uninstall', exact: true }).click()
  await page.getByText('Leads is uninstalled. Its data can be put back for 30 days.').waitFor()
  await card.getByText(/records? (is|are) put away until/).waitFor()
  await shot(page, 'plugin-uninstalled')
  expect(await state()).toBe('uninstalled')
  await expect.poll(() => page.locator('nav').getByRole('link', { name: 'Leads' }).count()).toBe(0)

  await card.getByRole('button', { name: 'Put back' }).click()
  await dialog.getByText(/^Puts back Leads as it was on /).waitFor()
  await dialog.getByRole('button', { name: 'Put back' }).click()
  await page.getByText('Leads is enabled.').waitFor()
  await page.locator('nav').getByRole('link', { name: 'Leads' }).first().waitFor()
  await page.locator('sangam-toasts').getByRole('button', { name: 'Undo' }).last().click()
  await page.getByText('The last change of Leads is taken back.').waitFor()
  expect(await state()).toBe('uninstalled')
})

test('nothing went wrong in the page meanwhile', () => {
  expect(errors).toEqual([])
})
