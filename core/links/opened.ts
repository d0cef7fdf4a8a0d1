import type { PublicPage } from '@sangam/sdk'
import type { Access } from '../access/access.ts'
import { readSystemCaller } from '../access/caller.ts'
import { systemAccess } from '../access/resolve.ts'
import { hashOf } from '../auth/secret.ts'
import { ownerOfKept } from '../automations/store.ts'
import type { CoreCtx } from '../data/context.ts'
import { change } from '../records/change.ts'
import { systemContext, withContext } from '../records/context.ts'
import { find, type Item } from '../records/find.ts'
import type { World } from '../world.ts'
import { keptAs, tell } from './links.ts'
import { accessOfSharer, isThere } from './sharer.ts'

/** A link that leads to something: the record, as whoever shared it may see it now. */
export interface Opened {
  readonly workspace: string
  readonly link: Item
  readonly entity: string
  readonly record: string
  readonly page: PublicPage
  readonly access: Access
}

const fields = ['entity', 'record', 'until', 'sharedBy', 'role', 'stoppedAt', 'openedAt', 'seenAt'] as const
const aDay = 24 * 3_600_000

const form = /^([a-z_][a-z0-9_]{0,62})\.([\w-]{43})$/

/** Whether it could be an address at all; what could not is told so at once, and counts for nobody. */
export function isAddress(text: string): boolean {
  return form.test(text)
}

/**
 * Where an address leads: `unknown` where nobody ever made it, or its plugin is switched off; `over` where it ended, was stopped, what it showed is gone, or whoever shared it may not any more.
 *
 * @param address what stands after `/s/`: the workspace, a point, and the secret
 */
export async function openedBy(world: World, address: string): Promise<Opened | 'unknown' | 'over'> {
  const [, workspace, secret] = form.exec(address) ?? []
  const model = workspace === undefined ? null : await Promise.resolve(world.models.current(workspace)).catch(() => null)
  if (!workspace || !secret || !model) return 'unknown'
  const id = await ownerOfKept(world.db.app, workspace, keptAs, hashOf(secret))
  const found = id === null ? null : await linkBy(world, workspace, id)
  const page = found && model.entities.get(String(found.link.entity))?.publicPage
  if (!found || !page) return 'unknown'
  const { link, today } = found
  if (link.stoppedAt !== null || String(link.until) < today) return 'over'
  const access = await accessOfSharer(world, workspace, link)
  if (!access) return 'over'
  const opened: Opened = { workspace, link, page, access, entity: String(link.entity), record: String(link.record) }
  return (await reading(world, opened, ctx => isThere(ctx, opened))) ? opened : 'over'
}

/** Reads as whoever shared it may, all of one moment. */
export function reading<T>(world: World, { workspace, access }: Opened, work: (ctx: CoreCtx) => Promise<T>, locale?: string): Promise<T> {
  return withContext(world, { workspace, access, origin: 'api', readOnly: true, snapshot: true, ...(locale !== undefined && { locale }) }, work)
}

async function linkBy(world: World, workspace: string, id: string): Promise<{ readonly link: Item; readonly today: string } | null> {
  const access = systemAccess(await readSystemCaller(world.db.app, workspace), 'Looks where a public link leads')
  return withContext(world, { workspace, access, origin: 'api', readOnly: true }, async ctx => {
    const [link] = (await find(ctx, 'core.publicLink', { where: { id }, fields: [...fields], limit: 1 })).items
    return link ? { link, today: ctx.today() } : null
  })
}

/**
 * Notes that somebody opened a link: the first time in the timeline of its record, and on the link once a day at most. It is a change of its own by the pipeline, after what was read: a page that is shown all day writes
 * once, and one that can't be noted is shown all the same.
 */
export async function noteOpened(world: World, { workspace, link, entity: name, record }: Opened): Promise<void> {
  const now = world.clock.now()
  if (isRecent(link, now)) return
  try {
    await systemContext(world, workspace, 'Notes that a public link was opened', 'api', async ctx => {
      await ctx.lock(`link opened ${link.id}`)
      const [fresh] = (await find(ctx, 'core.publicLink', { where: { id: link.id }, fields: ['openedAt', 'seenAt'], limit: 1 })).items
      const entity = ctx.model.entities.get(name)
      if (!fresh || !entity || isRecent(fresh, now)) return
      const patch = { seenAt: ctx.now(), ...(fresh.openedAt === null && { openedAt: ctx.now() }) }
      await change(ctx, 'core.publicLink', [{ verb: 'update', id: link.id, patch }], { server: true })
      if (fresh.openedAt === null) await tell(ctx, entity, record, 'saw that somebody opened the address of a public link for the first time', {})
    })
  } catch (error) {
    world.log.warn('That a public link was opened could not be noted.', {
      workspace,
      link: link.id,
      error: error instanceof Error ? error.message : String(error),
    })
  }
}

function isRecent({ seenAt }: Item, now: Date): boolean {
  return typeof seenAt === 'string' && now.getTime() - Date.parse(seenAt) < aDay
}
