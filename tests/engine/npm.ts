import { createHash } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One version as it lies in a registry; what is said of it otherwise than it is. */
export interface Published {
  readonly archive: Buffer
  readonly engines?: object
  /** What of it is run by its name. */
  readonly bin?: object
  readonly deprecated?: string
  /** Over what an honest registry says of where it lies and what it is. */
  readonly dist?: object
}

/** A small registry of npm packages on this machine, for a test: what is published in it, and what it was asked. */
export interface Registry extends AsyncDisposable {
  readonly address: string
  readonly asked: string[]
  publish(name: string, versions: { readonly [version: string]: Published }): void
  /** Answers a path in a way of its own. */
  answer(path: string, how: (response: ServerResponse) => void): void
}

export const sum512 = (archive: Buffer): string => `sha512-${createHash('sha512').update(archive).digest('base64')}`

export async function openRegistry(): Promise<Registry> {
  const asked: string[] = []
  const ways = new Map<string, (response: ServerResponse) => void>()
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '')
    asked.push(path)
    const way = ways.get(path)
    if (way) way(response)
    else response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not_found"}')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = `http://localhost:${(server.address() as AddressInfo).port}/npm`
  const answer: Registry['answer'] = (path, how) => void ways.set(path, how)
  return {
    address,
    asked,
    answer,
    publish: (name, published) => {
      const versions = Object.entries(published).map(([version, { archive, dist, ...about }]) => {
        const file = `/npm/${name}/-/${version}.tgz`
        answer(file, response => response.end(archive))
        const tarball = `${address}${file.slice(4)}`
        return [version, { name, version, ...about, dist: { tarball, integrity: sum512(archive), shasum: '0', ...dist } }]
      })
      answer(`/npm/${name}`, response => response.end(JSON.stringify({ name, 'dist-tags': {}, versions: Object.fromEntries(versions) })))
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
