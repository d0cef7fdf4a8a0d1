import { sql } from 'drizzle-orm'
import type { Pool } from '../../data/connection.ts'
import { identifier, tableName } from '../../data/identifiers.ts'
import { numbered } from '../../records/series/written.ts'
import type { Model, ModelEntity, ModelField } from '../../registry/model.ts'

/** Counters of fields that have become a series, or are numbered by another pattern, go on behind the numbers that are there, so that no new record gets one of them. */
export async function raiseCounters(owner: Pool, schema: string, before: Model, after: Model): Promise<void> {
  for (const entity of after.entities.values())
    for (const field of entity.fields.values()) {
      const was = before.entities.get(entity.name)?.fields.get(field.name)
      if (field.type.type === 'series' && was && (was.type.type !== 'series' || was.options.pattern !== field.options.pattern))
        await raise(owner, schema, entity, field)
    }
}

async function raise(owner: Pool, schema: string, entity: ModelEntity, field: ModelField): Promise<void> {
  const column = identifier(field.columns[0]?.name ?? '')
  const by = entity.fields.get(String(field.options.per ?? ''))?.columns[0]?.name
  const whose = by ? sql` || E'\\n' || coalesce(${identifier(by)}::text, '')` : sql``
  const written = sql`(select pg_catalog.regexp_match(${column}, ${numbered(String((field.options as { readonly pattern?: unknown }).pattern))}) as part${by ? sql`, ${identifier(by)}` : sql``} from ${tableName(schema, entity.table)} where ${column} <> '')`
  await owner.run(sql`
    insert into ${tableName(schema, 'core_counter')} as c (series, prefix, value)
    select ${`${entity.name}.${field.name}`}, n.part[1] || n.part[3]${whose}, max(n.part[2]::bigint) from ${written} n where n.part is not null group by 2
    on conflict (series, prefix) do update set value = greatest(c.value, excluded.value)`)
}
