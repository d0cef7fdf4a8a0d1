import type { Json } from '@sangam/sdk'
import { type SQL, sql } from 'drizzle-orm'
import { type CoreCtx, causeText } from '../../data/context.ts'
import { tableName } from '../../data/identifiers.ts'
import { provenSql, type Told } from '../../data/steady.ts'
import type { Model, ModelEntity, ModelField } from '../../registry/model.ts'
import { chainedSql, contentSql, standingSql } from '../history/chain.ts'
import { prepared, valuesOf } from '../statements.ts'
import { automatedSql } from './automated.ts'
import { hookedSql } from './hooked.ts'
import { listeningSql } from './listening.ts'
import { authorOf } from './merge.ts'
import { isSecret } from './secrets.ts'
import type { Batch, Item, Work } from './work.ts'

interface Numbers extends Partial<Told> {
  readonly model: string
}

interface Entry {
  readonly rows: string
  readonly at: string
  readonly by: string | null
  readonly entity: string
  readonly origin: string
  readonly reason: string | null
  readonly batch: string | null
  readonly cause: string | null
  /** The number of the steady entities that this change stands on. */
  readonly steady: string | null
}

/** Where each covered column of a new row stands in the statement that writes it. */
const written = {
  entity: sql`c.entity`,
  record_id: sql`x.id`,
  version: sql`x.version`,
  verb: sql`x.verb`,
  at: sql`c.at`,
  by_user: sql`c.by`,
  origin: sql`c.origin`,
  reason: sql`c.reason`,
  batch: sql`c.batch`,
  snapshot: sql`x.snapshot`,
} as const

/**
 * The history, chained to what stands before it of the same record, and what tells others: one statement; it brings back the workspace's numbers,
 * or proves that what was remembered holds. Where nothing waits for changes of the entity, as far as is remembered, nothing looks for it either, and what changed is
 * not told.
 */
export function record(ctx: CoreCtx, batch: Batch): void {
  const works = batch.works.filter(work => work.verb !== 'update' || work.changed.size > 0)
  if (works.length === 0) return
  if (ctx.rehearsal) {
    ctx.rehearsed?.written.push(...works.map(work => writtenOf(ctx.model, batch.entity, work)))
    return
  }
  const { steadiness } = ctx
  const expected = steadiness?.expected() ?? null
  const unheard = expected !== null && steadiness?.unheard(batch.entity.name) === true
  const statement = prepared(ctx, `record ${unheard ? 'unheard' : 'heard'} ${expected === null ? 'anew' : 'expected'}`, composer => {
    const slot = (name: keyof Entry): SQL => composer.bind(query => (query as Entry)[name])
    const history = tableName(ctx.schema, 'core_history')
    const steady = sql`max(value) filter (where name = 'steady')`
    const held =
      expected === null
        ? sql`${steady}::text as steady, ${listeningSql(ctx.schema)} as listening`
        : sql`${provenSql(sql`coalesce(${steady}, 0)`, sql`${slot('steady')}::bigint`)} as proven`
    const told =
      expected === null ? sql`(select steady from numbers) as steady, (select listening from numbers) as listening` : sql`(select proven from numbers)`
    return {
      with: [
        [
          sql`c`,
          sql`select ${slot('at')}::timestamptz as at, ${slot('by')}::uuid as by, ${slot('entity')}::text as entity, ${slot('origin')}::text as origin, ${slot('reason')}::text as reason, ${slot('batch')}::uuid as batch, ${slot('cause')}::jsonb as cause`,
        ],
        [
          sql`x`,
          // Read as a whole first: as plain JSON each snapshot in it would be read twice.
          sql`select * from jsonb_to_recordset(${slot('rows')}::jsonb) as x(id uuid, version integer, verb text, snapshot jsonb${unheard ? sql`` : sql`, changed jsonb`})`,
        ],
        [
          sql`kept`,
          sql`insert into ${history} (entity, record_id, version, verb, at, by_user, origin, reason, batch, snapshot, hash)
          select c.entity, x.id, x.version, x.verb, c.at, c.by, c.origin, c.reason, c.batch, x.snapshot, ${chainedSql(
            sql`p.hash`,
            contentSql(column => written[column]),
          )}
          from c cross join x left join lateral (
            select ${standingSql('h')} as hash from ${history} h where h.entity = c.entity and h.record_id = x.id and x.verb <> 'create' order by h.version desc limit 1) p on true`,
        ],
        [
          sql`told`,
          sql`insert into ${tableName(ctx.schema, 'core_outbox')} (at, kind, name, verb, record_id, version, actor, origin)
          select c.at, 'change', c.entity, x.verb, x.id, x.version, c.by, c.origin from x, c`,
        ],
        ...(unheard
          ? []
          : ([
              [sql`automated`, automatedSql(ctx.schema)],
              [sql`hooked`, hookedSql(ctx.schema)],
            ] as const)),
        [sql`numbers`, sql`select max(value) filter (where name = 'model')::text as model, ${held} from ${tableName(ctx.schema, 'core_number')}`],
      ],
      select: sql`(select model from numbers) as model, ${told}`,
    }
  })
  const values = valuesOf(ctx, statement, {
    rows: JSON.stringify(works.map(work => ({ ...entryOf(ctx.model, batch.entity, work), ...(!unheard && { changed: [...work.changed] }) }))),
    at: ctx.now(),
    by: authorOf(ctx),
    entity: batch.entity.name,
    origin: ctx.program === null ? ctx.origin : `${ctx.origin} ${ctx.program}`,
    reason: ctx.access.system?.reason ?? ctx.reason,
    batch: ctx.batch,
    cause: causeText(ctx.cause, ctx.access.role),
    steady: expected,
  } satisfies Entry)
  if (expected !== null) steadiness?.proven()
  if (batch.entity.steady) steadiness?.changed()
  ctx.tx.later<Numbers>(statement.statement, values, ([numbers]) => numbers && look(ctx, numbers), steadiness?.explain)
}

function look(ctx: CoreCtx, { model, steady, listening }: Numbers): void {
  if (Number(model) > ctx.model.number) void ctx.world.models.refresh(ctx.workspace).catch(() => undefined)
  else if (steady !== undefined && listening !== undefined) ctx.steadiness?.told({ steady, listening })
}

function entryOf(model: Model, entity: ModelEntity, work: Work): { [key: string]: Json } {
  const next = work.next as Item
  return { id: next.id ?? work.id, version: Number(next.version), verb: work.verb, snapshot: snapshotOf(model, entity, next) }
}

function snapshotOf(model: Model, entity: ModelEntity, item: Item): Item {
  const snapshot: Item = {}
  for (const { name, computed } of entity.fields.values()) {
    const value = item[name]
    // What is worked out follows from the rest, and is no part of what was written.
    if (computed === null && value !== undefined) snapshot[name] = kept(model, entity, name, value, item)
  }
  return snapshot
}

/** What a rehearsal wrote to one record and took back, as the history would have kept it. */
export interface Written {
  readonly entity: ModelEntity
  readonly id: string
  readonly verb: Work['verb']
  readonly before: Item | null
  /** The version that it had; null of what is new. */
  readonly version: number | null
  readonly next: Item
  /** The fields that this write changed. */
  readonly changed: readonly string[]
}

function writtenOf(model: Model, entity: ModelEntity, { id, verb, before, next, changed }: Work): Written {
  return {
    entity,
    id,
    verb,
    before: before && snapshotOf(model, entity, before),
    version: before && Number(before.version),
    next: snapshotOf(model, entity, next ?? before ?? {}),
    changed: [...changed],
  }
}

/** What is secret is told only as set or not: a password must not outlive its change. */
function kept(model: Model, entity: ModelEntity, name: string, value: Json, item: Item): Json {
  if (entity.fields.get(name)?.options.secret === true) return value === null ? null : hidden
  const page = entity.name === 'core.setting' && name === 'values' ? model.settings.get(String(item.name)) : undefined
  if (!page || typeof value !== 'object' || value === null) return asStored(model, entity.fields.get(name), value)
  return Object.fromEntries(Object.entries(value).map(([one, set]) => [one, set !== null && isSecret(page, one) ? hidden : set]))
}

/** What the history keeps of a secret. */
export const hidden = '••••••••'

function asStored(model: Model, field: ModelField | undefined, value: Json): Json {
  const line = field?.type.type === 'lines' ? model.entities.get(field.to ?? '') : undefined
  if (!line || !Array.isArray(value) || [...line.fields.values()].every(one => !one.computed)) return value
  return value.map(one => Object.fromEntries(Object.entries(one as Item).filter(([name]) => !line.fields.get(name)?.computed)))
}
