import type { Json } from '@sangam/sdk'
import { sql } from 'drizzle-orm'
import type { CoreCtx } from '../../data/context.ts'
import { identifier, tableName } from '../../data/identifiers.ts'
import type { ModelEntity } from '../../registry/model.ts'
import { authorOf } from './merge.ts'
import type { Batch, Item, Work } from './work.ts'

/**
 * Gives numbers for people as the last thing before the history: from here to the commit no plugin's
 * code runs while the counter is held.
 */
export async function number(ctx: CoreCtx, batch: Batch): Promise<void> {
  const { entity } = batch
  const made = batch.works.filter(work => work.verb === 'create')
  if (made.length === 0) return
  for (const field of entity.fields.values()) {
    if (field.type.type !== 'series') continue
    const waiting = made.filter(work => !work.next?.[field.name])
    if (waiting.length === 0) continue
    const { prefix, suffix, zeros } = patternOf(String((field.options as { pattern?: string }).pattern), ctx.today())
    const [row] = await ctx.tx.run<{ value: string }>(sql`
      insert into ${tableName(ctx.schema, 'core_counter')} as c (series, prefix, value) values (${`${entity.name}.${field.name}`}, ${prefix + suffix}, ${waiting.length}::bigint)
      on conflict (series, prefix) do update set value = c.value + excluded.value returning value::text`)
    const first = BigInt(row?.value ?? '0') - BigInt(waiting.length) + 1n
    for (const [at, work] of waiting.entries()) (work.next as Item)[field.name] = `${prefix}${String(first + BigInt(at)).padStart(zeros, '0')}${suffix}`
    const column = identifier(field.columns[0]?.name ?? '')
    const values = waiting.map(work => ({ id: work.id, value: work.next?.[field.name] ?? null }))
    await ctx.tx.run(sql`
      update ${tableName(ctx.schema, entity.table)} t set ${column} = x.value from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as x(id uuid, value text) where t.id = x.id`)
  }
}

function patternOf(pattern: string, today: string): { prefix: string; suffix: string; zeros: number } {
  const dated = pattern.replace('{yyyy}', today.slice(0, 4)).replace('{yy}', today.slice(2, 4)).replace('{mm}', today.slice(5, 7))
  const [, prefix = '', zeros = '', suffix = ''] = /^(.*?)\{(0+)\}(.*)$/.exec(dated) ?? []
  return { prefix, suffix, zeros: zeros.length }
}

interface Numbers {
  readonly model: string
  readonly permissions: string
}

/** The history, what tells others, and a wake-up call, in one statement; it brings back the workspace's numbers. */
export async function record(ctx: CoreCtx, batch: Batch): Promise<void> {
  const works = batch.works.filter(work => work.verb !== 'update' || work.changed.size > 0)
  if (works.length === 0) return
  const rows = works.map(work => entryOf(batch.entity, work))
  const at = sql`${ctx.now()}::timestamptz`
  const by = sql`${authorOf(ctx)}::uuid`
  const [numbers] = await ctx.tx.run<Numbers>(sql`
    with x as (select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, version integer, verb text, snapshot jsonb)),
    kept as (
      insert into ${tableName(ctx.schema, 'core_history')} (entity, record_id, version, verb, at, by_user, origin, reason, batch, snapshot)
      select ${batch.entity.name}, x.id, x.version, x.verb, ${at}, ${by}, ${ctx.origin}, ${ctx.access.system?.reason ?? null}::text, ${ctx.batch}::uuid, x.snapshot from x),
    told as (
      insert into ${tableName(ctx.schema, 'core_outbox')} (at, kind, name, verb, record_id, version, actor, origin)
      select ${at}, 'change', ${batch.entity.name}, x.verb, x.id, x.version, ${by}, ${ctx.origin} from x)
    select max(value) filter (where name = 'model')::text as model, max(value) filter (where name = 'permissions')::text as permissions
    from ${tableName(ctx.schema, 'core_number')}, (select pg_notify('sangam_outbox', ${ctx.schema})) n`)
  if (numbers && Number(numbers.model) > ctx.model.number) void ctx.world.models.refresh(ctx.workspace).catch(() => undefined)
}

function entryOf(entity: ModelEntity, work: Work): { [key: string]: Json } {
  const { id, version, createdAt: _a, createdBy: _b, updatedAt: _c, updatedBy: _d, ...rest } = work.next as Item
  const snapshot = Object.fromEntries(Object.entries(rest).filter(([name]) => entity.fields.has(name)))
  return { id: id ?? work.id, version: Number(version), verb: work.verb, snapshot: snapshot as Json }
}
