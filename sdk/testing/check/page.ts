import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page, Request } from 'playwright-core'

/** What a page waits for: requests that have no answer yet, and how many it began; its live feed, which never ends, is not among them. */
interface Watched {
  readonly open: Set<Request>
  begun: number
}

const watched = new WeakMap<Page, Watched>()

/** How many frames in a row have to pass with nothing under way. */
const quietFrames = 6

/** Keeps count of what a page waits for, from before it is opened. */
export function watch(page: Page): void {
  const state: Watched = { open: new Set(), begun: 0 }
  watched.set(page, state)
  page.on('request', request => {
    if (request.resourceType() === 'eventsource') return
    state.open.add(request)
    state.begun += 1
  })
  page.on('requestfinished', request => state.open.delete(request))
  page.on('requestfailed', request => state.open.delete(request))
}

/** Waits until the page stands: every request is answered, its fonts are there and nothing moves any more, for several frames. */
export async function settled(page: Page): Promise<void> {
  const state = watched.get(page)
  if (!state) throw new Error('Only a page that is watched says when it stands.')
  const until = performance.now() + 30_000
  for (;;) {
    const { begun } = state
    const still = state.open.size === 0
    // The frames are counted in the page: asked for each, they would wait for the way there and back.
    const quiet = await page.evaluate(
      async frames => {
        const moving = (root: Document | ShadowRoot): boolean =>
          root.getAnimations().some(one => one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) ||
          [...root.querySelectorAll('*')].some(({ shadowRoot }) => shadowRoot !== null && moving(shadowRoot))
        await document.fonts.ready
        for (let frame = 0; frame < frames; frame += 1) {
          await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))
          if (moving(document)) return false
        }
        return true
      },
      still ? quietFrames : 1,
    )
    if (still && quiet && state.open.size === 0 && state.begun === begun) return
    if (performance.now() > until) throw new Error(`The page still waits for ${[...state.open].map(one => one.url()).join(', ') || 'what moves in it'}.`)
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
