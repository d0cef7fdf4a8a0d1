import { sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { accessChanged } from '../access/epoch.ts'
import type { Runner } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import { Refused } from '../errors.ts'
import { hashOf, newSecret } from './secret.ts'

const keys = tableName('sangam', 'api_key')
const yearMs = 366 * 86_400_000

/** What a program may do at most, whatever its person may: change, plan what a person then does, or read. */
export const keyUses = ['write', 'plan', 'read'] as const
export type KeyUse = (typeof keyUses)[number]

/** How much a program may ask for; null where nobody said. */
export interface KeyLimits {
  readonly requestsPerMinute: number | null
  /** Records that are changed, with what changes along with them. */
  readonly writesPerHour: number | null
  /** Rows of one answer to an agent. */
  readonly rowsPerAnswer: number | null
}
export const limitNames = ['requestsPerMinute', 'writesPerHour', 'rowsPerAnswer'] as const

/** A key by which someone asks. */
export interface HeldKey {
  readonly id: string
  readonly name: string
  readonly role: string | null
  readonly may: KeyUse
  readonly limits: KeyLimits
}

export interface NewKey {
  readonly account: string
  readonly workspace: string
  readonly name: string
  readonly role: string | null
  readonly expiresAt: string
  readonly may?: KeyUse
  readonly limits?: Partial<KeyLimits>
}

/** Makes a key for a program. It is shown this once. */
export async function makeKey(runner: Runner, key: NewKey, now: Date): Promise<{ id: string; key: string }> {
  const until = Date.parse(key.expiresAt)
  if (!(until > now.getTime()) || until > now.getTime() + yearMs)
    throw new Refused(422, 'invalid', 'A key ends within a year. Choose a day.', {
      errors: [{ field: 'expiresAt', code: 'expires', message: 'A key ends within a year. Choose a day.' }],
    })
  if (key.name.trim() === '' || key.name.length > 80)
    throw new Refused(422, 'invalid', 'Give the key a name: what it is for.', {
      errors: [{ field: 'name', code: 'required', message: 'Give the key a name: what it is for.' }],
    })
  const { requestsPerMinute = null, writesPerHour = null, rowsPerAnswer = null } = key.limits ?? {}
  const secret = `sgm_${newSecret()}`
  const id = v7()
  await runner.run(sql`
    insert into ${keys} (id, hash, prefix, account, workspace, name, role, may, per_minute, per_hour, per_answer, created_at, expires_at)
    values (${id}::uuid, ${hashOf(secret)}, ${secret.slice(0, 9)}, ${key.account}::uuid, ${key.workspace}, ${key.name.trim()}, ${key.role}, ${key.may ?? 'write'}, ${requestsPerMinute}::int, ${writesPerHour}::int, ${rowsPerAnswer}::int, ${now.toISOString()}::timestamptz, ${new Date(until).toISOString()}::timestamptz)`)
  return { id, key: secret }
}

export interface ShownKey {
  readonly id: string
  readonly name: string
  readonly prefix: string
  readonly role: string | null
  readonly may: KeyUse
  readonly limits: KeyLimits
  readonly createdAt: string
  readonly expiresAt: string
  readonly usedAt: string | null
}

export function listKeys(runner: Runner, account: string, workspace: string): Promise<ShownKey[]> {
  return runner.run<ShownKey>(sql`
    select id, name, prefix, role, may, json_build_object('requestsPerMinute', per_minute, 'writesPerHour', per_hour, 'rowsPerAnswer', per_answer) as limits, created_at as "createdAt", expires_at as "expiresAt", used_at as "usedAt" from ${keys}
    where account = ${account}::uuid and workspace = ${workspace} and revoked_at is null order by created_at desc limit 200`)
}

export async function revokeKey(runner: Runner, account: string, id: string, now: Date): Promise<boolean> {
  const rows = await runner.run(
    sql`update ${keys} set revoked_at = ${now.toISOString()}::timestamptz where account = ${account}::uuid and id = ${id}::uuid and revoked_at is null returning id`,
  )
  accessChanged()
  return rows.length === 1
}
