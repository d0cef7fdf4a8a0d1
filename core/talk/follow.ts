import type { CoreCtx } from '../data/context.ts'
import { notFound } from '../errors.ts'
import { change } from '../records/change.ts'
import { find, isId } from '../records/find.ts'

interface About {
  readonly entity: string
  readonly id: string
}

/** Lets a person hear of a record from now on. Whoever follows it already goes on as before. */
export async function follow(ctx: CoreCtx, user: string, about: About): Promise<void> {
  await ctx.lock(`follow ${user} ${about.id}`)
  await ctx.asSystem('Follows a record', async plain => {
    const system = plain as CoreCtx
    if (await followOf(system, user, about)) return
    const [record] = (await find(system, about.entity, { where: { id: about.id }, fields: ['id'], limit: 1 })).items
    const values = { entity: about.entity, record: about.id, user, told: record?.version ?? 0 }
    await change(system, 'core.follow', [{ verb: 'create', values }], { server: true })
  })
}

/** The caller follows what they see. */
export async function followSeen(ctx: CoreCtx, { entity, id }: About): Promise<void> {
  const seen = isId(id) ? (await find(ctx, entity, { where: { id }, fields: ['id'], limit: 1 })).items : []
  if (seen.length === 0 || ctx.model.entities.get(entity)?.linesOf) throw notFound()
  await follow(ctx, ctx.user.id, { entity, id })
}

export async function unfollow(ctx: CoreCtx, about: About): Promise<void> {
  await ctx.asSystem('Follows a record no more', async plain => {
    const system = plain as CoreCtx
    const found = isId(about.id) ? await followOf(system, ctx.user.id, about) : null
    if (found) await change(system, 'core.follow', [{ verb: 'remove', id: found }], { server: true })
  })
}

export async function followOf(system: CoreCtx, user: string, { entity, id }: About): Promise<string | null> {
  const page = await find(system, 'core.follow', { where: { user, entity, record: id }, fields: ['id'], limit: 1 })
  return page.items[0]?.id ?? null
}
