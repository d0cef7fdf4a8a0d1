import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { SQL } from 'drizzle-orm'
import type { Line } from './line.ts'
import { compile, type Statement } from './statement.ts'

/**
 * A taker that fails must not leave the connection inside a COPY, so what is left is read and thrown
 * away. The driver pauses its socket when the stream is full and forgets to wake it near the end;
 * `_read` wakes it whenever the stream has room.
 */
export async function copyOut(line: Line, query: SQL | Statement, take: (chunk: Buffer) => void | Promise<void>): Promise<void> {
  const { stream, over } = await line.copy<Readable>(textOf(query))
  const failures: unknown[] = []
  // A connection that died has no socket to wake.
  const wake = () => void (line.died || stream._read(0))
  const goOn = () => {
    stream.resume()
    if (stream.readableLength < stream.readableHighWaterMark) wake()
  }
  const read = new Promise<void>((resolve, reject) => {
    stream.on('data', (chunk: Buffer) => {
      if (failures.length > 0) return setImmediate(goOn)
      const waiting = attempt(take, chunk, failures)
      if (!waiting) return void (stream.readableLength === 0 && wake())
      stream.pause()
      waiting.catch(error => failures.push(error)).finally(goOn)
    })
    stream.on('end', resolve)
    stream.on('error', reject)
  })
  await read.finally(wake)
  await over
  if (failures.length > 0) throw failures[0]
}

function attempt(take: (chunk: Buffer) => void | Promise<void>, chunk: Buffer, failures: unknown[]): void | Promise<void> {
  try {
    return take(chunk)
  } catch (error) {
    failures.push(error)
  }
}

/**
 * Writes no faster than the server reads, ends the stream and waits for the server's own answer. Where
 * the source fails the server is told once that the COPY is given up, and its answer is waited for too:
 * the connection is never left inside a COPY.
 */
export async function copyIn(line: Line, query: SQL | Statement, source: AsyncIterable<Buffer>): Promise<void> {
  const { stream, over } = await line.copy<Writable>(textOf(query))
  const giveUp = prepareGivingUp(stream)
  let refusal: { readonly error: unknown } | null = null
  let stop: (error: unknown) => void = () => undefined
  const watched = over.catch(error => {
    refusal = { error }
    stop(error)
  })
  const orRefused = <T>(step: PromiseLike<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      stop = reject
      if (refusal) reject(refusal.error)
      step.then(resolve, reject)
    })
  const chunks = source[Symbol.asyncIterator]()
  try {
    for (let step = await orRefused(chunks.next()); !step.done; step = await orRefused(chunks.next())) {
      if (!stream.write(step.value)) await orRefused(once(stream, 'drain'))
      // A fast socket drains at once; without a breath the server's refusal would never be read.
      if (stream.writableLength === 0) await orRefused(new Promise(setImmediate))
    }
  } catch (error) {
    // A source that stands still is not waited for.
    chunks.return?.().then(undefined, () => undefined)
    giveUp()
    await watched
    throw error
  }
  stream.end()
  await over.finally(() => stream.destroy())
}

/** The driver's stream says "given up" whenever it is destroyed, and so after each end, too, where that could reach into the next COPY. */
function prepareGivingUp(stream: Writable): () => void {
  const tell = stream._destroy
  const given = new Error('The source broke off.')
  stream._destroy = (error, done) => (error === given ? tell.call(stream, error, done) : done(error))
  // What ends the stream is told by the server's answer, or by the end of the connection.
  stream.on('error', () => undefined)
  return () => stream.destroy(given)
}

function textOf(query: SQL | Statement): string {
  return ('text' in query ? query : compile(query)).text
}
