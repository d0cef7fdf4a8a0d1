import { once } from 'node:events'
import type { SQL } from 'drizzle-orm'
import type { Line } from './line.ts'
import { compile, type Statement } from './statement.ts'

/**
 * A taker that fails must not leave the connection inside a COPY, so what is left is read and thrown
 * away. The driver pauses its socket when the stream is full and forgets to wake it near the end;
 * `_read` wakes it whenever the stream has room.
 */
export async function copyOut(client: Line, query: SQL | Statement, take: (chunk: Buffer) => void | Promise<void>): Promise<void> {
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
export async function copyIn(client: Line, query: SQL | Statement, source: AsyncIterable<Buffer>): Promise<void> {
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
