import { createServer, type IncomingMessage } from 'node:http'
import postgres from 'postgres'

/**
 * The floor: what the machine could do if the product cost nothing. A bare server with the same
 * SQL, raw JSON out; no sign-in, rights, history or events.
 */
export interface Route {
  readonly method: string
  readonly prefix: string
  readonly text: string
  readonly params: (rest: string, body: { readonly [name: string]: unknown }) => readonly unknown[]
}

export async function startFloor(url: string, routes: readonly Route[]): Promise<{ url: string; close(): Promise<void> }> {
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
      const body = request.method === 'GET' ? {} : JSON.parse(await text(request))
      const rows = await sql.unsafe(route.text, route.params(decodeURIComponent(path.slice(route.prefix.length)), body) as never[], { prepare: true })
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(rows.length === 1 ? String(rows[0]?.json ?? '{}') : `[${rows.map(row => row.json).join(',')}]`)
    } catch (problem) {
      response.writeHead(500).end(String(problem))
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await sql.end({ timeout: 2 })
    },
  }
}

async function text(request: IncomingMessage): Promise<string> {
  let all = ''
  for await (const part of request) all += String(part)
  return all
}
