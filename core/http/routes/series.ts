import type { Context, Hono } from 'hono'
import { Refused } from '../../errors.ts'
import { prepare } from '../../plans/custom/prepare.ts'
import { readSet } from '../../plans/custom/sets.ts'
import { customState } from '../../plans/models.ts'
import { setNext } from '../../records/series/next.ts'
import { setDates } from '../../records/series/set-dates.ts'
import { shownSeries, triedPattern } from '../../records/series/shown.ts'
import { customFields } from '../../registry/custom/document.ts'
import type { World } from '../../world.ts'
import { reading, writing } from '../call.ts'
import { administrator, body, type Env, textOf } from '../env.ts'

/** The series that number records: by which pattern, how far they are, and where they go on. A pattern is changed in a change set, as `setSeries`. */
export function seriesRoutes(app: Hono<Env>, world: World): void {
  app.get('/api/model/series', async c => c.json({ items: await listed(c, world, c.req.query('set')) } as never))

  app.post('/api/model/series/preview', async c => {
    const { workspace } = administrator(c)
    const given = await body(c)
    const [entity, field] = [textOf(given, 'entity', 120), textOf(given, 'field', 120)]
    if (typeof given.pattern !== 'string') throw new Refused(400, 'bad_body', 'Send "pattern" as a text, such as INV/{fy2}/{0000}.')
    const pattern = given.pattern.slice(0, 200)
    const after = given.set === undefined ? null : (await planned(world, workspace, textOf(given, 'set', 36))).after
    return c.json((await reading(c, world, ctx => triedPattern(ctx, after ?? ctx.model, entity, field, pattern))) as never)
  })

  app.post('/api/model/series/next', async c => {
    administrator(c)
    const given = await body(c)
    const [entity, field] = [textOf(given, 'entity', 120), textOf(given, 'field', 120)]
    const company = given.company === undefined || given.company === null ? null : textOf(given, 'company', 36)
    // What is no number is refused as one that can't be next.
    const next = typeof given.next === 'number' ? given.next : Number.NaN
    return writing(c, world, given, async ctx => {
      await setNext(ctx, { entity, field, company, next })
      return { json: { entity, field, next } }
    })
  })

  app.post('/api/model/series/dates', async c => {
    administrator(c)
    const given = await body(c)
    const [entity, field] = [textOf(given, 'entity', 120), textOf(given, 'field', 120)]
    const { dates } = given
    if (dates !== 'free' && dates !== 'refuse' && dates !== 'apart') throw new Refused(400, 'bad_body', 'Send "dates" as free, refuse or apart.')
    const pattern = dates === 'apart' ? textOf(given, 'pattern', 200) : null
    return writing(c, world, given, async ctx => {
      await setDates(ctx, { entity, field, dates, pattern })
      return { json: { entity, field, dates, pattern } }
    })
  })
}

async function planned(world: World, workspace: string, set: string) {
  return prepare(world, workspace, (await readSet(world, workspace, set)).operations)
}

async function listed(c: Context<Env>, world: World, set: string | undefined) {
  const { workspace } = administrator(c)
  const ahead = set === undefined ? null : await planned(world, workspace, set)
  const { document } = ahead ? ahead.state : await customState(world.db.app, workspace)
  return reading(c, world, ctx =>
    shownSeries(ctx, ahead?.after ?? ctx.model, (entity, field) => customFields(document, entity).some(one => one.name === field)),
  )
}
