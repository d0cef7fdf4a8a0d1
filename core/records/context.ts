import type { ConditionScope, Event, Json, Origin, Service, Settings } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { Access, Caller } from '../access/access.ts'
import { readSystemCaller, systemUser } from '../access/caller.ts'
import { accessChanged, accessEpoch } from '../access/epoch.ts'
import { systemAccess } from '../access/resolve.ts'
import { isLost, sqlState, type Tx } from '../data/connection.ts'
import { type Cause, type CoreCtx, causeText } from '../data/context.ts'
import { tableName } from '../data/identifiers.ts'
import { Doubtful, forgetSteady, Steadiness } from '../data/steady.ts'
import { Refused } from '../errors.ts'
import { heldOf, refusedByDatabase } from '../invariants/refuse.ts'
import type { Model } from '../registry/model.ts'
import { fill } from '../registry/words.ts'
import { hint } from '../work/hint.ts'
import { callHost } from '../work/hosts.ts'
import { jobOf } from '../work/lanes.ts'
import type { World } from '../world.ts'
import { runAction } from './actions.ts'
import { patientService } from './patience.ts'
import { Reading } from './reading.ts'
import { declinedOf } from './refusal.ts'
import { type Begun, backTo, type Rehearsed } from './rehearsal/rehearsed.ts'
import { serverRepo } from './repo.ts'
import { readSettings } from './settings.ts'
import { todayIn } from './today.ts'

export interface Who {
  readonly workspace: string
  readonly access: Access | ((model: Model) => Access)
  readonly origin: Origin
  readonly locale?: string
  /** Reads only; without a transaction unless a snapshot is asked for. */
  readonly readOnly?: boolean
  /** All reads see one moment. */
  readonly snapshot?: boolean
  readonly batch?: string
  readonly cause?: Cause | null
  readonly reason?: string
  /** What the key is called that writes in someone's name. */
  readonly program?: string
  /** Tries what it does and takes it back, by a failure of its own at the end. */
  readonly rehearsal?: boolean
  /** What such a try does, and would begin, is told here. */
  readonly rehearsed?: Rehearsed
  /** It may be done twice where the first try was refused, having done nothing: what is only asked to make sure is then asked the second time. */
  readonly hopeful?: boolean
}

/** Work of one caller in one transaction: all of it happens, with its events and jobs, or nothing. */
export async function withContext<T>(world: World, who: Who, work: (ctx: CoreCtx) => Promise<T>): Promise<T> {
  const model = await world.models.current(who.workspace)
  const access = typeof who.access === 'function' ? who.access(model) : who.access
  const plain = { world, model, access, who, effects: [], versions: new Map(), seen: null, steadiness: null, readOnly: true }
  if (who.readOnly && !who.snapshot) {
    const tx = new Reading(world.db.app)
    return Promise.race([work(makeContext({ ...plain, tx })), tx.cut])
  }
  if (who.readOnly) return world.db.app.transaction(tx => work(makeContext({ ...plain, tx, seen: new Map() })), { readOnly: true, snapshot: true })
  const epoch = accessEpoch()
  const done = await hopefully(world, who, async hopeful => {
    const stand: { steadiness?: Steadiness } = {}
    try {
      return await world.db.app.transaction(
        async tx => {
          const steadiness = new Steadiness(world, who.workspace, model, tx, hopeful)
          stand.steadiness = steadiness
          const state: State = { world, model, access, who, tx, effects: [], versions: new Map(), seen: new Map(), steadiness, readOnly: false }
          try {
            const result = await work(makeContext(state))
            flush(state)
            steadiness.finish()
            return result
          } catch (error) {
            throw steadiness.leaned && isOfTheWork(error) ? new Doubtful('A change was refused, or failed, on what it hoped for.', { cause: error }) : error
          }
        },
        { atOnce: hopeful },
      )
    } catch (error) {
      // What nobody waited for is refused with the commit: then too nothing was done.
      const held = heldOf(error)
      const told = held ? refusedByDatabase(model, held) : error
      throw told instanceof Refused && told.code !== 'plugin_failed' && stand.steadiness?.leaned ? new Doubtful(told.message, { cause: told }) : told
    }
  })
  // What was remembered while the change was under way is forgotten once it holds.
  if (accessEpoch() !== epoch) accessChanged()
  hint(world.db.app, who.workspace)
  return done
}

/** Whether it was thrown before the commit was sent, by a plugin's hook or by us, and may be the fault of what was hoped for: a failed database is not. */
function isOfTheWork(error: unknown): boolean {
  const pluginFailed = error instanceof Refused && error.code === 'plugin_failed'
  return !(error instanceof Doubtful || pluginFailed) && sqlState(error) === null && !isLost(error)
}

/** Tries on hope where it may, and asks where that failed. */
async function hopefully<T>(world: World, { workspace, hopeful }: Who, attempt: (hopeful: boolean) => Promise<T>): Promise<T> {
  if (!hopeful) return attempt(false)
  try {
    return await attempt(true)
  } catch (error) {
    if (!(error instanceof Doubtful)) throw error
    if (error.cause === undefined) forgetSteady(world, workspace)
    return attempt(false)
  }
}

/** Work of the system itself: seeds, jobs, boot. The reason is kept with what it changes. */
export async function systemContext<T>(
  world: World,
  workspace: string,
  reason: string,
  origin: Origin,
  work: (ctx: CoreCtx) => Promise<T>,
  cause: Cause | null = null,
  locale?: string,
): Promise<T> {
  const caller = await readSystemCaller(world.db.app, workspace)
  return withContext(world, { workspace, access: systemAccess(caller, reason), origin, cause, ...(locale !== undefined && { locale }) }, work)
}

interface State {
  readonly world: World
  readonly model: Model
  readonly access: Access
  readonly who: Who
  readonly tx: Tx
  readonly effects: { readonly event: string; readonly payload: Json }[]
  readonly versions: Map<string, number>
  readonly seen: Map<string, Promise<object[]>> | null
  readonly steadiness: Steadiness | null
  readonly readOnly: boolean
}

export function scopeOf(caller: Caller, now: string): ConditionScope {
  return {
    me: caller.userId === systemUser ? null : caller.userId,
    myTeams: caller.myTeams,
    teamsILead: caller.teamsILead,
    company: caller.company,
    today: todayIn(now, caller.zone),
    now,
    fiscalYearStart: caller.fiscalYearStart,
    weekStart: caller.weekStart,
    zone: caller.zone,
  }
}

function makeContext(state: State): CoreCtx {
  const { world, model, access, who, tx } = state
  const { caller } = access
  const now = world.clock.now().toISOString()
  const scope = scopeOf(caller, now)
  const services = new Map<string, unknown>()
  const locale = who.locale ?? caller.locale
  const ctx: CoreCtx = {
    world,
    tx,
    model,
    access,
    scope,
    schema: who.workspace,
    workspace: who.workspace,
    batch: who.batch ?? null,
    cause: who.cause ?? null,
    reason: who.reason ?? null,
    program: who.program ?? null,
    approved: null,
    readOnly: state.readOnly,
    rehearsal: who.rehearsal === true,
    rehearsed: who.rehearsed ?? null,
    versions: state.versions,
    seen: state.seen,
    steadiness: state.steadiness,
    user: { id: caller.userId, name: caller.name },
    company: caller.company,
    locale,
    origin: who.origin,
    now: () => now,
    today: () => scope.today,
    repo: entity => serverRepo(ctx, entity) as never,
    use: <T>(service: Service<T>): T => {
      if (!services.has(service.name)) services.set(service.name, provided(ctx, service.name))
      return services.get(service.name) as T
    },
    run: async (action, id, input) => {
      const [result] = await runAction(ctx, action.entity, action.name, [id as string], input as { [name: string]: Json })
      return result as never
    },
    may: permission => {
      const [entity = '', verb = ''] = permission.split(':')
      return access.may(entity, verb)
    },
    emit: (event, payload) => {
      state.effects.push(effectOf(state, event as Event, payload as Json))
      who.rehearsed?.events.push((event as Event).name)
    },
    enqueue: async (job, input = {}, options = {}) => {
      if (!model.jobs.has(jobOf(job))) throw new Error(`There is no job ${job}. List it in the plugin's \`parts\`.`)
      who.rehearsed?.jobs.push({ name: job, input: input as Begun['input'], key: options.key ?? null, at: options.at ?? null })
      tx.later(sql`
        insert into ${tableName(who.workspace, 'core_job')} (id, name, input, key, run_at, actor, cause, created_at)
        values (${v7()}::uuid, ${job}, ${JSON.stringify(input)}::jsonb, ${options.key === undefined ? null : `${job}:${options.key}`}::text, ${options.at ?? now}::timestamptz, ${scope.me}::uuid, ${causeText(who.cause ?? null, access.role)}::jsonb, ${now}::timestamptz) on conflict (key) do nothing`)
    },
    settings: of => readSettings(ctx, of as Settings) as never,
    t: (source, values) => fill(model.words.get(locale)?.get(source) ?? source, values ?? {}, locale),
    lock: async key => {
      // Each once, and in the order of the numbers: whoever asks for some of the same asks in it too.
      const keys = (typeof key === 'string' ? [key] : key).map(one => `${who.workspace}:${one}`)
      await tx.run(sql`
        select pg_advisory_xact_lock(k.number) from (
          select distinct hashtextextended(value, 7) as number from jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb) order by 1 offset 0) k`)
      // Who waited for a lock wants to know what its last holder left.
      state.seen?.clear()
    },
    attempt: async work => {
      const told = state.effects.length
      const back = who.rehearsed && backTo(who.rehearsed)
      try {
        return await tx.savepoint(work)
      } catch (error) {
        state.effects.length = told
        back?.()
        state.seen?.clear()
        // What it held it holds no more, and what it made is gone.
        state.steadiness?.pointed.clear()
        throw error
      }
    },
    refusalOf: work =>
      ctx.attempt(work).then(
        () => null,
        error => {
          const declined = declinedOf(model, locale, error)
          if (!declined) throw error
          return declined
        },
      ),
    fetch: (host, path, request) => tx.pulse.during(() => callHost(ctx, host, path, request)),
    log: (message, values) => world.log.info(message, { workspace: who.workspace, ...values }),
    asSystem: (reason, work) => {
      if (reason.trim() === '') throw new Error('asSystem needs a reason: it is kept with what is changed.')
      return work(makeContext({ ...state, access: systemAccess(caller, reason, access.role) }))
    },
  }
  return ctx
}

function effectOf(state: State, event: Event, payload: Json): State['effects'][number] {
  if (state.readOnly) throw new Refused(403, 'read_only', 'Nothing can be told here: this only reads.')
  if (!state.model.events.has(event.name)) throw new Error(`Nobody defines the event ${event.name}. List it in the plugin's \`parts\`.`)
  return { event: event.name, payload }
}

function provided(ctx: CoreCtx, name: string): unknown {
  const provider = ctx.model.services.get(name)
  if (!provider) throw new Error(`No enabled plugin provides ${name}. List its plugin in \`needs\`, or ask whether it is enabled.`)
  return patientService(ctx, provider, provider.make(ctx))
}

/** Events go into the outbox as the last thing before the commit. */
function flush(state: State): void {
  if (state.effects.length === 0) return
  const { caller } = state.access
  const at = state.world.clock.now().toISOString()
  state.tx.later(sql`
    insert into ${tableName(state.who.workspace, 'core_outbox')} (at, kind, name, payload, actor, origin, cause)
    select ${at}::timestamptz, 'event', x.event, x.payload, ${caller.userId === systemUser ? null : caller.userId}::uuid, ${state.who.origin}, ${causeText(state.who.cause ?? null, state.access.role)}::jsonb
    from jsonb_to_recordset(${JSON.stringify(state.effects)}::jsonb) as x(event text, payload jsonb)`)
}
