import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { findAccount } from '../../core/auth/accounts.ts'
import { makeKey, type NewKey } from '../../core/auth/keys.ts'
import { pagesOf } from '../../sdk/testing/check/pdf.ts'
import { desk, type Look, openBrowser, openPage, phone, settled, violations } from './browser.ts'
import { type Served, serveSetUp } from './product.ts'
import { api, follow, shot, signIn } from './steps.ts'

let browser: Browser
let served: Served
let lead: string

beforeAll(async () => {
  served = await serveSetUp()
  browser = await openBrowser()
  const { page, context } = await openPage(browser)
  await signIn(page, served.url)
  const party = await api(page, '/api/records/parties.party', { name: 'गुप्ता मिल्स', kind: 'organisation' })
  const made = await api(page, '/api/records/leads.lead', {
    title: 'Forty looms',
    party: party.id,
    phone: '98765 43210',
    email: 'gupta@example.com',
    value: { amount: '1250000', currency: 'INR' },
  })
  await api(page, '/api/records/parties.party', { name: 'गुप्ता मिल्स', kind: 'organisation' })
  const soon = new Date().toISOString().slice(0, 10)
  await api(page, '/api/records/leads.lead', { title: 'सोलर पंप', value: { amount: '325000.50', currency: 'INR' }, expectedClose: soon, source: 'website' })
  const south = await api(page, '/api/records/core.team', { name: 'दक्षिण' })
  await api(page, '/api/records/core.team', { name: 'चेन्नई', parent: south.id })
  const away = await api(page, '/api/records/leads.lead', { title: 'Sixty looms' })
  await api(page, `/api/records/leads.lead/${away.id}`, undefined, 'DELETE')
  await api(page, '/api/records/core.activity', { kind: 'task', subject: 'Call back', entity: 'leads.lead', record: made.id, due: new Date().toISOString() })
  lead = made.id
  await api(page, '/api/records/core.scheduledReport', { name: 'Leads', entity: 'leads.lead', definition: {}, every: 'month', monthDay: 31 })
  await api(page, '/api/users/invite', { name: 'Ravi Rao', email: 'ravi@example.com', roles: ['leads.salesperson'] })
  const limits = { requestsPerMinute: 30, writesPerHour: 200 }
  await keyOfRavi('Claude in the office', { may: 'plan', limits, role: 'leads.salesperson' })
  await keyOfRavi('Nightly figures for the accountants in Indore', { may: 'read' })
  await keyOfRavi('Old website', {}, 200)
  await context.close()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

/** A key of someone else, made so many days ago for ninety days. */
async function keyOfRavi(name: string, more: Partial<NewKey> = {}, daysAgo = 0): Promise<void> {
  const { db } = served.platform.world
  const account = await findAccount(db.app, 'ravi@example.com')
  const made = new Date(Date.now() - daysAgo * 86_400_000)
  const expiresAt = new Date(made.getTime() + 90 * 86_400_000).toISOString()
  await makeKey(db.app, { account: account?.id ?? '', workspace: 'main', name, role: null, expiresAt, ...more }, made)
}

/** How many leads there are by now. */
async function leads(page: Page): Promise<number> {
  return (await api<{ count: number }>(page, '/api/records/leads.lead?count=exact&limit=1')).count
}

/** Those of the Studio and the roles are looked at where they are filled: in studio.test.ts. */
const screens: readonly (readonly [string, string])[] = [
  ['home', '/'],
  ['list', '/list/leads.lead'],
  ['board', '/board/leads.lead'],
  ['record', '/record/leads.lead/{lead}'],
  ['new', '/new/leads.lead'],
  ['import', '/import/leads.lead'],
  ['bin', '/bin/leads.lead'],
  ['duplicates', '/duplicates/parties.party'],
  ['users', '/users'],
  ['keys', '/keys'],
  ['system', '/system'],
  ['settings', '/settings/core.mail'],
  ['backup', '/settings/backup'],
  ['plugins', '/plugins'],
  ['automations', '/automations'],
  ['webhooks', '/webhooks'],
  ['me', '/me'],
  ['reports', '/reports'],
]

/** The ways in which records are looked at, and what stands over them all: in Hindi, on a phone, in the dark. */
const views: readonly (readonly [string, string])[] = [
  ['calendar', '/calendar/leads.lead?by=expectedClose'],
  ['gantt', '/gantt/leads.lead'],
  ['tree', '/tree/core.team'],
  ['chart', '/chart/leads.lead?group=stage&measure=sum:value.amount'],
  ['pivot', '/pivot/leads.lead?rows=owner&columns=source&measures=count,sum:value.amount'],
  ['dashboard', '/dashboard/leads.sales'],
  ['inbox', '/inbox'],
]

/** Where things lie side by side, and so could lie the wrong way round. */
const turned: readonly string[] = [
  '/',
  '/list/leads.lead?group=stage&pinned=title',
  '/board/leads.lead',
  '/calendar/leads.lead?by=expectedClose',
  '/gantt/leads.lead',
  '/tree/core.team',
  '/pivot/leads.lead',
  '/chart/leads.lead',
  '/record/leads.lead/{lead}',
  '/inbox',
  '/import/leads.lead',
  '/me',
  '/studio',
  '/studio/leads.lead',
  '/studio/leads.lead?tab=flows',
  '/studio/leads.lead/layout',
  '/roles',
  '/automations/new',
  '/studio/words',
]

const looks: readonly (readonly [string, Look])[] = [
  ['light, at a desk, in English', desk],
  ['dark, on a phone, in Hindi', { ...phone, theme: 'dark', locale: 'hi' }],
]

/** What is drawn otherwise at a desk than on a phone, and so is looked at in both places by day and by night. */
const bothThemes: readonly string[] = ['home', 'list', 'board', 'record', 'keys']

describe.each(looks)('%s', (name, look) => {
  test('every screen is drawn without an error, fits its window and has nothing that axe finds against WCAG A or AA', { timeout: 240_000 }, async () => {
    const { page, context, errors } = await openPage(browser, look)
    const found: string[] = []
    await page.goto(`${served.url}/sign-in`)
    await page.locator('input[type=password]').waitFor()
    found.push(...(await violations(page)).map(one => `sign-in: ${one}`))
    await shot(page, `${look.width}-${look.theme}-${look.locale}-sign-in`)
    await signIn(page, served.url)
    await api(page, '/api/me', { locale: look.locale }, 'PATCH')
    onTestFinished(async () => {
      await api(page, '/api/me', { locale: 'en' }, 'PATCH')
      await context.close()
    })
    const more = look === desk ? [] : views
    const inTheme = (theme: string) => page.evaluate(one => document.documentElement.setAttribute('data-theme', one), theme)
    for (const [at, [screen, path]] of [...screens, ...more].entries()) {
      const address = path.replace('{lead}', lead)
      // In one look every screen is opened by its address, in the others from the one before; the first shows the language that was just chosen.
      if (look === desk || at === 0) await page.goto(served.url + address)
      else await follow(page, address)
      await page.locator('h1').first().waitFor()
      found.push(...(await violations(page)).map(one => `${screen}: ${one}`))
      await shot(page, `${look.width}-${look.theme}-${look.locale}-${screen}`)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      if (wide > 1) found.push(`${screen}: is ${wide} px wider than the window`)
      if (!bothThemes.includes(screen)) continue
      await inTheme(look.theme === 'dark' ? 'light' : 'dark')
      found.push(...(await violations(page)).map(one => `${screen}, in the other theme: ${one}`))
      await inTheme(look.theme)
    }
    expect({ name, found, errors }).toEqual({ name, found: [], errors: [] })
  })
})

test('who keeps what they saw on their device opens the app without a line, and signing out leaves nothing of it', async () => {
  const { page, context, errors } = await openPage(browser, { ...phone, theme: 'dark' }, 'allow')
  await signIn(page, served.url, { own: true })
  await page.goto(`${served.url}/me`)
  await page.getByRole('checkbox', { name: /Keep what I have seen on this device/ }).check()
  await page.evaluate(() => navigator.serviceWorker.ready)
  for (const path of [`/record/leads.lead/${lead}`, '/list/leads.lead']) {
    await page.goto(served.url + path)
    await page.getByText('Forty looms').first().waitFor()
    await settled(page)
  }
  await context.setOffline(true)
  await page.reload()
  await page.getByText(/^Offline: /).waitFor()
  await page.getByText('Forty looms').first().click()
  await page.getByRole('heading', { name: 'Forty looms' }).waitFor()
  await shot(page, 'offline')
  const refused = await page.evaluate(async () => (await fetch('/api/records/leads.lead', { method: 'POST' }).catch(error => error as Error)) instanceof Error)
  expect({ refused, wrong: await violations(page) }).toEqual({ refused: true, wrong: [] })

  await context.setOffline(false)
  await page.goto(served.url)
  await page.getByText(/^Offline: /).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: /^You: / }).click()
  await page.getByText('Sign out', { exact: true }).click()
  await page.locator('input[type=password]').waitFor()
  await expect.poll(() => page.evaluate(() => caches.has('sangam-seen'))).toBe(false)
  await context.setOffline(true)
  await page.goto(`${served.url}/list/leads.lead`)
  await page.getByText('The server does not answer').waitFor()
  await context.close()
  expect(errors.filter(one => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(one))).toEqual([])
})

test('a list and a record are downloaded as PDFs, and the browser’s own print shows them without the frame around', async () => {
  const { page, context, errors } = await openPage(browser, { ...desk, theme: 'dark' })
  await signIn(page, served.url)
  for (const [path, name] of [
    ['/list/leads.lead', 'Leads.pdf'],
    [`/record/leads.lead/${lead}`, 'Forty looms.pdf'],
  ] as const) {
    await page.goto(served.url + path)
    await page.getByText('Forty looms').first().waitFor()
    await settled(page)
    await page.getByRole('button', { name: 'More', exact: true }).click()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Download as PDF' }).click()])
    expect(download.suggestedFilename()).toBe(name)
    const paper = pagesOf(readFileSync(await download.path()))
    expect([paper.length, paper[0]?.includes('Sharma Traders'), paper[0]?.includes('गुप्ता मिल्स')]).toEqual([1, true, true])
    const printed = await page.pdf({ preferCSSPageSize: true })
    if (process.env.SANGAM_SHOTS) writeFileSync(join(process.env.SANGAM_SHOTS, `printed ${name}`), printed)
    expect(printed.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBeLessThanOrEqual(2)
    await page.emulateMedia({ media: 'print' })
    await expect.poll(() => page.locator('sangam-navigation').isVisible()).toBe(false)
    await expect.poll(() => page.getByText('Forty looms').first().isVisible()).toBe(true)
    await page.emulateMedia({ media: null })
  }
  await context.close()
  expect(errors).toEqual([])
})

test('who lives in New York and writes numbers as in Europe sees them so, and is understood so', async () => {
  const { page, context, errors } = await openPage(browser)
  await signIn(page, served.url)
  onTestFinished(async () => {
    await api(page, '/api/me', { zone: null, numberFormat: null, dateFormat: null, hourFormat: null }, 'PATCH')
    await context.close()
  })
  await page.goto(`${served.url}/me`)
  for (const [name, value] of [
    ['zone', 'America/New_York'],
    ['numberFormat', 'european'],
    ['dateFormat', 'dots'],
    ['hourFormat', 'h24'],
  ] as const) {
    await Promise.all([page.waitForResponse(answer => answer.url().endsWith('/api/meta')), page.locator(`select[name=${name}]`).selectOption(value)])
  }
  await expect.poll(() => page.getByLabel('As you will see it').textContent()).toMatch(/^₹1\.234\.567,50 · \d\d\.\d\d\.\d{4}, \d\d:\d\d$/)
  await shot(page, 'me-european')

  await page.goto(`${served.url}/new/leads.lead`)
  await page.getByLabel('Title').fill('Ten looms')
  const value = page.getByLabel('Value', { exact: true })
  await value.fill('1.5')
  await page.getByText('The commas and points don’t fit. You write numbers as 1.234.567,5;').waitFor()
  await value.fill('1.234,5')
  await page.getByText('= ₹1.234,50').waitFor()
  await page.getByLabel('Expected close').fill('11/26/2027')
  await page.getByText('Write a day, such as 31/3').waitFor()
  await page.getByLabel('Expected close').fill('26.11.2027')
  await page.keyboard.press('Control+s')
  await page.waitForURL(/\/record\/leads\.lead\//)
  const made = await api<{ value: object; expectedClose: string; createdAt: string }>(page, page.url().replace(/.*\/record/, '/api/records'))
  expect([made.value, made.expectedClose]).toEqual([{ amount: '1234.5', currency: 'INR' }, '2027-11-26'])

  const list = `${served.url}/list/leads.lead?columns=title,value,expectedClose,createdAt&search=Ten+looms`
  await page.goto(list)
  const there = new Intl.DateTimeFormat('de-DE', { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'America/New_York' }).format(
    new Date(made.createdAt),
  )
  for (const shown of ['₹1.234,50', '26.11.2027']) await page.getByText(shown, { exact: true }).first().waitFor()
  await shot(page, 'list-european')
  await page.goto(`${list}&group=createdAt:day`)
  await page.getByText(there, { exact: true }).first().waitFor()
  expect(errors).toEqual([])
})

describe('before one screen', () => {
  let page: Page
  beforeAll(async () => {
    ;({ page } = await openPage(browser, desk))
    await signIn(page, served.url)
  })
  afterAll(() => page?.context().close())

  test('at 1440 by 900 every heading of the navigation is seen, and what somebody folded stays so; on a phone a row that goes on fades where it is cut', async () => {
    const heading = (name: string) => page.locator('sangam-navigation').getByRole('button', { name, exact: true })
    const link = (name: string) => page.locator('sangam-navigation').getByRole('link', { name, exact: true })
    const hidden = () => page.locator('sangam-navigation').evaluate(one => one.scrollHeight - one.clientHeight)
    await heading('Studio').waitFor()
    await expect.poll(hidden).toBeLessThanOrEqual(0)
    const shown = (...names: string[]) => Promise.all(names.map(name => link(name).count()))
    await expect.poll(() => shown('Companies', 'Roles', 'Leads')).toEqual([0, 0, 1])
    await shot(page, 'navigation')
    await heading('Studio').click()
    await link('Roles').click()
    await page.getByRole('heading', { name: 'Roles' }).first().waitFor()
    await expect.poll(hidden).toBeLessThanOrEqual(0)
    await heading('Work').click()
    await link('Activities').waitFor({ state: 'detached' })
    await page.reload()
    await link('Number series').waitFor()
    // Where one is, the heading stands open.
    await expect.poll(() => shown('Activities', 'Companies')).toEqual([0, 0])
    await page.goto(`${served.url}/list/core.company`)
    await link('Companies').waitFor()

    await page.setViewportSize(phone)
    await follow(page, '/inbox')
    const tabs = page.locator('sangam-tabs')
    await expect.poll(() => tabs.getAttribute('data-cut')).toBe('end')
    await shot(page, 'tabs-cut')
    await page.getByRole('tab').last().click()
    await expect.poll(() => tabs.getAttribute('data-cut')).toBe('start')
    await page.setViewportSize(desk)
    await expect.poll(() => tabs.getAttribute('data-cut')).toBe(null)
  })

  test('“?” shows the keys that work here, and each of them does what it says', async () => {
    const all = await leads(page)
    const active = () => page.locator('sangam-grid [role=grid]').getAttribute('aria-activedescendant')
    const list = async () => {
      if (!page.url().includes('/list/')) await follow(page, '/list/leads.lead?sort=title&columns=title,phone')
      await page.getByRole('link', { name: 'Forty looms' }).waitFor()
      await page.locator('sangam-grid [role=grid]').focus()
      for (const key of ['Control+Home', 'Home']) await page.keyboard.press(key)
      await expect.poll(active).toBe('c0-0')
    }
    const chosen = () => page.locator('sangam-grid [role=row][aria-selected=true]').count()
    const cell = (at: string) => page.locator(`sangam-grid #${at}`)
    await list()
    await page.keyboard.press('?')
    await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor()
    expect(await violations(page)).toEqual([])
    await shot(page, 'keys')
    const told = await page
      .locator('sangam-help dt')
      .evaluateAll(all => all.map(one => [one.nextElementSibling?.textContent?.trim().replaceAll(/\s+/g, ' '), one.textContent]))
    await page.keyboard.press('Escape')
    await page.locator('sangam-help').waitFor({ state: 'detached' })
    const does: readonly (readonly [keys: string, label: string, press: readonly string[], seen: () => Promise<unknown>])[] = [
      // Those that stay in the list come first.
      ['CtrlK', 'Search or jump to…', ['Control+k'], () => page.locator('sangam-palette').getByRole('combobox').waitFor()],
      ['?', 'Keyboard shortcuts', ['?'], () => page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor()],
      [
        '[',
        'Fold or widen the navigation',
        ['['],
        async () => {
          await page.locator('aside.narrow').waitFor()
          await page.keyboard.press('[')
          await page.locator('aside.narrow').waitFor({ state: 'detached' })
        },
      ],
      ['↑↓', 'Move between rows and cells', ['ArrowDown', 'ArrowRight'], () => expect.poll(active).toBe('c1-1')],
      ['F2', 'Edit the cell', ['ArrowRight', 'F2'], () => cell('c0-1').getByRole('textbox').and(page.locator(':focus')).waitFor()],
      ['Space', 'Select the row', ['Space'], () => expect.poll(chosen).toBe(1)],
      ['CtrlA', 'Select all rows shown', ['Control+a'], () => expect.poll(chosen).toBe(all)],
      ['F', 'Filter', ['f'], () => page.getByRole('region', { name: 'Filter' }).waitFor()],
      ['↵', 'Open the record', ['Enter'], () => page.getByRole('heading', { name: 'Forty looms' }).waitFor()],
      ['N', 'New record', ['n'], () => page.waitForURL(`${served.url}/new/leads.lead`)],
      ['GH', 'Go home', ['g', 'h'], () => page.waitForURL(`${served.url}/`)],
      ['GI', 'Go to the inbox', ['g', 'i'], () => page.waitForURL(`${served.url}/inbox`)],
      ['/', 'Search in the list', ['/', 'F'], () => expect.poll(() => page.getByRole('searchbox', { name: 'Search in the list' }).inputValue()).toBe('F')],
    ]
    expect(told.filter(([keys]) => does.some(one => one[0] === keys)).length).toBe(does.length)
    for (const [keys, label, press, seen] of does) {
      expect(told).toContainEqual([keys, label])
      await list()
      for (const key of press) await page.keyboard.press(key)
      await seen()
      await page.keyboard.press('Escape')
      await page.locator('sangam-palette, sangam-help').waitFor({ state: 'detached' })
    }

    // A cell is edited without a mouse, kept by Enter, and taken back by Escape.
    await list()
    for (const key of ['ArrowRight', 'F2']) await page.keyboard.press(key)
    await cell('c0-1').getByRole('textbox').and(page.locator(':focus')).waitFor()
    await page.keyboard.type('99887')
    // What is done elsewhere draws the list anew, and nothing of what was typed is chosen by it.
    const { id: other } = await api(page, '/api/records/leads.lead', { title: 'Zips for forty' })
    await page.getByRole('link', { name: 'Zips for forty' }).waitFor()
    await api(page, `/api/records/leads.lead/${other}`, undefined, 'DELETE')
    await page.getByRole('link', { name: 'Zips for forty' }).waitFor({ state: 'detached' })
    await page.keyboard.type(' 76655')
    await page.keyboard.press('Enter')
    const phoneNow = async () => (await api<{ phone: string }>(page, `/api/records/leads.lead/${lead}?fields=phone`)).phone
    await expect.poll(phoneNow).toBe('99887 76655')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(phoneNow).toContain('98765')
    await list()
    for (const key of ['ArrowRight', 'F2']) await page.keyboard.press(key)
    await cell('c0-1').getByRole('textbox').and(page.locator(':focus')).waitFor()
    await page.keyboard.type('1')
    await page.keyboard.press('Escape')
    await cell('c0-1').getByRole('textbox').waitFor({ state: 'detached' })
    expect(await phoneNow()).toContain('98765')
  })

  test('what another does is told to whoever hears the screen; close lines and no motion are as somebody chose them', async () => {
    await page.goto(`${served.url}/list/leads.lead`)
    await page.getByRole('link', { name: 'Forty looms' }).waitFor()
    const live = (text: RegExp | string) => page.locator('[aria-live=polite], [role=status]').filter({ hasText: text })
    const before = await leads(page)
    await live(new RegExp(`^${before}$`)).waitFor()
    const { id } = await api(page, '/api/records/leads.lead', { title: 'Told live' })
    await live(new RegExp(`^${before + 1}$`)).waitFor()
    await follow(page, `/record/leads.lead/${id}`)
    await page.getByRole('heading', { name: 'Told live' }).waitFor()
    await api(page, `/api/records/leads.lead/${id}`, { title: 'Told while one looks' }, 'PATCH')
    await page.getByRole('heading', { name: 'Told while one looks' }).waitFor()
    await live('Someone changed this record').waitFor({ state: 'attached' })
    await api(page, `/api/records/leads.lead/${id}`, undefined, 'DELETE')
    await live('Someone removed this record meanwhile.').waitFor()

    await follow(page, '/list/leads.lead')
    const height = async () => (await page.locator('sangam-grid [role=row]').nth(1).boundingBox())?.height ?? 0
    await page.getByRole('link', { name: 'Forty looms' }).waitFor()
    const usual = await height()
    await page.getByRole('button', { name: /^You: / }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Compact' }).click()
    await expect.poll(height).toBeLessThan(usual)
    await page.reload()
    await page.getByRole('link', { name: 'Forty looms' }).waitFor()
    await expect.poll(height).toBeLessThan(usual)
    expect(await violations(page)).toEqual([])
    await shot(page, 'compact')

    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.keyboard.press('Control+k')
    await page.locator('sangam-palette').getByRole('combobox').waitFor()
    const moving = () =>
      page.evaluate(() => {
        const within = (root: Document | ShadowRoot): Animation[] => [
          ...root.getAnimations(),
          ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? within(shadowRoot) : [])),
        ]
        const dialog = document.querySelector('sangam-palette, sangam-app')
        const deep = (root: ParentNode, what: string): Element | null =>
          root.querySelector(what) ??
          [...root.querySelectorAll('*')].reduce<Element | null>((got, { shadowRoot }) => got ?? (shadowRoot && deep(shadowRoot, what)), null)
        const open = deep(document, 'dialog[open]')
        return { moves: within(document).length, how: open && dialog ? getComputedStyle(open).animationName : '' }
      })
    await expect.poll(moving).toEqual({ moves: 0, how: 'none' })
  })
})

test('the app is installed by its manifest: every picture and address in it is there', async () => {
  const answer = await fetch(`${served.url}/manifest.webmanifest`)
  const app = (await answer.json()) as {
    readonly name: string
    readonly display: string
    readonly start_url: string
    readonly scope: string
    readonly icons: readonly { readonly src: string; readonly type: string; readonly purpose: string }[]
    readonly shortcuts: readonly { readonly url: string }[]
  }
  const pictures = await Promise.all(app.icons.map(async ({ src, type }) => (await fetch(served.url + src)).headers.get('content-type')?.startsWith(type)))
  const pages = await Promise.all([app.start_url, ...app.shortcuts.map(({ url }) => url)].map(async url => (await fetch(served.url + url)).status))
  expect({
    type: answer.headers.get('content-type')?.split(';')[0],
    name: app.name,
    display: app.display,
    within: app.start_url.startsWith(app.scope),
    purposes: [...new Set(app.icons.map(({ purpose }) => purpose))].sort(),
    pictures: [...new Set(pictures)],
    pages: [...new Set(pages)],
  }).toEqual({
    type: 'application/manifest+json',
    name: 'Sangam',
    display: 'standalone',
    within: true,
    purposes: ['any', 'maskable'],
    pictures: [true],
    pages: [200],
  })
})

test('an agent is given a key that only plans, with a limit, and the words by which it is connected', async () => {
  const { page, context, errors } = await openPage(browser)
  await signIn(page, served.url)
  await page.goto(`${served.url}/me`)
  const keys = page.getByRole('region', { name: 'Keys for programs and agents' })
  await keys.getByLabel('Name of the program').fill('Claude')
  await keys.getByLabel('It may').selectOption('plan')
  await keys.getByLabel('With the rights of').selectOption({ label: 'Salesperson' })
  await keys.getByText('Limits', { exact: true }).click()
  await keys.getByLabel('Requests a minute').fill('30')
  await keys.getByRole('button', { name: 'Make a key' }).click()
  await keys.getByText('Copy the key now.').waitFor()
  await keys.getByText(/Salesperson · Read, and plan changes · Requests a minute: 30$/).waitFor()
  await keys.getByText('Connect an agent').click()
  const said = await keys.locator('pre').textContent()
  expect(await violations(page)).toEqual([])
  await keys.scrollIntoViewIfNeeded()
  await shot(page, 'me-keys')

  const { url, headers } = (JSON.parse(said ?? '') as { mcpServers: { sangam: { url: string; headers: { Authorization: string } } } }).mcpServers.sangam
  const call = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'create_record', arguments: { entity: 'leads.lead', values: { title: 'Planned' } } },
  }
  const sent = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', ...headers }
  const answer = await (await fetch(url, { method: 'POST', headers: sent, body: JSON.stringify(call) })).text()
  expect(answer).toContain('a person has to do it')
  await keys.getByRole('button', { name: 'Revoke' }).click()
  await page.locator('sangam-dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect.poll(async () => (await fetch(url, { method: 'POST', headers: sent, body: JSON.stringify(call) })).status).toBe(401)
  await context.close()
  expect(errors).toEqual([])
})

test('from right to left every screen begins on the right, fits its window, and arrows lead where they point', { timeout: 240_000 }, async () => {
  const { page, context, errors } = await openPage(browser, { ...desk, mirrored: true })
  const found: string[] = []
  await page.goto(`${served.url}/sign-in`)
  await page.locator('input[type=password]').waitFor()
  await shot(page, 'rtl-sign-in')
  await signIn(page, served.url)
  for (const [at, path] of turned.entries()) {
    const address = path.replace('{lead}', lead)
    await (at === 0 ? page.goto(served.url + address) : follow(page, address))
    await page.locator('h1').first().waitFor()
    await settled(page)
    await shot(page, `rtl-${path.split('?')[0]?.replaceAll(/[^a-z]+/gi, '-')}${at}`)
    const { wide, nav, title } = await page.evaluate(() => {
      const find = (root: Document | ShadowRoot, what: string): Element | null =>
        root.querySelector(what) ??
        [...root.querySelectorAll('*')].reduce<Element | null>((got, { shadowRoot }) => got ?? (shadowRoot && find(shadowRoot, what)), null)
      const box = (what: string): DOMRect | undefined => find(document, what)?.getBoundingClientRect()
      return { wide: document.documentElement.scrollWidth - innerWidth, nav: box('sangam-navigation')?.right ?? 0, title: box('h1')?.right ?? 0 }
    })
    if (wide > 1 || nav < 1438 || title < 900) found.push(`${path}: ${JSON.stringify({ wide, nav, title })}`)
    // On a phone it fits as well.
    await page.setViewportSize(phone)
    await settled(page)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (over > 1) found.push(`${path}: is ${over} px wider than a phone`)
    await page.setViewportSize(desk)
  }

  await page.goto(`${served.url}/list/leads.lead?columns=title,value,phone&search=Forty`)
  const cells = page.locator('[role=gridcell]')
  await cells.filter({ hasText: '12,50,000' }).first().waitFor()
  const placed = async () => {
    const [title, value] = ['Forty looms', '12,50,000'].map(text => cells.filter({ hasText: text }).first())
    const [first, second] = [await title?.boundingBox(), await value?.boundingBox()]
    return [(first?.x ?? 0) > (second?.x ?? 0), await value?.textContent()]
  }
  await expect.poll(placed).toEqual([true, expect.stringContaining('\u2066₹12,50,000\u2069')])
  await page.locator('[role=grid]').first().focus()
  await page.keyboard.press('ArrowDown')
  const at = () =>
    page.evaluate(() => {
      const deep = (root: Document | ShadowRoot): Element | null => (root.activeElement?.shadowRoot ? deep(root.activeElement.shadowRoot) : root.activeElement)
      return deep(document)?.getAttribute('aria-activedescendant') ?? ''
    })
  await expect.poll(at).toBe('c0-0')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(at).toBe('c0-1')

  const more = page.getByRole('button', { name: /More/ }).last()
  await more.click()
  const below = async () => {
    const [opener, menu] = [await more.boundingBox(), await page.getByRole('menu').first().boundingBox()]
    return (menu?.x ?? -1) >= 0 && Math.abs((menu?.x ?? 0) - (opener?.x ?? 0)) < 2
  }
  await expect.poll(below).toBe(true)
  await shot(page, 'rtl-menu')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').first().waitFor()
  await settled(page)
  found.push(...(await violations(page)).map(one => `palette: ${one}`))
  await shot(page, 'rtl-palette')
  await page.keyboard.press('Escape')

  await page.goto(`${served.url}/record/leads.lead/${lead}`)
  const box = page.getByLabel('Value', { exact: false }).first()
  await box.click()
  await box.fill('-5')
  expect(await box.evaluate(one => getComputedStyle(one).unicodeBidi)).toBe('plaintext')
  await context.close()
  expect({ found, errors }).toEqual({ found: [], errors: [] })
})

test('an administrator finds a key of somebody else among all keys, and takes it away', async () => {
  await keyOfRavi('Lost laptop')
  const { page, context, errors } = await openPage(browser)
  await signIn(page, served.url)
  await page.goto(`${served.url}/keys`)
  const rows = page.locator('sangam-keys-screen tbody tr')
  await page.getByLabel('Find a key or a person').fill('laptop')
  await expect.poll(() => rows.count()).toBe(1)
  await expect.poll(() => rows.first().textContent()).toMatch(/Lost laptop[\s\S]*Ravi Rao[\s\S]*In force[\s\S]*Read and change[\s\S]*never/)
  await rows.getByRole('button', { name: 'Revoke Lost laptop' }).click()
  await page.locator('sangam-dialog').getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('No key is like this.').waitFor()
  await page.getByLabel('Find a key or a person').fill('')
  await page.getByLabel('Which keys').selectOption({ label: 'Not in force' })
  await expect.poll(() => rows.locator('b').allTextContents()).toEqual(['Old website'])
  await context.close()
  expect(errors).toEqual([])
})

test('someone is invited by a link and begins by it, sets another password by a second, and is out with the next request once disabled', async () => {
  const { page, context, errors } = await openPage(browser)
  const hers = await openPage(browser, { ...desk, theme: 'dark' })
  await signIn(page, served.url)
  await page.goto(`${served.url}/users`)
  const about = async (item: string) => {
    await page.getByRole('button', { name: 'More about Meena Iyer' }).click()
    await page.getByRole('menuitem', { name: item, exact: true }).click()
  }
  const link = async () => {
    const dialog = page.locator('sangam-link-made')
    await expect.poll(() => dialog.getByRole('textbox', { name: 'Link', exact: true }).inputValue()).toMatch(/^http/)
    const made = await dialog.getByRole('textbox', { name: 'Link', exact: true }).inputValue()
    await dialog.locator('[slot=actions]').getByRole('button', { name: 'Close' }).click()
    await dialog.waitFor({ state: 'detached' })
    return served.url + new URL(made).pathname
  }
  const begin = async (password: string, button: string) => {
    expect(await violations(hers.page)).toEqual([])
    await hers.page.getByLabel('New password').fill(password)
    await hers.page.getByRole('button', { name: button, exact: true }).click()
  }
  await page.getByRole('button', { name: 'Invite someone' }).click()
  const form = page.locator('sangam-invite')
  await form.getByLabel('Name', { exact: true }).fill('Meena Iyer')
  await form.getByLabel('E-mail').fill('meena@example.com')
  await form.getByRole('checkbox', { name: /^Salesperson/ }).check()
  await form.getByRole('button', { name: 'Invite', exact: true }).click()
  await hers.page.goto(await link())
  await hers.page.getByRole('heading', { name: 'Welcome, Meena Iyer' }).waitFor()
  await shot(hers.page, 'invitation')
  await begin('five looms by monsoon', 'Begin')
  await hers.page.waitForURL(`${served.url}/`)
  await hers.page.getByRole('heading', { name: /Meena/ }).waitFor()
  // Whoever invited her sees it on the page that is still open.
  await page
    .getByRole('row', { name: /Meena Iyer/ })
    .getByText('Active', { exact: true })
    .waitFor()
  await about('Make a link for a new password')
  // As from another machine, where nobody is signed in.
  await hers.context.clearCookies()
  await hers.page.goto(await link())
  await hers.page.getByRole('heading', { name: 'Set a new password' }).waitFor()
  await shot(hers.page, 'reset')
  await begin('six looms by diwali', 'Set the password')
  await hers.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await hers.page.getByLabel('E-mail').fill('meena@example.com')
  await hers.page.getByLabel('Password', { exact: true }).fill('six looms by diwali')
  await hers.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await hers.page.getByRole('heading', { name: /Meena/ }).waitFor()

  await about('Disable')
  await page.locator('body > sangam-dialog').getByRole('button', { name: 'Disable' }).click()
  await page.getByText('Meena Iyer is disabled.').waitFor()
  expect(await hers.page.evaluate(async () => (await fetch('/api/meta')).status)).toBe(401)
  const out = hers.page.locator('input[type=password]')
  await hers.page.locator('sangam-navigation').getByRole('link', { name: 'Leads', exact: true }).or(out).first().click()
  await out.waitFor()
  await hers.page.waitForURL(/\/sign-in/)
  await about('Enable')
  await page.getByText('Meena Iyer can sign in again.').waitFor()
  for (const one of [context, hers.context]) await one.close()
  expect([errors, hers.errors]).toEqual([[], []])
})

test('an owner takes a backup by a button, and reads how programs talk to all of it without asking another host', async () => {
  const { page, context, errors } = await openPage(browser)
  await signIn(page, served.url)
  await page.goto(`${served.url}/settings/backup`)
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download a backup' }).click()])
  expect(file.suggestedFilename()).toMatch(/^sangam-\d{4}-\d\d-\d\d\.backup$/)
  await page.getByText(/^It is signed with the key /).waitFor()
  const asked = new Set<string>()
  page.on('request', request => asked.add(new URL(request.url()).origin))
  await page.goto(`${served.url}/api/docs`)
  for (const said of [/^List Companies/, /^Leads\b/]) await page.getByText(said).first().waitFor({ state: 'attached' })
  await settled(page)
  await shot(page, 'api')
  await context.close()
  expect({ asked: [...asked].filter(origin => origin !== 'null'), errors }).toEqual({ asked: [served.url], errors: [] })
})

test('what an agent proposes is looked at in the inbox as it would be now, and applied or declined there', async () => {
  const { page, context, errors } = await openPage(browser)
  await signIn(page, served.url)
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
  const key = await api<{ id: string; key: string }>(page, '/api/keys', { name: 'Claude', expiresAt, may: 'plan' })
  const made = await api<{ id: string }>(page, '/api/records/leads.lead', { title: 'Proposed looms' })
  const at = `/api/records/leads.lead/${made.id}`
  const propose = async (body: object, reason: string): Promise<void> => {
    const headers = { Authorization: `Bearer ${key.key}`, 'Content-Type': 'application/json', 'Sangam-Plan': '1', 'Sangam-Propose': encodeURIComponent(reason) }
    const answer = await fetch(served.url + at, { method: 'PATCH', headers, body: JSON.stringify(body) })
    expect(answer.status).toBe(200)
  }
  await propose({ value: { amount: '250000', currency: 'INR' }, source: 'website' }, 'They wrote back: two and a half lakh, by the website.')
  await propose({ title: 'Looms of somebody else' }, 'It is called so in their mail.')
  const count = async () => (await api<{ counts: { approvals: number } }>(page, '/api/worklist')).counts.approvals
  expect(await count()).toBe(2)
  await page.goto(`${served.url}/inbox`)
  await page.getByRole('button', { name: /^Look at it: Claude proposes a change: They wrote/ }).click()
  const dialog = page.locator('sangam-proposal sangam-dialog')
  await dialog.getByText('Lead “Proposed looms” changes').waitFor()
  await dialog.getByText('2,50,000').waitFor()
  expect(await violations(page)).toEqual([])
  await shot(page, '1440-proposal')
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await expect.poll(async () => (await api<{ value: { amount: string } | null }>(page, at)).value?.amount).toBe('250000')
  // What is left was planned on the lead as it was before.
  await page.getByRole('button', { name: /^Look at it: Claude proposes a change: It is called/ }).click()
  await dialog.getByText('What this was planned on was changed meanwhile.').waitFor()
  await expect.poll(() => dialog.getByRole('button', { name: 'Apply' }).count()).toBe(0)
  await dialog.getByRole('button', { name: 'Decline' }).click()
  await expect.poll(count).toBe(0)

  await propose({ state: 'won', value: { amount: '300000', currency: 'INR' } }, 'उन्होंने हाँ कहा है।')
  await context.close()
  const small = await openPage(browser, { ...phone, theme: 'dark', locale: 'hi' })
  await signIn(small.page, served.url)
  await small.page.evaluate(() =>
    fetch('/api/me', { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ locale: 'hi' }) }),
  )
  await small.page.goto(`${served.url}/inbox`)
  await small.page.getByRole('button', { name: /^देखें: Claude/ }).click()
  await small.page.getByText('यदि आप इसे लागू करें, तो आपके नाम से:').waitFor()
  await settled(small.page)
  expect(await violations(small.page)).toEqual([])
  await shot(small.page, '390-dark-hi-proposal')
  await small.page.getByRole('button', { name: 'अस्वीकार करें' }).click()
  await expect.poll(async () => (await api<{ counts: { approvals: number } }>(small.page, '/api/worklist')).counts.approvals).toBe(0)
  await api(small.page, at, undefined, 'DELETE')
  await api(small.page, `/api/keys/${key.id}`, undefined, 'DELETE')
  await small.page.evaluate(() =>
    fetch('/api/me', { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ locale: 'en' }) }),
  )
  await small.context.close()
  expect([errors, small.errors]).toEqual([[], []])
})
