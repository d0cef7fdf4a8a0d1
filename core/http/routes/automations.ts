import type { Json } from '@sangam/sdk'
import type { Hono } from 'hono'
import { checkDefinition } from '../../automations/check.ts'
import { dryRun } from '../../automations/dry.ts'
import { readDefinition } from '../../automations/read.ts'
import { newHookAddress, newSigningSecret, removeAutomation, saveAutomation } from '../../automations/save.ts'
import { retryRun, shownAutomation, shownAutomations, shownRun, shownRuns } from '../../automations/shown.ts'
import { history } from '../../records/history.ts'
import type { World } from '../../world.ts'
import { reading, writing } from '../call.ts'
import { administrator, body, type Env } from '../env.ts'
import { versionOf } from '../query.ts'

/** What happens by itself, for administrators: made, tried, switched, and what came of it. */
export function automationRoutes(app: Hono<Env>, world: World): void {
  app.get('/api/automations', async c => {
    administrator(c)
    return c.json({ items: await reading(c, world, shownAutomations) } as never)
  })

  app.get('/api/automations/runs', async c => {
    administrator(c)
    return c.json((await reading(c, world, ctx => shownRuns(ctx, null, runQuery(c.req.query())))) as never)
  })

  app.get('/api/automations/runs/:id', async c => {
    administrator(c)
    return c.json((await reading(c, world, ctx => shownRun(ctx, c.req.param('id')))) as never)
  })

  app.post('/api/automations/runs/:id/retry', async c => {
    administrator(c)
    return writing(c, world, null, async ctx => {
      await retryRun(ctx, c.req.param('id'))
      return { json: await shownRun(ctx, c.req.param('id')) }
    })
  })

  app.post('/api/automations/dry-run', async c => {
    const { access } = administrator(c)
    const given = await body(c)
    const definition = readDefinition((given.definition ?? {}) as { readonly [name: string]: unknown })
    const record = typeof given.record === 'string' ? given.record : null
    const done = await reading(c, world, ctx => {
      checkDefinition(ctx, definition)
      return dryRun(ctx, definition, access.caller.userId, record, (given.input ?? null) as Json)
    })
    return c.json(done as never)
  })

  app.post('/api/automations', async c => {
    administrator(c)
    const given = await body(c)
    const definition = readDefinition(given)
    return writing(c, world, given, async ctx => {
      const { id, warnings } = await saveAutomation(ctx, null, definition, { active: given.active !== false })
      return { status: 201, json: { ...((await shownAutomation(ctx, id)) as object), warnings }, location: `/api/automations/${id}` }
    })
  })

  app.get('/api/automations/:id', async c => {
    administrator(c)
    return c.json((await reading(c, world, ctx => shownAutomation(ctx, c.req.param('id')))) as never)
  })

  app.put('/api/automations/:id', async c => {
    administrator(c)
    const given = await body(c)
    const definition = readDefinition(given)
    const version = versionOf(c)
    return writing(c, world, given, async ctx => {
      await shownAutomation(ctx, c.req.param('id'))
      const { id, warnings } = await saveAutomation(ctx, c.req.param('id'), definition, {
        active: given.active !== false,
        ...(version !== undefined && { version }),
      })
      return { json: { ...((await shownAutomation(ctx, id)) as object), warnings } }
    })
  })

  app.delete('/api/automations/:id', async c => {
    administrator(c)
    return writing(c, world, null, async ctx => {
      await removeAutomation(ctx, c.req.param('id'))
      return { json: { id: c.req.param('id') } }
    })
  })

  app.get('/api/automations/:id/runs', async c => {
    administrator(c)
    return c.json((await reading(c, world, ctx => shownRuns(ctx, c.req.param('id'), runQuery(c.req.query())))) as never)
  })

  app.get('/api/automations/:id/versions', async c => {
    administrator(c)
    const items = await reading(c, world, ctx =>
      ctx.asSystem('Shows the versions of an automation', system => history(system as typeof ctx, 'core.automation', c.req.param('id'))),
    )
    return c.json({ items } as never)
  })

  app.post('/api/automations/:id/address', async c => {
    administrator(c)
    return writing(c, world, null, async ctx => ({ secret: true, json: { address: await newHookAddress(ctx, c.req.param('id')) } }))
  })

  app.post('/api/automations/:id/signing', async c => {
    administrator(c)
    return writing(c, world, null, async ctx => ({ secret: true, json: { secret: await newSigningSecret(ctx, c.req.param('id')) } }))
  })
}

function runQuery({ state, after }: { readonly [name: string]: string }): { readonly state?: string; readonly after?: string } {
  return { ...(state && { state }), ...(after && { after }) }
}
