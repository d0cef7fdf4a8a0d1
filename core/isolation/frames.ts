import type { Duplex } from 'node:stream'

/** The largest message either side sends: what a page of records takes many times over. */
export const largestFrame = 32 * 1024 * 1024

/**
 * Messages over a stream of bytes: four bytes of length, then JSON. Whoever sends a larger one than is allowed, or one that `take` throws at, is told
 * of to `bad`, and nothing more is read from them.
 */
export class Frames {
  readonly #stream: Duplex
  #parts: Buffer[] = []
  #held = 0
  #over = false

  constructor(stream: Duplex, take: (message: unknown) => void, bad: (reason: string) => void) {
    this.#stream = stream
    const stop = (reason: string): void => {
      this.#over = true
      bad(reason)
    }
    stream.on('data', (chunk: Buffer) => {
      if (this.#over) return
      this.#parts.push(chunk)
      this.#held += chunk.length
      for (let frame = this.#next(stop); frame && !this.#over; frame = this.#next(stop)) {
        try {
          take(JSON.parse(frame.toString('utf8')))
        } catch {
          return stop('It sent what is no message.')
        }
      }
    })
  }

  /** Errors: what can't be sent (no JSON, or too large) is thrown here, and nothing of it goes out. */
  send(message: object): void {
    const body = Buffer.from(JSON.stringify(message))
    if (body.length > largestFrame) throw new Error('What was to be sent is too large. Ask for fewer records at once.')
    const head = Buffer.allocUnsafe(4)
    head.writeUInt32BE(body.length)
    this.#stream.cork()
    this.#stream.write(head)
    this.#stream.write(body)
    this.#stream.uncork()
  }

  /** A whole message, once all its bytes are there. */
  #next(stop: (reason: string) => void): Buffer | null {
    if (this.#held < 4) return null
    if ((this.#parts[0]?.length ?? 0) < 4) this.#join()
    const length = this.#parts[0]?.readUInt32BE(0) ?? 0
    if (length > largestFrame) {
      stop('It sent more at once than is allowed.')
      return null
    }
    if (this.#held < 4 + length) return null
    const all = this.#join()
    this.#parts = all.length > 4 + length ? [all.subarray(4 + length)] : []
    this.#held = all.length - 4 - length
    return all.subarray(4, 4 + length)
  }

  #join(): Buffer {
    const [first] = this.#parts
    if (this.#parts.length === 1 && first) return first
    const all = Buffer.concat(this.#parts)
    this.#parts = [all]
    return all
  }
}
