import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, Hono, Next } from 'hono'
import type { Authenticator } from '../auth/authenticate.ts'
import { Refused } from '../errors.ts'
import type { World } from '../world.ts'
import { sessionCookie } from './cookies.ts'
import { type Env, isFeed, type SignedIn } from './env.ts'
import { holdToUse, isPlan } from './key-use.ts'
import { lookAs } from './look-as.ts'
import { observe } from './routes/health.ts'
import { importMapHash } from './static.ts'

const policy = [
  "default-src 'none'",
  `script-src 'self'${importMapHash()}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  // A paper that is being written is shown beside its words.
  'frame-src blob:',
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** What a page may do and who may hold it; a route that needs more says so itself. */
const safety = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'same-origin'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()'],
  ['X-Frame-Options', 'DENY'],
  ['Content-Security-Policy', policy],
] as const
const unkept = [['Cache-Control', 'no-store']] as const

/** What stands before every route: a number, headers that keep a page safe, whose request it is, and that it is theirs. */
export function guard(app: Hono<Env>, world: World, authenticator: Authenticator): void {
  const secure = world.config.url.startsWith('https:')
  const always: readonly (readonly [string, string])[] = [...safety, ...(secure ? [['Strict-Transport-Security', 'max-age=31536000'] as const] : [])]
  app.use('*', async (c, next) => {
    const began = performance.now()
    c.set('requestId', randomUUID())
    c.set('ip', addressOf(c))
    c.set('signedIn', null)
    c.set('locale', localeOf(c))
    const safe: readonly (readonly [string, string])[] = [['X-Request-Id', c.get('requestId')], ...always, ...(c.req.path.startsWith('/api/') ? unkept : [])]
    // On a real connection they are said beforehand: an answer that is looked into afterwards is made twice.
    const { outgoing } = (c.env ?? {}) as { readonly outgoing?: ServerResponse }
    if (outgoing) for (const [name, value] of safe) outgoing.setHeader(name, value)
    await next()
    if (!outgoing) for (const [name, value] of safe) if (!c.res.headers.has(name)) c.res.headers.set(name, value)
    observe(c.req.method, c.req.routePath, c.res.status, performance.now() - began)
  })
  app.use('/api/*', (c, next) => admit(c, next, world, authenticator))
  app.use('/metrics', (c, next) => admit(c, next, world, authenticator))
}

/** What a stranger may ask; a route that is not named here is closed to them, new ones too. */
const open = [
  /^(GET|POST|DELETE) \/api\/session$/,
  /^(GET|POST) \/api\/setup$/,
  /^POST \/api\/password\/(forgot|reset)$/,
  /^GET \/api\/invitations\/[^/]+$/,
  /^POST \/api\/invitations\/accept$/,
  /^GET \/api\/docs(\/(begin|reference)\.js)?$/,
  /^POST \/api\/hooks\/[^/]+$/,
  /^GET \/metrics$/,
]

async function admit(c: Context<Env>, next: Next, world: World, authenticator: Authenticator): Promise<void> {
  checkOrigin(c, world)
  const header = c.req.header('Authorization')
  const key = header === undefined ? null : (/^Bearer (\S{1,200})$/.exec(header)?.[1] ?? basicKey(c, header) ?? '')
  const workspace =
    c.req.header('Sangam-Workspace') ?? (c.req.path === '/api/live' || /^\/api\/files\/[^/]+$/.test(c.req.path) ? c.req.query('workspace') : undefined) ?? null
  const credentials = { token: key === null ? sessionCookie(c, world.config) : null, key, workspace }
  const ask = async (): Promise<SignedIn | null> => {
    const found = await authenticator.who(credentials)
    if (key !== null && !found) throw new Refused(401, 'bad_key', 'This key is unknown, ended, or not for this workspace.')
    return found
  }
  const who = await ask()
  c.set('askAgain', async () => c.set('signedIn', await ask()))
  if (!who && !open.some(way => way.test(`${c.req.method} ${c.req.path}`))) throw new Refused(401, 'signed_out', 'Sign in first.')
  const as = c.req.header('Sangam-As')
  c.set('signedIn', who && as !== undefined ? await lookAs(world, who, as, `${c.req.method} ${c.req.path}`) : who)
  if (who) c.set('locale', who.locale)
  if (who?.key) await holdToUse(c, world, who.key)
  // What can’t be planned must not be done instead.
  isPlan(c)
  await next()
}

/** Spreadsheets know names and passwords only: of the feed, a key is taken as the password, whatever the name. */
function basicKey(c: Context<Env>, header: string): string | undefined {
  const [, pair = ''] = (isFeed(c.req.path) && /^Basic ([A-Za-z0-9+/=]{1,600})$/.exec(header)) || []
  return /^[^:]*:(\S{1,200})$/.exec(Buffer.from(pair, 'base64').toString())?.[1]
}

/**
 * A write comes from our own pages or from a program: never from another site by way of a browser's
 * cookies. Browsers say where they are; a form can't send JSON.
 */
function checkOrigin(c: Context<Env>, world: World): void {
  const { method } = c.req
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return
  const origin = c.req.header('Origin')
  const site = c.req.header('Sec-Fetch-Site')
  const own = [world.config.url, new URL(c.req.url).origin]
  const host = c.req.header('Host')
  if (host) own.push(`http://${host}`, `https://${host}`)
  const foreign = origin !== undefined ? !own.includes(origin) : site !== undefined && site !== 'same-origin' && site !== 'none'
  if (foreign) throw new Refused(403, 'foreign_origin', 'This request comes from another site. Open Sangam at {url}.', { values: { url: world.config.url } })
  const type = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase()
  const hasBody = c.req.header('Content-Length') !== undefined ? c.req.header('Content-Length') !== '0' : c.req.header('Transfer-Encoding') !== undefined
  if (!hasBody) return
  const upload =
    (c.req.path.startsWith('/api/imports/') || c.req.path === '/api/model/texts/import') &&
    (type === 'text/csv' || type === 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' || type === 'application/octet-stream')
  const file = c.req.path === '/api/files' && type === 'application/octet-stream'
  const plugin = /^\/api\/plugins\/(look|install)$/.test(c.req.path) && (type === 'application/octet-stream' || type === 'application/gzip')
  if (type !== 'application/json' && !upload && !file && !plugin) throw new Refused(415, 'content_type', 'Send JSON, with "Content-Type: application/json".')
}

/** The nearest address: what a proxy says counts only when the proxy is on this machine. */
function addressOf(c: Context<Env>): string {
  const near = remote(c)
  const local = near === '127.0.0.1' || near === '::1' || near === '::ffff:127.0.0.1'
  const forwarded = c.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim()
  return local && forwarded ? forwarded.slice(0, 60) : near
}

function remote(c: Context<Env>): string {
  try {
    return getConnInfo(c).remote.address ?? 'unknown'
  } catch {
    return 'unknown'
  }
}

function localeOf(c: Context<Env>): string {
  return /^hi\b/i.test(c.req.header('Accept-Language') ?? '') ? 'hi' : 'en'
}
