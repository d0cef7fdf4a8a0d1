import { beforeAll, describe, expect, test } from 'vitest'
import { desk, phone, settled, violations } from './browser.ts'
import { api, follow, held, shot } from './steps.ts'
import { areDrawnWell, expectedClose, leadsInMarch, page, served } from './views.ts'

leadsInMarch()

const calendar = '/calendar/leads.lead?day=2027-03-10'
const day = (date: string) => page.locator(`[data-day='${date}']`)
const entry = (name: string) => page.locator('a.entry').filter({ hasText: name })
const dayOf = (name: string) => entry(name).first().locator('xpath=ancestor::li[@data-day]').getAttribute('data-day')

test('A screen that a plugin draws itself goes through what is late, and gives it a new day', async () => {
  await api(page, '/api/records/leads.lead', { title: 'Late mill', expectedClose: '2020-01-06', value: { amount: '90000', currency: 'INR' } })
  // The others are late too once their March is over.
  const where = encodeURIComponent(JSON.stringify({ state: 'open', expectedClose: { lt: '$today' } }))
  const { count } = await api<{ count: number }>(page, `/api/records/leads.lead?where=${where}&fields=title&limit=1&count=exact`)
  const overdue = (still: number) => page.getByRole('tab', { name: new RegExp(`^Overdue ?${still}$`) }).waitFor()
  await page.goto(served.url)
  await page.getByRole('link', { name: 'Monday review' }).click()
  await overdue(count)
  await settled(page)
  await shot(page, 'review')
  expect(await violations(page)).toEqual([])
  const line = page.getByRole('listitem').filter({ hasText: 'Late mill' })
  await expect.poll(() => line.getByText('₹90,000').count()).toBe(1)
  await line.getByRole('button', { name: 'In a week' }).click()
  await page.getByText(/“Late mill” closes on/).waitFor()
  await line.waitFor({ state: 'detached' })
  await overdue(count - 1)
  if (count === 1) await page.getByText('Nothing to go through').waitFor()
  expect((await expectedClose('Late mill')) > new Date().toISOString().slice(0, 10)).toBe(true)
  await page.getByRole('button', { name: 'Undo' }).click()
  await line.waitFor()
  await expect.poll(() => expectedClose('Late mill')).toBe('2020-01-06')
  await api(page, '/api/batch', [{ entity: 'leads.lead', verb: 'remove', id: (await line.getByRole('link').getAttribute('href'))?.split('/').at(-1) }])
})

describe('A calendar', () => {
  test('shows the records of a month on their days, and says how many have no room', async () => {
    await page.goto(served.url + calendar)
    await entry('Forty looms').first().waitFor()
    await expect.poll(() => dayOf('Forty looms')).toBe('2027-03-01')
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
    await settled(page)
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
    await expect.poll(() => expectedClose('Solar pumps')).toBe('2027-03-09')
    await entry('Solar pumps').first().focus()
    await page.keyboard.press('Control+ArrowDown')
    await page.getByText('“Solar pumps” moved to 16 Mar 2027.').first().waitFor()
    // One moves it on before it is saved.
    const letGo = await held(page, 'leads.lead')
    await entry('Solar pumps').first().focus()
    await page.keyboard.press('Control+ArrowRight')
    await day('2027-03-17').locator('a.entry:focus').waitFor()
    await page.keyboard.press('Control+ArrowRight')
    await page.keyboard.press('Control+ArrowRight')
    letGo()
    await page.getByText('“Solar pumps” moved to 19 Mar 2027.').first().waitFor()
    await expect.poll(() => expectedClose('Solar pumps')).toBe('2027-03-19')
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await day('2027-03-17').getByText('Solar pumps', { exact: true }).waitFor()
    await expect.poll(() => expectedClose('Solar pumps')).toBe('2027-03-17')
  })

  test('makes a record on the day that is clicked', async () => {
    await day('2027-03-24').click({ position: { x: 40, y: 90 } })
    await page.getByLabel('Title').fill('Looms for Surat')
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await day('2027-03-24').getByText('Looms for Surat').waitFor()
    await expect.poll(() => expectedClose('Looms for Surat')).toBe('2027-03-24')
  })

  test('shows a moment on its day in the zone of the business, and moves it with its time', async () => {
    await page.goto(`${served.url}/calendar/core.activity?day=2027-03-10&span=week`)
    await day('2027-03-11').getByText('12:15 am').waitFor()
    await entry('Call back late').focus()
    await page.keyboard.press('Control+ArrowRight')
    await page.getByText('“Call back late” moved to 12 Mar 2027.').first().waitFor()
    const due = async () => (await api<{ items: { due: string }[] }>(page, '/api/records/core.activity?fields=due')).items[0]?.due
    await expect.poll(due).toBe('2027-03-11T18:45:00.000Z')
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
    await page.locator('sangam-list-screen sangam-grid').waitFor()
    await places.getByRole('link', { name: 'Activities' }).click()
    await page.getByRole('heading', { name: /^Activities/ }).waitFor()
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
    const inOrder = async () =>
      (await api<{ items: { name: string }[] }>(page, '/api/records/core.view?sort=position,name&fields=name')).items.map(one => one.name)
    await expect.poll(inOrder).toEqual(['Visitors', 'Another'])
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
    await expect
      .poll(async () => [await days('Shirts'), await days('Sails'), await bar('Sails').getAttribute('class')])
      .toEqual(['3–9 Mar 2027', '1 Dec 2026 – 30 Apr 2027', 'bar before moves'])
    await page.getByText('Without “Start”, and so not drawn: 1 job.').waitFor()
    await page.getByRole('button', { name: 'Cutting 1' }).waitFor()
    const beside = await Promise.all([bar('Shirts').boundingBox(), page.locator('.axis').boundingBox()])
    const [shirts, axis] = beside.map(box => box ?? { x: 0, width: 0 })
    if (!shirts || !axis) throw new Error('The bar and the axis are on the page.')
    // A day is too short for the word “Sewing”, which stands beside it; the seven days of shirts hold theirs.
    const words = (name: string) => bar(name).evaluate(one => [one.classList.contains('beside'), one.querySelector('span')?.scrollWidth ?? 0, one.clientWidth])
    await expect.poll(async () => (await words('Saris'))[0]).toBe(true)
    expect((await words('Shirts'))[0]).toBe(false)
    // Thirteen weeks from Sunday 28 February: the bar begins with the fourth day and is seven days long.
    expect([Math.round(((shirts.x - axis.x) / axis.width) * 91), Math.round((shirts.width / axis.width) * 91)]).toEqual([3, 7])
  })

  test('is moved and lengthened by hand and by keyboard, and taken back; looked back at, it stands where it stood', async () => {
    const before = new Date().toISOString()
    await settled(page)
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
    await settled(page)
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
    // Two more before the first of them is saved.
    const letGo = await held(page, 'x.job')
    await bar('Shirts').focus()
    await page.keyboard.press('Control+ArrowRight')
    await page.keyboard.press('Control+ArrowLeft')
    await page.keyboard.press('Control+Shift+ArrowLeft')
    letGo()
    await page.getByText('“Shirts” is now at 4–12 Mar 2027.').waitFor()
    await expect.poll(() => job('Shirts')).toMatchObject({ start: '2027-03-04', finish: '2027-03-12' })
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
      const tasks: number[] = []
      const watch = new PerformanceObserver(list => void tasks.push(...list.getEntries().map(({ duration }) => duration)))
      watch.observe({ type: 'longtask' })
      const find = (root: ParentNode): Element | null =>
        root.querySelector('sangam-gantt-sheet') ?? [...root.querySelectorAll('*')].map(one => one.shadowRoot && find(one.shadowRoot)).find(Boolean) ?? null
      const scroll = find(document)?.shadowRoot?.querySelector('.scroll')
      for (let turn = 1; scroll && turn <= 20; turn += 1) {
        scroll.scrollTop = (scroll.scrollHeight / 20) * turn
        await new Promise(done => requestAnimationFrame(() => setTimeout(done, 30)))
      }
      watch.disconnect()
      // What the machine did besides is in one or the other of them, and not in most.
      const most = tasks.toSorted((one, other) => other - one)[5] ?? 0
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

areDrawnWell([
  ['a month at a desk', calendar, desk],
  ['a week at a desk', `${calendar}&span=week`, desk],
  ['a gantt at a desk', '/gantt/x.job?day=2027-03-10&group=step', desk],
  ['a gantt on a phone', '/gantt/x.job?day=2027-03-10', phone],
  ['a month on a phone', calendar, phone],
])
