import type { Json } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { withSetupLock } from '../../data/database.ts'
import { identifier, tableName } from '../../data/identifiers.ts'
import { Refused } from '../../errors.ts'
import { type ChangeRequest, change } from '../../records/change.ts'
import { systemContext } from '../../records/context.ts'
import { pagesOf } from '../../records/pages.ts'
import { forgotten } from '../../registry/custom/adopt.ts'
import type { CustomState } from '../../registry/custom/document.ts'
import { hangers } from '../../registry/links.ts'
import type { World } from '../../world.ts'
import { inOneGo } from '../expand.ts'
import { customRow } from '../models.ts'
import { droppingKept } from '../upgrade/kept.ts'
import type { Upgraded } from '../upgrade/perform.ts'
import { forgetRoles } from '../workspace.ts'
import { columnsNow, endsOf, isLinkColumn } from './away.ts'
import { type Away, daysAway, pluginRows, trashOf } from './states.ts'

/**
 * Deletes for good what was put away with a plugin. First it is marked, so that nobody puts it back any more; then goes what core keeps for it
 * (what people wrote about its records, its settings, its roles), through the pipeline; then its tables and columns, with the word that it was
 * here. Whoever is killed between begins again.
 */
export async function deleteForGood(world: World, workspace: string, id: string): Promise<void> {
  const { owner } = world.db
  const away = await withSetupLock(world.db, async () => {
    const row = (await pluginRows(owner, workspace)).get(id)
    if (row?.state !== 'uninstalled' || !row.away || row.away.keptRecords > 0) return null
    await owner.run(sql`update ${tableName(workspace, 'core_plugin')} set away = away || '{"deleting": true}'::jsonb where id = ${id}`)
    return row.away
  })
  if (!away) throw new Refused(409, 'plan_refused', 'It is not put away any more. Look at the page of plugins again.')
  await systemContext(world, workspace, 'Deletes for good what was uninstalled', 'job', ctx => forget(ctx, id, away))
  await withSetupLock(world.db, async () => {
    // Another node may have ended it, and somebody enabled it anew since.
    if (!(await pluginRows(owner, workspace)).get(id)?.away?.deleting) return
    const { tables, links, seeds } = away
    // What others keep pointing there points nowhere from now on, should tables of that name be made again.
    const pointing = (await endsOf(owner, workspace, links, away.columns)).filter(end => !tables.includes(end.table) && !isLinkColumn(end.column))
    const columns = await columnsNow(owner, workspace, away.columns)
    const changes = tableName(workspace, 'core_plugin_change')
    const upgrades = await owner.run<{ kept: Upgraded['kept'] }>(sql`select upgrade->'kept' as kept from ${changes} where upgrade->>'plugin' = ${id}`)
    const kept = upgrades.flatMap(one => one.kept)
    const custom = await customRow(owner, workspace)
    await inOneGo(owner, [
      ...pointing.map(({ on, column }) => sql`update ${on} set ${identifier(column)} = null where ${identifier(column)} is not null`),
      ...(await droppingKept(owner, workspace, kept, tables)),
      ...tables.map(table => sql`drop table if exists ${tableName(trashOf(workspace), table)} cascade`),
      ...columns.map(column => sql`alter table ${tableName(column.schema, column.table)} drop column ${identifier(column.as)}`),
      sql`delete from ${tableName(workspace, 'core_seed')} where name in (select jsonb_array_elements_text(${JSON.stringify(seeds)}::jsonb))`,
      sql`delete from ${tableName(workspace, 'core_unmade')} where seed in (select jsonb_array_elements_text(${JSON.stringify(seeds)}::jsonb))`,
      sql`delete from ${changes} where states @> ${JSON.stringify([{ id }])}::jsonb`,
      sql`delete from ${tableName(workspace, 'core_plugin')} where id = ${id}`,
      // Its names are free again. No model in force knows of them, so the number stays.
      ...(custom?.state.adopted?.[id] ? [forgetting(workspace, custom.number, forgotten(custom.state, id))] : []),
    ])
  })
}

function forgetting(workspace: string, number: number, state: CustomState): SQL {
  return sql`update ${tableName(workspace, 'core_model')} set descriptor = jsonb_set(descriptor, '{custom}', to_jsonb(${JSON.stringify(state)}::text)) where number = ${number}`
}

/** Deletes what has been put away for its time, and ends a deleting that was cut off, each night. What fails is told and keeps no other from going. */
export async function deleteOld(world: World, workspace: string): Promise<void> {
  const before = world.clock.now().getTime() - daysAway * 86_400_000
  for (const { id, away, awayAt } of (await pluginRows(world.db.owner, workspace)).values()) {
    const due = away && awayAt && (away.deleting || Date.parse(awayAt) < before)
    if (!due || away.keptRecords > 0) continue
    await deleteForGood(world, workspace, id).catch(error =>
      world.log.error('What was put away could not be deleted.', { workspace, plugin: id, error: String(error) }),
    )
  }
}

async function forget(ctx: CoreCtx, id: string, { entities, settings }: Away): Promise<void> {
  for (const { other, kind } of hangers(ctx.model)) {
    const file = other.name === 'core.file'
    const where = { [kind]: { in: entities as unknown as Json[] } }
    for await (const page of pagesOf(ctx, other.name, { where, fields: ['id'], sort: ['id'] })) {
      // A file that hangs nowhere is swept with its content.
      const requests = page.map((item): ChangeRequest => (file ? { verb: 'update', id: item.id, patch: { record: null } } : { verb: 'remove', id: item.id }))
      await allThatGo(ctx, other.name, requests)
    }
  }
  for await (const page of pagesOf(ctx, 'core.setting', { where: { name: { in: [...settings] } }, fields: ['id'], sort: ['id'] }))
    await allThatGo(
      ctx,
      'core.setting',
      page.map(item => ({ verb: 'remove', id: item.id })),
    )
  await forgetRoles(ctx, ({ plugin }) => plugin === id)
}

/** What its own rules hold fast stays: it speaks of something that is gone, and says so. */
async function allThatGo(ctx: CoreCtx, entity: string, requests: readonly ChangeRequest[]): Promise<void> {
  try {
    await ctx.attempt(() => change(ctx, entity, requests, { server: true }))
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem
    if (requests.length === 1) return
    for (const request of requests) await allThatGo(ctx, entity, [request])
  }
}
