import type { CoreCtx } from '../data/context.ts'
import { notFound } from '../errors.ts'
import { change } from '../records/change.ts'
import { find, isId } from '../records/find.ts'
import { keyOf, type Subject } from './seeing.ts'

const page = 500

/** Lets a person hear of records from now on. Whoever follows one already goes on as before. */
export async function follow(ctx: CoreCtx, user: string, subjects: readonly Subject[]): Promise<void> {
  const wanted = [...new Map(subjects.map(subject => [keyOf(subject), subject])).values()]
  await ctx.lock(`follows of ${user}`)
  await ctx.asSystem('Follows a record', async plain => {
    const system = plain as CoreCtx
    for (let start = 0; start < wanted.length; start += page) await followSome(system, user, wanted.slice(start, start + page))
  })
}

async function followSome(system: CoreCtx, user: string, wanted: readonly Subject[]): Promise<void> {
  const where = { user, record: { in: wanted.map(({ id }) => id) } }
  const { items } = await find(system, 'core.follow', { where, fields: ['entity', 'record'], sort: ['id'], limit: page })
  const followed = new Set(items.map(({ entity, record }) => keyOf({ entity: String(entity), id: String(record) })))
  const fresh = wanted.filter(subject => !followed.has(keyOf(subject)))
  const versions = await versionsOf(system, fresh)
  await change(
    system,
    'core.follow',
    fresh.map(subject => ({ verb: 'create', values: { entity: subject.entity, record: subject.id, user, told: versions.get(keyOf(subject)) ?? 0 } })),
    { server: true },
  )
}

/** The versions of at most 500 records that are there. */
export async function versionsOf(system: CoreCtx, subjects: readonly Subject[]): Promise<ReadonlyMap<string, number>> {
  const versions = new Map<string, number>()
  for (const entity of new Set(subjects.map(subject => subject.entity))) {
    if (!system.model.entities.has(entity)) continue
    const ids = [...new Set(subjects.flatMap(subject => (subject.entity === entity ? [subject.id] : [])))]
    const { items } = await find(system, entity, { where: { id: { in: ids } }, fields: ['id'], sort: ['id'], limit: page })
    for (const { id, version } of items) versions.set(keyOf({ entity, id }), version)
  }
  return versions
}

/** The caller follows what they see. */
export async function followSeen(ctx: CoreCtx, { entity, id }: Subject): Promise<void> {
  const seen = isId(id) ? (await find(ctx, entity, { where: { id }, fields: ['id'], limit: 1 })).items : []
  if (seen.length === 0 || ctx.model.entities.get(entity)?.linesOf) throw notFound()
  await follow(ctx, ctx.user.id, [{ entity, id }])
}

export async function unfollow(ctx: CoreCtx, about: Subject): Promise<void> {
  await ctx.asSystem('Follows a record no more', async plain => {
    const system = plain as CoreCtx
    const found = isId(about.id) ? await followOf(system, ctx.user.id, about) : null
    if (found) await change(system, 'core.follow', [{ verb: 'remove', id: found }], { server: true })
  })
}

export async function followOf(system: CoreCtx, user: string, { entity, id }: Subject): Promise<string | null> {
  const found = await find(system, 'core.follow', { where: { user, entity, record: id }, fields: ['id'], limit: 1 })
  return found.items[0]?.id ?? null
}
