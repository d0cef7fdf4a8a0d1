import { readdirSync, readFileSync } from 'node:fs'
import { createServer as createSocket } from 'node:net'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk, openBrowser, openPage, violations } from './browser.ts'
import { compare, renewing, type Shot } from './pictures.ts'

const root = join(import.meta.dirname, '..', '..')

/** The server of development makes every file when it is first asked for, on a busy machine for long. */
const slow = { timeout: 120_000 }

let server: ViteDevServer
let browser: Browser

const before = process.env.NODE_ENV

beforeAll(async () => {
  // Where the whole run is called production, this server would leave the gallery out, as what is shipped does.
  process.env.NODE_ENV = 'development'
  // As `npm run dev` serves it; there is no server behind, and none is needed.
  server = await createServer({
    configFile: join(root, 'vite.config.ts'),
    cacheDir: join(root, '.cache', 'vite-gallery'),
    optimizeDeps: { noDiscovery: true },
    server: { port: await freePort(), hmr: false, watch: null, proxy: {} },
    logLevel: 'error',
  })
  await server.listen()
  browser = await openBrowser()
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
  process.env.NODE_ENV = before
})

test('every part looks as it did, light and dark, and none of it is beyond those who see badly', { timeout: 300_000 }, async () => {
  const shots: Shot[] = []
  const found: string[] = []
  for (const theme of ['light', 'dark'] as const) {
    const { page, context, errors } = await openPage(browser, { ...desk, width: 1200, theme })
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: theme })
    await page.route('**/api/**', route => route.fulfill({ status: route.request().url().endsWith('/session') ? 200 : 401, json: { state: 'signedOut' } }))
    await page.goto(`${server.resolvedUrls?.local[0]}dev/gallery`)
    await page.locator('sangam-gallery-screen section[id]').last().waitFor(slow)
    await page.evaluate(() => document.fonts.ready)
    found.push(...(await violations(page)).map(one => `${theme}: ${one}`))
    shots.push(...(await takeAll(page, theme)))
    found.push(...errors)
    await context.close()
  }
  expect(found).toEqual([])
  expect(shots.length).toBeGreaterThan(40)
  expect(await compare(browser, shots)).toEqual([])
})

test.skipIf(renewing)('dense, and in Hindi, it still fits its window', async () => {
  const { page, context } = await openPage(browser, { ...desk, width: 390, locale: 'hi' })
  await page.addInitScript(() => localStorage.setItem('sangam.density', 'compact'))
  await page.route('**/api/**', route => route.fulfill({ json: { state: 'signedOut' } }))
  await page.goto(`${server.resolvedUrls?.local[0]}dev/gallery`)
  await page.locator('sangam-gallery-screen section[id]').last().waitFor(slow)
  expect(await page.evaluate(() => [document.documentElement.dataset.density, document.documentElement.scrollWidth])).toEqual(['compact', 390])
  await context.close()
})

test('what is shipped has no gallery', () => {
  const assets = join(root, 'dist', 'web', 'assets')
  const scripts = readdirSync(assets).filter(file => file.endsWith('.js'))
  expect(scripts.length).toBeGreaterThan(50)
  expect(scripts.filter(file => readFileSync(join(assets, file), 'utf8').includes('sangam-gallery-screen'))).toEqual([])
})

/** A picture of the states of each part, of what lies over the page only once it is opened, and of what is said at its foot. */
async function takeAll(page: Page, theme: string): Promise<Shot[]> {
  const shots: Shot[] = []
  const take = async (part: string, locator = page.locator('sangam-gallery-screen').locator(`[id="${part}"] .states`)): Promise<void> => {
    shots.push({ part, theme, picture: await locator.screenshot({ animations: 'disabled' }) })
  }
  // What stays at the window's edge would lie over what is taken.
  await page
    .locator('sangam-gallery-screen header')
    .first()
    .evaluate(element => Object.assign(element.style, { position: 'static' }))
  // What follows is done from the keyboard: rings are drawn around what has the focus.
  await page.keyboard.press('Tab')
  for (const part of await page.locator('sangam-gallery-screen section[id]').evaluateAll(sections => sections.map(section => section.id))) {
    const section = page.locator('sangam-gallery-screen').locator(`[id="${part}"]`)
    for (const opener of await section.locator('[data-open] [slot=opener]').all()) await opener.press('Enter')
    for (const focused of await section.locator('[data-focus]').all())
      await focused.evaluate(element => element.shadowRoot?.querySelector<HTMLElement>('button, input')?.focus())
    await take(part)
    await page.keyboard.press('Escape')
  }
  for (const name of ['plain', 'side', 'wide']) {
    const dialog = page.locator(`#sangam-dialog-${name}`)
    await dialog.evaluate(element => Object.assign(element, { open: true }))
    await take(`sangam-dialog-${name}`, dialog.locator('dialog'))
    await page.keyboard.press('Escape')
  }
  for (const label of ['Say it', 'Refuse it']) {
    await page.getByRole('button', { name: label }).press('Enter')
    await take(`sangam-toasts-${label.slice(0, 3).toLowerCase()}`, page.locator('sangam-toasts section > div').last())
  }
  return shots
}

async function freePort(): Promise<number> {
  const socket = createSocket().listen(0, '127.0.0.1')
  await new Promise(resolve => socket.once('listening', resolve))
  const address = socket.address()
  await new Promise(resolve => socket.close(resolve))
  return typeof address === 'object' && address ? address.port : 4999
}
