import type { Json } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { withSetupLock } from '../../data/database.ts'
import { identifier, tableName } from '../../data/identifiers.ts'
import { Refused } from '../../errors.ts'
import { type ChangeRequest, change } from '../../records/change.ts'
import { systemContext } from '../../records/context.ts'
import { pagesOf } from '../../records/pages.ts'
import type { World } from '../../world.ts'
import { inOneGo } from '../expand.ts'
import { forgetRoles } from '../workspace.ts'
import { endsOf, isLinkColumn } from './away.ts'
import { type Away, daysAway, type PluginRow, pluginRows, trashOf } from './states.ts'

/**
 * Deletes for good what was put away with a plugin: first what core keeps for it (what people wrote about its records, its settings, its roles),
 * through the pipeline; then its tables and columns, with the word that it was here. Whoever is killed between begins again.
 */
export async function deleteForGood(world: World, workspace: string, { id, away }: PluginRow): Promise<void> {
  if (!away || (away.kept.length > 0 && away.records > 0)) return
  await systemContext(world, workspace, 'Deletes for good what was uninstalled', 'job', ctx => forget(ctx, id, away))
  await withSetupLock(world.db, async () => {
    const now = (await pluginRows(world.db.owner, workspace)).get(id)
    if (now?.state !== 'uninstalled' || !now.away) return
    const { tables, columns, links, seeds } = now.away
    // What others keep pointing there points nowhere from now on, should tables of that name be made again.
    const pointing = (await endsOf(world.db.owner, workspace, links, columns)).filter(end => !tables.includes(end.table) && !isLinkColumn(end.column))
    await inOneGo(world.db.owner, [
      ...pointing.map(({ on, column }) => sql`update ${on} set ${identifier(column)} = null where ${identifier(column)} is not null`),
      ...(tables.length > 0
        ? [
            sql`drop table ${sql.join(
              tables.map(table => tableName(trashOf(workspace), table)),
              sql`, `,
            )}`,
          ]
        : []),
      ...columns.map(column => sql`alter table ${tableName(workspace, column.table)} drop column if exists ${identifier(column.as)}`),
      sql`delete from ${tableName(workspace, 'core_seed')} where name in (select jsonb_array_elements_text(${JSON.stringify(seeds)}::jsonb))`,
      sql`delete from ${tableName(workspace, 'core_plugin_change')} where states @> ${JSON.stringify([{ id }])}::jsonb`,
      sql`delete from ${tableName(workspace, 'core_plugin')} where id = ${id}`,
    ])
  })
}

/** Deletes what has been put away for its time, each night. */
export async function deleteOld(world: World, workspace: string): Promise<void> {
  const before = world.clock.now().getTime() - daysAway * 86_400_000
  for (const row of (await pluginRows(world.db.owner, workspace)).values()) {
    if (row.away && row.awayAt && Date.parse(row.awayAt) < before) await deleteForGood(world, workspace, row)
  }
}

async function forget(ctx: CoreCtx, id: string, { entities, settings }: Away): Promise<void> {
  for (const other of ctx.model.entities.values()) {
    for (const field of ['entity', 'fromEntity', 'toEntity']) {
      if (other.fields.get(field)?.type.type !== 'text') continue
      const file = other.name === 'core.file'
      const where = { [field]: { in: entities as unknown as Json[] } }
      for await (const page of pagesOf(ctx, other.name, { where, fields: ['id'], sort: ['id'] })) {
        // A file that hangs nowhere is swept with its content.
        const requests = page.map((item): ChangeRequest => (file ? { verb: 'update', id: item.id, patch: { record: null } } : { verb: 'remove', id: item.id }))
        await allThatGo(ctx, other.name, requests)
      }
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
