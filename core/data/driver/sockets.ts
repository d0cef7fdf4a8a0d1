import { connect, type Socket } from 'node:net'

/** Which of the addresses a socket goes to, as the driver says it. */
interface Addresses {
  readonly path?: string | false
  readonly host: readonly string[]
  readonly port: readonly number[]
}

/** How much may be on its way before whoever writes waits for an answer: a set of a thousand records fits, with what is told of it. */
const room = { writableHighWaterMark: 4 * 1_048_576 }

/**
 * The sockets of one pool. The driver's own hold a small packet back until the one before it is
 * acknowledged, which between the rows of a COPY and its end takes 40 ms each time. These don't.
 */
export class Sockets {
  readonly #made = new Set<Socket>()
  #turn = 0
  #over = false

  /** One more; of several hosts each is tried in turn. */
  readonly make = ({ path, host: hosts, port: ports }: Addresses): Socket => {
    if (this.#over) throw Object.assign(new Error('The database is not asked any more: its connections are closed.'), { code: 'CONNECTION_ENDED' })
    if (path) return this.#keep(connect({ path, ...room }))
    const at = this.#turn % hosts.length
    this.#turn += 1
    const [host = '', port = 0] = [hosts[at], ports[at % ports.length]]
    return Object.assign(this.#keep(connect({ host, port, noDelay: true, ...room })), { host, port })
  }

  /**
   * Waits until none is open; what takes longer is cut. The driver's own end waits for the answer to
   * what was sent to a connection that died since, which nobody gives.
   */
  async end(atMostMs: number): Promise<void> {
    this.#over = true
    const open = [...this.#made].filter(socket => !socket.closed)
    const closed = Promise.all(open.map(socket => new Promise<void>(resolve => socket.once('close', () => resolve()))))
    let timer: NodeJS.Timeout | undefined
    const enough = new Promise<void>(resolve => {
      timer = setTimeout(resolve, atMostMs)
    })
    await Promise.race([closed, enough])
    clearTimeout(timer)
    for (const socket of open) socket.destroy()
  }

  #keep(socket: Socket): Socket {
    for (const other of this.#made) if (other.closed) this.#made.delete(other)
    this.#made.add(socket)
    return together(socket)
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
