import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk, type Look, openBrowser, openPage, phone, violations } from './browser.ts'
import { type Served, serveBooks } from './product.ts'
import { api, follow, shot, signIn } from './steps.ts'

let browser: Browser
let served: Served
let page: Page
let errors: string[]
let accounts: ReadonlyMap<string, string>
let asha: string

/** Posts what a party owes (a receipt below nothing) and gives the entry. */
const post = async (date: string, narration: string, amount: string, more: object = {}): Promise<string> => {
  const [other, size] = amount.startsWith('-') ? ['1120', amount.slice(1)] : ['4110', amount]
  const [own, its] = amount.startsWith('-') ? ['credit', 'debit'] : ['debit', 'credit']
  const lines = [
    { account: accounts.get('1130'), party: asha, [own as string]: size, ...more },
    { account: accounts.get(other as string), [its as string]: size },
  ]
  const { id } = await api<{ id: string }>(page, '/api/records/ledger.entry', { date, narration, lines })
  await api(page, `/api/records/ledger.entry/${id}/actions/post`, {})
  return id
}

beforeAll(async () => {
  served = await serveBooks()
  browser = await openBrowser()
  ;({ page, errors } = await openPage(browser))
  await signIn(page, served.url)
  const { items } = await api<{ items: { id: string; code: string }[] }>(page, '/api/records/ledger.account?limit=200&fields=code')
  accounts = new Map(items.map(({ id, code }) => [code, id]))
  asha = (
    await api<{ id: string }>(page, '/api/records/parties.party', {
      ...{ name: 'Asha Handlooms', kind: 'organisation', contactPoints: [{ kind: 'email', value: 'accounts@asha.example' }] },
    })
  ).id
  await post('2026-09-10', 'Invoice INV-7', '118000', { due: '2026-10-10' })
  await post('2026-10-20', 'Invoice INV-9', '45000.50', { due: '2026-11-19' })
  await post('2026-11-25', 'Invoice INV-12', '9000', { due: '2026-12-25' })
  await post('2026-11-26', 'Receipt by NEFT', '-100000')
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

/** The cells of rows as one reads them. */
const cells = (row: string) =>
  page.locator(row).evaluateAll(all => {
    const seen = (node: Node): string =>
      node instanceof Element ? (node.checkVisibility() ? [...node.childNodes].map(seen).join('') : '') : node instanceof Text ? node.data : ''
    return all.map(one => [...one.children].filter(cell => cell.checkVisibility()).map(cell => seen(cell).trim()))
  })

test('from who owes what, over one party, to what is matched by keyboard', async () => {
  await page.goto(`${served.url}/page/ledger.due?on=2026-11-30`)
  await expect.poll(() => cells('tbody tr')).toEqual([['Asha Handlooms', '9,000.00', '45,000.50', '1,18,000.00', '–', '–', '1,72,000.50', '1,00,000.00']])
  await page.getByRole('link', { name: 'Asha Handlooms' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Asha Handlooms' }).waitFor()
  await page.goto(`${served.url}/page/ledger.party?party=${asha}`)
  for (const name of [/JE.*1$/, /JE.*4$/]) {
    await page.getByRole('checkbox', { name }).focus()
    await page.keyboard.press('Space')
  }
  await page.getByRole('status').getByText('1,18,000.00 Dr').waitFor()
  await page.getByRole('button', { name: 'Match', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('1 matched.').waitFor()
  await expect.poll(async () => (await cells('tbody tr')).map(row => row.at(-1))).toEqual(['18,000.00 Dr', '45,000.50 Dr', '9,000.00 Dr'])
})

test('a payment is entered by keyboard: the oldest first, an item changed, the rest an advance', async () => {
  await page.goto(`${served.url}/page/ledger.party?party=${asha}`)
  await page.getByRole('link', { name: 'Receive payment' }).click()
  // Of a day that the statement has too: today may be long after it.
  await page.getByRole('textbox', { name: 'Date', exact: true }).fill('27/11/2026')
  await page.keyboard.press('Tab')
  await page.getByRole('textbox', { name: 'Amount', exact: true }).focus()
  await page.keyboard.type('20,000')
  const takes = () => page.locator('tbody input').evaluateAll(all => all.map(one => (one as HTMLInputElement).value))
  await expect.poll(takes).toEqual(['18,000', '2,000', ''])
  await page.getByRole('textbox', { name: 'Settles of JE/26-27/00003' }).fill('1500')
  await page.keyboard.press('Tab')
  await page.getByText('1,500.00 more is settled than was paid').waitFor()
  await page.getByRole('textbox', { name: 'Settles of JE/26-27/00002' }).fill('0')
  await page.keyboard.press('Tab')
  await page.getByText('500.00 is left over and stays as an advance').waitFor()
  await page.keyboard.press('Control+s')
  await page.getByText('20,000.00 received from Asha Handlooms.').waitFor()
  await expect.poll(async () => (await cells('tbody tr')).map(row => row[3])).toEqual(['45,000.50', '7,500.00'])
  await page.goto(`${served.url}/list/ledger.payment`)
  await page
    .getByText(/^PAY\/\d\d-\d\d\/00001$/)
    .first()
    .waitFor()
  // A column that is an amount by itself, not part of money, has its name too.
  const heads = async () => (await page.getByRole('columnheader').allTextContents()).map(text => text.trim())
  await expect.poll(heads).toEqual(['', ...['Number', 'Date', 'Party', 'Direction', 'Amount', 'Currency', 'Paid by', 'State']])
})

test('a statement is read, and its lines are accepted by keyboard until books and bank agree', async () => {
  const csv =
    'Date,Narration,Withdrawal Amt.,Deposit Amt.,Closing Balance\n26/11/2026,NEFT IN,,100000,100000\n27/11/2026,NEFT ASHA,,20000,120000\n27/11/2026,SMS CHARGES,17.70,,119982.30\n28/11/2026,CARD,1000,,118982.30\n'
  await api(page, '/api/records/ledger.bankRule', { contains: 'SMS', account: accounts.get('5260') })
  await page.goto(`${served.url}/page/ledger.bank`)
  await page.getByRole('heading', { name: 'Nothing to do' }).waitFor()
  // Where one is stands in sight among all places.
  const below = () =>
    page.locator('sangam-navigation').evaluate(places => {
      const here = places.shadowRoot?.querySelector('[aria-current]')?.getBoundingClientRect()
      return here ? Math.max(0, Math.round(here.bottom - places.getBoundingClientRect().bottom)) : null
    })
  await expect.poll(below).toBe(0)
  await page.getByRole('link', { name: 'Read a statement' }).click()
  // The page that is left asks for a bank account as well, and the one that was chosen there is the statement's.
  const statement = page.locator('sangam-record-screen')
  await expect.poll(() => statement.getByRole('combobox', { name: 'Bank account' }).inputValue()).toBe('Bank')
  await page.locator('input[type=file]').setInputFiles({ name: 'november.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await page.getByText('november.csv').first().waitFor()
  await page.keyboard.press('Control+s')
  await page.getByRole('button', { name: 'Read the file' }).first().click()
  await page.getByText('Done: Read the file').waitFor()
  // It is known by its day, and shows what was read of it.
  await page.getByRole('heading', { name: /^\d{1,2}\s[A-Z]\w+\s\d{4}/ }).waitFor()
  await page.getByText('NEFT ASHA').first().waitFor()
  await page.goto(`${served.url}/page/ledger.bank`)
  await expect.poll(() => cells('tbody tr').then(rows => rows.length)).toBe(4)
  await shot(page, 'books-bank-todo')
  // One line of the bank goes to three accounts: each as much as one types, the last what is left.
  await page.getByRole('button', { name: 'More for CARD' }).click()
  await page.getByRole('menuitem', { name: 'Post it to an account…' }).click()
  const choose = async (name: string, nth: number, code: string): Promise<void> => {
    await page.getByRole('combobox', { name, exact: true }).nth(nth).fill(code)
    await page
      .getByRole('option', { name: new RegExp(code) })
      .first()
      .click()
  }
  await choose('Account', 0, 'Travel')
  await page.getByLabel('Of it, where it goes to several accounts').fill('400')
  await page.keyboard.press('Tab')
  await page.getByText('600.00 is left for the next account.').waitFor()
  await choose('Another account', 0, 'Office expenses')
  await page.getByLabel('Of it (empty: what is left)').fill('350')
  await page.keyboard.press('Tab')
  await page.getByText('250.00 is left for the next account.').waitFor()
  await choose('Another account', 1, 'Electricity')
  await shot(page, 'books-bank-split')
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await expect.poll(() => page.locator('tbody tr').count()).toBe(3)
  await page
    .getByRole('button', { name: /^Accept/ })
    .first()
    .focus()
  const answers: number[] = []
  page.on('response', answer => void (/ledger\.bankLine\/[^/]+\/actions\//.test(answer.url()) && answers.push(answer.status())))
  // A line is out of sight from the key press on, and who accepts the next need not wait for it.
  for (const left of [2, 1, 0]) {
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('tbody tr').count()).toBe(left)
  }
  await expect.poll(() => answers).toEqual([200, 200, 200])
  await page.goto(`${served.url}/page/ledger.bank?tab=reconciliation`)
  await page.getByText('Both agree').waitFor()
})

const looks: readonly (readonly [name: string, look: Look])[] = [
  ['at a desk, in the light', desk],
  ['on a phone, in Hindi and in the dark', { ...phone, theme: 'dark', locale: 'hi' }],
]
test.each(looks)('who owes what, a party and its statement are drawn well %s', async (_, look) => {
  await page.setViewportSize(look)
  if (look.locale === 'hi') await api(page, '/api/me', { locale: 'hi' }, 'PATCH')
  const found: string[] = []
  for (const [name, address] of [
    ['due', '/page/ledger.due?on=2026-11-30'],
    ['party', `/page/ledger.party?party=${asha}`],
    ['pay', `/page/ledger.pay?party=${asha}`],
    ['reminders', '/page/ledger.reminders'],
    ['bank', '/page/ledger.bank?tab=reconciliation&on=2026-11-26'],
    ['party-statement', `/page/ledger.party?party=${asha}&tab=statement&from=2026-10-01&to=2026-11-30`],
  ] as const) {
    // The first brings the language that was chosen, the others come as a link leads to them.
    if (name === 'due') await page.goto(served.url + address)
    else await follow(page, address)
    await page
      .locator(name === 'pay' || name === 'reminders' ? 'tbody' : 'tfoot')
      .first()
      .waitFor()
    if (name === 'party') await page.getByRole('checkbox').first().click()
    await page.evaluate(theme => document.documentElement.setAttribute('data-theme', theme), look.theme)
    found.push(...(await violations(page)))
    if (name === 'reminders')
      await page
        .getByRole('button', { name: /Asha Handlooms/ })
        .first()
        .waitFor()
    await shot(page, `books-${name}-${look.width}-${look.theme}-${look.locale}`)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (wide > 0) found.push(`${name} is ${wide} px wider than the window`)
  }
  expect({ found, errors }).toEqual({ found: [], errors: [] })
})
