import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ListScreen, Plugin } from '@sangam/sdk'
import type { Browser, Page } from 'playwright-core'
import { findAccount } from '../../../core/auth/accounts.ts'
import { beginSession } from '../../../core/auth/sessions.ts'
import { installPackage } from '../../../core/packages/install.ts'
import { createTestPlatform, type TestPlatform } from '../platform.ts'
import { violations, watch } from './page.ts'
import { concerning, type Examples, Maker } from './records.ts'

/** How many random records each entity has while its screens are looked at. */
const many = 3

/** What is needed to look at the screens of a plugin. */
export interface Looking {
  /** The plugin’s package, as it would be installed. */
  readonly archive: Uint8Array
  readonly chromium: string
  readonly needs: readonly Plugin[]
  readonly examples: Examples
}

/** The package of this very plugin, where `sangam plugin check` said to look at its screens; null where nobody did. */
export function packageToLookAt({ id, version }: Plugin): { readonly archive: () => Promise<Buffer>; readonly chromium: string } | null {
  const { SANGAM_CHECK_SCREENS: file, SANGAM_CHROMIUM: chromium } = process.env
  return file && chromium && basename(file) === `${id}-${version}.tgz` ? { archive: () => readFile(file), chromium } : null
}

/**
 * Installs a plugin from its package beside what it needs, fills it with random records, and has axe look at every screen it declares, those of its own by day
 * and by night, and tells which. A line for each thing that is wrong, and for each error of the page.
 */
export async function lookAtScreens({ archive, chromium: executablePath, needs, examples }: Looking): Promise<Seen> {
  // Only who looks at screens has a browser's driver.
  const { chromium } = await import('playwright-core')
  const platform = await createTestPlatform({ plugins: needs })
  let browser: Browser | undefined
  try {
    const { world } = platform.platform
    const { found } = await installPackage(world, archive, null)
    const plugin = world.plugins.get(found.says.id)
    if (!plugin) throw new Error(`${found.says.id} does not run beside what it needs.`)
    if (!plugin.joins) await platform.admin.post(`/api/plugins/${plugin.id}/apply`, { to: 'enabled' })
    const ways = await waysTo(plugin, platform, examples)
    browser = await chromium.launch({
      executablePath,
      headless: true,
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    })
    return { ways: ways.map(way => way.path), found: await lookAt(browser, platform, ways) }
  } finally {
    await browser?.close()
    await platform.stop()
  }
}

/** What was looked at, and what is wrong with it. */
interface Seen {
  readonly ways: readonly string[]
  readonly found: readonly string[]
}

interface Way {
  readonly path: string
  readonly theme: 'light' | 'dark'
}

/** The addresses of what a plugin declares, with records behind them. */
async function waysTo(plugin: Plugin, platform: TestPlatform, examples: Examples): Promise<Way[]> {
  const model = await platform.platform.world.models.current('main')
  const maker = new Maker(platform, model, examples)
  for (const { name } of concerning(model, plugin)) await maker.makeMany(name, many)
  const parts = plugin.parts ?? []
  const paths = parts.flatMap((part): string[] => {
    if (part.kind === 'list') return [`/list/${part.entity}`, ...viewsOf(part)]
    if (part.kind === 'board') return [`/board/${part.entity}`]
    if (part.kind === 'dashboard') return [`/dashboard/${part.name}`]
    if (part.kind === 'settings') return [`/settings/${part.name}`]
    if (part.kind !== 'form') return []
    const [record] = maker.made(part.entity)
    return [`/new/${part.entity}`, ...(record ? [`/record/${part.entity}/${record.id}`] : [])]
  })
  for (const part of parts) if (part.kind === 'publicPage') paths.push(...(await linkTo(platform, part.entity, maker)))
  const drawn = parts.flatMap(part => (part.kind === 'page' ? [`/page/${part.name}`] : part.kind === 'homeElement' ? ['/dashboard/day'] : []))
  const pages = [...new Set(drawn)]
  return [
    ...[...new Set(paths), ...pages].map(path => ({ path, theme: 'light' as const })),
    // The shell's own are known by night.
    ...pages.map(path => ({ path, theme: 'dark' as const })),
  ]
}

/** Calendars, charts, trees and what else is no list, each as its view draws it. */
function viewsOf({ entity, views = [] }: ListScreen): string[] {
  return views.flatMap(({ kind = 'list' }, at) => (kind === 'list' ? [] : [`/${kind}/${entity}?view=built-${at}`]))
}

/** The page of a link to the first record that may have one. */
async function linkTo({ admin }: TestPlatform, entity: string, maker: Maker): Promise<string[]> {
  for (const { id } of maker.made(entity)) {
    const { status, json } = await admin.ask('POST', `/api/records/${entity}/${id}/links`, {})
    if (status === 201) return [new URL((json as { address: string }).address, 'http://localhost').pathname]
  }
  return []
}

async function lookAt(browser: Browser, platform: TestPlatform, ways: readonly Way[]): Promise<string[]> {
  const { db, clock } = platform.platform.world
  const { port } = await platform.platform.listen()
  const url = `http://localhost:${port}`
  const account = await findAccount(db.app, 'person1@example.com')
  const token = await beginSession(db.app, account?.id ?? '', { userAgent: 'sangam plugin check', ip: '127.0.0.1' }, clock.now())
  const found: string[] = []
  for (const theme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, colorScheme: theme, locale: 'en-IN', serviceWorkers: 'block' })
    await context.addInitScript(chosen => localStorage.setItem('sangam.theme', chosen), theme)
    await context.addCookies([{ name: 'sangam', value: token, url, httpOnly: true, sameSite: 'Strict' }])
    const page = await context.newPage()
    watch(page)
    for (const { path } of ways.filter(way => way.theme === theme))
      for (const line of await seen(page, url + path)) found.push(`${path}${theme === 'dark' ? ' by night' : ''}: ${line}`)
    await context.close()
  }
  return found
}

async function seen(page: Page, address: string): Promise<string[]> {
  const errors: string[] = []
  const take = (error: Error): void => void errors.push(String(error))
  page.on('pageerror', take)
  try {
    await page.goto(address)
    // What a link shows is a page without the shell.
    await page
      .locator(address.includes('/s/') ? 'main' : 'sangam-outlet > *')
      .first()
      .waitFor({ timeout: 20_000 })
    const wrong = await violations(page)
    return [...errors, ...wrong]
  } finally {
    page.off('pageerror', take)
  }
}
