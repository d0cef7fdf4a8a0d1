import { constants, deflateRawSync } from 'node:zlib'

export interface Packed {
  readonly name: string
  readonly bytes: Buffer
  /** What it says that it unfolds to. */
  readonly size: number
}

export function packed(name: string, text: string): Packed {
  return { name, bytes: deflateRawSync(text), size: Buffer.byteLength(text) }
}

/** What unfolds to a beginning, then so many megabytes of one letter, and is small itself. */
export function folded(name: string, beginning: string, megabytes: number, size = beginning.length + megabytes * 1_048_576): Packed {
  const finishFlush = constants.Z_FULL_FLUSH
  const piece = deflateRawSync(Buffer.alloc(1_048_576, 'a'), { finishFlush })
  const bytes = Buffer.concat([deflateRawSync(beginning, { finishFlush }), ...Array.from({ length: megabytes }, () => piece), deflateRawSync('')])
  return { name, bytes, size }
}

/** A ZIP file with these parts, in this order. */
export function zipOf(parts: readonly Packed[]): Buffer {
  const local: Buffer[] = []
  const directory: Buffer[] = []
  for (const { name, bytes, size } of parts) {
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(bytes.length, 14)
    fields.writeUInt32LE(size, 18)
    fields.writeUInt16LE(name.length, 22)
    const more = Buffer.alloc(14)
    more.writeUInt32LE(Buffer.concat(local).length, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), fields, more, Buffer.from(name))
    local.push(Buffer.from('PK\x03\x04'), fields, Buffer.from(name), bytes)
  }
  const [content, list] = [Buffer.concat(local), Buffer.concat(directory)]
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(content.length, 16)
  return Buffer.concat([content, list, end])
}
