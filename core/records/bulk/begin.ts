import type { Json } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { identifier, tableName } from '../../data/identifiers.ts'
import { notFound, Refused } from '../../errors.ts'
import type { ModelEntity } from '../../registry/model.ts'
import { asking } from '../asking.ts'
import { fromSql } from '../composer.ts'
import { type FindQuery, isId, matching } from '../find.ts'
import { searchShape } from '../search.ts'
import { entityFor, prepared, runPrepared } from '../statements.ts'
import { shapeOf } from '../where.ts'
import { runChunk } from './run.ts'
import { type BulkWork, createRun, holdRun, type Run, setTotal, type Values } from './store.ts'

/** The most records of one bulk change, and the most that are named one by one. */
const most = 100_000
const mostIds = 10_000

/** What a caller asks for: which records, and what with them. */
export interface BulkAsked {
  readonly ids?: readonly string[]
  readonly where?: object
  readonly search?: string
  readonly set?: Values
  readonly remove?: true
  readonly restore?: true
  readonly action?: string
  readonly input?: Values
  /** The user who shall own them. */
  readonly handOver?: string
}

/**
 * Begins a bulk change: which records are meant is settled now, as the caller sees them; the first few are done at once, the rest by a job in
 * chunks that each hold or don't. Give `ctx` the run's id as its batch, so that all of it can be taken back.
 *
 * Errors: `bad_body`, `forbidden`, `nothing_chosen`, `too_many`, `unknown_field`.
 */
export async function beginBulk(ctx: CoreCtx, id: string, name: string, asked: BulkAsked, role: string | null): Promise<Run> {
  const entity = entityFor(ctx, name)
  if (entity.linesOf) throw notFound()
  const what = workOf(ctx, entity, asked)
  await createRun(ctx, { id, entity: name, what, role, undoes: null })
  await choose(asking(ctx), id, entity, asked, 'restore' in what)
  return first(ctx, id)
}

/** Does the first chunk of what was chosen. */
export async function first(ctx: CoreCtx, id: string): Promise<Run> {
  const total = await setTotal(ctx, id)
  if (total === 0) throw new Refused(422, 'nothing_chosen', 'No record is meant by this. Choose some, or change the condition.')
  if (total > most) throw new Refused(413, 'too_many', 'Change at most {most} records at once.', { values: { most } })
  const run = await holdRun(ctx.tx, ctx.schema, id)
  return runChunk(ctx, run as Run)
}

function workOf(ctx: CoreCtx, entity: ModelEntity, asked: BulkAsked): BulkWork {
  const kinds = (['set', 'remove', 'restore', 'action', 'handOver'] as const).filter(kind => asked[kind] !== undefined)
  if (kinds.length !== 1) throw new Refused(400, 'bad_body', 'Say one thing to do: "set", "remove", "restore", "action" or "handOver".')
  if (asked.remove || asked.restore) {
    need(ctx, entity, 'remove')
    if (asked.restore && !entity.bin) throw new Refused(400, 'no_bin', 'What is removed here is gone: there is no bin to put it back from.')
    return asked.remove ? { remove: true } : { restore: true }
  }
  if (asked.action !== undefined) {
    if (!entity.actions.has(asked.action)) throw notFound()
    need(ctx, entity, asked.action)
    return { action: asked.action, input: asked.input ?? {} }
  }
  need(ctx, entity, 'update')
  return { set: checkedValues(ctx, entity, asked.set ?? { [ownerField(entity)]: asked.handOver as Json }) }
}

function need(ctx: CoreCtx, entity: ModelEntity, verb: string): void {
  if (!ctx.access.may(entity.name, verb)) throw new Refused(403, 'forbidden', 'You may not do this here. Ask an admin for the right to.')
}

/** The field that says whose a record is: the one called owner, or the only one that names a user. */
function ownerField(entity: ModelEntity): string {
  const users = [...entity.fields.values()].filter(field => field.to === 'core.user' && field.type.type === 'reference' && !field.options.readonly)
  const found = users.find(field => field.name === 'owner') ?? (users.length === 1 ? users[0] : undefined)
  if (!found) throw new Refused(400, 'no_owner', 'Records of this kind belong to nobody in particular. Set a field instead.')
  return found.name
}

function checkedValues(ctx: CoreCtx, entity: ModelEntity, values: Values): Values {
  if (typeof values !== 'object' || values === null || Array.isArray(values) || Object.keys(values).length === 0)
    throw new Refused(400, 'bad_body', '"set" is an object of fields and their new values.')
  for (const name of Object.keys(values)) {
    const field = entity.fields.get(name)
    if (!field || field.type.type === 'lines' || ctx.access.field(entity.name, name, 'read') === 'none')
      throw new Refused(400, 'unknown_field', 'There is no field "{name}" here.', { values: { name: name.slice(0, 80) } })
  }
  return values
}

async function choose(ctx: CoreCtx, run: string, entity: ModelEntity, asked: BulkAsked, fromBin: boolean): Promise<void> {
  const { ids, where, search } = asked
  if (ids !== undefined) {
    if (where !== undefined || search !== undefined || !Array.isArray(ids) || !ids.every(isId))
      throw new Refused(400, 'bad_body', 'Say which records: { "ids": […] } or { "where": … }.')
    if (ids.length > mostIds) throw new Refused(413, 'too_many', 'Change at most {most} records at once.', { values: { most: mostIds } })
    await ctx.tx.run(sql`
      insert into ${tableName(ctx.schema, 'core_bulk_row')} (run, place, entity, record_id)
      select ${run}::uuid, row_number() over (order by min(x.place)), ${entity.name}, x.id::uuid
      from jsonb_array_elements_text(${JSON.stringify(ids.map(id => id.toLowerCase()))}::jsonb) with ordinality as x(id, place) group by x.id`)
    return
  }
  if (where === undefined && search === undefined) throw new Refused(400, 'bad_body', 'Say which records: { "ids": […] } or { "where": … }.')
  if (where !== undefined && (typeof where !== 'object' || where === null || Array.isArray(where)))
    throw new Refused(400, 'bad_body', 'A condition is an object of fields and what they must be.')
  await chooseMatching(ctx, run, entity, { ...(where && { where }), ...(search && { search }) }, fromBin)
}

/** All that match now, in the caller's sight, in one statement. */
async function chooseMatching(ctx: CoreCtx, run: string, entity: ModelEntity, query: FindQuery, fromBin: boolean): Promise<void> {
  const words = searchShape(query.search)
  const statement = prepared(ctx, `bulk ${JSON.stringify([entity.name, words, shapeOf(query.where ?? null), fromBin])}`, composer => {
    const place = composer.place(entity)
    const alias = identifier(place.alias)
    const conditions = matching(composer, place, query, words, fromBin)
    const [id, name] = [composer.bind(asked => (asked as { run: string }).run), composer.bind(() => entity.name)]
    const where = sql.join(conditions, sql` and `)
    return sql`
      insert into ${tableName(ctx.schema, 'core_bulk_row')} (run, place, entity, record_id)
      select ${id}::uuid, row_number() over (order by c.id), ${name}, c.id
      from (select ${alias}.id from ${fromSql(composer, place)} where ${where} order by ${alias}.id limit ${composer.bind(() => most + 1)}::int) c`
  })
  await runPrepared(ctx, statement, { ...query, run })
}
