import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk, openBrowser, openPage, phone, violations } from './browser.ts'
import { type Served, serveInvoices } from './product.ts'
import { api, shot, signIn } from './steps.ts'

let browser: Browser
let served: Served
let page: Page
let errors: string[]

beforeAll(async () => {
  served = await serveInvoices()
  browser = await openBrowser()
  ;({ page, errors } = await openPage(browser, { ...desk, moving: true }))
  await signIn(page, served.url)
  // What came with the plugins, such as accounts and taxes, is nothing yet.
  await page.getByRole('heading', { name: 'Let us begin' }).waitFor()
  await api(page, '/api/records/parties.party', {
    name: 'Anand Textiles',
    addresses: [{ kind: 'billing', street: '4 Mill Road', city: 'Pune', postcode: '411019', state: 'Maharashtra', stateCode: '27' }],
  })
  const { items } = await api<{ items: { id: string }[] }>(page, '/api/records/core.company?limit=1')
  await api(page, '/api/records/core.registration', { company: items[0]?.id, kind: 'gstin', number: '27AAACR5055K1Z7' })
  await api(page, '/api/records/items.item', { name: 'Solar panel 330 W', price: { amount: '8450', currency: 'INR' }, taxCategory: 'merit' })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

const choose = async (label: string, text: string) => {
  await page.getByRole('combobox', { name: label }).focus()
  await page.keyboard.type(text)
  await page
    .getByRole('option', { name: new RegExp(text) })
    .first()
    .waitFor()
  await page.keyboard.press('Enter')
}
/** What has the focus, by its name. */
const hand = () =>
  page.evaluate(() => {
    let at = document.activeElement
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
    return at?.getAttribute('aria-label') ?? at?.textContent?.trim() ?? ''
  })
/** What the sheet under the form says, as one reads it. */
const totals = () =>
  page
    .locator('invoicing-totals')
    .evaluate(element => [...(element.shadowRoot?.querySelectorAll('dt, dd') ?? [])].map(one => one.textContent?.trim()).join(' '))

/** Cells of the lines whose edge is told from what lies behind it by less than three to one, or is not there. */
const faintCells = (theme: 'light' | 'dark') =>
  page
    .locator('sangam-field-lines')
    .first()
    .evaluate((element, wanted) => {
      const root = document.documentElement
      const before = root.dataset.theme
      root.dataset.theme = wanted
      const light = (colour: string): number => {
        const [red = 0, green = 0, blue = 0, solid = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number)
        const [r = 0, g = 0, b = 0] = [red, green, blue].map(one => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4))
        return solid === 0 ? Number.NaN : 0.2126 * r + 0.7152 * g + 0.0722 * b
      }
      const inside = (within: Element): Element[] =>
        [...(within.shadowRoot ?? within).querySelectorAll('*')].flatMap(one => [one, ...(one.shadowRoot ? inside(one) : [])])
      const cells = [...(element.shadowRoot?.querySelectorAll('td') ?? [])].flatMap(inside).filter(one => one.matches('input, select') && one.checkVisibility())
      const behind = light(getComputedStyle(element.shadowRoot?.querySelector('.scroll') ?? element).backgroundColor)
      const faint = cells.filter(cell => {
        const edge = light(getComputedStyle(cell).borderTopColor)
        return !((Math.max(edge, behind) + 0.05) / (Math.min(edge, behind) + 0.05) >= 3)
      })
      root.dataset.theme = before
      return cells.length === 0 ? ['there are no cells'] : faint.map(cell => cell.getAttribute('aria-label'))
    }, theme)

/** Whether the screen ends where messages begin, so that they lie over nothing of it, and they within the foot of the window. One more is said, so that there are some however slow a machine is; said twice, it stands once. */
const besideMessages = () =>
  page.locator('main').evaluate(async main => {
    const toasts = document.querySelector('sangam-toasts') as HTMLElement & { show(toast: { text: string }): void; updateComplete: Promise<boolean> }
    for (const text of ['Said once more.', 'Said once more.']) toasts.show({ text })
    await toasts.updateComplete
    await new Promise(requestAnimationFrame)
    const boxes = [...(toasts.shadowRoot?.querySelectorAll('section > div') ?? [])]
    for (const coming of boxes.flatMap(one => one.getAnimations())) coming.finish()
    const said = boxes.map(one => one.getBoundingClientRect())
    const bar = main.parentNode?.querySelector('.bar')?.getBoundingClientRect()
    const foot = bar && bar.height > 0 ? bar.top : window.innerHeight
    const end = main.getBoundingClientRect().bottom
    return {
      under: said.every(({ top }) => top >= end) ? 'nothing' : 'the screen',
      inside: said.every(({ bottom }) => bottom <= foot),
      again: boxes.filter(one => one.textContent?.includes('Said once more.')).length,
    }
  })

test('a biller writes an invoice by keyboard, sees its taxes and when it is due as they type, and what is stored is the same', async () => {
  await page.goto(`${served.url}/new/invoicing.document?date=2036-11-27`)
  await choose('Party', 'Anand')
  await choose('Payment terms', '30 days')
  // What has to be given has a star; a box that is ticked or not needs none.
  const starred = () => page.locator('label:has(i)').allTextContents()
  await expect.poll(starred).toEqual(['Kind*', 'Party*', 'Date*', 'Lines*'])
  await choose('Item, line 1', 'Solar')
  await page.getByRole('textbox', { name: 'Quantity, line 1' }).fill('3')
  await page.getByRole('textbox', { name: 'Discount %, line 1' }).fill('10 + 5')
  await page.keyboard.press('Tab')
  const seen = '27 Dec 2036 22,758.00 Net 21,674.25 CGST 2.5 % 541.86 SGST 2.5 % 541.86 Round-off 0.03 Total ₹22,758.00'
  await expect.poll(totals).toBe(seen)
  await shot(page, 'invoice-typed')
  await page.keyboard.press('Control+s')
  await page.getByRole('button', { name: 'Post', exact: true }).first().click()
  await page.getByText('Done: Post').waitFor()
  expect(await besideMessages()).toEqual({ under: 'nothing', inside: true, again: 1 })
  await page.getByRole('heading', { name: 'INV/36-37/0001' }).waitFor()
  await expect.poll(totals).toBe(seen)
  await shot(page, 'invoice-posted')
  expect(await violations(page)).toEqual([])
  await page.setViewportSize({ width: phone.width, height: phone.height })
  await page.locator('nav.bar').waitFor()
  expect(await besideMessages()).toEqual({ under: 'nothing', inside: true, again: 1 })
  await shot(page, 'invoice-posted-phone')
  await page.setViewportSize({ width: desk.width, height: desk.height })
  expect(errors).toEqual([])
})

test('a line without an item shows the usual tax as it is begun, which is taken out again, or gives way to that of an item', { timeout: 90_000 }, async () => {
  const { items: policies } = await api<{ items: { id: string }[] }>(page, '/api/records/invoicing.policy?limit=1')
  const { items: groups } = await api<{ items: { id: string; name: string }[] }>(page, '/api/records/invoicing.taxGroup?limit=50')
  const policy = `/api/records/invoicing.policy/${policies[0]?.id}`
  await api(page, policy, { tax: groups.find(one => one.name === 'GST 18 %')?.id ?? null }, 'PATCH')
  await page.goto(`${served.url}/new/invoicing.document?date=2036-11-27`)
  await choose('Party', 'Anand')
  const tax = (line: number) => page.getByRole('combobox', { name: `Tax, line ${line}` })
  const begin = async (line: number, words: string, price: string) => {
    if (line > 1) await page.getByRole('button', { name: 'Add a line' }).first().click()
    await expect.poll(() => tax(line).inputValue()).toBe('GST 18 %')
    await page.getByRole('textbox', { name: `Description, line ${line}` }).fill(words)
    await page.getByRole('textbox', { name: `Price, line ${line}` }).fill(price)
    await page.keyboard.press('Tab')
  }
  await begin(1, 'Design of the roof', '1000')
  await begin(2, 'Permit, as paid', '200')
  await tax(2).fill('')
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: 'Add a line' }).first().click()
  await expect.poll(() => tax(3).inputValue()).toBe('GST 18 %')
  await choose('Item, line 3', 'Solar')
  await expect.poll(() => tax(3).inputValue()).toBe('GST 5 %')
  const seen = '27 Nov 2036 10,253.00 Net 9,650.00 CGST 9 % 90.00 SGST 9 % 90.00 CGST 2.5 % 211.25 SGST 2.5 % 211.25 Round-off 0.50 Total ₹10,253.00'
  await expect.poll(totals).toBe(seen)
  await shot(page, 'invoice-usual-tax')
  await page.setViewportSize({ width: phone.width, height: phone.height })
  await page.locator('nav.bar').waitFor()
  await shot(page, 'invoice-usual-tax-phone')
  await expect.poll(async () => [await faintCells('light'), await faintCells('dark')]).toEqual([[], []])
  await page.setViewportSize({ width: desk.width, height: desk.height })
  await page.keyboard.press('Control+s')
  await page.getByRole('button', { name: 'Post', exact: true }).first().waitFor()
  await expect.poll(totals).toBe(seen)
  await expect.poll(() => Promise.all([1, 2, 3].map(line => tax(line).inputValue()))).toEqual(['GST 18 %', '', 'GST 5 %'])
  expect(errors).toEqual([])
  await api(page, policy, { tax: null }, 'PATCH')
  await api(page, new URL(page.url()).pathname.replace('/record/', '/api/records/'), undefined, 'DELETE')
})

test('a new invoice is left without a question while nothing is typed, asks for a line, and empty lines beside others are not kept', async () => {
  await page.goto(`${served.url}/new/invoicing.document?date=2036-11-27`)
  const line = (number: number) => page.getByRole('textbox', { name: `Description, line ${number}` })
  await line(1).waitFor()
  await page.locator('invoicing-totals').getByText('Net', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Items', exact: true }).click()
  await page.getByRole('heading', { name: 'Items' }).waitFor()
  await expect.poll(() => page.getByRole('alertdialog').or(page.getByRole('dialog')).count()).toBe(0)
  await page.goBack()
  await choose('Party', 'Anand')
  await page.getByRole('combobox', { name: 'Payment terms' }).focus()
  await page.keyboard.press('Tab')
  await expect.poll(hand).toBe('Item, line 1')
  await page.keyboard.press('Control+s')
  await page.getByText('Add at least one line.').waitFor()
  await expect.poll(hand).toBe('Item, line 1')
  await shot(page, 'invoice-no-line')
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Add a line' }).first().click()
  await line(2).fill('Fitting on the roof')
  await page.keyboard.press('Enter')
  await expect.poll(hand).toBe('Item, line 3')
  await page.keyboard.press('Control+s')
  await page.getByRole('button', { name: 'Post', exact: true }).first().waitFor()
  const path = new URL(page.url()).pathname.replace('/record/', '/api/records/')
  const { lines } = await api<{ lines: { description: string; quantity: string }[] }>(page, path)
  expect(lines.map(({ description, quantity }) => [description, quantity])).toEqual([['Fitting on the roof', '1']])
  // One that is added to what is stored, and left, is no change.
  await page.getByRole('button', { name: 'Add a line' }).first().click()
  await expect.poll(hand).toBe('Item, line 2')
  await expect.poll(() => page.getByText('Changes are not saved yet.').count()).toBe(0)
  await line(2).fill('A ladder')
  await page.getByText('Changes are not saved yet.').waitFor()
  await page.getByRole('button', { name: 'Discard' }).click()
  expect(errors).toEqual([])
  await api(page, path, undefined, 'DELETE')
})

test('a bill of a supplier without a tax number begins without tax and says why, and with tax says what to do', { timeout: 90_000 }, async () => {
  const { items: policies } = await api<{ items: { id: string }[] }>(page, '/api/records/invoicing.policy?limit=1')
  const { items: groups } = await api<{ items: { id: string; name: string }[] }>(page, '/api/records/invoicing.taxGroup?limit=50')
  const policy = `/api/records/invoicing.policy/${policies[0]?.id}`
  await api(page, policy, { tax: groups.find(one => one.name === 'GST 18 %')?.id ?? null }, 'PATCH')
  const party = await api(page, '/api/records/parties.party', { name: 'Corner Stores', addresses: [{ kind: 'billing', city: 'Pune', stateCode: '27' }] })
  // The line is lost for as long as a browser tries by itself.
  let lost = 0
  page.on('requestfailed', request => {
    if (request.url().includes('/sides?')) lost += 1
  })
  await page.route('**/sides?*', route => route.abort(), { times: 3 })
  await page.goto(`${served.url}/new/invoicing.document?date=2036-11-27&kind=bill&party=${party.id}&supplierNumber=C/1&supplierDate=2036-11-27`)
  await page.getByRole('textbox', { name: 'Description, line 1' }).fill('Brooms')
  await expect.poll(() => lost).toBe(3)
  expect(errors.splice(0)).toEqual(Array.from({ length: 3 }, () => expect.stringContaining('ERR_FAILED')))
  await page.getByRole('textbox', { name: 'Price, line 1' }).fill('500')
  await page.keyboard.press('Tab')
  await page.getByText('No tax is filled in: this supplier has no tax number.').waitFor()
  await expect.poll(() => page.getByRole('combobox', { name: 'Tax, line 1' }).inputValue()).toBe('')
  await choose('Tax, line 1', 'GST 18')
  await page.getByText('This supplier has no tax number, and so charges no GST 18 %.').waitFor()
  await shot(page, 'bill-no-number')
  await page.keyboard.press('Control+s')
  await page.getByRole('button', { name: 'Post', exact: true }).first().click()
  await page
    .locator('sangam-toasts')
    .getByText('This supplier has no tax number')
    .or(page.getByRole('alert').getByText('This supplier has no tax number'))
    .first()
    .waitFor()
  await shot(page, 'bill-no-number-refused')
  await api(page, '/api/me', { locale: 'hi' }, 'PATCH')
  await page.setViewportSize({ width: phone.width, height: phone.height })
  await page.reload()
  await page.getByText('इस आपूर्तिकर्ता का कर नंबर नहीं है').first().waitFor()
  await page.getByText('इस आपूर्तिकर्ता का कर नंबर नहीं है').first().scrollIntoViewIfNeeded()
  await shot(page, 'bill-no-number-hindi-phone')
  await page.setViewportSize({ width: desk.width, height: desk.height })
  await api(page, '/api/me', { locale: 'en' }, 'PATCH')
  await api(page, policy, { tax: null }, 'PATCH')
  await api(page, new URL(page.url()).pathname.replace('/record/', '/api/records/'), undefined, 'DELETE')
  expect(errors).toEqual([])
})

test('a tax that was filled in follows the supplier that is chosen, as it is typed and once it is saved, and one that was chosen stays', {
  timeout: 90_000,
}, async () => {
  const { items: policies } = await api<{ items: { id: string }[] }>(page, '/api/records/invoicing.policy?limit=1')
  const { items: groups } = await api<{ items: { id: string; name: string }[] }>(page, '/api/records/invoicing.taxGroup?limit=50')
  const policy = `/api/records/invoicing.policy/${policies[0]?.id}`
  await api(page, policy, { tax: groups.find(one => one.name === 'GST 18 %')?.id ?? null }, 'PATCH')
  const supplier = async (name: string, number: string | null) => {
    const { id } = await api(page, '/api/records/parties.party', { name, addresses: [{ kind: 'billing', city: 'Pune', stateCode: '27' }] })
    if (number) await api(page, '/api/records/core.registration', { entity: 'parties.party', record: id, kind: 'gstin', number })
    return String(id)
  }
  const registered = await supplier('Bharat Papers', '27AAPFU0939F1ZV')
  await supplier('Kirana Corner', null)
  await page.goto(`${served.url}/new/invoicing.document?date=2036-11-27&kind=bill&party=${registered}&supplierNumber=P/1&supplierDate=2036-11-27`)
  const tax = (line: number) => page.getByRole('combobox', { name: `Tax, line ${line}` })
  const instead = async (name: string) => {
    await page.getByRole('combobox', { name: 'Party' }).fill(name)
    await page
      .getByRole('option', { name: new RegExp(name) })
      .first()
      .waitFor()
    await page.keyboard.press('Enter')
  }
  const taxes = () => Promise.all([1, 2, 3].map(line => tax(line).inputValue()))
  for (const [line, words] of ['Paper', 'Ink', 'Freight'].entries()) {
    if (line > 0) await page.getByRole('button', { name: 'Add a line' }).first().click()
    await expect.poll(() => tax(line + 1).inputValue()).toBe('GST 18 %')
    await page.getByRole('textbox', { name: `Description, line ${line + 1}` }).fill(words)
    await page.getByRole('textbox', { name: `Price, line ${line + 1}` }).fill('100')
  }
  await choose('Tax, line 2', 'GST 5')
  await tax(3).fill('')
  await page.keyboard.press('Tab')
  const filledIn = ['GST 18 %', 'GST 5 %', '']
  const takenOut = ['', 'GST 5 %', '']
  await expect.poll(taxes).toEqual(filledIn)
  await instead('Kirana')
  await expect.poll(taxes).toEqual(takenOut)
  await page.getByText('This supplier has no tax number, and so charges no GST 5 %.').waitFor()
  await shot(page, 'bill-tax-gone')
  await instead('Bharat')
  await expect.poll(taxes).toEqual(filledIn)
  await instead('Kirana')
  await expect.poll(taxes).toEqual(takenOut)
  await page.keyboard.press('Control+s')
  await page.getByRole('button', { name: 'Post', exact: true }).first().waitFor()
  await page.reload()
  await expect.poll(taxes).toEqual(takenOut)
  await instead('Bharat')
  await expect.poll(taxes).toEqual(filledIn)
  await page.keyboard.press('Control+s')
  const path = new URL(page.url()).pathname.replace('/record/', '/api/records/')
  const stored = () => api<{ lines: { taxAmount: string; taxFollows: boolean }[] }>(page, path)
  await expect
    .poll(async () => (await stored()).lines.map(line => [Number(line.taxAmount), line.taxFollows]))
    .toEqual([
      [18, true],
      [5, false],
      [0, false],
    ])
  // How a tax came there has no column.
  await expect.poll(() => page.getByRole('columnheader', { name: 'Tax follows' }).count()).toBe(0)
  expect(errors).toEqual([])
  await api(page, policy, { tax: null }, 'PATCH')
  await api(page, path, undefined, 'DELETE')
})

test('a company whose tax number does not hold yet, or is under the composition scheme, sees why its invoice has no tax, in Hindi on a phone too', async () => {
  type Listed = { items: { id: string; number: string }[] }
  const where = encodeURIComponent(JSON.stringify({ number: '27AAACR5055K1Z7' }))
  const { items: numbers } = await api<Listed>(page, `/api/records/core.registration?where=${where}&limit=1`)
  const change = (more: object) => api(page, `/api/records/core.registration/${numbers[0]?.id}`, more, 'PATCH')
  await change({ validFrom: '2036-11-28' })
  await page.goto(`${served.url}/new/invoicing.document?date=2036-11-27`)
  await choose('Party', 'Anand')
  await page.getByRole('button', { name: 'Add a line' }).first().click()
  await choose('Item, line 1', 'Solar')
  await page.getByText('No tax is filled in: we have no tax number that holds on that day.').waitFor()
  const tax = () => page.getByRole('combobox', { name: 'Tax, line 1' })
  await choose('Tax, line 1', 'GST 5')
  await page.getByText('We have no tax number that holds on that day, and so charge no GST 5 %.').waitFor()
  await shot(page, 'invoice-no-number')
  await change({ validFrom: null, scheme: 'composition' })
  await page.getByText('We are under the composition scheme, and so charge no GST 5 %.').waitFor()
  await tax().fill('')
  await page.keyboard.press('Tab')
  await page.getByText('No tax is filled in: we are under the composition scheme.').waitFor()
  await page.keyboard.press('Control+s')
  await page.getByRole('button', { name: 'Post', exact: true }).first().waitFor()
  await expect.poll(totals).toContain('Total ₹8,450.00')
  await shot(page, 'invoice-composition')
  await api(page, '/api/me', { locale: 'hi' }, 'PATCH')
  await page.setViewportSize({ width: phone.width, height: phone.height })
  await page.reload()
  await page.getByText('कर नहीं भरा गया: हम कंपोज़िशन योजना में हैं।').waitFor()
  await page.getByText('कर नहीं भरा गया: हम कंपोज़िशन योजना में हैं।').scrollIntoViewIfNeeded()
  await shot(page, 'invoice-composition-hindi-phone')
  expect(await violations(page)).toEqual([])
  await page.setViewportSize({ width: desk.width, height: desk.height })
  await api(page, '/api/me', { locale: 'en' }, 'PATCH')
  await change({ scheme: null })
  await api(page, new URL(page.url()).pathname.replace('/record/', '/api/records/'), undefined, 'DELETE')
  expect(errors).toEqual([])
})

test('a column of dates that can be read both ways takes the order of one beside it that is certain, and says so', async () => {
  const text = 'Account,Party,Number of the document,Date of the document,Due on,Debit\n1130,Anand Textiles,OLD-1,25/02/2026,05/04/2026,100\n'
  await page.goto(`${served.url}/import/ledger.openingItem`)
  await page.getByLabel('Choose a file').setInputFiles({ name: 'opening.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await page.getByText('Taken from Date of the document, whose dates can be read one way only.').waitFor()
  await expect.poll(() => page.getByLabel('Order of Due on').inputValue()).toBe('dmy')
  await expect.poll(() => page.getByText('These dates can be read both ways.').count()).toBe(0)
  await shot(page, 'import-order-taken')
  await page.getByLabel('Order of Due on').selectOption('mdy')
  await expect.poll(() => page.getByText('Taken from Date of the document').count()).toBe(0)
  expect(await violations(page)).toEqual([])
})

test('invoices are listed with what is open and what is late, in Hindi on a phone too', async () => {
  await page.goto(`${served.url}/list/invoicing.document`)
  await page.getByText('INV/36-37/0001').waitFor()
  await shot(page, 'invoices-list')
  const other = await openPage(browser, { ...phone, locale: 'hi', theme: 'dark' })
  await signIn(other.page, served.url)
  await api(other.page, '/api/me', { locale: 'hi' }, 'PATCH')
  const { items } = await api<{ items: { id: string }[] }>(other.page, '/api/records/invoicing.document?limit=1')
  await other.page.goto(`${served.url}/record/invoicing.document/${items[0]?.id}`)
  await other.page.locator('invoicing-totals').getByText('कर से पहले').waitFor()
  await shot(other.page, 'invoice-phone-hindi')
  expect(await violations(other.page)).toEqual([])
  expect([...errors, ...other.errors]).toEqual([])
  await api(other.page, '/api/me', { locale: 'en' }, 'PATCH')
  await other.context.close()
})

test('a link to an invoice is shared, and its customer reads it on a telephone in Hindi by night and on a desk by day', { timeout: 90_000 }, async () => {
  const { items } = await api<{ items: { id: string }[] }>(page, '/api/records/invoicing.policy?limit=1')
  await api(page, `/api/records/invoicing.policy/${items[0]?.id}`, { upi: 'asha@okbank', bank: 'Bank of Pune\nAccount 1234' }, 'PATCH')
  const draft = await api(page, '/api/records/invoicing.document', {
    party: (await api<{ items: { id: string }[] }>(page, '/api/records/parties.party?limit=1')).items[0]?.id,
    date: '2026-11-27',
    lines: [
      { item: (await api<{ items: { id: string }[] }>(page, '/api/records/items.item?limit=1')).items[0]?.id, quantity: '3', discount: '10 + 5' },
      { description: 'Fitting on the roof', quantity: '1', price: '1500' },
    ],
  })
  await api(page, `/api/records/invoicing.document/${draft.id}/actions/post`, {})
  await page.goto(`${served.url}/record/invoicing.document/${draft.id}`)
  await page.getByRole('button', { name: 'Share a link' }).click()
  await page.getByText('There is no link to it yet.').waitFor()
  await page.getByRole('button', { name: 'Make a link' }).click()
  const made = page.getByRole('textbox', { name: 'The link' })
  await made.waitFor()
  await page.getByText('not opened yet').waitFor()
  const { pathname } = new URL(await made.inputValue())
  await shot(page, 'invoice-link')
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Close' }).first().click()

  for (const [look, name, words] of [
    [{ ...phone, locale: 'hi', theme: 'dark' }, 'invoice-public-phone-hindi', 'चुकाना बाकी'],
    [desk, 'invoice-public', 'Still to be paid'],
  ] as const) {
    const customer = await openPage(browser, look)
    await customer.page.goto(`${served.url}${pathname}`)
    await customer.page.getByText(words).waitFor()
    await shot(customer.page, name)
    expect(await customer.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    expect([await violations(customer.page), customer.errors]).toEqual([[], []])
    await customer.context.close()
  }
  await page.goto(`${served.url}/record/invoicing.document/${draft.id}`)
  await page.getByText('saw that somebody opened the address of a public link for the first time').waitFor()
  expect(errors).toEqual([])
})

test('whoever types a bill sees what tax is withheld of it and how that came, and the bill keeps it', async () => {
  const [{ items: companies }, { items: sections }, party] = await Promise.all([
    api<{ items: { id: string }[] }>(page, '/api/records/core.company?limit=1'),
    api<{ items: { id: string; code: string }[] }>(page, '/api/records/invoicing.withholding?limit=50'),
    api(page, '/api/records/parties.party', { name: 'Deccan Advisers' }),
  ])
  const [company, withholding] = [companies[0]?.id, sections.find(one => one.code === '194J(b)')?.id]
  await api(page, '/api/records/core.registration', { entity: 'parties.party', record: party.id, kind: 'pan', country: 'IN', number: 'AAAFD1111C' })
  await api(page, '/api/records/parties.account', { party: party.id, company, side: 'supplier', withholding })
  const bill = { kind: 'bill', party: party.id, date: '2026-11-20', supplierNumber: 'A/1', supplierDate: '2026-11-20' }
  await api(page, '/api/records/invoicing.document', { ...bill, state: 'posted', lines: [{ description: 'Advice', price: '30000' }] })
  await page.goto(`${served.url}/new/invoicing.document?date=2026-11-27&kind=bill&party=${party.id}&supplierNumber=A/2&supplierDate=2026-11-27`)
  await page.getByRole('textbox', { name: 'Description, line 1' }).fill('Advice')
  await page.getByRole('textbox', { name: 'Price, line 1' }).fill('25000')
  await page.keyboard.press('Tab')
  const seen = '27 Nov 2026 19,500.00 Net 25,000.00 Total ₹25,000.00 Tax withheld · 194J(b) 10 % 5,500.00'
  await expect.poll(totals).toBe(seen)
  await page.getByText('How it came').click()
  await page.getByText('Billed before in this time = 30,000.00').waitFor()
  await shot(page, 'bill-withheld-typed')
  await page.keyboard.press('Control+s')
  await page.getByRole('button', { name: 'Post', exact: true }).first().click()
  await page.getByText('Done: Post').waitFor()
  await page.getByRole('heading', { name: 'BILL/26-27/0002' }).waitFor()
  // It is due on its own day, which is over.
  await expect.poll(async () => (await totals()).replace(' · Overdue', '')).toBe(seen)
  await page.getByRole('tab', { name: 'Payment' }).click()
  await page.getByText('194J(b) Professional services').first().waitFor()
  await shot(page, 'bill-withheld-posted')
  expect(await violations(page)).toEqual([])
  await page.goto(`${served.url}/record/invoicing.withholding/${withholding}`)
  await page.getByRole('heading', { name: '194J(b) Professional services' }).waitFor()
  await shot(page, 'withholding-section')
  expect(errors).toEqual([])
})

test('the first page says how the business stands, what is late and what waits, each with the way to it', async () => {
  const { items } = await api<{ items: { id: string }[] }>(page, '/api/records/parties.party?limit=1&sort=name')
  const lines = [{ description: 'Design', price: '500' }]
  const draft = await api(page, '/api/records/invoicing.document', { party: items[0]?.id, date: '2026-11-27', lines })
  await page.goto(served.url)
  const waiting = page.getByRole('region', { name: 'Waiting for you' })
  const said = () => waiting.getByRole('link').evaluateAll(all => all.map(one => [...one.children].map(part => part.textContent?.trim()).filter(Boolean)))
  const of = 'Invoices and bills'
  const bills = ['Overdue bills', '2', of, '₹49,500']
  await expect.poll(said).toEqual([['Overdue invoices', '1', of, '₹24,258'], bills, ['Drafts', '1', of]])
  await page.getByRole('region', { name: 'How the business stands' }).getByText('You are owed').waitFor()
  await expect.poll(() => page.getByRole('heading', { name: 'Let us begin' }).count()).toBe(0)
  await shot(page, 'first-page')
  expect(await violations(page)).toEqual([])
  // What becomes of it meanwhile is seen at once.
  await api(page, `/api/records/invoicing.document/${draft.id}/actions/post`, {})
  await expect.poll(said).toEqual([['Overdue invoices', '2', of, '₹24,758'], bills])
  await waiting.getByRole('link', { name: 'Overdue bills' }).click()
  await page.getByRole('button', { name: 'Overdue bills', pressed: true }).waitFor()
  await page.getByText('BILL/26-27/0002').waitFor()
  // Two bills are never one: where a rule finds them alike, nobody is offered to make one of them.
  await api(page, '/api/records/core.duplicateRule', { entity: 'invoicing.document', fields: ['party'], how: 'exact' })
  await page.goto(`${served.url}/duplicates/invoicing.document`)
  await page.getByRole('button', { name: 'Not the same' }).first().waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Compare' }).count()).toBe(0)
  await page.goto(served.url)
  await page.setViewportSize({ width: phone.width, height: phone.height })
  await page.getByRole('region', { name: 'How the business stands' }).getByText('You are owed').waitFor()
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  await shot(page, 'first-page-phone')
  expect(await violations(page)).toEqual([])
  await page.setViewportSize({ width: desk.width, height: desk.height })
  expect(errors).toEqual([])
})

test('a note that would bring tax to a bill without any says so as it is typed, and one that takes back what was charged says nothing', async () => {
  const { items: groups } = await api<{ items: { id: string; name: string }[] }>(page, '/api/records/invoicing.taxGroup?limit=50')
  const tax = groups.find(one => one.name === 'GST 18 %')?.id
  const noted = async (name: string, number: string | null) => {
    const { id } = await api(page, '/api/records/parties.party', { name, addresses: [{ kind: 'billing', city: 'Pune', stateCode: '27' }] })
    if (number) await api(page, '/api/records/core.registration', { entity: 'parties.party', record: id, kind: 'gstin', number })
    const bought = { party: id, date: '2036-11-27', lines: [{ description: 'Ink', price: '100', tax: number ? tax : null }] }
    const bill = await api(page, '/api/records/invoicing.document', { ...bought, kind: 'bill', supplierNumber: 'N/1', supplierDate: '2036-11-27' })
    await api(page, `/api/records/invoicing.document/${bill.id}/actions/post`, {})
    const lines = [{ description: 'Price', price: '10', tax }]
    const note = await api(page, '/api/records/invoicing.document', { ...bought, lines, kind: 'vendorCredit', original: bill.id, reason: 'Price' })
    return `${served.url}/record/invoicing.document/${note.id}`
  }
  const [free, charged] = [await noted('Ink Corner', null), await noted('Ink Works', '27AAPFU0939F1ZV')]
  const said = page.getByText('This supplier has no tax number, and so charges no GST 18 %.')
  await page.goto(free)
  await said.waitFor()
  await shot(page, 'note-no-number')
  await page.goto(charged)
  await expect.poll(totals).toContain('Total')
  await expect.poll(() => said.count()).toBe(0)
  expect(errors).toEqual([])
})

test('a bill that comes late takes the tax of its item where the number of its supplier held on the day for tax', async () => {
  const { id } = await api(page, '/api/records/parties.party', { name: 'Konkan Solar', addresses: [{ kind: 'billing', city: 'Pune', stateCode: '27' }] })
  await api(page, '/api/records/core.registration', { entity: 'parties.party', record: id, kind: 'gstin', number: '27AAPFU0939F1ZV', validTo: '2036-11-20' })
  const begun = `${served.url}/new/invoicing.document?date=2036-11-27&kind=bill&party=${id}&supplierNumber=L/1&supplierDate=2036-11-15`
  const tax = async () => {
    await choose('Item, line 1', 'Solar')
    return page.getByRole('combobox', { name: 'Tax, line 1' })
  }
  await page.goto(begun)
  await tax()
  await page.getByText('No tax is filled in: this supplier has no tax number.').waitFor()
  await page.goto(`${begun}&taxDate=2036-11-15`)
  const late = await tax()
  await expect.poll(() => late.inputValue()).toBe('GST 5 %')
  expect(errors).toEqual([])
})
