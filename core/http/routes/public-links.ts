import type { Json } from '@sangam/sdk'
import type { Hono } from 'hono'
import { linksOf, makeLink, renewLink, stopLink } from '../../links/links.ts'
import type { World } from '../../world.ts'
import { reading, writing } from '../call.ts'
import { type Body, body, type Env, textOf } from '../env.ts'

/** Links by which somebody sees a record without signing in: listed, made, renewed and stopped by those who may share it so. */
export function publicLinkRoutes(app: Hono<Env>, world: World): void {
  const at = '/api/records/:entity/:id/links'

  app.get(at, async c => c.json((await reading(c, world, ctx => linksOf(ctx, c.req.param('entity'), c.req.param('id')))) as never))

  // The address is told once: an answer that is kept for who asks the same again must not hold it.
  app.post(at, async c => {
    const given = await body(c)
    return writing(c, world, given, async ctx => ({
      status: 201,
      json: (await makeLink(ctx, c.req.param('entity'), c.req.param('id'), dayOf(given))) as unknown as Json,
      secret: true,
    }))
  })

  app.patch(`${at}/:link`, async c => {
    const given = await body(c)
    return writing(c, world, given, async ctx => {
      const renewed = await renewLink(ctx, c.req.param('entity'), c.req.param('id'), c.req.param('link'), dayOf(given))
      return { json: renewed as unknown as Json, ...('address' in renewed && { secret: true }) }
    })
  })

  app.delete(`${at}/:link`, async c =>
    writing(c, world, null, async ctx => {
      await stopLink(ctx, c.req.param('entity'), c.req.param('id'), c.req.param('link'))
      return { json: { id: c.req.param('link') } }
    }),
  )
}

/** Its last day; as long as the settings say unless told. */
function dayOf(given: Body): string | undefined {
  return given.until === undefined ? undefined : textOf(given, 'until', 10)
}
