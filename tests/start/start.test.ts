import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium } from '../../core/cli/chromium.mjs'
import { openBrowser, openPage } from '../browser/browser.ts'
import { firstPlugin } from '../docs/pasted.ts'
import { Clone } from './clone.ts'

const shown = firstPlugin('README.md')
const company = { name: 'Sharma Traders', country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 4 }

let clone: Clone
let cookie = ''
beforeAll(async () => {
  clone = await Clone.make()
  clone.write('plugins/notes/plugin.ts', shown)
})
afterAll(() => clone?.remove())

async function ask(method: string, path: string, body?: object): Promise<{ readonly status: number; readonly json: unknown }> {
  const answer = await fetch(`${clone.url}${path}`, {
    method,
    headers: { Cookie: cookie, ...(body && { 'Content-Type': 'application/json', Origin: clone.url }) },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => null)
  cookie = answer?.headers.get('set-cookie')?.split(';')[0] ?? cookie
  return { status: answer?.status ?? 0, json: await answer?.json().catch(() => null) }
}

/** Which fonts the page brings for some letters, each fetched as a browser does; `strange` is what comes from another host, or is no font. */
async function fonts(): Promise<object> {
  const page = await fetch(`${clone.url}/`)
  const styles = [...(await page.text()).matchAll(/<link rel="stylesheet"[^>]* href="([^"]+)"/g)].map(([, href = '']) => href)
  const sheets = await Promise.all(styles.map(async href => (await fetch(new URL(href, clone.url))).text()))
  const faces = [...sheets.join('').matchAll(/@font-face\{font-family:([^;]+);[^}]*url\(([^)]+)\)[^}]*unicode-range:([^}]+)\}/g)].map(
    ([, family = '', url = '', range = '']) => ({ family, url, range }),
  )
  const isFont = async (url: string) => {
    const answer = await fetch(new URL(url, clone.url))
    return (
      url.startsWith('/') && answer.headers.get('content-type') === 'font/woff2' && Buffer.from(await answer.arrayBuffer()).toString('latin1', 0, 4) === 'wOF2'
    )
  }
  const fine = await Promise.all(faces.map(({ url }) => isFont(url)))
  const familyOf = (letter: string) => faces.find(({ range }) => covers(range, letter.codePointAt(0) ?? 0))?.family
  const elsewhere = [...sheets.join('').matchAll(/url\((?!\/|data:)[^)]+\)/g)].map(([url]) => url)
  return {
    policy: /font-src [^;]+/.exec(page.headers.get('content-security-policy') ?? '')?.[0],
    letters: Object.fromEntries(['A', 'क', '₹'].map(letter => [letter, familyOf(letter)])),
    strange: [...faces.flatMap(({ url }, at) => (fine[at] ? [] : url)), ...styles.filter(href => !href.startsWith('/')), ...elsewhere],
  }
}

/** Whether a `unicode-range` has a letter: `U+900-97F`, `U+20B9`, `U+??`. */
function covers(range: string, code: number): boolean {
  return range.split(',').some(part => {
    const [from = '', to = from] = part.replace('U+', '').split('-')
    return code >= Number.parseInt(from.replaceAll('?', '0'), 16) && code <= Number.parseInt(to.replaceAll('?', 'F'), 16)
  })
}

test('the plugin that the README shows has twenty lines', () => expect(shown.trimEnd().split('\n').length).toBeLessThanOrEqual(20))

test('“npm start” builds what is not built, says how long each step took, and finds the plugin that was pasted into its folder', {
  timeout: 240_000,
}, async () => {
  const { said, end } = await clone.run('start')
  try {
    const lines = [...said().matchAll(/^\s*(.+?)\s+\(?(?:\d+ ms|\d+\.\d s)\)?$/gm)].map(([, step = '']) => step.replaceAll(/\d+(\.\d)?/g, '#'))
    expect(lines).toEqual([
      ...['Built the server', 'Built the browser part', 'Loaded # plugins', 'Started the database (PostgreSQL #)', 'Made ready what is stored', 'Listening'],
      'Sangam is ready at http://localhost:#',
    ])
    const code = /Set-up code: (\S+)/.exec(said())?.[1]
    const owner = { name: 'Asha', email: 'asha@example.com', password: 'correct horse battery' }
    expect(await ask('POST', '/api/setup', { code, ...owner, company, locale: 'en', plugins: ['notes'], sample: false })).toMatchObject({ status: 201 })
    expect(await ask('POST', '/api/records/notes.note', { subject: 'Call the bank', due: '2027-04-02' })).toMatchObject({
      status: 201,
      json: { subject: 'Call the bank', body: null, due: '2027-04-02', owner: expect.any(String) },
    })
    expect(await ask('GET', '/api/records/notes.note?fields=subject&search=bank&count=exact')).toMatchObject({
      json: { items: [{ subject: 'Call the bank' }], count: 1 },
    })
    expect(await fonts()).toEqual({
      policy: "font-src 'self'",
      letters: { A: 'Inter Variable', क: 'Noto Sans Devanagari Variable', '₹': 'Inter Variable' },
      strange: [],
    })
  } finally {
    await end()
  }
  expect(said()).toMatch(/Ending: letting requests finish…\n$/)
})

describe('under “npm run dev” nobody starts anything anew', () => {
  beforeAll(() => clone.run('dev').then(() => undefined), 120_000)

  test('a field that is written into a plugin is there a moment later', { timeout: 90_000 }, async () => {
    clone.edit('plugins/notes/plugin.ts', 'due: date(),', 'due: date(), place: text(),')
    await expect
      .poll(() => ask('POST', '/api/records/notes.note', { subject: 'Fetch the cheque', place: 'Pune' }), { timeout: 60_000 })
      .toMatchObject({
        status: 201,
        json: { subject: 'Fetch the cheque', place: 'Pune' },
      })
  })

  test.skipIf(!findChromium())('a page that is open shows what was written into a file of the browser part', async () => {
    const browser = await openBrowser()
    try {
      const { page, context } = await openPage(browser)
      const [name = '', value = ''] = cookie.split('=')
      await context.addCookies([{ name, value, url: clone.url }])
      await page.goto(`${clone.url}/list/notes.note`)
      await page.getByRole('searchbox', { name: 'Search in the list' }).waitFor({ timeout: 60_000 })
      clone.edit('web/screens/list/tools.ts', "t('Search in the list')", "t('Look through all of it')")
      await page.getByRole('searchbox', { name: 'Look through all of it' }).waitFor({ timeout: 60_000 })
      await page.getByText('Fetch the cheque').waitFor()
    } finally {
      await browser.close()
    }
  })
})
