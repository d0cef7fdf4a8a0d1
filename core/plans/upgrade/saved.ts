import type { Json } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { tableName } from '../../data/identifiers.ts'
import { Refused } from '../../errors.ts'
import { type ChangeRequest, change } from '../../records/change.ts'
import { systemContext } from '../../records/context.ts'
import { pagesOf } from '../../records/pages.ts'
import { canonical } from '../../registry/custom/document.ts'
import type { World } from '../../world.ts'
import { customState } from '../models.ts'
import { type Follower, follower } from './follow.ts'
import type { Upgraded } from './perform.ts'

/**
 * Gives the new names to what people saved: views, lists that come by mail, dashboards. Through the pipeline, so that their histories say it, in one
 * transaction with the word that it is done; whoever is killed before finds it undone, and does it.
 */
export async function finishFollowing(world: World, workspace: string): Promise<void> {
  const { app } = world.db
  const open = await app.run<{ id: string; upgrade: Upgraded }>(sql`
    select c.id, pg_catalog.to_jsonb(c)->'upgrade' as upgrade from ${tableName(workspace, 'core_plugin_change')} c where pg_catalog.to_jsonb(c)->'upgrade'->>'followed' = 'false' order by c.at, c.id`)
  if (open.length === 0) return
  const { document } = await customState(app, workspace)
  for (const { id, upgrade } of open) {
    const renames = new Map(upgrade.renames.map(([old, now]) => [old, now]))
    await systemContext(world, workspace, 'Follows the new names of fields', 'cli', async ctx => {
      const [mine] = await ctx.tx.run(
        sql`update ${tableName(workspace, 'core_plugin_change')} set upgrade = upgrade || '{"followed": true}'::jsonb where id = ${id}::uuid and upgrade->>'followed' = 'false' returning id`,
      )
      if (mine) await followSaved(ctx, follower(renames, ctx.model.entities, document))
    })
  }
}

async function followSaved(ctx: CoreCtx, follow: Follower): Promise<void> {
  await rewrite(ctx, 'core.view', one => follow.shown(String(one.entity), one.definition as Json))
  await rewrite(ctx, 'core.scheduledReport', one => follow.shown(String(one.entity), one.definition as Json))
  await rewrite(ctx, 'core.dashboard', one => follow.shown('', one.definition as Json))
}

async function rewrite(ctx: CoreCtx, entity: string, next: (one: { readonly [field: string]: unknown }) => Json): Promise<void> {
  const fields = entity === 'core.dashboard' ? ['definition'] : ['entity', 'definition']
  for await (const page of pagesOf(ctx, entity, { fields, sort: ['id'] })) {
    const requests = page.flatMap((one): ChangeRequest[] => {
      const definition = next(one)
      return canonical(definition) === canonical(one.definition) ? [] : [{ verb: 'update', id: one.id, patch: { definition } }]
    })
    for (const request of requests)
      await ctx
        .attempt(() => change(ctx, entity, [request], { server: true }))
        .catch(problem => {
          // What says something else by now that can't be: it says so where it is opened.
          if (!(problem instanceof Refused)) throw problem
        })
  }
}
