import { sql } from 'drizzle-orm'
import type { Pool, Tx } from '../../data/connection.ts'
import { tableName, tableOf } from '../../data/identifiers.ts'
import { chained, rootOf, type SealContent, sealedLine, sealHash, storedContent } from './chain.ts'

/** One thing that is not as it was written. */
export interface Tampering {
  readonly entity: string
  readonly record: string
  readonly version: number
  readonly what: 'altered' | 'removed' | 'inserted' | 'unchained' | 'behind'
}

export interface Verdict {
  readonly rows: number
  readonly records: number
  readonly seals: number
  /** `number:hash` of the newest seal: noted elsewhere, it holds all before it. */
  readonly last: string | null
  readonly tampered: readonly Tampering[]
  /** Seals that don't follow from the one before, by number. */
  readonly brokenSeals: readonly number[]
  /** Rows not sealed yet. */
  readonly open: number
}

const page = 2000

interface Row {
  readonly id: string
  readonly entity: string
  readonly record: string
  readonly version: number
  readonly hash: string | null
  readonly content: string
}

/** Walks the whole history of a workspace as it stands at one moment: each record's chain, each seal, and that no record is further than its history. */
export async function verifyHistory(owner: Pool, schema: string, noted?: string): Promise<Verdict> {
  return owner.transaction(
    async tx => {
      const found = new Map<string, Tampering>()
      const tell = (one: Tampering): void => void (found.has(keyOf(one)) || found.set(keyOf(one), one))
      const counts = await walkChains(tx, schema, tell)
      const seals = await walkSeals(tx, schema, tell, noted)
      await compareRecords(tx, schema, tell)
      return { ...counts, ...seals, tampered: [...found.values()] }
    },
    { readOnly: true, snapshot: true },
  )
}

function keyOf({ entity, record, version }: Tampering): string {
  return `${entity} ${record} ${version}`
}

type Tell = (one: Tampering) => void

const columns = (alias: 'h') => sql`h.id::text, h.entity, h.record_id as record, h.version, encode(h.hash, 'hex') as hash, ${storedContent(alias)} as content`

/** Newest first within a record, as the index has them: each row waits for the one before it. */
async function walkChains(tx: Tx, schema: string, tell: Tell): Promise<{ rows: number; records: number }> {
  let [rows, records] = [0, 0]
  let waiting: Row | null = null
  const judge = (row: Row, before: Row | null): void => {
    if (row.hash !== null && row.hash !== chained(before && standing(before), row.content).toString('hex')) tell(tampering(row, 'altered'))
  }
  for (let last: Row | null = null, more = true; more; ) {
    const after: ReturnType<typeof sql> = last
      ? sql`where (h.entity, h.record_id) >= (${last.entity}, ${last.record}::uuid) and ((h.entity, h.record_id) > (${last.entity}, ${last.record}::uuid) or h.version < ${last.version}::int)`
      : sql``
    const found: Row[] = await tx.run<Row>(sql`
      select ${columns('h')} from ${tableName(schema, 'core_history')} h ${after} order by h.entity, h.record_id, h.version desc limit ${page}::int`)
    for (const row of found) {
      const same: boolean = waiting !== null && waiting.entity === row.entity && waiting.record === row.record
      if (waiting) judge(waiting, same ? row : null)
      if (!same) records += 1
      waiting = row
    }
    rows += found.length
    last = found.at(-1) ?? null
    more = found.length === page
  }
  if (waiting) judge(waiting, null)
  return { rows, records }
}

function standing(row: Row): Buffer {
  return row.hash === null ? chained(null, row.content) : Buffer.from(row.hash, 'hex')
}

function tampering(row: Pick<Row, 'entity' | 'record' | 'version'>, what: Tampering['what']): Tampering {
  return { entity: row.entity, record: row.record, version: row.version, what }
}

async function walkSeals(tx: Tx, schema: string, tell: Tell, noted: string | undefined): Promise<Pick<Verdict, 'seals' | 'last' | 'brokenSeals' | 'open'>> {
  const broken: number[] = []
  let [previous, from, count, seenNoted]: [Buffer | null, string, number, boolean] = [null, '0', 0, noted === undefined]
  for (;;) {
    const [seal] = await tx.run<Omit<SealContent, 'root'> & { root: string; hash: string }>(sql`
      select number::int as number, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, upto::text, count, encode(root, 'hex') as root, rows, start, encode(hash, 'hex') as hash
      from ${tableName(schema, 'core_seal')} where number > ${count}::int order by number limit 1`)
    if (!seal) break
    const content: SealContent = { ...seal, root: Buffer.from(seal.root, 'hex') }
    const follows = seal.number === count + 1 && sealHash(previous, content).toString('hex') === seal.hash
    const whole = await sealedRows(tx, schema, from, content, tell)
    if (!follows || !whole) broken.push(seal.number)
    if (noted === `${seal.number}:${seal.hash}`) seenNoted = true
    ;[previous, from, count] = [Buffer.from(seal.hash, 'hex'), seal.upto, seal.number]
  }
  const [open] = await tx.run<{ count: number }>(sql`select count(*)::int as count from ${tableName(schema, 'core_history')} where id > ${from}::bigint`)
  if (!seenNoted) broken.push(Number(noted?.split(':')[0]) || 0)
  if (count > 0) await unchained(tx, schema, from, tell)
  return { seals: count, last: previous ? `${count}:${previous.toString('hex')}` : null, brokenSeals: broken, open: open?.count ?? 0 }
}

/** What a seal covers, against what is there; the seal's own lines name what is gone. False where the seal can't be true and no row tells why. */
async function sealedRows(tx: Tx, schema: string, from: string, seal: SealContent, tell: Tell): Promise<boolean> {
  const rows: Row[] = []
  for (let last = from; ; ) {
    const found = await tx.run<Row>(sql`
      select ${columns('h')} from ${tableName(schema, 'core_history')} h where h.id > ${last}::bigint and h.id <= ${seal.upto}::bigint order by h.id limit ${page}::int`)
    rows.push(...found)
    if (found.length < page) break
    last = found.at(-1)?.id ?? last
  }
  const there = rows.map(row => ({ ...row, hash: standing(row) }))
  for (const row of rows) if (row.hash === null && !seal.start) tell(tampering(row, 'unchained'))
  if (rootOf(there.map(row => row.hash)).equals(seal.root) && there.length === seal.count) return true
  const lines = new Map(seal.rows.split('\n').map(line => [line.slice(0, line.indexOf(' ')), line]))
  let told = false
  const say = (one: Tampering): void => {
    told = true
    tell(one)
  }
  for (const row of there) {
    const line = lines.get(row.id)
    if (line === undefined) say(tampering(row, 'inserted'))
    else if (line !== sealedLine(row)) say(tampering(row, 'altered'))
    lines.delete(row.id)
  }
  for (const line of lines.values()) {
    const [, entity = '', record = '', version = '0'] = line.split(' ')
    say({ entity, record, version: Number(version), what: 'removed' })
  }
  return told
}

/** Once there are seals every new row has a hash: whoever takes it away wants to pass for old. */
async function unchained(tx: Tx, schema: string, from: string, tell: Tell): Promise<void> {
  const rows = await tx.run<Row>(
    sql`select h.id::text, h.entity, h.record_id as record, h.version, null as hash, '' as content from ${tableName(schema, 'core_history')} h where h.id > ${from}::bigint and h.hash is null limit 100`,
  )
  for (const row of rows) tell(tampering(row, 'unchained'))
}

/** A record that is further than its history has lost the end of it, before a seal could hold it. */
async function compareRecords(tx: Tx, schema: string, tell: Tell): Promise<void> {
  const history = tableName(schema, 'core_history')
  const entities = await tx.run<{ entity: string }>(sql`
    with recursive e as (
      (select entity from ${history} order by entity limit 1)
      union all select (select h.entity from ${history} h where h.entity > e.entity order by h.entity limit 1) from e where e.entity is not null)
    select entity from e where entity is not null`)
  for (const { entity } of entities) {
    const table = tableOf(entity)
    const [there] = await tx.run<{ yes: boolean }>(sql`select to_regclass(${`"${schema}"."${table}"`}) is not null as yes`)
    if (!there?.yes) continue
    const behind = await tx.run<{ id: string; version: number }>(sql`
      select t.id, t.version from ${tableName(schema, table)} t
      left join lateral (select h.version from ${history} h where h.entity = ${entity} and h.record_id = t.id order by h.version desc limit 1) h on true
      where coalesce(h.version, 0) < t.version and h.version is not null limit 100`)
    for (const { id, version } of behind) tell({ entity, record: id, version, what: 'behind' })
  }
}
