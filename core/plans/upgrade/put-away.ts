import { sql } from 'drizzle-orm'
import type { Tx } from '../../data/connection.ts'
import { identifier, shortName, tableName } from '../../data/identifiers.ts'
import { renameCovered } from '../../invariants/hash.ts'
import { freeStays } from '../../invariants/keep.ts'
import type { ModelField } from '../../registry/model.ts'
import { borderKeys, indexesOn } from '../plugins/away.ts'
import { trashOf } from '../plugins/states.ts'

/** What of a dropped field or entity lies where, until its time is over. */
export type Kept = { readonly table: string; readonly column: string } | { readonly trash: string }

/** Where something is put away, and by which change. */
interface Where {
  readonly tx: Tx
  readonly schema: string
  readonly change: string
}

/** Nothing may guard or index a column that is about to be called otherwise: what the plugin wants of it is made anew. */
export async function freeColumns(tx: Tx, schema: string, table: string, names: readonly string[]): Promise<void> {
  await freeSums(tx, schema, table)
  const all = names.map(name => ({ table, name, as: name }))
  for (const { name } of await indexesOn(tx, schema, all)) await tx.run(sql`drop index ${tableName(schema, name)}`)
  for (const key of await borderKeys(tx, schema, [], all))
    await tx.run(sql`alter table ${tableName(schema, key.table)} drop constraint ${identifier(key.name)}`)
}

/** Sums over a table, and what stays in it, are held by triggers that name its columns: they are begun anew when all is done. */
async function freeSums(tx: Tx, schema: string, table: string): Promise<void> {
  const keys = await tx.run<{ key: string }>(sql`
    select distinct p.proname as key from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace join pg_catalog.pg_proc p on p.oid = t.tgfoid
    where n.nspname = ${schema} and c.relname = ${table} and p.proname ~ '^rollup_[0-9a-f]{20}$'`)
  for (const { key } of keys) await tx.run(sql`drop function ${tableName(schema, key)}() cascade`)
  await freeStays(tx, schema, [table])
}

/** Two upgrades of one kind may lie there at once: a plugin that was deleted for good may have come anew. */
function keptName({ change }: Where, name: string): string {
  return shortName(`kept_${change.slice(-12)}`, name, 'of')
}

export async function keepColumns(
  site: Where,
  table: string,
  field: ModelField,
): Promise<{ readonly columns: ModelField['columns']; readonly kept: readonly Kept[] }> {
  const { tx, schema } = site
  await freeColumns(
    tx,
    schema,
    table,
    field.columns.map(({ name }) => name),
  )
  const columns = field.columns.map(column => ({ ...column, name: keptName(site, column.name) }))
  for (const [at, { name }] of field.columns.entries()) {
    const as = columns[at]?.name ?? ''
    await tx.run(sql`alter table ${tableName(schema, table)} rename column ${identifier(name)} to ${identifier(as)}`)
    await renameCovered(tx, schema, table, name, as)
  }
  return { columns, kept: columns.map(({ name }) => ({ table, column: name })) }
}

export async function keepTable(site: Where, table: string): Promise<Kept> {
  const { tx, schema } = site
  await freeSums(tx, schema, table)
  for (const key of await borderKeys(tx, schema, [table], []))
    await tx.run(sql`alter table ${tableName(schema, key.table)} drop constraint ${identifier(key.name)}`)
  const trash = keptName(site, table)
  await tx.run(sql`create schema if not exists ${identifier(trashOf(schema))}`)
  await tx.run(sql`alter table ${tableName(schema, table)} rename to ${identifier(trash)}`)
  await tx.run(sql`alter table ${tableName(schema, trash)} set schema ${identifier(trashOf(schema))}`)
  return { trash }
}
