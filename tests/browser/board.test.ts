import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { desk, phone, settled, violations } from './browser.ts'
import { api, held, shot } from './steps.ts'
import { areDrawnWell, leadsInMarch, page, served } from './views.ts'

leadsInMarch()

describe('A board', () => {
  test('stands by another field, folds a column, marks one with more than its limit, and is saved as it stands', async () => {
    await page.goto(`${served.url}/board/leads.lead`)
    await page.getByLabel('Columns by').selectOption({ label: 'By Source' })
    const column = (name: string) => page.locator('section.column').filter({ has: page.getByRole('heading', { name, exact: true }) })
    await column('Website').locator('.card').nth(7).waitFor()
    await expect
      .poll(() => page.locator('section.column').evaluateAll(all => all.map(one => one.getAttribute('aria-label'))))
      .toContainEqual(expect.stringMatching(/^None, \d+ leads$/))
    // There and back before the first of the two is saved.
    const letGo = await held(page, 'leads.lead')
    await column('Website').locator('.card').first().focus()
    await page.keyboard.press('Control+ArrowRight')
    await expect.poll(() => column('Website').locator('header b').textContent()).toBe('7')
    await column('Referral').locator('.card:focus').waitFor()
    await page.keyboard.press('Control+ArrowLeft')
    letGo()
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
    const address = () => {
      const { pathname, searchParams } = new URL(page.url())
      return [pathname, Object.fromEntries(searchParams)]
    }
    await expect.poll(address).toEqual(['/board/leads.lead', { by: 'source', folded: 'website', limits: 'event:5' }])
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
    // One branch is read anew before the other.
    await expect.poll(() => line('West').count()).toBe(1)
    await settled(page)
    await line('India').dragTo(line('West'))
    await page.getByText('Part of: nothing can stand below itself. Choose another.').waitFor()
    await settled(page)
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
    onTestFinished(() => page.evaluate(() => sessionStorage.removeItem('sangam.as')))
    await page.goto(`${served.url}/tree/x.depot`)
    await line('Yard').focus()
    await page.keyboard.press('ArrowRight')
    await line('Shelf').focus()
    await page.keyboard.press('Control+ArrowLeft')
    await page.getByText('“Yard” stands under something that you may not see.').waitFor()
    await settled(page)
    await line('Yard').dragTo(page.locator('sangam-tree-sheet .head'))
    await settled(page)
    // Whoever only looks is refused with a sentence where something is written.
    await expect.poll(() => page.getByText('You only look at what Kiran Rao sees.').count()).toBe(0)
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
    const gaps = async () => {
      const [first, party, stage] = await Promise.all(['Title', 'Party', 'Stage'].map(name => head(name).boundingBox()))
      return [(party?.x ?? 0) - (first?.x ?? 0) - (first?.width ?? 0), (stage?.x ?? 0) - (party?.x ?? 0) - (party?.width ?? 0)]
    }
    await expect.poll(gaps).toEqual([0, 0])
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

  test('goes on colouring the lines of a customer that is made one with another while one looks, and no more once that is taken back', async () => {
    const [stays, goes] = await Promise.all(['Sunrise Mills', 'Sunrise Mills Ltd'].map(name => api(page, '/api/records/parties.party', { name })))
    for (const [title, party] of [
      ['Dawn looms', goes],
      ['Noon looms', stays],
    ] as const)
      await api(page, '/api/records/leads.lead', { title, party: party?.id })
    const colours = encodeURIComponent(JSON.stringify([{ where: { party: goes?.id }, colour: 'green', label: 'Theirs' }]))
    await page.goto(`${served.url}/list/leads.lead?search=looms&columns=title,party&colours=${colours}`)
    const theirs = async () => Promise.all(['Dawn looms', 'Noon looms'].map(name => line(name).getByRole('img', { name: 'Theirs' }).count()))
    await expect.poll(theirs).toEqual([1, 0])
    // What rules and forms name is asked anew, too, without a reload.
    const again = page.waitForRequest(request => new URL(request.url()).pathname === '/api/meta')
    const { batch } = await api<{ batch: string }>(page, '/api/duplicates/parties.party/merge', { winner: stays?.id, loser: goes?.id })
    await expect.poll(theirs).toEqual([1, 1])
    await again
    await api(page, `/api/undo/${batch}`, {})
    await expect.poll(theirs).toEqual([1, 0])
  })

  test('has the columns one chose, in their order and as wide as they were drawn, is sorted by a heading, and a view keeps all that', async () => {
    const heads = () => page.locator('sangam-grid .th').evaluateAll(all => all.map(one => one.textContent?.trim()))
    const order = () => page.locator('sangam-grid .row a').evaluateAll(all => all.map(one => one.textContent?.trim()))
    const wide = async () => Math.round((await head('Source').boundingBox())?.width ?? 0)
    await page.goto(`${served.url}/list/leads.lead?search=Solar&columns=title,party,stage,value,source`)
    await line('Solar pumps').waitFor()
    await page.getByRole('button', { name: 'Columns', exact: true }).click()
    const dialog = page.locator('sangam-columns')
    await dialog.getByRole('checkbox', { name: 'Party' }).uncheck()
    await dialog.getByLabel('Find a field').fill('Expected')
    await dialog.getByRole('checkbox', { name: 'Expected close' }).check()
    await dialog.getByRole('listitem').filter({ hasText: 'Source' }).getByRole('button', { name: 'Earlier' }).click()
    const boxes = () =>
      dialog.getByRole('checkbox').evaluateAll((all: HTMLInputElement[]) => all.map(one => `${one.labels?.[0]?.textContent?.trim()} ${one.checked}`))
    await expect.poll(boxes).toEqual(['Title true', 'Stage true', 'Source true', 'Value true', 'Expected close true'])
    expect(await violations(page)).toEqual([])
    await shot(page, 'list-columns')
    await page.keyboard.press('Escape')
    await expect.poll(heads).toEqual(['Title', 'Stage', 'Source', 'Value', 'Expected close'])

    const besideItsHead = () =>
      page.locator('sangam-grid').evaluate(grid => {
        const lefts = (what: string) => [...(grid.shadowRoot?.querySelectorAll(what) ?? [])].map(one => one.getBoundingClientRect().left)
        const cells = lefts('.row:first-child .cell')
        return lefts('.th').map((left, at) => Math.abs(left - (cells[at] ?? 0)) > 1)
      })
    await expect.poll(besideItsHead).toEqual([false, false, false, false, false])
    const before = await wide()
    const edge = await head('Source').locator('.size').boundingBox()
    const [x, y] = [(edge?.x ?? 0) + (edge?.width ?? 0) / 2, (edge?.y ?? 0) + (edge?.height ?? 0) / 2]
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 60, y, { steps: 4 })
    await page.mouse.up()
    await expect.poll(wide).toBe(before + 60)

    await head('Value').getByRole('button').click()
    await page.getByRole('menuitem', { name: 'Largest first' }).click()
    await expect.poll(order).toEqual(['Solar pumps 3', 'Solar pumps 2', 'Solar pumps'])
    await expect.poll(() => head('Value').getAttribute('aria-sort')).toBe('descending')
    await head('Value').getByRole('button').click()
    await page.getByRole('menuitem', { name: 'Move right' }).click()
    const drawn = async () => ({ heads: await heads(), order: await order(), wide: await wide() })
    const asLeft = {
      heads: ['Title', 'Stage', 'Source', 'Expected close', 'Value'],
      order: ['Solar pumps 3', 'Solar pumps 2', 'Solar pumps'],
      wide: before + 60,
    }
    await expect.poll(drawn).toEqual(asLeft)
    await page.getByRole('button', { name: 'Save the view' }).click()
    await page.getByRole('menuitem', { name: 'Save as a new view' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Suns by their worth')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Suns by their worth', pressed: true }).waitFor()
    await page.evaluate(() => sessionStorage.clear())
    await page.reload()
    await expect.poll(drawn).toEqual(asLeft)
    await api(page, `/api/records/core.view/${new URL(page.url()).searchParams.get('view')}`, undefined, 'DELETE')
  })
})

const coloured = `/list/leads.lead?pinned=2&colours=${encodeURIComponent(
  JSON.stringify([
    { where: { source: 'referral' }, colour: 'green', label: 'Sent to us' },
    { where: { source: 'event' }, colour: 'red', column: 'value' },
  ]),
)}`

areDrawnWell([
  ['a tree at a desk', '/tree/core.team?search=u', desk],
  ['a tree on a phone', '/tree/core.team?search=u', phone],
  ['coloured lines at a desk', coloured, desk],
  ['coloured lines on a phone', coloured, phone],
])
