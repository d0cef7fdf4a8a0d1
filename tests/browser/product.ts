import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import invoicebooks from '@sangam/plugin-invoicebooks'
import invoicing from '@sangam/plugin-invoicing'
import items from '@sangam/plugin-items'
import leads from '@sangam/plugin-leads'
import ledger from '@sangam/plugin-ledger'
import parties from '@sangam/plugin-parties'
import tally from '@sangam/plugin-tally'
import type { Plugin } from '@sangam/sdk'
import { boot, type Platform } from '../../core/boot.ts'
import { readConfig } from '../../core/config.ts'
import { createPreparedDatabase, createTestDatabase } from '../../core/data/testing.ts'
import { corePlugin } from '../../core/system/plugin.ts'

export interface Served {
  readonly url: string
  readonly code: string
  readonly platform: Platform
  stop(): Promise<void>
}

/** The product as a newcomer finds it: nothing is set up, and the built browser part is served. */
export function serve(beside: readonly Plugin[] = []): Promise<Served> {
  return serveFrom(createTestDatabase('browser'), {}, [...sales, ...beside])
}

/** The same for a company that will invoice, into its books. */
export function serveNewInvoices(): Promise<Served> {
  return serveFrom(createTestDatabase('browser'), {}, invoices)
}

/** The product behind its first run, which is made once for all: Asha Sharma signs in. `env` is set beside what the tests set. */
export function serveSetUp(env: Env = {}): Promise<Served> {
  return serveFrom(
    createPreparedDatabase('browser', 'first_run', url => setUp(url, sales)),
    env,
  )
}

/** The same of a company that keeps its books: contacts, the ledger, and the way in from Tally. */
export function serveBooks(): Promise<Served> {
  return serveFrom(
    createPreparedDatabase('browser', 'books', url => setUp(url, books)),
    {},
    books,
  )
}

/** The same of a company that invoices, into its books. */
export function serveInvoices(): Promise<Served> {
  return serveFrom(
    createPreparedDatabase('browser', 'invoices', url => setUp(url, invoices)),
    {},
    invoices,
  )
}

const sales = [parties, items, leads]
const books = [parties, ledger, tally]
const invoices = [parties, items, invoicing, ledger, invoicebooks]

type Env = { readonly [name: string]: string }

async function setUp(url: string, plugins: readonly Plugin[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sangam-browser-'))
  const platform = await bootAt(url, folder, plugins, false)
  const answer = await platform.app.request('http://localhost:4000/api/setup', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      code: await platform.setupCode(),
      name: 'Asha Sharma',
      email: 'asha@example.com',
      password: 'correct horse battery',
      locale: 'en',
      company: { name: 'Sharma Traders', country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 4 },
      plugins: plugins.map(({ id }) => id),
    }),
  })
  if (!answer.ok) throw new Error(await answer.text())
  await platform.stop()
  await rm(folder, { recursive: true, force: true })
}

function bootAt(url: string, folder: string, plugins: readonly Plugin[], background = true, env: Env = {}): Promise<Platform> {
  return boot({
    config: readConfig({
      DATABASE_URL: url,
      SANGAM_DATA: folder,
      SANGAM_POOL: '6',
      PORT: '0',
      SANGAM_URL: 'http://localhost:4000',
      SANGAM_NPM_REGISTRY: 'none',
      ...env,
    }),
    plugins: new Map([corePlugin, ...plugins].map(plugin => [plugin.id, plugin])),
    log: { info: () => undefined, warn: () => undefined, error: (message, values) => void process.stderr.write(`${message} ${JSON.stringify(values)}\n`) },
    background,
  })
}

async function serveFrom(made: ReturnType<typeof createTestDatabase>, env: Env = {}, plugins: readonly Plugin[] = sales): Promise<Served> {
  const database = await made
  const folder = await mkdtemp(join(tmpdir(), 'sangam-browser-'))
  const platform = await bootAt(database.url, folder, plugins, true, env)
  const { port } = await platform.listen()
  return {
    url: `http://localhost:${port}`,
    code: (await platform.setupCode()) ?? '',
    platform,
    stop: async () => {
      await platform.stop()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
