import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core'
import { chromiumPath } from './chromium.ts'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface Look {
  readonly width: number
  readonly height: number
  readonly theme: 'light' | 'dark'
  readonly locale: 'en' | 'hi'
  /** In the language to test with, which reads from right to left. */
  readonly mirrored?: true
}

export const desk: Look = { width: 1440, height: 900, theme: 'light', locale: 'en' }
export const phone: Look = { width: 390, height: 844, theme: 'light', locale: 'en' }

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), headless: true, args: flags })
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
  const open = new Set<Request>()
  unanswered.set(page, open)
  page.on('request', request => request.resourceType() !== 'eventsource' && open.add(request))
  page.on('requestfinished', request => open.delete(request))
  page.on('requestfailed', request => open.delete(request))
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

/** Requests of each page that have no answer yet; its live feed, which never ends, is not among them. */
const unanswered = new WeakMap<Page, Set<Request>>()

/** How many frames in a row have to pass with nothing under way. */
const quietFrames = 6

/** Waits until the page stands: every request is answered, its fonts are there and nothing moves any more, for several frames. */
export async function settled(page: Page): Promise<void> {
  const open = unanswered.get(page)
  if (!open) throw new Error('Only a page that openPage made says when it stands.')
  const until = performance.now() + 30_000
  for (let quiet = 0; quiet < quietFrames; quiet += 1) {
    const moving = await page.evaluate(async () => {
      const within = (root: Document | ShadowRoot): Animation[] => [
        ...root.getAnimations(),
        ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? within(shadowRoot) : [])),
      ]
      await document.fonts.ready
      await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))
      return within(document).filter(one => one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY).length
    })
    if (moving > 0 || open.size > 0) quiet = -1
    if (performance.now() > until) throw new Error(`The page still waits for ${[...open].map(one => one.url()).join(', ') || 'what moves in it'}.`)
  }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds against WCAG 2.2 A and AA on the page as it stands: one line for each element. */
export async function violations(page: Page): Promise<string[]> {
  // What fades in has another contrast on its way.
  await settled(page)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(context: object, options: object): Promise<{ violations: { id: string; nodes: { target: unknown[]; failureSummary?: string }[] }[] }> }
    }
    const found = await axe.run(document, {
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
      // Every rule looks at every element all the same; only of what is right no list is written.
      resultTypes: ['violations'],
    })
    return found.violations.flatMap(rule =>
      // What lies under a bar that stays at the window's edge is scrolled out from there.
      rule.nodes
        .filter(node => rule.id !== 'target-size' || !/partially obscured/.test(node.failureSummary ?? ''))
        .map(node => `${rule.id}: ${node.target.flat().join(' > ')} ${node.failureSummary?.split('\n').slice(1, 3).join(' ') ?? ''}`),
    )
  })
}
