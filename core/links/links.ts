import { addDays, type Json } from '@sangam/sdk'
import { hashOf, newSecret } from '../auth/secret.ts'
import { keepBeside } from '../automations/store.ts'
import type { CoreCtx } from '../data/context.ts'
import { notFound, Refused } from '../errors.ts'
import { holds } from '../print/holds.ts'
import { change } from '../records/change.ts'
import { find, get, type Item, isId } from '../records/find.ts'
import { within } from '../records/shares.ts'
import { entityFor } from '../records/statements.ts'
import type { ModelEntity } from '../registry/model.ts'
import { linkSettings } from '../system/public-link.ts'
import { addEvents } from '../talk/events.ts'
import { stillShows } from './sharer.ts'

/** A link as those see it who may share the record; where it leads is told to whoever made it, once. */
export interface ShownLink {
  readonly id: string
  readonly state: 'live' | 'over' | 'stopped'
  readonly until: string
  readonly at: string
  readonly by: string | null
  readonly openedAt: string | null
  readonly seenAt: string | null
}

/** A link that was just made, with its address. */
export interface MadeLink extends ShownLink {
  readonly address: string
}

/** What its hash is kept as, beside the link. */
export const keptAs = 'public link'
const mostLive = 100
const mostDays = 1100
const fields = ['until', 'stoppedAt', 'openedAt', 'seenAt', 'createdAt', 'sharedBy.name'] as const

/** The links to a record, newest first, and how long a new one would last. */
export async function linksOf(ctx: CoreCtx, name: string, id: string): Promise<{ readonly items: readonly ShownLink[]; readonly until: string }> {
  const entity = await mayShareLink(ctx, name, id)
  return { items: await shownLinks(ctx, name, id), until: await usualEnd(ctx, entity, id) }
}

/**
 * Makes a link to a record, for who may. Each is another: of those that are there nobody knows the address any more, as a hash alone is kept.
 *
 * Errors: `not_found`, `forbidden`, `not_shareable`, `links_many`, `invalid` for a day that is over or too far.
 */
export async function makeLink(ctx: CoreCtx, name: string, id: string, wished?: string): Promise<MadeLink> {
  const entity = await mayShareLink(ctx, name, id)
  await stands(ctx, entity, id)
  const until = wished === undefined ? await usualEnd(ctx, entity, id) : endOf(ctx, wished)
  await ctx.lock(`links ${id}`)
  const secret = newSecret()
  const [made] = await ctx.asSystem('Makes a public link to a record', async plain => {
    const system = plain as CoreCtx
    const where = { entity: name, record: id, stoppedAt: { isEmpty: true }, until: { gte: '$today' } } as const
    if ((await find(system, 'core.publicLink', { where, fields: ['id'], limit: mostLive })).items.length >= mostLive)
      throw new Refused(422, 'links_many', 'There are {most} links to it already. Stop those that nobody needs.', { values: { most: mostLive } })
    const values = { entity: name, record: id, until, sharedBy: ctx.user.id, role: ctx.access.role } as { [field: string]: Json }
    const links = (await change(system, 'core.publicLink', [{ verb: 'create', values }], { server: true })) as unknown as readonly { readonly id: string }[]
    for (const link of links) await keepBeside(system, link.id, keptAs, hashOf(secret))
    return links
  })
  await tell(ctx, entity, id, 'made a public link that lasts until {day}', { day: until })
  const shown = (await shownLinks(ctx, name, id)).find(one => one.id === made?.id)
  return { ...(shown as ShownLink), address: `${ctx.world.config.url}/s/${ctx.workspace}.${secret}` }
}

/**
 * Lets a link last longer, or shorter; what was stopped stays so. It goes on showing what whoever shared it may see, whoever renews it. Where they may
 * not any more it would show something else to those who know its address, so it is stopped, and another one is made in its place.
 */
export async function renewLink(ctx: CoreCtx, name: string, id: string, link: string, wished?: string): Promise<ShownLink | MadeLink> {
  const entity = await mayShareLink(ctx, name, id)
  await stands(ctx, entity, id)
  const found = await linkOf(ctx, name, id, link)
  if (found.stoppedAt !== null) throw new Refused(422, 'link_stopped', 'This link was stopped for good. Make another one.')
  const until = wished === undefined ? await usualEnd(ctx, entity, id) : endOf(ctx, wished)
  if (entity.publicPage && !(await stillShows(ctx, found, { entity: name, record: id, page: entity.publicPage }))) {
    await stopLink(ctx, name, id, link)
    return makeLink(ctx, name, id, until)
  }
  await write(ctx, 'Renews a public link', link, { until })
  await tell(ctx, entity, id, 'renewed a public link, until {day}', { day: until })
  return (await shownLinks(ctx, name, id)).find(one => one.id === link) as ShownLink
}

/** Ends a link at once and for good. */
export async function stopLink(ctx: CoreCtx, name: string, id: string, link: string): Promise<void> {
  const entity = await mayShareLink(ctx, name, id)
  const found = await linkOf(ctx, name, id, link)
  if (found.stoppedAt !== null) return
  await write(ctx, 'Stops a public link', link, { stoppedAt: ctx.now() })
  await tell(ctx, entity, id, 'stopped a public link', {})
}

/** Writes a line into the record's timeline, where it has one. */
export async function tell(ctx: CoreCtx, entity: ModelEntity, id: string, text: string, values: { readonly [name: string]: string }): Promise<void> {
  if (entity.definition.activities) await addEvents(ctx, [{ about: { entity: entity.name, id }, text, values, icon: 'share' }])
}

/** The entity, where links are made to its records and the caller sees this one and may. */
async function mayShareLink(ctx: CoreCtx, name: string, id: string): Promise<ModelEntity> {
  const entity = entityFor(ctx, name)
  if (!entity.publicPage || !isId(id) || !(await within(ctx, entity, id, 'read'))) throw notFound()
  if (!(await within(ctx, entity, id, 'shareLink')))
    throw new Refused(403, 'forbidden', 'You may not share this {entity}. Ask an admin for the right to.', { values: { entity: entity.label } })
  return entity
}

async function stands(ctx: CoreCtx, entity: ModelEntity, id: string): Promise<void> {
  const page = entity.publicPage
  if (page && !(await holds(ctx, entity.name, id, page.when))) throw new Refused(422, 'not_shareable', page.because)
}

/** So many days after the record's own day, or after today where that is later; no further than one may choose. */
async function usualEnd(ctx: CoreCtx, entity: ModelEntity, id: string): Promise<string> {
  const until = entity.publicPage?.until
  const seen = until !== undefined && ctx.access.field(entity.name, until, 'read') !== 'none'
  const due = seen ? (await get(ctx, entity.name, id, [until]))[until] : null
  const [today, { days }] = [ctx.today(), await ctx.settings(linkSettings)]
  const usual = addDays(typeof due === 'string' && due > today ? due : today, days)
  const last = addDays(today, mostDays)
  if (usual > last) return last
  return usual
}

function endOf(ctx: CoreCtx, wished: string): string {
  const today = ctx.today()
  const message = 'Choose a day from today on, within three years.'
  if (!/^\d{4}-\d\d-\d\d$/.test(wished) || Number.isNaN(Date.parse(wished)) || wished < today || wished > addDays(today, mostDays))
    throw new Refused(422, 'invalid', message, { errors: [{ field: 'until', code: 'day', message }] })
  return wished
}

async function linkOf(ctx: CoreCtx, name: string, id: string, link: string): Promise<Item> {
  const where = { id: link, entity: name, record: id }
  const { items } = isId(link)
    ? await ctx.asSystem('Looks for a public link', system =>
        find(system as CoreCtx, 'core.publicLink', { where, fields: ['stoppedAt', 'sharedBy', 'role'], limit: 1 }),
      )
    : { items: [] }
  if (!items[0]) throw notFound()
  return items[0]
}

function write(ctx: CoreCtx, reason: string, id: string, patch: { readonly [field: string]: Json }): Promise<unknown> {
  return ctx.asSystem(reason, system => change(system as CoreCtx, 'core.publicLink', [{ verb: 'update', id, patch }], { server: true }))
}

async function shownLinks(ctx: CoreCtx, name: string, id: string): Promise<ShownLink[]> {
  const page = await ctx.asSystem('Reads the public links to a record', system =>
    find(system as CoreCtx, 'core.publicLink', { where: { entity: name, record: id }, fields: [...fields], sort: ['-createdAt', '-id'], limit: 200 }),
  )
  const instant = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null)
  return page.items.map(item => ({
    id: item.id,
    state: item.stoppedAt !== null ? 'stopped' : String(item.until) < ctx.today() ? 'over' : 'live',
    until: String(item.until),
    at: String(item.createdAt),
    by: instant(item['sharedBy.name']),
    openedAt: instant(item.openedAt),
    seenAt: instant(item.seenAt),
  }))
}
