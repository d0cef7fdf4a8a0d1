import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, openPage, phone, settled, violations } from './browser.ts'
import { type Served, serveSetUp } from './product.ts'
import { api, shot, signIn } from './steps.ts'
import { choose, press, tabTo, tick, write } from './studio-steps.ts'

let browser: Browser
let page: Page
let errors: string[]
let served: Served

const choices = ['Petrol', 'Diesel', 'Coal'].map(label => ({ value: label.toLowerCase(), label }))
const agreed = { own: true, steps: [{ by: { role: 'core.owner' } }] }
const dear = { own: true, steps: [{ by: { role: 'core.owner' }, when: { seats: { gte: 40 } } }] }
const states = [
  {
    state: 'used',
    label: 'In use',
    to: [
      { state: 'sold', label: 'Sell', approval: agreed },
      { state: 'lent', label: 'Lend', approval: dear },
      { state: 'scrapped', label: 'Scrap' },
    ],
  },
  { state: 'sold', label: 'Sold', to: [] },
  { state: 'lent', label: 'Lent', to: [] },
  { state: 'scrapped', label: 'Scrapped', to: [] },
]
const grant = { entity: 'x.vehicle', verbs: ['read', 'create', 'update'] }
const operations = [
  {
    op: 'addEntity',
    entity: 'x.vehicle',
    label: 'Vehicle',
    title: 'plate',
    menu: 'Fleet',
    fields: [
      { field: 'plate', type: 'text', options: { label: 'Number plate' } },
      { field: 'seats', type: 'integer', options: { label: 'Seats' } },
      { field: 'fuel', type: 'choice', options: { label: 'Fuel', choices } },
      { field: 'state', type: 'flow', options: { label: 'State', states } },
    ],
  },
  ...['Driver', 'Keeper'].map(label => ({ op: 'setRole', role: `x.${label.toLowerCase()}`, label, grants: [grant] })),
]

interface Sets {
  readonly items: readonly { readonly operations: readonly object[] }[]
}
interface Meta {
  readonly entities: { readonly [name: string]: { readonly fields: { readonly [name: string]: { readonly choices?: object; readonly states?: object } } } }
}

const field = async (entity: string, name: string) => (await api<Meta>(page, '/api/meta')).entities[entity]?.fields[name]
const kept = async () => (await api<Sets>(page, '/api/model/sets')).items[0]?.operations

async function apply(): Promise<void> {
  const applied = async () => (await api<{ items: { state: string }[] }>(page, '/api/model/sets')).items.filter(({ state }) => state === 'applied').length
  const before = await applied()
  await page.getByRole('link', { name: 'Review and apply' }).click()
  await press(page, 'Apply')
  // The same sentence may still stand there from the time before.
  await expect.poll(applied).toBe(before + 1)
  await page.getByText('Applied. Everyone works with it now.').first().waitFor()
}

beforeAll(async () => {
  served = await serveSetUp()
  browser = await openBrowser()
  ;({ page, errors } = await openPage(browser))
  await signIn(page, served.url)
  await api(page, '/api/model/apply', { operations })
  await api(page, '/api/records/x.vehicle', { plate: 'MH 12 AB 1234', fuel: 'coal', seats: 5 })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

test('choices are dragged into another order and one is retired: it stays where it is and is offered no more', async () => {
  await page.goto(`${served.url}/studio/x.vehicle`)
  await press(page, 'Fuel')
  const editor = page.locator('sangam-choices-editor')
  const order = () => editor.locator('li > input').evaluateAll(all => all.map(one => (one as HTMLInputElement).value))
  await editor.locator('.grip').nth(2).waitFor()
  await settled(page)
  const places = await editor.locator('.grip').evaluateAll(all => all.map(one => one.getBoundingClientRect().toJSON() as DOMRect))
  const [first, , last] = places
  if (!first || !last) throw new Error('Three choices have three grips.')
  await page.mouse.move(last.x + 8, last.y + 8)
  await page.mouse.down()
  await page.mouse.move(first.x + 8, first.y + 8, { steps: 6 })
  await page.mouse.up()
  await expect.poll(order).toEqual(['Coal', 'Petrol', 'Diesel'])
  await press(page, 'Move Petrol down')
  await expect.poll(order).toEqual(['Coal', 'Diesel', 'Petrol'])
  await editor.locator('li > input').nth(2).focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(order).toEqual(['Coal', 'Petrol', 'Diesel'])
  await press(page, 'Retire Coal')
  await editor.getByText('Retired: it stays where it is, and is not offered any more.').waitFor()
  await settled(page)
  await shot(page, 'shaping-choices')
  expect(await violations(page)).toEqual([])
  await press(page, 'Keep in the draft')
  await page.locator('sangam-field-panel').waitFor({ state: 'detached' })
  await apply()
  expect(Object.entries((await field('x.vehicle', 'fuel'))?.choices ?? {})).toMatchObject([
    ['coal', { label: 'Coal', retired: true }],
    ['petrol', { label: 'Petrol' }],
    ['diesel', { label: 'Diesel' }],
  ])
  await page.goto(`${served.url}/new/x.vehicle`)
  const fuel = page.getByRole('combobox', { name: 'Fuel' })
  const offered = async () => (await fuel.locator('option').allTextContents()).map(one => one.trim()).filter(Boolean)
  await expect.poll(offered).toEqual(['—', 'Petrol', 'Diesel'])
  await page.goto(`${served.url}/list/x.vehicle`)
  await page.getByRole('link', { name: 'MH 12 AB 1234' }).click()
  await expect.poll(() => fuel.locator('option:checked').textContent()).toContain('Coal')
})

test('who may take an arrow is ticked among the roles of one’s own, and said beside it', async () => {
  await page.goto(`${served.url}/studio/x.vehicle?tab=flows&as=list`)
  await press(page, 'Change the arrow from In use to Scrapped')
  await tick(page, 'Only roles with a right of its own')
  await tick(page, 'Keeper')
  await settled(page)
  await shot(page, 'shaping-takers')
  expect(await violations(page)).toEqual([])
  await press(page, 'Keep in the draft')
  await page.getByText('by Keeper', { exact: true }).waitFor()
  await expect.poll(kept).toMatchObject([
    { op: 'changeField', entity: 'x.vehicle', field: 'state' },
    { op: 'setRole', role: 'x.keeper', grants: [{ entity: 'x.vehicle', verbs: [...grant.verbs, 'scrap'] }] },
  ])
  await press(page, 'Change the arrow from In use to Scrapped')
  await tick(page, 'Driver')
  await tick(page, 'Keeper')
  await press(page, 'Keep in the draft')
  await page.getByText('by Driver', { exact: true }).waitFor()
  await apply()
  const rights = (await api<{ items: { name: string; grants: { verbs: string[] }[] }[] }>(page, '/api/roles')).items.flatMap(({ name, grants }) =>
    grants.some(({ verbs }) => verbs.includes('scrap')) ? [name] : [],
  )
  expect(rights).toEqual(['x.driver'])
  await page.goto(`${served.url}/roles/x.driver`)
  await page.getByRole('checkbox', { name: 'Scrap' }).waitFor()
  await expect.poll(() => page.getByRole('checkbox', { name: 'Scrap' }).isChecked()).toBe(true)
})

test('a form offers the arrows that may be taken at once, and asks for approval where that always comes first', async () => {
  await page.goto(`${served.url}/list/x.vehicle`)
  await page.getByRole('link', { name: 'MH 12 AB 1234' }).click()
  await page.getByRole('button', { name: 'Ask for approval: Sell' }).waitFor()
  await expect
    .poll(async () => (await page.locator('sangam-field-flow sangam-button:not(.way)').allTextContents()).map(one => one.trim()))
    .toEqual(['Lend', 'Scrap'])
  await expect.poll(() => page.getByRole('button', { name: 'Ask for approval: Lend' }).count()).toBe(0)
  await press(page, 'Show the way')
  const way = page.locator('sangam-flow-way')
  await way.getByRole('button', { name: 'Lend: from In use to Lent' }).focus()
  await page.keyboard.press('Enter')
  await way.getByText('From In use to Lent “Lend”: others agree first').waitFor()
  await expect.poll(() => way.locator('[aria-current=step]').allTextContents()).toEqual(['In use'])
  await settled(page)
  await shot(page, 'shaping-way')
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await settled(page)
  await shot(page, 'shaping-arrows')
})

test('the flow is drawn: an arrow by the hand, a state by the keyboard, and what depends on one is named before it goes', async () => {
  const { keyboard, mouse } = page
  await page.goto(`${served.url}/studio/x.vehicle?tab=flows`)
  const drawn = page.locator('sangam-flow-diagram')
  const arrowsNow = async () => {
    const last = (await kept())?.at(-1) as { options: { states: { state: string; to: { state: string }[] }[] } } | undefined
    return last?.options.states.map(({ state, to: arrows }) => [state, arrows.map(arrow => arrow.state)])
  }
  const middle = async (name: string) => {
    const box = await drawn.getByRole('button', { name, exact: true }).boundingBox()
    return { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 }
  }
  await drawn.getByRole('button', { name: 'Lent', exact: true }).waitFor()
  await settled(page)
  const [from, to] = [await middle('Lent'), await middle('In use')]
  await mouse.move(from.x, from.y)
  await mouse.down()
  await mouse.move(to.x, to.y, { steps: 8 })
  await mouse.up()
  await page.getByRole('dialog', { name: 'Arrow out of Lent' }).waitFor()
  await write(page, 'Words on its button', 'Give back')
  await press(page, 'Keep in the draft')
  await drawn.getByRole('button', { name: 'Give back: from Lent to In use' }).waitFor()
  await expect.poll(arrowsNow).toEqual([
    ['used', ['sold', 'lent', 'scrapped']],
    ['sold', []],
    ['lent', ['used']],
    ['scrapped', []],
  ])

  await press(page, 'Add a state')
  await keyboard.type('In the workshop')
  await keyboard.press('Enter')
  await page.locator('dialog[open]').waitFor({ state: 'detached' })
  await tabTo(page, 'In the workshop')
  await keyboard.press('+')
  await choose(page, 'Leads to', 'In use')
  await write(page, 'Words on its button', 'Repaired')
  await press(page, 'Keep in the draft')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expect.poll(() => drawn.locator(':focus').getAttribute('aria-label')).toBe('Repaired: from In the workshop to In use')
  await settled(page)
  await shot(page, 'shaping-flow')
  expect(await violations(page)).toEqual([])

  // The arrow keys go from state to state, and along the arrows out of each.
  await drawn.getByRole('button', { name: 'In use', exact: true }).focus()
  for (const _ of ['Sell', 'Lend', 'Scrap', 'Sold', 'Lent']) await keyboard.press('ArrowDown')
  await keyboard.press('Delete')
  const asked = page.locator('sangam-state-panel')
  await asked.getByRole('listitem').first().waitFor()
  await expect
    .poll(() => asked.getByRole('listitem').allTextContents())
    .toEqual(['The arrow from In use to Lent goes with it.', 'The arrow from Lent to In use goes with it.'])
  expect(await violations(page)).toEqual([])
  await press(page, 'Remove the state', 'sangam-state-panel')
  await drawn.getByRole('button', { name: 'Lent', exact: true }).waitFor({ state: 'detached' })
  await press(page, 'Repaired: from In the workshop to In use')
  await press(page, 'Remove the arrow')
  await drawn.getByRole('button', { name: /^Repaired/ }).waitFor({ state: 'detached' })
  await expect.poll(arrowsNow).toEqual([
    ['used', ['sold', 'scrapped']],
    ['sold', []],
    ['scrapped', []],
    ['inTheWorkshop', []],
  ])

  await drawn.getByRole('button', { name: 'In use', exact: true }).focus()
  await keyboard.press('Delete')
  await page.getByText('1 record is in this state: move them on first, or the draft can’t be applied.').waitFor()
  await keyboard.press('Escape')
  await press(page, 'Discard', 'sangam-draft-bar')
  await press(page, 'Discard', 'sangam-dialog')
  await drawn.getByRole('button', { name: 'Lent', exact: true }).waitFor()
})

const trips = { entity: 'x.trip', by: 'vehicle', columns: ['purpose', 'km'] }
const layout = {
  tabs: [
    { name: 'about', label: 'About it' },
    { name: 'trips', label: 'Trips' },
  ],
  sections: [
    { fields: [['plate', 'state']] },
    { label: 'Size', tab: 'about', columns: 2, fields: ['seats', 'fuel'] },
    { label: 'A bus', tab: 'about', when: { seats: { gte: 40 } }, fields: ['route'] },
    { label: 'On the road', tab: 'trips', fields: [], related: [trips] },
  ],
  hidden: ['insurer'],
}

test('a page is laid out under tabs: a part comes while one types, what the page leaves out and must be filled in is asked for, and trips are kept up in place', async () => {
  const text = (field: string, label: string) => ({ op: 'addField', entity: 'x.vehicle', field, type: 'text', options: { label } })
  await api(page, '/api/model/apply', {
    operations: [
      text('route', 'Route'),
      text('insurer', 'Insurer'),
      text('colour', 'Colour'),
      { op: 'setRules', entity: 'x.vehicle', rules: [{ require: ['insurer'], when: { seats: { gte: 40 } } }] },
      {
        op: 'addEntity',
        entity: 'x.trip',
        label: 'Trip',
        title: 'purpose',
        fields: [
          { field: 'purpose', type: 'text', options: { label: 'Purpose', required: true } },
          { field: 'km', type: 'integer', options: { label: 'Distance' } },
          { field: 'vehicle', type: 'reference', options: { label: 'Vehicle', to: 'x.vehicle' } },
        ],
      },
      { op: 'setForm', entity: 'x.vehicle', form: layout },
    ],
  })
  const { id } = await api(page, '/api/records/x.vehicle', { plate: 'KA 1 B 1', seats: 5, colour: 'red' })
  await page.goto(`${served.url}/record/x.vehicle/${id}?tab=trips`)
  const tabs = page.locator('sangam-form').getByRole('tab')
  await page.locator('sangam-related').getByText('Nothing here yet.').waitFor()
  await expect.poll(() => tabs.allTextContents()).toEqual(['About it', 'Trips', 'More'])
  const list = page.locator('sangam-related')
  const [said, there] = [
    () => list.getByRole('row').allInnerTexts(),
    () => api<{ items: { purpose: string; km: number | null }[] }>(page, '/api/records/x.trip?sort=purpose'),
  ]
  for (const [purpose, km] of [
    ['Depot', '12'],
    ['Airport', ''],
  ] as const) {
    await press(page, 'Add', 'sangam-related')
    await write(page, 'Purpose', purpose)
    await write(page, 'Distance', km)
    await press(page, 'Create', 'sangam-ask-fields')
    await expect.poll(async () => (await said()).join()).toContain(purpose)
  }
  await page.locator('sangam-ask-fields').waitFor({ state: 'detached' })
  await list.getByRole('grid').focus()
  for (const key of ['ArrowRight', 'F2']) await page.keyboard.press(key)
  await list.locator('[data-editing] input').fill('40')
  await page.keyboard.press('Enter')
  await expect
    .poll(async () => (await there()).items.map(one => [one.purpose, one.km]))
    .toEqual([
      ['Airport', 40],
      ['Depot', 12],
    ])
  await settled(page)
  await shot(page, 'page-trips')
  expect(await violations(page)).toEqual([])
  await list.getByRole('grid').focus()
  await page.keyboard.press('Space')
  await press(page, 'Remove 1', 'sangam-related')
  await expect.poll(async () => (await there()).items.length).toBe(1)
  await page.getByRole('button', { name: 'Undo' }).last().press('Enter')
  await expect.poll(async () => (await there()).items.length).toBe(2)
  await tabs.nth(1).focus()
  await page.keyboard.press('ArrowRight')
  await page.getByRole('textbox', { name: 'Colour' }).waitFor()
  await expect.poll(() => new URL(page.url()).searchParams.get('tab')).toBe('more')
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => page.getByRole('textbox', { name: 'Route' }).count()).toBe(0)
  await write(page, 'Seats', '44')
  await page.keyboard.press('Tab')
  await page.getByRole('heading', { name: 'A bus' }).waitFor()
  await page.locator('sangam-form [role=status]').getByText('Shown now: A bus').waitFor({ state: 'attached' })
  await page.getByText('This page does not show these, but the record can’t be saved until they are right.').waitFor()
  await settled(page)
  await shot(page, 'page-bus')
  await tabs.filter({ hasText: 'Trips' }).click()
  await page.keyboard.press('Control+s')
  expect((await api<{ seats: number }>(page, `/api/records/x.vehicle/${id}`)).seats).toBe(5)
  await write(page, 'Insurer', 'New India')
  await page.keyboard.press('Control+s')
  await expect.poll(async () => api(page, `/api/records/x.vehicle/${id}`)).toMatchObject({ seats: 44, insurer: 'New India', colour: 'red' })
  await expect.poll(() => page.getByRole('textbox', { name: 'Insurer' }).count()).toBe(0)
  // What was right once and is left out is shown where it stands in the way.
  await api(page, '/api/model/apply', { operations: [{ op: 'changeField', entity: 'x.vehicle', field: 'insurer', options: { max: 5 } }] })
  await page.goto(`${served.url}/record/x.vehicle/${id}`)
  await write(page, 'Seats', '45')
  await page.keyboard.press('Control+s')
  await page.getByText('At most 5 characters; this has 9.').waitFor()
  await write(page, 'Insurer', 'LIC')
  await page.keyboard.press('Control+s')
  await expect.poll(async () => api(page, `/api/records/x.vehicle/${id}`)).toMatchObject({ seats: 45, insurer: 'LIC' })
  // What needs lines is made in its whole form, beside what is open here.
  await api(page, '/api/model/apply', {
    operations: [
      {
        op: 'addEntity',
        entity: 'x.leg',
        label: 'Leg',
        title: 'place',
        fields: [
          { field: 'place', type: 'text', options: { label: 'Place' } },
          { field: 'trip', type: 'reference', options: { to: 'x.trip', required: true, onRemove: 'cascade' } },
        ],
      },
      { op: 'addField', entity: 'x.trip', field: 'legs', type: 'lines', options: { of: 'x.leg', by: 'trip', label: 'Legs', required: true } },
    ],
  })
  await page.goto(`${served.url}/record/x.vehicle/${id}?tab=trips`)
  await press(page, 'Add', 'sangam-related')
  await page
    .getByText('Trip needs Legs before it can be saved. Make it in its whole form: that opens on a page of its own, and this one stays as it is.')
    .waitFor()
  await shot(page, 'page-whole-form')
  const opened = page.waitForEvent('popup')
  await press(page, 'Open the whole form', 'sangam-dialog')
  const whole = await opened
  await whole.getByRole('button', { name: 'Add a line' }).first().waitFor()
  expect(new URL(whole.url()).search).toBe(`?vehicle=${id}`)
  await whole.close()
})

test('the page is arranged by hand and by the keyboard beside itself, for everyone and for a role, and taken back', async () => {
  const editor = page.locator('sangam-layout-screen')
  const parts = () => editor.getByRole('treeitem').locator('span').allTextContents()
  const part = (name: string) => editor.getByRole('treeitem', { name })
  const status = editor.locator('[role=status][aria-live]')
  await page.goto(`${served.url}/studio/x.vehicle?tab=screens`)
  await page.getByRole('link', { name: 'Arrange the page' }).click()
  await part('Section “A bus”').waitFor()
  const before = ['Section without a heading', 'Number plate', 'State', 'Tab “About it”', 'Section “Size”', 'Seats', 'Fuel', 'Section “A bus”', 'Route']
  const after = ['Tab “Trips”', 'Section “On the road”', 'List “Trips”', 'Under the whole page']
  await expect.poll(parts).toEqual([...before, ...after])
  const form = editor.locator('sangam-layout-preview sangam-form')
  await expect.poll(() => form.getByRole('textbox', { name: 'Number plate' }).inputValue()).toBe('KA 1 B 1')

  await settled(page)
  const [from, to] = [await editor.getByRole('button', { name: 'Colour' }).boundingBox(), await part('Fuel').boundingBox()]
  if (!from || !to) throw new Error('What is dragged, and where to, must be on the page.')
  await page.mouse.move(from.x + 12, from.y + 12)
  await page.mouse.down()
  await page.mouse.move(from.x + 24, from.y + 20, { steps: 3 })
  await page.mouse.move(to.x + 60, to.y + 6, { steps: 8 })
  await page.locator('.before, .ghost').first().waitFor()
  await shot(page, 'layout-drag')
  await page.mouse.up()
  await expect.poll(parts).toEqual([...before.slice(0, 6), 'Colour', ...before.slice(6), ...after])
  await form.getByRole('textbox', { name: 'Colour' }).waitFor()
  await expect.poll(() => status.textContent()).toBe('Colour stands at place 2 in: Section “Size”.')

  const { keyboard } = page
  for (const keys of ['Alt+ArrowDown', 'Alt+ArrowRight']) await keyboard.press(keys)
  await expect.poll(() => part('Colour').textContent()).toContain('beside')
  await part('Section “A bus”').focus()
  await keyboard.press('Alt+ArrowUp')
  await expect.poll(() => status.textContent()).toBe('Section “A bus” is number 2 of 4.')
  await keyboard.press('ArrowDown')
  await keyboard.press('Delete')
  await expect.poll(() => status.textContent()).toBe('Route is taken out.')
  await keyboard.press('Control+z')
  await keyboard.press('Control+z')
  await expect.poll(parts).toEqual([...before.slice(0, 7), 'Colour', ...before.slice(7), ...after])
  await part('Section “A bus”').focus()
  await press(page, 'Tab', 'sangam-layout-palette')
  await write(page, 'Name of the tab', 'Papers')
  await keyboard.press('Tab')
  await tick(page, 'Shown only on a condition')
  await press(page, 'Add a condition', 'sangam-layout-settings')
  await choose(page, 'Field', 'Seats')
  await choose(page, 'How', 'is at least')
  await write(page, 'Value', '10')
  await keyboard.press('Tab')
  await part('Section without a heading').nth(1).focus()
  await press(page, 'Leave Insurer out no longer', 'sangam-layout-palette')
  await press(page, 'Insurer', 'sangam-layout-palette')
  await form.getByRole('tab', { name: 'Papers' }).waitFor()
  await form.getByRole('tab', { name: 'About it' }).click()
  await form.getByRole('textbox', { name: 'Seats' }).fill('5')
  await keyboard.press('Tab')
  await form.getByRole('tab', { name: 'Papers' }).waitFor({ state: 'detached' })
  await settled(page)
  await shot(page, 'layout-editor')
  expect(await violations(page)).toEqual([])

  await page.getByRole('link', { name: 'Vehicles' }).first().click()
  await press(page, 'Stay', 'sangam-dialog')
  await press(page, 'Keep in the draft')
  await page.getByText('1 change not applied yet').waitFor()
  const papers = { name: 'tab3', label: 'Papers', when: { seats: { gte: 10 } } }
  await expect.poll(kept).toEqual([
    {
      op: 'setForm',
      entity: 'x.vehicle',
      form: {
        tabs: layout.tabs.toSpliced(1, 0, papers),
        sections: [
          layout.sections[0],
          { ...layout.sections[1], fields: ['seats', ['fuel', 'colour']] },
          layout.sections[2],
          { tab: 'tab3', fields: ['insurer'] },
          layout.sections[3],
        ],
      },
    },
  ])

  await page.getByRole('combobox', { name: 'Whose page' }).selectOption({ label: 'Driver' })
  await page.getByText('Driver has no page of its own yet. It begins as everyone’s.').waitFor()
  await part('State').focus()
  await press(page, 'Leave it out on purpose', 'sangam-layout-settings')
  await press(page, 'Keep in the draft')
  await page.getByText('For who has the role Driver.').waitFor()
  await apply()
  const { forms } = await api<{ forms: { [entity: string]: { hidden?: string[] } } }>(page, '/api/meta')
  const { layouts } = await api<{ layouts: { [entity: string]: { role: string; hidden: string[] }[] } }>(page, '/api/model')
  expect([forms['x.vehicle']?.hidden, layouts['x.vehicle']?.map(one => [one.role, one.hidden])]).toEqual([undefined, [['x.driver', ['state']]]])

  await page.goto(`${served.url}/studio/x.vehicle/layout?role=x.driver`)
  await press(page, 'Take this page away')
  await press(page, 'Keep in the draft')
  await page.getByText('1 change not applied yet').waitFor()
  await expect.poll(kept).toEqual([{ op: 'setLayouts', entity: 'x.vehicle', layouts: [] }])
  await press(page, 'Discard', 'sangam-draft-bar')
  await press(page, 'Discard', 'sangam-dialog')
})

test('what a plugin took along of a page is called as people know it, beside the plugin that brings it back', async () => {
  const leads = (to: string) => api(page, '/api/plugins/leads/apply', { to })
  const fields = [['name', 'kind'], 'tags']
  const form = { sections: [{ fields }], related: [{ entity: 'leads.lead', by: 'party', columns: ['title'] }] }
  await api(page, '/api/model/apply', { operations: [{ op: 'setForm', entity: 'parties.party', form }] })
  await leads('disabled')
  await page.goto(`${served.url}/studio/parties.party/layout`)
  const aside = page.getByRole('region', { name: 'Set aside' })
  await expect.poll(() => aside.getByRole('listitem').allTextContents()).toEqual(['Leads Leads'])
  await shot(page, 'layout-aside')
  await leads('enabled')
  await page.reload()
  await page.getByRole('button', { name: 'Keep in the draft' }).waitFor()
  await expect.poll(() => aside.count()).toBe(0)
})

test('a running number gets another pattern, tried while it is written, and goes on at a number that was not given', async () => {
  const fields = [
    { field: 'name', type: 'text', options: { label: 'Name' } },
    { field: 'number', type: 'series', options: { label: 'Number', pattern: 'TOK-{0000}' } },
  ]
  const make = [{ op: 'addEntity', entity: 'x.token', label: 'Token', title: 'name', menu: 'Fleet', fields }]
  const { set } = await api<{ set: { id: string } }>(page, '/api/model/apply', { operations: make })
  await api(page, '/api/records/x.token', { name: 'First' })
  await page.goto(`${served.url}/studio/series`)
  await page.getByRole('button', { name: 'Number · Tokens' }).click()
  const pattern = page.getByRole('textbox', { name: 'Pattern' })
  const [tried, said] = [page.locator('#tried'), page.locator('#said')]
  await pattern.fill('TOK-{year}-{0000}')
  await expect.poll(() => tried.textContent()).toContain('{year} means nothing in a pattern.')
  await pattern.fill('TOK/')
  await press(page, /^\{fy2\}/)
  await page.keyboard.type('/')
  await press(page, /^\{0000\}/)
  await expect.poll(() => tried.textContent()).toMatch(/Next\s*TOK\/\d\d-\d\d\/0001/)
  const next = page.getByRole('textbox', { name: 'Next number' })
  await next.fill('1')
  await expect.poll(() => said.textContent()).toBe('TOK-0001 was given already, and no number is given twice. It can go on at TOK-0002, or later.')
  await next.fill('41')
  await expect.poll(() => said.textContent()).toBe('The next record gets TOK-0041. TOK-0002 to TOK-0040 are left out and never given.')
  await shot(page, 'series')
  await press(page, 'Set')
  await page.getByText('The next number is TOK-0041.').waitFor()
  await page.getByText('let it go on at TOK-0041').waitFor()
  const { id } = await api(page, '/api/records/x.token', { name: 'Second' })
  expect(await api(page, `/api/records/x.token/${id}`)).toMatchObject({ number: 'TOK-0041' })
  await press(page, 'Keep in the draft')
  await page.getByText('Not applied yet', { exact: true }).waitFor()
  expect(await violations(page)).toEqual([])
  await shot(page, 'series-list')
  await apply()
  await api(page, '/api/records/x.token', { name: 'Third' })
  const { page: small, context } = await openPage(browser, { ...phone, locale: 'hi' })
  await signIn(small, served.url)
  await api(small, '/api/me', { locale: 'hi' }, 'PATCH')
  await small.goto(`${served.url}/studio/series`)
  await small.getByRole('button', { name: /Tokens$/ }).waitFor()
  await shot(small, 'series-phone-hi')
  await small.getByRole('button', { name: /Tokens$/ }).click()
  await small.getByRole('heading', { name: 'आगे कहाँ से चले' }).waitFor()
  expect(await violations(small)).toEqual([])
  await shot(small, 'series-phone-hi-dialog')
  await api(small, '/api/me', { locale: 'en' }, 'PATCH')
  await context.close()
  const { items } = await api<{ items: { id: string; state: string }[] }>(page, '/api/model/sets')
  for (const one of items.slice(0, 2)) await api(page, `/api/model/sets/${one.id}/undo`, {})
  expect(items.slice(0, 2).map(one => [one.state, one.id === set.id])).toEqual([
    ['applied', false],
    ['applied', true],
  ])
})

test('an entity, a field, a flow and their applying are reached by the Tab key alone', async () => {
  const { keyboard } = page
  await page.goto(`${served.url}/studio`)
  await page.getByText('Make an entity').first().waitFor()
  const dialog = page.locator('dialog[open]').first()
  await tabTo(page, 'Make an entity')
  await keyboard.press('Enter')
  await dialog.waitFor()
  await tabTo(page, 'One is called')
  await keyboard.type('Trailer')
  await tabTo(page, 'A record is known by its')
  await keyboard.type('Number plate')
  await tabTo(page, 'Stands in the menu under')
  await keyboard.type('Fleet')
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Trailer' }).waitFor()
  await tabTo(page, 'Add a field')
  await keyboard.press('Enter')
  await page.locator('sangam-type-picker').getByRole('button').first().waitFor()
  await tabTo(page, 'State with steps')
  await keyboard.press('Enter')
  await page.locator('sangam-field-panel').getByRole('textbox').first().waitFor()
  await tabTo(page, 'Label')
  await keyboard.type('Whereabouts')
  await tabTo(page, 'Add a state')
  await keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Name of State 1' }).waitFor()
  await tabTo(page, 'Name of State 1')
  await keyboard.press('Control+A')
  await keyboard.type('On the road')
  await keyboard.press('Enter')
  await tabTo(page, 'Name of State 2')
  await keyboard.press('Control+A')
  await keyboard.type('In the yard')
  await tabTo(page, 'Add the field')
  await keyboard.press('Enter')
  await page.locator('sangam-field-panel').waitFor({ state: 'detached' })
  await tabTo(page, 'Fields', 'Shift+Tab')
  for (const _ of ['Rules', 'Flows']) await keyboard.press('ArrowRight')
  await tabTo(page, 'On the road')
  await keyboard.press('+')
  await dialog.waitFor()
  await tabTo(page, 'Words on its button')
  await keyboard.type('Park')
  await tabTo(page, 'Keep in the draft')
  await keyboard.press('Enter')
  await page.getByRole('button', { name: 'Park: from On the road to In the yard' }).waitFor()
  await tabTo(page, 'Review and apply', 'Shift+Tab')
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Review the draft' }).waitFor()
  await page.getByText('Makes the entity Trailer with 2 fields, in the table x_trailer.').waitFor()
  await tabTo(page, 'Apply')
  await keyboard.press('Enter')
  await page.getByText('Applied. Everyone works with it now.').waitFor()
  expect((await field('x.trailer', 'whereabouts'))?.states).toMatchObject({
    onTheRoad: { label: 'On the road', to: { inTheYard: { label: 'Park' } } },
    inTheYard: { label: 'In the yard' },
  })
})

test('nothing went wrong in the page meanwhile', () => {
  expect(errors).toEqual([])
})
