import type { ColumnType } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { Pool, Tx } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import { missingStays } from '../invariants/keep.ts'
import type { Staying } from '../invariants/of.ts'
import type { Model } from '../registry/model.ts'
import { missingRollups } from '../rollups/keep.ts'
import type { KeptRollup } from '../rollups/of.ts'
import { missingTrial } from '../trial/keep.ts'
import { wantedInTurns } from './ddl.ts'
import { closedTables } from './door.ts'
import { paced } from './pace.ts'
import type { Wanted } from './wanted.ts'

/** What there is: its kind, the table it is on, its name, and the type of a column or the table that a constraint leads to. */
type Found = readonly [kind: string, table: string, name: string, type: string | null]

export interface WorkspacePlan {
  readonly missing: readonly Wanted[]
  readonly tablesWithRows: ReadonlySet<string>
  /** Columns that are there under a wanted name and with another type: left behind by something that was never finished. */
  readonly strange: readonly { readonly table: string; readonly name: string }[]
  /** All indexes that were there, those too whose making or dropping was cut off. */
  readonly indexes: readonly { readonly table: string; readonly name: string }[]
  /** Rollups that are not kept up yet. */
  readonly rollups: readonly KeptRollup[]
  /** Entities whose records stay as they are, which the database does not hold yet. */
  readonly stays: readonly Staying[]
  /** Whether the database throws away something else than the model says as a company goes live. */
  readonly trial: boolean
  /** Tables that are there and still answer to any statement of the application; new ones are closed as they are made. */
  readonly open: readonly string[]
  readonly unchanged: boolean
}

/** Compares what a model wants with what its schema has. Planning twice plans nothing the second time. */
export async function planWorkspace(owner: Pool | Tx, schema: string, model: Model): Promise<WorkspacePlan> {
  const pause = paced()
  // In one value: thousands of rows would keep the process for longer than all the rest.
  const [found] = await owner.run<{ all: readonly Found[] }>(sql`select coalesce(json_agg(json_build_array(f.kind, f.on, f.name, f.type)), '[]') as all from (
    select 'table' as kind, c.relname as on, c.relname as name, null as type from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = ${schema} and c.relkind = 'r'
    union all select 'column', c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod) from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = ${schema} and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    union all select 'constraint', c.relname, k.conname, f.relname from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace left join pg_catalog.pg_class f on f.oid = k.confrelid where n.nspname = ${schema} and k.convalidated
    union all select case when i.indisvalid then 'index' else 'cut off' end, t.relname, c.relname, null from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid join pg_catalog.pg_class t on t.oid = i.indrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = ${schema}
    union all select 'closed', c.relname, c.relname, null from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = ${schema} and c.relkind = 'r' and c.relrowsecurity) f`)
  await pause()
  const have = new Map<string, string | null>()
  const indexes: WorkspacePlan['indexes'][number][] = []
  for (const [at, [kind, table, name, type]] of (found?.all ?? []).entries()) {
    have.set(`${kind} ${table} ${name}`, type)
    if (kind === 'index' || kind === 'cut off') indexes.push({ table, name })
    if (at % 200 === 0) await pause()
  }
  const wanted = await wantedInTurns(schema, model, pause)
  const missing: Wanted[] = []
  for (const [at, one] of wanted.entries()) {
    if (at % 200 === 0) await pause()
    const type = have.get(`${one.kind} ${one.table} ${one.name}`)
    if (type !== undefined && (one.to === undefined || type === one.to)) continue
    // What was cut off while it was made or dropped beside the work has its name still.
    missing.push(have.has(`cut off ${one.table} ${one.name}`) ? { ...one, prepare: sql`drop index if exists ${tableName(schema, one.name)}` } : one)
  }
  const old = [...new Set(missing.map(one => one.table))].filter(table => have.has(`table ${table} ${table}`))
  const tablesWithRows = new Set<string>()
  for (const table of old) {
    const [row] = await owner.run<{ some: boolean }>(sql`select exists (select from ${tableName(schema, table)}) as some`)
    if (row?.some) tablesWithRows.add(table)
  }
  const strange: WorkspacePlan['strange'][number][] = []
  for (const { table, fields } of model.entities.values()) {
    await pause()
    for (const field of fields.values())
      for (const { name, type } of field.columns) if ((have.get(`column ${table} ${name}`) ?? written(type)) !== written(type)) strange.push({ table, name })
  }
  const rollups = await missingRollups(owner, schema, model)
  const stays = await missingStays(owner, schema, model)
  const trial = await missingTrial(owner, schema, model)
  const open = closedTables(model).filter(table => have.has(`table ${table} ${table}`) && !have.has(`closed ${table} ${table}`))
  const unchanged = [missing, strange, rollups, stays, open].every(list => list.length === 0) && !trial
  return { missing, tablesWithRows, strange, indexes, rollups, stays, trial, open, unchanged }
}

const spelled: ReadonlyMap<ColumnType, string> = new Map([
  ['timestamptz(3)', 'timestamp(3) with time zone'],
  ['time(0)', 'time(0) without time zone'],
])

/** A column's type as the catalogue writes it. */
function written(type: ColumnType): string {
  return spelled.get(type) ?? type
}
