import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openBrowser, openPage, phone } from '../browser/browser.ts'
import { startProduct } from './product.ts'

const rows = Number(process.argv.find(word => word.startsWith('--rows='))?.slice(7) ?? 100_000)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** What a person waits for: the weight of the first list, how soon it shows rows on a slow phone, and whether it can be scrolled without a hitch. */
const product = await startProduct(['parties', 'items', 'leads'])
const browser = await openBrowser()
try {
  for (let start = 0; start < rows; start += 1000) {
    await product.ask(
      'POST',
      '/api/records/leads.lead',
      Array.from({ length: 1000 }, (_, at) => ({ title: `Lead ${start + at}`, value: { amount: String((start + at) % 9973), currency: 'INR' } })),
    )
  }
  const [name = '', value = ''] = product.owner.cookie.split('=')
  const figures = { rows, ...(await firstScreen(name, value)), ...(await scrolling(name, value)) }
  const targets: { readonly [figure: string]: number } = { scriptKb: 200, rowsAfterMs: 1000, longestTaskMs: 50, gridNodes: 400 }
  for (const [figure, found] of Object.entries(figures))
    say(`${figure.padEnd(20)} ${String(found).padStart(8)}${targets[figure] ? `   target ≤ ${targets[figure]}` : ''}`)
  const folder = join(import.meta.dirname, '..', '..', '.cache')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'bench-screen.json'), JSON.stringify(figures, null, 2))
} finally {
  await browser.close()
  await product.stop()
}

/** A phone with a quarter of this machine's speed, nothing kept from before. */
async function firstScreen(name: string, value: string): Promise<{ scriptKb: number; rowsAfterMs: number }> {
  const { page, context } = await openPage(browser, phone)
  await context.addCookies([{ name, value, url: product.url }])
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await session.send('Network.enable')
  const scripts = new Set<string>()
  let bytes = 0
  session.on('Network.responseReceived', ({ requestId, type }) => void (type === 'Script' && scripts.add(requestId)))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength
  })
  const began = performance.now()
  await page.goto(`${product.url}/list/leads.lead`, { waitUntil: 'commit' })
  await page
    .getByText(/^Lead \d+$/)
    .first()
    .waitFor()
  const rowsAfterMs = Math.round(performance.now() - began)
  await page.waitForLoadState('networkidle')
  await context.close()
  return { scriptKb: Math.round(bytes / 1024), rowsAfterMs }
}

/** From the first row to the last, a window at a time. */
async function scrolling(name: string, value: string): Promise<{ longestTaskMs: number; gridNodes: number }> {
  const { page, context } = await openPage(browser)
  await context.addCookies([{ name, value, url: product.url }])
  await page.goto(`${product.url}/list/leads.lead`)
  await page
    .getByText(/^Lead \d+$/)
    .first()
    .waitFor()
  await page.waitForLoadState('networkidle')
  const found = await page.evaluate(async () => {
    let longest = 0
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration)
    }).observe({ entryTypes: ['longtask'] })
    // A method: a named function is given a helper when it is compiled, which the page does not have.
    const below = {
      all(root: Document | ShadowRoot | Element): Element[] {
        return [...root.querySelectorAll('*')].flatMap(one => [one, ...(one.shadowRoot ? below.all(one.shadowRoot) : [])])
      },
    }
    const grid = below.all(document).find(one => one.localName === 'sg-grid')
    const scroller = below.all(grid?.shadowRoot ?? document).find(one => one.scrollHeight > one.clientHeight + 1000)
    let nodes = 0
    for (let at = 0; at <= 60; at += 1) {
      if (scroller) scroller.scrollTop = (scroller.scrollHeight * at) / 60
      await new Promise(resolve => setTimeout(resolve, 80))
      nodes = Math.max(nodes, below.all(grid?.shadowRoot ?? document).length)
    }
    return { longestTaskMs: Math.round(longest), gridNodes: nodes }
  })
  await context.close()
  return found
}
