import { connect as connectSocket, type Socket } from 'node:net'
import postgres from 'postgres'
import { doorMark, doorSetting } from './door.ts'
import { Line } from './driver/line.ts'
import { Losses } from './driver/lost.ts'
import { Prepared, type Runner, runner, sqlState, type Tx, unprepared } from './driver/statement.ts'
import { inTransaction } from './driver/transaction.ts'
import { wireTypes } from './driver/wire-types.ts'

export { isLost } from './driver/lost.ts'
export { compile, isMiscount, type Runner, type Statement, sameCount, sqlState, type Tx } from './driver/statement.ts'

export interface Pool extends Runner {
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: { readonly readOnly?: boolean; readonly snapshot?: boolean }): Promise<T>
  /** One connection for the length of the work: for locks that belong to a session. */
  dedicated<T>(work: (runner: Runner) => Promise<T>): Promise<T>
  /** Calls back for each NOTIFY; `onReady` also after every reconnect, when caches must be emptied. */
  listen(channel: string, onMessage: (payload: string) => void, onReady?: () => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

/** The two pools: `app` owns nothing and serves requests; `owner` runs plans. */
export interface Database {
  readonly app: Pool
  readonly owner: Pool
  close(): Promise<void>
}

export interface PoolOptions {
  /** `postgres://…`; a Unix socket as `?host=/path`. */
  readonly url: string
  readonly size: number
  readonly name: string
  /** The role that statements run as, when the one that signs in is another. */
  readonly role?: string
  readonly statementTimeoutMs?: number
}

export function openPool(options: PoolOptions): Pool {
  const client = connect(options)
  const prepared = new Prepared()
  const losses = new Losses()
  return {
    ...runner(client, prepared, losses),
    async transaction(work, options) {
      const mode = `${options?.snapshot ? 'isolation level repeatable read' : ''} ${options?.readOnly ? 'read only' : ''}`.trim()
      if (losses.passing) await losses.passing
      try {
        return await inTransaction(client, mode, prepared, work)
      } catch (error) {
        // A column changed under a prepared plan: nothing was written, so the whole is done once more, unprepared.
        if (!isStalePlan(error)) throw error
        return inTransaction(client, mode, unprepared, work)
      }
    },
    async dedicated(work) {
      if (losses.passing) await losses.passing
      const line = new Line(client, 'select 1', true)
      try {
        return await Promise.race([work(runner(line, unprepared)), line.cut])
      } finally {
        await line.leave()
      }
    },
    listen: async (channel, onMessage, onReady) => {
      const { unlisten } = await client.listen(channel, onMessage, onReady)
      return unlisten
    },
    close: () => client.end({ timeout: 5 }),
  }
}

function isStalePlan(error: unknown): boolean {
  return sqlState(error) === '0A000' && (error as { routine?: unknown }).routine === 'RevalidateCachedQuery'
}

function connect({ url, size, name, role, statementTimeoutMs = 30_000 }: PoolOptions): postgres.Sql {
  const { address, host } = split(url)
  return postgres(address, {
    ...(host !== null && { host }),
    max: size,
    idle_timeout: 300,
    max_lifetime: 3600,
    connect_timeout: 10,
    // At its bound the driver would not tell which connection a `begin` went to: nobody could end that transaction.
    ...({ max_pipeline: Number.POSITIVE_INFINITY, socket: prompt() } as object),
    // The types we read are known below: asking for them costs a round trip at every start.
    fetch_types: false,
    onnotice: () => undefined,
    connection: {
      application_name: name,
      TimeZone: 'UTC',
      DateStyle: 'ISO, YMD',
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: 60_000,
      // Two letters of a short name that change places: still alike ("gupat", Gupta).
      'pg_trgm.word_similarity_threshold': '0.5',
      [doorSetting]: doorMark,
      ...(role && { role }),
    } as postgres.Options<Record<string, never>>['connection'] & object,
    types: wireTypes,
  })
}

/** How much may be on its way before whoever writes waits for an answer: a set of a thousand records fits, with what is told of it. */
const room = { writableHighWaterMark: 4 * 1_048_576 }

/**
 * The driver's sockets hold a small packet back until the one before it is acknowledged, which between
 * the rows of a COPY and its end takes 40 ms each time. These don't. Of several hosts each is tried in turn.
 */
function prompt(): (driver: { readonly path?: string | false; readonly host: readonly string[]; readonly port: readonly number[] }) => Socket {
  let turn = 0
  return ({ path, host: hosts, port: ports }) => {
    if (path) return together(connectSocket({ path, ...room }))
    const at = turn % hosts.length
    turn += 1
    const [host = '', port = 0] = [hosts[at], ports[at % ports.length]]
    return Object.assign(together(connectSocket({ host, port, noDelay: true, ...room })), { host, port })
  }
}

/**
 * What is written in one turn of the process goes out in one piece: the driver writes each long statement by itself, and a system call costs as
 * much as composing one. A set of many records goes at once, so that the database works on it while the next statement is composed.
 */
function together(socket: Socket): Socket {
  const many = 65_536
  const write = socket.write.bind(socket) as (chunk: Uint8Array, done?: (error?: Error | null) => void) => boolean
  const send = (): void => socket.uncork()
  return Object.assign(socket, {
    write(chunk: Uint8Array, done?: (error?: Error | null) => void): boolean {
      if (socket.writableCorked === 0) {
        socket.cork()
        process.nextTick(send)
      }
      const more = write(chunk, done)
      if (chunk.length >= many) send()
      return more
    },
  })
}

/** postgres.js knows neither `?host=/folder` nor the words that only libpq reads: it would send them to the server, which refuses. */
function split(text: string): { address: string; host: string | null } {
  // Several hosts in one address are the driver's own grammar.
  if (!URL.canParse(text)) return { address: text, host: null }
  const url = new URL(text)
  const host = url.searchParams.get('host')
  for (const name of ['host', 'channel_binding', 'gssencmode', 'krbsrvname']) url.searchParams.delete(name)
  return { address: url.href, host }
}
