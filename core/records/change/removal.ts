import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { identifier, tableName } from '../../data/identifiers.ts'
import type { ModelEntity } from '../../registry/model.ts'
import { type Batch, report } from './work.ts'

export interface Follow {
  readonly entity: string
  readonly field: string
  readonly how: 'clear' | 'cascade'
  readonly ids: readonly string[]
}

interface Referrer {
  readonly id: string
  readonly target: string
}

/** Looks at what points at the records that go: refuses, or says what must be emptied or go with them. */
export async function whatFollows(ctx: CoreCtx, batch: Batch): Promise<Follow[]> {
  const going = batch.works.filter(work => work.verb === 'remove')
  if (going.length === 0) return []
  const follows: Follow[] = []
  for (const link of batch.entity.referredBy) {
    const other = ctx.model.entities.get(link.entity) as ModelEntity
    // Lines of these records go with them as it is.
    if (other.linesOf?.entity === batch.entity.name && other.linesOf.by === link.field) continue
    const found = await referrers(
      ctx,
      other,
      link.field,
      going.map(work => work.id),
    )
    if (found.length === 0) continue
    if (link.onRemove !== 'refuse') {
      follows.push({ entity: link.entity, field: link.field, how: link.onRemove, ids: found.map(one => one.id) })
      continue
    }
    const leaving = new Set(going.map(work => work.id))
    for (const work of going) {
      const count = found.filter(one => one.target === work.id && !(other.name === batch.entity.name && leaving.has(one.id))).length
      if (count > 0)
        report(work, null, 'referred_to', 'It is still used by {count} {entity}. Change those first.', {
          count,
          entity: count === 1 ? other.label : other.plural,
        })
    }
  }
  return follows
}

function referrers(ctx: CoreCtx, other: ModelEntity, field: string, ids: readonly string[]): Promise<Referrer[]> {
  const column = identifier(other.fields.get(field)?.columns[0]?.name ?? '')
  return ctx.tx.run<Referrer>(sql`
    select id, ${column} as target from ${tableName(ctx.schema, other.table)}
    where ${column} in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)) and deleted_at is null limit 10000`)
}
