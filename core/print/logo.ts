import { inflateSync } from 'node:zlib'

/** A picture of four million points is as sharp as a page can show. */
const mostPoints = 4_000_000
const mostSide = 4000

/**
 * Whether a picture is one that can be put on paper: a JPEG or a PNG of a sane size whose points are all there. It is looked through here because
 * the library unpacks a PNG out of anybody's sight, where a broken one would end the process.
 */
export function isPrintable(picture: Uint8Array): boolean {
  try {
    const bytes = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength)
    if (bytes.subarray(0, 2).equals(Buffer.from([0xff, 0xd8]))) return isJpeg(bytes)
    return bytes.subarray(0, 8).equals(pngHead) && isPng(bytes)
  } catch {
    return false
  }
}

const pngHead = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const frames = new Set([0xc0, 0xc1, 0xc2])

function isJpeg(bytes: Buffer): boolean {
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return false
    const marker = bytes[at + 1] ?? 0
    if (frames.has(marker)) return isSane(bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5))
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return false
}

/** Values for one point, by the kind of colour. */
const channels = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
])

function isPng(bytes: Buffer): boolean {
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  const [depth, colour, interlaced] = [bytes.readUInt8(24), bytes.readUInt8(25), bytes.readUInt8(28)]
  const values = channels.get(colour)
  if (!isSane(width, height) || values === undefined || depth !== 8 || interlaced !== 0) return false
  const packed: Buffer[] = []
  let ended = false
  let coloured = false
  for (let at = 8; at + 12 <= bytes.length && !ended; ) {
    const length = bytes.readUInt32BE(at)
    const kind = bytes.toString('latin1', at + 4, at + 8)
    if (at + 12 + length > bytes.length) return false
    if (kind === 'IDAT') packed.push(bytes.subarray(at + 8, at + 8 + length))
    if (kind === 'PLTE') coloured = length > 0 && length <= 768 && length % 3 === 0
    ended = kind === 'IEND'
    at += 12 + length
  }
  if (!ended || (colour === 3 && !coloured)) return false
  const row = 1 + width * values
  const points = inflateSync(Buffer.concat(packed), { maxOutputLength: row * height })
  if (points.length !== row * height) return false
  for (let at = 0; at < points.length; at += row) if ((points[at] ?? 9) > 4) return false
  return true
}

function isSane(width: number, height: number): boolean {
  return width > 0 && height > 0 && width <= mostSide && height <= mostSide && width * height <= mostPoints
}
