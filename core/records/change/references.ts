import { type SQL, sql } from 'drizzle-orm'
import { systemAccess } from '../../access/resolve.ts'
import type { CoreCtx } from '../../data/context.ts'
import { identifier } from '../../data/identifiers.ts'
import { hopedSql, type Steadiness } from '../../data/steady.ts'
import { targetsOf } from '../../registry/links.ts'
import type { ModelEntity, ModelField } from '../../registry/model.ts'
import { type Composer, fromSql } from '../composer.ts'
import { isId } from '../find.ts'
import { mergedAmong } from '../merge/following.ts'
import { finalsAmong } from '../merge/standing.ts'
import { reachOf } from '../reach.ts'
import { idsShape, idsSql, prepared, runPrepared, valuesOf } from '../statements.ts'
import { type Batch, report, type Work } from './work.ts'

interface Wish {
  readonly work: Work
  readonly field: ModelField
  readonly id: string
}

/** What is pointed at must live and be in the caller's sight; it is held so that nobody removes it meanwhile. One statement, however many point where. */
export async function checkReferences(ctx: CoreCtx, batch: Batch): Promise<void> {
  const gathered = new Map<string, Wish[]>()
  // Nearly nothing comes back out of the bin: whoever writes does not wait to learn it.
  gather(batch, gathered, batch.works.some(work => work.verb === 'restore') ? await standingNow(ctx, batch) : new Map())
  if (gathered.size === 0) return
  // In one order, so that two who point at the same never wait for each other.
  const targets = [...gathered].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, wishes]) => ({ name, wishes, ids: [...new Set(wishes.map(wish => wish.id))] }))
  if (ctx.steadiness?.hopeful) return hopeFor(ctx, ctx.steadiness, targets)
  const shape = shapeOf(targets)
  const statement = prepared(ctx, `refer ${shape}`, composer => targetsSql(composer, targets))
  const rows = await runPrepared<{ target: number; id: string; seen: boolean }>(ctx, statement, { targets })
  const seen = new Set(rows.filter(row => row.seen).map(row => `${row.target} ${row.id}`))
  // Records of the set itself may point at each other.
  for (const [at, { wishes }] of targets.entries()) {
    for (const { work, field, id } of wishes) {
      if (!seen.has(`${at} ${id}`))
        report(work, field.name, 'reference_unknown', '{label}: what was chosen is not there, or you may not see it. Choose another.', { label: field.label })
    }
  }
}

/**
 * Sends the question and waits for no answer: the statement itself fails where not all that is pointed at is there to be seen. What this transaction
 * found and holds already, or made itself, is not asked again by whoever sees all of its kind.
 */
function hopeFor(ctx: CoreCtx, steadiness: Steadiness, all: readonly Target[]): void {
  const targets = all.flatMap(({ name, wishes, ids }) => {
    const left = ids.filter(id => !(seesAll(ctx, name) && steadiness.pointed.has(`${name} ${id}`)))
    return left.length === 0 ? [] : [{ name, wishes, ids: left }]
  })
  if (targets.length === 0) return
  const statement = prepared(ctx, `hope to refer ${shapeOf(targets)}`, composer => {
    const count = composer.bind(asked => (asked as { readonly all: number }).all)
    return { with: [], select: sql`(select ${hopedSql(sql`count(*) filter (where r.seen)`, sql`${count}::int`)} from (${targetsSql(composer, targets)}) r)` }
  })
  const count = targets.reduce((sum, { ids }) => sum + ids.length, 0)
  steadiness.hope(statement.statement, valuesOf(ctx, statement, { targets, all: count }))
  for (const { name, ids } of targets) for (const id of ids) steadiness.pointed.add(`${name} ${id}`)
}

/** Of lines, and of what hangs on other records, it depends on those. */
function seesAll({ access, model }: CoreCtx, name: string): boolean {
  const entity = model.entities.get(name)
  return access.system !== null || (access.rows(name, 'read') === 'all' && entity !== undefined && !entity.definition.about && entity.linesOf === null)
}

/** What was written is pointed at by what comes next; where something went, nothing is known any more of what is there. */
export function notePointed(steadiness: Steadiness | null, batch: Batch): void {
  if (!steadiness?.hopeful) return
  if (batch.works.some(work => work.verb === 'remove')) steadiness.pointed.clear()
  else for (const work of batch.works) if (work.verb === 'create') steadiness.pointed.add(`${batch.entity.name} ${work.id}`)
  for (const lines of batch.lines.values()) notePointed(steadiness, lines)
}

function shapeOf(targets: readonly Target[]): string {
  return targets.map(({ name, ids }) => `${name} ${idsShape(ids)}`).join()
}

interface Target {
  readonly name: string
  readonly wishes: readonly Wish[]
  readonly ids: readonly string[]
}

function targetsSql(composer: Composer, targets: readonly Target[]): SQL {
  return sql.join(
    targets.map(({ name, ids }, at) => targetSql(composer, name, ids, at)),
    sql` union all `,
  )
}

/** Those of one target that live, each with whether it is in sight; in a subquery of its own, because only there the rows of a union can be held. */
function targetSql(composer: Composer, name: string, ids: readonly string[], at: number): SQL {
  const whole = composer.as(systemAccess(composer.access.caller, 'looks for what is pointed at'))
  const place = composer.place(composer.model.entities.get(name) as ModelEntity)
  const alias = identifier(place.alias)
  const sight: SQL = reachOf(composer, place, 'read') ?? sql`true`
  const own = idsSql(
    composer,
    place.alias,
    ids,
    asked => (asked as { readonly targets: readonly { readonly ids: readonly string[] }[] }).targets[at]?.ids ?? [],
  )
  const target = composer.bind(() => at)
  return sql`select * from (select ${target}::int as target, ${alias}.id, (${sight}) is true as seen from ${fromSql(whole, place)} where ${own} and ${alias}.deleted_at is null order by ${alias}.id for key share of ${alias}) ${identifier(`r${at}`)}`
}

/** What comes back out of the bin may point at one that was merged while it lay there: it means who that is now. */
async function standingNow(ctx: CoreCtx, batch: Batch): Promise<ReadonlyMap<unknown, string>> {
  const back = batch.works.filter(work => work.verb === 'restore')
  const fields = [...batch.entity.fields.values()].flatMap(field => {
    const among = pointing.has(field.type.type) ? mergedAmong(ctx, field) : null
    return among ? [{ field, among }] : []
  })
  const ids = fields.flatMap(({ field }) => back.flatMap(work => pointedAt(field, work).map(({ id }) => id)))
  return finalsAmong(ctx, [...new Set(fields.flatMap(({ among }) => among))], ids)
}

function gather(batch: Batch, wishes: Map<string, Wish[]>, now: ReadonlyMap<unknown, string>): void {
  for (const field of batch.entity.fields.values()) {
    if (!pointing.has(field.type.type) || batch.entity.linesOf?.by === field.name) continue
    for (const work of batch.works) {
      if (work.verb === 'remove' || !(work.changed.has(field.name) || work.verb === 'restore')) continue
      for (const { to, id: named } of pointedAt(field, work)) {
        const id = work.verb === 'restore' ? (now.get(named) ?? named) : named
        const list = wishes.get(to)
        if (list) list.push({ work, field, id })
        else wishes.set(to, [{ work, field, id }])
      }
    }
  }
  for (const lines of batch.lines.values()) gather(lines, wishes, now)
}

const pointing = new Set(['reference', 'references', 'oneOf'])

/** The records a field of a record points at from now on; of a list those that come to it, so that who may not see all of it may still add to it. */
function pointedAt(field: ModelField, work: Work): { readonly to: string; readonly id: string }[] {
  const value = work.next?.[field.name] ?? null
  if (field.type.type === 'oneOf') {
    const { entity, id } = (value ?? {}) as { readonly entity?: unknown; readonly id?: unknown }
    return typeof entity === 'string' && targetsOf(field).includes(entity) && isId(id) ? [{ to: entity, id }] : []
  }
  const to = field.to
  if (to === null) return []
  if (!Array.isArray(value)) return isId(value) ? [{ to, id: value }] : []
  const before = new Set(work.verb === 'update' ? ((work.before?.[field.name] ?? []) as unknown[]) : [])
  return value.filter(isId).flatMap(id => (before.has(id) ? [] : [{ to, id }]))
}
