import type { Hono } from 'hono'
import { explain } from '../../records/explain.ts'
import type { World } from '../../world.ts'
import { reading } from '../call.ts'
import type { Env } from '../env.ts'
import { onlyWords } from '../query.ts'

/** `GET /api/explain/{entity}/{id}?user=…&verb=…`: why someone may see a record or do something with it, or why not. */
export function explainRoutes(app: Hono<Env>, world: World): void {
  app.get('/api/explain/:entity/:id', async c => {
    const { entity, id } = c.req.param()
    const asked = onlyWords(c, ['user', 'verb'])
    return c.json((await reading(c, world, ctx => explain(ctx, entity, id, asked))) as never)
  })
}
