import type { Hono } from 'hono'
import type { CoreCtx } from '../../data/context.ts'
import { Refused } from '../../errors.ts'
import { type Asked, type Graduated, graduate } from '../../graduate/graduate.ts'
import { packedFiles } from '../../graduate/write.ts'
import type { World } from '../../world.ts'
import { reading } from '../call.ts'
import { administrator, type Body, body, type Env, textOf } from '../env.ts'

/** What administrators shaped, as the sources of a plugin: what would be in it, and the packed folder. Nothing is changed here. */
export function graduateRoutes(app: Hono<Env>, world: World): void {
  app.post('/api/model/graduate/plan', async c => {
    const { workspace } = administrator(c)
    const made = await graduate(world, workspace, asked(await body(c)))
    return c.json((await reading(c, world, async ctx => shown(ctx, made))) as never)
  })

  app.post('/api/model/graduate', async c => {
    const { workspace } = administrator(c)
    const { plugin, files } = await graduate(world, workspace, asked(await body(c)))
    const bytes = await packedFiles(plugin.id, files)
    return c.body(new Uint8Array(bytes), 200, {
      'Content-Type': 'application/gzip',
      'Content-Disposition': `attachment; filename="${plugin.id}-sources.tgz"`,
      'Cache-Control': 'private, no-store',
    })
  })
}

function asked(given: Body): Asked {
  const { entities = null } = given
  if (entities !== null && !(Array.isArray(entities) && entities.length <= 200 && entities.every(one => typeof one === 'string')))
    throw new Refused(400, 'bad_body', 'Send { "name": "fleet", "entities": ["x.vehicle"] }; without entities all of one’s own are taken along.')
  return { name: textOf(given, 'name', 20), entities: entities as readonly string[] | null }
}

function shown(ctx: CoreCtx, { plugin, entities, roles, added, stays, untranslated, files }: Graduated) {
  const { id, title, version, needs = {}, adopts = {} } = plugin
  return {
    id,
    title,
    version,
    needs,
    adopts,
    entities,
    roles,
    added,
    stays: stays.map(({ what, names, why }) => ({ what: ctx.t(what), names, why: ctx.t(why) })),
    untranslated,
    files: [...files.keys()],
  }
}
