import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Look, openBrowser, openPage, phone, violations } from './browser.ts'
import { type Served, serveSetUp } from './product.ts'
import { api, follow, shot, signIn } from './steps.ts'

let browser: Browser
export let served: Served
export let page: Page
export let errors: string[]

/** Thirty-three leads that close in March 2027, before the person who works on them. */
export function leadsInMarch(): void {
  beforeAll(async () => {
    served = await serveSetUp()
    browser = await openBrowser()
    ;({ page, errors } = await openPage(browser))
    await signIn(page, served.url)
    const names = ['Forty looms', 'Solar pumps', 'Cold store', 'Steel doors', 'Bottling line', 'Spare parts', 'Tea packing', 'Boiler service']
    const leads = names.flatMap((title, at) =>
      [0, 1, 2].map(turn => ({
        title: turn === 0 ? title : `${title} ${turn + 1}`,
        expectedClose: `2027-03-${String(((at * 5 + turn * 11) % 28) + 1).padStart(2, '0')}`,
        value: { amount: `${(at + 1) * 125_000 + turn * 40_000}.50`, currency: 'INR' },
        source: ['website', 'referral', 'event'][turn],
      })),
    )
    const full = Array.from({ length: 9 }, (_, at) => ({ title: `Fair visitor ${at + 1}`, expectedClose: '2027-03-18' }))
    await api(page, '/api/records/leads.lead', [...leads, ...full])
    await api(page, '/api/records/core.activity', { kind: 'task', subject: 'Call back late', due: '2027-03-10T18:45:00Z' })
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await served?.stop()
  })
  // What a test that failed put in the way is in nobody else's.
  afterEach(() => page?.unrouteAll({ behavior: 'ignoreErrors' }))
}

/** The day on which a deal is expected to close, as it is saved. */
export const expectedClose = async (name: string) =>
  page.evaluate(
    async title =>
      (await (await fetch(`/api/records/leads.lead?where=${encodeURIComponent(JSON.stringify({ title }))}`)).json()).items[0].expectedClose as string,
    name,
  )

/** Each a name, an address, and a desk or a phone. */
export type Looks = readonly (readonly [name: string, address: string, look: Look])[]

export function areDrawnWell(looks: Looks): void {
  test.each(looks)('%s is drawn without an error, fits its window and has nothing that axe finds', async (name, address, look) => {
    await page.setViewportSize(look)
    // On a phone it is dark.
    await page.evaluate(theme => document.documentElement.setAttribute('data-theme', theme), look === phone ? 'dark' : 'light')
    await follow(page, address)
    await page.locator('h1').waitFor()
    const found = await violations(page)
    await shot(page, name.replaceAll(' ', '-'))
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect({ name, found, wide, errors }).toEqual({ name, found: [], wide: 0, errors: [] })
  })
}
