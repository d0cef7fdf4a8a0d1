import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { desk, type Look, openBrowser, openPage, phone } from '../browser/browser.ts'
import { startProduct } from './product.ts'

const option = (name: string, usual: number): number => Number(process.argv.find(word => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? usual)
const rows = option('rows', 100_000)
const rounds = option('rounds', 5)
const onBoard = 2000
const say = (line: string): void => void process.stdout.write(`${line}\n`)

type Figures = { readonly [figure: string]: number }

const targets: Figures = { scriptKb: 200, rowsAfterMs: 1000, jumpLongestMs: 50, wheelLongestMs: 50, gridNodes: 400, formOpenMs: 100 }

/**
 * What a person waits for: the first list on a slow phone, scrolling through all of it, a record to type in, a board of two thousand cards. Every figure is
 * the median of several rounds in a new page each; of longest tasks the lowest as well, as whatever else the machine does lengthens them.
 */
const product = await startProduct(['parties', 'items', 'leads'])
const browser = await openBrowser()
const [name = '', value = ''] = product.owner.cookie.split('=')
try {
  const stages = await stagesOf()
  await load(0, onBoard, at => stages[at % stages.length] ?? '')
  const board = await median(() => boardRound())
  await load(onBoard, rows, () => stages[0] ?? '')
  const figures = {
    rows,
    ...board,
    ...(await median(emptyPage)),
    ...(await median(firstScreen)),
    ...(await median(scrolling)),
    ...(await median(() => formRound(1, 'formOpenMs'))),
    ...(await median(() => formRound(4, 'formOpenSlowMs'))),
  }
  for (const [figure, found] of Object.entries(figures))
    say(`${figure.padEnd(24)} ${String(found).padStart(8)}${targets[figure] ? `   target ≤ ${targets[figure]}` : ''}`)
  const folder = join(import.meta.dirname, '..', '..', '.cache')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'bench-screen.json'), JSON.stringify(figures, null, 2))
} finally {
  await browser.close()
  await product.stop()
}

async function stagesOf(): Promise<readonly string[]> {
  const { items } = await product.ask<{ items: readonly { id: string; kind: string }[] }>('GET', '/api/records/leads.stage?fields=kind&sort=position')
  return items.filter(stage => stage.kind === 'open').map(stage => stage.id)
}

async function load(from: number, to: number, stage: (at: number) => string): Promise<void> {
  for (let start = from; start < to; start += 1000) {
    const some = Array.from({ length: Math.min(1000, to - start) }, (_, at) => start + at)
    await product.ask(
      'POST',
      '/api/records/leads.lead',
      some.map(at => ({ title: `Lead ${at}`, stage: stage(at), value: { amount: String(at % 9973), currency: 'INR' } })),
    )
  }
}

async function median(round: () => Promise<Figures>): Promise<Figures> {
  const found: Figures[] = []
  for (let at = 0; at < rounds; at += 1) found.push(await round())
  const sorted = (figure: string): number[] => found.map(one => one[figure] ?? 0).sort((a, b) => a - b)
  const names = Object.keys(found[0] ?? {})
  return Object.fromEntries(
    names.flatMap(figure => [
      [figure, sorted(figure)[rounds >> 1] ?? 0],
      ...(figure.endsWith('LongestMs') ? [[figure.replace('Ms', 'LowestMs'), sorted(figure)[0] ?? 0]] : []),
    ]),
  ) as Figures
}

/** A page of one who is signed in, with this share of the machine's speed. */
async function withPage(look: Look, rate: number, work: (page: Page) => Promise<Figures>): Promise<Figures> {
  const { page, context } = await openPage(browser, look)
  await context.addCookies([{ name, value, url: product.url }])
  await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate })
  try {
    return await work(page)
  } finally {
    await context.close()
  }
}

/** The floor of a first screen: a page of nothing, in a browser that has seen nothing of this server. */
async function emptyPage(): Promise<Figures> {
  return withPage(phone, 4, async page => {
    const began = performance.now()
    await page.goto(`${product.url}/health/live`, { waitUntil: 'load' })
    await page.evaluate(() => new Promise(requestAnimationFrame))
    return { emptyPageMs: Math.round(performance.now() - began) }
  })
}

/** A phone with a quarter of this machine's speed, nothing kept from before. */
async function firstScreen(): Promise<Figures> {
  return withPage(phone, 4, async page => {
    const session = await page.context().newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Performance.enable')
    const scripts = new Set<string>()
    let bytes = 0
    session.on('Network.responseReceived', ({ requestId, type }) => void (type === 'Script' && scripts.add(requestId)))
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) bytes += encodedDataLength
    })
    const began = performance.now()
    await page.goto(`${product.url}/list/leads.lead`, { waitUntil: 'commit' })
    await firstRow(page)
    const rowsAfterMs = Math.round(performance.now() - began)
    const { metrics } = await session.send('Performance.getMetrics')
    const busy = metrics.find(metric => metric.name === 'TaskDuration')?.value ?? 0
    return { scriptKb: Math.round(bytes / 1024), rowsAfterMs, rowsBusyMs: Math.round(busy * 1000) }
  })
}

/** Asked for by the page itself, as looking for it from outside costs a slow page more than drawing it. */
async function firstRow(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const screen = document.querySelector('sangam-app')?.shadowRoot?.querySelector('sangam-list-screen')
      return /^Lead \d/.test(screen?.shadowRoot?.querySelector('sangam-grid')?.shadowRoot?.querySelector('.card b, .cell.first a')?.textContent?.trim() ?? '')
    },
    undefined,
    { polling: 20 },
  )
}

/** From the first row to the last a hundredth at a time, then as a wheel turns: three lines each frame. */
async function scrolling(): Promise<Figures> {
  return withPage(desk, 1, async page => {
    await page.goto(`${product.url}/list/leads.lead`)
    await firstRow(page)
    await page.waitForLoadState('networkidle')
    await page.waitForTimeout(3000)
    return page.evaluate(async () => {
      let longest = 0
      new PerformanceObserver(list => {
        for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration)
      }).observe({ entryTypes: ['longtask'] })
      // Methods: a named function is given a helper when it is compiled, which the page does not have.
      const page = {
        all(root: ShadowRoot | Element): Element[] {
          return [...root.querySelectorAll('*')].flatMap(one => [one, ...(one.shadowRoot ? page.all(one.shadowRoot) : [])])
        },
        pause(ms: number): Promise<void> {
          return new Promise(resolve => setTimeout(resolve, ms))
        },
      }
      const screen = document.querySelector('sangam-app')?.shadowRoot?.querySelector('sangam-list-screen')
      const grid = screen?.shadowRoot?.querySelector('sangam-grid')?.shadowRoot
      const scroller = grid?.querySelector('.scroll')
      if (!grid || !scroller) throw new Error('There is no list to scroll.')
      let nodes = 0
      for (let at = 0; at <= 100; at += 1) {
        scroller.scrollTop = (scroller.scrollHeight * at) / 100
        await page.pause(80)
        if (at % 10 === 5) nodes = Math.max(nodes, page.all(grid).length)
      }
      await page.pause(300)
      const jumpLongestMs = Math.round(longest)
      scroller.scrollTop = 0
      await page.pause(800)
      longest = 0
      for (let at = 0; at < 120; at += 1) {
        scroller.scrollTop += 114
        await new Promise(requestAnimationFrame)
      }
      await page.pause(300)
      return { jumpLongestMs, wheelLongestMs: Math.round(longest), gridNodes: nodes }
    })
  })
}

/** From the click on a row, pressed for as long as a hand takes, until its form has the record and takes letters. */
async function formRound(rate: number, figure: string): Promise<Figures> {
  return withPage(desk, rate, async page => {
    await page.goto(`${product.url}/list/leads.lead`)
    await firstRow(page)
    await page.waitForLoadState('networkidle')
    await page.waitForTimeout(3000)
    const link = page.locator('sangam-grid .cell.first a').nth(2)
    const box = await link.boundingBox()
    if (!box) throw new Error('There is no row to open.')
    await page.evaluate(() => {
      addEventListener('click', event => Object.assign(window, { clickedAt: event.timeStamp }), { capture: true, once: true })
      const watch = {
        look(): void {
          const form = document.querySelector('sangam-app')?.shadowRoot?.querySelector('sangam-record-screen')?.shadowRoot?.querySelector('sangam-form')
          const inputs = [...(form?.shadowRoot?.querySelectorAll('*') ?? [])].map(field =>
            field.shadowRoot?.querySelector<HTMLInputElement>('input:not([readonly])'),
          )
          const ready = inputs.find(input => input?.value)
          if (!ready) return void requestAnimationFrame(() => watch.look())
          ready.focus()
          Object.assign(window, { readyAt: performance.now() })
        },
      }
      watch.look()
    })
    await page.mouse.move(box.x + 10, box.y + box.height / 2)
    await page.mouse.down()
    await page.waitForTimeout(70)
    await page.mouse.up()
    const took = await page.waitForFunction(() => {
      const { clickedAt, readyAt } = window as unknown as { clickedAt?: number; readyAt?: number }
      return clickedAt !== undefined && readyAt !== undefined && readyAt - clickedAt
    })
    return { [figure]: Math.round(Number(await took.jsonValue())) }
  })
}

/** Two thousand cards: until they stand, and while one is dragged to another column. */
async function boardRound(): Promise<Figures> {
  return withPage(desk, 1, async page => {
    const began = performance.now()
    await page.goto(`${product.url}/board/leads.lead`, { waitUntil: 'commit' })
    await page.waitForFunction(
      () => (document.querySelector('sangam-app')?.shadowRoot?.querySelector('sangam-board-screen')?.shadowRoot?.querySelectorAll('.card').length ?? 0) > 20,
      undefined,
      { polling: 20 },
    )
    const boardOpenMs = Math.round(performance.now() - began)
    await page.waitForLoadState('networkidle')
    await page.waitForTimeout(2000)
    await page.evaluate(() => {
      Object.assign(window, { longest: 0 })
      new PerformanceObserver(list => {
        for (const entry of list.getEntries()) Object.assign(window, { longest: Math.max((window as unknown as { longest: number }).longest, entry.duration) })
      }).observe({ entryTypes: ['longtask'] })
    })
    const columns = page.locator('sangam-board-screen .column')
    const card = columns.first().locator('.card').first()
    const [from, to] = [await card.boundingBox(), await columns.nth(1).boundingBox()]
    const title = (await card.locator('strong').textContent()) ?? ''
    if (!from || !to) throw new Error('There are no cards to drag.')
    await page.mouse.move(from.x + 20, from.y + 20)
    await page.mouse.down()
    for (let step = 1; step <= 12; step += 1) await page.mouse.move(from.x + 20 + ((to.x - from.x + 60) * step) / 12, from.y + 20 + step * 6)
    const dropped = performance.now()
    await page.mouse.up()
    await columns
      .nth(1)
      .locator('.card', { hasText: new RegExp(`^\\s*${title}\\b`) })
      .first()
      .waitFor()
    const boardDropMs = Math.round(performance.now() - dropped)
    await page.waitForTimeout(1500)
    const longest = await page.evaluate(() => (window as unknown as { longest: number }).longest)
    return { boardOpenMs, boardDropMs, boardLongestMs: Math.round(longest) }
  })
}
