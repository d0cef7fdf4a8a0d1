import type { Json } from '@sangam/sdk'
import type { Hono } from 'hono'
import { followSeen, unfollow } from '../../talk/follow.ts'
import { snooze } from '../../talk/snooze.ts'
import { timeline } from '../../talk/timeline.ts'
import { worklist } from '../../talk/worklist.ts'
import { mentionable, say, sayAnew, versionIn, wordsIn } from '../../talk/write.ts'
import { choicesOf, choose } from '../../work/notice-choices.ts'
import type { World } from '../../world.ts'
import { reading, writing } from '../call.ts'
import { body, type Env, signedIn } from '../env.ts'

/** What is said and done around a record, who follows it, and what waits for oneself. */
export function talkRoutes(app: Hono<Env>, world: World): void {
  const at = '/api/timeline/:entity/:record'

  app.get(at, async c => {
    signedIn(c)
    const { entity, record } = c.req.param()
    return c.json((await reading(c, world, ctx => timeline(ctx, entity, record, c.req.query()))) as never)
  })

  app.get(`${at}/people`, async c => {
    signedIn(c)
    const { entity, record } = c.req.param()
    return c.json({ items: await reading(c, world, ctx => mentionable(ctx, entity, record, c.req.query('q') ?? '')) } as never)
  })

  app.post(`${at}/comments`, async c => {
    signedIn(c)
    const given = await body(c)
    const { entity, record } = c.req.param()
    return writing(c, world, given, async ctx => ({ status: 201, json: (await say(ctx, entity, record, wordsIn(given))) as unknown as Json }))
  })

  app.patch('/api/comments/:id', async c => {
    signedIn(c)
    const given = await body(c)
    return writing(c, world, given, async ctx => ({ json: (await sayAnew(ctx, c.req.param('id'), wordsIn(given), versionIn(given))) as unknown as Json }))
  })

  app.put(`${at}/follow`, async c => {
    signedIn(c)
    const { entity, record } = c.req.param()
    return writing(c, world, null, async ctx => {
      await followSeen(ctx, { entity, id: record })
      return { json: { follows: true } }
    })
  })

  app.delete(`${at}/follow`, async c => {
    signedIn(c)
    const { entity, record } = c.req.param()
    return writing(c, world, null, async ctx => {
      await unfollow(ctx, { entity, id: record })
      return { json: { follows: false } }
    })
  })

  app.get('/api/worklist', async c => {
    signedIn(c)
    return c.json((await reading(c, world, worklist)) as never)
  })

  app.post('/api/worklist/snooze', async c => {
    signedIn(c)
    const given = await body(c)
    return writing(c, world, given, async ctx => {
      await snooze(ctx, given.item, given.until)
      return { json: { item: given.item as string } }
    })
  })

  app.get('/api/notifications/choices', async c => {
    signedIn(c)
    return c.json({ items: await reading(c, world, choicesOf) } as never)
  })

  app.put('/api/notifications/choices', async c => {
    signedIn(c)
    const given = await body(c)
    return writing(c, world, given, async ctx => ({ json: { items: (await choose(ctx, given.items)) as unknown as Json } }))
  })
}
