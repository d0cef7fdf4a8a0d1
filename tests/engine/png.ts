import { deflateSync } from 'node:zlib'

/** A picture of one colour with see-through points; broken, with more points than it says, or with none of those it says. */
export function png(width: number, height: number, how: { readonly broken?: boolean; readonly more?: number; readonly short?: boolean } = {}): Uint8Array {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 6, 0, 0, 0], 8)
  const points = how.short ? Buffer.alloc(10) : Buffer.alloc((1 + width * 4) * height + (how.more ?? 0))
  for (let row = 0; !how.short && row < height; row += 1) points.fill(0x80, row * (1 + width * 4) + 1, (row + 1) * (1 + width * 4))
  const packed = deflateSync(points)
  if (how.broken) packed.fill(0xff, 2)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', packed),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(kind: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  return Buffer.concat([length, Buffer.from(kind, 'latin1'), content, Buffer.alloc(4)])
}
