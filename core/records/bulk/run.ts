import { UserError } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { accessOfUser } from '../../access/resolve.ts'
import type { CoreCtx } from '../../data/context.ts'
import { tableName } from '../../data/identifiers.ts'
import { notFound, Refused } from '../../errors.ts'
import type { ModelEntity } from '../../registry/model.ts'
import type { World } from '../../world.ts'
import { runAction } from '../actions.ts'
import type { RowIssue } from '../change/work.ts'
import { type ChangeRequest, change, refusedIn } from '../change.ts'
import { withContext } from '../context.ts'
import { waysBack } from '../undo.ts'
import { endRun, holdRun, nextPlaces, type Place, type Run, saveProgress } from './store.ts'

export const bulkJob = 'core.bulk'
const chunk = 200

type Refusals = Map<number, readonly RowIssue[]>

/** Does the next chunk of a run that is held, as whoever began it, and asks for the one after. */
export async function runChunk(ctx: CoreCtx, run: Run): Promise<Run> {
  const places = await nextPlaces(ctx, run, chunk)
  const refused: Refusals = new Map()
  for (const part of parts(places)) await perform(ctx, run, part, refused)
  const saved = await saveProgress(ctx, run, places.length, refused)
  if (saved.state === 'running') await enqueue(ctx, run)
  return saved
}

async function enqueue(ctx: CoreCtx, run: Run): Promise<void> {
  await ctx.tx.run(sql`
    insert into ${tableName(ctx.schema, 'core_job')} (id, name, input, run_at, actor, created_at)
    values (${v7()}::uuid, ${bulkJob}, ${JSON.stringify({ run: run.id })}::jsonb, ${ctx.now()}::timestamptz, ${run.actor}::uuid, ${ctx.now()}::timestamptz)`)
}

/** One chunk as a job: what it changed, how far it is and that it is done commit together, so a killed server goes on where it stood. */
export async function continueBulk(world: World, workspace: string, id: string, finish: (ctx: CoreCtx) => Promise<void>): Promise<void> {
  const run = await withContext(world, await asSelf(world, workspace, id), async ctx => {
    const held = await holdRun(ctx.tx, workspace, id)
    const after = held?.state === 'running' ? await runChunk(ctx, held) : held
    await finish(ctx)
    return after
  })
  if (run?.state === 'done') world.log.info('A bulk change is done.', { workspace, run: id, records: run.total, refused: run.refused })
}

/** With the rights its author has now, never more. */
async function asSelf(world: World, workspace: string, id: string) {
  const [run] = await world.db.app.run<Run>(sql`select actor, role, origin, locale from ${tableName(workspace, 'core_bulk')} where id = ${id}::uuid`)
  const access = run && (await accessOfUser(world, workspace, run.actor, run.role ? { role: run.role } : {}))
  if (!run || !access) {
    const error = 'Whoever began this may not sign in any more.'
    await endRun(world.db.app, workspace, id, 'failed', world.clock.now().toISOString(), error)
    throw new Error(error)
  }
  return { workspace, access, origin: run.origin, locale: run.locale, batch: id }
}

/** Neighbours of one kind go together. */
function parts(places: readonly Place[]): Place[][] {
  const found: Place[][] = []
  for (const place of places) {
    const last = found.at(-1)
    if (last?.[0] && last[0].entity === place.entity && last[0].bySystem === place.bySystem) last.push(place)
    else found.push([place])
  }
  return found
}

async function perform(ctx: CoreCtx, run: Run, places: readonly Place[], refused: Refusals): Promise<void> {
  const [{ entity: name, bySystem }] = places as [Place]
  const entity = ctx.model.entities.get(name)
  if (!entity || entity.linesOf) {
    for (const { place } of places) refused.set(place, [{ code: 'not_found', message: notFound().detail }])
    return
  }
  const { what } = run
  if ('undo' in what && bySystem)
    return ctx.asSystem(`Takes back what followed from ${what.undo}`, system => takeBack(system as CoreCtx, entity, places, refused))
  if ('undo' in what) return takeBack(ctx, entity, places, refused)
  if ('action' in what) {
    const { action, input } = what
    const ids = (some: readonly Place[]): string[] => some.map(place => place.id)
    return each(ctx, places, refused, { act: some => runAction(ctx, name, action, ids(some), input) })
  }
  const verb = 'remove' in what ? 'remove' : 'restore'
  return each(ctx, places, refused, { entity: name, request: ({ id }) => ('set' in what ? { verb: 'update', id, patch: what.set } : { verb, id }) })
}

async function takeBack(ctx: CoreCtx, entity: ModelEntity, places: readonly Place[], refused: Refusals): Promise<void> {
  const ways = await waysBack(
    ctx,
    entity,
    places.map(({ id, first, last }) => ({ entity: entity.name, id, first: first ?? 0, last: last ?? 0 })),
  )
  const requests = new Map<Place, ChangeRequest>()
  for (const [at, way] of ways.entries()) {
    const place = places[at] as Place
    if (way && 'issues' in way) refused.set(place.place, way.issues)
    else if (way) requests.set(place, way.request)
  }
  await each(ctx, [...requests.keys()], refused, { entity: entity.name, request: place => requests.get(place) as ChangeRequest })
}

/** What is done with each of some records: a change of the record itself, or an action that may change whatever it likes. */
type Doing = { readonly entity: string; readonly request: (place: Place) => ChangeRequest } | { readonly act: (some: readonly Place[]) => Promise<unknown> }

/** Does all that can be done: who is refused is left out with the reason, and the others go on. */
async function each(ctx: CoreCtx, places: readonly Place[], refused: Refusals, doing: Doing): Promise<void> {
  if (places.length === 0) return
  const requests = 'act' in doing ? [] : places.map(doing.request)
  try {
    await ctx.attempt(() => ('act' in doing ? doing.act(places) : change(ctx, doing.entity, requests, { server: ctx.access.system !== null })))
  } catch (problem) {
    if (!(problem instanceof Refused || problem instanceof UserError)) throw problem
    const wrong = problem instanceof Refused && refusedIn(problem, requests) ? byPlace(problem, places) : new Map<Place, RowIssue[]>()
    for (const [{ place }, issues] of wrong) refused.set(place, issues)
    const rest = places.filter(place => !wrong.has(place))
    if (wrong.size > 0) return each(ctx, rest, refused, doing)
    if (rest.length === 1) return void refused.set((rest[0] as Place).place, issuesOf(problem))
    const half = Math.ceil(rest.length / 2)
    await each(ctx, rest.slice(0, half), refused, doing)
    await each(ctx, rest.slice(half), refused, doing)
  }
}

function byPlace(problem: Refused, places: readonly Place[]): Map<Place, RowIssue[]> {
  const wrong = new Map<Place, RowIssue[]>()
  for (const issue of problem.options.errors ?? []) {
    const place = issue.row === undefined ? undefined : places[issue.row]
    if (place) wrong.set(place, [...(wrong.get(place) ?? []), issue])
  }
  return wrong
}

function issuesOf(problem: Refused | UserError): readonly RowIssue[] {
  if (problem instanceof UserError) return [{ code: 'refused', message: problem.message, ...(problem.values && { values: problem.values }) }]
  const { errors, values } = problem.options
  return errors && errors.length > 0 ? errors : [{ code: problem.code, message: problem.detail, ...(values && { values }) }]
}
