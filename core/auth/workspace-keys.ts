import { sql } from 'drizzle-orm'
import { accessChanged } from '../access/epoch.ts'
import { mayUse } from '../access/resolve.ts'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { notFound } from '../errors.ts'
import { find, isId } from '../records/find.ts'
import { tellAll } from '../work/notify.ts'
import type { KeyLimits, KeyUse } from './keys.ts'
import { shownUsers } from './users.ts'

/** Whether a key opens anything now: it does, its time is over, its person may not sign in, or its role is not theirs any more. */
export type KeyState = 'inForce' | 'ended' | 'disabled' | 'roleLost'

/** A key of anyone of a workspace, without anything of its secret. */
export interface WorkspaceKey {
  readonly id: string
  readonly name: string
  /** Whose it is; no id where they are not of this workspace any more. */
  readonly user: { readonly id: string | null; readonly name: string; readonly owner: boolean }
  /** The role that it is narrowed to. */
  readonly role: { readonly name: string; readonly label: string } | null
  readonly may: KeyUse
  readonly limits: KeyLimits
  readonly state: KeyState
  readonly createdAt: string
  readonly expiresAt: string
  readonly usedAt: string | null
}

/** How many are shown, the newest. */
const most = 1000

interface Row extends Omit<WorkspaceKey, 'user' | 'role' | 'state'> {
  readonly userId: string | null
  readonly email: string
  readonly away: boolean
  readonly role: string | null
}

/** The keys of everyone in a workspace that nobody has revoked, the newest first; `more` where there are more than are shown. */
export async function workspaceKeys(ctx: CoreCtx): Promise<{ readonly items: WorkspaceKey[]; readonly more: boolean }> {
  const rows = await ctx.tx.run<Row>(sql`
    select k.id, k.name, k.role, k.may, json_build_object('requestsPerMinute', k.per_minute, 'writesPerHour', k.per_hour, 'rowsPerAnswer', k.per_answer) as limits,
      k.created_at as "createdAt", k.expires_at as "expiresAt", k.used_at as "usedAt", m.user_id as "userId", a.email, a.disabled_at is not null as away
    from ${tableName('sangam', 'api_key')} k join ${tableName('sangam', 'account')} a on a.id = k.account
      left join ${tableName('sangam', 'membership')} m on m.account = k.account and m.workspace = k.workspace
    where k.workspace = ${ctx.workspace} and k.revoked_at is null order by k.created_at desc, k.id limit ${most + 1}::int`)
  const people = new Map((await shownUsers(ctx)).map(user => [user.id, user]))
  const { items: roles } = await find(ctx, 'core.role', { fields: ['name', 'label'], limit: 500 })
  const labels = new Map(roles.map(({ name, label }) => [String(name), ctx.t(String(label))]))
  const items = rows.slice(0, most).map(({ userId, email, away, role, ...key }): WorkspaceKey => {
    const person = userId === null ? undefined : people.get(userId)
    const held = person?.roles.map(({ name }) => name) ?? []
    const disabled = !person || away || person.state === 'disabled'
    const ended = new Date(key.expiresAt).getTime() <= ctx.world.clock.now().getTime()
    return {
      ...key,
      user: { id: person?.id ?? null, name: person?.name ?? email, owner: held.includes('core.owner') },
      role: role === null ? null : { name: role, label: labels.get(role) ?? role },
      state: disabled ? 'disabled' : ended ? 'ended' : role !== null && !mayUse(held, role) ? 'roleLost' : 'inForce',
    }
  })
  return { items, more: rows.length > most }
}

/** Revokes a key of anyone of the workspace, whom another is told of it; `allow` refuses who may not, by whose key it is. */
export async function revokeForWorkspace(ctx: CoreCtx, id: string, allow: (key: WorkspaceKey) => void): Promise<void> {
  const key = isId(id) ? (await workspaceKeys(ctx)).items.find(one => one.id === id) : undefined
  if (!key) throw notFound()
  allow(key)
  await ctx.tx.run(sql`
    update ${tableName('sangam', 'api_key')} set revoked_at = ${ctx.now()}::timestamptz where id = ${id}::uuid and workspace = ${ctx.workspace} and revoked_at is null`)
  accessChanged()
  const { user, name } = key
  if (user.id !== null && user.id !== ctx.user.id)
    await tellAll(ctx, [{ user: user.id, text: '{who} revoked your key “{name}”.', values: { who: ctx.user.name, name } }])
}
