import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { openPool, type Pool } from '../../core/data/connection.ts'
import { startEmbedded } from '../../core/data/embedded.ts'
import { dataFolder } from '../setup/folder.ts'

const root = join(import.meta.dirname, '..', '..')

/** What `npm start` tells Node. */
const flags = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }).scripts.start
  .split(' ')
  .filter(word => word.startsWith('--'))

/** The product as its users start it, beside a database server that the floor uses too. */
export interface Product {
  readonly url: string
  readonly pid: number
  /** Of the database, for the floor and for looking. */
  readonly databaseUrl: string
  readonly admin: Pool
  /** Milliseconds from start to the line that says it is ready. */
  readonly bootMs: number
  readonly owner: { readonly cookie: string }
  ask<T>(method: string, path: string, body?: unknown, headers?: { readonly [name: string]: string }): Promise<T>
  /** Ends it and starts it again on the same data; gives the time to ready. */
  restart(): Promise<number>
  stop(): Promise<void>
}

export async function startProduct(plugins: readonly string[]): Promise<Product> {
  const folder = dataFolder('sangam-bench-')
  const embedded = await startEmbedded({ dataDir: join(folder, 'server'), info: () => undefined })
  const databaseUrl = embedded.url('postgres', 'sangam')
  const port = 4400 + (process.pid % 500)
  let child = launch(databaseUrl, folder, port)
  const first = await child.ready
  const url = `http://127.0.0.1:${port}`
  const admin = openPool({ url: databaseUrl, size: 2, name: 'bench', statementTimeoutMs: 600_000 })
  const owner = await setUp(url, first.code, plugins)
  const product: Product = {
    url,
    get pid() {
      return child.pid
    },
    databaseUrl,
    admin,
    bootMs: first.ms,
    owner,
    ask: async (method, path, body, headers = {}) => {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: { cookie: owner.cookie, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 500)}`)
      return JSON.parse(text) as never
    },
    restart: async () => {
      await child.end()
      child = launch(databaseUrl, folder, port)
      return (await child.ready).ms
    },
    stop: async () => {
      await child.end()
      await admin.close()
      await embedded.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return product
}

function launch(databaseUrl: string, folder: string, port: number): { pid: number; ready: Promise<{ code: string; ms: number }>; end(): Promise<void> } {
  const began = performance.now()
  const child = spawn(process.execPath, [...flags, join(root, 'dist', 'server', 'core', 'main.js')], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      SANGAM_DATA: join(folder, 'files'),
      PORT: String(port),
      SANGAM_URL: `http://127.0.0.1:${port}`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  let said = ''
  const ready = new Promise<{ code: string; ms: number }>((resolve, reject) => {
    child.stdout.on('data', text => {
      if (said.includes('Sangam is ready') && said.endsWith('\n\n')) return
      said += String(text)
      // An empty line is the last thing it says, after the code.
      if (said.includes('Sangam is ready') && said.endsWith('\n\n'))
        resolve({ code: /code: (\S+)/.exec(said)?.[1] ?? '', ms: Math.round(performance.now() - began) })
    })
    child.once('exit', code => reject(new Error(`The product ended with ${code}.\n${said}`)))
  })
  return {
    pid: child.pid ?? 0,
    ready,
    end: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function setUp(url: string, code: string, plugins: readonly string[]): Promise<{ cookie: string }> {
  const company = { name: 'Bench', country: 'IN', currency: 'INR', zone: 'Asia/Kolkata', fiscalYearStart: 4 }
  // The code is printed just after the line that says ready.
  const answer = await fetch(`${url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, name: 'Asha', email: 'asha@example.com', password: 'correct horse battery', company, locale: 'en', plugins, sample: false }),
  })
  if (!answer.ok) throw new Error(await answer.text())
  return { cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' }
}

/** A person with a role, and a key in their name. */
export async function keyOf(product: Product, name: string, role: string): Promise<{ id: string; headers: { readonly authorization: string } }> {
  const email = `${name}@example.com`
  const { link } = await product.ask<{ link: string }>('POST', '/api/users/invite', { name, email, roles: [role] })
  const accepted = await fetch(`${product.url}/api/invitations/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: link.split('/').at(-1), password: 'a long password of mine' }),
  })
  const cookie = (accepted.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const made = await fetch(`${product.url}/api/keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ name: 'bench', expiresAt: new Date(Date.now() + 86_400_000).toISOString() }),
  })
  const { key } = (await made.json()) as { key: string }
  const [row] = await product.admin.run<{ id: string }>(sql`select id from main.core_user where email = ${email}`)
  return { id: row?.id ?? '', headers: { authorization: `Bearer ${key}` } }
}
