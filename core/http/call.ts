import { createHash } from 'node:crypto'
import type { Json, Origin } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import type { Context } from 'hono'
import type { Access } from '../access/access.ts'
import { isMiscount, sameCount } from '../data/connection.ts'
import type { CoreCtx } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { Refused } from '../errors.ts'
import { applyProposal, leaveProposal } from '../proposals/proposals.ts'
import { question } from '../records/asking.ts'
import { type Who, withContext } from '../records/context.ts'
import { rehearse } from '../records/rehearsal/rehearse.ts'
import { prepared, type Reader, valuesOf } from '../records/statements.ts'
import type { World } from '../world.ts'
import { type Env, signedIn } from './env.ts'
import { countWrites, isAgent, isPlan, planFrom, proposeReason } from './key-use.ts'
import { versionOf } from './query.ts'

/** What a write answers: a status and JSON, or JSON text that is passed on as it is. */
export interface Answer {
  readonly status?: 200 | 201 | 202
  readonly json: Json
  readonly location?: string
  /** Told once: it is not kept for who asks the same again, who is told that it was done. */
  readonly secret?: true
}

/** The caller, as their work is done. */
export function whoOf(c: Context<Env>, more: Partial<Who>): Who {
  const { workspace, access, session, key } = signedIn(c)
  const origin: Origin = session ? 'screen' : isAgent(c) ? 'agent' : 'api'
  return { workspace, access, origin, locale: c.get('locale'), ...(key && { program: key.name }), ...more }
}

/** Reads as the caller. */
export function reading<T>(c: Context<Env>, world: World, work: (ctx: CoreCtx) => Promise<T>, more: Partial<Who> = {}): Promise<T> {
  return withContext(world, whoOf(c, { readOnly: true, ...more }), work)
}

/** Asks as the caller, in one statement or a few that see each their own moment. */
export function asked<T>(c: Context<Env>, world: World, read: (reader: Reader) => Promise<T>): Promise<T> {
  return question(world, signedIn(c), read)
}

/** JSON text as it came from the database. */
export function jsonText(c: Context<Env>, text: string): Response {
  return c.body(text, 200, { 'Content-Type': 'application/json' })
}

/**
 * Writes as the caller in one transaction. With an `Idempotency-Key` the same request gives the same
 * answer, however often it comes and however many come at once: the answer is kept with the change,
 * and whoever finds it there takes back their own work and gives that. With `Sangam-Plan` it is only
 * tried: the answer is what would change.
 */
export async function writing(
  c: Context<Env>,
  world: World,
  given: unknown,
  work: (ctx: CoreCtx) => Promise<Answer>,
  more: Partial<Who> = {},
): Promise<Response> {
  const key = idempotencyKey(c)
  // A person applies what a program proposed: only our own route says so.
  const { proposal } = (c.env ?? {}) as { readonly proposal?: string }
  const who = whoOf(c, { ...more, ...(proposal !== undefined && { reason: 'An agent proposed it.' }) })
  if (isPlan(c)) return c.json((await planned(c, world, who, given, work)) as never)
  const counted = async (ctx: CoreCtx): Promise<Answer> => {
    const answer = await (proposal === undefined ? work(ctx) : applyProposal(ctx, proposal, () => work(ctx)))
    const { key } = signedIn(c)
    if (key) await countWrites(c, ctx, key, Array.isArray(answer.json) ? answer.json.length : 1)
    return answer
  }
  // The text is made while the database still works on what is answered.
  const written: { text?: string } = {}
  const writes = async (ctx: CoreCtx): Promise<Answer> => {
    const answer = await counted(ctx)
    written.text = JSON.stringify(answer.json)
    return answer
  }
  const answer = key === undefined ? await withContext(world, who, writes) : await once(world, who, key, hashOf(c, given), counted)
  const text = key === undefined ? written.text : JSON.stringify(answer.json)
  return answered(c, answer, text ?? 'null')
}

/** The answer of a write, whose JSON was made into text already. */
export function answered(c: Context<Env>, { status, location }: Answer, text: string): Response {
  return c.body(text, status ?? 200, { 'Content-Type': 'application/json', ...(location && { Location: location }) })
}

/** The key by which the same request is known again, if it has one. */
export function idempotencyKey(c: Context<Env>): string | undefined {
  const key = c.req.header('Idempotency-Key')
  if (key !== undefined && !/^[\x21-\x7e]{1,200}$/.test(key))
    throw new Refused(400, 'bad_key', '"Idempotency-Key" is a text of at most 200 letters, digits and signs, without spaces.')
  return key
}

/** Tries it, and tells what would change; what a program proposes is kept for a person. */
async function planned(c: Context<Env>, world: World, who: Who, given: unknown, work: (ctx: CoreCtx) => Promise<Answer>): Promise<object> {
  const reason = proposeReason(c)
  const { plan, stood } = await rehearse(world, who, work, planFrom(c))
  if (reason === null) return { plan: true, ...plan }
  const request = { method: c.req.method, path: c.req.path, body: (given ?? null) as Json, version: versionOf(c) ?? null }
  const count = plan.changes.length + plan.more
  const program = who.program ?? ''
  const proposal = await withContext(world, { ...who, hopeful: false }, ctx => leaveProposal(ctx, { program, reason, request, stood, count }))
  return { plan: true, proposal, ...plan }
}

/** A key that is narrowed to a role asks for something else than the person, even in the same words: it is not told what they were answered. */
export function hashOf(c: Context<Env>, given: unknown): string {
  const role = signedIn(c).key?.role ?? null
  return createHash('sha256')
    .update(JSON.stringify([c.req.method, c.req.path, c.req.header('If-Match') ?? null, given, ...(role === null ? [] : [role])]))
    .digest('base64url')
}

/** Someone with the same key was first. */
class Taken extends Error {
  override readonly name = 'Taken'
}

const taken = 'answered already: '

/** Does it once by its key: whoever asks the same again is told what was answered. */
export async function once(world: World, who: Who, key: string, hash: string, work: (ctx: CoreCtx) => Promise<Answer>): Promise<Answer> {
  try {
    return await withContext(world, who, async ctx => {
      const answer = await work(ctx)
      keep(ctx, [{ key, hash, answer }])
      return answer
    })
  } catch (error) {
    // What was refused now (the name is taken, someone saved first) may be what this very request did before.
    const kept = await keptAnswer(world, who, key)
    if (!kept) throw error
    if (kept.hash !== hash) throw new Refused(422, 'key_reused', 'This Idempotency-Key was used for another request. Take a new one.')
    const answer = JSON.parse(kept.answer) as Answer
    if (answer.secret) throw new Refused(409, 'told_once', 'This was done already, and what it gave is shown only once. Make a new one.')
    return answer
  }
}

/** An answer, and by which key of which request it is known again. */
export interface Keyed {
  readonly key: string
  readonly hash: string
  readonly answer: Answer
}

interface Keeping {
  readonly user: string
  readonly rows: string
  readonly count: number
  readonly at: string
}

/** Keeps answers with the change, each by its key. The second of two that come at once waits here for the first to commit. */
export function keep(ctx: CoreCtx, answers: readonly Keyed[]): void {
  if (answers.length === 0) return
  const statement = prepared(ctx, 'keep answers', composer => {
    const slot = (name: keyof Keeping): SQL => composer.bind(query => (query as Keeping)[name])
    const mine = sql`insert into ${tableName(ctx.schema, 'core_idempotency')} (user_id, key, request_hash, status, answer, at)
        select ${slot('user')}::uuid, k.key, k.hash, k.status, k.answer, ${slot('at')}::timestamptz
        from json_to_recordset(${slot('rows')}::json) as k(key text, hash text, status int, answer text) on conflict do nothing returning key`
    return { with: [[sql`mine`, mine]], select: sql`(select ${sameCount(sql`count(*)`, sql`${slot('count')}::int`, taken)} from mine)` }
  })
  const rows = answers.map(({ key, hash, answer }) => ({
    key,
    hash,
    status: answer.status ?? 200,
    answer: JSON.stringify(answer.secret ? { secret: true, json: null } : answer),
  }))
  const keeping: Keeping = { user: ctx.user.id, rows: JSON.stringify(rows), count: rows.length, at: ctx.now() }
  ctx.tx.later(statement.statement, valuesOf(ctx, statement, keeping), undefined, error =>
    isMiscount(error, taken) ? new Taken('The same request was answered already.') : error,
  )
}

interface Kept {
  readonly hash: string
  readonly answer: string
}

async function keptAnswer(world: World, { workspace, access }: Who, key: string): Promise<Kept | null> {
  const user = (access as Access).caller.userId
  const [kept] = await world.db.app.run<Kept>(
    sql`select request_hash as hash, answer from ${tableName(workspace, 'core_idempotency')} where user_id = ${user}::uuid and key = ${key}`,
  )
  return kept ?? null
}
