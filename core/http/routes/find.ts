import type { Json } from '@sangam/sdk'
import type { Hono } from 'hono'
import { Refused } from '../../errors.ts'
import { searchEverywhere } from '../../records/everywhere.ts'
import { markRead, noticesOf } from '../../talk/notices.ts'
import type { World } from '../../world.ts'
import { reading, writing } from '../call.ts'
import { body, type Env } from '../env.ts'

/** Search over everything, and messages in the app. */
export function findRoutes(app: Hono<Env>, world: World): void {
  app.get('/api/search', async c => {
    const { q = '', entity, limit = '30' } = c.req.query()
    const most = Number(limit)
    if (!Number.isInteger(most) || most < 1 || most > 100) throw new Refused(400, 'bad_query', '"limit" is a whole number from 1 to 100.')
    return c.json({ items: await reading(c, world, ctx => searchEverywhere(ctx, q, { limit: most, ...(entity && { entity }) })) } as never)
  })

  app.get('/api/notifications', async c => c.json((await reading(c, world, ctx => noticesOf(ctx, 'all', 50))) as never))

  app.post('/api/notifications/read', async c => {
    const given = await body(c)
    const ids = given.ids === undefined ? null : given.ids
    if (ids !== null && !(Array.isArray(ids) && ids.length <= 500 && ids.every(id => typeof id === 'string')))
      throw new Refused(400, 'bad_body', '"ids" is a list of ids.')
    if (given.read !== undefined && typeof given.read !== 'boolean') throw new Refused(400, 'bad_body', '"read" is true or false.')
    return writing(c, world, given, async ctx => {
      await markRead(ctx, ids as string[] | null, given.read !== false)
      return { json: (await noticesOf(ctx, 'all', 50)) as unknown as Json }
    })
  })
}
