import { createHash } from 'node:crypto'
import type { Json, Origin } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { Context } from 'hono'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { Refused } from '../errors.ts'
import { type Who, withContext } from '../records/context.ts'
import type { World } from '../world.ts'
import { type Env, signedIn } from './env.ts'

/** What a write answers: a status and JSON, or JSON text that is passed on as it is. */
export interface Answer {
  readonly status?: 200 | 201 | 202
  readonly json: Json
  readonly location?: string
}

function whoOf(c: Context<Env>, more: Partial<Who>): Who {
  const { workspace, access, session } = signedIn(c)
  const origin: Origin = session ? 'screen' : 'api'
  return { workspace, access, origin, locale: c.get('locale'), ...more }
}

/** Reads as the caller. */
export function reading<T>(c: Context<Env>, world: World, work: (ctx: CoreCtx) => Promise<T>, more: Partial<Who> = {}): Promise<T> {
  return withContext(world, whoOf(c, { readOnly: true, ...more }), work)
}

/** JSON text as it came from the database. */
export function jsonText(c: Context<Env>, text: string): Response {
  return c.body(text, 200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
}

/**
 * Writes as the caller in one transaction. With an `Idempotency-Key` the same request gives the same
 * answer, however often it comes and however many come at once: the key is written with the change.
 */
export async function writing(c: Context<Env>, world: World, given: unknown, work: (ctx: CoreCtx) => Promise<Answer>): Promise<Response> {
  const key = c.req.header('Idempotency-Key')
  if (key !== undefined && !/^[\x21-\x7e]{1,200}$/.test(key))
    throw new Refused(400, 'bad_key', '"Idempotency-Key" is a text of at most 200 letters, digits and signs, without spaces.')
  const answer = await withContext(world, whoOf(c, {}), async ctx => (key === undefined ? work(ctx) : once(ctx, key, hashOf(c, given), () => work(ctx))))
  return c.json(answer.json as never, answer.status ?? 200, { 'Cache-Control': 'no-store', ...(answer.location && { Location: answer.location }) })
}

function hashOf(c: Context<Env>, given: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([c.req.method, c.req.path, c.req.header('If-Match') ?? null, given]))
    .digest('base64url')
}

interface Kept {
  readonly hash: string
  readonly answer: string | null
}

/** The second of two that come at once waits for the first, and is given its answer. */
async function once(ctx: CoreCtx, key: string, hash: string, work: () => Promise<Answer>): Promise<Answer> {
  const table = tableName(ctx.schema, 'core_idempotency')
  const user = sql`${ctx.user.id}::uuid`
  const [mine] = await ctx.tx.run(
    sql`insert into ${table} (user_id, key, request_hash, at) values (${user}, ${key}, ${hash}, ${ctx.now()}::timestamptz) on conflict do nothing returning key`,
  )
  if (!mine) {
    const [kept] = await ctx.tx.run<Kept>(sql`select request_hash as hash, answer from ${table} where user_id = ${user} and key = ${key}`)
    if (kept?.hash !== hash) throw new Refused(422, 'key_reused', 'This Idempotency-Key was used for another request. Take a new one.')
    return JSON.parse(kept.answer ?? '{"json":null}') as Answer
  }
  const answer = await work()
  await ctx.tx.run(sql`update ${table} set status = ${answer.status ?? 200}::int, answer = ${JSON.stringify(answer)} where user_id = ${user} and key = ${key}`)
  return answer
}
