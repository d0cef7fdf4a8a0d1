import { once } from 'node:events'
import { fillPlaceholders, type SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import postgres from 'postgres'
import { wireTypes, writeList } from './wire-types.ts'

/** SQL text with its parameters; those made with `sql.placeholder(name)` are filled when it runs. */
export interface Statement {
  readonly text: string
  readonly params: readonly unknown[]
}

export type Row = Record<string, unknown>

/** Runs statements: a pool, or one transaction of it. */
export interface Runner {
  /**
   * Runs one statement and returns its rows. Values only ever travel as parameters.
   * JSON parameters are given as JSON text; numeric and bigint come back as strings, dates as
   * `2027-03-31`, instants as ISO 8601.
   */
  run<T extends object = Row>(query: SQL | Statement, values?: Record<string, unknown>): Promise<T[]>
}

export interface Tx extends Runner {
  /** Work that can fail without failing the whole transaction. */
  savepoint<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Runs `COPY … TO STDOUT` and hands over what comes, waiting where the taker waits. */
  copyOut(query: SQL | Statement, take: (chunk: Buffer) => void | Promise<void>): Promise<void>
  /** Runs `COPY … FROM STDIN` on what the source gives. */
  copyIn(query: SQL | Statement, source: AsyncIterable<Buffer>): Promise<void>
}

export interface Pool extends Runner {
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: { readonly readOnly?: boolean; readonly snapshot?: boolean }): Promise<T>
  /** One connection for the length of the work: for locks that belong to a session. */
  dedicated<T>(work: (runner: Runner) => Promise<T>): Promise<T>
  /** Calls back for each NOTIFY; `onReady` also after every reconnect, when caches must be emptied. */
  listen(channel: string, onMessage: (payload: string) => void, onReady?: () => void): Promise<() => Promise<void>>
  /** The driver itself, for COPY streams (import staging, backup). Nothing else may use it. */
  readonly driver: postgres.Sql
  close(): Promise<void>
}

/** The two pools: `app` owns nothing and serves requests; `owner` runs plans. */
export interface Database {
  readonly app: Pool
  readonly owner: Pool
  close(): Promise<void>
}

const dialect = new PgDialect()

/** Turns composed SQL into text and parameters once, so that a shape seen again costs nothing. */
export function compile(query: SQL): Statement {
  const { sql: text, params } = dialect.sqlToQuery(query)
  return { text, params }
}

/**
 * Decides which statements are prepared: those seen three times, at most 1,000 an hour. postgres.js
 * never forgets a prepared statement, so the bound is kept here; connections are renewed hourly.
 */
class Prepared {
  readonly #seen = new Map<string, number>()
  #since = Date.now()
  #worth = 0

  worth(text: string): boolean {
    const times = this.#seen.get(text) ?? 0
    if (times >= 3) return true
    if (times === 2) {
      if (Date.now() - this.#since > 3_600_000) this.#forget()
      if (this.#worth >= 1_000) return false
      this.#worth += 1
    }
    this.#seen.delete(text)
    this.#seen.set(text, times + 1)
    if (this.#seen.size > 4_000) this.#forgetOldest()
    return times === 2
  }

  #forget(): void {
    this.#seen.clear()
    this.#worth = 0
    this.#since = Date.now()
  }

  #forgetOldest(): void {
    for (const [text, times] of this.#seen) {
      if (times >= 3) continue
      this.#seen.delete(text)
      return
    }
  }
}

const never: Pick<Prepared, 'worth'> = { worth: () => false }

function runner(client: postgres.Sql | postgres.TransactionSql | postgres.ReservedSql, prepared: Pick<Prepared, 'worth'>): Runner {
  return {
    async run<T extends object>(query: SQL | Statement, values: Record<string, unknown> = {}): Promise<T[]> {
      const { text, params } = 'text' in query ? query : compile(query)
      const filled = fillPlaceholders(params as unknown[], values).map(value => (Array.isArray(value) ? writeList(value) : value))
      // Without parameters the driver's simple way also takes several commands at once, as DDL likes; those can't be prepared.
      const prepare = (filled.length > 0 || /^\s*(select|with|insert|update|delete)\b/i.test(text)) && prepared.worth(text)
      return (await client.unsafe(
        text,
        filled as never[],
        { prepare, simple: !prepare && filled.length === 0 } as postgres.UnsafeQueryOptions,
      )) as unknown as T[]
    },
  }
}

function transactional(client: postgres.TransactionSql, prepared: Pick<Prepared, 'worth'>): Tx {
  return {
    ...runner(client, prepared),
    savepoint: work => client.savepoint(inner => work(transactional(inner, prepared))) as never,
    copyOut: (query, take) => copyOut(client, query, take),
    copyIn: (query, source) => copyIn(client, query, source),
  }
}

/**
 * A taker that fails must not leave the connection inside a COPY, so what is left is read and thrown
 * away. The driver pauses its socket when the stream is full and forgets to wake it near the end;
 * `_read` wakes it whenever the stream has room.
 */
async function copyOut(client: postgres.TransactionSql, query: SQL | Statement, take: (chunk: Buffer) => void | Promise<void>): Promise<void> {
  const source = await client.unsafe('text' in query ? query.text : compile(query).text).readable()
  const failures: unknown[] = []
  const goOn = () => {
    source.resume()
    if (source.readableLength < source.readableHighWaterMark) source._read(0)
  }
  await new Promise<void>((resolve, reject) => {
    source.on('data', (chunk: Buffer) => {
      if (failures.length > 0) return setImmediate(goOn)
      const waiting = attempt(take, chunk, failures)
      if (!waiting) return void (source.readableLength === 0 && source._read(0))
      source.pause()
      waiting.catch(error => failures.push(error)).finally(goOn)
    })
    source.on('end', () => {
      source._read(0)
      resolve()
    })
    source.on('error', reject)
  })
  if (failures.length > 0) throw failures[0]
}

function attempt(take: (chunk: Buffer) => void | Promise<void>, chunk: Buffer, failures: unknown[]): void | Promise<void> {
  try {
    return take(chunk)
  } catch (error) {
    failures.push(error)
  }
}

/** The driver forgets a stream at its end and with it an error that comes after, so a statement behind it tells whether all went in. */
async function copyIn(client: postgres.TransactionSql, query: SQL | Statement, source: AsyncIterable<Buffer>): Promise<void> {
  const sink = await client.unsafe('text' in query ? query.text : compile(query).text).writable()
  const failed = new Promise<never>((_, reject) => sink.on('error', reject))
  failed.catch(() => undefined)
  try {
    for await (const chunk of source) {
      if (!sink.write(chunk)) await Promise.race([once(sink, 'drain'), failed])
      // A fast socket drains at once; without a breath the server's refusal would never be read.
      if (sink.writableLength === 0) await Promise.race([new Promise(setImmediate), failed])
    }
  } catch (error) {
    sink.destroy(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
  const ended = new Promise<void>(resolve => sink.end(resolve))
  await Promise.race([failed, ended, new Promise(setImmediate).then(() => client.unsafe('select 1'))])
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
  const begin = <T>(work: (tx: Tx) => Promise<T>, mode: string, worth: Pick<Prepared, 'worth'>): Promise<T> =>
    client.begin(mode, tx => work(transactional(tx, worth))) as Promise<T>
  return {
    ...runner(client, prepared),
    driver: client,
    async transaction(work, options) {
      const mode = `${options?.snapshot ? 'isolation level repeatable read' : ''} ${options?.readOnly ? 'read only' : ''}`.trim()
      try {
        return await begin(work, mode, prepared)
      } catch (error) {
        // A column changed under a prepared plan: nothing was written, so the whole is done once more, unprepared.
        if (!isStalePlan(error)) throw error
        return begin(work, mode, never)
      }
    },
    async dedicated(work) {
      const connection = await client.reserve()
      try {
        return await work(runner(connection, never))
      } finally {
        connection.release()
      }
    },
    listen: async (channel, onMessage, onReady) => {
      const { unlisten } = await client.listen(channel, onMessage, onReady)
      return unlisten
    },
    close: () => client.end({ timeout: 5 }),
  }
}

/** The code PostgreSQL gave an error, however it was wrapped; null when it is not from there. */
export function sqlState(error: unknown): string | null {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown }
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code
  return cause ? sqlState(cause) : null
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
    // The types we read are known below: asking for them costs a round trip at every start.
    fetch_types: false,
    onnotice: () => undefined,
    connection: {
      application_name: name,
      TimeZone: 'UTC',
      DateStyle: 'ISO, YMD',
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: 60_000,
      ...(role && { role }),
    } as postgres.Options<Record<string, never>>['connection'] & object,
    types: wireTypes,
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
