import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk, openBrowser, openPage, phone, violations } from './browser.ts'
import { type Served, serveInvoices } from './product.ts'
import { api, shot, signIn } from './steps.ts'

let browser: Browser
let served: Served
let page: Page
let errors: string[]
let party = ''
const [ours, theirs] = ['27AAACR5055K1Z7', '29AAPFU0939F1ZR']

beforeAll(async () => {
  served = await serveInvoices()
  browser = await openBrowser()
  ;({ page, errors } = await openPage(browser, { ...desk, moving: true }))
  await signIn(page, served.url)
  await page.getByRole('heading', { name: 'Let us begin' }).waitFor()
  const { items } = await api<{ items: { id: string }[] }>(page, '/api/records/core.company?limit=1')
  for (const number of [ours, '24AAACR5055K1ZD']) await api(page, '/api/records/core.registration', { company: items[0]?.id, kind: 'gstin', number })
  ;({ id: party } = await api(page, '/api/records/parties.party', {
    name: 'Anand Textiles',
    addresses: [{ kind: 'billing', street: '4 Mill Road', city: 'Pune', stateCode: '27', country: 'IN' }],
  }))
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

const begin = async (more = '') => {
  await page.goto(`${served.url}/new/invoicing.document?date=2036-11-27&party=${party}${more}`)
  await page.getByRole('textbox', { name: 'Description, line 1' }).fill('Design')
  await page.getByRole('textbox', { name: 'Price, line 1' }).fill('100')
  await page.keyboard.press('Tab')
  await page.getByRole('tab', { name: 'Both sides' }).click()
}
const type = async (label: string, text: string) => {
  await page
    .getByRole('textbox', { name: label })
    .or(page.getByRole('combobox', { name: label }))
    .fill(text)
  await page.keyboard.press('Tab')
}
const save = () => page.keyboard.press('Control+s')
const inHindi = async (text: string, name: string) => {
  await api(page, '/api/me', { locale: 'hi' }, 'PATCH')
  await page.reload()
  await page.getByText(text).first().waitFor()
  await shot(page, `${name}-hindi`)
  await page.setViewportSize({ width: phone.width, height: phone.height })
  await page.getByText(text).first().scrollIntoViewIfNeeded()
  await shot(page, `${name}-hindi-phone`)
  await page.setViewportSize({ width: desk.width, height: desk.height })
  await api(page, '/api/me', { locale: 'en' }, 'PATCH')
}

test('whoever types a number as ours that is none sees it before it is refused, with those to choose from', { timeout: 90_000 }, async () => {
  await begin()
  const said = `27AAPFU0939F1ZV is no tax number of Sharma Traders. Choose one of ${ours}, 24AAACR5055K1ZD, or add it under Company → Registrations.`
  await type('Our tax number', '27aapfu0939f 1zv')
  await page.getByText('27aapfu0939f 1zv is no tax number of Sharma Traders.').waitFor()
  await save()
  await page.getByText(said).waitFor()
  await page.getByRole('button', { name: 'Post', exact: true }).first().click()
  await page.locator('sangam-toasts').getByText(said).or(page.getByRole('alert').getByText(said)).first().waitFor()
  await shot(page, 'not-our-number')
  expect(await violations(page)).toEqual([])
  await inHindi('27AAPFU0939F1ZV Sharma Traders का कर नंबर नहीं है', 'not-our-number')
  await page.reload()
  await page.getByRole('tab', { name: 'Both sides' }).click()
  await type('Our tax number', ours.toLowerCase())
  await save()
  await page.getByText('Changes are not saved yet.').waitFor({ state: 'detached' })
  await expect.poll(() => page.locator('invoicing-totals').getByText('is no tax number of').count()).toBe(0)
  await page.getByRole('button', { name: 'Post', exact: true }).first().click()
  await page.getByText('Done: Post').waitFor()
  expect(errors.splice(0).filter(one => !one.includes('422'))).toEqual([])
})

test('our number is chosen among those of the company, by pointer or keyboard, and whatever else is typed stays', { timeout: 90_000 }, async () => {
  await begin()
  const field = page.getByRole('combobox', { name: 'Our tax number' })
  const offered = () => page.getByRole('listbox', { name: 'Our tax number' }).getByRole('option').allTextContents()
  await field.click()
  await expect.poll(async () => (await offered()).map(one => one.trim())).toEqual(['24AAACR5055K1ZD', ours])
  await shot(page, 'our-numbers')
  expect(await violations(page)).toEqual([])
  await page.getByRole('option', { name: '24AAACR5055K1ZD' }).click()
  await expect.poll(() => field.inputValue()).toBe('24AAACR5055K1ZD')
  await field.fill('27-aa')
  await expect.poll(async () => (await offered()).map(one => one.trim())).toEqual([ours])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect.poll(() => field.inputValue()).toBe(ours)
  await field.fill('24AAA')
  await expect.poll(() => offered().then(all => all.length)).toBe(1)
  await page.keyboard.press('Enter')
  await expect.poll(() => field.inputValue()).toBe('24AAA')
  await page.locator('invoicing-totals').getByText('24AAA is no tax number of Sharma Traders.').waitFor()
  await field.fill('')
  await page.keyboard.press('Tab')
  await expect.poll(() => page.locator('invoicing-totals').getByText('is no tax number of').count()).toBe(0)
  await page.setViewportSize({ width: phone.width, height: phone.height })
  await api(page, '/api/me', { locale: 'hi' }, 'PATCH')
  await page.goto(`${served.url}/new/invoicing.document?date=2036-11-27&party=${party}`)
  await page.getByRole('tab', { name: 'दोनों पक्ष' }).click()
  const hindi = page.getByRole('combobox', { name: 'हमारा कर नंबर' })
  await hindi.click()
  await page.getByRole('option', { name: ours }).waitFor()
  await shot(page, 'our-numbers-hindi-phone')
  await page.setViewportSize({ width: desk.width, height: desk.height })
  await api(page, '/api/me', { locale: 'en' }, 'PATCH')
  expect(errors).toEqual([])
})

test('a number of theirs that was copied wrong is said as it is typed and stands beside its field once it is refused; one of another state says which counts', {
  timeout: 90_000,
}, async () => {
  await begin()
  const wrong = 'One of its letters or digits is wrong: the last one does not fit the others.'
  await type('Their tax number', '27AAPFU0993F1ZV')
  await page.getByRole('status').getByText(wrong).waitFor()
  await save()
  await page.getByRole('alert').getByText(wrong).waitFor()
  await shot(page, 'their-number-wrong')
  await type('Their tax number', theirs)
  await save()
  await page.getByRole('button', { name: 'Post', exact: true }).first().waitFor()
  await expect.poll(() => page.getByLabel('Place of supply', { exact: true }).inputValue()).toBe('29')
  await type('Place of supply', '27')
  const two = 'Their tax number is of 29 Karnataka, and the place of supply is 27 Maharashtra: the tax goes by the place of supply.'
  await page.getByRole('status').getByText(two).waitFor()
  await save()
  await page.getByText('Changes are not saved yet.').waitFor({ state: 'detached' })
  await shot(page, 'two-states')
  expect(await violations(page)).toEqual([])
  await inHindi('उनका कर नंबर 29 कर्नाटक का है', 'two-states')
  expect(errors.splice(0).filter(one => !one.includes('422'))).toEqual([])
})

test('a bill that comes too late says as it is typed that its tax is not got back, and a debit note which number of ours has ended', {
  timeout: 150_000,
}, async () => {
  const { items: companies } = await api<{ items: { id: string }[] }>(page, '/api/records/core.company?limit=1')
  const mill = await api(page, '/api/records/parties.party', {
    name: 'Deccan Mills',
    addresses: [{ kind: 'billing', city: 'Pune', stateCode: '27', country: 'IN' }],
  })
  await api(page, '/api/records/core.registration', { entity: 'parties.party', record: mill.id, kind: 'gstin', number: '27AAPFU0939F1ZV' })
  const { items: groups } = await api<{ items: { id: string; name: string }[] }>(page, '/api/records/invoicing.taxGroup?limit=50')
  const tax = groups.find(one => one.name === 'GST 18 %')?.id
  const { items: policies } = await api<{ items: { id: string }[] }>(page, '/api/records/invoicing.policy?limit=1')
  await api(page, `/api/records/invoicing.policy/${policies[0]?.id}`, { tax }, 'PATCH')
  await page.goto(`${served.url}/new/invoicing.document?kind=bill&date=2036-12-05&party=${mill.id}&supplierNumber=D1&supplierDate=2036-03-15`)
  await page.getByRole('textbox', { name: 'Description, line 1' }).fill('Cloth')
  await page.getByRole('textbox', { name: 'Price, line 1' }).fill('10000')
  await page.keyboard.press('Tab')
  await page.getByText('Tax of this bill could be got back until').waitFor()
  await shot(page, 'late-bill')
  await save()
  await page.getByText('Changes are not saved yet.').waitFor({ state: 'detached' })
  expect(await violations(page)).toEqual([])
  await inHindi('इस बिल के कर का क्रेडिट', 'late-bill')

  const line = { description: 'Design', price: '100', tax }
  const invoice = await api(page, '/api/records/invoicing.document', { party, date: '2036-11-27', ownRegistration: ours, lines: [line], state: 'posted' })
  const { items: own } = await api<{ items: { id: string; number: string }[] }>(page, '/api/records/core.registration?limit=50')
  const ended = own.find(one => one.number === ours)?.id
  await api(page, `/api/records/core.registration/${ended}`, { validTo: '2036-11-30', company: companies[0]?.id }, 'PATCH')
  await page.goto(`${served.url}/new/invoicing.document?kind=debitNote&date=2036-12-05&party=${party}&original=${invoice.id}`)
  const said = `${ours} does not hold for Sharma Traders on`
  await page.getByText(said).waitFor()
  await shot(page, 'debit-note')
  await page.getByRole('textbox', { name: 'Description, line 1' }).fill('More of it')
  await page.getByRole('textbox', { name: 'Price, line 1' }).fill('10')
  await page.keyboard.press('Tab')
  await save()
  await page.getByText('Changes are not saved yet.').waitFor({ state: 'detached' })
  await page.getByText(said).waitFor()
  await inHindi(`${ours} `, 'debit-note')
  expect(errors.splice(0)).toEqual([])
})
