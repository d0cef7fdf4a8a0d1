import type { Hono } from 'hono'
import { askApproval, rehearse } from '../../approvals/ask.ts'
import { decide, handOver, withdraw } from '../../approvals/decide.ts'
import { approvalsFor, waitingFor } from '../../approvals/shown.ts'
import type { World } from '../../world.ts'
import { reading, writing } from '../call.ts'
import { type Body, body, type Env, signedIn, textOf } from '../env.ts'

/** Approvals: asked for, given, refused, handed over, withdrawn; what waits for oneself. */
export function approvalRoutes(app: Hono<Env>, world: World): void {
  app.get('/api/approvals', async c => {
    signedIn(c)
    return c.json({ items: await reading(c, world, waitingFor) } as never)
  })

  app.get('/api/approvals/:entity/:record', async c => {
    signedIn(c)
    const { entity, record } = c.req.param()
    return c.json((await reading(c, world, ctx => approvalsFor(ctx, entity, record))) as never)
  })

  app.post('/api/approvals', async c => {
    signedIn(c)
    const given = await body(c)
    const wish = {
      entity: textOf(given, 'entity', 100),
      record: textOf(given, 'record', 36),
      field: textOf(given, 'field', 80),
      to: textOf(given, 'to', 80),
      comment: commentOf(given),
    }
    await reading(c, world, ctx => rehearse(ctx, wish))
    return writing(c, world, given, async ctx => ({ status: 201, json: { id: await askApproval(ctx, wish) } }))
  })

  app.post('/api/approvals/votes/:vote/:verdict{approve|refuse}', async c => {
    signedIn(c)
    const given = await body(c)
    const { vote, verdict } = c.req.param()
    return writing(c, world, given, async ctx => {
      await decide(ctx, vote, verdict === 'approve' ? 'approved' : 'refused', commentOf(given))
      return { json: { id: vote } }
    })
  })

  app.post('/api/approvals/votes/:vote/hand-over', async c => {
    signedIn(c)
    const given = await body(c)
    return writing(c, world, given, async ctx => {
      await handOver(ctx, c.req.param('vote'), textOf(given, 'user', 36))
      return { json: { id: c.req.param('vote') } }
    })
  })

  app.post('/api/approvals/:id/withdraw', async c => {
    signedIn(c)
    return writing(c, world, null, async ctx => {
      await withdraw(ctx, c.req.param('id'))
      return { json: { id: c.req.param('id') } }
    })
  })
}

function commentOf(given: Body): string | null {
  return given.comment === undefined || given.comment === null || given.comment === '' ? null : textOf(given, 'comment', 1000)
}
