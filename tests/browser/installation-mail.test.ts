import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureAccount, setPassword } from '../../core/auth/accounts.ts'
import { hashPassword } from '../../core/auth/passwords.ts'
import { type MailBox, openMailServer } from '../engine/outside.ts'
import { openBrowser, openPage, phone, violations } from './browser.ts'
import { type Served, serveSetUp } from './product.ts'
import { api, shot, signIn } from './steps.ts'

let browser: Browser
let box: MailBox
let served: Served
beforeAll(async () => {
  box = await openMailServer()
  served = await serveSetUp({ SANGAM_MAIL_URL: `smtp://127.0.0.1:${box.port}?tls=off`, SANGAM_MAIL_FROM: 'post@example.com' })
  browser = await openBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
  await box?.stop()
})

/** Where the link of the newest letter to somebody leads, here. */
async function linkTo(email: string, many = 1): Promise<string> {
  const mine = () => box.letters.filter(({ to }) => to.includes(email))
  await expect.poll(() => mine().length).toBe(many)
  const raw = mine().at(-1)?.raw ?? ''
  const body = raw.slice(raw.indexOf('\r\n\r\n'))
  const text = /base64/i.test(raw) ? Buffer.from(body, 'base64').toString() : body.replaceAll('=\r\n', '').replaceAll('=3D', '=')
  return served.url + new URL(/http:\S+/.exec(text)?.[0] ?? '').pathname
}

test('whoever is invited under an address that somebody else took says so and begins; pages say which mail goes where', { timeout: 120_000 }, async () => {
  const asha = await openPage(browser)
  const meena = await openPage(browser, { ...phone, theme: 'dark', locale: 'hi' })
  const found: string[] = []
  const look = async (who: typeof asha, name: string) => {
    found.push(...(await violations(who.page)).map(one => `${name}: ${one}`))
    await shot(who.page, `installation-mail-${name}`)
  }
  const { app } = served.platform.world.db
  await setPassword(app, await ensureAccount(app, 'meena@example.com', null), await hashPassword('somebody else chose this'))

  const { page } = asha
  await page.goto(`${served.url}/sign-in`)
  await page.getByRole('button', { name: 'Forgotten your password?' }).click()
  await page.getByText('It comes from post@example.com, by the mail server of this installation').waitFor()
  await look(asha, 'forgot')
  await page.getByLabel('E-mail').fill('asha@example.com')
  await page.getByRole('button', { name: 'Send the link' }).click()
  await page.getByText('is on its way from post@example.com').waitFor()
  await look(asha, 'sent')

  await signIn(page, served.url)
  await page.goto(`${served.url}/settings/core.mail`)
  await page.getByText('and never go through the server that you set here').waitFor()
  await look(asha, 'settings')
  await page.goto(`${served.url}/users`)
  await page.getByRole('button', { name: 'Invite someone' }).click()
  const form = page.locator('sangam-invite')
  await form.getByLabel('Name', { exact: true }).fill('Meena Iyer')
  await form.getByLabel('E-mail').fill('meena@example.com')
  await form.getByRole('button', { name: 'Invite', exact: true }).click()
  const made = page.locator('sangam-link-made')
  await made.getByText('Nobody else is given it.').waitFor()
  await expect.poll(() => made.getByRole('textbox').count()).toBe(0)
  await look(asha, 'invited')

  await meena.page.goto(await linkTo('meena@example.com'))
  await meena.page.getByText('इस पते का पासवर्ड पहले से है').waitFor()
  await look(meena, 'known')
  await meena.page.getByRole('button', { name: 'मैंने यहाँ कभी पासवर्ड नहीं चुना' }).click()
  await meena.page.getByText('तब किसी और ने आपका पता इस्तेमाल किया').waitFor()
  await look(meena, 'anew')
  await meena.page.locator('input[name=password]').fill('five looms by monsoon')
  await meena.page.getByRole('button', { name: 'शुरू करें', exact: true }).click()
  await meena.page.waitForURL(`${served.url}/`)

  await page.goto(`${served.url}/me`)
  await page.getByText('You have not shown yet that asha@example.com is yours.').waitFor()
  await look(asha, 'me')
  await page.getByRole('button', { name: 'Mail me a link' }).click()
  const proof = await linkTo('asha@example.com', 2)
  // Where nobody is signed in, the link leads there by way of signing in.
  await asha.context.clearCookies()
  await page.goto(proof)
  await page.getByLabel('E-mail').fill('asha@example.com')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('button', { name: 'Yes, it is mine' }).waitFor()
  await look(asha, 'proof')
  await page.getByRole('button', { name: 'Yes, it is mine' }).click()
  await page.getByText('You have shown that asha@example.com is yours.').waitFor()
  expect(await api(page, '/api/address')).toEqual({ email: 'asha@example.com', proven: true, from: 'post@example.com', notices: false })
  expect([found, asha.errors, meena.errors]).toEqual([[], [], []])
  for (const { context } of [asha, meena]) await context.close()
})
