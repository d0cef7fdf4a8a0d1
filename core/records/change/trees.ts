import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { throughDoor } from '../../data/door.ts'
import { identifier, tableName } from '../../data/identifiers.ts'
import type { ModelEntity, ModelField } from '../../registry/model.ts'
import { isId } from '../find.ts'
import { type Batch, report, type Work } from './work.ts'

/** Nothing stands below itself, however long the way round. */
export async function checkTrees(ctx: CoreCtx, batch: Batch): Promise<void> {
  for (const field of batch.entity.fields.values()) if (field.options.tree === true) await checkTree(ctx, batch, field)
  for (const lines of batch.lines.values()) await checkTrees(ctx, lines)
}

async function checkTree(ctx: CoreCtx, batch: Batch, field: ModelField): Promise<void> {
  const parentOf = (work: Work): string | null => (isId(work.next?.[field.name]) ? String(work.next?.[field.name]) : null)
  const moved = batch.works.filter(work => work.verb !== 'remove' && parentOf(work) !== null && (work.verb === 'restore' || work.changed.has(field.name)))
  if (moved.length === 0) return
  // One at a time for a tree: two who each move a branch under the other's would not see each other.
  await ctx.tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`${ctx.schema} ${batch.entity.name} ${field.name}`}, 0))`)
  const up = await chains(
    ctx,
    batch.entity,
    field,
    moved.map(work => parentOf(work) as string),
  )
  for (const work of batch.works) if (work.verb !== 'remove') up.set(work.id, parentOf(work))
  for (const work of moved) {
    if (returnsTo(work.id, up)) report(work, field.name, 'circle', '{label}: nothing can stand below itself. Choose another.', { label: field.label })
  }
}

function returnsTo(id: string, up: ReadonlyMap<string, string | null>): boolean {
  const seen = new Set<string>()
  for (let at = up.get(id) ?? null; at !== null && !seen.has(at); at = up.get(at) ?? null) {
    if (at === id) return true
    seen.add(at)
  }
  return false
}

/** What stands above some records, to the top: the parent of each on the way. */
async function chains(ctx: CoreCtx, entity: ModelEntity, field: ModelField, ids: readonly string[]): Promise<Map<string, string | null>> {
  const table = tableName(ctx.schema, entity.table)
  const parent = identifier(field.columns[0]?.name ?? '')
  const rows = await ctx.tx.run<{ id: string; parent: string | null }>(
    throughDoor(sql`
    with recursive up as (
      select id, ${parent} as parent from ${table} where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
      union select t.id, t.${parent} from ${table} t join up on t.id = up.parent)
    select id, parent from up`),
  )
  return new Map(rows.map(row => [row.id, row.parent]))
}
