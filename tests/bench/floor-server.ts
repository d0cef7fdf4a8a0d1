import { createServer, type IncomingMessage } from 'node:http'
import postgres from 'postgres'
import type { FloorOrder, Route } from './floor.ts'

process.once('message', order => void serve(order as FloorOrder))

async function serve({ url, routes }: FloorOrder): Promise<void> {
  const address = new URL(url)
  const host = address.searchParams.get('host')
  address.search = ''
  const sql = postgres(address.href, { ...(host !== null && { host }), max: 10, onnotice: () => undefined })
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/'
    const route = routes.find(one => one.method === request.method && path.startsWith(one.prefix))
    if (!route) {
      response.writeHead(404).end()
      return
    }
    try {
      const whole = request.method === 'GET' ? '{}' : await textOf(request)
      const values = valuesOf(route, decodeURIComponent(path.slice(route.prefix.length)), whole)
      const rows = await sql.unsafe(route.text, values as never[], { prepare: true })
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(rows.length === 1 ? String(rows[0]?.json ?? '{}') : `[${rows.map(row => row.json).join(',')}]`)
    } catch (problem) {
      response.writeHead(500).end(String(problem))
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  process.send?.((server.address() as { port: number }).port)
  process.once('disconnect', () => {
    server.closeAllConnections()
    server.close()
    void sql.end({ timeout: 2 })
  })
}

/** The body is read as JSON for every request that has one, as the product must. */
function valuesOf(route: Route, rest: string, whole: string): readonly unknown[] {
  const body = JSON.parse(whole) as { readonly [name: string]: unknown }
  return route.params.map(param => {
    if (param === 'path') return rest
    if (param === 'body') return JSON.stringify(body)
    return 'always' in param ? param.always : body[param.body]
  })
}

async function textOf(request: IncomingMessage): Promise<string> {
  let all = ''
  for await (const part of request) all += String(part)
  return all
}
