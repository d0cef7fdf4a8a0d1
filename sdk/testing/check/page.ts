import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page, Request } from 'playwright-core'

/** Requests of each page that have no answer yet; its live feed, which never ends, is not among them. */
const unanswered = new WeakMap<Page, Set<Request>>()

/** How many frames in a row have to pass with nothing under way. */
const quietFrames = 6

/** Keeps count of what a page waits for, from before it is opened. */
export function watch(page: Page): void {
  const open = new Set<Request>()
  unanswered.set(page, open)
  page.on('request', request => request.resourceType() !== 'eventsource' && open.add(request))
  page.on('requestfinished', request => open.delete(request))
  page.on('requestfailed', request => open.delete(request))
}

/** Waits until the page stands: every request is answered, its fonts are there and nothing moves any more, for several frames. */
export async function settled(page: Page): Promise<void> {
  const open = unanswered.get(page)
  if (!open) throw new Error('Only a page that is watched says when it stands.')
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

let source = ''

/** Axe, read when it is first needed: whoever looks at no screens does not have it. */
function axeSource(): string {
  source ||= readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  return source
}

/** What axe finds against WCAG 2.2 A and AA on the page as it stands: one line for each element. */
export async function violations(page: Page): Promise<string[]> {
  // What fades in has another contrast on its way.
  await settled(page)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource())
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
