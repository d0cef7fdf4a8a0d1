import type { Json } from '@sangam/sdk'
import type { Hono } from 'hono'
import type { CoreCtx } from '../../data/context.ts'
import { Refused } from '../../errors.ts'
import { change } from '../../records/change.ts'
import { searchEverywhere } from '../../records/everywhere.ts'
import { find } from '../../records/find.ts'
import { titlesOf } from '../../records/titles.ts'
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

  app.get('/api/notifications', async c => c.json(await reading(c, world, notifications)))

  app.post('/api/notifications/read', async c => {
    const given = await body(c)
    const ids = given.ids === undefined ? null : given.ids
    if (ids !== null && !(Array.isArray(ids) && ids.length <= 500 && ids.every(id => typeof id === 'string')))
      throw new Refused(400, 'bad_body', '"ids" is a list of ids.')
    return writing(c, world, given, async ctx => {
      const mine = { user: '$me', readAt: { isEmpty: true }, ...(ids && { id: { in: ids as string[] } }) }
      await ctx.asSystem('Marks one’s own messages as read', async plain => {
        const system = plain as CoreCtx
        const page = await find(system, 'core.notification', { where: mine, fields: ['id'], limit: 500 })
        await change(
          system,
          'core.notification',
          page.items.map(item => ({ verb: 'update', id: item.id, patch: { readAt: ctx.now() } })),
          { server: true },
        )
      })
      return { json: await notifications(ctx) }
    })
  })
}

async function notifications(ctx: CoreCtx): Promise<{ items: Json[]; unread: number }> {
  return ctx.asSystem('Reads one’s own messages', async plain => {
    const system = plain as CoreCtx
    const page = await find(system, 'core.notification', {
      where: { user: '$me' },
      fields: ['text', 'values', 'about', 'createdAt', 'readAt'],
      sort: ['-createdAt'],
      limit: 50,
    })
    const unread = await find(system, 'core.notification', { where: { user: '$me', readAt: { isEmpty: true } }, fields: ['id'], limit: 1, count: 'capped' })
    const subjects = page.items.flatMap(item => (item.about ? [item.about as unknown as Subject] : []))
    const titles = await titlesOf(ctx, subjects)
    const items = page.items.map(item => ({
      id: item.id,
      text: ctx.t(String(item.text), valuesOf(ctx, item, titles)),
      about: item.about ?? null,
      at: item.createdAt ?? null,
      read: item.readAt !== null,
    }))
    return { items, unread: unread.count ?? 0 }
  })
}

interface Subject {
  readonly entity: string
  readonly id: string
}

/** What a message tells, with the record it is about called as its reader may see it now. */
function valuesOf(ctx: CoreCtx, { values, about }: { readonly [field: string]: Json }, titles: ReadonlyMap<string, string>): { [name: string]: string } {
  const given = (values ?? {}) as { [name: string]: string }
  if (!about || given.record === undefined) return given
  const { entity, id } = about as unknown as Subject
  return { ...given, record: titles.get(`${entity} ${id}`) || ctx.t(ctx.model.entities.get(entity)?.label ?? 'Record') }
}
