import { type SQL, sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { throughDoor } from '../../data/door.ts'
import { tableName } from '../../data/identifiers.ts'
import { linkTable } from '../../registry/links.ts'
import type { ModelEntity, ModelField } from '../../registry/model.ts'
import type { Batch, Work } from './work.ts'

/** Writes the lists of references of a set: for each such field one statement that takes out and one that puts in. */
export function writeLinks(ctx: CoreCtx, batch: Batch): void {
  for (const field of batch.entity.fields.values()) {
    if (field.type.type !== 'references') continue
    const works = batch.works.filter(work => work.verb === 'create' || (work.verb === 'update' && work.changed.has(field.name)))
    const links = works.flatMap(work => idsOf(work, field).map((to, position) => ({ from: work.id, to, position })))
    const table = tableName(ctx.schema, linkTable(batch.entity, field))
    const changed = works.filter(work => work.verb === 'update').map(work => work.id)
    if (changed.length > 0)
      ctx.tx.later(
        throughDoor(sql`delete from ${table} where from_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(changed)}::jsonb))`),
      )
    if (links.length > 0)
      ctx.tx.later(
        throughDoor(
          sql`insert into ${table} (from_id, to_id, position) select x."from", x."to", x.position from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as x("from" uuid, "to" uuid, position integer)`,
        ),
      )
  }
}

function idsOf(work: Work, field: ModelField): readonly string[] {
  const value = work.next?.[field.name]
  return Array.isArray(value) ? (value as string[]) : []
}

/** Takes records that go out of the lists of records that lie in the bin: they would come back pointing at nothing. */
export async function dropLinks(ctx: CoreCtx, entity: ModelEntity, ids: SQL): Promise<void> {
  for (const link of entity.referredBy) {
    const other = ctx.model.entities.get(link.entity)
    const field = other?.fields.get(link.field)
    if (other && field?.type.type === 'references' && link.onRemove === 'clear')
      await ctx.tx.run(throughDoor(sql`delete from ${tableName(ctx.schema, linkTable(other, field))} where to_id in ${ids}`))
  }
}
