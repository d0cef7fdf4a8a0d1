import { createConnection, createServer, type Server, type Socket } from 'node:net'

/** Where a transaction can be cut off. */
export const moments = ['before it begins', 'when it has begun', 'when all is written', 'before the commit', 'while it commits', 'after the commit'] as const
export type Moment = (typeof moments)[number]

/** What becomes of a message from the node. */
export type Verdict = 'on' | 'on, and stop' | 'stop' | 'on, and stop at the answer'

/** Looks at each message from the node, and says where all comes to a stand. */
export interface Trap {
  see(line: Line, message: Buffer): Verdict
}

/**
 * Stands between a node and its database and reads what the node says. At a chosen moment of the transaction that carries a mark among its
 * values nothing goes either way any more, until the node is killed and `heal` is called.
 */
export class Interceptor {
  #trap: Trap | null = null
  #sprung: () => void = () => undefined
  #stopped = false
  readonly #lines = new Set<Line>()
  private constructor(
    readonly server: Server,
    readonly url: string,
  ) {}

  /** Before the embedded database of an address. */
  static async open(databaseUrl: string, port: number): Promise<Interceptor> {
    const url = new URL(databaseUrl)
    const socketFolder = url.searchParams.get('host') ?? ''
    url.searchParams.delete('host')
    url.host = `127.0.0.1:${port}`
    const between: Interceptor = await new Promise(resolve => {
      const server = createServer(socket => new Line(socket, createConnection(`${socketFolder}/.s.PGSQL.5432`), opened))
      const opened = new Interceptor(server, url.href)
      server.listen(port, '127.0.0.1', () => resolve(opened))
    })
    return between
  }

  /** Waits for the moment; all is at a stand when it has come. */
  arm(trap: Trap): Promise<void> {
    return new Promise(resolve => {
      this.#trap = trap
      this.#sprung = resolve
    })
  }

  heal(): void {
    for (const line of this.#lines) line.cut()
    this.#lines.clear()
    this.#trap = null
    this.#stopped = false
  }

  async close(): Promise<void> {
    this.heal()
    await new Promise(resolve => this.server.close(resolve))
  }

  add(line: Line): void {
    this.#lines.add(line)
  }

  get stopped(): boolean {
    return this.#stopped
  }

  /** Says of one message from the node whether it goes on, and springs the trap where it is meant. */
  see(line: Line, message: Buffer): Verdict {
    return this.#trap?.see(line, message) ?? 'on'
  }

  stop(): void {
    if (this.#stopped) return
    this.#stopped = true
    this.#sprung()
  }
}

const query = 'Q'.charCodeAt(0)

/** Springs at a moment of the transaction that carries a mark among its values. */
export class Marked implements Trap {
  readonly #mark: Buffer
  constructor(
    mark: string,
    readonly moment: Moment,
    /** Commits of marked transactions that still pass. */
    private passing = 0,
  ) {
    this.#mark = Buffer.from(mark)
  }

  see(line: Line, message: Buffer): Verdict {
    const words = message[0] === query ? message.toString('latin1', 5, 14).toLowerCase() : ''
    if (words.startsWith('begin')) {
      line.marked = false
      if (this.moment === 'before it begins' && this.passing === 0) return 'stop'
      if (this.moment === 'when it has begun' && this.passing === 0) return 'on, and stop at the answer'
    }
    const first = !line.marked && message.includes(this.#mark)
    if (first) line.marked = true
    if (first && this.moment === 'when all is written' && this.passing === 0) return 'on, and stop at the answer'
    if (!words.startsWith('commit') || !line.marked) return 'on'
    line.marked = false
    if (this.passing > 0) {
      this.passing -= 1
      return 'on'
    }
    // It may come in one breath with what it commits.
    if (this.moment === 'before the commit' || this.moment === 'when all is written') return 'stop'
    if (this.moment === 'while it commits') return 'on, and stop'
    return this.moment === 'after the commit' ? 'on, and stop at the answer' : 'on'
  }
}

/** One connection, both ways. */
export class Line {
  /** Whether the transaction that runs on it carries the mark. */
  marked = false
  /** Of the connections that change the schema. */
  isOwner = false
  #greeted = false
  #held = Buffer.alloc(0)
  #stopAtAnswer = false
  constructor(
    readonly node: Socket,
    readonly database: Socket,
    readonly between: Interceptor,
  ) {
    between.add(this)
    node.on('data', chunk => this.#fromNode(chunk))
    database.on('data', chunk => this.#fromDatabase(chunk))
    for (const [one, other] of [
      [node, database],
      [database, node],
    ] as const) {
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
  }

  cut(): void {
    this.node.destroy()
    this.database.destroy()
  }

  #fromNode(chunk: Buffer): void {
    if (this.between.stopped) return
    this.#held = Buffer.concat([this.#held, chunk])
    for (;;) {
      // The first message has no letter before its length.
      const head = this.#greeted ? 1 : 0
      if (this.#held.length < head + 4) return
      const size = head + this.#held.readUInt32BE(head)
      if (this.#held.length < size) return
      const message = this.#held.subarray(0, size)
      this.#held = this.#held.subarray(size)
      const verdict = this.#greeted ? this.between.see(this, message) : 'on'
      if (!this.#greeted) this.isOwner = message.includes('sangam owner\0')
      this.#greeted = true
      if (verdict === 'stop') return this.between.stop()
      if (verdict === 'on, and stop at the answer') this.#stopAtAnswer = true
      this.database.write(message)
      if (verdict === 'on, and stop') return this.between.stop()
    }
  }

  #fromDatabase(chunk: Buffer): void {
    if (this.between.stopped) return
    if (this.#stopAtAnswer) return this.between.stop()
    this.node.write(chunk)
  }
}
