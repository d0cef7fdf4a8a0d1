import { sql } from 'drizzle-orm'
import type { Pool } from '../../data/connection.ts'
import { tableName } from '../../data/identifiers.ts'
import { heldSql } from '../../records/series/held.ts'
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
  await owner.run(sql`
    insert into ${tableName(schema, 'core_counter')} as c (series, prefix, value, day)
    select ${`${entity.name}.${field.name}`}, h.prefix, h.value, h.day from (${heldSql(schema, entity, field)}) h
    on conflict (series, prefix) do update set value = greatest(c.value, excluded.value), day = greatest(c.day, excluded.day)`)
}
