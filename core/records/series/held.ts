import { type SQL, sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { identifier, tableName } from '../../data/identifiers.ts'
import type { ModelEntity, ModelField } from '../../registry/model.ts'
import { numbered } from './written.ts'

/** What records hold of a series by the pattern in force, for each count: its key as `prefix`, the highest number as `value`, and the last day that has one as `day`. */
export function heldSql(schema: string, entity: ModelEntity, field: ModelField): SQL {
  const { pattern, per, date } = field.options as { readonly pattern?: unknown; readonly per?: unknown; readonly date?: unknown }
  const columnOf = (name: unknown): SQL | null => {
    const found = entity.fields.get(String(name ?? ''))?.columns[0]?.name
    return found === undefined ? null : sql`t.${identifier(found)}`
  }
  const column = identifier(field.columns[0]?.name ?? '')
  const [by, day] = [columnOf(per), columnOf(date)]
  return sql`
    select n.part[1] || n.part[3]${by ? sql` || E'\\n' || n.whose` : sql``} as prefix, max(n.part[2]::bigint) as value, max(n.day) as day
    from (select pg_catalog.regexp_match(t.${column}, ${numbered(String(pattern))}) as part, ${by ? sql`coalesce(${by}::text, '')` : sql`''`} as whose,
      ${day ? sql`${day}::date` : sql`null::date`} as day from ${tableName(schema, entity.table)} t where t.${column} <> '') n
    where n.part is not null group by 1`
}

/** Lets the counts of a series know the last day that they numbered, from the records that have the numbers: counts are older than the days beside them, and than what goes by them. */
export async function daysFromRecords({ tx, world, schema }: CoreCtx, entity: ModelEntity, field: ModelField): Promise<void> {
  const held = await world.db.owner.run(sql`select h.prefix, h.day::text from (${heldSql(schema, entity, field)}) h where h.day is not null`)
  await tx.run(sql`
    update ${tableName(schema, 'core_counter')} c set day = greatest(c.day, h.day) from jsonb_to_recordset(${JSON.stringify(held)}::jsonb) as h(prefix text, day date)
    where c.series = ${`${entity.name}.${field.name}`} and c.prefix = h.prefix and (c.day is null or c.day < h.day)`)
}
