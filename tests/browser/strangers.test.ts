import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRegistry, type Registry } from '../engine/npm.ts'
import { packedText } from '../engine/packed.ts'
import { packedStrangers } from '../third-party/packed.ts'
import { type Look, openBrowser, openPage, phone, violations } from './browser.ts'
import { type Served, serveSetUp } from './product.ts'
import { api, shot, signIn } from './steps.ts'

const password = 'correct horse battery'
let browser: Browser
let page: Page
let errors: string[]
let served: Served
let registry: Registry
let packed: Awaited<ReturnType<typeof packedStrangers<'vehicles-1.0.0' | 'vehicles-2.0.0' | 'loyalty-1.0.0' | 'loyalty-1.1.0' | 'commission-1.0.0'>>>

beforeAll(async () => {
  registry = await openRegistry()
  ;[served, packed, browser] = await Promise.all([
    serveSetUp({ SANGAM_NPM_REGISTRY: registry.address, SANGAM_LOCAL_HOSTS: 'localhost' }),
    packedStrangers('vehicles-1.0.0', 'vehicles-2.0.0', 'loyalty-1.0.0', 'loyalty-1.1.0', 'commission-1.0.0'),
    openBrowser(),
  ])
  ;({ page, errors } = await openPage(browser))
  await signIn(page, served.url)
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
  await registry?.[Symbol.asyncDispose]()
})

const card = (name: string): Locator => page.locator('sangam-plugins-screen article').filter({ has: page.getByRole('heading', { name }) })
const dialog = (): Locator => page.locator('sangam-plugins-screen sangam-dialog')

const asked = (): Locator => page.locator('sangam-install-plugin sangam-dialog')

async function install(name: string, buffer: Buffer, says: string | RegExp, guess?: string): Promise<void> {
  await page.getByRole('button', { name: 'Install a plugin…' }).waitFor()
  await page.locator('sangam-install-plugin input[type=file]').setInputFiles({ name, mimeType: 'application/gzip', buffer })
  await agree(says, guess)
}

/** Reads what it says and gives the password; `guess` is given first. */
async function agree(says: string | RegExp, guess?: string): Promise<void> {
  await asked().getByText(says).waitFor()
  await asked().getByText('Install only what comes from somebody you trust.').waitFor()
  if (guess !== undefined) {
    expect(await violations(page)).toEqual([])
    await shot(page, 'strangers-install')
    await asked().getByLabel('Your password').fill(guess)
    await asked().getByRole('button', { name: 'Install', exact: true }).click()
    await asked().getByText('This is not your password. Try again.').waitFor()
  }
  await asked().getByLabel('Your password').fill(password)
  await asked().getByLabel('Your password').press('Enter')
  await page
    .getByText(/ is installed[.,] /)
    .last()
    .waitFor()
}

test('a bridge is installed from its file and a plugin by its name, and both are enabled by one plan', async () => {
  await page.goto(`${served.url}/plugins`)
  await install('commission.tgz', packed['commission-1.0.0'], /^It joins leads, loyalty: where all of them are enabled/, 'not my password')
  const bridge = card('Commission')
  await bridge.getByText('Joins Leads and loyalty. It comes and goes with them by itself.').waitFor()
  await expect.poll(() => bridge.getByRole('button').count()).toBe(1)
  registry.publish('asha-loyalty', { '1.0.0': { archive: packed['loyalty-1.0.0'] } })
  await page.getByRole('button', { name: 'Install a plugin…' }).click()
  await page.getByRole('menuitem', { name: 'By its name…' }).click()
  await asked().getByLabel('Its name in the registry').fill('asha-loyalt')
  await asked().getByLabel('Its name in the registry').press('Enter')
  await asked().getByText(`${registry.address} has no package asha-loyalt. Look at how it is written.`).waitFor()
  expect(await violations(page)).toEqual([])
  await shot(page, 'strangers-name')
  await asked().getByLabel('Its name in the registry').fill('asha-loyalty@^1.0.0')
  await asked().getByRole('button', { name: 'Look at it' }).click()
  await asked().getByText(`asha-loyalty from ${registry.address}`).waitFor()
  await shot(page, 'strangers-named')
  await agree('It adds fields to leads.lead, parties.party.')
  await bridge.getByText('Joins Leads and Loyalty. It comes and goes with them by itself.').waitFor()
  await card('Loyalty').getByRole('button', { name: 'Enable' }).click()
  await dialog()
    .getByText(/^Enables Commission too, as it joins Leads, Loyalty\./)
    .waitFor()
  expect(await violations(page)).toEqual([])
  await shot(page, 'strangers-plan')
  await dialog().getByRole('button', { name: 'Enable' }).click()
  await page.getByText('Loyalty is enabled.').waitFor()
  await bridge.getByText('Enabled').waitFor()
  await shot(page, 'strangers-enabled')
})

test('its own screen draws a chart of what people did, and stays true while it is open', async () => {
  const party = await api(page, '/api/records/parties.party', { name: 'Gupta Mills' })
  const sell = async (title: string, amount: string): Promise<void> => {
    const lead = await api(page, '/api/records/leads.lead', { title, party: party.id, value: { amount, currency: 'INR' } })
    await api(page, `/api/records/leads.lead/${lead.id}/actions/win`, {})
  }
  await sell('Forty looms', '482000')
  await page.locator('nav').getByRole('link', { name: 'Loyal customers' }).click()
  const screen = page.locator('loyalty-customers')
  await screen.getByRole('listitem').filter({ hasText: 'Gupta Mills' }).getByText('4,820').waitFor()
  await screen.locator('sangam-dashboard-card svg').first().waitFor()
  await sell('Four more', '10000')
  await screen.getByRole('listitem').filter({ hasText: 'Gupta Mills' }).getByText('4,920').waitFor()
  await screen.getByRole('button', { name: 'Make gold' }).click()
  await page.getByText('Gupta Mills is gold now.').waitFor()
  await screen.getByText('Gold', { exact: true }).waitFor()
  expect(await violations(page)).toEqual([])
  await shot(page, 'strangers-screen')
  // What the bridge made of both sales: two of a hundred.
  await page.goto(`${served.url}/dashboard/commission.report`)
  await page.getByRole('link', { name: /9,840/ }).first().waitFor()
  await page.locator('sangam-dashboard-card svg').first().waitFor()
  expect(await violations(page)).toEqual([])
  await shot(page, 'strangers-report')
  await page.goto(`${served.url}/pivot/commission.share?rows=seller&columns=day:month&measures=sum:amount,count`)
  await page.locator('sangam-pivot-screen').getByRole('link', { name: /9,840/ }).first().waitFor()
})

test('a newer version of what came by its name is looked for there', async () => {
  await page.goto(`${served.url}/plugins`)
  const look = async (): Promise<void> => {
    await card('Loyalty').getByRole('button', { name: 'More about Loyalty' }).click()
    await page.getByRole('menuitem', { name: 'Look for a newer version' }).click()
  }
  await look()
  await page.getByText('There is nothing newer than Loyalty 1.0.0 that runs here.').waitFor()
  registry.publish('asha-loyalty', { '1.0.0': { archive: packed['loyalty-1.0.0'] }, '1.1.0': { archive: packed['loyalty-1.1.0'] } })
  await look()
  await agree(/Version 1\.1\.0, in the place of 1\.0\.0/)
})

test('what strangers draw is drawn with the page’s own Lit and SDK, and the page runs no script but those it was served with', async () => {
  const answer = await page.request.get(served.url)
  const map = /<script type="importmap">([\s\S]*?)<\/script>/.exec(await answer.text())?.[1] ?? ''
  expect(answer.headers()['content-security-policy']).toContain(`script-src 'self' 'sha256-${createHash('sha256').update(map).digest('base64')}';`)

  // A page of its own: what is refused is told in the console too.
  const { page: other, context } = await openPage(browser)
  await signIn(other, served.url)
  await other.goto(`${served.url}/page/loyalty.customers`)
  await other.locator('loyalty-customers').waitFor()
  // By the names under which their halves ask: one copy of each, to which the shell and all plugins belong.
  const same = `Promise.all(['lit', '@sangam/sdk/web', '@sangam/sdk'].map(name => import(name))).then(([lit, web, sdk]) => ({
    lit: lit.LitElement === web.LitElement,
    screens: ['loyalty-customers', 'sangam-page', 'sangam-root'].map(name => customElements.get(name).prototype instanceof lit.LitElement),
    copies: [globalThis.litElementVersions.length, globalThis.litHtmlVersions.length, globalThis.reactiveElementVersions.length],
    sdk: typeof sdk.defineEntity,
  }))`
  expect(await other.evaluate(same)).toEqual({ lit: true, screens: [true, true, true], copies: [1, 1, 1], sdk: 'function' })
  const refused = (type: string, text: string) => `new Promise(done => {
    addEventListener('securitypolicyviolation', event => done(event.effectiveDirective), { once: true })
    document.head.append(Object.assign(document.createElement('script'), { type: '${type}', textContent: \`${text}\` }))
  })`
  expect([
    await other.evaluate(refused('text/javascript', 'planted = 1')),
    await other.evaluate(refused('importmap', '{ "imports": { "lit": "/else.js" } }')),
  ]).toEqual(['script-src-elem', 'script-src-elem'])
  await context.close()
})

test('a screen that was packed with the first SDK is drawn as it is', async () => {
  await page.goto(`${served.url}/plugins`)
  await install('first-1.0.0.tgz', readFileSync(join(import.meta.dirname, '..', 'data', 'packages', 'first-1.0.0.tgz')), 'It draws screens of its own: Map.')
  await card('First').getByRole('button', { name: 'Enable' }).click()
  await dialog().getByRole('button', { name: 'Enable' }).click()
  await page.getByText('First is enabled.').waitFor()
  await page.locator('nav').getByRole('link', { name: 'Map' }).click()
  const map = page.locator('first-map')
  await map.getByText(/^\d+ true function function$/).waitFor()
  await map.getByRole('textbox', { name: 'Day' }).waitFor()
  await map.getByText('By road').waitFor()
  await api(page, '/api/records/first.tour', { name: 'Mills', legs: [{ to: 'Pune', km: 120 }] })
  await page.getByText('Changed').waitFor()
})

test('from the menu of its card a plugin is taken back to where it was, uninstalled, deleted for good and removed from the server', async () => {
  await page.goto(`${served.url}/plugins`)
  const first = card('First')
  /** By its menu, what the plan says, and the button under it. */
  const choose = async (item: string, says: string | RegExp, go: string): Promise<void> => {
    await first.getByRole('button', { name: 'More about First' }).click()
    await page.getByRole('menuitem', { name: item, exact: true }).click()
    await dialog().getByText(says).waitFor()
    await dialog().getByRole('button', { name: go, exact: true }).click()
  }
  await first.getByRole('button', { name: 'Disable' }).click()
  await dialog().getByRole('button', { name: 'Disable' }).click()
  await page.getByText('First is disabled. Its data is kept.').waitFor()
  await first.getByText('Disabled', { exact: true }).waitFor()
  await expect.poll(() => page.locator('nav').getByRole('link', { name: 'Map' }).count()).toBe(0)
  await choose('Take the last change back', 'This will happen:', 'Take back')
  await page.getByText('The last change of First is taken back.').waitFor()
  await first.getByText('Enabled', { exact: true }).waitFor()
  await page.locator('nav').getByRole('link', { name: 'Map' }).waitFor()
  await choose('Uninstall…', /^Puts away \d tables? with \d records? for 30 days/, 'Uninstall')
  await first.getByText(/put away until/).waitFor()
  await choose('Delete for good…', 'This will happen:', 'Delete for good')
  await page.getByText('First is deleted for good.').waitFor()
  await first.getByText(/put away until/).waitFor({ state: 'detached' })
  await first.getByRole('button', { name: 'More about First' }).click()
  await page.getByRole('menuitem', { name: 'Remove from the server…' }).click()
  await asked().getByText('Its code goes from every workspace of this server.').waitFor()
  expect(await violations(page)).toEqual([])
  await shot(page, 'strangers-remove')
  await asked().getByLabel('Your password').fill(password)
  await asked().getByRole('button', { name: 'Remove', exact: true }).click()
  await first.waitFor({ state: 'detached' })
})

test('a fleet is filled in and on its board, and comes whole through an upgrade that is read first, an uninstalling and a return', async () => {
  await page.goto(`${served.url}/plugins`)
  await install('vehicles-1.0.0.tgz', packed['vehicles-1.0.0'], 'It works by itself: 1 job.')
  await card('Vehicles').getByRole('button', { name: 'Enable' }).click()
  await dialog().getByRole('button', { name: 'Enable' }).click()
  await page.getByText('Vehicles is enabled.').waitFor()
  await page.goto(`${served.url}/new/vehicles.vehicle`)
  await page.getByLabel('Plate').fill('MH 12 AB 1234')
  await page.getByLabel('Make').fill('Tata Ace')
  await page.keyboard.press('Control+s')
  await page.waitForURL(/\/record\/vehicles\.vehicle\//)
  const van = { id: page.url().replace(/.*\//, '') }
  await api(page, '/api/records/vehicles.vehicle', { plate: 'DL 3C 9090', make: 'Maruti' })
  await api(page, '/api/records/vehicles.service', { vehicle: van.id, what: 'tyres', cost: '1250.50', note: 'Four new ones' })
  await page.goto(`${served.url}/board/vehicles.vehicle`)
  const column = (name: string) => page.locator('section.column').filter({ has: page.getByRole('heading', { name, exact: true }) })
  await column('Free').locator('.card').nth(1).waitFor()
  expect(await violations(page)).toEqual([])
  await shot(page, 'strangers-board')
  await column('Free').locator('.card').filter({ hasText: 'MH 12 AB 1234' }).focus()
  await page.keyboard.press('Control+ArrowRight')
  await column('Out').locator('.card').filter({ hasText: 'MH 12 AB 1234' }).waitFor()
  await expect.poll(async () => (await api<{ state: string }>(page, `/api/records/vehicles.vehicle/${van.id}`)).state).toBe('out')

  await page.goto(`${served.url}/plugins`)
  await install('vehicles-2.0.0.tgz', packed['vehicles-2.0.0'], /Version 2\.0\.0, in the place of 1\.0\.0/)
  await card('Vehicles').getByText('Waits for its upgrade').waitFor()
  await card('Vehicles').getByRole('button', { name: 'More about Vehicles' }).click()
  await page.getByRole('menuitem', { name: 'Disable' }).click()
  await dialog().getByRole('heading', { name: 'Disable Vehicles' }).waitFor()
  await dialog().getByRole('button', { name: 'Cancel' }).click()
  await card('Vehicles').getByRole('button', { name: 'Upgrade…' }).click()
  await dialog().getByText('Calls the field Make of Vehicle “Model”. Its values stay.').waitFor()
  expect(await violations(page)).toEqual([])
  await shot(page, 'strangers-upgrade')
  await dialog().getByRole('button', { name: 'Upgrade', exact: true }).click()
  await page.getByText('Vehicles is upgraded.').waitFor()
  const fleet = () => api<{ items: object[] }>(page, '/api/records/vehicles.vehicle?fields=plate,model,group,state&sort=plate')
  const whole = [
    { plate: 'DL 3C 9090', model: 'Maruti', group: 'DL', state: 'free' },
    { plate: 'MH 12 AB 1234', model: 'Tata Ace', group: 'MH', state: 'out' },
  ]
  expect((await fleet()).items).toMatchObject(whole)
  await api(page, '/api/records/parties.party', { name: 'Ravi Driver', licence: 'MH12 2020' })
  const where = { licence: { isEmpty: false } }
  const drivers = await api(page, '/api/records/core.view', {
    name: 'Drivers',
    entity: 'parties.party',
    kind: 'list',
    definition: { columns: ['name', 'licence'], sort: ['licence'], where },
  })
  const grants = ['leads.lead', 'vehicles.vehicle'].map(entity => ({ entity, verbs: ['read'] }))
  await api(page, '/api/model/apply', { operations: [{ op: 'setRole', role: 'x.dispatcher', label: 'Dispatcher', grants }] })
  const steps = [{ do: 'notify', to: [{ role: 'core.admin' }], subject: 'A vehicle', text: 'It is new' }]
  await api(page, '/api/automations', {
    name: 'Welcome a vehicle',
    active: true,
    entity: 'vehicles.vehicle',
    trigger: { on: 'created' },
    condition: null,
    steps,
  })

  await card('Vehicles').getByRole('button', { name: 'More about Vehicles' }).click()
  await page.getByRole('menuitem', { name: 'Uninstall…' }).click()
  await dialog()
    .getByText(/^Puts away 2 tables with 3 records for 30 days/)
    .waitFor()
  await dialog().getByRole('button', { name: 'Uninstall', exact: true }).click()
  await page.getByText('Vehicles is uninstalled. Its data can be put back for 30 days.').waitFor()
  await page.goto(`${served.url}/chart/parties.party?where=${encodeURIComponent(JSON.stringify(where))}`)
  await page.getByText('The filter of “Licence” is missing').waitFor()
  await page.goto(`${served.url}/list/parties.party?view=${drivers.id}`)
  await page.getByText('The filter of “Licence” is missing').waitFor()
  await page.getByText('This view is shown without “Licence”, which is gone or not yours to see.').waitFor()
  expect(await violations(page)).toEqual([])
  await shot(page, 'strangers-missing')
  await page.locator('sangam-empty').getByRole('button', { name: 'Take it out' }).click()
  await page.getByText('Gupta Mills').waitFor()
  await page.goto(`${served.url}/automations`)
  await page.getByRole('row', { name: /^Welcome a vehicle .*Not there now/ }).waitFor()
  await page.goto(`${served.url}/roles/x.dispatcher`)
  await page.getByRole('row', { name: /^Vehicle Not there now What it names is gone/ }).waitFor()
  expect(await violations(page)).toEqual([])
  await shot(page, 'strangers-role-missing')
  await page.goto(`${served.url}/plugins`)
  await card('Vehicles').getByRole('button', { name: 'Put back' }).click()
  await dialog().getByRole('button', { name: 'Put back' }).click()
  await page.getByText('Vehicles is enabled.').waitFor()
  expect((await fleet()).items).toMatchObject(whole)
  await page.goto(`${served.url}/list/parties.party?view=${drivers.id}`)
  await page.getByRole('gridcell', { name: 'MH12 2020' }).waitFor()
  await expect.poll(() => page.getByText('Gupta Mills').count()).toBe(0)
})

/** Its first records follow those that people make. */
const barges = `
import { defineEntity, definePlugin, seed, text, UserError } from '@sangam/sdk'
const Barge = defineEntity('barges.barge', { title: 'name', fields: { name: text({ required: true }) } })
export default definePlugin({
  id: 'barges', version: '1.0.0', title: 'Barges', description: 'For tests.', engines: { sangam: '^0.1.0' }, entities: [Barge],
  parts: [seed('barges.second', { run: async ctx => {
    if ((await ctx.repo(Barge).count()) === 0) throw new UserError('none', 'There is no barge yet.')
    await ctx.repo(Barge).create({ name: 'Second barge' })
  } })],
})`

test('one that is enabled without its first records says why in a dialog, keeps it on its card, and makes them when it is asked again', async () => {
  await page.goto(`${served.url}/plugins`)
  await install('barges.tgz', await packedText('barges', barges), /^Its server half/)
  await card('Barges').getByRole('button', { name: 'Enable' }).click()
  await dialog().getByRole('button', { name: 'Enable' }).click()
  const missing = dialog()
  const again = missing.getByRole('button', { name: 'Try again' })
  await missing.getByText('First records of Barges are missing').waitFor()
  await missing.getByText('which could not be made. There is no barge yet. Have them made again').waitFor()
  expect(await violations(page)).toEqual([])
  await shot(page, 'strangers-unmade')
  // The dialog comes again with the answer, if it is closed before.
  await Promise.all([page.waitForResponse(/\/api\/plugins\/barges\/seed$/), again.click()])
  await expect.poll(() => again.getAttribute('busy')).toBeNull()
  await missing.getByRole('button', { name: 'All right' }).click()
  await card('Barges').getByText('It runs without its first records, which could not be made:').waitFor()
  await card('Barges').getByRole('listitem').getByText('There is no barge yet. (barges.second)').waitFor()
  expect(await violations(page)).toEqual([])
  await shot(page, 'strangers-unmade-card')
  const small = await openPage(browser, { ...phone, theme: 'dark', locale: 'hi' })
  await signIn(small.page, served.url)
  await api(small.page, '/api/me', { locale: 'hi' }, 'PATCH')
  await small.page.goto(`${served.url}/plugins`)
  const its = small.page.locator('sangam-plugins-screen article').filter({ hasText: 'barges.second' })
  await its.scrollIntoViewIfNeeded()
  await shot(small.page, 'strangers-unmade-390-hi')
  await its.getByRole('button', { name: 'पहले रिकॉर्ड बनाएँ' }).click()
  await small.page.locator('sangam-plugins-screen sangam-dialog').getByText('There is no barge yet.').waitFor()
  expect(await violations(small.page)).toEqual([])
  await shot(small.page, 'strangers-unmade-390-hi-dialog')
  await api(small.page, '/api/me', { locale: 'en' }, 'PATCH')
  await small.page.context().close()
  await api(page, '/api/records/barges.barge', { name: 'First barge' })
  await card('Barges').getByRole('button', { name: 'Make its first records' }).click()
  await page.getByText('The first records of Barges are made.').waitFor()
  await card('Barges').getByRole('button', { name: 'Disable' }).waitFor()
  expect(await api(page, '/api/records/barges.barge?fields=name&sort=name')).toMatchObject({ items: [{ name: 'First barge' }, { name: 'Second barge' }] })
})

test('what strangers draw is right on a phone, in the dark and in Hindi', async () => {
  const look: Look = { ...phone, theme: 'dark', locale: 'hi' }
  const other = await openPage(browser, look)
  await signIn(other.page, served.url)
  await api(other.page, '/api/me', { locale: look.locale }, 'PATCH')
  const found: string[] = []
  for (const [at, there] of [
    ['/page/loyalty.customers', other.page.locator('loyalty-customers sangam-dashboard-card svg').first()],
    ['/board/vehicles.vehicle', other.page.getByRole('link', { name: /MH 12 AB 1234/ })],
    ['/plugins', other.page.getByText('Leads और वफ़ादारी को जोड़ता है। उनके साथ अपने आप आता और जाता है।').or(other.page.getByText(/^लीड और वफ़ादारी को जोड़ता है/))],
  ] as const) {
    await other.page.goto(`${served.url}${at}`)
    await there.waitFor()
    found.push(...(await violations(other.page)).map(one => `${at}: ${one}`))
    const width = await other.page.evaluate(() => document.documentElement.scrollWidth)
    if (width > look.width) found.push(`${at} is ${width} wide`)
    await shot(other.page, `strangers-${look.width}-${at.slice(1).replaceAll('/', '-')}`)
  }
  await other.page
    .locator('sangam-plugins-screen article')
    .filter({ has: other.page.getByRole('heading', { name: /^(?:Loyalty|वफ़ादारी)/ }) })
    .locator('sangam-menu sangam-button')
    .click()
  await other.page.getByRole('menuitem', { name: 'अनइंस्टॉल करें…' }).click()
  // A plan is not done, only read.
  await other.page.getByText('कितना समय लगेगा, और कौन रुकेगा').waitFor()
  await other.page.getByText(/^डेटाबेस क्या करता है/).click()
  found.push(...(await violations(other.page)).map(one => `the plan: ${one}`))
  await shot(other.page, `strangers-${look.width}-plan`)
  await other.context.close()
  expect([...found, ...other.errors]).toEqual([])
})

test('nothing went wrong in the page meanwhile', () => {
  expect(errors).toEqual([])
})
