import { type SQL, sql } from 'drizzle-orm'
import type { Pool, Runner } from '../../data/connection.ts'
import { identifier, shortName, tableName } from '../../data/identifiers.ts'
import { linkFields, linkTable, targetsOf } from '../../registry/links.ts'
import type { Model, ModelEntity } from '../../registry/model.ts'
import { fill } from '../custom/fill.ts'
import { inOneGo } from '../expand.ts'
import { type Away, type Link, type PluginRow, trashOf } from './states.ts'

const none: ReadonlySet<string> = new Set()

/** What a plugin has in a schema, by the model it is enabled in, without what is others' by now. What administrators added to its entities lies in its tables and goes with them. */
export function belongings(model: Model, id: string, others: ReadonlySet<string> = none): Omit<Away, 'version' | 'records' | 'keptRecords' | 'deleting'> {
  const entities = [...model.entities.values()]
  const own = entities.filter(entity => entity.plugin === id && !others.has(entity.name))
  const names = new Set(own.map(entity => entity.name))
  const links = entities.flatMap(entity =>
    linkFields(entity)
      .filter(field => names.has(entity.name) || (field.plugin === id && !others.has(entity.name)) || targetsOf(field).some(target => names.has(target)))
      .map(field => linkTable(entity, field)),
  )
  const columns = entities
    .filter(entity => !names.has(entity.name) && !others.has(entity.name))
    .flatMap(entity =>
      [...entity.fields.values()]
        .filter(field => field.plugin === id)
        .flatMap(field => field.columns.map(({ name }) => ({ table: entity.table, name, as: shortName(`away_${id}`, name, 'of') }))),
    )
  const tables = [...own.map(entity => entity.table), ...links]
  return {
    tables,
    columns,
    links: entities
      .flatMap(entity => linksOf(model, entity))
      .filter(
        link => tables.includes(link.table) !== tables.includes(link.to) || columns.some(column => column.table === link.table && column.name === link.column),
      ),
    entities: [...names],
    seeds: model.seeds.filter(seed => seed.plugin === id).map(seed => seed.name),
    settings: [...model.settings.keys()].filter(name => name.split('.')[0] === id),
    kept: own.filter(entity => entity.definition.keep).map(entity => entity.name),
  }
}

/** The references over the borders of some plugins, each once. */
export function linksOfAll(model: Model, ids: readonly string[]): Link[] {
  const links = ids.flatMap(id => belongings(model, id).links)
  return [...new Map(links.map(link => [`${link.table}.${link.column}`, link])).values()]
}

/** The references of an entity that a foreign key guards: those in its columns, and both ends of its lists of references. */
function linksOf(model: Model, entity: ModelEntity): Link[] {
  const tableOf = (name: string | null): string | undefined => (name === null ? undefined : model.entities.get(name)?.table)
  return [...entity.fields.values()].flatMap((field): Link[] => {
    const to = tableOf(field.to)
    if (!to || field.computed) return []
    if (field.type.type === 'references') {
      const table = linkTable(entity, field)
      return [
        { table, column: 'from_id', to: entity.table },
        { table, column: 'to_id', to },
      ]
    }
    const column = field.columns[0]?.name
    return field.type.type === 'reference' && column ? [{ table: entity.table, column, to }] : []
  })
}

/**
 * Puts away what a plugin has: its tables into the trash schema, its columns under another name where they are, freed of every index and
 * reference. One transaction of catalogue changes, with the word of it: whoever is killed has done all or nothing.
 */
export async function putAway(
  owner: Pool,
  schema: string,
  plugin: Pick<PluginRow, 'id' | 'version'>,
  model: Model,
  now: string,
  others: ReadonlySet<string>,
): Promise<Away> {
  const found = belongings(model, plugin.id, others)
  const { tables, columns } = await belongingsHere(owner, schema, model, plugin.id, others)
  const records = await recordsIn(
    owner,
    schema,
    [...model.entities.values()].filter(entity => entity.plugin === plugin.id && !entity.linesOf && tables.includes(entity.table)).map(entity => entity.table),
  )
  const keptTables = found.kept.flatMap(name => model.entities.get(name)?.table ?? []).filter(table => tables.includes(table))
  const keptRecords = await recordsIn(owner, schema, keptTables, true)
  const away: Away = { ...found, version: plugin.version, tables, columns, records, keptRecords }
  await inOneGo(owner, [
    sql`create schema if not exists ${identifier(trashOf(schema))}`,
    ...(await stepsAway(owner, schema, { tables, columns })).map(one => one.statement),
    sql`update ${tableName(schema, 'core_plugin')} set away = ${JSON.stringify(away)}::jsonb, away_at = ${now}::timestamptz where id = ${plugin.id}`,
  ])
  return away
}

export type Belongings = Pick<Away, 'tables' | 'columns'>

/** What of a plugin's tables and columns is there to be put away. */
export async function belongingsHere(runner: Runner, schema: string, model: Model, id: string, others: ReadonlySet<string>): Promise<Belongings> {
  const { tables, columns } = belongings(model, id, others)
  return { tables: await existing(runner, schema, tables), columns: await existingColumns(runner, schema, columns) }
}

/** One thing that is done to a table when it is put away or put back. */
export interface Moved {
  readonly what: 'table' | 'column' | 'constraint' | 'index'
  readonly how: 'move' | 'drop'
  readonly table: string
  readonly name: string
  readonly statement: SQL
}

/** What is done to tables and columns that are put away, in its order. */
export async function stepsAway(runner: Runner, schema: string, { tables, columns }: Belongings): Promise<Moved[]> {
  const on = (table: string): SQL => tableName(schema, table)
  return [
    ...(await borderKeys(runner, schema, tables, columns)).map(({ table, name }): Moved => {
      return { what: 'constraint', how: 'drop', table, name, statement: sql`alter table ${on(table)} drop constraint ${identifier(name)}` }
    }),
    ...(await indexesOn(runner, schema, columns)).map(({ table, name }): Moved => {
      return { what: 'index', how: 'drop', table, name, statement: sql`drop index ${on(name)}` }
    }),
    ...columns.map(({ table, name, as }): Moved => {
      return { what: 'column', how: 'move', table, name, statement: sql`alter table ${on(table)} rename column ${identifier(name)} to ${identifier(as)}` }
    }),
    ...tables.map((table): Moved => {
      return { what: 'table', how: 'move', table, name: table, statement: sql`alter table ${on(table)} set schema ${identifier(trashOf(schema))}` }
    }),
  ]
}

/** What is done to tables and columns that are put back. A table it had columns in may have been deleted for good meanwhile: that is made anew when its plugin is enabled. */
export async function stepsBack(runner: Runner, schema: string, away: Belongings): Promise<Moved[]> {
  const columns = (await columnsNow(runner, schema, away.columns)).filter(column => column.schema === schema)
  return [
    ...away.tables.map((table): Moved => {
      return {
        what: 'table',
        how: 'move',
        table,
        name: table,
        statement: sql`alter table ${tableName(trashOf(schema), table)} set schema ${identifier(schema)}`,
      }
    }),
    ...columns.map(({ table, name, as }): Moved => {
      const statement = sql`alter table ${tableName(schema, table)} rename column ${identifier(as)} to ${identifier(name)}`
      return { what: 'column', how: 'move', table, name, statement }
    }),
  ]
}

/** What puts all of it back where it was, in one transaction; what the model wants beside (indexes, references) is made when it is enabled. */
export async function wayBack(owner: Runner, schema: string, id: string, away: Away): Promise<SQL[]> {
  return [
    ...(await stepsBack(owner, schema, away)).map(one => one.statement),
    sql`update ${tableName(schema, 'core_plugin')} set away = null, away_at = null where id = ${id}`,
  ]
}

/** Empties references that lead to what was deleted for good while nothing guarded them; of a list of references the line goes. */
export async function letGo(owner: Pool, schema: string, links: readonly Link[]): Promise<void> {
  for (const end of await endsOf(owner, schema, links, [])) {
    if (isLinkColumn(end.column)) await owner.run(sql`delete from ${end.on} where ${lost(end)}`)
    else await fill(owner, end.on, sql`${identifier(end.column)} = null`, lost(end), async () => undefined)
  }
}

/** How many references would be emptied now; `renamed` are columns that still lie under another name. */
export async function lostReferences(runner: Runner, schema: string, links: readonly Link[], renamed: Away['columns']): Promise<number> {
  let all = 0
  for (const end of await endsOf(runner, schema, links, renamed)) {
    const [row] = await runner.run<{ count: number }>(sql`select count(*)::int as count from ${end.on} where ${lost(end)}`)
    all += row?.count ?? 0
  }
  return all
}

/** Where a reference over the border lies now, in the schema or in the trash, and what it leads to, if that is there. */
export interface End {
  readonly table: string
  readonly on: SQL
  readonly column: string
  readonly to: SQL | null
}

/** References whose table and column are there; others went with whoever had them. */
export async function endsOf(runner: Runner, schema: string, links: readonly Link[], renamed: Away['columns']): Promise<End[]> {
  const rows = await runner.run<{ at: number; schema: string; to: string | null }>(sql`
    select x.at, n.nspname as schema, (select fn.nspname from pg_catalog.pg_class f join pg_catalog.pg_namespace fn on fn.oid = f.relnamespace where f.relname = x."to" and fn.nspname in (${schema}, ${trashOf(schema)}) limit 1) as "to"
    from jsonb_to_recordset(${listed(links.map((link, at) => ({ ...link, column: nowNamed(link, renamed), at })))}) as x(at integer, "table" text, "column" text, "to" text)
    join pg_catalog.pg_class c on c.relname = x."table" join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname in (${schema}, ${trashOf(schema)})
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = x."column" and not a.attisdropped order by x.at`)
  return rows.map(row => {
    const link = links[row.at] as Link
    return {
      table: link.table,
      on: tableName(row.schema, link.table),
      column: nowNamed(link, renamed),
      to: row.to === null ? null : tableName(row.to, link.to),
    }
  })
}

function nowNamed({ table, column }: Link, renamed: Away['columns']): string {
  return renamed.find(one => one.table === table && one.name === column)?.as ?? column
}

/** That a reference leads to what is not there. */
export function lost({ on, column, to }: End): SQL {
  const value = sql`${on}.${identifier(column)}`
  return to === null ? sql`${value} is not null` : sql`${value} is not null and not exists (select from ${to} p where p.id = ${value})`
}

export function isLinkColumn(column: string): boolean {
  return column === 'from_id' || column === 'to_id'
}

const listed = (values: readonly unknown[]): SQL => sql`${JSON.stringify(values)}::jsonb`

async function existing(runner: Runner, schema: string, tables: readonly string[]): Promise<string[]> {
  const rows = await runner.run<{ name: string }>(sql`
    select c.relname as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relkind = 'r' and c.relname in (select jsonb_array_elements_text(${listed(tables)})) order by c.relname`)
  return rows.map(row => row.name)
}

/** Those of some columns that are there under their own names. */
export async function existingColumns(owner: Runner, schema: string, columns: Away['columns']): Promise<Away['columns']> {
  return owner.run<Away['columns'][number]>(sql`
    select x."table", x.name, x."as" from jsonb_to_recordset(${listed(columns)}) as x("table" text, name text, "as" text)
    join pg_catalog.pg_class c on c.relname = x."table" join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = ${schema}
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = x.name and not a.attisdropped order by 1, 2`)
}

/** Foreign keys with one end inside and one outside, and those of the columns. */
export async function borderKeys(
  owner: Runner,
  schema: string,
  tables: readonly string[],
  columns: Away['columns'],
): Promise<{ readonly table: string; readonly name: string }[]> {
  return owner.run<{ table: string; name: string }>(sql`
    with inside as (select jsonb_array_elements_text(${listed(tables)}) as name)
    select k.conname as name, c.relname as "table"
    from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid join pg_catalog.pg_class f on f.oid = k.confrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
    where n.nspname = ${schema} and k.contype = 'f' and ((c.relname in (select name from inside)) <> (f.relname in (select name from inside))
      or exists (select from jsonb_to_recordset(${listed(columns)}) as x("table" text, name text) where x."table" = c.relname and x.name = a.attname))
    order by 2, 1`)
}

/** Every index that leans on one of some columns, also one over an expression of it. */
export async function indexesOn(owner: Runner, schema: string, columns: Away['columns']): Promise<{ readonly table: string; readonly name: string }[]> {
  return owner.run<{ table: string; name: string }>(sql`
    select distinct c.relname as "table", i.relname as name from jsonb_to_recordset(${listed(columns)}) as x("table" text, name text)
    join pg_catalog.pg_class c on c.relname = x."table" join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = ${schema}
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = x.name
    join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = c.oid and d.refobjsubid = a.attnum and d.classid = 'pg_catalog.pg_class'::regclass
    join pg_catalog.pg_class i on i.oid = d.objid and i.relkind = 'i' order by 2`)
}

/** Columns that were put away and are still there, each with the schema its table lies in now. */
export async function columnsNow(runner: Runner, schema: string, columns: Away['columns']): Promise<(Away['columns'][number] & { readonly schema: string })[]> {
  return runner.run<Away['columns'][number] & { readonly schema: string }>(sql`
    select n.nspname as schema, x."table", x.name, x."as" from jsonb_to_recordset(${listed(columns)}) as x("table" text, name text, "as" text)
    join pg_catalog.pg_class c on c.relname = x."table" join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname in (${schema}, ${trashOf(schema)})
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = x."as" and not a.attisdropped order by 2, 3`)
}

/** Records in some tables: live ones, or those in the bin too. */
export async function recordsIn(runner: Runner, schema: string, tables: readonly string[], all = false): Promise<number> {
  let count = 0
  for (const table of tables) {
    const [row] = await runner.run<{ count: number }>(
      sql`select count(*)::int as count from ${tableName(schema, table)} where ${all}::boolean or deleted_at is null`,
    )
    count += row?.count ?? 0
  }
  return count
}
