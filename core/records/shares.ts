import type { Json } from '@sangam/sdk'
import { accessOf, accessOfUser } from '../access/resolve.ts'
import type { CoreCtx } from '../data/context.ts'
import { notFound, Refused } from '../errors.ts'
import type { ModelEntity } from '../registry/model.ts'
import { change } from './change.ts'
import { find, isId } from './find.ts'
import { entityFor } from './statements.ts'

const kinds = ['user', 'team', 'role'] as const
type Kind = (typeof kinds)[number]

export interface Share {
  readonly id: string
  readonly with: { readonly kind: Kind; readonly id: string; readonly name: string }
  readonly may: 'read' | 'change'
  readonly at: string
  readonly by: string | null
}

/** Whom a record may be opened to. */
export interface Wish {
  readonly kind: Kind
  readonly id: string
  readonly may: 'read' | 'change'
}

/** `{ "user": "…", "may": "read" }`, or with `team` or `role`. */
export function wishOf(given: { readonly [name: string]: unknown }): Wish {
  const { may = 'read', ...target } = given
  const [[kind, id] = ['', ''], ...more] = Object.entries(target)
  if (more.length > 0 || !(kinds as readonly string[]).includes(kind) || !isId(id) || (may !== 'read' && may !== 'change'))
    throw new Refused(400, 'bad_body', 'Say with whom: { "user": id }, { "team": id } or { "role": id }, and "may": read or change.')
  return { kind: kind as Kind, id, may }
}

/** With whom a record is shared, and the roles it may be shared with; for those who may share it. */
export async function sharesOf(ctx: CoreCtx, name: string, id: string): Promise<{ items: Share[]; roles: { id: string; label: string }[] }> {
  await mayShare(ctx, name, id)
  return ctx.asSystem('Reads with whom a record is shared', async plain => {
    const system = plain as CoreCtx
    const fields = ['user', 'user.name', 'team', 'team.name', 'role', 'role.label', 'may', 'createdAt', 'createdBy.name']
    const page = await find(system, 'core.share', { where: { entity: name, record: id }, fields, sort: ['createdAt'], limit: 500 })
    const roles = await find(system, 'core.role', { fields: ['label'], sort: ['label'], limit: 500 })
    return {
      items: page.items.map(item => shown(ctx, item)),
      roles: roles.items.map(role => ({ id: role.id, label: ctx.t(String(role.label)) })),
    }
  })
}

/** Opens a record to someone, or changes what they may. Refused to those who may not share it, or lack themselves what they would give. */
export async function share(ctx: CoreCtx, name: string, id: string, wish: Wish): Promise<Share> {
  const entity = await mayShare(ctx, name, id)
  if (wish.may === 'change' && !(await within(ctx, entity, id, 'update')))
    throw new Refused(403, 'forbidden', 'You may not change this {entity}, so you can’t let others.', { values: { entity: entity.label } })
  if (wish.kind !== 'role') {
    const there = await find(ctx, wish.kind === 'user' ? 'core.user' : 'core.team', { where: { id: wish.id }, fields: ['id'], limit: 1 })
    if (there.items.length === 0) throw unknownTarget(wish.kind)
  }
  await mayTake(ctx, entity, wish)
  await ctx.lock(`share ${id.toLowerCase()}`)
  return ctx.asSystem('Shares a record', async plain => {
    const system = plain as CoreCtx
    const where = { entity: name, record: id, [wish.kind]: wish.id }
    const [old] = (await find(system, 'core.share', { where, fields: ['may'], limit: 1 })).items
    const request = old
      ? ({ verb: 'update', id: old.id, patch: { may: wish.may } } as const)
      : ({ verb: 'create', values: { ...where, may: wish.may } as { [field: string]: Json } } as const)
    const [made] = (await change(system, 'core.share', [request], { server: true })) as unknown as [{ id: string }]
    const found = (await sharesOf(ctx, name, id)).items.find(one => one.id === made.id)
    return found as Share
  })
}

/** Ends a share. */
export async function unshare(ctx: CoreCtx, name: string, id: string, shareId: string): Promise<void> {
  await mayShare(ctx, name, id)
  await ctx.asSystem('Ends the sharing of a record', async plain => {
    const system = plain as CoreCtx
    const where = { id: shareId, entity: name, record: id }
    const [found] = isId(shareId) ? (await find(system, 'core.share', { where, fields: ['id'], limit: 1 })).items : []
    if (!found) throw notFound()
    await change(system, 'core.share', [{ verb: 'remove', id: found.id }], { server: true })
  })
}

/** The entity, where the caller sees the record and may share it. */
async function mayShare(ctx: CoreCtx, name: string, id: string): Promise<ModelEntity> {
  const entity = entityFor(ctx, name)
  if (!isId(id) || !(await within(ctx, entity, id, 'read'))) throw notFound()
  if (entity.linesOf || entity.definition.about)
    throw new Refused(400, 'not_shared', 'A {entity} is seen by whoever sees the record it belongs to. Share that one.', { values: { entity: entity.label } })
  if (!(await within(ctx, entity, id, 'share')))
    throw new Refused(403, 'forbidden', 'You may not share this {entity}. Ask an admin for the right to.', { values: { entity: entity.label } })
  return entity
}

/** Whether a record lies within the rows of a verb. */
export async function within(ctx: CoreCtx, entity: ModelEntity, id: string, verb: string): Promise<boolean> {
  if (!ctx.access.may(entity.name, verb)) return false
  return (await find(ctx, entity.name, { where: { id }, fields: ['id'], limit: 1, verb })).items.length > 0
}

/** Sharing opens rows, not verbs or fields: whoever has no role for the entity would get nothing, and is not left to wonder. */
async function mayTake(ctx: CoreCtx, entity: ModelEntity, { kind, id, may }: Wish): Promise<void> {
  if (kind === 'team') return
  const verb = may === 'change' ? 'update' : 'read'
  const access = kind === 'user' ? await accessOfUser(ctx.world, ctx.workspace, id) : await accessOfRole(ctx, id)
  if (!access) throw unknownTarget(kind)
  if (!access.may(entity.name, verb) || !access.may(entity.name, 'read'))
    throw new Refused(
      422,
      'share_without_role',
      verb === 'read'
        ? 'No role lets them see {entities} at all, so sharing would open nothing. An admin can give them such a role.'
        : 'No role lets them change {entities} at all. Share it to be seen, or ask an admin to give them such a role.',
      { values: { entities: entity.plural } },
    )
}

async function accessOfRole(ctx: CoreCtx, id: string) {
  const name = await ctx.asSystem('Looks for a role', async system => {
    const page = await find(system as CoreCtx, 'core.role', { where: { id }, fields: ['name'], limit: 1 })
    return page.items[0]?.name
  })
  return typeof name === 'string' ? accessOf(ctx.model, { ...ctx.access.caller, roles: ['core.member', name], sharedIn: [] }) : null
}

function unknownTarget(kind: Kind): Refused {
  const message = 'Whom you chose is not there, or you may not see them. Choose another.'
  return new Refused(422, 'invalid', message, { errors: [{ field: kind, code: 'reference_unknown', message }] })
}

function shown(ctx: CoreCtx, item: { readonly id: string; readonly [path: string]: Json }): Share {
  const kind = kinds.find(one => item[one] !== null) ?? 'user'
  const name = String(item[kind === 'role' ? 'role.label' : `${kind}.name`] ?? '')
  return {
    id: item.id,
    with: { kind, id: String(item[kind]), name: kind === 'role' ? ctx.t(name) : name },
    may: item.may === 'change' ? 'change' : 'read',
    at: String(item.createdAt),
    by: (item['createdBy.name'] as string | null | undefined) ?? null,
  }
}
