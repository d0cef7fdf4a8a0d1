import { readFileSync } from 'node:fs'
import type { Meta } from '@sangam/sdk'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { desk, openBrowser, openPage, phone, settled, violations } from './browser.ts'
import { type Served, serveSetUp } from './product.ts'
import { api, follow, shot, signIn } from './steps.ts'

let browser: Browser
let served: Served
let page: Page
let errors: string[]

beforeAll(async () => {
  served = await serveSetUp()
  browser = await openBrowser()
  ;({ page, errors } = await openPage(browser))
  page.setDefaultTimeout(20_000)
  await signIn(page, served.url)
  const names = ['Forty looms', 'Solar pumps', 'Cold store', 'Steel doors', 'Bottling line', 'Spare parts', 'Tea packing', 'Boiler service']
  const leads = names.flatMap((title, at) =>
    [0, 1, 2].map(turn => ({
      title: turn === 0 ? title : `${title} ${turn + 1}`,
      expectedClose: `2027-03-${String(((at * 5 + turn * 11) % 28) + 1).padStart(2, '0')}`,
      value: { amount: `${(at + 1) * 125_000 + turn * 40_000}.50`, currency: 'INR' },
      source: ['website', 'referral', 'event'][turn],
    })),
  )
  const full = Array.from({ length: 9 }, (_, at) => ({ title: `Fair visitor ${at + 1}`, expectedClose: '2027-03-18' }))
  await api(page, '/api/records/leads.lead', [...leads, ...full])
  await api(page, '/api/records/core.activity', { kind: 'task', subject: 'Call back late', due: '2027-03-10T18:45:00Z' })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

const calendar = '/calendar/leads.lead?day=2027-03-10'
const day = (date: string) => page.locator(`[data-day='${date}']`)
const entry = (name: string) => page.locator('a.entry').filter({ hasText: name })
const dayOf = (name: string) => entry(name).first().locator('xpath=ancestor::li[@data-day]').getAttribute('data-day')
const saved = async (name: string) =>
  page.evaluate(
    async title =>
      (await (await fetch(`/api/records/leads.lead?where=${encodeURIComponent(JSON.stringify({ title }))}`)).json()).items[0].expectedClose as string,
    name,
  )

test('A screen that a plugin draws itself goes through what is late, and gives it a new day', async () => {
  await api(page, '/api/records/leads.lead', { title: 'Late mill', expectedClose: '2020-01-06', value: { amount: '90000', currency: 'INR' } })
  await page.goto(served.url)
  await page.getByRole('link', { name: 'Monday review' }).click()
  await page.getByRole('tab', { name: /^Overdue ?1$/ }).waitFor()
  await settled(page)
  await shot(page, 'review')
  expect(await violations(page)).toEqual([])
  const line = page.getByRole('listitem').filter({ hasText: 'Late mill' })
  await expect.poll(() => line.getByText('₹90,000').count()).toBe(1)
  await line.getByRole('button', { name: 'In a week' }).click()
  await page.getByText(/“Late mill” closes on/).waitFor()
  await page.getByText('Nothing to go through').waitFor()
  expect((await saved('Late mill')) > new Date().toISOString().slice(0, 10)).toBe(true)
  await page.getByRole('button', { name: 'Undo' }).click()
  await line.waitFor()
  expect(await saved('Late mill')).toBe('2020-01-06')
  await api(page, '/api/batch', [{ entity: 'leads.lead', verb: 'remove', id: (await line.getByRole('link').getAttribute('href'))?.split('/').at(-1) }])
})

describe('A calendar', () => {
  test('shows the records of a month on their days, and says how many have no room', async () => {
    await page.goto(served.url + calendar)
    await entry('Forty looms').first().waitFor()
    expect(await dayOf('Forty looms')).toBe('2027-03-01')
    await day('2027-03-18')
      .getByText(/^\d more$/)
      .click()
    await page.getByText('Fair visitor 9').waitFor()
    await expect.poll(() => new URL(page.url()).search).toBe('?day=2027-03-18&span=day')
    await page.goBack()
    await day('2027-03-18')
      .getByText(/^\d more$/)
      .waitFor()
  })

  test('moves a record by hand and by keyboard, and back', async () => {
    const from = await entry('Solar pumps').first().boundingBox()
    const to = await day('2027-03-09').boundingBox()
    if (!from || !to) throw new Error('The record and the day are on the page.')
    await page.mouse.move(from.x + 30, from.y + 10)
    await page.mouse.down()
    await page.mouse.move(from.x + 40, from.y + 16, { steps: 4 })
    await page.locator('.entry.moving').waitFor()
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 20 })
    await page.locator('.day.over').waitFor()
    await page.mouse.up()
    await page.getByText('“Solar pumps” moved to 9 Mar 2027.').first().waitFor()
    expect(await saved('Solar pumps')).toBe('2027-03-09')
    await entry('Solar pumps').first().focus()
    await page.keyboard.press('Control+ArrowDown')
    await page.getByText('“Solar pumps” moved to 16 Mar 2027.').first().waitFor()
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await day('2027-03-09').getByText('Solar pumps', { exact: true }).waitFor()
    expect(await saved('Solar pumps')).toBe('2027-03-09')
  })

  test('makes a record on the day that is clicked', async () => {
    await day('2027-03-24').click({ position: { x: 40, y: 90 } })
    await page.getByLabel('Title').fill('Looms for Surat')
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await day('2027-03-24').getByText('Looms for Surat').waitFor()
    expect(await saved('Looms for Surat')).toBe('2027-03-24')
  })

  test('shows a moment on its day in the zone of the business, and moves it with its time', async () => {
    await page.goto(`${served.url}/calendar/core.activity?day=2027-03-10&span=week`)
    await day('2027-03-11').getByText('12:15 am').waitFor()
    await entry('Call back late').focus()
    await page.keyboard.press('Control+ArrowRight')
    await page.getByText('“Call back late” moved to 12 Mar 2027.').first().waitFor()
    const due = await page.evaluate(async () => (await (await fetch('/api/records/core.activity?fields=due')).json()).items[0].due)
    expect(due).toBe('2027-03-11T18:45:00.000Z')
  })

  test('keeps the condition when the records are looked at another way, and is saved as a view that remembers it', async () => {
    const where = encodeURIComponent(JSON.stringify({ title: { startsWith: 'Fair' } }))
    await page.goto(`${served.url}${calendar}&where=${where}&span=week`)
    await page.getByRole('link', { name: 'List', exact: true }).click()
    await page.getByText('9 leads').first().waitFor()
    await expect.poll(() => new URL(page.url()).search).toBe(`?where=${where.replaceAll('%20', '+')}`)
    await page.goBack()
    await page.getByRole('button', { name: 'Save the view' }).click()
    await page.getByRole('menuitem', { name: 'Save as a new view' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Visitors by week')
    await page.getByLabel('Who sees it').selectOption({ label: 'Everyone' })
    await page.getByRole('checkbox', { name: 'A place in the navigation, for all who see it' }).check()
    await page.getByRole('checkbox', { name: 'Owner' }).check()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Visitors by week', pressed: true }).waitFor()
    await page.goto(`${served.url}/list/leads.lead`)
    await page.getByRole('link', { name: 'Visitors by week' }).click()
    await page.getByRole('button', { name: 'Week', exact: true, pressed: true }).waitFor()
    await page.getByRole('button', { name: 'Filter: 1' }).waitFor()
  })

  test('that is saved has a place in the navigation, is what a role sees first, gets another name and another place', async () => {
    const places = page.locator('sangam-navigation')
    await places.getByRole('link', { name: 'Visitors by week' }).waitFor()
    // Whoever looked at them in another way last comes back to that.
    await page.getByRole('link', { name: 'List', exact: true }).click()
    await places.getByRole('link', { name: 'Activities' }).click()
    await places.getByRole('link', { name: 'Leads', exact: true }).click()
    await page.getByRole('button', { name: 'Visitors by week', pressed: true }).waitFor()
    const more = async (item: string) => {
      await page.getByRole('button', { name: 'More', exact: true }).first().click()
      await page.getByRole('menuitem', { name: item }).click()
    }
    // Where the roles did not come, saving takes nothing from them.
    await page.route(/core\.role/, route => route.fulfill({ json: { items: [], next: null } }))
    await more('Name and audience of “Visitors by week”…')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.locator('sangam-save-view').waitFor({ state: 'detached' })
    await page.unroute(/core\.role/)
    await more('Name and audience of “Visitors by week”…')
    await page.getByLabel('Name', { exact: true }).fill('Visitors')
    await page.getByRole('checkbox', { name: 'Owner', checked: true }).uncheck()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await places.getByRole('link', { name: 'Visitors', exact: true }).waitFor()
    await api(page, '/api/records/core.view', { name: 'Another', entity: 'leads.lead', definition: {} })
    await page.reload()
    await page.getByRole('button', { name: /Visitors$/, pressed: true }).waitFor()
    await more('Move the view earlier')
    const saved = async () =>
      (await api<{ items: { name: string }[] }>(page, '/api/records/core.view?sort=position,name&fields=name')).items.map(one => one.name)
    await expect.poll(saved).toEqual(['Visitors', 'Another'])
  })
})

describe('A gantt', () => {
  const bar = (name: string) => page.locator('a.bar').and(page.getByRole('link', { name: new RegExp(`^${name},`) }))
  const days = async (name: string) => (await bar(name).getAttribute('aria-label'))?.split(', ')[1]
  const job = async (title: string) => {
    const { items } = await api<{ items: object[] }>(page, `/api/records/x.job?fields=title,start,finish&where=${JSON.stringify({ title })}`)
    return items[0]
  }

  beforeAll(async () => {
    const choices = [
      { value: 'cut', label: 'Cutting', colour: 'teal' },
      { value: 'sew', label: 'Sewing', colour: 'orange' },
    ]
    const fields = [
      { field: 'title', type: 'text', options: { label: 'Title', required: true } },
      { field: 'start', type: 'date', options: { label: 'Start' } },
      { field: 'finish', type: 'date', options: { label: 'Finish' } },
      { field: 'step', type: 'choice', options: { label: 'Step', choices } },
    ]
    const rules = [{ refuse: 'Nothing is finished in May.', when: { finish: { isEmpty: false, between: ['2027-05-01', '2027-05-31'] } } }]
    await api(page, '/api/model/apply', {
      operations: [
        { op: 'addEntity', entity: 'x.job', label: 'Job', plural: 'Jobs', title: 'title', menu: 'Work', fields },
        { op: 'setRules', entity: 'x.job', rules },
      ],
    })
    const step = { Shirts: 'cut', Saris: 'sew', Sails: 'sew' } as const
    await api(page, '/api/records/x.job', [
      { title: 'Shirts', step: step.Shirts, start: '2027-03-03', finish: '2027-03-09' },
      { title: 'Saris', step: step.Saris, start: '2027-03-08' },
      { title: 'Sails', step: step.Sails, start: '2026-12-01', finish: '2027-04-30' },
      { title: 'Tents', finish: '2027-03-09' },
      ...Array.from({ length: 480 }, (_, at) => ({ title: `Sack ${at + 1}`, step: 'sew', start: '2027-03-10', finish: '2027-03-12' })),
    ])
    for (let turn = 0; turn < 3; turn += 1)
      await api(
        page,
        '/api/records/x.job',
        Array.from({ length: 500 }, (_, at) => ({ title: `Bag ${turn * 500 + at + 1}`, step: 'sew', start: '2027-03-11', finish: '2027-03-20' })),
      )
  })

  test('stands on the days of its records, in rows by a choice, and says how many have no start', async () => {
    await page.goto(`${served.url}/gantt/x.job?day=2027-03-10&group=step`)
    await bar('Shirts').waitFor()
    expect([await days('Shirts'), await days('Sails'), await bar('Sails').getAttribute('class')]).toEqual([
      '3–9 Mar 2027',
      '1 Dec 2026 – 30 Apr 2027',
      'bar before moves',
    ])
    await page.getByText('Without “Start”, and so not drawn: 1 job.').waitFor()
    await page.getByRole('button', { name: 'Cutting 1' }).waitFor()
    const beside = await Promise.all([bar('Shirts').boundingBox(), page.locator('.axis').boundingBox()])
    const [shirts, axis] = beside.map(box => box ?? { x: 0, width: 0 })
    if (!shirts || !axis) throw new Error('The bar and the axis are on the page.')
    // Thirteen weeks from Sunday 28 February: the bar begins with the fourth day and is seven days long.
    expect([Math.round(((shirts.x - axis.x) / axis.width) * 91), Math.round((shirts.width / axis.width) * 91)]).toEqual([3, 7])
  })

  test('is moved and lengthened by hand and by keyboard, and taken back; looked back at, it stands where it stood', async () => {
    const before = new Date().toISOString()
    const box = await bar('Shirts').boundingBox()
    const axis = await page.locator('.axis').boundingBox()
    if (!box || !axis) throw new Error('The bar and the axis are on the page.')
    const day = axis.width / 91
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2 + day * 2, box.y + box.height / 2, { steps: 8 })
    await page.getByText('5–11 Mar 2027', { exact: true }).waitFor()
    await page.mouse.up()
    await page.getByText('“Shirts” is now at 5–11 Mar 2027.').waitFor()
    const moved = await bar('Shirts').boundingBox()
    if (!moved) throw new Error('The bar is on the page.')
    await page.mouse.move(moved.x + moved.width, moved.y + moved.height / 2)
    await page.mouse.down()
    await page.mouse.move(moved.x + moved.width + day * 3, moved.y + moved.height / 2, { steps: 8 })
    await shot(page, 'gantt-pulled')
    await page.mouse.up()
    await page.getByText('“Shirts” is now at 5–14 Mar 2027.').waitFor()
    await bar('Shirts').focus()
    await page.keyboard.press('Control+ArrowLeft')
    await page.getByText('“Shirts” is now at 4–13 Mar 2027.').waitFor()
    await page.keyboard.press('Control+Shift+ArrowLeft')
    await page.getByText('“Shirts” is now at 4–12 Mar 2027.').waitFor()
    expect(await job('Shirts')).toMatchObject({ start: '2027-03-04', finish: '2027-03-12' })
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await bar('Shirts')
      .and(page.getByRole('link', { name: /4–13 Mar/ }))
      .waitFor()
    await bar('Shirts').focus()
    await page.keyboard.press('F2')
    await page.getByLabel('Finish').fill('12/05/2027')
    await page.getByRole('button', { name: 'Move', exact: true }).click()
    await page.getByText('Nothing is finished in May.').waitFor()
    await page.getByLabel('Finish').fill('15/03/2027')
    await page.getByRole('button', { name: 'Move', exact: true }).click()
    await page.getByText('“Shirts” is now at 4–15 Mar 2027.').waitFor()
    await follow(page, `/gantt/x.job?day=2027-03-10&group=step&asOf=${before}`)
    await page.getByText(/^This is how it was on/).waitFor()
    await bar('Shirts')
      .and(page.getByRole('link', { name: /3–9 Mar/ }))
      .waitFor()
  })

  test('goes back, with the server’s sentence, where a move is refused', async () => {
    await page.goto(`${served.url}/gantt/x.job?day=2027-03-10&where=${encodeURIComponent(JSON.stringify({ title: 'Sails' }))}`)
    await bar('Sails').focus()
    await page.keyboard.press('Control+Shift+ArrowRight')
    await page.getByText('“Sails” stays at 1 Dec 2026 – 30 Apr 2027. Nothing is finished in May.').waitFor()
    await bar('Sails')
      .and(page.getByRole('link', { name: /30 Apr/ }))
      .waitFor()
    expect(await job('Sails')).toMatchObject({ finish: '2027-04-30' })
  })

  test('draws of two thousand records those that are seen, without a long task, and is saved as a view', async () => {
    await page.goto(`${served.url}/gantt/x.job?day=2027-03-10&scale=month`)
    await page.locator('[role=grid][aria-rowcount="1984"]').waitFor()
    const longest = await page.evaluate(async () => {
      let most = 0
      const watch = new PerformanceObserver(list => {
        for (const { duration } of list.getEntries()) most = Math.max(most, duration)
      })
      watch.observe({ type: 'longtask' })
      const find = (root: ParentNode): Element | null =>
        root.querySelector('sangam-gantt-sheet') ?? [...root.querySelectorAll('*')].map(one => one.shadowRoot && find(one.shadowRoot)).find(Boolean) ?? null
      const scroll = find(document)?.shadowRoot?.querySelector('.scroll')
      for (let turn = 1; scroll && turn <= 20; turn += 1) {
        scroll.scrollTop = (scroll.scrollHeight / 20) * turn
        await new Promise(done => requestAnimationFrame(() => setTimeout(done, 30)))
      }
      watch.disconnect()
      return { most, drawn: scroll?.querySelectorAll('.row').length ?? 0 }
    })
    expect(longest.drawn).toBeLessThan(60)
    expect(longest.most).toBeLessThan(200)
    await page.getByText('Bag 1500').waitFor()
    await page.getByRole('button', { name: 'Save the view' }).click()
    await page.getByRole('menuitem', { name: 'Save as a new view' }).click()
    await page.getByLabel('Name', { exact: true }).fill('The year')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'The year', pressed: true }).waitFor()
    await page.goto(`${served.url}/list/x.job`)
    await page.getByRole('link', { name: 'The year' }).click()
    await page.getByRole('button', { name: 'Months', exact: true, pressed: true }).waitFor()
  })
})

describe('A board', () => {
  test('stands by another field, folds a column, marks one with more than its limit, and is saved as it stands', async () => {
    await page.goto(`${served.url}/board/leads.lead`)
    await page.getByLabel('Columns by').selectOption({ label: 'By Source' })
    const column = (name: string) => page.locator('section.column').filter({ has: page.getByRole('heading', { name, exact: true }) })
    await column('Website').locator('.card').nth(7).waitFor()
    await expect
      .poll(() => page.locator('section.column').evaluateAll(all => all.map(one => one.getAttribute('aria-label'))))
      .toContainEqual(expect.stringMatching(/^None, \d+ leads$/))
    await column('Website').locator('.card').first().focus()
    await page.keyboard.press('Control+ArrowRight')
    await expect.poll(() => column('Website').locator('header b').textContent()).toBe('7')
    // And back: tests below count on it.
    await page.keyboard.press('Control+ArrowLeft')
    await expect.poll(() => column('Website').locator('header b').textContent()).toBe('8')

    await column('Event').getByRole('button', { name: 'Column Event' }).click()
    await page.getByRole('menuitem', { name: 'Set a limit…' }).click()
    await page.locator('sangam-ask-fields').getByLabel('At most').fill('5')
    await page.locator('sangam-ask-fields').getByRole('button', { name: 'Set the limit' }).click()
    await column('Event').getByText('More than the limit').waitFor({ state: 'attached' })
    await column('Website').getByRole('button', { name: 'Column Website' }).click()
    await page.getByRole('menuitem', { name: 'Fold' }).click()
    const folded = page.locator('section.column.folded')
    await folded.getByRole('button', { name: /Website/ }).waitFor()
    const [path, query] = page.url().slice(served.url.length).split('?')
    expect([path, Object.fromEntries(new URLSearchParams(query))]).toEqual(['/board/leads.lead', { by: 'source', folded: 'website', limits: 'event:5' }])
    expect(await violations(page)).toEqual([])
    await shot(page, 'board-by-source')

    await page.reload()
    await folded.waitFor()
    await folded.getByRole('button').click()
    await column('Website').locator('.card').first().waitFor()
    await expect.poll(() => column('Event').locator('header b').getAttribute('title')).toBe('At most 5')
  })
})

describe('A tree', () => {
  const line = (name: string) => page.locator('sangam-tree-sheet [role=row]').filter({ has: page.getByRole('link', { name, exact: true }) })
  const seen = async () =>
    page
      .locator('sangam-tree-sheet .row')
      .evaluateAll(all => all.slice(0, 8).map(row => `${row.getAttribute('aria-level')} ${row.querySelector('a')?.textContent?.trim()}`))
  const team = async (name: string, parent?: { readonly id: string }) => api(page, '/api/records/core.team', { name, ...(parent && { parent: parent.id }) })

  beforeAll(async () => {
    const india = await team('India')
    const [north, west] = [await team('North', india), await team('West', india)]
    for (const [name, above] of [
      ['Delhi', north],
      ['Mumbai', west],
      ['Pune', west],
    ] as const)
      await team(name, above)
    const field = await team('Field')
    for (const turn of [0, 1])
      await api(
        page,
        '/api/records/core.team',
        Array.from({ length: 400 }, (_, at) => ({ name: `Round ${String(turn * 400 + at + 1).padStart(3, '0')}`, parent: field.id })),
      )
  })

  test('opens branch by branch from the keyboard, draws what is seen of a long one, and tells what all below adds up to', async () => {
    await page.goto(`${served.url}/tree/core.team`)
    await line('India').waitFor()
    await expect.poll(seen).toEqual(['1 Field', '1 India'])
    await line('Field').getByText('800').waitFor()
    await line('India').focus()
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowRight']) {
      await page.keyboard.press(key)
      await settled(page)
    }
    await expect.poll(seen).toEqual(['1 Field', '1 India', '2 North', '2 West', '3 Mumbai', '3 Pune'])
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await settled(page)
    await expect.poll(seen).toEqual(['1 Field', '1 India', '2 North', '2 West'])
    await page.keyboard.press('ArrowLeft')
    await page.getByText('5 teams in all below “India”').waitFor()
    await line('Field').getByRole('button', { name: 'Parts of Field' }).click()
    await line('Round 001').waitFor()
    await line('Round 001').focus()
    await page.keyboard.press('End')
    await line('West').waitFor()
    await expect.poll(() => page.locator('sangam-tree-sheet .row').count()).toBeLessThan(60)
  })

  test('beside it a board by teams says that it has no room for all, and where all are', async () => {
    await page.goto(`${served.url}/board/leads.lead?by=team`)
    await page.getByText('Only the first 200 teams have a column here.').waitFor()
    await page.getByRole('link', { name: 'The list, grouped by Team, has all' }).click()
    await page.locator('sangam-grid').waitFor()
  })

  test('moves records under others by keyboard and by hand, back again, and never in a circle', async () => {
    await page.goto(`${served.url}/tree/core.team`)
    await line('India').focus()
    await page.keyboard.press('ArrowRight')
    await line('West').focus()
    await page.keyboard.press('Control+ArrowRight')
    await page.getByText('“West” is moved.').waitFor()
    await expect.poll(seen).toEqual(['1 Field', '1 India', '2 North', '3 Delhi', '3 West'])
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await line('West').and(page.locator('[aria-level="2"]')).waitFor()
    await line('India').dragTo(line('West'))
    await page.getByText('Part of: nothing can stand below itself. Choose another.').waitFor()
    await line('Delhi').dragTo(line('West'))
    await line('Delhi').and(page.locator('[aria-posinset="1"][aria-setsize="3"]')).waitFor()
    await line('Delhi').focus()
    await page.keyboard.press('Control+ArrowLeft')
    await line('Delhi').and(page.locator('[aria-level="2"]')).waitFor()
  })

  test('takes nothing out of a branch that someone does not see', async () => {
    const options = { label: 'Part of', to: 'x.depot', tree: true }
    const grants = [{ entity: 'x.depot', verbs: ['read', 'update'], where: { name: { ne: 'Hidden' } } }]
    const fields = [
      { field: 'name', type: 'text', options: { label: 'Name', required: true } },
      { field: 'partOf', type: 'reference', options },
    ]
    await api(page, '/api/model/apply', {
      operations: [
        { op: 'addEntity', entity: 'x.depot', label: 'Depot', plural: 'Depots', title: 'name', menu: 'Work', fields },
        { op: 'setRole', role: 'x.keeper', label: 'Keeper', grants },
      ],
    })
    let above: string | null = null
    for (const name of ['Hidden', 'Yard', 'Shelf']) above = (await api(page, '/api/records/x.depot', { name, partOf: above })).id
    await api(page, '/api/users/invite', { name: 'Kiran Rao', email: 'kiran@example.com', roles: ['x.keeper'] })
    const { items } = await api<{ items: { id: string; name: string }[] }>(page, '/api/users')
    await page.evaluate(id => sessionStorage.setItem('sangam.as', id), items.find(({ name }) => name === 'Kiran Rao')?.id ?? '')
    await page.goto(`${served.url}/tree/x.depot`)
    await line('Yard').focus()
    await page.keyboard.press('ArrowRight')
    await line('Shelf').focus()
    await page.keyboard.press('Control+ArrowLeft')
    await page.getByText('“Yard” stands under something that you may not see.').waitFor()
    await line('Yard').dragTo(page.locator('sangam-tree-sheet .head'))
    await settled(page)
    // Whoever only looks is refused with a sentence where something is written.
    await expect.poll(() => page.getByText('You only look at what Kiran Rao sees.').count()).toBe(0)
    await page.evaluate(() => sessionStorage.removeItem('sangam.as'))
  })

  test('keeps what stands above what is searched for', async () => {
    await page.goto(`${served.url}/tree/core.team?search=Pune`)
    await line('Pune').waitFor()
    await expect.poll(async () => [await seen(), await page.locator('sangam-tree-sheet .row.beyond').count()]).toEqual([['1 India', '2 West', '3 Pune'], 2])
    await page.getByRole('link', { name: 'List', exact: true }).click()
    await page.getByText('1 team', { exact: true }).first().waitFor()
  })
})

describe('A list', () => {
  const head = (name: string) => page.locator('sangam-grid').getByRole('columnheader').filter({ hasText: name })
  const line = (name: string) => page.locator('sangam-grid .row').filter({ has: page.getByRole('link', { name, exact: true }) })

  test('colours lines by conditions, with a flag that says why, and keeps columns in view; both are saved', async () => {
    await page.goto(`${served.url}/list/leads.lead?search=Solar`)
    await line('Solar pumps').waitFor()
    await page.getByRole('button', { name: 'More', exact: true }).first().click()
    await page.getByRole('menuitem', { name: 'Colours…' }).click()
    const dialog = page.locator('sangam-colours')
    await dialog.getByRole('button', { name: 'Add a condition' }).click()
    await dialog.getByLabel('Field').selectOption({ label: 'Source' })
    await dialog.getByLabel('Value', { exact: true }).selectOption({ label: 'Referral' })
    await dialog.getByLabel('What it means').fill('Somebody spoke for us')
    await dialog.getByLabel('What it means').blur()
    await dialog.getByRole('combobox', { name: /^Colour/ }).selectOption({ label: 'Green' })
    await page.keyboard.press('Escape')
    await line('Solar pumps 2').getByRole('img', { name: 'Somebody spoke for us' }).waitFor()
    await expect.poll(() => page.locator('sangam-grid .row.toned').count()).toBe(1)
    await head('Stage').getByRole('button').click()
    await page.getByRole('menuitem', { name: 'Keep in view up to here' }).click()
    await expect.poll(() => page.locator('sangam-grid .th.pin').count()).toBe(2)
    await page.locator('sangam-grid .scroll').evaluate(one => one.scrollTo({ left: 400 }))
    const [first, party, stage] = await Promise.all(['Title', 'Party', 'Stage'].map(name => head(name).boundingBox()))
    expect([party?.x, stage?.x]).toEqual([(first?.x ?? 0) + (first?.width ?? 0), (party?.x ?? 0) + (party?.width ?? 0)])
    await page.getByRole('button', { name: 'Save the view' }).click()
    await page.getByRole('menuitem', { name: 'Save as a new view' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Who was sent to us')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Who was sent to us', pressed: true }).waitFor()
    await expect.poll(() => new URL(page.url()).search).toMatch(/^\?view=[0-9a-f-]{36}$/)
    await page.reload()
    await line('Solar pumps 2').getByRole('img', { name: 'Somebody spoke for us' }).waitFor()
    await expect.poll(() => page.locator('sangam-grid .th.pin').count()).toBe(2)
  })
})

describe('A chart', () => {
  test('adds up exactly, in the order of the choices, and each bar leads to its records', async () => {
    await page.goto(`${served.url}/chart/leads.lead?group=source&measure=sum:value.amount`)
    await page.getByRole('link', { name: 'Website: ₹45,00,004' }).waitFor()
    await expect
      .poll(() => page.locator('svg a').evaluateAll(all => all.map(one => one.getAttribute('aria-label'))))
      .toEqual(['Website: ₹45,00,004', 'Referral: ₹48,20,004', 'Event: ₹51,40,004'])
    await page.getByText('₹1,44,60,012', { exact: true }).first().waitFor()
    await page.getByRole('link', { name: 'Referral: ₹48,20,004' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('8 leads').first().waitFor()
    await page.getByRole('button', { name: 'Filter: 1' }).waitFor()
    await page.goBack()
    await page.getByRole('link', { name: 'Event: ₹51,40,004' }).waitFor()
  })

  test('is a table too, split by a second group, whose figures lead to theirs', async () => {
    await page.getByRole('combobox', { name: 'Then by' }).selectOption({ label: 'Stage' })
    await page.getByRole('button', { name: 'Table', exact: true }).click()
    const rows = () => page.locator('table tr').evaluateAll(all => all.map(row => [...row.children].map(cell => cell.textContent?.trim()).join(' | ')))
    await expect.poll(rows).toEqual(['Source | New', 'Website | ₹45,00,004', 'Referral | ₹48,20,004', 'Event | ₹51,40,004', 'Total | ₹1,44,60,012'])
    await page.getByRole('link', { name: '₹51,40,004' }).click()
    await page.getByRole('button', { name: 'Filter: 2' }).waitFor()
    await page.getByText('8 leads').first().waitFor()
  })

  test('is drawn of a list that is grouped, by what the list adds up', async () => {
    await page.goto(`${served.url}/list/leads.lead`)
    await page.getByRole('button', { name: 'Forecast by month' }).click()
    await page.getByRole('link', { name: 'Chart', exact: true }).click()
    await page.getByRole('link', { name: 'March 2027: ₹1,44,60,012' }).waitFor()
    await expect.poll(() => page.getByRole('combobox', { name: 'What is measured' }).inputValue()).toBe('sum:value.amount')
  })
})

describe('A pivot', () => {
  const table = () => page.locator('table tr').evaluateAll(all => all.map(row => [...row.children].map(cell => cell.textContent?.trim()).join(' | ')))

  test('has totals of its rows and columns, and each figure leads to its records', async () => {
    const where = encodeURIComponent(JSON.stringify({ title: { in: ['Forty looms', 'Forty looms 2', 'Solar pumps'] } }))
    await page.goto(`${served.url}/pivot/leads.lead?rows=source&columns=expectedClose:month&measures=count,sum:value.amount&where=${where}`)
    await page.getByRole('link', { name: '₹5,40,001.50' }).first().waitFor()
    await expect
      .poll(table)
      .toEqual([
        'Source × Expected close by month | March 2027 | Total',
        'Number of records | Sum of Value | Number of records | Sum of Value',
        'Website | 2 | ₹3,75,001 | 2 | ₹3,75,001',
        'Referral | 1 | ₹1,65,000.50 | 1 | ₹1,65,000.50',
        'Total | 3 | ₹5,40,001.50 | 3 | ₹5,40,001.50',
      ])
    await page.getByRole('link', { name: '₹3,75,001' }).first().click()
    await page.getByText('2 leads').first().waitFor()
    await page.goBack()
    await page.getByRole('link', { name: '₹5,40,001.50' }).first().waitFor()
  })

  test('has rows within rows that fold, columns that are chosen, and is a file', async () => {
    await page.goto(`${served.url}/pivot/leads.lead?rows=owner,source&measures=avg:value.amount`)
    await page.getByRole('link', { name: '₹6,02,500.50' }).first().waitFor()
    const lines = await table()
    expect([lines.length, lines.at(-1)]).toEqual([7, 'Total | ₹6,02,500.50'])
    await page.getByRole('button', { name: 'Parts of Asha Sharma' }).click()
    await expect.poll(table).toHaveLength(3)
    await page.getByRole('button', { name: 'Columns', exact: true }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Status', exact: true }).click()
    await page.getByRole('columnheader', { name: 'Open' }).waitFor()
    await expect.poll(() => new URL(page.url()).searchParams.get('columns')).toBe('state')
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: 'More', exact: true }).first().click()
    await page.getByRole('menuitem', { name: 'Export as CSV' }).click()
    const file = await (await coming).path()
    expect(readFileSync(file, 'utf8').split('\r\n').slice(0, 2)).toEqual([
      '\ufeffOwner,Source,Status,Currency,Value: Average',
      'Asha Sharma,event,open,INR,642500.5',
    ])
    // By the hand: what goes to the columns sends what was there to the rows.
    await page.locator('[data-item=source]').dragTo(page.getByRole('group', { name: 'Columns', exact: true }))
    const places = () => ['rows', 'columns'].map(side => new URL(page.url()).searchParams.get(side))
    await expect.poll(places).toEqual(['owner,state', 'source'])
    await page.getByRole('columnheader', { name: 'Website' }).waitFor()
    await shot(page, 'pivot-dragged')
  })
})

describe('A dashboard', () => {
  const card = (name: string) => page.locator('sangam-dashboard-card').filter({ has: page.getByRole('region', { name, exact: true }) })
  const order = async () => await page.locator('.grip').evaluateAll(all => all.map(one => /“(.+)”/.exec(one.getAttribute('aria-label') ?? '')?.[1] ?? ''))

  test('of a plugin tells what is open, exactly; it is narrowed as a whole, and its figures lead to their records', async () => {
    await page.route('**/api/meta', async route => {
      const told = (await (await route.fetch()).json()) as Meta
      const [kinds, more] = [['parties.party', 'core.activity'], told.dashboards[0]]
      const cards = [...(more?.cards ?? []), ...kinds.map(entity => ({ kind: 'number', entity, label: `How many ${entity}` })), { kind: 'hidden' }]
      const filters = [...(more?.filters ?? []), ...kinds.map(entity => ({ entity, field: 'kind' }))]
      await route.fulfill({ json: { ...told, dashboards: [{ ...more, cards, filters }] } })
    })
    await page.goto(`${served.url}/dashboard/leads.sales`)
    await page.getByRole('link', { name: '₹1,44,60,012', exact: true }).waitFor()
    await card('Value by stage').getByRole('link', { name: 'New: ₹1,44,60,012' }).waitFor()
    await page.getByRole('combobox', { name: 'Source' }).selectOption({ label: 'Referral' })
    await page.getByRole('link', { name: '₹48,20,004', exact: true }).waitFor()
    await expect.poll(() => new URL(page.url()).search).toBe('?f.leads.lead.source=referral')
    await page.getByRole('link', { name: '₹48,20,004', exact: true }).click()
    await page.getByText('8 leads').first().waitFor()
    await page.goBack()
    await page.getByRole('link', { name: '₹48,20,004', exact: true }).waitFor()
    await page.goBack()
    await page.getByRole('link', { name: '₹1,44,60,012', exact: true }).waitFor()
    await page.getByRole('combobox', { name: 'Kind (Activities)' }).selectOption({ label: 'Call' })
    await card('How many core.activity').getByRole('link', { name: '0', exact: true }).waitFor()
    await card('How many parties.party').getByRole('link', { name: '0', exact: true }).waitFor()
    await page.goBack()
    await card('How many core.activity').getByRole('link', { name: '1', exact: true }).waitFor()
  })

  test('is arranged by keyboard and by hand, taken back, and becomes one’s own; what is not saved is not lost unasked', async () => {
    await page.getByRole('button', { name: 'Arrange', exact: true }).click()
    await page.getByRole('button', { name: /^Move “Open value”/ }).focus()
    await page.keyboard.press('ArrowRight')
    expect((await order()).slice(0, 3)).toEqual(['Won this month', 'Open value', 'Expected this month'])
    await page.keyboard.press('Shift+ArrowRight')
    await page.getByText('“Open value” is 4 columns wide and 2 rows high.').waitFor({ state: 'attached' })
    await page.keyboard.press('Control+z')
    await page.getByRole('button', { name: 'More about “Lost this month”' }).click()
    await page.getByRole('menuitem', { name: 'Take off the board' }).click()
    await expect.poll(order).toHaveLength(10)
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.locator('li[data-key]').nth(4).dragTo(page.locator('li[data-key]').nth(1))
    expect((await order()).slice(0, 3)).toEqual(['Won this month', 'Forecast by month', 'Open value'])

    await page.getByRole('link', { name: 'Home' }).first().click()
    await page.getByRole('button', { name: 'Stay' }).click()
    await page.getByRole('button', { name: 'Add a card' }).click()
    await page.getByRole('menuitem', { name: 'Figure' }).click()
    await page.getByLabel('What is measured').selectOption({ label: 'Largest Value' })
    await page.getByLabel('Name', { exact: true }).fill('Our largest')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('link', { name: '₹10,80,000.50' }).waitFor({ state: 'attached' })
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByLabel('Who sees it').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(order).toHaveLength(12)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByLabel('Name', { exact: true }).fill('Our sales')
    await page.getByLabel('Who sees it').selectOption({ label: 'Everyone' })
    await page.getByRole('checkbox', { name: 'Administrator' }).check()
    await page.getByRole('checkbox', { name: 'Owner' }).check()
    await page.getByText('Cards that you may not see do not come along.').waitFor()
    await page.getByRole('button', { name: 'Save', exact: true }).last().click()
    await page.getByRole('heading', { name: 'Our sales' }).waitFor()
    await page.getByRole('link', { name: 'Home' }).first().click()
    await page.getByRole('heading', { name: /Asha/ }).waitFor()
    await page.getByRole('link', { name: '₹10,80,000.50' }).waitFor()

    await follow(page, '/chart/leads.lead?group=source&chart=pie')
    await page.getByRole('button', { name: 'More', exact: true }).first().click()
    await page.getByRole('menuitem', { name: 'Put it on a dashboard…' }).click()
    await page.getByLabel('Name of the card').fill('Where they come from')
    await page.getByRole('button', { name: 'Put it there' }).click()
    await page.getByRole('button', { name: 'Open it' }).click()
    await page.getByRole('heading', { name: 'Our sales' }).waitFor()
    await card('Where they come from').getByRole('link', { name: 'Referral' }).waitFor()
    await page.getByRole('button', { name: 'More', exact: true }).first().click()
    await page.getByRole('menuitem', { name: 'Remove “Our sales”' }).click()
    await page.getByText('It is the first page of Administrator, Owner. The records on it stay.').waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.unroute('**/api/meta')
  })

  test('tells a month beside the one before, exactly, and how much more or less it is', async () => {
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata' }).format()
    const before = new Date(Date.parse(`${today.slice(0, 7)}-01T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
    const won = (title: string, actualClose: string, amount: string) => ({ title, state: 'won', actualClose, value: { amount, currency: 'INR' } })
    await api(page, '/api/records/leads.lead', [
      won('Looms sold', today, '1000000.25'),
      won('Pumps sold', today, '200000.50'),
      won('Doors sold', before, '800000.50'),
    ])
    await page.goto(`${served.url}/dashboard/leads.sales`)
    await card('Won this month').getByRole('link', { name: '₹12,00,000.75' }).waitFor()
    await card('Won this month').getByText('50%', { exact: true }).waitFor()
    await card('Won this month')
      .getByText(/^\w+ \d\d: ₹8,00,000\.50$/)
      .waitFor()
    await card('Won this month').getByRole('link', { name: '₹12,00,000.75' }).click()
    await page.getByText('2 leads').first().waitFor()
  })

  test('keeps the place of a card whose field went, says what fails in a card, and waits for no slow one', async () => {
    await page.route('**/api/records/core.dashboard?*', async route => {
      const answer = await route.fetch()
      const text = (await answer.text()).replaceAll('min:value.amount', 'min:gone').replaceAll('max:value.amount', 'max:gone')
      await route.fulfill({ response: answer, body: text })
    })
    let open = (): void => undefined
    const slow = new Promise<void>(resolve => (open = resolve))
    await page.route('**/api/query/leads.lead', async route => {
      const asked = route.request().postData() ?? ''
      if (asked.includes('"group":["stage')) await slow
      if (asked.includes('expectedClose:month')) await route.fulfill({ status: 500, body: '{"detail":"The server is tired."}' })
      else await route.continue()
    })
    await page.goto(served.url)
    await page.getByText('What this card shows is no longer there, or not yours to see.').waitFor()
    await page.getByRole('link', { name: '₹1,44,60,012', exact: true }).waitFor()
    await card('Forecast by month').getByText('The server is tired.').waitFor()
    await card('Value by stage').locator('sangam-skeleton').waitFor()
    open()
    await card('Value by stage').getByRole('link', { name: 'New: ₹1,44,60,012' }).waitFor()
    await page.unrouteAll({ behavior: 'wait' })
    await card('Forecast by month').getByRole('button', { name: 'Try again' }).click()
    await card('Forecast by month')
      .getByRole('link', { name: /^March 2027/ })
      .waitFor()
    // What the browser noted of the refusals is no error of the page.
    errors.splice(0, errors.length, ...errors.filter(error => !/status of 500/.test(error)))
  })
})

const coloured = `/list/leads.lead?pinned=2&colours=${encodeURIComponent(
  JSON.stringify([
    { where: { source: 'referral' }, colour: 'green', label: 'Sent to us' },
    { where: { source: 'event' }, colour: 'red', column: 'value' },
  ]),
)}`

const looks = [
  ['a dashboard at a desk', '/dashboard/leads.sales', desk],
  ['a dashboard that is arranged on a phone', '/dashboard/leads.sales?edit=1', phone],
  ['a month at a desk', calendar, desk],
  ['a week at a desk', `${calendar}&span=week`, desk],
  ['a gantt at a desk', '/gantt/x.job?day=2027-03-10&group=step', desk],
  ['a gantt on a phone', '/gantt/x.job?day=2027-03-10', phone],
  ['a tree at a desk', '/tree/core.team?search=u', desk],
  ['a tree on a phone', '/tree/core.team?search=u', phone],
  ['coloured lines at a desk', coloured, desk],
  ['coloured lines on a phone', coloured, phone],
  ['columns in parts at a desk', '/chart/leads.lead?group=expectedClose:week,source&measure=sum:value.amount', desk],
  ['a pie at a desk', '/chart/leads.lead?group=source&chart=pie', desk],
  ['a pivot at a desk', '/pivot/leads.lead?rows=owner,source&columns=expectedClose:week&measures=count,sum:value.amount', desk],
  ['a month on a phone', calendar, phone],
  ['a line on a phone', '/chart/leads.lead?group=expectedClose:week&measure=avg:value.amount&chart=line', phone],
  ['a funnel on a phone', '/chart/leads.lead?group=stage&chart=funnel', phone],
  ['a pivot on a phone', '/pivot/leads.lead?rows=source&columns=expectedClose:week&measures=sum:value.amount', phone],
  ['a table of a chart on a phone', '/chart/leads.lead?group=title,source&as=table', phone],
] as const

test.each(looks)('%s is drawn without an error, fits its window and has nothing that axe finds', async (name, address, look) => {
  await page.setViewportSize(look)
  // On a phone it is dark.
  await page.evaluate(theme => document.documentElement.setAttribute('data-theme', theme), look === phone ? 'dark' : 'light')
  await follow(page, address)
  await page.locator('h1').waitFor()
  const found = await violations(page)
  await shot(page, name.replaceAll(' ', '-'))
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect({ name, found, wide, errors }).toEqual({ name, found: [], wide: 0, errors: [] })
})
