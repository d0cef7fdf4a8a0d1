import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '../data/connection.ts'
import { identifier, tableName } from '../data/identifiers.ts'
import type { Column, Staying } from './of.ts'

/** Which columns a hash covers, of the record and of its lines: kept beside the hashes, since a later version may have more. */
export interface Covered {
  readonly entity: string
  readonly table: string
  readonly columns: readonly Column[]
  readonly lines: readonly { readonly table: string; readonly by: string; readonly columns: readonly Column[] }[]
}

export function coveredBy({ entity, covered, lines }: Staying): Covered {
  return {
    entity: entity.name,
    table: entity.table,
    columns: covered,
    lines: lines.map(line => ({ table: line.entity.table, by: line.by, columns: line.covered })),
  }
}

type There = (table: string, column: string) => boolean

/** What the record of an id says; nothing where it is gone. `there` are the columns that its tables still have. */
export function recordContent(schema: string, covered: Covered, id: SQL, there: There = () => true): SQL {
  return sql`(select ${contentOf(schema, covered, there)} from ${tableName(schema, covered.table)} r where r.id = ${id} and r.deleted_at is null)`
}

/**
 * What a record says, read under the alias `r`, with its lines in the order of their ids, as one text that is the same on every server and in every
 * session. Values stand by their places and not under names, which a later version may change.
 */
export function contentOf(schema: string, { entity, table, columns, lines }: Covered, there: There = () => true): SQL {
  const row = (of: string, alias: string, names: readonly Column[]): SQL => {
    const values = names.map(({ name, type }) => {
      const column = sql`${identifier(alias)}.${identifier(name)}`
      if (!there(of, name)) return sql`null::jsonb`
      if (type.startsWith('timestamptz')) return sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS')`
      if (type === 'numeric') return sql`trim_scale(${column})`
      return type === 'jsonb' || type.endsWith('[]') ? sql`to_jsonb(${column})` : column
    })
    if (values.length === 0) return sql`'[]'::jsonb`
    return values.length > most ? sql.join(partsOf(values), sql` || `) : sql`json_build_array(${sql.join(values, sql`, `)})`
  }
  const ofLines = lines.map(
    line => sql`(select json_agg(json_build_array(l.id, ${row(line.table, 'l', line.columns)}) order by l.id) from ${tableName(schema, line.table)} l
      where l.${identifier(line.by)} = r.id and l.deleted_at is null)`,
  )
  const parts = [sql`${entity}::text`, sql`r.id`, row(table, 'r', columns), ...ofLines]
  // As text it is the very one that `jsonb` has of the same, and need not be made twice. What `json` would write otherwise, such as a list, is given as `jsonb`.
  return sql`json_build_array(${sql.join(parts, sql`, `)})::text`
}

/** A function takes a hundred values at most. */
const most = 90

function partsOf(values: readonly SQL[]): SQL[] {
  const starts = Array.from({ length: Math.ceil(values.length / most) }, (_, part) => part * most)
  return starts.map(start => sql`jsonb_build_array(${sql.join(values.slice(start, start + most), sql`, `)})`)
}

/** A record's hash covers what it says and the hash of the one before it in its chain. */
export function linkedHash(before: SQL, content: SQL): SQL {
  return sql`sha256(coalesce(${before}, ''::bytea) || convert_to(${content}, 'UTF8'))`
}

/** A column of a table is called otherwise from now on: what hashes cover stays the same. */
export async function renameCovered(tx: Tx, schema: string, table: string, from: string, to: string): Promise<void> {
  const shapes = tableName(schema, 'core_seal_shape')
  const named = (of: string, columns: readonly Column[]): readonly Column[] =>
    of === table ? columns.map(column => (column.name === from ? { ...column, name: to } : column)) : columns
  for (const { shape, covered } of await tx.run<{ shape: string; covered: Covered }>(sql`select shape, covered from ${shapes} where shape like 'stays\\_%'`)) {
    const next: Covered = {
      ...covered,
      columns: named(covered.table, covered.columns),
      lines: covered.lines.map(line => ({ ...line, by: line.table === table && line.by === from ? to : line.by, columns: named(line.table, line.columns) })),
    }
    if (JSON.stringify(next) !== JSON.stringify(covered))
      await tx.run(sql`update ${shapes} set covered = ${JSON.stringify(next)}::jsonb where shape = ${shape}`)
  }
}
