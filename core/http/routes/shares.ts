import type { Json } from '@sangam/sdk'
import type { Hono } from 'hono'
import { share, sharesOf, unshare, wishOf } from '../../records/shares.ts'
import type { World } from '../../world.ts'
import { reading, writing } from '../call.ts'
import { body, type Env } from '../env.ts'

/** With whom a record is shared: seen, opened and ended by those who may share it. */
export function shareRoutes(app: Hono<Env>, world: World): void {
  const at = '/api/records/:entity/:id/shares'

  app.get(at, async c => c.json((await reading(c, world, ctx => sharesOf(ctx, c.req.param('entity'), c.req.param('id')))) as never))

  app.post(at, async c => {
    const given = await body(c)
    const wish = wishOf(given)
    return writing(c, world, given, async ctx => ({
      status: 201,
      json: (await share(ctx, c.req.param('entity'), c.req.param('id'), wish)) as unknown as Json,
    }))
  })

  app.delete(`${at}/:share`, async c =>
    writing(c, world, null, async ctx => {
      await unshare(ctx, c.req.param('entity'), c.req.param('id'), c.req.param('share'))
      return { json: { id: c.req.param('share') } }
    }),
  )
}
