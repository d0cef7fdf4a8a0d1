import type { Json } from '@sangam/sdk'
import type { CoreCtx } from '../data/context.ts'
import { newId } from '../data/ids.ts'
import { notFound, Refused } from '../errors.ts'
import type { ModelEntity } from '../registry/model.ts'
import { systemFields } from '../registry/model.ts'
import { applyDerived } from './change/derived.ts'
import { checkFiles } from './change/files.ts'
import { noteHeads } from './change/heads.ts'
import { checkHeld, holdNow } from './change/held.ts'
import { lockRecords } from './change/lock.ts'
import { merge, workOut } from './change/merge.ts'
import { number } from './change/numbers.ts'
import { record } from './change/record.ts'
import { checkReferences, notePointed } from './change/references.ts'
import { type Follow, whatFollows } from './change/removal.ts'
import { sound, validate } from './change/rules.ts'
import { isFromElsewhere, shownOf } from './change/shown.ts'
import { keepInSight } from './change/sight.ts'
import { type Stale, trulyStale } from './change/stale.ts'
import { checkTrees } from './change/trees.ts'
import { checkUnique } from './change/unique.ts'
import { type Batch, type ChangeRequest, changesOf, effective, type Item, type RowIssue, report, same, type Work } from './change/work.ts'
import { changedMeanwhile, write } from './change/write.ts'
import { getMany, isId } from './find.ts'
import { writtenAsNow } from './merge/written.ts'
import { patiently } from './patience.ts'
import { hidesTitles } from './reach.ts'

export type { ChangeRequest } from './change/work.ts'

export interface ChangeOptions {
  /** Readonly fields may be set, internal entities changed. */
  readonly server?: boolean
  /** What still points at removed records may stay: they are called by the one they were merged into. */
  readonly merging?: boolean
}

/** What the history says of records that go, or let go, with another. */
export const followReason = 'Follows the removal of what'

/** The most records that change in one set. */
const most = 5000

/**
 * The one way records change: for a person's form, an import, a job and a plugin alike, one record
 * being a set of one. All or nothing; the number of statements does not grow with the set. Returns
 * the records as the caller may see them, in the order asked.
 *
 * Errors: `not_found`, `forbidden`, `changed_meanwhile`, `not_unique`, `invalid` with every issue and
 * the place (`row`) of its record in the set.
 */
export async function change(ctx: CoreCtx, name: string, requests: readonly ChangeRequest[], options: ChangeOptions = {}): Promise<Json[]> {
  try {
    return await changeSet(ctx, name, requests, options)
  } catch (error) {
    if (error instanceof Refused && !refusedSets.has(error)) refusedSets.set(error, { entity: name, requests })
    throw error
  }
}

/** Which set was refused: a hook may change records of its own, whose places mean nothing to who asked. */
const refusedSets = new WeakMap<Refused, RefusedSet>()

/** What was to be changed, and was refused. */
export interface RefusedSet {
  readonly entity: string
  readonly requests: readonly ChangeRequest[]
}

/** The set that a refusal is about: its innermost one. */
export function refusedSet(problem: Refused): RefusedSet | undefined {
  return refusedSets.get(problem)
}

/** Whether the places (`row`) that a refusal names are those of this very set. */
export function refusedIn(problem: Refused, requests: readonly ChangeRequest[]): boolean {
  return refusedSets.get(problem)?.requests === requests
}

async function changeSet(ctx: CoreCtx, name: string, requests: readonly ChangeRequest[], options: ChangeOptions): Promise<Json[]> {
  if (requests.length === 0) return []
  if (ctx.readOnly) throw new Refused(403, 'read_only', 'Nothing can be changed here: this only reads.')
  if (requests.length > most) throw new Refused(413, 'too_many', 'Change at most {most} records at once.', { values: { most } })
  const entity = entityToChange(ctx, name, options.server === true)
  const step = (what: string): void => ctx.world.watch?.(what, name)
  step('lock')
  const batch = await open(ctx, entity, requests, options)
  step('merge')
  merge(ctx, batch, await shownOf(ctx, batch))
  const asked = new Set<unknown>()
  await writtenAsNow(ctx, batch, asked)
  step('derive')
  if (sound(batch)) {
    await derive(ctx, batch)
    // A hook may remember an id as another program does.
    await writtenAsNow(ctx, batch, asked)
    await noteHeads(ctx, batch)
  }
  step('validate')
  await Promise.all([validate(ctx, batch), checkReferences(ctx, batch), checkUnique(ctx, batch)])
  await checkTrees(ctx, batch)
  await checkFiles(ctx, batch)
  await checkHeld(ctx, batch)
  refuseIssues(batch)
  step('check')
  await check(ctx, batch)
  const follows = options.merging ? [] : await whatFollows(ctx, batch)
  refuseIssues(batch)
  for (const follow of follows) await goAlong(ctx, follow)
  // Where no plugin hears of what is written, nothing of theirs runs while the counter is held, and the number goes with the record. Some series are known to who hears.
  const early = !reacts(batch) || [...entity.fields.values()].some(field => field.options.early === true)
  if (early) {
    step('number')
    await number(ctx, batch, 'with it')
  }
  step('write')
  if (entity.steady) ctx.steadiness?.change()
  await write(ctx, batch)
  notePointed(ctx.steadiness, batch)
  ctx.seen?.clear()
  step('sight')
  await keepInSight(ctx, batch)
  refuseIssues(batch)
  for (const work of batch.works) ctx.versions.set(`${name} ${work.id}`, Number(work.next?.version))
  step('react')
  await react(ctx, batch)
  if (!early) {
    step('number')
    await number(ctx, batch, 'behind it')
  }
  step('history')
  record(ctx, batch)
  holdNow(ctx, batch)
  step('answer')
  return answersOf(ctx, batch)
}

function entityToChange(ctx: CoreCtx, name: string, server: boolean): ModelEntity {
  const entity = ctx.model.entities.get(name)
  if (!entity || (entity.internal && !server && !ctx.access.system) || !(ctx.access.may(name, 'read') || ctx.access.may(name, 'create'))) throw notFound()
  if (entity.keptOf !== null) throw new Refused(400, 'kept', 'These are sums that are kept up by themselves. Change what they are sums of.')
  if (entity.linesOf) throw new Refused(400, 'lines', 'Lines are changed inside the record they belong to.')
  return entity
}

const permissions = { create: 'create', update: 'update', remove: 'remove', restore: 'remove' } as const

/** Locks what is there, and asks for the verb on each record. */
async function open(ctx: CoreCtx, entity: ModelEntity, requests: readonly ChangeRequest[], { server = false, merging = false }: ChangeOptions): Promise<Batch> {
  const found = new Map<string, Awaited<ReturnType<typeof lockRecords>>>()
  for (const verb of ['update', 'remove', 'restore'] as const) {
    const ids = requests.flatMap(request => (request.verb === verb && isId(request.id) ? [request.id.toLowerCase()] : []))
    if (ids.length > 0) found.set(verb, await lockRecords(ctx, entity, verb, permissions[verb], ids, verb === 'update' ? 'when written' : 'at once'))
  }
  const seen = new Set<string>()
  const refused: RowIssue[] = []
  const stale: Stale[] = []
  const works = requests.map((request, row): Work => {
    const blank = { verb: request.verb, row, prefix: '', changed: new Set<string>(), issues: [] }
    if (request.verb === 'create') {
      if (!ctx.access.may(entity.name, 'create'))
        refused.push({ code: 'forbidden', message: 'You may not create a {entity}. Ask an admin for the right to.', values: { entity: entity.label }, row })
      return { ...blank, id: request.id ?? newId(), given: request.values, before: null, next: null, claims: new Map() }
    }
    const id = String(request.id).toLowerCase()
    const there = found.get(request.verb)?.get(id)
    // What is merged away was asked about as it was before what pointed at it was moved.
    if (!there?.seen && !(there && merging)) refused.push({ code: 'not_found', message: notFound().detail, row })
    else if (!there.allowed && !merging)
      refused.push({
        code: 'forbidden',
        message: 'You may see this {entity} and not change it. Ask an admin for the right to.',
        values: { entity: entity.label },
        row,
      })
    else if (request.version !== undefined && request.version !== there.record.version)
      stale.push({ row, id, version: request.version, given: request.verb === 'update' ? Object.keys(request.patch) : null, now: there.record })
    if (seen.has(id)) refused.push({ code: 'twice_in_set', message: 'The same record stands twice in this set. Name it once.', row })
    seen.add(id)
    const before = there?.record ?? null
    return { ...blank, id, given: request.verb === 'update' ? request.patch : {}, before, next: before, rights: there?.rights ?? null }
  })
  if (refused.length > 0) throw refusalOf(refused)
  const lost = await trulyStale(ctx, entity, stale)
  if (lost.length > 0) throw changedMeanwhile(lost)
  return { entity, works, lines: new Map(), server }
}

/** A hook as it is waited for. */
function hookOf(
  { entity }: Batch,
  { plugin }: { readonly plugin: string },
  name: string,
): { readonly plugin: string; readonly name: string; readonly of: string; readonly hook: true } {
  return { plugin, name, of: entity.name, hook: true }
}

async function derive(ctx: CoreCtx, batch: Batch): Promise<void> {
  for (const lines of batch.lines.values()) await derive(ctx, lines)
  for (const hooks of batch.entity.hooks) {
    if (!hooks.derive) continue
    const patches = (await patiently(ctx, hookOf(batch, hooks, 'derive'), () => hooks.derive?.(ctx, changesOf(batch.works)))) ?? []
    for (const [at, patch] of patches.entries()) {
      const work = batch.works[at]
      if (patch && work && (work.verb === 'create' || work.verb === 'update')) applyDerived(ctx, batch, work, patch)
    }
  }
}

async function check(ctx: CoreCtx, batch: Batch): Promise<void> {
  for (const lines of batch.lines.values()) await check(ctx, lines)
  const works = effective(batch)
  const asking = batch.entity.hooks.filter(hooks => hooks.check)
  if (works.length === 0 || asking.length === 0) return
  const changes = changesOf(works)
  for (const hooks of asking) {
    // A list of its own for each.
    for (const refusal of (await patiently(ctx, hookOf(batch, hooks, 'check'), () => hooks.check?.(ctx, [...changes]))) ?? []) {
      const work = works[refusal.index]
      if (work) report(work, refusal.field ?? null, refusal.code, refusal.message, refusal.values)
    }
  }
}

function reacts({ entity, lines }: Batch): boolean {
  return entity.hooks.some(hooks => hooks.react) || [...lines.values()].some(reacts)
}

async function react(ctx: CoreCtx, batch: Batch): Promise<void> {
  const works = effective(batch)
  if (works.length === 0) return
  for (const hooks of batch.entity.hooks) if (hooks.react) await patiently(ctx, hookOf(batch, hooks, 'react'), () => hooks.react?.(ctx, changesOf(works)))
}

/** What pointed at a removed record is emptied or goes with it, as its plugin declared. */
async function goAlong(ctx: CoreCtx, follow: Follow): Promise<void> {
  await ctx.asSystem(`${followReason} ${follow.field} pointed at`, async system => {
    const inner = system as CoreCtx
    const lines = ctx.model.entities.get(follow.entity)?.linesOf
    if (lines) return leaveLines(inner, follow, lines)
    const requests = follow.ids.map(
      (id): ChangeRequest =>
        follow.how === 'clear' ? { verb: 'update', id, patch: { [follow.field]: (follow.left?.get(id) ?? null) as Json } } : { verb: 'remove', id },
    )
    for (let start = 0; start < requests.length; start += most) await change(inner, follow.entity, requests.slice(start, start + most), { server: true })
  })
}

/** Lines change inside their record: those that go are left out of its list, those that stay lose what they pointed at. */
async function leaveLines(ctx: CoreCtx, follow: Follow, { entity, field, by }: NonNullable<ModelEntity['linesOf']>): Promise<void> {
  const found = await getMany(ctx, follow.entity, follow.ids)
  const parents = await getMany(ctx, entity, [...new Set([...found.values()].map(line => String(line[by])))])
  const requests = [...parents.values()].map((parent): ChangeRequest => {
    const lines = parent[field] as unknown as readonly Item[]
    const left = lines.flatMap(({ id }) =>
      !found.has(String(id)) ? [{ id }] : follow.how === 'clear' ? [{ id, [follow.field]: (follow.left?.get(String(id)) ?? null) as Json }] : [],
    )
    return { verb: 'update', id: parent.id, patch: { [field]: left as unknown as Json } }
  })
  for (let start = 0; start < requests.length; start += most) await change(ctx, entity, requests.slice(start, start + most), { server: true })
}

function refuseIssues(batch: Batch): void {
  const issues = [...batch.works.flatMap(work => work.issues), ...[...batch.lines.values()].flatMap(lines => lines.works.flatMap(work => work.issues))]
  if (issues.length > 0) throw refusalOf(issues.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)))
}

const statuses: ReadonlyMap<string, 403 | 404 | 409> = new Map([
  ['not_found', 404],
  ['not_unique', 409],
  ['out_of_sight', 403],
  ['referred_to', 409],
] as const)

function refusalOf(issues: readonly RowIssue[]): Refused {
  const [first] = issues as readonly [RowIssue]
  const alike = issues.every(issue => issue.code === first.code)
  const status = alike ? (first.code === 'forbidden' && first.field === undefined ? 403 : statuses.get(first.code)) : undefined
  const one = issues.length === 1 || status !== undefined
  return new Refused(status ?? 422, status ? first.code : 'invalid', one ? first.message : 'Correct what is marked, then try again.', {
    errors: issues,
    ...(one && first.values && { values: first.values }),
  })
}

/**
 * The records as the caller may see them. Read anew is what a reaction changed meanwhile, what holds
 * fields that the caller sees on some records only, and what follows from other records.
 */
async function answersOf(ctx: CoreCtx, { entity, works }: Batch): Promise<Json[]> {
  const { access } = ctx
  const reaches = [...entity.fields.keys()].map(name => [name, access.field(entity.name, name, 'read')] as const)
  const beyond = [...entity.fields.values()].some(isFromElsewhere)
  const some = beyond || hidesTitles(ctx, entity) || reaches.some(([, reach]) => typeof reach !== 'string')
  const anew = works.filter(work => work.verb !== 'remove' && (some || ctx.versions.get(`${entity.name} ${work.id}`) !== work.next?.version))
  const isAnew = new Set(anew)
  const mayRead = access.may(entity.name, 'read')
  const seen =
    anew.length > 0 && mayRead
      ? await getMany(
          ctx,
          entity.name,
          anew.map(work => work.id),
        )
      : new Map<string, Item>()
  return works.map(work => {
    if (isAnew.has(work)) return (seen.get(work.id) as Json | undefined) ?? { id: work.id }
    const next = work.next as Item
    if (work.verb !== 'remove') workOut(ctx, entity, next)
    const shown: Item = {}
    for (const name of systemFields.keys()) shown[name] = next[name] ?? null
    for (const [name, reach] of reaches) if (reach !== 'none') shown[name] = reach === 'all' ? (next[name] ?? null) : null
    return shown
  })
}

export { same }
