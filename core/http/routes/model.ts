import type { Hono } from 'hono'
import type { CoreCtx } from '../../data/context.ts'
import { Refused } from '../../errors.ts'
import { applyPlugin, type PluginPlan, planPlugin } from '../../plans/lifecycle.ts'
import { workspaces } from '../../plans/workspace.ts'
import { shownSettings, writeSettings } from '../../records/settings.ts'
import type { World } from '../../world.ts'
import { reading, writing } from '../call.ts'
import { administrator, body, type Env, signedIn } from '../env.ts'
import { metaOf } from '../meta.ts'

/** The model, its settings, roles and plugins. */
export function modelRoutes(app: Hono<Env>, world: World): void {
  app.get('/api/meta', async c => {
    const who = signedIn(c)
    const text = JSON.stringify(await reading(c, world, ctx => metaOf(ctx, who)))
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
        plugin: role.name.split('.')[0],
        grants: role.grants.map(({ entity, verbs, where, hide, freeze }) => ({ entity, verbs, where: where ?? null, hide: hide ?? [], freeze: freeze ?? [] })),
      })),
    )
    return c.json({ items })
  })

  app.get('/api/plugins', async c => {
    administrator(c)
    return c.json({ items: await reading(c, world, async ctx => pluginsOf(world, ctx)) })
  })

  app.post('/api/plugins/:id/plan', async c => {
    const { workspace } = administrator(c)
    const to = target(await body(c))
    const plan = await planPlugin(world, await shapeOf(world, workspace), c.req.param('id'), to)
    return c.json(await reading(c, world, async ctx => shown(ctx, plan)))
  })

  app.post('/api/plugins/:id/apply', async c => {
    const { workspace } = administrator(c)
    const to = target(await body(c))
    const plan = await applyPlugin(world, await shapeOf(world, workspace), c.req.param('id'), to)
    return c.json(await reading(c, world, async ctx => shown(ctx, plan)))
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

function pluginsOf(world: World, ctx: CoreCtx) {
  return [...world.plugins.values()]
    .filter(plugin => plugin.id !== 'core')
    .map(plugin => ({
      id: plugin.id,
      title: ctx.t(plugin.title),
      description: ctx.t(plugin.description),
      icon: plugin.icon ?? null,
      version: plugin.version,
      state: ctx.model.plugins.has(plugin.id) ? 'enabled' : 'disabled',
      needs: Object.keys(plugin.needs ?? {}),
      neededBy: [...ctx.model.plugins.values()]
        .filter(other => world.plugins.has(other.id) && Object.hasOwn(other.needs ?? {}, plugin.id))
        .map(other => other.id),
    }))
}

function target(given: { readonly [name: string]: unknown }): 'enabled' | 'disabled' {
  if (given.to !== 'enabled' && given.to !== 'disabled') throw new Refused(400, 'bad_body', 'Send { "to": "enabled" } or { "to": "disabled" }.')
  return given.to
}

async function shapeOf(world: World, name: string) {
  const found = (await workspaces(world)).find(one => one.name === name)
  if (!found) throw new Refused(404, 'workspace_unknown', 'There is no such workspace.')
  return found
}

function shown(ctx: CoreCtx, plan: PluginPlan) {
  /** Titles and labels within a sentence, one after another, are words too. */
  const word = (value: string | number) =>
    typeof value === 'string'
      ? value
          .split(', ')
          .map(one => ctx.t(one))
          .join(', ')
      : value
  const say = ({ text, values }: PluginPlan['steps'][number]): string =>
    ctx.t(text, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, word(value)])))
  return {
    steps: plan.steps.map(say),
    tables: plan.tables,
    columns: plan.columns,
    ...(plan.refused && { refused: say(plan.refused) }),
  }
}
