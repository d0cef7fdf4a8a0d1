import type { Hono } from 'hono'
import type { CoreCtx } from '../../data/context.ts'
import { Refused } from '../../errors.ts'
import { shownSettings, writeSettings } from '../../records/settings.ts'
import type { World } from '../../world.ts'
import { reading, writing } from '../call.ts'
import { administrator, body, type Env, signedIn } from '../env.ts'
import { metaOf } from '../meta.ts'
import { browserHalves } from '../static.ts'

/** The model, its settings, roles and plugins. */
export function modelRoutes(app: Hono<Env>, world: World): void {
  const built = browserHalves(world.config.development)
  const browserHalf = (plugin: string): string | null => world.packages.web(plugin)?.address ?? built(plugin)

  app.get('/api/meta', async c => {
    const who = signedIn(c)
    const text = JSON.stringify(await reading(c, world, ctx => metaOf(ctx, who, browserHalf)))
    const etag = `"${await digest(text)}"`
    if (c.req.header('If-None-Match') === etag) return c.body(null, 304, { ETag: etag })
    return c.body(text, 200, { 'Content-Type': 'application/json', ETag: etag, 'Cache-Control': 'private, no-cache' })
  })

  app.get('/api/settings/:name', async c => {
    administrator(c)
    return c.json({ values: await reading(c, world, async ctx => shownSettings(ctx, settingsOf(ctx, c.req.param('name')))) })
  })

  app.put('/api/settings/:name', async c => {
    administrator(c)
    const given = await body(c)
    const values = given.values as { [field: string]: never } | undefined
    if (typeof values !== 'object' || values === null || Array.isArray(values)) throw new Refused(400, 'bad_body', 'Send { "values": { … } }.')
    return writing(c, world, given, async ctx => {
      const settings = settingsOf(ctx, c.req.param('name'))
      await writeSettings(ctx, settings, values)
      return { json: { values: await shownSettings(ctx, settings) } }
    })
  })

  app.get('/api/roles', async c => {
    administrator(c)
    const items = await reading(c, world, async ctx =>
      [...ctx.model.roles.values()].map(role => ({
        name: role.name,
        label: role.label,
        description: role.description ?? null,
        plugin: role.plugin,
        grants: role.grants.map(({ entity, verbs, where, hide, freeze }) => ({ entity, verbs, where: where ?? null, hide: hide ?? [], freeze: freeze ?? [] })),
      })),
    )
    return c.json({ items })
  })
}

async function digest(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
    .toString('base64url')
    .slice(0, 27)
}

function settingsOf(ctx: CoreCtx, name: string) {
  const found = ctx.model.settings.get(name)
  if (!found) throw new Refused(404, 'not_found', 'There is no such page of settings.')
  return found
}
