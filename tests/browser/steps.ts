import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Cookie, Locator, Page } from 'playwright-core'
import { settled } from './browser.ts'

export const data = join(import.meta.dirname, '..', 'data', 'crm-sales')

/** Pictures are kept where SANGAM_SHOTS says; without it none is taken. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.SANGAM_SHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

/** Fills in the first page and begins; `going` on one where something is chosen already. */
export async function firstRun(page: Page, url: string, code: string, options: { readonly sample?: boolean; readonly going?: boolean } = {}): Promise<void> {
  if (!options.going) await page.goto(url)
  await page.getByLabel('Your name').fill('Asha Sharma')
  await page.getByLabel('E-mail').fill('asha@example.com')
  await page.getByLabel('Password').first().fill('correct horse battery')
  await page.getByLabel('Set-up code').fill(code.toLowerCase().replaceAll('-', ' '))
  await page.getByLabel('Name of the company').fill('Sharma Traders')
  if (options.sample) await page.getByLabel(/Add a workspace with sample data/).check()
  await shot(page, 'first-run')
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.getByRole('heading', { name: /Asha/ }).waitFor({ timeout: 30_000 })
}

/** Who signed in once in a browser, by the address. */
const sessions = new WeakMap<Browser, Map<string, readonly Cookie[]>>()

/**
 * Someone who is signed in already, with a language and a theme of their own. By the form it is done once in a browser, and others go on with
 * that session; `own` is for who will end it.
 */
export async function signIn(page: Page, url: string, { own = false }: { readonly own?: boolean } = {}): Promise<void> {
  const context = page.context()
  const browser = context.browser()
  const known = browser && (sessions.get(browser) ?? new Map<string, readonly Cookie[]>())
  if (browser && known) sessions.set(browser, known)
  const session = own ? undefined : known?.get(url)
  if (session) {
    await context.addCookies([...session])
    await page.goto(url)
  } else await byForm(page, url)
  await page.getByRole('heading', { name: /Asha/ }).waitFor({ timeout: 30_000 })
  if (!own && !session) known?.set(url, await context.cookies())
}

async function byForm(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('E-mail').or(page.getByLabel('ई-मेल')).fill('asha@example.com')
  await page.locator('input[type=password]').fill('correct horse battery')
  await page.keyboard.press('Enter')
}

/** Asks the API as the person on a page, and fails with what it refused. */
export async function api<T = { readonly id: string }>(page: Page, path: string, body?: object, method = body ? 'POST' : 'GET'): Promise<T> {
  const answer = await page.evaluate(
    async given => {
      const sent = { method: given.method, ...(given.body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(given.body) }) }
      const came = await fetch(given.path, sent)
      if (!came.ok) throw new Error(await came.text())
      return (await came.json()) as unknown
    },
    { path, body, method },
  )
  return answer as T
}

/** Goes on as a link does, without loading the shell again, and waits until another screen stands where the last one stood; a tab of the same screen needs no other. */
export async function follow(page: Page, address: string): Promise<void> {
  const outlet = await page.locator('sangam-outlet').elementHandle()
  const left = await outlet?.evaluateHandle(one => one.firstElementChild)
  const same = await page.evaluate(to => {
    const link = document.body.appendChild(document.createElement('a'))
    link.href = to
    const there = link.pathname === location.pathname
    link.click()
    link.remove()
    return there
  }, address)
  if (!same) await page.waitForFunction(([place, before]) => place?.firstElementChild && place.firstElementChild !== before, [outlet, left] as const)
}

/** As a hand does it: press, move on over several points, let go. */
export async function drag(page: Page, from: string, to: Locator): Promise<void> {
  await settled(page)
  const [start, end] = [await page.locator(from).boundingBox(), await to.boundingBox()]
  if (!start || !end) throw new Error('What is dragged, and where to, must be on the page.')
  await page.mouse.move(start.x + start.width / 3, start.y + start.height / 2)
  await page.mouse.down()
  await page.mouse.move(start.x + start.width / 3 + 8, start.y + start.height / 2 + 8, { steps: 4 })
  await page.locator('.card.moving').waitFor()
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 12 })
  await page.locator('.column.over').waitFor()
  await page.mouse.up()
}

export interface Answers {
  readonly entity: string
  readonly file: string
  /** What the columns can't tell. */
  columns(page: Page): Promise<void>
  /** What only the rows can tell. */
  rows?(page: Page): Promise<void>
}

/** Takes a file in through the wizard; gives the sentence that says what became of it. */
export async function importFile(page: Page, url: string, { entity, file, columns, rows }: Answers): Promise<string> {
  await page.goto(`${url}/import/${entity}`)
  await page.getByLabel('Choose a file').setInputFiles(join(data, file))
  await page.getByRole('button', { name: 'Check the rows' }).waitFor()
  await columns(page)
  await shot(page, `import-${file}-columns`)
  await page.getByRole('button', { name: 'Check the rows' }).click()
  const again = page.getByRole('button', { name: 'Check again' })
  await again.waitFor({ timeout: 60_000 })
  if (rows) {
    await shot(page, `import-${file}-check`)
    await rows(page)
    await again.click()
    await page.getByText('Every row is fine.').waitFor({ timeout: 60_000 })
  }
  await page.getByRole('button', { name: /^Import / }).click()
  await page.getByText('The rows are in.').waitFor({ timeout: 120_000 })
  return (await page.getByText(/\d created, /).textContent())?.trim() ?? ''
}

/** The four files of the sellers' data set, and what a person answers to each. */
export const crmFiles: readonly Answers[] = [
  {
    entity: 'parties.party',
    file: 'accounts.csv',
    columns: async page => void (await page.getByLabel('Update records that have the same').selectOption({ label: 'Name' })),
  },
  { entity: 'items.item', file: 'products.csv', columns: async page => void (await page.getByLabel('Currency of').selectOption('USD')) },
  {
    entity: 'core.team',
    file: 'sales_teams.csv',
    columns: async page => {
      await page.locator('[data-needed=name]').selectOption({ label: 'manager' })
      for (const field of ['User', 'Leader']) await page.getByLabel(`Unknown names in ${field}`).selectOption('create')
      await page.getByLabel('Update records that have the same').selectOption({ label: 'Name' })
    },
  },
  {
    entity: 'leads.lead',
    file: 'sales_pipeline.csv',
    columns: async page => {
      await page.getByLabel('Currency of Value').selectOption('USD')
      // A deal without an account is called by what it is about.
      await page.getByLabel('Title, where that is empty').selectOption({ label: 'product' })
    },
    rows: async page => {
      await page.getByLabel('GTXPro stands for').selectOption({ label: 'GTX Pro' })
      if (await page.getByLabel('Use where it is missing').count()) await page.getByLabel('Use where it is missing').selectOption('not_recorded')
      else {
        await page.getByRole('button', { name: 'Check again' }).click()
        await page.getByLabel('Use where it is missing').selectOption('not_recorded', { timeout: 60_000 })
      }
    },
  },
]

/** Holds what is saved of an entity back until it is let go: what a person does meanwhile comes before the answer, on every machine. */
export async function held(page: Page, entity: string): Promise<() => void> {
  let letGo = (): void => undefined
  const gone = new Promise<void>(resolve => (letGo = resolve))
  await page.route(`**/api/records/${entity}/*`, async route => {
    if (route.request().method() === 'PATCH') await gone
    await route.fallback()
  })
  return letGo
}
