import type { Json } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import type { Runner } from '../../data/connection.ts'
import { identifier, tableName } from '../../data/identifiers.ts'
import type { ModelEntity, ModelField } from '../../registry/model.ts'
import { uniqueForm } from '../indexes.ts'

/** Above this many rows a count would keep the disk busy for seconds: the estimate of the planner has to do. */
const mostCounted = 200_000

export interface Rows {
  readonly rows: number
  readonly exact: boolean
}

/** How many live records an entity has. */
export async function rowsOf(owner: Runner, schema: string, entity: ModelEntity): Promise<Rows> {
  const [guess] = await owner.run<{ rows: number }>(sql`
    select greatest(c.reltuples, 0)::float8 as rows from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = ${schema} and c.relname = ${entity.table}`)
  if (!guess) return { rows: 0, exact: true }
  if (guess.rows > mostCounted) return { rows: Math.round(guess.rows), exact: false }
  return { rows: (await count(owner, live(schema, entity, sql`true`))).count, exact: true }
}

export interface Found {
  readonly count: number
  /** The first of them, as people know them. */
  readonly examples: readonly string[]
}

/** Live records that hold nothing in a field. */
export function emptyOnes(owner: Runner, schema: string, entity: ModelEntity, field: ModelField): Promise<Found> {
  return found(owner, schema, entity, sql`${columnOf(field)} is null`)
}

/** Live records that hold one of some values which will be gone. */
export function holdersOf(owner: Runner, schema: string, entity: ModelEntity, field: ModelField, values: readonly string[]): Promise<Found> {
  const list = sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`
  return found(owner, schema, entity, field.columns[0]?.type === 'text[]' ? sql`${columnOf(field)} && ${list}` : sql`${columnOf(field)} = any(${list})`)
}

/** Live records whose value in a field is beyond its new limits; null where there is nothing to ask. */
export async function beyondLimits(owner: Runner, schema: string, entity: ModelEntity, field: ModelField): Promise<Found | null> {
  const { min, max, digits } = field.options as { readonly min?: Json; readonly max?: Json; readonly digits?: number }
  const column = columnOf(field)
  const length = field.type.type === 'text'
  const value = length ? sql`char_length(${column})` : column
  const limits: SQL[] = []
  if (['text', 'integer', 'decimal', 'percent', 'duration', 'rating', 'money'].includes(field.type.type)) {
    if (min !== undefined) limits.push(sql`${value} < ${String(min)}::numeric`)
    if (max !== undefined) limits.push(sql`${value} > ${String(max)}::numeric`)
    if (digits !== undefined && !length) limits.push(sql`${column} <> round(${column}, ${digits}::int)`)
  }
  return limits.length === 0 ? null : found(owner, schema, entity, sql`(${sql.join(limits, sql` or `)})`)
}

/** Live records for which a condition holds, with what they hold in a field. */
export async function heldValues(owner: Runner, schema: string, entity: ModelEntity, field: ModelField, condition: SQL): Promise<Found> {
  const query = live(schema, entity, condition)
  const { count: n } = await count(owner, query)
  const rows = n === 0 ? [] : await owner.run<{ value: string | null }>(query(sql`${columnOf(field)}::text as value`, sql` order by created_at limit 3`))
  return { count: n, examples: rows.map(row => `“${(row.value ?? '').slice(0, 40)}”`) }
}

/** Values (or sets of them) that several live records share, or will where a field gets others. */
export async function sharedOnes(
  owner: Runner,
  schema: string,
  entity: ModelEntity,
  fields: readonly { readonly field: ModelField; readonly value: SQL | null }[],
): Promise<Found> {
  const columns = fields.map(({ field, value }) => {
    const form = uniqueForm(field, value ?? columnOf(field))
    return field.type.type === 'series' ? sql`nullif(${form}, '')` : form
  })
  const filled = columns.map(column => sql`${column} is not null`)
  const list = sql.join(columns, sql`, `)
  const rows = await owner.run<{ value: string; n: number; all: number }>(sql`
    select array_to_string(array[${sql.join(
      columns.map(column => sql`${column}::text`),
      sql`, `,
    )}], ', ') as value, count(*)::int as n, sum(count(*)) over ()::int as all
    from ${tableName(schema, entity.table)} where deleted_at is null and ${sql.join(filled, sql` and `)} group by ${list} having count(*) > 1 limit 3`)
  return { count: rows[0]?.all ?? 0, examples: rows.map(row => row.value.slice(0, 60)) }
}

function columnOf(field: ModelField): SQL {
  return identifier(field.columns[0]?.name ?? 'id')
}

function live(schema: string, entity: ModelEntity, condition: SQL): (what: SQL, more?: SQL) => SQL {
  return (what, more = sql``) => sql`select ${what} from ${tableName(schema, entity.table)} where deleted_at is null and ${condition}${more}`
}

async function count(owner: Runner, query: (what: SQL) => SQL): Promise<{ count: number }> {
  const [row] = await owner.run<{ count: number }>(query(sql`count(*)::int as count`))
  return row ?? { count: 0 }
}

export async function found(owner: Runner, schema: string, entity: ModelEntity, condition: SQL): Promise<Found> {
  const query = live(schema, entity, condition)
  const { count: n } = await count(owner, query)
  if (n === 0) return { count: 0, examples: [] }
  const title = entity.fields.get(entity.title)?.columns[0]?.name ?? 'id'
  const rows = await owner.run<{ title: string | null }>(query(sql`${identifier(title)}::text as title`, sql` order by created_at limit 3`))
  return { count: n, examples: rows.map(row => (row.title ?? '–').slice(0, 60)) }
}
