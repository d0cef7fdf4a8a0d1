import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { throughDoor } from '../../data/door.ts'
import { tableName } from '../../data/identifiers.ts'
import { notFound, Refused } from '../../errors.ts'
import { followReason } from '../change.ts'
import { isId } from '../find.ts'
import { mergeReason } from '../merge/reason.ts'
import { first } from './begin.ts'
import { createRun, type Run } from './store.ts'

/**
 * Takes back all that one batch did (a bulk change, an import, a merge), newest first, as a bulk change of its own: record by record, field by
 * field, where nobody has changed the same since. Only whoever did it may, or an administrator.
 *
 * Errors: `not_found`, `still_running`, `already_undone`.
 */
export async function beginUndo(ctx: CoreCtx, id: string, batch: string, role: string | null): Promise<Run> {
  if (!isId(batch)) throw notFound()
  await ctx.lock(`undo:${batch.toLowerCase()}`)
  const history = tableName(ctx.schema, 'core_history')
  const [did] = await ctx.tx.run<{ entity: string; by: string | null }>(
    throughDoor(sql`select h.entity, h.by_user as by from ${history} h where h.batch = ${batch}::uuid order by h.id limit 1`),
  )
  const admin = ctx.access.caller.roles.some(one => one === 'core.owner' || one === 'core.admin')
  if (!did || !(did.by === ctx.user.id || admin)) throw notFound()
  await refuseUnfit(ctx, batch)
  await createRun(ctx, { id, entity: did.entity, what: { undo: batch }, role, undoes: batch })
  // What followed by itself goes back by itself where core did it; what plugins' hooks did, they do again.
  const internal = [...ctx.model.entities.values()].filter(entity => entity.internal).map(entity => entity.name)
  await ctx.tx.run(
    throughDoor(sql`
    insert into ${tableName(ctx.schema, 'core_bulk_row')} (run, place, entity, record_id, first, last, by_system)
    select ${id}::uuid, row_number() over (order by t.newest desc), t.entity, t.record_id, t.first, t.last, t.followed
    from (
      select h.entity, h.record_id, min(h.version) as first, max(h.version) as last, max(h.id) as newest, bool_and(h.reason is not null) as followed,
        bool_or(starts_with(h.reason, ${followReason}) or starts_with(h.reason, ${mergeReason})) as ours
      from ${history} h where h.batch = ${batch}::uuid and (h.entity not in (select jsonb_array_elements_text(${JSON.stringify(internal)}::jsonb)) or starts_with(h.reason, ${mergeReason})) group by h.entity, h.record_id) t
    where not t.followed or t.ours`),
  )
  return first(ctx, id)
}

async function refuseUnfit(ctx: CoreCtx, batch: string): Promise<void> {
  const bulk = tableName(ctx.schema, 'core_bulk')
  const [run] = await ctx.tx.run<{ state: string }>(sql`select state from ${bulk} where id = ${batch}::uuid`)
  if (run?.state === 'running') throw new Refused(409, 'still_running', 'This is still under way. Stop it first, or wait until it is done.')
  const [before] = await ctx.tx.run(sql`select id from ${bulk} where undoes = ${batch}::uuid and state in ('running', 'done') limit 1`)
  const imports = tableName(ctx.schema, 'core_import')
  const [imported] = await ctx.tx.run<{ state: string }>(sql`select state from ${imports} where id = ${batch}::uuid`)
  if (before || imported?.state === 'undone') throw new Refused(409, 'already_undone', 'This has been taken back already.')
  if (imported) await ctx.tx.run(sql`update ${imports} set state = 'undone' where id = ${batch}::uuid`)
}
