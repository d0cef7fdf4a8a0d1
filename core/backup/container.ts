import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { Refused } from '../errors.ts'
import type { Signature, Signer } from './signature.ts'

// A backup is one gzip stream of parts. A part is a line of JSON (its head), blocks of bytes (each
// behind its length in four bytes, the last of length 0) and a line of JSON with what it must come
// to. The last part lists all others, so nothing can be missing, cut off or changed unseen; behind it
// stands who signed that list.

export interface PartHead {
  readonly part: 'manifest' | 'schema' | 'table' | 'file' | 'end'
  readonly name: string
  readonly [more: string]: unknown
}

export interface PartSum {
  readonly name: string
  /** Its head as it stands in the file: where its bytes go is signed with them. */
  readonly head: string
  readonly bytes: number
  /** Line ends: the rows of a table. */
  readonly rows: number
  readonly sha256: string
}

export interface PartWriter {
  /** Writes one part: `fill` puts its bytes. */
  part(head: PartHead, fill: (put: (chunk: Buffer) => void | Promise<void>) => Promise<void>): Promise<PartSum>
  /** Writes the list of parts with its signature, and waits until all is out. */
  end(): Promise<readonly PartSum[]>
}

export interface Part {
  readonly head: PartHead
  /** Its bytes; must be read to the end before the next part, and throws there when they are not what was written. */
  content(): AsyncGenerator<Buffer, PartSum>
}

/** What a backup ends with: the list of its parts, and who signed it. */
export interface Ending {
  readonly list: string
  readonly signed: Signature
}

const blockBytes = 65_536

export function writeParts(out: Writable, sign: Signer): PartWriter {
  const gzip = createGzip({ level: 6 })
  const flow = pipeline(gzip, out)
  flow.catch(() => undefined)
  const failed = flow.then(() => new Promise<never>(() => undefined))
  failed.catch(() => undefined)
  const sums: PartSum[] = []
  const put = async (bytes: Buffer): Promise<void> => {
    if (!gzip.write(bytes)) await Promise.race([once(gzip, 'drain'), failed])
  }
  const putBlock = async (chunks: readonly Buffer[]): Promise<void> => {
    const block = Buffer.concat(chunks)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(block.length)
    await put(length)
    if (block.length > 0) await put(block)
  }
  return {
    async part(head, fill) {
      const line = JSON.stringify(head)
      const tally = new Tally(head.name, line)
      let waiting: Buffer[] = []
      let size = 0
      const flush = async (): Promise<void> => {
        const full = waiting
        waiting = []
        size = 0
        await putBlock(full)
      }
      await put(Buffer.from(`${line}\n`))
      await fill(chunk => {
        tally.add(chunk)
        waiting.push(chunk)
        size += chunk.length
        return size >= blockBytes ? flush() : undefined
      })
      if (size > 0) await flush()
      await putBlock([])
      const sum = tally.sum()
      await put(Buffer.from(`${JSON.stringify(sum)}\n`))
      sums.push(sum)
      return sum
    },
    async end() {
      const all = [...sums]
      const list = JSON.stringify(all)
      await this.part({ part: 'end', name: 'end' }, async take => void (await take(Buffer.from(list))))
      await put(Buffer.from(`${JSON.stringify(sign(list))}\n`))
      gzip.end()
      await flow
      return all
    },
  }
}

/** Reads parts one after another; refuses a stream that is not a whole, unchanged backup. At its end it says how it ends. */
export async function* readParts(source: Readable, ended: (ending: Ending) => void): AsyncGenerator<Part> {
  const gunzip = createGunzip()
  const flow = pipeline(source, gunzip)
  flow.catch(() => undefined)
  const bytes = new Bytes(gunzip[Symbol.asyncIterator]())
  const seen: PartSum[] = []
  try {
    for (;;) {
      const line = await bytes.line()
      const head = parseHead(line)
      const content = contentOf(bytes, head.name, line)
      if (head.part === 'end') {
        const list = await collect(content)
        if (list !== JSON.stringify(seen)) throw damaged()
        const signed = parseSignature(await bytes.line())
        await bytes.nothingMore()
        ended({ list, signed })
        return
      }
      const state = { done: false }
      yield {
        head,
        async *content() {
          const sum = yield* content
          state.done = true
          seen.push(sum)
          return sum
        },
      }
      if (!state.done) {
        for (let step = await content.next(); ; step = await content.next()) {
          if (!step.done) continue
          if (step.value) seen.push(step.value)
          break
        }
      }
    }
  } finally {
    source.destroy()
    gunzip.destroy()
  }
}

/** Reads the whole of it, giving only heads and sums to the looker: the check before a restore. */
export async function checkParts(source: Readable, look: (head: PartHead, content: Buffer | null, sum: PartSum) => void): Promise<Ending> {
  const found: { ending?: Ending } = {}
  const keepEnding = (ending: Ending): void => {
    found.ending = ending
  }
  for await (const { head, content } of readParts(source, keepEnding)) {
    const keep = head.part === 'manifest' || head.part === 'schema'
    const chunks: Buffer[] = []
    const blocks = content()
    let step = await blocks.next()
    for (; !step.done; step = await blocks.next()) if (keep) chunks.push(step.value)
    look(head, keep ? Buffer.concat(chunks) : null, step.value)
  }
  if (!found.ending) throw damaged()
  return found.ending
}

class Tally {
  readonly #hash = createHash('sha256')
  #bytes = 0
  #rows = 0
  constructor(
    readonly name: string,
    readonly head: string,
  ) {}
  add(chunk: Buffer): void {
    this.#hash.update(chunk)
    this.#bytes += chunk.length
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) this.#rows += 1
  }
  sum(): PartSum {
    return { name: this.name, head: this.head, bytes: this.#bytes, rows: this.#rows, sha256: this.#hash.digest('hex') }
  }
}

/** Takes exact numbers of bytes from a stream of chunks. */
class Bytes {
  #rest: Buffer = Buffer.alloc(0)
  constructor(readonly source: AsyncIterator<Buffer>) {}
  async take(count: number): Promise<Buffer> {
    const chunks = [this.#rest]
    let have = this.#rest.length
    while (have < count) {
      const next = await this.#next()
      if (next.done) throw damaged()
      chunks.push(next.value)
      have += next.value.length
    }
    const all = chunks.length === 1 ? this.#rest : Buffer.concat(chunks)
    this.#rest = all.subarray(count)
    return all.subarray(0, count)
  }
  async line(): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf(10)
      if (end !== -1) return (await this.take(end + 1)).subarray(0, end).toString()
      if (this.#rest.length > 1_048_576) throw damaged()
      const next = await this.#next()
      if (next.done) throw damaged()
      this.#rest = Buffer.concat([this.#rest, next.value])
    }
  }
  async nothingMore(): Promise<void> {
    if (this.#rest.length > 0 || !(await this.#next()).done) throw damaged()
  }
  #next(): Promise<IteratorResult<Buffer>> {
    return this.source.next().catch(error => {
      throw isZlib(error) ? damaged() : error
    })
  }
}

async function* contentOf(bytes: Bytes, name: string, head: string): AsyncGenerator<Buffer, PartSum> {
  const tally = new Tally(name, head)
  for (;;) {
    const length = (await bytes.take(4)).readUInt32BE()
    if (length > 64 * 1_048_576) throw damaged()
    if (length === 0) break
    const block = await bytes.take(length)
    tally.add(block)
    yield block
  }
  const sum = tally.sum()
  const said = await bytes.line()
  if (said === JSON.stringify(sum)) return sum
  const { head: _, ...unsigned } = sum
  throw said === JSON.stringify(unsigned) ? unsignedBackup() : damaged()
}

async function collect(content: AsyncGenerator<Buffer, unknown>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of content) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function parseHead(line: string): PartHead {
  try {
    const head = JSON.parse(line) as Partial<PartHead> | null
    if (head && typeof head.part === 'string' && typeof head.name === 'string') return head as PartHead
  } catch {
    // Falls through to the one answer for everything that is not a backup.
  }
  throw damaged()
}

function parseSignature(line: string): Signature {
  try {
    const { key, signature } = JSON.parse(line) as Partial<Signature>
    if (typeof key === 'string' && typeof signature === 'string') return { key, signature }
  } catch {
    // As above.
  }
  throw damaged()
}

function isZlib(error: unknown): boolean {
  const code = (error as { code?: string } | null)?.code ?? ''
  return code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE'
}

function unsignedBackup(): Refused {
  return new Refused(
    422,
    'backup_unsigned',
    'This backup was made before backups were signed. Restore it with the Sangam that made it, then take a new one with this version.',
  )
}

export function damaged(): Refused {
  return new Refused(
    422,
    'backup_damaged',
    'This file is not a whole backup: it was cut off or changed. Nothing was restored. Take another copy of it, or an older backup.',
  )
}
