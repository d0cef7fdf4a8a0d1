// Stands between the pages and the server in a browser whose person keeps what they saw: the network first, and without it what came last.
// It runs by itself and imports nothing. The pages make and clear what is kept, see ../shell/offline.ts.

interface Waiting {
  waitUntil(work: Promise<unknown>): void
}
interface Fetching extends Waiting {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface Scope {
  readonly location: Location
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(kind: 'install' | 'activate', told: (event: Waiting) => void): void
  addEventListener(kind: 'fetch', told: (event: Fetching) => void): void
}

const scope = globalThis as unknown as Scope
const shell = 'sangam-shell'
const seen = 'sangam-seen'
/** Whose the kept answers are; without it none is kept. */
const whose = '/kept-for'
const most = { answers: 500, parts: 300, letters: 2_000_000, days: 7 }
const readable = /^\/api\/(?:session|me|meta|notifications|worklist|records\/.+)$/

scope.addEventListener('install', event => event.waitUntil(Promise.all([scope.skipWaiting(), caches.open(shell).then(cache => cache.add('/'))])))
scope.addEventListener('activate', event => event.waitUntil(scope.clients.claim()))
scope.addEventListener('fetch', event => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  // What another sees is not what this person saw.
  if (origin !== scope.location.origin || pathname === '/worker.js' || request.headers.has('Sangam-As')) return
  if (request.method === 'GET' && !/^\/(?:api|health|metrics|s)(?:\/|$)/.test(pathname))
    event.respondWith(request.mode === 'navigate' ? page(request) : part(request))
  else if (request.method === 'GET' ? readable.test(pathname) : request.method === 'POST' && pathname.startsWith('/api/query/'))
    event.respondWith(answer(event))
})

/** The frame, which finds its own way: new while there is a line, so that an upgrade shows at once. */
async function page(request: Request): Promise<Response> {
  const cache = await caches.open(shell)
  try {
    const fresh = await fetch(request)
    if (fresh.ok) await cache.put('/', fresh.clone())
    return fresh
  } catch (error) {
    const kept = await cache.match('/')
    if (kept) return kept
    throw error
  }
}

/** Parts of the frame: those whose name says what is in them are never asked for twice. */
async function part(request: Request): Promise<Response> {
  const cache = await caches.open(shell)
  const kept = await cache.match(request)
  if (kept && /^\/(?:assets|plugins)\//.test(new URL(request.url).pathname)) return kept
  try {
    const fresh = await fetch(request)
    if (fresh.ok) await keep(cache, request, fresh.clone(), most.parts)
    return fresh
  } catch (error) {
    if (kept) return kept
    throw error
  }
}

async function answer(event: Fetching): Promise<Response> {
  const key = await keyOf(event.request.clone())
  try {
    const fresh = await fetch(event.request)
    if (fresh.ok) event.waitUntil(remember(key, fresh.clone()))
    return fresh
  } catch (error) {
    const kept = await (await caches.open(seen)).match(key)
    const at = Date.parse(kept?.headers.get('Sangam-Seen') ?? '')
    if (kept && Date.now() - at < most.days * 86_400_000) return kept
    throw error
  }
}

/** What was asked, of which workspace. */
async function keyOf(request: Request): Promise<string> {
  const { pathname, search } = new URL(request.url)
  const asked = `${request.headers.get('Sangam-Workspace') ?? ''} ${pathname}${search} ${request.method === 'POST' ? await request.text() : ''}`
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(asked))
  return `/seen/${[...new Uint8Array(hash)].map(byte => byte.toString(16).padStart(2, '0')).join('')}`
}

async function remember(key: string, fresh: Response): Promise<void> {
  const cache = await caches.open(seen)
  if (!(await cache.match(whose))) return
  const text = await fresh.text()
  if (text.length > most.letters) return
  const headers = { 'Content-Type': fresh.headers.get('Content-Type') ?? 'application/json', 'Sangam-Seen': new Date().toISOString() }
  await keep(cache, key, new Response(text, { headers }), most.answers)
}

/** Keeps one more, and lets go of the oldest beyond what is kept at most. */
async function keep(cache: Cache, key: Request | string, value: Response, atMost: number): Promise<void> {
  await cache.put(key, value)
  const keys = (await cache.keys()).filter(one => ![whose, '/'].includes(new URL(one.url).pathname))
  await Promise.all(keys.slice(0, Math.max(0, keys.length - atMost)).map(one => cache.delete(one)))
}
