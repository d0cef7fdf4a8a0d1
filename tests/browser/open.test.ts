import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Look, openBrowser, openPage, phone, settled, violations } from './browser.ts'
import { type Served, serveSetUp } from './product.ts'
import { api, shot, signIn } from './steps.ts'

let browser: Browser
let served: Served
let vehicle: string

const text = (field: string, label: string) => ({ field, type: 'text', options: { label } })
const operations = [
  {
    op: 'addEntity',
    entity: 'x.vehicle',
    label: 'Vehicle',
    title: 'plate',
    menu: 'Fleet',
    fields: [
      text('plate', 'Number plate'),
      { field: 'number', type: 'series', options: { label: 'Number', pattern: 'VEH-{000}' } },
      { field: 'price', type: 'money', options: { label: 'Price' } },
      { field: 'notes', type: 'richText', options: { label: 'Notes' } },
      { field: 'garage', type: 'address', options: { label: 'Garage' } },
      { field: 'papers', type: 'files', options: { label: 'Papers' } },
      { field: 'photo', type: 'image', options: { label: 'Photo' } },
      { field: 'mails', type: 'emails', options: { label: 'E-mail addresses' } },
      { field: 'condition', type: 'rating', options: { label: 'Condition' } },
      { field: 'discount', type: 'percent', options: { label: 'Discount' } },
      { field: 'service', type: 'duration', options: { label: 'Service takes' } },
      {
        field: 'fuel',
        type: 'choice',
        options: {
          label: 'Fuel',
          choices: [
            { value: 'petrol', label: 'Petrol', colour: 'blue' },
            { value: 'coal', label: 'Coal', retired: true },
          ],
        },
      },
      {
        field: 'state',
        type: 'flow',
        options: {
          label: 'State',
          states: [
            {
              state: 'used',
              label: 'In use',
              colour: 'green',
              to: [{ state: 'sale', label: 'Sell', approval: { own: true, steps: [{ by: { role: 'core.owner' } }] } }],
            },
            { state: 'sale', label: 'For sale', colour: 'yellow', to: [] },
          ],
        },
      },
    ],
  },
  { op: 'setRole', role: 'x.driver', label: 'Driver', grants: [{ entity: 'x.vehicle', verbs: ['read', 'update'], where: { condition: { gte: 3 } } }] },
]

beforeAll(async () => {
  served = await serveSetUp()
  browser = await openBrowser()
  const { page, context } = await openPage(browser)
  await signIn(page, served.url)
  await api(page, '/api/model/apply', { operations })
  const values = {
    plate: 'MH 12 AB 1234',
    price: { amount: '850000', currency: 'INR' },
    notes: '<p>Has a <strong>dent</strong>.</p>',
    garage: { lines: '12 MG Road', city: 'Pune', country: 'IN' },
  }
  vehicle = (await api(page, '/api/records/x.vehicle', values)).id
  await api(page, '/api/records/core.team', { name: 'Drivers' })
  await api(page, '/api/approvals', { entity: 'x.vehicle', record: vehicle, field: 'state', to: 'sale', comment: 'It has done 200,000 km.' })
  await context.close()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

/** Opened and looked at one after another; words in both languages where a button has to be found by them. */
const states: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  ['approval', page => record(page).then(() => page.locator('sangam-approvals section').waitFor())],
  [
    'approve',
    page =>
      record(page).then(() =>
        page
          .locator('sangam-approvals')
          .getByRole('button', { name: /^(Approve|मंज़ूर करें)$/ })
          .click(),
      ),
  ],
  [
    'hand over',
    page =>
      record(page).then(() =>
        page
          .locator('sangam-approvals')
          .getByRole('button', { name: /^(Hand over|सौंपें)$/ })
          .click(),
      ),
  ],
  ['waiting for me', async page => void (await page.goto(`${served.url}/approvals`).then(() => page.getByText('MH 12 AB 1234').waitFor()))],
  [
    'what I am told',
    async page => {
      await page.goto(`${served.url}/inbox`)
      await page.getByRole('button', { name: 'मुझे क्या सूचना मिले' }).click()
      await page.locator('sangam-notice-choices tbody').waitFor()
    },
  ],
  [
    'palette',
    async page => {
      await record(page)
      await page.keyboard.press('Control+k')
      await page.getByRole('group', { name: 'यहाँ जाएँ' }).waitFor()
    },
  ],
  [
    'palette, by a number',
    async page => {
      await page.keyboard.type('VEH-001')
      await page.getByRole('option', { name: /MH 12 AB 1234/, selected: true }).waitFor()
    },
  ],
  ['share', page => record(page).then(() => more(page, /^(Share…|साझा करें…)$/))],
  ['explain', page => record(page).then(() => more(page, /^(Who may do what here\?|यहाँ कौन क्या कर सकता है\?)$/))],
  ['explain a person', explainPerson],
  ['webhook', webhook],
  ['send by mail', page => sendByMail(page).then(days => days.first().check())],
  ['role', page => ownRole(page)],
  ['role, where and which fields', page => ownRole(page).then(() => page.locator('sangam-role-screen td.end sangam-button').first().click())],
  ['last tab', lastTab],
  ['import of changes', importOfChanges],
  ['plugin that others need', neededPlugin],
  ['rich text', page => record(page).then(() => page.locator('sangam-field-rich-text .page').click())],
  ['files', page => record(page).then(() => page.locator('sangam-field-files').last().scrollIntoViewIfNeeded())],
  ['link', page => record(page).then(() => page.locator('sangam-field-rich-text .bar button').last().click())],
  ...['percent', 'duration', 'rating', 'series', 'formula', 'lookup', 'rollup', 'oneOf', 'references', 'file', 'flow'].map(
    type => [`field ${type}`, (page: Page) => panel(page, type)] as const,
  ),
]

async function record(page: Page): Promise<void> {
  await page.goto(`${served.url}/record/x.vehicle/${vehicle}`)
  await page.locator('sangam-field-rich-text').waitFor()
}

async function more(page: Page, item: RegExp): Promise<void> {
  await page.locator('sangam-record-screen sangam-menu[slot=actions] sangam-button[slot=opener]').click()
  await page.getByRole('menuitem', { name: item }).click()
  await page.getByRole('dialog').waitFor()
}

async function explainPerson(page: Page): Promise<void> {
  await page.goto(`${served.url}/users`)
  await page.locator('sangam-users-screen tbody').getByRole('button').first().click()
  await page.getByRole('menuitem', { name: /^(What may they do, and why\?|वे क्या कर सकते हैं, और क्यों\?)$/ }).click()
  await page.locator('sangam-explain select').first().selectOption('x.vehicle')
  await page.locator('sangam-explain sangam-pick input').fill('MH')
  await page.getByRole('option', { name: 'MH 12 AB 1234' }).click()
  await page.locator('sangam-explain .verdict').waitFor()
}

async function webhook(page: Page): Promise<void> {
  await page.goto(`${served.url}/webhooks`)
  await page
    .getByRole('button', { name: /^(New webhook|नया वेबहुक)$/ })
    .first()
    .click()
  const of = page.locator('sangam-ask-fields select').first()
  await of.selectOption('x.vehicle')
  await page
    .locator('sangam-condition-editor')
    .getByRole('button', { name: /^(Add a condition|शर्त जोड़ें)$/ })
    .first()
    .click()
}

/** The dialog that has a list come by mail, asking for days of the week. */
async function sendByMail(page: Page): Promise<Locator> {
  await page.goto(`${served.url}/list/x.vehicle`)
  await page.locator('sangam-list-screen .toolbar sangam-button[icon=more]').click()
  await page.getByRole('menuitem', { name: /^(Send by mail…|मेल से भेजें…)$/ }).click()
  await page.locator('sangam-ask-fields select').nth(1).selectOption('week')
  return page.locator('sangam-ask-fields form .own').getByRole('checkbox')
}

async function ownRole(page: Page): Promise<void> {
  await page.goto(`${served.url}/roles/x.driver`)
  await page.locator('sangam-role-screen td.end').waitFor()
}

async function lastTab(page: Page): Promise<void> {
  await page.goto(`${served.url}/studio/x.vehicle?tab=about`)
  const tab = page.locator('sangam-tabs [aria-selected=true]')
  await tab.waitFor()
  const end = async () => {
    const place = await tab.boundingBox()
    return (place?.x ?? phone.width) + (place?.width ?? 0)
  }
  await expect.poll(end).toBeLessThanOrEqual(phone.width)
}

async function importOfChanges(page: Page): Promise<void> {
  await page.goto(`${served.url}/studio/changes`)
  await page.getByRole('button', { name: 'फ़ाइल आयात करें' }).click()
  await page.getByRole('button', { name: 'फ़ाइल चुनें…' }).waitFor()
}

async function neededPlugin(page: Page): Promise<void> {
  await page.goto(`${served.url}/plugins`)
  await page.locator('sangam-plugins-screen article footer > sangam-button').first().click()
  await page.getByText('इन्हें इसकी ज़रूरत है: लीड। पहले इन्हें बंद करें।').waitFor()
  await page.getByRole('button', { name: 'ठीक है' }).waitFor()
}

async function panel(page: Page, type: string): Promise<void> {
  // Behind the panel of the type before stands what the next one is opened from.
  if (page.url() === `${served.url}/studio/x.vehicle`) {
    await page.keyboard.press('Escape')
    await page.locator('sangam-field-panel').waitFor({ state: 'detached' })
  } else await page.goto(`${served.url}/studio/x.vehicle`)
  await page.locator('sangam-fields-tab tbody tr').first().waitFor()
  await page
    .getByRole('button', { name: /^(Add a field|फ़ील्ड जोड़ें)$/ })
    .first()
    .click()
  await page.locator(`sangam-type-picker [data-type='${type}']`).click()
  await page.locator('sangam-field-panel form').waitFor()
}

const look: Look = { ...phone, theme: 'dark', locale: 'hi' }

test('what opens over a screen, on a phone, in the dark and in Hindi, fits its window and has nothing that axe finds', { timeout: 300_000 }, async () => {
  const { page, context, errors } = await openPage(browser, look)
  await signIn(page, served.url)
  await page.evaluate(
    locale => fetch('/api/me', { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ locale }) }),
    look.locale,
  )
  const found: string[] = []
  for (const [name, open] of states) {
    await open(page)
    found.push(...(await violations(page)).map(one => `${name}: ${one}`))
    await shot(page, `open-${look.width}-${look.theme}-${look.locale}-${name.replaceAll(' ', '-')}`)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (wide > 1) found.push(`${name}: is ${wide} px wider than the window`)
  }
  await context.close()
  expect({ found, errors }).toEqual({ found: [], errors: [] })
})

test('a webhook is made with a condition that is built of the fields of its records', async () => {
  const { page, context } = await openPage(browser)
  await signIn(page, served.url)
  await webhook(page)
  const dialog = page.locator('sangam-ask-fields')
  await settled(page)
  await shot(page, 'webhook-desk')
  const apart = async () => {
    const [name, address] = await Promise.all([0, 1].map(at => dialog.locator('form input').nth(at).boundingBox()))
    return (name?.y ?? 0) - (address?.y ?? -1)
  }
  await expect.poll(apart).toBe(0)
  await dialog.locator('form input').nth(0).fill('Pune only')
  await dialog.locator('form input').nth(1).fill('https://10.1.2.3/hook')
  await dialog.locator('sangam-condition-editor input').fill('MH 12')
  await dialog.getByRole('button', { name: /^(Make it|बनाएँ)$/ }).click()
  await page.locator('sangam-webhook-secret').waitFor({ state: 'attached' })
  const made = await page.evaluate(async () => ((await (await fetch('/api/webhooks')).json()) as { items: object[] }).items)
  expect(made).toMatchObject([{ name: 'Pune only', entity: 'x.vehicle', condition: { plate: { contains: 'MH 12' } }, active: true }])

  // The secret is changed and shown once; what was sent is listed with what became of it, and sent again.
  const secret = page.locator('sangam-webhook-secret input')
  await expect.poll(() => secret.inputValue()).toMatch(/^whsec_/)
  const first = await secret.inputValue()
  await page.keyboard.press('Escape')
  const choosing = async (item: RegExp) => {
    await page.locator('sangam-webhooks-screen sangam-menu sangam-button').first().click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await choosing(/^(Change the secret|गुप्त कुंजी बदलें)$/)
  await page
    .locator('sangam-dialog')
    .getByRole('button', { name: /^(Change the secret|गुप्त कुंजी बदलें)$/ })
    .click()
  await page.getByText(/The old secret is valid until|पुरानी कुंजी/).waitFor()
  await expect.poll(() => secret.inputValue()).toMatch(/^whsec_/)
  await expect.poll(() => secret.inputValue()).not.toBe(first)
  await page.keyboard.press('Escape')
  await choosing(/^(Send a test|जाँच संदेश भेजें)$/)
  await choosing(/^(What was sent|क्या भेजा गया)$/)
  const log = page.locator('sangam-webhook-deliveries')
  const messages = async () => {
    await log.getByRole('button', { name: /^(Look again|फिर देखें)$/ }).click()
    await settled(page)
    return log.locator('details').count()
  }
  await expect.poll(messages, { timeout: 30_000 }).toBe(1)
  await log.locator('summary').click()
  await log.getByRole('button', { name: /^(Send again|फिर भेजें)$/ }).click()
  await page
    .getByText(/It is sent again|यह फिर भेजा/)
    .first()
    .waitFor()
  await page.keyboard.press('Escape')
  await log.waitFor({ state: 'detached' })

  // Nobody answers there: its line says how often in a row, until it is switched off; switched on again it goes on, and removed it is gone.
  const line = page.locator('sangam-webhooks-screen tbody tr')
  const badge = line.locator('sangam-badge')
  const failing = async () => {
    await page.reload()
    return badge.textContent()
  }
  await expect.poll(failing, { timeout: 60_000 }).toMatch(/^[1-9] failures? in a row$|^लगातार [1-9] विफलता/)
  await line.getByText(/^(no answer|कोई उत्तर नहीं)$/).waitFor()
  await settled(page)
  await shot(page, 'webhook-failing')
  await choosing(/^(Switch off|बंद करें)$/)
  await expect.poll(() => badge.textContent()).toMatch(/^(Off|बंद)$/)
  await choosing(/^(Switch on|चालू करें)$/)
  await expect.poll(() => badge.textContent()).not.toMatch(/^(Off|बंद)$/)
  await choosing(/^(Change|बदलें)$/)
  await expect.poll(() => dialog.locator('form input').nth(0).inputValue()).toBe('Pune only')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await choosing(/^(Remove|हटाएँ)$/)
  await page.locator('sangam-dialog sangam-button[slot=actions]').last().click()
  await page.getByText(/^(No other system is told yet|अभी किसी दूसरे सिस्टम को नहीं बताया जाता)$/).waitFor()
  await context.close()
})

test('what a list shows is set up to come by mail on days of the week, is sent at once, paused and removed', async () => {
  const { page, context, errors } = await openPage(browser)
  await signIn(page, served.url)
  const days = await sendByMail(page)
  const dialog = page.locator('sangam-ask-fields')
  await dialog.getByRole('button', { name: /^(Set it up|व्यवस्था करें)$/ }).click()
  await dialog.getByText(/^(Fill this in\.|इसे भरें।)$/).waitFor()
  await days.nth(4).check()
  await dialog.getByLabel(/^(Format|प्रारूप)/).selectOption('csv')
  await dialog.getByRole('button', { name: /^(Set it up|व्यवस्था करें)$/ }).click()
  await page.getByText(/^(It comes first on|पहली बार) /).waitFor()
  const made = await api<{ items: object[] }>(page, '/api/records/core.scheduledReport?fields=entity,definition,weekdays,monthDay,format,active')
  expect(made.items).toMatchObject([
    { entity: 'x.vehicle', weekdays: ['fri'], monthDay: null, format: 'csv', active: true, definition: { columns: expect.arrayContaining(['plate']) } },
  ])

  // Whoever leaves it while its owner changes the time is not put back.
  const kept = `/api/records/core.scheduledReport/${(made.items[0] as { id: string }).id}`
  const { user } = await api<{ user: { id: string } }>(page, '/api/meta')
  await api(page, kept, { recipients: [user.id] }, 'PATCH')
  await page.goto(`${served.url}/reports`)
  const act = async (item: RegExp): Promise<void> => {
    await page.locator('sangam-reports-screen tbody sangam-button').first().click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await act(/^(Change|बदलें)$/)
  await api(page, kept, { recipients: [] }, 'PATCH')
  await dialog.getByRole('textbox', { name: /^(Time|समय)/ }).fill('10:15')
  await dialog.getByRole('button', { name: /^(Save|सहेजें)$/ }).click()
  await page.locator('sangam-reports-screen').getByText(/10:15/).first().waitFor()
  expect(await api(page, kept)).toMatchObject({ time: '10:15', recipients: [] })
  await act(/^(Send now|अभी भेजें)$/)
  await page.getByText(/^(It is on its way\.|भेजी जा रही है।)$/).waitFor()
  // There is no mail server here, and the page says so.
  await expect
    .poll(async () => page.reload().then(() => page.locator('sangam-reports-screen tbody td.wide').last().textContent()), { timeout: 60_000 })
    .toMatch(/No mail server is set|कोई मेल सर्वर नहीं/)
  await act(/^(Pause|रोकें)$/)
  await page
    .locator('sangam-reports-screen td.wide')
    .getByText(/^(Paused|रोकी हुई)$/)
    .waitFor()
  await act(/^(Remove|हटाएँ)$/)
  await page.locator('sangam-dialog sangam-button[slot=actions]').last().click()
  await page.getByText(/^(No list comes by mail yet|अभी कोई सूची मेल से नहीं आती)$/).waitFor()

  // Figures by rows and columns are for a sheet, and no paper is offered.
  await page.goto(`${served.url}/pivot/core.activity?rows=kind`)
  await page.locator('sangam-pivot-screen .toolbar sangam-button[icon=more]').click()
  await page.getByRole('menuitem', { name: /^(Send by mail…|मेल से भेजें…)$/ }).click()
  await expect
    .poll(() =>
      dialog
        .getByLabel(/^(Format|प्रारूप)/)
        .locator('option')
        .allTextContents(),
    )
    .toEqual(['XLSX', 'CSV'])
  await context.close()
  expect(errors).toEqual([])
})
