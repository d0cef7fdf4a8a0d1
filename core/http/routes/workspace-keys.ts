import type { Hono } from 'hono'
import { mayManage } from '../../auth/users.ts'
import { revokeForWorkspace, workspaceKeys } from '../../auth/workspace-keys.ts'
import type { World } from '../../world.ts'
import { reading, writing } from '../call.ts'
import { administrator, type Env, person } from '../env.ts'

/** What administrators see of everyone's keys, and how they take one away. */
export function workspaceKeyRoutes(app: Hono<Env>, world: World): void {
  app.get('/api/keys/all', async c => {
    administrator(c)
    person(c)
    return c.json(await reading(c, world, workspaceKeys))
  })

  app.delete('/api/keys/all/:id', async c => {
    const who = administrator(c)
    person(c)
    return writing(c, world, null, async ctx => {
      await revokeForWorkspace(ctx, c.req.param('id'), ({ user }) => mayManage(who, [], user.owner ? ['core.owner'] : []))
      return { json: { revoked: true } }
    })
  })
}
