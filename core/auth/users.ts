import type { Json } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { accessOfUser, bumpPermissions } from '../access/resolve.ts'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { Refused } from '../errors.ts'
import type { SignedIn } from '../http/env.ts'
import { handLinksOver } from '../links/sharer.ts'
import { change } from '../records/change.ts'
import { find, get } from '../records/find.ts'
import type { World } from '../world.ts'
import { findAccount } from './accounts.ts'

export interface ShownUser {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly state: 'active' | 'invited' | 'disabled' | 'noSignIn'
  readonly roles: readonly { readonly name: string; readonly label: string }[]
  readonly lastSeen: string | null
}

interface Row {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly active: boolean
  readonly account: string | null
  readonly roles: readonly { readonly role: string }[]
}

/** Everyone of a workspace, with whether and when they sign in. */
export async function shownUsers(ctx: CoreCtx): Promise<ShownUser[]> {
  const labels = new Map(
    (await find(ctx, 'core.role', { fields: ['name', 'label'], limit: 500 })).items.map(item => [
      item.id,
      { name: String(item.name), label: ctx.t(String(item.label)) },
    ]),
  )
  const users: Row[] = []
  for (let after: string | null = ''; after !== null; ) {
    const page: Awaited<ReturnType<typeof find>> = await find(ctx, 'core.user', {
      fields: ['name', 'email', 'active', 'account', 'roles'],
      sort: ['name'],
      limit: 500,
      ...(after !== '' && { after }),
    })
    users.push(...(page.items as unknown as Row[]))
    after = page.next
  }
  const seen = await ctx.tx.run<{ account: string; begun: boolean; last: string | null }>(sql`
    select a.id as account, a.password_hash is not null and m.begun as begun, (select max(s.seen_at) from ${tableName('sangam', 'session')} s where s.account = a.id) as last
    from ${tableName('sangam', 'account')} a join ${tableName('sangam', 'membership')} m on m.account = a.id where m.workspace = ${ctx.workspace}`)
  const accounts = new Map(seen.map(one => [one.account, one]))
  return users.map(user => {
    const account = user.account === null ? undefined : accounts.get(user.account)
    const state = !user.active ? 'disabled' : !account ? 'noSignIn' : account.begun ? 'active' : 'invited'
    return {
      id: user.id,
      name: user.name,
      email: user.email,
      state,
      roles: (user.roles ?? []).flatMap(line => labels.get(line.role) ?? []),
      // Before they begin it would tell where else they work.
      lastSeen: account?.begun ? account.last : null,
    }
  })
}

/** Tells open windows that somebody has begun: what people sign in with is kept beside their record, which stays as it is. */
export async function tellBegun(ctx: CoreCtx, user: string): Promise<void> {
  await ctx.tx.run(sql`
    insert into ${tableName(ctx.schema, 'core_outbox')} (at, kind, name, verb, record_id, version, origin)
    select ${ctx.now()}::timestamptz, 'change', 'core.user', 'update', u.id, u.version, ${ctx.origin} from ${tableName(ctx.schema, 'core_user')} u where u.id = ${user}::uuid`)
}

/** Only an owner gives or takes what an owner has, and manages owners. */
export function mayManage(who: SignedIn, wanted: readonly string[], now: readonly string[]): void {
  if (who.access.caller.roles.includes('core.owner')) return
  if (wanted.includes('core.owner') || now.includes('core.owner')) throw new Refused(403, 'forbidden', 'Only an owner may do this.')
}

/**
 * A link for choosing a password opens the account in all its workspaces. So who gives one out must be
 * able to manage that person in each of them; a key reaches no further than its own workspace.
 */
export async function mayGiveLink(world: World, who: SignedIn, account: string): Promise<void> {
  const homes = await world.db.app.run<{ workspace: string; userId: string; mine: string | null }>(sql`
    select m.workspace, m.user_id as "userId", w.user_id as mine from ${tableName('sangam', 'membership')} m
      left join ${tableName('sangam', 'membership')} w on w.workspace = m.workspace and w.account = ${who.account.id}::uuid and w.begun
    where m.account = ${account}::uuid and m.workspace <> ${who.workspace}`)
  for (const { workspace, userId, mine } of homes) {
    const [theirs, own] = [await accessOfUser(world, workspace, userId), mine === null || who.key ? null : await accessOfUser(world, workspace, mine)]
    // Of someone who is disabled there nothing is known but that they may be enabled again.
    const managed = theirs !== null && !theirs.caller.roles.includes('core.owner')
    if (!own?.caller.roles.some(role => role === 'core.owner' || (managed && role === 'core.admin')))
      throw new Refused(403, 'forbidden', 'Only an owner may do this.')
  }
}

/** Whether this address may be invited as this user: refused where its account is another user's, or a link would open more than is ours to open. */
export async function mayInvite(world: World, who: SignedIn, email: string, userId: string): Promise<void> {
  const account = await findAccount(world.db.app, email)
  if (!account) return
  const [member] = await world.db.app.run<{ userId: string }>(
    sql`select user_id as "userId" from ${tableName('sangam', 'membership')} where account = ${account.id}::uuid and workspace = ${who.workspace}`,
  )
  if (member && member.userId !== userId)
    throw new Refused(409, 'not_unique', 'Another {entity} has this already ({label}). Use that one, or give another value.', {
      values: { entity: 'User', label: email },
    })
  // Who has a password shows that they know it before the invitation opens anything, and what the installation mails nobody gets but they.
  if (account.passwordHash === null && !world.config.mail) await mayGiveLink(world, who, account.id)
}

/** Exactly these roles; what someone may do changes on all nodes with the commit. */
export async function giveRoles(ctx: CoreCtx, user: string, roles: readonly string[]): Promise<void> {
  await ctx.lock('users')
  const page = await find(ctx, 'core.role', { where: { name: { in: roles } }, fields: ['name'], limit: 500 })
  const found = new Map(page.items.map(item => [String(item.name), item.id]))
  const unknown = roles.filter(role => !found.has(role))
  if (unknown.length > 0)
    throw new Refused(422, 'invalid', 'There is no role {role}.', {
      values: { role: unknown.join(', ').slice(0, 100) },
      errors: [{ field: 'roles', code: 'unknown_role', message: 'There is no role {role}.', values: { role: unknown.join(', ').slice(0, 100) } }],
    })
  const now = ((await get(ctx, 'core.user', user, ['roles'])).roles ?? []) as unknown as { id: string; role: string }[]
  const kept = now.filter(line => [...found.values()].includes(line.role)).map(line => ({ id: line.id }))
  const added = [...found.values()].filter(role => !now.some(line => line.role === role)).map(role => ({ role }))
  await change(ctx, 'core.user', [{ verb: 'update', id: user, patch: { roles: [...kept, ...added] as unknown as Json } }], { server: true })
  await bumpPermissions(ctx.tx, ctx.schema)
  await keepAnOwner(ctx)
}

export async function setActive(ctx: CoreCtx, user: string, active: boolean): Promise<void> {
  await ctx.lock('users')
  await change(ctx, 'core.user', [{ verb: 'update', id: user, patch: { active } }], { server: true })
  await bumpPermissions(ctx.tx, ctx.schema)
  await keepAnOwner(ctx)
}

/** A workspace without an owner could never be put right again. */
async function keepAnOwner(ctx: CoreCtx): Promise<void> {
  const owners = await find(ctx, 'core.user', {
    where: { active: true, account: { isEmpty: false }, roles: { some: { 'role.name': 'core.owner' } } },
    fields: ['id'],
    limit: 500,
  })
  // Whoever was invited to be one may never come.
  const ids = JSON.stringify(owners.items.map(owner => owner.id))
  const [invited] = await ctx.tx.run<{ count: number }>(sql`
    select count(*)::int as count from ${tableName('sangam', 'membership')} m
    where m.workspace = ${ctx.workspace} and not m.begun and m.user_id::text in (select jsonb_array_elements_text(${ids}::jsonb))`)
  if (owners.items.length <= (invited?.count ?? 0)) throw new Refused(409, 'last_owner', 'Someone must stay the owner. Make another person an owner first.')
}

/** Gives all that stands in someone's name to another; by the pipeline, so that the history says so. What keeps who it names (an exception they were given) tells of the past, and stays. */
export async function handOver(ctx: CoreCtx, from: string, to: string): Promise<{ [entity: string]: number }> {
  const taker = await get(ctx, 'core.user', to, ['active'])
  if (taker.active === false) throw new Refused(422, 'invalid', 'Choose another person to take the records over.')
  const counts: { [entity: string]: number } = {}
  for (const entity of ctx.model.entities.values()) {
    if (entity.internal || entity.linesOf) continue
    const fields = [...entity.fields.values()].filter(
      ({ type, to: target, options }) =>
        type.type === 'reference' && target === 'core.user' && !options.readonly && (options as { readonly onRemove?: string }).onRemove !== 'keep',
    )
    for (const field of fields) {
      // Each step begins after the last id of the one before: a record that a rule keeps with its owner is not met again for ever.
      for (let after: string | null = ''; after !== null; ) {
        const page: Awaited<ReturnType<typeof find>> = await find(ctx, entity.name, {
          where: { [field.name]: from },
          fields: ['id'],
          sort: ['id'],
          limit: 500,
          ...(after !== '' && { after }),
        })
        after = page.next
        if (page.items.length === 0) continue
        await change(
          ctx,
          entity.name,
          page.items.map(item => ({ verb: 'update', id: item.id, patch: { [field.name]: to } })),
        )
        counts[entity.name] = (counts[entity.name] ?? 0) + page.items.length
      }
    }
  }
  await handLinksOver(ctx, from, to)
  return counts
}
