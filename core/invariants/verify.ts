import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Pool, Tx } from '../data/connection.ts'
import { identifier, tableName } from '../data/identifiers.ts'
import type { Model } from '../registry/model.ts'
import { resolved } from '../rollups/contribution.ts'
import { balanceRows } from './checks.ts'
import { type Covered, recordContent } from './hash.ts'
import { type Staying, stayingOf } from './of.ts'
import { linesOf, stayingRows } from './site.ts'
import { driftedSums } from './sums.ts'

/** One record that is not as it was when it began to stay. */
export interface Alteration {
  readonly entity: string
  readonly record: string
  /** `altered`: says something else; `removed`: gone from its table; `unsealed`: stays and was never noted; `unchained`: does not follow the one before it; `missing`: a place of the chain that nobody has; `unbalanced`: its lines come to something; `cut`: a lock noted another end of the chain than stands there. */
  readonly what: 'altered' | 'removed' | 'unsealed' | 'unchained' | 'missing' | 'unbalanced' | 'cut'
  readonly chain?: string
  readonly place?: number
}

export interface Account {
  readonly entity: string
  readonly records: number
  readonly altered: readonly Alteration[]
  /** The end of each chain, `place:hash`: noted elsewhere, it holds all before it. */
  readonly heads: { readonly [chain: string]: string }
  /** Tables of sums, and how many of what they are kept by differ from a recount. */
  readonly drifted: { readonly [table: string]: number }
}

const page = 1000

interface Row {
  readonly id: string
  readonly shape: string
  readonly chain: string | null
  readonly place: string | null
  readonly hash: string
}

/** Looks at every record that stays, as all stand at one moment: what it says against its hash, each chain from its first place to its last, and what is asked of it. */
export async function verifyStays(owner: Pool, schema: string, model: Model): Promise<Account[]> {
  return owner.transaction(
    async tx => {
      await tx.run(sql`set local statement_timeout = 0`)
      const accounts: Account[] = []
      for (const one of stayingOf(model)) accounts.push(await verifyEntity(tx, schema, model, one))
      return accounts
    },
    { readOnly: true, snapshot: true },
  )
}

async function verifyEntity(tx: Tx, schema: string, model: Model, one: Staying): Promise<Account> {
  const { name } = one.entity
  const altered: Alteration[] = []
  const heads = new Map<string, { place: number; hash: string }>()
  const shapes = await shapesOf(tx, schema, name)
  const sealed = tableName(schema, 'core_sealed')
  let [records, after]: [number, { chain: string; place: string; id: string } | null] = [0, null]
  for (;;) {
    const rows: Row[] = await tx.run<Row>(sql`
      select record_id as id, shape, chain, place::text, encode(hash, 'hex') as hash from ${sealed} where entity = ${name} and xid is null
        and (coalesce(chain, ''), coalesce(place, 0), record_id) > (${after?.chain ?? ''}::text, ${after?.place ?? '-1'}::bigint, ${after?.id ?? '00000000-0000-0000-0000-000000000000'}::uuid)
      order by coalesce(chain, ''), coalesce(place, 0), record_id limit ${page}::int`)
    const contents = await contentsOf(tx, schema, rows, shapes)
    for (const row of rows) verifyRow(name, row, contents.get(row.id) ?? null, heads, altered)
    records += rows.length
    const last = rows.at(-1)
    if (!last || rows.length < page) break
    after = { chain: last.chain ?? '', place: last.place ?? '0', id: last.id }
  }
  const { composer, alias, holds } = stayingRows(schema, model, one)
  const unnoted = await tx.run<{ id: string }>(
    resolved(
      sql`select ${alias}.id from ${tableName(schema, one.entity.table)} ${alias} where ${holds}
        and not exists (select from ${sealed} s where s.entity = ${name} and s.record_id = ${alias}.id) order by ${alias}.id limit 100`,
      composer,
    ),
  )
  const ids = await tx.run<{ id: string }>(balanceRows(schema, model, one))
  altered.push(
    ...unnoted.map(({ id }): Alteration => ({ entity: name, record: id, what: 'unsealed' })),
    ...ids.map(({ id }): Alteration => ({ entity: name, record: id, what: 'unbalanced' })),
    ...(await cutOff(tx, schema, model, one)),
  )
  const drifted: { [table: string]: number } = {}
  for (const kept of one.kept) {
    const seen = stayingRows(schema, model, one)
    const ids = sql`r.id in (select ${seen.alias}.id from ${tableName(schema, one.entity.table)} ${seen.alias} where ${seen.holds})`
    const count = await driftedSums(tx, schema, kept, linesOf(schema, one, kept, ids), seen.composer)
    if (count > 0) drifted[kept.table] = count
  }
  return { entity: name, records, altered, drifted, heads: Object.fromEntries([...heads].map(([chain, { place, hash }]) => [chain, `${place}:${hash}`])) }
}

/** Locks that noted an end of a chain which is not there, or is another one. */
async function cutOff(tx: Tx, schema: string, model: Model, { entity, holds }: Staying): Promise<Alteration[]> {
  const found: Alteration[] = []
  for (const { by, head } of holds.locked) {
    const lock = model.entities.get(by)
    const column = lock?.fields.get(head ?? '')?.columns[0]?.name
    if (!lock || !column) continue
    const said = sql`regexp_match(k.${identifier(column)}, '^(.*) ([0-9]+):([0-9a-f]{64})$')`
    const rows = await tx.run<{ id: string; chain: string; place: string }>(sql`
      select k.id, m.said[1] as chain, m.said[2] as place from ${tableName(schema, lock.table)} k cross join lateral (select ${said} as said) m
      where k.${identifier(column)} is not null and not exists (select from ${tableName(schema, 'core_sealed')} s
        where s.entity = ${entity.name} and s.chain = m.said[1] and s.place = m.said[2]::bigint and s.hash = decode(m.said[3], 'hex')) order by k.id limit 100`)
    found.push(...rows.map(({ id, chain, place }): Alteration => ({ entity: by, record: id, what: 'cut', chain, place: Number(place) })))
  }
  return found
}

function verifyRow(entity: string, row: Row, content: string | null, heads: Map<string, { place: number; hash: string }>, altered: Alteration[]): void {
  const of = { entity, record: row.id, ...(row.chain !== null && { chain: row.chain, place: Number(row.place) }) }
  const before = row.chain === null ? undefined : heads.get(row.chain)
  if (row.chain !== null && Number(row.place) !== (before?.place ?? 0) + 1) altered.push({ ...of, what: 'missing', place: (before?.place ?? 0) + 1 })
  if (content === null) altered.push({ ...of, what: 'removed' })
  else {
    const hash = createHash('sha256')
    if (before) hash.update(Buffer.from(before.hash, 'hex'))
    if (hash.update(content, 'utf8').digest('hex') !== row.hash) altered.push({ ...of, what: 'altered' })
  }
  // What follows is judged by what stands here, so that one altered record is told once.
  if (row.chain !== null) heads.set(row.chain, { place: Number(row.place), hash: row.hash })
}

async function shapesOf(tx: Tx, schema: string, entity: string): Promise<Map<string, Covered>> {
  const rows = await tx.run<{ shape: string; covered: Covered }>(
    sql`select shape, covered from ${tableName(schema, 'core_seal_shape')} where covered->>'entity' = ${entity}`,
  )
  return new Map(rows.map(row => [row.shape, row.covered]))
}

/** What records say today of what their hashes cover; nothing of those that are gone. */
async function contentsOf(tx: Tx, schema: string, rows: readonly Row[], shapes: ReadonlyMap<string, Covered>): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const [shape, covered] of shapes) {
    const ids = rows.filter(row => row.shape === shape).map(row => row.id)
    if (ids.length === 0) continue
    const there = await columnsOf(tx, schema, [covered.table, ...covered.lines.map(line => line.table)])
    const content = recordContent(schema, covered, sql`i.id`, (table, column) => there.has(`${table}.${column}`))
    const contents = await tx.run<{ id: string; content: string | null }>(
      sql`select i.id, ${content} as content from (select value::uuid as id from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)) i`,
    )
    for (const { id, content: text } of contents) if (text !== null) found.set(id, text)
  }
  return found
}

async function columnsOf(tx: Tx, schema: string, tables: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.run<{ name: string }>(sql`
    select c.relname || '.' || a.attname as name from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relname in (select jsonb_array_elements_text(${JSON.stringify(tables)}::jsonb)) and a.attnum > 0 and not a.attisdropped`)
  return new Set(rows.map(row => row.name))
}
