import { sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { Runner } from '../data/connection.ts'
import { tableName } from '../data/identifiers.ts'
import { Refused } from '../errors.ts'
import { postToken } from '../services.ts'
import { canBeMailed } from '../work/mail.ts'
import type { World } from '../world.ts'
import type { Post } from './post.ts'
import { take } from './rate.ts'
import type { LinkKind } from './tokens.ts'

export interface Letter {
  readonly kind: LinkKind
  readonly account: string
  /** Where they are invited to, and as whom. */
  readonly workspace?: string
  readonly userId?: string
  /** Links of before stay good: anybody may have asked for this one. */
  readonly beside?: boolean
}

export interface ClaimedLetter {
  readonly id: string
  readonly kind: LinkKind
  readonly account: string
  readonly workspace: string | null
  readonly userId: string | null
  readonly beside: boolean
  readonly tries: number
}

/** How often a letter is tried: over an hour and a half. */
export const mostTries = 6

const letters = tableName('sangam', 'letter')

/** Has a link mailed by the installation's server. What is written down is the wish alone: the link is made as the letter leaves, so that neither a table nor a backup holds it. */
export async function writeLetter(world: World, { kind, account, workspace, userId, beside = false }: Letter): Promise<void> {
  const now = world.clock.now().toISOString()
  await world.db.app.run(sql`
    insert into ${letters} (id, kind, account, workspace, user_id, beside, created_at, due_at)
    values (${v7()}::uuid, ${kind}, ${account}::uuid, ${workspace ?? null}, ${userId ?? null}::uuid, ${beside}, ${now}::timestamptz, ${now}::timestamptz)`)
  world.services.get<Post>(postToken).wake()
}

/** Who has the installation mail to others may not fill their mailboxes with it, nor give its server a bad name. An address that no letter would reach is refused at once. */
export async function takeLetter(world: World, workspace: string, email: string): Promise<void> {
  if (!canBeMailed(email)) {
    const message = 'Give one plain e-mail address, such as name@example.com.'
    throw new Refused(422, 'invalid', message, { errors: [{ field: 'email', code: 'mail_address_invalid', message }] })
  }
  await take(world.db.app, `letter ${workspace} ${email}`, { tries: 5, seconds: 3600 })
  await take(world.db.app, `letter ${workspace}`, { tries: 200, seconds: 3600 })
}

/** The next letter that is due, for this node alone: it is due again by itself should this node die of it. */
export async function claimLetter(runner: Runner, now: Date): Promise<ClaimedLetter | null> {
  const at = now.toISOString()
  const [row] = await runner.run<ClaimedLetter>(sql`
    update ${letters} set tries = tries + 1, due_at = ${at}::timestamptz + make_interval(secs => 90 * power(2, least(tries, 6)))
    where id = (select id from ${letters} where due_at <= ${at}::timestamptz order by due_at, id limit 1 for update skip locked)
    returning id, kind, account, workspace, user_id as "userId", beside, tries`)
  return row ?? null
}

export async function dropLetter(runner: Runner, id: string): Promise<void> {
  await runner.run(sql`delete from ${letters} where id = ${id}::uuid`)
}

export async function noteFailure(runner: Runner, id: string, error: string): Promise<void> {
  await runner.run(sql`update ${letters} set error = ${error.slice(0, 500)} where id = ${id}::uuid`)
}

/** How many letters wait though they were tried, and why the last did not leave. */
export async function stuckLetters(runner: Runner): Promise<{ readonly count: number; readonly error: string | null }> {
  const [row] = await runner.run<{ count: number; error: string | null }>(sql`
    select count(*)::int as count, (array_agg(error order by due_at desc))[1] as error from ${letters} where error is not null`)
  return row ?? { count: 0, error: null }
}
