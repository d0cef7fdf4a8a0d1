import type { Json } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { bumpPermissions } from '../access/resolve.ts'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { Refused } from '../errors.ts'
import type { SignedIn } from '../http/env.ts'
import { change } from '../records/change.ts'
import { find, get } from '../records/find.ts'

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
  const seen = await ctx.tx.run<{ account: string; password: boolean; last: string | null }>(sql`
    select a.id as account, a.password_hash is not null as password, (select max(s.seen_at) from ${tableName('sangam', 'session')} s where s.account = a.id) as last
    from ${tableName('sangam', 'account')} a join ${tableName('sangam', 'membership')} m on m.account = a.id where m.workspace = ${ctx.workspace}`)
  const accounts = new Map(seen.map(one => [one.account, one]))
  return users.map(user => {
    const account = user.account === null ? undefined : accounts.get(user.account)
    const state = !user.active ? 'disabled' : !account ? 'noSignIn' : account.password ? 'active' : 'invited'
    return {
      id: user.id,
      name: user.name,
      email: user.email,
      state,
      roles: (user.roles ?? []).flatMap(line => labels.get(line.role) ?? []),
      lastSeen: account?.last ?? null,
    }
  })
}

/** Only an owner gives or takes what an owner has, and manages owners. */
export function mayManage(who: SignedIn, wanted: readonly string[], now: readonly string[]): void {
  if (who.access.caller.roles.includes('core.owner')) return
  if (wanted.includes('core.owner') || now.includes('core.owner')) throw new Refused(403, 'forbidden', 'Only an owner may do this.')
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
    limit: 1,
  })
  if (owners.items.length === 0) throw new Refused(409, 'last_owner', 'Someone must stay the owner. Make another person an owner first.')
}

/** Gives all that stands in someone's name to another; by the pipeline, so that the history says so. */
export async function handOver(ctx: CoreCtx, from: string, to: string): Promise<{ [entity: string]: number }> {
  await get(ctx, 'core.user', to, ['name'])
  const counts: { [entity: string]: number } = {}
  for (const entity of ctx.model.entities.values()) {
    if (entity.internal || entity.linesOf) continue
    const fields = [...entity.fields.values()].filter(field => field.type.type === 'reference' && field.to === 'core.user' && !field.options.readonly)
    for (const field of fields) {
      for (;;) {
        const page = await find(ctx, entity.name, { where: { [field.name]: from }, fields: ['id'], sort: ['id'], limit: 500 })
        if (page.items.length === 0) break
        await change(
          ctx,
          entity.name,
          page.items.map(item => ({ verb: 'update', id: item.id, patch: { [field.name]: to } })),
        )
        counts[entity.name] = (counts[entity.name] ?? 0) + page.items.length
      }
    }
  }
  return counts
}
