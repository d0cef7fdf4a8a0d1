import { sql } from 'drizzle-orm'
import type { Runner } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import { newSigningSecret } from './sign.ts'

/** For so long a receiver may still know messages by the secret that was changed. */
const bothHours = 24

interface Kept {
  readonly secret: string
  readonly old?: string
  readonly oldUntil?: string
}

async function kept(runner: Runner, schema: string, webhook: string): Promise<Kept | null> {
  const [row] = await runner.run<{ value: string }>(
    sql`select value from ${tableName(schema, 'core_kept')} where owner = ${webhook}::uuid and name = 'webhook secret'`,
  )
  return row ? (JSON.parse(row.value) as Kept) : null
}

/** The secrets that messages are signed with now, newest first. */
export async function secretsOf(runner: Runner, schema: string, webhook: string, now: Date): Promise<string[]> {
  const found = await kept(runner, schema, webhook)
  if (!found) return []
  return found.old && found.oldUntil && found.oldUntil > now.toISOString() ? [found.secret, found.old] : [found.secret]
}

/** Gives a webhook a new secret; the one before stays valid for a day beside it. Shown now and never again. */
export async function newSecretFor(
  runner: Runner,
  schema: string,
  webhook: string,
  now: Date,
): Promise<{ readonly secret: string; readonly oldUntil: string | null }> {
  const before = await kept(runner, schema, webhook)
  const secret = newSigningSecret()
  const oldUntil = before ? new Date(now.getTime() + bothHours * 3_600_000).toISOString() : null
  const value: Kept = { secret, ...(before && oldUntil && { old: before.secret, oldUntil }) }
  await runner.run(sql`
    insert into ${tableName(schema, 'core_kept')} (owner, name, value) values (${webhook}::uuid, 'webhook secret', ${JSON.stringify(value)})
    on conflict (owner, name) do update set value = excluded.value`)
  return { secret, oldUntil }
}
