import { createHash, hash as hashOf } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { identifier } from '../../data/identifiers.ts'

/** The columns of a row of the history that its hash covers, in order. */
const covered = ['entity', 'record_id', 'version', 'verb', 'at', 'by_user', 'origin', 'reason', 'batch', 'snapshot'] as const
type Covered = (typeof covered)[number]

/** What a row says, as one text that is the same for the database that writes it and for whoever verifies it. */
export function contentSql(of: (column: Covered) => SQL): SQL {
  const parts = covered.flatMap(column => {
    if (column === 'snapshot') return []
    return column === 'at' ? sql`to_char(${of(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS')` : of(column)
  })
  // The list with the snapshot at its end, which is long: written into the text as it is, and not copied into a value of the database before.
  return sql`(left(jsonb_build_array(${sql.join(parts, sql`, `)})::text, -1) || ', ' || ${of('snapshot')}::text || ']')`
}

/** The same of a row that is there, under an alias. */
export function storedContent(alias: string): SQL {
  return contentSql(column => sql`${identifier(alias)}.${identifier(column)}`)
}

/** A row's hash covers what it says and the hash of the row before it of the same record. */
export function chainedSql(before: SQL, content: SQL): SQL {
  return sql`sha256(coalesce(${before}, ''::bytea) || convert_to(${content}, 'UTF8'))`
}

/** Rows that were there before there were chains stand for themselves: sealed by their content, and the first link of what follows. */
export function standingSql(alias: string): SQL {
  return sql`coalesce(${identifier(alias)}.hash, sha256(convert_to(${storedContent(alias)}, 'UTF8')))`
}

export function chained(before: Buffer | null, content: string): Buffer {
  const hash = createHash('sha256')
  if (before) hash.update(before)
  return hash.update(content, 'utf8').digest()
}

const leaf = Buffer.of(0)
const inner = Buffer.of(1)

/** In one call: a hash object for each of a minute's rows costs several times what the hashing does. */
const digest = (content: Buffer): Buffer => hashOf('sha256', content, 'buffer')

/** The root of a Merkle tree: leaves and inner nodes are told apart, and who stands alone goes up as they are. */
export function rootOf(hashes: readonly Buffer[]): Buffer {
  let level: Buffer[] = hashes.map(hash => digest(Buffer.concat([leaf, hash])))
  while (level.length > 1) {
    const next: Buffer[] = []
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at] as Buffer, level[at + 1]]
      next.push(right ? digest(Buffer.concat([inner, left, right])) : left)
    }
    level = next
  }
  return level[0] ?? Buffer.alloc(32)
}

export interface SealContent {
  readonly number: number
  readonly at: string
  /** The last row it covers; the seal before it says where it begins. */
  readonly upto: string
  readonly count: number
  readonly root: Buffer
  /** One line for each row, so that what is missing can be named: `id entity record version beginning-of-hash`. */
  readonly rows: string
  /** It covers rows that were there before there were chains. */
  readonly start: boolean
}

export function sealHash(previous: Buffer | null, seal: SealContent): Buffer {
  const rows = createHash('sha256').update(seal.rows, 'utf8').digest('hex')
  return chained(previous, JSON.stringify([seal.number, seal.at, seal.upto, seal.count, seal.root.toString('hex'), rows, seal.start]))
}

export function sealedLine(row: {
  readonly id: string
  readonly entity: string
  readonly record: string
  readonly version: number
  readonly hash: Buffer
}): string {
  return `${row.id} ${row.entity} ${row.record} ${row.version} ${row.hash.toString('hex').slice(0, 16)}`
}
