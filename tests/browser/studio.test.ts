import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { mailServer } from '../engine/outside.ts'
import { desk, type Look, openBrowser, openPage, phone, violations } from './browser.ts'
import { type Served, serve } from './product.ts'
import { api, firstRun, follow, shot, signIn } from './steps.ts'
import { addField, choose, makeEntity, press, tick, words, write } from './studio-steps.ts'

let browser: Browser
let page: Page
let errors: string[]
let served: Served
let folder: string
let mail: Awaited<ReturnType<typeof mailServer>>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sangam-studio-'))
  served = await serve()
  browser = await openBrowser()
  ;({ page, errors } = await openPage(browser))
  await firstRun(page, served.url, served.code, { sample: true })
  mail = await mailServer({ put: (path, body) => api(page, path, body as object, 'PUT') as never })
}, 120_000)
// Who failed in another workspace does not leave the others there.
afterEach(() => page.evaluate(() => localStorage.setItem('sangam.workspace', 'main')))
afterAll(async () => {
  await browser?.close()
  await served?.stop()
  await mail?.stop()
  if (folder) await rm(folder, { recursive: true })
})

const plain: readonly (readonly [string, string])[] = [
  ['Whole number', 'Seats'],
  ['Decimal number', 'Load'],
  ['Money', 'Price'],
  ['Date', 'Bought on'],
  ['Yes or no', 'Leased'],
  ['Text', 'Chassis number'],
  ['Date and time', 'Last seen at'],
  ['Text', 'Remarks'],
]

test('by the keyboard alone: an entity with ten fields, its states, a formula, and a second one that is counted into it', { timeout: 300_000 }, async () => {
  await makeEntity(page, served.url, { label: 'Vehicle', title: 'Number plate', menu: 'Fleet' })
  for (const [type, label] of plain) await addField(page, type, label)
  await addField(page, 'One of a list', 'Fuel', () => words(page, 'Add a choice', ['Petrol', 'Diesel', 'Electric']))
  await expect.poll(() => page.locator('sangam-fields-tab tbody tr').count()).toBe(10)
  await addField(page, 'State with steps', 'State', () => words(page, 'Add a state', ['In use', 'For sale']))
  await addField(page, 'Formula', 'Load for each seat', () => write(page, 'Formula', 'div(load, seats, 2)'))
  await makeEntity(page, served.url, { label: 'Service job', title: 'Work done', menu: 'Fleet' })
  await addField(page, 'Link to a record', 'Vehicle', () => choose(page, 'Links to', 'Vehicle'))
  await addField(page, 'Money', 'Cost')
  await addField(page, 'Yes or no', 'Under warranty')
  await page.goto(`${served.url}/studio/x.vehicle`)
  await addField(page, 'Rollup', 'Spent on service', async () => {
    await choose(page, 'What it says', 'their sum')
    await choose(page, 'Of', 'Service jobs')
    await choose(page, 'Which point here by', 'Vehicle')
    await choose(page, 'Looks at', 'Cost')
    await write(page, 'Currency', 'INR')
    await press(page, 'Add a condition')
    await choose(page, 'Field', 'Under warranty')
    await choose(page, 'Value', 'No')
    await shot(page, 'studio-rollup')
  })
  await shot(page, 'studio-fields')
})

test('an arrow of its flow asks for an approval, and what the editor does not ask stays as it was', async () => {
  await page.goto(`${served.url}/studio/x.vehicle?tab=flows&as=list`)
  await press(page, 'Add an arrow out of In use')
  await write(page, 'Words on its button', 'Put up for sale')
  await tick(page, 'Only roles with a right of its own')
  await tick(page, 'Others must agree first')
  await choose(page, 'Role', 'Owner')
  await tick(page, 'Only on a condition, such as from an amount on')
  await press(page, 'Add a condition', 'sangam-approval-editor')
  await choose(page, 'Field', 'Price')
  await choose(page, 'How', 'is at least')
  await write(page, 'Value', '100000')
  await tick(page, 'All who have the role, not only one of them')
  await write(page, 'Remind them after so many days', '3')
  await tick(page, 'Whoever asks may approve it too')
  await shot(page, 'studio-arrow')
  await press(page, 'Keep in the draft')
  await page.getByText(/once agreed by all of Owner \(where/).waitFor()
  await shot(page, 'studio-flow')
  await press(page, 'Change the arrow from In use to For sale')
  await write(page, 'Words on its button', 'Sell')
  await press(page, 'Keep in the draft')
  await page.getByText('“Sell”').waitFor()
  await expect.poll(arrowInDraft).toEqual({
    state: 'forSale',
    label: 'Sell',
    verb: 'putUpForSale',
    approval: { steps: [{ by: { role: 'core.owner' }, need: 'all', when: { 'price.amount': { gte: '100000' } } }], remindAfterDays: 3, own: true },
  })
})

test('the plan is read and applied, and says what the database did', async () => {
  await page.getByRole('link', { name: 'Review and apply' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('Makes the entity Vehicle with 13 fields, in the table x_vehicle.').waitFor()
  await shot(page, 'studio-review')
  await press(page, 'Apply')
  await page.getByText('Applied. Everyone works with it now.').waitFor()
  await page.getByRole('heading', { name: 'What the database did' }).waitFor()
  await page.locator('sangam-apply-progress li.done').nth(2).waitFor()
  await expect.poll(() => page.locator('sangam-problem').getByRole('alert').count()).toBe(0)
  await shot(page, 'studio-applied')
})

test('an automation mails when the approved arrow is taken, and the rollup counts what is spent', { timeout: 240_000 }, async () => {
  await page.goto(`${served.url}/automations`)
  await page.getByRole('link', { name: 'New automation' }).first().focus()
  await page.keyboard.press('Enter')
  await write(page, 'Name', 'Tell of sales')
  await choose(page, 'When', 'a record enters a state')
  await choose(page, 'Kind of record', 'Vehicles')
  await choose(page, 'Field', 'State')
  await choose(page, 'Status', 'For sale')
  await press(page, 'Add a step')
  await choose(page, 'What is done', 'Send a mail')
  await write(page, 'Subject', '{{ record.numberPlate }} is for sale')
  await write(page, 'Text', 'Spent on it: {{ record.spentOnService }}')
  await page.keyboard.press('Tab')
  await press(page, 'Save')
  await page.getByRole('tab', { name: 'Runs' }).waitFor()
  await page.goto(`${served.url}/new/x.vehicle`)
  for (const [label, text] of [
    ['Number plate', 'MH 12 AB 1234'],
    ['Seats', '5'],
    ['Load', '410'],
    ['Price', '850000'],
  ] as const)
    await write(page, label, text)
  await choose(page, 'Fuel', 'Diesel')
  await press(page, 'Create')
  await page.waitForURL(/\/record\/x\.vehicle\//)
  await expect.poll(() => page.getByRole('textbox', { name: 'Load for each seat' }).inputValue()).toBe('82')
  const vehicle = page.url().split('/').at(-1) ?? ''
  for (const [cost, underWarranty] of [
    ['4200.50', false],
    ['1800', false],
    ['9999', true],
  ] as const)
    await api(page, '/api/records/x.serviceJob', { workDone: 'Brakes', vehicle, cost: { amount: cost, currency: 'INR' }, underWarranty })
  await page.reload()
  await expect.poll(() => page.getByRole('textbox', { name: 'Spent on service' }).inputValue()).toBe('₹6,000.50')
  await press(page, 'Ask for approval: Sell')
  await press(page, 'Ask', 'sangam-ask-fields, sangam-dialog')
  await page.getByText('Asha Sharma asks: In use → For sale').waitFor()
  await shot(page, 'studio-approval')
  await press(page, 'Approve', 'sangam-approvals')
  await press(page, 'Approve', 'sangam-ask-fields, sangam-dialog')
  await expect.poll(() => mail.letters.map(letter => letter.raw), { timeout: 60_000 }).toEqual([expect.stringContaining('MH 12 AB 1234 is for sale')])
  expect(mail.letters[0]?.raw).toMatch(/6,?000\.5/)
})

test('five thousand rows come in, and the import is taken back', { timeout: 300_000 }, async () => {
  const rows = Array.from({ length: 5000 }, (_, at) => `KA 1 A ${at},Petrol,${(at % 7) + 2}`)
  const path = join(folder, 'vehicles.csv')
  await writeFile(path, ['Number plate,Fuel,Seats', ...rows].join('\n'))
  await page.goto(`${served.url}/import/x.vehicle`)
  await page.getByLabel('Choose a file').setInputFiles(path)
  await press(page, 'Check the rows')
  await page.getByRole('button', { name: /^Import / }).waitFor({ timeout: 120_000 })
  await press(page, /^Import /)
  await page.getByText('The rows are in.').waitFor({ timeout: 180_000 })
  expect(await count()).toBe(5001)
  await press(page, 'Take the import back')
  await expect.poll(count, { timeout: 180_000 }).toBe(1)
})

test('the set is exported, makes another workspace the same, and is taken back there', { timeout: 240_000 }, async () => {
  await page.goto(`${served.url}/studio/changes`)
  await page.getByRole('link', { name: /Makes the entity Service job/ }).press('Enter')
  const [saved] = await Promise.all([page.waitForEvent('download'), press(page, 'Export')])
  const file = join(folder, 'set.json')
  await saved.saveAs(file)
  await page.evaluate(() => localStorage.setItem('sangam.workspace', 'sample'))
  await page.goto(`${served.url}/studio/changes`)
  await press(page, 'Import a file')
  await page.getByLabel('A file that another workspace exported').setInputFiles(file)
  await page.getByText('Makes the entity Vehicle with 13 fields').waitFor()
  await shot(page, 'studio-import')
  await press(page, 'Keep as a draft')
  await press(page, 'Apply')
  await page.getByText('Applied. Everyone works with it now.').waitFor()
  await press(page, 'Take back')
  const dialog = page.locator('sangam-undo-dialog')
  await dialog.getByText('Hides Vehicles. All records stay').waitFor()
  await press(page, 'Take back', 'sangam-undo-dialog')
  await page.getByText('Taken back.').waitFor()
  expect(errors).toEqual([])
})

test('what was shaped is taken on as a plugin: the screen says what goes along, and gives the sources', async () => {
  await page.goto(`${served.url}/studio/changes`)
  await press(page, 'Continue as a plugin…')
  const dialog = page.locator('sangam-graduate')
  await dialog.getByLabel('Short name of the plugin').fill('leads')
  await dialog.getByText('There is a plugin leads here already. Choose another name.').waitFor()
  await dialog.getByLabel('Short name of the plugin').fill('fleet')
  await dialog.getByLabel('Vehicle', { exact: true }).uncheck()
  await dialog.getByText('Taken along, because the others name them: Vehicle').waitFor()
  await shot(page, 'studio-graduate')
  const [saved] = await Promise.all([page.waitForEvent('download'), press(page, 'Download', 'sangam-graduate')])
  expect(saved.suggestedFilename()).toBe('fleet-sources.tgz')
  await expect.poll(() => dialog.count()).toBe(0)
  // Nothing was changed, and a name that was taken is no fault of the screen.
  expect(errors.splice(0).filter(error => !error.includes('409'))).toEqual([])
})

test('a quotation is written beside its paper, offered where a lead is printed, and switched off again', async () => {
  const lead = (await api(page, '/api/records/leads.lead', { title: 'Rooftop solar', value: { amount: '125000', currency: 'INR' } })) as {
    id: string
    title: string
  }
  await page.goto(`${served.url}/documents`)
  await page.getByRole('cell', { name: 'Quotation', exact: true }).waitFor()
  await page.getByRole('link', { name: 'New document' }).click()
  await write(page, 'Name', 'Offer')
  await choose(page, 'Kind of record', 'Lead')
  await write(page, 'Title', 'Offer for {{ record.titel }}')
  await choose(page, 'Add a part', 'Fields with their names')
  await choose(page, 'Add to: Fields', 'Owner')
  await press(page, 'Save')
  await page.getByText('The title or the file name asks for “titel”, which is not there.').first().waitFor()
  await write(page, 'Title', 'Offer for ')
  await choose(page, 'Put a value into: Title', 'Title')
  const made = page.waitForResponse(answer => answer.url().endsWith('/preview') && answer.status() === 200)
  await press(page, 'Move up', 'li:last-child')
  expect((await made).headers()['content-type']).toBe('application/pdf')
  // The focus went with the part, and its keys move it on.
  const parts = () => page.locator('li[aria-label^="Part "]').evaluateAll(all => all.map(one => one.ariaLabel?.replace(/^Part \d+: /, '')))
  const moved = await parts()
  await page.keyboard.press('Alt+ArrowDown')
  await expect.poll(parts).toEqual([...moved.slice(0, -2), moved.at(-1), moved.at(-2)])
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(parts).toEqual(moved)
  const fields = page.locator('sangam-order').first().locator('li')
  const named = await fields.allTextContents()
  await fields.last().focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(() => fields.allTextContents()).toEqual([...named.slice(0, -2), named.at(-1), named.at(-2)])
  await press(page, 'Save')
  await page.getByRole('heading', { name: 'Offer', exact: true }).waitFor()
  await shot(page, 'studio-document')
  await page.goto(`${served.url}/record/leads.lead/${lead.id}`)
  await press(page, 'More')
  const file = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Offer as PDF' }).click()
  expect((await file).suggestedFilename()).toBe(`Offer for ${lead.title}.pdf`)
  await page.goto(`${served.url}/documents`)
  await press(page, 'On')
  await page.getByText('“Offer” is not offered any more.').waitFor()
  expect(errors).toEqual([])
})

test('what things are called is said in one table, comes into the draft, and goes back to what a plugin says', async () => {
  await page.goto(`${served.url}/studio/words`)
  await page.getByRole('searchbox', { name: 'Find a text' }).fill('Number plate')
  await choose(page, 'Which texts', 'All texts')
  const hindi = page.getByRole('textbox', { name: 'Number plate, in Hindi' })
  await hindi.fill('गाड़ी संख्या')
  await hindi.press('Enter')
  await page.getByText('Kept in the draft.').waitFor()
  await page.reload()
  await page.getByRole('searchbox', { name: 'Find a text' }).fill('गाड़ी संख्या')
  await expect.poll(() => hindi.inputValue()).toBe('गाड़ी संख्या')
  await page.getByRole('searchbox', { name: 'Find a text' }).fill('Leads')
  const leads = page.getByRole('textbox', { name: 'Leads, in English' })
  await leads.fill('Enquiries')
  await leads.press('Enter')
  await press(page, 'As it was: Leads')
  await expect.poll(() => leads.inputValue()).toBe('Leads')
  const kept = async () => (await api<{ items: { operations: object[] }[] }>(page, '/api/model/sets')).items[0]?.operations
  await expect.poll(kept).toEqual([
    { op: 'setWords', language: 'hi', words: { 'Number plate': 'गाड़ी संख्या' } },
    { op: 'setWords', language: 'en', words: { Leads: null } },
  ])
  expect(errors).toEqual([])
})

test('lines, rules, sets that are unique, another type, a field that goes and comes back and a role are kept in one draft and applied', {
  timeout: 240_000,
}, async () => {
  const { id } = await api(page, '/api/records/x.vehicle', { numberPlate: 'GA 7', remarks: 'twelve', leased: true, chassisNumber: 'Ab 1' })
  const path = `/api/records/x.vehicle/${id}`
  await page.goto(`${served.url}/studio/x.vehicle`)
  await addField(page, 'Lines', 'Checks', async () => {
    await write(page, 'One line is called', 'Check')
    await write(page, 'Its first column', 'Position')
    await page.getByText('In other languages').press('Enter')
    await write(page, 'Label in Hindi', 'जाँचें')
    await page.getByRole('checkbox', { name: /^Required/ }).press('Space')
    await shot(page, 'studio-lines')
  })
  for (const [type, label] of contacts) await addField(page, type, label)
  await page.getByRole('link', { name: 'Columns of a line' }).press('Enter')
  await page.getByRole('heading', { name: 'Checks', level: 1 }).waitFor()
  await addField(page, 'Whole number', 'Marks')
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Vehicles' }).press('Enter')
  await page.getByRole('heading', { name: 'Vehicles', level: 1 }).waitFor()

  await page.goto(`${served.url}/studio/x.serviceJob`)
  await page.getByRole('heading', { name: 'Service jobs', level: 1 }).waitFor()
  await addField(page, 'Shown from a linked record', 'Parked', async () => {
    await choose(page, 'Through', 'Vehicle')
    await choose(page, 'Shows', 'Parked at')
  })
  await page.goto(`${served.url}/studio/x.vehicle`)

  await press(page, 'More about Seats')
  await page.getByRole('menuitem', { name: 'Make it another type' }).press('Enter')
  await choose(page, 'From Whole number to', 'Money')
  await choose(page, 'The amounts are in', 'USD')
  await expect.poll(() => page.getByLabel('The amounts are in').inputValue()).toBe('USD')
  await shot(page, 'studio-convert-money')
  await press(page, 'Cancel')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await press(page, 'More about Remarks')
  await page.getByRole('menuitem', { name: 'Make it another type' }).press('Enter')
  await choose(page, 'From Text to', 'Whole number')
  await press(page, 'See what happens')
  await page.locator('sangam-convert-dialog').getByText('twelve').waitFor()
  await shot(page, 'studio-convert')
  await tick(page, 'What does not fit becomes empty')
  await press(page, 'See what happens')
  await press(page, 'Keep in the draft', 'sangam-convert-dialog')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await press(page, 'More about Leased')
  await page.getByRole('menuitem', { name: 'Remove' }).press('Enter')
  await press(page, 'Remove', 'sangam-dialog')
  await press(page, 'Restore', 'sangam-fields-tab')
  await page.getByRole('button', { name: 'Restore' }).waitFor({ state: 'detached' })

  await page.getByRole('tab', { name: 'Name and more' }).press('Enter')
  await choose(page, 'Lists begin in the order of', 'Seats')
  await choose(page, 'Direction', 'from the largest or latest on')
  await write(page, 'Kept for at least so many years', '8')
  await write(page, 'Many, in Hindi', 'वाहन')
  await shot(page, 'studio-about')
  const keep = async () => {
    await press(page, 'Keep in the draft')
    await page.getByRole('button', { name: 'Keep in the draft' }).waitFor({ state: 'detached' })
  }
  await keep()
  await write(page, 'Many, in Hindi', ' ')
  await keep()

  await page.getByRole('tab', { name: /^Rules/ }).press('Enter')
  await press(page, 'Add a set')
  await tick(page, 'Number plate')
  await tick(page, 'Chassis number')
  await tick(page, 'Upper and lower case are the same')
  await shot(page, 'studio-unique')
  await press(page, 'Keep in the draft')
  await page.getByText('Number plate and Chassis number, whether in upper or lower case').waitFor()
  await press(page, 'Add a rule')
  await tick(page, 'Price')
  await press(page, 'Add a condition', 'sangam-rule-dialog')
  await choose(page, 'Field', 'Leased')
  await choose(page, 'Value', 'No')
  await write(page, 'Why, for whoever meets it', 'Say what it cost.')
  await press(page, 'Keep in the draft', 'sangam-rule-dialog')
  await page.locator('sangam-rule-dialog').waitFor({ state: 'detached' })
  await page.getByRole('list', { name: 'Your own rules' }).getByText('Price must be filled where').waitFor()

  // A role of one's own is a matrix: what it may do, with which records, and without which fields.
  await page.getByRole('link', { name: 'Roles', exact: true }).press('Enter')
  await press(page, 'Make a role')
  await write(page, 'Name', 'Fleet clerk')
  await press(page, 'Make it')
  await page.getByRole('heading', { name: 'Fleet clerk', level: 1 }).waitFor()
  await choose(page, 'Add records', 'Vehicles')
  await tick(page, 'Vehicles: Change')
  await press(page, 'Vehicles: which records and fields')
  await page.getByRole('radio', { name: 'Those for which a condition holds' }).press('Space')
  await press(page, 'Add a condition', 'sangam-grant-dialog')
  await choose(page, 'Field', 'Leased')
  await page
    .getByRole('group', { name: /^Hidden/ })
    .getByLabel('Price')
    .press('Space')
  await shot(page, 'studio-grant')
  await press(page, 'Keep these limits')
  await page.locator('sangam-grant-dialog').waitFor({ state: 'detached' })
  await press(page, 'Keep in the draft')
  await page.getByRole('button', { name: 'Keep in the draft' }).waitFor({ state: 'detached' })

  await page.getByRole('link', { name: 'Review and apply' }).press('Enter')
  await shot(page, 'studio-shaped')
  await press(page, 'Apply')
  await page.getByText('Applied. Everyone works with it now.').waitFor()
  await page.goto(`${served.url}/record/x.vehicle/${id}`)
  await press(page, 'Add a line')
  await write(page, 'Position, line 1', 'Front axle')
  await write(page, 'Marks, line 1', '7')
  await page.keyboard.press('Control+S')
  const checked = async () => await api<{ checks: { position2: string; marks: number }[]; remarks: null; leased: boolean }>(page, path)
  await expect.poll(checked).toMatchObject({ checks: [{ position2: 'Front axle', marks: 7 }], remarks: null, leased: true })
  const meta = await api<{ entities: { [name: string]: { sort: readonly string[] } } }>(page, '/api/meta')
  expect(meta.entities['x.vehicle']?.sort).toEqual(['-seats'])
  const { items: roles } = await api<{ items: { name: string; grants: object[] }[] }>(page, '/api/roles')
  expect(roles.find(role => role.name === 'x.fleetClerk')?.grants).toEqual([
    { entity: 'x.vehicle', verbs: ['read', 'update'], where: { leased: { eq: true } }, hide: ['price'], freeze: [] },
  ])
  const { entities } = await api<{ entities: { name: string; keptYears: number | null; fields: { name: string; type: string }[] }[] }>(page, '/api/model')
  const shaped = (name: string) => entities.find(one => one.name === name)
  expect({ years: shaped('x.vehicle')?.keptYears, parked: shaped('x.serviceJob')?.fields.find(({ name }) => name === 'parked')?.type }).toEqual({
    years: 8,
    parked: 'lookup',
  })
  const { words: said } = await api<{ words: { hi?: { [english: string]: string } } }>(page, '/api/model')
  expect([said.hi?.Vehicles, said.hi?.Checks]).toEqual([undefined, 'जाँचें'])
  // What it was is told as it stood, though the field holds numbers now.
  await page.locator('sangam-timeline del').getByText('twelve').waitFor()
  await shot(page, 'studio-lines-filled')
  expect(errors).toEqual([])
})

const contacts: readonly (readonly [string, string])[] = [
  ['Formatted text', 'Terms'],
  ['Postal address', 'Parked at'],
  ['E-mail addresses', 'Written to at'],
  ['Phone numbers', 'Called at'],
  ['Web addresses', 'Told of at'],
]

const screens: readonly (readonly [string, string])[] = [
  ['entities', '/studio'],
  ['fields', '/studio/x.vehicle'],
  ['rules', '/studio/leads.lead?tab=rules'],
  ['flows', '/studio/leads.lead?tab=flows'],
  ['screens', '/studio/x.vehicle?tab=screens'],
  ['layout', '/studio/leads.lead/layout'],
  ['about', '/studio/x.vehicle?tab=about'],
  ['roles', '/roles'],
  ['role', '/roles/leads.salesperson'],
  ['series', '/studio/series'],
  ['translations', '/studio/words'],
  ['changes', '/studio/changes'],
  ['document', '/documents/new'],
]
const looks: readonly (readonly [string, Look])[] = [
  ['light, at a desk, in English', desk],
  ['dark, on a phone, in Hindi', { ...phone, theme: 'dark', locale: 'hi' }],
]
/** What is drawn otherwise at a desk than on a phone, and so is looked at there in the dark as well. */
const alsoDark: readonly string[] = ['fields', 'flows', 'layout', 'role']

test.each(looks)('every screen of the Studio, %s, fits its window and has nothing that axe finds', { timeout: 240_000 }, async (_, look) => {
  const { page: seen, context, errors: wrong } = await openPage(browser, look)
  await signIn(seen, served.url)
  await seen.evaluate(
    locale => fetch('/api/me', { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ locale }) }),
    look.locale,
  )
  const found: string[] = []
  for (const [at, [name, path]] of screens.entries()) {
    // From the one before, as a link leads there; tests above open them by their addresses.
    if (at === 0) await seen.goto(served.url + path)
    else await follow(seen, path)
    await seen.locator('h1').first().waitFor()
    found.push(...(await violations(seen)).map(one => `${name}: ${one}`))
    await shot(seen, `studio-${look.width}-${look.theme}-${look.locale}-${name}`)
    if (look === desk && alsoDark.includes(name)) {
      await seen.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'))
      found.push(...(await violations(seen)).map(one => `${name} by night: ${one}`))
      await seen.evaluate(() => document.documentElement.setAttribute('data-theme', 'light'))
    }
    if (name === 'changes') found.push(...(await graduating(seen, `studio-${look.width}-${look.theme}-${look.locale}-graduate`)))
    const wide = await seen.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (wide > 1) found.push(`${name}: is ${wide} px wider than the window`)
  }
  // Whoever comes after finds the language of the person as it was.
  await seen.evaluate(() => fetch('/api/me', { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: '{"locale":"en"}' }))
  await context.close()
  expect({ found, wrong }).toEqual({ found: [], wrong: [] })
})

/** What axe finds in the dialog that takes on as a plugin what was shaped. */
async function graduating(seen: Page, picture: string): Promise<string[]> {
  await seen.getByRole('button', { name: /^(Continue as a plugin…|प्लगइन के रूप में आगे बढ़ाएँ…)$/ }).click()
  const dialog = seen.locator('sangam-graduate')
  await dialog.locator('.name input').fill('fleet')
  await dialog.locator('section').first().waitFor()
  const found = await violations(seen)
  await shot(seen, picture)
  await seen.keyboard.press('Escape')
  await expect.poll(() => dialog.count()).toBe(0)
  return found.map(one => `graduate: ${one}`)
}

/** The arrow as the draft holds it. */
async function arrowInDraft(): Promise<unknown> {
  return page.evaluate(async () => {
    const { items } = (await (await fetch('/api/model/sets')).json()) as { items: { operations: object[] }[] }
    interface Field {
      readonly field: string
      readonly options?: { readonly states?: readonly { readonly to: readonly unknown[] }[] }
    }
    const fields = (items[0]?.operations ?? []).flatMap(one => ('fields' in one ? (one.fields as Field[]) : [one as Field]))
    return fields.findLast(one => one.options?.states)?.options?.states?.[0]?.to[0]
  })
}

async function count(): Promise<number> {
  return page.evaluate(async () => ((await (await fetch('/api/records/x.vehicle?count=exact&limit=1')).json()) as { count: number }).count)
}
