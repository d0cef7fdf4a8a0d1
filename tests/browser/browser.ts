import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
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
}

export const desk: Look = { width: 1440, height: 900, theme: 'light', locale: 'en' }
export const phone: Look = { width: 390, height: 844, theme: 'light', locale: 'en' }

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), headless: true, args: flags })
}

/** A person before a screen: language and theme as chosen, and every error of the page kept. */
export async function openPage(browser: Browser, look: Look = desk): Promise<{ page: Page; context: BrowserContext; errors: string[] }> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.theme,
    locale: look.locale === 'hi' ? 'hi-IN' : 'en-IN',
    acceptDownloads: true,
  })
  await context.addInitScript(({ theme, locale }) => {
    localStorage.setItem('sangam.theme', theme)
    localStorage.setItem('sangam.locale', locale)
  }, look)
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', error => errors.push(String(error)))
  page.on('console', message => {
    if (message.type() === 'error' && !/status of (4\d\d)/.test(message.text())) errors.push(message.text())
  })
  return { page, context, errors }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds against WCAG 2.2 A and AA on the page as it stands: one line for each element. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(context: object, options: object): Promise<{ violations: { id: string; nodes: { target: unknown[]; failureSummary?: string }[] }[] }> }
    }
    const found = await axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } })
    return found.violations.flatMap(rule =>
      // What lies under a bar that stays at the window's edge is scrolled out from there.
      rule.nodes
        .filter(node => rule.id !== 'target-size' || !/partially obscured/.test(node.failureSummary ?? ''))
        .map(node => `${rule.id}: ${node.target.flat().join(' > ')} ${node.failureSummary?.split('\n').slice(1, 3).join(' ') ?? ''}`),
    )
  })
}
