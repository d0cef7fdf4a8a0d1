import { sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { accessChanged } from '../access/epoch.ts'
import { type Runner, sqlState } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import { Refused } from '../errors.ts'

export interface Account {
  readonly id: string
  readonly email: string
  readonly passwordHash: string | null
  readonly disabled: boolean
  /** Its owner opened a link that the installation mailed to its address. */
  readonly proven: boolean
}

const accounts = tableName('sangam', 'account')
const members = tableName('sangam', 'membership')

/** An address in its one form; null for what is none. */
export function plainEmail(text: unknown): string | null {
  if (typeof text !== 'string') return null
  const email = text.normalize('NFC').trim().toLowerCase()
  return email.length <= 254 && /^[^\s@<>"(),:;\\[\]]+@[^\s@<>"(),:;\\[\]]+\.[^\s@<>"(),:;\\[\]]{2,}$/.test(email) ? email : null
}

export async function findAccount(runner: Runner, email: string): Promise<Account | null> {
  const [row] = await runner.run<Account>(
    sql`select id, email, password_hash as "passwordHash", disabled_at is not null as disabled, proven_at is not null as proven from ${accounts} where email = ${email}`,
  )
  return row ?? null
}

export async function accountById(runner: Runner, id: string): Promise<Account | null> {
  const [row] = await runner.run<Account>(
    sql`select id, email, password_hash as "passwordHash", disabled_at is not null as disabled, proven_at is not null as proven from ${accounts} where id = ${id}::uuid`,
  )
  return row ?? null
}

/** Makes an account; one that is there already with this address is given back. */
export async function ensureAccount(runner: Runner, email: string, passwordHash: string | null): Promise<string> {
  try {
    const [made] = await runner.run<{ id: string }>(
      sql`insert into ${accounts} (id, email, password_hash) values (${v7()}::uuid, ${email}, ${passwordHash}) on conflict (email) do nothing returning id`,
    )
    const id = made?.id ?? (await findAccount(runner, email))?.id
    if (id) return id
  } catch (error) {
    if (sqlState(error) !== '23514') throw error
  }
  throw new Refused(422, 'email', 'Give an e-mail address such as name@example.com.')
}

/**
 * Sets a password. Links for a new one that are still about end with it: they were asked for before. Where it is told which one it takes the place of, and that has been
 * changed meanwhile, nothing is done and it is false: whoever knew the one before overwrites no newer one.
 */
export async function setPassword(runner: Runner, id: string, passwordHash: string, was?: string | null): Promise<boolean> {
  const rows = await runner.run(sql`
    with changed as (update ${accounts} set password_hash = ${passwordHash} where id = ${id}::uuid and (${was === undefined} or password_hash is not distinct from ${was ?? null}) returning id),
    over as (delete from ${tableName('sangam', 'token')} t using changed where t.kind = 'reset' and t.account = changed.id and t.used_at is null)
    select id from changed`)
  return rows.length === 1
}

/** Whoever opened a link that the installation mailed there has this address. */
export async function proveAddress(runner: Runner, id: string, now: Date): Promise<void> {
  await runner.run(sql`update ${accounts} set proven_at = ${now.toISOString()}::timestamptz where id = ${id}::uuid and proven_at is null`)
}

/** Who was invited has not begun; whoever works there already has. Whoever was this user before, as under an address that was written wrong, is nobody there any more, nor is a link of theirs one. */
export async function addMember(runner: Runner, account: string, workspace: string, userId: string, begun = true): Promise<void> {
  await runner.run(
    sql`insert into ${members} (account, workspace, user_id, begun) values (${account}::uuid, ${workspace}, ${userId}::uuid, ${begun}) on conflict (account, workspace) do update set user_id = excluded.user_id`,
  )
  await runner.run(sql`
    with over as (delete from ${tableName('sangam', 'token')} where kind = 'invite' and workspace = ${workspace} and user_id = ${userId}::uuid and account <> ${account}::uuid and used_at is null)
    delete from ${members} where workspace = ${workspace} and user_id = ${userId}::uuid and account <> ${account}::uuid`)
  accessChanged()
}

/** Whether they took the invitation, or work there without one. */
export async function hasBegun(runner: Runner, account: string, workspace: string): Promise<boolean> {
  const [row] = await runner.run<{ begun: boolean }>(sql`select begun from ${members} where account = ${account}::uuid and workspace = ${workspace}`)
  return row?.begun ?? false
}

/** Whether there is a workspace that they began in. */
export async function beganSomewhere(runner: Runner, account: string): Promise<boolean> {
  const [row] = await runner.run<{ some: boolean }>(sql`select exists (select from ${members} where account = ${account}::uuid and begun) as some`)
  return row?.some ?? false
}

/** They took the invitation. A link for a new password that somebody was given before, who could manage them everywhere then, would open this workspace too: it ends. */
export async function beginMember(runner: Runner, account: string, workspace: string): Promise<void> {
  await runner.run(sql`
    with over as (delete from ${tableName('sangam', 'token')} where kind = 'reset' and account = ${account}::uuid and used_at is null)
    update ${members} set begun = true where account = ${account}::uuid and workspace = ${workspace}`)
}

/** Whether anyone can sign in at all: until then the first run is open to who has the code. */
export async function hasOwner(runner: Runner): Promise<boolean> {
  const [row] = await runner.run<{ some: boolean }>(sql`select exists (select from ${accounts} where password_hash is not null) as some`)
  return row?.some ?? false
}
