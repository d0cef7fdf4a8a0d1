import { sql } from 'drizzle-orm'
import type { Runner } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import { hashOf, newCode, newSecret, plainCode } from './secret.ts'

const tokens = tableName('sangam', 'token')
const hours = { setup: 24 * 30, reset: 1, invite: 24 * 7, proof: 24 } as const

/** What a link is for: choosing a new password, beginning in a workspace, or showing that an address is one's own. */
export type LinkKind = 'reset' | 'invite' | 'proof'

export interface TokenFor {
  readonly account?: string
  readonly workspace?: string
  readonly userId?: string
}

export interface Token {
  readonly account: string | null
  readonly workspace: string | null
  readonly userId: string | null
  /** The installation mailed it: whoever has it reads that mailbox. */
  readonly mailed: boolean
}

export interface TokenHow {
  /** Those before it stay. */
  readonly beside?: boolean
  /** Given to nobody but the mail server of the installation. */
  readonly mailed?: boolean
}

/** Makes a link that works once. One asked for anew ends those before it, unless they are to stay `beside` it. */
export async function makeToken(runner: Runner, kind: LinkKind, what: TokenFor, now: Date, how: TokenHow = {}): Promise<string> {
  const secret = newSecret()
  if (!how.beside) await endTokens(runner, kind, what)
  await insert(runner, kind, secret, { ...what, mailed: how.mailed === true }, now)
  return secret
}

/** Links of this kind for this that nobody used. */
export async function endTokens(runner: Runner, kind: LinkKind, what: TokenFor): Promise<void> {
  await runner.run(
    sql`delete from ${tokens} where kind = ${kind} and account is not distinct from ${what.account ?? null}::uuid and workspace is not distinct from ${what.workspace ?? null} and used_at is null`,
  )
}

/** The code of the first run, anew at each start while nobody can sign in. */
export async function makeSetupCode(runner: Runner, now: Date): Promise<string> {
  const code = newCode()
  await runner.run(sql`delete from ${tokens} where kind = 'setup'`)
  await insert(runner, 'setup', plainCode(code), { mailed: false }, now)
  return code
}

async function insert(
  runner: Runner,
  kind: keyof typeof hours,
  secret: string,
  { account, workspace, userId, mailed }: TokenFor & { readonly mailed: boolean },
  now: Date,
): Promise<void> {
  const until = new Date(now.getTime() + hours[kind] * 3_600_000).toISOString()
  await runner.run(sql`
    insert into ${tokens} (hash, kind, account, workspace, user_id, mailed, created_at, expires_at)
    values (${hashOf(secret)}, ${kind}, ${account ?? null}::uuid, ${workspace ?? null}, ${userId ?? null}::uuid, ${mailed}, ${now.toISOString()}::timestamptz, ${until}::timestamptz)`)
}

/** What a link is for, without using it; null for one that is unknown, used or over. */
export async function readToken(runner: Runner, kind: keyof typeof hours, secret: string, now: Date): Promise<Token | null> {
  const [row] = await runner.run<Token>(sql`
    select account, workspace, user_id as "userId", mailed from ${tokens} where hash = ${hashOf(secret)} and kind = ${kind} and used_at is null and expires_at > ${now.toISOString()}::timestamptz`)
  return row ?? null
}

/** Uses a link: of two who come at once, one is given it. */
export async function useToken(runner: Runner, kind: keyof typeof hours, secret: string, now: Date): Promise<Token | null> {
  const [row] = await runner.run<Token>(sql`
    update ${tokens} set used_at = ${now.toISOString()}::timestamptz
    where hash = ${hashOf(secret)} and kind = ${kind} and used_at is null and expires_at > ${now.toISOString()}::timestamptz returning account, workspace, user_id as "userId", mailed`)
  return row ?? null
}

/** What the link was used for did not come about: it may be used again. */
export async function giveBackToken(runner: Runner, kind: keyof typeof hours, secret: string): Promise<void> {
  await runner.run(sql`update ${tokens} set used_at = null where hash = ${hashOf(secret)} and kind = ${kind}`)
}
