import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Hono } from 'hono'
import { documentOf } from '../clients/openapi.ts'
import { typesOf } from '../clients/typescript.ts'
import { notFound } from '../errors.ts'
import type { World } from '../world.ts'
import { reading } from './call.ts'
import { type Env, signedIn } from './env.ts'
import { webFolder } from './static.ts'

/** The API as this caller may use it, and a page to read it, without a request to anywhere else. */
export function docsRoutes(app: Hono<Env>, world: World): void {
  app.get('/api/openapi.json', async c => {
    signedIn(c)
    return c.json((await reading(c, world, async ctx => documentOf(ctx, world.config.url))) as never)
  })
  app.get('/api/types.ts', async c => {
    signedIn(c)
    return c.text(await reading(c, world, async ctx => typesOf(ctx)))
  })
  app.get('/api/docs', c =>
    c.html(page, 200, {
      'Content-Security-Policy':
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    }),
  )
  app.get('/api/docs/begin.js', c => c.body(begin, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }))
  app.get('/api/docs/reference.js', c => {
    const script = referenceScript()
    if (!script) throw notFound()
    return c.body(script as Uint8Array<ArrayBuffer>, 200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'public, max-age=86400' })
  })
}

const page =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>API · Sangam</title></head><body><div id="reference"></div><script src="/api/docs/reference.js"></script><script src="/api/docs/begin.js"></script></body></html>'
const begin =
  "Scalar.createApiReference('#reference', { url: '/api/openapi.json', withDefaultFonts: false, telemetry: false, hideClientButton: true, showDeveloperTools: 'never', agent: { disabled: true }, mcp: { disabled: true } })"

function referenceScript(): Uint8Array | null {
  const built = webFolder()
  const places = [built && join(built, 'docs', 'reference.js'), ...above('node_modules/@scalar/api-reference/dist/browser/standalone.js')]
  const found = places.find(place => place && existsSync(place))
  return found ? readFileSync(found) : null
}

function above(path: string): string[] {
  const places: string[] = []
  for (let at = dirname(fileURLToPath(import.meta.url)); dirname(at) !== at; at = dirname(at)) places.push(join(at, path))
  return places
}
