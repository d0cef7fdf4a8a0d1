import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Config } from '../config.ts'
import type { Env } from './env.ts'

export interface Listening {
  /** The port in use: another than asked for when that was 0. */
  readonly port: number
  /** Begins no request any more, lets those under way finish, and ends. */
  close(): Promise<void>
}

/** Slow senders are cut off, idle lines are kept a while, and when the end comes no line is begun and those open may finish. */
export async function listen(app: Hono<Env>, config: Config): Promise<Listening> {
  const limits = { headersTimeout: 15_000, requestTimeout: 600_000, keepAliveTimeout: 65_000, maxHeaderSize: 32_768, connectionsCheckingInterval: 5_000 }
  const server = createServer(limits, getRequestListener(app.fetch))
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(portProblem(error, config)))
    server.listen(config.port, config.host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>(resolve => {
        const late = setTimeout(() => server.closeAllConnections(), 10_000)
        // A line whose last answer was under way would be kept for a next request, which never comes.
        const idle = setInterval(() => server.closeIdleConnections(), 100)
        server.close(() => {
          clearTimeout(late)
          clearInterval(idle)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

function portProblem(error: Error & { code?: string }, { host, port }: Config): Error {
  if (error.code === 'EADDRINUSE') return new Error(`Port ${port} is taken by another program. End it, or choose another: PORT=${port + 1} npm start`)
  if (error.code === 'EACCES') return new Error(`Port ${port} may not be used by this account. Choose one above 1024: PORT=4000 npm start`)
  if (error.code === 'EADDRNOTAVAIL') return new Error(`This machine has no address ${host}. Correct SANGAM_HOST.`)
  return error
}
