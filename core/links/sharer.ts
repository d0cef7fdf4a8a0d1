import type { PublicPage } from '@sangam/sdk'
import { type Access, hasEverything } from '../access/access.ts'
import { accessOfUser } from '../access/resolve.ts'
import type { CoreCtx } from '../data/context.ts'
import { holds } from '../print/holds.ts'
import { change } from '../records/change.ts'
import { scopeOf } from '../records/context.ts'
import { find, type Item } from '../records/find.ts'
import { within } from '../records/shares.ts'
import type { World } from '../world.ts'

/** A record, and how it is shown to whoever has a link. */
export interface Place {
  readonly entity: string
  readonly record: string
  readonly page: PublicPage
}

/** What a link shows at most: what whoever shared it may see now, by the one role they had as they did where they were narrowed to one. */
export function accessOfSharer(world: World, workspace: string, { sharedBy, role }: Pick<Item, string>): Promise<Access | null> {
  return accessOfUser(world, workspace, String(sharedBy), typeof role === 'string' ? { role } : {})
}

/** Whether the record is there for who reads, may be shared by them, and is in a state in which it is shown. */
export async function isThere(ctx: CoreCtx, { entity: name, record, page }: Place): Promise<boolean> {
  const entity = ctx.model.entities.get(name)
  if (!entity) return false
  return (await within(ctx, entity, record, 'read')) && (await within(ctx, entity, record, 'shareLink')) && holds(ctx, name, record, page.when)
}

/** Whether a link that was neither stopped nor ended leads anywhere. */
export async function stillShows(ctx: CoreCtx, link: Pick<Item, string>, place: Place): Promise<boolean> {
  const access = await accessOfSharer(ctx.world, ctx.workspace, link)
  return access !== null && isThere({ ...ctx, access, scope: scopeOf(access.caller, ctx.now()), seen: null }, place)
}

/**
 * What somebody shared who leaves goes on in the name of whoever takes their records over, and shows no more to those who know its address than it did:
 * by the one role it was shared with. Where they had several and the other has one more, there is no saying that, and the link is stopped.
 */
export async function handLinksOver(ctx: CoreCtx, from: string, to: string): Promise<void> {
  await ctx.asSystem('Hands public links over', async plain => {
    const system = plain as CoreCtx
    const [left, taken] = [await rolesOf(system, from), await rolesOf(system, to)]
    const own = hasEverything({ roles: left }) || left.length > 1 ? null : (left[0] ?? 'core.member')
    const widens = own === null && !hasEverything({ roles: left }) && taken.some(role => !left.includes(role))
    for (let more = true; more; ) {
      const { items } = await find(system, 'core.publicLink', { where: { sharedBy: from }, fields: ['role', 'stoppedAt'], limit: 500 })
      more = items.length > 0
      if (more)
        await change(
          system,
          'core.publicLink',
          items.map(({ id, role, stoppedAt }) => ({
            verb: 'update',
            id,
            patch: { sharedBy: to, role: role ?? own, ...(widens && role === null && stoppedAt === null && { stoppedAt: system.now() }) },
          })),
          { server: true },
        )
    }
  })
}

/** What was given to somebody, whether they may sign in or not; everybody is a member. */
async function rolesOf(system: CoreCtx, user: string): Promise<string[]> {
  const { items } = await find(system, 'core.userRole', { where: { user }, fields: ['role.name'], limit: 500 })
  return items.map(item => String(item['role.name'])).filter(role => role !== 'core.member')
}
