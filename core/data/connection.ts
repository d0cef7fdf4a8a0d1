import postgres from 'postgres'
import { doorMark, doorSetting } from './door.ts'
import { readAddress } from './driver/address.ts'
import { Line } from './driver/line.ts'
import { Losses } from './driver/lost.ts'
import { Sockets } from './driver/sockets.ts'
import { Prepared, type Runner, runner, sqlState, type Tx, unprepared } from './driver/statement.ts'
import { inTransaction } from './driver/transaction.ts'
import { wireTypes } from './driver/wire-types.ts'

export { ofParts, type Parts } from './driver/joined.ts'
export { isLost } from './driver/lost.ts'
export { compile, fixedStatement, isMiscount, type Runner, type Statement, sameCount, sqlState, type Tx } from './driver/statement.ts'

export interface TransactionOptions {
  readonly readOnly?: boolean
  readonly snapshot?: boolean
  /** What nobody waits for is held back, and done by one statement without a transaction around it where nobody waited for anything. */
  readonly atOnce?: boolean
}

export interface Pool extends Runner {
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** One connection for the length of the work: for locks that belong to a session. */
  dedicated<T>(work: (runner: Runner) => Promise<T>): Promise<T>
  /** Calls back for each NOTIFY; `onReady` also after every reconnect, when caches must be emptied. */
  listen(channel: string, onMessage: (payload: string) => void, onReady?: () => void): Promise<() => Promise<void>>
  /** Waits for what is under way, at most so long (5 s unless told). */
  close(atMostMs?: number): Promise<void>
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
  /** After which the server ends a statement; unless told, what the address says (`?statement_timeout=10s`), or else 30 s. */
  readonly statementTimeoutMs?: number
}

export function openPool(options: PoolOptions): Pool {
  const sockets = new Sockets()
  const client = connect(options, sockets)
  const prepared = new Prepared()
  const losses = new Losses()
  const alone = runner(client, prepared, losses)
  return {
    ...alone,
    async transaction(work, options) {
      const mode = `${options?.snapshot ? 'isolation level repeatable read' : ''} ${options?.readOnly ? 'read only' : ''}`.trim()
      if (losses.passing) await losses.passing
      try {
        return await inTransaction(client, { mode, prepared, alone: options?.atOnce ? alone : null }, work)
      } catch (error) {
        // A column changed under a prepared plan: nothing was written, so the whole is done once more, unprepared.
        if (!isStalePlan(error)) throw error
        return inTransaction(client, { mode, prepared: unprepared, alone: null }, work)
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
    close: (atMostMs = 5_000) => {
      void client.end()
      return sockets.end(atMostMs)
    },
  }
}

function isStalePlan(error: unknown): boolean {
  return sqlState(error) === '0A000' && (error as { routine?: unknown }).routine === 'RevalidateCachedQuery'
}

function connect({ url, size, name, role, statementTimeoutMs }: PoolOptions, sockets: Sockets): postgres.Sql {
  const { url: address, host, ssl } = readAddress(url, statementTimeoutMs === undefined ? [] : ['statement_timeout'])
  return postgres(address, {
    ...(host !== null && { host }),
    ...(ssl && { ssl }),
    max: size,
    idle_timeout: 300,
    max_lifetime: 3600,
    connect_timeout: 10,
    // At its bound the driver would not tell which connection a `begin` went to: nobody could end that transaction.
    ...({ max_pipeline: Number.POSITIVE_INFINITY, socket: sockets.make } as object),
    // The types we read are known below: asking for them costs a round trip at every start.
    fetch_types: false,
    onnotice: () => undefined,
    connection: {
      application_name: name,
      TimeZone: 'UTC',
      DateStyle: 'ISO, YMD',
      statement_timeout: statementTimeoutMs ?? 30_000,
      idle_in_transaction_session_timeout: 60_000,
      // Two letters of a short name that change places: still alike ("gupat", Gupta).
      'pg_trgm.word_similarity_threshold': '0.5',
      [doorSetting]: doorMark,
      ...(role && { role }),
    } as postgres.Options<Record<string, never>>['connection'] & object,
    types: wireTypes,
  })
}
