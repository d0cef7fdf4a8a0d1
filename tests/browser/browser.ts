import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { memoryIsPlenty } from '../../core/data/testing-folder.ts'
import { watch } from '../../sdk/testing/check/page.ts'
import { chromiumPath } from './chromium.ts'

export { settled, violations } from '../../sdk/testing/check/page.ts'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A name in the office network, for which the browser trusts no plain HTTP.
  '--host-resolver-rules=MAP sangam.test 127.0.0.1',
]

export interface Look {
  readonly width: number
  readonly height: number
  readonly theme: 'light' | 'dark'
  readonly locale: 'en' | 'hi'
  /** In the language to test with, which reads from right to left. */
  readonly mirrored?: true
  /** Somebody who wants things to move: drawing that takes a tenth of a test's time, so only some do. */
  readonly moving?: true
}

export const desk: Look = { width: 1440, height: 900, theme: 'light', locale: 'en' }
export const phone: Look = { width: 390, height: 844, theme: 'light', locale: 'en' }

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    headless: true,
    args: flags,
    env: { ...process.env, FONTCONFIG_FILE: join(import.meta.dirname, 'fonts.conf') },
    // Its processes share what they draw through memory, unless there is too little of it, as in a small container.
    ...(memoryIsPlenty() && { ignoreDefaultArgs: ['--disable-dev-shm-usage'] }),
  })
}

/**
 * A person before a screen: language and theme as chosen, and every error of the page kept. Workers are kept out of tests that are not about
 * them: each page would wait for its own.
 */
export async function openPage(
  browser: Browser,
  look: Look = desk,
  serviceWorkers: 'allow' | 'block' = 'block',
): Promise<{ page: Page; context: BrowserContext; errors: string[] }> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.theme,
    locale: look.locale === 'hi' ? 'hi-IN' : 'en-IN',
    acceptDownloads: true,
    reducedMotion: look.moving ? 'no-preference' : 'reduce',
    serviceWorkers,
  })
  await context.addInitScript(({ theme, locale, mirrored }) => {
    // A paper that is shown within the page has no storage.
    if (window !== window.top) return
    localStorage.setItem('sangam.theme', theme)
    localStorage.setItem('sangam.locale', locale)
    if (mirrored) localStorage.setItem('sangam.mirrored', '1')
  }, look)
  if (process.env.SANGAM_LATE) await answersComeLate(context)
  const page = await context.newPage()
  if (process.env.SANGAM_SLOW) await computesSlowly(page, Number(process.env.SANGAM_SLOW))
  watch(page)
  const errors: string[] = []
  page.on('pageerror', error => errors.push(String(error)))
  page.on('console', message => {
    if (message.type() === 'error' && !/status of (4\d\d)/.test(message.text())) errors.push(message.text())
  })
  return { page, context, errors }
}

/** With SANGAM_LATE each answer of the API comes half a second later at most, by chance: what a fast machine hides of order and haste shows. */
async function answersComeLate(context: BrowserContext): Promise<void> {
  await context.route('**/api/**', async route => {
    if (!route.request().url().includes('/api/live')) await new Promise(resolve => setTimeout(resolve, Math.random() * 500))
    await route.fallback().catch(() => undefined)
  })
}

/** With SANGAM_SLOW=4 a page computes four times as slowly: keys and clicks come before it has drawn what they are meant for. */
async function computesSlowly(page: Page, rate: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate })
}
