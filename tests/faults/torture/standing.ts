import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Pool } from '../../../core/data/connection.ts'
import { tableName } from '../../../core/data/identifiers.ts'

/** How a workspace stands: what of it is kept, shown and held, without what each run makes anew. */
export interface Standing {
  readonly plugins: readonly string[]
  /** What could be taken back. */
  readonly changes: readonly string[]
  /** Columns, keys, indexes and triggers of the workspace and of its trash. */
  readonly shape: readonly string[]
  /** Of each table of records how many there are, and what they come to. */
  readonly data: { readonly [table: string]: string }
}

export async function standing(db: Pool): Promise<Standing> {
  const lines = async (query: ReturnType<typeof sql>): Promise<string[]> => (await db.run<{ line: string }>(query)).map(({ line }) => line)
  const tables = await db.run<{ schema: string; name: string }>(
    sql`select schemaname as schema, tablename as name from pg_catalog.pg_tables where schemaname in ('main', 'main_trash') and not starts_with(tablename, 'core_') order by 1, 2`,
  )
  const data: { [table: string]: string } = {}
  for (const { schema, name } of tables) {
    const rows = await lines(sql`select to_jsonb(t)::text as line from ${tableName(schema, name)} t`)
    if (rows.length > 0) data[settled(`${schema}.${name}`)] = `${rows.length} ${sum(rows.map(plain).toSorted())}`
  }
  return {
    plugins: await lines(sql`
      select concat_ws(' ', p.id, p.version, p.state, case when p.away is not null then 'put away' end, case when p.away ? 'deleting' then 'deleting' end,
        'installed ' || k.version) as line
      from main.core_plugin p full join sangam.plugin_package k on k.id = p.id order by coalesce(p.id, k.id)`),
    changes: await lines(sql`
      select concat_ws(' ', states, case when undone then 'undone' end, upgrade->>'from', upgrade->>'to', case when (upgrade->>'followed')::boolean is false then 'not followed' end) as line
      from main.core_plugin_change order by id`),
    shape: (await lines(shapeQuery)).map(settled).toSorted(),
    data,
  }
}

const shapeQuery = sql`
  with tables as (select c.oid, n.nspname || '.' || c.relname as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('main', 'main_trash') and c.relkind = 'r')
  select concat_ws(' ', t.name, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull) as line
    from pg_catalog.pg_attribute a join tables t on t.oid = a.attrelid where a.attnum > 0 and not a.attisdropped
  union all select concat_ws(' ', t.name, k.conname, k.convalidated, pg_get_constraintdef(k.oid)) from pg_catalog.pg_constraint k join tables t on t.oid = k.conrelid
  union all select concat_ws(' ', i.indisvalid, pg_get_indexdef(i.indexrelid)) from pg_catalog.pg_index i join tables t on t.oid = i.indrelid
  union all select concat_ws(' ', t.name, g.tgname) from pg_catalog.pg_trigger g join tables t on t.oid = g.tgrelid where not g.tgisinternal`

/** What is kept for thirty days has another name each time. */
function settled(text: string): string {
  return text.replaceAll(/\bkept_[0-9a-z_]+/g, 'kept')
}

/** A row without what is empty in it: a column that nobody sees yet says nothing. */
function plain(row: string): string {
  const values = Object.entries(JSON.parse(row) as { readonly [column: string]: unknown }).filter(([, value]) => value !== null)
  return JSON.stringify(values.map(([name, value]) => [settled(name), value]).toSorted())
}

function sum(rows: readonly string[]): string {
  return createHash('sha256').update(rows.join('\n')).digest('hex').slice(0, 16)
}

/** What of two standings differs, in lines; of all that is nothing the same. */
export function differences(found: Standing, wanted: Standing): string[] {
  const all = ({ plugins, changes, shape, data }: Standing): string[] => [
    ...plugins,
    ...changes.map(one => `change ${one}`),
    ...shape,
    ...Object.entries(data).map(([table, one]) => `${table}: ${one}`),
  ]
  const [is, should] = [all(found), all(wanted)]
  return [...is.filter(line => !should.includes(line)).map(line => `+ ${line}`), ...should.filter(line => !is.includes(line)).map(line => `- ${line}`)]
}

/** Whether it stands as before, but that some of the next stands there already, empty, where nobody sees it: the next try goes on with it. */
export function isBegun(found: Standing, before: Standing, after: Standing): boolean {
  return differences(found, before).every(line => line.startsWith('+ ') && after.shape.includes(whole(line.slice(2))))
}

/** A key that is not looked through yet, or an index that is not whole, as it will be. */
function whole(line: string): string {
  return line.replace(/ f (FOREIGN KEY .*) NOT VALID$/, ' t $1').replace(/^f CREATE/, 't CREATE')
}

/** Whether a plugin that was put away is so still, and brought to its new version there: asked again, it comes back in that one. */
export function isBroughtOn(found: Standing, before: Standing): boolean {
  const away = / uninstalled put away installed /
  const unversioned = (rows: readonly string[]): string[] => rows.map(row => (away.test(row) ? row.replace(/ \S+ uninstalled/, ' uninstalled') : row))
  const versions = found.plugins.filter(row => away.test(row)).map(row => /^\S+ (\S+) .* installed (\S+)$/.exec(row))
  const isNew = found.plugins.join() !== before.plugins.join()
  return isNew && versions.some(found => found !== null && found[1] === found[2]) && unversioned(found.plugins).join() === unversioned(before.plugins).join()
}
