import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk, openBrowser, openPage, phone, settled, violations } from './browser.ts'
import { type Served, serveSetUp } from './product.ts'
import { api, shot, signIn } from './steps.ts'

let browser: Browser
let served: Served

beforeAll(async () => {
  served = await serveSetUp()
  browser = await openBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

async function fine(page: Page, name: string): Promise<string[]> {
  const found = (await violations(page)).map(one => `${name}: ${one}`)
  await shot(page, `automations-${name}`)
  return found
}

test('an administrator makes an automation without code, tries it, and sees what it did', { timeout: 240_000 }, async () => {
  const { page, context, errors } = await openPage(browser, desk)
  const found: string[] = []
  await signIn(page, served.url)
  await page.goto(`${served.url}/automations`)
  found.push(...(await fine(page, 'none')))
  await page.getByRole('link', { name: 'New automation' }).first().click()
  await page.getByLabel('Name').fill('Call hot leads')
  await page.getByRole('combobox', { name: 'When' }).selectOption('created')
  await page.getByRole('combobox', { name: 'Kind of record' }).selectOption('leads.lead')
  const chain = page.locator('sangam-chain')
  await chain.getByRole('button', { name: /^If/ }).click()
  await page.getByRole('button', { name: 'Add a condition' }).click()
  await page.getByRole('combobox', { name: 'Field' }).selectOption('title')
  await page.getByRole('textbox', { name: 'Value' }).fill('looms')
  await page.getByRole('button', { name: 'Add a step' }).click()
  await page.getByRole('combobox', { name: 'What is done' }).selectOption('create')
  await page.getByRole('region', { name: 'Step 1' }).getByRole('combobox', { name: 'Kind of record' }).selectOption('core.activity')
  await page.getByRole('button', { name: 'Add a field' }).click()
  const step = page.getByRole('region', { name: 'Step 1' })
  await step.getByRole('combobox', { name: 'Field' }).selectOption('subject')
  await step.getByRole('textbox', { name: 'Value' }).fill('Call about {{ record.title }}')
  await step.getByRole('textbox', { name: 'Value' }).blur()
  await page.getByRole('button', { name: 'Add a step' }).click()
  await page.getByRole('region', { name: 'Step 2' }).getByRole('combobox', { name: 'What is done' }).selectOption('notify')
  await page.getByRole('textbox', { name: 'Text' }).fill('A lead for {{ record.title }} came in')
  await page.getByRole('textbox', { name: 'Text' }).blur()
  found.push(...(await fine(page, 'editor')))
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('tab', { name: 'Runs' }).waitFor()

  const lead = (title: string) =>
    page.evaluate(async name => {
      const answer = await fetch('/api/records/leads.lead', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ title: name }),
      })
      return ((await answer.json()) as { id: string }).id
    }, title)
  const id = await lead('Forty looms')
  await lead('Something else')

  await page.getByRole('button', { name: 'Try it' }).click()
  await page.getByRole('combobox', { name: 'On this record' }).fill('Forty')
  await page.locator('sangam-try-dialog').getByRole('option', { name: 'Forty looms' }).click()
  await page.locator('sangam-try-dialog').getByRole('button', { name: 'Try it' }).click()
  await page.locator('sangam-run-bar').getByText('The record meets the condition.').waitFor()
  await chain.getByRole('button', { name: /Tell people in the app.*Shown, not sent/ }).click()
  await page.locator('sangam-log-view').getByText('A lead for Forty looms came in').waitFor()
  found.push(...(await fine(page, 'tried')))

  await page.getByRole('tab', { name: 'Runs' }).click()
  const row = page.getByRole('row', { name: /Forty looms.*Done/ })
  const done = async () => {
    await page.getByRole('button', { name: 'Look again' }).click()
    await settled(page)
    return row.count()
  }
  await expect.poll(done, { timeout: 60_000 }).toBe(1)
  await row.getByRole('button', { name: 'Steps' }).click()
  await page.locator('sangam-runs-view').getByText('A lead for Forty looms came in').waitFor()
  await page.locator('sangam-log-view').getByText('Subject: Call about Forty looms').waitFor()
  await page.locator('sangam-log-view').getByRole('link', { name: 'Open the record' }).waitFor()
  found.push(...(await fine(page, 'run')))
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('row', { name: /Something else/ }).count()).toBe(0)

  // What the last run did stands in the drawing; a step that is moved keeps what it did, and one that is new has done nothing.
  await page.reload()
  await chain.getByRole('button', { name: /^When.*Done/ }).waitFor()
  await chain.getByRole('button', { name: /^1 Create a record.*Done/ }).click()
  await page.getByRole('region', { name: 'Step 1' }).getByRole('link', { name: 'Open the record' }).waitFor()
  await page.keyboard.press('Alt+ArrowDown')
  await chain.getByRole('button', { name: /^2 Create a record.*Done/ }).waitFor()
  await page.getByText('It is step 2 now.').waitFor()
  await chain.getByRole('button', { name: 'Put a step in here' }).first().focus()
  await page.keyboard.press('Enter')
  await page.getByRole('combobox', { name: 'What is done' }).selectOption('branch')
  await page.getByRole('region', { name: 'Step 1' }).getByText('Not there yet').waitFor()
  await chain.getByRole('button', { name: /^2 Tell people/ }).focus()
  await page.keyboard.press('Alt+ArrowRight')
  const so = chain.getByRole('list', { name: 'If so' })
  await so.getByRole('button', { name: /^1 Tell people.*Done/ }).waitFor()
  const middle = async (place: Locator) => {
    await place.scrollIntoViewIfNeeded()
    const box = await place.boundingBox()
    return [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2] as const
  }
  await page.mouse.move(...(await middle(chain.locator('[data-key="1"] .round'))))
  await page.mouse.down()
  await page.mouse.move(...(await middle(chain.locator('[data-gap="0.no.0"] button'))), { steps: 6 })
  found.push(...(await fine(page, 'moved')))
  await page.mouse.up()
  await chain
    .getByRole('list', { name: 'If not' })
    .getByRole('button', { name: /^1 Create a record/ })
    .waitFor()
  found.push(...(await fine(page, 'branch')))
  await page.keyboard.press('Delete')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('region', { name: 'Step 1' }).getByText('Say on what it depends: add a condition.').waitFor()
  await expect.poll(() => page.getByRole('combobox', { name: 'What is done' }).inputValue()).toBe('branch')
  found.push(...(await fine(page, 'refused')))
  const tasks = await page.evaluate(async record => {
    const answer = await fetch('/api/query/core.activity', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ where: { subject: { startsWith: 'Call about' } }, fields: ['subject'] }),
    })
    return [record, ((await answer.json()) as { items: { subject: string }[] }).items.map(item => item.subject)]
  }, id)
  expect(tasks).toEqual([id, ['Call about Forty looms']])

  await page.locator('sangam-page').getByRole('link', { name: 'Automations' }).click()
  await page.getByRole('button', { name: 'Leave' }).click()
  await page.getByRole('link', { name: 'Call hot leads' }).waitFor()
  found.push(...(await fine(page, 'list')))
  await context.close()
  expect({ found, errors }).toEqual({ found: [], errors: [] })
})

test('each way in which something begins is chosen on the screen, and happens: a change, a state, a call, a button; a day and a schedule are kept as they were said', {
  timeout: 240_000,
}, async () => {
  const { page, context, errors } = await openPage(browser, desk)
  await signIn(page, served.url)
  const when = (label: string) => page.getByRole('combobox', { name: label, exact: true })
  const make = async (name: string, on: string, entity: string | null, more: () => Promise<unknown>, text: string) => {
    await page.goto(`${served.url}/automations/new`)
    await page.getByLabel('Name').fill(name)
    await when('When').selectOption(on)
    if (entity) await when('Kind of record').selectOption(entity)
    await more()
    await page.getByRole('button', { name: 'Add a step' }).click()
    await page.getByRole('combobox', { name: 'What is done' }).selectOption('notify')
    await page.getByRole('textbox', { name: 'Text' }).fill(text)
    await page.getByRole('textbox', { name: 'Text' }).blur()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('tab', { name: 'Runs' }).waitFor()
    await page.waitForURL(/automations\/[0-9a-f-]{36}$/)
    return page.url().split('/').at(-1) ?? ''
  }
  const typed = async (label: string, text: string) => {
    await page.getByLabel(label, { exact: true }).fill(text)
    await page.getByLabel(label, { exact: true }).blur()
  }
  const changed = await make(
    'Renamed',
    'changed',
    'leads.lead',
    () => page.getByRole('checkbox', { name: 'Title', exact: true }).check(),
    'Now {{ record.title }}',
  )
  const state = await make('Won', 'state', 'leads.lead', () => when('Status').selectOption('won'), 'Won: {{ record.title }}')
  const day = await make(
    'Closes soon',
    'date',
    'leads.lead',
    async () => {
      await when('Day in').selectOption('expectedClose')
      await typed('Days', '3')
      await when('Before or after').selectOption('-1')
      await typed('At', '09:30')
    },
    'Soon: {{ record.title }}',
  )
  const schedule = await make(
    'Mondays',
    'schedule',
    null,
    async () => {
      await typed('Schedule (cron)', '30 8 * * 1')
      await typed('Time zone (empty: the company’s)', 'Asia/Kolkata')
    },
    'A week begins',
  )
  const button = await make('Ring', 'button', 'leads.lead', () => typed('On the button', 'Ring them'), 'Ring {{ record.title }}')
  const hook = await make('From the shop', 'hook', null, () => Promise.resolve(), '{{ hook.name }} ordered')
  await page.getByRole('button', { name: 'Make the address' }).click()
  const address = await page.getByRole('status').locator('code').textContent()

  const { id } = await api(page, '/api/records/leads.lead', { title: 'Pumps' })
  await api(page, `/api/records/leads.lead/${id}`, { campaign: 'Spring' }, 'PATCH')
  await api(page, `/api/records/leads.lead/${id}`, { title: 'Twelve pumps' }, 'PATCH')
  await api(page, new URL(address ?? '', served.url).pathname, { name: 'Meera' })
  await page.goto(`${served.url}/record/leads.lead/${id}`)
  const asked = page.waitForResponse(answer => answer.url().includes('automation') && answer.request().method() === 'POST')
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Ring them' }).click()
  await asked
  await api(page, `/api/records/leads.lead/${id}`, { state: 'won' }, 'PATCH')
  const runs = async () => {
    const { items } = await api<{ items: { automation: string; state: string; recordTitle: string | null }[] }>(page, '/api/automations/runs')
    return items.flatMap(one => ([changed, state, day, schedule, button, hook].includes(one.automation) ? [`${one.automation} ${one.state}`] : [])).sort()
  }
  await expect.poll(runs, { timeout: 60_000 }).toEqual([changed, state, button, hook].map(one => `${one} done`).sort())
  const { items: said } = await api<{ items: { id: string; trigger: object }[] }>(page, '/api/automations')
  const triggers = new Map(said.map(one => [one.id, one.trigger]))
  expect([changed, state, day, schedule, button, hook].map(one => triggers.get(one))).toEqual([
    { on: 'changed', fields: ['title'] },
    { on: 'state', field: 'state', state: 'won' },
    { on: 'date', field: 'expectedClose', days: -3, time: '09:30' },
    { on: 'schedule', cron: '30 8 * * 1', zone: 'Asia/Kolkata' },
    { on: 'button', label: 'Ring them' },
    { on: 'hook' },
  ])
  // The list is looked at afterwards as it was.
  const gone = await page.evaluate(
    ids => Promise.all(ids.map(async one => (await fetch(`/api/automations/${one}`, { method: 'DELETE' })).ok)),
    [changed, state, day, schedule, button, hook],
  )
  expect(gone).toEqual(gone.map(() => true))
  await context.close()
  expect(errors).toEqual([])
})

test('the screens fit a phone, in the dark and in Hindi', async () => {
  const { page, context, errors } = await openPage(browser, { ...phone, theme: 'dark', locale: 'hi' })
  const found: string[] = []
  await signIn(page, served.url)
  await page.evaluate(() => fetch('/api/me', { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"locale":"hi"}' }))
  await page.goto(`${served.url}/automations`)
  await page.getByRole('link', { name: 'Call hot leads' }).waitFor()
  found.push(...(await fine(page, 'phone-list')))
  const button = await page.getByRole('button', { name: 'चालू' }).boundingBox()
  expect((button?.x ?? phone.width) + (button?.width ?? 0)).toBeLessThanOrEqual(phone.width)
  await page.getByRole('link', { name: 'Call hot leads' }).click()
  await page.getByRole('listitem').first().waitFor()
  found.push(...(await fine(page, 'phone-editor')))
  await page.locator('sangam-chain [data-key="0"]').click()
  await page.locator('sangam-chain sangam-log-view').scrollIntoViewIfNeeded()
  found.push(...(await fine(page, 'phone-step')))
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  await context.close()
  expect({ found, errors, wide: Math.max(0, wide) }).toEqual({ found: [], errors: [], wide: 0 })
})
