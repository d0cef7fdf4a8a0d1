import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Json } from '@sangam/sdk'
import { boot, type Platform } from '../../core/boot.ts'
import { readConfig } from '../../core/config.ts'
import { createTestDatabase } from '../../core/data/testing.ts'
import { corePlugin } from '../../core/system/plugin.ts'
import { deals } from '../engine/note.ts'

export interface Answer {
  readonly status: number
  readonly json: { readonly [name: string]: Json }
  readonly headers: Headers
  /** `name=value` of the cookie it set. */
  readonly cookie: string
}

export interface Fresh {
  readonly platform: Platform
  readonly url: string
  readonly databaseUrl: string
  ask(method: string, path: string, body?: unknown, headers?: { readonly [name: string]: string }): Promise<Answer>
  /** Does the first run; gives the owner's cookie. */
  setUp(): Promise<string>
  clock: { set(instant: string): void }
  /** What it wrote to its log. */
  readonly logged: readonly string[]
  stop(): Promise<void>
}

export const owner = { name: 'Asha', email: 'asha@example.com', password: 'correct horse battery' }
export const company = { name: 'Sharma Traders', country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 4 }

/** A platform that nobody has set up yet, asked over HTTP as a browser or a program would; `env` is what its operator set besides. */
export async function fresh(url = 'http://localhost:4000', env: { readonly [name: string]: string } = {}): Promise<Fresh> {
  const base = await createTestDatabase('secure')
  const folder = await mkdtemp(join(tmpdir(), 'sangam-secure-'))
  const logged: string[] = []
  const log = (message: string, values?: object): void => void logged.push(`${message} ${JSON.stringify(values ?? {})}`)
  let moment = new Date('2027-03-31T09:30:00Z')
  const platform = await boot({
    config: readConfig({ DATABASE_URL: base.url, SANGAM_DATA: folder, SANGAM_POOL: '4', SANGAM_URL: url, PORT: '0', ...env }),
    plugins: new Map([corePlugin, deals].map(plugin => [plugin.id, plugin])),
    log: { info: log, warn: log, error: log },
    clock: { now: () => moment },
    background: false,
  })
  const ask: Fresh['ask'] = async (method, path, body, headers = {}) => {
    const init: RequestInit = { method, headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers } }
    if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body)
    const answer = await platform.app.request(`${url}${path}`, init)
    const text = await answer.text()
    const json = /^application\/(problem\+)?json/.test(answer.headers.get('Content-Type') ?? '') && text !== '' ? JSON.parse(text) : { text }
    return { status: answer.status, json, headers: answer.headers, cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' }
  }
  return {
    platform,
    url,
    databaseUrl: base.url,
    ask,
    logged,
    setUp: async () => {
      const code = await platform.setupCode()
      const { cookie, status, json } = await ask('POST', '/api/setup', { code, ...owner, company, locale: 'en', plugins: ['deals'], sample: false })
      if (status !== 201) throw new Error(JSON.stringify(json))
      return cookie
    },
    clock: {
      set: instant => {
        moment = new Date(instant)
      },
    },
    stop: async () => {
      await platform.stop()
      await base.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
