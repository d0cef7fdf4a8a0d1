import type { Hono } from 'hono'
import { v7 } from 'uuid'
import { Refused } from '../../errors.ts'
import { doubles, keepApart, pairs } from '../../records/duplicates/find.ts'
import { isId } from '../../records/find.ts'
import { type MergeAsked, merge } from '../../records/merge/merge.ts'
import { mergedInto } from '../../records/merge/pointers.ts'
import { standingAmong } from '../../records/merge/standing.ts'
import { referencesTo } from '../../records/references.ts'
import type { World } from '../../world.ts'
import { reading, writing } from '../call.ts'
import { body, type Env } from '../env.ts'
import { bodyQuery } from '../query.ts'

/** Of how many it is asked at once who they are now. */
const mostIds = 200

/** Probable doubles, and making one record of two; and what refers to a record. */
export function duplicateRoutes(app: Hono<Env>, world: World): void {
  app.get('/api/duplicates/:entity', async c => {
    const values = jsonOf(c.req.query('values'))
    return c.json({ items: await reading(c, world, ctx => doubles(ctx, c.req.param('entity'), values)) })
  })

  app.get('/api/duplicates/:entity/pairs', async c => c.json(await reading(c, world, ctx => pairs(ctx, c.req.param('entity'), c.req.query('after')))))

  app.post('/api/duplicates/:entity/distinct', async c => {
    const given = bodyQuery<{ ids?: unknown }>(await body(c), ['ids'])
    return writing(c, world, given, async ctx => {
      await keepApart(ctx, c.req.param('entity'), Array.isArray(given.ids) ? given.ids : [])
      return { json: { done: true } }
    })
  })

  app.post('/api/duplicates/:entity/merge', async c => {
    const given = bodyQuery<{ winner?: string; loser?: string; take?: readonly string[] }>(await body(c), ['winner', 'loser', 'take'])
    return writing(c, world, given, async ctx => ({ json: (await merge(ctx, c.req.param('entity'), given as MergeAsked)) as never }), { batch: v7() })
  })

  app.get('/api/records/:entity/:id/merged', async c =>
    c.json({ into: await reading(c, world, ctx => mergedInto(ctx, c.req.param('entity'), c.req.param('id'))) }),
  )

  app.get('/api/standing', async c => {
    const ids = (c.req.query('ids') ?? '').split(',')
    if (ids.length > mostIds || !ids.every(isId))
      throw new Refused(400, 'bad_query', 'Say of whom: at most {most} ids, with commas between them.', { values: { most: mostIds } })
    return c.json({ standing: await reading(c, world, ctx => standingAmong(ctx, ids)) })
  })

  app.get('/api/records/:entity/:id/references', async c =>
    c.json({ items: await reading(c, world, ctx => referencesTo(ctx, c.req.param('entity'), c.req.param('id'))) } as never),
  )
}

function jsonOf(text: string | undefined): { readonly [field: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as { [field: string]: unknown }
  } catch {
    // Said below.
  }
  throw new Refused(400, 'bad_query', '"values" is a JSON object.')
}
