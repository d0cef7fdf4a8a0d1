import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Context, Hono } from 'hono'
import { notFound } from '../errors.ts'
import type { Env } from './env.ts'

const kinds: { readonly [ending: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
}

interface Served {
  readonly body: Uint8Array
  readonly type: string
  readonly etag: string
  readonly encoding: string | null
}

/** The built browser part, above this file: `dist/web`. */
export function webFolder(): string | null {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    const found = [join(at, 'dist', 'web'), join(at, 'web')].find(folder => existsSync(join(folder, 'index.html')) && existsSync(join(folder, '.vite')))
    if (found) return found
    if (dirname(at) === at) return null
  }
}

/** The one script that stands in the page itself, as the policy names it: the import map, by which installed plugins get the shell's own libraries. */
export function importMapHash(folder = webFolder()): string {
  const page = folder === null ? '' : readFileSync(join(folder, 'index.html'), 'utf8')
  const map = /<script type="importmap">([\s\S]*?)<\/script>/.exec(page)?.[1]
  return map === undefined ? '' : ` 'sha256-${createHash('sha256').update(map).digest('base64')}'`
}

/** Where the browser finds a plugin's own half: as it was built, or as it is written before the development server; null where there is none. */
export function browserHalves(development: boolean, folder = webFolder()): (plugin: string) => string | null {
  const sources = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'plugins')
  if (development)
    return plugin => {
      const file = join(sources, plugin, 'web', 'index.ts')
      return existsSync(file) ? `/@fs${file}` : null
    }
  const manifest = folder && join(folder, '.vite', 'manifest.json')
  const built = manifest && existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')) as { [source: string]: { file: string } }) : {}
  return plugin => {
    const half = built[`../plugins/${plugin}/web/index.ts`]
    return half ? `/${half.file}` : null
  }
}

/** Everything that is no route of the API: a file of the browser part, or the shell, which finds its own way. */
export function staticRoutes(app: Hono<Env>, folder = webFolder()): void {
  const kept = new Map<string, Served | null>()
  app.get('*', c => {
    const path = c.req.path
    if (path.startsWith('/api/') || path.startsWith('/health') || path === '/metrics') throw notFound()
    if (folder === null) return c.text('The browser part is not built yet. Run: npm run build\n', 503)
    const accepts = c.req.header('Accept-Encoding') ?? ''
    const encoding = /\bbr\b/.test(accepts) ? 'br' : /\bgzip\b/.test(accepts) ? 'gz' : null
    const file = extname(path) !== '' ? read(folder, path, encoding, kept) : null
    if (file) return answer(c, file, path.startsWith('/assets/'))
    // A missing part must not be answered with a page: a browser would try to run it.
    if (extname(path) !== '' && path.startsWith('/assets/')) return c.text('Not found.\n', 404)
    const page = read(folder, '/index.html', encoding, kept)
    return page ? answer(c, page, false) : c.text('Not found.\n', 404)
  })
}

function answer(c: Context<Env>, file: Served, immutable: boolean): Response {
  const headers: Record<string, string> = {
    'Content-Type': file.type,
    ETag: file.etag,
    Vary: 'Accept-Encoding',
    'Cache-Control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    ...(file.encoding && { 'Content-Encoding': file.encoding }),
  }
  if (c.req.header('If-None-Match') === file.etag) return c.body(null, 304, headers)
  return c.body(file.body as Uint8Array<ArrayBuffer>, 200, headers)
}

function read(folder: string, path: string, encoding: 'br' | 'gz' | null, kept: Map<string, Served | null>): Served | null {
  const key = `${encoding} ${path}`
  const known = kept.get(key)
  if (known !== undefined) return known
  const found = load(folder, path, encoding)
  if (kept.size < 2000) kept.set(key, found)
  return found
}

function load(folder: string, path: string, encoding: 'br' | 'gz' | null): Served | null {
  if (!/^[/A-Za-z0-9._-]+$/.test(path) || path.includes('..') || path.includes('/.')) return null
  const file = normalize(join(folder, path))
  if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) return null
  const packed = encoding && existsSync(`${file}.${encoding}`) ? encoding : null
  const body = readFileSync(packed ? `${file}.${packed}` : file)
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  return { body, type: kinds[extname(file)] ?? 'application/octet-stream', etag, encoding: packed === 'gz' ? 'gzip' : packed }
}
