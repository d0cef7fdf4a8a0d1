import type { Context } from 'hono'
import { type HeldKey, type KeyLimits, limitNames } from '../auth/keys.ts'
import { waitOf } from '../auth/rate.ts'
import type { CoreCtx } from '../data/context.ts'
import { Refused } from '../errors.ts'
import type { World } from '../world.ts'
import { type Env, signedIn } from './env.ts'

/** What only reads, though it may be sent as a body. */
export const reads = /^(GET|HEAD) |^POST \/api\/query\/[^/]+$/
/** Where agents ask: each tool they call asks for something else by itself, and is judged by that. */
const agents = /^[A-Z]+ \/api\/mcp$/
/** Changes of records and actions on them, which go through the pipeline and can therefore be tried and taken back. */
const plannable =
  /^POST \/api\/(batch|records\/[^/]+)$|^(PATCH|DELETE) \/api\/records\/[^/]+\/[^/]+$|^POST \/api\/records\/[^/]+\/[^/]+\/(restore|undo)$|^POST \/api\/records\/[^/]+\/([^/]+\/)?actions\/[^/]+$/

/** What holds for agents whose key says nothing else: one that goes round in circles is stopped. */
const agentLimits = { requestsPerMinute: 120, writesPerHour: 500, rowsPerAnswer: 100 } as const satisfies KeyLimits

/** Whether an agent asks, by one of its tools: nobody outside can say so of themselves. */
export function isAgent(c: Context<Env>): boolean {
  return ((c.env ?? {}) as { readonly agent?: boolean }).agent === true
}

/** Whether a write is only to be planned: `Sangam-Plan: 1`. */
export function isPlan(c: Context<Env>): boolean {
  const said = c.req.header('Sangam-Plan')
  if (said === undefined) {
    // Whoever asks for the rest of a plan must not find it done.
    if (c.req.header('Sangam-Plan-After') !== undefined)
      throw new Refused(400, 'bad_plan', '"Sangam-Plan-After" goes on with a plan: send "Sangam-Plan: 1" too.')
    if (c.req.header('Sangam-Propose') !== undefined)
      throw new Refused(400, 'bad_plan', '"Sangam-Propose" leaves a plan for a person: send "Sangam-Plan: 1" too.')
    return false
  }
  if (said !== '1') throw new Refused(400, 'bad_plan', '"Sangam-Plan" is 1, or left out.')
  if (!plannable.test(requestOf(c))) throw new Refused(400, 'no_plan', 'This can’t be planned. What can: changes of records, and actions on them.')
  return true
}

/** How many changes of a plan were told before: `Sangam-Plan-After`. */
export function planFrom(c: Context<Env>): number {
  const said = c.req.header('Sangam-Plan-After') ?? '0'
  if (!/^\d{1,9}$/.test(said)) throw new Refused(400, 'bad_plan', '"Sangam-Plan-After" is how many changes were told before, as a number.')
  return Number(said)
}

/** Why a program proposes what it plans: `Sangam-Propose`, percent-encoded; null where it only plans. */
export function proposeReason(c: Context<Env>): string | null {
  const said = c.req.header('Sangam-Propose')
  if (said === undefined) return null
  if (!signedIn(c).key) throw new Refused(403, 'forbidden', 'Proposals are left by programs. Make the change yourself.')
  try {
    const reason = decodeURIComponent(said).trim()
    if (reason !== '' && reason.length <= 500) return reason
  } catch {
    // Told below, with what else it may not be.
  }
  throw new Refused(400, 'bad_plan', '"Sangam-Propose" says in at most 500 letters, percent-encoded, why the change should be made.')
}

/** Counts what a program asks; gives the refusal where that is too often. */
export async function tooOften(world: World, key: HeldKey, agent: boolean, requests = 1): Promise<Refused | null> {
  const limit = limitsOf(key, agent).requestsPerMinute
  const wait = limit === null ? null : await waitOf(world.db.app, `key ${key.id} minute`, { tries: limit, seconds: 60 }, requests)
  if (wait === null) return null
  return new Refused(429, 'too_many', 'This key may ask {limit} times a minute. Wait {seconds} seconds.', {
    values: { limit: limit ?? 0, seconds: wait },
    retryAfterSeconds: wait,
  })
}

/** Holds a program to what its key is for, and to how often it may ask. */
export async function holdToUse(c: Context<Env>, world: World, key: HeldKey): Promise<void> {
  const request = requestOf(c)
  // Where agents ask, each of their requests is counted as it comes in; what a tool then asks of us is no other.
  if (agents.test(request)) return
  const limits = limitsOf(key, isAgent(c))
  const refused = isAgent(c) ? null : await tooOften(world, key, false)
  if (refused) throw refused
  if (reads.test(request)) return
  if (key.may === 'read') throw new Refused(403, 'key_reads', 'This key only reads. Use one that may change records.')
  if (key.may === 'plan' && !isPlan(c)) throw new Refused(403, 'key_plans', 'This key only plans. Ask for a plan, and let a person make the change.')
  // What is changed elsewhere is not counted record by record.
  if (limits.writesPerHour !== null && !plannable.test(request))
    throw new Refused(403, 'key_counts', 'This key has a limit of changes: it changes records, and runs actions on them, and does nothing else.')
}

/** Counts the records that a program has changed, within the transaction that changes them: what is taken back is not counted. */
export async function countWrites(c: Context<Env>, ctx: CoreCtx, key: HeldKey, asked: number): Promise<void> {
  const limit = limitsOf(key, isAgent(c)).writesPerHour
  if (limit === null) return
  // An action may change its records later, in a job: each it was asked for counts then too.
  const changed = Math.max(ctx.versions.size, asked)
  if (changed === 0) return
  const wait = await waitOf(ctx.tx, `key ${key.id} hour`, { tries: limit, seconds: 3600 }, changed)
  if (wait !== null)
    throw new Refused(429, 'too_many', 'This key may change {limit} records an hour, and this would be more. Wait {minutes} minutes, or plan it only.', {
      values: { limit, minutes: Math.ceil(wait / 60) },
      retryAfterSeconds: wait,
    })
}

/** The limits of a key; an agent has some in any case. */
export function limitsOf({ limits }: HeldKey, agent: boolean): KeyLimits {
  if (!agent) return limits
  return Object.fromEntries(limitNames.map(name => [name, limits[name] ?? agentLimits[name]])) as unknown as KeyLimits
}

function requestOf(c: Context<Env>): string {
  return `${c.req.method} ${c.req.path}`
}
