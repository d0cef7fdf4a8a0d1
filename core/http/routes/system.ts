import type { Hono } from 'hono'
import { Refused } from '../../errors.ts'
import { isId } from '../../records/find.ts'
import { healthOf } from '../../work/health.ts'
import { dropParked, retryParked } from '../../work/parked.ts'
import type { World } from '../../world.ts'
import { reading } from '../call.ts'
import { administrator, type Body, body, type Env } from '../env.ts'

/** How the installation fares, and work that failed for good: tried anew, or given up. */
export function systemRoutes(app: Hono<Env>, world: World): void {
  app.get('/api/system', async c => {
    administrator(c)
    return c.json((await reading(c, world, healthOf)) as never)
  })

  app.post('/api/system/parked/retry', async c => {
    const { workspace } = administrator(c)
    return c.json({ count: await retryParked(world, workspace, idsOf(await body(c))) })
  })

  app.post('/api/system/parked/drop', async c => {
    const { workspace } = administrator(c)
    return c.json({ count: await dropParked(world, workspace, idsOf(await body(c))) })
  })
}

function idsOf({ ids }: Body): string[] {
  if (!Array.isArray(ids) || ids.length > 500 || !ids.every(isId)) throw new Refused(400, 'bad_body', 'Name the pieces of work: { "ids": ["…"] }, at most 500.')
  return ids as string[]
}
