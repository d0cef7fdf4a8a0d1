import { type TallyBooks, tallyReader } from '../model.ts'

/**
 * Reads exports of Tally as they are on disk, a piece at a time. Tally writes UTF-16 or UTF-8.
 *
 * @param told how many bytes of all were read so far
 */
export async function readFiles(files: readonly File[], told: (bytes: number) => void): Promise<TallyBooks> {
  const found: TallyBooks[] = []
  let before = 0
  for (const file of files) {
    const reader = tallyReader()
    const decoder = new TextDecoder(await encodingOf(file))
    let read = 0
    for await (const bytes of pieces(file)) {
      reader.write(decoder.decode(bytes, { stream: true }))
      read += bytes.length
      told(before + read)
    }
    reader.write(decoder.decode())
    found.push(reader.end())
    before += file.size
  }
  return {
    groups: found.flatMap(one => one.groups),
    ledgers: once(
      found.flatMap(one => one.ledgers),
      one => one.name.trim().toLowerCase(),
    ),
    types: found.flatMap(one => one.types),
    vouchers: once(
      found.flatMap(one => one.vouchers),
      one => one.id,
    ),
  }
}

const step = 1_000_000

async function* pieces(file: File): AsyncIterable<Uint8Array> {
  for (let start = 0; start < file.size; start += step) yield new Uint8Array(await file.slice(start, start + step).arrayBuffer())
}

async function encodingOf(file: File): Promise<string> {
  const [first = 0, second = 0] = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

/** What stands in two files, as masters and vouchers of one export do, counts once. */
function once<T>(all: readonly T[], key: (one: T) => string): T[] {
  return [...new Map(all.map(one => [key(one), one])).values()]
}

const largest = 48_000

/** Books in pieces that are small enough to be kept: each of one kind. */
export function piecesOf(books: TallyBooks): { readonly kind: keyof TallyBooks; readonly content: readonly object[] }[] {
  const kinds = ['groups', 'types', 'ledgers', 'vouchers'] as const
  return kinds.flatMap(kind => {
    const found: { kind: keyof TallyBooks; content: object[] }[] = []
    let size = largest
    for (const one of books[kind]) {
      const bytes = new TextEncoder().encode(JSON.stringify(one)).length + 1
      if (size + bytes > largest) {
        found.push({ kind, content: [] })
        size = 0
      }
      found.at(-1)?.content.push(one)
      size += bytes
    }
    return found
  })
}
