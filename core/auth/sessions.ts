import { sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { accessChanged } from '../access/epoch.ts'
import type { Runner } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import { Refused } from '../errors.ts'
import { hashOf, newSecret } from './secret.ts'

const sessions = tableName('sangam', 'session')
/** A session ends when it was not used for so long, and at the latest after so long. */
export const idleDays = 14
export const longestDays = 90
const dayMs = 86_400_000

export interface Browser {
  readonly userAgent: string | null
  readonly ip: string
}

/**
 * Begins a session; what is given back goes into the cookie and is kept nowhere. Where it begins by a password, that is still the one: whoever changes it ends all sessions, and none
 * begins behind that by the one of before.
 */
export async function beginSession(runner: Runner, account: string, browser: Browser, now: Date, password: string | null = null): Promise<string> {
  const token = newSecret()
  const [idle, longest] = [idleDays, longestDays].map(days => new Date(now.getTime() + days * dayMs).toISOString())
  const begun = await runner.run(sql`
    with whose as (select id from ${tableName('sangam', 'account')} where id = ${account}::uuid and (${password}::text is null or password_hash = ${password}) for share)
    insert into ${sessions} (token_hash, id, account, created_at, seen_at, expires_at, absolute_until, user_agent, ip)
    select ${hashOf(token)}, ${v7()}::uuid, id, ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz, ${idle ?? ''}::timestamptz, ${longest ?? ''}::timestamptz, ${browser.userAgent?.slice(0, 300) ?? null}::text, ${browser.ip}::text
    from whose returning id`)
  if (begun.length === 0) throw new Refused(401, 'signed_out', 'Sign in first.')
  return token
}

/** Moves the end of an idle session further: once a minute is enough. */
export async function touchSession(runner: Runner, id: string, now: Date): Promise<void> {
  const until = new Date(now.getTime() + idleDays * dayMs).toISOString()
  await runner.run(
    sql`update ${sessions} set seen_at = ${now.toISOString()}::timestamptz, expires_at = least(${until}::timestamptz, absolute_until) where id = ${id}::uuid and ended_at is null`,
  )
}

/** Whether what somebody came in by still lets them in: their session goes on, their key was not taken away and has not run out. */
export async function isStillIn(runner: Runner, by: { readonly session: string | null; readonly key: string | null }, now: Date): Promise<boolean> {
  const at = sql`${now.toISOString()}::timestamptz`
  const [row] = await runner.run<{ held: boolean }>(sql`
    select (${by.session}::uuid is null or exists (select from ${sessions} where id = ${by.session}::uuid and ended_at is null and expires_at > ${at} and absolute_until > ${at}))
      and (${by.key}::uuid is null or exists (select from ${tableName('sangam', 'api_key')} where id = ${by.key}::uuid and revoked_at is null and expires_at > ${at})) as held`)
  return row?.held === true
}

export interface ShownSession {
  readonly id: string
  readonly createdAt: string
  readonly seenAt: string
  readonly userAgent: string | null
  readonly ip: string | null
}

export function listSessions(runner: Runner, account: string, now: Date): Promise<ShownSession[]> {
  return runner.run<ShownSession>(sql`
    select id, created_at as "createdAt", seen_at as "seenAt", user_agent as "userAgent", ip from ${sessions}
    where account = ${account}::uuid and ended_at is null and expires_at > ${now.toISOString()}::timestamptz and absolute_until > ${now.toISOString()}::timestamptz order by seen_at desc limit 100`)
}

/** Ends one session of an account; false where there is none. */
export async function endSession(runner: Runner, account: string, id: string, now: Date): Promise<boolean> {
  const rows = await runner.run(
    sql`update ${sessions} set ended_at = ${now.toISOString()}::timestamptz where account = ${account}::uuid and id = ${id}::uuid and ended_at is null returning id`,
  )
  accessChanged()
  return rows.length === 1
}

/** Ends all sessions of an account, but for the one that asks. */
export async function endSessions(runner: Runner, account: string, now: Date, except: string | null = null): Promise<void> {
  await runner.run(
    sql`update ${sessions} set ended_at = ${now.toISOString()}::timestamptz where account = ${account}::uuid and ended_at is null and (${except}::uuid is null or id <> ${except}::uuid)`,
  )
  accessChanged()
}
