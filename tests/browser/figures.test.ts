import { readFileSync } from 'node:fs'
import type { Meta } from '@sangam/sdk'
import excel from 'exceljs'
import { describe, expect, test } from 'vitest'
import { desk, phone, settled } from './browser.ts'
import { api, follow, shot } from './steps.ts'
import { areDrawnWell, errors, leadsInMarch, page, served } from './views.ts'

leadsInMarch()

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

  test('is an area under its line from the first week to the last', async () => {
    await page.goto(`${served.url}/chart/leads.lead?group=expectedClose:week&measure=sum:value.amount`)
    await page.locator('svg a').first().waitFor()
    await page.getByRole('combobox', { name: 'Kind of chart' }).selectOption({ label: 'Area chart' })
    await page.locator('svg path.area').waitFor({ state: 'attached' })
    const drawn = () =>
      page.locator('svg:has(path.area)').evaluate(one => ({
        weeks: one.querySelectorAll('circle').length,
        // Along the line and back at the foot: each week twice.
        corners: one.querySelector('path.area')?.getAttribute('d')?.split(/[ML]/).length,
        links: one.querySelectorAll('a').length,
      }))
    await expect.poll(drawn).toEqual({ weeks: 5, corners: 11, links: 5 })
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
    await expect
      .poll(async () => {
        const lines = await table()
        return [lines.length, lines.at(-1)]
      })
      .toEqual([7, 'Total | ₹6,02,500.50'])
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
    const again = page.waitForEvent('download')
    await page.getByRole('button', { name: 'More', exact: true }).first().click()
    await page.getByRole('menuitem', { name: 'Export to Excel' }).click()
    const book = new excel.Workbook()
    await book.xlsx.readFile(await (await again).path())
    const cells = book.worksheets[0]?.getRows(1, 2)?.map(row => (row.values as unknown[]).slice(1))
    // A figure is a number to whoever adds it up there, and no text.
    expect(cells).toEqual([
      ['Owner', 'Source', 'Status', 'Currency', 'Value: Average'],
      ['Asha Sharma', 'event', 'open', 'INR', 642500.5],
    ])
    // By the hand: what goes to the columns sends what was there to the rows.
    await settled(page)
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

  /** With cards and filters of two more entities, and a card of a kind that nobody knows. */
  const withMore = () =>
    page.route('**/api/meta', async route => {
      const told = (await (await route.fetch()).json()) as Meta
      const [kinds, more] = [['parties.party', 'core.activity'], told.dashboards[0]]
      const cards = [...(more?.cards ?? []), ...kinds.map(entity => ({ kind: 'number', entity, label: `How many ${entity}` })), { kind: 'hidden' }]
      const filters = [...(more?.filters ?? []), ...kinds.map(entity => ({ entity, field: 'kind' }))]
      await route.fulfill({ json: { ...told, dashboards: [{ ...more, cards, filters }] } })
    })

  test('of a plugin tells what is open, exactly; it is narrowed as a whole, and its figures lead to their records', async () => {
    await withMore()
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
    await withMore()
    await page.getByRole('button', { name: 'Arrange', exact: true }).click()
    await page.getByRole('button', { name: /^Move “Open value”/ }).focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(async () => (await order()).slice(0, 3)).toEqual(['Won this month', 'Open value', 'Expected this month'])
    await page.keyboard.press('Shift+ArrowRight')
    await page.getByText('“Open value” is 4 columns wide and 2 rows high.').waitFor({ state: 'attached' })
    await page.keyboard.press('Control+z')
    await page.getByRole('button', { name: 'More about “Lost this month”' }).click()
    await page.getByRole('menuitem', { name: 'Take off the board' }).click()
    await expect.poll(order).toHaveLength(10)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(order).toHaveLength(11)
    await settled(page)
    await page.locator('li[data-key]').nth(4).dragTo(page.locator('li[data-key]').nth(1))
    await expect.poll(async () => (await order()).slice(0, 3)).toEqual(['Won this month', 'Forecast by month', 'Open value'])

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

areDrawnWell([
  ['a dashboard at a desk', '/dashboard/leads.sales', desk],
  ['a dashboard that is arranged on a phone', '/dashboard/leads.sales?edit=1', phone],
  ['columns in parts at a desk', '/chart/leads.lead?group=expectedClose:week,source&measure=sum:value.amount', desk],
  ['a pie at a desk', '/chart/leads.lead?group=source&chart=pie', desk],
  ['a pivot at a desk', '/pivot/leads.lead?rows=owner,source&columns=expectedClose:week&measures=count,sum:value.amount', desk],
  ['a line on a phone', '/chart/leads.lead?group=expectedClose:week&measure=avg:value.amount&chart=line', phone],
  ['a funnel on a phone', '/chart/leads.lead?group=stage&chart=funnel', phone],
  ['a pivot on a phone', '/pivot/leads.lead?rows=source&columns=expectedClose:week&measures=sum:value.amount', phone],
  ['a table of a chart on a phone', '/chart/leads.lead?group=title,source&as=table', phone],
])
