import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { tableName } from '../../data/identifiers.ts'
import { notFound } from '../../errors.ts'
import { find, isId } from '../find.ts'
import { entityFor } from '../statements.ts'

/** Who was merged into someone that was merged in turn is called by the last of them. */
export async function settlePointers(ctx: Pick<CoreCtx, 'tx' | 'schema'>, entity: string): Promise<void> {
  const merge = tableName(ctx.schema, 'core_merge')
  await ctx.tx.run(sql`
    with recursive way as (
      select m.loser, m.winner, 1 as steps from ${merge} m where m.entity = ${entity}
      union all select w.loser, m.winner, w.steps + 1 from way w join ${merge} m on m.entity = ${entity} and m.loser = w.winner where w.steps < 100),
    last as (select distinct on (loser) loser, winner from way order by loser, steps desc)
    update ${merge} m set final = last.winner from last where m.entity = ${entity} and m.loser = last.loser and m.final <> last.winner`)
}

/** Which of some records were merged, by `entity id`, and into whom in the end. */
export async function finalsOf(
  ctx: Pick<CoreCtx, 'tx' | 'schema'>,
  records: readonly { readonly entity: string; readonly id: string }[],
): Promise<ReadonlyMap<string, { readonly entity: string; readonly id: string }>> {
  const asked = records.filter(({ id }) => isId(id))
  if (asked.length === 0) return new Map()
  const rows = await ctx.tx.run<{ entity: string; loser: string; final: string }>(sql`
    select m.entity, m.loser, m.final from ${tableName(ctx.schema, 'core_merge')} m
    join jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as x(entity text, id uuid) on m.entity = x.entity and m.loser = x.id`)
  return new Map(rows.map(({ entity, loser, final }) => [`${entity} ${loser}`, { entity, id: final }]))
}

/** Who a record is now; refuses where it was not merged, or the caller may not see who it is. */
export async function mergedInto(ctx: CoreCtx, name: string, id: string): Promise<string> {
  entityFor(ctx, name)
  if (!isId(id)) throw notFound()
  const [row] = await ctx.tx.run<{ final: string }>(
    sql`select final from ${tableName(ctx.schema, 'core_merge')} where entity = ${name} and loser = ${id}::uuid`,
  )
  const page = row ? await find(ctx, name, { where: { id: row.final }, fields: ['id'], limit: 1 }) : null
  if (!page?.items[0]) throw notFound()
  return page.items[0].id
}
