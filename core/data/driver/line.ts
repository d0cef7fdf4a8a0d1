import type { Readable, Writable } from 'node:stream'
import type postgres from 'postgres'
import { isLost, isStale } from './lost.ts'

/** What we use of the driver's connection (postgres 3.4, pinned): it has these for its own transactions. */
interface Connection {
  /** Sends a query; false when nothing may be sent behind it before its answer. */
  execute(query: Query): boolean
  onclose: ((error: Error) => void) | null
  /** Set while someone holds it; called when nothing is under way. Without `release` the driver takes the line back once it is out of a transaction. */
  reserved: ((() => void) & { release?: boolean }) | null
}

interface Query {
  handler: (query: Query) => void
  /** It is not sent any more. */
  cancelled: unknown
  resolve(answer: unknown): void
  reject(error: Error): void
}

/** A COPY that the server has begun. */
export interface Copy<Stream> {
  readonly stream: Stream
  /** The server's answer to the whole of it. */
  readonly over: Promise<void>
}

/**
 * One connection of a pool, held by one transaction, to which statements are sent without waiting for
 * the answers of those before: the first goes out together with `begin`. The driver's own transaction
 * waits for `begin`, and its `reserve` forgets who waits when a connection is renewed.
 */
export class Line {
  /** Why nothing can be asked any more: the connection died, or the last statement was sent. */
  error: Error | null = null
  died = false
  /** Fails when the connection dies. */
  readonly cut: Promise<never>
  readonly #client: postgres.Sql
  readonly #waiting: Query[] = []
  /** Sent, and not answered yet. */
  readonly #asked = new Set<Query>()
  /** Behind these nothing is sent before their answer. */
  readonly #alone = new WeakSet<Query>()
  #connection: Connection | null = null
  #blocked = true
  #die: (error: Error) => void = () => undefined

  /** Takes a connection as soon as there is one, with a first command. `keep` holds it until `leave`, in a transaction or not. */
  constructor(client: postgres.Sql, first: string, keep = false) {
    this.#client = client
    this.cut = new Promise<never>((_, reject) => {
      this.#die = error => {
        if (this.died) return
        this.died = true
        this.error = error
        reject(error)
        // The driver forgets what was sent to a broken connection in the moment before its end.
        for (const query of [...this.#asked, ...this.#waiting.splice(0)]) query.reject(error)
      }
    })
    this.cut.catch(() => undefined)
    const onexecute = (connection: Connection): void => this.#take(connection, keep)
    const begin = (): void => {
      const query = client.unsafe(first, [], { simple: true, onexecute } as postgres.UnsafeQueryOptions)
      query.execute().catch(error => (isStale(query, error) ? begin() : this.#die(error)))
    }
    begin()
  }

  /** As the driver's own, on this connection. */
  unsafe(text: string, values: readonly unknown[] = [], options: postgres.UnsafeQueryOptions = {}): ReturnType<postgres.Sql['unsafe']> {
    if (this.error) throw this.error
    const query = this.#client.unsafe(text, values as never[], { simple: values.length === 0, ...options } as postgres.UnsafeQueryOptions)
    const own = query as unknown as Query
    own.handler = one => this.#send(one)
    const { resolve, reject } = own
    own.resolve = answer => {
      this.#asked.delete(own)
      resolve(answer)
    }
    own.reject = error => {
      this.#asked.delete(own)
      reject(error)
      // The driver tells the end of a connection later than its failure; what is sent between the two is never answered.
      if (isLost(error)) this.#die(error)
    }
    // A statement whose plan went stale is sent again by the driver: behind what was sent meanwhile, and that may be the commit.
    Object.defineProperty(own, 'retried', {
      get: () => null,
      set: (stale: Error) => {
        own.cancelled = true
        own.reject(stale)
      },
    })
    return query
  }

  /** As `unsafe`, for the statement that gives the connection back: whoever asks after it is refused. */
  last(text: string): ReturnType<postgres.Sql['unsafe']> {
    const query = this.unsafe(text)
    this.error = new Error('This transaction is over: nothing can be asked in it any more.')
    return query
  }

  /**
   * Sends a COPY. What is asked meanwhile goes out when the server has answered the whole of it: in a
   * COPY the server takes any other message for a broken client, and cuts the connection.
   */
  async copy<Stream extends Readable | Writable>(text: string): Promise<Copy<Stream>> {
    const query = this.unsafe(text)
    const own = query as unknown as Query
    this.#alone.add(own)
    const { resolve, reject } = own
    const over = new Promise<void>((done, failed) => {
      // The driver answers it twice: with the stream when it begins, and at its end as every statement.
      own.resolve = answer => {
        resolve(answer)
        own.resolve = () => {
          this.#asked.delete(own)
          done()
        }
        this.#asked.add(own)
      }
      own.reject = error => {
        failed(error)
        reject(error)
        if (!this.error) this.#waiting.unshift(this.#flush())
      }
    })
    over.catch(() => undefined)
    return { stream: (await query) as unknown as Stream, over }
  }

  /** Gives a kept connection back. */
  async leave(): Promise<void> {
    const held = this.#connection?.reserved
    if (!held || this.error) return
    held.release = false
    await this.last('select 1')
  }

  #take(connection: Connection, keep: boolean): void {
    this.#connection = connection
    connection.onclose = this.#die
    connection.reserved = Object.assign(() => this.#goOn(), { release: keep })
    this.#goOn()
  }

  /**
   * A refused COPY may have much on its way still. When that is out the driver takes a connection on
   * which nothing is asked for a free one, and gives it to others: so something is asked behind it.
   */
  #flush(): Query {
    const query = this.unsafe('select 1')
    const own = query as unknown as Query
    own.handler = () => undefined
    query.catch(() => undefined)
    return own
  }

  #send(query: Query): void {
    if (this.died) query.reject(this.error as Error)
    else if (this.#blocked) this.#waiting.push(query)
    else this.#execute(query)
  }

  /** Sends what waits, until something must be answered first. */
  #goOn(): void {
    this.#blocked = false
    while (this.#waiting.length > 0 && !this.#blocked) this.#execute(this.#waiting.shift() as Query)
  }

  #execute(query: Query): void {
    this.#asked.add(query)
    this.#blocked = !this.#connection?.execute(query) || this.#alone.has(query)
  }
}
