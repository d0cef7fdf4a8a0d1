import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { throughDoor } from '../../data/door.ts'
import { identifier, tableName } from '../../data/identifiers.ts'
import { linkTable } from '../../registry/links.ts'
import type { ModelEntity, ModelField } from '../../registry/model.ts'
import { holdAsked } from './rules.ts'
import { type Batch, report, type Work } from './work.ts'

/** The most records that are emptied or go with one set that goes. */
const most = 10_000

export interface Follow {
  readonly entity: string
  readonly field: string
  readonly how: 'clear' | 'cascade'
  readonly ids: readonly string[]
  /** Of a list: what stays in it, by record. */
  readonly left?: ReadonlyMap<string, readonly string[]>
}

interface Referrer {
  readonly id: string
  readonly target: string
  readonly left?: readonly string[]
}

/** Looks at what points at the records that go: refuses, or says what must be emptied or go with them. */
export async function whatFollows(ctx: CoreCtx, batch: Batch): Promise<Follow[]> {
  const going = batch.works.filter(work => work.verb === 'remove')
  if (going.length === 0) return []
  await holdAsked(ctx, batch.entity, going)
  const follows = await sharesOf(ctx, batch.entity, going)
  const told = new Set<string>()
  for (const link of batch.entity.referredBy) {
    const other = ctx.model.entities.get(link.entity) as ModelEntity
    if (link.onRemove === 'keep') continue
    // Lines of these records go with them as it is.
    if (other.linesOf?.entity === batch.entity.name && other.linesOf.by === link.field) continue
    const found = await referrers(
      ctx,
      other,
      other.fields.get(link.field) as ModelField,
      batch.entity.name,
      going.map(work => work.id),
    )
    if (found.length === 0) continue
    if (link.onRemove !== 'refuse' && found.length > most) {
      for (const work of going)
        report(work, null, 'too_many_follow', 'More than {most} {entities} point at it. Change or remove some of those first.', {
          most,
          entities: other.plural,
        })
      continue
    }
    if (link.onRemove !== 'refuse') {
      const left = new Map(found.flatMap(one => (one.left ? [[one.id, one.left] as const] : [])))
      follows.push({ entity: link.entity, field: link.field, how: link.onRemove, ids: [...new Set(found.map(one => one.id))], ...(left.size > 0 && { left }) })
      continue
    }
    const leaving = new Set(going.map(work => work.id))
    for (const work of going) {
      const count = found.filter(one => one.target === work.id && !(other.name === batch.entity.name && leaving.has(one.id))).length
      if (count === 0) continue
      // How many there are is told to who sees them all; others are told once, or they could count by how many kinds it is used.
      const sees = ctx.access.rows(other.name, 'read') === 'all'
      if (sees)
        report(work, null, 'referred_to', 'It is still used by {count} {entity}. Change those first.', {
          count,
          entity: count === 1 ? other.label : other.plural,
        })
      else if (!told.has(work.id))
        report(work, null, 'referred_to', 'It is still used by others, some of which you may not see. Ask someone who sees them all.')
      if (!sees) told.add(work.id)
    }
  }
  return follows
}

/** Who a record was shared with is forgotten with it: one that comes back begins without. */
async function sharesOf(ctx: CoreCtx, entity: ModelEntity, going: readonly Work[]): Promise<Follow[]> {
  if (entity.internal || entity.linesOf) return []
  const ids = JSON.stringify(going.map(work => work.id))
  const found = await ctx.tx.run<{ id: string }>(sql`
    select id from ${tableName(ctx.schema, 'core_share')} where record in (select jsonb_array_elements_text(${ids}::jsonb)) and entity = ${entity.name} and deleted_at is null`)
  return found.length === 0 ? [] : [{ entity: 'core.share', field: 'record', how: 'cascade', ids: found.map(one => one.id) }]
}

function referrers(ctx: CoreCtx, other: ModelEntity, field: ModelField, target: string, ids: readonly string[]): Promise<Referrer[]> {
  const going = sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`
  const table = tableName(ctx.schema, other.table)
  const [first, second] = field.columns.map(column => identifier(column.name))
  if (field.type.type === 'references') {
    const links = tableName(ctx.schema, linkTable(other, field))
    return ctx.tx.run<Referrer>(
      throughDoor(sql`
      select t.id, l.to_id as target, array(select o.to_id from ${links} o where o.from_id = t.id and o.to_id not in ${going} order by o.position) as left
      from ${links} l join ${table} t on t.id = l.from_id where l.to_id in ${going} and t.deleted_at is null limit ${most + 1}::int`),
    )
  }
  const there = field.type.type === 'oneOf' ? sql`${second} in ${going} and ${first} = ${target}` : sql`${first} in ${going}`
  return ctx.tx.run<Referrer>(
    throughDoor(sql`
    select id, ${second ?? first} as target from ${table}
    where ${there} and deleted_at is null limit ${most + 1}::int`),
  )
}
