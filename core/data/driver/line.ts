import type postgres from 'postgres'

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
  reject(error: Error): void
}

/**
 * One connection of a pool, held by one transaction, to which statements are sent without waiting for
 * the answers of those before: the first goes out together with `begin`. The driver's own transaction
 * waits for `begin`, and its `reserve` forgets who waits when a connection is renewed.
 */
export class Line {
  /** Why the connection died; null while it lives. */
  error: Error | null = null
  /** Fails when the connection dies. */
  readonly cut: Promise<never>
  readonly #client: postgres.Sql
  readonly #waiting: Query[] = []
  #connection: Connection | null = null
  #blocked = true
  #reject: (error: Error) => void = () => undefined

  /** Takes a connection as soon as there is one, with a first command. `keep` holds it until `leave`, in a transaction or not. */
  constructor(client: postgres.Sql, first: string, keep = false) {
    this.#client = client
    this.cut = new Promise<never>((_, reject) => {
      this.#reject = error => {
        this.error ??= error
        reject(error)
        for (const query of this.#waiting.splice(0)) query.reject(error)
      }
    })
    this.cut.catch(() => undefined)
    const onexecute = (connection: Connection): void => this.#take(connection, keep)
    client
      .unsafe(first, [], { simple: true, onexecute } as postgres.UnsafeQueryOptions)
      .execute()
      .catch(this.#reject)
  }

  /** As the driver's own, on this connection. */
  unsafe(text: string, values: readonly unknown[] = [], options: postgres.UnsafeQueryOptions = {}): ReturnType<postgres.Sql['unsafe']> {
    if (this.error) throw this.error
    const query = this.#client.unsafe(text, values as never[], { simple: values.length === 0, ...options } as postgres.UnsafeQueryOptions)
    const own = query as unknown as Query
    own.handler = one => this.#send(one)
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

  /** Gives a kept connection back. */
  async leave(): Promise<void> {
    const held = this.#connection?.reserved
    if (!held || this.error) return
    held.release = false
    await this.unsafe('select 1')
  }

  #take(connection: Connection, keep: boolean): void {
    this.#connection = connection
    connection.onclose = this.#reject
    connection.reserved = Object.assign(() => this.#goOn(), { release: keep })
    this.#goOn()
  }

  #send(query: Query): void {
    if (this.error) query.reject(this.error)
    else if (this.#blocked) this.#waiting.push(query)
    else this.#blocked = !this.#connection?.execute(query)
  }

  /** Sends what waits, until something must be answered first. */
  #goOn(): void {
    this.#blocked = false
    while (this.#waiting.length > 0 && !this.#blocked) this.#blocked = !this.#connection?.execute(this.#waiting.shift() as Query)
  }
}
