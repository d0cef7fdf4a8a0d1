import type { Json } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { throughDoor } from '../../data/door.ts'
import { tableName } from '../../data/identifiers.ts'
import { Refused } from '../../errors.ts'
import type { World } from '../../world.ts'
import { change } from '../change.ts'
import { type Importer, inContext, mayImport } from './import.ts'
import { importable } from './profile.ts'
import { moveImport, readImport, writtenRows } from './store.ts'

export interface Undone {
  readonly removed: number
  readonly restored: number
  /** Records that someone has changed since: they stay, and are named. */
  readonly kept: readonly { readonly id: string; readonly reason: string }[]
}

interface Touched {
  readonly id: string
  /** The version the import left it at, and the one before it. */
  readonly after: number
  readonly now: number
  readonly before: { readonly [field: string]: Json } | null
}

/**
 * Takes an import back through the pipeline: what it made is removed, what it changed is as before.
 * Records changed since by someone else stay as they are.
 */
export async function undo(world: World, who: Importer, entityName: string, id: string): Promise<Undone> {
  return inContext(world, who, {}, async ctx => {
    await ctx.lock(`import:${id}`)
    const entity = mayImport(ctx, entityName)
    await readImport(ctx.tx, ctx.schema, entityName, id, who.access.caller.userId)
    if (!(await moveImport(ctx.tx, ctx.schema, id, ['committed', 'committing'], 'undone'))) {
      throw new Refused(409, 'import_not_committed', 'There is nothing to take back.')
    }
    const rows = await writtenRows(ctx.tx, ctx.schema, id)
    const touched = await readTouched(
      ctx,
      entityName,
      id,
      rows.map(row => row.recordId),
    )
    const kept: { id: string; reason: string }[] = []
    const removals: string[] = []
    const patches: { id: string; patch: { [field: string]: Json } }[] = []
    const writable = importable(entity).map(([name]) => name)
    for (const row of rows) {
      const state = touched.get(row.recordId)
      if (!state) continue
      if (state.now !== state.after) kept.push({ id: row.recordId, reason: ctx.t('Someone has changed it since.') })
      else if (row.verdict === 'create') removals.push(row.recordId)
      else if (state.before)
        patches.push({
          id: row.recordId,
          patch: Object.fromEntries(writable.filter(name => name in (state.before ?? {})).map(name => [name, state.before?.[name] ?? null])),
        })
    }
    for (let start = 0; start < removals.length; start += 500)
      await change(
        ctx,
        entityName,
        removals.slice(start, start + 500).map(one => ({ verb: 'remove', id: one })),
      )
    for (let start = 0; start < patches.length; start += 500)
      await change(
        ctx,
        entityName,
        patches.slice(start, start + 500).map(one => ({ verb: 'update', ...one })),
      )
    return { removed: removals.length, restored: patches.length, kept }
  })
}

/** Versions from the history: what this import (its batch) wrote, what stood before, what is there now. */
async function readTouched(ctx: CoreCtx, entity: string, batch: string, ids: readonly string[]): Promise<Map<string, Touched>> {
  const history = tableName(ctx.schema, 'core_history')
  const rows = await ctx.tx.run<{ id: string; after: number; now: number; before: { [field: string]: Json } | null }>(
    throughDoor(sql`
    with mine as (
      select record_id, min(version) as first, max(version) as last from ${history}
      where entity = ${entity} and batch = ${batch}::uuid and record_id in (select x::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) x)
      group by record_id)
    select m.record_id as id, m.last as after,
      (select max(h.version) from ${history} h where h.entity = ${entity} and h.record_id = m.record_id) as now,
      (select h.snapshot from ${history} h where h.entity = ${entity} and h.record_id = m.record_id and h.version < m.first order by h.version desc limit 1) as before
    from mine m`),
  )
  return new Map(rows.map(row => [row.id, row]))
}
