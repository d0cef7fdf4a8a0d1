import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createInflateRaw } from 'node:zlib'

/** One file within a ZIP file. */
export interface Packed {
  readonly name: string
  /** Whether it is deflated; otherwise it stands there as it is. */
  readonly deflated: boolean
  readonly packedBytes: number
  /** What it says that it unfolds to; more never comes out of it. */
  readonly bytes: number
  /** Where its own head begins. */
  readonly at: number
}

/** What a ZIP file on the disk holds, by its directory at the end: one that was cut off has none. */
export async function listZip(path: string): Promise<readonly Packed[]> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const tail = await readAt(file, Math.max(0, size - 65_557), Math.min(size, 65_557))
    const end = tail.lastIndexOf(Buffer.from('PK\x05\x06'))
    if (end === -1 || end + 22 > tail.length) throw new Error('It has no directory.')
    const [count, bytes, from] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)]
    if (from + bytes > size) throw new Error('Its directory lies beyond its end.')
    return entriesOf(await readAt(file, from, bytes), count)
  } finally {
    await file.close()
  }
}

function entriesOf(directory: Buffer, count: number): Packed[] {
  const found: Packed[] = []
  for (let place = 0; found.length < count; ) {
    const [method, nameBytes] = [directory.readUInt16LE(place + 10), directory.readUInt16LE(place + 28)]
    if (directory.readUInt32LE(place) !== 0x02014b50 || (method !== 0 && method !== 8)) throw new Error('Its directory can not be read.')
    found.push({
      name: directory.toString('utf8', place + 46, place + 46 + nameBytes),
      deflated: method === 8,
      packedBytes: directory.readUInt32LE(place + 20),
      bytes: directory.readUInt32LE(place + 24),
      at: directory.readUInt32LE(place + 42),
    })
    place += 46 + nameBytes + directory.readUInt16LE(place + 30) + directory.readUInt16LE(place + 32)
  }
  return found
}

/** The bytes of a file within, as they unfold; fails where they are more or fewer than it said. */
export async function* unfold(path: string, { deflated, packedBytes, bytes, at }: Packed): AsyncGenerator<Buffer> {
  const file = await open(path)
  const head = await readAt(file, at, 30).finally(() => file.close())
  if (head.readUInt32LE(0) !== 0x04034b50) throw new Error('A part of it is not where its directory says.')
  const start = at + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  const source = createReadStream(path, { start, end: start + packedBytes - 1 })
  let left = bytes
  for await (const chunk of deflated ? pipeline(source, createInflateRaw(), () => undefined) : source) {
    left -= (chunk as Buffer).length
    if (left < 0) break
    yield chunk as Buffer
  }
  if (left !== 0) throw new Error('A part of it is not as long as it says.')
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(length), position })
  if (bytesRead < length) throw new Error('It is cut off.')
  return buffer
}
